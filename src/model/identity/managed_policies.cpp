// SPDX-License-Identifier: Apache-2.0
#include "model/identity/managed_policies.h"

#include "model/identity/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace licet::model {
namespace {

constexpr std::size_t kUniqueIdCharacters = 17;

Error no_such_policy(const std::string& arn) {
    return {ErrorKind::not_found, "Policy " + arn + " was not found.", "NoSuchEntity"};
}

Error no_such_version(const std::string& arn, PolicyVersionId version) {
    return {ErrorKind::not_found,
            fmt::format("Policy {} version {} was not found.", arn, version.text()),
            "NoSuchEntity"};
}

Error refuse_deletion(std::string message) {
    return {ErrorKind::conflict, std::move(message), "DeleteConflict"};
}

/// `/`, or segments of letters, digits and `.,+@=_-`.
bool has_policy_path_form(std::string_view path) {
    return path.starts_with('/') && path.ends_with('/') &&
           path.find("//") == std::string_view::npos &&
           std::all_of(path.begin(), path.end(), [](char c) {
               return c == '/' || has_name_characters(std::string_view{&c, 1});
           });
}

Result<void> check_texts(const CreateManagedPolicy& command) {
    LICET_TRY_VOID(
        check_identity_name("policy name", command.name, kManagedPolicyNameCharactersMax));
    if (command.path.size() > kPathCharactersMax || !has_policy_path_form(command.path)) {
        return Error{ErrorKind::invalid,
                     fmt::format("a path must begin and end with a slash and have at most {} "
                                 "letters, digits or .,+@=_-",
                                 kPathCharactersMax),
                     "ValidationError"};
    }
    if (command.description.size() > kDescriptionCharactersMax) {
        return Error{
            ErrorKind::invalid,
            fmt::format("a description must have at most {} characters", kDescriptionCharactersMax),
            "ValidationError"};
    }
    return {};
}

Result<ManagedPolicyVersion> new_version(const std::string& text, Time now) {
    if (policy::character_count(text) > kManagedPolicyCharactersMax) {
        return quota_exceeded("PolicySize", kManagedPolicyCharactersMax);
    }
    LICET_TRY_VOID(policy::check_bytes(text, kManagedPolicyCharactersMax));
    LICET_TRY(auto document, policy::compile(text, policy::Grammar::identity));
    return ManagedPolicyVersion{text, now, std::move(document)};
}

Result<void> require_free_name(const Identities& all, AccountId account, const std::string& name) {
    std::size_t count = 0;
    for (auto policy = all.managed_policies.lower_bound({account, ""});
         policy != all.managed_policies.end() && policy->first.account == account; ++policy) {
        if (is_same_name(policy->first.name, name)) {
            return Error{ErrorKind::conflict,
                         fmt::format("A policy called {} already exists. Duplicate names are not "
                                     "allowed.",
                                     name),
                         "EntityAlreadyExists"};
        }
        ++count;
    }
    if (count >= kManagedPoliciesMax) {
        return quota_exceeded("PoliciesPerAccount", kManagedPoliciesMax);
    }
    return {};
}

/// A policy that the caller's account may change, and what it is called.
struct Own {
    OwnedName name;
    const ManagedPolicy* policy;
};

Result<Own> require_own(const State& state, const std::string& arn, const Context& context) {
    LICET_TRY(const auto* policy,
              require_managed_policy(state.identity, context.actor.account, arn));
    auto name = managed_policy_name(arn);
    if (!name) {
        return Error{ErrorKind::denied,
                     fmt::format("Policy {} belongs to AWS and cannot be changed; copy it into a "
                                 "policy of your own",
                                 arn),
                     "AccessDenied"};
    }
    return Own{*std::move(name), policy};
}

Result<Own> require_version(const State& state, const std::string& arn, PolicyVersionId version,
                            const Context& context) {
    LICET_TRY_VOID(
        require_managed_policy_version(state.identity, context.actor.account, arn, version));
    return require_own(state, arn, context);
}

}  // namespace

Result<const ManagedPolicy*> require_managed_policy(const Identities& state, AccountId account,
                                                    const std::string& arn) {
    const auto owner = managed_policy_name(arn);
    const auto* policy =
        owner && owner->account != account ? nullptr : find_managed_policy(state, arn);
    if (policy == nullptr) {
        return no_such_policy(arn);
    }
    return policy;
}

Result<const ManagedPolicy*> require_managed_policy_version(const Identities& state,
                                                            AccountId account,
                                                            const std::string& arn,
                                                            PolicyVersionId version) {
    LICET_TRY(const auto* policy, require_managed_policy(state, account, arn));
    if (!policy->versions.contains(version)) {
        return no_such_version(arn, version);
    }
    return policy;
}

Result<Events> create_managed_policy(const State& state, const CreateManagedPolicy& command,
                                     const Context& context) {
    LICET_TRY_VOID(check_texts(command));
    ManagedPolicy policy;
    LICET_TRY(policy.tags, new_identity_tags(command.tags));
    policy.default_version = {1};
    policy.next_version = {2};
    LICET_TRY(policy.versions[policy.default_version], new_version(command.document, context.now));
    const AccountId account = context.actor.account;
    LICET_TRY_VOID(require_free_name(state.identity, account, command.name));
    policy.id = "ANPA" + context.random.text(kBase32Digits, kUniqueIdCharacters);
    policy.path = command.path;
    policy.description = command.description;
    policy.created_at = context.now;
    policy.updated_at = context.now;
    return Events{ManagedPolicyCreated{{account, command.name}, std::move(policy)}};
}

Result<Events> delete_managed_policy(const State& state, const DeleteManagedPolicy& command,
                                     const Context& context) {
    LICET_TRY(auto own, require_own(state, command.arn, context));
    const auto use = use_of_policy(state.identity, own.name.account, command.arn);
    if (use.attachments > 0 || use.boundaries > 0) {
        return refuse_deletion("Cannot delete a policy attached to entities.");
    }
    if (own.policy->versions.size() > 1) {
        return refuse_deletion(
            "This policy has more than one version. Before you delete a policy, you must delete "
            "the policy's versions. The default version is deleted with the policy.");
    }
    return Events{ManagedPolicyDeleted{std::move(own.name)}};
}

Result<Events> create_managed_policy_version(const State& state,
                                             const CreateManagedPolicyVersion& command,
                                             const Context& context) {
    LICET_TRY(auto own, require_own(state, command.arn, context));
    LICET_TRY(auto version, new_version(command.document, context.now));
    if (own.policy->versions.size() >= kManagedPolicyVersionsMax) {
        return Error{ErrorKind::exhausted,
                     fmt::format("A managed policy can have up to {} versions. Before you create a "
                                 "new version, you must delete an existing version.",
                                 kManagedPolicyVersionsMax),
                     "LimitExceeded"};
    }
    return Events{ManagedPolicyVersionAdded{std::move(own.name), own.policy->next_version,
                                            std::move(version), command.set_as_default}};
}

Result<Events> delete_managed_policy_version(const State& state,
                                             const DeleteManagedPolicyVersion& command,
                                             const Context& context) {
    LICET_TRY(auto own, require_version(state, command.arn, command.version, context));
    if (own.policy->default_version == command.version) {
        return refuse_deletion("Cannot delete the default version of a policy.");
    }
    return Events{ManagedPolicyVersionDeleted{std::move(own.name), command.version}};
}

Result<Events> set_default_managed_policy_version(const State& state,
                                                  const SetDefaultManagedPolicyVersion& command,
                                                  const Context& context) {
    LICET_TRY(auto own, require_version(state, command.arn, command.version, context));
    if (own.policy->default_version == command.version) {
        return Events{};
    }
    return Events{ManagedPolicyDefaultChanged{std::move(own.name), command.version}};
}

Result<Events> tag_managed_policy(const State& state, const TagManagedPolicy& command,
                                  const Context& context) {
    LICET_TRY(auto own, require_own(state, command.arn, context));
    LICET_TRY(auto tags, with_identity_tags(own.policy->tags, command.tags));
    if (tags == own.policy->tags) {
        return Events{};
    }
    return Events{ManagedPolicyTagged{std::move(own.name), std::move(tags)}};
}

Result<Events> untag_managed_policy(const State& state, const UntagManagedPolicy& command,
                                    const Context& context) {
    LICET_TRY(auto own, require_own(state, command.arn, context));
    LICET_TRY(auto tags, without_identity_tags(own.policy->tags, command.keys));
    if (tags == own.policy->tags) {
        return Events{};
    }
    return Events{ManagedPolicyTagged{std::move(own.name), std::move(tags)}};
}

}  // namespace licet::model
