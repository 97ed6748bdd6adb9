// SPDX-License-Identifier: Apache-2.0
#include "model/organization/units.h"

#include "model/organization/access.h"
#include "model/organization/errors.h"
#include "model/organization/limits.h"
#include "model/organization/tags.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace licet::model {
namespace {

constexpr std::size_t kUnitIdCharacters = 8;

Result<void> require_free_name(const Organizations& state, const OrganizationView& organization,
                               std::string_view parent, std::string_view name) {
    const auto siblings = state.units_by_parent.find(parent);
    if (siblings == state.units_by_parent.end()) {
        return {};
    }
    const auto& units = organization.details.units;
    const bool taken =
        std::any_of(siblings->second.begin(), siblings->second.end(),
                    [&](const auto& unit) { return units.find(unit)->second.name == name; });
    if (taken) {
        return Error{ErrorKind::conflict,
                     fmt::format("`{}` already has an OU of this name", parent),
                     "DuplicateOrganizationalUnitException"};
    }
    return {};
}

Result<void> require_room(const Organizations& state, const OrganizationView& organization,
                          std::string_view parent) {
    const std::size_t depth = node_and_ancestors(state, parent).size() - 1;  // root: 1
    if (depth > kUnitDepthMax) {
        return constraint_violation(
            "OU_DEPTH_LIMIT_EXCEEDED",
            fmt::format("OUs are nested at most {} deep below the root", kUnitDepthMax));
    }
    const auto max = static_cast<std::size_t>(organization.details.settings.units_max);
    if (organization.details.units.size() >= max) {
        return constraint_violation(
            "OU_NUMBER_LIMIT_EXCEEDED",
            fmt::format("an organization has at most {} OUs; the setting units_max says so", max));
    }
    return {};
}

std::string new_unit_id(const OrganizationView& organization, Random& random) {
    std::string id;
    do {
        id = fmt::format("ou-{}-{}", organization.details.root_id.substr(2),
                         random.text(kLowerAlphanumeric, kUnitIdCharacters));
    } while (organization.details.units.count(id) != 0);
    return id;
}

}  // namespace

Result<const OrganizationalUnit*> require_unit(const OrganizationView& organization,
                                               std::string_view unit) {
    const auto found = organization.details.units.find(unit);
    if (found == organization.details.units.end()) {
        return Error{ErrorKind::not_found,
                     fmt::format("there is no OU `{}` in your organization", unit),
                     "OrganizationalUnitNotFoundException"};
    }
    return &found->second;
}

Result<Events> create_organizational_unit(const State& state,
                                          const CreateOrganizationalUnit& command,
                                          const Context& context) {
    const Organizations& all = state.organization;
    LICET_TRY(const auto organization, require_management(all, context.actor.account));
    LICET_TRY_VOID(require_parent(organization, command.parent));
    LICET_TRY_VOID(require_free_name(all, organization, command.parent, command.name));
    LICET_TRY_VOID(require_room(all, organization, command.parent));
    LICET_TRY(Tags tags, new_tags(command.tags));
    return Events{OrganizationalUnitCreated{new_unit_id(organization, context.random),
                                            {.name = command.name,
                                             .parent = command.parent,
                                             .created_at = context.now,
                                             .tags = std::move(tags)}}};
}

Result<Events> update_organizational_unit(const State& state,
                                          const UpdateOrganizationalUnit& command,
                                          const Context& context) {
    const Organizations& all = state.organization;
    LICET_TRY(const auto organization, require_management(all, context.actor.account));
    LICET_TRY(const auto* unit, require_unit(organization, command.unit));
    if (!command.name || *command.name == unit->name) {
        return Events{};
    }
    LICET_TRY_VOID(require_free_name(all, organization, unit->parent, *command.name));
    return Events{OrganizationalUnitRenamed{command.unit, *command.name}};
}

Result<Events> delete_organizational_unit(const State& state,
                                          const DeleteOrganizationalUnit& command,
                                          const Context& context) {
    const Organizations& all = state.organization;
    LICET_TRY(const auto organization, require_management(all, context.actor.account));
    LICET_TRY_VOID(require_unit(organization, command.unit));
    if (all.units_by_parent.count(command.unit) != 0 ||
        all.accounts_by_parent.count(command.unit) != 0) {
        return Error{ErrorKind::conflict,
                     fmt::format("OU `{}` still has accounts or OUs in it; move or delete them "
                                 "first",
                                 command.unit),
                     "OrganizationalUnitNotEmptyException"};
    }
    return Events{OrganizationalUnitDeleted{command.unit}};
}

}  // namespace licet::model
