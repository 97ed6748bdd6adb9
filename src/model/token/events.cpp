// SPDX-License-Identifier: Apache-2.0
#include "model/token/events.h"

#include "model/state.h"

namespace licet::model {

void apply(State& state, const IssuerKeyCreated& event) {
    IssuerKeys& all = state.token.issuer_keys;
    all.by_account[event.details.account].insert(event.id);
    all.keys.insert_or_assign(event.id, event.details);
}

void apply(State& state, const TokenCreated& event) {
    Tokens& all = state.token;
    if (all.tokens.emplace(event.id, event.details).second) {
        all.by_owner[event.details.owner].insert(event.id);
        ++all.available[event.details.owner];
    }
}

void apply(State& state, const TokenDeleted& event) {
    Tokens& all = state.token;
    const auto found = all.tokens.find(event.id);
    if (found == all.tokens.end() || found->second.status == TokenStatus::DELETED) {
        return;
    }
    found->second.status = TokenStatus::DELETED;
    const auto count = all.available.find(found->second.owner);
    if (count != all.available.end() && --count->second == 0) {
        all.available.erase(count);
    }
}

}  // namespace licet::model
