// SPDX-License-Identifier: Apache-2.0
#include "base/bench/bench.h"

#include "base/check.h"
#include "base/json_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace licet::bench {
namespace {

using Entry = std::pair<std::string, Benchmark::Run>;

std::vector<Entry>& entries() {
    static std::vector<Entry> all;
    return all;
}

/// With as many decimals as it takes to tell figures apart.
std::string number(double value) {
    return value >= 100 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

std::string json_of(const Figure& figure) {
    std::string out;
    JsonWriter json{out};
    json.begin_object().member("name", figure.name);
    json.key("value").raw(number(figure.value)).member("unit", figure.unit);
    json.key("baseline").raw(number(figure.baseline));
    json.key("ratio").raw(number(figure.ratio));
    json.member("goal", figure.goal).member("conditions", figure.conditions).end_object();
    return out;
}

std::string row_of(const Figure& figure) {
    std::string row =
        fmt::format("{:<34} {:>9} {:<10}", figure.name, number(figure.value), figure.unit);
    row += figure.baseline == 0 ? std::string(31, ' ')
                                : fmt::format(" baseline {:>9}  ratio {:<5}",
                                              number(figure.baseline), number(figure.ratio));
    row += fmt::format(" {:<12} {}", figure.goal.empty() ? "" : "goal " + figure.goal,
                       figure.conditions);
    return row;
}

void print_line(std::string line) {
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fflush(stdout);
}

}  // namespace

std::string Spread::range() const {
    return number(low) + " to " + number(high);
}

Spread spread_of(std::vector<double> values) {
    LICET_CHECK(!values.empty());
    std::sort(values.begin(), values.end());
    return {values.front(), values[values.size() / 2], values.back()};
}

void Report::add(const Figure& figure) {
    print_line(json_ ? json_of(figure) : row_of(figure));
}

Benchmark::Benchmark(std::string name, Run run) {
    entries().emplace_back(std::move(name), run);
}

int run_benchmarks(int count, char** arguments) {
    std::filesystem::path directory = "/var/tmp";
    bool json = false;
    bool list = false;
    std::string wanted;
    for (int i = 1; i < count; ++i) {
        const std::string_view argument = arguments[i];
        if (argument == "--json") {
            json = true;
        } else if (argument == "--list") {
            list = true;
        } else if (argument == "--directory" && i + 1 < count) {
            directory = arguments[++i];
        } else if (!argument.starts_with('-') && wanted.empty()) {
            wanted = argument;
        } else {
            std::fputs("usage: [--json] [--directory DIR] [--list] [NAME]\n", stderr);
            return 2;
        }
    }
    Report report{json, directory};
    bool found = false;
    std::sort(entries().begin(), entries().end());
    for (const auto& [name, run] : entries()) {
        if (name.find(wanted) != std::string::npos) {
            found = true;
            if (list) {
                print_line(name);
            } else {
                run(report);
            }
        }
    }
    if (!found) {
        std::fputs("no benchmark has that in its name\n", stderr);
    }
    return found ? 0 : 1;
}

}  // namespace licet::bench
