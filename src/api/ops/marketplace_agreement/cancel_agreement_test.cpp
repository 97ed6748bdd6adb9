// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/fixture_test.h"

namespace licet::api {
namespace {

using CancelAgreement = AgreementTest;

// rules MP-10, ME-37
TEST_F(CancelAgreement, WithdrawsTheLicense) {
    const std::string id = usage_agreement();
    agree_must(buyer, "CancelAgreement", of(id));
    EXPECT_EQ(agree_must(buyer, "DescribeAgreement", of(id)).text("status"), "CANCELLED");
    EXPECT_EQ(world.records().back().action, "DeleteLicense");
    EXPECT_EQ(agree_refusal(buyer, "CancelAgreement", of(id)),
              "ValidationException INACTIVE_AGREEMENT");
}

TEST_F(CancelAgreement, EndsWhatBedrockAgreedTo) {
    must("CreateFoundationModelAgreement",
         BedrockTest::agreement(sample::kCommand, sample::kCommandProduct));
    const std::string id = world.state().marketplace.agreements.begin()->first;
    agree_must(buyer, "CancelAgreement", of(id));
    EXPECT_EQ(refusal("DeleteFoundationModelAgreement", model(sample::kCommand)),
              "ValidationException: No agreement exists to cancel");
}

TEST_F(CancelAgreement, IsForItsAcceptorAndWithoutCommitment) {
    const std::string id = usage_agreement();
    EXPECT_EQ(agree_refusal(seller, "CancelAgreement", of(id)),
              "AccessDeniedException INVALID_ACCESS");
    EXPECT_EQ(agree_refusal(stranger, "CancelAgreement", of(id)),
              "ResourceNotFoundException Agreement");
    agree_must(buyer, "CancelAgreement", of(id));
    EXPECT_EQ(agree_refusal(buyer, "CancelAgreement", of(contract(2))),
              "ValidationException UNSUPPORTED_ACTION");
}

}  // namespace
}  // namespace licet::api
