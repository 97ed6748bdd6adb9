// SPDX-License-Identifier: Apache-2.0
#include "model/organization/handshake_answer.h"

#include "base/check.h"
#include "model/grant/consequences.h"
#include "model/organization/access.h"
#include "model/organization/accounts.h"
#include "model/organization/all_features.h"
#include "model/organization/errors.h"

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace licet::model {
namespace {

std::string_view name_of(HandshakeState state) {
    switch (state) {
        case HandshakeState::REQUESTED:
            return "REQUESTED";
        case HandshakeState::OPEN:
            return "OPEN";
        case HandshakeState::CANCELED:
            return "CANCELED";
        case HandshakeState::ACCEPTED:
            return "ACCEPTED";
        case HandshakeState::DECLINED:
            return "DECLINED";
        case HandshakeState::EXPIRED:
            break;
    }
    return "EXPIRED";
}

Error no_transition(const std::string& id, std::string_view why) {
    return Error{ErrorKind::conflict, fmt::format("handshake `{}` {}", id, why),
                 "InvalidHandshakeTransitionException"};
}

Error not_yours(std::string_view who) {
    return Error{ErrorKind::denied, fmt::format("only the {} may do this", who),
                 "AccessDeniedException"};
}

/// Refuses a change of a handshake that is over, or in that state.
Result<void> require_transition(const std::string& id, const Handshake& handshake,
                                HandshakeState to, Time now) {
    const HandshakeState is = state_at(handshake, now);
    if (is == to) {
        return Error{ErrorKind::conflict,
                     fmt::format("handshake `{}` is {} already", id, name_of(is)),
                     "HandshakeAlreadyInStateException"};
    }
    const bool waits = is == HandshakeState::REQUESTED && to == HandshakeState::ACCEPTED;
    if (waits) {
        return no_transition(id,
                             "cannot be accepted before all invited members have accepted theirs");
    }
    if (!is_live(handshake, now)) {
        return no_transition(id, fmt::format("is {}; that is final", name_of(is)));
    }
    return {};
}

bool is_administrator_of(const Organizations& all, std::string_view organization,
                         AccountId caller) {
    const auto own = require_reader(all, caller);
    return own.ok() && own->id == organization;
}

bool is_sender(const Organizations& all, const Handshake& handshake, AccountId caller) {
    const auto own = require_management(all, caller);
    return own.ok() && own->id == handshake.organization;
}

Result<Events> join(const State& state, const std::string& id, const Handshake& invitation,
                    const Context& context) {
    const Organizations& all = state.organization;
    const AccountId account = context.actor.account;
    if (!find_account(all, account)->organization.empty()) {
        return handshake_constraint_violation(
            "ALREADY_IN_AN_ORGANIZATION",
            fmt::format("account `{}` is a member of an organization; it has to leave that first",
                        account.text()));
    }
    const auto organization = all.organizations.find(invitation.organization);
    LICET_CHECK(organization != all.organizations.end());  // its deletion cancels what is open
    const auto max = static_cast<std::size_t>(organization->second.settings.accounts_max);
    if (all.accounts_by_organization.find(organization->first)->second.size() >= max) {
        return handshake_constraint_violation(
            "ACCOUNT_NUMBER_LIMIT_EXCEEDED",
            "the organization has as many accounts as it may have");
    }
    Events events{HandshakesChanged{{id}, HandshakeState::ACCEPTED, context.now},
                  AccountJoined{account, organization->first, context.now, invitation.tags}};
    Events more =
        grant_consequences(state, account, Placement{},
                           placement_under(all, organization->second.root_id), context.now);
    std::move(more.begin(), more.end(), std::back_inserter(events));
    return events;
}

/// The handshake, which the caller must be the recipient of.
Result<const Handshake*> require_received(const Organizations& all, const std::string& id,
                                          const Context& context) {
    const AccountId caller = context.actor.account;
    LICET_TRY(const Handshake* handshake, require_handshake(all, id, caller, context.now));
    if (!is_recipient(all, *handshake, caller)) {
        return not_yours("recipient of a handshake");
    }
    return handshake;
}

}  // namespace

bool is_recipient(const Organizations& all, const Handshake& handshake, AccountId account) {
    if (handshake.action == HandshakeAction::ENABLE_ALL_FEATURES) {
        return is_sender(all, handshake, account);
    }
    if (handshake.account) {
        return *handshake.account == account;
    }
    const Account* found = find_account(all, account);
    return found != nullptr && email_key(found->email) == email_key(handshake.email) &&
           is_vouched_for(all, account, handshake.organization);
}

Result<const Handshake*> require_handshake(const Organizations& all, const std::string& id,
                                           AccountId caller, Time now) {
    const auto found = all.handshakes.all.find(id);
    const bool shown = found != all.handshakes.all.end() && now < forgotten_at(found->second) &&
                       (is_recipient(all, found->second, caller) ||
                        is_administrator_of(all, found->second.organization, caller));
    if (!shown) {
        return Error{ErrorKind::not_found, fmt::format("there is no handshake `{}` for you", id),
                     "HandshakeNotFoundException"};
    }
    return &found->second;
}

Result<Events> accept_handshake(const State& state, const AnswerHandshake& command,
                                const Context& context) {
    const Organizations& all = state.organization;
    LICET_TRY(const Handshake* handshake, require_received(all, command.id, context));
    LICET_TRY_VOID(
        require_transition(command.id, *handshake, HandshakeState::ACCEPTED, context.now));
    if (handshake->action == HandshakeAction::INVITE) {
        return join(state, command.id, *handshake, context);
    }
    Events events;
    if (handshake->action == HandshakeAction::APPROVE_ALL_FEATURES) {
        approve(all.handshakes, command.id, context.now, events);
    } else {
        events.emplace_back(HandshakesChanged{{command.id}, HandshakeState::ACCEPTED, context.now});
        events.emplace_back(AllFeaturesEnabled{handshake->organization});
    }
    return events;
}

Result<Events> decline_handshake(const State& state, const AnswerHandshake& command,
                                 const Context& context) {
    LICET_TRY(const Handshake* handshake,
              require_received(state.organization, command.id, context));
    LICET_TRY_VOID(
        require_transition(command.id, *handshake, HandshakeState::DECLINED, context.now));
    if (handshake->action == HandshakeAction::ENABLE_ALL_FEATURES) {
        return no_transition(command.id, "is your own; cancel it instead");
    }
    return Events{HandshakesChanged{{command.id}, HandshakeState::DECLINED, context.now}};
}

Result<Events> cancel_handshake(const State& state, const AnswerHandshake& command,
                                const Context& context) {
    const Organizations& all = state.organization;
    LICET_TRY(const Handshake* handshake,
              require_handshake(all, command.id, context.actor.account, context.now));
    if (!is_sender(all, *handshake, context.actor.account)) {
        return not_yours("management account of the organization that sent a handshake");
    }
    LICET_TRY_VOID(
        require_transition(command.id, *handshake, HandshakeState::CANCELED, context.now));
    if (handshake->action == HandshakeAction::APPROVE_ALL_FEATURES) {
        return no_transition(
            command.id, fmt::format("belongs to handshake `{}`; cancel that", handshake->parent));
    }
    Events events;
    if (handshake->action == HandshakeAction::ENABLE_ALL_FEATURES) {
        cancel_migration(all.handshakes, command.id, context.now, events);
    } else {
        events.emplace_back(HandshakesChanged{{command.id}, HandshakeState::CANCELED, context.now});
    }
    return events;
}

}  // namespace licet::model
