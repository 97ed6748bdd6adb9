// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/fixture_test.h"

namespace licet::api {
namespace {

using GetAgreementCancellationRequest = AgreementTest;

TEST_F(GetAgreementCancellationRequest, IsForBothParties) {
    const std::string ids = send(contract());
    for (const auto& who : {buyer, seller}) {
        const auto reply = agree_must(who, "GetAgreementCancellationRequest", "{" + ids + "}");
        EXPECT_EQ(reply.text("status"), "PENDING_APPROVAL");
        EXPECT_EQ(reply.text("reasonCode"), "TEST_AGREEMENT");
        EXPECT_EQ(reply.text("description"), "only a test");
        EXPECT_FALSE(reply.has("statusMessage"));
    }
    EXPECT_EQ(agree_refusal(stranger, "GetAgreementCancellationRequest", "{" + ids + "}"),
              "ResourceNotFoundException AgreementCancellationRequest");
}

TEST_F(GetAgreementCancellationRequest, IsOfItsAgreement) {
    send(contract());
    EXPECT_EQ(agree_refusal(buyer, "GetAgreementCancellationRequest",
                            R"({"agreementId":"agmt-x","agreementCancellationRequestId":"acr-1"})"),
              "ResourceNotFoundException AgreementCancellationRequest");
}

}  // namespace
}  // namespace licet::api
