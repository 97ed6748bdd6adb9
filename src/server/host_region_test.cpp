// SPDX-License-Identifier: Apache-2.0
#include "server/host_region.h"

#include <gtest/gtest.h>

namespace licet::server {
namespace {

TEST(HostRegion, IsTheFirstLabelThatIsAKnownRegion) {
    EXPECT_EQ(region_of_host("bedrock-runtime.eu-west-1.amazonaws.com"), "eu-west-1");
    EXPECT_EQ(region_of_host("eu-west-1.us-east-1:8080"), "eu-west-1");
    EXPECT_EQ(region_of_host("a.us-east-1"), "us-east-1");
    for (const auto* host : {"", ".", "localhost:8080", "127.0.0.1", "eu-west-9.example.com",
                             "xeu-west-1.example.com", "EU-WEST-1.example.com", "eu-west-1:80"}) {
        EXPECT_EQ(region_of_host(host), std::nullopt) << host;
    }
}

}  // namespace
}  // namespace licet::server
