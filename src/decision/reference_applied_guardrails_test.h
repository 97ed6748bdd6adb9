// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/decide.h"
#include "decision/reference_guardrails_test.h"
#include "decision/reference_policies_test.h"

/// Whether the guardrails of a call can be applied: step 8 of design 6. Reads rules BG-2, BG-4 to
/// BG-6. Shares nothing but the types of state and question with what it judges.
namespace licet::decision::reference {

/// Whether a resource policy lets the subject do what is asked.
inline bool shares(const model::State& state, const std::string& policy, const Subject& subject,
                   const Asked& asked) {
    if (policy.empty()) {
        return false;
    }
    simdjson::dom::parser parser;
    const Json root = parser.parse(policy);
    Texts names{"*", subject.account.text(), "arn:aws:iam::" + subject.account.text() + ":root"};
    if (subject.principal != nullptr) {
        names.push_back(subject.principal->arn);
        names.push_back(rights_of(state, *subject.principal).arn);
    }
    const auto applies = [&](std::size_t number, bool allows) {
        Json principal = root["Statement"].at(number)["Principal"];
        const auto all = texts_of(principal.is_object() ? Json{principal["AWS"]} : principal);
        return std::any_of(all.begin(), all.end(), [&](const std::string& one) {
            const bool somebody = subject.principal == nullptr && allows &&
                                  one.find(subject.account.text()) != std::string::npos;
            return somebody || has(names, one);
        });
    };
    const auto judged = policy::reference::judge(policy, asked);
    return std::none_of(judged.denying.begin(), judged.denying.end(),
                        [&](std::size_t n) { return applies(n, false); }) &&
           std::any_of(judged.allowing.begin(), judged.allowing.end(),
                       [&](std::size_t n) { return applies(n, true); });
}

/// `denied` where the subject's policies do not allow it, `unknown` where there is no such version
/// or none that is shared, else nothing.
/// @param id and @param owner of the guardrail
inline std::string application_fault(const model::State& state, const Question& question,
                                     const Values& request, const std::string& id, AccountId owner,
                                     const std::string& version) {
    const Subject& subject = question.subject;
    const std::string region{question.region};
    const auto found = state.guardrail.all.find(id);
    const bool there = found != state.guardrail.all.end() && found->second.account == owner &&
                       found->second.region == region;
    const auto asked_with = [&](const model::Tags& tags) {
        Values keys = with_subject(state, subject, request, tags, owner == subject.account);
        keys["aws:requestedregion"] = {region};
        keys["aws:resourceaccount"] = {owner.text()};
        if (const auto nodes = nodes_above(state, owner); !nodes.empty()) {
            std::string path;
            for (const auto& node : nodes) {
                path = node + "/" + path;
            }
            keys["aws:resourceorgid"] = {nodes.back()};
            keys["aws:resourceorgpaths"] = {path};
        }
        return Asked{"bedrock:ApplyGuardrail",
                     "arn:aws:bedrock:" + region + ":" + owner.text() + ":guardrail/" + id, keys};
    };
    const bool known =
        there && (owner == subject.account ||
                  shares(state, found->second.policy, subject, asked_with(found->second.tags)));
    const auto asked = asked_with(known ? found->second.tags : model::Tags{});
    if (!control(state, subject, asked).empty() || !identity(state, subject, asked).empty()) {
        return "denied";
    }
    if (!known) {
        return "unknown";
    }
    const auto& versions = found->second.versions;
    const bool has_version =
        version == "DRAFT" || std::any_of(versions.begin(), versions.end(), [&](const auto& one) {
            return std::to_string(one.first) == version;
        });
    return has_version ? "" : "unknown";
}

/// The refusal of step 8, or nothing.
inline std::string guardrail_refusal(const model::State& state, const Question& question,
                                     const Values& request, const std::string& model_id) {
    const AccountId account = question.subject.account;
    const std::string region{question.region};
    if (!question.guardrail.identifier.empty()) {
        std::string id{question.guardrail.identifier};
        AccountId owner = account;
        bool here = true;
        if (id.starts_with("arn:")) {  // arn:aws:bedrock:<region>:<12 digits>:guardrail/<id>
            const std::string prefix = "arn:aws:bedrock:" + region + ":";
            here = id.starts_with(prefix);
            owner = here ? AccountId::parse(id.substr(prefix.size(), 12)).value() : owner;
            id = id.substr(id.find('/') + 1);
        }
        const std::string fault = !here
                                      ? "unknown"
                                      : application_fault(state, question, request, id, owner,
                                                          std::string{question.guardrail.version});
        if (!fault.empty()) {
            return fault == "denied" ? "guardrail_not_allowed" : "guardrail_unknown";
        }
    }
    const auto enforced = state.guardrail.enforced.find(account);
    if (enforced != state.guardrail.enforced.end() && enforced->second.contains(region)) {
        const auto& own = enforced->second.at(region);
        if (covers(own.included_models, own.excluded_models, model_id) &&
            !application_fault(state, question, request, own.guardrail, account,
                               std::to_string(own.version))
                 .empty()) {
            return "guardrail_unavailable";
        }
    }
    for (const auto& arn : demanded_guardrails(state, account, region, model_id)) {
        const auto slash = arn.find('/');
        const auto colon = arn.rfind(':');
        if (arn.empty() ||
            !application_fault(state, question, request, arn.substr(slash + 1, colon - slash - 1),
                               home_of(state, account)->management_account, arn.substr(colon + 1))
                 .empty()) {
            return "guardrail_unavailable";
        }
    }
    return "";
}

}  // namespace licet::decision::reference
