// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/policy_fixture_test.h"

namespace licet::api {
namespace {

using CreatePolicyTest = PolicyTest;

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

TEST_F(CreatePolicyTest, ReturnsThePolicyAsItWasGiven) {
    const auto reply = must("CreatePolicy", creation("deny", "SERVICE_CONTROL_POLICY", deny));
    const std::string id = reply.text("Policy.PolicySummary.Id");
    EXPECT_THAT(id, MatchesRegex("p-[a-z0-9]{10}"));
    EXPECT_EQ(reply.text("Policy.PolicySummary.Arn"), arn(id, "service_control_policy"));
    EXPECT_EQ(reply.text("Policy.PolicySummary.Name"), "deny");
    EXPECT_EQ(reply.text("Policy.PolicySummary.Description"), "d");
    EXPECT_EQ(reply.text("Policy.PolicySummary.Type"), "SERVICE_CONTROL_POLICY");
    EXPECT_EQ(reply.text("Policy.PolicySummary.AwsManaged"), "false");
    EXPECT_THAT(reply.text("Policy.Content"), HasSubstr(R"("Action":"bedrock:*")"));
    EXPECT_EQ(world.records().back().resources.at(0).name, id);
}

TEST_F(CreatePolicyTest, PutsTagsOnIt) {
    const auto reply = must("CreatePolicy", R"({"Name":"t","Description":"","Type":"TAG_POLICY",)"
                                            R"("Content":"{}","Tags":[{"Key":"k","Value":"v"}]})");
    EXPECT_EQ(must("ListTagsForResource",
                   R"({"ResourceId":")" + reply.text("Policy.PolicySummary.Id") + R"("})")
                  .body,
              R"({"Tags":[{"Key":"k","Value":"v"}]})");
}

TEST_F(CreatePolicyTest, RefusesWithTheDocumentedErrors) {
    make_scp("taken");
    const auto create = [&](const std::string& request) {
        return refusal("CreatePolicy", request);
    };
    EXPECT_EQ(create(creation("taken", "SERVICE_CONTROL_POLICY", deny)),
              "DuplicatePolicyException");
    EXPECT_EQ(create(creation("p", "SERVICE_CONTROL_POLICY", R"("{}")")),
              "MalformedPolicyDocumentException");
    EXPECT_EQ(create(creation("p", "TAG_POLICY", '"' + std::string(10'001, ' ') + '"')),
              "ConstraintViolationException/POLICY_CONTENT_LIMIT_EXCEEDED");
    EXPECT_EQ(create(creation("", "TAG_POLICY", R"("{}")")), "InvalidInputException");
    EXPECT_EQ(create(creation("p", "TAG_POLICY", R"("")")), "InvalidInputException");
    EXPECT_EQ(create(creation("p", "MAGIC_POLICY", R"("{}")")), "InvalidInputException");
    EXPECT_EQ(create(R"({"Name":"p","Type":"TAG_POLICY","Content":"{}"})"),
              "InvalidInputException");
    expect_management_only("CreatePolicy", creation("p", "TAG_POLICY", R"("{}")"));
}

}  // namespace
}  // namespace licet::api
