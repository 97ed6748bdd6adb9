// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "base/result.h"
#include "base/time.h"
#include "quota/spent_lines.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>

namespace licet::quota {

/// Where a journal gave a number to a counter in its window.
struct Numbering {
    std::uint64_t journal = 0;
    std::uint32_t number = 0;
};

/// So much more is spent.
struct Spending {
    std::string_view counter;
    Time window;
    std::int64_t amount;   ///< at least 0
    Numbering* numbering;  ///< of the counter in this window; empty for the first time
};

/// Lines of what is spent, where a process that is killed leaves them: `PATH` has sums, journals
/// beside it, `PATH-1`, `PATH-2` and so on, what came after. A journal is mapped, so that no call
/// of the system is made for most lines. Once it is full the next one is begun, and a thread of
/// its own brings it into the sums: no other one waits for the disk.
///
/// Of append() one thread at a time.
class SpentFile {
public:
    struct Limits {
        std::size_t counters;                               ///< with sums
        std::size_t journal_bytes = std::size_t{64} << 20;  ///< of lines in a journal
    };
    /// Journals that are not in the sums: past it nothing is appended.
    static constexpr std::size_t kJournalsMax = 16;

    struct Opened;
    /// Reads the sums and brings the journals into them. Where there are no sums all begins anew.
    /// The caller holds the lock of the data directory.
    /// @return `invalid` for damage, naming the line; a last line that is not whole is none
    static Result<Opened> open(std::filesystem::path path, Limits limits);
    /// What was appended stays in its journals.
    ~SpentFile();
    SpentFile(const SpentFile&) = delete;
    SpentFile& operator=(const SpentFile&) = delete;

    /// After it a kill leaves all of the lines there, and during it all or none.
    /// @return an error when the disk has no room; then nothing was appended
    Result<void> append(std::string_view lines);
    /// The same of a line for each, in which a counter is a number where it can be.
    Result<void> spend(std::span<const Spending> spendings);

    /// Returns once each full journal is in the sums. For tests.
    void wait();

private:
    class Journal;

    SpentFile(std::filesystem::path path, Limits limits, std::uint64_t first);
    Result<void> make_room(std::size_t bytes);
    Result<void> begin_journal();
    void run();

    const std::filesystem::path path_;
    const Limits limits_;
    std::unique_ptr<Journal> journal_;  // the last one
    std::uint64_t number_;              // its
    std::uint32_t numbered_ = 0;        // counters that have numbers there
    std::string lines_;                 // of spend()

    std::mutex mutex_;  // guards all below
    std::condition_variable wake_;
    std::condition_variable summed_up_;
    std::uint64_t first_;   // journal that is not in the sums
    std::size_t full_ = 0;  // those from there on, but the last one
    std::string reason_;    // why they are not in the sums, where that failed
    bool stop_ = false;
    std::thread thread_;
};

struct SpentFile::Opened {
    std::unique_ptr<SpentFile> file;
    Sums sums;
};

}  // namespace licet::quota
