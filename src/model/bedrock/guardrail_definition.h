// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/bounded.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>

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

/// What becomes of a text with one of the words.
enum class GuardrailWordAction { BLOCK, NONE };
BOOST_DESCRIBE_ENUM(GuardrailWordAction, BLOCK, NONE)

/// What becomes of a text with sensitive information.
enum class GuardrailSensitiveAction { BLOCK, ANONYMIZE, NONE };
BOOST_DESCRIBE_ENUM(GuardrailSensitiveAction, BLOCK, ANONYMIZE, NONE)

/// A side without an action of its own has the general one, BLOCK for words; a side that is not
/// said to be enabled is.
struct GuardrailWord {
    Text<1, kGuardrailWordCharactersMax> text;
    std::optional<GuardrailWordAction> inputAction = {};
    std::optional<GuardrailWordAction> outputAction = {};
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
    std::optional<GuardrailWordAction> inputAction = {};
    std::optional<GuardrailWordAction> outputAction = {};
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
    GuardrailMessaging blockedInputMessaging;    ///< what is answered instead of a blocked prompt
    GuardrailMessaging blockedOutputsMessaging;  ///< and instead of a blocked answer
    bool operator==(const GuardrailDefinition&) const = default;
};
BOOST_DESCRIBE_STRUCT(GuardrailDefinition, (),
                      (words, managedWordLists, piiEntities, regexes, blockedInputMessaging,
                       blockedOutputsMessaging))

}  // namespace licet::model
