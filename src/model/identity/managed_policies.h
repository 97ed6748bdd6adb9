// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/identity/errors.h"
#include "model/state.h"
#include "model/tags.h"

#include <cstddef>
#include <string>
#include <vector>

/// Customer managed policies. Commands act on the caller's own account; policies of AWS can be read
/// and attached only.
namespace licet::model {

/// Source: IAM quotas.
inline constexpr std::size_t kManagedPoliciesMax = 1'500;          ///< of one account
inline constexpr std::size_t kManagedPolicyCharactersMax = 6'144;  ///< blanks not counted
inline constexpr std::size_t kManagedPolicyVersionsMax = 5;
inline constexpr std::size_t kManagedPolicyNameCharactersMax = 128;

struct CreateManagedPolicy {
    std::string name;
    std::string path = "/";
    std::string document;
    std::string description;
    std::vector<Tag> tags;
};

struct DeleteManagedPolicy {
    std::string arn;
};

struct CreateManagedPolicyVersion {
    std::string arn;
    std::string document;
    bool set_as_default = false;
};

struct DeleteManagedPolicyVersion {
    std::string arn;
    PolicyVersionId version;
};

struct SetDefaultManagedPolicyVersion {
    std::string arn;
    PolicyVersionId version;
};

struct TagManagedPolicy {
    std::string arn;
    std::vector<Tag> tags;
};

struct UntagManagedPolicy {
    std::string arn;
    std::vector<std::string> keys;
};

/// A policy that the account may read: its own, or one of AWS.
/// @return NoSuchEntity, for policies of other accounts too.
Result<const ManagedPolicy*> require_managed_policy(const Identities& state, AccountId account,
                                                    const std::string& arn);

/// The same, when it has the version. @return NoSuchEntity.
Result<const ManagedPolicy*> require_managed_policy_version(const Identities& state,
                                                            AccountId account,
                                                            const std::string& arn,
                                                            PolicyVersionId version);

/// O(policies of the account).
/// @return EntityAlreadyExists, for a name that differs only in case too; MalformedPolicyDocument;
///         LimitExceeded for the length, the policies and the tags; ValidationError, InvalidInput
///         for the other texts.
Result<Events> create_managed_policy(const State& state, const CreateManagedPolicy& command,
                                     const Context& context);

/// @return NoSuchEntity; AccessDenied for a policy of AWS; DeleteConflict while it is attached, is
///         a boundary, or has versions besides the default one.
Result<Events> delete_managed_policy(const State& state, const DeleteManagedPolicy& command,
                                     const Context& context);

/// @return NoSuchEntity, AccessDenied; MalformedPolicyDocument; LimitExceeded for the length and
///         past kManagedPolicyVersionsMax.
Result<Events> create_managed_policy_version(const State& state,
                                             const CreateManagedPolicyVersion& command,
                                             const Context& context);

/// @return NoSuchEntity, AccessDenied; DeleteConflict for the default version.
Result<Events> delete_managed_policy_version(const State& state,
                                             const DeleteManagedPolicyVersion& command,
                                             const Context& context);

/// Nothing happens when the version is the default already. @return NoSuchEntity, AccessDenied.
Result<Events> set_default_managed_policy_version(const State& state,
                                                  const SetDefaultManagedPolicyVersion& command,
                                                  const Context& context);

/// @return NoSuchEntity, AccessDenied; InvalidInput, ValidationError, LimitExceeded for the tags.
Result<Events> tag_managed_policy(const State& state, const TagManagedPolicy& command,
                                  const Context& context);
Result<Events> untag_managed_policy(const State& state, const UntagManagedPolicy& command,
                                    const Context& context);

}  // namespace licet::model
