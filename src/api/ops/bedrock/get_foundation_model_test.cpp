// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/fixture_test.h"

namespace licet::api {
namespace {

using ::testing::StartsWith;

struct GetFoundationModel : BedrockTest {
    static std::string named(const std::string& identifier) {
        return R"({"modelIdentifier":")" + identifier + R"("})";
    }
};

TEST_F(GetFoundationModel, DescribesAModelByIdOrArn) {
    const std::string arn = "arn:aws:bedrock:us-east-1::foundation-model/" + sample::kSonnet;
    for (const auto& identifier : {sample::kSonnet, arn}) {
        const auto reply = must("GetFoundationModel", named(identifier));
        EXPECT_EQ(reply.text("modelDetails.modelArn"), arn);
        EXPECT_EQ(reply.text("modelDetails.modelId"), sample::kSonnet);
        EXPECT_EQ(reply.text("modelDetails.modelName"), "The " + sample::kSonnet);
        EXPECT_EQ(reply.text("modelDetails.providerName"), "Anthropic");
        EXPECT_EQ(reply.text("modelDetails.inputModalities"), R"(["TEXT"])");
        EXPECT_EQ(reply.text("modelDetails.responseStreamingSupported"), "true");
        EXPECT_EQ(reply.text("modelDetails.customizationsSupported"), "[]");
        EXPECT_EQ(reply.text("modelDetails.inferenceTypesSupported"),
                  R"(["ON_DEMAND","INFERENCE_PROFILE"])");
        EXPECT_EQ(reply.text("modelDetails.modelLifecycle.status"), "ACTIVE");
        EXPECT_EQ(reply.text("modelDetails.modelLifecycle.startOfLifeTime"),
                  "2020-09-13T12:26:40Z");
        EXPECT_FALSE(reply.has("modelDetails.modelLifecycle.endOfLifeTime"));
    }
}

TEST_F(GetFoundationModel, RefusesWhatItDoesNotKnow) {
    const auto refused = [&](const std::string& identifier, std::string_view region = "us-east-1") {
        return refusal("GetFoundationModel", named(identifier), region);
    };
    const std::string invalid = "ValidationException: The provided model identifier is invalid.";
    EXPECT_THAT(refused("sonnet"), StartsWith(invalid));
    EXPECT_THAT(refused("us." + sample::kSonnet), StartsWith(invalid));
    EXPECT_THAT(refused("arn:aws:bedrock:eu-west-1::foundation-model/" + sample::kSonnet),
                StartsWith(invalid));
    EXPECT_THAT(refused(""), StartsWith("ValidationException"));
    EXPECT_THAT(refused("anthropic.claude-9-v1:0"),
                StartsWith("ResourceNotFoundException: Could not resolve the foundation model"));
    EXPECT_THAT(refused(sample::kNova, "us-west-2"),
                StartsWith("ResourceNotFoundException: Could not resolve the foundation model"));
    EXPECT_THAT(refused(sample::kTitan),
                StartsWith("ResourceNotFoundException: This model version has reached the end"));
}

}  // namespace
}  // namespace licet::api
