// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_discovery/fixture_test.h"

namespace licet::api {
namespace {

struct ListFulfillmentOptions : DiscoveryTest {
    testing::Reply list(const std::string& product, const std::string& more = "") {
        return must_discover("ListFulfillmentOptions",
                             R"({"productId":")" + product + "\"" + more + "}");
    }
};

TEST_F(ListFulfillmentOptions, EachKindOfProductHasItsOwn) {  // rule MP-22
    const auto saas = list(sample::kDesk);
    EXPECT_EQ(saas.count("fulfillmentOptions"), 1U);
    EXPECT_EQ(saas.text("fulfillmentOptions.0.saasFulfillmentOption.fulfillmentUrl"),
              "https://desk.example.com/register");
    EXPECT_EQ(saas.text("fulfillmentOptions.0.saasFulfillmentOption.fulfillmentOptionType"),
              "SAAS");
    const std::string container = "fulfillmentOptions.0.containerFulfillmentOption.";
    const auto runner = list(sample::kRunner);
    EXPECT_EQ(runner.text(container + "fulfillmentOptionId"), "fo-runner");
    EXPECT_EQ(runner.text(container + "fulfillmentOptionVersion"), "1.4");
    EXPECT_EQ(runner.text(container + "usageInstructions"),
              "Image: registry.example.com/runner:1.4");
    EXPECT_FALSE(runner.has(container + "releaseNotes"));
    const auto data = list(sample::kQuotes);
    EXPECT_EQ(data.text("fulfillmentOptions.0.dataExchangeFulfillmentOption.dataArtifacts"),
              R"([{"resourceType":"S3Snapshot","dataClassification":"NONE"}])");
    const auto model = list(sample::kOpusProduct);
    EXPECT_EQ(model.text("fulfillmentOptions.0.apiFulfillmentOption.awsSupportedServices.0."
                         "supportedServiceType"),
              "BEDROCK");
}

TEST_F(ListFulfillmentOptions, PagesGoOnWhereTheLastOneEnded) {
    auto catalogue = sample::catalogue();
    auto& options = catalogue.products[3].listing->fulfillment_options;
    options.push_back(options[0]);
    options[1].option_id = "fo-another";
    world.apply({model::CatalogueApplied{catalogue}});
    const auto first = list(sample::kDesk, R"(,"maxResults":1)");
    const auto second = list(sample::kDesk, R"(,"nextToken":")" + first.text("nextToken") + R"(")");
    EXPECT_EQ(second.count("fulfillmentOptions"), 1U);
    EXPECT_EQ(second.text("fulfillmentOptions.0.saasFulfillmentOption.fulfillmentOptionId"),
              "fo-another");
    EXPECT_FALSE(second.has("nextToken"));
}

TEST_F(ListFulfillmentOptions, RefusesUnknownProductsAndTokens) {
    EXPECT_THAT(refused("ListFulfillmentOptions", R"({"productId":"prod-x"})"),
                ::testing::StartsWith("ResourceNotFoundException: There is no product"));
    EXPECT_THAT(refused("ListFulfillmentOptions",
                        R"({"productId":")" + sample::kDesk + R"(","nextToken":"abcd"})"),
                ::testing::EndsWith("(reason INVALID_PAGINATION_TOKEN)"));
}

}  // namespace
}  // namespace licet::api
