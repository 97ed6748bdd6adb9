// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/context.h"
#include "model/identity/owned_name.h"
#include "policy/document.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace licet::model {

struct Identities;

/// Names one version of a managed policy: `v1`, `v2`, …
struct PolicyVersionId {
    std::uint32_t number = 0;

    /// @return `invalid` unless `text` is `v` and a number from 1, without zeros before it.
    static Result<PolicyVersionId> parse(std::string_view text);
    std::string text() const;
    auto operator<=>(const PolicyVersionId&) const = default;
};

/// One text of a managed policy.
struct ManagedPolicyVersion {
    std::string text;  ///< as given, understood when it was written
    Time created_at;
    policy::DocumentPtr document = {};  ///< derived from the text; not stored
};
BOOST_DESCRIBE_STRUCT(ManagedPolicyVersion, (), (text, created_at))

/// A policy that users, groups and roles are attached to, or have as their boundary.
///
/// Invariant: versions holds default_version; every number in it is below next_version.
struct ManagedPolicy {
    std::string id;    ///< `ANPA…`
    std::string path;  ///< `/` or `/a/b/`
    std::string description;
    PolicyVersionId default_version;
    std::map<PolicyVersionId, ManagedPolicyVersion> versions;
    PolicyVersionId next_version;  ///< numbers are never given twice
    Time created_at;
    Time updated_at;  ///< when the last version was made
    Tags tags;
};
BOOST_DESCRIBE_STRUCT(ManagedPolicy, (),
                      (id, path, description, default_version, versions, next_version, created_at,
                       updated_at, tags))

/// Customer managed policies by account and name.
using ManagedPolicies = std::map<OwnedName, ManagedPolicy>;

/// The policy with this ARN, a customer's or one of AWS (aws_managed.h); null when there is none.
/// Source: IAM User Guide, "Managed policies and inline policies".
const ManagedPolicy* find_managed_policy(const Identities& state, std::string_view arn);

/// Whose customer managed policy an ARN names: the account and the name, whatever the path.
/// @return nothing for an ARN of another form, those of AWS managed policies among them.
std::optional<OwnedName> managed_policy_name(std::string_view arn);

/// What is in force: the default version.
const ManagedPolicyVersion& default_version(const ManagedPolicy& policy);

/// `arn:aws:iam::<account>:policy/<path><name>`
std::string managed_policy_arn(AccountId account, std::string_view path, std::string_view name);

}  // namespace licet::model
