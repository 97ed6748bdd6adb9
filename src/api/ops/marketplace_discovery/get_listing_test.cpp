// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_discovery/fixture_test.h"

namespace licet::api {
namespace {

using GetListing = DiscoveryTest;

TEST_F(GetListing, ShowsAProductAndItsPublicOffer) {  // rule MP-22
    auto catalogue = sample::catalogue();
    catalogue.products[3].listing->reviews = model::ListingReviews{"4.5", 128};
    catalogue.products[3].listing->deployed_on_aws = model::DeployedOnAws::DEPLOYED;
    world.apply({model::CatalogueApplied{catalogue}});
    const auto reply = must_discover("GetListing", R"({"listingId":"prodview-deskaaaaaaaaa"})");
    EXPECT_EQ(reply.text("listingName"), "Desk");
    EXPECT_EQ(reply.text("publisher.displayName"), "Desk Inc.");
    EXPECT_EQ(reply.text("associatedEntities.0.product.productId"), sample::kDesk);
    EXPECT_EQ(reply.text("associatedEntities.0.offer.offerId"), "offer-" + sample::kDesk.substr(5));
    EXPECT_EQ(ids(reply, "badges", "badgeType"), "DEPLOYED_ON_AWS");
    EXPECT_EQ(ids(reply, "pricingModels", "pricingModelType"), "USAGE");
    EXPECT_EQ(ids(reply, "pricingUnits", "pricingUnitType"), "UNITS");
    EXPECT_EQ(reply.text("reviewSummary.reviewSourceSummaries.0.averageRating"), "4.5");
    EXPECT_EQ(reply.text("reviewSummary.reviewSourceSummaries.0.totalReviews"), "128");
    EXPECT_EQ(reply.text("useCases"), "[]");
}

TEST_F(GetListing, RefusesAnUnknownListing) {
    EXPECT_EQ(refused("GetListing", R"({"listingId":"prodview-x"})"),
              "ResourceNotFoundException: There is no listing `prodview-x` that you may see");
    EXPECT_THAT(refused("GetListing", "{}"), ::testing::StartsWith("ValidationException: "));
}

}  // namespace
}  // namespace licet::api
