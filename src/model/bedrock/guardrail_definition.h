// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/bounded.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What one version of a guardrail says, in the shape of Bedrock's API: the same structures are
/// read from requests, stored, and shown. Source: the service model of Bedrock, CreateGuardrail.
namespace licet::model {

inline constexpr std::int64_t kGuardrailWordsMax = 10'000;
inline constexpr std::int64_t kGuardrailWordCharactersMax = 100;
inline constexpr std::int64_t kGuardrailManagedWordListsMax =
    1;                                                        ///< there is no other than PROFANITY
inline constexpr std::int64_t kGuardrailPiiEntitiesMax = 31;  ///< each type once
inline constexpr std::int64_t kGuardrailRegexesMax = 10;
inline constexpr std::int64_t kGuardrailRegexNameCharactersMax = 100;
inline constexpr std::int64_t kGuardrailRegexDescriptionCharactersMax = 1'000;
inline constexpr std::int64_t kGuardrailRegexCharactersMax = 500;
inline constexpr std::int64_t kGuardrailMessagingCharactersMax = 500;
inline constexpr std::int64_t kGuardrailTopicsMax = 30;
inline constexpr std::int64_t kGuardrailTopicNameCharactersMax = 100;
inline constexpr std::int64_t kGuardrailTopicDefinitionCharactersMax = 200;
inline constexpr std::int64_t kGuardrailTopicExamplesMax = 5;
inline constexpr std::int64_t kGuardrailTopicExampleCharactersMax = 100;
inline constexpr std::int64_t kGuardrailContentFiltersMax = 6;    ///< each type once
inline constexpr std::int64_t kGuardrailGroundingFiltersMax = 2;  ///< each type once
inline constexpr std::int64_t kGuardrailModalitiesMax = 2;

/// What becomes of a text with one of the words, and of one that a classifier objects to.
enum class GuardrailBlockAction { BLOCK, NONE };
BOOST_DESCRIBE_ENUM(GuardrailBlockAction, BLOCK, NONE)

/// What becomes of a text with sensitive information.
enum class GuardrailSensitiveAction { BLOCK, ANONYMIZE, NONE };
BOOST_DESCRIBE_ENUM(GuardrailSensitiveAction, BLOCK, ANONYMIZE, NONE)

/// A side without an action of its own has the general one, BLOCK for words; a side that is not
/// said to be enabled is.
struct GuardrailWord {
    Text<1, kGuardrailWordCharactersMax> text;
    std::optional<GuardrailBlockAction> inputAction = {};
    std::optional<GuardrailBlockAction> outputAction = {};
    std::optional<bool> inputEnabled = {};
    std::optional<bool> outputEnabled = {};
    bool operator==(const GuardrailWord&) const = default;
};
BOOST_DESCRIBE_STRUCT(GuardrailWord, (),
                      (text, inputAction, outputAction, inputEnabled, outputEnabled))

enum class GuardrailManagedWordList { PROFANITY };
BOOST_DESCRIBE_ENUM(GuardrailManagedWordList, PROFANITY)

struct GuardrailManagedWords {
    GuardrailManagedWordList type = GuardrailManagedWordList::PROFANITY;
    std::optional<GuardrailBlockAction> inputAction = {};
    std::optional<GuardrailBlockAction> outputAction = {};
    std::optional<bool> inputEnabled = {};
    std::optional<bool> outputEnabled = {};
    bool operator==(const GuardrailManagedWords&) const = default;
};
BOOST_DESCRIBE_STRUCT(GuardrailManagedWords, (),
                      (type, inputAction, outputAction, inputEnabled, outputEnabled))

enum class GuardrailPiiType {
    ADDRESS,
    AGE,
    AWS_ACCESS_KEY,
    AWS_SECRET_KEY,
    CA_HEALTH_NUMBER,
    CA_SOCIAL_INSURANCE_NUMBER,
    CREDIT_DEBIT_CARD_CVV,
    CREDIT_DEBIT_CARD_EXPIRY,
    CREDIT_DEBIT_CARD_NUMBER,
    DRIVER_ID,
    EMAIL,
    INTERNATIONAL_BANK_ACCOUNT_NUMBER,
    IP_ADDRESS,
    LICENSE_PLATE,
    MAC_ADDRESS,
    NAME,
    PASSWORD,
    PHONE,
    PIN,
    SWIFT_CODE,
    UK_NATIONAL_HEALTH_SERVICE_NUMBER,
    UK_NATIONAL_INSURANCE_NUMBER,
    UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER,
    URL,
    USERNAME,
    US_BANK_ACCOUNT_NUMBER,
    US_BANK_ROUTING_NUMBER,
    US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER,
    US_PASSPORT_NUMBER,
    US_SOCIAL_SECURITY_NUMBER,
    VEHICLE_IDENTIFICATION_NUMBER,
};
BOOST_DESCRIBE_ENUM(GuardrailPiiType, ADDRESS, AGE, AWS_ACCESS_KEY, AWS_SECRET_KEY,
                    CA_HEALTH_NUMBER, CA_SOCIAL_INSURANCE_NUMBER, CREDIT_DEBIT_CARD_CVV,
                    CREDIT_DEBIT_CARD_EXPIRY, CREDIT_DEBIT_CARD_NUMBER, DRIVER_ID, EMAIL,
                    INTERNATIONAL_BANK_ACCOUNT_NUMBER, IP_ADDRESS, LICENSE_PLATE, MAC_ADDRESS, NAME,
                    PASSWORD, PHONE, PIN, SWIFT_CODE, UK_NATIONAL_HEALTH_SERVICE_NUMBER,
                    UK_NATIONAL_INSURANCE_NUMBER, UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER, URL,
                    USERNAME, US_BANK_ACCOUNT_NUMBER, US_BANK_ROUTING_NUMBER,
                    US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER, US_PASSPORT_NUMBER,
                    US_SOCIAL_SECURITY_NUMBER, VEHICLE_IDENTIFICATION_NUMBER)

struct GuardrailPiiEntity {
    GuardrailPiiType type = GuardrailPiiType::ADDRESS;
    GuardrailSensitiveAction action = GuardrailSensitiveAction::BLOCK;
    std::optional<GuardrailSensitiveAction> inputAction = {};
    std::optional<GuardrailSensitiveAction> outputAction = {};
    std::optional<bool> inputEnabled = {};
    std::optional<bool> outputEnabled = {};
    bool operator==(const GuardrailPiiEntity&) const = default;
};
BOOST_DESCRIBE_STRUCT(GuardrailPiiEntity, (),
                      (type, action, inputAction, outputAction, inputEnabled, outputEnabled))

struct GuardrailRegex {
    Text<1, kGuardrailRegexNameCharactersMax> name;
    std::optional<Text<1, kGuardrailRegexDescriptionCharactersMax>> description = {};
    Text<1, kGuardrailRegexCharactersMax> pattern;
    GuardrailSensitiveAction action = GuardrailSensitiveAction::BLOCK;
    std::optional<GuardrailSensitiveAction> inputAction = {};
    std::optional<GuardrailSensitiveAction> outputAction = {};
    std::optional<bool> inputEnabled = {};
    std::optional<bool> outputEnabled = {};
    bool operator==(const GuardrailRegex&) const = default;
};
BOOST_DESCRIBE_STRUCT(GuardrailRegex, (),
                      (name, description, pattern, action, inputAction, outputAction, inputEnabled,
                       outputEnabled))

// What takes a model to judge.

/// Letters, digits and `- _ ! ? .` with blanks.
bool is_guardrail_topic_name(std::string_view text);

enum class GuardrailTopicType { DENY };
BOOST_DESCRIBE_ENUM(GuardrailTopicType, DENY)

using GuardrailTopicExamples =
    List<Text<1, kGuardrailTopicExampleCharactersMax>, 0, kGuardrailTopicExamplesMax>;

struct GuardrailTopic {
    Text<1, kGuardrailTopicNameCharactersMax, is_guardrail_topic_name> name;
    Text<1, kGuardrailTopicDefinitionCharactersMax> definition;
    std::optional<GuardrailTopicExamples> examples = {};
    GuardrailTopicType type = GuardrailTopicType::DENY;
    std::optional<GuardrailBlockAction> inputAction = {};
    std::optional<GuardrailBlockAction> outputAction = {};
    std::optional<bool> inputEnabled = {};
    std::optional<bool> outputEnabled = {};
    bool operator==(const GuardrailTopic&) const = default;
};
BOOST_DESCRIBE_STRUCT(GuardrailTopic, (),
                      (name, definition, examples, type, inputAction, outputAction, inputEnabled,
                       outputEnabled))

enum class GuardrailTierName { CLASSIC, STANDARD };
BOOST_DESCRIBE_ENUM(GuardrailTierName, CLASSIC, STANDARD)

struct GuardrailTier {
    GuardrailTierName tierName = GuardrailTierName::CLASSIC;
    bool operator==(const GuardrailTier&) const = default;
};
BOOST_DESCRIBE_STRUCT(GuardrailTier, (), (tierName))

enum class GuardrailContentType { SEXUAL, VIOLENCE, HATE, INSULTS, MISCONDUCT, PROMPT_ATTACK };
BOOST_DESCRIBE_ENUM(GuardrailContentType, SEXUAL, VIOLENCE, HATE, INSULTS, MISCONDUCT,
                    PROMPT_ATTACK)

enum class GuardrailStrength { NONE, LOW, MEDIUM, HIGH };
BOOST_DESCRIBE_ENUM(GuardrailStrength, NONE, LOW, MEDIUM, HIGH)

enum class GuardrailModality { TEXT, IMAGE };
BOOST_DESCRIBE_ENUM(GuardrailModality, TEXT, IMAGE)

using GuardrailModalities = List<GuardrailModality, 1, kGuardrailModalitiesMax>;

struct GuardrailContentFilter {
    GuardrailContentType type = GuardrailContentType::SEXUAL;
    GuardrailStrength inputStrength = GuardrailStrength::NONE;
    GuardrailStrength outputStrength = GuardrailStrength::NONE;
    std::optional<GuardrailModalities> inputModalities = {};
    std::optional<GuardrailModalities> outputModalities = {};
    std::optional<GuardrailBlockAction> inputAction = {};
    std::optional<GuardrailBlockAction> outputAction = {};
    std::optional<bool> inputEnabled = {};
    std::optional<bool> outputEnabled = {};
    bool operator==(const GuardrailContentFilter&) const = default;
};
BOOST_DESCRIBE_STRUCT(GuardrailContentFilter, (),
                      (type, inputStrength, outputStrength, inputModalities, outputModalities,
                       inputAction, outputAction, inputEnabled, outputEnabled))

enum class GuardrailGroundingType { GROUNDING, RELEVANCE };
BOOST_DESCRIBE_ENUM(GuardrailGroundingType, GROUNDING, RELEVANCE)

struct GuardrailGroundingFilter {
    GuardrailGroundingType type = GuardrailGroundingType::GROUNDING;
    double threshold = 0;
    std::optional<GuardrailBlockAction> action = {};
    std::optional<bool> enabled = {};
    bool operator==(const GuardrailGroundingFilter&) const = default;
};
BOOST_DESCRIBE_STRUCT(GuardrailGroundingFilter, (), (type, threshold, action, enabled))

using GuardrailTopics = List<GuardrailTopic, 1, kGuardrailTopicsMax>;
using GuardrailContentFilters = List<GuardrailContentFilter, 1, kGuardrailContentFiltersMax>;
using GuardrailGroundingFilters = List<GuardrailGroundingFilter, 1, kGuardrailGroundingFiltersMax>;

struct GuardrailTopicPolicy {
    GuardrailTopics topics;
    std::optional<GuardrailTier> tier = {};
    bool operator==(const GuardrailTopicPolicy&) const = default;
};
BOOST_DESCRIBE_STRUCT(GuardrailTopicPolicy, (), (topics, tier))

struct GuardrailContentPolicy {
    GuardrailContentFilters filters;
    std::optional<GuardrailTier> tier = {};
    bool operator==(const GuardrailContentPolicy&) const = default;
};
BOOST_DESCRIBE_STRUCT(GuardrailContentPolicy, (), (filters, tier))

struct GuardrailGroundingPolicy {
    GuardrailGroundingFilters filters;
    bool operator==(const GuardrailGroundingPolicy&) const = default;
};
BOOST_DESCRIBE_STRUCT(GuardrailGroundingPolicy, (), (filters))

using GuardrailMessaging = Text<1, kGuardrailMessagingCharactersMax>;
using GuardrailWords = List<GuardrailWord, 0, kGuardrailWordsMax>;
using GuardrailManagedWordLists = List<GuardrailManagedWords, 0, kGuardrailManagedWordListsMax>;
using GuardrailPiiEntities = List<GuardrailPiiEntity, 0, kGuardrailPiiEntitiesMax>;
using GuardrailRegexes = List<GuardrailRegex, 0, kGuardrailRegexesMax>;

struct GuardrailDefinition {
    GuardrailWords words;
    GuardrailManagedWordLists managedWordLists;
    GuardrailPiiEntities piiEntities;
    GuardrailRegexes regexes;
    std::optional<GuardrailTopicPolicy> topicPolicy = {};
    std::optional<GuardrailContentPolicy> contentPolicy = {};
    std::optional<GuardrailGroundingPolicy> contextualGroundingPolicy = {};
    GuardrailMessaging blockedInputMessaging;    ///< what is answered instead of a blocked prompt
    GuardrailMessaging blockedOutputsMessaging;  ///< and instead of a blocked answer
    bool operator==(const GuardrailDefinition&) const = default;
};
BOOST_DESCRIBE_STRUCT(GuardrailDefinition, (),
                      (words, managedWordLists, piiEntities, regexes, topicPolicy, contentPolicy,
                       contextualGroundingPolicy, blockedInputMessaging, blockedOutputsMessaging))

}  // namespace licet::model
