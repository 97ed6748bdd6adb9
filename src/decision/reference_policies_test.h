// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/authorize.h"
#include "model/identity/service_linked_roles.h"
#include "model/state.h"
#include "policy/reference_evaluator_test.h"

#include <simdjson.h>

#include <algorithm>
#include <cctype>

/// Which policies speak about a subject, what conditions see of it, and what they say, straight
/// from the state and the texts: the judge of authorize().
namespace licet::decision::reference {

using Texts = std::vector<std::string>;
using Values = std::map<std::string, Texts>;  ///< condition keys in lower case
using policy::Verdict;
using policy::reference::Asked;

/// Source: domain.md 7.4, Bedrock User Guide on Converse.
inline std::string action_name(model::ModelOperation operation) {
    using Operation = model::ModelOperation;
    const std::map<Operation, std::string> others{
        {Operation::InvokeModelWithResponseStream, "bedrock:InvokeModelWithResponseStream"},
        {Operation::ConverseStream, "bedrock:InvokeModelWithResponseStream"},
        {Operation::InvokeModelWithBidirectionalStream,
         "bedrock:InvokeModelWithBidirectionalStream"},
        {Operation::CountTokens, "bedrock:CountTokens"}};
    const auto found = others.find(operation);
    return found == others.end() ? "bedrock:InvokeModel" : found->second;
}

inline std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// A JSON value, made the only one of a list if it is none.
inline std::string as_list(simdjson::dom::element value) {
    const auto text = simdjson::to_string(value);
    return value.is_array() ? text : "[" + text + "]";
}

/// The members of an object with another text for each value.
template <typename Change>
std::string members(simdjson::dom::object object, Change change) {
    std::string out;
    for (const auto& field : object) {
        out += (out.empty() ? "{\"" : ",\"") + std::string{field.key} +
               "\":" + change(std::string{field.key}, field.value);
    }
    return out + "}";
}

/// The policy with lists wherever one may stand, as the reference evaluator takes it.
inline std::string in_lists(const std::string& policy) {
    using Json = simdjson::dom::element;
    simdjson::dom::parser parser;
    const auto keys = [](const std::string&, Json value) {
        return members(value, [](const std::string&, Json list) { return as_list(list); });
    };
    const auto elements = [&](const std::string& name, Json value) {
        const bool listed = name.ends_with("Action") || name.ends_with("Resource");
        return listed                ? as_list(value)
               : name == "Condition" ? members(value, keys)
                                     : simdjson::to_string(value);
    };
    return members(parser.parse(policy), [&](const std::string& name, Json value) {
        std::string out;
        if (name != "Statement") {
            return simdjson::to_string(value);
        }
        if (!value.is_array()) {
            return "[" + members(value, elements) + "]";
        }
        for (const Json statement : simdjson::dom::array{value}) {
            out += (out.empty() ? "[" : ",") + members(statement, elements);
        }
        return out + "]";
    });
}

inline Verdict judge(const Texts& policies, const Asked& asked) {
    bool allows = false;
    for (const auto& text : policies) {
        const auto judgement = policy::reference::judge(in_lists(text), asked);
        if (!judgement.denying.empty()) {
            return Verdict::denied;
        }
        allows = allows || !judgement.allowing.empty();
    }
    return allows ? Verdict::allowed : Verdict::not_allowed;
}

struct Rights {
    bool unrestricted = false;
    bool service_linked = false;
    Texts identity;
    Texts boundary;  ///< at most one
    model::Tags tags;
    std::string arn;
};

template <typename Identity>
void add_policies(const model::State& state, const Identity& identity, Texts& texts) {
    for (const auto& [name, policy] : identity.policies) {
        texts.push_back(policy.text);
    }
    for (const auto& arn : identity.attached) {
        const auto& policy = *model::find_managed_policy(state.identity, arn);
        texts.push_back(policy.versions.at(policy.default_version).text);
    }
}

template <typename Identity>
Rights rights_by(const model::State& state, const Identity& identity) {
    Rights rights{.tags = identity.tags};
    add_policies(state, identity, rights.identity);
    if (!identity.boundary.empty()) {
        const auto& policy = *model::find_managed_policy(state.identity, identity.boundary);
        rights.boundary = {policy.versions.at(policy.default_version).text};
    }
    return rights;
}

inline Rights rights_of(const model::State& state, const model::Principal& who) {
    if (who.kind == model::PrincipalKind::root || who.kind == model::PrincipalKind::service) {
        return {.unrestricted = true, .arn = who.arn};
    }
    if (who.kind == model::PrincipalKind::assumed_role) {
        for (const auto& [name, role] : state.identity.roles) {
            if (role.id == who.role_id) {
                Rights rights = rights_by(state, role);
                rights.service_linked = role.path.starts_with("/aws-service-role/");
                rights.arn =
                    "arn:aws:iam::" + name.account.text() + ":role" + role.path + name.name;
                return rights;
            }
        }
        return {.arn = who.arn};
    }
    const auto user = state.identity.users.find({who.account, who.name});
    if (user == state.identity.users.end() || user->second.id != who.id) {
        return {.arn = who.arn};
    }
    Rights rights = rights_by(state, user->second);
    rights.arn = who.arn;
    for (const auto& [name, group] : state.identity.groups) {
        if (name.account == who.account && group.members.contains(who.name)) {
            add_policies(state, group, rights.identity);
        }
    }
    return rights;
}

/// `o-…/r-…/ou-…/`
inline std::string path_of(const model::Organizations& state, AccountId account) {
    std::string path;
    for (const auto node : model::ancestors(state, account)) {
        path = std::string{node} + "/" + path;
    }
    return path;
}

/// @param own whether the resource belongs to the subject's account
inline Values with_subject(const model::State& state, const Subject& subject, Values keys,
                           const model::Tags& resource_tags, bool own) {
    const auto* account = model::find_account(state.organization, subject.account);
    keys["aws:principalaccount"] = {subject.account.text()};
    if (own) {
        keys["aws:resourceaccount"] = {subject.account.text()};
    }
    if (account != nullptr && !account->organization.empty()) {
        for (const std::string whose : {"aws:principal", "aws:resource"}) {
            if (own || whose == "aws:principal") {
                keys[whose + "orgid"] = {account->organization};
                keys[whose + "orgpaths"] = {path_of(state.organization, subject.account)};
            }
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
    return keys;
}

/// The reason why service control policies refuse; empty when they do not. Source: rule OR-10.
inline std::string control(const model::State& state, const Subject& subject, const Asked& asked) {
    const auto* organization = model::organization_of(state.organization, subject.account);
    const auto type = model::PolicyType::SERVICE_CONTROL_POLICY;
    if (organization == nullptr || organization->management_account == subject.account ||
        std::none_of(organization->policy_types.begin(), organization->policy_types.end(),
                     [&](const auto& enabled) { return enabled.type == type; })) {
        return "";
    }
    if (subject.principal != nullptr && (subject.principal->kind == model::PrincipalKind::service ||
                                         rights_of(state, *subject.principal).service_linked)) {
        return "";
    }
    std::vector<std::string> nodes{subject.account.text()};
    for (const auto node : model::ancestors(state.organization, subject.account)) {
        if (!node.starts_with("o-")) {
            nodes.emplace_back(node);
        }
    }
    std::string refusal;
    for (const auto& node : nodes) {
        Texts level;
        if (!organization->without_full_access.contains(node)) {
            level.emplace_back(R"({"Version":"2012-10-17","Statement":)"
                               R"([{"Effect":"Allow","Action":"*","Resource":"*"}]})");
        }
        if (const auto at = organization->attachments.find(node);
            at != organization->attachments.end()) {
            for (const auto& attached : at->second) {
                const auto& policy = state.organization.policies.at(attached.policy);
                if (policy.type == type) {
                    level.push_back(policy.content);
                }
            }
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
    if (subject.principal == nullptr) {
        return "";
    }
    const Rights rights = rights_of(state, *subject.principal);
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

using Ask = std::string (*)(const model::State&, const Subject&, const Asked&);

/// What must be allowed for a call.
struct Access {
    std::string action;
    std::string resource;
    std::string region;  ///< aws:RequestedRegion
    bool own = false;    ///< whether the resource belongs to the subject's account
};

/// The reason of the first that is refused; empty when all are allowed.
inline std::string first_refusal(const model::State& state, const Subject& subject,
                                 const std::vector<Access>& all, const Values& request,
                                 const model::Tags& own_tags, Ask ask) {
    for (const auto& access : all) {
        Values keys = request;
        keys["aws:requestedregion"] = {access.region};
        keys =
            with_subject(state, subject, keys, access.own ? own_tags : model::Tags{}, access.own);
        const auto refusal = ask(state, subject, {access.action, access.resource, keys});
        if (!refusal.empty()) {
            return refusal;
        }
    }
    return "";
}

/// Source: domain.md 7.2, row 2; rules BA-3, BA-11.
inline bool may_subscribe(const model::State& state, const Subject& subject, Values keys,
                          const std::string& region, const std::string& product) {
    keys["aws-marketplace:productid"] = {product};
    for (const auto* key : {"aws:calledvia", "aws:calledviafirst", "aws:calledvialast"}) {
        keys[key] = {"bedrock.amazonaws.com"};
    }
    keys["aws:viaawsservice"] = {"true"};
    const std::vector<Access> all{{"aws-marketplace:ViewSubscriptions", "*", region},
                                  {"aws-marketplace:Subscribe", "*", region}};
    return first_refusal(state, subject, all, keys, {}, control).empty() &&
           first_refusal(state, subject, all, keys, {}, identity).empty();
}

}  // namespace licet::decision::reference
