// SPDX-License-Identifier: Apache-2.0
#include "journal/segments.h"

#include "journal/backward_lines.h"
#include "journal/entry.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace licet::journal {
namespace {

constexpr std::string_view kPrefix = "journal-";
constexpr std::size_t kHeaderBytesMax = 256;

Result<void> truncate(const File& file, std::uint64_t size) {
    if (::ftruncate(file.descriptor(), static_cast<off_t>(size)) != 0) {
        return system_error("cannot truncate", file.path());
    }
    return {};
}

Time time_of(std::string_view line) {
    const auto entry = parse_entry(line);
    return entry.ok() ? entry->time : Time{};
}

/// The time of the segment's first entry; none when it has none that can be read.
Result<std::optional<Time>> first_time(const File& file) {
    constexpr std::size_t kBytes = 1U << 20;  // more than an entry usually has
    LICET_TRY(const auto start, file.read_at(0, kBytes));
    const auto begin = start.find('\n') + 1;  // the header is whole
    const auto end = start.find('\n', begin);
    return end == std::string::npos
               ? std::nullopt
               : std::optional{time_of(std::string_view{start}.substr(begin, end - begin))};
}

}  // namespace

std::filesystem::path segment_path(const std::filesystem::path& directory, std::uint64_t segment) {
    return directory / fmt::format("{}{:012}.jsonl", kPrefix, segment);
}

Result<std::vector<std::uint64_t>> list_segments(const std::filesystem::path& directory) {
    std::vector<std::uint64_t> numbers;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator{directory, code}) {
        const std::string name = entry.path().filename();
        std::uint64_t number = 0;
        if (name.starts_with(kPrefix) &&
            std::from_chars(name.data() + kPrefix.size(), name.data() + name.size(), number).ec ==
                std::errc{} &&
            entry.path() == segment_path(directory, number)) {
            numbers.push_back(number);
        }
    }
    if (code && code != std::errc::no_such_file_or_directory) {
        errno = code.value();
        return system_error("cannot read the journal", directory);
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

Result<Segments> Segments::open(const std::filesystem::path& directory, const Limits& limits,
                                obs::Logger& logger) {
    LICET_CHECK(limits.segment_bytes >= 2 * kHeaderBytesMax);
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
        return system_error("cannot create the journal", directory);
    }
    Segments segments{directory, limits, logger};
    LICET_TRY_VOID(segments.recover());
    return segments;
}

Result<void> Segments::recover() {
    LICET_TRY(const auto numbers, list_segments(directory_));
    bool damaged = false;
    for (const auto number : numbers) {
        if (file_) {
            closed_.push_back({number_, bytes_, last_});
        }
        LICET_TRY(damaged, take_up(number));
    }
    if (damaged) {
        // What cannot be read stays as it is, for verification to name; the chain goes on from the
        // last line that can be.
        logger_->error("the journal is damaged", {{"file", file_->path().string()}});
        closed_.push_back({number_, bytes_, last_});
    }
    if (!file_ || damaged) {
        return begin_segment(number_ + 1);
    }
    LICET_TRY(first_, first_time(*file_));
    return {};
}

// Returns whether the end of the segment is damaged.
Result<bool> Segments::take_up(std::uint64_t number) {
    LICET_TRY(auto file, File::open(segment_path(directory_, number), O_RDWR | O_APPEND));
    LICET_TRY(const auto size, file.size());
    LICET_TRY(bytes_, end_of_lines(file));
    if (bytes_ < size) {
        LICET_TRY_VOID(truncate(file, bytes_));
        logger_->warn("an unfinished line of the journal is cut off",
                      {{"file", file.path().string()}, {"bytes", size - bytes_}});
    }
    number_ = number;
    if (bytes_ == 0) {  // the process ended before the header was whole
        const std::string header = header_line(number, chain_);
        LICET_TRY_VOID(file.write_all(header));
        bytes_ = header.size();
    }
    LICET_TRY(const auto start, file.read_at(0, kHeaderBytesMax));
    const auto header_end = start.find('\n');
    auto header = parse_header(std::string_view{start}.substr(0, header_end), number);
    if (header.ok()) {
        chain_ = header.value();
    }
    LICET_TRY(const bool last_damaged, take_up_last_line(file));
    file_ = std::move(file);
    return last_damaged || !header.ok();
}

// Returns whether there are lines without the form of an entry after the last one that has it.
Result<bool> Segments::take_up_last_line(const File& file) {
    bool damaged = false;
    BackwardLines lines{file, bytes_};
    while (true) {
        LICET_TRY(const bool found, lines.next());
        if (!found || lines.offset() == 0) {
            return damaged;
        }
        if (const auto chain = chain_after(lines.line()); chain.ok()) {
            chain_ = chain.value();
            last_ = time_of(lines.line());
            return damaged;
        }
        damaged = true;
    }
}

std::uint64_t Segments::room() const {
    return bytes_ < limits_.segment_bytes ? limits_.segment_bytes - bytes_ : 0;
}

Result<void> Segments::append(std::string_view lines, const Chain& chain, Time first, Time last) {
    if (unfinished_) {
        LICET_TRY_VOID(truncate(*file_, bytes_));
    }
    unfinished_ = true;
    LICET_TRY_VOID(file_->write_all(lines));
    unfinished_ = false;
    chain_ = chain;
    bytes_ += lines.size();
    first_ = first_.value_or(first);
    last_ = last;
    return {};
}

Result<void> Segments::rotate_if_due(Time now) {
    const bool old = first_ && now - *first_ >= limits_.segment_age;
    if (room() > 0 && !old) {
        return {};
    }
    LICET_TRY_VOID(file_->sync());
    const Closed closed{number_, bytes_, last_};
    LICET_TRY_VOID(begin_segment(number_ + 1));
    closed_.push_back(closed);
    retire(now);
    return {};
}

Result<void> Segments::begin_segment(std::uint64_t number) {
    const std::string header = header_line(number, chain_);
    LICET_TRY(auto file, File::open(segment_path(directory_, number),
                                    O_RDWR | O_CREAT | O_TRUNC | O_APPEND, 0600));
    LICET_TRY_VOID(file.write_all(header));
    LICET_TRY_VOID(sync_directory(directory_));
    number_ = number;
    bytes_ = header.size();
    first_.reset();
    unfinished_ = false;
    file_ = std::move(file);
    return {};
}

std::uint64_t Segments::bytes() const {
    std::uint64_t total = bytes_;
    for (const auto& closed : closed_) {
        total += closed.bytes;
    }
    return total;
}

void Segments::retire(Time now) {
    std::uint64_t total = bytes();
    while (!closed_.empty() && (now - closed_.front().last >= limits_.retention_age ||
                                total > limits_.retention_bytes)) {
        const Closed oldest = closed_.front();
        std::error_code code;
        std::filesystem::remove(segment_path(directory_, oldest.number), code);
        if (code) {
            logger_->warn("a segment of the journal cannot be removed",
                          {{"segment", oldest.number}, {"reason", code.message()}});
            return;
        }
        if (now - oldest.last < limits_.retention_age) {
            logger_->warn("a segment of the journal is retired early: all together are too large",
                          {{"segment", oldest.number}, {"bytes_max", limits_.retention_bytes}});
        } else {
            logger_->info("a segment of the journal is retired", {{"segment", oldest.number}});
        }
        total -= oldest.bytes;
        closed_.pop_front();
    }
}

}  // namespace licet::journal
