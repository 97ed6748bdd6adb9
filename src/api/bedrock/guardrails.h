// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/bedrock/permissions.h"
#include "api/services.h"
#include "base/describe/bounded.h"
#include "model/bedrock/guardrail_commands.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What the operations on guardrails take and return. Members are spelled as on the wire. Source:
/// the service model of Bedrock, rule BG-1.
namespace licet::api::bedrock {

using GuardrailIdentifier = Text<1, 2048>;
using GuardrailNameText = Text<1, 50, model::is_guardrail_name>;
using GuardrailDescription = Text<1, 200>;
using GuardrailArnText = Text<1, 255>;

inline constexpr ResourceType kGuardrail{"guardrail", "arn:aws:bedrock:*:*:guardrail/*"};
inline constexpr Need kOnGuardrail{.resources = {&kGuardrail}, .keys = kTaggedKeys};

/// The operation's own action on a guardrail, given by its id or ARN.
Permissions on_guardrail(const PermissionCall& call, const std::string& identifier);

struct WordPolicyConfig {
    model::GuardrailWords wordsConfig;
    model::GuardrailManagedWordLists managedWordListsConfig;
};
BOOST_DESCRIBE_STRUCT(WordPolicyConfig, (), (wordsConfig, managedWordListsConfig))

struct SensitiveInformationPolicyConfig {
    model::GuardrailPiiEntities piiEntitiesConfig;
    model::GuardrailRegexes regexesConfig;
};
BOOST_DESCRIBE_STRUCT(SensitiveInformationPolicyConfig, (), (piiEntitiesConfig, regexesConfig))

// Policies that need a model to judge a text: understood, so that they can be refused for what they
// are.

struct TopicConfig {
    Text<1, 100> name;
    Text<1, 200> definition;
    List<Text<1, 100>, 0, 5> examples;
    Text<1, 32> type;
    std::optional<Text<1, 32>> inputAction;
    std::optional<Text<1, 32>> outputAction;
    std::optional<bool> inputEnabled;
    std::optional<bool> outputEnabled;
};
BOOST_DESCRIBE_STRUCT(TopicConfig, (),
                      (name, definition, examples, type, inputAction, outputAction, inputEnabled,
                       outputEnabled))

struct TierConfig {
    Text<1, 32> tierName;
};
BOOST_DESCRIBE_STRUCT(TierConfig, (), (tierName))

struct TopicPolicyConfig {
    List<TopicConfig, 1, 30> topicsConfig;
    std::optional<TierConfig> tierConfig;
};
BOOST_DESCRIBE_STRUCT(TopicPolicyConfig, (), (topicsConfig, tierConfig))

struct ContentFilterConfig {
    Text<1, 32> type;
    Text<1, 32> inputStrength;
    Text<1, 32> outputStrength;
    List<Text<1, 32>, 0, 2> inputModalities;
    List<Text<1, 32>, 0, 2> outputModalities;
    std::optional<Text<1, 32>> inputAction;
    std::optional<Text<1, 32>> outputAction;
    std::optional<bool> inputEnabled;
    std::optional<bool> outputEnabled;
};
BOOST_DESCRIBE_STRUCT(ContentFilterConfig, (),
                      (type, inputStrength, outputStrength, inputModalities, outputModalities,
                       inputAction, outputAction, inputEnabled, outputEnabled))

struct ContentPolicyConfig {
    List<ContentFilterConfig, 1, 6> filtersConfig;
    std::optional<TierConfig> tierConfig;
};
BOOST_DESCRIBE_STRUCT(ContentPolicyConfig, (), (filtersConfig, tierConfig))

struct GroundingFilterConfig {
    Text<1, 32> type;
    double threshold = 0;
    std::optional<Text<1, 32>> action;
    std::optional<bool> enabled;
};
BOOST_DESCRIBE_STRUCT(GroundingFilterConfig, (), (type, threshold, action, enabled))

struct GroundingPolicyConfig {
    List<GroundingFilterConfig, 1, 2> filtersConfig;
};
BOOST_DESCRIBE_STRUCT(GroundingPolicyConfig, (), (filtersConfig))

struct ReasoningPolicyConfig {
    List<Text<1, 2048>, 1, 2> policies;
    std::optional<double> confidenceThreshold;
};
BOOST_DESCRIBE_STRUCT(ReasoningPolicyConfig, (), (policies, confidenceThreshold))

struct CrossRegionConfig {
    Text<15, 2048> guardrailProfileIdentifier;
};
BOOST_DESCRIBE_STRUCT(CrossRegionConfig, (), (guardrailProfileIdentifier))

/// Those of a request that licet cannot apply; a guardrail that asks for one is refused, because
/// nothing that was asked for may be left out silently.
struct UnsupportedPolicies {
    bool topics = false;
    bool content = false;
    bool grounding = false;
    bool reasoning = false;
    bool cross_region = false;
    bool kms_key = false;
};
Result<void> check_supported(const UnsupportedPolicies& asked);

/// Of CreateGuardrail and UpdateGuardrail.
template <typename Request>
Result<model::GuardrailSettings> settings_in(const Request& request) {
    LICET_TRY_VOID(
        check_supported({.topics = request.topicPolicyConfig.has_value(),
                         .content = request.contentPolicyConfig.has_value(),
                         .grounding = request.contextualGroundingPolicyConfig.has_value(),
                         .reasoning = request.automatedReasoningPolicyConfig.has_value(),
                         .cross_region = request.crossRegionConfig.has_value(),
                         .kms_key = request.kmsKeyId.has_value()}));
    model::GuardrailSettings settings{.name = request.name, .description = {}, .definition = {}};
    if (request.description) {
        settings.description = *request.description;
    }
    auto& definition = settings.definition;
    if (request.wordPolicyConfig) {
        definition.words = request.wordPolicyConfig->wordsConfig;
        definition.managedWordLists = request.wordPolicyConfig->managedWordListsConfig;
    }
    if (request.sensitiveInformationPolicyConfig) {
        definition.piiEntities = request.sensitiveInformationPolicyConfig->piiEntitiesConfig;
        definition.regexes = request.sensitiveInformationPolicyConfig->regexesConfig;
    }
    definition.blockedInputMessaging = request.blockedInputMessaging;
    definition.blockedOutputsMessaging = request.blockedOutputsMessaging;
    return settings;
}

enum class GuardrailStatus { READY };
BOOST_DESCRIBE_ENUM(GuardrailStatus, READY)

// Enforced configurations. Source: rule BG-2.

struct SelectiveGuarding {
    std::optional<model::ContentGuarding> system;
    std::optional<model::ContentGuarding> messages;
};
BOOST_DESCRIBE_STRUCT(SelectiveGuarding, (), (system, messages))

struct ModelEnforcement {
    List<Text<1, 256>, 1, model::kEnforcedModelsMax> includedModels;
    List<Text<1, 256>, 0, model::kEnforcedModelsMax> excludedModels;
};
BOOST_DESCRIBE_STRUCT(ModelEnforcement, (), (includedModels, excludedModels))

/// The number of a version, `DRAFT` being 0. @return ValidationException for what is none.
Result<std::uint32_t> guardrail_version_in(const std::string& text);

// Tags are given to guardrails and to inference profiles.

/// Whether the ARN is a guardrail's, rather than an inference profile's.
bool is_guardrail_arn(std::string_view arn);
/// The operation's own action on what the ARN names.
Permissions on_tagged(const PermissionCall& call, const std::string& arn);
/// What the audit calls it.
std::string tagged_type(std::string_view arn);

}  // namespace licet::api::bedrock
