// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/fixture_test.h"

namespace licet::api {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

using CreateFoundationModelAgreement = BedrockTest;

// rules ME-20, ME-3: scenario 1
TEST_F(CreateFoundationModelAgreement, GivesALicenseWhateverTheRegion) {
    const auto reply = must("CreateFoundationModelAgreement",
                            agreement(sample::kCommand, sample::kCommandProduct), "eu-west-1");
    EXPECT_EQ(reply.body, R"({"modelId":")" + sample::kCommand + R"("})");
    EXPECT_TRUE(reply.recorded);
    const auto& licenses = world.state().license.licenses;
    ASSERT_EQ(licenses.size(), 1U);
    const auto& license = licenses.begin()->second;
    EXPECT_EQ(license.holder, world.admin().account);
    EXPECT_EQ(license.home_region, "us-east-1");
    EXPECT_EQ(model::current(license).status, model::LicenseStatus::AVAILABLE);

    const auto& records = world.records();
    EXPECT_EQ(records.at(records.size() - 2).action, "CreateFoundationModelAgreement");
    EXPECT_EQ(records.at(records.size() - 2).resources.at(0).name, license.agreement);
    EXPECT_EQ(records.back().action, "CreateLicense");
    EXPECT_EQ(records.back().actor.name, "AWSServiceRoleForMarketplaceLicenseManagement");
}

TEST_F(CreateFoundationModelAgreement, RefusesASecondOneToTheLetter) {
    const auto request = agreement(sample::kCommand, sample::kCommandProduct);
    must("CreateFoundationModelAgreement", request);
    const std::string exists =
        "ValidationException: Could not create agreement - Agreement already exists";
    EXPECT_EQ(refusal("CreateFoundationModelAgreement", request), exists);
    EXPECT_EQ(refusal("CreateFoundationModelAgreement",
                      agreement(sample::kEmbed, sample::kCommandProduct)),
              exists);
    EXPECT_TRUE(call(member, "CreateFoundationModelAgreement", request).ok());
}

TEST_F(CreateFoundationModelAgreement, RefusesWhatItCannotSell) {
    const auto refused = [&](const std::string& request) {
        return refusal("CreateFoundationModelAgreement", request);
    };
    EXPECT_THAT(refused(agreement("anthropic.claude-9-v1:0", sample::kOpusProduct)),
                StartsWith("ValidationException: The provided model identifier is invalid."));
    EXPECT_THAT(refused(agreement(sample::kNova, sample::kOpusProduct)),
                HasSubstr("needs no agreement"));
    EXPECT_THAT(refused(agreement(sample::kSonnet, sample::kOpusProduct)),
                HasSubstr("offer token"));
    EXPECT_THAT(refused(model(sample::kSonnet)), StartsWith("ValidationException"));
    EXPECT_THAT(refused(R"({"offerToken":"t"})"), StartsWith("ValidationException"));
    EXPECT_TRUE(world.state().marketplace.agreements.empty());
}

}  // namespace
}  // namespace licet::api
