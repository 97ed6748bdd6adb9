// SPDX-License-Identifier: Apache-2.0
#include "guardrail/assessment.h"

#include "base/json_writer.h"
#include "guardrail/matcher.h"

#include <algorithm>

namespace licet::guardrail {
namespace {

std::string_view name_of(Action action) {
    return action == Action::block       ? "BLOCKED"
           : action == Action::anonymize ? "ANONYMIZED"
                                         : "NONE";
}

void write_list(JsonWriter& json, std::string_view list, std::string_view name,
                std::span<const Finding> findings, Policy policy) {
    json.key(list).begin_array();
    for (const auto& finding : findings) {
        if (finding.policy != policy) {
            continue;
        }
        json.begin_object()
            .member("match", finding.match)
            .member("action", name_of(finding.action));
        if (!name.empty()) {
            json.member(name, finding.name);
        }
        json.key("detected").boolean(true).end_object();
    }
    json.end_array();
}

bool any(std::span<const Finding> findings, Policy one, Policy other) {
    return std::any_of(findings.begin(), findings.end(), [=](const Finding& finding) {
        return finding.policy == one || finding.policy == other;
    });
}

void write_coverage(JsonWriter& json, const Coverage& coverage) {
    json.key("guardrailCoverage").begin_object().key("textCharacters").begin_object();
    json.key("guarded").integer(static_cast<std::int64_t>(coverage.guarded));
    json.key("total").integer(static_cast<std::int64_t>(coverage.total));
    json.end_object().end_object();
}

}  // namespace

Usage usage_of(const Guardrail& guardrail, Source source, const Coverage& coverage) {
    const auto& rules = guardrail.side(source).rules;
    const auto units = [&](Policy one, Policy other) {
        const bool has = std::any_of(rules.begin(), rules.end(), [=](const SideRule& rule) {
            return rule.policy == one || rule.policy == other;
        });
        return has ? (coverage.guarded + kUnitCharacters - 1) / kUnitCharacters : 0;
    };
    return {.words = units(Policy::word, Policy::managed_word),
            .sensitive = units(Policy::pii, Policy::pii),
            .sensitive_free = units(Policy::regex, Policy::regex)};
}

std::string write_usage(const Usage& usage) {
    std::string out;
    JsonWriter json{out};
    const auto units = [&](std::string_view name, std::size_t value) {
        json.key(name).integer(static_cast<std::int64_t>(value));
    };
    json.begin_object();
    units("topicPolicyUnits", 0);
    units("contentPolicyUnits", 0);
    units("wordPolicyUnits", usage.words);
    units("sensitiveInformationPolicyUnits", usage.sensitive);
    units("sensitiveInformationPolicyFreeUnits", usage.sensitive_free);
    units("contextualGroundingPolicyUnits", 0);
    json.end_object();
    return out;
}

std::string write_assessment(std::span<const Finding> findings, const Usage& usage,
                             const Coverage& coverage, std::chrono::milliseconds latency) {
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    if (any(findings, Policy::word, Policy::managed_word)) {
        json.key("wordPolicy").begin_object();
        write_list(json, "customWords", {}, findings, Policy::word);
        write_list(json, "managedWordLists", "type", findings, Policy::managed_word);
        json.end_object();
    }
    if (any(findings, Policy::pii, Policy::regex)) {
        json.key("sensitiveInformationPolicy").begin_object();
        write_list(json, "piiEntities", "type", findings, Policy::pii);
        write_list(json, "regexes", "name", findings, Policy::regex);
        json.end_object();
    }
    json.key("invocationMetrics").begin_object();
    json.key("guardrailProcessingLatency").integer(latency.count());
    json.key("usage").raw(write_usage(usage));
    write_coverage(json, coverage);
    json.end_object().end_object();
    return out;
}

}  // namespace licet::guardrail
