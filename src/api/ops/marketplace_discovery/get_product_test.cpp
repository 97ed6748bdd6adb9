// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_discovery/fixture_test.h"

namespace licet::api {
namespace {

using GetProduct = DiscoveryTest;

TEST_F(GetProduct, ShowsWhatTheCatalogueSays) {  // rule MP-22
    auto catalogue = sample::catalogue();
    auto& listing = *catalogue.products[3].listing;
    listing.resources = {{model::ListingResourceType::MANUFACTURER_SUPPORT,
                          model::ListingResourceContent::EMAIL, "help@example.com", "Help"}};
    listing.logo_url = "https://example.com/logo.png";
    listing.deployed_on_aws = model::DeployedOnAws::NOT_DEPLOYED;
    world.apply({model::CatalogueApplied{catalogue}});
    const auto reply = must_discover("GetProduct", R"({"productId":")" + sample::kDesk + R"("})");
    EXPECT_EQ(reply.text("productName"), "Desk");
    EXPECT_EQ(reply.text("shortDescription"), "Desk in short");
    EXPECT_EQ(reply.text("longDescription"), "Desk at length");
    EXPECT_EQ(reply.text("deployedOnAws"), "NOT_DEPLOYED");
    EXPECT_EQ(reply.text("logoThumbnailUrl"), "https://example.com/logo.png");
    EXPECT_EQ(reply.text("manufacturer.displayName"), "Desk Inc.");
    EXPECT_EQ(reply.text("fulfillmentOptionSummaries"),
              R"([{"fulfillmentOptionType":"SAAS","displayName":"SaaS"}])");
    EXPECT_EQ(reply.text("categories"), R"([{"categoryId":"tools","displayName":"Tools"}])");
    EXPECT_EQ(reply.text("highlights"), R"(["Works"])");
    EXPECT_EQ(reply.text("resources.0.contentType"), "EMAIL");
    EXPECT_EQ(reply.text("promotionalMedia"), "[]");
    EXPECT_EQ(reply.text("sellerEngagements"), "[]");
}

TEST_F(GetProduct, AProductWithoutListingIsShownByItsNames) {
    const auto reply =
        must_discover("GetProduct", R"({"productId":")" + sample::kOpusProduct + R"("})");
    EXPECT_EQ(reply.text("shortDescription"), "Claude Opus by Anthropic");
    EXPECT_EQ(reply.text("deployedOnAws"), "NOT_APPLICABLE");
    EXPECT_THAT(reply.text("logoThumbnailUrl"), ::testing::StartsWith("https://"));
}

TEST_F(GetProduct, RefusesAnUnknownProduct) {
    EXPECT_EQ(refused("GetProduct", R"({"productId":"prod-x"})"),
              "ResourceNotFoundException: There is no product `prod-x` that you may see");
    EXPECT_THAT(refused("GetProduct", R"({"productId":""})"),
                ::testing::StartsWith("ValidationException: "));
}

}  // namespace
}  // namespace licet::api
