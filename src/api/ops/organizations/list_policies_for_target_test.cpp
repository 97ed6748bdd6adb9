// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/policy_fixture_test.h"

namespace licet::api {
namespace {

using ListPoliciesForTargetTest = PolicyTest;

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST_F(ListPoliciesForTargetTest, ListsWhatIsAttachedToTheTargetItself) {
    const std::string unit = make_unit(root, "u");
    const std::string of_root = R"("TargetId":"r-root","Filter":"SERVICE_CONTROL_POLICY",)";
    EXPECT_THAT(walk("ListPoliciesForTarget", of_root, "Policies", "Id"), IsEmpty());
    enable("SERVICE_CONTROL_POLICY");
    const std::string id = make_scp("deny");
    must("AttachPolicy", pair(id, root));
    EXPECT_THAT(walk("ListPoliciesForTarget", of_root, "Policies", "Id"),
                UnorderedElementsAre(full_access, id));
    EXPECT_THAT(walk("ListPoliciesForTarget",
                     R"("TargetId":")" + unit + R"(","Filter":"SERVICE_CONTROL_POLICY",)",
                     "Policies", "Id"),
                ElementsAre(full_access));
    expect_pages_checked("ListPoliciesForTarget", of_root);
    EXPECT_EQ(refusal("ListPoliciesForTarget",
                      R"({"TargetId":"ou-root-00000000","Filter":"TAG_POLICY"})"),
              "TargetNotFoundException");
    EXPECT_EQ(refusal("ListPoliciesForTarget", R"({"TargetId":"x","Filter":"TAG_POLICY"})"),
              "InvalidInputException");
    expect_readers_only("ListPoliciesForTarget",
                        R"({"TargetId":"r-root","Filter":"SERVICE_CONTROL_POLICY"})");
}

}  // namespace
}  // namespace licet::api
