// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_discovery/fixture_test.h"

namespace licet::api {
namespace {

using GetOfferSet = DiscoveryTest;

TEST_F(GetOfferSet, ShowsASetToItsBuyersOnly) {  // rule MP-22
    set.buyer_notes = "Cheaper together";
    offers[0].expires_at = world.clock().now();
    bring_in();
    const std::string request = R"({"offerSetId":")" + set.offer_set_id + R"("})";
    const auto reply = must_discover("GetOfferSet", request);
    EXPECT_EQ(reply.text("offerSetName"), "Set s");
    EXPECT_EQ(reply.text("buyerNotes"), "Cheaper together");
    EXPECT_TRUE(reply.has("expirationTime"));
    EXPECT_FALSE(reply.has("availableFromTime"));
    EXPECT_EQ(ids(reply, "badges", "badgeType"), "PRIVATE_PRICING");
    EXPECT_EQ(ids(reply, "associatedEntities", "offer.offerId"),
              "offer-aaaaaaaaaaaaa offer-bbbbbbbbbbbbb");
    EXPECT_EQ(ids(reply, "associatedEntities", "product.productId"),
              sample::kDesk + " " + sample::kRunner);

    EXPECT_THAT(refused(member, "GetOfferSet", request),
                ::testing::StartsWith("ResourceNotFoundException: There is no offer set"));
    EXPECT_THAT(refused("GetOfferSet", R"({"offerSetId":"offerset-x"})"),
                ::testing::StartsWith("ResourceNotFoundException: There is no offer set"));
    EXPECT_THAT(refused("GetOfferSet", "{}"), ::testing::StartsWith("ValidationException: "));
}

}  // namespace
}  // namespace licet::api
