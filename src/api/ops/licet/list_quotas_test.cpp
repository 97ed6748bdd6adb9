// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using ::testing::HasSubstr;

/// The management account's grant to the organization, and one to account `b`,
/// have quotas.
struct ListQuotas : LicenseManagerTest {
    std::string share;  ///< the sub-grant of `a`

    ListQuotas() {
        const auto to_all = create(organization);
        share = received(a);
        tag(to_all, R"({"Key":"licet:quota:requests-per-day","Value":"100"},)"
                    R"({"Key":"licet:quota:output-tokens-per-total:each","Value":"7"})");
    }
    void tag(const std::string& grant, const std::string& tags) {
        must(world.admin(), "TagResource",
             R"({"ResourceArn":")" + grant + R"(","Tags":[)" + tags + "]}");
    }
    testing::Reply list(const model::Principal& who, const std::string& request = "{}") {
        return world.call(who, "licet", "ListQuotas", request);
    }
};

TEST_F(ListQuotas, ShowsAMemberWhatBindsItAndTheAdministratorAll) {
    const auto own = list(a);
    ASSERT_EQ(own.count("quotas"), 2U);
    EXPECT_EQ(own.text("quotas.0.grantArn"), share);
    EXPECT_EQ(own.text("quotas.0.quota"), "licet:quota:output-tokens-per-total:each");
    EXPECT_EQ(own.text("quotas.0.limit"), "7");
    EXPECT_EQ(own.text("quotas.0.account"), a.account.text());
    EXPECT_EQ(own.text("quotas.0.spent"), "0");
    EXPECT_EQ(own.text("quotas.0.held"), "0");
    EXPECT_FALSE(own.has("quotas.0.windowEnd"));
    EXPECT_FALSE(own.has("quotas.1.account"));
    EXPECT_EQ(own.text("quotas.1.windowEnd").substr(10), "T00:00:00Z");
    EXPECT_FALSE(own.recorded);

    const auto all = list(world.admin());
    ASSERT_EQ(all.count("quotas"), 2U);
    EXPECT_FALSE(all.has("quotas.0.spent"));  // each account's own
    EXPECT_EQ(all.text("quotas.1.spent"), "0");
    const auto asked = list(world.admin(), R"({"account":")" + a.account.text() + R"("})");
    EXPECT_EQ(asked.body, own.body);
}

TEST_F(ListQuotas, AnAccountSeesNothingOfOthers) {
    EXPECT_EQ(list(a, R"({"account":")" + b.account.text() + R"("})").error,
              "AccessDeniedException");
    world.must(b, "organizations", "LeaveOrganization", "{}");
    EXPECT_EQ(list(b).count("quotas"), 0U);
    const auto gone = list(world.admin(), R"({"account":")" + b.account.text() + R"("})");
    EXPECT_EQ(gone.error, "AccessDeniedException");
    EXPECT_THAT(gone.message, HasSubstr("may not ask about account"));
}

TEST_F(ListQuotas, ComesInPages) {
    license = subscribe(world.admin().account, "prod-b");
    tag(create(organization), R"({"Key":"licet:concurrency","Value":"3"})");
    for (const auto& who : {a, world.admin()}) {
        std::size_t rows = 0;
        std::string request = R"({"maxResults":1})";
        for (int pages = 0; pages < 4 && !request.empty(); ++pages) {
            const auto reply = list(who, request);
            rows += reply.count("quotas");
            request = reply.has("nextToken")
                          ? R"({"maxResults":1,"nextToken":")" + reply.text("nextToken") + R"("})"
                          : "";
        }
        EXPECT_EQ(rows, 3U);
        EXPECT_EQ(request, "");
    }
    EXPECT_EQ(list(a, R"({"nextToken":"x"})").error, "ValidationException");
}

}  // namespace
}  // namespace licet::api
