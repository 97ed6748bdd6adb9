// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/policy_fixture_test.h"

namespace licet::api {
namespace {

using DisablePolicyTypeTest = PolicyTest;

TEST_F(DisablePolicyTypeTest, DetachesAllPoliciesOfTheType) {
    const std::string request = R"({"RootId":"r-root","PolicyType":"SERVICE_CONTROL_POLICY"})";
    EXPECT_EQ(refusal("DisablePolicyType", request), "PolicyTypeNotEnabledException");
    enable("SERVICE_CONTROL_POLICY");
    const std::string id = make_scp("deny");
    must("AttachPolicy", pair(id, root));
    EXPECT_EQ(must("DisablePolicyType", request).text("Root.PolicyTypes"), "[]");
    EXPECT_EQ(must("ListTargetsForPolicy", naming(id)).body, R"({"Targets":[]})");
    must("DeletePolicy", naming(id));
}

TEST_F(DisablePolicyTypeTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("DisablePolicyType", R"({"RootId":"r-none","PolicyType":"TAG_POLICY"})"),
              "RootNotFoundException");
    EXPECT_EQ(refusal("DisablePolicyType", "{}"), "InvalidInputException");
    enable("TAG_POLICY");
    expect_management_only("DisablePolicyType", R"({"RootId":"r-root","PolicyType":"TAG_POLICY"})");
}

}  // namespace
}  // namespace licet::api
