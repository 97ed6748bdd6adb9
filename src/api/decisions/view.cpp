// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/view.h"

#include "decision/index.h"

#include <fmt/format.h>

#include <charconv>

namespace licet::api::decisions {
namespace {

constexpr std::size_t kShownMax = 128;  // characters of what a message repeats

/// Nothing for what is no number.
std::optional<engine::Revision> read_revision(std::string_view text) {
    engine::Revision revision = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), revision);
    const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    return whole ? std::optional{revision} : std::nullopt;
}

}  // namespace

View::View(const decision::Index& today, const model::Principal& caller,
           const decision::Facts& facts, const decision::Directory& directory,
           engine::Revision revision, Time now)
    : today_{today},
      facts_{facts},
      directory_{directory},
      caller_{caller.account},
      organization_{today.speaks_for_organization(caller.account)
                        ? today.membership(caller.account).organization
                        : std::string_view{}},
      revision_{revision},
      now_{now} {}

View::View(const decision::Index& today, const model::Principal& caller, Time now)
    : View{today, caller, today, today, today.revision(), now} {}

bool View::belongs(const decision::Facts& facts, AccountId account) const {
    return account == caller_ ||
           (!organization_.empty() && facts.membership(account).organization == organization_);
}

bool View::shows(AccountId account) const {
    return belongs(facts_, account) && belongs(today_, account);
}

std::vector<AccountId> View::accounts() const {
    auto all = accounts_then();
    std::erase_if(all, [this](AccountId account) { return !belongs(today_, account); });
    return all;
}

std::vector<AccountId> View::accounts_then() const {
    if (organization_.empty()) {
        return {caller_};
    }
    return directory_.accounts_of(organization_);
}

bool View::is_foreign(AccountId account) const {
    const auto owned_by_others = [&](const decision::Facts& facts) {
        return facts.standing(account) != decision::Facts::AccountStanding::unknown &&
               !belongs(facts, account);
    };
    return owned_by_others(facts_) || owned_by_others(today_);
}

std::optional<Asked> find_account(const View& view, std::string_view id) {
    const auto account = AccountId::parse(id);
    if (!account.ok() || !view.shows(*account)) {
        return std::nullopt;
    }
    return Asked{.account = *account};
}

std::optional<Asked> find_principal(const View& view, std::string_view arn) {
    auto principal = view.directory().find_principal(arn);
    if (!principal || !view.shows(principal->account)) {
        return std::nullopt;
    }
    const AccountId account = principal->account;
    return Asked{.account = account, .principal = std::move(principal)};
}

Result<Asked> find_asked(const View& view, std::optional<AccountId> account,
                         const std::optional<Text<1, 2048>>& principal) {
    const std::string name =
        principal ? std::string{*principal} : account.value_or(view.caller()).text();
    auto asked = principal ? find_principal(view, name) : find_account(view, name);
    if (!asked || (account && asked->account != *account)) {
        return unknown_subject(name);
    }
    return *std::move(asked);
}

Error unknown_subject(std::string_view name) {
    return {ErrorKind::not_found,
            fmt::format("there is no account or principal `{}` that you may ask about; accounts "
                        "may ask about themselves, the management account and License Manager's "
                        "delegated administrator about their organization",
                        name.substr(0, kShownMax))};
}

Result<AtMoment> read_at(const AuditCall& call, std::string_view at) {
    if (const auto revision = read_revision(at)) {
        return AtMoment{.revision = *revision};
    }
    LICET_TRY(const Time time, read_time("at", at));
    if (time > call.services.clock.now()) {
        return Error{ErrorKind::invalid,
                     fmt::format("`at` must not lie ahead, but `{}` does", format_iso8601(time))};
    }
    LICET_TRY(const auto revision, call.services.history.revision_at(time));
    return AtMoment{.revision = revision, .time = time};
}

Result<Past> view_of_revision(const AuditCall& call, engine::Revision revision,
                              std::optional<Time> time) {
    LICET_TRY(auto moment, call.services.history.at(revision));
    Past past{.state = std::move(moment.state), .facts = nullptr, .view = nullptr};
    past.facts = std::make_unique<decision::StateFacts>(*past.state);
    past.view = std::make_unique<View>(call.index, call.caller(), *past.facts, *past.facts,
                                       moment.revision, time.value_or(moment.time));
    return past;
}

Result<Time> time_of(const AuditCall& call, const AtMoment& moment) {
    if (moment.time) {
        return *moment.time;
    }
    return call.services.history.time_of(moment.revision);
}

Result<Past> view_of_past(const AuditCall& call, std::string_view at) {
    LICET_TRY(const auto moment, read_at(call, at));
    return view_of_revision(call, moment.revision, moment.time);
}

Result<Time> read_time(std::string_view name, std::string_view text) {
    constexpr std::size_t kMinutes = std::string_view{"2026-11-26T22:05"}.size();
    auto time = parse_iso8601(text);
    if (!time.ok() && text.size() > kMinutes && text[kMinutes] != ':') {
        time = parse_iso8601(std::string{text.substr(0, kMinutes)} + ":00" +
                             std::string{text.substr(kMinutes)});
    }
    if (!time.ok()) {
        return Error{ErrorKind::invalid,
                     fmt::format("`{}` must be an ISO 8601 time such as `2026-11-26T22:05:00Z`{}",
                                 name, name == "at" ? " or the number of a revision" : "")};
    }
    return *time;
}

}  // namespace licet::api::decisions
