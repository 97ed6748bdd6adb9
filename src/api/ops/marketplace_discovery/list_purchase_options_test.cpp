// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_discovery/fixture_test.h"

namespace licet::api {
namespace {

struct ListPurchaseOptions : DiscoveryTest {
    static constexpr std::string_view kPrivate =
        R"("filters":[{"filterType":"VISIBILITY_SCOPE","filterValues":["PRIVATE"]}])";

    testing::Reply list(const std::string& members) {
        return must_discover("ListPurchaseOptions", "{" + members + "}");
    }
    static std::string filter(const std::string& type, const std::string& value) {
        return R"("filters":[{"filterType":")" + type + R"(","filterValues":[")" + value +
               R"("]}])";
    }
};

TEST_F(ListPurchaseOptions, ListsOffersAndSets) {  // rules MP-1, MP-20
    const auto reply = list(std::string{kPrivate});
    EXPECT_EQ(ids(reply, "purchaseOptions", "purchaseOptionId"),
              "offer-aaaaaaaaaaaaa offer-bbbbbbbbbbbbb offer-ccccccccccccc "
              "offerset-sssssssssssss");
    EXPECT_EQ(ids(reply, "purchaseOptions", "purchaseOptionType"), "OFFER OFFER OFFER OFFERSET");
    EXPECT_EQ(reply.text("purchaseOptions.0.purchaseOptionName"), "Offer a");
    EXPECT_EQ(reply.text("purchaseOptions.0.catalog"), "AWSMarketplace");
    EXPECT_EQ(reply.text("purchaseOptions.0.sellerOfRecord.displayName"), "Desk Inc.");
    EXPECT_EQ(reply.text("purchaseOptions.0.badges.0.badgeType"), "PRIVATE_PRICING");
    EXPECT_EQ(reply.text("purchaseOptions.0.associatedEntities.0.offerSet.offerSetId"),
              set.offer_set_id);
    EXPECT_EQ(ids(reply, "purchaseOptions.3.associatedEntities", "product.productId"),
              sample::kDesk + " " + sample::kRunner);
    EXPECT_FALSE(reply.has("purchaseOptions.0.expirationTime"));
    EXPECT_FALSE(reply.has("nextToken"));
    EXPECT_EQ(world
                  .must(member, "marketplace-discovery", "ListPurchaseOptions",
                        "{" + std::string{kPrivate} + "}")
                  .count("purchaseOptions"),
              0U)
        << "they are made to another account";
}

TEST_F(ListPurchaseOptions, ListsThePublicOfferOfAProduct) {
    const auto reply = list(filter("PRODUCT_ID", sample::kDesk));
    EXPECT_EQ(ids(reply, "purchaseOptions", "purchaseOptionId"),
              "offer-aaaaaaaaaaaaa offer-deskaaaaaaaaa offerset-sssssssssssss");
    EXPECT_EQ(list(filter("PRODUCT_ID", "prod-unknown")).count("purchaseOptions"), 0U);
}

TEST_F(ListPurchaseOptions, PagesGoOnWhereTheLastOneEnded) {
    std::string seen;
    std::string token;
    for (int page = 0; page < 4; ++page) {
        const auto reply = list(std::string{kPrivate} + R"(,"maxResults":1)" +
                                (token.empty() ? "" : R"(,"nextToken":")" + token + R"(")"));
        seen += ids(reply, "purchaseOptions", "purchaseOptionId") + " ";
        EXPECT_EQ(reply.has("nextToken"), page < 3);
        token = reply.has("nextToken") ? reply.text("nextToken") : "";
    }
    EXPECT_EQ(seen,
              "offer-aaaaaaaaaaaaa offer-bbbbbbbbbbbbb offer-ccccccccccccc "
              "offerset-sssssssssssss ");
}

TEST_F(ListPurchaseOptions, RefusesWhatIsNotDocumented) {  // rule MP-20
    constexpr std::string_view kMalformed = "(reason MALFORMED_REQUEST_PARAMETERS)";
    const auto list_refused = [&](const std::string& members) {
        return refused("ListPurchaseOptions", "{" + members + "}");
    };
    EXPECT_THAT(list_refused(""), ::testing::EndsWith(kMalformed));
    EXPECT_THAT(list_refused(filter("PURCHASE_OPTION_TYPE", "OFFER")),
                ::testing::EndsWith(kMalformed));
    EXPECT_THAT(list_refused(filter("VISIBILITY_SCOPE", "SECRET")),
                ::testing::AllOf(::testing::HasSubstr("`SECRET` is none of PUBLIC, PRIVATE"),
                                 ::testing::EndsWith(kMalformed)));
    EXPECT_THAT(list_refused(R"("filters":[])"), ::testing::HasSubstr("at least 1"));
    EXPECT_THAT(list_refused(filter("COLOUR", "RED")), ::testing::HasSubstr("must be one of"));
    EXPECT_THAT(list_refused(std::string{kPrivate} + R"(,"maxResults":101)"),
                ::testing::HasSubstr("from 1 to 100"));
    const auto token = list(std::string{kPrivate} + R"(,"maxResults":1)").text("nextToken");
    EXPECT_THAT(
        list_refused(filter("PRODUCT_ID", sample::kDesk) + R"(,"nextToken":")" + token + R"(")"),
        ::testing::EndsWith("(reason INVALID_PAGINATION_TOKEN)"))
        << "a token of another list";
}

}  // namespace
}  // namespace licet::api
