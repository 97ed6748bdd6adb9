// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using CreateGrantVersionTest = LicenseManagerTest;

TEST_F(CreateGrantVersionTest, ActivatesAnOrganizationGrantForAll) {
    const std::string grant = create(organization);
    const auto reply = set(world.admin(), grant, "ACTIVE");
    EXPECT_EQ(reply.text("Status"), "PENDING_WORKFLOW");
    EXPECT_EQ(reply.text("Version"), "2");
    EXPECT_EQ(status(grant), "ACTIVE");
    EXPECT_EQ(status(received(a)), "ACTIVE");
    EXPECT_EQ(status(received(b)), "ACTIVE");
}

TEST_F(CreateGrantVersionTest, AnAccountsGrantHasItsStatusAtOnce) {
    create(root_arn(a));
    EXPECT_EQ(set(a, received(a), "ACTIVE").text("Status"), "ACTIVE");
    EXPECT_EQ(set(a, received(a), "DISABLED").text("Version"), "3");
}

TEST_F(CreateGrantVersionTest, RenamesWithoutChangingTheStatus) {
    const std::string grant = create(root_arn(a));
    const auto reply =
        must(world.admin(), "CreateGrantVersion",
             version_request(grant, R"(,"GrantName":"b","AllowedOperations":["CreateToken"])"));
    EXPECT_EQ(reply.text("Status"), "DISABLED");
    const auto shown = must(world.admin(), "GetGrant", named(grant));
    EXPECT_EQ(shown.text("Grant.GrantName"), "b");
    EXPECT_EQ(shown.text("Grant.GrantedOperations"), R"(["CreateToken"])");
}

TEST_F(CreateGrantVersionTest, Gr21Gr22TakesTheOverride) {
    subscribe(a.account, "prod-a");
    const std::string grant = create(organization);
    const std::string options =
        R"(,"Options":{"ActivationOverrideBehavior":"ALL_GRANTS_PERMITTED_BY_ISSUER"})";
    EXPECT_EQ(refusal(world.admin(), "CreateGrantVersion",
                      version_request(grant, R"(,"Status":"DISABLED")" + options)),
              "ValidationException");
    must(world.admin(), "CreateGrantVersion",
         version_request(grant, R"(,"Status":"ACTIVE")" + options));
    const auto licenses = must(a, "ListReceivedGrants",
                               R"({"Filters":[{"Name":"GrantStatus","Values":["ACTIVE"]}]})");
    EXPECT_EQ(licenses.count("Grants"), 1U);
    EXPECT_EQ(licenses.text("Grants.0.ParentArn"), grant);
    EXPECT_EQ(licenses.text("Grants.0.Options.ActivationOverrideBehavior"),
              "ALL_GRANTS_PERMITTED_BY_ISSUER");
}

TEST_F(CreateGrantVersionTest, Gr33Gr34RetriesAreHarmless) {
    const std::string grant = create(organization);
    const std::string request = version_request(grant, R"(,"Status":"ACTIVE")");
    const auto first = must(world.admin(), "CreateGrantVersion", request);
    const auto again = must(world.admin(), "CreateGrantVersion", request);
    EXPECT_EQ(again.body, first.body);
    const auto other = set(world.admin(), grant, "ACTIVE");
    EXPECT_EQ(other.text("Status"), "ACTIVE");
    EXPECT_EQ(other.text("Version"), "2");
}

TEST_F(CreateGrantVersionTest, RefusesWithTheDocumentedErrors) {
    const std::string grant = create(root_arn(b));
    const auto refused = [&](const std::string& more) {
        return refusal(world.admin(), "CreateGrantVersion", version_request(grant, more));
    };
    EXPECT_EQ(refused(R"(,"Status":"DELETED")"), "InvalidParameterValueException");
    EXPECT_EQ(refused(R"(,"Status":"NONSENSE")"), "ValidationException");
    EXPECT_EQ(refused(R"(,"Status":"ACTIVE","SourceVersion":"9")"), "ValidationException");
    EXPECT_EQ(refused(R"(,"Status":"ACTIVE","StatusReason":"")"), "ValidationException");
    EXPECT_EQ(refused(R"(,"Status":"ACTIVE","StatusReason":")" + std::string(401, 'x') + "\""),
              "ValidationException");
    expect_grant_checked("CreateGrantVersion", R"(,"ClientToken":"q","Status":"ACTIVE")");
    expect_role_required("CreateGrantVersion", version_request(grant, ""));
}

}  // namespace
}  // namespace licet::api
