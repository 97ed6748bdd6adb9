// SPDX-License-Identifier: Apache-2.0
#include "model/first_use/events.h"

#include "model/state.h"

namespace licet::model {

void apply(State& state, const FirstUsePending& event) {
    state.first_use.pending[event.account].insert_or_assign(event.product, event.details);
}

void apply(State& state, const FirstUseEnded& event) {
    const auto of_account = state.first_use.pending.find(event.account);
    if (of_account == state.first_use.pending.end()) {
        return;
    }
    of_account->second.erase(event.product);
    if (of_account->second.empty()) {
        state.first_use.pending.erase(of_account);
    }
}

}  // namespace licet::model
