// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using ListReceivedGrantsTest = LicenseManagerTest;

TEST_F(ListReceivedGrantsTest, Gr17MembersSeeTheirOwnShareOnly) {
    const std::string single = create(root_arn(a));
    const std::string all = create(organization);
    const auto seen = walk(a, "ListReceivedGrants", "", "Grants", "GrantArn");
    EXPECT_EQ(seen.size(), 2U);
    EXPECT_THAT(seen, ::testing::Contains(single));
    EXPECT_THAT(seen, ::testing::Not(::testing::Contains(all)));
    EXPECT_EQ(must(b, "ListReceivedGrants", "{}").text("Grants.0.ParentArn"), all);
    EXPECT_EQ(must(world.admin(), "ListReceivedGrants", "{}").count("Grants"), 1U)
        << "its own subscription's";
}

TEST_F(ListReceivedGrantsTest, Lm6Filters) {
    create(organization);
    set(a, received(a), "ACTIVE");
    const auto count = [&](const std::string& name, const std::string& value) {
        return filtered(a, "ListReceivedGrants", "Grants", name, value);
    };
    EXPECT_EQ(count("ProductSKU", "prod-a"), 1U);
    EXPECT_EQ(count("ProductSKU", "prod-b"), 0U);
    EXPECT_EQ(count("LicenseIssuerName", "AWS/Marketplace"), 1U);
    EXPECT_EQ(count("LicenseArn", license), 1U);
    EXPECT_EQ(count("GrantStatus", "ACTIVE"), 1U);
    EXPECT_EQ(count("GrantStatus", "DISABLED"), 0U);
    EXPECT_EQ(count("GranterAccountId", "111111111111"), 1U);
    EXPECT_EQ(count("GranterAccountId", "222222222222"), 0U);
}

TEST_F(ListReceivedGrantsTest, NamedGrantsAreShownToTheirGranteeOnly) {
    const std::string grant = create(root_arn(a));
    const std::string request = R"({"GrantArns":[")" + grant + R"("]})";
    EXPECT_EQ(must(a, "ListReceivedGrants", request).count("Grants"), 1U);
    EXPECT_EQ(must(b, "ListReceivedGrants", request).count("Grants"), 0U);
    EXPECT_EQ(must(world.admin(), "ListReceivedGrants", request).count("Grants"), 0U);
}

TEST_F(ListReceivedGrantsTest, RefusesWithTheDocumentedErrors) {
    expect_list_checked("ListReceivedGrants");
    expect_arns_checked("ListReceivedGrants", "GrantArns", "grant", "Grants");
    expect_filters_checked("ListReceivedGrants", "GrantStatus");
    expect_role_required("ListReceivedGrants", "{}");
}

}  // namespace
}  // namespace licet::api
