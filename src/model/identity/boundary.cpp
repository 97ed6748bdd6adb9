// SPDX-License-Identifier: Apache-2.0
#include "model/identity/boundary.h"

#include "model/identity/identity_policies.h"
#include "model/identity/identity_view.h"

namespace licet::model {

Result<Events> put_boundary(const State& state, const PutBoundary& command) {
    LICET_TRY(const auto identity, require_own_identity(state, command.identity));
    LICET_CHECK(identity.boundary != nullptr);
    LICET_TRY_VOID(
        require_attachable(state.identity, command.identity.name.account, command.policy));
    if (*identity.boundary == command.policy) {
        return Events{};
    }
    return Events{BoundaryChanged{command.identity, command.policy}};
}

Result<Events> delete_boundary(const State& state, const DeleteBoundary& command) {
    LICET_TRY(const auto identity, require_own_identity(state, command.identity));
    LICET_CHECK(identity.boundary != nullptr);
    if (identity.boundary->empty()) {
        return Events{};
    }
    return Events{BoundaryChanged{command.identity, ""}};
}

}  // namespace licet::model
