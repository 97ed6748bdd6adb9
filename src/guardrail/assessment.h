// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guardrail/guardrail.h"
#include "guardrail/judgement.h"

#include <boost/describe.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What scans are told as. The structures are called and spelled as on the wire. Source: Amazon
/// Bedrock Runtime API Reference, GuardrailAssessment.
namespace licet {
class JsonWriter;
}

namespace licet::guardrail {

inline constexpr std::size_t kUnitCharacters = 1'000;

/// Text units that scans are counted as: begun thousands of characters, of each policy that the
/// guardrail has.
struct GuardrailUsage {
    std::int64_t topicPolicyUnits = 0;
    std::int64_t contentPolicyUnits = 0;
    std::int64_t wordPolicyUnits = 0;
    std::int64_t sensitiveInformationPolicyUnits = 0;      ///< personal data
    std::int64_t sensitiveInformationPolicyFreeUnits = 0;  ///< regexes
    std::int64_t contextualGroundingPolicyUnits = 0;
};
BOOST_DESCRIBE_STRUCT(GuardrailUsage, (),
                      (topicPolicyUnits, contentPolicyUnits, wordPolicyUnits,
                       sensitiveInformationPolicyUnits, sensitiveInformationPolicyFreeUnits,
                       contextualGroundingPolicyUnits))

struct GuardrailTextCharactersCoverage {
    std::int64_t guarded = 0;
    std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(GuardrailTextCharactersCoverage, (), (guarded, total))

struct GuardrailCoverage {
    GuardrailTextCharactersCoverage textCharacters;
};
BOOST_DESCRIBE_STRUCT(GuardrailCoverage, (), (textCharacters))

/// What came of a finding; words are never anonymized.
enum class FindingAction { NONE, ANONYMIZED, BLOCKED };
BOOST_DESCRIBE_ENUM(FindingAction, NONE, ANONYMIZED, BLOCKED)
enum class WordAction { NONE, BLOCKED };
BOOST_DESCRIBE_ENUM(WordAction, NONE, BLOCKED)
using JudgedAction = WordAction;

enum class GuardrailTopicType { DENY };
BOOST_DESCRIBE_ENUM(GuardrailTopicType, DENY)

struct GuardrailTopic {
    std::string name;
    GuardrailTopicType type = GuardrailTopicType::DENY;
    JudgedAction action = JudgedAction::NONE;
    bool detected = true;
};
BOOST_DESCRIBE_STRUCT(GuardrailTopic, (), (name, type, action, detected))

struct GuardrailTopicPolicyAssessment {
    std::vector<GuardrailTopic> topics;
};
BOOST_DESCRIBE_STRUCT(GuardrailTopicPolicyAssessment, (), (topics))

/// How sure a classifier is, and how strict a filter; as Strength.
enum class GuardrailLevel { NONE, LOW, MEDIUM, HIGH };
BOOST_DESCRIBE_ENUM(GuardrailLevel, NONE, LOW, MEDIUM, HIGH)

struct GuardrailContentFilter {
    std::string type;
    GuardrailLevel confidence = GuardrailLevel::NONE;
    GuardrailLevel filterStrength = GuardrailLevel::NONE;
    JudgedAction action = JudgedAction::NONE;
    bool detected = true;
};
BOOST_DESCRIBE_STRUCT(GuardrailContentFilter, (),
                      (type, confidence, filterStrength, action, detected))

struct GuardrailContentPolicyAssessment {
    std::vector<GuardrailContentFilter> filters;
};
BOOST_DESCRIBE_STRUCT(GuardrailContentPolicyAssessment, (), (filters))

struct GuardrailContextualGroundingFilter {
    std::string type;
    double threshold = 0;
    double score = 0;
    JudgedAction action = JudgedAction::NONE;
    bool detected = true;
};
BOOST_DESCRIBE_STRUCT(GuardrailContextualGroundingFilter, (),
                      (type, threshold, score, action, detected))

struct GuardrailContextualGroundingPolicyAssessment {
    std::vector<GuardrailContextualGroundingFilter> filters;
};
BOOST_DESCRIBE_STRUCT(GuardrailContextualGroundingPolicyAssessment, (), (filters))

struct GuardrailCustomWord {
    std::string match;
    WordAction action = WordAction::NONE;
    bool detected = true;
};
BOOST_DESCRIBE_STRUCT(GuardrailCustomWord, (), (match, action, detected))

struct GuardrailManagedWord {
    std::string match;
    std::string type;
    WordAction action = WordAction::NONE;
    bool detected = true;
};
BOOST_DESCRIBE_STRUCT(GuardrailManagedWord, (), (match, type, action, detected))

struct GuardrailWordPolicyAssessment {
    std::vector<GuardrailCustomWord> customWords;
    std::vector<GuardrailManagedWord> managedWordLists;
};
BOOST_DESCRIBE_STRUCT(GuardrailWordPolicyAssessment, (), (customWords, managedWordLists))

struct GuardrailPiiEntityFilter {
    std::string match;
    std::string type;
    FindingAction action = FindingAction::NONE;
    bool detected = true;
};
BOOST_DESCRIBE_STRUCT(GuardrailPiiEntityFilter, (), (match, type, action, detected))

struct GuardrailRegexFilter {
    std::string name;
    std::string match;
    std::string regex;
    FindingAction action = FindingAction::NONE;
    bool detected = true;
};
BOOST_DESCRIBE_STRUCT(GuardrailRegexFilter, (), (name, match, regex, action, detected))

struct GuardrailSensitiveInformationPolicyAssessment {
    std::vector<GuardrailPiiEntityFilter> piiEntities;
    std::vector<GuardrailRegexFilter> regexes;
};
BOOST_DESCRIBE_STRUCT(GuardrailSensitiveInformationPolicyAssessment, (), (piiEntities, regexes))

struct GuardrailInvocationMetrics {
    std::int64_t guardrailProcessingLatency = 0;  ///< milliseconds
    GuardrailUsage usage;
    GuardrailCoverage guardrailCoverage;
};
BOOST_DESCRIBE_STRUCT(GuardrailInvocationMetrics, (),
                      (guardrailProcessingLatency, usage, guardrailCoverage))

enum class GuardrailOrigin { REQUEST, ACCOUNT_ENFORCED, ORGANIZATION_ENFORCED };
BOOST_DESCRIBE_ENUM(GuardrailOrigin, REQUEST, ACCOUNT_ENFORCED, ORGANIZATION_ENFORCED)
enum class GuardrailOwnership { SELF, CROSS_ACCOUNT };
BOOST_DESCRIBE_ENUM(GuardrailOwnership, SELF, CROSS_ACCOUNT)

/// Which guardrail it was, and who asked for it.
struct AppliedGuardrailDetails {
    std::string guardrailId;
    std::string guardrailVersion;  ///< a number or `DRAFT`
    std::string guardrailArn;
    std::vector<GuardrailOrigin> guardrailOrigin;
    GuardrailOwnership guardrailOwnership = GuardrailOwnership::SELF;
};
BOOST_DESCRIBE_STRUCT(AppliedGuardrailDetails, (),
                      (guardrailId, guardrailVersion, guardrailArn, guardrailOrigin,
                       guardrailOwnership))

/// What one guardrail made of texts of one source. Policies without an entry are left out.
struct GuardrailAssessment {
    std::optional<GuardrailTopicPolicyAssessment> topicPolicy;
    std::optional<GuardrailContentPolicyAssessment> contentPolicy;
    std::optional<GuardrailWordPolicyAssessment> wordPolicy;
    std::optional<GuardrailSensitiveInformationPolicyAssessment> sensitiveInformationPolicy;
    std::optional<GuardrailContextualGroundingPolicyAssessment> contextualGroundingPolicy;
    GuardrailInvocationMetrics invocationMetrics;
    AppliedGuardrailDetails appliedGuardrailDetails;
};
BOOST_DESCRIBE_STRUCT(GuardrailAssessment, (),
                      (topicPolicy, contentPolicy, wordPolicy, sensitiveInformationPolicy,
                       contextualGroundingPolicy, invocationMetrics, appliedGuardrailDetails))

/// How much of what was looked for is told.
enum class Telling : std::uint8_t {
    findings,
    all,  ///< what was looked for and not found as well, but for words and regexes
};

/// What one guardrail found in texts of one source, taken together. One thread at a time.
class Scans {
public:
    Scans(GuardrailPtr guardrail, Source source)
        : guardrail_{std::move(guardrail)}, source_{source} {}

    /// A text that it scanned, by itself or as one of several.
    /// @param place which of those that scanned it is
    void add(const Verdict& verdict, std::size_t place, std::chrono::milliseconds took);
    void add(const StreamScanner& scanner, std::size_t place, std::chrono::milliseconds took);
    /// What a classifier made of such a text. Its characters are covered by the scan of it.
    void add(const Judgement& judgement);
    /// A text of so many characters that it was not shown.
    void pass(std::size_t characters) { coverage_.total += characters; }

    /// Whether it scanned anything.
    bool any() const { return any_; }
    /// The most restrictive of what it did.
    Action outcome() const { return outcome_; }
    const GuardrailUsage& usage() const { return usage_; }
    GuardrailCoverage coverage() const;
    GuardrailAssessment assessment(AppliedGuardrailDetails details, Telling telling) const;

    /// Writes what the audit is told:
    /// `{"verdict":"BLOCKED","characters":27,"findings":{"EMAIL":1}}`, and nothing of the texts.
    /// Where a classifier is to judge them, also how much of them it did, what it detected and its
    /// scores: `"judgedCharacters":27,"topics":["Advice"],"content":{"HATE":"HIGH"},
    /// "grounding":{"RELEVANCE":0.25}`.
    void write_record(JsonWriter& json) const;

private:
    void add(std::span<const Finding> findings, std::size_t left_off, Action outcome,
             const Coverage& coverage, std::size_t place, std::chrono::milliseconds took);

    void write_judged(JsonWriter& json) const;

    GuardrailPtr guardrail_;
    Source source_;
    bool any_ = false;
    Action outcome_ = Action::none;
    std::vector<Finding> findings_;  // kFindingsMax at most
    std::size_t left_off_ = 0;
    std::optional<Judgement> judged_;  // the worst of all texts, for each rule
    Coverage coverage_;
    GuardrailUsage usage_;
    std::chrono::milliseconds took_{0};
};

/// The `actionReason` of an outcome, as Bedrock says it.
std::string_view action_reason(Action outcome);

/// Appends the JSON object.
void append_assessment(std::string& out, const GuardrailAssessment& assessment);

}  // namespace licet::guardrail
