// SPDX-License-Identifier: Apache-2.0
#include "model/organization/tags.h"

#include "model/organization/access.h"
#include "model/organization/world_test.h"

namespace licet::model {
namespace {

struct OrganizationTagsTest : testing::Test {
    World world;

    OrganizationTagsTest() { world.organize(); }

    Result<Events> put(const std::string& resource, const std::vector<Tag>& tags) {
        return tag_organization_resource(world.state, {resource, tags}, world.context());
    }
    Result<Events> remove(const std::string& resource, const std::vector<std::string>& keys) {
        return untag_organization_resource(world.state, {resource, keys}, world.context());
    }
    Tags tags(const std::string& resource) {
        const auto organization = require_management(world.state.organization, world.management);
        const auto found = require_tags(world.state.organization, *organization, resource);
        return found.ok() ? **found : Tags{};
    }
};

TEST_F(OrganizationTagsTest, AreKeptOnRootsUnitsAndAccounts) {
    const std::string unit = world.make_unit(world.root(), "u");
    const std::string account = world.make_account("a").text();
    for (const auto& resource : {world.root(), unit, account}) {
        world.keep(put(resource, {{"a", "1"}, {"b", "2"}}));
        world.keep(put(resource, {{"b", "3"}}));
        EXPECT_EQ(tags(resource), (Tags{{"a", "1"}, {"b", "3"}})) << resource;
        EXPECT_TRUE(world.keep(put(resource, {{"b", "3"}})).empty());
        world.keep(remove(resource, {"a", "not there", "a"}));
        EXPECT_EQ(tags(resource), (Tags{{"b", "3"}})) << resource;
        EXPECT_TRUE(world.keep(remove(resource, {"not there"})).empty());
    }
}

TEST_F(OrganizationTagsTest, BelongToResourcesOfTheOrganization) {
    const AccountId stranger{222'222'222'222};
    world.keep(open_account(world.state, {stranger, "s", "s@example.com"}, world.context()));
    for (const auto& resource : {stranger.text(), std::string{"ou-none-12345678"},
                                 std::string{"r-none"}, std::string{"999999999999"}}) {
        EXPECT_EQ(error_of(put(resource, {{"a", "1"}})), "TargetNotFoundException") << resource;
        EXPECT_EQ(error_of(remove(resource, {"a"})), "TargetNotFoundException") << resource;
    }
}

TEST_F(OrganizationTagsTest, HaveTheirFaultsNamed) {
    const auto refusal = [&](const std::vector<Tag>& tags) {
        return error_of(put(world.root(), tags));
    };
    EXPECT_EQ(refusal({{"", ""}}), "InvalidInputException/MIN_LENGTH_EXCEEDED");
    EXPECT_EQ(refusal({{std::string(129, 'k'), ""}}), "InvalidInputException/MAX_LENGTH_EXCEEDED");
    EXPECT_EQ(refusal({{"a*", ""}}), "InvalidInputException/INVALID_PATTERN");
    EXPECT_EQ(refusal({{"aws:a", ""}}), "InvalidInputException/INVALID_SYSTEM_TAGS_PARAMETER");
    EXPECT_EQ(refusal({{"a", ""}, {"a", ""}}), "InvalidInputException/DUPLICATE_TAG_KEY");
    EXPECT_EQ(error_of(remove(world.root(), {"aws:a"})),
              "InvalidInputException/INVALID_SYSTEM_TAGS_PARAMETER");
    std::vector<Tag> many;
    for (std::size_t i = 0; i <= kTagsMax; ++i) {
        many.push_back({std::to_string(i), ""});
    }
    EXPECT_EQ(refusal(many), "ConstraintViolationException/MAX_TAG_LIMIT_EXCEEDED");
}

TEST_F(OrganizationTagsTest, AreChangedByTheManagementAccountOnly) {
    world.act_as(world.make_account("member"));
    EXPECT_EQ(error_of(put(world.root(), {{"a", "1"}})), "AccessDeniedException");
    EXPECT_EQ(error_of(remove(world.root(), {"a"})), "AccessDeniedException");
}

}  // namespace
}  // namespace licet::model
