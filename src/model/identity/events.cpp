// SPDX-License-Identifier: Apache-2.0
#include "model/identity/events.h"

#include "model/state.h"

namespace licet::model {

void apply(State& state, const UserCreated& event) {
    state.identity.users[event.user] = event.details;
}

void apply(State& state, const RoleCreated& event) {
    state.identity.roles[event.role] = event.details;
    state.identity.role_by_id[event.details.id] = event.role;
}

void apply(State& state, const AccessKeyCreated& event) {
    state.identity.access_keys[event.id] = event.details;
}

}  // namespace licet::model
