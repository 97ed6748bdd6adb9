// SPDX-License-Identifier: Apache-2.0
#include "model/organization/policies.h"

#include "model/organization/access.h"
#include "model/organization/errors.h"
#include "model/organization/policy_content.h"
#include "model/organization/tags.h"

#include <fmt/format.h>
#include <boost/describe/enum_to_string.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace licet::model {
namespace {

// The ARN's pattern wants lower-case letters and digits only, at least ten.
constexpr std::size_t kPolicyIdCharacters = 10;

constexpr std::array<PolicyView, 2> kManaged{
    PolicyView{.id = kFullAccessId,
               .type = PolicyType::SERVICE_CONTROL_POLICY,
               .name = "FullAWSAccess",
               .description = "Allows access to every operation",
               .content = R"({"Version":"2012-10-17","Statement":)"
                          R"([{"Effect":"Allow","Action":"*","Resource":"*"}]})",
               .aws_managed = true},
    PolicyView{.id = kResourceFullAccessId,
               .type = PolicyType::RESOURCE_CONTROL_POLICY,
               .name = "RCPFullAWSAccess",
               .description = "Allows access to every operation",
               .content = R"({"Version":"2012-10-17","Statement":)"
                          R"([{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]})",
               .aws_managed = true}};

const PolicyView* find_managed(std::string_view id) {
    const auto* found = std::find_if(kManaged.begin(), kManaged.end(),
                                     [id](const PolicyView& policy) { return policy.id == id; });
    return found == kManaged.end() ? nullptr : found;
}

Result<void> require_all_features(const Organization& organization) {
    if (organization.features != FeatureSet::ALL) {
        return Error{ErrorKind::conflict,
                     "an organization with consolidated billing has no policies; enable all "
                     "features first",
                     "PolicyTypeNotAvailableForOrganizationException"};
    }
    return {};
}

/// @param except a policy that may have the name: the one that is changed
Result<void> require_free_name(const Organizations& state, const OrganizationView& organization,
                               PolicyType type, std::string_view name, std::string_view except) {
    const auto ids = policies_of_type(state, organization, type);
    const bool taken = std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
        return id != except && find_policy(state, organization, id)->name == name;
    });
    if (taken) {
        return Error{
            ErrorKind::conflict,
            fmt::format("the organization already has a {} of this name", policy_type_name(type)),
            "DuplicatePolicyException"};
    }
    return {};
}

Result<void> require_room(const Organizations& state, const OrganizationView& organization,
                          PolicyType type) {
    const auto ids = policies_of_type(state, organization, type);
    const auto own = static_cast<std::size_t>(std::count_if(
        ids.begin(), ids.end(), [](const std::string& id) { return find_managed(id) == nullptr; }));
    const std::size_t max = limits_of(type).policies;
    if (own >= max) {
        return constraint_violation("POLICY_NUMBER_LIMIT_EXCEEDED",
                                    fmt::format("an organization has at most {} policies of type "
                                                "{}; delete some that are not in use",
                                                max, policy_type_name(type)));
    }
    return {};
}

std::string new_policy_id(const Organizations& state, Random& random) {
    std::string id;
    do {
        id = "p-" + random.text(kLowerAlphanumeric, kPolicyIdCharacters);
    } while (state.policies.count(id) != 0);
    return id;
}

/// A policy that the organization may change.
Result<const OrganizationPolicy*> require_own(const Organizations& state,
                                              const OrganizationView& organization,
                                              std::string_view id) {
    LICET_TRY(const PolicyView policy, require_policy(state, organization, id));
    if (policy.aws_managed) {
        return invalid_input("IMMUTABLE_POLICY",
                             fmt::format("AWS manages the policy `{}`: it cannot be changed", id));
    }
    return &state.policies.find(id)->second;
}

PolicyView view_of(std::string_view id, const OrganizationPolicy& policy) {
    return {.id = id,
            .type = policy.type,
            .name = policy.name,
            .description = policy.description,
            .content = policy.content,
            .aws_managed = false};
}

}  // namespace

Result<Events> create_organization_policy(const State& state,
                                          const CreateOrganizationPolicy& command,
                                          const Context& context) {
    const Organizations& all = state.organization;
    LICET_TRY(const auto organization, require_management(all, context.actor.account));
    LICET_TRY_VOID(require_all_features(organization.details));
    LICET_TRY_VOID(check_policy_content(command.type, command.content, context.actor.account));
    LICET_TRY_VOID(require_free_name(all, organization, command.type, command.name, {}));
    LICET_TRY_VOID(require_room(all, organization, command.type));
    LICET_TRY(Tags tags, new_tags(command.tags));
    OrganizationPolicyCreated created;
    created.id = new_policy_id(all, context.random);
    created.details.organization = organization.id;
    created.details.type = command.type;
    created.details.name = command.name;
    created.details.description = command.description;
    created.details.content = command.content;
    created.details.tags = std::move(tags);
    created.details.created_at = context.now;
    created.details.updated_at = context.now;
    return Events{std::move(created)};
}

Result<Events> update_organization_policy(const State& state,
                                          const UpdateOrganizationPolicy& command,
                                          const Context& context) {
    const Organizations& all = state.organization;
    LICET_TRY(const auto organization, require_management(all, context.actor.account));
    LICET_TRY(const auto* policy, require_own(all, organization, command.policy));
    OrganizationPolicyUpdated updated{.id = command.policy,
                                      .name = command.name,
                                      .description = command.description,
                                      .content = command.content,
                                      .updated_at = context.now};
    const auto drop_unchanged = [](std::optional<std::string>& wanted, const std::string& present) {
        if (wanted == present) {
            wanted.reset();
        }
    };
    drop_unchanged(updated.name, policy->name);
    drop_unchanged(updated.description, policy->description);
    drop_unchanged(updated.content, policy->content);
    if (updated.content) {
        LICET_TRY_VOID(check_policy_content(policy->type, *updated.content, context.actor.account));
    }
    if (updated.name) {
        LICET_TRY_VOID(
            require_free_name(all, organization, policy->type, *updated.name, command.policy));
    }
    if (!updated.name && !updated.description && !updated.content) {
        return Events{};
    }
    return Events{std::move(updated)};
}

Result<Events> delete_organization_policy(const State& state,
                                          const DeleteOrganizationPolicy& command,
                                          const Context& context) {
    const Organizations& all = state.organization;
    LICET_TRY(const auto organization, require_management(all, context.actor.account));
    LICET_TRY_VOID(require_own(all, organization, command.policy));
    if (all.targets_by_policy.count(command.policy) != 0) {
        return Error{ErrorKind::conflict,
                     fmt::format("policy `{}` is attached to roots, OUs or accounts; detach it "
                                 "from all of them first",
                                 command.policy),
                     "PolicyInUseException"};
    }
    return Events{OrganizationPolicyDeleted{command.policy}};
}

std::optional<PolicyView> find_policy(const Organizations& state,
                                      const OrganizationView& organization, std::string_view id) {
    if (const PolicyView* managed = find_managed(id)) {
        return *managed;
    }
    const auto found = state.policies.find(id);
    if (found == state.policies.end() || found->second.organization != organization.id) {
        return std::nullopt;
    }
    return view_of(found->first, found->second);
}

Result<PolicyView> require_policy(const Organizations& state, const OrganizationView& organization,
                                  std::string_view id) {
    const auto found = find_policy(state, organization, id);
    if (!found) {
        return Error{ErrorKind::not_found,
                     fmt::format("there is no policy `{}` in your organization", id),
                     "PolicyNotFoundException"};
    }
    return *found;
}

std::set<std::string> policies_of_type(const Organizations& state,
                                       const OrganizationView& organization, PolicyType type) {
    std::set<std::string> ids;
    for (const PolicyView& managed : kManaged) {
        if (managed.type == type) {
            ids.emplace(managed.id);
        }
    }
    const auto own = state.policies_by_organization.find(organization.id);
    if (own != state.policies_by_organization.end()) {
        for (const std::string& id : own->second) {
            if (state.policies.find(id)->second.type == type) {
                ids.insert(id);
            }
        }
    }
    return ids;
}

policy::DocumentPtr full_access_document() {
    static const policy::DocumentPtr document =
        policy::compile(kManaged[0].content, policy::Grammar::service_control).value();
    return document;
}

std::string_view policy_type_name(PolicyType type) {
    return boost::describe::enum_to_string(type, "");
}

std::string policy_arn(const OrganizationView& organization, const PolicyView& policy) {
    std::string type{policy_type_name(policy.type)};
    std::transform(type.begin(), type.end(), type.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return policy.aws_managed
               ? fmt::format("arn:aws:organizations::aws:policy/{}/{}", type, policy.id)
               : fmt::format("arn:aws:organizations::{}:policy/{}/{}/{}",
                             organization.details.management_account.text(), organization.id, type,
                             policy.id);
}

}  // namespace licet::model
