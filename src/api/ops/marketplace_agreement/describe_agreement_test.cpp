// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/fixture_test.h"

namespace licet::api {
namespace {

using DescribeAgreement = AgreementTest;

TEST_F(DescribeAgreement, SaysWhoAndWhatAndWhen) {
    const std::string id = contract(1, 2);
    for (const auto& who : {buyer, seller}) {
        const auto reply = agree_must(who, "DescribeAgreement", of(id));
        EXPECT_EQ(reply.text("agreementId"), id);
        EXPECT_EQ(reply.text("acceptor.accountId"), "111111111111");
        EXPECT_EQ(reply.text("proposer.accountId"), "222222222222");
        EXPECT_EQ(reply.text("agreementType"), "PurchaseAgreement");
        EXPECT_EQ(reply.text("status"), "ACTIVE");
        EXPECT_EQ(reply.text("acceptanceTime"), "1790000000");
        EXPECT_EQ(reply.text("startTime"), "1790000000");
        EXPECT_TRUE(reply.has("endTime"));
        EXPECT_EQ(reply.text("proposalSummary.offerId"), "offer-private100001");
        EXPECT_EQ(reply.text("proposalSummary.resources.0.id"), sample::kCommandProduct);
        EXPECT_EQ(reply.text("proposalSummary.resources.0.type"), "SaaSProduct");
        EXPECT_FALSE(reply.has("proposalSummary.offerSetId"));
        EXPECT_EQ(reply.text("estimatedCharges.agreementValue"), "20");
        EXPECT_EQ(reply.text("estimatedCharges.currencyCode"), "USD");
    }
}

// rule MP-8
TEST_F(DescribeAgreement, PayAsYouGoHasNoEnd) {
    EXPECT_FALSE(agree_must(buyer, "DescribeAgreement", of(usage_agreement())).has("endTime"));
}

// rule MP-2
TEST_F(DescribeAgreement, AContractIsExpiredAfterItsEnd) {
    const std::string id = contract();
    world.clock().advance(std::chrono::hours{24 * 40});
    EXPECT_EQ(agree_must(buyer, "DescribeAgreement", of(id)).text("status"), "EXPIRED");
}

TEST_F(DescribeAgreement, IsForTheParties) {
    const std::string id = usage_agreement();
    EXPECT_EQ(agree_refusal(stranger, "DescribeAgreement", of(id)),
              "ResourceNotFoundException Agreement");
    EXPECT_EQ(agree_refusal(buyer, "DescribeAgreement", of("agmt-none")),
              "ResourceNotFoundException Agreement");
}

}  // namespace
}  // namespace licet::api
