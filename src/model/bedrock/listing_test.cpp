// SPDX-License-Identifier: Apache-2.0
#include "base/describe/binary.h"
#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "model/bedrock/sample_catalogue_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace licet::model {
namespace {

using testing::HasSubstr;

/// The refusal of the sample catalogue after one product of it was changed; empty: accepted.
std::string refusal(const std::string& product_id, const std::function<void(Product&)>& change) {
    auto catalogue = sample::catalogue();
    for (auto& product : catalogue.products) {
        if (product.product_id == product_id) {
            change(product);
        }
    }
    const auto valid = validate(catalogue);
    return valid.ok() ? "" : valid.error().message;
}

FulfillmentOption& option(Product& product) {
    return product.listing->fulfillment_options.front();
}

TEST(ProductKinds, AnyKindIsInTheCatalogue) {
    EXPECT_EQ(refusal("", [](Product&) {}), "");
}

/// A product as it was stored before there were kinds.
struct OldProduct {
    std::string product_id;
    std::string product_name;
    std::string seller_name;
    bool synthetic = false;
    PublicOffer offer;
};
BOOST_DESCRIBE_STRUCT(OldProduct, (), (product_id, product_name, seller_name, synthetic, offer))

TEST(ProductKinds, ProductsStoredBeforeThereWereKindsAreModels) {
    const Product now = sample::product("prod-oldaaaaaaaaaa", "Old", "Seller");
    const OldProduct old{now.product_id, now.product_name, now.seller_name, true, now.offer};
    std::string json;
    describe::write_json(describe::type_of<OldProduct>(), &old, describe::kRecordFormat, json);
    Product from_record;
    ASSERT_TRUE(describe::read_json(describe::type_of<Product>(), &from_record,
                                    describe::kRecordFormat, json)
                    .ok());
    std::string bytes;
    describe::write_binary(describe::type_of<OldProduct>(), &old, bytes);
    std::string_view rest = bytes;
    Product from_state;
    ASSERT_TRUE(describe::read_binary(describe::type_of<Product>(), &from_state, rest).ok());
    EXPECT_TRUE(rest.empty());
    for (const auto& read : {from_record, from_state}) {
        EXPECT_EQ(read.product_name, "Old");
        EXPECT_EQ(read.kind, ProductKind::model);
        EXPECT_FALSE(read.listing);
    }
}

TEST(ProductKinds, OnlyProductsOfKindModelAreNamedByModels) {
    EXPECT_EQ(refusal(sample::kOpusProduct,
                      [](Product& product) {
                          product.kind = ProductKind::saas;
                          product.listing = Listing{
                              .fulfillment_options = {
                                  {.option_id = "fo-1", .name = "x", .url = "https://x.test"}}};
                      }),
              "model `" + sample::kOpus + "`: product `" + sample::kOpusProduct +
                  "` is not of kind model");
    EXPECT_EQ(refusal(sample::kDesk,
                      [](Product& product) {
                          product.kind = ProductKind::model;
                          option(product).url.clear();
                      }),
              "product `" + sample::kDesk + "` has no model");
}

TEST(ProductKinds, OtherKindsThanModelNeedFulfillmentOptions) {
    for (const auto& id : {sample::kDesk, sample::kRunner, sample::kQuotes}) {
        EXPECT_EQ(refusal(id, [](Product& product) { product.listing.reset(); }),
                  "product `" + id + "`: needs a listing with fulfillment options");
        EXPECT_THAT(
            refusal(id, [](Product& product) { product.listing->fulfillment_options.clear(); }),
            HasSubstr("needs 1 to 20 fulfillment options"));
    }
}

TEST(ProductKinds, AnOptionSaysWhereItsKindIsToBeHad) {
    EXPECT_THAT(refusal(sample::kDesk, [](Product& p) { option(p).url = "http://desk.test"; }),
                HasSubstr("an https `url` belongs to products of kind saas"));
    EXPECT_THAT(refusal(sample::kDesk, [](Product& p) { option(p).image = "desk:1"; }),
                HasSubstr("an `image` belongs to products of kind container"));
    EXPECT_THAT(refusal(sample::kRunner, [](Product& p) { option(p).image = "not an image"; }),
                HasSubstr("an `image` belongs to products of kind container"));
    EXPECT_THAT(refusal(sample::kRunner, [](Product& p) { option(p).url = "https://x.test"; }),
                HasSubstr("an https `url` belongs to products of kind saas"));
    EXPECT_THAT(refusal(sample::kQuotes, [](Product& p) { option(p).artifacts.clear(); }),
                HasSubstr("`artifacts` belong to products of kind data"));
    EXPECT_THAT(
        refusal(sample::kQuotes, [](Product& p) { option(p).artifacts[0].resource_type = ""; }),
        HasSubstr("an artifact needs a resource type"));
}

TEST(ProductKinds, ListingsKeepToTheLimitsOfTheApi) {
    const auto of_desk = [](const std::function<void(Listing&)>& change) {
        return refusal(sample::kDesk, [&](Product& product) { change(*product.listing); });
    };
    EXPECT_THAT(of_desk([](Listing& l) { l.short_description = std::string(1025, 'x'); }),
                HasSubstr("a description is longer than"));
    EXPECT_EQ(of_desk([](Listing& l) { l.short_description = std::string(1024, 'x'); }), "");
    EXPECT_THAT(of_desk([](Listing& l) { l.highlights.assign(11, "x"); }),
                HasSubstr("at most 10 highlights"));
    EXPECT_THAT(of_desk([](Listing& l) { l.categories.push_back(l.categories[0]); }),
                HasSubstr("category `tools`: ill-formed id, no name, or listed twice"));
    EXPECT_THAT(of_desk([](Listing& l) { l.seller_profile_id = "a seller"; }),
                HasSubstr("seller profile `a seller`: ill-formed id"));
    EXPECT_THAT(of_desk([](Listing& l) { l.logo_url = "logo.png"; }),
                HasSubstr("the logo must be an https URL"));
    EXPECT_THAT(
        of_desk([](Listing& l) { l.fulfillment_options.push_back(l.fulfillment_options[0]); }),
        HasSubstr("fulfillment option `fo-desk`: ill-formed id, or listed twice"));
    EXPECT_THAT(of_desk([](Listing& l) { l.resources.push_back({.value = " "}); }),
                HasSubstr("a resource needs a value"));
    // The id that another product's listing has by itself.
    EXPECT_THAT(of_desk([](Listing& l) { l.listing_id = "prodview-runneraaaaaaa"; }),
                testing::AllOf(HasSubstr("listing `prodview-runneraaaaaaa`"),
                               HasSubstr("its id is used twice")));
}

TEST(ProductKinds, ReviewsHaveAnAverageFromZeroToFive) {
    const auto rated = [](const std::string& rating) {
        return refusal(sample::kDesk, [&](Product& product) {
            product.listing->reviews = ListingReviews{rating, 3};
        });
    };
    for (const auto* rating : {"0", "4.5", "4.75", "5", "5.0", "5.00"}) {
        EXPECT_EQ(rated(rating), "") << rating;
    }
    for (const auto* rating : {"", "5.1", "5.01", "6", "4.", ".5", "-1", "4.555", "4,5", "x"}) {
        EXPECT_THAT(rated(rating), HasSubstr("reviews need an average from 0 to 5")) << rating;
    }
}

}  // namespace
}  // namespace licet::model
