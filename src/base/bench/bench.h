// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// What the benchmark programs share: their command line and the form of their figures.
namespace licet::bench {

/// One measured figure. Ratios are to a baseline of the same run: machines differ, ratios less.
struct Figure {
    std::string name;  ///< `engine.commit`
    double value = 0;
    std::string unit;        ///< `records/s`, `us`
    double baseline = 0;     ///< in the same unit
    double ratio = 0;        ///< of value to baseline, from pairs of rounds where there are any
    std::string goal;        ///< for the ratio: `>= 0.6`; empty: none is set
    std::string conditions;  ///< what the figure holds for, and what the baseline is
};

/// The median of repeated measurements and how far they lie apart.
struct Spread {
    double low = 0;
    double median = 0;
    double high = 0;

    /// `0.58 to 0.71`
    std::string range() const;
};

/// @param values at least one.
Spread spread_of(std::vector<double> values);

/// What a benchmark is given. One thread.
class Report {
public:
    Report(bool json, std::filesystem::path directory)
        : json_{json}, directory_{std::move(directory)} {}

    /// Prints the figure: a row for people, or an object of JSON on a line of its own.
    void add(const Figure& figure);

    /// Where data files go: on a disk, unlike the system's place for temporary files.
    const std::filesystem::path& directory() const { return directory_; }

private:
    const bool json_;
    const std::filesystem::path directory_;
};

/// Enters a benchmark into its program. Lives in a constant of the benchmark's file.
class Benchmark {
public:
    using Run = void (*)(Report& report);
    Benchmark(std::string name, Run run);
};

/// The main function of every benchmark program:
/// `[--json] [--directory DIR] [--list] [NAME]` runs every benchmark whose name contains NAME, or
/// names them.
int run_benchmarks(int count, char** arguments);

}  // namespace licet::bench
