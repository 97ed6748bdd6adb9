// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using CreateGrantTest = LicenseManagerTest;

TEST_F(CreateGrantTest, AnswersPendingWorkflowAndDistributesInTheBackground) {
    const auto reply = must(world.admin(), "CreateGrant", create_request(organization, "token-1"));
    EXPECT_EQ(reply.text("Status"), "PENDING_WORKFLOW");
    EXPECT_EQ(reply.text("Version"), "1");
    EXPECT_THAT(reply.text("GrantArn"),
                ::testing::StartsWith("arn:aws:license-manager::111111111111:grant:g-"));
    EXPECT_EQ(status(reply.text("GrantArn")), "DISABLED");
    EXPECT_EQ(world.records().back().action, "CreateGrant");
    EXPECT_EQ(world.records().back().actor.kind, "service");
}

TEST_F(CreateGrantTest, Gr33TheSameTokenGivesTheSameAnswerAndNothingNew) {
    const std::string request = create_request(root_arn(a), "token-1");
    const auto first = must(world.admin(), "CreateGrant", request);
    const auto records = world.records().size();
    const auto again = must(world.admin(), "CreateGrant", request);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(world.records().size(), records);
    EXPECT_EQ(refusal(world.admin(), "CreateGrant", create_request(root_arn(b), "token-1")),
              "ValidationException");
    EXPECT_EQ(refusal(world.admin(), "CreateGrant", create_request(root_arn(a), "token-2")),
              "ValidationException")
        << "a duplicate";
}

TEST_F(CreateGrantTest, Lm19AnotherRegionIsRefusedWithTheKnownText) {
    const auto reply = world.call(world.admin(), "license-manager", "CreateGrant",
                                  create_request(organization, "t"), "eu-west-1");
    EXPECT_EQ(reply.error, "ValidationException");
    EXPECT_EQ(reply.message, "Grant can only be created in resource home AWS region: us-east-1");
}

TEST_F(CreateGrantTest, ChecksItsInput) {
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string request = create_request(organization, "token");
        request.replace(request.find(from), from.size(), to);
        return refusal(world.admin(), "CreateGrant", request);
    };
    EXPECT_EQ(with(R"("token")", R"("to ken")"), "ValidationException");
    EXPECT_EQ(with(R"(["CheckoutLicense"])", "[]"), "ValidationException");
    EXPECT_EQ(with(R"(["CheckoutLicense"])", R"(["Nonsense"])"), "ValidationException");
    EXPECT_EQ(with(R"(["CheckoutLicense"])", R"(["CheckoutBorrowLicense"])"),
              "ValidationException");
    EXPECT_EQ(with(R"(["arn:)", R"(["arn:x","arn:)"), "ValidationException");
    EXPECT_EQ(with(R"("GrantName":"grant",)", ""), "ValidationException");
    EXPECT_EQ(with("license:l-", "license:x-"), "InvalidParameterValueException");
    EXPECT_EQ(with("license:l-", "license/l-"), "");
}

TEST_F(CreateGrantTest, TakesTags) {
    std::string request = create_request(organization, "t");
    request.insert(request.size() - 1, R"(,"Tags":[{"Key":"team","Value":"x"}])");
    const auto made = must(world.admin(), "CreateGrant", request).text("GrantArn");
    const auto tags =
        must(world.admin(), "ListTagsForResource", R"({"ResourceArn":")" + made + R"("})");
    EXPECT_EQ(tags.text("Tags.0.Key"), "team");
    request = create_request(root_arn(a), "u");
    request.insert(request.size() - 1, R"(,"Tags":[{"Key":"aws:x","Value":"x"}])");
    EXPECT_EQ(refusal(world.admin(), "CreateGrant", request), "InvalidParameterValueException");
}

TEST_F(CreateGrantTest, RefusesWithTheDocumentedErrors) {
    const std::string request = create_request(organization, "t");
    expect_role_required("CreateGrant", request);
    EXPECT_EQ(refusal(a, "CreateGrant", request), "ResourceNotFoundException");
    create(root_arn(a));
    EXPECT_EQ(refusal(a, "CreateGrant", create_request(root_arn(b), "t")), "AccessDeniedException");
}

// issue 4, section 2: the scope of a grant
TEST_F(CreateGrantTest, RefusesAScopeThatItDoesNotUnderstand) {
    const auto with = [&](const std::string& key, const std::string& value) {
        std::string request = create_request(organization, "scoped");
        request.insert(request.size() - 1,
                       R"(,"Tags":[{"Key":")" + key + R"(","Value":")" + value + R"("}])");
        return request;
    };
    const auto refused =
        world.call(world.admin(), "license-manager", "CreateGrant", with("licet:regions", "moon"));
    EXPECT_EQ(refused.error, "ValidationException");
    EXPECT_THAT(refused.message, ::testing::HasSubstr("`licet:regions`: `moon`"));
    EXPECT_EQ(refusal(world.admin(), "CreateGrant", with("licet:model", "x")),
              "ValidationException");
    EXPECT_EQ(refusal(world.admin(), "CreateGrant", with("licet:regions", "eu us-east-1")), "");
}

}  // namespace
}  // namespace licet::api
