// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/policy_fixture_test.h"

namespace licet::api {
namespace {

using DeletePolicyTest = PolicyTest;

TEST_F(DeletePolicyTest, DeletesWhatIsAttachedNowhere) {
    const std::string id = make_scp("deny");
    enable("SERVICE_CONTROL_POLICY");
    must("AttachPolicy", pair(id, root));
    EXPECT_EQ(refusal("DeletePolicy", naming(id)), "PolicyInUseException");
    must("DetachPolicy", pair(id, root));
    EXPECT_EQ(must("DeletePolicy", naming(id)).body, "{}");
    EXPECT_EQ(refusal("DeletePolicy", naming(id)), "PolicyNotFoundException");
}

TEST_F(DeletePolicyTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("DeletePolicy", naming(full_access)),
              "InvalidInputException/IMMUTABLE_POLICY");
    EXPECT_EQ(refusal("DeletePolicy", "{}"), "InvalidInputException");
    expect_management_only("DeletePolicy", naming(make_scp("deny")));
}

}  // namespace
}  // namespace licet::api
