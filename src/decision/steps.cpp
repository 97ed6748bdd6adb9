// SPDX-License-Identifier: Apache-2.0
#include "decision/steps.h"

#include "base/protection.h"
#include "decision/shortfall.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace licet::decision {
namespace {

using policy::Key;

/// What a first use is told that cannot subscribe the account. Source: domain.md 7.2 and 7.4, rule
/// U-16.
Refusal refuse_subscription(const Question& question, Reason reason, std::string_view missing) {
    return refuse(question, reason, [&] {
        return Error{ErrorKind::denied,
                     fmt::format("Model access is denied due to {}. Your AWS Marketplace "
                                 "subscription for this model cannot be completed at this "
                                 "time. If you recently fixed this issue, try again after 2 "
                                 "minutes.",
                                 missing),
                     "AccessDeniedException"};
    });
}

Refusal refuse_policy(const Question& question, const Authorization& authorization,
                      const Access& access) {
    auto refusal = refuse(question, reason_of(authorization), [&] {
        return Error{
            ErrorKind::denied,
            refusal_text(authorization, question.subject, access.action.text(), access.resource),
            "AccessDeniedException"};
    });
    refusal.authorization = authorization;
    refusal.action = access.action.text();
    refusal.resource = access.resource;
    refusal.region = access.region;
    return refusal;
}

bool depend_on_region(std::span<const model::NamedDocument> policies) {
    return std::any_of(policies.begin(), policies.end(), [](const auto& policy) {
        return policy::depends_on_region(*policy.document);
    });
}

}  // namespace

Checked Steps::caller() {
    const auto account = question_.subject.account;
    const auto standing = facts_.standing(account);
    if (standing == Facts::AccountStanding::open || !LICET_PROTECTED(open_account)) {
        return std::nullopt;
    }
    return refuse(question_, Reason::account_closed, [&] {
        const auto missing = account_shortfall(standing, account);
        return Error{
            ErrorKind::denied,
            fmt::format("Access to Bedrock models is not allowed for this account. {}; {}.",
                        missing.what, missing.fix),
            "AccessDeniedException"};
    });
}

Checked Steps::target() {
    if (auto refusal = find_target(facts_, question_, target_)) {
        return refusal;
    }
    if (auto refusal = check_lifecycle(target_.listed, question_)) {
        return refusal;
    }
    return check_regions(target_, question_);
}

bool Steps::is_bought() const {
    return target_.listed.bought;
}

/// A grant in force, a subscription of its own instead of one, or a subscription that this call
/// makes. Source: rules ME-30, BA-10, BA-34, U-1; domain.md 7.2.
Checked Steps::entitlement() {
    if (!is_bought()) {
        return std::nullopt;
    }
    const AccountId account = question_.subject.account;
    use_ = {.regions = reach_of(target_, question_.region), .operation = question_.operation};
    right_ = facts_.entitlement_to(account, target_.listed, use_, question_.now);
    if (right_.level == EntitlementLevel::active) {
        allowing_reason_ = Reason::granted;
        return std::nullopt;
    }
    const bool falls_back = facts_.falls_back(account) || !LICET_PROTECTED(fallback_switch);
    if (right_.level == EntitlementLevel::standby && falls_back) {
        allowing_reason_ = Reason::own_subscription;
        return std::nullopt;
    }
    if (right_.level <= EntitlementLevel::not_yet || falls_back) {
        const auto first = facts_.first_use(account, target_.model->product_id, question_.now);
        if (first.verdict != Facts::FirstUse::Verdict::refused) {
            if (auto refusal = check_may_subscribe()) {
                return refusal;
            }
            if (first.verdict == Facts::FirstUse::Verdict::failed &&
                LICET_PROTECTED(first_use_window)) {
                return refuse_subscription(question_, Reason::subscription_failed, first.missing);
            }
            allowing_reason_ = Reason::subscribing;
            right_.grant.reset();  // a grant that is not in force gives nothing and limits nothing
            right_.scope = {};
            return std::nullopt;
        }
    }
    if (!LICET_PROTECTED(entitlement)) {
        return std::nullopt;
    }
    return refuse_access(question_, reason_of(right_.level), [&] {
        return entitlement_shortfall(right_, target_.model->product_id, account,
                                     "accept the public offer with CreateFoundationModelAgreement");
    });
}

/// Source: rules BA-3, BA-11; domain.md 7.2, row 2.
void Steps::ask_to_subscribe(const std::function<bool(const policy::Question&)>& visit) {
    const std::string_view product = target_.model->product_id;
    const std::string_view via = "bedrock.amazonaws.com";
    const SubjectContext& subject = context();
    auto keys = subject.keys();
    keys.set(Key::aws_requested_region, question_.region);
    keys.set(Key::aws_marketplace_product_id, std::span{&product, 1});
    keys.set(Key::aws_called_via, std::span{&via, 1});
    keys.set(Key::aws_called_via_first, via);
    keys.set(Key::aws_called_via_last, via);
    keys.set(Key::aws_via_aws_service, "true");
    for (const auto* const name :
         {"aws-marketplace:ViewSubscriptions", "aws-marketplace:Subscribe"}) {
        const policy::Action action{name};
        if (!visit({action, "*", keys})) {
            return;
        }
    }
}

Checked Steps::check_may_subscribe() {
    Checked refusal;
    ask_to_subscribe([&](const policy::Question& asked) {
        auto judged = judge(levels(), question_.subject, rights(), asked);
        if (judged.allowed() || !LICET_PROTECTED(may_subscribe)) {
            return true;
        }
        judged.owner =
            judged.layer == Layer::service_control_policy ? levels().owner : rights().owner;
        refusal = refuse_subscription(
            question_, Reason::subscribe_not_allowed,
            "IAM user or service role is not authorized to perform the required AWS Marketplace "
            "actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable "
            "access to this model. Refer to the Amazon Bedrock documentation for further details");
        refusal->authorization = judged;
        refusal->action = asked.action.text();
        refusal->resource = asked.resource;
        refusal->region = question_.region;
        return false;
    });
    return refusal;
}

Checked Steps::form() {
    const auto account = question_.subject.account;
    if (!target_.listed.needs_form || facts_.has_use_case_form(account) ||
        !LICET_PROTECTED(use_case_form)) {
        return std::nullopt;
    }
    return refuse(question_, Reason::use_case_form_missing, [&] {
        return Error{
            ErrorKind::not_found,
            fmt::format("Model use case details have not been submitted for this account. Fill "
                        "out the Anthropic use case details form before using the model. If you "
                        "have already filled out the form, try again in 15 minutes. Send it "
                        "with PutUseCaseForModelAccess from account `{}`, or once from the "
                        "organization's management account.",
                        account.text()),
            "ResourceNotFoundException"};
    });
}

bool Steps::asks_control_policies() {
    return levels().count > 0 && !is_exempt(question_.subject, rights());
}

bool Steps::asks_identity_policies() {
    return question_.subject.principal != nullptr && !rights().unrestricted;
}

template <typename Judge>
Checked Steps::first_refusal(bool by_region, Judge judge) {
    ArnText text;
    for (std::size_t n = 0; n < accesses().size(); ++n) {
        if (!by_region && accesses().is_elsewhere(n)) {
            continue;  // answered where the call is made
        }
        const auto access = accesses().get(n, text);
        const auto judged =
            judge(policy::Question{access.action, access.resource, keys_for(access)});
        if (!judged.allowed()) {
            return refuse_policy(question_, judged, access);
        }
    }
    return std::nullopt;
}

/// Source: rules OR-10, BA-31, BA-32.
Checked Steps::control_policies() {
    if (!asks_control_policies()) {
        return std::nullopt;
    }
    const auto all = levels().all();
    const bool by_region =
        accesses().size() > 1 && std::any_of(all.begin(), all.end(), [](const auto* level) {
            return depend_on_region(level->policies);
        });
    auto refusal = first_refusal(by_region, [&](const policy::Question& asked) {
        return judge_control_policies(levels(), asked);
    });
    if (refusal) {
        refusal->authorization.owner = levels().owner;
    }
    return refusal;
}

/// Source: rules BA-31, BA-32, BA-33.
Checked Steps::identity_policies() {
    if (!asks_identity_policies() || !LICET_PROTECTED(identity_policies)) {
        return std::nullopt;
    }
    const auto& own = rights();
    const bool by_region =
        accesses().size() > 1 &&
        (depend_on_region(own.identity) ||
         (own.boundary != nullptr && policy::depends_on_region(*own.boundary->document)));
    auto refusal = first_refusal(
        by_region, [&](const policy::Question& asked) { return judge_identity(own, asked); });
    if (refusal) {
        refusal->authorization.owner = own.owner;
    }
    return refusal;
}

Checked Steps::scope() {
    if (right_.miss == ScopeMiss::none || !right_.grant) {
        return std::nullopt;
    }
    return refuse_access(question_, reason_of(right_.miss),
                         [&] { return scope_shortfall(right_, use_); });
}

/// No entitlement counts what model calls use, so that there is nothing to run out of.
Checked Steps::quota() {
    return std::nullopt;
}

SubjectContext& Steps::context() {
    if (!context_) {
        static const policy::Context kNone;
        context_.emplace(facts_, question_.subject,
                         question_.request == nullptr ? kNone : *question_.request);
        context_->keys().set_now(question_.now);
    }
    return *context_;
}

const ControlLevels& Steps::levels() {
    if (!levels_) {
        levels_ = facts_.control_levels(question_.subject.account);
    }
    return *levels_;
}

const Accesses& Steps::accesses() {
    if (!accesses_) {
        accesses_.emplace(target_, question_);
    }
    return *accesses_;
}

const policy::Context& Steps::keys_for(const Access& access) {
    auto& subject = context();
    auto& keys = subject.keys();
    keys.set(Key::aws_requested_region, access.region);
    keys.set_resource_tags(access.resource_tags);
    subject.set_resource_account(facts_, access.resource_account);
    if (target_.through_profile()) {
        keys.set(Key::bedrock_inference_profile_arn, accesses().profile());
    }
    return keys;
}

}  // namespace licet::decision
