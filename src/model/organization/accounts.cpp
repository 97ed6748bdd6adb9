// SPDX-License-Identifier: Apache-2.0
#include "model/organization/accounts.h"

#include "model/grant/consequences.h"
#include "model/organization/access.h"
#include "model/organization/errors.h"
#include "model/organization/trusted_access.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace licet::model {
namespace {

constexpr std::uint64_t kSmallestAccountNumber = kAccountNumbers / 10;

Result<void> require_destination(const OrganizationView& organization, const MoveAccount& command) {
    if (!is_node_of(organization, command.source)) {
        return Error{
            ErrorKind::not_found,
            fmt::format("there is no root or OU `{}` in your organization", command.source),
            "SourceParentNotFoundException"};
    }
    if (!is_node_of(organization, command.destination)) {
        return Error{
            ErrorKind::not_found,
            fmt::format("there is no root or OU `{}` in your organization", command.destination),
            "DestinationParentNotFoundException"};
    }
    return {};
}

/// `first`, and what follows from it for grants.
Events with_consequences(Event first, const State& state, AccountId account, const Placement& to,
                         Time now) {
    Events events{std::move(first)};
    Events more =
        grant_consequences(state, account, placement_of(state.organization, account), to, now);
    std::move(more.begin(), more.end(), std::back_inserter(events));
    return events;
}

}  // namespace

bool is_email(std::string_view text) {
    const bool spaced = text.find_first_of(" \t\n\v\f\r") != std::string_view::npos;
    const std::size_t at = text.find('@');
    if (spaced || at == 0 || at == std::string_view::npos) {
        return false;
    }
    const std::string_view domain = text.substr(at + 1);
    const std::size_t dot = domain.find('.', 1);
    return domain.find('@') == std::string_view::npos && dot < domain.size() - 1;
}

bool is_vouched_for(const Organizations& state, AccountId account, std::string_view organization) {
    const auto maker = state.maker_of.find(account);
    return maker == state.maker_of.end() || maker->second == organization;
}

std::optional<AccountId> find_by_email(const Organizations& state, std::string_view email,
                                       std::string_view organization) {
    const auto owner = state.account_by_email.find(email_key(email));
    if (owner == state.account_by_email.end() ||
        !is_vouched_for(state, owner->second, organization)) {
        return std::nullopt;
    }
    return owner->second;
}

AccountId new_account_id(const Organizations& state, Random& random) {
    AccountId id;
    do {
        id.number = kSmallestAccountNumber + random.below(kAccountNumbers - kSmallestAccountNumber);
    } while (state.accounts.count(id) != 0 || id == kMarketplaceAccount);
    return id;
}

Result<Events> open_account(const State& state, const OpenAccount& command,
                            const Context& context) {
    const Organizations& all = state.organization;
    if (!is_email(command.email)) {
        return Error{ErrorKind::invalid,
                     fmt::format("`{}` is not an e-mail address", command.email)};
    }
    const Account* opener = find_account(all, context.actor.account);
    if (find_by_email(all, command.email, opener == nullptr ? "" : opener->organization)) {
        return Error{ErrorKind::conflict,
                     fmt::format("`{}` is the e-mail address of another account", command.email)};
    }
    const AccountId id = command.id ? *command.id : new_account_id(all, context.random);
    if (all.accounts.count(id) != 0 || id == kMarketplaceAccount) {
        return Error{ErrorKind::conflict, fmt::format("account `{}` exists already", id.text())};
    }
    Account account;
    account.name = command.name;
    account.email = command.email;
    account.created_at = context.now;
    return Events{AccountOpened{id, std::move(account)}};
}

Result<Events> move_account(const State& state, const MoveAccount& command,
                            const Context& context) {
    const Organizations& all = state.organization;
    LICET_TRY(const auto organization, require_management(all, context.actor.account));
    LICET_TRY(const auto* account, require_account(all, organization, command.account));
    LICET_TRY_VOID(require_destination(organization, command));
    if (account->parent == command.destination) {
        return Error{ErrorKind::conflict,
                     fmt::format("account `{}` is under `{}` already", command.account.text(),
                                 command.destination),
                     "DuplicateAccountException"};
    }
    if (account->parent != command.source) {
        return Error{ErrorKind::not_found,
                     fmt::format("account `{}` is not under `{}`; ListParents tells where it is",
                                 command.account.text(), command.source),
                     "AccountNotFoundException"};
    }
    return with_consequences(AccountMoved{command.account, command.destination}, state,
                             command.account, placement_under(all, command.destination),
                             context.now);
}

Result<Events> close_account(const State& state, const CloseAccount& command,
                             const Context& context) {
    const Organizations& all = state.organization;
    LICET_TRY(const auto organization, require_management(all, context.actor.account));
    LICET_TRY_VOID(require_all_features(organization.details));
    LICET_TRY(const auto* account, require_account(all, organization, command.account));
    if (command.account == organization.details.management_account) {
        return constraint_violation("CANNOT_CLOSE_MANAGEMENT_ACCOUNT",
                                    "the management account of an organization cannot be closed");
    }
    if (account->state == AccountState::CLOSED || account->state == AccountState::SUSPENDED) {
        return Error{ErrorKind::conflict,
                     fmt::format("account `{}` is closed already", command.account.text()),
                     "AccountAlreadyClosedException"};
    }
    if (account->state == AccountState::PENDING_CLOSURE) {
        return Error{ErrorKind::conflict,
                     fmt::format("account `{}` is being closed", command.account.text()),
                     "ConflictException"};
    }
    return Events{AccountStateChanged{command.account, AccountState::PENDING_CLOSURE}};
}

}  // namespace licet::model
