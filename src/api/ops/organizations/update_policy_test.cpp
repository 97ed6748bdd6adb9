// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/policy_fixture_test.h"

namespace licet::api {
namespace {

using UpdatePolicyTest = PolicyTest;

TEST_F(UpdatePolicyTest, ChangesWhatIsGiven) {
    const std::string id = make_scp("deny");
    auto reply = must("UpdatePolicy", R"({"PolicyId":")" + id + R"(","Description":"new"})");
    EXPECT_EQ(reply.text("Policy.PolicySummary.Name"), "deny");
    EXPECT_EQ(reply.text("Policy.PolicySummary.Description"), "new");
    reply = must("UpdatePolicy", R"({"PolicyId":")" + id + R"(","Name":"other"})");
    EXPECT_EQ(reply.text("Policy.PolicySummary.Name"), "other");
    EXPECT_EQ(must("DescribePolicy", naming(id)).body, reply.body);
}

TEST_F(UpdatePolicyTest, RefusesWithTheDocumentedErrors) {
    const std::string id = make_scp("deny");
    make_scp("taken");
    const auto update = [&](const std::string& policy, const std::string& change) {
        return refusal("UpdatePolicy", R"({"PolicyId":")" + policy + R"(",)" + change + "}");
    };
    EXPECT_EQ(update(id, R"("Name":"taken")"), "DuplicatePolicyException");
    EXPECT_EQ(update(id, R"("Content":"[]")"), "MalformedPolicyDocumentException");
    EXPECT_EQ(update(id, R"("Content":")" + std::string(5'121, ' ') + '"'),
              "ConstraintViolationException/POLICY_CONTENT_LIMIT_EXCEEDED");
    EXPECT_EQ(update(none, R"("Name":"x")"), "PolicyNotFoundException");
    EXPECT_EQ(update(full_access, R"("Name":"x")"), "InvalidInputException/IMMUTABLE_POLICY");
    EXPECT_EQ(update("x", R"("Name":"x")"), "InvalidInputException");
    expect_management_only("UpdatePolicy", R"({"PolicyId":")" + id + R"(","Name":"x"})");
}

}  // namespace
}  // namespace licet::api
