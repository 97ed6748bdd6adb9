// SPDX-License-Identifier: Apache-2.0
#include "base/describe/binary.h"
#include "base/describe/describe.h"
#include "model/state.h"

namespace licet::model {

std::string save(const State& state) {
    std::string bytes;
    describe::write_binary(describe::type_of<State>(), &state, bytes);
    return bytes;
}

Result<State> restore(std::string_view bytes) {
    State state;
    LICET_TRY_VOID(describe::read_binary(describe::type_of<State>(), &state, bytes));
    if (!bytes.empty()) {
        return Error{ErrorKind::invalid, "the stored state is longer than it should be"};
    }
    state.organization.rebuild_indexes();
    state.identity.rebuild_indexes();
    state.guardrail.rebuild_indexes();
    state.marketplace.rebuild_indexes();
    state.license.rebuild_indexes();
    state.grant.rebuild_indexes();
    state.checkout.rebuild_indexes();
    state.token.rebuild_indexes();
    return state;
}

}  // namespace licet::model
