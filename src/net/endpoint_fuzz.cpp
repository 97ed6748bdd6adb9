// SPDX-License-Identifier: Apache-2.0
// URLs of upstreams, collectors and buckets: one that is read can stand in a request.
#include "base/check.h"
#include "net/endpoint.h"
#include "net/http1_head.h"
#include "net/socket.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace licet::net;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto address = SocketAddress::parse(std::string{text}, 1);
    LICET_CHECK(!address.ok() || address->port() == 1);
    const auto endpoint = Endpoint::parse(text);
    if (!endpoint.ok()) {
        LICET_CHECK(!endpoint.error().message.empty());
        return 0;
    }
    LICET_CHECK(!endpoint->host.empty() && is_host(endpoint->authority()));
    LICET_CHECK(is_valid_target("GET", endpoint->base_path + "/"));
    const std::string url =
        (endpoint->tls ? "https://" : "http://") + endpoint->authority() + endpoint->base_path;
    LICET_CHECK(Endpoint::parse(url).value() == *endpoint);
    return 0;
}
