// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/fixture_test.h"

namespace licet::api {
namespace {

using CancelAgreementCancellationRequest = AgreementTest;

TEST_F(CancelAgreementCancellationRequest, SettlesTheRequest) {
    const std::string id = contract();
    const std::string ids = send(id);
    const std::string request = "{" + ids + R"(,"cancellationReason":"not now"})";
    world.clock().advance(std::chrono::seconds{5});
    const auto reply = agree_must(seller, "CancelAgreementCancellationRequest", request);
    EXPECT_EQ(reply.text("status"), "CANCELLED");
    EXPECT_EQ(reply.text("createdAt"), "1790000000");
    EXPECT_EQ(reply.text("updatedAt"), "1790000005");
    EXPECT_EQ(reply.text("statusMessage"), "not now");
    EXPECT_EQ(agree_must(buyer, "DescribeAgreement", of(id)).text("status"), "ACTIVE");
    EXPECT_EQ(agree_refusal(seller, "CancelAgreementCancellationRequest", request),
              "ConflictException AgreementCancellationRequest");
}

TEST_F(CancelAgreementCancellationRequest, IsForOnePartyOnly) {
    const std::string ids = send(contract());
    const std::string request = "{" + ids + R"(,"cancellationReason":"not now"})";
    EXPECT_EQ(agree_refusal(buyer, "CancelAgreementCancellationRequest", request),
              "AccessDeniedException INVALID_ACCESS");
    EXPECT_EQ(agree_refusal(stranger, "CancelAgreementCancellationRequest", request),
              "ResourceNotFoundException AgreementCancellationRequest");
}

}  // namespace
}  // namespace licet::api
