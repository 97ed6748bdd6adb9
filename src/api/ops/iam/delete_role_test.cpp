// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

using DeleteRoleTest = IamTest;

TEST_F(DeleteRoleTest, DeletesARole) {
    make_role("ops", anyone);
    EXPECT_TRUE(must("DeleteRole", R"({"RoleName":"ops"})").recorded);
    EXPECT_EQ(refusal("GetRole", R"({"RoleName":"ops"})"), "NoSuchEntity");
}

TEST_F(DeleteRoleTest, RefusesWithTheDocumentedErrors) {
    make_role("ops", anyone);
    EXPECT_EQ(refusal("DeleteRole", R"({"RoleName":"none"})"), "NoSuchEntity");
    EXPECT_EQ(refusal(stranger(), "iam", "DeleteRole", R"({"RoleName":"ops"})"), "NoSuchEntity");
    EXPECT_EQ(refusal("DeleteRole", R"({"RoleName":"AWSServiceRoleForOrganizations"})"),
              "UnmodifiableEntity");
}

}  // namespace
}  // namespace licet::api
