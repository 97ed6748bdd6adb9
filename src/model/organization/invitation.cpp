// SPDX-License-Identifier: Apache-2.0
#include "model/organization/invitation.h"

#include "model/organization/access.h"
#include "model/organization/accounts.h"
#include "model/organization/errors.h"
#include "model/organization/tags.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <utility>

namespace licet::model {
namespace {

constexpr std::chrono::milliseconds kTick{1};  // times have no finer one
constexpr std::size_t kHandshakeIdCharacters = 32;

struct Target {
    std::optional<AccountId> account;  ///< when there is such an account
    std::string email;  ///< the one that was asked for, or its own if it is vouched for
};

Result<Target> find_target(const Organizations& all, std::string_view organization,
                           const InviteAccount& command) {
    if (command.type == PartyType::EMAIL) {
        if (!is_email(command.target)) {
            return invalid_input("INVALID_EMAIL_ADDRESS_TARGET",
                                 fmt::format("`{}` is not an e-mail address", command.target));
        }
        return Target{find_by_email(all, command.target, organization), command.target};
    }
    if (command.type != PartyType::ACCOUNT) {
        return invalid_input("INVALID_PARTY_TYPE_TARGET",
                             "only an ACCOUNT or an EMAIL can be invited to join");
    }
    const auto id = AccountId::parse(command.target);
    const Account* account = id.ok() ? find_account(all, *id) : nullptr;
    if (account == nullptr) {
        return invalid_input("INVALID_PARTY_TYPE_TARGET",
                             fmt::format("there is no account `{}`", command.target));
    }
    return Target{*id, is_vouched_for(all, *id, organization) ? account->email : ""};
}

/// Whether the account can be asked at all.
Result<void> require_invitable(const Organizations& all, const Target& target) {
    const Account* account = target.account ? find_account(all, *target.account) : nullptr;
    if (account == nullptr) {
        return {};
    }
    if (!account->organization.empty()) {
        return handshake_constraint_violation(
            "ALREADY_IN_AN_ORGANIZATION",
            "the account is a member of an organization already; it has to leave that first");
    }
    if (account->state != AccountState::ACTIVE) {
        return invalid_input("TARGET_NOT_SUPPORTED", "the account is closed");
    }
    return {};
}

bool is_invited(const Handshakes& handshakes, std::string_view organization,
                const Handshakes::Ids* ids, Time now) {
    return ids != nullptr && std::any_of(ids->begin(), ids->end(), [&](const std::string& id) {
               const Handshake& handshake = handshakes.all.find(id)->second;
               return handshake.organization == organization &&
                      handshake.action == HandshakeAction::INVITE && is_live(handshake, now);
           });
}

template <typename Index, typename Key>
const Handshakes::Ids* ids_in(const Index& index, const Key& key) {
    const auto found = index.find(key);
    return found == index.end() ? nullptr : &found->second;
}

Result<void> require_no_duplicate(const Handshakes& handshakes, std::string_view organization,
                                  const Target& target, Time now) {
    const bool invited =
        is_invited(handshakes, organization, ids_in(handshakes.by_email, email_key(target.email)),
                   now) ||
        (target.account &&
         is_invited(handshakes, organization, ids_in(handshakes.by_account, *target.account), now));
    if (invited) {
        return Error{ErrorKind::conflict,
                     "the account has an open invitation of this organization already; cancel that "
                     "first to send another",
                     "DuplicateHandshakeException"};
    }
    return {};
}

std::size_t count_since(const Handshakes& state, std::string_view organization, Time since) {
    const auto sent = state.invitations.find(organization);
    return sent == state.invitations.end()
               ? 0
               : static_cast<std::size_t>(
                     std::distance(sent->second.lower_bound({since, {}}), sent->second.end()));
}

Result<void> require_limits(const Organizations& all, const OrganizationView& organization,
                            Time now) {
    const OrganizationSettings& settings = organization.details.settings;
    if (!has_room_for_account(all, organization, now)) {
        return handshake_constraint_violation(
            "ACCOUNT_NUMBER_LIMIT_EXCEEDED",
            fmt::format("an organization has at most {} accounts, open invitations included; the "
                        "setting accounts_max says so",
                        settings.accounts_max));
    }
    const auto sent =
        count_since(all.handshakes, organization.id, now - std::chrono::days{1} + kTick);
    if (sent >= static_cast<std::size_t>(settings.invitations_per_day)) {
        return handshake_constraint_violation(
            "HANDSHAKE_RATE_LIMIT_EXCEEDED",
            fmt::format("an organization sends at most {} invitations in 24 hours; the setting "
                        "invitations_per_day says so",
                        settings.invitations_per_day));
    }
    return {};
}

}  // namespace

std::size_t count_open_invitations(const Handshakes& state, std::string_view organization,
                                   Time now) {
    const auto open = state.open_invitations.find(organization);
    return open == state.open_invitations.end()
               ? 0
               : static_cast<std::size_t>(std::distance(open->second.lower_bound({now + kTick, {}}),
                                                        open->second.end()));
}

bool has_room_for_account(const Organizations& state, const OrganizationView& organization,
                          Time now) {
    const auto members = state.accounts_by_organization.find(organization.id);
    const std::size_t taken =
        (members == state.accounts_by_organization.end() ? 0 : members->second.size()) +
        count_open_invitations(state.handshakes, organization.id, now);
    return taken < static_cast<std::size_t>(organization.details.settings.accounts_max);
}

Result<void> require_finalized(const Organization& organization, Time now) {
    const Time ready =
        organization.created_at + std::chrono::seconds{organization.settings.finalizing_seconds};
    if (now < ready) {
        return Error{ErrorKind::unavailable,
                     "the organization is still being initialized; try again later",
                     "FinalizingOrganizationException"};
    }
    return {};
}

std::string new_handshake_id(const Handshakes& state, Random& random) {
    std::string id;
    do {
        id = "h-" + random.text(kLowerAlphanumeric, kHandshakeIdCharacters);
    } while (state.all.count(id) != 0);
    return id;
}

void forget_handshakes(const Handshakes& state, std::size_t added, Time now, Events& events) {
    HandshakesForgotten forgotten;
    for (const auto& [at, id] : state.by_forgetting) {
        if (at > now || forgotten.ids.size() == 2 * added) {
            break;
        }
        forgotten.ids.push_back(id);
    }
    if (!forgotten.ids.empty()) {
        events.emplace_back(std::move(forgotten));
    }
}

Result<Events> invite_account(const State& state, const InviteAccount& command,
                              const Context& context) {
    const Organizations& all = state.organization;
    LICET_TRY(const auto organization, require_management(all, context.actor.account));
    LICET_TRY_VOID(require_finalized(organization.details, context.now));
    LICET_TRY(const Target target, find_target(all, organization.id, command));
    LICET_TRY_VOID(require_invitable(all, target));
    if (live_migration(all.handshakes, organization.id, context.now) != nullptr) {
        return handshake_constraint_violation(
            "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES",
            "no invitations can be sent until the change to all features is completed or "
            "canceled");
    }
    LICET_TRY_VOID(require_no_duplicate(all.handshakes, organization.id, target, context.now));
    LICET_TRY_VOID(require_limits(all, organization, context.now));
    Handshake invitation;
    LICET_TRY(invitation.tags, new_tags(command.tags));
    invitation.action = HandshakeAction::INVITE;
    invitation.organization = organization.id;
    invitation.management = organization.details.management_account;
    invitation.features = organization.details.features;
    if (command.type == PartyType::EMAIL) {
        invitation.email = command.target;
    } else {
        invitation.account = target.account;
    }
    invitation.requested_at = context.now;
    invitation.expires_at =
        context.now + std::chrono::days{organization.details.settings.invitation_days};
    invitation.notes = command.notes;
    Events events;
    forget_handshakes(all.handshakes, 1, context.now, events);
    HandshakesRequested requested;
    requested.handshakes.emplace(new_handshake_id(all.handshakes, context.random),
                                 std::move(invitation));
    events.emplace_back(std::move(requested));
    return events;
}

}  // namespace licet::model
