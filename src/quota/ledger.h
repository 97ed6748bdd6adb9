// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "model/grant/quota.h"
#include "quota/caller.h"
#include "quota/spent_file.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
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

    /// How the n-th of the quotas stood when this was held, with what is.
    const Standing& standing(std::size_t n) const { return parts_[n].standing; }

private:
    friend class Ledger;
    struct Counter {
        Time window = {};
        std::int64_t spent = 0;
        std::int64_t held = 0;
        std::uint32_t users = 0;   ///< reservations that refer to it: it stays as long as there are
        Numbering numbering = {};  ///< of the window, in the file
    };
    using Counters = ByName<Counter>;
    struct Part {
        Counters::value_type* counter;
        model::QuotaUnit unit;
        Time window;
        std::int64_t held;
        Standing standing;
    };
    Ledger* ledger_ = nullptr;
    std::vector<Part> parts_;
};

/// What was used of the quotas of grants, and what is being used. Thread-safe.
///
/// At any time spent + held is at most the limit that the last reservation saw, unless a call used
/// more than it had reserved. What is spent is in a SpentFile before settle() returns, so it is
/// there after the process is killed; what was held then is not. What a loss of power takes is what
/// the system had not written yet.
class Ledger {
public:
    /// Counters kept. Over it nothing new is reserved.
    static constexpr std::size_t kCountersMax = 1'000'000;
    /// Over it principals and tags get no new ones, of which anybody can make many: the rest is
    /// for quotas that they share.
    static constexpr std::size_t kCallersCountersMax = 900'000;
    /// Counters that one sweep() looks at, more or less.
    static constexpr std::size_t kSweptMax = 1'024;

    /// Opens the files of spent_file.h. @return as SpentFile::open()
    static Result<std::unique_ptr<Ledger>> open(std::filesystem::path path);

    /// Holds `most` of every quota, or of none. A quota that is for each is the caller's own, or
    /// of all that are like it.
    std::variant<Reservation, Refusal> reserve(const std::vector<model::Quota>& quotas,
                                               const Caller& caller, const Amounts& most, Time now);

    Standing standing(const model::Quota& quota, const Caller& caller, Time now) const;

    /// Whether the disk takes nothing of what was spent; tries again first.
    bool is_failing();

    std::size_t counters() const;

    /// What quotas a grant's tags, or else a license's entitlements, set; null: none.
    using QuotasOf = std::function<model::Quotas(std::string_view grant, std::string_view license)>;
    /// Forgets counters without reservations that hold nothing, whose month has passed, or whose
    /// quota there is no more. All are looked at by as many calls as it takes. One thread at a
    /// time.
    /// @param quotas_of at least as new as whatever a caller went by before this was called
    void sweep(const QuotasOf& quotas_of, Time now);

private:
    friend class Reservation;
    using Counters = Reservation::Counters;

    explicit Ledger(SpentFile::Opened opened);

    Counters::value_type* counter(std::string_view name, Time window, std::size_t counters_max);
    std::vector<std::string> next_unused();
    Result<void> settle(const std::vector<Reservation::Part>& parts, const Amounts& used);
    void release(const std::vector<Reservation::Part>& parts);
    static bool let_go(const Reservation::Part& part);
    Result<void> flush();

    mutable std::mutex mutex_;  // guards all below
    Counters counters_;
    std::unique_ptr<SpentFile> file_;
    std::vector<Spending> spendings_;  // of settle()
    std::string unwritten_;            // lines that a full disk kept out of the file
    std::size_t next_swept_ = 0;       // bucket of counters_
};

}  // namespace licet::quota
