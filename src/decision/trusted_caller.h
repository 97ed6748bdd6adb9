// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/authorize.h"
#include "model/identity/role_trust.h"

namespace licet::decision {

/// What the trust policy of a role in the caller's own account makes up for. One that names the
/// account leaves it to the account's policies.
inline ByResource by_trust(const model::TrustOutcome& outcome) {
    switch (outcome.verdict) {
        case model::TrustOutcome::Verdict::by_role:
            return ByResource::identity_policy;
        case model::TrustOutcome::Verdict::by_name:
            return ByResource::everything;
        case model::TrustOutcome::Verdict::none:
        case model::TrustOutcome::Verdict::denied:
        case model::TrustOutcome::Verdict::by_account:
            break;
    }
    return ByResource::nothing;
}

}  // namespace licet::decision
