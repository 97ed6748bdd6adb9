// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"
#include "base/describe/json.h"
#include "wire/decode.h"
#include "wire/testing/specimen.h"

#include <cstddef>
#include <cstdint>

/// Whatever a JSON body says, it is refused or read; what was read is written and read back the
/// same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using licet::wire::testing::Specimen;
    const auto& type = licet::describe::type_of<Specimen>();
    Specimen value;
    const std::string_view body{reinterpret_cast<const char*>(data), size};
    if (!licet::wire::decode_json_request(type, &value, body).ok()) {
        return 0;
    }
    std::string written;
    licet::describe::write_json(type, &value, licet::describe::kAwsFormat, written);
    Specimen back;
    LICET_CHECK(licet::wire::decode_json_request(type, &back, written).ok());
    std::string again;
    licet::describe::write_json(type, &back, licet::describe::kAwsFormat, again);
    LICET_CHECK(written == again);
    return 0;
}
