// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/policy_fixture_test.h"

namespace licet::api {
namespace {

using DetachPolicyTest = PolicyTest;

TEST_F(DetachPolicyTest, LeavesTheLastScp) {
    enable("SERVICE_CONTROL_POLICY");
    const std::string id = make_scp("deny");
    must("AttachPolicy", pair(id, root));
    EXPECT_EQ(must("DetachPolicy", pair(full_access, root)).body, "{}");
    EXPECT_EQ(refusal("DetachPolicy", pair(full_access, root)), "PolicyNotAttachedException");
    EXPECT_EQ(refusal("DetachPolicy", pair(id, root)),
              "ConstraintViolationException/MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED");
}

TEST_F(DetachPolicyTest, RefusesWithTheDocumentedErrors) {
    enable("SERVICE_CONTROL_POLICY");
    const std::string id = make_scp("deny");
    EXPECT_EQ(refusal("DetachPolicy", pair(id, root)), "PolicyNotAttachedException");
    EXPECT_EQ(refusal("DetachPolicy", pair(none, root)), "PolicyNotFoundException");
    EXPECT_EQ(refusal("DetachPolicy", pair(id, "ou-root-00000000")), "TargetNotFoundException");
    EXPECT_EQ(refusal("DetachPolicy", "{}"), "InvalidInputException");
    must("AttachPolicy", pair(id, root));
    expect_management_only("DetachPolicy", pair(id, root));
}

}  // namespace
}  // namespace licet::api
