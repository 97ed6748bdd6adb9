// SPDX-License-Identifier: Apache-2.0
#include "model/identity/identity_policies.h"

#include "model/identity/errors.h"
#include "model/identity/identity_view.h"
#include "model/identity/names.h"
#include "model/identity/service_linked_roles.h"

#include <fmt/format.h>

#include <utility>

namespace licet::model {
namespace {

std::size_t characters_max(IdentityKind kind) {
    switch (kind) {
        case IdentityKind::user:
            return kUserPolicyCharactersMax;
        case IdentityKind::group:
            return kGroupPolicyCharactersMax;
        case IdentityKind::role:
            break;
    }
    return kRolePolicyCharactersMax;
}

std::string_view attachment_quota(IdentityKind kind) {
    switch (kind) {
        case IdentityKind::user:
            return "PoliciesPerUser";
        case IdentityKind::group:
            return "PoliciesPerGroup";
        case IdentityKind::role:
            break;
    }
    return "PoliciesPerRole";
}

Error no_such_policy(const IdentityName& identity, std::string_view policy) {
    return no_such_name(fmt::format("{} policy", text_of(identity.kind)), policy);
}

Result<void> require_room(const IdentityView& view, const PutInlinePolicy& command) {
    std::size_t characters = policy::character_count(command.text);
    for (const auto& [name, policy] : *view.policies) {
        characters += name == command.policy ? 0 : policy::character_count(policy.text);
    }
    const std::size_t limit = characters_max(command.identity.kind);
    if (characters > limit) {
        return Error{ErrorKind::exhausted,
                     fmt::format("Maximum policy size of {} bytes exceeded for {} {}", limit,
                                 text_of(command.identity.kind), command.identity.name.name),
                     "LimitExceeded"};
    }
    return {};
}

Error not_attachable(std::string_view arn) {
    return {ErrorKind::not_found,
            fmt::format("Policy {} does not exist or is not attachable.", arn), "NoSuchEntity"};
}

bool is_for_services(const ManagedPolicy& policy, std::string_view arn) {
    return !managed_policy_name(arn) && policy.path.starts_with(kServiceLinkedPath);
}

bool has_policy_arn_form(std::string_view arn) {
    return arn.starts_with("arn:aws:iam::aws:policy/") || managed_policy_name(arn);
}

Result<IdentityView> require_taggable(const State& state, const IdentityName& identity) {
    LICET_TRY(auto view, require_identity(state, identity));
    if (view.is_service_linked) {
        return invalid_identity_input(fmt::format(
            "The role {} is a service-linked role: it has no tags.", identity.name.name));
    }
    return view;
}

}  // namespace

Result<Events> put_inline_policy(const State& state, const PutInlinePolicy& command) {
    LICET_TRY(const auto view, require_own_identity(state, command.identity));
    LICET_TRY_VOID(require_room(view, command));
    LICET_TRY_VOID(policy::check_bytes(command.text, characters_max(command.identity.kind)));
    LICET_TRY_VOID(policy::compile(command.text, policy::Grammar::identity));
    const auto present = view.policies->find(command.policy);
    if (present != view.policies->end() && present->second.text == command.text) {
        return Events{};
    }
    return Events{InlinePolicyPut{command.identity, command.policy, command.text}};
}

Result<Events> delete_inline_policy(const State& state, const DeleteInlinePolicy& command) {
    LICET_TRY_VOID(require_own_identity(state, command.identity));
    LICET_TRY_VOID(require_inline_policy(state, command.identity, command.policy));
    return Events{InlinePolicyDeleted{command.identity, command.policy}};
}

Result<const PolicyText*> require_inline_policy(const State& state, const IdentityName& identity,
                                                const std::string& policy) {
    LICET_TRY(const auto view, require_identity(state, identity));
    const auto found = view.policies->find(policy);
    if (found == view.policies->end()) {
        return no_such_policy(identity, policy);
    }
    return &found->second;
}

Result<Events> attach_policy(const State& state, const AttachPolicy& command) {
    LICET_TRY(const auto view, require_own_identity(state, command.identity));
    LICET_TRY_VOID(
        require_attachable(state.identity, command.identity.name.account, command.policy));
    if (view.attached->count(command.policy) != 0) {
        return Events{};
    }
    if (view.attached->size() >= kAttachedPoliciesMax) {
        return quota_exceeded(attachment_quota(command.identity.kind), kAttachedPoliciesMax);
    }
    return Events{PolicyAttached{command.identity, command.policy}};
}

Result<Events> detach_policy(const State& state, const DetachPolicy& command) {
    LICET_TRY(const auto view, require_own_identity(state, command.identity));
    if (view.attached->count(command.policy) == 0) {
        return Error{ErrorKind::not_found, fmt::format("Policy {} was not found.", command.policy),
                     "NoSuchEntity"};
    }
    return Events{PolicyDetached{command.identity, command.policy}};
}

Result<const ManagedPolicy*> require_attachable(const Identities& state, AccountId account,
                                                std::string_view arn) {
    if (!has_policy_arn_form(arn)) {
        return invalid_identity_input(fmt::format("ARN {} is not valid.", arn));
    }
    const auto name = managed_policy_name(arn);
    const ManagedPolicy* policy = find_managed_policy(state, arn);
    if (policy == nullptr || (name && name->account != account)) {
        return not_attachable(arn);
    }
    if (is_for_services(*policy, arn)) {
        return Error{ErrorKind::invalid, "Cannot attach a Service Role Policy to a Customer Role.",
                     "PolicyNotAttachable"};
    }
    return policy;
}

Result<void> require_new_boundary(const Identities& state, AccountId account,
                                  const std::string& arn) {
    const ManagedPolicy* policy = find_managed_policy(state, arn);
    if (policy != nullptr && is_for_services(*policy, arn)) {
        return not_attachable(arn);
    }
    if (!arn.empty()) {
        LICET_TRY_VOID(require_attachable(state, account, arn));
    }
    return {};
}

Result<Events> tag_identity(const State& state, const TagIdentity& command) {
    LICET_TRY(const auto view, require_taggable(state, command.identity));
    LICET_TRY(auto tags, with_identity_tags(*view.tags, command.tags));
    if (tags == *view.tags) {
        return Events{};
    }
    return Events{IdentityTagged{command.identity, std::move(tags)}};
}

Result<Events> untag_identity(const State& state, const UntagIdentity& command) {
    LICET_TRY(const auto view, require_taggable(state, command.identity));
    LICET_TRY(auto tags, without_identity_tags(*view.tags, command.keys));
    if (tags == *view.tags) {
        return Events{};
    }
    return Events{IdentityTagged{command.identity, std::move(tags)}};
}

Result<void> require_no_policies(const InlinePolicies& policies,
                                 const std::set<std::string>& attached) {
    if (!policies.empty()) {
        return delete_conflict("delete policies");
    }
    if (!attached.empty()) {
        return delete_conflict("detach all policies");
    }
    return {};
}

}  // namespace licet::model
