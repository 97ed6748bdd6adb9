// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/fixture_test.h"

namespace licet::api {
namespace {

using ListAgreementCharges = AgreementTest;

TEST_F(ListAgreementCharges, ShowsTheAcceptorWhatIsToBePaid) {
    const std::string id = contract(1, 2);
    const auto reply = agree_must(buyer, "ListAgreementCharges", of(id));
    ASSERT_EQ(reply.count("items"), 1U);
    EXPECT_EQ(reply.text("items.0.agreementId"), id);
    EXPECT_EQ(reply.text("items.0.agreementType"), "PurchaseAgreement");
    EXPECT_EQ(reply.text("items.0.amount"), "20");
    EXPECT_EQ(reply.text("items.0.currencyCode"), "USD");
    EXPECT_EQ(reply.text("items.0.revision"), "1");
    EXPECT_EQ(reply.text("items.0.time"), "1790000000");
    EXPECT_FALSE(reply.has("items.0.purchaseOrderReference"));
    EXPECT_EQ(agree_must(seller, "ListAgreementCharges", of(id)).count("items"), 0U);
    EXPECT_EQ(agree_must(stranger, "ListAgreementCharges", "{}").count("items"), 0U);
}

TEST_F(ListAgreementCharges, LeavesOutWhatIsDueAfterTheEnd) {
    model::Offer offer = usage_offer(1);
    const Time now = world.clock().now();
    const auto days = [](int count) { return std::chrono::hours{24 * count}; };
    offer.terms[0] = {"term-fixed", model::FixedUpfrontPricingTerm{
                                        .price = "90", .duration = "P1Y", .grants = {}}};
    offer.terms.push_back(
        {"term-schedule", model::PaymentScheduleTerm{{{now, "40"}, {now + days(30), "50"}}}});
    apply(offer);
    const std::string id = accept(
        R"({"intent":"NEW","agreementProposalIdentifier":"at-private100001","requestedTerms":[)"
        R"({"id":"term-fixed"},{"id":"term-legal"},{"id":"term-schedule"}]})");
    EXPECT_EQ(agree_must(buyer, "ListAgreementCharges", of(id)).count("items"), 2U);
    world.clock().advance(days(1));
    agree_must(buyer, "AcceptAgreementCancellationRequest", "{" + send(id) + "}");
    const auto left = agree_must(buyer, "ListAgreementCharges", of(id));
    EXPECT_EQ(left.count("items"), 1U);
    EXPECT_EQ(left.text("items.0.amount"), "40");
}

TEST_F(ListAgreementCharges, ComesInPages) {
    must("CreateFoundationModelAgreement",
         BedrockTest::agreement(sample::kOpus, sample::kOpusProduct));
    contract();
    const auto first = agree_must(buyer, "ListAgreementCharges", R"({"maxResults":1})");
    EXPECT_EQ(first.count("items"), 1U);
    const auto second =
        agree_must(buyer, "ListAgreementCharges",
                   R"({"maxResults":1,"nextToken":")" + first.text("nextToken") + R"("})");
    EXPECT_EQ(second.count("items"), 1U);
    EXPECT_NE(first.text("items.0.id"), second.text("items.0.id"));
    EXPECT_FALSE(second.has("nextToken"));
}

TEST_F(ListAgreementCharges, KnowsOneCatalog) {
    EXPECT_EQ(agree_refusal(buyer, "ListAgreementCharges", R"({"catalog":"Elsewhere"})"),
              "ValidationException INVALID_CATALOG");
    contract();
    EXPECT_EQ(
        agree_must(buyer, "ListAgreementCharges", R"({"agreementType":"Other"})").count("items"),
        0U);
}

}  // namespace
}  // namespace licet::api
