// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/policy_fixture_test.h"

namespace licet::api {
namespace {

using DescribeEffectivePolicyTest = PolicyTest;

TEST_F(DescribeEffectivePolicyTest, ShowsAMemberItsOwn) {
    const std::string account = make_account("a");
    const auto who = testing::World::root_of(account);
    const std::string request = R"({"PolicyType":"TAG_POLICY"})";
    EXPECT_EQ(refusal(who, "DescribeEffectivePolicy", request), "EffectivePolicyNotFoundException");
    enable("TAG_POLICY");
    const std::string id = make_policy(
        "tags", "TAG_POLICY", R"("{\"tags\":{\"a\":{\"tag_key\":{\"@@assign\":\"A\"}}}}")");
    must("AttachPolicy", pair(id, root));
    const auto reply = world.must(who, "organizations", "DescribeEffectivePolicy", request);
    EXPECT_EQ(reply.text("EffectivePolicy.PolicyContent"), R"({"tags":{"a":{"tag_key":"A"}}})");
    EXPECT_EQ(reply.text("EffectivePolicy.TargetId"), account);
    EXPECT_EQ(reply.text("EffectivePolicy.PolicyType"), "TAG_POLICY");
    EXPECT_EQ(reply.text("EffectivePolicy.LastUpdatedTimestamp"), "1790000000");
    EXPECT_EQ(must("DescribeEffectivePolicy",
                   R"({"PolicyType":"TAG_POLICY","TargetId":")" + account + R"("})")
                  .body,
              reply.body);
}

TEST_F(DescribeEffectivePolicyTest, RefusesWithTheDocumentedErrors) {
    enable("TAG_POLICY");
    const auto of = [](const std::string& target) {
        return R"({"PolicyType":"TAG_POLICY","TargetId":")" + target + R"("})";
    };
    const auto member = testing::World::root_of(make_account("a"));
    EXPECT_EQ(refusal(member, "DescribeEffectivePolicy", of(management)), "AccessDeniedException");
    EXPECT_EQ(refusal(stranger(), "DescribeEffectivePolicy", R"({"PolicyType":"TAG_POLICY"})"),
              "AWSOrganizationsNotInUseException");
    EXPECT_EQ(refusal("DescribeEffectivePolicy", of("888888888888")), "TargetNotFoundException");
    EXPECT_EQ(refusal("DescribeEffectivePolicy", of(root)),
              "InvalidInputException/TARGET_NOT_SUPPORTED");
    EXPECT_EQ(refusal("DescribeEffectivePolicy", R"({"PolicyType":"SERVICE_CONTROL_POLICY"})"),
              "InvalidInputException");
}

}  // namespace
}  // namespace licet::api
