// SPDX-License-Identifier: Apache-2.0
#include "cli/usage_command.h"

#include "base/file.h"
#include "base/json_writer.h"
#include "cli/table.h"
#include "meter/invoice.h"
#include "meter/query.h"
#include "server/data.h"

#include <fmt/format.h>

#include <filesystem>

namespace licet::cli {
namespace {

constexpr std::size_t kInvoiceBytesMax = std::size_t{64} << 20;

Result<meter::Query> query_of(const UsageArguments& arguments) {
    meter::Query query;
    for (const auto& name : arguments.by) {
        auto dimension = meter::parse_dimension(name);
        if (!dimension) {
            return Error{ErrorKind::invalid, fmt::format("usage is not counted by `{}`, but by {}",
                                                         name, meter::by_names())};
        }
        query.by.push_back(*std::move(dimension));
    }
    if (!arguments.account.empty()) {
        LICET_TRY(query.account, AccountId::parse(arguments.account));
    }
    if (!arguments.from.empty()) {
        LICET_TRY(query.from, parse_iso8601(arguments.from));
    }
    if (!arguments.to.empty()) {
        LICET_TRY(query.to, parse_iso8601(arguments.to));
    }
    return query;
}

void print_json(const std::vector<std::string>& by, const std::vector<meter::Group>& groups) {
    std::string out;
    JsonWriter json{out};
    json.begin_array();
    for (const auto& group : groups) {
        json.begin_object();
        for (std::size_t i = 0; i < by.size(); ++i) {
            json.member(by[i], group.values[i]);
        }
        for (const auto& member : meter::kTotalsMembers) {
            json.key(member.name).integer(group.totals.*member.value);
        }
        json.end_object();
    }
    json.end_array();
    fmt::print("{}\n", out);
}

void print_csv(const std::vector<std::string>& heads,
               const std::vector<std::vector<std::string>>& rows) {
    const auto print_line = [](const std::vector<std::string>& fields) {
        std::string line;
        for (const auto& field : fields) {
            line +=
                (line.empty() && &field == &fields.front() ? "" : ",") + meter::csv_field(field);
        }
        fmt::print("{}\n", line);
    };
    print_line(heads);
    for (const auto& row : rows) {
        print_line(row);
    }
}

void print_table(const std::vector<std::string>& heads,
                 std::vector<std::vector<std::string>> rows) {
    Table table{heads};
    for (auto& row : rows) {
        table.add(std::move(row));
    }
    fmt::print("{}", table.take());
}

void print(const UsageArguments& arguments, const std::vector<meter::Group>& groups) {
    if (arguments.output == "json") {
        print_json(arguments.by, groups);
        return;
    }
    auto heads = arguments.by;
    for (const auto& member : meter::kTotalsMembers) {
        heads.emplace_back(member.name);
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& group : groups) {
        auto row = group.values;
        for (const auto& member : meter::kTotalsMembers) {
            row.push_back(std::to_string(group.totals.*member.value));
        }
        rows.push_back(std::move(row));
    }
    arguments.output == "csv" ? print_csv(heads, rows) : print_table(heads, std::move(rows));
}

void print_differences(const std::string& output, const meter::Invoice& invoice,
                       const std::vector<meter::Difference>& differences) {
    if (output == "json") {
        std::string out;
        JsonWriter json{out};
        json.begin_array();
        for (const auto& difference : differences) {
            json.begin_object();
            for (std::size_t i = 0; i < difference.values.size(); ++i) {
                json.member(invoice.by_columns[i], difference.values[i]);
            }
            json.member("member", difference.member);
            json.key("invoiced").integer(difference.invoiced);
            json.key("used").integer(difference.used);
            json.end_object();
        }
        json.end_array();
        fmt::print("{}\n", out);
        return;
    }
    auto heads = invoice.by_columns;
    heads.insert(heads.end(), {"member", "invoiced", "used"});
    std::vector<std::vector<std::string>> rows;
    for (const auto& difference : differences) {
        auto row = difference.values;
        row.insert(row.end(), {std::string{difference.member}, std::to_string(difference.invoiced),
                               std::to_string(difference.used)});
        rows.push_back(std::move(row));
    }
    output == "csv" ? print_csv(heads, rows) : print_table(heads, std::move(rows));
}

Result<void> reconcile(const UsageArguments& arguments, const std::filesystem::path& directory,
                       meter::Query query) {
    LICET_TRY(const auto text, read_file(arguments.reconcile, kInvoiceBytesMax));
    auto invoice = meter::parse_invoice(text);
    if (!invoice.ok()) {
        return Error{ErrorKind::invalid, arguments.reconcile + ": " + invoice.error().message};
    }
    query.by = invoice->by;
    LICET_TRY(const auto groups, meter::read_usage(directory, query));
    const auto differences = meter::compare(*invoice, groups);
    if (differences.empty() && arguments.output == "table") {
        fmt::print("the invoice is what was used\n");
        return {};
    }
    print_differences(arguments.output, *invoice, differences);
    if (differences.empty()) {
        return {};
    }
    return Error{ErrorKind::conflict,
                 fmt::format("the invoice and the usage differ in {} places", differences.size())};
}

}  // namespace

Result<void> usage(const UsageArguments& arguments) {
    const auto directory = std::filesystem::path{arguments.data} / server::kUsageDirectory;
    LICET_TRY(const auto query, query_of(arguments));
    if (!arguments.reconcile.empty()) {
        return reconcile(arguments, directory, query);
    }
    LICET_TRY(const auto groups, meter::read_usage(directory, query));
    print(arguments, groups);
    return {};
}

}  // namespace licet::cli
