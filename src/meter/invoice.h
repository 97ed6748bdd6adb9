// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "meter/query.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace licet::meter {

/// What somebody else counted.
struct Invoice {
    std::vector<Dimension> by;
    std::vector<std::string> by_columns;  ///< their names
    std::vector<TotalsMember> members;
    std::map<std::vector<std::string>, Totals> rows;  ///< by the values of `by`; lines added up
};

/// No number of a line is larger, so that they can be added up.
inline constexpr std::int64_t kInvoiceNumberMax = INT64_MAX / static_cast<std::int64_t>(kGroupsMax);

/// Reads CSV (RFC 4180), perhaps with a byte order mark before it and empty lines in it, as
/// spreadsheets write it. The first line names the columns: some of by_names() and some of
/// kTotalsMembers.
/// @return `invalid`, naming the line, for anything else and past kGroupsMax
Result<Invoice> parse_invoice(std::string_view text);

/// What one side says and the other does not.
struct Difference {
    std::vector<std::string> values;
    std::string_view member;
    std::int64_t invoiced = 0;
    std::int64_t used = 0;
};

/// @param groups of a query by the invoice's `by`. A group that one side lacks is 0 there.
std::vector<Difference> compare(const Invoice& invoice, const std::vector<Group>& groups);

/// A value as a field of CSV: in quotes where it needs them.
std::string csv_field(std::string_view value);

}  // namespace licet::meter
