// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"
#include "model/tags.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What users, groups and roles may do: their inline policies, the managed policies attached to
/// them; and their tags.
namespace licet::model {

// Characters of all inline policies of one identity, blanks not counted. Source: IAM quotas.
inline constexpr std::size_t kUserPolicyCharactersMax = 2'048;
inline constexpr std::size_t kGroupPolicyCharactersMax = 5'120;
inline constexpr std::size_t kRolePolicyCharactersMax = 10'240;

/// Managed policies attached to one user, group or role. Source: IAM quotas.
inline constexpr std::size_t kAttachedPoliciesMax = 10;

struct PutInlinePolicy {
    IdentityName identity;
    std::string policy;  ///< name
    std::string text;
};

struct DeleteInlinePolicy {
    IdentityName identity;
    std::string policy;  ///< name
};

struct AttachPolicy {
    IdentityName identity;
    std::string policy;  ///< ARN
};

struct DetachPolicy {
    IdentityName identity;
    std::string policy;  ///< ARN
};

struct TagIdentity {
    IdentityName identity;  ///< a user or role
    std::vector<Tag> tags;
};

struct UntagIdentity {
    IdentityName identity;  ///< a user or role
    std::vector<std::string> keys;
};

/// @return NoSuchEntity; UnmodifiableEntity; MalformedPolicyDocument; LimitExceeded.
Result<Events> put_inline_policy(const State& state, const PutInlinePolicy& command);

/// @return NoSuchEntity; UnmodifiableEntity.
Result<Events> delete_inline_policy(const State& state, const DeleteInlinePolicy& command);

/// @return NoSuchEntity.
Result<const PolicyText*> require_inline_policy(const State& state, const IdentityName& identity,
                                                const std::string& policy);

/// Nothing happens when it is attached already.
/// @return NoSuchEntity; UnmodifiableEntity; LimitExceeded; and as require_attachable().
Result<Events> attach_policy(const State& state, const AttachPolicy& command);

/// @return NoSuchEntity; UnmodifiableEntity.
Result<Events> detach_policy(const State& state, const DetachPolicy& command);

/// Whether identities of the account can have the managed policy.
/// @return InvalidInput for what is no ARN of a policy; NoSuchEntity, for a policy of another
///         account too; PolicyNotAttachable for one that is for service-linked roles.
Result<const ManagedPolicy*> require_attachable(const Identities& state, AccountId account,
                                                std::string_view arn);

/// Whether something new can have the boundary.
/// @param arn empty: it gets none
/// @return NoSuchEntity, InvalidInput.
Result<void> require_new_boundary(const Identities& state, AccountId account,
                                  const std::string& arn);

/// @return NoSuchEntity; InvalidInput for a service-linked role; and as with_identity_tags().
Result<Events> tag_identity(const State& state, const TagIdentity& command);
Result<Events> untag_identity(const State& state, const UntagIdentity& command);

/// What must be gone before a user, group or role can be deleted.
/// @return DeleteConflict.
Result<void> require_no_policies(const InlinePolicies& policies,
                                 const std::set<std::string>& attached);

}  // namespace licet::model
