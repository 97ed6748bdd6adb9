// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/profiles_test.h"

namespace licet::api {
namespace {

using ::testing::StartsWith;

using BedrockTags = ProfilesTest;

TEST_F(BedrockTags, AddsAndReplaces) {
    const auto arn = create("one");
    must("TagResource",
         resource(arn, R"(,"tags":[{"key":"a","value":"1"},{"key":"b","value":"2"}])"));
    must("TagResource", resource(arn, R"(,"tags":[{"key":"a","value":"3"}])"));
    EXPECT_EQ(tags(arn), "a b = 3 2");
}

TEST_F(BedrockTags, RefusesWhatIsNotOnesOwnAndBadTags) {
    const auto arn = create("one");
    const std::string more = R"(,"tags":[{"key":"a","value":"1"}])";
    EXPECT_THAT(refusal(member, "TagResource", resource(arn, more)),
                StartsWith("ResourceNotFoundException"));
    EXPECT_THAT(refusal("TagResource", resource(system_arn("us." + sample::kOpus), more)),
                StartsWith("ValidationException"));
    EXPECT_THAT(refusal("TagResource", resource("short", more)), StartsWith("ValidationException"));
    EXPECT_THAT(refusal("TagResource", resource(arn, R"(,"tags":[{"key":"","value":""}])")),
                StartsWith("ValidationException"));
    EXPECT_EQ(tags(arn), " = ");
}

TEST_F(BedrockTags, TakesAwayWhatIsThere) {
    const auto arn = create("one", model_arn(sample::kSonnet),
                            R"(,"tags":[{"key":"a","value":"1"},{"key":"b","value":"2"}])");
    must("UntagResource", resource(arn, R"(,"tagKeys":["a","z"])"));
    EXPECT_EQ(tags(arn), "b = 2");
    EXPECT_THAT(refusal(member, "UntagResource", resource(arn, R"(,"tagKeys":["b"])")),
                StartsWith("ResourceNotFoundException"));
    EXPECT_THAT(refusal("UntagResource", resource(arn, R"(,"tagKeys":["aws:b"])")),
                StartsWith("ValidationException"));
    EXPECT_EQ(tags(arn), "b = 2");
}

TEST_F(BedrockTags, ShowsThemToTheOwnerOnly) {
    const auto arn =
        create("one", model_arn(sample::kSonnet), R"(,"tags":[{"key":"a b","value":"c"}])");
    EXPECT_EQ(tags(arn), "a b = c");
    EXPECT_THAT(refusal(member, "ListTagsForResource", resource(arn)),
                StartsWith("ResourceNotFoundException"));
    EXPECT_THAT(refusal("ListTagsForResource", resource(model_arn(sample::kSonnet))),
                StartsWith("ValidationException"));
}

}  // namespace
}  // namespace licet::api
