// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/services.h"
#include "base/describe/bounded.h"
#include "decision/inquiry.h"
#include "decision/search.h"
#include "decision/state_facts.h"
#include "engine/history.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the operations that answer questions about access have in common.
namespace licet::api::decisions {

/// What one caller may ask about, as of one revision: the management account and the delegated
/// administrator for License Manager about their organization, any account about itself. All else
/// reads as unknown: what an account did before it came or since it left is its own affair. Refers
/// to facts, directory and today's index.
class View {
public:
    /// @param today where the caller's authority is looked up: always of the newest revision
    View(const decision::Index& today, const model::Principal& caller, const decision::Facts& facts,
         const decision::Directory& directory, engine::Revision revision, Time now);
    /// Of the newest revision.
    View(const decision::Index& today, const model::Principal& caller, Time now);

    const decision::Facts& facts() const { return facts_; }
    const decision::Directory& directory() const { return directory_; }
    AccountId caller() const { return caller_; }
    engine::Revision revision() const { return revision_; }
    /// What the answers are for, if the question names no other time.
    Time now() const { return now_; }

    /// Whether the caller may ask about its whole organization.
    bool speaks() const { return !organization_.empty(); }
    /// Whether it is the caller's, or belonged to its organization then and does today.
    bool shows(AccountId account) const;
    /// All that shows() is true of, ascending.
    std::vector<AccountId> accounts() const;
    /// The same, and those that belonged to the organization then only.
    std::vector<AccountId> accounts_then() const;
    /// Whether there was the account then, or is today, and it belongs to others.
    bool is_foreign(AccountId account) const;

private:
    bool belongs(const decision::Facts& facts, AccountId account) const;

    const decision::Index& today_;
    const decision::Facts& facts_;
    const decision::Directory& directory_;
    AccountId caller_;
    std::string organization_;  ///< empty: the caller may ask about itself only
    engine::Revision revision_;
    Time now_;
};

/// Who is asked about. A value.
struct Asked {
    AccountId account;
    std::optional<model::Principal> principal = {};

    /// Of the principal; nothing for an account as a whole.
    std::optional<std::string> arn() const {
        return principal ? std::optional{principal->arn} : std::nullopt;
    }
    decision::Subject subject() const {
        return principal ? decision::Subject{*principal} : decision::Subject{account};
    }
};

/// An account as a whole. @return nothing for one that is not shown
std::optional<Asked> find_account(const View& view, std::string_view id);
/// A root, user, role or session by its ARN. @return nothing for one that is not shown
std::optional<Asked> find_principal(const View& view, std::string_view arn);
/// One or the other, or the caller's account. @return unknown_subject(), also for a principal that
/// is not of the account
Result<Asked> find_asked(const View& view, std::optional<AccountId> account,
                         const std::optional<Text<1, 2048>>& principal);
/// ResourceNotFoundException: the same whether there is none of that name or it is somebody else's.
Error unknown_subject(std::string_view name);

/// A state of the past, and the view of it.
struct Past {
    std::shared_ptr<const model::State> state;
    std::unique_ptr<decision::StateFacts> facts;
    std::unique_ptr<View> view;
};

/// @param at a revision's number or an ISO 8601 time: what was known then, and that time; of a
///        revision its record's
/// @return ValidationException for what is neither, or lies ahead
Result<Past> view_of_past(const AuditCall& call, std::string_view at);

/// The same of one revision, for another time than its record's.
Result<Past> view_of_revision(const AuditCall& call, engine::Revision revision,
                              std::optional<Time> time = {});

/// What `at` means, without its state. @return as view_of_past()
struct AtMoment {
    engine::Revision revision = 0;
    std::optional<Time> time = {};  ///< that was asked for; nothing for a revision
};
Result<AtMoment> read_at(const AuditCall& call, std::string_view at);
/// That time, or the one of the revision's record.
Result<Time> time_of(const AuditCall& call, const AtMoment& moment);

/// ISO 8601, also without seconds. @param name the member it stands in, for the message
Result<Time> read_time(std::string_view name, std::string_view text);

}  // namespace licet::api::decisions
