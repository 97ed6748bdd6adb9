// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/policy_fixture_test.h"

namespace licet::api {
namespace {

using ListTargetsForPolicyTest = PolicyTest;

using ::testing::ElementsAre;

TEST_F(ListTargetsForPolicyTest, ShowsRootsUnitsAndAccounts) {
    enable("SERVICE_CONTROL_POLICY");
    const std::string id = make_scp("deny");
    const std::string unit = make_unit(root, "u");
    for (const std::string& target : {root, unit, management}) {
        must("AttachPolicy", pair(id, target));
    }
    const auto reply = must("ListTargetsForPolicy", naming(id));
    EXPECT_EQ(reply.text("Targets.0.TargetId"), management);
    EXPECT_EQ(reply.text("Targets.0.Type"), "ACCOUNT");
    EXPECT_EQ(reply.text("Targets.0.Arn"),
              "arn:aws:organizations::111111111111:account/o-exampleorg1/111111111111");
    EXPECT_EQ(reply.text("Targets.1.Name"), "u");
    EXPECT_EQ(reply.text("Targets.1.Type"), "ORGANIZATIONAL_UNIT");
    EXPECT_EQ(reply.text("Targets.2.Name"), "Root");
    EXPECT_EQ(reply.text("Targets.2.Type"), "ROOT");
    EXPECT_THAT(
        walk("ListTargetsForPolicy", R"("PolicyId":"p-FullAWSAccess",)", "Targets", "TargetId"),
        ElementsAre(management, unit, root));
    expect_pages_checked("ListTargetsForPolicy", R"("PolicyId":"p-FullAWSAccess",)");
    EXPECT_EQ(refusal("ListTargetsForPolicy", naming(none)), "PolicyNotFoundException");
    EXPECT_EQ(refusal("ListTargetsForPolicy", "{}"), "InvalidInputException");
    expect_readers_only("ListTargetsForPolicy", naming(id));
}

}  // namespace
}  // namespace licet::api
