// SPDX-License-Identifier: Apache-2.0
//
// Step 8: which guardrails apply to a call, and whether each of them can be.
#include "decision/guardrails.h"

#include "base/protection.h"
#include "decision/named_guardrail.h"
#include "decision/steps.h"
#include "model/bedrock/resource_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace licet::decision {
namespace {

using model::ContentGuarding;
using policy::Key;

const policy::Action& apply_action() {
    static const policy::Action kApply{"bedrock:ApplyGuardrail"};
    return kApply;
}

std::string_view text_of(GuardrailLack lack) {
    switch (lack) {
        case GuardrailLack::unknown:
            return "there is no such guardrail in the region, or its resource policy does not let "
                   "the account apply it";
        case GuardrailLack::no_version:
            return "the guardrail has no such version";
        case GuardrailLack::not_permitted:
            return "the caller is not allowed bedrock:ApplyGuardrail on it";
        case GuardrailLack::none:
            break;
    }
    return "it can be applied";
}

ContentGuarding wider(ContentGuarding one, ContentGuarding other) {
    return one == other ? one : ContentGuarding::COMPREHENSIVE;
}

}  // namespace

/// The permission is asked of the ARN alone, so that it says nothing of what exists.
GuardrailLack Steps::look_up(const model::GuardrailName& name, std::string_view version,
                             AppliedGuardrail& found, Authorization& judged) {
    if (!name.region.empty() && name.region != question_.region) {
        return GuardrailLack::unknown;
    }
    const AccountId account = question_.subject.account;
    const AccountId owner = name.account ? name.account : account;
    const auto digits = owner.text();
    ArnText arn;
    arn.set({"arn:aws:bedrock:", question_.region, ":", digits, ":guardrail/", name.id});
    const auto* known = facts_.guardrail(name.id);
    if (known != nullptr && ((*known)->account != owner || (*known)->region != question_.region)) {
        known = nullptr;
    }

    auto& subject = context();
    auto& keys = subject.keys();
    keys.set(Key::aws_requested_region, question_.region);
    keys.set_resource_tags(known == nullptr ? nullptr : &(*known)->tags);
    keys.unset(Key::bedrock_inference_profile_arn);
    subject.set_resource_account(facts_, owner);
    const policy::Question asked{apply_action(), arn.text(), keys};
    if (known != nullptr && owner != account && !is_shared(**known, asked)) {
        known = nullptr;  // nor do its tags tell that it exists
        keys.set_resource_tags(nullptr);
    }
    judged = judge(levels(), question_.subject, rights(), asked);
    if (!judged.allowed()) {
        judged.owner =
            judged.layer == Layer::service_control_policy ? levels().owner : rights().owner;
        return GuardrailLack::not_permitted;
    }
    if (known == nullptr) {
        return GuardrailLack::unknown;
    }
    const auto number = model::parse_guardrail_version(version);
    const auto& versions = (*known)->versions;
    const auto there = number ? versions.find(*number) : versions.end();
    if (there == versions.end() || there->second == nullptr) {
        return GuardrailLack::no_version;
    }
    found.guardrail = *known;
    found.version = *number;
    found.ready = there->second;
    return GuardrailLack::none;
}

/// Source: rule BG-4.
bool Steps::is_shared(const model::ReadyGuardrail& guardrail, const policy::Question& asked) {
    if (guardrail.policy == nullptr) {
        return false;
    }
    const auto* principal = question_.subject.principal;
    model::PolicyCaller caller{.account = question_.subject.account};
    if (principal != nullptr) {
        caller.arn = principal->arn;
        caller.role = rights().arn;
    }
    return guardrail.policy->judge(caller, asked) == policy::Verdict::allowed;
}

void Steps::add(AppliedGuardrail&& applied) {
    const auto same = std::find_if(guardrails_.begin(), guardrails_.end(), [&](const auto& one) {
        return one.guardrail == applied.guardrail && one.version == applied.version;
    });
    if (same == guardrails_.end()) {
        guardrails_.push_back(std::move(applied));
        return;
    }
    same->by_request = same->by_request || applied.by_request;
    same->by_account = same->by_account || applied.by_account;
    same->by_organization = same->by_organization || applied.by_organization;
    same->system = wider(same->system, applied.system);
    same->messages = wider(same->messages, applied.messages);
}

/// Another account's guardrail reads the same whether it exists or is not shared.
Checked Steps::add_requested() {
    const auto& [identifier, version] = question_.guardrail;
    const auto name = model::parse_guardrail_name(identifier);
    AppliedGuardrail applied{.by_request = true};
    Authorization judged;
    const bool readable = name && name->version.empty();
    const auto lack = readable ? look_up(*name, version, applied, judged) : GuardrailLack::unknown;
    if (lack == GuardrailLack::none) {
        add(std::move(applied));
        return std::nullopt;
    }
    if (lack == GuardrailLack::not_permitted) {
        const AccountId owner = name->account ? name->account : question_.subject.account;
        const auto arn = model::guardrail_arn(question_.region, owner, name->id);
        auto refusal = refuse(question_, Reason::guardrail_not_allowed, [&] {
            return Error{ErrorKind::denied,
                         refusal_text(judged, question_.subject, apply_action().text(), arn),
                         "AccessDeniedException"};
        });
        refusal.resource = arn;
        return refusal;
    }
    auto refusal = refuse(question_, Reason::guardrail_unknown, [&] {
        return Error{ErrorKind::invalid,
                     "The guardrail identifier or version provided in the request does not exist. "
                     "ListGuardrails shows those of the account.",
                     "ValidationException"};
    });
    refusal.resource = identifier;
    return refusal;
}

/// What is demanded and cannot be applied blocks the call. Source: rule BG-5.
Checked Steps::add_enforced(const model::EnforcedGuardrail& enforced, bool by_organization) {
    if (!model::applies_to(enforced, target_.listed.id)) {
        return std::nullopt;
    }
    const auto name = model::parse_guardrail_name(enforced.identifier);
    AppliedGuardrail applied{.by_account = !by_organization,
                             .by_organization = by_organization,
                             .system = enforced.system,
                             .messages = enforced.messages};
    Authorization judged;
    const bool numbered = name && model::parse_guardrail_version(name->version).value_or(0) != 0;
    const auto lack =
        numbered ? look_up(*name, name->version, applied, judged) : GuardrailLack::no_version;
    if (lack == GuardrailLack::none || !LICET_PROTECTED(guardrail)) {
        if (lack == GuardrailLack::none) {
            add(std::move(applied));
        }
        return std::nullopt;
    }
    auto refusal = refuse(question_, Reason::guardrail_unavailable, [&] {
        return Error{
            ErrorKind::denied,
            fmt::format("{} enforces guardrail `{}` on model `{}` in region `{}` by `{}`, and it "
                        "cannot be applied: {}.",
                        by_organization ? "The organization" : "The account", enforced.identifier,
                        target_.listed.id, question_.region, enforced.configuration, text_of(lack)),
            "AccessDeniedException"};
    });
    refusal.resource = enforced.identifier;
    return refusal;
}

Checked Steps::named_guardrail() {
    guardrails_.clear();
    return add_requested();
}

/// Source: rules BG-2 to BG-6.
Checked Steps::guardrail() {
    guardrails_.clear();
    if (!question_.guardrail.empty()) {
        if (auto refusal = add_requested()) {
            return refusal;
        }
    }
    const auto enforced = facts_.enforced_guardrails(question_.subject.account, question_.region);
    if (enforced.by_account != nullptr) {
        if (auto refusal = add_enforced(*enforced.by_account, false)) {
            return refusal;
        }
    }
    for (const auto& one : enforced.by_organization) {
        if (auto refusal = add_enforced(one, true)) {
            return refusal;
        }
    }
    return std::nullopt;
}

Result<AppliedGuardrail> named_guardrail(const Facts& facts, const Question& question) {
    Steps steps{facts, question};
    if (auto refusal = steps.named_guardrail()) {
        return std::move(refusal->error);
    }
    return std::move(steps.guardrails().front());
}

}  // namespace licet::decision
