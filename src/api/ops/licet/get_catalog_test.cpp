// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/fixture_test.h"

namespace licet::api {
namespace {

using GetCatalog = BedrockTest;

TEST_F(GetCatalog, ReturnsTheWholeCatalogueToAnyAccount) {
    const auto reply = world.must(member, "licet", "GetCatalog", "{}");
    EXPECT_EQ(reply.text("catalog.version"), "2026-11-23");
    EXPECT_EQ(reply.count("catalog.models"), sample::catalogue().models.size());
    EXPECT_EQ(reply.count("catalog.products"), sample::catalogue().products.size());
    EXPECT_EQ(reply.text("catalog.profiles.0.profile_id"), "eu." + sample::kOpus);
    EXPECT_FALSE(reply.recorded);
}

}  // namespace
}  // namespace licet::api
