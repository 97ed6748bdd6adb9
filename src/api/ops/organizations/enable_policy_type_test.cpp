// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/policy_fixture_test.h"

namespace licet::api {
namespace {

using EnablePolicyTypeTest = PolicyTest;

TEST_F(EnablePolicyTypeTest, IsShownOnTheRootAndTheOrganization) {
    const std::string request = R"({"RootId":"r-root","PolicyType":"SERVICE_CONTROL_POLICY"})";
    const auto reply = must("EnablePolicyType", request);
    EXPECT_EQ(reply.text("Root.Id"), root);
    const std::string enabled = R"([{"Type":"SERVICE_CONTROL_POLICY","Status":"ENABLED"}])";
    EXPECT_EQ(reply.text("Root.PolicyTypes"), enabled);
    EXPECT_EQ(must("ListRoots", "{}").text("Roots.0.PolicyTypes"), enabled);
    EXPECT_EQ(must("DescribeOrganization", "{}").text("Organization.AvailablePolicyTypes"),
              enabled);
    EXPECT_EQ(refusal("EnablePolicyType", request), "PolicyTypeAlreadyEnabledException");
}

TEST_F(EnablePolicyTypeTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("EnablePolicyType", R"({"RootId":"r-none","PolicyType":"TAG_POLICY"})"),
              "RootNotFoundException");
    EXPECT_EQ(refusal("EnablePolicyType", R"({"RootId":"x","PolicyType":"TAG_POLICY"})"),
              "InvalidInputException");
    EXPECT_EQ(refusal("EnablePolicyType", R"({"RootId":"r-root"})"), "InvalidInputException");
    expect_management_only("EnablePolicyType", R"({"RootId":"r-root","PolicyType":"TAG_POLICY"})");
}

}  // namespace
}  // namespace licet::api
