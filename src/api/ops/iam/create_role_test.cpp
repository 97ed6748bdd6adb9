// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

using CreateRoleTest = IamTest;

TEST_F(CreateRoleTest, ShowsWhatItMade) {
    const auto reply =
        must("CreateRole", R"({"RoleName":"ops","Path":"/a/","Description":"d",)"
                           R"("MaxSessionDuration":7200,"Tags":[{"Key":"k","Value":"v"}],)"
                           R"("AssumeRolePolicyDocument":)" +
                               quoted(anyone) + "}");
    EXPECT_TRUE(reply.recorded);
    EXPECT_EQ(reply.text("Role.RoleName"), "ops");
    EXPECT_EQ(reply.text("Role.Path"), "/a/");
    EXPECT_EQ(reply.text("Role.Arn"), "arn:aws:iam::111111111111:role/a/ops");
    EXPECT_EQ(reply.text("Role.RoleId").substr(0, 4), "AROA");
    EXPECT_EQ(reply.text("Role.Description"), "d");
    EXPECT_EQ(reply.text("Role.MaxSessionDuration"), "7200");
    EXPECT_EQ(reply.text("Role.Tags.0.Key"), "k");
    EXPECT_EQ(reply.text("Role.AssumeRolePolicyDocument").substr(0, 18), "%7B%22Statement%22");
    EXPECT_EQ(world.records().back().resources.at(0).name, reply.text("Role.Arn"));
}

TEST_F(CreateRoleTest, RefusesWithTheDocumentedErrors) {
    make_role("ops", anyone);
    const auto refused = [&](const std::string& name, const std::string& policy,
                             const std::string& more = "") {
        return refusal("CreateRole", R"({"RoleName":")" + name +
                                         R"(","AssumeRolePolicyDocument":)" + quoted(policy) +
                                         more + "}");
    };
    EXPECT_EQ(refused("Ops", anyone), "EntityAlreadyExists");
    EXPECT_EQ(refused("x", "{}"), "MalformedPolicyDocument");
    EXPECT_EQ(refused("x", anyone + " "), "");
    EXPECT_EQ(refused("y", ""), "ValidationError");
    EXPECT_EQ(refused("y", "\"" + std::string(3'000, 'x') + "\""), "LimitExceeded");
    EXPECT_EQ(refused("", anyone), "ValidationError");
    EXPECT_EQ(refused("a/b", anyone), "ValidationError");
    EXPECT_EQ(refused("y", anyone, R"(,"Path":"a")"), "ValidationError");
    EXPECT_EQ(refused("y", anyone, R"(,"Path":"/aws-service-role/a/")"), "InvalidInput");
    EXPECT_EQ(refused("y", anyone, R"(,"MaxSessionDuration":3599)"), "ValidationError");
    EXPECT_EQ(refused("y", anyone, R"(,"Tags":[{"Key":"a","Value":"1"},{"Key":"A","Value":"2"}])"),
              "InvalidInput");
    EXPECT_EQ(
        refused("y", anyone, R"(,"PermissionsBoundary":"arn:aws:iam::111111111111:policy/p")"),
        "NoSuchEntity");
    EXPECT_EQ(refusal("CreateRole", R"({"RoleName":"y"})"), "ValidationError");
}

}  // namespace
}  // namespace licet::api
