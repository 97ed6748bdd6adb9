// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "base/result.h"
#include "base/time.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>

namespace licet::quota {

struct NameHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const {
        return std::hash<std::string_view>{}(name);
    }
};
template <typename T>
using ByName = std::unordered_map<std::string, T, NameHash, std::equal_to<>>;

/// The sum of amounts that are not negative, but for those beyond all bounds.
std::int64_t added(std::int64_t spent, std::int64_t amount);

/// What was spent in the last window of a counter.
struct Spent {
    Time window = {};
    std::int64_t amount = 0;
};
using Sums = ByName<Spent>;

/// Appends a line: something was spent. @param amount at least 0
void append_spent(std::string& lines, std::string_view counter, Time window, std::int64_t amount);
/// Appends a line: nothing of the counter counts that is before it.
void append_forgotten(std::string& lines, std::string_view counter);

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

    /// Returns once each full journal is in the sums. For tests.
    void wait();

private:
    class Journal;

    SpentFile(std::filesystem::path path, Limits limits, std::uint64_t first);
    Result<void> begin_journal();
    void run();

    const std::filesystem::path path_;
    const Limits limits_;
    std::unique_ptr<Journal> journal_;  // the last one
    std::uint64_t number_;              // its

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
