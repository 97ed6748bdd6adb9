// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/profile_commands.h"

#include "model/bedrock/model_identifier.h"
#include "model/bedrock/sample_catalogue_test.h"
#include "model/organization/world_test.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace licet::model {
namespace {

using testing::HasSubstr;

struct ProfileCommandsTest : testing::Test {
    World world;

    ProfileCommandsTest() { world.keep(Events{CatalogueApplied{sample::catalogue()}}); }

    static std::string source() { return model_arn("us-east-1", sample::kSonnet); }

    Result<ApplicationProfileMade> create(const std::string& name,
                                          const std::string& from = source()) {
        return create_application_profile(world.state, {name, "", from, {}}, world.context());
    }
    std::string error_of(const std::string& name, const std::string& from = source()) {
        const auto made = create(name, from);
        return made.ok() ? "" : fmt::format("{}: {}", made.error().name, made.error().message);
    }
};

TEST_F(ProfileCommandsTest, NamesAndDescriptionsAreSpacedWords) {
    for (const auto* good : {"a", "A1 b_c-d", "ends "}) {
        EXPECT_TRUE(is_profile_name(good)) << good;
    }
    for (const auto* bad : {"", " a", "a  b", "a_-b", "a.b", "é"}) {
        EXPECT_FALSE(is_profile_name(bad)) << bad;
    }
    EXPECT_TRUE(is_profile_description("For v1.0: tests"));
    EXPECT_FALSE(is_profile_description("a; b"));
}

// rule BA-30
TEST_F(ProfileCommandsTest, AProfileIsCopiedFromWhatItsRegionHas) {
    for (const auto& good :
         {source(), profile_arn("us-east-1", world.management, "us." + sample::kOpus),
          profile_arn("us-east-1", world.management, "global." + sample::kOpus)}) {
        EXPECT_EQ(error_of("mine", good), "") << good;
    }
    EXPECT_THAT(error_of("mine", sample::kSonnet), HasSubstr("ValidationException"));
    EXPECT_THAT(error_of("mine", application_profile_arn("us-east-1", world.management, "abc")),
                HasSubstr("ValidationException"));
    EXPECT_THAT(error_of("mine", model_arn("us-east-2", sample::kSonnet)),
                HasSubstr("must name region `us-east-1`"));
    EXPECT_THAT(error_of("mine", model_arn("us-east-1", sample::kOpus)),
                HasSubstr("served through inference profiles only"));
    EXPECT_THAT(error_of("mine", model_arn("us-east-1", "acme.unknown-v1:0")),
                HasSubstr("ResourceNotFoundException"));
    EXPECT_THAT(error_of("mine", profile_arn("us-east-1", world.management, "eu." + sample::kOpus)),
                HasSubstr("ResourceNotFoundException"));
    EXPECT_THAT(error_of("mine", profile_arn("us-east-1", AccountId{7}, "us." + sample::kOpus)),
                HasSubstr("ResourceNotFoundException"));
}

TEST_F(ProfileCommandsTest, AnAccountHasSoManyInARegionEachWithAName) {
    for (std::size_t i = 0; i < kApplicationProfilesMax; ++i) {
        auto made = create(fmt::format("n{}", i));
        ASSERT_TRUE(made.ok());
        EXPECT_TRUE(has_application_profile_form(made->id));
        world.keep(std::move(made->events));
    }
    EXPECT_THAT(error_of("n7"), HasSubstr("ConflictException"));
    EXPECT_THAT(error_of("more"), HasSubstr("ServiceQuotaExceededException"));
    const auto first = world.state.models.application_profiles.begin()->first;
    world.keep(delete_application_profile(world.state, first, world.context()));
    EXPECT_EQ(error_of("more"), "");
}

}  // namespace
}  // namespace licet::model
