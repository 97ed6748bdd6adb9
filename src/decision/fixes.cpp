// SPDX-License-Identifier: Apache-2.0
#include "decision/fixes.h"

#include "base/check.h"
#include "base/encoding.h"
#include "base/json_writer.h"
#include "decision/policy_fix.h"
#include "decision/shortfall.h"
#include "model/bedrock/model_identifier.h"
#include "model/bedrock/regions.h"
#include "model/grant/grant.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace licet::decision {
namespace {

using model::FoundationModel;

constexpr std::string_view kLicenseRegion = "us-east-1";  // where License Manager keeps licenses

std::string subscribe_parameters(const FoundationModel& model, const model::Product& product) {
    std::string out;
    JsonWriter json{out};
    json.begin_object()
        .member("modelId", model.model_id)
        .member("offerToken", product.offer.offer_token);
    json.end_object();
    return out;
}

/// The answers are the caller's to give: these show their form. Source: rule BA-24.
std::string form_parameters() {
    std::string form;
    JsonWriter answers{form};
    answers.begin_object()
        .member("companyName", "Example Corp")
        .member("companyWebsite", "https://example.com")
        .member("intendedUsers", "0")
        .member("industryOption", "Technology")
        .member("otherIndustryOption", "")
        .member("useCases", "Describe what the models are used for");
    answers.end_object();
    std::string out;
    JsonWriter json{out};
    json.begin_object().member("formData", to_base64(as_bytes(form)));
    json.end_object();
    return out;
}

FixCommand license_manager(AccountId account, std::string operation, std::string parameters) {
    return {.service = "license-manager",
            .operation = std::move(operation),
            .account = account,
            .region = std::string{kLicenseRegion},
            .parameters = std::move(parameters)};
}

Fix change_of(std::string_view member, std::string value, std::string text) {
    Fix fix{.account = {}, .text = std::move(text)};
    if (!value.empty()) {
        fix.change = RequestChange{member, std::move(value)};
    }
    return fix;
}

Fix subscription(Steps& steps, std::string text) {
    const auto& model = *steps.found().model;
    Fix fix{.account = steps.question().subject.account, .text = std::move(text)};
    if (const auto* product = steps.facts().product(model.product_id)) {
        fix.commands = {{.service = "bedrock",
                         .operation = "CreateFoundationModelAgreement",
                         .account = fix.account,
                         .region = std::string{steps.question().region},
                         .parameters = subscribe_parameters(model, *product)}};
    }
    return fix;
}

/// The next status of a grant that is on its way. Source: rule ME-30.
Fix grant_step(const Entitlement& right, AccountId account, std::string operation,
               std::string text) {
    const auto arn = model::grant_arn(right.grantor, *right.grant);
    std::string parameters;
    JsonWriter json{parameters};
    json.begin_object();
    if (operation == "CreateGrantVersion") {
        json.member("ClientToken", fmt::format("activate-{}", right.grant->text()));
    }
    json.member("GrantArn", arn);
    if (operation == "CreateGrantVersion") {
        json.member("Status", "ACTIVE");
    }
    json.end_object();
    return {.account = account,
            .text = std::move(text),
            .commands = {license_manager(account, std::move(operation), std::move(parameters))}};
}

/// What helps a right on to being active; nothing where it takes another right.
std::optional<Fix> right_fix(const Entitlement& right, AccountId account, std::string text) {
    switch (right.level) {
        case EntitlementLevel::not_yet:
            return change_of("time", format_iso8601(right.begins), std::move(text));
        case EntitlementLevel::pending_accept:
            return grant_step(right, account, "AcceptGrant", std::move(text));
        case EntitlementLevel::disabled:
        case EntitlementLevel::standby:
            return grant_step(right, account, "CreateGrantVersion", std::move(text));
        case EntitlementLevel::pending_workflow:
            return Fix{.account = {}, .text = std::move(text)};
        case EntitlementLevel::none:
        case EntitlementLevel::withdrawn:
        case EntitlementLevel::active:
            break;
    }
    return std::nullopt;
}

/// Without a right the account subscribes itself, where there is a public offer; or somebody else
/// gives it one.
Fix no_right_fix(Steps& steps) {
    const auto& right = steps.right();
    const auto account = steps.question().subject.account;
    const auto management = steps.facts().membership(account).management;
    const auto giver = right.level == EntitlementLevel::withdrawn ? right.grantor : management;
    const bool other = giver && giver != account && giver != kMarketplaceAccount;
    const auto given =
        fmt::format("account `{}` can subscribe and grant it the license", giver.text());
    auto fix =
        subscription(steps, fmt::format("Account `{}` can accept the public offer with "
                                        "CreateFoundationModelAgreement{}{}.",
                                        account.text(), other ? ", or " : "", other ? given : ""));
    if (fix.commands.empty()) {
        fix.account = other ? giver : AccountId{};
        fix.text = other ? "A" + given.substr(1) + "." : "Nobody offers the product any more.";
    }
    return fix;
}

Fix entitlement_fix(Steps& steps) {
    const auto& right = steps.right();
    const auto account = steps.question().subject.account;
    const auto& model = *steps.found().model;
    auto text = fmt::format(
        "{}.", entitlement_shortfall(right, model.product_id, account,
                                     "accept the public offer with CreateFoundationModelAgreement")
                   .fix);
    auto fix = right_fix(right, account, std::move(text));
    return fix ? *std::move(fix) : no_right_fix(steps);
}

std::string_view tag_of(ScopeMiss miss) {
    switch (miss) {
        case ScopeMiss::region:
            return model::kScopeRegions;
        case ScopeMiss::operation:
            return model::kScopeOperations;
        case ScopeMiss::not_yet:
            return model::kScopeNotBefore;
        case ScopeMiss::ended:
        case ScopeMiss::none:
            break;
    }
    return model::kScopeNotAfter;
}

Fix scope_fix(Steps& steps) {
    const auto tag = tag_of(steps.right().miss);
    Fix fix;
    for (const auto& [grant, grantor, scope] : limiting_grants(steps)) {
        std::string parameters;
        JsonWriter json{parameters};
        json.begin_object()
            .member("ResourceArn", model::grant_arn(grantor, grant))
            .key("TagKeys")
            .begin_array()
            .string(tag)
            .end_array()
            .end_object();
        fix.account = fix.account ? fix.account : grantor;
        fix.text += fmt::format(
            "{}The grantor, account `{}`, can change or remove the tag `{}` of grant `g-{}`.",
            fix.text.empty() ? "" : " ", grantor.text(), tag, grant.text());
        fix.commands.push_back(license_manager(grantor, "UntagResource", std::move(parameters)));
    }
    return fix;
}

/// Whether the target can be invoked from the region.
bool is_served(const Target& target, Question question, std::string_view region) {
    question.region = region;
    question.in_words = false;
    return !check_regions(target, question);
}

/// A profile by which the model can be used in the region; empty when none is found.
std::string profile_in(Steps& steps, std::string_view region) {
    const auto* here = model::find_region(region);
    const std::array<std::string_view, 5> prefixes{
        here == nullptr ? std::string_view{"us"} : here->geography, "apac", "au", "jp", "global"};
    for (const auto prefix : prefixes) {
        auto id = fmt::format("{}.{}", prefix, steps.found().listed.id);
        Target through{steps.found()};
        through.profile = steps.facts().profile(id);
        if (through.profile != nullptr && is_served(through, steps.question(), region)) {
            return id;
        }
    }
    return {};
}

/// A region from which what is named can be used; empty when there is none.
std::string region_for(const Target& target, const Question& question) {
    const auto fits = [&](const std::string& region) {
        return is_served(target, question, region);
    };
    if (target.profile == nullptr) {
        return target.model->regions.empty() ? std::string{} : target.model->regions.front();
    }
    for (const auto& route : target.profile->routes) {
        const auto& sources = route.source_regions;
        const auto found = std::find_if(sources.begin(), sources.end(), fits);
        if (found != sources.end()) {
            return *found;
        }
    }
    return {};
}

Fix guardrail_fix(const Steps& steps, Reason reason) {
    const auto account = steps.question().subject.account;
    if (reason == Reason::guardrail_unknown) {
        return {.account = account,
                .text = "Name a guardrail that ListGuardrails shows, and one of its versions."};
    }
    if (reason == Reason::guardrail_not_allowed) {
        return {.account = account,
                .text =
                    "An administrator of the account can allow bedrock:ApplyGuardrail on the "
                    "guardrail."};
    }
    const auto management = steps.facts().membership(account).management;
    return {.account = management ? management : account,
            .text =
                "Make what is enforced apply: the version must exist, its resource policy must "
                "let the account apply it, and the caller needs bedrock:ApplyGuardrail; or "
                "except the model in the BEDROCK_POLICY or the enforced configuration."};
}

/// What is wrong with an identifier can only be put right by who gave it.
Fix identifier_fix(const Question& question) {
    const auto named = model::resolve_model_identifier(question.model_identifier);
    if (!named.ok()) {
        return change_of("model", {}, "Name a model that ListFoundationModels shows.");
    }
    const bool other_region = !named->region.empty() && named->region != question.region;
    if (named->kind == model::ModelRefKind::application_profile && other_region) {
        return change_of("region", std::string{named->region},
                         "Call in the region that the ARN names.");
    }
    const bool other_account = named->account && named->account != question.subject.account;
    if (named->kind != model::ModelRefKind::application_profile &&
        (other_region || other_account)) {
        return change_of("model", std::string{named->id},
                         fmt::format("Name it by its id, `{}`.", named->id));
    }
    return change_of("model", {}, "Name a model that ListFoundationModels shows.");
}

Fix fix_of_policies(Steps& steps, const Refusal& refusal) {
    const auto& subject = steps.question().subject;
    const auto for_each = [&](const auto& visit) {
        ArnText text;
        for (std::size_t n = 0; n < steps.accesses().size(); ++n) {
            const auto access = steps.accesses().get(n, text);
            visit(policy::Question{access.action, access.resource, steps.keys_for(access)});
        }
    };
    const PolicyCase refused{subject, steps.levels(), steps.rights(),
                             steps.facts().membership(subject.account).management, for_each};
    return refusal.authorization.layer == Layer::service_control_policy
               ? control_policy_fix(refused)
               : identity_policy_fix(refused);
}

/// Both layers at once: the step asks both.
Fix may_subscribe_fix(Steps& steps) {
    const auto& subject = steps.question().subject;
    const auto for_each = [&](const auto& visit) {
        steps.ask_to_subscribe([&](const policy::Question& question) {
            visit(question);
            return true;
        });
    };
    const PolicyCase refused{subject, steps.levels(), steps.rights(),
                             steps.facts().membership(subject.account).management, for_each};
    Fix fix{.account = subject.account, .text = {}};
    if (steps.asks_control_policies()) {
        fix = control_policy_fix(refused);
    }
    if (steps.asks_identity_policies()) {
        auto own = identity_policy_fix(refused);
        fix.account = fix.commands.empty() ? own.account : fix.account;
        fix.text = fix.commands.empty() ? own.text : fix.text + " " + own.text;
        fix.commands.insert(fix.commands.end(), own.commands.begin(), own.commands.end());
    }
    return fix;
}

Fix region_fix(Steps& steps, bool by_profile) {
    const auto& question = steps.question();
    if (by_profile) {
        auto profile = profile_in(steps, question.region);
        auto text = profile.empty() ? std::string{"Name an inference profile of the model."}
                                    : fmt::format("Name the inference profile `{}`.", profile);
        return change_of("model", std::move(profile), std::move(text));
    }
    auto region = region_for(steps.found(), question);
    if (steps.found().application != nullptr && !region.empty()) {
        return change_of("region", {},
                         fmt::format("Make an application profile in region `{}`.", region));
    }
    auto text = region.empty() ? std::string{"Use another model."}
                               : fmt::format("Call in region `{}`.", region);
    return change_of("region", std::move(region), std::move(text));
}

}  // namespace

std::vector<GrantLimit> limiting_grants(const Steps& steps) {
    auto all = steps.facts().limits_of(steps.right());
    std::erase_if(all, [&](const GrantLimit& limit) {
        return miss_of(limit.scope, steps.use(), steps.question().now) != steps.right().miss;
    });
    LICET_CHECK(!all.empty());
    return all;
}

Fix product_fix(const Facts& facts, const ProductDecision& decision, AccountId account) {
    const auto& right = decision.entitlement;
    const auto management = facts.membership(account).management;
    std::string text = decision.missing->fix + ".";
    text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    if (decision.reason == Reason::account_closed || decision.reason == Reason::product_unknown) {
        return {.account = {}, .text = std::move(text)};
    }
    if (auto fix = right_fix(right, account, text)) {
        return *std::move(fix);
    }
    auto giver = right.grantor;
    if (right.level == EntitlementLevel::none) {
        giver = management ? management : account;
    } else if (right.level == EntitlementLevel::withdrawn && giver == kMarketplaceAccount) {
        giver = account;
    }
    return {.account = giver, .text = std::move(text)};
}

std::optional<Fix> fix_of(Steps& steps, const Refusal& refusal) {
    const auto account = steps.question().subject.account;
    switch (step_of(refusal.reason)) {
        case 1:
            return change_of("principal", {}, "Use credentials of an account that is ACTIVE.");
        case 4:
            return Fix{
                .account = account,
                .text = fmt::format("Account `{}`, or the organization's management account, "
                                    "can send the form with PutUseCaseForModelAccess.",
                                    account.text()),
                .commands = {{.service = "bedrock",
                              .operation = "PutUseCaseForModelAccess",
                              .account = account,
                              .region = std::string{steps.question().region},
                              .parameters = form_parameters()}}};
        case 5:
        case 6:
            return fix_of_policies(steps, refusal);
        case 7:
            return scope_fix(steps);
        case 8:
            return guardrail_fix(steps, refusal.reason);
        default:
            break;
    }
    switch (refusal.reason) {
        case Reason::model_invalid:
            return identifier_fix(steps.question());
        case Reason::region_not_served:
        case Reason::profile_needed:
            return region_fix(steps, refusal.reason == Reason::profile_needed);
        case Reason::subscribe_not_allowed:
            return may_subscribe_fix(steps);
        case Reason::subscription_failed:
            return subscription(steps,
                                "Put right what is missing, then accept the public offer "
                                "with CreateFoundationModelAgreement.");
        case Reason::model_ended:
            return change_of("model", {}, "Use a model that ListFoundationModels shows as ACTIVE.");
        default:
            return entitlement_fix(steps);
    }
}

}  // namespace licet::decision
