// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/services.h"
#include "model/token/prove_token.h"

namespace licet::api {

/// The bearer of a proven token, as audit trails name it: that of the account where it is used and
/// that of the account that gave it out. Source: CloudTrail User Guide, userIdentity element
/// (WebIdentityUser).
inline Bearer bearer_of(const model::ProvenToken& proven, AccountId user) {
    Bearer bearer;
    bearer.principal = {
        .kind = model::PrincipalKind::web_identity,
        .account = {},
        .arn = {},
        .id = "openid-license-manager.amazonaws.com:" + proven.claims.aud + ":" + proven.claims.sub,
        .name = proven.claims.sub,
        .access_key_id = {},
        .role_id = {},
        .session_expires_at = {}};
    bearer.accounts = {proven.token->owner};
    if (user != proven.token->owner) {
        bearer.accounts.push_back(user);
    }
    bearer.resources = {{"AWS::LicenseManager::Token", proven.claims.sub},
                        {"AWS::LicenseManager::License", proven.claims.aud}};
    return bearer;
}

}  // namespace licet::api
