// SPDX-License-Identifier: Apache-2.0
#include "model/grant/scope.h"

#include "model/bedrock/regions.h"
#include "model/grant/check_scope.h"
#include "model/grant/grant_world_test.h"
#include "model/license/tagging.h"

namespace licet::model {
namespace {

std::string refusal(const Tags& tags) {
    const auto scope = scope_of(tags);
    EXPECT_FALSE(scope.ok());
    return scope.ok() ? "" : std::string{scope.error().name} + ": " + scope.error().message;
}

Scope scope_in(const Tags& tags) {
    const auto scope = scope_of(tags);
    EXPECT_TRUE(scope.ok() && *scope) << (scope.ok() ? "none" : scope.error().message);
    return scope.ok() && *scope ? **scope : Scope{};
}

Time at(std::string_view text) {
    return parse_iso8601(text).value();
}

// design 6, step 7
TEST(Scope, WithoutItsTagsAGrantHasNone) {
    EXPECT_EQ(scope_of({{"team", "a"}, {"licetX", "b"}, {"Licet:regions", "eu"}}).value(),
              std::nullopt);
    const Scope none;
    EXPECT_TRUE(none.has_region("us-east-1"));
    EXPECT_TRUE(none.has_operation(ModelOperation::StartAsyncInvoke));
    EXPECT_TRUE(none.has_time(kTimeMin) && none.has_time(kTimeMax));
}

TEST(Scope, ListsRegionsAndGeographies) {
    const Scope scope = scope_in({{"licet:regions", " eu   us-east-1 "}});
    for (const Region& region : known_regions()) {
        EXPECT_EQ(scope.has_region(region.code),
                  region.geography == "eu" || region.code == "us-east-1")
            << region.code;
    }
    EXPECT_FALSE(scope.has_region("eu-middle-1"));
    EXPECT_EQ(scope.operations, Scope{}.operations);
}

TEST(Scope, ListsOperations) {
    const Scope scope = scope_in({{"licet:operations", "Converse CountTokens"}});
    EXPECT_TRUE(scope.has_operation(ModelOperation::Converse));
    EXPECT_TRUE(scope.has_operation(ModelOperation::CountTokens));
    EXPECT_FALSE(scope.has_operation(ModelOperation::ConverseStream));
    EXPECT_FALSE(scope.has_operation(ModelOperation::InvokeModel));
}

// peers.md 5.9: not_before <= t < not_after; a day is meant as a whole
TEST(Scope, BeginsAndEndsToTheMillisecond) {
    const Scope scope = scope_in({{"licet:not-before", "2026-12-01T08:00:00+01:00"},
                                  {"licet:not-after", "2026-12-24T12:00:00.500Z"}});
    const Time begin = at("2026-12-01T07:00:00Z");
    const Time end = at("2026-12-24T12:00:00.500Z");
    EXPECT_FALSE(scope.has_time(begin - Milliseconds{1}));
    EXPECT_TRUE(scope.has_time(begin) && scope.has_time(end - Milliseconds{1}));
    EXPECT_FALSE(scope.has_time(end));
    const Scope day =
        scope_in({{"licet:not-before", "2026-12-31"}, {"licet:not-after", "2026-12-31"}});
    EXPECT_TRUE(day.has_time(at("2026-12-31")) && day.has_time(at("2026-12-31T23:59:59.999Z")));
    EXPECT_FALSE(day.has_time(at("2027-01-01")));
}

TEST(Scope, RefusesWhatItDoesNotUnderstandWithTheTagsKey) {
    const std::vector<std::pair<Tags, std::string>> rows{
        {{{"licet:region", "eu"}}, "`licet:region`: keys with `licet:`"},
        {{{"licet:", ""}}, "`licet:`"},
        {{{"licet:regions", "eu mars"}}, "`licet:regions`: `mars`"},
        {{{"licet:regions", "EU"}}, "`EU`"},
        {{{"licet:regions", ""}}, "`licet:regions`: the list is empty"},
        {{{"licet:regions", "  "}}, "empty"},
        {{{"licet:operations", "Converse,InvokeModel"}}, "`licet:operations`: `Converse,"},
        {{{"licet:operations", "CreateGrant"}}, "`CreateGrant`"},
        {{{"licet:operations", ""}}, "empty"},
        {{{"licet:not-before", "tomorrow"}}, "`licet:not-before`: `tomorrow`"},
        {{{"licet:not-after", "2026-02-30"}}, "`licet:not-after`: `2026-02-30`"},
        {{{"licet:not-after", ""}}, "`licet:not-after`"},
        {{{"licet:not-before", "2026-12-24T12:00:00Z"},
          {"licet:not-after", "2026-12-24T12:00:00Z"}},
         "`licet:not-after`: it must be after `licet:not-before`"},
    };
    for (const auto& [tags, part] : rows) {
        const std::string text = refusal(tags);
        EXPECT_TRUE(text.starts_with("ValidationException: ")) << text;
        EXPECT_NE(text.find(part), std::string::npos) << text;
    }
}

// Issue 5, 4: a quota that is misspelled is refused, not left out.
TEST(Scope, RefusesItsKeysInOtherLetters) {
    for (const auto* key : {"LICET:quota:requests-per-minute", "Licet:regions"}) {
        const auto checked = check_scope({{key, "5"}});
        ASSERT_FALSE(checked.ok()) << key;
        EXPECT_EQ(checked.error().name, "ValidationException");
        EXPECT_NE(checked.error().message.find(key), std::string::npos);
    }
    EXPECT_FALSE(check_scope({{"licet:quota:Requests-per-minute", "5"}}).ok());
    EXPECT_TRUE(check_scope({{"Team", "a"}, {"licet:concurrency", "5"}, {"License", "b"}}).ok());
}

TEST(Scope, TheIntersectionAllowsWhatBothDo) {
    const Scope a = scope_in({{"licet:regions", "eu"}, {"licet:not-before", "2026-01-01"}});
    const Scope b = scope_in({{"licet:regions", "eu-west-1 us"},
                              {"licet:operations", "Converse"},
                              {"licet:not-after", "2026-06-30"}});
    const Scope both = intersection(a, b);
    EXPECT_EQ(both.regions, region_mask("eu-west-1"));
    EXPECT_EQ(both.operations, b.operations);
    EXPECT_EQ(both.not_before, a.not_before);
    EXPECT_EQ(both.not_after, b.not_after);
    EXPECT_EQ(both, intersection(b, a));
    EXPECT_EQ(intersection(a, Scope{}), a);
}

TEST(Scope, IsWrittenAsTagsThatReadTheSame) {
    const std::vector<Tags> rows{
        {},
        {{"licet:regions", "eu"}},
        {{"licet:regions", "eu-west-1 us il-central-1"}},
        {{"licet:operations", "Converse CountTokens"}},
        {{"licet:not-before", "2026-01-01"}, {"licet:not-after", "2026-06-30"}},
        {{"licet:not-before", "2026-01-01T08:00:00+01:00"},
         {"licet:not-after", "2026-06-30T12:00:00.500Z"}},
        {{"licet:not-after", "9999-12-31"}},
    };
    for (const auto& tags : rows) {
        const Scope scope = scope_of(tags).value().value_or(Scope{});
        const auto again = scope_of(tags_of(scope)).value().value_or(Scope{});
        EXPECT_EQ(again, scope) << tags_of(scope).size();
    }
    const auto written = tags_of(
        scope_in({{"licet:regions", "us-east-1 eu eu-west-1"}, {"licet:not-after", "2026-06-30"}}));
    EXPECT_EQ(written,
              (Tags{{"licet:regions", "eu us-east-1"}, {"licet:not-after", "2026-06-30"}}));
    EXPECT_EQ(tags_of(Scope{}), Tags{});
    EXPECT_EQ(tags_of({.regions = 0}), (Tags{{"licet:regions", ""}})) << "it allows nothing";
}

struct GrantScopeTest : testing::Test {
    GrantWorld world;

    Result<Events> tag(AccountId as, const GrantId& id, const std::vector<Tag>& tags) {
        world.act_as(as);
        return tag_resource(world.state, world.arn(id), tags, world.context());
    }
    void must_tag(AccountId as, const GrantId& id, const std::vector<Tag>& tags) {
        world.keep(tag(as, id, tags));
    }
};

// issue 4, section 2: given with the grant, changed by its grantor only
TEST_F(GrantScopeTest, IsGivenWithTheGrantAndChangedByItsGrantorOnly) {
    world.act_as(world.management);
    CreateGrant command = world.create_command(world.organization_principal());
    command.tags = {{"licet:regions", "nowhere"}};
    EXPECT_EQ(error_of(create_grant(world.state, command, world.context())), "ValidationException");
    command.tags = {{"licet:regions", "eu"}};
    const GrantId id = world.settle(create_grant(world.state, command, world.context())).id;
    EXPECT_EQ(effective_scope(world.state, id), scope_in(command.tags));
    EXPECT_EQ(effective_scope(world.state, world.sub(id, world.in_inner)), scope_in(command.tags))
        << "a sub-grant has its parent's";
    const auto shown = tags_of_resource(world.state, world.in_inner,
                                        world.arn(world.sub(id, world.in_inner)), world.now);
    ASSERT_TRUE(shown.ok()) << shown.error().message;
    EXPECT_EQ(*shown, (Tags{{"licet:regions", "eu"}}));

    EXPECT_EQ(
        error_of(tag(world.in_inner, world.sub(id, world.in_inner), {{"licet:regions", "us"}})),
        "AccessDeniedException");
    EXPECT_EQ(error_of(tag(world.management, id, {{"licet:not-after", "never"}})),
              "ValidationException");
    must_tag(world.management, id, {{"licet:regions", "us"}, {"licet:operations", "Converse"}});
    EXPECT_EQ(effective_scope(world.state, id),
              scope_in({{"licet:regions", "us"}, {"licet:operations", "Converse"}}));
    world.set(world.management, id, kActive);
    EXPECT_TRUE(effective_scope(world.state, id).has_region("us-east-1")) << "a status keeps it";

    world.keep(untag_resource(world.state, world.arn(id), {"licet:regions", "licet:operations"},
                              world.context()));
    EXPECT_EQ(effective_scope(world.state, id), Scope{});
}

TEST_F(GrantScopeTest, AnEndIsHeldAgainstABeginningGivenBefore) {
    const GrantId id = world.create(world.organization_principal());
    must_tag(world.management, id, {{"licet:not-before", "2027-01-01"}});
    EXPECT_EQ(error_of(tag(world.management, id, {{"licet:not-after", "2026-12-31"}})),
              "ValidationException");
    must_tag(world.management, id, {{"licet:not-after", "2027-01-01"}});
}

// rules GR-6, GR-7: nobody passes on more than he has
TEST_F(GrantScopeTest, WhatIsPassedOnIsLimitedByItsSources) {
    const Id128 license = world.issue(world.in_root, "tool");
    const auto give = [&](AccountId from, AccountId to) {
        const GrantId id =
            world.create_with_right(GrantWorld::account_principal(to), from, license);
        world.accept_and_activate(to, id);
        return id;
    };
    const GrantId first = give(world.in_root, world.in_outer);
    const GrantId second = give(world.in_outer, world.in_inner);
    must_tag(world.in_root, first, {{"licet:regions", "eu us"}});
    must_tag(world.in_outer, second, {{"licet:regions", "us apac"}});
    EXPECT_EQ(effective_scope(world.state, second), scope_in({{"licet:regions", "us"}}));
    EXPECT_EQ(effective_scope(world.state, first), scope_in({{"licet:regions", "eu us"}}));
    const auto seen_by = [&](AccountId account) {
        return tags_of_resource(world.state, account, world.arn(second), world.now).value();
    };
    EXPECT_EQ(seen_by(world.in_outer), (Tags{{"licet:regions", "us apac"}})) << "as it gave them";
    EXPECT_EQ(seen_by(world.in_inner), (Tags{{"licet:regions", "us"}})) << "what they come to";
}

TEST_F(GrantScopeTest, ARestoredStateKnowsThem) {
    const GrantId id = world.create(world.organization_principal());
    must_tag(world.management, id, {{"licet:regions", "eu"}});
    const auto restored = restore(save(world.state));
    ASSERT_TRUE(restored.ok());
    EXPECT_EQ(effective_scope(*restored, id), effective_scope(world.state, id));
    EXPECT_NE(effective_scope(*restored, id), Scope{});
}

}  // namespace
}  // namespace licet::model
