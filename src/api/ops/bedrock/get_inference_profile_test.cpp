// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/fixture_test.h"

namespace licet::api {
namespace {

using ::testing::StartsWith;

struct GetInferenceProfile : BedrockTest {
    static std::string named(const std::string& identifier) {
        return R"({"inferenceProfileIdentifier":")" + identifier + R"("})";
    }
};

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
