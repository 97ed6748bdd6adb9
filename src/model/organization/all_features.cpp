// SPDX-License-Identifier: Apache-2.0
#include "model/organization/all_features.h"

#include "base/check.h"
#include "model/organization/access.h"
#include "model/organization/errors.h"
#include "model/organization/invitation.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace licet::model {
namespace {

/// Members that joined by invitation; those that the organization created need not be asked.
std::vector<AccountId> members_to_ask(const Organizations& all,
                                      const OrganizationView& organization) {
    std::vector<AccountId> invited;
    for (const AccountId id : all.accounts_by_organization.find(organization.id)->second) {
        if (id != organization.details.management_account &&
            find_account(all, id)->joined_method == JoinedMethod::INVITED) {
            invited.push_back(id);
        }
    }
    return invited;
}

Handshake new_handshake(HandshakeAction action, const OrganizationView& organization, Time now) {
    Handshake handshake;
    handshake.action = action;
    handshake.organization = organization.id;
    handshake.management = organization.details.management_account;
    handshake.features = organization.details.features;
    handshake.requested_at = now;
    handshake.expires_at = now + kAllFeaturesOpen;
    return handshake;
}

HandshakesRequested request_approvals(const Organizations& all,
                                      const OrganizationView& organization,
                                      const std::vector<AccountId>& members,
                                      const Context& context) {
    HandshakesRequested requested;
    const auto add = [&](Handshake handshake) {
        std::string id;
        do {
            id = new_handshake_id(all.handshakes, context.random);
        } while (requested.handshakes.count(id) != 0);
        requested.handshakes.emplace(id, std::move(handshake));
        return id;
    };
    Handshake migration =
        new_handshake(HandshakeAction::ENABLE_ALL_FEATURES, organization, context.now);
    migration.state = members.empty() ? HandshakeState::OPEN : HandshakeState::REQUESTED;
    const std::string parent = add(std::move(migration));
    for (const AccountId member : members) {
        Handshake approval =
            new_handshake(HandshakeAction::APPROVE_ALL_FEATURES, organization, context.now);
        approval.account = member;
        approval.parent = parent;
        add(std::move(approval));
    }
    return requested;
}

void add_change(std::vector<std::string> ids, HandshakeState to, Time now, Events& events) {
    if (!ids.empty()) {
        events.emplace_back(HandshakesChanged{std::move(ids), to, now});
    }
}

std::vector<std::string> open_invitations(const Handshakes& state, std::string_view organization,
                                          Time now) {
    std::vector<std::string> ids;
    const auto found = state.open_invitations.find(organization);
    if (found == state.open_invitations.end()) {
        return ids;
    }
    for (const auto& [expires_at, id] : found->second) {
        if (now < expires_at) {
            ids.push_back(id);
        }
    }
    return ids;
}

/// Adds that the migration becomes OPEN if `approval` is all it waits for.
void open_without(const Handshakes& state, const std::string& migration,
                  const std::string& approval, Time now, Events& events) {
    const auto missing = state.approvals_missing.find(migration);
    LICET_CHECK(missing != state.approvals_missing.end());
    if (missing->second.size() == 1 && missing->second.count(approval) == 1) {
        add_change({migration}, HandshakeState::OPEN, now, events);
    }
}

}  // namespace

Result<Events> enable_all_features(const State& state, const Context& context) {
    const Organizations& all = state.organization;
    LICET_TRY(const auto organization, require_management(all, context.actor.account));
    if (organization.details.features == FeatureSet::ALL) {
        return handshake_constraint_violation("ORGANIZATION_ALREADY_HAS_ALL_FEATURES",
                                              "the organization has all features already");
    }
    if (live_migration(all.handshakes, organization.id, context.now) != nullptr) {
        return handshake_constraint_violation(
            "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION",
            "the change to all features is under way already; ListHandshakesForOrganization shows "
            "who has not accepted it");
    }
    const auto members = members_to_ask(all, organization);
    if (members.size() > kApprovalsMax) {
        return constraint_violation(
            "ALL_FEATURES_MIGRATION_ORGANIZATION_SIZE_LIMIT_EXCEEDED",
            fmt::format("the organization has {} invited members; at most {} can be asked at once",
                        members.size(), kApprovalsMax));
    }
    Events events;
    forget_handshakes(all.handshakes, 1 + members.size(), context.now, events);
    add_change(open_invitations(all.handshakes, organization.id, context.now),
               HandshakeState::CANCELED, context.now, events);
    events.emplace_back(request_approvals(all, organization, members, context));
    return events;
}

std::string migration_in(const Events& events) {
    for (const auto& [id, handshake] : std::get<HandshakesRequested>(events.back()).handshakes) {
        if (handshake.action == HandshakeAction::ENABLE_ALL_FEATURES) {
            return id;
        }
    }
    LICET_CHECK(false);
    return {};
}

void approve(const Handshakes& state, const std::string& approval, Time now, Events& events) {
    add_change({approval}, HandshakeState::ACCEPTED, now, events);
    open_without(state, state.all.find(approval)->second.parent, approval, now, events);
}

void withdraw_approval(const Handshakes& state, std::string_view organization, AccountId account,
                       Time now, Events& events) {
    const std::string* migration = live_migration(state, organization, now);
    const auto own = state.by_account.find(account);
    if (migration == nullptr || own == state.by_account.end()) {
        return;
    }
    const auto missing = state.approvals_missing.find(*migration);
    if (missing == state.approvals_missing.end()) {
        return;
    }
    for (const std::string& id : own->second) {
        if (missing->second.count(id) != 0) {
            add_change({id}, HandshakeState::CANCELED, now, events);
            open_without(state, *migration, id, now, events);
            return;
        }
    }
}

void cancel_migration(const Handshakes& state, const std::string& id, Time now, Events& events) {
    std::vector<std::string> ids{id};
    if (const auto missing = state.approvals_missing.find(id);
        missing != state.approvals_missing.end()) {
        for (const std::string& approval : missing->second) {
            if (is_live(state.all.find(approval)->second, now)) {
                ids.push_back(approval);
            }
        }
    }
    add_change(std::move(ids), HandshakeState::CANCELED, now, events);
}

void cancel_all_handshakes(const Handshakes& state, std::string_view organization, Time now,
                           Events& events) {
    add_change(open_invitations(state, organization, now), HandshakeState::CANCELED, now, events);
    if (const std::string* migration = live_migration(state, organization, now)) {
        cancel_migration(state, *migration, now, events);
    }
}

}  // namespace licet::model
