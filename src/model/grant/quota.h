// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "model/grant/grant_id.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::model {

enum class QuotaUnit : std::uint8_t {
    requests,
    input_tokens,
    output_tokens,
    micro_dollars,
    concurrent_calls,
};

/// In what time a quota may be used up. Windows are UTC's own: the minute, hour, day or month that
/// it is.
enum class QuotaWindow : std::uint8_t { minute, hour, day, month, total };

/// Who has a quota of their own; all that are alike use it up together.
enum class QuotaSharing : std::uint8_t { all, account, principal, tag };

/// How much may be used by a grant, or under a license. Source: issue 5, section 4.
struct Quota {
    GrantId grant = {};   ///< whose tag it is; of no use where `license` is set
    std::string license;  ///< whose entitlement it is: its id; empty: it is a grant's tag
    std::string key;      ///< of the tag, or of the entitlement: `licet:quota:requests-per-minute`
    QuotaUnit unit = QuotaUnit::requests;
    QuotaWindow window = QuotaWindow::total;
    std::int64_t limit = 0;  ///< 1 to kQuotaLimitMax
    QuotaSharing sharing = QuotaSharing::all;
    std::string tag;  ///< the key of the principal's tag by which it is shared; else empty
    bool operator==(const Quota&) const = default;
};

/// Null: none.
using Quotas = std::shared_ptr<const std::vector<Quota>>;

inline constexpr std::string_view kQuotaPrefix = "licet:quota:";
inline constexpr std::string_view kConcurrency = "licet:concurrency";
inline constexpr std::string_view kQuotaEach = ":each";
inline constexpr std::int64_t kQuotaLimitMax = 1'000'000'000'000'000;

/// Whether the key of a tag sets a quota, or means to.
bool is_quota_key(std::string_view key);

/// The quota that a tag sets, of no grant yet. Requires is_quota_key(). @return
/// ValidationException, naming the tag
Result<Quota> read_quota(std::string_view key, std::string_view value);

/// When the window that `now` is in began; Time{} for a total.
Time window_start(QuotaWindow window, Time now);
/// When it ends; nothing for a total.
std::optional<Time> window_end(QuotaWindow window, Time now);

/// Whether both say the same.
bool same_quotas(const Quotas& a, const Quotas& b);

}  // namespace licet::model
