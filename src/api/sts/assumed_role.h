// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/services.h"
#include "api/sts/credentials.h"

#include <boost/describe.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

/// What the operations that give credentials of a role share. Source: the service model of STS
/// 2011-06-15.
namespace licet::api::sts {

struct PolicyDescriptor {
    std::optional<std::string> arn;
};
BOOST_DESCRIBE_STRUCT(PolicyDescriptor, (), (arn))

struct AssumedRoleUser {
    std::string AssumedRoleId;
    std::string Arn;
};
BOOST_DESCRIBE_STRUCT(AssumedRoleUser, (), (AssumedRoleId, Arn))

using DurationSeconds = std::optional<Integer<900, 43'200>>;

/// Refuses a member that would narrow or mark the session rather than ignoring it.
/// @return ValidationError when it was given.
Result<void> refuse_unsupported(bool given, std::string_view name);

struct NamedRole {
    AccountId account;
    std::string name;
    const model::Role* role = nullptr;
};

/// The role of that ARN in an account that is in use; null when there is none.
/// @return `invalid` for what is no role's ARN.
Result<NamedRole> find_role(const model::State& state, const std::string& arn);

/// How long a session of the role lasts; 1 hour where nothing is asked.
/// @return `invalid` beyond the role's longest.
Result<std::chrono::seconds> duration_of(const DurationSeconds& asked, const model::Role& role);

struct AssumedRole {
    Credentials credentials;
    AssumedRoleUser user;
};

/// What proved who assumes the role.
enum class Proof { signature, token };

struct SessionTerms {
    std::string name;
    std::chrono::seconds duration;
    Proof proof = Proof::signature;
    std::string source_identity = {};
};

/// Requires that the role is not null.
Result<AssumedRole> assume(Call& call, const NamedRole& named, SessionTerms terms);

}  // namespace licet::api::sts
