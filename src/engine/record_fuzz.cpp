// SPDX-License-Identifier: Apache-2.0
//
// Whatever bytes stand in a log, loading a record either fails cleanly or gives a record that is
// written and read back to the same bytes.
#include "engine/record.h"

#include "base/check.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body{reinterpret_cast<const char*>(data), size};
    const auto record = licet::engine::decode_record(body);
    if (record.ok()) {
        const auto written = licet::engine::encode(*record);
        const auto again = licet::engine::decode_record(written);
        LICET_CHECK(again.ok());
        LICET_CHECK(licet::engine::encode(*again) == written);
    }
    return 0;
}
