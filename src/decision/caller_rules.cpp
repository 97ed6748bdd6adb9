// SPDX-License-Identifier: Apache-2.0
#include "decision/caller_rules.h"

#include "base/check.h"
#include "base/json_writer.h"
#include "decision/shortfall.h"
#include "decision/trusted_caller.h"
#include "model/license/license.h"
#include "policy/actions.h"

#include <fmt/format.h>

#include <initializer_list>
#include <utility>

namespace licet::decision {
namespace {

using Verdict = model::TrustOutcome::Verdict;

constexpr std::string_view kAssumeRole = "sts:AssumeRole";
constexpr std::string_view kCreateGrant = "license-manager:CreateGrant";
constexpr std::string_view kLicenseManager = "license-manager.amazonaws.com";
constexpr std::string_view kGlobalRegion = "us-east-1";
constexpr std::size_t kAccountDigits = 12;

struct Row {
    std::string_view actions;  ///< the first that is like an action holds for it
    CallerRule rule;
};

constexpr Row kRows[] = {
    // Source: rule OR-7.
    {"organizations:AcceptHandshake", CallerRule::anybody},
    {"organizations:CreateOrganization", CallerRule::anybody},
    {"organizations:DeclineHandshake", CallerRule::anybody},
    {"organizations:DescribeHandshake", CallerRule::anybody},
    {"organizations:ListHandshakesForAccount", CallerRule::anybody},
    {"organizations:DescribeEffectivePolicy", CallerRule::member},
    {"organizations:DescribeOrganization", CallerRule::member},
    {"organizations:LeaveOrganization", CallerRule::member},
    {"organizations:Describe*", CallerRule::reader},
    {"organizations:List*", CallerRule::reader},
    {"organizations:*", CallerRule::management},
    // Source: rules OR-5, GR-5, GR-6, CO-1; table 4.5.
    {"license-manager:ListReceivedGrantsForOrganization", CallerRule::administrator},
    {"license-manager:ListReceivedLicensesForOrganization", CallerRule::administrator},
    {kCreateGrant, CallerRule::license_holder},
    {"license-manager:DeleteGrant", CallerRule::owner},
    {"license-manager:CreateLicenseVersion", CallerRule::owner},
    {"license-manager:DeleteLicense", CallerRule::owner},
    // Source: domain.md 7.2; model::require_founder().
    {"licet:ApplyCatalog", CallerRule::founder},
    {"licet:ApplyOffers", CallerRule::founder},
    {"licet:OpenAccount", CallerRule::founder},
    {"licet:GetOrganizationSettings", CallerRule::member},
    {"licet:UpdateOrganizationSettings", CallerRule::management},
    // Identities and application profiles are their account's. Source: rule BA-30; IAM User Guide,
    // "Policy evaluation logic".
    {kAssumeRole, CallerRule::trusted},
    {"iam:*", CallerRule::owner},
    {"bedrock:*InferenceProfile*", CallerRule::owner},
    {"bedrock:*Resource", CallerRule::owner},
};

std::string json_object(std::initializer_list<std::pair<std::string_view, std::string_view>> all) {
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    for (const auto& [name, value] : all) {
        json.member(name, value);
    }
    json.end_object();
    return out;
}

/// Somebody else can: asking for that account answers otherwise.
Fix ask_as(const Subject& subject, AccountId account, std::string text) {
    Fix fix{.account = account, .text = std::move(text)};
    fix.change = subject.principal == nullptr
                     ? RequestChange{"account", account.text()}
                     : RequestChange{"principal", model::root_arn(account)};
    return fix;
}

}  // namespace

CallerRule caller_rule(std::string_view action) {
    for (const auto& [actions, rule] : kRows) {
        if (policy::is_like(actions, action)) {
            return rule;
        }
    }
    return CallerRule::anybody;
}

std::string_view reason_text(CallerFault fault) {
    switch (fault) {
        case CallerFault::account_closed:
            return "account_closed";
        case CallerFault::not_in_organization:
            return "not_in_organization";
        case CallerFault::not_organization_reader:
            return "not_organization_reader";
        case CallerFault::not_license_administrator:
            return "not_license_administrator";
        case CallerFault::not_management_account:
            return "not_management_account";
        case CallerFault::not_founder:
            return "not_founder";
        case CallerFault::not_the_owner:
            return "not_the_owner";
        case CallerFault::not_license_holder:
            return "not_license_holder";
        case CallerFault::root_assumes_role:
            return "root_assumes_role";
        case CallerFault::role_does_not_trust:
            return "role_does_not_trust";
        case CallerFault::none:
            break;
    }
    return "none";
}

AccountId account_in(std::string_view arn) {
    if (!arn.starts_with("arn:")) {
        return {};
    }
    for (int part = 0; part < 4; ++part) {
        const auto colon = arn.find(':');
        if (colon == std::string_view::npos) {
            return {};
        }
        arn.remove_prefix(colon + 1);
    }
    const auto account = AccountId::parse(arn.substr(0, arn.find(':')));
    return account.ok() ? *account : AccountId{};
}

CallerCheck::CallerCheck(const Facts& facts, const Directory& directory,
                         const policy::Action& action, std::string_view resource,
                         const policy::Context& context)
    : facts_{facts}, directory_{directory}, resource_{resource}, owner_{account_in(resource)} {
    const bool known = action.number() != policy::Action::kUnknown;
    rule_ = caller_rule(known ? policy::known_actions()[action.number()] : action.text());
    const auto key = policy::Key::licet_grantee;
    if (rule_ == CallerRule::license_holder) {
        if (const auto named = model::parse_resource_arn(resource, "license"); named.ok()) {
            license_ = named->id;
        }
        to_node_ = context.has(key) && !context.is_list(key) &&
                   context.value(key).size() != kAccountDigits;
    }
    if (rule_ == CallerRule::trusted) {
        trust_ = directory.trust_of(resource);
        if (context.has(policy::Key::sts_external_id)) {
            terms_.external_id = context.value(policy::Key::sts_external_id);
        }
        if (context.has(policy::Key::sts_source_identity)) {
            terms_.source_identity = context.value(policy::Key::sts_source_identity);
        }
    }
}

CallerFault CallerCheck::fault_of(const Subject& subject) const {
    if (facts_.standing(subject.account) != Facts::AccountStanding::open) {
        return CallerFault::account_closed;
    }
    switch (rule_) {
        case CallerRule::anybody:
            return CallerFault::none;
        case CallerRule::founder:
            return subject.account == directory_.founder() ? CallerFault::none
                                                           : CallerFault::not_founder;
        case CallerRule::owner:
            return !owner_ || subject.account == owner_ ? CallerFault::none
                                                        : CallerFault::not_the_owner;
        case CallerRule::license_holder:
            return license_fault(subject.account);
        case CallerRule::trusted:
            return trust_fault(subject);
        case CallerRule::member:
        case CallerRule::reader:
        case CallerRule::administrator:
        case CallerRule::management:
            break;
    }
    return organization_fault(subject.account);
}

CallerFault CallerCheck::organization_fault(AccountId account) const {
    if (facts_.membership(account).organization.empty()) {
        return CallerFault::not_in_organization;
    }
    const auto authority = directory_.authority_of(account);
    if (rule_ == CallerRule::reader && authority < Authority::some_service) {
        return CallerFault::not_organization_reader;
    }
    if (rule_ == CallerRule::administrator && authority < Authority::license_manager) {
        return CallerFault::not_license_administrator;
    }
    return rule_ == CallerRule::management && authority < Authority::organization
               ? CallerFault::not_management_account
               : CallerFault::none;
}

CallerFault CallerCheck::license_fault(AccountId account) const {
    if (license_ && !directory_.may_grant(account, owner_, *license_)) {
        return CallerFault::not_license_holder;
    }
    return to_node_ && directory_.authority_of(account) < Authority::license_manager
               ? CallerFault::not_license_administrator
               : CallerFault::none;
}

CallerFault CallerCheck::trust_fault(const Subject& subject) const {
    if (subject.principal != nullptr && subject.principal->kind == model::PrincipalKind::root) {
        return CallerFault::root_assumes_role;
    }
    return resource_ == "*" || outcome_of(subject).trusts() ? CallerFault::none
                                                            : CallerFault::role_does_not_trust;
}

model::TrustOutcome CallerCheck::outcome_of(const Subject& subject) const {
    if (trust_ == nullptr) {
        return {};
    }
    if (subject.principal == nullptr) {
        return model::judge_trust(*trust_, subject.account, terms_);
    }
    const auto assumes = model::judge_trust(*trust_, *subject.principal, terms_);
    if (!assumes.trusts() || !terms_.source_identity) {
        return assumes;
    }
    const auto names_itself = model::judge_trust(*trust_, *subject.principal, terms_,
                                                 model::TrustAction::set_source_identity);
    return names_itself.trusts() ? assumes : names_itself;
}

ByResource CallerCheck::by_resource(const Subject& subject) const {
    if (trust_ == nullptr || subject.principal == nullptr || subject.account != owner_) {
        return ByResource::nothing;
    }
    return by_trust(outcome_of(subject));
}

Step CallerCheck::step_of(const Subject& subject) const {
    Step step{.number = 1,
              .name = "caller",
              .verdict = StepVerdict::passed,
              .subject = subject.account.text()};
    const auto fault = fault_of(subject);
    if (fault == CallerFault::none) {
        step.message = passing_message(subject);
        return step;
    }
    step.verdict = StepVerdict::refused;
    step.reason = reason_text(fault);
    step.message = message_of(fault, subject);
    step.fix = fix_of(fault, subject);
    return step;
}

std::string CallerCheck::passing_message(const Subject& subject) const {
    switch (rule_) {
        case CallerRule::reader:
        case CallerRule::administrator:
            if (directory_.authority_of(subject.account) != Authority::organization) {
                return "the account is a delegated administrator of its organization";
            }
            [[fallthrough]];
        case CallerRule::management:
            return "the account is its organization's management account";
        case CallerRule::member:
            return "the account is a member of an organization";
        case CallerRule::founder:
            return "the account is the installation's first";
        case CallerRule::owner:
            return owner_ ? "the resource is the account's own" : "the account is open";
        case CallerRule::license_holder:
            return license_ ? "the account may grant the license" : "the account is open";
        case CallerRule::trusted:
            return trust_ == nullptr
                       ? "the account is open"
                       : fmt::format("statement {} of the role's trust policy names {}",
                                     outcome_of(subject).statement + 1,
                                     by_resource(subject) == ByResource::nothing
                                         ? "the account: its policies must allow it as well"
                                         : "the caller");
        case CallerRule::anybody:
            break;
    }
    return "the account is open";
}

std::string CallerCheck::message_of(CallerFault fault, const Subject& subject) const {
    const auto account = subject.account.text();
    switch (fault) {
        case CallerFault::account_closed:
            return account_shortfall(facts_.standing(subject.account), subject.account).what;
        case CallerFault::not_in_organization:
            return fmt::format("account `{}` is not a member of an organization", account);
        case CallerFault::not_organization_reader:
            return fmt::format(
                "account `{}` is neither the organization's management account nor "
                "a delegated administrator",
                account);
        case CallerFault::not_license_administrator:
            return fmt::format(
                "account `{}` is neither the organization's management account nor "
                "License Manager's delegated administrator",
                account);
        case CallerFault::not_management_account:
            return fmt::format(
                "account `{}` is not the organization's management account, which "
                "alone may do this",
                account);
        case CallerFault::not_founder:
            return fmt::format(
                "account `{}` is not the installation's first, which alone may do "
                "this",
                account);
        case CallerFault::not_the_owner:
            return fmt::format(
                "the resource is of account `{}`; account `{}` can do this to its "
                "own only",
                owner_.text(), account);
        case CallerFault::not_license_holder:
            return fmt::format(
                "account `{}` neither holds the license nor has an ACTIVE grant of "
                "it by which it may pass it on",
                account);
        case CallerFault::root_assumes_role:
            return "roles may not be assumed by root accounts";
        case CallerFault::role_does_not_trust:
        case CallerFault::none:
            break;
    }
    return fmt::format("there is no role `{}` whose trust policy lets {} assume it", resource_,
                       subject.principal == nullptr ? fmt::format("account `{}`", account)
                                                    : fmt::format("`{}`", subject.principal->arn));
}

Fix CallerCheck::fix_of(CallerFault fault, const Subject& subject) const {
    const auto management = facts_.membership(subject.account).management;
    switch (fault) {
        case CallerFault::account_closed:
            return {.account = {}, .text = "Use credentials of an account that is ACTIVE."};
        case CallerFault::not_in_organization:
            return {.account = {}, .text = "Use an account that is in an organization."};
        case CallerFault::not_organization_reader:
        case CallerFault::not_license_administrator:
            return delegation_fix(subject.account, management);
        case CallerFault::not_management_account:
            return ask_as(
                subject, management,
                fmt::format("The management account `{}` can do this.", management.text()));
        case CallerFault::not_founder:
            return {.account = {}, .text = "Use the account that `licet init` made."};
        case CallerFault::not_the_owner:
            return ask_as(subject, owner_, fmt::format("Account `{}` can do this.", owner_.text()));
        case CallerFault::not_license_holder:
            return {.account = {},
                    .text =
                        "Ask the account that holds the license, or, where a seller issued it, "
                        "ask for a grant with the operation CreateGrant."};
        case CallerFault::root_assumes_role:
            return {
                .account = subject.account,
                .text = fmt::format("Use a user or role of account `{}`.", subject.account.text())};
        case CallerFault::role_does_not_trust:
        case CallerFault::none:
            break;
    }
    return trust_fix(subject);
}

Fix CallerCheck::delegation_fix(AccountId account, AccountId management) {
    const auto command = [&](std::string operation, std::string parameters) {
        return FixCommand{.service = "organizations",
                          .operation = std::move(operation),
                          .account = management,
                          .region = std::string{kGlobalRegion},
                          .parameters = std::move(parameters)};
    };
    return {.account = management,
            .text = fmt::format("The management account `{}` can do this, or make account `{}` "
                                "License Manager's delegated administrator.",
                                management.text(), account.text()),
            .commands = {command("EnableAWSServiceAccess",
                                 json_object({{"ServicePrincipal", kLicenseManager}})),
                         command("RegisterDelegatedAdministrator",
                                 json_object({{"AccountId", account.text()},
                                              {"ServicePrincipal", kLicenseManager}}))}};
}

/// Of a role of another account nothing is said but what its ARN says.
Fix CallerCheck::trust_fix(const Subject& subject) const {
    Fix fix{.account = owner_,
            .text = fmt::format("Account `{}` can name the caller in the trust policy of a role "
                                "with UpdateAssumeRolePolicy.",
                                owner_.text())};
    if (!owner_) {
        return {.account = {}, .text = "Name a role by its ARN."};
    }
    if (owner_ != subject.account || trust_ == nullptr || !trust_->policy ||
        subject.principal == nullptr) {
        return fix;
    }
    const auto rights = facts_.rights(*subject.principal);
    const std::string_view arn = rights.arn.empty() ? subject.principal->arn : rights.arn;
    fix.commands = {{.service = "iam",
                     .operation = "UpdateAssumeRolePolicy",
                     .account = owner_,
                     .region = std::string{kGlobalRegion},
                     .parameters = json_object(
                         {{"RoleName", resource_.substr(resource_.rfind('/') + 1)},
                          {"PolicyDocument",
                           model::trust_policy_naming(
                               *trust_, arn,
                               model::denying_statements(*trust_, *subject.principal, terms_))}})}};
    return fix;
}

}  // namespace licet::decision
