// SPDX-License-Identifier: Apache-2.0
#include "cli/file_refusal.h"

#include <gtest/gtest.h>

namespace licet::cli {
namespace {

constexpr std::string_view kText =
    "version: 1\n"
    "offers:\n"
    "  - offer_id: offer-one\n"
    "    name: offer-two\n"
    "  - offer_id: offer-two\n"
    "sets:\n"
    "  - set_id: set-one\n";
constexpr ElementName kNames[] = {{"offerId", "offers", "offer_id"}, {"setId", "sets", "set_id"}};

std::string located(std::vector<ErrorMember> members, ErrorKind kind = ErrorKind::invalid,
                    std::string_view text = kText) {
    return in_file(Error{kind, "no", {}, std::move(members)}, kNames, text, "f.yaml").message;
}

TEST(FileRefusal, HasTheLineOfTheElementThatItNames) {
    EXPECT_EQ(located({{"offerId", "offer-one"}}), "f.yaml:3: no");
    EXPECT_EQ(located({{"offerId", "offer-two"}}), "f.yaml:5: no");
    EXPECT_EQ(located({{"other", "offer-two"}, {"setId", "set-one"}}), "f.yaml:7: no");
}

TEST(FileRefusal, HasTheLineOfTheListThatLacksTheElement) {
    EXPECT_EQ(located({{"setId", "set-two"}}), "f.yaml:7: no");
    EXPECT_EQ(located({{"setId", "set-two"}}, ErrorKind::invalid, "a: 1\nsets: []\n"),
              "f.yaml:2: no");
}

TEST(FileRefusal, HasTheLineOfTheWholeWhenItNamesNothing) {
    EXPECT_EQ(located({}), "f.yaml:1: no");
    EXPECT_EQ(located({{"setId", "set-one"}}, ErrorKind::invalid, "offers: []\n"), "f.yaml:1: no");
    EXPECT_EQ(located({{"offerId", "x"}}, ErrorKind::invalid, "offers: {}\n"), "f.yaml:1: no");
}

TEST(FileRefusal, IsLeftAloneWhenItIsNotAboutTheFile) {
    for (const auto kind : {ErrorKind::denied, ErrorKind::unavailable, ErrorKind::exhausted}) {
        EXPECT_EQ(located({{"offerId", "offer-one"}}, kind), "no");
    }
    EXPECT_EQ(located({}, ErrorKind::invalid, "a: [\n"), "no");
}

}  // namespace
}  // namespace licet::cli
