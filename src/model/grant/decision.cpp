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

Events descendants_ended(const State& state, const GrantId& id, const std::string& reason) {
    Events events;
    const Grant& grant = state.grant.grants.at(id);
    const auto found = state.grant.by_license.find(grant.license);
    if (!grant.operations.has(AllowedOperation::CreateGrant) ||
        find_license(state.license, grant.license)->issuer == kMarketplaceAccount ||
        found == state.grant.by_license.end()) {
        return events;
    }
    for (const GrantId& other : found->second.ids) {
        const Grant* step = &state.grant.grants.at(other);
        while (step->source && *step->source != id) {
            step = &state.grant.grants.at(*step->source);
        }
        if (step->source && !is_terminal(state.grant.grants.at(other).status)) {
            events.emplace_back(ended(state, other, reason));
        }
    }
    return events;
}

}  // namespace licet::model
