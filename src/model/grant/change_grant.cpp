// SPDX-License-Identifier: Apache-2.0
#include "model/grant/change_grant.h"

#include "model/grant/activity.h"
#include "model/grant/returning.h"
#include "model/grant/sub_grant.h"
#include "model/grant/view.h"
#include "model/state.h"

#include <algorithm>

namespace licet::model {
namespace {

Error not_allowed(const Context& context, std::string_view why) {
    return validation_error("Caller arn:aws:iam::" + context.actor.account.text() +
                            ":root is not allowed to change this grant: " + std::string{why});
}

void append(Events& events, Events more) {
    std::move(more.begin(), more.end(), std::back_inserter(events));
}

/// One CreateGrantVersion on its way to a decision.
struct Change {
    const State& state;
    const ChangeGrant& command;
    const Context& context;
    GrantView view;
    Relation relation;

    bool activates() const { return command.status == GrantStatus::ACTIVE; }
    bool is_distribution() const { return view.grantee.kind != GranteeKind::account; }
    const Grant& stored() const { return state.grant.grants.at(view.id.parent()); }
    const License& license() const { return *find_license(state.license, view.license); }
};

Result<void> check_state(const Change& change) {
    const GrantStatus status = change.view.at.status;
    if (is_terminal(status) || status == GrantStatus::PENDING_DELETE ||
        status == GrantStatus::FAILED_WORKFLOW) {
        return validation_error(
            "the grant can no longer be changed: its status is " + std::string{name_of(status)},
            ErrorKind::conflict);
    }
    if (status == GrantStatus::PENDING_WORKFLOW) {
        return validation_error("the grant is being worked on (PENDING_WORKFLOW); try again later",
                                ErrorKind::conflict);
    }
    const auto& source = change.command.source_version;
    if (source && *source != std::to_string(change.view.at.version)) {
        return validation_error("SourceVersion `" + *source + "` is not the current version " +
                                    std::to_string(change.view.at.version),
                                ErrorKind::conflict);
    }
    return {};
}

Result<void> check_name_and_operations(const Change& change) {
    const auto& [state, command, context, view, relation] = change;
    const bool renames = command.name && *command.name != view.at.name;
    const bool regrants = command.operations && *command.operations != view.at.operations;
    if (!renames && !regrants) {
        return {};
    }
    if (relation != Relation::grantor) {
        return not_allowed(context, "only the grantor can change its name and operations");
    }
    if (view.is_sub_grant()) {
        return not_allowed(context,
                           "the name and operations of a distributed grant are those of "
                           "the grant it comes from");
    }
    if (regrants) {
        const auto license = find_received_license(state, view.grantor, view.license);
        const bool held = license && command.operations->bits != 0 &&
                          license->operations.contains(*command.operations);
        if (!held) {
            return validation_error(
                "AllowedOperations must be among those that you have for the "
                "license yourself");
        }
    }
    return {};
}

/// Whether ActivationOverrideBehavior is the grantor's, so that its recipient may not set it.
/// Source: rule GR-23.
bool has_override_of_grantor(const Change& change) {
    const Grant& stored = change.stored();
    return change.view.is_sub_grant() ? is_override_of_grantor(change.state, change.view.id)
                                      : stored.activation_override && !stored.override_by_grantee;
}

Result<void> check_status(const Change& change) {
    const auto& command = change.command;
    if (command.status && *command.status != GrantStatus::ACTIVE &&
        *command.status != GrantStatus::DISABLED) {
        return Error{ErrorKind::invalid, "Status can only be set to ACTIVE or DISABLED",
                     "InvalidParameterValueException"};
    }
    if (!command.activation_override) {
        return {};
    }
    if (!change.activates()) {
        return validation_error(
            "Options.ActivationOverrideBehavior can only be given together "
            "with Status=ACTIVE");
    }
    if (change.license().issuer != kMarketplaceAccount) {
        return validation_error(
            "Options.ActivationOverrideBehavior can only be given for "
            "licenses that AWS Marketplace issued");
    }
    if (change.relation == Relation::grantee && has_override_of_grantor(change)) {
        return validation_error(
            "Options.ActivationOverrideBehavior is set by the grantor and can "
            "only be changed by it");
    }
    return {};
}

/// Whether the wanted status asks for a new version.
bool sets_status(const Change& change) {
    const auto& [state, command, context, view, relation] = change;
    if (!command.status) {
        return false;
    }
    if (*command.status != view.at.status) {
        return true;
    }
    if (!change.is_distribution()) {
        return false;
    }
    if (change.activates()) {
        return command.activation_override &&
               command.activation_override != view.at.activation_override;
    }
    // Deactivating a grant at rest still applies to sub-grants that were activated one by one.
    const auto distribution = state.grant.distributions.find(view.id);
    if (distribution == state.grant.distributions.end()) {
        return false;
    }
    const auto& exceptions = distribution->second.exceptions;
    return std::any_of(exceptions.begin(), exceptions.end(), [&](const auto& exception) {
        return covers(change.state, change.stored(), exception.first) &&
               sub_grant_status(change.state.grant, change.view.id, change.stored(),
                                exception.first) == GrantStatus::ACTIVE;
    });
}

Result<void> check_transition(const Change& change) {
    const auto& [state, command, context, view, relation] = change;
    const bool pending = view.at.status == GrantStatus::PENDING_ACCEPT;
    if (!change.activates()) {
        return pending ? validation_error("the grant is not accepted yet", ErrorKind::conflict)
                       : Result<void>{};
    }
    if (pending && relation != Relation::grantee) {
        return validation_error("the grant waits for its recipient to accept it",
                                ErrorKind::conflict);
    }
    if (!is_usable(change.license(), context.now)) {
        return validation_error("the license is not AVAILABLE or outside its validity",
                                ErrorKind::conflict);
    }
    if (!sources_active(state, change.stored())) {
        return validation_error("the grant that this one passes on is not ACTIVE",
                                ErrorKind::conflict);
    }
    const bool single = !change.is_distribution() && !view.is_sub_grant();
    if (single && relation == Relation::grantor && is_seller_issued(change.license())) {
        return not_allowed(context,
                           "a license that its seller issued is activated by its recipient");
    }
    const Grantee& distributed = change.stored().grantee;
    return distributed.kind == GranteeKind::account
               ? Result<void>{}
               : require_distribution(state, distributed.organization());
}

/// The other grants by which the account has the product and that this activation replaces.
/// @return ValidationException when it may not replace them. Source: rules GR-20, GR-24, GR-25.
Result<std::vector<GrantId>> replaced_by(const Change& change) {
    if (!change.activates() || change.is_distribution()) {
        return std::vector<GrantId>{};
    }
    auto others =
        grants_in_force(change.state, change.view.grantee.account, product_of(change.license()),
                        period_of(current(change.license()), change.context.now));
    std::erase(others, change.view.id);
    if (!others.empty() &&
        change.command.activation_override != ActivationOverride::ALL_GRANTS_PERMITTED_BY_ISSUER) {
        const bool replaceable =
            change.relation != Relation::grantee || !has_override_of_grantor(change);
        return already_active(change.state, others.front(), replaceable);
    }
    return others;
}

/// The event that makes the new version of a stored grant.
GrantChanged new_version(const Change& change, bool with_status) {
    const auto& [state, command, context, view, relation] = change;
    const Grant& stored = change.stored();
    GrantChanged event{view.id, version_of(state.grant, view.id, stored), GrantWork::none,
                       stored.override_by_grantee};
    GrantVersion& now = event.now;
    now.name = command.name.value_or(now.name);
    now.operations = command.operations.value_or(now.operations);
    ++now.version;
    if (!with_status) {
        return event;
    }
    now.status_version = now.version;
    now.status_reason = command.status_reason;
    now.status = *command.status;
    if (change.is_distribution()) {
        now.status = GrantStatus::PENDING_WORKFLOW;
        event.work = change.activates() ? GrantWork::activate : GrantWork::deactivate;
    }
    const bool by_grantee = relation == Relation::grantee;
    if (change.activates() && (!by_grantee || command.activation_override)) {
        now.activation_override = command.activation_override;
        event.override_by_grantee = by_grantee && command.activation_override;
    }
    return event;
}

Result<GrantDecision> decide(const Change& change) {
    const auto& [state, command, context, view, relation] = change;
    const bool with_status = sets_status(change);
    const bool renames = command.name && *command.name != view.at.name;
    const bool regrants = command.operations && *command.operations != view.at.operations;
    GrantDecision decision{
        .id = view.id, .status = view.at.status, .version = view.at.version, .events = {}};
    if (!with_status && !renames && !regrants) {
        return decision;
    }
    std::vector<GrantId> replaced;
    if (with_status) {
        LICET_TRY_VOID(check_transition(change));
        LICET_TRY(replaced, replaced_by(change));
    }
    if (!replaced.empty()) {
        decision.events.emplace_back(
            GrantsDisplaced{replaced, "replaced by grant " + arn_of(view)});
    }
    decision.version = view.at.version + 1;
    if (view.is_sub_grant()) {
        decision.status = *command.status;
        decision.events.emplace_back(
            SubGrantChanged{.id = view.id,
                            .status = *command.status,
                            .status_reason = command.status_reason,
                            .activation_override = command.activation_override,
                            .override_by_grantee = relation == Relation::grantee});
    } else {
        GrantChanged event = new_version(change, with_status);
        decision.status = event.now.status;
        decision.events.emplace_back(std::move(event));
    }
    if (with_status && change.activates() && !change.is_distribution()) {
        append(decision.events, one_active_after(state, view.id, {}, context.now));
    }
    return decision;
}

}  // namespace

Result<GrantDecision> change_grant(const State& state, const ChangeGrant& command,
                                   const Context& context) {
    LICET_TRY(GrantView view, view_for(state, context.actor.account, command.grant_arn));
    LICET_TRY_VOID(require_home_region(*find_license(state.license, view.license), context.region));
    const Relation relation = relation_of(state, view, context.actor.account);
    const Change change{state, command, context, std::move(view), relation};
    if (relation == Relation::administrator) {
        return not_allowed(context, "it is neither its grantor nor its recipient");
    }
    LICET_TRY_VOID(check_status(change));
    LICET_TRY_VOID(check_state(change));
    LICET_TRY_VOID(check_name_and_operations(change));
    LICET_TRY(GrantDecision decision, decide(change));
    remember(decision, command.request);
    return decision;
}

}  // namespace licet::model
