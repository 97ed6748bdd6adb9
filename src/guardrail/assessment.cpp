// SPDX-License-Identifier: Apache-2.0
#include "guardrail/assessment.h"

#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "base/json_writer.h"
#include "guardrail/matcher.h"

#include <algorithm>
#include <map>

namespace licet::guardrail {
namespace {

WordAction word_action(Action action) {
    return action == Action::block ? WordAction::BLOCKED : WordAction::NONE;
}

FindingAction finding_action(Action action) {
    return action == Action::block       ? FindingAction::BLOCKED
           : action == Action::anonymize ? FindingAction::ANONYMIZED
                                         : FindingAction::NONE;
}

const std::string& pattern_of(const Side& side, std::string_view regex) {
    static const std::string kNone;
    const auto rule = std::find_if(side.rules.begin(), side.rules.end(), [&](const auto& one) {
        return one.policy == Policy::regex && one.name == regex;
    });
    return rule == side.rules.end() ? kNone : rule->pattern;
}

/// The part of an assessment, which is made with its first entry.
template <typename T>
T& in(std::optional<T>& part) {
    return part ? *part : part.emplace();
}

void enter(GuardrailAssessment& assessment, const Side& side, const Finding& finding) {
    switch (finding.policy) {
        case Policy::word:
            in(assessment.wordPolicy)
                .customWords.push_back({finding.match, word_action(finding.action)});
            return;
        case Policy::managed_word:
            in(assessment.wordPolicy)
                .managedWordLists.push_back(
                    {finding.match, finding.name, word_action(finding.action)});
            return;
        case Policy::pii:
            in(assessment.sensitiveInformationPolicy)
                .piiEntities.push_back(
                    {finding.match, finding.name, finding_action(finding.action)});
            return;
        case Policy::regex:
            in(assessment.sensitiveInformationPolicy)
                .regexes.push_back({finding.name, finding.match, pattern_of(side, finding.name),
                                    finding_action(finding.action)});
            return;
    }
}

/// Source: Amazon Bedrock Runtime API Reference, ApplyGuardrail, `outputScope`: words and regexes
/// are told when they are found only.
void enter_undetected(GuardrailAssessment& assessment, const Side& side,
                      std::span<const Finding> findings) {
    for (const auto& rule : side.rules) {
        const bool told =
            rule.policy != Policy::pii ||
            std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
                return finding.policy == Policy::pii && finding.name == rule.name;
            });
        if (!told) {
            in(assessment.sensitiveInformationPolicy)
                .piiEntities.push_back({{}, rule.name, FindingAction::NONE, false});
        }
    }
}

JudgedAction judged_action(bool detected, Action action) {
    return detected ? word_action(action) : JudgedAction::NONE;
}

/// Enters what a classifier made of the texts: scores always.
/// @param all what was not detected as well
void enter(GuardrailAssessment& assessment, const JudgedRules& rules, const Judgement& judged,
           Source source, bool all) {
    for (std::size_t i = 0; i < rules.topics.size(); ++i) {
        const auto& rule = rules.topics[i];
        const bool detected = judged.topics[i];
        if (rule.asked_of(source) && (detected || all)) {
            in(assessment.topicPolicy)
                .topics.push_back({rule.name, GuardrailTopicType::DENY,
                                   judged_action(detected, rule.actions.of(source)), detected});
        }
    }
    for (std::size_t i = 0; i < rules.content.size(); ++i) {
        const auto& rule = rules.content[i];
        const bool detected = reaches(judged.content[i], rule.of(source));
        if (rule.asked_of(source) && (detected || all)) {
            in(assessment.contentPolicy)
                .filters.push_back({rule.type, static_cast<GuardrailLevel>(judged.content[i]),
                                    static_cast<GuardrailLevel>(rule.of(source)),
                                    judged_action(detected, rule.actions.of(source)), detected});
        }
    }
    for (std::size_t i = 0; i < rules.grounding.size(); ++i) {
        const auto& rule = rules.grounding[i];
        const auto& score = judged.grounding[i];
        const bool detected = score && *score < rule.threshold;
        if (rule.asked_of(source) && score) {
            in(assessment.contextualGroundingPolicy)
                .filters.push_back({rule.type, rule.threshold, *score,
                                    judged_action(detected, rule.action), detected});
        }
    }
}

std::int64_t begun_units(std::size_t characters) {
    return static_cast<std::int64_t>((characters + kUnitCharacters - 1) / kUnitCharacters);
}

/// The units of one text, of each policy that the guardrail has for its source.
void count_units(GuardrailUsage& usage, const Side& side, const Coverage& coverage) {
    const auto begun = begun_units(coverage.guarded);
    const auto units = [&](Policy one, Policy other) {
        const bool has =
            side.has[static_cast<std::size_t>(one)] || side.has[static_cast<std::size_t>(other)];
        return has ? static_cast<std::int64_t>(begun) : 0;
    };
    usage.wordPolicyUnits += units(Policy::word, Policy::managed_word);
    usage.sensitiveInformationPolicyUnits += units(Policy::pii, Policy::pii);
    usage.sensitiveInformationPolicyFreeUnits += units(Policy::regex, Policy::regex);
}

/// What the audit calls what was found: never what matched.
std::string_view kind_of(const Finding& finding) {
    return finding.policy == Policy::word ? std::string_view{"word"} : finding.name;
}

std::string_view verdict_name(Action outcome) {
    return outcome == Action::block       ? "BLOCKED"
           : outcome == Action::anonymize ? "ANONYMIZED"
                                          : "NONE";
}

std::string_view level_name(GuardrailLevel level) {
    return describe::type_of<GuardrailLevel>().names[static_cast<std::size_t>(level)];
}

}  // namespace

void Scans::add(const Verdict& verdict, std::size_t place, std::chrono::milliseconds took) {
    add(verdict.findings, verdict.findings_left_off, verdict.outcomes[place], verdict.coverage,
        place, took);
}

void Scans::add(const StreamScanner& scanner, std::size_t place, std::chrono::milliseconds took) {
    add(scanner.findings(), scanner.findings_left_off(), scanner.outcome(place), scanner.coverage(),
        place, took);
}

void Scans::add(const Judgement& judgement) {
    const auto& rules = guardrail_->judged();
    outcome_ = std::max(outcome_, outcome_of(rules, judgement, source_));
    any_ = true;
    if (judged_) {
        judged_->merge(judgement);
    } else {
        judged_ = judgement;
    }
    const auto units = [&](const auto& of_policy, std::size_t characters) {
        const bool has = std::any_of(of_policy.begin(), of_policy.end(),
                                     [&](const auto& rule) { return rule.asked_of(source_); });
        return has ? begun_units(characters) : 0;
    };
    usage_.topicPolicyUnits += units(rules.topics, judgement.characters);
    usage_.contentPolicyUnits += units(rules.content, judgement.characters);
    usage_.contextualGroundingPolicyUnits += units(rules.grounding, judgement.grounding_characters);
    took_ += judgement.took;
}

void Scans::add(std::span<const Finding> findings, std::size_t left_off, Action outcome,
                const Coverage& coverage, std::size_t place, std::chrono::milliseconds took) {
    any_ = true;
    outcome_ = std::max(outcome_, outcome);
    left_off_ += left_off;
    for (const auto& finding : findings) {
        if (finding.guardrail != place) {
            continue;
        }
        if (findings_.size() == kFindingsMax) {
            ++left_off_;
            continue;
        }
        findings_.push_back(finding);
    }
    coverage_.guarded += coverage.guarded;
    coverage_.total += coverage.total;
    count_units(usage_, guardrail_->side(source_), coverage);
    took_ += took;
}

GuardrailCoverage Scans::coverage() const {
    return {{.guarded = static_cast<std::int64_t>(coverage_.guarded),
             .total = static_cast<std::int64_t>(coverage_.total)}};
}

GuardrailAssessment Scans::assessment(AppliedGuardrailDetails details, Telling telling) const {
    const auto& side = guardrail_->side(source_);
    GuardrailAssessment assessment;
    for (const auto& finding : findings_) {
        enter(assessment, side, finding);
    }
    if (judged_) {
        enter(assessment, guardrail_->judged(), *judged_, source_, telling == Telling::all);
    }
    if (telling == Telling::all) {
        enter_undetected(assessment, side, findings_);
    }
    assessment.invocationMetrics = {.guardrailProcessingLatency = took_.count(),
                                    .usage = usage_,
                                    .guardrailCoverage = coverage()};
    assessment.appliedGuardrailDetails = std::move(details);
    return assessment;
}

void Scans::write_record(JsonWriter& json) const {
    std::map<std::string_view, std::int64_t> counts;
    for (const auto& finding : findings_) {
        ++counts[kind_of(finding)];
    }
    json.begin_object().member("verdict", verdict_name(outcome_));
    json.key("characters").integer(static_cast<std::int64_t>(coverage_.guarded));
    if (coverage_.guarded != coverage_.total) {
        json.key("charactersOfAll").integer(static_cast<std::int64_t>(coverage_.total));
    }
    json.key("findings").begin_object();
    for (const auto& [kind, count] : counts) {
        json.key(kind).integer(count);
    }
    if (left_off_ != 0) {
        json.key("more").integer(static_cast<std::int64_t>(left_off_));
    }
    json.end_object();
    write_judged(json);
    json.end_object();
}

void Scans::write_judged(JsonWriter& json) const {
    const auto& rules = guardrail_->judged();
    if (!rules.asked_of(source_)) {
        return;
    }
    json.key("judgedCharacters")
        .integer(judged_ ? static_cast<std::int64_t>(judged_->characters) : 0);
    GuardrailAssessment told;
    if (judged_) {
        enter(told, rules, *judged_, source_, false);
    }
    if (told.topicPolicy) {
        json.key("topics").begin_array();
        for (const auto& topic : told.topicPolicy->topics) {
            json.string(topic.name);
        }
        json.end_array();
    }
    if (told.contentPolicy) {
        json.key("content").begin_object();
        for (const auto& filter : told.contentPolicy->filters) {
            json.member(filter.type, level_name(filter.confidence));
        }
        json.end_object();
    }
    if (told.contextualGroundingPolicy) {
        json.key("grounding").begin_object();
        for (const auto& filter : told.contextualGroundingPolicy->filters) {
            json.key(filter.type).real(filter.score);
        }
        json.end_object();
    }
}

std::string_view action_reason(Action outcome) {
    return outcome == Action::block       ? "Guardrail blocked."
           : outcome == Action::anonymize ? "Guardrail masked."
                                          : "No action.";
}

void append_assessment(std::string& out, const GuardrailAssessment& assessment) {
    describe::write_json(describe::type_of<GuardrailAssessment>(), &assessment,
                         describe::kAwsFormat, out);
}

}  // namespace licet::guardrail
