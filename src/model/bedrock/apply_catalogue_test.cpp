// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/apply_catalogue.h"

#include "model/bedrock/sample_catalogue_test.h"
#include "model/marketplace/subscribe.h"
#include "model/organization/world_test.h"

#include <gmock/gmock.h>

namespace licet::model {
namespace {

using testing::HasSubstr;

struct ApplyCatalogueTest : testing::Test {
    World world;
    Catalogue next = sample::catalogue();

    Result<Events> apply() { return apply_catalogue(world.state, next, world.context()); }
    std::string refusal() {
        const auto result = apply();
        return result.ok() ? "" : result.error().message;
    }
};

TEST_F(ApplyCatalogueTest, ReplacesTheWhole) {
    world.keep(apply());
    const Models& models = world.state.models;
    EXPECT_EQ(models.catalogue_version, "2026-11-23");
    EXPECT_EQ(find_model(models, sample::kNova)->provider_name, "Amazon");
    EXPECT_EQ(find_product(models, sample::kCommandProduct)->seller_name, "Cohere");
    EXPECT_EQ(find_profile(models, "us." + sample::kOpus)->model_id, sample::kOpus);
    EXPECT_EQ(catalogue_of(models).models.size(), next.models.size());
    EXPECT_TRUE(validate(catalogue_of(models)).ok());

    next.version = "2026-12-01";
    std::erase_if(next.models, [](const auto& model) { return model.model_id == sample::kNova; });
    next.models[0].model_name = "Renamed";
    world.keep(apply());
    EXPECT_EQ(models.catalogue_version, "2026-12-01");
    EXPECT_EQ(find_model(models, sample::kNova), nullptr);
    EXPECT_EQ(find_model(models, sample::kSonnet)->model_name, "Renamed");
}

TEST_F(ApplyCatalogueTest, IsForTheFirstAccountOnly) {
    world.act_as(AccountId{5});
    EXPECT_EQ(apply().error().kind, ErrorKind::denied);
    world.act_as(world.management);
    EXPECT_TRUE(apply().ok());
    world.organize();
    EXPECT_TRUE(apply().ok());
    const AccountId member = world.make_account("member");
    world.act_as(member);
    EXPECT_EQ(apply().error().kind, ErrorKind::denied);
    // Who leaves and makes an organization has no more right to it.
    world.keep(leave_organization(world.state, world.context()));
    world.keep(create_organization(world.state, {}, world.context()));
    EXPECT_EQ(apply().error().kind, ErrorKind::denied);
    world.act_as(world.management);
    world.keep(delete_organization(world.state, world.context()));
    EXPECT_TRUE(apply().ok());
    world.act_as(member);
    EXPECT_EQ(apply().error().kind, ErrorKind::denied);
}

TEST_F(ApplyCatalogueTest, RefusesWhatDoesNotMakeSense) {
    next.models[0].product_id = "prod-unknownaaaaaa";
    EXPECT_THAT(refusal(), HasSubstr("unknown product"));
    next = sample::catalogue();
    next.products[0].offer.agreement_duration = "P1Q";
    EXPECT_THAT(refusal(), HasSubstr("ill-formed duration `P1Q`"));
    next = {.version = "2026-11-23", .products = {}, .models = {}, .profiles = {}};
    EXPECT_THAT(refusal(), HasSubstr("no models"));
}

TEST_F(ApplyCatalogueTest, KeepsWhatAgreementsAreFor) {
    world.keep(apply());
    world.keep(accept_model_offer(
        world.state, {sample::kEmbed, "token-of-" + sample::kCommandProduct}, world.context()));
    const auto without_model = [](const std::string& id) {
        Catalogue catalogue = sample::catalogue();
        std::erase_if(catalogue.models, [&](const auto& model) { return model.model_id == id; });
        return catalogue;
    };
    next = without_model(sample::kCommand);
    EXPECT_THAT(refusal(), HasSubstr("model `" + sample::kCommand + "` cannot be dropped"));

    next = sample::catalogue();
    next.models[3].product_id = sample::kOpusProduct;
    EXPECT_THAT(refusal(), HasSubstr("model `" + sample::kEmbed + "` cannot be dropped"));

    next = without_model(sample::kCommand);
    std::erase_if(next.models, [](const auto& model) { return model.model_id == sample::kEmbed; });
    std::erase_if(next.products, [](const auto& product) {
        return product.product_id == sample::kCommandProduct;
    });
    EXPECT_THAT(refusal(),
                HasSubstr("product `" + sample::kCommandProduct + "` cannot be dropped"));
    EXPECT_EQ(apply().error().kind, ErrorKind::conflict);

    world.run_background();
    world.keep(cancel_agreement(world.state, sample::kCommand, world.context()));
    EXPECT_EQ(apply().error().kind, ErrorKind::conflict);
    world.run_background();
    world.keep(apply());
    EXPECT_EQ(find_product(world.state.models, sample::kCommandProduct), nullptr);
}

TEST_F(ApplyCatalogueTest, LeavesPrivateOffersTheirIds) {
    world.keep(apply());
    Offer own{.offer_id = "offer-private000001", .product_id = sample::kOpusProduct, .name = "own"};
    own.buyers = {world.management};
    world.take({OffersApplied{{own}}});
    next.products[0].offer.offer_id = own.offer_id;
    EXPECT_THAT(refusal(), HasSubstr("a private offer has that id"));
    EXPECT_EQ(apply().error().kind, ErrorKind::conflict);
}

}  // namespace
}  // namespace licet::model
