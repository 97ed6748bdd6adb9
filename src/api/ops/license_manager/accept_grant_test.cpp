// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using AcceptGrantTest = LicenseManagerTest;

TEST_F(AcceptGrantTest, T5GivesDisabledAtOnce) {
    unlink();
    const std::string grant = create(root_arn(a));
    EXPECT_EQ(status(grant), "PENDING_ACCEPT");
    const auto reply = must(a, "AcceptGrant", named(grant));
    EXPECT_EQ(reply.text("GrantArn"), grant);
    EXPECT_EQ(reply.text("Status"), "DISABLED");
    EXPECT_EQ(reply.text("Version"), "2");
    const auto listed = must(a, "ListReceivedGrants", R"({"GrantArns":[")" + grant + R"("]})");
    EXPECT_EQ(listed.text("Grants.0.GrantStatus"), "DISABLED");
}

TEST_F(AcceptGrantTest, Gr10RefusesWithTheKnownText) {
    const std::string grant = create(root_arn(a));
    const auto reply = world.call(a, "license-manager", "AcceptGrant", named(grant));
    EXPECT_EQ(reply.error, "ValidationException");
    EXPECT_EQ(reply.message, "Caller arn:aws:iam::" + a.account.text() +
                                 ":root is not allowed to accept this grant.");
}

TEST_F(AcceptGrantTest, RefusesWithTheDocumentedErrors) {
    expect_grant_checked("AcceptGrant");
    expect_role_required("AcceptGrant", named(create(root_arn(b))));
}

}  // namespace
}  // namespace licet::api
