// SPDX-License-Identifier: Apache-2.0
#include "quota/ledger.h"

#include "base/decimal.h"
#include "base/random.h"
#include "model/grant/quota_text.h"

#include <fmt/format.h>

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace licet::quota {
namespace {

/// What a counter holds at most: so much was never spent, but a file may say so.
constexpr std::int64_t kSpentMax = std::int64_t{1} << 60;

void add(std::int64_t& spent, std::int64_t amount) {
    spent += std::min(amount, kSpentMax - spent);
}

/// Counters are told apart by whose the quota is, its key, and perhaps what of a caller has one of
/// its own.
std::string counter_name(const model::Quota& quota, const Caller& caller) {
    constexpr std::size_t kOwnerBytes = 34;
    std::string name;
    name.reserve(kOwnerBytes + 1 + quota.key.size() + 1 + kPartBytesMax);
    if (quota.license.empty()) {
        std::array<char, 2 * sizeof quota.grant.id.bytes> digits;
        auto* at = digits.begin();
        for (const std::uint8_t byte : quota.grant.id.bytes) {
            *at++ = kHexDigits[byte >> 4U];
            *at++ = kHexDigits[byte & 15U];
        }
        name.append(digits.data(), digits.size());
    } else {
        name += "l-";
        name += quota.license;
    }
    name += ' ';
    name += quota.key;
    append_part(name, quota, caller);
    return name;
}

std::size_t counters_max(const model::Quota& quota) {
    const bool many = quota.sharing == model::QuotaSharing::principal ||
                      quota.sharing == model::QuotaSharing::tag;
    return many ? Ledger::kCallersCountersMax : Ledger::kCountersMax;
}

/// Each call writes some.
void append_line(std::string& out, std::string_view counter, Time window, std::int64_t amount) {
    append_decimal(out, to_epoch_ms(window));
    out += ' ';
    append_decimal(out, amount);
    out += ' ';
    out += counter;
    out += '\n';
}

/// A number and the blank after it, from the front of a text.
std::optional<std::int64_t> take_number(std::string_view& text) {
    std::int64_t number = 0;
    const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto digits = static_cast<std::size_t>(at - text.data());
    if (error != std::errc{} || digits == text.size() || text[digits] != ' ') {
        return std::nullopt;
    }
    text.remove_prefix(digits + 1);
    return number;
}

Refusal used_up(const model::Quota& quota, Time now) {
    const auto name =
        fmt::format("the quota `{}` = {} of {}", quota.key, quota.limit, model::owner_text(quota));
    if (quota.unit == model::QuotaUnit::concurrent_calls) {
        return {
            Error{ErrorKind::exhausted, name + " has no room for another call; wait for one to end",
                  "ThrottlingException"},
            std::chrono::seconds{1}};
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
    LICET_TRY(auto file, File::open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC));
    LICET_TRY(const auto size, file.size());
    if (size > kFileBytesMax) {
        return Error{ErrorKind::invalid,
                     fmt::format("`{}` has more than {} bytes", path.string(), kFileBytesMax)};
    }
    LICET_TRY(const auto text, file.read_at(0, static_cast<std::size_t>(size)));
    std::unique_ptr<Ledger> ledger{new Ledger{std::move(path), std::move(file)}};
    LICET_TRY_VOID(ledger->read(text));
    LICET_TRY_VOID(ledger->rewrite());
    return ledger;
}

/// Of several windows of a counter the last one counts.
Result<void> Ledger::read(std::string_view text) {
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos) {
            return {};  // the process was killed while it wrote it
        }
        auto line = text.substr(0, end);
        text.remove_prefix(end + 1);
        const auto window = take_number(line);
        const auto amount = take_number(line);
        if (!window || !amount || *amount < 0 || line.empty()) {
            return Error{ErrorKind::invalid,
                         fmt::format("{}:{}: damaged; restore the file from a backup, or remove it "
                                     "to begin all quotas anew",
                                     path_.string(), number)};
        }
        auto* const found = counter(std::string{line}, from_epoch_ms(*window), kCountersMax);
        if (found == nullptr) {
            return Error{ErrorKind::invalid,
                         fmt::format("`{}` has too many counters", path_.string())};
        }
        if (found->window == from_epoch_ms(*window)) {
            add(found->spent, *amount);
        }
    }
    return {};
}

/// The counter, in that window or a later one that it is in already: time that goes back does not
/// give back. Null where there is no room for another.
Ledger::Counter* Ledger::counter(const std::string& name, Time window, std::size_t counters_max) {
    auto found = counters_.find(name);
    if (found == counters_.end()) {
        if (counters_.size() >= counters_max) {
            return nullptr;
        }
        found = counters_.emplace(name, Counter{.window = window}).first;
    }
    if (found->second.window < window) {
        found->second = {.window = window};
    }
    return &found->second;
}

/// Once a month, since it is O(counters): what lasts longer than that is a total.
void Ledger::sweep(Time now) {
    const auto month = model::window_start(model::QuotaWindow::month, now);
    if (std::exchange(swept_, month) == month) {
        return;
    }
    std::erase_if(counters_, [&](const auto& one) {
        return one.second.held == 0 && one.second.window != Time{} && one.second.window < month;
    });
}

std::variant<Reservation, Refusal> Ledger::reserve(const std::vector<model::Quota>& quotas,
                                                   const Caller& caller, const Amounts& most,
                                                   Time now) {
    Reservation reservation;
    std::vector<Counter*> counters;
    reservation.parts_.reserve(quotas.size());
    counters.reserve(quotas.size());
    for (const auto& quota : quotas) {
        const auto need = most.of(quota.unit);
        if (need > quota.limit) {
            return too_much(quota, need);
        }
        reservation.parts_.push_back({counter_name(quota, caller), quota.unit,
                                      model::window_start(quota.window, now), need});
    }
    const std::lock_guard lock{mutex_};
    if (auto written = flush(); !written.ok()) {
        return Refusal{std::move(written).error()};
    }
    if (counters_.size() + quotas.size() > kCallersCountersMax) {
        sweep(now);
    }
    for (std::size_t i = 0; i < quotas.size(); ++i) {
        auto& part = reservation.parts_[i];
        auto* const found = counter(part.counter, part.window, counters_max(quotas[i]));
        if (found == nullptr) {
            return Refusal{Error{ErrorKind::unavailable, "there are too many quotas to count",
                                 "ServiceUnavailableException"}};
        }
        if (found->spent + found->held > quotas[i].limit - part.held) {
            return used_up(quotas[i], now);
        }
        part.window = found->window;
        counters.push_back(found);
    }
    for (std::size_t i = 0; i < counters.size(); ++i) {
        counters[i]->held += reservation.parts_[i].held;
    }
    reservation.ledger_ = this;
    return reservation;
}

Standing Ledger::standing(const model::Quota& quota, const Caller& caller, Time now) const {
    const auto name = counter_name(quota, caller);
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
    for (const auto& part : parts) {
        const auto found = counters_.find(part.counter);
        if (found == counters_.end() || found->second.window != part.window) {
            continue;
        }
        found->second.held -= part.held;
        if (part.unit == model::QuotaUnit::concurrent_calls) {
            continue;
        }
        const auto amount = std::clamp<std::int64_t>(used.of(part.unit), 0, model::kQuotaLimitMax);
        add(found->second.spent, amount);
        if (amount != 0) {
            append_line(unwritten_, part.counter, part.window, amount);
        }
    }
    return flush();
}

void Ledger::release(const std::vector<Reservation::Part>& parts) {
    const std::lock_guard lock{mutex_};
    for (const auto& part : parts) {
        const auto found = counters_.find(part.counter);
        if (found != counters_.end() && found->second.window == part.window) {
            found->second.held -= part.held;
        }
    }
}

/// A write that fails half-way leaves half a line: only rewrite() goes on from there.
Result<void> Ledger::flush() {
    if (unwritten_.empty()) {
        return {};
    }
    const bool appends = grown_ + unwritten_.size() <= kGrowthBytesMax;
    auto written = appends ? file_.write_all(unwritten_) : rewrite();
    if (appends && !written.ok()) {
        written = rewrite();
    }
    if (!written.ok()) {
        return Error{ErrorKind::unavailable,
                     "what was used of quotas cannot be written now: " + written.error().message,
                     "ServiceUnavailableException"};
    }
    grown_ += unwritten_.size();
    unwritten_.clear();
    return {};
}

/// One line for each counter. All that is spent is in the counters. Until it succeeds nothing is
/// appended: there may be half a line at the end, or the open file is the one that was replaced.
Result<void> Ledger::rewrite() {
    grown_ = kGrowthBytesMax;
    std::string text;
    for (const auto& [name, counter] : counters_) {
        if (counter.spent != 0) {
            append_line(text, name, counter.window, counter.spent);
        }
    }
    LICET_TRY_VOID(replace_file(path_, text));
    LICET_TRY(file_, File::open(path_, O_RDWR | O_APPEND | O_CLOEXEC));
    grown_ = 0;
    return {};
}

}  // namespace licet::quota
