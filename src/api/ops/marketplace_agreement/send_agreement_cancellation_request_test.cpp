// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/fixture_test.h"

namespace licet::api {
namespace {

using SendAgreementCancellationRequest = AgreementTest;

TEST_F(SendAgreementCancellationRequest, WaitsForTheAcceptor) {
    const std::string id = contract();
    const auto sent = agree_must(seller, "SendAgreementCancellationRequest",
                                 R"({"agreementId":")" + id +
                                     R"(","reasonCode":"OTHER",)"
                                     R"("clientToken":"t-1","description":"please"})");
    EXPECT_EQ(sent.text("agreementCancellationRequestId").substr(0, 4), "acr-");
    EXPECT_EQ(sent.text("agreementId"), id);
    EXPECT_EQ(sent.text("status"), "PENDING_APPROVAL");
    EXPECT_EQ(sent.text("reasonCode"), "OTHER");
    EXPECT_EQ(sent.text("description"), "please");
    EXPECT_EQ(sent.text("createdAt"), "1790000000");
    const auto again = agree_must(seller, "SendAgreementCancellationRequest",
                                  R"({"agreementId":")" + id +
                                      R"(","reasonCode":"OTHER",)"
                                      R"("clientToken":"t-1","description":"please"})");
    EXPECT_EQ(again.body, sent.body);
    EXPECT_FALSE(again.recorded);
}

TEST_F(SendAgreementCancellationRequest, IsForTheProposerAndOneAtATime) {
    const std::string id = contract();
    const std::string request = R"({"agreementId":")" + id + R"(","reasonCode":"OTHER"})";
    const auto refused = [&](const model::Principal& who) {
        return agree_refusal(who, "SendAgreementCancellationRequest", request);
    };
    EXPECT_EQ(refused(buyer), "AccessDeniedException INVALID_ACCESS");
    EXPECT_EQ(refused(stranger), "ResourceNotFoundException Agreement");
    send(id);
    EXPECT_EQ(refused(seller), "ConflictException AgreementCancellationRequest");
}

}  // namespace
}  // namespace licet::api
