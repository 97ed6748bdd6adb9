// SPDX-License-Identifier: Apache-2.0
#include "decision/policy_fix.h"

#include "base/check.h"
#include "base/json_writer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace licet::decision {
namespace {

constexpr std::string_view kFullAccess = "p-FullAWSAccess";
constexpr std::string_view kGlobalRegion = "us-east-1";  // where Organizations and IAM answer
constexpr std::size_t kControlPoliciesMax = 5;           // of one target; see rule OR-9
constexpr std::size_t kPolicyNameCharactersMax = 128;
constexpr std::size_t kSuffixCharactersMax = 4;  // `-2`

using policy::Verdict;
using Members = std::initializer_list<std::pair<std::string_view, std::string_view>>;

std::string json_object(Members members) {
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    for (const auto& [name, value] : members) {
        json.member(name, value);
    }
    json.end_object();
    return out;
}

std::string_view last_part(std::string_view arn) {
    return arn.substr(arn.rfind('/') + 1);
}

using Policies = std::vector<const model::NamedDocument*>;
using Resources = std::map<std::string, std::vector<std::string>>;  // by action

/// Those that deny any of what must be allowed.
Policies denying(const PolicyCase& refused, std::span<const model::NamedDocument> policies) {
    Policies found;
    refused.for_each([&](const policy::Question& question) {
        for (const auto& policy : policies) {
            if (policy::evaluate(*policy.document, question).verdict == Verdict::denied &&
                std::find(found.begin(), found.end(), &policy) == found.end()) {
                found.push_back(&policy);
            }
        }
    });
    return found;
}

/// What the policies do not allow once some of them are gone.
Resources missing(const PolicyCase& refused, std::span<const model::NamedDocument> policies,
                  const Policies& gone) {
    Resources found;
    refused.for_each([&](const policy::Question& question) {
        const bool allowed = std::any_of(policies.begin(), policies.end(), [&](const auto& policy) {
            return std::find(gone.begin(), gone.end(), &policy) == gone.end() &&
                   policy::evaluate(*policy.document, question).verdict == Verdict::allowed;
        });
        if (!allowed) {
            found[std::string{question.action.text()}].emplace_back(question.resource);
        }
    });
    return found;
}

FixCommand organizations(AccountId management, std::string operation, std::string_view policy,
                         std::string_view target) {
    return {.service = "organizations",
            .operation = std::move(operation),
            .account = management,
            .region = std::string{kGlobalRegion},
            .parameters = json_object({{"PolicyId", policy}, {"TargetId", target}})};
}

/// One call of IAM: `<verb><kind><object>`.
FixCommand iam(AccountId account, std::string operation, std::string parameters) {
    return {.service = "iam",
            .operation = std::move(operation),
            .account = account,
            .region = std::string{kGlobalRegion},
            .parameters = std::move(parameters)};
}

/// A user or role as IAM's calls name it.
struct Identity {
    std::string_view kind;  // `User`
    std::string_view name;

    std::string name_member() const { return fmt::format("{}Name", kind); }
};

Identity identity_of(const model::Principal& principal) {
    const std::string_view name = principal.name;
    return principal.kind == model::PrincipalKind::assumed_role
               ? Identity{"Role", name.substr(0, name.find('/'))}
               : Identity{"User", name};
}

std::string allowing_document(std::string_view action, const std::vector<std::string>& resources) {
    std::string out;
    JsonWriter json{out};
    json.begin_object().member("Version", "2012-10-17").key("Statement").begin_array();
    json.begin_object().member("Effect", "Allow").member("Action", action).key("Resource");
    json.begin_array();
    for (const auto& resource : resources) {
        json.string(resource);
    }
    json.end_array().end_object().end_array().end_object();
    return out;
}

/// Tells one allowance from another, so that the new policy takes no other's place.
std::string new_policy_name(std::string_view action, const std::vector<std::string>& resources,
                            std::span<const model::NamedDocument> others) {
    auto name = fmt::format("allow-{}-on-{}", action.substr(action.find(':') + 1),
                            resources.front() == "*" ? "all" : last_part(resources.front()));
    std::replace(name.begin(), name.end(), ':', '-');
    name = name.substr(0, kPolicyNameCharactersMax - kSuffixCharactersMax);
    const auto is_taken = [&](const std::string& text) {
        return std::any_of(others.begin(), others.end(), [&](const auto& other) {
            return other.name.starts_with(text + std::string{model::kInlinePolicyOf});
        });
    };
    auto free = name;
    for (std::size_t n = 2; is_taken(free); ++n) {
        free = fmt::format("{}-{}", name, n);
    }
    return free;
}

/// Takes away what denies. @param name as NamedDocument has it
FixCommand removal(AccountId account, const Identity& identity, std::string_view name) {
    const auto inline_at = name.find(model::kInlinePolicyOf);
    const bool is_inline = inline_at != std::string_view::npos;
    const auto at = is_inline ? inline_at : name.find(model::kAttachedTo);
    Identity whose = identity;
    if (at != std::string_view::npos) {
        const auto after = is_inline ? model::kInlinePolicyOf : model::kAttachedTo;
        auto owner = name.substr(at + after.size());
        owner.remove_suffix(1);  // `)`
        const auto slash = owner.find('/');
        whose = {owner.substr(0, slash) == "group" ? "Group" : identity.kind,
                 owner.substr(slash + 1)};
    }
    return iam(account, fmt::format("{}{}Policy", is_inline ? "Delete" : "Detach", whose.kind),
               json_object({{whose.name_member(), whose.name},
                            {is_inline ? "PolicyName" : "PolicyArn", name.substr(0, at)}}));
}

std::string names_of(const Policies& policies) {
    std::vector<std::string_view> names;
    for (const auto* const policy : policies) {
        names.emplace_back(policy->name);
    }
    return fmt::format("`{}`", fmt::join(names, "`, `"));
}

void add_level_fix(const PolicyCase& refused, const model::ControlLevel& level, Fix& fix) {
    const auto gone = denying(refused, level.policies);
    const bool lacks =
        gone.size() == level.policies.size() || !missing(refused, level.policies, gone).empty();
    const auto attach = [&] {
        fix.commands.push_back(
            organizations(refused.management, "AttachPolicy", kFullAccess, level.target));
    };
    if (!gone.empty()) {
        fix.text += fmt::format(" Take {} from `{}` or change it.", names_of(gone), level.target);
    }
    if (lacks) {
        fix.text += fmt::format(" Attach a policy that allows it to `{}`.", level.target);
    }
    // The last policy of a target cannot be detached, nor one too many be attached; rule OR-9.
    const bool first = lacks && level.policies.size() < kControlPoliciesMax;
    if (first) {
        attach();
    }
    for (const auto* const policy : gone) {
        fix.commands.push_back(organizations(refused.management, "DetachPolicy",
                                             last_part(policy->name), level.target));
    }
    if (lacks && !first) {
        attach();
    }
}

}  // namespace

Fix control_policy_fix(const PolicyCase& refused) {
    Fix fix{.account = refused.management,
            .text = fmt::format("The management account `{}` can change this.",
                                refused.management.text())};
    for (const auto* const level : refused.levels.all()) {
        add_level_fix(refused, *level, fix);
    }
    return fix;
}

Fix identity_policy_fix(const PolicyCase& refused) {
    LICET_CHECK(refused.subject.principal != nullptr);
    const auto account = refused.subject.account;
    const auto identity = identity_of(*refused.subject.principal);
    const auto& rights = refused.rights;
    Fix fix{
        .account = account,
        .text = fmt::format("An administrator of account `{}` can change this.", account.text())};
    if (rights.identity.size() > kFixPoliciesMax) {
        fix.text += fmt::format(" `{}` has {} policies.", identity.name, rights.identity.size());
        return fix;
    }
    const auto gone = denying(refused, rights.identity);
    if (!gone.empty()) {
        fix.text += fmt::format(" Take {} away or change it.", names_of(gone));
    }
    for (const auto* const policy : gone) {
        fix.commands.push_back(removal(account, identity, policy->name));
    }
    for (const auto& [action, resources] : missing(refused, rights.identity, gone)) {
        fix.text += fmt::format(" Allow `{}` to `{}`.", action, identity.name);
        fix.commands.push_back(
            iam(account, fmt::format("Put{}Policy", identity.kind),
                json_object({{identity.name_member(), identity.name},
                             {"PolicyName", new_policy_name(action, resources, rights.identity)},
                             {"PolicyDocument", allowing_document(action, resources)}})));
    }
    if (rights.boundary != nullptr) {
        const std::span<const model::NamedDocument> boundary{rights.boundary, 1};
        if (!denying(refused, boundary).empty() || !missing(refused, boundary, {}).empty()) {
            fix.text += fmt::format(" Widen or remove the permissions boundary `{}`.",
                                    rights.boundary->name);
            fix.commands.push_back(iam(account,
                                       fmt::format("Delete{}PermissionsBoundary", identity.kind),
                                       json_object({{identity.name_member(), identity.name}})));
        }
    }
    return fix;
}

}  // namespace licet::decision
