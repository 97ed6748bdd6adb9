// SPDX-License-Identifier: Apache-2.0
#include "model/grant/delete_grant.h"

#include "model/grant/sub_grant.h"
#include "model/grant/view.h"
#include "model/state.h"

#include <algorithm>

namespace licet::model {
namespace {

/// Terraform sends the text `version`, so only a number can be wrong; `-1` and `1.0` are numbers
/// too.
bool is_stale(const std::string& version, std::uint32_t current) {
    const bool number =
        std::any_of(version.begin(), version.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
        version.find_first_not_of("0123456789+-.eE \t") == std::string::npos;
    return number && version != std::to_string(current);
}

/// What a recipient rejected is still its grantor's to delete: Terraform's grant_accepter rejects
/// when it is destroyed, and its grant is deleted next. Source: domain §11.1, §13.14.
bool is_deletable(const GrantView& view) {
    switch (view.at.status) {
        case GrantStatus::DELETED:
        case GrantStatus::PENDING_DELETE:
        case GrantStatus::PENDING_WORKFLOW:
            return false;
        case GrantStatus::REJECTED:
            return !view.is_sub_grant();
        default:
            return true;
    }
}

}  // namespace

Result<GrantDecision> delete_grant(const State& state, const DeleteGrant& command,
                                   const Context& context) {
    LICET_TRY(const GrantView view, view_for(state, context.actor.account, command.grant_arn));
    LICET_TRY_VOID(require_home_region(*find_license(state.license, view.license), context.region));
    if (relation_of(state, view, context.actor.account) != Relation::grantor) {
        return validation_error("Caller arn:aws:iam::" + context.actor.account.text() +
                                ":root is not allowed to delete this grant: only its grantor is; "
                                "a recipient can reject it instead");
    }
    if (!is_deletable(view)) {
        return validation_error(
            "a grant in status " + std::string{name_of(view.at.status)} + " cannot be deleted",
            ErrorKind::conflict);
    }
    if (is_stale(command.version, view.at.version)) {
        return validation_error("Version `" + command.version + "` is not the current version " +
                                    std::to_string(view.at.version),
                                ErrorKind::conflict);
    }
    GrantDecision decision{.id = view.id,
                           .status = GrantStatus::PENDING_DELETE,
                           .version = view.at.version + 1,
                           .events = {}};
    if (view.is_sub_grant()) {
        decision.status = GrantStatus::DELETED;
        decision.events.emplace_back(
            SubGrantChanged{view.id, GrantStatus::DELETED, command.status_reason, std::nullopt});
        for (Event& event :
             descendants_ended(state, view.id, "the grant it passes on was deleted")) {
            decision.events.push_back(std::move(event));
        }
        return decision;
    }
    const Grant& grant = state.grant.grants.at(view.id);
    GrantChanged event{view.id, version_of(state.grant, view.id, grant), GrantWork::remove,
                       grant.override_by_grantee};
    event.now.status_version = ++event.now.version;
    event.now.status = GrantStatus::PENDING_DELETE;
    event.now.status_reason = command.status_reason;
    decision.events.emplace_back(std::move(event));
    return decision;
}

}  // namespace licet::model
