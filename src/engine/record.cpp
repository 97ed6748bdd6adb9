// SPDX-License-Identifier: Apache-2.0
#include "engine/record.h"

#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "base/random.h"
#include "model/event_table.h"

namespace licet::engine {

std::string encode(const Record& record) {
    std::string json;
    json.reserve(1024);
    describe::write_json(describe::type_of<Record>(), &record, describe::kRecordFormat, json);
    return json;
}

Result<Record> decode_record(std::string_view body) {
    Record record;
    LICET_TRY_VOID(
        describe::read_json(describe::type_of<Record>(), &record, describe::kRecordFormat, body));
    return record;
}

std::string_view kind_name(model::PrincipalKind kind) {
    switch (kind) {
        case model::PrincipalKind::root:
            return "root";
        case model::PrincipalKind::user:
            return "user";
        case model::PrincipalKind::assumed_role:
            return "assumed_role";
        case model::PrincipalKind::service:
            return "service";
        case model::PrincipalKind::web_identity:
            return "web_identity";
    }
    return "unknown";
}

std::string make_uuid(Random& random) {
    std::array<std::uint8_t, 16> bytes;
    random.fill(bytes);
    return format_uuid(bytes);
}

std::string format_uuid(std::array<std::uint8_t, 16> bytes) {
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);  // version 4
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);  // the RFC 4122 variant
    std::string text(36, '-');
    auto at = text.begin();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        at += i == 4 || i == 6 || i == 8 || i == 10 ? 1 : 0;
        *at++ = kHexDigits[bytes[i] >> 4];
        *at++ = kHexDigits[bytes[i] & 15];
    }
    return text;
}

}  // namespace licet::engine
