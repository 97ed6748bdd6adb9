// SPDX-License-Identifier: Apache-2.0
#include "api/reference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::api {
namespace {

using testing::HasSubstr;

std::string reference_of(const wire::Service& service, std::string_view name) {
    const auto* operation = find_operation(service, name);
    LICET_CHECK(operation != nullptr);
    return reference(*operation);
}

TEST(Reference, ShowsMembersWithTypesAndBounds) {
    const auto text = reference_of(wire::kLicenseManager, "CreateGrantVersion");
    EXPECT_THAT(text, testing::StartsWith(
                          R"({"service":"license-manager","name":"CreateGrantVersion","doc":")"));
    EXPECT_THAT(text, HasSubstr(R"("access":"write","errors":[)"));
    EXPECT_THAT(text, HasSubstr(R"({"name":"GrantArn","required":true,"type":"text")"));
    EXPECT_THAT(text, HasSubstr(R"({"name":"StatusReason","required":false,"type":"text")"));
    EXPECT_THAT(text, HasSubstr(R"("values":["DISTRIBUTED_GRANTS_ONLY")"));
}

TEST(Reference, ShowsWhatACallerMustBeAllowed) {
    EXPECT_THAT(
        reference_of(wire::kBedrock, "CreateFoundationModelAgreement"),
        HasSubstr(R"("permissions":[{"action":"bedrock:CreateFoundationModelAgreement",)"
                  R"("resources":[],"keys":[]},{"action":"aws-marketplace:Subscribe",)"
                  R"("resources":[],"keys":["aws:CalledVia","aws-marketplace:ProductId"]}])"));
    EXPECT_THAT(reference_of(wire::kLicenseManager, "GetGrant"),
                HasSubstr(R"("permissions":[{"action":"license-manager:GetGrant","resources":[)"
                          R"("grant"],"keys":["aws:ResourceTag"]}])"));
    EXPECT_THAT(reference_of(wire::kSts, "GetCallerIdentity"), HasSubstr(R"("permissions":[])"));
}

TEST(Reference, ShowsWhereMembersTravel) {
    const auto text = reference_of(wire::kBedrock, "GetFoundationModel");
    EXPECT_THAT(text, HasSubstr(R"("http":{"method":"GET","path":"/foundation-models/)"
                                R"({modelIdentifier}","status":200})"));
    EXPECT_THAT(text, HasSubstr(R"("in":"label","wire_name":"modelIdentifier")"));
}

TEST(Reference, ShowsWhatNeedsNoSignature) {
    std::string names;
    for (const auto* operation : all_operations()) {
        if (reference(*operation).find(R"("signature":"optional")") != std::string::npos) {
            names += std::string{operation->row.name} + " ";
        }
    }
    EXPECT_EQ(names, "GetConfiguration GetAccessToken GetSigningKeys AssumeRoleWithWebIdentity ");
}

TEST(Reference, IsOneLineForEveryOperation) {
    for (const auto* operation : all_operations()) {
        const auto text = reference(*operation);
        EXPECT_EQ(text.find('\n'), std::string::npos);
        EXPECT_THAT(text, testing::EndsWith("]}"));
    }
}

}  // namespace
}  // namespace licet::api
