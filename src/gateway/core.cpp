// SPDX-License-Identifier: Apache-2.0
#include "gateway/core.h"

#include "gateway/exchange.h"
#include "gateway/upstreams/clients.h"

namespace licet::gateway {

std::shared_ptr<const Upstreams> Core::current_upstreams() {
    const auto& newest = settings.get();
    LICET_CHECK(newest != nullptr);
    if (upstreams == nullptr || upstreams->settings != newest) {
        auto made = std::make_shared<Upstreams>();
        made->settings = newest;
        for (const auto& upstream : newest->upstreams) {
            made->clients.push_back(make_upstream_client(upstream, loop, client));
        }
        upstreams = std::move(made);
    }
    return upstreams;
}

}  // namespace licet::gateway
