// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/policy_fixture_test.h"

namespace licet::api {
namespace {

using ListPoliciesTest = PolicyTest;

using ::testing::UnorderedElementsAre;

TEST_F(ListPoliciesTest, ListsThoseOfATypeInPages) {
    const std::string id = make_scp("deny");
    make_policy("tags", "TAG_POLICY", R"("{}")");
    const std::string filter = R"("Filter":"SERVICE_CONTROL_POLICY",)";
    EXPECT_THAT(walk("ListPolicies", filter, "Policies", "Id"),
                UnorderedElementsAre(full_access, id));
    EXPECT_EQ(must("ListPolicies", R"({"Filter":"TAG_POLICY"})").text("Policies.0.Name"), "tags");
    EXPECT_EQ(must("ListPolicies", R"({"Filter":"RESOURCE_CONTROL_POLICY"})").text("Policies.0.Id"),
              "p-RCPFullAWSAccess");
    EXPECT_EQ(must("ListPolicies", R"({"Filter":"S3_POLICY"})").body, R"({"Policies":[]})");
    expect_pages_checked("ListPolicies", filter);
    EXPECT_EQ(refusal("ListPolicies", "{}"), "InvalidInputException");
    expect_readers_only("ListPolicies", R"({"Filter":"SERVICE_CONTROL_POLICY"})");
}

}  // namespace
}  // namespace licet::api
