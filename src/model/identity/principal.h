// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/time.h"

#include <optional>
#include <string>

namespace licet::model {

enum class PrincipalKind {
    root,          ///< the account itself
    user,          ///< an IAM user with a long-term key
    assumed_role,  ///< a session of a role
    service,       ///< a service-linked role acting for licet's own background work
    web_identity,  ///< the bearer of an identity provider's token; signs nothing
};

/// Who calls. Immutable; what authentication proves and what every record names.
struct Principal {
    PrincipalKind kind = PrincipalKind::user;
    AccountId account;

    /// `arn:aws:iam::<account>:user/<path><name>`,
    /// `arn:aws:sts::<account>:assumed-role/<role>/<session>`, …
    std::string arn;

    /// `AIDA…` for a user, `AROA…:<session>` for a session, the account id for root.
    std::string id;

    /// User name, or `<role>/<session>`; what CloudTrail shows as Username.
    std::string name;

    /// The key the request was signed with, or the id of the API key; empty for a service.
    std::string access_key_id;

    /// For a session: the role's unique id (`AROA…`) and when it ends.
    std::string role_id;
    std::optional<Time> session_expires_at;

    /// For temporary credentials: when they were issued, and what AssumeRole was told of who is
    /// behind them; it stays when a session assumes a further role. Empty: nothing.
    std::optional<Time> session_issued_at = {};
    std::string source_identity = {};

    /// A role's session that was given for a license token: a customer whom the role's account may
    /// not know. It may call little.
    bool token_bearer = false;

    /// A user who showed a Bedrock API key instead of a signature: may call Bedrock only.
    bool api_key = false;

    bool operator==(const Principal&) const = default;
};

}  // namespace licet::model
