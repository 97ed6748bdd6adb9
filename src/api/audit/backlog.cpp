// SPDX-License-Identifier: Apache-2.0
#include "api/audit/backlog.h"

#include <fmt/format.h>

#include <charconv>

namespace licet::api {

std::string AuditPosition::text() const {
    return fmt::format("{}-{}-{}", to_epoch_ms(until), below, before.text());
}

Result<AuditPosition> AuditPosition::parse(std::string_view text) {
    const auto take_number = [&text](auto& number) {
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
        const auto size = static_cast<std::size_t>(end - text.data());
        if (fault != std::errc{} || size == text.size() || text[size] != '-') {
            return false;
        }
        text.remove_prefix(size + 1);
        return true;
    };
    AuditPosition position;
    std::int64_t until_ms = 0;
    if (!take_number(until_ms) || !take_number(position.below)) {
        return Error{ErrorKind::invalid, "the position is not one that was given out"};
    }
    position.until = from_epoch_ms(until_ms);
    LICET_TRY(position.before, journal::Position::parse(text));
    return position;
}

Result<void> Backlog::fill_from_log() {
    if (log_ended_ || !from_log_.empty()) {
        return {};
    }
    const auto before = from_log_.size();
    if (log_next_ > 1) {
        LICET_TRY_VOID(log_.read_backward(
            log_next_ - 1, kPage, [this](const log::Record& stored) -> Result<void> {
                LICET_TRY(const auto record, engine::decode_record(stored.body));
                from_log_.emplace_back(stored.revision, audit_event(record));
                log_next_ = stored.revision;
                return {};
            }));
    }
    log_ended_ = from_log_.size() == before;
    return {};
}

Result<void> Backlog::fill_from_journal() {
    if (journal_ended_ || !from_journal_.empty()) {
        return {};
    }
    LICET_TRY_VOID(journal_.read_backward(
        journal_next_, kPage,
        [this](const journal::Position& position, std::string_view line) -> Result<void> {
            LICET_TRY(auto entry, journal::parse_entry(line));
            from_journal_.emplace_back(position, std::move(entry));
            journal_next_ = position;
            return {};
        }));
    journal_ended_ = from_journal_.empty();
    return {};
}

Result<std::optional<AuditEvent>> Backlog::next() {
    LICET_TRY_VOID(fill_from_log());
    LICET_TRY_VOID(fill_from_journal());
    if (from_log_.empty() && from_journal_.empty()) {
        return std::optional<AuditEvent>{};
    }
    const bool take_log =
        !from_log_.empty() && (from_journal_.empty() ||
                               from_log_.front().second.time >= from_journal_.front().second.time);
    std::optional<AuditEvent> event;
    if (take_log) {
        position_.below = from_log_.front().first;
        event = std::move(from_log_.front().second);
        from_log_.pop_front();
    } else {
        position_.before = from_journal_.front().first;
        event = std::move(from_journal_.front().second);
        from_journal_.pop_front();
    }
    return event;
}

}  // namespace licet::api
