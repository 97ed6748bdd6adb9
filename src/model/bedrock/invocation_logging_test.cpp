// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/invocation_logging.h"

#include "model/state.h"

#include <gmock/gmock.h>

namespace licet::model {
namespace {

struct InvocationLoggingTest : testing::Test {
    State state;
    SeededRandom random{1};
    Principal actor{.account = AccountId::parse("111111111111").value()};

    Context context(const std::string& region = "us-east-1") {
        return {.now = {}, .random = random, .actor = actor, .region = region};
    }
    const InvocationLogging* logging(std::string_view region = "us-east-1") {
        return find_invocation_logging(state.models, actor.account, region);
    }
};

// rule BA-34
TEST_F(InvocationLoggingTest, IsOfOneAccountAndRegion) {
    const InvocationLogging wanted{.bucket = "logs", .key_prefix = "a/b", .text = true};
    apply(state, put_invocation_logging(wanted, context()).value());
    ASSERT_NE(logging(), nullptr);
    EXPECT_EQ(*logging(), wanted);
    EXPECT_EQ(logging("us-west-2"), nullptr);
    const auto other = AccountId::parse("222222222222").value();
    EXPECT_EQ(find_invocation_logging(state.models, other, "us-east-1"), nullptr);

    apply(state, InvocationLoggingChanged{actor.account, "us-west-2", std::nullopt});
    EXPECT_NE(logging(), nullptr);
    apply(state, InvocationLoggingChanged{actor.account, "us-east-1", std::nullopt});
    EXPECT_EQ(logging(), nullptr);
    EXPECT_TRUE(state.models.invocation_loggings.empty());
}

TEST_F(InvocationLoggingTest, PrefixesCanBePathsOfFiles) {
    const std::string longest(255, 'x');
    for (const auto& prefix :
         {std::string{}, std::string{"a"}, std::string{"a/b.c/d_e-f/"}, longest + '/' + longest,
          std::string{"..."}, std::string{"AWSLogs-of-us/database/gz/a.gzip"}}) {
        EXPECT_TRUE(put_invocation_logging({.key_prefix = prefix}, context()).ok()) << prefix;
    }
    for (const auto& prefix :
         {std::string{"/a"}, std::string{"a//b"}, std::string{"../a"}, std::string{"a/.."},
          std::string{"./a"}, std::string{"a b"}, std::string{"a%2e"}, std::string("a\0b", 3),
          longest + 'x', longest + '/' + longest + "/x",
          // Names of its objects and folders, through which or into which it would lead.
          std::string{"AWSLogs/222222222222"}, std::string{"a/awslogs"}, std::string{"a/data/b"},
          std::string{"a/b_input.json.gz"}, std::string{"b.GZ/"}}) {
        const auto refused = put_invocation_logging({.key_prefix = prefix}, context());
        ASSERT_FALSE(refused.ok()) << prefix;
        EXPECT_EQ(refused.error().name, "ValidationException");
    }
}

}  // namespace
}  // namespace licet::model
