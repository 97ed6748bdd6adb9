// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/profiles_test.h"

#include <set>

namespace licet::api {
namespace {

using ::testing::StartsWith;

struct ListInferenceProfiles : ProfilesTest {
    static std::string shown(const testing::Reply& reply) {
        return ids(reply, "inferenceProfileSummaries", "inferenceProfileId");
    }
    std::string list(const std::string& request, std::string_view region = "us-east-1") {
        return shown(must("ListInferenceProfiles", request, region));
    }
};

TEST_F(ListInferenceProfiles, ShowsThoseOfTheRegion) {
    const std::string all =
        "global." + sample::kOpus + " us." + sample::kOpus + " us." + sample::kSonnet;
    EXPECT_EQ(list("{}"), all);
    EXPECT_EQ(list("{}", "us-east-2"), "us." + sample::kOpus);
    EXPECT_EQ(list("{}", "eu-west-1"), "eu." + sample::kOpus + " global." + sample::kOpus);
    EXPECT_EQ(list("{}", "ap-south-1"), "");
    EXPECT_EQ(list(R"({"typeEquals":"SYSTEM_DEFINED"})"), all);
    EXPECT_EQ(list(R"({"typeEquals":"APPLICATION"})"), "");
}

// rule BA-30
TEST_F(ListInferenceProfiles, ShowsThoseThatTheAccountMadeAfterThem) {
    std::set<std::string> made{id_of(create("one")), id_of(create("two"))};
    const auto own = *made.begin() + " " + *made.rbegin();
    const auto system = list(R"({"typeEquals":"SYSTEM_DEFINED"})");
    EXPECT_EQ(list("{}"), system + " " + own);
    EXPECT_EQ(list(R"({"typeEquals":"APPLICATION"})"), own);
    EXPECT_EQ(list(R"({"typeEquals":"APPLICATION"})", "us-east-2"), "");
    EXPECT_EQ(shown(call(member, "ListInferenceProfiles", R"({"typeEquals":"APPLICATION"})")), "");
    // Whatever the size of the pages, together they are the list.
    for (int size = 1; size <= 6; ++size) {
        std::string all;
        std::string token;
        do {
            const auto page = must("ListInferenceProfiles",
                                   R"({"maxResults":)" + std::to_string(size) + token + "}");
            all += (all.empty() ? "" : " ") + shown(page);
            token =
                page.has("nextToken") ? R"(,"nextToken":")" + page.text("nextToken") + "\"" : "";
        } while (!token.empty());
        EXPECT_EQ(all, system + " " + own) << size;
    }
}

TEST_F(ListInferenceProfiles, Pages) {
    const auto first = must("ListInferenceProfiles", R"({"maxResults":2})");
    EXPECT_EQ(shown(first), "global." + sample::kOpus + " us." + sample::kOpus);
    const auto second = must("ListInferenceProfiles", R"({"maxResults":2,"nextToken":")" +
                                                          first.text("nextToken") + R"("})");
    EXPECT_EQ(shown(second), "us." + sample::kSonnet);
    EXPECT_FALSE(second.has("nextToken"));
    for (const auto* bad : {R"({"maxResults":0})", R"({"maxResults":1001})",
                            R"({"nextToken":"bogus"})", R"({"typeEquals":"OTHER"})"}) {
        EXPECT_THAT(refusal("ListInferenceProfiles", bad), StartsWith("ValidationException"))
            << bad;
    }
}

}  // namespace
}  // namespace licet::api
