// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using DeleteGrantTest = LicenseManagerTest;

TEST_F(DeleteGrantTest, Gr32TakesTerraformsVersionAndEndsTheGrant) {
    const std::string grant = create(organization);
    const auto reply = must(world.admin(), "DeleteGrant", named(grant, R"(,"Version":"version")"));
    EXPECT_EQ(reply.text("Status"), "PENDING_DELETE");
    EXPECT_EQ(status(grant), "DELETED");
    EXPECT_EQ(must(a, "ListReceivedGrants", "{}").count("Grants"), 0U);
    EXPECT_EQ(must(world.admin(), "ListDistributedGrants", "{}").count("Grants"), 0U);
    EXPECT_NE(create(organization), grant);
}

TEST_F(DeleteGrantTest, RefusesWithTheDocumentedErrors) {
    const std::string grant = create(root_arn(b));
    EXPECT_EQ(refusal(world.admin(), "DeleteGrant", named(grant, R"(,"Version":"2")")),
              "ValidationException");
    EXPECT_EQ(refusal(world.admin(), "DeleteGrant", named(grant)), "ValidationException");
    EXPECT_EQ(refusal(b, "DeleteGrant", named(grant, R"(,"Version":"1")")), "ValidationException");
    expect_grant_checked("DeleteGrant", R"(,"Version":"1")");
    expect_role_required("DeleteGrant", named(grant, R"(,"Version":"1")"));
}

}  // namespace
}  // namespace licet::api
