// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/seller_fixture_test.h"
#include "model/license/seller.h"

namespace licet::api {
namespace {

using CreateLicenseVersionTest = SellerApiTest;

TEST_F(CreateLicenseVersionTest, MakesTheNextVersion) {
    const auto arn = issue();
    const auto reply = must(a, "CreateLicenseVersion", revision(arn, "SUSPENDED"));
    EXPECT_EQ(reply.text("LicenseArn"), arn);
    EXPECT_EQ(reply.text("Version"), "2");
    EXPECT_EQ(reply.text("Status"), "SUSPENDED");
    EXPECT_EQ(must(a, "GetLicense", of(arn)).text("License.Status"), "SUSPENDED");
    EXPECT_EQ(must(a, "GetLicense", of(arn, R"(,"Version":"1")")).text("License.Status"),
              "AVAILABLE");
}

// rules LI-1, GR-31
TEST_F(CreateLicenseVersionTest, OfTwoWithOneSourceVersionTheSecondConflicts) {
    const auto arn = issue();
    must(a, "CreateLicenseVersion", revision(arn, "AVAILABLE", R"(,"SourceVersion":"1")"));
    EXPECT_EQ(
        refusal(a, "CreateLicenseVersion", revision(arn, "AVAILABLE", R"(,"SourceVersion":"1")")),
        "ConflictException");
}

// rule GR-33
TEST_F(CreateLicenseVersionTest, AnswersARepeatedTokenAlike) {
    const auto arn = issue();
    const auto request = revision(arn, "DEACTIVATED");
    must(a, "CreateLicenseVersion", request);
    must(a, "CreateLicenseVersion", revision(arn, "AVAILABLE"));
    const auto again = must(a, "CreateLicenseVersion", request);
    EXPECT_EQ(again.text("Version"), "2");
    EXPECT_EQ(again.text("Status"), "DEACTIVATED");
}

TEST_F(CreateLicenseVersionTest, IsForTheIssuerAlone) {
    const auto arn = issue();
    EXPECT_EQ(refusal(b, "CreateLicenseVersion", revision(arn, "AVAILABLE")),
              "ResourceNotFoundException");
    share(arn);
    EXPECT_EQ(refusal(b, "CreateLicenseVersion", revision(arn, "AVAILABLE")),
              "AccessDeniedException");
    EXPECT_EQ(refusal(world.admin(), "CreateLicenseVersion", revision(license, "AVAILABLE")),
              "AccessDeniedException");
    EXPECT_EQ(refusal(a, "CreateLicenseVersion", revision(arn, "AVAILABLE"), "eu-west-1"),
              "RedirectException");
}

TEST_F(CreateLicenseVersionTest, RefusesOtherStatuses) {
    const auto arn = issue();
    for (const char* status : {"EXPIRED", "DELETED", "PENDING_DELETE", "PENDING_AVAILABLE", "ON"}) {
        EXPECT_EQ(refusal(a, "CreateLicenseVersion", revision(arn, status)), "ValidationException");
    }
    EXPECT_EQ(refusal(a, "CreateLicenseVersion", "{}"), "ValidationException");
}

TEST_F(CreateLicenseVersionTest, RefusesOneVersionTooMany) {
    const auto arn = issue();
    const Id128 id = model::parse_resource_arn(arn, "license")->id;
    const model::LicenseVersion last = model::current(world.state().license.licenses.at(id));
    world.apply(
        model::Events(model::kLicenseVersionsMax - 1, model::LicenseVersionAdded{id, last}));
    const auto records = world.records().size();
    EXPECT_EQ(refusal(a, "CreateLicenseVersion", revision(arn, "AVAILABLE")),
              "ResourceLimitExceededException");
    EXPECT_EQ(world.records().size(), records);
    must(a, "DeleteLicense", of(arn, R"(,"SourceVersion":"1000")"));
}

TEST_F(CreateLicenseVersionTest, NeedsTheServiceRole) {
    expect_role_required("CreateLicenseVersion", revision(issue(), "AVAILABLE"));
}

}  // namespace
}  // namespace licet::api
