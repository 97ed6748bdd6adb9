// SPDX-License-Identifier: Apache-2.0
#include "quota/ledger.h"

#include "base/decimal.h"
#include "base/encoding.h"
#include "model/grant/quota_text.h"

#include <fmt/format.h>

#include <fcntl.h>

#include <algorithm>
#include <charconv>

namespace licet::quota {
namespace {

/// How long to wait for calls to end.
constexpr std::chrono::seconds kAgainAfter{1};

/// Before the id of a license, which grants do not have in theirs.
constexpr std::string_view kLicense = "l-";

/// Names the counters of a caller. They are told apart by whose the quota is, its key, and perhaps
/// what of the caller has one of its own. One at a time on a thread.
class CounterNames {
public:
    explicit CounterNames(const Caller& caller) : caller_{caller}, name_{this_thread()} {}

    /// @return good until the next one
    std::string_view of(const model::Quota& quota) {
        if (last_ == nullptr || last_->license != quota.license || last_->grant != quota.grant) {
            name_owner(quota);
        }
        last_ = &quota;
        name_.resize(owner_bytes_);
        name_ += quota.key;
        append_part(name_, quota, caller_);
        return name_;
    }

private:
    static std::string& this_thread() {
        thread_local std::string name;
        return name;
    }

    void name_owner(const model::Quota& quota) {
        name_.clear();
        if (quota.license.empty()) {
            append_hex(name_, quota.grant.id.bytes);
        } else {
            (name_ += kLicense) += quota.license;
        }
        name_ += ' ';
        owner_bytes_ = name_.size();
    }

    const Caller& caller_;
    std::string& name_;
    std::size_t owner_bytes_ = 0;         // of the name, which the next one may share
    const model::Quota* last_ = nullptr;  // that was named
};

std::size_t counters_max(const model::Quota& quota) {
    const bool many = quota.sharing == model::QuotaSharing::principal ||
                      quota.sharing == model::QuotaSharing::tag;
    return many ? Ledger::kCallersCountersMax : Ledger::kCountersMax;
}

/// Whether a counter is of a quota that there is.
bool has_quota(std::string_view counter, const Ledger::QuotasOf& quotas_of) {
    const auto end = std::min(counter.find(' '), counter.size());
    auto owner = counter.substr(0, end);
    const bool of_license = owner.starts_with(kLicense);
    owner.remove_prefix(of_license ? kLicense.size() : 0);
    const auto quotas = of_license ? quotas_of({}, owner) : quotas_of(owner, {});
    const auto rest = counter.substr(std::min(end + 1, counter.size()));
    return quotas != nullptr &&
           std::any_of(quotas->begin(), quotas->end(), [&](const model::Quota& quota) {
               return rest.starts_with(quota.key) &&
                      (rest.size() == quota.key.size() || rest[quota.key.size()] == ' ');
           });
}

/// @param held_only whether there is room as soon as calls under way use less than they hold
Refusal no_room(const model::Quota& quota, bool held_only, Time now) {
    const auto name =
        fmt::format("the quota `{}` = {} of {}", quota.key, quota.limit, model::owner_text(quota));
    if (quota.unit == model::QuotaUnit::concurrent_calls) {
        return {
            Error{ErrorKind::exhausted, name + " has no room for another call; wait for one to end",
                  "ThrottlingException"},
            kAgainAfter};
    }
    if (held_only) {
        return {
            Error{ErrorKind::exhausted, name + " is held by calls under way; wait for some to end",
                  "ThrottlingException"},
            kAgainAfter};
    }
    const auto end = model::window_end(quota.window, now);
    if (!end) {
        return {Error{ErrorKind::exhausted, name + " is used up; who set it may raise it",
                      "ServiceQuotaExceededException"}};
    }
    return {Error{ErrorKind::exhausted,
                  fmt::format("{} is used up until {}", name, format_iso8601(*end)),
                  "ThrottlingException"},
            *end - now};
}

/// Whether one tells to wait longer than the other.
bool is_longer(const Refusal& one, const Refusal& other) {
    return other.retry_after && (!one.retry_after || *one.retry_after > *other.retry_after);
}

Refusal too_much(const model::Quota& quota, std::int64_t need) {
    return {
        Error{ErrorKind::exhausted,
              fmt::format("the call may use {}, and the quota `{}` of {} is {} in all; ask for a "
                          "shorter answer",
                          need, quota.key, model::owner_text(quota), quota.limit),
              "ServiceQuotaExceededException"}};
}

}  // namespace

std::int64_t Amounts::of(model::QuotaUnit unit) const {
    switch (unit) {
        case model::QuotaUnit::requests:
            return requests;
        case model::QuotaUnit::input_tokens:
            return input_tokens;
        case model::QuotaUnit::output_tokens:
            return output_tokens;
        case model::QuotaUnit::micro_dollars:
            return micro_dollars;
        case model::QuotaUnit::concurrent_calls:
            break;
    }
    return 1;
}

Reservation& Reservation::operator=(Reservation&& other) noexcept {
    std::swap(ledger_, other.ledger_);
    std::swap(parts_, other.parts_);
    return *this;
}

Reservation::~Reservation() {
    if (ledger_ != nullptr) {
        ledger_->release(parts_);
    }
}

Result<void> Reservation::settle(const Amounts& used) && {
    auto* const ledger = std::exchange(ledger_, nullptr);
    return ledger == nullptr ? Result<void>{} : ledger->settle(parts_, used);
}

Result<std::unique_ptr<Ledger>> Ledger::open(std::filesystem::path path) {
    LICET_TRY(auto opened, SpentFile::open(std::move(path), {.counters = kCountersMax}));
    return std::unique_ptr<Ledger>{new Ledger{std::move(opened)}};
}

Ledger::Ledger(SpentFile::Opened opened) : file_{std::move(opened.file)} {
    counters_.reserve(opened.sums.size());
    for (const auto& [name, spent] : opened.sums) {
        counters_.emplace(name,
                          Reservation::Counter{.window = spent.window, .spent = spent.amount});
    }
}

/// The counter, in that window or a later one that it is in already: time that goes back does not
/// give back. Null where there is no room for another.
Ledger::Counters::value_type* Ledger::counter(std::string_view name, Time window,
                                              std::size_t counters_max) {
    auto found = counters_.find(name);
    if (found == counters_.end()) {
        if (counters_.size() >= counters_max) {
            return nullptr;
        }
        found = counters_.emplace(name, Reservation::Counter{.window = window}).first;
    }
    if (auto& counter = found->second; counter.window < window) {
        counter = {.window = window, .users = counter.users};
    }
    return &*found;
}

std::variant<Reservation, Refusal> Ledger::reserve(const std::vector<model::Quota>& quotas,
                                                   const Caller& caller, const Amounts& most,
                                                   Time now) {
    for (const auto& quota : quotas) {
        if (const auto need = most.of(quota.unit); need > quota.limit) {
            return too_much(quota, need);
        }
    }
    Reservation reservation;
    auto& parts = reservation.parts_;
    parts.reserve(quotas.size());
    const std::lock_guard lock{mutex_};
    if (auto written = flush(); !written.ok()) {
        return Refusal{std::move(written).error()};
    }
    std::optional<Refusal> refusal;
    CounterNames names{caller};
    for (const auto& quota : quotas) {
        const auto window = model::window_start(quota.window, now);
        auto* const found = counter(names.of(quota), window, counters_max(quota));
        if (found == nullptr) {
            return Refusal{Error{ErrorKind::unavailable, "there are too many quotas to count",
                                 "ServiceUnavailableException"}};
        }
        const auto need = most.of(quota.unit);
        const auto& counter = found->second;
        if (counter.spent + counter.held > quota.limit - need) {
            auto one = no_room(quota, counter.spent <= quota.limit - need, now);
            if (!refusal || is_longer(one, *refusal)) {
                refusal = std::move(one);
            }
            continue;
        }
        parts.push_back({found, quota.unit, counter.window, need, {}});
    }
    if (refusal) {
        return *std::move(refusal);
    }
    for (auto& part : parts) {
        auto& counter = part.counter->second;
        counter.held += part.held;
        ++counter.users;
        part.standing = {.spent = counter.spent, .held = counter.held};
    }
    reservation.ledger_ = this;
    return reservation;
}

Standing Ledger::standing(const model::Quota& quota, const Caller& caller, Time now) const {
    const auto name = CounterNames{caller}.of(quota);
    const std::lock_guard lock{mutex_};
    const auto found = counters_.find(name);
    if (found == counters_.end() || found->second.window < model::window_start(quota.window, now)) {
        return {};
    }
    return {.spent = found->second.spent, .held = found->second.held};
}

bool Ledger::is_failing() {
    const std::lock_guard lock{mutex_};
    return !flush().ok();
}

/// What is used counts in the window in which it was reserved, while that lasts.
Result<void> Ledger::settle(const std::vector<Reservation::Part>& parts, const Amounts& used) {
    const std::lock_guard lock{mutex_};
    spendings_.clear();
    for (const auto& part : parts) {
        auto& [name, counter] = *part.counter;
        if (!let_go(part) || part.unit == model::QuotaUnit::concurrent_calls) {
            continue;
        }
        const auto amount = std::clamp<std::int64_t>(used.of(part.unit), 0, model::kQuotaLimitMax);
        counter.spent = added(counter.spent, amount);
        if (amount != 0) {
            spendings_.push_back({name, part.window, amount, &counter.numbering});
        }
    }
    if (unwritten_.empty() && file_->spend(spendings_).ok()) {
        return {};
    }
    for (const auto& [name, window, amount, numbering] : spendings_) {
        append_spent(unwritten_, name, window, amount);
    }
    return flush();
}

void Ledger::release(const std::vector<Reservation::Part>& parts) {
    const std::lock_guard lock{mutex_};
    for (const auto& part : parts) {
        let_go(part);
    }
}

/// @return whether its window still lasts
bool Ledger::let_go(const Reservation::Part& part) {
    auto& counter = part.counter->second;
    --counter.users;
    if (counter.window != part.window) {
        return false;
    }
    counter.held -= part.held;
    return true;
}

Result<void> Ledger::flush() {
    if (auto written = file_->append(unwritten_); !written.ok()) {
        return Error{ErrorKind::unavailable,
                     "what was used of quotas cannot be written now: " + written.error().message,
                     "ServiceUnavailableException"};
    }
    unwritten_.clear();
    return {};
}

std::size_t Ledger::counters() const {
    const std::lock_guard lock{mutex_};
    return counters_.size();
}

/// The names of some, in turn.
std::vector<std::string> Ledger::next_unused() {
    std::vector<std::string> names;
    const std::lock_guard lock{mutex_};
    for (std::size_t n = 0; n < std::min(kSweptMax, counters_.bucket_count()); ++n) {
        next_swept_ = (next_swept_ + 1) % counters_.bucket_count();
        for (auto at = counters_.begin(next_swept_); at != counters_.end(next_swept_); ++at) {
            if (at->second.users == 0) {
                names.push_back(at->first);
            }
        }
    }
    return names;
}

/// Whether quotas exist is looked up without the lock. What is used meanwhile stays.
void Ledger::sweep(const QuotasOf& quotas_of, Time now) {
    const auto month = model::window_start(model::QuotaWindow::month, now);
    auto names = next_unused();
    const auto of_quotas = std::partition(
        names.begin(), names.end(), [&](const auto& name) { return !has_quota(name, quotas_of); });
    const std::lock_guard lock{mutex_};
    for (auto name = names.begin(); name != names.end(); ++name) {
        const auto found = counters_.find(*name);
        if (found == counters_.end() || found->second.users != 0) {
            continue;
        }
        const auto& counter = found->second;
        const bool has_passed = counter.window != Time{} && counter.window < month;
        if (counter.spent != 0 && !has_passed && name >= of_quotas) {
            continue;
        }
        // The file may have what an earlier window held.
        if (counter.spent != 0 || counter.window != Time{}) {
            append_forgotten(unwritten_, *name);
        }
        counters_.erase(found);
    }
    static_cast<void>(flush().ok());  // the next call tells its caller
}

}  // namespace licet::quota
