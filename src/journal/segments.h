// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "base/time.h"
#include "journal/line.h"
#include "obs/logger.h"

#include <deque>
#include <optional>

namespace licet::journal {

/// When a segment is full, and how long full ones are kept.
struct Limits {
    std::uint64_t segment_bytes = 64U << 20;
    Milliseconds segment_age = std::chrono::hours{24};         ///< of its first entry
    Milliseconds retention_age = std::chrono::hours{90 * 24};  ///< of a segment's last entry
    std::uint64_t retention_bytes = 16ULL << 30;               ///< of all segments together
};

std::filesystem::path segment_path(const std::filesystem::path& directory, std::uint64_t segment);

/// The numbers of the segments in the directory, ascending; none when there is no directory.
Result<std::vector<std::uint64_t>> list_segments(const std::filesystem::path& directory);

/// The files of a journal as their only writer sees them. One thread at a time.
class Segments {
public:
    /// Makes the directory (mode 0700) or takes up where the last writer stopped: a line that was
    /// not written to its end is cut off, whole lines are never touched.
    /// @return `internal` when the disk fails.
    static Result<Segments> open(const std::filesystem::path& directory, const Limits& limits,
                                 obs::Logger& logger);

    const Chain& chain() const { return chain_; }

    /// How many bytes the present segment still takes; 0 when it is full.
    std::uint64_t room() const;

    /// Adds whole lines whose chain ends in `chain`. After an error none of them counts, and the
    /// next call takes away what there is of them.
    Result<void> append(std::string_view lines, const Chain& chain, Time first, Time last);

    /// Begins a new segment when the present one is full or old, and removes what is past
    /// retention.
    Result<void> rotate_if_due(Time now);

    Result<void> sync() { return file_->sync(); }

    std::uint64_t first_segment() const {
        return closed_.empty() ? number_ : closed_.front().number;
    }
    std::uint64_t last_segment() const { return number_; }
    std::uint64_t end() const { return bytes_; }
    /// Of all segments together.
    std::uint64_t bytes() const;

private:
    struct Closed {
        std::uint64_t number;
        std::uint64_t bytes;
        Time last;
    };

    Segments(std::filesystem::path directory, const Limits& limits, obs::Logger& logger)
        : directory_{std::move(directory)}, limits_{limits}, logger_{&logger} {}

    Result<void> recover();
    Result<bool> take_up(std::uint64_t number);
    Result<bool> take_up_last_line(const File& file);
    Result<void> begin_segment(std::uint64_t number);
    void retire(Time now);

    std::filesystem::path directory_;
    Limits limits_;
    obs::Logger* logger_;
    std::deque<Closed> closed_;
    Chain chain_;

    // The present segment.
    std::uint64_t number_ = 0;
    std::optional<File> file_;
    std::uint64_t bytes_ = 0;
    std::optional<Time> first_;  // of its entries; none yet
    Time last_{};
    bool unfinished_ = false;  // part of a line may stand after bytes_
};

}  // namespace licet::journal
