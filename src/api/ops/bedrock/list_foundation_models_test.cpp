// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/fixture_test.h"

namespace licet::api {
namespace {

struct ListFoundationModels : BedrockTest {
    std::string list(const std::string& request, std::string_view region = "us-east-1") {
        return ids(must("ListFoundationModels", request, region), "modelSummaries", "modelId");
    }
};

TEST_F(ListFoundationModels, ShowsWhatTheRegionOffers) {
    EXPECT_EQ(list("{}"), sample::kNova + " " + sample::kOpus + " " + sample::kSonnet + " " +
                              sample::kCommand + " " + sample::kEmbed + " " + sample::kLlama);
    EXPECT_EQ(list("{}", "eu-west-3"), sample::kOpus);
    EXPECT_EQ(list("{}", "ap-south-1"), "");
}

TEST_F(ListFoundationModels, LeavesOutWhatHasEnded) {
    world.clock().set(sample::kTitanEnds);
    EXPECT_EQ(list(R"({"byProvider":"Amazon"})"), sample::kNova);
    world.clock().set(sample::kTitanEnds - Milliseconds{1});
    EXPECT_EQ(list(R"({"byProvider":"Amazon"})"), sample::kNova + " " + sample::kTitan);
}

TEST_F(ListFoundationModels, Filters) {
    EXPECT_EQ(list(R"({"byProvider":"cohere"})"), sample::kCommand + " " + sample::kEmbed);
    EXPECT_EQ(list(R"({"byProvider":"Coher"})"), "");
    EXPECT_EQ(list(R"({"byOutputModality":"EMBEDDING"})"), sample::kEmbed);
    EXPECT_EQ(list(R"({"byCustomizationType":"FINE_TUNING"})"), sample::kNova);
    EXPECT_EQ(list(R"({"byProvider":"Anthropic","byInferenceType":"ON_DEMAND"})"), sample::kSonnet);
    EXPECT_EQ(list(R"({"byInferenceType":"PROVISIONED"})"), "");
    EXPECT_THAT(refusal("ListFoundationModels", R"({"byOutputModality":"SMELL"})"),
                ::testing::StartsWith("ValidationException"));
    for (const char* provider : {"", "A!", "Z.AI"}) {
        EXPECT_THAT(
            refusal("ListFoundationModels", R"({"byProvider":")" + std::string{provider} + R"("})"),
            ::testing::StartsWith("ValidationException"))
            << provider;
    }
    EXPECT_EQ(list(R"({"byProvider":"AI21 Labs-x"})"), "");
}

}  // namespace
}  // namespace licet::api
