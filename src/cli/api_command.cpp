// SPDX-License-Identifier: Apache-2.0
#include "api/reference.h"
#include "base/json_writer.h"
#include "cli/commands.h"
#include "gateway/gateway.h"

#include <fmt/format.h>

namespace licet::cli {

Result<void> api_reference() {
    for (const auto* operation : api::all_operations()) {
        fmt::print("{}\n", api::reference(*operation));
    }
    return {};
}

Result<void> gateway_routes() {
    for (const auto& route : gateway::routes()) {
        std::string line;
        JsonWriter json{line};
        json.begin_object().member("service", route.service->name).member("name", route.operation);
        json.key("http").begin_object().member("method", route.binding->method);
        json.member("path", route.binding->pattern).end_object().end_object();
        fmt::print("{}\n", line);
    }
    return {};
}

}  // namespace licet::cli
