// SPDX-License-Identifier: Apache-2.0
#include "decision/authorize.h"

#include "base/check.h"
#include "base/protection.h"
#include "model/identity/identity.h"
#include "model/identity/trust_policy.h"

#include <fmt/format.h>

#include <array>

namespace licet::decision {
namespace {

using policy::Key;
using policy::Verdict;

Authorization found(Layer layer, const policy::Outcome& outcome, const model::NamedDocument& policy,
                    std::string_view target = {}) {
    return {.verdict = outcome.verdict,
            .layer = layer,
            .policy = policy.name,
            .target = target,
            .document = policy.document.get(),
            .statement = outcome.statement};
}

Authorization allowed_without_policy() {
    return {.verdict = Verdict::allowed};
}

/// AWS's names of the kinds of caller. Source: IAM User Guide, "aws:PrincipalType".
std::string_view principal_type(model::PrincipalKind kind) {
    switch (kind) {
        case model::PrincipalKind::root:
            return "Account";
        case model::PrincipalKind::user:
            return "User";
        case model::PrincipalKind::assumed_role:
        case model::PrincipalKind::service:
        case model::PrincipalKind::web_identity:
            break;
    }
    return "AssumedRole";
}

/// What only temporary credentials have; nobody has a device for a second factor.
/// Source: IAM User Guide, "AWS global condition context keys".
void add_session_keys(const model::Principal& principal, policy::Context& keys) {
    if (!principal.session_issued_at) {
        return;
    }
    keys.set_token_issue_time(principal.session_issued_at);
    keys.set(Key::aws_multi_factor_auth_present, "false");
    if (!principal.source_identity.empty()) {
        keys.set(Key::aws_source_identity, principal.source_identity);
    }
    if (principal.token_bearer) {
        keys.set(Key::aws_federated_provider, model::kLicenseManagerProvider);
    }
}

/// The outcomes of one question, each document asked once: the same stand at several levels.
class Outcomes {
public:
    explicit Outcomes(const policy::Question& question) : question_{question} {}

    policy::Outcome of(const policy::Document* document) {
        for (std::size_t n = 0; n < count_; ++n) {
            if (documents_[n] == document) {
                return outcomes_[n];
            }
        }
        const auto outcome = policy::evaluate(*document, question_);
        if (count_ < documents_.size()) {
            documents_[count_] = document;
            outcomes_[count_++] = outcome;
        }
        return outcome;
    }

private:
    static constexpr std::size_t kDocumentsMax = 8;
    const policy::Question& question_;
    std::array<const policy::Document*, kDocumentsMax> documents_;
    std::array<policy::Outcome, kDocumentsMax> outcomes_;
    std::size_t count_ = 0;
};

std::string_view words_of(Layer layer) {
    switch (layer) {
        case Layer::service_control_policy:
            return "service control policy";
        case Layer::permissions_boundary:
            return "permissions boundary";
        case Layer::identity_policy:
        case Layer::none:
            break;
    }
    return "identity-based policy";
}

}  // namespace

SubjectContext::SubjectContext(const Facts& facts, const Subject& subject,
                               const policy::Context& request)
    : keys_{request},
      membership_{facts.membership(subject.account)},
      account_{subject.account.text()} {
    keys_.set(Key::aws_principal_account, account_);
    if (!membership_.organization.empty()) {
        keys_.set(Key::aws_principal_org_id, membership_.organization);
        keys_.set(Key::aws_principal_org_paths, std::span{&membership_.path, 1});
    }
    if (subject.principal == nullptr) {
        return;
    }
    const auto& principal = *subject.principal;
    rights_ = facts.rights(principal);
    keys_.set_principal_tags(rights_.tags);
    keys_.set(Key::aws_principal_arn, rights_.arn.empty() ? principal.arn : rights_.arn);
    keys_.set(Key::aws_principal_type, principal_type(principal.kind));
    keys_.set(Key::aws_principal_is_aws_service, "false");
    keys_.set(Key::aws_userid, principal.id);
    if (principal.kind == model::PrincipalKind::user) {
        keys_.set(Key::aws_username, principal.name);
    }
    add_session_keys(principal, keys_);
}

void SubjectContext::set_resource_account(const Facts& facts, AccountId owner) {
    for (const auto key :
         {Key::aws_resource_account, Key::aws_resource_org_id, Key::aws_resource_org_paths}) {
        keys_.unset(key);
    }
    if (!owner) {
        return;
    }
    resource_account_ = owner.text();
    resource_membership_ = facts.membership(owner);
    keys_.set(Key::aws_resource_account, resource_account_);
    // Nobody learns, by a condition of his own, where an account of another organization stands.
    if (!resource_membership_.organization.empty() &&
        resource_membership_.organization == membership_.organization) {
        keys_.set(Key::aws_resource_org_id, resource_membership_.organization);
        keys_.set(Key::aws_resource_org_paths, std::span{&resource_membership_.path, 1});
    }
}

bool is_exempt(const Subject& subject, const PrincipalRights& rights) {
    return subject.principal != nullptr &&
           (subject.principal->kind == model::PrincipalKind::service || rights.service_linked);
}

Authorization judge_control_policies(const ControlLevels& levels,
                                     const policy::Question& question) {
    auto result = allowed_without_policy();
    Outcomes outcomes{question};
    const model::ControlLevel* missing = nullptr;
    for (const auto* const level : levels.all()) {
        bool allows = false;
        for (const auto& policy : level->policies) {
            const auto outcome = outcomes.of(policy.document.get());
            if (outcome.verdict == Verdict::denied && LICET_PROTECTED(control_policy_deny)) {
                return found(Layer::service_control_policy, outcome, policy, level->target);
            }
            if (outcome.verdict == Verdict::allowed && !allows) {
                allows = true;
                result = found(Layer::service_control_policy, outcome, policy, level->target);
            }
        }
        if (!allows && missing == nullptr && LICET_PROTECTED(every_level_allows)) {
            missing = level;
        }
    }
    if (missing != nullptr) {
        return {.layer = Layer::service_control_policy, .target = missing->target};
    }
    return result;
}

Authorization judge_identity(const PrincipalRights& rights, const policy::Question& question,
                             ByResource by_resource) {
    Authorization result{.layer = Layer::identity_policy};
    for (const auto& policy : rights.identity) {
        if (policy.repeated) {
            continue;
        }
        const auto outcome = policy::evaluate(*policy.document, question);
        if (outcome.verdict == Verdict::denied && LICET_PROTECTED(identity_policy_deny)) {
            return found(Layer::identity_policy, outcome, policy);
        }
        if (outcome.verdict == Verdict::allowed && !result.allowed()) {
            result = found(Layer::identity_policy, outcome, policy);
        }
    }
    if (!result.allowed() && by_resource != ByResource::nothing) {
        result = allowed_without_policy();
    }
    if (rights.boundary == nullptr || !LICET_PROTECTED(permissions_boundary)) {
        return result;
    }
    const auto outcome = policy::evaluate(*rights.boundary->document, question);
    if (outcome.verdict == Verdict::denied && LICET_PROTECTED(boundary_deny)) {
        return found(Layer::permissions_boundary, outcome, *rights.boundary);
    }
    const bool bound =
        by_resource == ByResource::nothing ||
        (by_resource == ByResource::identity_policy && LICET_PROTECTED(boundary_of_named_role));
    if (result.allowed() && outcome.verdict == Verdict::not_allowed && bound) {
        return {.layer = Layer::permissions_boundary, .policy = rights.boundary->name};
    }
    return result;
}

Authorization judge(const ControlLevels& levels, const Subject& subject,
                    const PrincipalRights& rights, const policy::Question& question,
                    ByResource by_resource) {
    const auto control = is_exempt(subject, rights) ? allowed_without_policy()
                                                    : judge_control_policies(levels, question);
    if (control.verdict == Verdict::denied || subject.principal == nullptr) {
        return control;
    }
    const auto identity = rights.unrestricted ? allowed_without_policy()
                                              : judge_identity(rights, question, by_resource);
    const bool denied = identity.verdict == Verdict::denied && LICET_PROTECTED(deny_first);
    return denied || control.allowed() ? identity : control;
}

Authorization authorize(const Facts& facts, const ActionQuestion& question) {
    SubjectContext context{facts, question.subject, question.context};
    context.set_resource_account(facts, question.resource_account);
    const auto levels = facts.control_levels(question.subject.account);
    auto result = judge(levels, question.subject, context.rights(),
                        {question.action, question.resource, context.keys()}, question.by_resource);
    result.owner =
        result.layer == Layer::service_control_policy ? levels.owner : context.rights().owner;
    return result;
}

std::string refusal_text(const Authorization& authorization, const Subject& subject,
                         std::string_view action, std::string_view resource) {
    LICET_CHECK(!authorization.allowed());
    const std::string who =
        subject.principal == nullptr ? model::root_arn(subject.account) : subject.principal->arn;
    const auto words = words_of(authorization.layer);
    const auto head = fmt::format("User: {} is not authorized to perform: {} on resource: {}", who,
                                  action, resource);
    if (authorization.verdict == Verdict::not_allowed) {
        return fmt::format("{} because no {} allows the {} action", head, words, action);
    }
    const bool named = authorization.layer == Layer::service_control_policy;
    return fmt::format("{} with an explicit deny in {} {}{}{}", head,
                       authorization.layer == Layer::identity_policy ? "an" : "a", words,
                       named ? ": " : "", named ? authorization.policy : "");
}

}  // namespace licet::decision
