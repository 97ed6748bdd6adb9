// SPDX-License-Identifier: Apache-2.0
#include "api/testing/world_test.h"

namespace licet::api {
namespace {

TEST(GetCallerIdentity, NamesAccountArnAndIdOfTheCaller) {
    testing::World world;
    const auto reply = world.call(world.admin(), "sts", "GetCallerIdentity", "{}");
    ASSERT_TRUE(reply.ok()) << reply.error;
    EXPECT_EQ(reply.text("Account"), "111111111111");
    EXPECT_EQ(reply.text("Arn"), "arn:aws:iam::111111111111:user/admin");
    EXPECT_EQ(reply.text("UserId"), world.admin().id);
}

}  // namespace
}  // namespace licet::api
