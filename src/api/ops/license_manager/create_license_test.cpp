// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/seller_fixture_test.h"
#include "model/license/seller.h"

namespace licet::api {
namespace {

using CreateLicenseTest = SellerApiTest;

TEST_F(CreateLicenseTest, AnswersWithTheFirstVersion) {
    const auto reply = must(a, "CreateLicense", issue_request("tool"));
    EXPECT_TRUE(reply.text("LicenseArn")
                    .starts_with("arn:aws:license-manager::" + a.account.text() + ":license:l-"));
    EXPECT_EQ(reply.text("Status"), "AVAILABLE");
    EXPECT_EQ(reply.text("Version"), "1");
    const auto shown = must(a, "GetLicense", of(reply.text("LicenseArn")));
    EXPECT_EQ(shown.text("License.ProductSKU"), "tool");
    EXPECT_EQ(shown.text("License.Beneficiary"), "buyers");
    EXPECT_EQ(shown.text("License.Issuer.SignKey"), "arn:aws:kms:x");
    EXPECT_EQ(shown.text("License.Issuer.KeyFingerprint"),
              "aws:" + a.account.text() + ":Tools:issuer-fingerprint");
    EXPECT_EQ(shown.text("License.ConsumptionConfiguration.RenewType"), "Monthly");
    EXPECT_TRUE(shown.has("License.ConsumptionConfiguration.BorrowConfiguration"));
    EXPECT_EQ(shown.text("License.LicenseMetadata.0.Name"), "team");
    EXPECT_EQ(shown.count("License.LicenseMetadata"), 1U);
}

// rule LI-6
TEST_F(CreateLicenseTest, GivesTheSellerNoReceivedLicense) {
    const auto arn = issue();
    EXPECT_EQ(must(a, "ListReceivedLicenses", "{}").count("Licenses"), 0U);
    EXPECT_EQ(
        must(a, "ListReceivedLicenses", R"({"LicenseArns":[")" + arn + R"("]})").count("Licenses"),
        0U);
    EXPECT_EQ(must(a, "ListReceivedGrants", "{}").count("Grants"), 0U);
}

// rule GR-33
TEST_F(CreateLicenseTest, AnswersARepeatedTokenAlike) {
    const auto request = issue_request("tool");
    const auto first = must(a, "CreateLicense", request).text("LicenseArn");
    const auto records = world.records().size();
    EXPECT_EQ(must(a, "CreateLicense", request).text("LicenseArn"), first);
    EXPECT_EQ(world.records().size(), records);
    --tokens;
    EXPECT_EQ(refusal(a, "CreateLicense", issue_request("other")), "ValidationException");
    --tokens;
    EXPECT_EQ(refusal(b, "CreateLicense", issue_request("other")), "")
        << "tokens are each account's own";
}

TEST_F(CreateLicenseTest, IsRefusedUntilOneIsDeletedWhenThereAreTooMany) {
    const auto arn = issue();
    const Id128 id = model::parse_resource_arn(arn, "license")->id;
    const model::License issued = world.state().license.licenses.at(id);
    model::Events more;
    for (std::size_t i = 1; i < model::kLicensesMax; ++i) {
        more.emplace_back(model::LicenseIssued{Id128::random(world.random()), issued});
    }
    world.apply(more);
    EXPECT_EQ(refusal(a, "CreateLicense", issue_request("tool")), "ResourceLimitExceededException");
    must(a, "DeleteLicense", of(arn, R"(,"SourceVersion":"1")"));
    issue();
}

TEST_F(CreateLicenseTest, KeepsTags) {
    const auto arn =
        must(a, "CreateLicense", issue_request("tool", R"(,"Tags":[{"Key":"k","Value":"v"}])"))
            .text("LicenseArn");
    EXPECT_EQ(must(a, "ListTagsForResource", R"({"ResourceArn":")" + arn + R"("})").count("Tags"),
              1U);
    EXPECT_EQ(refusal(a, "CreateLicense",
                      issue_request("tool", R"(,"Tags":[{"Key":"aws:k","Value":"v"}])")),
              "InvalidParameterValueException");
}

TEST_F(CreateLicenseTest, RefusesWhatItCannotKeep) {
    const auto with = [&](std::string_view old, std::string_view now) {
        std::string request = issue_request("tool");
        request.replace(request.find(old), old.size(), now);
        return refusal(a, "CreateLicense", request);
    };
    EXPECT_EQ(with("us-east-1", "eu-west-1"), "RedirectException");
    EXPECT_EQ(with("us-east-1", "nowhere"), "ValidationException");
    EXPECT_EQ(with("2020-01-01T00:00:00Z", "tomorrow"), "ValidationException");
    EXPECT_EQ(with("Count", "Bananas"), "ValidationException");
    EXPECT_EQ(with("Monthly", "Daily"), "ValidationException");
    EXPECT_EQ(with(R"("MaxCount":2)", R"("MaxCount":-1)"), "ValidationException");
    EXPECT_EQ(with(R"("MaxCount":2)", R"("Value":"x")"), "ValidationException");
    EXPECT_EQ(with("buyers", std::string(256, 'x')), "ValidationException");
    EXPECT_EQ(with(":30", ":0"), "ValidationException");
    EXPECT_EQ(with("2020-01-01T00:00:00Z", R"(2020-01-01T00:00:00Z","End":"2019-01-01T00:00:00Z)"),
              "ValidationException");
    EXPECT_EQ(refusal(a, "CreateLicense", "{}"), "ValidationException");
}

TEST_F(CreateLicenseTest, NeedsTheServiceRole) {
    expect_role_required("CreateLicense", issue_request("tool"));
}

}  // namespace
}  // namespace licet::api
