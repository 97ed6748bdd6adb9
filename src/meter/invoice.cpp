// SPDX-License-Identifier: Apache-2.0
#include "meter/invoice.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace licet::meter {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Lines of fields. A field in quotes may hold anything, quotes doubled.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_{text} {}

    std::size_t number() const { return number_; }
    bool at_end() const { return rest_.empty(); }

    std::optional<std::vector<std::string>> next() {
        ++number_;
        std::vector<std::string> fields;
        while (true) {
            auto field = take_field();
            if (!field) {
                return std::nullopt;
            }
            fields.push_back(*std::move(field));
            if (rest_.starts_with(',')) {
                rest_.remove_prefix(1);
                continue;
            }
            if (rest_.starts_with('\r')) {
                rest_.remove_prefix(1);
            }
            if (!rest_.empty() && rest_.front() != '\n') {
                return std::nullopt;
            }
            rest_.remove_prefix(std::min<std::size_t>(1, rest_.size()));
            return fields;
        }
    }

private:
    std::optional<std::string> take_field() {
        std::string field;
        if (!rest_.starts_with('"')) {
            field = rest_.substr(0, rest_.find_first_of(",\r\n\""));
            rest_.remove_prefix(field.size());
            return field;
        }
        rest_.remove_prefix(1);
        while (true) {
            const auto quote = rest_.find('"');
            if (quote == std::string_view::npos) {
                return std::nullopt;
            }
            field += rest_.substr(0, quote);
            rest_.remove_prefix(quote + 1);
            if (!rest_.starts_with('"')) {
                return field;
            }
            field += '"';
            rest_.remove_prefix(1);
        }
    }

    std::string_view rest_;
    std::size_t number_ = 0;
};

const TotalsMember* find_member(std::string_view name) {
    const auto* const found = std::find_if(std::begin(kTotalsMembers), std::end(kTotalsMembers),
                                           [&](const auto& member) { return member.name == name; });
    return found == std::end(kTotalsMembers) ? nullptr : found;
}

std::string member_names() {
    std::string out;
    for (const auto& member : kTotalsMembers) {
        out += out.empty() ? "" : ", ";
        out += member.name;
    }
    return out;
}

/// A column says what a line is about, or how much there was of something.
struct Column {
    std::optional<Dimension> by = {};
    const TotalsMember* member = nullptr;
};

Result<std::vector<Column>> parse_columns(const std::vector<std::string>& names, Invoice& invoice) {
    std::vector<Column> columns;
    for (auto name = names.begin(); name != names.end(); ++name) {
        const Column column{parse_dimension(*name), find_member(*name)};
        if ((!column.by && column.member == nullptr) ||
            std::find(names.begin(), name, *name) != name) {
            return Error{
                ErrorKind::invalid,
                fmt::format("line 1: column `{}` is unknown or named twice; there are {}, {}",
                            name->substr(0, 64), by_names(), member_names())};
        }
        if (column.by) {
            invoice.by.push_back(*column.by);
            invoice.by_columns.push_back(*name);
        } else {
            invoice.members.push_back(*column.member);
        }
        columns.push_back(column);
    }
    if (invoice.members.empty()) {
        return Error{ErrorKind::invalid,
                     fmt::format("line 1: nothing to compare; name some of {}", member_names())};
    }
    return columns;
}

bool parse_number(std::string_view text, std::int64_t& number) {
    const auto* const end = text.data() + text.size();
    const auto [stopped, fault] = std::from_chars(text.data(), end, number);
    return fault == std::errc{} && stopped == end && number >= 0 && number <= kInvoiceNumberMax;
}

}  // namespace

Result<Invoice> parse_invoice(std::string_view text) {
    if (text.starts_with(kByteOrderMark)) {
        text.remove_prefix(kByteOrderMark.size());
    }
    Lines lines{text};
    Invoice invoice;
    const auto malformed = [&](std::string_view why) {
        return Error{ErrorKind::invalid, fmt::format("line {}: {}", lines.number(), why)};
    };
    const auto names = lines.next();
    if (!names) {
        return malformed("is no CSV");
    }
    LICET_TRY(const auto columns, parse_columns(*names, invoice));
    while (!lines.at_end()) {
        const auto fields = lines.next();
        if (fields && fields->size() == 1 && fields->front().empty()) {
            continue;
        }
        if (!fields || fields->size() != columns.size()) {
            return malformed("is no CSV, or has not as many fields as the first");
        }
        std::vector<std::string> values;
        Totals totals;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (columns[i].by) {
                values.push_back((*fields)[i]);
            } else if (!parse_number((*fields)[i], totals.*columns[i].member->value)) {
                return malformed(fmt::format("`{}` is no whole number from 0 to {}",
                                             (*fields)[i].substr(0, 32), kInvoiceNumberMax));
            }
        }
        invoice.rows[std::move(values)].add(totals);
        if (lines.number() > kGroupsMax) {
            return malformed(fmt::format("more than {} lines", kGroupsMax));
        }
    }
    return invoice;
}

std::vector<Difference> compare(const Invoice& invoice, const std::vector<Group>& groups) {
    std::map<std::vector<std::string>, std::pair<Totals, Totals>> sides;
    for (const auto& [values, totals] : invoice.rows) {
        sides[values].first.add(totals);
    }
    for (const auto& group : groups) {
        sides[group.values].second.add(group.totals);
    }
    std::vector<Difference> differences;
    for (const auto& [values, totals] : sides) {
        for (const auto& member : invoice.members) {
            const auto invoiced = totals.first.*member.value;
            const auto used = totals.second.*member.value;
            if (invoiced != used) {
                differences.push_back({values, member.name, invoiced, used});
            }
        }
    }
    return differences;
}

std::string csv_field(std::string_view value) {
    if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
        return std::string{value};
    }
    std::string out = "\"";
    for (const char c : value) {
        out += c == '"' ? "\"\"" : std::string(1, c);
    }
    return out + '"';
}

}  // namespace licet::meter
