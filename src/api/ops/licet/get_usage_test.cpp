// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"
#include "meter/meter.h"

namespace licet::api {
namespace {

struct GetUsage : LicenseManagerTest {
    void use(AccountId account, std::string_view model, std::int64_t input,
             std::string_view tags = {}) {
        world.meter().record({.time = world.clock().now(),
                              .account = account,
                              .principal = "arn:aws:iam::111111111111:user/ann",
                              .model = model,
                              .tags = tags,
                              .input_tokens = input});
    }
    testing::Reply get(const model::Principal& who, const std::string& request = "{}") {
        return world.call(who, "licet", "GetUsage", request);
    }
};

// Issue 5, 6.
TEST_F(GetUsage, ShowsAMemberItsOwnAndTheAdministratorAllOfTheOrganization) {
    use(a.account, "m", 1);
    use(b.account, "m", 2);
    use(AccountId{999'999'999'999}, "m", 4);  // nobody of the organization

    EXPECT_EQ(get(a).text("usage.0.totals.input_tokens"), "1");
    const auto all = get(world.admin(), R"({"by":["account","model","day"]})");
    ASSERT_EQ(all.count("usage"), 2U);
    EXPECT_EQ(all.text("usage.0.account"), std::min(a.account, b.account).text());
    EXPECT_EQ(all.text("usage.1.model"), "m");
    EXPECT_EQ(all.text("usage.0.day"), format_iso8601(world.clock().now()).substr(0, 10));
    EXPECT_FALSE(all.has("usage.0.principal"));
    EXPECT_EQ(get(world.admin()).text("usage.0.totals.input_tokens"), "3");

    const auto asked = R"({"account":")" + b.account.text() + R"("})";
    EXPECT_EQ(get(world.admin(), asked).text("usage.0.totals.input_tokens"), "2");
    EXPECT_EQ(get(b, asked).text("usage.0.totals.input_tokens"), "2");
    EXPECT_EQ(get(a, asked).error, "AccessDeniedException");
    EXPECT_EQ(get(a, R"({"account":"999999999999"})").error, "AccessDeniedException");
    world.must(b, "organizations", "LeaveOrganization", "{}");
    EXPECT_EQ(get(world.admin(), asked).error, "AccessDeniedException");
    EXPECT_EQ(get(world.admin()).text("usage.0.totals.input_tokens"), "1");
}

// Issue 5, 6: as AWS's cost allocation tags; a call without the tag has an empty value.
TEST_F(GetUsage, SumsByTagsOfTheCallers) {
    use(a.account, "m", 1, "team=blue&project=x%20y");
    use(a.account, "n", 2, "team=blue");
    use(a.account, "m", 4);
    const auto got = get(a, R"({"by":["tag:team","model","tag:project"]})");
    ASSERT_EQ(got.count("usage"), 3U);
    const auto is = [&](const std::string& row, const char* team, const char* project,
                        const char* input) {
        return got.text("usage." + row + ".tags.team") == team &&
               got.text("usage." + row + ".tags.project") == project &&
               got.text("usage." + row + ".totals.input_tokens") == input;
    };
    EXPECT_TRUE(is("0", "", "", "4"));
    EXPECT_TRUE(is("1", "blue", "x y", "1"));
    EXPECT_TRUE(is("2", "blue", "", "2"));
    EXPECT_FALSE(get(a, R"({"by":["model"]})").has("usage.0.tags"));
    EXPECT_EQ(get(a, R"({"by":["tag:"]})").error, "ValidationException");

    const auto page = get(a, R"({"by":["tag:team"],"maxResults":1)"
                             "}");
    const auto token = R"(,"nextToken":")" + page.text("nextToken") + "\"}";
    EXPECT_EQ(get(a, R"({"by":["tag:team"])" + token).text("usage.0.tags.team"), "blue");
    EXPECT_EQ(get(a, R"({"by":["tag:project"])" + token).error, "ValidationException");
}

TEST_F(GetUsage, IsOfWholeMinutesFromAndTo) {
    use(a.account, "m", 1);
    const auto minute =
        format_iso8601(std::chrono::floor<std::chrono::minutes>(world.clock().now()));
    const auto asked = [&](std::string_view bound) {
        return get(a, R"({")" + std::string{bound} + R"(":")" + minute + R"("})").count("usage");
    };
    EXPECT_EQ(asked("from"), 1U);
    EXPECT_EQ(asked("to"), 0U);
    EXPECT_EQ(get(a, R"({"from":"yesterday"})").error, "ValidationException");
    EXPECT_EQ(get(a, R"({"by":["hour"]})").error, "ValidationException");
}

TEST_F(GetUsage, ComesInPages) {
    for (const auto* model : {"x", "", "y", "x z"}) {
        use(a.account, model, 1);
    }
    std::string models;
    std::string token;
    do {
        const auto page = get(a, R"({"by":["model","day"],"maxResults":1)" + token + "}");
        ASSERT_EQ(page.count("usage"), 1U);
        models += page.text("usage.0.model") + ",";
        token = page.has("nextToken") ? R"(,"nextToken":")" + page.text("nextToken") + "\"" : "";
        use(a.account, "w", 1);  // comes in its place
    } while (!token.empty() && models.size() < 100);
    EXPECT_EQ(models, ",w,x,x z,y,");
    EXPECT_EQ(get(a, R"({"nextToken":"x"})").error, "ValidationException");
}

}  // namespace
}  // namespace licet::api
