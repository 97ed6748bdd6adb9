// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/result.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The policy that says who may assume a role. A policy that is not fully understood is refused
/// when it is written. Source: IAM User Guide, "Policy grammar" and "Principal".
namespace licet::model {

/// The identity provider of License Manager's tokens. Source: rule CO-10.
inline constexpr std::string_view kLicenseManagerProvider = "openid-license-manager.amazonaws.com";

/// Characters of a trust policy, blanks not counted. Source: IAM quotas.
inline constexpr std::size_t kTrustPolicyCharactersMax = 2'048;

enum class Effect { allow, deny };

enum class TrusteeKind {
    anyone,      ///< `*`
    account,     ///< everybody in the account
    user,        ///< one user
    role,        ///< every session of one role
    session,     ///< one session of one role
    service,     ///< an AWS service; none calls AssumeRole here
    federation,  ///< an identity provider, by AssumeRoleWithWebIdentity
};

/// One principal of a statement.
struct Trustee {
    TrusteeKind kind = TrusteeKind::anyone;
    AccountId account;  ///< account, user, role, session
    std::string text;   ///< the ARN of a user, role or session; the service or provider

    bool operator==(const Trustee&) const = default;
};

/// A property of the call that a condition may ask about.
enum class TrustKey {
    external_id,      ///< sts:ExternalId, as the caller of AssumeRole sent it
    source_identity,  ///< sts:SourceIdentity likewise
    audience,         ///< of a web identity token: `aud`
    methods,          ///< `amr`, a list
    subject,          ///< `sub`
};

/// What is asked of one property of the call.
struct TrustCondition {
    enum class Operator { equals, like };
    Operator compare = Operator::equals;
    TrustKey key = TrustKey::external_id;
    std::vector<std::string> values;  ///< one of them must match

    bool operator==(const TrustCondition&) const = default;
};

struct TrustStatement {
    Effect effect = Effect::allow;
    std::vector<Trustee> trustees;
    bool assume_role = false;                ///< whether sts:AssumeRole is among the actions
    bool set_source_identity = false;        ///< whether sts:SetSourceIdentity is
    bool web_identity = false;               ///< whether sts:AssumeRoleWithWebIdentity is
    std::vector<TrustCondition> conditions;  ///< all must hold

    bool operator==(const TrustStatement&) const = default;
};

struct TrustPolicy {
    std::vector<TrustStatement> statements;

    bool operator==(const TrustPolicy&) const = default;
};

/// @return `invalid` (MalformedPolicyDocument) with the path of the first fault
///         (`$.Statement[0].Action: …`); `exhausted` (LimitExceeded) when it is too long.
Result<TrustPolicy> parse_trust_policy(std::string_view json);

/// The one principal that a text under `AWS` stands for: `*`, 12 digits, or the ARN of an account's
/// root, a user, a role or a role's session.
/// @return `invalid` for anything else.
Result<Trustee> parse_aws_trustee(std::string_view text);

/// Whether one of the property's values meets the condition. None does where the call has no such
/// property.
bool holds(const TrustCondition& condition, std::span<const std::string> actual);

}  // namespace licet::model
