// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/time.h"
#include "meter/minutes.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace licet::meter {

enum class By : std::uint8_t { account, principal, model, region, upstream, grant, day, tag };

/// What calls are summed by.
struct Dimension {
    Dimension(By what, std::string key = {}) : by{what}, tag{std::move(key)} {}
    bool operator==(const Dimension&) const = default;

    By by;
    std::string tag;  ///< the key of By::tag
};
/// @return nothing when it is none of by_names()
std::optional<Dimension> parse_dimension(std::string_view name);
/// For messages: `account, principal … tag:KEY`.
std::string by_names();

/// Which calls are summed, and by what.
struct Query {
    Time from = kTimeMin;  ///< whole minutes, this one included
    Time to = kTimeMax;    ///< this one not
    std::vector<Dimension> by = {};
    std::optional<AccountId> account = {};       ///< only its calls
    std::function<bool(AccountId)> admits = {};  ///< only theirs; null: of all
};

struct Group {
    std::vector<std::string> values;  ///< as many as Query::by has
    Totals totals;
};

/// Of more groups than this a query asks too much.
inline constexpr std::size_t kGroupsMax = 100'000;

/// The files of a directory that may hold rows of a query, as they are now, oldest first.
/// @return `not_found` when there is no directory.
Result<std::vector<Extent>> extents_of(const std::filesystem::path& directory, const Query& query);

/// Sums by groups, in the order of their values. @param more rows that are in no file yet.
/// @return `invalid` past kGroupsMax; `internal` for a damaged file, naming it.
Result<std::vector<Group>> sum_rows(const std::vector<Extent>& extents, const Rows& more,
                                    const Query& query);

/// What the files say, also while a Meter appends to them. @return as the two above.
Result<std::vector<Group>> read_usage(const std::filesystem::path& directory, const Query& query);

}  // namespace licet::meter
