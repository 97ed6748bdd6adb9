// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using CreateOrganizationalUnitTest = OrganizationsTest;

using ::testing::MatchesRegex;

TEST_F(CreateOrganizationalUnitTest, ReturnsTheUnit) {
    const auto outer =
        must("CreateOrganizationalUnit", R"({"ParentId":"r-root","Name":"Workloads & more"})");
    const std::string id = outer.text("OrganizationalUnit.Id");
    EXPECT_THAT(id, MatchesRegex("ou-root-[a-z0-9]{8}"));
    EXPECT_EQ(outer.text("OrganizationalUnit.Name"), "Workloads & more");
    EXPECT_EQ(outer.text("OrganizationalUnit.Arn"),
              "arn:aws:organizations::111111111111:ou/o-exampleorg1/" + id);
    EXPECT_EQ(outer.text("OrganizationalUnit.Path"), "o-exampleorg1/r-root/" + id + "/");
    const auto inner =
        must("CreateOrganizationalUnit", R"({"ParentId":")" + id + R"(","Name":"Inner"})");
    EXPECT_EQ(inner.text("OrganizationalUnit.Path"),
              "o-exampleorg1/r-root/" + id + "/" + inner.text("OrganizationalUnit.Id") + "/");
}

TEST_F(CreateOrganizationalUnitTest, IsRecordedWithItsResource) {
    const std::string id = make_unit(root, "a");
    const auto& record = world.records().back();
    EXPECT_EQ(record.action, "CreateOrganizationalUnit");
    ASSERT_EQ(record.resources.size(), 1U);
    EXPECT_EQ(record.resources[0].name, id);
}

TEST_F(CreateOrganizationalUnitTest, PutsTagsOnIt) {
    const auto unit = must("CreateOrganizationalUnit",
                           R"({"ParentId":"r-root","Name":"a","Tags":[{"Key":"k","Value":"v"}]})");
    const auto tags = must("ListTagsForResource",
                           R"({"ResourceId":")" + unit.text("OrganizationalUnit.Id") + R"("})");
    EXPECT_EQ(tags.body, R"({"Tags":[{"Key":"k","Value":"v"}]})");
}

TEST_F(CreateOrganizationalUnitTest, RefusesWithTheDocumentedErrors) {
    const auto create = [&](const std::string& request) {
        return refusal("CreateOrganizationalUnit", request);
    };
    std::string unit = make_unit(root, "a");
    EXPECT_EQ(create(R"({"ParentId":"r-root","Name":"a"})"),
              "DuplicateOrganizationalUnitException");
    EXPECT_EQ(create(R"({"ParentId":"r-none","Name":"a"})"), "ParentNotFoundException");
    EXPECT_EQ(create(R"({"ParentId":"ou-root-00000000","Name":"a"})"), "ParentNotFoundException");
    EXPECT_EQ(create(R"({"ParentId":"root","Name":"a"})"), "InvalidInputException");
    EXPECT_EQ(create(R"({"ParentId":"r-root","Name":""})"), "InvalidInputException");
    EXPECT_EQ(create(R"({"ParentId":"r-root","Name":")" + std::string(129, 'x') + R"("})"),
              "InvalidInputException");
    EXPECT_EQ(create(R"({"ParentId":"r-root"})"), "InvalidInputException");
    EXPECT_EQ(create(R"({"ParentId":"r-root","Name":"t","Tags":[{"Key":"aws:k","Value":""}]})"),
              "InvalidInputException/INVALID_SYSTEM_TAGS_PARAMETER");
    for (int depth = 2; depth <= 5; ++depth) {
        unit = make_unit(unit, "deeper");
    }
    EXPECT_EQ(create(R"({"ParentId":")" + unit + R"(","Name":"too deep"})"),
              "ConstraintViolationException/OU_DEPTH_LIMIT_EXCEEDED");
}

TEST_F(CreateOrganizationalUnitTest, IsForTheManagementAccount) {
    expect_management_only("CreateOrganizationalUnit", R"({"ParentId":"r-root","Name":"a"})");
}

}  // namespace
}  // namespace licet::api
