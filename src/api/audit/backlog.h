// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/audit/event.h"
#include "journal/journal.h"
#include "log/log.h"

#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace licet::api {

/// A place in the joint history of log and journal: everything older than both parts is still to
/// come.
struct AuditPosition {
    log::Revision below = log::kRevisionMax;  ///< records under this revision
    journal::Position before = journal::Position::newest();
    Time until =
        Time::max();  ///< what happened later is no part of it: the first page fixes the end

    std::string text() const;
    /// @return `invalid` unless text() gave it.
    static Result<AuditPosition> parse(std::string_view text);
};

/// Reads log and journal together, newest first. One thread.
class Backlog {
public:
    Backlog(const log::Log& log, journal::Journal& journal, const AuditPosition& from)
        : log_{log},
          journal_{journal},
          position_{from},
          log_next_{from.below},
          journal_next_{from.before} {}

    /// The next older event, or nothing at the beginning of both.
    /// @return an error of the log or the journal; `not_found` when the position's segment was
    /// retired.
    Result<std::optional<AuditEvent>> next();

    /// Where to go on after the events given so far.
    const AuditPosition& position() const { return position_; }

private:
    /// Read ahead, in items; bounds what one look-up holds in memory.
    static constexpr std::size_t kPage = 128;

    Result<void> fill_from_log();
    Result<void> fill_from_journal();

    const log::Log& log_;
    journal::Journal& journal_;
    AuditPosition position_;
    log::Revision log_next_;
    journal::Position journal_next_;
    bool log_ended_ = false;
    bool journal_ended_ = false;
    std::deque<std::pair<log::Revision, AuditEvent>> from_log_;
    std::deque<std::pair<journal::Position, AuditEvent>> from_journal_;
};

}  // namespace licet::api
