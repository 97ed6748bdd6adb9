// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/crypto.h"
#include "decision/decide.h"
#include "decision/index_builder.h"
#include "decision/reference_policies_test.h"
#include "model/bedrock/model_identifier.h"
#include "model/bedrock/sample_catalogue_test.h"
#include "model/grant/grant_world_test.h"
#include "model/grant/sub_grant.h"
#include "model/identity/boundary.h"
#include "model/identity/groups.h"
#include "model/identity/identity_policies.h"
#include "model/identity/managed_policies.h"
#include "model/identity/roles.h"
#include "model/identity/users.h"
#include "model/license/tagging.h"
#include "model/organization/attachments.h"
#include "model/organization/policies.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

namespace licet::decision {

/// An organization with identities, policies, licenses and grants of the sample catalogue's models,
/// that changes at random by commands. Everything that happens goes to an IndexBuilder too.
class DecisionWorld {
public:
    using Words = std::vector<std::string>;

    /// @param steps random changes that it has behind it.
    explicit DecisionWorld(std::uint64_t seed, int steps = 12) : random_{seed} {
        accounts_ = {world.management, world.in_root, world.in_outer, world.in_inner,
                     world.open_alone("alone")};
        builder_.rebuild(world.state);
        note({model::CatalogueApplied{catalogue()}});
        as(world.management);
        note(model::enable_policy_type(world.state, {world.root(), kScp}, world.context()));
        note(model::enable_policy_type(world.state, {world.root(), kBedrock}, world.context()));
        for (const auto account : accounts_) {
            as(account);
            note(model::create_user(world.state, {"ann", "/team/", {{"team", "red"}}},
                                    world.context()));
            note(model::create_role(world.state,
                                    {.name = "runner",
                                     .path = "/apps/",
                                     .trust_policy = kTrust,
                                     .tags = {{"team", "blue"}}},
                                    world.context()));
            note(model::create_group(world.state, {"friends", "/"}, world.context()));
            if (chance(50)) {
                note(model::add_to_group(world.state, {"friends", "ann"}, world.context()));
            }
            for (const auto kind : {model::IdentityKind::user, model::IdentityKind::role}) {
                note(model::put_inline_policy(world.state,
                                              {identity(account, kind), "all", kAllowAll}));
            }
        }
        if (chance(60)) {
            note({model::UseCaseSubmitted{world.management, "Zm9ybQ=="}});
        }
        for (const auto& product : kProducts) {
            subscribe(world.management, product);
        }
        as(world.management);
        if (steps > 0) {
            note(model::change_settings(
                world.state,
                {.auto_subscribe = chance(40), .fallback_to_own_subscription = chance(30)},
                world.context()));
        }
        for (int i = 0; i < steps; ++i) {
            step();
        }
    }

    /// One change at random; commands that are refused change nothing.
    void step() {
        using Change = void (DecisionWorld::*)();
        static constexpr std::array<Change, 23> kChanges{
            &DecisionWorld::grant,     &DecisionWorld::grant,    &DecisionWorld::grant,
            &DecisionWorld::activate,  &DecisionWorld::activate, &DecisionWorld::activate,
            &DecisionWorld::activate,  &DecisionWorld::answer,   &DecisionWorld::tag_grant,
            &DecisionWorld::tag_grant, &DecisionWorld::buy,      &DecisionWorld::change_license,
            &DecisionWorld::move,      &DecisionWorld::control,  &DecisionWorld::control,
            &DecisionWorld::uncontrol, &DecisionWorld::allow,    &DecisionWorld::allow,
            &DecisionWorld::bound,     &DecisionWorld::form,     &DecisionWorld::first_use,
            &DecisionWorld::profile,   &DecisionWorld::rewrite};
        if (chance(10)) {
            rare();
        } else {
            (this->*kChanges.at(below(kChanges.size())))();
        }
    }

    std::shared_ptr<const Index> index() { return builder_.publish(world.state, ++revision_); }
    const std::vector<AccountId>& accounts() const { return accounts_; }

    /// A question about this world, with what it refers to.
    struct Asked {
        model::Principal principal;
        bool whole_account = false;
        std::string identifier;
        std::string region;
        Time now;
        model::ModelOperation operation = model::ModelOperation::InvokeModel;
        reference::Values request;

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
                    .region = pick(kRegions),
                    .now = time()};
        asked.identifier = identifier(asked.principal.account, asked.region);
        asked.operation = static_cast<model::ModelOperation>(below(6));
        for (const auto& [name, key] : kRequestKeys) {
            if (chance(50)) {
                asked.request[name] = {pick(kRequestValues.at(name))};
            }
        }
        asked.request["aws:currenttime"] = {format_iso8601(asked.now)};
        return asked;
    }

    model::Principal user(AccountId account) const {
        const auto& found = *model::find_user(world.state.identity, account, "ann");
        return {.kind = model::PrincipalKind::user,
                .account = account,
                .arn = model::user_arn(account, found.path, "ann"),
                .id = found.id,
                .name = "ann"};
    }
    model::Principal session(AccountId account) const {
        const auto& found = *model::find_role(world.state.identity, account, "runner");
        return {.kind = model::PrincipalKind::assumed_role,
                .account = account,
                .arn = model::session_arn(account, "runner", "s"),
                .id = found.id + ":s",
                .name = "runner/s",
                .role_id = found.id};
    }
    static model::Principal root_of(AccountId account) {
        return {.kind = model::PrincipalKind::root,
                .account = account,
                .arn = model::root_arn(account),
                .id = account.text()};
    }

    /// Applies events, and tells the builder.
    void apply(const model::Events& events) {
        for (const auto& event : events) {
            model::apply(world.state, event);
            builder_.note(world.state, event);
            noted.push_back(event);
        }
    }
    /// Likewise, with the background work that they leave.
    void note(const model::Events& events) {
        apply(events);
        while (const auto step =
                   model::next_background_step(world.state, world.now, world.random)) {
            apply(step->events);
        }
    }
    bool note(const Result<model::Events>& decided) {
        if (decided.ok()) {
            note(*decided);
        }
        return decided.ok();
    }
    bool note(const Result<model::GrantDecision>& decided) {
        if (decided.ok()) {
            note(decided->events);
        }
        return decided.ok();
    }
    void as(AccountId account) { world.act_as(account); }
    static model::IdentityName identity(AccountId account, model::IdentityKind kind) {
        const char* name = kind == model::IdentityKind::user    ? "ann"
                           : kind == model::IdentityKind::group ? "friends"
                                                                : "runner";
        return {kind, {account, name}};
    }
    template <typename T>
    const T& pick(const std::vector<T>& from) {
        return from[below(from.size())];
    }
    std::size_t below(std::size_t bound) { return random_.below(bound); }
    bool chance(std::size_t percent) { return below(100) < percent; }

    model::GrantWorld world;
    model::Events noted;  ///< all that happened, in order

    static inline const Words kProducts{model::sample::kSonnetProduct, model::sample::kOpusProduct,
                                        model::sample::kCommandProduct};
    static inline const Words kRegions{"us-east-1", "us-east-2", "us-west-2",
                                       "eu-west-1", "eu-west-3", "us-east-1"};
    static inline const std::string kAllowAll =
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";

private:
    static constexpr auto kScp = model::PolicyType::SERVICE_CONTROL_POLICY;
    static constexpr auto kBedrock = model::PolicyType::BEDROCK_POLICY;
    static inline const std::string kTrust =
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":)"
        R"("ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
    static inline const std::map<std::string, policy::Key> kRequestKeys{
        {"aws:sourceip", policy::Key::aws_source_ip},
        {"aws:securetransport", policy::Key::aws_secure_transport},
        {"bedrock:guardrailidentifier", policy::Key::bedrock_guardrail_identifier}};
    static inline const std::map<std::string, Words> kRequestValues{
        {"aws:sourceip", {"10.0.0.7", "192.0.2.1"}},
        {"aws:securetransport", {"true", "false"}},
        {"bedrock:guardrailidentifier", {"g1", "g2"}}};
    static inline const Words kModels{
        model::sample::kSonnet, model::sample::kOpus,   model::sample::kCommand,
        model::sample::kEmbed,  model::sample::kNova,   model::sample::kLlama,
        model::sample::kTitan,  model::sample::kSonnet, model::sample::kCommand};
    static inline const Words kProfiles{"us." + model::sample::kSonnet,
                                        "us." + model::sample::kOpus, "eu." + model::sample::kOpus,
                                        "global." + model::sample::kOpus};
    static inline const Words kActions{"*",
                                       "bedrock:*",
                                       "bedrock:InvokeModel*",
                                       "bedrock:InvokeModel",
                                       "bedrock:InvokeModelWithResponseStream",
                                       "bedrock:CountTokens",
                                       "bedrock:CallWithBearerToken",
                                       "aws-marketplace:*",
                                       "aws-marketplace:Subscribe",
                                       "s3:*"};
    static inline const Words kResources{
        "*",
        "*",
        "arn:aws:bedrock:*::foundation-model/*",
        "arn:aws:bedrock:*::foundation-model/anthropic.*",
        "arn:aws:bedrock:us-*::foundation-model/*",
        "arn:aws:bedrock:::foundation-model/*",
        "arn:aws:bedrock:*:*:inference-profile/us.*",
        "arn:aws:bedrock:*:${aws:PrincipalAccount}:*inference-profile/*"};
    static inline const Words kConditions{
        R"("StringEquals":{"aws:RequestedRegion":["us-east-1","us-west-2"]})",
        R"("StringNotEquals":{"aws:RequestedRegion":["us-east-1","us-east-2","us-west-2"]})",
        R"("StringEquals":{"aws:RequestedRegion":["unspecified","eu-west-1"]})",
        R"("StringEquals":{"aws:RequestedRegion":"us-west-2"})",
        R"("StringEquals":{"aws:RequestedRegion":"eu-west-3"})",
        R"("StringEquals":{"aws:RequestedRegion":"unspecified"})",
        R"("StringEquals":{"aws:PrincipalTag/team":"red"})",
        R"("ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/apps/*"})",
        R"("StringEqualsIfExists":{"aws:username":"ann"})",
        R"("StringLike":{"bedrock:InferenceProfileArn":"*us.*"})",
        R"("Null":{"bedrock:InferenceProfileArn":"true"})",
        R"("Null":{"bedrock:GuardrailIdentifier":"false"})",
        R"("IpAddress":{"aws:SourceIp":"10.0.0.0/8"})",
        R"("BoolIfExists":{"aws:SecureTransport":"false"})",
        R"("ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"*/ou-*"})",
        R"("StringEquals":{"aws:PrincipalType":"Account"})",
        R"("StringEquals":{"aws:ResourceTag/stage":"test"})",
        R"("StringEquals":{"aws:ResourceAccount":"${aws:PrincipalAccount}"})",
        R"("ForAnyValue:StringEquals":{"aws-marketplace:ProductId":")" +
            model::sample::kCommandProduct + R"("})",
        R"("StringEquals":{"aws:CalledViaLast":"bedrock.amazonaws.com"})",
        R"("DateLessThan":{"aws:CurrentTime":"2023-11-14T22:16:00Z"})"};

    /// Of the sample, or with a model that is not offered everywhere that its profiles lead to.
    model::Catalogue catalogue() {
        auto made = model::sample::catalogue();
        auto& regions = made.models[1].regions;  // of Opus
        if (chance(30)) {
            regions.erase(regions.begin() + static_cast<std::ptrdiff_t>(below(regions.size())));
        }
        return made;
    }
    std::string statement() {
        return fmt::format(R"({{"Effect":"{}","Action":"{}","Resource":"{}"{}}})",
                           chance(60) ? "Allow" : "Deny", pick(kActions), pick(kResources),
                           chance(45) ? R"(,"Condition":{)" + pick(kConditions) + "}" : "");
    }
    std::string document() {
        if (chance(25)) {
            return kAllowAll;
        }
        std::string all = statement();
        while (chance(40)) {
            all += "," + statement();
        }
        return R"({"Version":"2012-10-17","Statement":[)" + all + "]}";
    }

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
        made.api_key = made.kind == model::PrincipalKind::user && chance(30);
        return made;
    }
    std::string identifier(AccountId account, const std::string& region) {
        const auto at = chance(90) ? region : pick(kRegions);
        const auto owner = chance(90) ? account : pick(accounts_);
        switch (below(12)) {
            case 0:
                return chance(50) ? "no model" : "anthropic.unknown-v1:0";
            case 1:
                return model::model_arn(at, pick(kModels));
            case 2:
                return model::profile_arn(at, owner, pick(kProfiles));
            case 3:
            case 4:
            case 5:
                return pick(kProfiles);
            case 6:
                for (const auto& [id, made] : world.state.models.application_profiles) {
                    if (chance(40)) {
                        return model::application_profile_arn(chance(80) ? made.region : at,
                                                              made.account, id);
                    }
                }
                break;
            default:
                break;
        }
        return pick(kModels);
    }
    /// Now, or a moment at which something begins or ends, or one before or after it.
    Time time() {
        std::vector<Time> edges{world.now, model::sample::kTitanEnds};
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
        return chance(50) ? world.now : pick(edges) + Milliseconds{static_cast<int>(below(3)) - 1};
    }

    model::GrantId any_grant() {
        std::vector<model::GrantId> all;
        for (const auto& [id, grant] : world.state.grant.grants) {
            all.push_back(id);
            for (const auto account : accounts_) {
                all.push_back(model::sub_grant_id(world.state.grant, id, account));
            }
        }
        return pick(all);
    }
    std::vector<model::Tag> scope_tags() {
        std::vector<model::Tag> tags;
        if (chance(50)) {
            tags.push_back({std::string{model::kScopeRegions},
                            pick(Words{"us", "eu", "us-east-1", "us-east-1 us-west-2 eu"})});
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
                            format_iso8601(world.now + std::chrono::minutes{4})});
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

    void grant() {
        const Words principals{world.organization_principal(), world.organization_principal(),
                               world.unit_principal(world.outer), world.unit_principal(world.inner),
                               model::GrantWorld::account_principal(pick(accounts_))};
        std::vector<Id128> licenses;
        for (const auto& [id, license] : world.state.license.licenses) {
            licenses.push_back(id);
        }
        const auto license = pick(licenses);
        as(world.state.license.licenses.at(license).holder);
        auto command = world.create_command(pick(principals));
        command.license_arn = world.license_text(license);
        for (const auto& tag : chance(30) ? scope_tags() : std::vector<model::Tag>{}) {
            command.tags[tag.key] = tag.value;
        }
        const auto made = model::create_grant(world.state, command, world.context());
        if (made.ok() && chance(15)) {
            apply(made->events);  // its distribution waits for the next change
        } else {
            note(made);
        }
    }
    void activate() {
        const auto id = any_grant();
        const auto status = chance(75) ? model::kActive : model::kDisabled;
        const auto by = chance(60) ? model::find_grant(world.state.grant, id.parent())->grantor
                                   : pick(accounts_);
        note(world.try_set(by, id, status, chance(50) ? std::optional{model::kAll} : std::nullopt));
    }
    void answer() {
        const auto id = any_grant();
        const auto by = pick(accounts_);
        if (chance(70)) {
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
    void buy() { subscribe(pick(accounts_), pick(kProducts)); }
    void change_license() {
        std::vector<Id128> licenses;
        for (const auto& [id, license] : world.state.license.licenses) {
            licenses.push_back(id);
        }
        const auto id = pick(licenses);
        if (chance(30)) {
            note(model::withdraw_license(world.state, id, model::LicenseStatus::DEACTIVATED,
                                         world.now));
        }
    }
    void move() {
        const auto account = pick(accounts_);
        const auto* details = model::find_account(world.state.organization, account);
        as(world.management);
        note(model::move_account(
            world.state,
            {account, details->parent, pick(Words{world.root(), world.outer, world.inner})},
            world.context()));
    }
    std::string any_target() {
        return pick(Words{world.root(), world.outer, world.inner, pick(accounts_).text()});
    }
    void control() {
        as(world.management);
        const bool guards = chance(12);
        const auto name = fmt::format("policy-{}", ++names_);
        const auto made = model::create_organization_policy(
            world.state,
            {guards ? kBedrock : kScp, name, "", guards ? guardrail() : document(), {}},
            world.context());
        if (note(made)) {
            const auto& id = std::get<model::OrganizationPolicyCreated>(made->front()).id;
            note(model::attach_organization_policy(world.state, {id, any_target()},
                                                   world.context()));
        }
    }
    std::string guardrail() {
        const auto region = pick(kRegions);
        return fmt::format(
            R"({{"bedrock":{{"guardrail_inference":{{"{}":{{"config":{{"identifier":{{"@@assign":)"
            R"("arn:aws:bedrock:{}:{}:guardrail/abc:1"}},"model_enforcement":)"
            R"({{"included_models":{{"@@assign":["{}"]}},"excluded_models":{{"@@assign":["{}"]}}}})"
            R"(}}}}}}}}}})",
            region, region, world.management.text(), chance(50) ? "ALL" : pick(kModels),
            pick(kModels));
    }
    void uncontrol() {
        as(world.management);
        const auto target = any_target();
        Words attached{std::string{model::kFullAccessId}};
        const auto& all = world.organization().attachments;
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
            note(
                model::put_inline_policy(world.state, {identity(account, kind), name, document()}));
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
        if (chance(30)) {
            note(model::delete_boundary(world.state, {name}));
            return;
        }
        Words arns{"arn:aws:iam::aws:policy/AdministratorAccess",
                   "arn:aws:iam::aws:policy/AmazonBedrockFullAccess",
                   "arn:aws:iam::aws:policy/AmazonBedrockReadOnly"};
        const auto made = fmt::format("managed-{}", ++names_);
        if (note(model::create_managed_policy(world.state, {.name = made, .document = document()},
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
                 .document = document(),
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
            pick(accounts_), pick(kProducts), {.started_at = world.now, .missing = "a thing"}}});
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
             .source = chance(60) ? pick(kProfiles) : pick(kModels),
             .created_at = world.now,
             .tags = chance(50) ? model::Tags{{"stage", "test"}} : model::Tags{}}}});
    }
    void rare() {
        as(world.management);
        switch (below(6)) {
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
            case 3:
                if (chance(20)) {
                    note(model::remove_account(world.state, {pick(accounts_)}, world.context()));
                }
                break;
            case 4:
                note(chance(30) ? model::disable_policy_type(world.state, {world.root(), kScp},
                                                             world.context())
                                : model::enable_policy_type(world.state, {world.root(), kScp},
                                                            world.context()));
                break;
            default:
                note({model::AccountStateChanged{
                    pick(accounts_),
                    chance(40) ? model::AccountState::SUSPENDED : model::AccountState::ACTIVE}});
                break;
        }
        world.now += std::chrono::seconds{10};
    }

    SealingKey key_{std::array<std::uint8_t, 32>{3}};
    IndexBuilder builder_{key_};
    SeededRandom random_;
    std::uint64_t revision_ = 0;
    std::vector<AccountId> accounts_;
    int names_ = 0;
};

}  // namespace licet::decision
