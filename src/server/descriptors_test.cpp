// SPDX-License-Identifier: Apache-2.0
#include "server/descriptors.h"

#include <gtest/gtest.h>

#include <sys/resource.h>

#include <fstream>
#include <string>

namespace licet::server {
namespace {

/// As the kernel tells it: what its table has room for.
std::size_t table_size() {
    std::ifstream status{"/proc/self/status"};
    for (std::string word; status >> word;) {
        if (word == "FDSize:") {
            std::size_t size = 0;
            status >> size;
            return size;
        }
    }
    return 0;
}

class DescriptorsTest : public ::testing::Test {
protected:
    DescriptorsTest() { EXPECT_EQ(::getrlimit(RLIMIT_NOFILE, &before_), 0); }
    ~DescriptorsTest() override { set(before_.rlim_cur); }

    void set(rlim_t soft) {
        const rlimit limit{soft, before_.rlim_max};
        EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
    }
    static rlim_t soft() {
        rlimit limit{};
        EXPECT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
        return limit.rlim_cur;
    }

    rlimit before_{};
};

TEST_F(DescriptorsTest, RaisesTheLimitAndMakesTheTableAtOnce) {
    set(256);
    EXPECT_EQ(make_room_for_descriptors(700), 700U);
    EXPECT_EQ(soft(), 700U);
    EXPECT_GE(table_size(), 700U);
}

TEST_F(DescriptorsTest, LeavesAHigherLimitAsItIs) {
    set(900);
    EXPECT_EQ(make_room_for_descriptors(300), 300U);
    EXPECT_EQ(soft(), 900U);
}

TEST_F(DescriptorsTest, GoesAsFarAsTheHardLimitLets) {
    if (before_.rlim_max > 4'000'000) {
        GTEST_SKIP() << "there is no hard limit here that is worth the table";
    }
    EXPECT_EQ(make_room_for_descriptors(before_.rlim_max + 1), before_.rlim_max);
    EXPECT_EQ(soft(), before_.rlim_max);
}

}  // namespace
}  // namespace licet::server
