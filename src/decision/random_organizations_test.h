// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/crypto.h"
#include "decision/dice_test.h"
#include "decision/index_builder.h"
#include "model/grant/grant_world_test.h"
#include "model/identity/groups.h"
#include "model/identity/identity_policies.h"
#include "model/identity/roles.h"
#include "model/identity/users.h"
#include "model/organization/attachments.h"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace licet::decision {

/// Organizations with a user, a role and a group in each account. Everything that happens goes to
/// an IndexBuilder too.
class RandomOrganizations {
public:
    explicit RandomOrganizations(std::uint64_t seed) : dice_{seed} {
        accounts_ = {world.management, world.in_root, world.in_outer, world.in_inner,
                     world.open_alone("alone")};
        builder_.rebuild(world.state);
        enable_policies(world.management);
        for (const auto account : accounts_) {
            settle_in(account);
        }
    }

    std::shared_ptr<const Index> index() { return builder_.publish(world.state, ++revision_); }
    const std::vector<AccountId>& accounts() const { return accounts_; }

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
                .role_id = found.id,
                .session_issued_at = world.now,
                .source_identity = "ann"};
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
    bool note(const Result<model::LicenseDecision>& decided) {
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
        return dice_.pick(from);
    }
    std::size_t below(std::size_t bound) { return dice_.below(bound); }
    bool chance(std::size_t percent) { return dice_.chance(percent); }

    /// The root and the OUs of the organization of a management account.
    Words nodes(AccountId management) const {
        const auto& home = *model::organization_of(world.state.organization, management);
        Words all{home.root_id};
        for (const auto& [id, unit] : home.units) {
            all.push_back(id);
        }
        return all;
    }

    model::GrantWorld world;
    model::Events noted;  ///< all that happened, in order

protected:
    using Type = model::PolicyType;
    static constexpr auto kScp = Type::SERVICE_CONTROL_POLICY;
    static inline const std::vector<Type> kTypes{kScp, Type::BEDROCK_POLICY, Type::TAG_POLICY,
                                                 Type::RESOURCE_CONTROL_POLICY,
                                                 Type::AISERVICES_OPT_OUT_POLICY};

    /// More of everything: OUs down to the deepest level, accounts in them and alone, and mostly
    /// another organization.
    void grow() {
        for (auto count = below(7); count > 0; --count) {
            add_unit(world.management);
        }
        if (chance(60)) {
            const auto other = open("other");
            as(other);
            note(model::create_organization(
                world.state,
                {chance(85) ? model::FeatureSet::ALL : model::FeatureSet::CONSOLIDATED_BILLING},
                world.context()));
            note(model::enable_trusted_access(
                world.state, {std::string{model::kLicenseManagerService}}, world.context()));
            note(model::change_license_settings(world.state, {.link_organizations = true},
                                                world.context()));
            enable_policies(other);
            for (auto count = below(4); count > 0; --count) {
                add_unit(other);
            }
            add_member(other);
        }
        for (auto count = below(4); count > 0; --count) {
            add_member(world.management);
        }
        if (chance(30)) {
            open("another");
        }
    }
    void enable_policies(AccountId management) {
        as(management);
        const auto root = nodes(management).front();
        for (const auto type : kTypes) {
            note(model::enable_policy_type(world.state, {root, type}, world.context()));
        }
    }
    void add_unit(AccountId management) {
        as(management);
        const auto all = nodes(management);
        note(model::create_organizational_unit(
            world.state,
            {chance(60) ? all.back() : pick(all), fmt::format("unit-{}", ++names_), {}},
            world.context()));
    }
    void add_member(AccountId management) {
        as(management);
        const auto name = fmt::format("member-{}", ++names_);
        const auto asked = model::create_account(
            world.state, {name, name + "@example.com", std::nullopt, {}}, world.context());
        if (!note(asked)) {
            return;
        }
        const auto& id = std::get<model::AccountCreationRequested>(asked->front()).id;
        const auto made = *world.state.organization.creations.find(id)->second.account;
        accounts_.push_back(made);
        settle_in(made);
        put(made, pick(nodes(management)));
    }
    /// An account that stands alone.
    AccountId open(const std::string& name) {
        const auto asked = model::open_account(
            world.state, {std::nullopt, name, name + "@example.com"}, world.context());
        note(asked);
        const auto made = std::get<model::AccountOpened>(asked->front()).account;
        accounts_.push_back(made);
        settle_in(made);
        return made;
    }
    void put(AccountId account, const std::string& node) {
        const auto* details = model::find_account(world.state.organization, account);
        as(manager_of(account));
        note(model::move_account(world.state, {account, details->parent, node}, world.context()));
    }
    void join(AccountId account, AccountId manager) {
        as(manager);
        const auto invited = model::invite_account(
            world.state, {model::PartyType::ACCOUNT, account.text(), "", {}}, world.context());
        if (note(invited)) {
            const auto& asked = std::get<model::HandshakesRequested>(invited->back()).handshakes;
            as(account);
            note(model::accept_handshake(world.state, {asked.begin()->first}, world.context()));
        }
    }
    /// A user, a role and a group, which may all do everything.
    void settle_in(AccountId account) {
        as(account);
        note(
            model::create_user(world.state, {"ann", "/team/", {{"team", "red"}}}, world.context()));
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
                                          {identity(account, kind), "all", kAllowsAll}));
        }
    }
    /// The management account of the organization it is in; itself where it stands alone.
    AccountId manager_of(AccountId account) const {
        const auto* home = model::organization_of(world.state.organization, account);
        return home == nullptr ? account : home->management_account;
    }
    /// The management account of some organization.
    AccountId any_manager() {
        const auto& all = world.state.organization.organizations;
        return std::next(all.begin(), static_cast<std::ptrdiff_t>(below(all.size())))
            ->second.management_account;
    }

    Dice dice_;
    std::vector<AccountId> accounts_;
    int names_ = 0;

private:
    static inline const std::string kTrust =
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":)"
        R"("ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
    static inline const std::string kAllowsAll =
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";

    SealingKey key_{std::array<std::uint8_t, 32>{3}};
    IndexBuilder builder_{key_};
    std::uint64_t revision_ = 0;
};

}  // namespace licet::decision
