// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/model_identifier.h"

#include "model/bedrock/regions.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace licet::model {
namespace {

constexpr AccountId kAccount{123'456'789'012};

TEST(Regions, AreOrderedAndFoundByCode) {
    const auto regions = known_regions();
    EXPECT_TRUE(std::is_sorted(regions.begin(), regions.end(),
                               [](const Region& a, const Region& b) { return a.code < b.code; }));
    for (const auto& region : regions) {
        EXPECT_EQ(find_region(region.code), &region);
    }
    EXPECT_EQ(find_region("eu-west-1")->geography, "eu");
    EXPECT_FALSE(find_region("eu-west-1")->opt_in);
    EXPECT_TRUE(find_region("eu-south-2")->opt_in);
    EXPECT_EQ(find_region("eu-west-9"), nullptr);
    EXPECT_EQ(find_region(""), nullptr);
}

TEST(Regions, ProfilePrefixesAreAClosedList) {
    for (const auto* prefix : {"us", "eu", "apac", "au", "jp", "ca", "in", "global"}) {
        EXPECT_TRUE(is_profile_prefix(prefix)) << prefix;
    }
    for (const auto* prefix : {"", "anthropic", "us-east-1", "US", "glob"}) {
        EXPECT_FALSE(is_profile_prefix(prefix)) << prefix;
    }
}

TEST(ModelIdentifier, BareModelIds) {
    for (const auto* id : {"anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic.claude-opus-4-8",
                           "cohere.embed-v4:0", "mistral.mistral-7b-instruct-v0:2", "deepseek.v3.2",
                           "openai.gpt-5.4-2026-03-05", "amazon.nova-canvas-v1:0:300k"}) {
        const auto ref = resolve_model_identifier(id);
        ASSERT_TRUE(ref) << id;
        EXPECT_EQ(*ref, (ModelRef{.kind = ModelRefKind::foundation_model, .id = id}));
        EXPECT_TRUE(is_model_id(id));
        EXPECT_FALSE(is_system_profile_id(id));
    }
}

TEST(ModelIdentifier, BareProfileIds) {
    for (const auto* id :
         {"us.anthropic.claude-sonnet-4-5-20250929-v1:0", "global.anthropic.claude-opus-4-8",
          "apac.amazon.nova-pro-v1:0", "in.openai.gpt-5.6-luna"}) {
        const auto ref = resolve_model_identifier(id);
        ASSERT_TRUE(ref) << id;
        EXPECT_EQ(*ref, (ModelRef{.kind = ModelRefKind::system_profile, .id = id}));
        EXPECT_FALSE(is_model_id(id));
        EXPECT_TRUE(is_system_profile_id(id));
    }
}

TEST(ModelIdentifier, ArnsGoBothWays) {
    const std::string model = "anthropic.claude-sonnet-4-6";
    EXPECT_EQ(model_arn("eu-west-1", model),
              "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-sonnet-4-6");
    EXPECT_EQ(*resolve_model_identifier(model_arn("eu-west-1", model)),
              (ModelRef{.id = model, .region = "eu-west-1"}));

    const std::string profile = "eu." + model;
    EXPECT_EQ(profile_arn("eu-west-1", kAccount, profile),
              "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/"
              "eu.anthropic.claude-sonnet-4-6");
    EXPECT_EQ(*resolve_model_identifier(profile_arn("eu-west-1", kAccount, profile)),
              (ModelRef{.kind = ModelRefKind::system_profile,
                        .id = profile,
                        .region = "eu-west-1",
                        .account = kAccount}));

    EXPECT_EQ(
        *resolve_model_identifier(application_profile_arn("us-west-2", kAccount, "a1b2c3d4e5f6")),
        (ModelRef{.kind = ModelRefKind::application_profile,
                  .id = "a1b2c3d4e5f6",
                  .region = "us-west-2",
                  .account = kAccount}));
}

// rule BA-32
TEST(ModelIdentifier, ARegionLessArnCanBeWrittenButNotInvoked) {
    EXPECT_EQ(model_arn("", "amazon.nova-2-lite-v1:0"),
              "arn:aws:bedrock:::foundation-model/amazon.nova-2-lite-v1:0");
    EXPECT_FALSE(resolve_model_identifier(model_arn("", "amazon.nova-2-lite-v1:0")));
}

TEST(ModelIdentifier, HostileInputIsRefusedAndNotRepeated) {
    const std::string model = "/anthropic.claude-opus-4-8";
    const std::vector<std::string> bad{
        "",
        ".",
        "us.",
        "us.anthropic",
        "us.us.anthropic.claude",
        "anthropic",
        "anthropic.",
        ".claude",
        "anthropic..claude",
        "anthropic.claude:",
        "anthropic.claude:1:2:3",
        "anthropic.claude:1.2",
        "anthropic:claude.x",
        "a.b.c.d.e",
        "Anthropic.claude",
        "anthropic.claude opus",
        "anthropic.claude/../x",
        "anthropic.claude\n",
        std::string{"anthropic.claude\0x", 18},
        "anthropic." + std::string(64, 'a'),
        std::string(kModelIdentifierMax + 1, 'a'),
        "a1b2c3d4e5f6",
        "arn:aws:bedrock:",
        "arn:aws:bedrock:eu-west-1",
        "arn:aws:bedrock:eu-west-1::foundation-model",
        "arn:aws:bedrock:eu-west-1::foundation-model/",
        "arn:aws:bedrock:eu-west-1::foundation-model/eu.anthropic.claude-opus-4-8",
        "arn:aws:bedrock:eu-west-1:123456789012:foundation-model" + model,
        "arn:aws:bedrock:mars-1::foundation-model" + model,
        "arn:aws-cn:bedrock:eu-west-1::foundation-model" + model,
        "arn:aws:sagemaker:eu-west-1::foundation-model" + model,
        "arn:aws:bedrock:eu-west-1::inference-profile/eu.anthropic.claude-opus-4-8",
        "arn:aws:bedrock:eu-west-1:12345678901:inference-profile/eu.anthropic.claude-opus-4-8",
        "arn:aws:bedrock:eu-west-1:123456789012:inference-profile" + model,
        "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/../../x",
        "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/",
        "arn:aws:bedrock:eu-west-1:123456789012:provisioned-model/a1b2c3d4e5f6",
    };
    for (const auto& text : bad) {
        const auto ref = resolve_model_identifier(text);
        ASSERT_FALSE(ref) << text;
        EXPECT_EQ(ref.error().kind, ErrorKind::invalid);
        EXPECT_TRUE(ref.error().message.starts_with("model identifier ")) << ref.error().message;
        EXPECT_LT(ref.error().message.size(), 100U);
    }
}

}  // namespace
}  // namespace licet::model
