// SPDX-License-Identifier: Apache-2.0
#include "cli/table.h"

#include "base/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace licet::cli {

Table::Table(std::vector<std::string> heads) : widths_(heads.size()) {
    add(std::move(heads));
}

void Table::add(std::vector<std::string> row) {
    LICET_CHECK(row.size() == widths_.size());
    for (std::size_t i = 0; i < row.size(); ++i) {
        widths_[i] = std::max(widths_[i], row[i].size());
    }
    rows_.push_back(std::move(row));
}

std::string Table::take() {
    std::string text;
    for (const auto& row : std::exchange(rows_, {})) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += fmt::format("{:<{}}  ", row[i], widths_[i]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

}  // namespace licet::cli
