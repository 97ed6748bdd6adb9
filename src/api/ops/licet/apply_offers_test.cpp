// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/fixture_test.h"

namespace licet::api {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

using ApplyOffers = AgreementTest;

TEST_F(ApplyOffers, BringsInWhatIsNew) {
    const std::string request = as_json({usage_offer(1), contract_offer(2)});
    const auto reply = world.must(buyer, "licet", "ApplyOffers", request);
    EXPECT_EQ(reply.text("added"), R"(["offer-private100001","offer-private100002"])");
    EXPECT_EQ(world.state().marketplace.offers.size(), 2U);
    const auto again = world.must(buyer, "licet", "ApplyOffers", request);
    EXPECT_EQ(again.count("added"), 0U);
    EXPECT_FALSE(again.recorded);
    model::Offer dearer = usage_offer(1);
    dearer.name = "Another name";
    EXPECT_EQ(world.must(buyer, "licet", "ApplyOffers", as_json({dearer})).text("updated"),
              R"(["offer-private100001"])");
}

TEST_F(ApplyOffers, IsForTheManagementAccountAndWholeOrNotAtAll) {
    const auto denied = world.call(seller, "licet", "ApplyOffers", as_json({usage_offer(1)}));
    EXPECT_EQ(denied.error, "AccessDeniedException");
    model::Offer broken = usage_offer(2);
    broken.product_id = "prod-none";
    const auto invalid =
        world.call(buyer, "licet", "ApplyOffers", as_json({usage_offer(1), broken}));
    EXPECT_EQ(invalid.error, "ValidationException");
    EXPECT_THAT(invalid.message, HasSubstr("offer-private100002"));
    EXPECT_THAT(invalid.error_members, ElementsAre(Pair("offerId", "offer-private100002")));
    EXPECT_TRUE(world.state().marketplace.offers.empty());
}

TEST_F(ApplyOffers, LeavesAcceptedOffersAlone) {
    usage_agreement(1);
    model::Offer dearer = usage_offer(1);
    dearer.name = "Another name";
    const auto refused = world.call(buyer, "licet", "ApplyOffers", as_json({dearer}));
    EXPECT_EQ(refused.error, "ConflictException");
    EXPECT_THAT(refused.error_members, ElementsAre(Pair("offerId", "offer-private100001")));
    EXPECT_EQ(world.state().marketplace.offers.begin()->second.name, "By usage");
}

}  // namespace
}  // namespace licet::api
