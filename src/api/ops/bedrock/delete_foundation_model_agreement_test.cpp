// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/fixture_test.h"

namespace licet::api {
namespace {

using ::testing::StartsWith;

using DeleteFoundationModelAgreement = BedrockTest;

// rules ME-37, LI-4: scenario 12
TEST_F(DeleteFoundationModelAgreement, WithdrawsTheLicense) {
    must("CreateFoundationModelAgreement", agreement(sample::kCommand, sample::kCommandProduct));
    const auto reply = must("DeleteFoundationModelAgreement", model(sample::kEmbed));
    EXPECT_EQ(reply.body, "{}");
    const auto& license = world.state().license.licenses.begin()->second;
    EXPECT_EQ(model::current(license).status, model::LicenseStatus::DELETED);
    EXPECT_EQ(world.records().back().action, "DeleteLicense");
    EXPECT_EQ(must("GetFoundationModelAvailability", model(sample::kCommand))
                  .text("agreementAvailability.status"),
              "NOT_AVAILABLE");
    EXPECT_EQ(refusal("DeleteFoundationModelAgreement", model(sample::kCommand)),
              "ValidationException: No agreement exists to cancel");
    must("CreateFoundationModelAgreement", agreement(sample::kCommand, sample::kCommandProduct));
}

TEST_F(DeleteFoundationModelAgreement, RefusesWhatIsNotTheirs) {
    must("CreateFoundationModelAgreement", agreement(sample::kCommand, sample::kCommandProduct));
    EXPECT_EQ(refusal(member, "DeleteFoundationModelAgreement", model(sample::kCommand)),
              "ValidationException: No agreement exists to cancel");
    EXPECT_EQ(refusal("DeleteFoundationModelAgreement", model(sample::kNova)),
              "ValidationException: No agreement exists to cancel");
    EXPECT_THAT(refusal("DeleteFoundationModelAgreement", model("cohere.none-v1:0")),
                StartsWith("ValidationException: The provided model identifier is invalid."));
}

}  // namespace
}  // namespace licet::api
