// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace licet::cli {

struct UsageArguments {
    std::string data;
    std::vector<std::string> by;  ///< as meter::by_names() says
    std::string account;
    std::string from;  ///< ISO 8601; empty: no bound
    std::string to;
    std::string output = "table";
    std::string reconcile;  ///< an invoice in CSV
};
/// Prints what model calls used, from the files of a data directory, also while it is served. With
/// an invoice it prints what differs and fails when anything does.
Result<void> usage(const UsageArguments& arguments);

}  // namespace licet::cli
