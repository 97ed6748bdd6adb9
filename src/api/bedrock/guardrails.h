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

// What takes a model to judge.

struct TopicPolicyConfig {
    model::GuardrailTopics topicsConfig;
    std::optional<model::GuardrailTier> tierConfig;
};
BOOST_DESCRIBE_STRUCT(TopicPolicyConfig, (), (topicsConfig, tierConfig))

struct ContentPolicyConfig {
    model::GuardrailContentFilters filtersConfig;
    std::optional<model::GuardrailTier> tierConfig;
};
BOOST_DESCRIBE_STRUCT(ContentPolicyConfig, (), (filtersConfig, tierConfig))

struct GroundingPolicyConfig {
    model::GuardrailGroundingFilters filtersConfig;
};
BOOST_DESCRIBE_STRUCT(GroundingPolicyConfig, (), (filtersConfig))

// What is not offered: understood, so that it can be refused for what it is.

struct ReasoningPolicyConfig {
    List<Text<1, 2048>, 1, 2> policies;
    std::optional<double> confidenceThreshold;
};
BOOST_DESCRIBE_STRUCT(ReasoningPolicyConfig, (), (policies, confidenceThreshold))

struct CrossRegionConfig {
    Text<15, 2048> guardrailProfileIdentifier;
};
BOOST_DESCRIBE_STRUCT(CrossRegionConfig, (), (guardrailProfileIdentifier))

/// What a request asks for that is not offered, or not without a classifier; a guardrail that asks
/// for it is refused, because nothing that was asked for may be left out silently.
struct SpecialPolicies {
    bool topics = false;
    bool content = false;
    bool grounding = false;
    bool reasoning = false;
    bool cross_region = false;
    bool kms_key = false;
};
Result<void> check_supported(const SpecialPolicies& asked, const Services& services);

/// Of CreateGuardrail and UpdateGuardrail.
template <typename Request>
Result<model::GuardrailSettings> settings_in(const Request& request, const Services& services) {
    LICET_TRY_VOID(
        check_supported({.topics = request.topicPolicyConfig.has_value(),
                         .content = request.contentPolicyConfig.has_value(),
                         .grounding = request.contextualGroundingPolicyConfig.has_value(),
                         .reasoning = request.automatedReasoningPolicyConfig.has_value(),
                         .cross_region = request.crossRegionConfig.has_value(),
                         .kms_key = request.kmsKeyId.has_value()},
                        services));
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
    if (request.topicPolicyConfig) {
        definition.topicPolicy = {request.topicPolicyConfig->topicsConfig,
                                  request.topicPolicyConfig->tierConfig};
    }
    if (request.contentPolicyConfig) {
        definition.contentPolicy = {request.contentPolicyConfig->filtersConfig,
                                    request.contentPolicyConfig->tierConfig};
    }
    if (request.contextualGroundingPolicyConfig) {
        definition.contextualGroundingPolicy = {
            request.contextualGroundingPolicyConfig->filtersConfig};
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
