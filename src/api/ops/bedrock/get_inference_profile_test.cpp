// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/profiles_test.h"

namespace licet::api {
namespace {

using ::testing::StartsWith;

using GetInferenceProfile = ProfilesTest;

TEST_F(GetInferenceProfile, DescribesAGeographicProfile) {
    const std::string id = "us." + sample::kOpus;
    const std::string arn = "arn:aws:bedrock:us-east-2:111111111111:inference-profile/" + id;
    for (const auto& identifier : {id, arn}) {
        const auto reply = must("GetInferenceProfile", named(identifier), "us-east-2");
        EXPECT_EQ(reply.text("inferenceProfileId"), id);
        EXPECT_EQ(reply.text("inferenceProfileArn"), arn);
        EXPECT_EQ(reply.text("inferenceProfileName"), "us profile");
        EXPECT_EQ(reply.text("status"), "ACTIVE");
        EXPECT_EQ(reply.text("type"), "SYSTEM_DEFINED");
        const std::string suffix = "::foundation-model/" + sample::kOpus;
        EXPECT_EQ(ids(reply, "models", "modelArn"), "arn:aws:bedrock:us-east-1" + suffix +
                                                        " arn:aws:bedrock:us-east-2" + suffix +
                                                        " arn:aws:bedrock:us-west-2" + suffix);
    }
}

// rule BA-32
TEST_F(GetInferenceProfile, ShowsTheModelWithoutRegionForAGlobalProfile) {
    const auto reply = must("GetInferenceProfile", named("global." + sample::kOpus), "eu-west-1");
    EXPECT_EQ(ids(reply, "models", "modelArn"),
              "arn:aws:bedrock:eu-west-1::foundation-model/" + sample::kOpus +
                  " arn:aws:bedrock:::foundation-model/" + sample::kOpus);
}

// rule BA-30
TEST_F(GetInferenceProfile, DescribesOneThatTheAccountMade) {
    const auto arn = create("Mine", system_arn("us." + sample::kOpus));
    for (const auto& identifier : {arn, id_of(arn)}) {
        const auto reply = must("GetInferenceProfile", named(identifier));
        EXPECT_EQ(reply.text("inferenceProfileId"), id_of(arn));
        EXPECT_EQ(reply.text("inferenceProfileArn"), arn);
        EXPECT_EQ(reply.text("inferenceProfileName"), "Mine");
        EXPECT_FALSE(reply.has("description"));
        EXPECT_EQ(reply.text("createdAt"), format_iso8601(world.clock().now()));
        EXPECT_EQ(reply.text("type"), "APPLICATION");
        EXPECT_EQ(reply.count("models"), 2U);
        EXPECT_THAT(refusal(member, "GetInferenceProfile", named(identifier)),
                    StartsWith("ResourceNotFoundException"));
    }
    const auto direct = create("Direct", model_arn(sample::kSonnet), R"(,"description":"a: b")");
    const auto reply = must("GetInferenceProfile", named(direct));
    EXPECT_EQ(ids(reply, "models", "modelArn"), model_arn(sample::kSonnet));
    EXPECT_EQ(reply.text("description"), "a: b");
    // What it was copied from may leave the catalogue.
    world.apply({model::CatalogueApplied{model::Catalogue{}}});
    EXPECT_EQ(ids(must("GetInferenceProfile", named(arn)), "models", "modelArn"),
              model_arn(sample::kOpus));
}

TEST_F(GetInferenceProfile, RefusesWhatIsNotInTheRegionOrAccount) {
    const auto refused = [&](const std::string& identifier) {
        return refusal("GetInferenceProfile", named(identifier));
    };
    EXPECT_THAT(refused(sample::kOpus), StartsWith("ValidationException"));
    EXPECT_THAT(refused("us opus"), StartsWith("ValidationException"));
    for (const auto& unknown :
         {"eu." + sample::kOpus, "us." + sample::kNova,
          "arn:aws:bedrock:us-east-1:222222222222:inference-profile/us." + sample::kOpus,
          "arn:aws:bedrock:us-east-2:111111111111:inference-profile/us." + sample::kOpus,
          std::string{"arn:aws:bedrock:us-east-1:111111111111:application-inference-profile/a1"}}) {
        EXPECT_THAT(refused(unknown), StartsWith("ResourceNotFoundException")) << unknown;
    }
}

}  // namespace
}  // namespace licet::api
