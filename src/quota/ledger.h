// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "base/result.h"
#include "base/time.h"
#include "model/grant/quota.h"
#include "quota/caller.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace licet::quota {

/// What a call uses, or may use at most. None is negative, none above model::kQuotaLimitMax.
struct Amounts {
    std::int64_t requests = 1;
    std::int64_t input_tokens = 0;
    std::int64_t output_tokens = 0;
    std::int64_t micro_dollars = 0;

    std::int64_t of(model::QuotaUnit unit) const;
};

/// Why a call must wait, or cannot be.
struct Refusal {
    Error error;                                   ///< names the quota
    std::optional<Milliseconds> retry_after = {};  ///< nothing: waiting alone does not help
};

/// How a quota stands.
struct Standing {
    std::int64_t spent = 0;
    std::int64_t held = 0;  ///< by calls under way
};

class Ledger;

/// What is held for a call under way. Moved, never copied; released when it is dropped. Gone before
/// its ledger is.
class Reservation {
public:
    Reservation() = default;
    Reservation(Reservation&& other) noexcept
        : ledger_{std::exchange(other.ledger_, nullptr)}, parts_{std::move(other.parts_)} {}
    Reservation& operator=(Reservation&& other) noexcept;
    ~Reservation();

    /// Spends what was used, perhaps more than was held, and releases the rest at once. The ledger
    /// has it for good when this returns. @return `unavailable` where it could not be written: then
    /// nothing more is reserved until it is.
    Result<void> settle(const Amounts& used) &&;

private:
    friend class Ledger;
    struct Part {
        std::string counter;
        model::QuotaUnit unit;
        Time window;
        std::int64_t held;
    };
    Ledger* ledger_ = nullptr;
    std::vector<Part> parts_;
};

/// What was used of the quotas of grants, and what is being used. Thread-safe.
///
/// At any time spent + held is at most the limit that the last reservation saw, unless a call used
/// more than it had reserved. What is spent is appended to a file before settle() returns, so it is
/// there after the process is killed; what was held then is not. What a loss of power takes is what
/// the system had not written yet.
class Ledger {
public:
    /// Counters kept; those whose window has passed go first. Over it nothing new is reserved.
    static constexpr std::size_t kCountersMax = 1'000'000;
    /// Over it principals and tags get no new ones, of which anybody can make many: the rest is
    /// for quotas that they share.
    static constexpr std::size_t kCallersCountersMax = 900'000;
    /// The file is written anew with sums when it has grown by so much.
    static constexpr std::uint64_t kGrowthBytesMax = std::uint64_t{64} << 20;
    static constexpr std::size_t kFileBytesMax = std::size_t{1} << 30;

    /// Reads the file, if there is one; a last line that is not complete is left out. The caller
    /// holds the lock of the data directory. @return `invalid` for another damage, naming the line
    static Result<std::unique_ptr<Ledger>> open(std::filesystem::path path);

    /// Holds `most` of every quota, or of none. A quota that is for each is the caller's own, or
    /// of all that are like it.
    std::variant<Reservation, Refusal> reserve(const std::vector<model::Quota>& quotas,
                                               const Caller& caller, const Amounts& most, Time now);

    Standing standing(const model::Quota& quota, const Caller& caller, Time now) const;

    /// Whether the disk takes nothing of what was spent; tries again first.
    bool is_failing();

private:
    friend class Reservation;
    struct Counter {
        Time window = {};
        std::int64_t spent = 0;
        std::int64_t held = 0;
    };

    Ledger(std::filesystem::path path, File file)
        : path_{std::move(path)}, file_{std::move(file)} {}

    Result<void> read(std::string_view text);
    Counter* counter(const std::string& name, Time window, std::size_t counters_max);
    void sweep(Time now);
    Result<void> settle(const std::vector<Reservation::Part>& parts, const Amounts& used);
    void release(const std::vector<Reservation::Part>& parts);
    Result<void> flush();
    Result<void> rewrite();

    const std::filesystem::path path_;
    mutable std::mutex mutex_;  // guards all below
    std::unordered_map<std::string, Counter> counters_;
    File file_;
    std::string unwritten_;    // lines that a full disk kept out of the file
    std::uint64_t grown_ = 0;  // since the file was written anew; at its limit nothing is appended
    Time swept_ = {};          // the month of the last sweep()
};

}  // namespace licet::quota
