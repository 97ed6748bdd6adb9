// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using ListReceivedGrantsForOrganizationTest = LicenseManagerTest;

TEST_F(ListReceivedGrantsForOrganizationTest, Gr18ListsEveryMembersShare) {
    const std::string single = create(root_arn(a));
    const std::string all = create(organization);
    const std::string of = R"("LicenseArn":")" + license + R"(",)";
    const auto seen = walk(world.admin(), "ListReceivedGrantsForOrganization", of, "Grants",
                           "GranteePrincipalArn");
    EXPECT_THAT(seen, ::testing::UnorderedElementsAre(root_arn(a), root_arn(a), root_arn(b)));
    const auto count = [&](const std::string& name, const std::string& value) {
        return filtered(world.admin(), "ListReceivedGrantsForOrganization", "Grants", name, value,
                        of);
    };
    EXPECT_EQ(count("ParentArn", all), 2U);
    EXPECT_EQ(count("ParentArn", license), 1U);
    EXPECT_EQ(count("GranteePrincipalArn", root_arn(a)), 2U);
    EXPECT_EQ(count("GranteePrincipalArn", root_arn(world.admin())), 0U);
}

TEST_F(ListReceivedGrantsForOrganizationTest, RefusesWithTheDocumentedErrors) {
    const std::string request = R"({"LicenseArn":")" + license + R"("})";
    create(organization);
    EXPECT_EQ(refusal(a, "ListReceivedGrantsForOrganization", request), "AccessDeniedException");
    world.must(world.admin(), "organizations", "RegisterDelegatedAdministrator",
               R"({"AccountId":")" + a.account.text() +
                   R"(","ServicePrincipal":"license-manager.amazonaws.com"})");
    EXPECT_EQ(refusal(a, "ListReceivedGrantsForOrganization", request), "");
    EXPECT_EQ(refusal(world.admin(), "ListReceivedGrantsForOrganization",
                      R"({"LicenseArn":"arn:aws:license-manager::294406891311:license:l-)" +
                          std::string(32, '0') + R"("})"),
              "ResourceNotFoundException");
    const std::string of = R"("LicenseArn":")" + license + R"(",)";
    expect_list_checked("ListReceivedGrantsForOrganization", of);
    expect_filters_checked("ListReceivedGrantsForOrganization", "ParentArn", of);
    expect_role_required("ListReceivedGrantsForOrganization", request);
}

}  // namespace
}  // namespace licet::api
