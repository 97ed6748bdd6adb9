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
    EXPECT_EQ(role_arn(account, "/p/q/", "a"), "arn:aws:iam::111111111111:role/p/q/a");
    EXPECT_EQ(root_arn(account), "arn:aws:iam::111111111111:root");
    EXPECT_EQ(session_arn(account, "r", "s"), "arn:aws:sts::111111111111:assumed-role/r/s");
}

void expect_same_indexes(const Identities& all) {
    Identities rebuilt = all;
    rebuilt.rebuild_indexes();
    EXPECT_EQ(all.role_by_id, rebuilt.role_by_id);
    EXPECT_EQ(all.keys_by_user, rebuilt.keys_by_user);
}

/// Any identity event over a small set of names, whether or not it makes sense.
Event random_event(SeededRandom& random) {
    const OwnedName name{AccountId{1 + random.below(2)}, std::string(1, "abc"[random.below(3)])};
    const std::string id = "AKIA" + std::to_string(random.below(4));
    Role role;
    role.id = "AROA" + std::to_string(random.next());
    AccessKey key;
    key.account = name.account;
    key.user_name = random.below(4) == 0 ? "" : name.name;
    switch (random.below(8)) {
        case 0:
            return UserCreated{name, {}};
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
        default:
            return AccessKeyDeleted{id};
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
    ASSERT_NE(find_user(world.state.identity, account, "admin"), nullptr);
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
