// SPDX-License-Identifier: Apache-2.0
// Texts that come from everywhere: what is read is written as it was, or in its one form, which is
// read as the same again.
#include "base/check.h"
#include "base/encoding.h"
#include "base/ids.h"
#include "base/time.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace licet;

namespace {

void check_encodings(std::string_view text) {
    if (const auto bytes = from_base64(text); bytes.ok()) {
        LICET_CHECK(from_base64(to_base64(as_bytes(*bytes))).value() == *bytes);
    }
    if (const auto bytes = from_base64url(text); bytes.ok()) {
        LICET_CHECK(to_base64url(as_bytes(*bytes)) == text);
    }
    if (const auto bytes = from_hex(text); bytes.ok()) {
        LICET_CHECK(from_hex(to_hex(as_bytes(*bytes))).value() == *bytes);
    }
    for (const Plus plus : {Plus::literal, Plus::as_space}) {
        if (const auto decoded = percent_decode(text, plus); decoded.ok()) {
            LICET_CHECK(percent_decode(percent_encode(*decoded), plus).value() == *decoded);
        }
    }
    LICET_CHECK(to_base64(as_bytes(text)).size() == (text.size() + 2) / 3 * 4);
    LICET_CHECK(from_base64(to_base64(as_bytes(text))).value() == text);
    LICET_CHECK(percent_decode(percent_encode(text)).value() == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    check_encodings(text);
    if (const auto time = parse_iso8601(text); time.ok()) {
        LICET_CHECK(*time >= kTimeMin && *time <= kTimeMax);
        LICET_CHECK(parse_iso8601(format_iso8601(*time)).value() == *time);
    }
    if (const auto time = parse_basic(text); time.ok()) {
        LICET_CHECK(format_basic(*time) == text);
    }
    if (const auto account = AccountId::parse(text); account.ok()) {
        LICET_CHECK(account->text() == text);
    }
    if (const auto id = Id128::parse(text); id.ok()) {
        LICET_CHECK(id->text() == text);
    }
    return 0;
}
