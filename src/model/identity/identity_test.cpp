// SPDX-License-Identifier: Apache-2.0
#include "model/identity/identity.h"

#include "model/identity/administrator.h"
#include "model/identity/world_test.h"

namespace licet::model {
namespace {

TEST(OwnedName, IsReadBackFromItsText) {
    const OwnedName name{AccountId{42}, "a.b@c"};
    EXPECT_EQ(name.text(), "000000000042/a.b@c");
    EXPECT_EQ(OwnedName::parse(name.text()).value(), name);
    for (const auto* bad : {"", "000000000042", "000000000042/", "00000000004/a", "x/a",
                            "000000000042-a", "000000000000/a"}) {
        EXPECT_FALSE(OwnedName::parse(bad).ok()) << bad;
    }
}

TEST(Arns, HoldThePathWhereAwsPutsIt) {
    const AccountId account{111'111'111'111};
    EXPECT_EQ(user_arn(account, "/", "a"), "arn:aws:iam::111111111111:user/a");
    EXPECT_EQ(group_arn(account, "/p/", "a"), "arn:aws:iam::111111111111:group/p/a");
    EXPECT_EQ(role_arn(account, "/p/q/", "a"), "arn:aws:iam::111111111111:role/p/q/a");
    EXPECT_EQ(root_arn(account), "arn:aws:iam::111111111111:root");
    EXPECT_EQ(session_arn(account, "r", "s"), "arn:aws:sts::111111111111:assumed-role/r/s");
}

std::vector<std::pair<OwnedName, std::pair<std::size_t, std::size_t>>> uses_of(
    const Identities& all) {
    std::vector<std::pair<OwnedName, std::pair<std::size_t, std::size_t>>> uses;
    for (const auto& [policy, use] : all.policy_uses) {
        uses.push_back({policy, {use.attachments, use.boundaries}});
    }
    return uses;
}

void expect_same_indexes(const Identities& all) {
    Identities rebuilt = all;
    rebuilt.rebuild_indexes();
    EXPECT_EQ(all.role_by_id, rebuilt.role_by_id);
    EXPECT_EQ(all.keys_by_user, rebuilt.keys_by_user);
    EXPECT_EQ(all.groups_by_user, rebuilt.groups_by_user);
    EXPECT_EQ(uses_of(all), uses_of(rebuilt));
    for (const auto& [name, user] : all.users) {
        for (const auto& [policy, text] : user.policies) {
            EXPECT_NE(text.document, nullptr);
        }
    }
}

/// An event about what a user, group or role may do.
Event random_policy_event(SeededRandom& random, const OwnedName& name) {
    const IdentityName identity{static_cast<IdentityKind>(random.below(3)), name};
    const std::string policy(1, "pq"[random.below(2)]);
    switch (random.below(6)) {
        case 0:
            return InlinePolicyPut{identity, policy, allowing("iam:Get*")};
        case 1:
            return InlinePolicyDeleted{identity, policy};
        case 2:
            return PolicyAttached{identity, policy};
        case 3:
            return PolicyDetached{identity, policy};
        case 4:
            return BoundaryChanged{identity, random.below(3) == 0 ? "" : policy};
        default:
            return IdentityTagged{identity, {{"k", policy}}};
    }
}

/// An event about a group or the name of a user.
Event random_group_event(SeededRandom& random, const OwnedName& name) {
    const std::string other(1, "abc"[random.below(3)]);
    Group group;
    group.members.insert(other);
    group.attached.insert("p");
    group.policies["q"].text = allowing("*");
    switch (random.below(6)) {
        case 0:
            return GroupCreated{name, group};
        case 1:
            return GroupDeleted{name};
        case 2:
            return GroupRenamed{name, other, "/p/"};
        case 3:
            return GroupMemberAdded{name, other};
        case 4:
            return GroupMemberRemoved{name, other};
        default:
            return UserRenamed{name, other, "/p/"};
    }
}

/// Any identity event over a small set of names, whether or not it makes sense.
Event random_event(SeededRandom& random) {
    const OwnedName name{AccountId{1 + random.below(2)}, std::string(1, "abc"[random.below(3)])};
    const std::string id = "AKIA" + std::to_string(random.below(4));
    Role role;
    role.id = "AROA" + std::to_string(random.next());
    role.attached.insert("p");
    User user;
    user.boundary = "q";
    user.policies["q"].text = allowing("*");
    AccessKey key;
    key.account = name.account;
    key.user_name = random.below(4) == 0 ? "" : name.name;
    switch (random.below(16)) {
        case 0:
            return UserCreated{name, user};
        case 1:
            return UserDeleted{name};
        case 2:
            return RoleCreated{name, role};
        case 3:
            return RoleDeleted{name};
        case 4:
            return TrustPolicyChanged{name, "{}", {{"arn", "id"}}};
        case 5:
            return AccessKeyCreated{id, key};
        case 6:
            return AccessKeyStatusChanged{id, KeyStatus::Inactive};
        case 7:
            return AccessKeyDeleted{id};
        case 8:
            return RoleSettingsChanged{name, "d", 7200};
        case 9:
        case 10:
        case 11:
            return random_group_event(random, name);
        default:
            return random_policy_event(random, name);
    }
}

TEST(IdentityEvents, KeepTheIndexesAsRebuiltAndSurviveAnything) {
    SeededRandom random{3};
    State state;
    for (int i = 0; i < 2000; ++i) {
        model::apply(state, random_event(random));
        expect_same_indexes(state.identity);
    }
}

TEST(IdentityEvents, AreReadBackFromTheirRecords) {
    SeededRandom random{4};
    State state;
    State replayed;
    for (int i = 0; i < 200; ++i) {
        const Event event = random_event(random);
        std::string json;
        describe::write_json(event_type(), &event, describe::kRecordFormat, json);
        Event read;
        ASSERT_TRUE(describe::read_json(event_type(), &read, describe::kRecordFormat, json).ok());
        model::apply(state, event);
        model::apply(replayed, read);
    }
    EXPECT_EQ(save(state), save(replayed));
    EXPECT_EQ(save(restore(save(state)).value()), save(state));
}

TEST(Administrator, IsAdmittedWithoutAnybodyAsking) {
    IdentityWorld world;
    const AccountId account = world.management;
    world.act_as(AccountId{});
    const std::string id = new_access_key_id(world.state.identity, world.random);
    const auto admit = [&] {
        return admit_administrator(world.state, {account, "admin", id, "sealed"}, world.context());
    };
    world.keep(admit());
    const User* admin = find_user(world.state.identity, account, "admin");
    ASSERT_NE(admin, nullptr);
    EXPECT_EQ(admin->attached, std::set<std::string>{std::string{kAdministratorAccess}});
    EXPECT_EQ(
        use_of_policy(world.state.identity, account, std::string{kAdministratorAccess}).attachments,
        1U);
    const AccessKey* key = find_access_key(world.state.identity, id);
    ASSERT_NE(key, nullptr);
    EXPECT_EQ(key->account, account);
    EXPECT_EQ(key->user_name, "admin");
    EXPECT_EQ(key->sealed_secret, "sealed");
    EXPECT_EQ(key->status, KeyStatus::Active);
    EXPECT_EQ(error_of(admit()), "EntityAlreadyExists");
}

}  // namespace
}  // namespace licet::model
