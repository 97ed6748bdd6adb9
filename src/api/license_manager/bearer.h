// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/services.h"
#include "model/token/prove_token.h"

namespace licet::api {

/// The bearer of a proven token, as the audit trail of `account` names it. Source: CloudTrail User
/// Guide, userIdentity element (WebIdentityUser).
inline model::Principal bearer_of(const model::ProvenToken& proven, AccountId account) {
    return {
        .kind = model::PrincipalKind::web_identity,
        .account = account,
        .arn = {},
        .id = "openid-license-manager.amazonaws.com:" + proven.claims.aud + ":" + proven.claims.sub,
        .name = proven.claims.sub,
        .access_key_id = {},
        .role_id = {},
        .session_expires_at = {}};
}

}  // namespace licet::api
