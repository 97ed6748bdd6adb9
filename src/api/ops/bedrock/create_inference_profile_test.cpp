// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/profiles_test.h"

#include <array>
#include <initializer_list>

namespace licet::api {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

using CreateInferenceProfile = ProfilesTest;

// rule BA-30
TEST_F(CreateInferenceProfile, MakesOneThatIsActiveAtOnce) {
    const auto reply =
        must("CreateInferenceProfile",
             asked("For tests", system_arn("us." + sample::kOpus),
                   R"(,"description":"v1.0: all","tags":[{"key":"team","value":"a"}])"));
    EXPECT_EQ(reply.text("status"), "ACTIVE");
    const auto arn = reply.text("inferenceProfileArn");
    EXPECT_THAT(
        arn, StartsWith("arn:aws:bedrock:us-east-1:111111111111:application-inference-profile/"));
    EXPECT_EQ(id_of(arn).size(), 12U);
    EXPECT_EQ(tags(arn), "team = a");
}

TEST_F(CreateInferenceProfile, IsDoneOnceForATokenAndAnInput) {
    const std::string token = R"(,"clientRequestToken":"again-1")";
    const auto first = create("one", model_arn(sample::kSonnet), token);
    EXPECT_EQ(create("one", model_arn(sample::kSonnet), token), first);
    EXPECT_THAT(refusal("CreateInferenceProfile", asked("two", model_arn(sample::kSonnet), token)),
                StartsWith("ValidationException"));
    // Another account's token is another.
    EXPECT_EQ(
        refusal(member, "CreateInferenceProfile", asked("one", model_arn(sample::kSonnet), token)),
        "");
}

TEST_F(CreateInferenceProfile, RefusesWithoutAChange) {
    create("taken");
    const auto refused = [&](const std::string& name, const std::string& source,
                             const std::string& more = "") {
        return refusal("CreateInferenceProfile", asked(name, source, more));
    };
    const auto source = model_arn(sample::kSonnet);
    EXPECT_THAT(refused("taken", source), StartsWith("ConflictException"));
    EXPECT_THAT(refused("a", "arn:aws:bedrock:us-east-1::foundation-model/acme.unknown-v1:0"),
                StartsWith("ResourceNotFoundException"));
    for (const auto& [name, from, more] : std::initializer_list<std::array<std::string, 3>>{
             {"", source, ""},
             {"a.b", source, ""},
             {"a", "sonnet", ""},
             {"a", source, R"(,"description":"")"},
             {"a", source, R"(,"clientRequestToken":"-a")"},
             {"a", source, R"(,"tags":[{"key":"aws:a","value":""}])"},
             {"a", source, R"(,"tags":[{"key":"a;b","value":""}])"},
             {"a", source, R"(,"tags":[{"key":"a","value":""},{"key":"a","value":""}])"}}) {
        EXPECT_THAT(refused(name, from, more), StartsWith("ValidationException")) << name << more;
    }
    EXPECT_THAT(
        refusal("CreateInferenceProfile", R"({"inferenceProfileName":"a","modelSource":{}})"),
        StartsWith("ValidationException"));
    std::string many;
    for (int i = 0; i < 51; ++i) {
        many += (i == 0 ? "" : ",") + std::string{R"({"key":"k)"} + std::to_string(i) +
                R"(","value":""})";
    }
    EXPECT_THAT(refused("a", source, R"(,"tags":[)" + many + "]"),
                StartsWith("TooManyTagsException"));
}

using DeleteInferenceProfile = ProfilesTest;

TEST_F(DeleteInferenceProfile, TakesAnIdOrAnArn) {
    const auto first = create("one");
    const auto second = create("two");
    must("DeleteInferenceProfile", named(id_of(first)));
    must("DeleteInferenceProfile", named(second));
    for (const auto& arn : {first, second}) {
        EXPECT_THAT(refusal("GetInferenceProfile", named(arn)),
                    StartsWith("ResourceNotFoundException"));
        EXPECT_THAT(refusal("DeleteInferenceProfile", named(arn)),
                    StartsWith("ResourceNotFoundException"));
    }
    create("one");  // its name is free again
}

TEST_F(DeleteInferenceProfile, DeletesOnlyWhatTheAccountMadeInTheRegion) {
    const auto arn = create("one");
    EXPECT_THAT(refusal("DeleteInferenceProfile", named("us." + sample::kOpus)),
                StartsWith("ValidationException"));
    EXPECT_THAT(refusal("DeleteInferenceProfile", named("arn:aws:bedrock:us-east-1:x")),
                StartsWith("ValidationException"));
    // Others see nothing of it, whether it exists or not.
    for (const auto& identifier : {id_of(arn), std::string{"abcdefghijkl"}}) {
        EXPECT_EQ(refusal(member, "DeleteInferenceProfile", named(identifier)).substr(0, 70),
                  "ResourceNotFoundException: There is no application inference profile `");
    }
    EXPECT_THAT(refusal(member, "DeleteInferenceProfile", named(arn)),
                StartsWith("ResourceNotFoundException"));
    EXPECT_THAT(refusal(world.admin(), "DeleteInferenceProfile", named(id_of(arn)), "us-west-2"),
                StartsWith("ResourceNotFoundException"));
    must("GetInferenceProfile", named(arn));
}

}  // namespace
}  // namespace licet::api
