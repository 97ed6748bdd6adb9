// SPDX-License-Identifier: Apache-2.0
//
// A journal ends at its first NUL: its room is made of zeros before it is written to, and of new
// lines the first byte is written last. The sums begin with the number of the first journal that is
// not in them, so that a journal counts once wherever a kill comes between writing the sums anew
// and removing it.
#include "quota/spent_file.h"

#include "base/decimal.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <optional>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>

namespace licet::quota {
namespace {

constexpr std::string_view kFirstJournal = "journal ";

/// Of the numbers and blanks of a line.
constexpr std::size_t kNumbersBytes = 64;
constexpr std::size_t kReadBytes = std::size_t{1} << 20;
constexpr std::size_t kPageBytes = 4096;
/// Of a journal that is mapped at once.
constexpr std::size_t kWindowBytes = std::size_t{1} << 20;
constexpr std::chrono::seconds kTryAgainAfter{10};

/// Where lines end: a journal has room behind them.
enum class End { of_file, at_nul };

/// Calls `visit(line) -> bool` for each line that is whole. @return `invalid` where it says false
template <typename Visit>
Result<void> each_line(const std::filesystem::path& path, End lines_end, Visit visit) {
    LICET_TRY(const auto file, File::open(path, O_RDONLY | O_CLOEXEC));
    std::size_t number = 0;
    std::string rest;
    for (std::uint64_t at = 0;;) {
        LICET_TRY(const auto piece, file.read_at(at, kReadBytes));
        at += piece.size();
        const auto end =
            lines_end == End::at_nul ? std::min(piece.find('\0'), piece.size()) : piece.size();
        rest.append(piece, 0, end);
        std::string_view lines{rest};
        for (auto feed = lines.find('\n'); feed != std::string_view::npos;
             feed = lines.find('\n')) {
            ++number;
            if (!visit(lines.substr(0, feed))) {
                return Error{ErrorKind::invalid,
                             fmt::format("{}:{}: damaged; restore the file from a backup, or "
                                         "remove the sums to begin all quotas anew",
                                         path.string(), number)};
            }
            lines.remove_prefix(feed + 1);
        }
        rest.erase(0, rest.size() - lines.size());
        if (piece.empty() || end != piece.size()) {
            return {};  // what is left was being written when the process was killed
        }
    }
}

std::filesystem::path journal_path(const std::filesystem::path& path, std::uint64_t number) {
    return fmt::format("{}-{}", path.string(), number);
}

/// The number behind `text`; nothing where it is none.
std::optional<std::uint64_t> number_behind(std::string_view text, std::string_view prefix) {
    constexpr std::size_t kDigitsMax = 15;
    std::uint64_t number = 0;
    if (!text.starts_with(prefix) || text.size() > prefix.size() + kDigitsMax) {
        return std::nullopt;
    }
    const auto digits = text.substr(prefix.size());
    const auto [at, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool whole = error == std::errc{} && at == digits.data() + digits.size();
    return whole ? std::optional{number} : std::nullopt;
}

/// Those that there are, in order.
Result<std::vector<std::uint64_t>> journals_of(const std::filesystem::path& path) {
    const auto prefix = path.filename().string() + '-';
    const auto directory = path.parent_path();
    std::vector<std::uint64_t> numbers;
    std::error_code failed;
    std::filesystem::directory_iterator at{
        directory.empty() ? std::filesystem::path{"."} : directory, failed};
    for (; !failed && at != std::filesystem::directory_iterator{}; at.increment(failed)) {
        if (const auto number = number_behind(at->path().filename().string(), prefix)) {
            numbers.push_back(*number);
        }
    }
    if (failed) {  // nobody knows which there are
        return Error{ErrorKind::internal, fmt::format("cannot list the journals of `{}`: {}",
                                                      path.string(), failed.message())};
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

struct Read {
    Sums sums;
    std::uint64_t first = 1;  ///< journal that is not in them
    bool numbered = false;    ///< whether the file says so: one written by hand may not
};

Result<Read> read_sums(const std::filesystem::path& path) {
    Read read;
    SpentReader lines{read.sums};
    bool begins = true;
    LICET_TRY_VOID(each_line(path, End::of_file, [&](std::string_view line) {
        if (const auto first = number_behind(line, kFirstJournal); first && begins) {
            read.first = *first;
            read.numbered = true;
            begins = false;
            return true;
        }
        begins = false;
        return lines.take(line);
    }));
    return read;
}

Result<void> write_sums(const std::filesystem::path& path, const Sums& sums, std::uint64_t first) {
    std::string text{kFirstJournal};
    append_decimal(text, static_cast<std::int64_t>(first));
    text += '\n';
    for (const auto& [counter, spent] : sums) {
        append_spent(text, counter, spent.window, spent.amount);
    }
    return replace_file(path, text);
}

/// Brings the journals before `end` into the sums, and removes them.
Result<Sums> sum_up(const std::filesystem::path& path, std::uint64_t end,
                    std::size_t counters_max) {
    LICET_TRY(auto read, read_sums(path));
    LICET_TRY(const auto journals, journals_of(path));
    auto next = read.first;
    for (const auto number : journals) {
        if (number >= read.first && number < end) {
            if (number != next && (next != read.first || read.numbered)) {
                return Error{ErrorKind::invalid,
                             fmt::format("`{}` is missing; restore it from a backup, or remove the "
                                         "sums to begin all quotas anew",
                                         journal_path(path, next).string())};
            }
            next = number + 1;
            SpentReader lines{read.sums};
            LICET_TRY_VOID(each_line(journal_path(path, number), End::at_nul,
                                     [&](std::string_view line) { return lines.take(line); }));
        }
    }
    tidy(read.sums);
    if (read.sums.size() > counters_max) {
        return Error{ErrorKind::invalid, fmt::format("`{}` has too many counters", path.string())};
    }
    LICET_TRY_VOID(write_sums(path, read.sums, end));
    for (const auto number : journals) {
        if (number < end) {
            std::error_code failed;  // then it is removed the next time
            std::filesystem::remove(journal_path(path, number), failed);
        }
    }
    return std::move(read.sums);
}

}  // namespace

/// A part of it is mapped, around its end.
class SpentFile::Journal {
public:
    static Result<std::unique_ptr<Journal>> make(const std::filesystem::path& path) {
        LICET_TRY(auto file, File::open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC));
        std::unique_ptr<Journal> journal{new Journal{std::move(file)}};
        LICET_TRY_VOID(journal->make_room(0));
        return journal;
    }
    ~Journal() { unmap(); }
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    std::size_t bytes() const { return end_; }

    Result<void> append(std::string_view lines) {
        if (lines.size() > window_at_ + window_bytes_ - end_) {
            LICET_TRY_VOID(make_room(lines.size()));
        }
        char* const to = window_ + (end_ - window_at_);
        lines.copy(to + 1, lines.size() - 1, 1);
        std::atomic_ref{*to}.store(lines.front(), std::memory_order_release);
        end_ += lines.size();
        return {};
    }

private:
    explicit Journal(File file) : file_{std::move(file)} {}

    /// Of zeros, on the disk and in memory.
    Result<void> make_room(std::size_t bytes) {
        const auto at = end_ / kPageBytes * kPageBytes;
        const auto pages = (end_ - at + bytes + kPageBytes - 1) / kPageBytes;
        const auto mapped = std::max(kWindowBytes, pages * kPageBytes);
        if (const int failed = ::posix_fallocate(file_.descriptor(), static_cast<off_t>(at),
                                                 static_cast<off_t>(mapped));
            failed != 0) {
            errno = failed;
            return system_error("cannot make room in", file_.path());
        }
        void* const memory = ::mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_SHARED,
                                    file_.descriptor(), static_cast<off_t>(at));
        if (memory == MAP_FAILED) {
            return system_error("cannot map", file_.path());
        }
        unmap();
        window_ = static_cast<char*>(memory);
        window_at_ = at;
        window_bytes_ = mapped;
        return {};
    }

    void unmap() {
        if (window_ != nullptr) {
            ::munmap(window_, window_bytes_);
        }
    }

    File file_;
    std::size_t end_ = 0;
    char* window_ = nullptr;
    std::size_t window_at_ = 0;
    std::size_t window_bytes_ = 0;
};

Result<SpentFile::Opened> SpentFile::open(std::filesystem::path path, Limits limits) {
    LICET_TRY(const auto journals, journals_of(path));
    std::error_code failed;
    if (const bool is_there = std::filesystem::exists(path, failed); failed) {
        return Error{ErrorKind::internal,
                     fmt::format("cannot look for `{}`: {}", path.string(), failed.message())};
    } else if (!is_there) {
        LICET_TRY_VOID(write_sums(path, {}, journals.empty() ? 1 : journals.back() + 1));
    }
    LICET_TRY(const auto read, read_sums(path));
    const auto end = journals.empty() ? read.first : std::max(read.first, journals.back() + 1);
    LICET_TRY(auto sums, sum_up(path, end, limits.counters));
    std::unique_ptr<SpentFile> file{new SpentFile{std::move(path), limits, end}};
    LICET_TRY(file->journal_, Journal::make(journal_path(file->path_, end)));
    return Opened{std::move(file), std::move(sums)};
}

SpentFile::SpentFile(std::filesystem::path path, Limits limits, std::uint64_t first)
    : path_{std::move(path)}, limits_{limits}, number_{first}, first_{first}, thread_{[this] {
          run();
      }} {}

SpentFile::~SpentFile() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

Result<void> SpentFile::append(std::string_view lines) {
    if (lines.empty()) {
        return {};
    }
    LICET_TRY_VOID(make_room(lines.size()));
    return journal_->append(lines);
}

Result<void> SpentFile::spend(std::span<const Spending> spendings) {
    std::size_t most = 0;
    for (const auto& spending : spendings) {
        most += spending.counter.size() + kNumbersBytes;
    }
    LICET_TRY_VOID(make_room(most));
    const auto before = numbered_;
    lines_.clear();
    for (const auto& [counter, window, amount, numbering] : spendings) {
        if (numbering->journal == number_) {
            append_numbered(lines_, numbering->number, amount);
        } else {
            *numbering = {.journal = number_, .number = numbered_++};
            append_numbering(lines_, numbering->number, counter, window, amount);
        }
    }
    auto written = lines_.empty() ? Result<void>{} : journal_->append(lines_);
    if (!written.ok()) {
        numbered_ = before;
        for (const auto& spending : spendings) {
            *spending.numbering = {};
        }
    }
    return written;
}

/// In the journal, or else in the next one.
Result<void> SpentFile::make_room(std::size_t bytes) {
    const bool is_full = journal_->bytes() + bytes > limits_.journal_bytes;
    return is_full && journal_->bytes() != 0 ? begin_journal() : Result<void>{};
}

Result<void> SpentFile::begin_journal() {
    const std::lock_guard lock{mutex_};
    if (full_ + 1 >= kJournalsMax) {
        return Error{ErrorKind::internal, fmt::format("{} journals cannot be brought into `{}`: {}",
                                                      full_, path_.string(), reason_)};
    }
    LICET_TRY(journal_, Journal::make(journal_path(path_, number_ + 1)));
    ++number_;
    numbered_ = 0;
    ++full_;
    wake_.notify_all();
    return {};
}

void SpentFile::run() {
    std::unique_lock lock{mutex_};
    for (;;) {
        wake_.wait(lock, [this] { return stop_ || full_ != 0; });
        if (stop_) {
            return;
        }
        const auto count = full_;
        lock.unlock();
        const auto done = sum_up(path_, first_ + count, limits_.counters);
        lock.lock();
        if (done.ok()) {
            first_ += count;
            full_ -= count;
            summed_up_.notify_all();
        } else {
            reason_ = done.error().message;
            wake_.wait_for(lock, kTryAgainAfter, [this] { return stop_; });
        }
    }
}

void SpentFile::wait() {
    std::unique_lock lock{mutex_};
    summed_up_.wait(lock, [this] { return full_ == 0; });
}

}  // namespace licet::quota
