// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using ListDistributedGrantsTest = LicenseManagerTest;

TEST_F(ListDistributedGrantsTest, ListsWhatTheAccountMadeInPages) {
    const std::string one = create(root_arn(a));
    const std::string two = create(root_arn(b));
    const std::string all = create(organization);
    EXPECT_THAT(walk(world.admin(), "ListDistributedGrants", "", "Grants", "GrantArn"),
                ::testing::UnorderedElementsAre(one, two, all));
    EXPECT_EQ(must(a, "ListDistributedGrants", "{}").count("Grants"), 0U);
}

TEST_F(ListDistributedGrantsTest, Lm6Filters) {
    create(root_arn(a));
    const std::string all = create(organization);
    set(world.admin(), all, "ACTIVE");
    const auto count = [&](const std::string& name, const std::string& value) {
        return filtered(world.admin(), "ListDistributedGrants", "Grants", name, value);
    };
    std::string slashed = license;
    slashed[slashed.find(":l-")] = '/';
    EXPECT_EQ(count("LicenseArn", license), 2U);
    EXPECT_EQ(count("LicenseArn", slashed), 2U);
    EXPECT_EQ(count("LicenseArn", "nonsense"), 0U);
    EXPECT_EQ(count("GrantStatus", "ACTIVE"), 1U);
    EXPECT_EQ(count("GrantStatus", "active"), 0U);
    EXPECT_EQ(count("GranteePrincipalARN", organization), 1U);
    EXPECT_EQ(count("GranteePrincipalARN", root_arn(b)), 0U);
    EXPECT_EQ(count("ProductSKU", "prod-a"), 2U);
    EXPECT_EQ(count("LicenseIssuerName", "AWS/Marketplace"), 2U);
    EXPECT_EQ(must(world.admin(), "ListDistributedGrants",
                   R"({"Filters":[{"Name":"GrantStatus","Values":["DISABLED"]},)"
                   R"({"Name":"ProductSKU","Values":["prod-a"]}]})")
                  .count("Grants"),
              1U);
}

TEST_F(ListDistributedGrantsTest, NamedGrantsAreShownWhateverTheirStatus) {
    const std::string gone = create(root_arn(a));
    must(world.admin(), "DeleteGrant", named(gone, R"(,"Version":"1")"));
    const std::string kept = create(root_arn(a));
    const std::string arns = R"("GrantArns":[")" + gone + R"(",")" + kept + R"("],)";
    EXPECT_THAT(walk(world.admin(), "ListDistributedGrants", arns, "Grants", "GrantArn"),
                ::testing::ElementsAre(gone, kept));
    EXPECT_TRUE(walk(a, "ListDistributedGrants", arns, "Grants", "GrantArn").empty());
}

TEST_F(ListDistributedGrantsTest, RefusesWithTheDocumentedErrors) {
    expect_list_checked("ListDistributedGrants");
    expect_arns_checked("ListDistributedGrants", "GrantArns", "grant", "Grants");
    expect_filters_checked("ListDistributedGrants", "GrantStatus");
    expect_role_required("ListDistributedGrants", "{}");
}

}  // namespace
}  // namespace licet::api
