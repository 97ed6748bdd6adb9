// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"
#include "cli/program_test.h"

#include <fstream>

namespace licet::cli {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

/// The example of docs/offers.md in a file.
struct OfferCommandTest : ProgramTest {
    std::string text = [] {
        const auto page = *read_file(LICET_SOURCE_DIR "/docs/offers.md", 1024 * 1024);
        const auto begin = page.find("```yaml\n") + 8;
        return page.substr(begin, page.find("```", begin) - begin);
    }();

    std::string file(const std::string& from = "", const std::string& to = "") {
        if (!from.empty()) {
            text.replace(text.find(from), from.size(), to);
        }
        std::ofstream{at("offers.yaml")} << text;
        return at("offers.yaml");
    }
};

TEST_F(OfferCommandTest, ShowListsWhatAFileHolds) {
    const auto ran = licet({"offer", "show", file()});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, StartsWith("2 private offers, 1 offer set\n\nOFFER "));
    EXPECT_THAT(ran.out,
                HasSubstr("\noffer-examplerunner  prod-samplerunner1                    USAGE     1"
                          "       2099-12-31T23:59:59Z      Runner for the whole company\n"));
    EXPECT_THAT(ran.out, HasSubstr("\noffer-exampledesk01  prod-sampledesk001 "));
    EXPECT_THAT(ran.out, HasSubstr(" CONTRACT "));
}

TEST_F(OfferCommandTest, AFileThatIsNotSoundIsRefusedWithItsLine) {
    for (const auto* command : {"show", "apply"}) {
        const auto ran = licet({"offer", command, file("price: \"0.01\"", "price: \"cheap\"")});
        EXPECT_EQ(ran.code, 1);
        EXPECT_THAT(ran.out, testing::IsEmpty());
        EXPECT_THAT(ran.err,
                    MatchesRegex("licet: .*offers.yaml:2: offer `offer-examplerunner`: .*"));
        text.replace(text.find("price: \"cheap\""), 14, "price: \"0.01\"");
    }
    EXPECT_THAT(licet({"offer", "show", at("nothing")}).err, HasSubstr("cannot open"));
}

TEST_F(OfferCommandTest, ApplyNeedsAServiceAndAFile) {
    EXPECT_EQ(licet({"offer", "apply"}).code, 2);
    EXPECT_EQ(init().code, 0);
    ::setenv("AWS_SHARED_CREDENTIALS_FILE", at("credentials").c_str(), 1);
    const auto ran = licet({"offer", "apply", file(), "--endpoint", "http://127.0.0.1:1"});
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("licet can't be reached at http://127.0.0.1:1"));

    ::setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:2", 1);
    const auto there = [&](std::vector<std::string> more) {
        std::vector<std::string> words{"offer", "apply", file()};
        words.insert(words.end(), more.begin(), more.end());
        return licet(words).err;
    };
    EXPECT_THAT(there({}), HasSubstr("reached at http://127.0.0.1:2:"));
    EXPECT_THAT(there({"--endpoint", "http://127.0.0.1:1"}), HasSubstr("at http://127.0.0.1:1:"));
    EXPECT_THAT(licet({"help", "offer", "apply"}).out, HasSubstr("AWS_ENDPOINT_URL"));
    ::unsetenv("AWS_ENDPOINT_URL");
    ::unsetenv("AWS_SHARED_CREDENTIALS_FILE");
}

}  // namespace
}  // namespace licet::cli
