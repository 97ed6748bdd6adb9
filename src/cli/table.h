// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace licet::cli {

/// A table for people: columns as wide as what they hold. The pages of a list are printed as they
/// come; a column only ever grows.
class Table {
public:
    explicit Table(std::vector<std::string> heads);

    /// @param row as many cells as there are heads
    void add(std::vector<std::string> row);
    /// The rows added since the last time, the first time under the heads.
    std::string take();

private:
    std::vector<std::vector<std::string>> rows_;
    std::vector<std::size_t> widths_;
};

}  // namespace licet::cli
