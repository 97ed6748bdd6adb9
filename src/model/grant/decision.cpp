// SPDX-License-Identifier: Apache-2.0
#include "model/grant/decision.h"

#include "model/grant/sub_grant.h"
#include "model/state.h"

namespace licet::model {

void remember(GrantDecision& decision, const std::optional<RequestKey>& request) {
    if (request) {
        decision.events.emplace_back(RequestRemembered{.key = request->key,
                                                       .input = request->input,
                                                       .resource = decision.id.id,
                                                       .version = decision.version});
    }
}

GrantChanged ended(const State& state, const GrantId& id, const std::string& reason) {
    const Grant& grant = state.grant.grants.at(id);
    GrantVersion now = version_of(state.grant, id, grant);
    now.status_version = ++now.version;
    now.status = GrantStatus::DELETED;
    now.status_reason = reason;
    return {id, std::move(now), GrantWork::none, grant.override_by_grantee};
}

std::vector<GrantId> descendants_of(const State& state, const GrantId& id) {
    std::vector<GrantId> found;
    const Id128& license = state.grant.grants.at(id.parent()).license;
    const auto grants = state.grant.by_license.find(license);
    if (!is_seller_issued(*find_license(state.license, license)) ||
        grants == state.grant.by_license.end()) {
        return found;
    }
    for (const GrantId& other : grants->second.ids) {
        const Grant& grant = state.grant.grants.at(other);
        auto source = grant.source;
        while (source && *source != id && source->parent() != id) {
            source = state.grant.grants.at(source->parent()).source;
        }
        if (source && !is_terminal(grant.status)) {
            found.push_back(other);
        }
    }
    return found;
}

Events descendants_ended(const State& state, const GrantId& id, const std::string& reason) {
    Events events;
    for (const GrantId& descendant : descendants_of(state, id)) {
        events.emplace_back(ended(state, descendant, reason));
    }
    return events;
}

}  // namespace licet::model
