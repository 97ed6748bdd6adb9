// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/fixture_test.h"

namespace licet::api {
namespace {

using AcceptAgreementCancellationRequest = AgreementTest;

TEST_F(AcceptAgreementCancellationRequest, SettlesTheRequest) {
    const std::string id = contract();
    const std::string ids = send(id);
    const std::string request = "{" + ids + "}";
    world.clock().advance(std::chrono::seconds{5});
    const auto reply = agree_must(buyer, "AcceptAgreementCancellationRequest", request);
    EXPECT_EQ(reply.text("status"), "APPROVED");
    EXPECT_EQ(reply.text("createdAt"), "1790000000");
    EXPECT_EQ(reply.text("updatedAt"), "1790000005");
    EXPECT_EQ(agree_must(buyer, "DescribeAgreement", of(id)).text("status"), "CANCELLED");
    EXPECT_EQ(agree_refusal(buyer, "AcceptAgreementCancellationRequest", request),
              "ConflictException AgreementCancellationRequest");
}

TEST_F(AcceptAgreementCancellationRequest, IsForOnePartyOnly) {
    const std::string ids = send(contract());
    const std::string request = "{" + ids + "}";
    EXPECT_EQ(agree_refusal(seller, "AcceptAgreementCancellationRequest", request),
              "AccessDeniedException INVALID_ACCESS");
    EXPECT_EQ(agree_refusal(stranger, "AcceptAgreementCancellationRequest", request),
              "ResourceNotFoundException AgreementCancellationRequest");
}

}  // namespace
}  // namespace licet::api
