// SPDX-License-Identifier: Apache-2.0
#include "model/grant/answer_grant.h"

#include "model/grant/sub_grant.h"
#include "model/grant/view.h"
#include "model/state.h"

namespace licet::model {
namespace {

Error not_allowed(const Context& context, std::string_view verb) {
    return validation_error("Caller arn:aws:iam::" + context.actor.account.text() +
                            ":root is not allowed to " + std::string{verb} + " this grant.");
}

/// A new version of a stored grant that differs in its status alone.
GrantChanged with_status(const State& state, const GrantId& id, GrantStatus status) {
    const Grant& grant = state.grant.grants.at(id);
    GrantChanged event{id, version_of(state.grant, id, grant), GrantWork::none,
                       grant.override_by_grantee};
    event.now.status_version = ++event.now.version;
    event.now.status = status;
    event.now.status_reason.clear();
    return event;
}

}  // namespace

Result<GrantDecision> accept_grant(const State& state, std::string_view grant_arn,
                                   const Context& context) {
    LICET_TRY(const GrantView view, view_for(state, context.actor.account, grant_arn));
    LICET_TRY_VOID(require_home_region(*find_license(state.license, view.license), context.region));
    if (relation_of(state, view, context.actor.account) != Relation::grantee ||
        view.at.status != GrantStatus::PENDING_ACCEPT) {
        return not_allowed(context, "accept");
    }
    return GrantDecision{.id = view.id,
                         .status = GrantStatus::DISABLED,
                         .version = view.at.version + 1,
                         .events = {with_status(state, view.id, GrantStatus::DISABLED)}};
}

Result<GrantDecision> reject_grant(const State& state, std::string_view grant_arn,
                                   const Context& context) {
    LICET_TRY(const GrantView view, view_for(state, context.actor.account, grant_arn));
    LICET_TRY_VOID(require_home_region(*find_license(state.license, view.license), context.region));
    if (relation_of(state, view, context.actor.account) != Relation::grantee) {
        return not_allowed(context, "reject");
    }
    if (view.from_issuer) {
        return validation_error(
            "the grant comes from your account's own subscription; cancel the "
            "agreement or deactivate the grant instead",
            ErrorKind::conflict);
    }
    const GrantStatus status = view.at.status;
    if (status != GrantStatus::PENDING_ACCEPT && status != GrantStatus::DISABLED &&
        status != GrantStatus::ACTIVE) {
        return validation_error(
            "a grant in status " + std::string{name_of(status)} + " cannot be rejected",
            ErrorKind::conflict);
    }
    GrantDecision decision{.id = view.id,
                           .status = GrantStatus::REJECTED,
                           .version = view.at.version + 1,
                           .events = {}};
    if (view.is_sub_grant()) {
        decision.events.emplace_back(
            SubGrantChanged{view.id, GrantStatus::REJECTED, {}, std::nullopt});
    } else {
        decision.events.emplace_back(with_status(state, view.id, GrantStatus::REJECTED));
    }
    for (Event& event : descendants_ended(state, view.id, "the grant it passes on was rejected")) {
        decision.events.push_back(std::move(event));
    }
    return decision;
}

}  // namespace licet::model
