// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/seller_fixture_test.h"

namespace licet::api {
namespace {

using DeleteLicenseTest = SellerApiTest;

// rule LI-2
TEST_F(DeleteLicenseTest, AnswersPendingAndTheLicenseStaysReadable) {
    const auto arn = issue();
    const auto grant = share(arn);
    const auto reply = must(a, "DeleteLicense", of(arn, R"(,"SourceVersion":"1")"));
    EXPECT_EQ(reply.text("Status"), "PENDING_DELETE");
    EXPECT_EQ(reply.text("DeletionDate"), format_iso8601(world.clock().now()));
    for (const auto& who : {a, b}) {
        EXPECT_EQ(must(who, "GetLicense", of(arn)).text("License.Status"), "DELETED");
    }
    EXPECT_EQ(must(b, "GetGrant", named(grant)).text("Grant.GrantStatus"), "ACTIVE");
    EXPECT_EQ(refusal(a, "DeleteLicense", of(arn, R"(,"SourceVersion":"3")")),
              "ValidationException");
}

TEST_F(DeleteLicenseTest, NeedsTheCurrentVersion) {
    const auto arn = issue();
    EXPECT_EQ(refusal(a, "DeleteLicense", of(arn, R"(,"SourceVersion":"2")")), "ConflictException");
    EXPECT_EQ(refusal(a, "DeleteLicense", of(arn)), "ValidationException");
    EXPECT_EQ(refusal(a, "DeleteLicense", of("arn:aws:iam::1", R"(,"SourceVersion":"1")")),
              "InvalidParameterValueException");
}

TEST_F(DeleteLicenseTest, IsForTheIssuerAloneInTheHomeRegion) {
    const auto arn = issue();
    const auto request = of(arn, R"(,"SourceVersion":"1")");
    EXPECT_EQ(refusal(b, "DeleteLicense", request), "ResourceNotFoundException");
    EXPECT_EQ(refusal(world.admin(), "DeleteLicense", of(license, R"(,"SourceVersion":"1")")),
              "AccessDeniedException");
    EXPECT_EQ(refusal(a, "DeleteLicense", request, "eu-west-1"), "RedirectException");
}

TEST_F(DeleteLicenseTest, NeedsTheServiceRole) {
    expect_role_required("DeleteLicense", of(issue(), R"(,"SourceVersion":"1")"));
}

}  // namespace
}  // namespace licet::api
