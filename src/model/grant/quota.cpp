// SPDX-License-Identifier: Apache-2.0
#include "model/grant/quota.h"

#include "model/grant/rules.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace licet::model {
namespace {

constexpr std::string_view kPer = "-per-";

struct UnitName {
    std::string_view name;
    QuotaUnit unit;
};
constexpr std::array<UnitName, 3> kUnits{{{"requests", QuotaUnit::requests},
                                          {"input-tokens", QuotaUnit::input_tokens},
                                          {"output-tokens", QuotaUnit::output_tokens}}};

struct WindowName {
    std::string_view name;
    QuotaWindow window;
};
constexpr std::array<WindowName, 5> kWindows{{{"minute", QuotaWindow::minute},
                                              {"hour", QuotaWindow::hour},
                                              {"day", QuotaWindow::day},
                                              {"month", QuotaWindow::month},
                                              {"total", QuotaWindow::total}}};

Error fault(std::string_view key, std::string_view reason) {
    return validation_error(fmt::format("tag `{}`: {}", key, reason));
}

Result<void> read_name(std::string_view key, std::string_view name, Quota& quota) {
    const auto per = name.find(kPer);
    const auto unit = name.substr(0, per);
    const auto window =
        per == std::string_view::npos ? std::string_view{} : name.substr(per + kPer.size());
    bool has_unit = false;
    for (const auto& known : kUnits) {
        if (known.name == unit) {
            quota.unit = known.unit;
            has_unit = true;
        }
    }
    for (const auto& known : kWindows) {
        if (known.name == window && has_unit) {
            quota.window = known.window;
            return {};
        }
    }
    return fault(key,
                 "a quota is of `requests`, `input-tokens` or `output-tokens`, `-per-`, and "
                 "`minute`, `hour`, `day`, `month` or `total`, perhaps `:each` after it, such "
                 "as `licet:quota:requests-per-minute`");
}

}  // namespace

bool is_quota_key(std::string_view key) {
    return key.starts_with(kQuotaPrefix) || key.starts_with(kConcurrency);
}

Result<Quota> read_quota(std::string_view key, std::string_view value) {
    Quota quota{.key = std::string{key}};
    auto name = key;
    if (name.ends_with(kQuotaEach)) {
        quota.each = true;
        name.remove_suffix(kQuotaEach.size());
    }
    if (name == kConcurrency) {
        quota.unit = QuotaUnit::concurrent_calls;
    } else if (!name.starts_with(kQuotaPrefix)) {
        return fault(key, "the quota of calls at the same time is `licet:concurrency`");
    } else {
        LICET_TRY_VOID(read_name(key, name.substr(kQuotaPrefix.size()), quota));
    }
    const auto* const end = value.data() + value.size();
    const auto [at, error] = std::from_chars(value.data(), end, quota.limit);
    if (error != std::errc{} || at != end || quota.limit < 1 || quota.limit > kQuotaLimitMax) {
        return fault(key,
                     fmt::format("`{}` is no whole number from 1 to {}; remove the tag to lift "
                                 "the quota, or deactivate the grant to allow nothing",
                                 value, kQuotaLimitMax));
    }
    return quota;
}

Time window_start(QuotaWindow window, Time now) {
    using namespace std::chrono;
    switch (window) {
        case QuotaWindow::minute:
            return floor<minutes>(now);
        case QuotaWindow::hour:
            return floor<hours>(now);
        case QuotaWindow::day:
            return floor<days>(now);
        case QuotaWindow::month: {
            const year_month_day day{floor<days>(now)};
            return sys_days{day.year() / day.month() / 1};
        }
        case QuotaWindow::total:
            break;
    }
    return Time{};
}

std::optional<Time> window_end(QuotaWindow window, Time now) {
    using namespace std::chrono;
    const auto start = window_start(window, now);
    switch (window) {
        case QuotaWindow::minute:
            return start + minutes{1};
        case QuotaWindow::hour:
            return start + hours{1};
        case QuotaWindow::day:
            return start + days{1};
        case QuotaWindow::month: {
            const year_month_day day{floor<days>(start)};
            return sys_days{(day.year() / day.month() + months{1}) / 1};
        }
        case QuotaWindow::total:
            break;
    }
    return std::nullopt;
}

bool same_quotas(const Quotas& a, const Quotas& b) {
    return a == b || (a != nullptr && b != nullptr && *a == *b);
}

}  // namespace licet::model
