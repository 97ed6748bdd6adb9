// SPDX-License-Identifier: Apache-2.0
#include "server/host_region.h"

#include "model/bedrock/regions.h"

namespace licet::server {

std::optional<std::string_view> region_of_host(std::string_view host) {
    while (!host.empty()) {
        const auto end = host.find('.');
        const auto label = host.substr(0, end);
        if (model::find_region(label) != nullptr) {
            return label;
        }
        host = end == std::string_view::npos ? std::string_view{} : host.substr(end + 1);
    }
    return std::nullopt;
}

}  // namespace licet::server
