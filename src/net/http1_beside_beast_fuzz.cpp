// SPDX-License-Identifier: Apache-2.0
// What came on a connection, from a client or from a server: licet reads it as Boost.Beast does, or
// not at all.
#include "base/check.h"
#include "net/http1_beside_beast_test.h"

#include <cstddef>
#include <cstdint>

using namespace licet::net::beside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    for (const Side side : {Side::requests, Side::responses}) {
        LICET_CHECK(compare(bytes, side).fault.empty());
    }
    return 0;
}
