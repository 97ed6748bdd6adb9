// SPDX-License-Identifier: Apache-2.0
#include "decision/explain.h"

#include "base/check.h"
#include "decision/fixes.h"
#include "decision/policy_fix.h"
#include "decision/shortfall.h"
#include "model/grant/quota_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace licet::decision {
namespace {

constexpr std::array<std::string_view, kStepCount> kNames{
    "caller", "model",      "entitlement", "form", "service_control_policies", "identity_policies",
    "scope",  "guardrails", "quota"};
constexpr std::string_view kNotLimited = "not_limited";
constexpr std::string_view kLimited = "limited";
constexpr std::size_t kMissesMax = 8;  // of one step
constexpr std::size_t kPoliciesLookedAtMax = 64;

std::string shown(const std::optional<model::GrantId>& grant) {
    return grant ? "g-" + grant->text() : std::string{};
}

std::string_view element_text(policy::NearMiss::Element element) {
    switch (element) {
        case policy::NearMiss::Element::action:
            return "action";
        case policy::NearMiss::Element::resource:
            return "resource";
        case policy::NearMiss::Element::condition:
            break;
    }
    return "condition";
}

/// How near the policies that could have allowed it came, of the first kPoliciesLookedAtMax.
void add_near_misses(std::span<const model::NamedDocument> policies,
                     const policy::Question& question, std::vector<Miss>& misses) {
    std::vector<std::pair<policy::NearMiss, const model::NamedDocument*>> all;
    for (const auto& policy : policies.first(std::min(policies.size(), kPoliciesLookedAtMax))) {
        if (policy.repeated) {
            continue;
        }
        for (auto& miss : policy::near_misses(*policy.document, question)) {
            all.emplace_back(std::move(miss), &policy);
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.first.element > b.first.element;
    });
    all.resize(std::min(all.size(), kMissesMax));
    for (const auto& [miss, policy] : all) {
        misses.push_back(
            {element_text(miss.element),
             fmt::format("{}, {}: {}", policy->name,
                         policy::statement_name(*policy->document, miss.statement), miss.detail)});
    }
}

/// What the refusing layer has that could have allowed it.
std::span<const model::NamedDocument> candidates(const Authorization& refused,
                                                 const ControlLevels& levels,
                                                 const PrincipalRights& rights) {
    if (refused.layer == Layer::permissions_boundary) {
        return {rights.boundary, 1};
    }
    if (refused.layer == Layer::identity_policy) {
        return rights.identity;
    }
    for (const auto* const level : levels.all()) {
        if (level->target == refused.target) {
            return level->policies;
        }
    }
    return {};
}

/// The policy that decided, or the level or identity that has none which allows it.
std::string subject_of(const Authorization& judged, const Subject& subject) {
    if (!judged.policy.empty()) {
        return std::string{judged.policy};
    }
    if (!judged.target.empty()) {
        return std::string{judged.target};
    }
    return subject.principal == nullptr ? subject.account.text() : subject.principal->arn;
}

void describe_policy(const Authorization& refused, const Subject& subject,
                     const ControlLevels& levels, const PrincipalRights& rights,
                     const policy::Question& question, Step& step) {
    step.subject = subject_of(refused, subject);
    if (refused.verdict == policy::Verdict::denied) {
        step.misses.push_back(
            {"statement", policy::statement_name(*refused.document, refused.statement)});
        return;
    }
    add_near_misses(candidates(refused, levels, rights), question, step.misses);
}

/// What one grant's limits have against the use.
void add_scope_misses(const GrantLimit& limit, const Use& use, Time now,
                      std::vector<Miss>& misses) {
    const auto& scope = limit.scope;
    const auto grant =
        fmt::format("grant `{}` of account `{}`", shown(limit.grant), limit.grantor.text());
    if ((use.regions & ~scope.regions) != 0) {
        misses.push_back(
            {"region", fmt::format("{} is for {}; the call may reach {}", grant,
                                   region_list(scope.regions), region_list(use.regions))});
    }
    if (use.operation && !scope.has_operation(*use.operation)) {
        misses.push_back({"operation", fmt::format("{} is for {}", grant, operation_list(scope))});
    }
    if (!scope.has_time(now)) {
        misses.push_back(
            {"window", now < scope.not_before
                           ? fmt::format("{} begins {}", grant, format_iso8601(scope.not_before))
                           : fmt::format("{} ended {}", grant, format_iso8601(scope.not_after))});
    }
}

/// Why service control policies restrict nobody here. Source: rule OR-10.
std::string unrestricted_by_organization(const Subject& subject, const PrincipalRights& rights,
                                         const Membership& membership) {
    if (is_exempt(subject, rights)) {
        return "service control policies do not restrict service-linked roles";
    }
    if (membership.organization.empty()) {
        return "the account is in no organization";
    }
    return membership.management == subject.account
               ? "service control policies do not restrict the management account"
               : "service control policies are not enabled in the organization";
}

/// Why no identity policy is asked.
std::string unrestricted_by_identity(const Subject& subject) {
    return subject.principal == nullptr
               ? "the account is asked about as a whole, whatever its identities may do"
               : "an account's root needs no policy of its own";
}

std::string allowing_text(const Authorization& judged) {
    return judged.document == nullptr
               ? "the resource's own policy allows it"
               : fmt::format("allowed by {}",
                             policy::statement_name(*judged.document, judged.statement));
}

/// Explains one decision, step by step.
class Explainer {
public:
    Explainer(const Facts& facts, const Question& question) : steps_{facts, question} {}

    Explanation explain() {
        Explanation all;
        for (std::size_t n = 0; n < kStepCount; ++n) {
            Step& step = all.steps.at(n);
            step.number = static_cast<int>(n) + 1;
            step.name = kNames.at(n);
            if (n >= 2 && all.steps[1].verdict == StepVerdict::refused) {
                continue;
            }
            const auto refusal = (steps_.*kSteps.at(n))();
            if (refusal) {
                refuse(*refusal, step);
                if (reason_ == std::nullopt) {
                    reason_ = refusal->reason;
                }
            } else {
                pass(step);
            }
        }
        all.allowed = !reason_;
        all.reason = reason_.value_or(steps_.allowing_reason());
        if (!reason_ || step_of(*reason_) >= 3) {
            all.grant = steps_.right().grant;
            all.scope = steps_.right().scope;
        }
        return all;
    }

private:
    const Subject& subject() const { return steps_.question().subject; }

    void refuse(const Refusal& refusal, Step& step) {
        step.verdict = StepVerdict::refused;
        step.reason = reason_text(refusal.reason);
        step.message = refusal.error.message;
        step.fix = fix_of(steps_, refusal);
        if (refusal.authorization.layer != Layer::none) {
            const policy::Action action{refusal.action};
            const Access access{action, refusal.resource, refusal.region};
            step.layer = refusal.authorization.layer;
            describe_policy(refusal.authorization, subject(), steps_.levels(), steps_.rights(),
                            {action, refusal.resource, steps_.keys_for(access)}, step);
            return;
        }
        step.subject = object_of(step.number, refusal);
        if (step.number == 7) {
            for (const auto& limit : limiting_grants(steps_)) {
                add_scope_misses(limit, steps_.use(), steps_.question().now, step.misses);
            }
        } else {
            step.misses.push_back({step.name, refusal.error.message});
        }
    }

    std::string object_of(int number, const Refusal& refusal) const {
        const auto* const model = steps_.found().model;
        switch (number) {
            case 2:
                return std::string{steps_.question().model_identifier};
            case 3:
                return steps_.right().grant ? shown(steps_.right().grant) : model->product_id;
            case 7:
                return shown(limiting_grants(steps_).front().grant);
            case 8:
                return refusal.resource;
            default:
                return subject().account.text();
        }
    }

    void pass(Step& step) {
        step.verdict = StepVerdict::passed;
        switch (step.number) {
            case 1:
                step.subject = subject().account.text();
                step.message = "the account is open";
                break;
            case 2:
                pass_model(step);
                break;
            case 3:
                pass_entitlement(step);
                break;
            case 4:
                pass_form(step);
                break;
            case 5:
                pass_policies(step, steps_.asks_control_policies(), Layer::service_control_policy);
                break;
            case 6:
                pass_policies(step, steps_.asks_identity_policies(), Layer::identity_policy);
                break;
            case 7:
                pass_scope(step);
                break;
            case 8:
                pass_guardrails(step);
                break;
            default:
                pass_quota(step);
                break;
        }
    }

    /// What is left of quotas the gateway alone knows. Source: docs/quotas.md.
    void pass_quota(Step& step) {
        const auto& right = steps_.right();
        if (!right.grant || right.scope.quotas == nullptr) {
            step.reason = kNotLimited;
            step.message = "no entitlement limits how much the model is used";
            return;
        }
        step.reason = kLimited;
        step.subject = shown(right.grant);
        std::string_view before = "the call must fit into what is left of the quotas ";
        for (const auto& quota : *right.scope.quotas) {
            step.message += fmt::format("{}`{}` = {} of {}", before, quota.key, quota.limit,
                                        model::owner_text(quota));
            before = ", ";
        }
    }

    void pass_model(Step& step) {
        const auto& found = steps_.found();
        step.subject = found.model->model_id;
        step.message =
            found.profile == nullptr
                ? fmt::format("offered in region `{}`", steps_.question().region)
                : fmt::format("through inference profile `{}`", found.profile->profile_id);
    }

    void pass_guardrails(Step& step) {
        if (steps_.guardrails().empty()) {
            step.verdict = StepVerdict::not_applicable;
            step.message = "no guardrail is enforced on the model in the region";
            return;
        }
        step.subject = steps_.guardrails().front().guardrail->arn;
        for (const auto& one : steps_.guardrails()) {
            step.message += fmt::format(
                "{}`{}`, version {}, applies by{}{}{}", step.message.empty() ? "" : "; ",
                one.guardrail->arn, model::guardrail_version_text(one.version),
                one.by_request ? " the request" : "",
                one.by_account ? " the account's enforced configuration" : "",
                one.by_organization ? " the organization's BEDROCK_POLICY" : "");
        }
    }

    void pass_entitlement(Step& step) {
        step.reason = reason_text(steps_.allowing_reason());
        if (!steps_.is_bought()) {
            step.verdict = StepVerdict::not_applicable;
            step.message = "the model needs no subscription";
            return;
        }
        const auto& grant = steps_.right().grant;
        step.subject = grant ? shown(grant) : steps_.found().model->product_id;
        step.message = grant ? "entitled by the grant" : "the call subscribes the account";
    }

    void pass_form(Step& step) {
        if (!steps_.found().model->needs_use_case_form) {
            step.verdict = StepVerdict::not_applicable;
            step.message = "the provider asks for no form";
            return;
        }
        step.subject = subject().account.text();
        step.message = "the form was submitted";
    }

    void pass_policies(Step& step, bool asked, Layer layer) {
        if (!asked) {
            step.verdict = StepVerdict::not_applicable;
            step.message =
                layer == Layer::service_control_policy
                    ? unrestricted_by_organization(subject(), steps_.rights(),
                                                   steps_.facts().membership(subject().account))
                    : unrestricted_by_identity(subject());
            return;
        }
        ArnText text;
        const auto access = steps_.accesses().get(0, text);
        const policy::Question question{access.action, access.resource, steps_.keys_for(access)};
        const auto judged = layer == Layer::service_control_policy
                                ? judge_control_policies(steps_.levels(), question)
                                : judge_identity(steps_.rights(), question);
        step.layer = judged.layer;
        step.subject = subject_of(judged, subject());
        step.message = allowing_text(judged);
    }

    void pass_scope(Step& step) {
        if (!steps_.is_bought() || !steps_.right().grant) {
            step.verdict = StepVerdict::not_applicable;
            step.message = "no grant is used";
            return;
        }
        step.subject = shown(steps_.right().grant);
        step.message = steps_.right().scope == model::Scope{} ? "the grant has no limits"
                                                              : "within the limits of the grant";
    }

    Steps steps_;
    std::optional<Reason> reason_;
};

void describe(Step& step, std::size_t number, StepVerdict verdict) {
    step.number = static_cast<int>(number);
    step.name = kNames.at(number - 1);
    step.verdict = verdict;
}

}  // namespace

std::string_view verdict_text(StepVerdict verdict) {
    switch (verdict) {
        case StepVerdict::passed:
            return "passed";
        case StepVerdict::refused:
            return "refused";
        case StepVerdict::not_reached:
            return "not_reached";
        case StepVerdict::not_applicable:
            break;
    }
    return "not_applicable";
}

const Step* Explanation::refused() const {
    const auto found = std::find_if(steps.begin(), steps.end(), [](const Step& step) {
        return step.verdict == StepVerdict::refused;
    });
    return found == steps.end() ? nullptr : &*found;
}

Explanation explain(const Facts& facts, const Question& question) {
    return Explainer{facts, question}.explain();
}

ActionExplanation explain(const Facts& facts, const ActionQuestion& question) {
    const auto& subject = question.subject;
    SubjectContext context{facts, subject, question.context};
    context.set_resource_account(facts, question.resource_account);
    const auto levels = facts.control_levels(subject.account);
    const policy::Question asked{question.action, question.resource, context.keys()};

    ActionExplanation all{.authorization = authorize(facts, question)};
    for (std::size_t n = 1; n <= kStepCount; ++n) {
        describe(all.steps.at(n - 1), n, StepVerdict::not_applicable);
    }
    all.steps[0].verdict = StepVerdict::passed;
    all.steps[0].subject = subject.account.text();
    const auto report = [&](Step& step, const Authorization& judged) {
        step.subject = subject_of(judged, subject);
        step.layer = judged.layer;
        step.verdict = judged.allowed() ? StepVerdict::passed : StepVerdict::refused;
        if (judged.allowed()) {
            step.message = allowing_text(judged);
            return;
        }
        step.reason = reason_text(reason_of(judged));
        step.message = refusal_text(judged, subject, question.action.text(), question.resource);
        describe_policy(judged, subject, levels, context.rights(), asked, step);
        const PolicyCase refused{subject, levels, context.rights(),
                                 facts.membership(subject.account).management,
                                 [&](const auto& visit) { visit(asked); }};
        step.fix = judged.layer == Layer::service_control_policy ? control_policy_fix(refused)
                                                                 : identity_policy_fix(refused);
    };
    if (levels.count > 0 && !is_exempt(subject, context.rights())) {
        report(all.steps[4], judge_control_policies(levels, asked));
    } else {
        all.steps[4].message = unrestricted_by_organization(subject, context.rights(),
                                                            facts.membership(subject.account));
    }
    if (subject.principal != nullptr && !context.rights().unrestricted) {
        report(all.steps[5], judge_identity(context.rights(), asked, question.by_resource));
    } else {
        all.steps[5].message = unrestricted_by_identity(subject);
    }
    return all;
}

}  // namespace licet::decision
