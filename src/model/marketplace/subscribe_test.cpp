// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/subscribe.h"

#include "model/bedrock/apply_catalogue.h"
#include "model/bedrock/sample_catalogue_test.h"
#include "model/grant/grant_world_test.h"

#include <gmock/gmock.h>

namespace licet::model {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct SubscribeTest : testing::Test {
    GrantWorld world;

    SubscribeTest() {
        world.act_as(world.management);
        world.keep(apply_catalogue(world.state, sample::catalogue(), world.context()));
    }
    Result<Events> accept(const std::string& model, const std::string& product) {
        return accept_model_offer(world.state, {model, "token-of-" + product}, world.context());
    }
    Result<Events> cancel(const std::string& model) {
        return cancel_agreement(world.state, model, world.context());
    }
    const Agreement& subscribe(const std::string& model, const std::string& product) {
        const Events events = world.keep(accept(model, product));
        world.run_background();
        return world.state.marketplace.agreements.at(std::get<AgreementAccepted>(events.at(0)).id);
    }
    bool entitled(AccountId account, const std::string& product) {
        return world.entitled(account, product);
    }
};

// rules ME-20, LI-6, LM-13, LM-15, CO-1, U-13
TEST_F(SubscribeTest, GivesALicenseWithAnActiveHolderGrant) {
    const Agreement& agreement = subscribe(sample::kEmbed, sample::kCommandProduct);
    EXPECT_EQ(agreement.status, AgreementStatus::ACTIVE);
    EXPECT_FALSE(agreement.provisioning);
    EXPECT_FALSE(agreement.ends_at.has_value());
    const License* license = find_license(world.state.license, agreement.license);
    ASSERT_NE(license, nullptr);
    EXPECT_EQ(license->issuer, kMarketplaceAccount);
    EXPECT_EQ(license->issuer_name, "AWS/Marketplace");
    EXPECT_EQ(license->holder, world.management);
    EXPECT_EQ(license->product_sku, sample::kCommandProduct);
    EXPECT_EQ(current(*license).status, LicenseStatus::AVAILABLE);
    EXPECT_EQ(current(*license).product_name, "Command");
    ASSERT_EQ(current(*license).entitlements.size(), 1U);
    EXPECT_EQ(current(*license).entitlements[0].name, "AWS::Marketplace::Usage");
    EXPECT_EQ(current(*license).entitlements[0].value, "Enabled");
    EXPECT_EQ(world.status(license->holder_grant), "ACTIVE");
    EXPECT_TRUE(entitled(world.management, sample::kCommandProduct));
    EXPECT_FALSE(entitled(world.in_root, sample::kCommandProduct));
}

TEST_F(SubscribeTest, ActsAsTheMarketplaceRole) {
    world.keep(accept(sample::kEmbed, sample::kCommandProduct));
    const auto step = next_background_step(world.state, world.now, world.random);
    ASSERT_TRUE(step.has_value());
    EXPECT_EQ(step->service + "." + step->action, "license-manager.CreateLicense");
    EXPECT_EQ(step->actor.kind, PrincipalKind::service);
    EXPECT_EQ(step->actor.account, world.management);
    EXPECT_EQ(step->actor.arn,
              "arn:aws:iam::111111111111:role/aws-service-role/"
              "license-management.marketplace.amazonaws.com/"
              "AWSServiceRoleForMarketplaceLicenseManagement");
}

TEST_F(SubscribeTest, RefusesASecondAgreementForTheProduct) {
    const std::string exists = "Could not create agreement - Agreement already exists";
    world.keep(accept(sample::kEmbed, sample::kCommandProduct));
    EXPECT_EQ(accept(sample::kEmbed, sample::kCommandProduct).error().message, exists);
    world.run_background();
    const auto again = accept(sample::kCommand, sample::kCommandProduct);
    EXPECT_EQ(again.error().message, exists);
    EXPECT_EQ(again.error().name, "ValidationException");
    EXPECT_TRUE(accept(sample::kOpus, sample::kOpusProduct).ok());
    world.act_as(world.in_root);  // rule ME-39
    EXPECT_TRUE(accept(sample::kEmbed, sample::kCommandProduct).ok());
}

TEST_F(SubscribeTest, RefusesWhatCannotBeBought) {
    EXPECT_THAT(accept("anthropic.none-v1:0", sample::kOpusProduct).error().message,
                StartsWith("The provided model identifier is invalid."));
    EXPECT_THAT(accept(sample::kNova, sample::kOpusProduct).error().message,
                HasSubstr("needs no agreement"));
    EXPECT_THAT(accept(sample::kLlama, sample::kOpusProduct).error().message,
                HasSubstr("needs no agreement"));
    const auto wrong_token = accept(sample::kSonnet, sample::kOpusProduct);
    EXPECT_THAT(wrong_token.error().message, HasSubstr("offer token is not one of model"));
    EXPECT_EQ(wrong_token.error().kind, ErrorKind::invalid);
}

// rules ME-37, LI-4, LI-5, MP-10
TEST_F(SubscribeTest, WithdrawsTheLicenseWhenCancelled) {
    const Agreement& agreement = subscribe(sample::kEmbed, sample::kCommandProduct);
    const GrantId grant =
        world.create(world.organization_principal(), world.management, agreement.license);
    world.set(world.management, grant, kActive);
    EXPECT_TRUE(entitled(world.in_inner, sample::kCommandProduct));

    world.now += Milliseconds{5};
    world.keep(cancel(sample::kCommand));
    EXPECT_EQ(agreement.status, AgreementStatus::CANCELLED);
    EXPECT_EQ(agreement.ends_at, world.now);
    EXPECT_EQ(accept(sample::kEmbed, sample::kCommandProduct).error().kind, ErrorKind::conflict);
    EXPECT_EQ(cancel(sample::kEmbed).error().kind, ErrorKind::conflict);
    EXPECT_EQ(cancel(sample::kEmbed).error().name, "");
    world.run_background();

    const License& license = *find_license(world.state.license, agreement.license);
    EXPECT_EQ(license.versions.size(), 2U);
    EXPECT_EQ(current(license).status, LicenseStatus::DELETED);
    EXPECT_EQ(world.status(grant), "ACTIVE");
    EXPECT_FALSE(entitled(world.in_inner, sample::kCommandProduct));
    EXPECT_FALSE(entitled(world.management, sample::kCommandProduct));

    const Agreement& next = subscribe(sample::kEmbed, sample::kCommandProduct);
    EXPECT_NE(next.license, agreement.license);
    EXPECT_TRUE(entitled(world.management, sample::kCommandProduct));
    EXPECT_FALSE(entitled(world.in_inner, sample::kCommandProduct));
}

TEST_F(SubscribeTest, CancelsOnlyWhatThereIs) {
    const auto none = cancel(sample::kCommand);
    EXPECT_EQ(none.error().message, "No agreement exists to cancel");
    EXPECT_EQ(none.error().name, "ValidationException");
    EXPECT_EQ(cancel(sample::kNova).error().message, "No agreement exists to cancel");
    EXPECT_THAT(cancel("anthropic.none-v1:0").error().message,
                StartsWith("The provided model identifier is invalid."));
    world.keep(accept(sample::kEmbed, sample::kCommandProduct));
    EXPECT_EQ(cancel(sample::kEmbed).error().kind, ErrorKind::conflict);
    world.act_as(world.in_root);
    EXPECT_EQ(cancel(sample::kEmbed).error().message, "No agreement exists to cancel");
}

// rule GR-20
TEST_F(SubscribeTest, LeavesTheNewLicenseDisabledBesideAnActiveGrant) {
    const Agreement& first = subscribe(sample::kEmbed, sample::kCommandProduct);
    const GrantId grant =
        world.create(world.organization_principal(), world.management, first.license);
    world.set(world.management, grant, kActive);
    world.act_as(world.in_root);
    const Agreement& own = subscribe(sample::kEmbed, sample::kCommandProduct);
    EXPECT_EQ(world.status(find_license(world.state.license, own.license)->holder_grant),
              "DISABLED");
    EXPECT_TRUE(entitled(world.in_root, sample::kCommandProduct));
}

TEST_F(SubscribeTest, MakesRoomForANewAgreementOnceTheOldOneExpired) {
    Catalogue catalogue = sample::catalogue();
    catalogue.products[2].offer.agreement_duration = "P1D";
    world.keep(apply_catalogue(world.state, catalogue, world.context()));
    const Agreement& agreement = subscribe(sample::kEmbed, sample::kCommandProduct);
    EXPECT_EQ(agreement.ends_at, world.now + std::chrono::hours{24});
    world.now = *agreement.ends_at;
    EXPECT_TRUE(entitled(world.management, sample::kCommandProduct));
    EXPECT_FALSE(accept(sample::kEmbed, sample::kCommandProduct).ok());
    world.now += Milliseconds{1};
    EXPECT_FALSE(entitled(world.management, sample::kCommandProduct));
    EXPECT_EQ(cancel(sample::kEmbed).error().message, "No agreement exists to cancel");
    subscribe(sample::kEmbed, sample::kCommandProduct);
    EXPECT_TRUE(entitled(world.management, sample::kCommandProduct));
}

TEST_F(SubscribeTest, SurvivesSavingAndRestoring) {
    subscribe(sample::kEmbed, sample::kCommandProduct);
    world.keep(accept(sample::kOpus, sample::kOpusProduct));
    auto restored = restore(save(world.state));
    ASSERT_TRUE(restored.ok());
    EXPECT_EQ(restored->marketplace.by_acceptor, world.state.marketplace.by_acceptor);
    EXPECT_EQ(restored->marketplace.provisioning, world.state.marketplace.provisioning);
    world.state = std::move(*restored);
    EXPECT_EQ(world.run_background(), 1);
    EXPECT_TRUE(entitled(world.management, sample::kOpusProduct));
}

}  // namespace
}  // namespace licet::model
