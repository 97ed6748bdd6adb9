// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/policy_fixture_test.h"

namespace licet::api {
namespace {

using AttachPolicyTest = PolicyTest;

TEST_F(AttachPolicyTest, AttachesOnceItsTypeIsEnabled) {
    const std::string id = make_scp("deny");
    EXPECT_EQ(refusal("AttachPolicy", pair(id, root)), "PolicyTypeNotEnabledException");
    enable("SERVICE_CONTROL_POLICY");
    EXPECT_EQ(must("AttachPolicy", pair(id, root)).body, "{}");
    EXPECT_EQ(refusal("AttachPolicy", pair(id, root)), "DuplicatePolicyAttachmentException");
    EXPECT_EQ(refusal("AttachPolicy", pair(full_access, root)),
              "DuplicatePolicyAttachmentException");
}

TEST_F(AttachPolicyTest, RefusesWithTheDocumentedErrors) {
    enable("SERVICE_CONTROL_POLICY");
    const std::string id = make_scp("deny");
    EXPECT_EQ(refusal("AttachPolicy", pair(none, root)), "PolicyNotFoundException");
    EXPECT_EQ(refusal("AttachPolicy", pair(id, "ou-root-00000000")), "TargetNotFoundException");
    EXPECT_EQ(refusal("AttachPolicy", pair(id, "999999999999")), "TargetNotFoundException");
    EXPECT_EQ(refusal("AttachPolicy", pair(id, "x")), "InvalidInputException");
    for (const char* name : {"a", "b", "c", "d"}) {
        must("AttachPolicy", pair(make_scp(name), root));
    }
    EXPECT_EQ(refusal("AttachPolicy", pair(id, root)),
              "ConstraintViolationException/MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED");
    expect_management_only("AttachPolicy", pair(id, root));
}

}  // namespace
}  // namespace licet::api
