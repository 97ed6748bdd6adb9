// SPDX-License-Identifier: Apache-2.0
#include "model/organization/tags.h"

#include "model/organization/access.h"
#include "model/organization/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace licet::model {
namespace {

Error as_error(TagFault fault) {
    switch (fault.kind) {
        case TagFaultKind::too_short:
            return invalid_input("MIN_LENGTH_EXCEEDED", std::move(fault.message));
        case TagFaultKind::too_long:
            return invalid_input("MAX_LENGTH_EXCEEDED", std::move(fault.message));
        case TagFaultKind::bad_character:
            return invalid_input("INVALID_PATTERN", std::move(fault.message));
        case TagFaultKind::reserved:
            return invalid_input("INVALID_SYSTEM_TAGS_PARAMETER", std::move(fault.message));
        case TagFaultKind::duplicate:
            return invalid_input("DUPLICATE_TAG_KEY", std::move(fault.message));
        case TagFaultKind::too_many:
            break;
    }
    return constraint_violation("MAX_TAG_LIMIT_EXCEEDED", std::move(fault.message));
}

/// Works for the state as it is read and as it is changed.
template <typename State>
auto tags_of(State& state, std::string_view resource)
    -> decltype(&state.accounts.begin()->second.tags) {
    if (const auto account = AccountId::parse(resource); account.ok()) {
        const auto found = state.accounts.find(*account);
        return found == state.accounts.end() ? nullptr : &found->second.tags;
    }
    if (resource.starts_with("p-")) {
        const auto policy = state.policies.find(resource);
        return policy == state.policies.end() ? nullptr : &policy->second.tags;
    }
    const auto owner = state.organization_by_node.find(resource);
    if (owner == state.organization_by_node.end()) {
        return nullptr;
    }
    auto& organization = state.organizations.find(owner->second)->second;
    const auto unit = organization.units.find(resource);
    return unit == organization.units.end() ? &organization.root_tags : &unit->second.tags;
}

bool belongs_to(const Organizations& state, const OrganizationView& organization,
                std::string_view resource) {
    if (const auto account = AccountId::parse(resource); account.ok()) {
        return require_account(state, organization, *account).ok();
    }
    if (const auto policy = state.policies.find(resource); policy != state.policies.end()) {
        return policy->second.organization == organization.id;
    }
    return is_node_of(organization, resource);
}

}  // namespace

Tags* find_tags(Organizations& state, std::string_view resource) {
    return tags_of(state, resource);
}

Result<const Tags*> require_tags(const Organizations& state, const OrganizationView& organization,
                                 std::string_view resource) {
    if (!belongs_to(state, organization, resource)) {
        return Error{ErrorKind::not_found,
                     fmt::format("there is no root, OU, account or policy of your own `{}` in your "
                                 "organization",
                                 resource),
                     "TargetNotFoundException"};
    }
    return tags_of(state, resource);
}

Result<Tags> new_tags(const std::vector<Tag>& tags) {
    if (auto fault = find_tag_fault(tags, {})) {
        return as_error(std::move(*fault));
    }
    return to_tags(tags);
}

Result<Events> tag_organization_resource(const State& state, const TagOrganizationResource& command,
                                         const Context& context) {
    LICET_TRY(const auto organization,
              require_management(state.organization, context.actor.account));
    LICET_TRY(const Tags* present,
              require_tags(state.organization, organization, command.resource));
    if (auto fault = find_tag_fault(command.tags, *present)) {
        return as_error(std::move(*fault));
    }
    Tags changed = to_tags(command.tags);
    std::erase_if(changed, [present](const auto& tag) {
        const auto found = present->find(tag.first);
        return found != present->end() && found->second == tag.second;
    });
    if (changed.empty()) {
        return Events{};
    }
    return Events{OrganizationResourceTagged{command.resource, std::move(changed)}};
}

Result<Events> untag_organization_resource(const State& state,
                                           const UntagOrganizationResource& command,
                                           const Context& context) {
    LICET_TRY(const auto organization,
              require_management(state.organization, context.actor.account));
    LICET_TRY(const Tags* present,
              require_tags(state.organization, organization, command.resource));
    if (auto fault = find_tag_key_fault(command.keys)) {
        return as_error(std::move(*fault));
    }
    std::vector<std::string> keys = command.keys;
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    std::erase_if(keys, [present](const auto& key) { return present->count(key) == 0; });
    if (keys.empty()) {
        return Events{};
    }
    return Events{OrganizationResourceUntagged{command.resource, std::move(keys)}};
}

}  // namespace licet::model
