// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/fixture_test.h"
#include "decision/decide.h"
#include "decision/state_facts.h"
#include "model/grant/change_grant.h"
#include "model/grant/create_grant.h"
#include "model/grant/listing.h"
#include "model/organization/arns.h"

namespace licet::api {
namespace {

using ::testing::StartsWith;

struct GetFoundationModelAvailability : BedrockTest {
    /// The four verdicts, in the order of the response.
    std::string look(const model::Principal& who, const std::string& id,
                     std::string_view region = "us-east-1") {
        const auto reply =
            world.must(who, "bedrock", "GetFoundationModelAvailability", model(id), region);
        EXPECT_EQ(reply.text("modelId"), id);
        return reply.text("agreementAvailability.status") + " " +
               reply.text("authorizationStatus") + " " + reply.text("entitlementAvailability") +
               " " + reply.text("regionAvailability");
    }
    std::string look(const std::string& id, std::string_view region = "us-east-1") {
        return look(world.admin(), id, region);
    }
};

const std::string kGreen = "AVAILABLE AUTHORIZED AVAILABLE AVAILABLE";

TEST_F(GetFoundationModelAvailability, IsAllGreenForModelsThatNeedNothing) {
    EXPECT_EQ(look(sample::kNova), kGreen);
    EXPECT_EQ(look(member, sample::kLlama), kGreen);
    EXPECT_EQ(look(sample::kNova, "us-west-2"), "AVAILABLE AUTHORIZED AVAILABLE NOT_AVAILABLE");
    EXPECT_EQ(look(sample::kTitan), "AVAILABLE AUTHORIZED AVAILABLE NOT_AVAILABLE");
}

// rule BA-21
TEST_F(GetFoundationModelAvailability, FollowsAnAgreement) {
    EXPECT_EQ(look(sample::kEmbed), "NOT_AVAILABLE AUTHORIZED NOT_AVAILABLE AVAILABLE");
    const auto missing = must("GetFoundationModelAvailability", model(sample::kEmbed));
    EXPECT_THAT(missing.text("agreementAvailability.errorMessage"),
                StartsWith("You don't have access to the model with the specified model ID."));
    must("CreateFoundationModelAgreement", agreement(sample::kEmbed, sample::kCommandProduct));
    EXPECT_EQ(look(sample::kEmbed), kGreen);
    EXPECT_FALSE(must("GetFoundationModelAvailability", model(sample::kEmbed))
                     .has("agreementAvailability.errorMessage"));
    EXPECT_EQ(look(sample::kCommand, "eu-west-1"), kGreen);
    EXPECT_EQ(look(member, sample::kEmbed), "NOT_AVAILABLE AUTHORIZED NOT_AVAILABLE AVAILABLE");
    must("DeleteFoundationModelAgreement", model(sample::kEmbed));
    EXPECT_EQ(look(sample::kEmbed), "NOT_AVAILABLE AUTHORIZED NOT_AVAILABLE AVAILABLE");
}

// rule BA-10: what a first call would bring is available, but there is no agreement before it
TEST_F(GetFoundationModelAvailability, CountsOnAFirstUseWhereTheOrganizationAllowsIt) {
    model::OrganizationSettings settings;
    settings.auto_subscribe = true;
    world.apply({model::OrganizationSettingsChanged{"o-exampleorg1", settings}});
    EXPECT_EQ(look(member, sample::kEmbed), "NOT_AVAILABLE AUTHORIZED AVAILABLE AVAILABLE");
    must("CreateFoundationModelAgreement", agreement(sample::kEmbed, sample::kCommandProduct));
    must("DeleteFoundationModelAgreement", model(sample::kEmbed));
    EXPECT_EQ(look(sample::kEmbed), "NOT_AVAILABLE AUTHORIZED AVAILABLE AVAILABLE");
}

TEST_F(GetFoundationModelAvailability, WantsTheForm) {
    must("CreateFoundationModelAgreement", agreement(sample::kSonnet, sample::kSonnetProduct));
    EXPECT_EQ(look(sample::kSonnet), "AVAILABLE NOT_AUTHORIZED AVAILABLE AVAILABLE");
    send_form(world.admin());
    EXPECT_EQ(look(sample::kSonnet), kGreen);
    EXPECT_EQ(look(member, sample::kSonnet), "NOT_AVAILABLE AUTHORIZED NOT_AVAILABLE AVAILABLE");
}

TEST_F(GetFoundationModelAvailability, CountsProfiles) {
    must("CreateFoundationModelAgreement", agreement(sample::kOpus, sample::kOpusProduct));
    send_form(world.admin());
    EXPECT_EQ(look(sample::kOpus, "us-east-2"), kGreen);
    EXPECT_EQ(look(sample::kOpus, "ap-south-1"), "AVAILABLE AUTHORIZED AVAILABLE NOT_AVAILABLE");
}

TEST_F(GetFoundationModelAvailability, RefusesUnknownModels) {
    const auto refused = [&](const std::string& id) {
        return refusal("GetFoundationModelAvailability", model(id));
    };
    EXPECT_THAT(refused("anthropic.claude-9-v1:0"), StartsWith("ResourceNotFoundException"));
    EXPECT_THAT(refused("us." + sample::kOpus), StartsWith("ValidationException"));
    EXPECT_THAT(refused("x"), StartsWith("ValidationException"));
}

/// Makes an organization by chance: subscriptions, forms, grants in all states, a closed account.
struct Generated : GetFoundationModelAvailability {
    std::vector<model::Principal> accounts{world.admin(), member};

    Generated() {
        for (const auto* id : {"333333333333", "444444444444", "555555555555"}) {
            accounts.push_back(testing::World::root_of(id));
            world.apply({opened(accounts.back().account)});
        }
        world.apply({model::TrustedAccessEnabled{"o-exampleorg1", "license-manager.amazonaws.com",
                                                 world.clock().now()},
                     model::LicenseSettingsChanged{
                         world.admin().account, "us-east-1", {.link_organizations = true}}});
    }

    std::size_t pick(std::size_t bound) { return world.random().below(bound); }
    model::Context context(const model::Principal& who) {
        return {world.clock().now(), world.random(), who, "us-east-1"};
    }

    void buy() {
        const std::pair<std::string, std::string> offers[] = {
            {sample::kSonnet, sample::kSonnetProduct},
            {sample::kOpus, sample::kOpusProduct},
            {sample::kCommand, sample::kCommandProduct}};
        const auto& [id, product] = offers[pick(3)];
        call(accounts[pick(accounts.size())], "CreateFoundationModelAgreement",
             agreement(id, product));
    }

    void grant() {
        const auto& licenses = world.state().license.licenses;
        if (licenses.empty()) {
            return;
        }
        const auto& [id, license] =
            *std::next(licenses.begin(), static_cast<std::ptrdiff_t>(pick(licenses.size())));
        const std::string principal =
            pick(2) == 0
                ? "arn:aws:iam::" + accounts[pick(accounts.size())].account.text() + ":root"
                : "arn:aws:organizations::111111111111:organization/o-exampleorg1";
        model::OperationSet operations;
        operations.add(model::AllowedOperation::CheckoutLicense);
        const auto holder = testing::World::root_of(license.holder.text());
        const auto made =
            model::create_grant(world.state(),
                                {.name = "grant",
                                 .license_arn = model::license_arn(license.issuer, id),
                                 .principal = principal,
                                 .home_region = "us-east-1",
                                 .operations = operations,
                                 .tags = {},
                                 .request = {}},
                                context(holder));
        if (made.ok()) {
            world.apply(made->events);
        }
    }

    void change() {
        const auto& who = accounts[pick(accounts.size())];
        std::vector<std::string> arns;
        const auto keep = [&](const model::GrantView& grant) {
            arns.push_back(model::arn_of(grant));
            return true;
        };
        model::visit_received_grants(world.state(), who.account, std::nullopt, keep);
        model::visit_distributed_grants(world.state(), who.account, std::nullopt, std::nullopt,
                                        keep);
        if (arns.empty()) {
            return;
        }
        const auto changed = model::change_grant(
            world.state(),
            {.grant_arn = arns[pick(arns.size())],
             .name = {},
             .operations = {},
             .status = pick(4) == 0 ? model::GrantStatus::DISABLED : model::GrantStatus::ACTIVE,
             .status_reason = {},
             .source_version = {},
             .activation_override = {},
             .request = {}},
            context(who));
        if (changed.ok() && !changed->events.empty()) {
            world.apply(changed->events);
        }
    }

    void step() {
        switch (pick(8)) {
            case 0:
            case 1:
                return buy();
            case 2:
            case 3:
                return grant();
            case 4:
                return pick(4) == 0 ? send_form(accounts[pick(accounts.size())]) : buy();
            case 5:
                call(accounts[pick(accounts.size())], "DeleteFoundationModelAgreement",
                     model(pick(2) == 0 ? sample::kOpus : sample::kCommand));
                return;
            default:
                return change();
        }
    }

    /// Whether some identifier of the model can be invoked.
    bool can_invoke(const model::Principal& who, const model::FoundationModel& of,
                    std::string_view region) {
        const decision::StateFacts facts{world.state()};
        const auto allowed = [&](const std::string& id) {
            return decision::decide(facts, {who.account, id, region, world.clock().now()})
                .allowed();
        };
        bool any = allowed(of.model_id);
        for (const auto& [id, profile] : world.state().models.profiles) {
            any = any || (profile.model_id == of.model_id && allowed(id));
        }
        return any;
    }
};

// rules BA-22, BA-23: scenario 20
TEST_F(Generated, AgreesWithTheDecisionForEveryAccountAndModel) {
    std::size_t green = 0;
    std::size_t marketplace_green = 0;
    for (int round = 0; round < 60; ++round) {
        step();
        if (round == 50) {
            world.apply(
                {model::AccountStateChanged{accounts.back().account, model::AccountState::CLOSED}});
        }
        for (const auto& who : accounts) {
            for (const auto& [id, of] : world.state().models.models) {
                for (const auto* region : {"us-east-1", "us-east-2", "eu-west-1"}) {
                    const bool says = look(who, id, region) == kGreen;
                    ASSERT_EQ(says, can_invoke(who, of, region))
                        << who.arn << " " << id << " " << region << " round " << round;
                    green += says ? 1 : 0;
                    marketplace_green += says && !of.product_id.empty() ? 1 : 0;
                }
            }
        }
    }
    EXPECT_GT(marketplace_green, 100U);
    EXPECT_GT(green, marketplace_green);
}

}  // namespace
}  // namespace licet::api
