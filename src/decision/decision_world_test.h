// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/agreements_test.h"
#include "decision/decide.h"
#include "decision/random_organizations_test.h"
#include "decision/random_policies_test.h"
#include "decision/reference_policies_test.h"
#include "model/bedrock/model_identifier.h"
#include "model/grant/sub_grant.h"
#include "model/identity/boundary.h"
#include "model/identity/managed_policies.h"
#include "model/identity/service_linked_roles.h"
#include "model/license/tagging.h"
#include "model/organization/policies.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace licet::decision {

/// Organizations with identities, policies, licenses and grants of the models of a catalogue, that
/// change at random by commands. Everything that happens goes to an IndexBuilder too. What is drawn
/// at random: how many organizations there are, how deep their OUs lie, what the catalogue lists
/// and where, who stands where, who holds what, and all that the changes do.
class DecisionWorld : public RandomOrganizations {
public:
    using Words = decision::Words;

    /// @param steps random changes that it has behind it; without any it is a small world that is
    ///              the same for all seeds, but for who has what license until when.
    explicit DecisionWorld(std::uint64_t seed, int steps = 12) : RandomOrganizations{seed} {
        add_agreement(world.state, "agmt-1", 3);
        add_agreement(world.state, "agmt-2", 4);
        note({model::CatalogueApplied{steps > 0 ? RandomCatalogue{dice_, world.now}.make()
                                                : model::sample::catalogue()}});
        if (steps > 0) {
            grow();
        }
        if (chance(60)) {
            note({model::UseCaseSubmitted{world.management, "Zm9ybQ=="}});
        }
        for (const auto& product : kProducts) {
            subscribe(world.management, product);
        }
        if (steps > 0 && chance(60)) {
            subscribe(any_manager(), pick(kProducts));
        }
        as(world.management);
        if (steps > 0) {
            note(model::change_settings(
                world.state,
                {.auto_subscribe = chance(40), .fallback_to_own_subscription = chance(30)},
                world.context()));
            note(model::change_license_settings(world.state, {.link_organizations = chance(70)},
                                                world.context()));
        }
        for (int i = 0; i < steps; ++i) {
            step();
        }
    }

    /// One change at random; commands that are refused change nothing.
    void step() {
        using Change = void (DecisionWorld::*)();
        static constexpr std::array<Change, 39> kChanges{
            &DecisionWorld::grant,     &DecisionWorld::grant,          &DecisionWorld::grant,
            &DecisionWorld::grant,     &DecisionWorld::activate,       &DecisionWorld::activate,
            &DecisionWorld::activate,  &DecisionWorld::activate,       &DecisionWorld::activate,
            &DecisionWorld::answer,    &DecisionWorld::answer,         &DecisionWorld::tag_grant,
            &DecisionWorld::tag_grant, &DecisionWorld::tag_grant,      &DecisionWorld::buy,
            &DecisionWorld::buy,       &DecisionWorld::change_license, &DecisionWorld::move,
            &DecisionWorld::move,      &DecisionWorld::control,        &DecisionWorld::control,
            &DecisionWorld::control,   &DecisionWorld::control,        &DecisionWorld::uncontrol,
            &DecisionWorld::uncontrol, &DecisionWorld::allow,          &DecisionWorld::allow,
            &DecisionWorld::allow,     &DecisionWorld::bound,          &DecisionWorld::bound,
            &DecisionWorld::bound,     &DecisionWorld::form,           &DecisionWorld::first_use,
            &DecisionWorld::first_use, &DecisionWorld::profile,        &DecisionWorld::rewrite,
            &DecisionWorld::guardrail, &DecisionWorld::guardrail,      &DecisionWorld::guardrail};
        edges_.clear();
        if (chance(10)) {
            rare();
        } else {
            (this->*kChanges.at(below(kChanges.size())))();
        }
    }
    /// A question about this world, with what it refers to.
    struct Asked {
        model::Principal principal;
        bool whole_account = false;
        std::string identifier;
        std::string region;
        Time now;
        model::ModelOperation operation = model::ModelOperation::InvokeModel;
        reference::Values request;
        std::string guardrail = {};  ///< id or ARN; empty: none is named
        std::string guardrail_version = {};

        Subject subject() const {
            return whole_account ? Subject{principal.account} : Subject{principal};
        }
        policy::Context context() const {
            policy::Context made;
            for (const auto& [name, key] : kRequestKeys) {
                if (const auto found = request.find(name); found != request.end()) {
                    made.set(key, found->second.front());
                }
            }
            return made;
        }
        std::string text() const {
            return fmt::format("{} {} of {}, {} in {} at {}, operation {}",
                               whole_account ? "account" : principal.arn, principal.id,
                               principal.account.text(), identifier, region, to_epoch_ms(now),
                               static_cast<int>(operation));
        }
    };

    Asked ask() {
        Asked asked{.principal = principal(pick(accounts_)),
                    .whole_account = chance(15),
                    .identifier = {},
                    .region = {},
                    .now = time()};
        identify(asked);
        asked.operation = static_cast<model::ModelOperation>(below(7));
        for (const auto& [name, key] : kRequestKeys) {
            if (chance(50)) {
                asked.request[name] = {pick(kRequestValues.at(name))};
            }
        }
        if (chance(15)) {
            name_guardrail(asked);
        }
        asked.request["aws:currenttime"] = {format_iso8601(asked.now)};
        return asked;
    }

    static inline const Words kProducts = RandomCatalogue::kProducts;
    static inline const Words kRegions = RandomCatalogue::kRegions;
    static inline const std::string kAllowAll = RandomPolicies::kAllowAll;

private:
    static constexpr std::size_t kAccountsMax = 12;
    static inline const std::map<std::string, policy::Key> kRequestKeys{
        {"aws:sourceip", policy::Key::aws_source_ip},
        {"aws:securetransport", policy::Key::aws_secure_transport},
        {"bedrock:guardrailidentifier", policy::Key::bedrock_guardrail_identifier}};
    static inline const std::map<std::string, Words> kRequestValues{
        {"aws:sourceip", {"10.0.0.7", "192.0.2.1"}},
        {"aws:securetransport", {"true", "false"}},
        {"bedrock:guardrailidentifier", {"g1", "g2"}}};
    static inline const Words kModels = RandomCatalogue::kModels;

    model::Principal principal(AccountId account) {
        model::Principal made = chance(40)   ? user(account)
                                : chance(50) ? session(account)
                                             : root_of(account);
        if (chance(5)) {
            made.id = made.role_id = "AROAGONE";  // of somebody who is no more
        }
        if (chance(3)) {
            made.kind = model::PrincipalKind::service;
        }
        for (const auto& [name, role] : world.state.identity.roles) {
            if (name.account == account && role.path.starts_with("/aws-") && chance(25)) {
                made = session(account);
                made.arn = model::session_arn(account, name.name, "s");
                made.name = name.name + "/s";
                made.id = role.id + ":s";
                made.role_id = role.id;
            }
        }
        made.api_key = made.kind == model::PrincipalKind::user && chance(30);
        return made;
    }
    /// Names a model, by its id or an ARN, mostly in a region where it can be called.
    void identify(Asked& asked) {
        std::string id = chance(50) ? any_profile() : pick(kModels);
        if (chance(4)) {
            id = chance(50) ? "no model" : "anthropic.unknown-v1:0";
        }
        asked.region = chance(80) ? good_region(id) : pick(kRegions);
        asked.identifier = id;
        const auto at = chance(90) ? asked.region : pick(kRegions);
        const auto owner = chance(90) ? asked.principal.account : pick(accounts_);
        const auto& own = world.state.models.application_profiles;
        if (!own.empty() && chance(10)) {
            const auto& [name, made] =
                *std::next(own.begin(), static_cast<std::ptrdiff_t>(below(own.size())));
            asked.region = chance(80) ? made.region : asked.region;
            asked.identifier = model::application_profile_arn(
                chance(90) ? made.region : at, chance(80) ? made.account : owner, name);
            if (chance(70)) {
                asked.principal = principal(made.account);
            }
        } else if (chance(20)) {
            asked.identifier = world.state.models.profiles.contains(id)
                                   ? model::profile_arn(at, owner, id)
                                   : model::model_arn(at, id);
        }
    }
    /// Where the model or profile can be called, if it can be anywhere.
    std::string good_region(const std::string& id) {
        const auto& all = world.state.models;
        if (const auto model = all.models.find(id); model != all.models.end()) {
            return pick(model->second.regions);
        }
        const auto profile = all.profiles.find(id);
        return profile == all.profiles.end() ? pick(kRegions)
                                             : pick(pick(profile->second.routes).source_regions);
    }
    /// The id of a profile of the catalogue, or of one that could be there.
    std::string any_profile() {
        const auto& all = world.state.models.profiles;
        return all.empty() || chance(5)
                   ? "us." + pick(kModels)
                   : std::next(all.begin(), static_cast<std::ptrdiff_t>(below(all.size())))->first;
    }
    /// Now, or a moment at which something begins or ends, or one before or after it.
    Time time() {
        if (edges_.empty()) {
            edges_ = edges();
        }
        return chance(50) ? world.now : pick(edges_) + Milliseconds{static_cast<int>(below(3)) - 1};
    }
    std::vector<Time> edges() const {
        std::vector<Time> edges{world.now};
        for (const auto& [id, model] : world.state.models.models) {
            if (model.lifecycle.end_of_life) {
                edges.push_back(*model.lifecycle.end_of_life);
            }
        }
        for (const auto& [id, license] : world.state.license.licenses) {
            edges.push_back(license.versions.back().valid_from);
            edges.push_back(license.versions.back().valid_until.value_or(world.now));
        }
        for (const auto& [id, details] : world.state.grant.details) {
            if (details.scope && details.scope->not_before != Time::min()) {
                edges.push_back(details.scope->not_before);
            }
            if (details.scope && details.scope->not_after != Time::max()) {
                edges.push_back(details.scope->not_after);
            }
        }
        for (const auto& [account, products] : world.state.first_use.pending) {
            for (const auto& [product, use] : products) {
                edges.push_back(use.started_at + std::chrono::minutes{15});
            }
        }
        return edges;
    }

    // --- changes of grants and licenses ----------------------------------------------------------

    /// A grant, or somebody's sub-grant of one; seldom the one by which a license is held.
    model::GrantId any_grant() {
        const auto& all = world.state.grant.grants;
        auto found = all.begin();
        for (int tries = 0; tries < 4; ++tries) {
            found = std::next(all.begin(), static_cast<std::ptrdiff_t>(below(all.size())));
            if (!found->second.from_issuer) {
                break;
            }
        }
        return found->second.grantee.kind == model::GranteeKind::account || chance(30)
                   ? found->first
                   : model::sub_grant_id(world.state.grant, found->first, pick(accounts_));
    }
    /// Who it is for, mostly.
    AccountId receiver_of(const model::GrantId& id) {
        const auto part = id.part();
        return chance(30) ? pick(accounts_)
               : part     ? part->account
                          : model::find_grant(world.state.grant, id)->grantee.account;
    }
    Id128 any_license() {
        const auto& all = world.state.license.licenses;
        return std::next(all.begin(), static_cast<std::ptrdiff_t>(below(all.size())))->first;
    }
    std::vector<model::Tag> scope_tags() {
        std::vector<model::Tag> tags;
        if (chance(50)) {
            tags.push_back({std::string{model::kScopeRegions},
                            pick(Words{"us", "eu", "us-east-1", "us-east-1 us-west-2 eu",
                                       "apac eu us", "af apac ca eu il me mx sa us"})});
        }
        if (chance(40)) {
            tags.push_back({std::string{model::kScopeOperations},
                            pick(Words{"Converse", "InvokeModel Converse CountTokens",
                                       "ConverseStream InvokeModelWithResponseStream"})});
        }
        if (chance(30)) {
            tags.push_back({std::string{model::kScopeNotBefore},
                            format_iso8601(world.now + std::chrono::minutes{2})});
        }
        if (chance(30)) {
            tags.push_back({std::string{model::kScopeNotAfter},
                            chance(20) ? "2023-11-14"
                                       : format_iso8601(world.now + std::chrono::minutes{
                                                                        chance(30) ? -1 : 4})});
        }
        return tags;
    }
    void subscribe(AccountId account, const std::string& product) {
        note(model::issue_subscription_license(
            world.state,
            {.holder = account,
             .product_sku = product,
             .agreement = "agmt-1",
             .license_name = "l",
             .product_name = "p",
             .valid_from = world.now + std::chrono::minutes{chance(10) ? 1 : 0},
             .valid_until =
                 chance(20) ? std::optional{world.now + std::chrono::minutes{5}} : std::nullopt,
             .entitlements = {}},
            world.now, world.random));
    }

    /// Of a license that an account holds, or passes on.
    void grant() {
        const auto license = any_license();
        const auto& details = world.state.license.licenses.at(license);
        const auto grantor =
            details.issuer != kMarketplaceAccount && chance(60) ? pick(accounts_) : details.holder;
        const auto manager = manager_of(grantor);
        const auto* home = model::find_account(world.state.organization, grantor);
        const auto arn = "arn:aws:organizations::" + manager.text() + ":";
        std::string principal = model::GrantWorld::account_principal(pick(accounts_));
        if (!home->organization.empty() && chance(75)) {
            const auto node = pick(nodes(manager));
            principal = node.starts_with("ou-") && chance(70)
                            ? arn + "ou/" + home->organization + "/" + node
                            : arn + "organization/" + home->organization;
        }
        as(grantor);
        auto command = world.create_command(principal);
        command.license_arn = world.license_text(license);
        if (chance(40)) {
            command.operations.add(model::AllowedOperation::CreateGrant);
        }
        for (const auto& tag : chance(30) ? scope_tags() : std::vector<model::Tag>{}) {
            command.tags[tag.key] = tag.value;
        }
        const auto made = model::create_grant(world.state, command, world.context());
        if (made.ok() && chance(40)) {
            apply(made->events);  // its distribution waits for the next change
        } else if (note(made) && chance(40)) {
            note(world.try_set(grantor, made->id, model::kActive,
                               chance(50) ? std::optional{model::kAll} : std::nullopt));
        }
    }
    void activate() {
        const auto id = any_grant();
        const auto status = chance(75) ? model::kActive : model::kDisabled;
        const auto by = chance(50) ? model::find_grant(world.state.grant, id.parent())->grantor
                                   : receiver_of(id);
        note(world.try_set(by, id, status, chance(50) ? std::optional{model::kAll} : std::nullopt));
    }
    void answer() {
        const auto id = any_grant();
        const auto by = receiver_of(id);
        if (chance(80)) {
            note(world.try_accept(by, id));
        } else {
            note(chance(50) ? world.try_reject(by, id) : world.try_remove(by, id));
        }
    }
    void tag_grant() {
        const auto id = any_grant().parent();
        as(model::find_grant(world.state.grant, id)->grantor);
        if (chance(60)) {
            note(model::tag_resource(world.state, world.arn(id), scope_tags(), world.context()));
        } else {
            note(model::untag_resource(
                world.state, world.arn(id),
                {std::string{model::kScopeRegions}, std::string{model::kScopeNotAfter}},
                world.context()));
        }
    }
    /// A subscription, or a license that an account issues as a seller.
    void buy() {
        if (chance(70)) {
            subscribe(pick(accounts_), pick(kProducts));
            return;
        }
        as(pick(accounts_));
        auto terms = world.terms();
        terms.valid_until =
            chance(40) ? std::optional{world.now + std::chrono::minutes{3}} : std::nullopt;
        note(model::issue_license(world.state,
                                  {.terms = terms,
                                   .product_sku = kSku,
                                   .beneficiary = "buyers",
                                   .tags = {},
                                   .request = {}},
                                  world.context()));
    }
    std::vector<model::Entitlement> some_quotas() {
        if (chance(60)) {
            return {};
        }
        return {{.name = "licet:quota:requests-per-day",
                 .unit = "Count",
                 .value = {},
                 .max_count = chance(50) ? 7 : 8}};
    }
    void change_license() {
        const auto id = any_license();
        const auto& license = world.state.license.licenses.at(id);
        if (license.issuer != kMarketplaceAccount) {
            note(world.try_revise(
                id,
                chance(50) ? model::LicenseStatus::DEACTIVATED : model::LicenseStatus::AVAILABLE,
                world.terms()));
        } else if (chance(40)) {
            note(model::withdraw_license(world.state, id, model::LicenseStatus::DEACTIVATED,
                                         world.now));
        } else {
            note(model::renew_subscription_license(
                world.state, id,
                {.agreement = "agmt-2",
                 .license_name = "l",
                 .product_name = "p",
                 .valid_from = world.now,
                 .valid_until =
                     chance(30) ? std::optional{world.now + std::chrono::minutes{5}} : std::nullopt,
                 .entitlements = some_quotas()},
                world.now));
        }
    }

    // --- changes of accounts and policies --------------------------------------------------------

    void move() {
        const auto account = pick(accounts_);
        const auto manager = manager_of(account);
        const auto* home = model::find_account(world.state.organization, account);
        if (home->organization.empty()) {
            join(account, any_manager());
        } else if (account != manager && chance(12)) {
            as(manager);
            note(model::remove_account(world.state, {account}, world.context()));
        } else {
            put(account, pick(nodes(manager)));
        }
    }
    /// A root, an OU or an account of the organization.
    std::string any_target(AccountId manager) {
        const auto account = pick(accounts_);
        return chance(25) && manager_of(account) == manager ? account.text() : pick(nodes(manager));
    }
    void control() {
        const auto manager = any_manager();
        as(manager);
        const auto type = chance(65) ? kScp : chance(70) ? Type::BEDROCK_POLICY : pick(kTypes);
        const auto made =
            model::create_organization_policy(world.state,
                                              {type,
                                               fmt::format("policy-{}", ++names_),
                                               "",
                                               RandomPolicies{dice_}.content(type, manager.text()),
                                               {}},
                                              world.context());
        if (note(made)) {
            const auto& id = std::get<model::OrganizationPolicyCreated>(made->front()).id;
            const auto target = any_target(manager);
            note(model::attach_organization_policy(world.state, {id, target}, world.context()));
            if (type == kScp && chance(15)) {
                note(model::detach_organization_policy(
                    world.state, {std::string{model::kFullAccessId}, target}, world.context()));
            }
        }
    }
    void uncontrol() {
        const auto manager = any_manager();
        as(manager);
        const auto target = any_target(manager);
        Words attached{std::string{model::kFullAccessId}};
        const auto& all = model::organization_of(world.state.organization, manager)->attachments;
        if (const auto found = all.find(target); found != all.end()) {
            for (const auto& one : found->second) {
                attached.push_back(one.policy);
            }
        }
        const auto policy = pick(attached);
        if (policy == model::kFullAccessId && chance(50)) {
            note(model::attach_organization_policy(world.state, {policy, target}, world.context()));
        } else {
            note(model::detach_organization_policy(world.state, {policy, target}, world.context()));
        }
    }
    void allow() {
        const auto account = pick(accounts_);
        as(account);
        const auto kind = static_cast<model::IdentityKind>(below(3));
        const std::string name = chance(60) ? "all" : "more";
        if (chance(75)) {
            note(model::put_inline_policy(
                world.state, {identity(account, kind), name, RandomPolicies{dice_}.document()}));
        } else {
            note(model::delete_inline_policy(world.state, {identity(account, kind), name}));
        }
    }
    /// A managed policy, attached or as a boundary.
    void bound() {
        const auto account = pick(accounts_);
        as(account);
        const auto name =
            identity(account, chance(50) ? model::IdentityKind::user : model::IdentityKind::role);
        if (chance(15)) {
            note(model::delete_boundary(world.state, {name}));
            return;
        }
        Words arns{"arn:aws:iam::aws:policy/AdministratorAccess",
                   "arn:aws:iam::aws:policy/AmazonBedrockFullAccess",
                   "arn:aws:iam::aws:policy/AmazonBedrockReadOnly"};
        const auto made = fmt::format("managed-{}", ++names_);
        if (note(model::create_managed_policy(
                world.state, {.name = made, .document = RandomPolicies{dice_}.document()},
                world.context()))) {
            arns.push_back(model::managed_policy_arn(account, "/", made));
            arns.push_back(arns.back());
        }
        if (chance(60)) {
            note(model::put_boundary(world.state, {name, pick(arns)}));
        } else {
            note(model::attach_policy(world.state, {name, pick(arns)}));
        }
    }
    /// Another text of a managed policy.
    void rewrite() {
        const auto& all = world.state.identity.managed_policies;
        if (!all.empty()) {
            const auto& [owner, policy] = *all.begin();
            as(owner.account);
            note(model::create_managed_policy_version(
                world.state,
                {.arn = model::managed_policy_arn(owner.account, policy.path, owner.name),
                 .document = RandomPolicies{dice_}.document(),
                 .set_as_default = true},
                world.context()));
        }
    }
    void form() {
        if (chance(50)) {
            note({model::UseCaseSubmitted{pick(accounts_), "Zm9ybQ=="}});
        }
    }
    void first_use() {
        note({model::FirstUsePending{
            pick(accounts_),
            pick(kProducts),
            {.started_at = world.now - std::chrono::minutes{5 * below(4)}, .missing = "a thing"}}});
    }
    void profile() {
        auto& made = world.state.models.application_profiles;
        if (!made.empty() && chance(40)) {
            const auto id = made.begin()->first;
            note(chance(50)
                     ? model::Events{model::ApplicationProfileDeleted{id}}
                     : model::Events{model::ApplicationProfileTagged{id, {{"stage", "test"}}}});
            return;
        }
        note({model::ApplicationProfileCreated{
            fmt::format("profile{:05}", ++names_),
            {.account = pick(accounts_),
             .region = pick(kRegions),
             .name = "p",
             .description = "",
             .source = chance(60) ? any_profile() : pick(kModels),
             .created_at = world.now,
             .tags = chance(50) ? model::Tags{{"stage", "test"}} : model::Tags{}}}});
    }
    /// One that there may be, of the account itself or of another.
    void name_guardrail(Asked& asked) {
        const auto owner = chance(50) ? asked.principal.account : any_manager();
        const auto region = chance(90) ? asked.region : pick(kRegions);
        asked.guardrail = RandomPolicies::guardrail_id(region, owner.text());
        if (owner != asked.principal.account || chance(50)) {
            asked.guardrail = model::guardrail_arn(region, owner, asked.guardrail);
        }
        asked.guardrail_version = pick(Words{"1", "2", "DRAFT"});
    }
    void guardrail() {
        const auto owner = chance(60) ? any_manager() : pick(accounts_);
        const auto region = pick(kRegions);
        const auto id = RandomPolicies::guardrail_id(region, owner.text());
        const auto found = world.state.guardrail.all.find(id);
        if (found == world.state.guardrail.all.end()) {
            model::Guardrail made{.account = owner, .region = region};
            made.draft.name = "g";
            made.draft.definition.words.push_back({.text = "secret"});
            note({model::GuardrailCreated{id, std::move(made)},
                  model::GuardrailVersionCreated{id, 1, "", world.now}});
            share(id, owner);
            return;
        }
        const auto last = found->second.last_version;
        switch (below(6)) {
            case 0:
                note({model::GuardrailVersionCreated{id, last + 1, "", world.now}});
                break;
            case 1:
                note({model::GuardrailDeleted{
                    id, chance(50) ? found->second.versions.empty() ? 0 : last : 0}});
                break;
            case 2:
                share(id, owner);
                break;
            case 3:
                note({model::GuardrailTagged{id, {{"stage", "test"}}}});
                break;
            default:
                enforce(id, owner, region);
                break;
        }
    }
    void share(const std::string& id, AccountId owner) {
        const auto* home = model::find_account(world.state.organization, owner);
        note({model::GuardrailPolicyChanged{
            id, chance(20)
                    ? ""
                    : RandomPolicies{dice_}.sharing(home->organization, pick(accounts_).text())}});
    }
    /// By itself on itself.
    void enforce(const std::string& id, AccountId owner, const std::string& region) {
        const bool enforced = model::find_enforced(world.state.guardrail, owner, region) != nullptr;
        if (enforced && chance(50)) {
            note({model::EnforcedConfigurationChanged{owner, region, std::nullopt}});
            return;
        }
        model::EnforcedConfiguration made{.id = "own", .guardrail = id};
        made.version = chance(80) ? 1 : 2;
        if (chance(50)) {
            made.included_models = dice_.some(kModels, 40);
        }
        if (chance(30)) {
            made.excluded_models = dice_.some(kModels, 20);
        }
        note({model::EnforcedConfigurationChanged{owner, region, std::move(made)}});
    }
    void rare() {
        const auto manager = any_manager();
        const auto root = nodes(manager).front();
        as(manager);
        switch (below(10)) {
            case 0:
                note(model::change_license_settings(world.state, {.link_organizations = chance(50)},
                                                    world.context()));
                break;
            case 1:
                note(model::change_settings(world.state, {.auto_subscribe = chance(70)},
                                            world.context()));
                break;
            case 2:
                note(model::change_settings(
                    world.state, {.fallback_to_own_subscription = chance(60)}, world.context()));
                break;
            case 3: {
                const auto type = pick(kTypes);
                note(chance(30)
                         ? model::disable_policy_type(world.state, {root, type}, world.context())
                         : model::enable_policy_type(world.state, {root, type}, world.context()));
                break;
            }
            case 4:
                if (chance(30)) {
                    note({model::CatalogueApplied{RandomCatalogue{dice_, world.now}.make()}});
                }
                break;
            case 5:
                if (accounts_.size() < kAccountsMax) {
                    add_member(manager);
                }
                break;
            case 6:
                add_unit(manager);
                break;
            case 7:
                note(model::close_account(world.state, {pick(accounts_)}, world.context()));
                break;
            case 8:
                as(pick(accounts_));
                note(model::create_service_linked_role(
                    world.state, {"license-manager.amazonaws.com", "", {}}, world.context()));
                break;
            default:
                note({model::AccountStateChanged{
                    pick(accounts_),
                    chance(40) ? model::AccountState::SUSPENDED : model::AccountState::ACTIVE}});
                break;
        }
        world.now += std::chrono::seconds{10};
    }

    static inline const std::string kSku = "tool";

    std::vector<Time> edges_;  ///< when something begins or ends; empty: to be found
};

}  // namespace licet::decision
