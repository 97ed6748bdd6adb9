// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"

namespace licet::model {

struct CreateOrganization {
    FeatureSet features = FeatureSet::ALL;
};

/// Makes the caller's account the management account of a new organization. The organization's id
/// is in its OrganizationCreated, the first event.
/// @return AlreadyInOrganizationException; AccessDeniedException for an account unknown to licet.
Result<Events> create_organization(const State& state, const CreateOrganization& command,
                                   const Context& context);

}  // namespace licet::model
