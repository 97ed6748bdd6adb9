// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>

namespace licet {
namespace {

std::string json_of(std::string_view text) {
    std::string out = "x";
    append_json_string(out, text);
    return out.substr(1);
}

TEST(JsonString, EscapesWhatJsonForbidsWhereverItStands) {
    const std::array<std::pair<char, std::string>, 6> escapes{{{'"', "\\\""},
                                                               {'\\', "\\\\"},
                                                               {'\n', "\\n"},
                                                               {'\t', "\\t"},
                                                               {'\0', "\\u0000"},
                                                               {'\x1f', "\\u001f"}}};
    for (const auto& [character, escape] : escapes) {
        for (std::size_t length = 1; length < 76; ++length) {
            for (std::size_t at = 0; at < length; ++at) {
                std::string text(length, 'a');
                text[at] = character;
                EXPECT_EQ(json_of(text), '"' + std::string(at, 'a') + escape +
                                             std::string(length - at - 1, 'a') + '"');
                text[length - 1] = character;  // and a second one
                const std::string middle =
                    at + 1 == length ? "" : escape + std::string(length - at - 2, 'a');
                EXPECT_EQ(json_of(text), '"' + std::string(at, 'a') + middle + escape + '"');
            }
        }
    }
}

TEST(JsonString, LeavesAllOtherBytesAlone) {
    for (int byte = 0x20; byte < 0x100; ++byte) {
        if (byte != '"' && byte != '\\') {
            const std::string text(67, static_cast<char>(byte));
            EXPECT_EQ(json_of(text), '"' + text + '"');
        }
    }
}

TEST(JsonString, OfAViewOfNothingIsEmpty) {  // memcpy of it is undefined, as the sanitizer knows
    EXPECT_EQ(json_of(std::string_view{}), R"("")");
}

}  // namespace
}  // namespace licet
