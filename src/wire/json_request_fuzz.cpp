// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"
#include "base/describe/json.h"
#include "base/json_mutator_fuzz.h"
#include "wire/decode.h"
#include "wire/testing/specimen.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

constexpr std::array<std::string_view, 1> kSamples = {
    R"({"Flag":true,"MaybeFlag":false,"Small":-7,"MaxResults":5,"Real":1.5,"Name":"n",)"
    R"("Account":"111111111111","Bytes":"aGk=","Paint":"RED","Validity":{"Begin":)"
    R"("2026-11-27T09:00:00Z","End":1795770000.5},"Tags":[{"Key":"k","Value":"v"}],"Names":["a"],)"
    R"("Groups":[[{"Key":"k","Value":"v"}]],"Labels":{"a":{"Key":"k","Value":"v"}},)"
    R"("Either":{"Tag":{"Key":"k","Value":"v"}},"Any":"{}"})"};

}  // namespace

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

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
    return licet::fuzz::JsonMutator{kSamples, seed}.mutate(data, size, max_size);
}
