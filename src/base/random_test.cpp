// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace licet {
namespace {

std::string draw(std::size_t size) {
    SystemRandom random;
    std::vector<std::uint8_t> bytes(size);
    random.fill(bytes);
    return {bytes.begin(), bytes.end()};
}

TEST(SystemRandom, NeverGivesTheSameBytesTwice) {
    std::vector<std::string> mine;
    std::vector<std::string> others;
    const auto fill = [](std::vector<std::string>& drawn) {
        for (int i = 0; i < 2'000; ++i) {
            drawn.push_back(draw(16));
        }
    };
    std::thread thread{[&] { fill(others); }};
    fill(mine);
    thread.join();
    std::set<std::string> all{mine.begin(), mine.end()};
    all.insert(others.begin(), others.end());
    EXPECT_EQ(all.size(), mine.size() + others.size());
}

TEST(SystemRandom, FillsAllOfWhateverIsAsked) {
    for (std::size_t size = 0; size < 200; ++size) {
        std::string seen(size, '\0');
        for (int i = 0; i < 8; ++i) {  // a byte that was never set stays 0 in all of them
            const std::string bytes = draw(size);
            std::transform(seen.begin(), seen.end(), bytes.begin(), seen.begin(),
                           [](char a, char b) { return static_cast<char>(a | b); });
        }
        EXPECT_EQ(seen.find('\0'), std::string::npos) << size;
    }
}

}  // namespace
}  // namespace licet
