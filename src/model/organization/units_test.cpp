// SPDX-License-Identifier: Apache-2.0
#include "model/organization/units.h"

#include "model/organization/limits.h"
#include "model/organization/world_test.h"

#include <gmock/gmock.h>

namespace licet::model {
namespace {

using ::testing::StartsWith;

std::string refusal(World& world, const CreateOrganizationalUnit& command) {
    return error_of(create_organizational_unit(world.state, command, world.context()));
}

TEST(Units, TakeTheRootsSuffixIntoTheirId) {
    World world;
    world.organize();
    const std::string unit = world.make_unit(world.root(), "workloads");
    EXPECT_THAT(unit, StartsWith("ou-" + world.root().substr(2) + "-"));
    EXPECT_EQ(unit.size(), 3 + 4 + 1 + 8U);
    const OrganizationalUnit* made = find_unit(world.state.organization, unit);
    ASSERT_NE(made, nullptr);
    EXPECT_EQ(made->name, "workloads");
    EXPECT_EQ(made->parent, world.root());
    EXPECT_EQ(find_unit(world.state.organization, world.root()), nullptr);
}

TEST(Units, HaveNamesUniqueWithinTheirParentOnly) {
    World world;
    world.organize();
    const std::string unit = world.make_unit(world.root(), "a");
    EXPECT_EQ(refusal(world, {world.root(), "a", {}}), "DuplicateOrganizationalUnitException");
    EXPECT_EQ(refusal(world, {unit, "a", {}}), "");
    EXPECT_EQ(refusal(world, {world.root(), "A", {}}), "");
}

TEST(Units, NeedAParentOfTheSameOrganization) {
    World world;
    world.organize();
    EXPECT_EQ(refusal(world, {"ou-none-12345678", "a", {}}), "ParentNotFoundException");
    const AccountId other{222'222'222'222};
    world.keep(open_account(world.state, {other, "o", "o@example.com"}, world.context()));
    const std::string root = world.root();
    world.act_as(other);
    world.keep(create_organization(world.state, {}, world.context()));
    EXPECT_EQ(refusal(world, {root, "a", {}}), "ParentNotFoundException");
}

// rule OR-1
TEST(Units, NestFiveDeep) {
    World world;
    world.organize();
    std::string parent = world.root();
    for (std::size_t depth = 0; depth < kUnitDepthMax; ++depth) {
        parent = world.make_unit(parent, "level");
        ASSERT_FALSE(parent.empty());
    }
    EXPECT_EQ(refusal(world, {parent, "level", {}}),
              "ConstraintViolationException/OU_DEPTH_LIMIT_EXCEEDED");
}

// rule OR-1
TEST(Units, AreLimitedInNumber) {
    World world;
    world.organize();
    world.set({.units_max = Integer<0, 100'000>{2}});
    world.make_unit(world.root(), "a");
    world.make_unit(world.root(), "b");
    EXPECT_EQ(refusal(world, {world.root(), "one too many", {}}),
              "ConstraintViolationException/OU_NUMBER_LIMIT_EXCEEDED");
}

TEST(Units, CheckTheirTags) {
    World world;
    world.organize();
    EXPECT_EQ(refusal(world, {world.root(), "a", {{"k", "1"}, {"k", "2"}}}),
              "InvalidInputException/DUPLICATE_TAG_KEY");
    const Events events = world.keep(create_organizational_unit(
        world.state, {world.root(), "a", {{"k", "1"}}}, world.context()));
    EXPECT_EQ(std::get<OrganizationalUnitCreated>(events.at(0)).details.tags, (Tags{{"k", "1"}}));
}

TEST(Units, AreRenamedUnlessTheNameIsTaken) {
    World world;
    world.organize();
    const std::string unit = world.make_unit(world.root(), "a");
    world.make_unit(world.root(), "b");
    const auto rename = [&](const std::string& id, std::optional<std::string> name) {
        return update_organizational_unit(world.state, {id, std::move(name)}, world.context());
    };
    EXPECT_EQ(error_of(rename(unit, "b")), "DuplicateOrganizationalUnitException");
    EXPECT_EQ(error_of(rename("ou-none-12345678", "c")), "OrganizationalUnitNotFoundException");
    EXPECT_EQ(error_of(rename(world.root(), "c")), "OrganizationalUnitNotFoundException");
    EXPECT_TRUE(world.keep(rename(unit, std::nullopt)).empty());
    EXPECT_TRUE(world.keep(rename(unit, "a")).empty());
    world.keep(rename(unit, "c"));
    EXPECT_EQ(find_unit(world.state.organization, unit)->name, "c");
}

TEST(Units, AreDeletedOnlyWhenEmpty) {
    World world;
    world.organize();
    const std::string outer = world.make_unit(world.root(), "outer");
    const std::string inner = world.make_unit(outer, "inner");
    const AccountId account = world.make_account("a");
    world.keep(move_account(world.state, {account, world.root(), inner}, world.context()));
    const auto remove = [&](const std::string& id) {
        return delete_organizational_unit(world.state, {id}, world.context());
    };
    EXPECT_EQ(error_of(remove(outer)), "OrganizationalUnitNotEmptyException");
    EXPECT_EQ(error_of(remove(inner)), "OrganizationalUnitNotEmptyException");
    world.keep(move_account(world.state, {account, inner, world.root()}, world.context()));
    world.keep(remove(inner));
    world.keep(remove(outer));
    EXPECT_EQ(error_of(remove(outer)), "OrganizationalUnitNotFoundException");
    EXPECT_EQ(find_unit(world.state.organization, outer), nullptr);
}

TEST(Units, AreChangedByTheManagementAccountOnly) {
    World world;
    world.organize();
    const std::string unit = world.make_unit(world.root(), "a");
    world.act_as(world.make_account("member"));
    EXPECT_EQ(refusal(world, {world.root(), "b", {}}), "AccessDeniedException");
    EXPECT_EQ(error_of(update_organizational_unit(world.state, {unit, "b"}, world.context())),
              "AccessDeniedException");
    EXPECT_EQ(error_of(delete_organizational_unit(world.state, {unit}, world.context())),
              "AccessDeniedException");
}

}  // namespace
}  // namespace licet::model
