// SPDX-License-Identifier: Apache-2.0
#include "journal/journal.h"

#include "journal/backward_lines.h"

#include <fmt/format.h>

#include <fcntl.h>

namespace licet::journal {
namespace {

constexpr std::size_t kChunkBytes = 1U << 20;
constexpr Milliseconds kRetryInterval{1000};
/// How long entries gather for one write when nobody waits for them: waking a thread for each costs
/// more than all the rest of it.
constexpr Milliseconds kGatherTime{4};

/// Of larger buffers the memory is given back.
constexpr std::size_t kKeptBytesMax = 2 * kChunkBytes;

void empty(std::string& buffer) {
    buffer.clear();
    if (buffer.capacity() > kKeptBytesMax) {
        buffer.shrink_to_fit();
    }
}

Error disk_fails() {
    return Error{ErrorKind::unavailable,
                 "the journal cannot be written, so nothing may happen "
                 "unrecorded: see the server's log"};
}

Error no_line_there() {
    return Error{ErrorKind::invalid, "no line of the journal begins at this position"};
}

bool is_strangers_refusal(const Entry& entry) {
    return !entry.account && !entry.error_code.empty();
}

}  // namespace

Result<std::unique_ptr<Journal>> Journal::open(const std::filesystem::path& directory,
                                               const Options& options, const Clock& clock,
                                               obs::Logger& logger) {
    LICET_CHECK(options.queue_entries_max > 0);
    LICET_TRY(auto segments, Segments::open(directory, options.limits, logger));
    std::unique_ptr<Journal> journal;
    journal.reset(new Journal{directory, std::move(segments), options, clock, logger});
    return journal;
}

Journal::Journal(const std::filesystem::path& directory, Segments segments, const Options& options,
                 const Clock& clock, obs::Logger& logger)
    : options_{options},
      clock_{clock},
      logger_{logger},
      directory_{directory},
      segments_{std::move(segments)},
      extent_{extent()},
      thread_{[this] { run(); }} {}

Journal::~Journal() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
        ++flushes_wanted_;
    }
    work_.notify_one();
    thread_.join();
}

void Journal::Batch::clear() {
    empty(text);
    entries.clear();
}

Result<void> Journal::append(const Entry& entry) {
    thread_local std::string members;
    empty(members);
    if (!is_strangers_refusal(entry)) {
        append_members(members, entry);
        return queue(members, entry.time);
    }
    std::uint64_t left_out = 0;
    {
        const std::lock_guard lock{mutex_};
        if (!strangers_.admit(entry.time)) {
            return {};
        }
        left_out = strangers_.take_left_out();
    }
    auto told = entry;
    if (left_out > 0) {
        told.extra = fmt::format(R"({{"refusalsLeftOut":{}}})", left_out);
    }
    append_members(members, told);
    return queue(members, entry.time);
}

Result<void> Journal::queue(std::string_view members, Time time) {
    Waiter waiter;
    const bool strict = options_.durability == Durability::strict;
    std::unique_lock lock{mutex_};
    const auto has_room = [this] { return queue_.entries.size() < options_.queue_entries_max; };
    settled_.wait(lock, [&] { return has_room() || failing_; });
    if (!has_room()) {
        return disk_fails();
    }
    queue_.push(members, time, strict ? &waiter : nullptr);
    const bool due = queue_.entries.size() == 1 || queue_.entries.size() == gather_max();
    lock.unlock();  // or who is woken waits for it
    if (due) {
        work_.notify_one();
    }
    if (strict) {
        lock.lock();
        settled_.wait(lock, [&] { return waiter.done; });
        if (waiter.failed) {
            return disk_fails();
        }
    }
    return {};
}

Result<void> Journal::flush() {
    std::unique_lock lock{mutex_};
    const auto wanted = ++flushes_wanted_;
    work_.notify_one();
    settled_.wait(lock, [&] { return flushes_done_ >= wanted; });
    if (failing_) {
        return disk_fails();
    }
    return {};
}

Standing Journal::standing() const {
    const std::lock_guard lock{mutex_};
    return {.segments = extent_.end.segment - extent_.first_segment + 1,
            .bytes = extent_.bytes,
            .queued = queue_.entries.size(),
            .failing = failing_};
}

void Journal::run() {
    const bool strict = options_.durability == Durability::strict;
    Batch batch;
    std::unique_lock lock{mutex_};
    while (true) {
        const auto asked = [this] { return stop_ || flushes_wanted_ > flushes_done_; };
        if (failing_ && !strict) {
            work_.wait_for(lock, kRetryInterval, asked);
        } else if (failing_) {
            work_.wait_for(lock, kRetryInterval,
                           [&] { return asked() || !queue_.entries.empty(); });
        } else {
            work_.wait(lock, [&] { return asked() || !queue_.entries.empty(); });
            if (!strict) {
                work_.wait_for(lock, kGatherTime,
                               [&] { return asked() || queue_.entries.size() >= gather_max(); });
            }
        }
        const bool last = stop_;
        const auto flushes = flushes_wanted_;
        const bool sync = strict || flushes > flushes_done_;
        batch.clear();
        std::swap(batch, queue_);
        settled_.notify_all();
        lock.unlock();
        Progress written;
        auto outcome = write(batch, written);
        if (outcome.ok() && sync) {
            outcome = segments_.sync();
        }
        lock.lock();
        settle(outcome, batch, written);
        flushes_done_ = flushes;
        settled_.notify_all();
        if (last) {
            if (!queue_.entries.empty()) {
                logger_.error("entries of the journal are lost",
                              {{"entries", queue_.entries.size()}});
            }
            return;
        }
    }
}

// Called with the mutex held.
void Journal::settle(const Result<void>& outcome, const Batch& batch, const Progress& written) {
    if (failing_ == outcome.ok()) {
        failing_ = !outcome.ok();
        if (failing_) {
            logger_.error("the journal cannot be written",
                          {{"reason", outcome.error().message},
                           {"entries", batch.entries.size() - written.entries}});
        } else {
            logger_.info("the journal is written again");
        }
    }
    Batch again;  // what nobody waits for stays, before what came later
    auto at = written.bytes;
    for (std::size_t i = 0; i < batch.entries.size(); ++i) {
        const auto& queued = batch.entries[i];
        const bool is_written = i < written.entries;
        if (queued.waiter != nullptr) {
            *queued.waiter = {.done = true, .failed = !is_written || !outcome.ok()};
        } else if (!is_written) {
            again.push(std::string_view{batch.text}.substr(at, queued.bytes), queued.time, nullptr);
        }
        at += is_written ? 0 : queued.bytes;
    }
    if (!again.entries.empty()) {
        again.text += queue_.text;
        again.entries.insert(again.entries.end(), queue_.entries.begin(), queue_.entries.end());
        queue_ = std::move(again);
    }
    extent_ = extent();
}

Result<void> Journal::write(const Batch& batch, Progress& written) {
    while (written.entries < batch.entries.size()) {
        LICET_TRY_VOID(segments_.rotate_if_due(clock_.now()));
        LICET_TRY_VOID(write_chunk(batch, written));
    }
    return {};
}

Result<void> Journal::write_chunk(const Batch& batch, Progress& written) {
    const auto bytes_max = std::min<std::uint64_t>(kChunkBytes, segments_.room());
    empty(lines_);
    Chain chain = segments_.chain();
    auto [next, at] = written;
    while (next < batch.entries.size() && (next == written.entries || lines_.size() < bytes_max)) {
        const std::size_t begin = lines_.size();
        begin_line(lines_, chain);
        lines_.append(batch.text, at, batch.entries[next].bytes);
        seal_line(lines_, begin, chain);
        at += batch.entries[next++].bytes;
    }
    LICET_TRY_VOID(segments_.append(lines_, chain, batch.entries[written.entries].time,
                                    batch.entries[next - 1].time));
    written = {.entries = next, .bytes = at};
    return {};
}

Result<void> Journal::read_backward(Position from, std::size_t limit, const Visit& visit) {
    LICET_TRY_VOID(flush());
    std::unique_lock lock{mutex_};
    const Extent extent = extent_;
    lock.unlock();
    const bool newest = from == Position::newest();
    if (newest) {
        from = extent.end;
    }
    if (from > extent.end) {
        return no_line_there();
    }
    const Error gone{ErrorKind::not_found, "this part of the journal is retired"};
    if (from.segment < extent.first_segment) {
        return gone;
    }
    for (auto segment = from.segment; limit > 0 && segment >= extent.first_segment; --segment) {
        const bool first = segment == from.segment;
        const auto read =
            read_segment(segment, first ? std::optional{from.offset} : std::nullopt, limit, visit);
        if (!read.ok() && read.error().kind == ErrorKind::not_found) {  // retired meanwhile
            if (first && newest) {
                return read_backward(Position::newest(), limit, visit);
            }
            return first ? Result<void>{gone} : Result<void>{};
        }
        LICET_TRY_VOID(read);
    }
    return {};
}

Result<void> Journal::read_segment(std::uint64_t segment, std::optional<std::uint64_t> end,
                                   std::size_t& limit, const Visit& visit) const {
    LICET_TRY(const auto file, File::open(segment_path(directory_, segment), O_RDONLY));
    if (!end) {
        LICET_TRY(end, end_of_lines(file));
    } else if (*end > 0) {
        LICET_TRY(const auto before, file.read_at(*end - 1, 1));
        if (before != "\n") {
            return no_line_there();
        }
    }
    BackwardLines lines{file, *end};
    while (limit > 0) {
        LICET_TRY(const bool found, lines.next());
        if (!found || lines.offset() == 0) {  // the first line is the header
            break;
        }
        if (chain_after(lines.line()).ok()) {  // damaged lines are for verify() to tell
            LICET_TRY_VOID(visit({segment, lines.offset()}, lines.line()));
            --limit;
        }
    }
    return {};
}

}  // namespace licet::journal
