// SPDX-License-Identifier: Apache-2.0
#include "api/operation.h"

#include "api/operation_table.h"
#include "base/describe/json.h"
#include "base/json_writer.h"
#include "base/protection.h"

#include <algorithm>
#include <map>
#include <utility>

namespace licet::api {

std::span<const Operation* const> all_operations() {
    return {kOperations, kOperationCount};
}

const Operation* find_operation(const wire::Service& service, std::string_view name) {
    using Key = std::pair<std::string_view, std::string_view>;
    static const auto by_name = [] {
        std::map<Key, const Operation*> map;
        for (const auto* operation : all_operations()) {
            const auto [place, fresh] =
                map.emplace(Key{operation->row.service->name, operation->row.name}, operation);
            LICET_CHECK(fresh);
        }
        return map;
    }();
    const auto found = by_name.find({service.name, name});
    return found == by_name.end() ? nullptr : found->second;
}

std::string_view action_of(const Operation& operation) {
    static const auto actions = [] {
        std::map<const Operation*, std::string> map;
        for (const auto* each : all_operations()) {
            const auto& row = each->row;
            map.emplace(each, row.needs.action.empty() ? std::string{row.service->signing_name} +
                                                             ":" + std::string{row.name}
                                                       : std::string{row.needs.action});
        }
        return map;
    }();
    const auto found = actions.find(&operation);
    LICET_CHECK(found != actions.end());
    return found->second;
}

Result<void> check_bearer(const model::Principal& caller, const Operation* operation) {
    if (!caller.token_bearer || !LICET_PROTECTED(token_bearer) ||
        (operation != nullptr && operation->row.for_bearers)) {
        return {};
    }
    return Error{ErrorKind::denied,
                 "credentials that were given for a license token are good for the use of licenses "
                 "only"};
}

std::string recorded_parameters(const Operation& operation, const void* request) {
    const auto& secrets = operation.row.secrets;
    std::string json;
    JsonWriter writer{json};
    writer.begin_object();
    for (const auto& member : operation.request_type().members) {
        const void* place = member.of(request);
        if (member.type->kind == describe::Kind::optional && !member.type->has(place)) {
            continue;
        }
        writer.key(member.name);
        if (std::find(secrets.begin(), secrets.end(), member.name) != secrets.end()) {
            writer.string("HIDDEN_DUE_TO_SECURITY_REASONS");
        } else {
            std::string value;
            describe::write_json(*member.type, place, describe::kAwsFormat, value);
            writer.raw(value);
        }
    }
    writer.end_object();
    return json;
}

}  // namespace licet::api
