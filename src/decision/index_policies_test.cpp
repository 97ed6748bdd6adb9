// SPDX-License-Identifier: Apache-2.0
//
// The index follows identities, policies and application profiles as it does grants.
#include "decision/state_facts.h"
#include "decision/watched_world_test.h"
#include "model/identity/boundary.h"
#include "model/identity/groups.h"
#include "model/identity/identity_policies.h"
#include "model/identity/managed_policies.h"
#include "model/identity/roles.h"
#include "model/identity/users.h"
#include "model/organization/attachments.h"

#include <fmt/format.h>

#include <gtest/gtest.h>

namespace licet::decision {
namespace {

using model::IdentityKind;
using model::IdentityName;
using model::PolicyType;

const std::vector<std::string> kDocuments{
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
    R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}})",
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"bedrock:*","Resource":"*"}})"};

std::string guardrail(std::string_view id) {
    return fmt::format(
        R"({{"bedrock":{{"guardrail_inference":{{"us-east-1":{{"main":{{"identifier":)"
        R"({{"@@assign":"arn:aws:bedrock:us-east-1:111111111111:guardrail/{}:1"}}}}}}}}}}}})",
        id);
}

constexpr std::string_view kTrust =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*"},)"
    R"("Action":"sts:AssumeRole"}})";

/// Draws one random command about identities or policies and runs it, refused or not.
class PolicyDriver {
public:
    PolicyDriver(Watched& watched, std::uint64_t seed) : watched_{watched}, random_{seed} {
        accounts_ = {world().management, world().in_root, world().in_outer, world().in_inner};
        for (std::size_t i = 0; i < kDocuments.size(); ++i) {
            write(PolicyType::SERVICE_CONTROL_POLICY, kDocuments[i]);
            write(PolicyType::BEDROCK_POLICY, guardrail(std::string(1, char('a' + i))));
        }
        act(world().management);
        watched_.note(model::enable_policy_type(
            state(), {world().root(), PolicyType::SERVICE_CONTROL_POLICY}, context()));
        watched_.note(model::enable_policy_type(
            state(), {world().root(), PolicyType::BEDROCK_POLICY}, context()));
    }

    void step() {
        act(random_.below(8) == 0 ? pick(accounts_) : world().in_root);
        switch (random_.below(8)) {
            case 0:
                make_or_remove();
                break;
            case 1:
                rename();
                break;
            case 2:
                join_or_leave_group();
                break;
            case 3:
                change_policies();
                break;
            case 4:
                change_managed_policy();
                break;
            case 5:
                change_profile();
                break;
            default:
                govern();
                break;
        }
    }

    const std::vector<AccountId>& accounts() const { return accounts_; }
    /// Every user and role that there was at some time, as it was then.
    const std::vector<model::Principal>& principals() {
        for (const auto account : accounts_) {
            for (auto& principal : StateFacts{state()}.principals_of(account)) {
                if (std::find(principals_.begin(), principals_.end(), principal) ==
                    principals_.end()) {
                    principals_.push_back(std::move(principal));
                }
            }
        }
        return principals_;
    }
    const std::vector<std::string>& profiles() const { return profiles_; }

private:
    GrantWorld& world() { return watched_.world; }
    const model::State& state() { return world().state; }
    model::Context context() { return world().context(); }
    template <typename T>
    const T& pick(const std::vector<T>& from) {
        return from[random_.below(from.size())];
    }
    bool flip() { return random_.below(2) == 0; }
    void act(AccountId account) {
        world().act_as(account);
        account_ = account;
    }
    std::string name() { return flip() ? "ann" : "bob"; }
    IdentityName user_or_role() {
        return {flip() ? IdentityKind::user : IdentityKind::role, {account_, name()}};
    }
    IdentityName identity() {
        return random_.below(3) == 0 ? IdentityName{IdentityKind::group, {account_, name()}}
                                     : user_or_role();
    }

    void write(PolicyType type, const std::string& content) {
        act(world().management);
        const auto made = model::create_organization_policy(
            state(), {type, fmt::format("policy {}", policies_.size()), "", content, {}},
            context());
        ASSERT_TRUE(made.ok()) << made.error().message;
        policies_.push_back(std::get<model::OrganizationPolicyCreated>(made->front()).id);
        watched_.note(made);
    }
    void make_or_remove() {
        switch (random_.below(6)) {
            case 0:
                return watched_.note(model::create_user(state(), {name()}, context()));
            case 1:
                return watched_.note(model::create_group(state(), {name()}, context()));
            case 2:
                return watched_.note(model::create_role(
                    state(), {.name = name(), .trust_policy = std::string{kTrust}}, context()));
            case 3:
                return watched_.note(model::delete_user(state(), {name()}, context()));
            case 4:
                return watched_.note(model::delete_role(state(), {name()}, context()));
            default:
                return watched_.note(model::delete_group(state(), {name()}, context()));
        }
    }
    void rename() {
        if (flip()) {
            watched_.note(model::update_user(state(), {name(), name(), "/x/"}, context()));
        } else {
            watched_.note(model::update_group(state(), {name(), name(), {}}, context()));
        }
    }
    void join_or_leave_group() {
        watched_.note(flip() ? model::add_to_group(state(), {name(), name()}, context())
                             : model::remove_from_group(state(), {name(), name()}, context()));
    }
    std::string managed_arn() {
        return flip() ? "arn:aws:iam::aws:policy/AdministratorAccess"
                      : model::managed_policy_arn(account_, "/", name());
    }
    void change_policies() {
        const auto whose = identity();
        switch (random_.below(7)) {
            case 0:
                return watched_.note(
                    model::put_inline_policy(state(), {whose, name(), pick(kDocuments)}));
            case 1:
                return watched_.note(model::delete_inline_policy(state(), {whose, name()}));
            case 2:
                return watched_.note(model::detach_policy(state(), {whose, managed_arn()}));
            case 3:
                return watched_.note(model::put_boundary(state(), {user_or_role(), managed_arn()}));
            case 4:
                return watched_.note(model::delete_boundary(state(), {user_or_role()}));
            case 5:
                return watched_.note(
                    model::tag_identity(state(), {user_or_role(), {{"team", name()}}}));
            default:
                return watched_.note(model::attach_policy(state(), {whose, managed_arn()}));
        }
    }
    void change_managed_policy() {
        const auto arn = model::managed_policy_arn(account_, "/", name());
        switch (random_.below(4)) {
            case 0:
                return watched_.note(model::create_managed_policy_version(
                    state(), {arn, pick(kDocuments), flip()}, context()));
            case 1:
                return watched_.note(model::set_default_managed_policy_version(
                    state(), {arn, {static_cast<std::uint32_t>(1 + random_.below(3))}}, context()));
            case 2:
                return watched_.note(model::delete_managed_policy(state(), {arn}, context()));
            default:
                return watched_.note(model::create_managed_policy(
                    state(), {.name = name(), .document = pick(kDocuments)}, context()));
        }
    }
    void change_profile() {
        const auto id = fmt::format("profile{}", profiles_.size());
        if (profiles_.empty() || flip()) {
            profiles_.push_back(id);
            watched_.note(model::Events{model::ApplicationProfileCreated{
                id, {.account = account_, .region = "us-east-1", .name = id, .source = "a.b"}}});
            return;
        }
        const auto& known = pick(profiles_);
        if (state().models.application_profiles.contains(known)) {
            watched_.note(
                flip() ? model::Events{model::ApplicationProfileDeleted{known}}
                       : model::Events{model::ApplicationProfileTagged{known, {{"team", name()}}}});
        }
    }
    std::string target() {
        std::vector<std::string> all{world().root(), world().outer, world().inner};
        for (const auto account : accounts_) {
            all.push_back(account.text());
        }
        return pick(all);
    }
    void govern() {
        act(world().management);
        const auto policy =
            random_.below(5) == 0 ? std::string{model::kFullAccessId} : pick(policies_);
        switch (random_.below(12)) {
            case 0:
                return watched_.note(
                    model::disable_policy_type(state(), {world().root(), type()}, context()));
            case 1:
            case 2:
                return watched_.note(
                    model::enable_policy_type(state(), {world().root(), type()}, context()));
            case 3:
                return update(policy);
            case 4:
                return move();
            case 5:
            case 6:
                return watched_.note(
                    model::detach_organization_policy(state(), {policy, target()}, context()));
            default:
                return watched_.note(
                    model::attach_organization_policy(state(), {policy, target()}, context()));
        }
    }
    PolicyType type() {
        return flip() ? PolicyType::SERVICE_CONTROL_POLICY : PolicyType::BEDROCK_POLICY;
    }
    void update(const std::string& policy) {
        const auto found = state().organization.policies.find(policy);
        if (found != state().organization.policies.end()) {
            const bool control = found->second.type == PolicyType::SERVICE_CONTROL_POLICY;
            watched_.note(model::update_organization_policy(
                state(), {policy, {}, {}, control ? pick(kDocuments) : guardrail(name())},
                context()));
        }
    }
    void move() {
        const auto moved = pick(accounts_);
        const auto& from = model::find_account(state().organization, moved)->parent;
        const std::vector<std::string> places{world().root(), world().outer, world().inner};
        watched_.note(model::move_account(state(), {moved, from, pick(places)}, context()));
    }

    Watched& watched_;
    SeededRandom random_;
    std::vector<AccountId> accounts_;
    AccountId account_;
    std::vector<std::string> policies_;
    std::vector<std::string> profiles_;
    std::vector<model::Principal> principals_;
};

std::string text_of(const std::vector<model::NamedDocument>& policies) {
    std::string text;
    for (const auto& policy : policies) {
        text += policy.name + "=" + policy::text_of(*policy.document) + ";";
    }
    return text;
}

/// All levels; one that allows everything has a name of its own, because the index does not say
/// where it stands.
std::string text_of(const ControlLevels& levels) {
    std::string text;
    for (const auto* level : levels.all()) {
        const bool full =
            level->policies.size() == 1 && level->policies[0].name.ends_with(model::kFullAccessId);
        text += (full ? "full" : level->target) + ":" + text_of(level->policies) + "\n";
    }
    return text;
}

std::string text_of(const PrincipalRights& rights) {
    std::string text =
        fmt::format("{} {} {} ", rights.unrestricted, rights.service_linked, rights.arn);
    text += text_of({rights.identity.begin(), rights.identity.end()});
    text += rights.boundary == nullptr ? "" : "within " + text_of({*rights.boundary});
    for (const auto& [key, value] : rights.tags == nullptr ? model::Tags{} : *rights.tags) {
        text += key + "=" + value + ",";
    }
    return text;
}

std::string text_of(const EnforcedGuardrails& guardrails) {
    std::string text = guardrails.by_account == nullptr ? "" : guardrails.by_account->identifier;
    for (const auto& guardrail : guardrails.by_organization) {
        text += " " + guardrail.configuration + " " + guardrail.identifier;
    }
    return text;
}

template <typename Source>
std::string answers_about(const Source& source, AccountId account) {
    std::string text = text_of(source.control_levels(account));
    const auto membership = source.membership(account);
    text += fmt::format("{} {} {} {}\n", membership.organization, membership.path,
                        membership.management.text(), source.speaks_for_organization(account));
    for (const auto* region : {"us-east-1", "eu-west-1"}) {
        text += text_of(source.enforced_guardrails(account, region)) + "\n";
    }
    for (const auto& principal : source.principals_of(account)) {
        text += principal.arn + " " + principal.id + "\n";
    }
    return text;
}

// issue 4, section 3: the index answers as the state does
TEST(Index, FollowsIdentitiesAndPolicies) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        Watched watched;
        PolicyDriver driver{watched, seed};
        for (int step = 0; step < 200; ++step) {
            driver.step();
            const auto index = watched.index();
            const StateFacts facts{watched.world.state};
            SCOPED_TRACE(fmt::format("seed {}, step {}", seed, step));
            for (const auto account : driver.accounts()) {
                ASSERT_EQ(answers_about(*index, account), answers_about(facts, account));
            }
            for (const auto& principal : driver.principals()) {
                ASSERT_EQ(text_of(index->rights(principal)), text_of(facts.rights(principal)))
                    << principal.arn;
                ASSERT_EQ(index->find_principal(principal.arn), facts.find_principal(principal.arn))
                    << principal.arn;
                ASSERT_EQ(index->role_exists(principal.account, principal.role_id),
                          watched.world.state.identity.role_by_id.contains(principal.role_id));
            }
            for (const auto& id : driver.profiles()) {
                for (const auto account : driver.accounts()) {
                    const auto* one = index->application_profile(account, "us-east-1", id);
                    const auto* other = facts.application_profile(account, "us-east-1", id);
                    ASSERT_EQ(one == nullptr, other == nullptr);
                    ASSERT_TRUE(one == nullptr || one->tags == other->tags);
                    ASSERT_EQ(index->application_profile(account, "us-east-2", id), nullptr);
                }
            }
        }
    }
}

// design 8: a change of one account's is not paid for by all
TEST(Index, SharesWhatAnEventDoesNotTouch) {
    Watched watched;
    auto& world = watched.world;
    world.act_as(world.in_root);
    watched.note(model::create_user(world.state, {"ann"}, world.context()));
    const IdentityName ann{IdentityKind::user, {world.in_root, "ann"}};
    watched.note(model::put_inline_policy(world.state, {ann, "p", kDocuments[0]}));
    const auto before = watched.index();
    const auto principal = StateFacts{world.state}.principals_of(world.in_root).back();
    world.act_as(world.in_outer);
    watched.note(model::create_user(world.state, {"bob"}, world.context()));
    const auto after = watched.index();
    EXPECT_EQ(before->rights(principal).identity.data(), after->rights(principal).identity.data());
    watched.note(model::put_inline_policy(world.state, {ann, "p", kDocuments[1]}));
    EXPECT_EQ(policy::text_of(*watched.index()->rights(principal).identity[0].document),
              kDocuments[1]);
    EXPECT_EQ(policy::text_of(*before->rights(principal).identity[0].document), kDocuments[0]);
}

}  // namespace
}  // namespace licet::decision
