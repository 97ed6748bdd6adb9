// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/fixture_test.h"
#include "model/marketplace/offer_sample_test.h"

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

// rules MP-5, MP-7
TEST_F(CreateFoundationModelAgreement, APrivateOfferTakesThePlaceOfThePublicAgreement) {
    must("CreateFoundationModelAgreement", agreement(sample::kCommand, sample::kCommandProduct));
    const auto license = world.state().license.licenses.begin()->first;
    world.apply({model::OffersApplied{{sample::private_offer('a', sample::kCommandProduct)}}});
    const auto token = must("ListFoundationModelAgreementOffers",
                            R"({"modelId":")" + sample::kCommand + R"(","offerType":"ALL"})")
                           .text("offers.1.offerToken");
    const auto request =
        R"({"modelId":")" + sample::kCommand + R"(","offerToken":")" + token + R"("})";
    EXPECT_THAT(refusal(member, "CreateFoundationModelAgreement", request),
                HasSubstr("offer token"));
    must("CreateFoundationModelAgreement", request);
    const auto& agreements = world.state().marketplace.agreements;
    ASSERT_EQ(agreements.size(), 2U);
    for (const auto& [id, accepted] : agreements) {
        EXPECT_EQ(accepted.status, accepted.from_public ? model::AgreementStatus::REPLACED
                                                        : model::AgreementStatus::ACTIVE);
        EXPECT_EQ(accepted.license, license);
    }
    EXPECT_EQ(world.state().license.licenses.size(), 1U);
    EXPECT_EQ(must("GetFoundationModelAvailability", model(sample::kCommand))
                  .text("agreementAvailability.status"),
              "AVAILABLE");
    EXPECT_EQ(refusal("CreateFoundationModelAgreement", request),
              "ValidationException: Could not create agreement - Agreement already exists");
    must("DeleteFoundationModelAgreement", model(sample::kCommand));
    EXPECT_EQ(must("GetFoundationModelAvailability", model(sample::kCommand))
                  .text("agreementAvailability.status"),
              "NOT_AVAILABLE");
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
