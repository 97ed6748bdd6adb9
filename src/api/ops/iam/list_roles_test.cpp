// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

using ListRolesTest = IamTest;

using ::testing::ElementsAre;

TEST_F(ListRolesTest, ListsStoredAndDerivedRolesInPages) {
    stranger();
    make_role("Zed", anyone);
    make_role("ops", anyone, R"(,"Path":"/a/b/","Tags":[{"Key":"k","Value":"v"}])");
    make_role("dev", anyone, R"(,"Path":"/a/")");
    for (const int size : {1, 2, 3, 100}) {
        EXPECT_THAT(walk("ListRoles", "", "Roles", "RoleName", size),
                    ElementsAre("AWSServiceRoleForOrganizations", "Zed", "dev", "ops"));
        EXPECT_THAT(walk("ListRoles", R"("PathPrefix":"/a/",)", "Roles", "RoleName", size),
                    ElementsAre("dev", "ops"));
    }
    EXPECT_THAT(walk("ListRoles", R"("PathPrefix":"/a/b",)", "Roles", "RoleName", 5),
                ElementsAre("ops"));
    EXPECT_THAT(walk("ListRoles", R"("PathPrefix":"/aws-service-role/",)", "Roles", "RoleName", 5),
                ElementsAre("AWSServiceRoleForOrganizations"));
    EXPECT_FALSE(must("ListRoles", "{}").has("Roles.3.Tags"));
}

TEST_F(ListRolesTest, RefusesWithTheDocumentedErrors) {
    for (const auto* request : {R"({"MaxItems":0})", R"({"MaxItems":1001})", R"({"Marker":"x"})",
                                R"({"Marker":""})", R"({"PathPrefix":"a"})"}) {
        EXPECT_EQ(refusal("ListRoles", request), "ValidationError") << request;
    }
}

TEST_F(ListRolesTest, TakesNoMarkerOfAnotherList) {
    make_user("a");
    make_user("b");
    const auto marker = must("ListUsers", R"({"MaxItems":1})").text("Marker");
    EXPECT_EQ(refusal("ListRoles", R"({"Marker":")" + marker + R"("})"), "ValidationError");
}

TEST_F(ListRolesTest, TakesNoMarkerOfAnotherPrefix) {
    const std::string long_path = "/" + std::string(500, 'p') + "/";
    make_role("a", anyone, R"(,"Path":")" + long_path + R"(")");
    make_role("b", anyone, R"(,"Path":")" + long_path + R"(")");
    const auto marker =
        must("ListRoles", R"({"MaxItems":1,"PathPrefix":")" + long_path + R"("})").text("Marker");
    EXPECT_EQ(refusal("ListRoles", R"({"Marker":")" + marker + R"("})"), "ValidationError");
    EXPECT_EQ(refusal("ListRoles",
                      R"({"PathPrefix":")" + long_path + R"(","Marker":")" + marker + R"("})"),
              "");
}

}  // namespace
}  // namespace licet::api
