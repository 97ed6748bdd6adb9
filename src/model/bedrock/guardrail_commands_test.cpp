// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/guardrail_commands.h"

#include "guardrail/guardrail.h"
#include "model/bedrock/guardrail_rules.h"
#include "model/bedrock/resource_policy.h"
#include "model/organization/world_test.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>

namespace licet::model {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

GuardrailSettings settings(const std::string& name, const std::string& word = "secret") {
    GuardrailSettings made{.name = name, .description = {}, .definition = {}};
    made.definition.words.push_back({.text = word});
    made.definition.blockedInputMessaging = "no";
    made.definition.blockedOutputsMessaging = "no";
    return made;
}

struct GuardrailCommandsTest : testing::Test {
    World world;

    template <typename T>
    static std::string error_of(const Result<T>& result) {
        return result.ok() ? ""
                           : fmt::format("{}: {}", result.error().name, result.error().message);
    }
    const Guardrails& all() const { return world.state.guardrail; }
    Result<GuardrailMade> try_create(const GuardrailSettings& asked) {
        return create_guardrail(world.state, asked, {}, world.context());
    }
    static bool blocks(const ReadyGuardrail& ready, std::uint32_t number, const std::string& text) {
        return guardrail::scan(std::array{ready.versions.at(number)->scanner},
                               guardrail::Source::input, text)
            .blocked;
    }
    std::string create(const std::string& name) {
        auto made = try_create(settings(name)).value();
        world.keep(Result<Events>{made.events});
        return made.id;
    }
    std::uint32_t version(const std::string& id) {
        auto made = create_guardrail_version(world.state, id, "v", world.context()).value();
        world.keep(Result<Events>{made.events});
        return made.version;
    }
    Result<EnforcedMade> try_enforce(const std::string& id, std::uint32_t number,
                                     const std::string& config = {}) {
        return put_enforced_guardrail(world.state,
                                      {.config_id = config,
                                       .guardrail = id,
                                       .version = number,
                                       .system = {},
                                       .messages = {},
                                       .included_models = {},
                                       .excluded_models = {}},
                                      world.context());
    }
    std::string enforce(const std::string& id, std::uint32_t number) {
        auto made = try_enforce(id, number).value();
        world.keep(Result<Events>{made.events});
        return made.configuration.id;
    }
};

// rule BG-1
TEST_F(GuardrailCommandsTest, AVersionIsTheDraftAsItWasAndNeverChanges) {
    const auto id = create("mine");
    EXPECT_EQ(version(id), 1U);
    world.keep(update_guardrail(world.state, id, settings("mine", "other"), world.context()));
    EXPECT_EQ(version(id), 2U);
    const auto& guardrail = all().all.at(id);
    EXPECT_EQ(guardrail.draft.definition.words[0].text, "other");
    EXPECT_EQ(guardrail.versions.at(1).definition.words[0].text, "secret");
    EXPECT_EQ(guardrail.versions.at(2).definition.words[0].text, "other");
    EXPECT_TRUE(blocks(*guardrail.ready, 1, "a secret"));
    EXPECT_FALSE(blocks(*guardrail.ready, 1, "an other"));
    EXPECT_TRUE(blocks(*guardrail.ready, 0, "an other"));
    // A number is never given twice.
    world.keep(delete_guardrail(world.state, id, 2, world.context()));
    EXPECT_EQ(version(id), 3U);
    EXPECT_FALSE(guardrail.ready->versions.contains(2));
}

TEST_F(GuardrailCommandsTest, AStateThatIsReadBackHasThemReady) {
    const auto id = create("mine");
    version(id);
    const auto again = restore(save(world.state)).value();
    const auto& ready = *again.guardrail.all.at(id).ready;
    EXPECT_TRUE(blocks(ready, 1, "a secret"));
    EXPECT_EQ(ready.arn, guardrail_arn("us-east-1", world.management, id));
    EXPECT_EQ(save(again), save(world.state));
}

TEST_F(GuardrailCommandsTest, ANameIsTakenOnceAndADefinitionSaysOneThingOnce) {
    create("mine");
    EXPECT_THAT(error_of(try_create(settings("mine"))), StartsWith("ConflictException"));
    auto asked = settings("other");
    asked.definition.words.push_back({.text = "secret"});
    EXPECT_THAT(error_of(try_create(asked)), HasSubstr("each word must be given once"));
    asked.definition.words = {{.text = " "}};
    EXPECT_THAT(error_of(try_create(asked)), HasSubstr("must not be blank"));
    asked.definition.words.clear();
    EXPECT_THAT(error_of(try_create(asked)), HasSubstr("at least one"));
    asked.definition.piiEntities = {{.type = GuardrailPiiType::EMAIL},
                                    {.type = GuardrailPiiType::EMAIL}};
    EXPECT_THAT(error_of(try_create(asked)), HasSubstr("each type must be given once"));
}

TEST_F(GuardrailCommandsTest, AnAccountsRulesHaveSoManyBytesTogether) {
    const auto id = create("mine");
    auto& versions = world.state.guardrail.all.at(id).versions;
    constexpr std::size_t kWordBytes = 100;
    versions[1].definition.words.assign(kGuardrailRuleBytesMax / kWordBytes,
                                        {.text = std::string(kWordBytes, 'x')});
    const auto full = StartsWith("ServiceQuotaExceededException: The words, patterns and ");
    EXPECT_THAT(error_of(try_create(settings("other"))), full);
    EXPECT_THAT(error_of(update_guardrail(world.state, id, settings("mine"), world.context())),
                full);
    EXPECT_THAT(error_of(create_guardrail_version(world.state, id, "v", world.context())), full);
    versions[1].definition.words.resize(kGuardrailRuleBytesMax / kWordBytes - 1);
    EXPECT_EQ(error_of(try_create(settings("other"))), "");
    auto& topics = versions[1].definition.topicPolicy.emplace().topics;
    topics.push_back({.name = "a",  // all but 88 bytes are used, of them two words of 6
                      .definition = std::string(50, 'x'),
                      .examples = GuardrailTopicExamples{"ex"}});
    topics.push_back({.name = "b", .definition = std::string(34, 'x')});
    EXPECT_EQ(error_of(try_create(settings("other"))), "");
    topics[1].definition += 'x';
    EXPECT_THAT(error_of(try_create(settings("other"))), full);
}

TEST_F(GuardrailCommandsTest, WhatCannotBeScannedForIsRefusedWhenItIsWritten) {
    auto asked = settings("mine");
    asked.definition.regexes = {{.name = "open", .pattern = "a(b"}};
    EXPECT_THAT(error_of(try_create(asked)), StartsWith("ValidationException"));
    asked.definition.regexes.clear();
    asked.definition.piiEntities = {{.type = GuardrailPiiType::NAME}};  // has no form
    EXPECT_THAT(error_of(try_create(asked)), HasSubstr("NAME"));
}

TEST_F(GuardrailCommandsTest, ASideHasItsOwnActionOrTheGeneralOneUnlessItIsOff) {
    GuardrailDefinition asked;
    asked.words = {{.text = "a"}, {.text = "b", .inputAction = GuardrailBlockAction::NONE}};
    asked.piiEntities = {{.type = GuardrailPiiType::EMAIL,
                          .action = GuardrailSensitiveAction::ANONYMIZE,
                          .outputAction = GuardrailSensitiveAction::BLOCK,
                          .inputEnabled = false}};
    const auto rules = rules_of(asked);
    using guardrail::Action;
    EXPECT_EQ(rules.words[0].actions.input, Action::block);
    EXPECT_EQ(rules.words[1].actions.input, Action::none);
    EXPECT_EQ(rules.words[1].actions.output, Action::block);
    EXPECT_EQ(rules.pii[0].type, "EMAIL");
    EXPECT_EQ(rules.pii[0].actions.input, Action::off);
    EXPECT_EQ(rules.pii[0].actions.output, Action::block);
    EXPECT_EQ(rules.profanity.input, Action::off);
}

// Source: Amazon Bedrock API Reference, CreateGuardrail.
TEST_F(GuardrailCommandsTest, WhatIsJudgedIsWhatTheApiAllows) {
    auto asked = settings("mine");
    asked.definition.words.clear();
    const auto why = [&] { return error_of(try_create(asked)); };
    auto& topics = asked.definition.topicPolicy.emplace();
    topics.topics = {{.name = "a", .definition = "b"}};
    EXPECT_EQ(why(), "");  // protects from something without a word
    topics.topics.push_back({.name = "a", .definition = "c"});
    EXPECT_THAT(why(), HasSubstr("topicsConfig: each name must be given once"));
    topics.topics.pop_back();
    topics.tier = GuardrailTier{GuardrailTierName::STANDARD};
    EXPECT_THAT(why(), HasSubstr("topicPolicyConfig.tierConfig: the tier STANDARD needs"));
    topics.tier = GuardrailTier{GuardrailTierName::CLASSIC};
    auto& content = asked.definition.contentPolicy.emplace();
    content.filters = {
        {.type = GuardrailContentType::PROMPT_ATTACK, .inputStrength = GuardrailStrength::HIGH}};
    EXPECT_EQ(why(), "");
    content.filters[0].outputStrength = GuardrailStrength::LOW;
    EXPECT_THAT(why(), HasSubstr("the output strength of PROMPT_ATTACK must be NONE"));
    content.filters[0] = {.type = GuardrailContentType::HATE};
    content.filters.push_back({.type = GuardrailContentType::HATE});
    EXPECT_THAT(why(), HasSubstr("filtersConfig: each type must be given once"));
    content.filters.pop_back();
    content.filters[0].outputModalities = {GuardrailModality::TEXT, GuardrailModality::IMAGE};
    EXPECT_THAT(why(), HasSubstr("leave the modality IMAGE out"));
    content.filters[0].outputModalities = {GuardrailModality::TEXT};
    content.tier = GuardrailTier{GuardrailTierName::STANDARD};
    EXPECT_THAT(why(), HasSubstr("contentPolicyConfig.tierConfig"));
    content.tier.reset();
    auto& grounding = asked.definition.contextualGroundingPolicy.emplace().filters;
    grounding = {{.type = GuardrailGroundingType::GROUNDING, .threshold = 0.99},
                 {.type = GuardrailGroundingType::RELEVANCE, .threshold = 0}};
    EXPECT_EQ(why(), "");
    for (const double threshold : {-0.01, 0.991}) {
        grounding[0].threshold = threshold;
        EXPECT_THAT(why(), HasSubstr("a threshold must be from 0 to 0.99"));
    }
    grounding[0] = grounding[1];
    EXPECT_THAT(why(), HasSubstr("contextualGroundingPolicyConfig.filtersConfig: each type"));
    EXPECT_FALSE(is_guardrail_topic_name("a,b"));
    EXPECT_TRUE(is_guardrail_topic_name("Is it A-1_b? No. !"));
}

TEST_F(GuardrailCommandsTest, WhatIsJudgedIsKeptWithEachVersion) {
    auto asked = settings("mine");
    asked.definition.topicPolicy =
        GuardrailTopicPolicy{{{.name = "Advice",
                               .definition = "what to buy",
                               .examples = GuardrailTopicExamples{"Buy?"},
                               .inputAction = GuardrailBlockAction::NONE,
                               .outputEnabled = false}}};
    asked.definition.contentPolicy = GuardrailContentPolicy{
        {{.type = GuardrailContentType::HATE, .inputStrength = GuardrailStrength::MEDIUM}}};
    asked.definition.contextualGroundingPolicy = GuardrailGroundingPolicy{
        {{.type = GuardrailGroundingType::GROUNDING, .threshold = 0.5},
         {.type = GuardrailGroundingType::RELEVANCE, .threshold = 0.25, .enabled = false}}};
    auto made = try_create(asked).value();
    world.keep(Result<Events>{made.events});
    version(made.id);
    world.keep(update_guardrail(world.state, made.id, settings("mine"), world.context()));
    const auto again = restore(save(world.state)).value();
    const auto& kept = again.guardrail.all.at(made.id);
    EXPECT_EQ(kept.versions.at(1).definition, asked.definition);
    EXPECT_TRUE(kept.ready->versions.at(0)->scanner->judged().empty());
    const auto& judged = kept.ready->versions.at(1)->scanner->judged();
    using guardrail::Action;
    using guardrail::Strength;
    EXPECT_EQ(judged.topics[0].name, "Advice");
    EXPECT_EQ(judged.topics[0].definition, "what to buy");
    EXPECT_EQ(judged.topics[0].examples, std::vector<std::string>{"Buy?"});
    EXPECT_EQ(judged.topics[0].actions.input, Action::none);
    EXPECT_EQ(judged.topics[0].actions.output, Action::off);
    EXPECT_EQ(judged.content[0].type, "HATE");
    EXPECT_EQ(judged.content[0].input, Strength::medium);
    EXPECT_EQ(judged.content[0].output, Strength::none);
    EXPECT_EQ(judged.content[0].actions.input, Action::block);
    EXPECT_EQ(judged.grounding[0].type, "GROUNDING");
    EXPECT_EQ(judged.grounding[0].threshold, 0.5);
    EXPECT_EQ(judged.grounding[0].action, Action::block);
    EXPECT_EQ(judged.grounding[1].action, Action::off);
}

TEST_F(GuardrailCommandsTest, OthersSeeNothingOfIt) {
    const auto id = create("mine");
    world.act_as(AccountId{333333333333});
    for (const auto& identifier : {id, guardrail_arn("us-east-1", world.management, id),
                                   guardrail_arn("us-east-1", AccountId{333333333333}, id)}) {
        EXPECT_THAT(error_of(own_guardrail(world.state, identifier, world.context())),
                    StartsWith("ResourceNotFoundException"))
            << identifier;
    }
    EXPECT_THAT(error_of(own_guardrail(world.state, "A!", world.context())),
                StartsWith("ValidationException"));
}

// rule BG-2
TEST_F(GuardrailCommandsTest, WhatIsEnforcedIsANumberedVersionAndCannotBeDeleted) {
    const auto id = create("mine");
    EXPECT_THAT(error_of(try_enforce(id, 0)), HasSubstr("the draft cannot be enforced"));
    EXPECT_THAT(error_of(try_enforce(id, 1)), StartsWith("ResourceNotFoundException"));
    version(id);
    version(id);
    EXPECT_THAT(error_of(try_enforce(id, 1, "nosuch")), StartsWith("ResourceNotFoundException"));
    const auto config = enforce(id, 1);
    EXPECT_THAT(error_of(delete_guardrail(world.state, id, 0, world.context())),
                StartsWith("ResourceInUseException"));
    EXPECT_THAT(error_of(delete_guardrail(world.state, id, 1, world.context())),
                StartsWith("ResourceInUseException"));
    world.keep(delete_guardrail(world.state, id, 2, world.context()));
    EXPECT_EQ(enforce(id, 1), config);  // in the place of what was there
    EXPECT_THAT(error_of(delete_enforced_guardrail(world.state, "nosuch", world.context())),
                StartsWith("ResourceNotFoundException"));
    world.keep(delete_enforced_guardrail(world.state, config, world.context()));
    world.keep(delete_guardrail(world.state, id, 0, world.context()));
    EXPECT_TRUE(all().all.empty());
    EXPECT_TRUE(all().enforced.empty());
}

// rule BG-4
TEST_F(GuardrailCommandsTest, AResourcePolicyIsUnderstoodWhenItIsWritten) {
    const auto arn = guardrail_arn("us-east-1", world.management, create("mine"));
    const auto put = [&](const std::string& document) {
        return put_guardrail_policy(world.state, arn, document, world.context());
    };
    EXPECT_THAT(error_of(guardrail_policy(world.state, arn, world.context())),
                StartsWith("ResourceNotFoundException"));
    const std::string good =
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},)"
        R"("Action":"bedrock:ApplyGuardrail","Resource":"*"}]})";
    world.keep(put(good));
    EXPECT_EQ(guardrail_policy(world.state, arn, world.context()).value(), good);
    EXPECT_NE(all().all.begin()->second.ready->policy, nullptr);
    for (const auto& [document, what] : std::initializer_list<std::pair<std::string, std::string>>{
             {"{", "$"},
             {R"({"Statement":[{"Effect":"Allow","Action":"bedrock:*","Resource":"*"}]})",
              "$.Statement[0]: must have a Principal"},
             {R"({"Statement":[{"Effect":"Allow","Principal":"111111111111","Action":"a:b",)"
              R"("Resource":"*"}]})",
              "$.Statement[0].Principal"},
             {R"({"Statement":[{"Effect":"Allow","Principal":{"AWS":"nobody"},"Action":"a:b",)"
              R"("Resource":"*"}]})",
              "$.Statement[0].Principal.AWS"},
             {R"({"Statement":[{"Effect":"Allow","Principal":"*","Action":"bedrock:*",)"
              R"("Resource":"*","Condition":{"StringSame":{"aws:userid":"a"}}}]})",
              "$.Statement[0].Condition"}}) {
        EXPECT_THAT(error_of(put(document)), HasSubstr(what)) << document;
    }
    world.keep(delete_guardrail_policy(world.state, arn, world.context()));
    EXPECT_THAT(error_of(delete_guardrail_policy(world.state, arn, world.context())),
                StartsWith("ResourceNotFoundException"));
}

TEST_F(GuardrailCommandsTest, AnIdentifierIsAnIdOrAnArnWithOrWithoutAVersion) {
    EXPECT_EQ(parse_guardrail_name("abc")->id, "abc");
    const auto named =
        parse_guardrail_name("arn:aws:bedrock:eu-west-1:111111111111:guardrail/a1:7");
    ASSERT_TRUE(named.has_value());
    EXPECT_EQ(named->id, "a1");
    EXPECT_EQ(named->region, "eu-west-1");
    EXPECT_EQ(named->account, AccountId{111111111111});
    EXPECT_EQ(named->version, "7");
    for (const auto* bad :
         {"", "A", "a b", "arn:aws:bedrock:eu-west-1:1:guardrail/a", "arn:aws:bedrock:",
          "arn:aws:bedrock::111111111111:guardrail/a", "arn:aws:bedrock:r:111111111111:guardrail/",
          "arn:aws:bedrock:r:111111111111:guardrail/a:", "arn:aws:s3:r:111111111111:guardrail/a"}) {
        EXPECT_FALSE(parse_guardrail_name(bad).has_value()) << bad;
    }
    EXPECT_EQ(parse_guardrail_version("DRAFT"), 0U);
    EXPECT_EQ(parse_guardrail_version("99999999"), 99'999'999U);
    for (const auto* bad : {"", "0", "01", "1a", "draft", "100000000"}) {
        EXPECT_FALSE(parse_guardrail_version(bad).has_value()) << bad;
    }
}

}  // namespace
}  // namespace licet::model
