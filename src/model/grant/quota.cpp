// SPDX-License-Identifier: Apache-2.0
#include "model/grant/quota.h"

#include "model/grant/quota_text.h"
#include "model/grant/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace licet::model {
namespace {

constexpr std::string_view kPer = "-per-";
constexpr std::string_view kEachPrincipal = ":each-principal";
constexpr std::string_view kEachTag = ":each-tag:";

struct UnitName {
    std::string_view name;
    QuotaUnit unit;
};
constexpr std::array<UnitName, 4> kUnits{{{"requests", QuotaUnit::requests},
                                          {"input-tokens", QuotaUnit::input_tokens},
                                          {"output-tokens", QuotaUnit::output_tokens},
                                          {"micro-dollars", QuotaUnit::micro_dollars}}};

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
    return validation_error(fmt::format("quota `{}`: {}", key, reason));
}

/// Keys of tags as headers can show them, too.
bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

/// What follows the quota's name: who has one of their own.
Result<void> read_sharing(std::string_view key, std::string_view suffix, Quota& quota) {
    if (suffix.empty()) {
        return {};
    }
    if (suffix == kQuotaEach) {
        quota.sharing = QuotaSharing::account;
        return {};
    }
    if (suffix == kEachPrincipal) {
        quota.sharing = QuotaSharing::principal;
        return {};
    }
    if (suffix.starts_with(kEachTag) && suffix.size() > kEachTag.size() && is_plain(suffix)) {
        quota.sharing = QuotaSharing::tag;
        quota.tag = suffix.substr(kEachTag.size());
        return {};
    }
    return fault(key,
                 "after its name may come `:each` for every account, `:each-principal` for every "
                 "user and role, or `:each-tag:` and the key of a tag of users and roles, in "
                 "ASCII, such as `:each-tag:CostCenter`");
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
    return fault(
        key,
        "it is of `requests`, `input-tokens`, `output-tokens` or `micro-dollars`, `-per-`, "
        "and `minute`, `hour`, `day`, `month` or `total`, perhaps `:each` after it, such "
        "as `licet:quota:requests-per-minute`");
}

}  // namespace

bool is_quota_key(std::string_view key) {
    return key.starts_with(kQuotaPrefix) || key.starts_with(kConcurrency);
}

Result<Quota> read_quota(std::string_view key, std::string_view value) {
    Quota quota{.key = std::string{key}};
    const auto name = key.substr(0, key.find(kQuotaEach));
    LICET_TRY_VOID(read_sharing(key, key.substr(name.size()), quota));
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
        return fault(key, fmt::format("`{}` is no whole number from 1 to {}; remove it to lift the "
                                      "quota; to allow nothing, deactivate the grant",
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

std::string owner_text(const Quota& quota) {
    return quota.license.empty() ? fmt::format("grant `g-{}`", quota.grant.text())
                                 : fmt::format("license `l-{}`", quota.license);
}

std::string_view sharing_text(QuotaSharing sharing) {
    switch (sharing) {
        case QuotaSharing::all:
            break;
        case QuotaSharing::account:
            return "account";
        case QuotaSharing::principal:
            return "principal";
        case QuotaSharing::tag:
            return "tag";
    }
    return "all";
}

bool same_quotas(const Quotas& a, const Quotas& b) {
    return a == b || (a != nullptr && b != nullptr && *a == *b);
}

}  // namespace licet::model
