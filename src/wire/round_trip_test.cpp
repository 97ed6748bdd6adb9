// SPDX-License-Identifier: Apache-2.0
#include "base/encoding.h"
#include "wire/decode.h"
#include "wire/encode.h"
#include "wire/form.h"
#include "wire/testing/random_value.h"
#include "wire/testing/specimen.h"
#include "wire/testing/xml_reader.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

namespace licet::wire {
namespace {

using describe::type_of;
using testing::Characters;
using testing::Specimen;
using testing::XmlElement;

constexpr std::uint64_t kRounds = 300;

Specimen random_specimen(std::uint64_t seed, Characters characters) {
    SeededRandom random{seed};
    Specimen value;
    testing::fill_random(type_of<Specimen>(), &value, random, characters);
    return value;
}

/// Writes an XML answer as the form body that would send the same value.
void flatten(const XmlElement& element, const std::string& path, std::string& form) {
    if (element.children.empty()) {
        form += fmt::format("&{}={}", percent_encode(path), percent_encode(element.text));
        return;
    }
    int position = 0;
    for (const auto& child : element.children) {
        const bool item = child.name == "member" || child.name == "entry";
        const auto step = item ? fmt::format("{}.{}", child.name, ++position) : child.name;
        flatten(child, path.empty() ? step : path + "." + step, form);
    }
}

TEST(RoundTrip, JsonReadsBackEveryValue) {
    for (std::uint64_t seed = 0; seed < kRounds; ++seed) {
        const auto value = random_specimen(seed, Characters::any);
        const auto encoded = encode_json_response(kLicenseManager, type_of<Specimen>(), &value);
        Specimen back;
        const auto read = decode_json_request(type_of<Specimen>(), &back, encoded.body);
        ASSERT_TRUE(read.ok()) << seed << ": " << read.error().message << "\n" << encoded.body;
        ASSERT_EQ(back, value) << seed << "\n" << encoded.body;
    }
}

TEST(RoundTrip, XmlIsWellFormedForEveryValue) {
    for (std::uint64_t seed = 0; seed < kRounds; ++seed) {
        const auto value = random_specimen(seed, Characters::any);
        const auto encoded = encode_query_response(kIam, "Do", type_of<Specimen>(), &value, "id");
        ASSERT_TRUE(testing::read_xml(encoded.body)) << seed << "\n" << encoded.body;
    }
}

TEST(RoundTrip, QueryReadsBackWhatXmlSays) {
    for (std::uint64_t seed = 0; seed < kRounds; ++seed) {
        const auto value = random_specimen(seed, Characters::xml);
        const auto encoded = encode_query_response(kIam, "Do", type_of<Specimen>(), &value, "id");
        const auto document = testing::read_xml(encoded.body);
        ASSERT_TRUE(document) << encoded.body;
        std::string form = "Action=Do&Version=2010-05-08";
        flatten(document->children.at(0), "", form);
        std::vector<Parameter> parameters;
        ASSERT_TRUE(parse_form(form, parameters).ok());
        Specimen back;
        const auto read = decode_query_request(type_of<Specimen>(), &back, parameters);
        ASSERT_TRUE(read.ok()) << seed << ": " << read.error().message << "\n" << form;
        ASSERT_EQ(back, value) << seed << "\n" << form;
    }
}

}  // namespace
}  // namespace licet::wire
