// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/authorize.h"
#include "decision/reference_identities_test.h"
#include "policy/reference_evaluator_test.h"

#include <cctype>

/// Which policies speak about a subject, what conditions see of it, and what they say, from the
/// texts alone: the judge of authorize(). Reads rules OR-9, OR-10, BA-3, BA-11, BA-33, domain.md
/// 7.2 and 7.4, and the IAM User Guide's evaluation logic and global condition keys.
///
/// Shares with what it judges the types of the state and of the question.
namespace licet::decision::reference {

using Values = std::map<std::string, Texts>;  ///< condition keys in lower case
using policy::Verdict;
using policy::reference::Asked;

inline std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

inline Verdict judge(const Texts& policies, const Asked& asked) {
    bool allows = false;
    for (const auto& text : policies) {
        const auto judgement = policy::reference::judge(text, asked);
        if (!judgement.denying.empty()) {
            return Verdict::denied;
        }
        allows = allows || !judgement.allowing.empty();
    }
    return allows ? Verdict::allowed : Verdict::not_allowed;
}

/// @param own whether the resource belongs to the subject's account
inline Values with_subject(const model::State& state, const Subject& subject, Values keys,
                           const model::Tags& resource_tags, bool own) {
    keys["aws:principalaccount"] = {subject.account.text()};
    if (own) {
        keys["aws:resourceaccount"] = keys["aws:principalaccount"];
    }
    std::string path;  // `o-…/r-…/ou-…/`
    const auto nodes = nodes_above(state, subject.account);
    for (const auto& node : nodes) {
        path = node + "/" + path;
    }
    for (const std::string whose : {"aws:principal", "aws:resource"}) {
        if (!nodes.empty() && (own || whose == "aws:principal")) {
            keys[whose + "orgid"] = {nodes.back()};
            keys[whose + "orgpaths"] = {path};
        }
    }
    for (const auto& [key, value] : resource_tags) {
        keys["aws:resourcetag/" + lower_case(key)] = {value};
    }
    if (subject.principal == nullptr) {
        return keys;
    }
    const auto& who = *subject.principal;
    const Rights rights = rights_of(state, who);
    for (const auto& [key, value] : rights.tags) {
        keys["aws:principaltag/" + lower_case(key)] = {value};
    }
    const bool is_user = who.kind == model::PrincipalKind::user;
    keys["aws:principalarn"] = {rights.arn};
    keys["aws:principaltype"] = {who.kind == model::PrincipalKind::root ? "Account"
                                 : is_user                              ? "User"
                                                                        : "AssumedRole"};
    keys["aws:principalisawsservice"] = {"false"};
    keys["aws:userid"] = {who.id};
    if (is_user) {
        keys["aws:username"] = {who.name};
    }
    if (who.session_issued_at) {
        keys["aws:tokenissuetime"] = {format_iso8601(*who.session_issued_at)};
        keys["aws:multifactorauthpresent"] = {"false"};
        if (!who.source_identity.empty()) {
            keys["aws:sourceidentity"] = {who.source_identity};
        }
    }
    return keys;
}

/// The reason why service control policies refuse; empty when they do not. Source: rule OR-10.
inline std::string control(const model::State& state, const Subject& subject, const Asked& asked) {
    const auto* home = home_of(state, subject.account);
    const auto type = model::PolicyType::SERVICE_CONTROL_POLICY;
    if (home == nullptr || home->management_account == subject.account ||
        !is_enabled(*home, type) ||
        (subject.principal != nullptr &&
         (subject.principal->kind == model::PrincipalKind::service ||
          rights_of(state, *subject.principal).service_linked))) {
        return "";
    }
    Texts nodes = nodes_above(state, subject.account);
    nodes.back() = subject.account.text();  // nothing is attached to the organization itself
    std::string refusal;
    for (const auto& node : nodes) {
        Texts level = policies_on(state, *home, node, type);
        if (!home->without_full_access.contains(node)) {
            level.emplace_back(R"({"Version":"2012-10-17","Statement":)"
                               R"([{"Effect":"Allow","Action":"*","Resource":"*"}]})");
        }
        const auto verdict = judge(level, asked);
        if (verdict == Verdict::denied) {
            return "service_control_policy_denies";
        }
        if (verdict == Verdict::not_allowed) {
            refusal = "service_control_policy_missing_allow";
        }
    }
    return refusal;
}

/// Likewise of the policies of the principal and its boundary.
inline std::string identity(const model::State& state, const Subject& subject, const Asked& asked) {
    const Rights rights = subject.principal == nullptr ? Rights{.unrestricted = true}
                                                       : rights_of(state, *subject.principal);
    if (rights.unrestricted) {
        return "";
    }
    const auto own = judge(rights.identity, asked);
    const auto bound = rights.boundary.empty() ? Verdict::allowed : judge(rights.boundary, asked);
    return own == Verdict::denied      ? "identity_policy_denies"
           : bound == Verdict::denied  ? "permissions_boundary_denies"
           : own != Verdict::allowed   ? "identity_policy_missing_allow"
           : bound != Verdict::allowed ? "permissions_boundary_missing_allow"
                                       : "";
}

}  // namespace licet::decision::reference
