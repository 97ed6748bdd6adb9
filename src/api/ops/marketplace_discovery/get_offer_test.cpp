// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_discovery/fixture_test.h"

namespace licet::api {
namespace {

using GetOffer = DiscoveryTest;

TEST_F(GetOffer, ShowsAPublicOfferToAnybody) {  // rule MP-21
    const auto reply =
        discover(member, "GetOffer", R"({"offerId":"offer-)" + sample::kDesk.substr(5) + R"("})");
    ASSERT_TRUE(reply.ok()) << reply.message;
    EXPECT_EQ(reply.text("catalog"), "AWSMarketplace");
    EXPECT_EQ(reply.text("agreementProposalId"), "at-" + sample::kDesk.substr(5));
    EXPECT_EQ(reply.text("sellerOfRecord.displayName"), "Desk Inc.");
    EXPECT_EQ(reply.text("sellerOfRecord.sellerProfileId"), "seller-deskaaaaaaaaa");
    EXPECT_EQ(reply.text("pricingModel.pricingModelType"), "USAGE");
    EXPECT_EQ(reply.text("badges"), "[]");
    EXPECT_EQ(reply.text("associatedEntities.0.product.productId"), sample::kDesk);
    EXPECT_FALSE(reply.has("expirationTime")) << "it never expires";
    EXPECT_FALSE(reply.has("replacementAgreementId"));
    EXPECT_FALSE(reply.has("sellerOfRecord.name")) << "rule MP-23";
    EXPECT_FALSE(reply.recorded);
}

TEST_F(GetOffer, ShowsAPrivateOfferToItsBuyersOnly) {  // rules MP-1, MP-21
    offers[2].expires_at = world.clock().now();
    offers[2].available_from = world.clock().now();
    offers[2].replaces_agreement = "agmt-1";
    bring_in();
    const auto reply = must_discover("GetOffer", offer('c'));
    EXPECT_EQ(reply.text("offerName"), "Offer c");
    EXPECT_EQ(reply.text("replacementAgreementId"), "agmt-1");
    EXPECT_TRUE(reply.has("expirationTime"));
    EXPECT_TRUE(reply.has("availableFromTime"));
    EXPECT_EQ(ids(reply, "badges", "badgeType"), "PRIVATE_PRICING REPLACEMENT_OFFER");
    EXPECT_EQ(ids(reply, "badges", "displayName"), "Private Pricing Replacement Offer");

    const auto foreign = refused(member, "GetOffer", offer('c'));
    EXPECT_EQ(
        foreign,
        "ResourceNotFoundException: There is no offer `offer-ccccccccccccc` that you may see");
    EXPECT_EQ(refused("GetOffer", offer('z')),
              "ResourceNotFoundException: There is no offer `offer-zzzzzzzzzzzzz` that you may see")
        << "worded like a foreign one";
}

TEST_F(GetOffer, NamesTheSetThatAnOfferIsPartOf) {
    const auto reply = must_discover("GetOffer", offer('a'));
    EXPECT_EQ(reply.text("associatedEntities.0.offerSet.offerSetId"), set.offer_set_id);
    EXPECT_FALSE(must_discover("GetOffer", offer('c')).has("associatedEntities.0.offerSet"));
}

TEST_F(GetOffer, RefusesWhatIsNoId) {
    EXPECT_THAT(refused("GetOffer", R"({"offerId":"offer a"})"),
                ::testing::StartsWith("ValidationException: $.offerId: "));
    EXPECT_THAT(refused("GetOffer", "{}"), ::testing::HasSubstr("is required"));
}

}  // namespace
}  // namespace licet::api
