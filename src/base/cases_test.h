// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace licet {

/// How far a comparison with a reference goes, and from where. Environment: LICET_CASES, how many
/// cases; LICET_SEED, the first seed: a run that was broken off goes on from the seed it last told.
class Cases {
public:
    Cases(std::string name, std::size_t count)
        : name_{std::move(name)},
          count_{setting("LICET_CASES", count)},
          seed_{setting("LICET_SEED", 1)} {}

    std::size_t count() const { return count_; }
    std::uint64_t seed() const { return seed_; }
    bool more() const { return done_ < count_; }

    /// So many cases of the seed are done.
    void add(std::size_t cases = 1) { done_ += cases; }
    void next_seed() {
        ++seed_;
        if (done_ / kReport != reported_) {
            reported_ = done_ / kReport;
            std::fprintf(stderr, "%s: %zu of %zu cases, next seed %llu\n", name_.c_str(), done_,
                         count_, static_cast<unsigned long long>(seed_));
        }
    }

private:
    static constexpr std::size_t kReport = 500'000;

    static std::size_t setting(const char* name, std::size_t fallback) {
        const char* const text = std::getenv(name);
        return text == nullptr ? fallback : std::strtoull(text, nullptr, 10);
    }

    std::string name_;
    std::size_t count_;
    std::uint64_t seed_;
    std::size_t done_ = 0;
    std::size_t reported_ = 0;
};

}  // namespace licet
