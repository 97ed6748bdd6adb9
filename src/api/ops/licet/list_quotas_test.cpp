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

TEST_F(ListQuotas, ShowsOfPrincipalsAndTagsThoseOfTheOneAskedAbout) {
    tag(create(root_arn(a)), R"({"Key":"licet:quota:requests-per-day:each-principal","Value":"3"},)"
                             R"({"Key":"licet:concurrency:each-tag:Team","Value":"2"})");
    world.must(a, "iam", "CreateRole",
               R"({"RoleName":"app","AssumeRolePolicyDocument":"{\"Version\":\"2012-10-17\",)"
               R"(\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},)"
               R"(\"Action\":\"sts:AssumeRole\"}}","Tags":[{"Key":"Team","Value":"red"}]})");
    const auto role = "arn:aws:iam::" + a.account.text() + ":role/app";
    const auto rows = [&](const testing::Reply& reply) {
        std::map<std::string, std::string> found;
        for (std::size_t n = 0; n < reply.count("quotas"); ++n) {
            const auto at = "quotas." + std::to_string(n) + ".";
            const auto one = [&](const std::string& member) {
                return reply.has(at + member) ? reply.text(at + member) : std::string{"-"};
            };
            found[one("quota")] = one("sharing") + " " + one("account") + " " + one("principal") +
                                  " " + one("tagValue") + " " + one("spent");
        }
        return found;
    };
    const std::map<std::string, std::string> of_account{
        {"licet:quota:requests-per-day", "all - - - 0"},
        {"licet:quota:output-tokens-per-total:each", "account " + a.account.text() + " - - 0"},
        {"licet:quota:requests-per-day:each-principal", "principal - - - -"},
        {"licet:concurrency:each-tag:Team", "tag - - - -"}};
    EXPECT_EQ(rows(list(a)), of_account);
    auto of_role = of_account;
    of_role["licet:quota:requests-per-day:each-principal"] = "principal - " + role + " - 0";
    of_role["licet:concurrency:each-tag:Team"] = "tag - - red 0";
    const auto session = "arn:aws:sts::" + a.account.text() + ":assumed-role/app/s1";
    for (const auto& principal : {role, session}) {
        for (const auto& who : {a, world.admin()}) {
            EXPECT_EQ(rows(list(who, R"({"principal":")" + principal + R"("})")), of_role);
        }
    }
    for (const auto& name : {"arn:aws:iam::" + a.account.text() + ":role/none", root_arn(b)}) {
        EXPECT_EQ(list(a, R"({"principal":")" + name + R"("})").error, "ResourceNotFoundException");
    }
}

TEST_F(ListQuotas, ShowsThoseOfLicensesToo) {
    const auto id = model::parse_resource_arn(license, "license")->id;
    auto version = model::current(*model::find_license(world.state().license, id));
    version.entitlements.push_back(
        {.name = "licet:quota:requests-per-total", .unit = "Count", .value = {}, .max_count = 9});
    world.apply({model::LicenseVersionAdded{id, version}});
    const auto all = list(world.admin());
    ASSERT_EQ(all.count("quotas"), 3U);
    EXPECT_EQ(all.text("quotas.0.licenseArn"), license);
    EXPECT_EQ(all.text("quotas.0.limit"), "9");
    EXPECT_EQ(all.text("quotas.0.spent"), "0");
    EXPECT_FALSE(all.has("quotas.0.grantArn"));
    EXPECT_FALSE(all.has("quotas.1.licenseArn"));
    const auto own = list(a);
    ASSERT_EQ(own.count("quotas"), 3U);
    EXPECT_EQ(own.text("quotas.0.licenseArn"), license);
    EXPECT_EQ(own.text("quotas.0.grantArn"), share);
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
    for (const auto* const name : {"licet:concurrency", "licet:quota:requests-per-day"}) {
        world.apply(model::renew_subscription_license(
            world.state(), model::parse_resource_arn(license, "license")->id,
            {.agreement = "agmt-1",
             .license_name = "model",
             .product_name = "Model",
             .valid_from = world.clock().now(),
             .valid_until = {},
             .entitlements = {{.name = name, .unit = "Count", .value = {}, .max_count = 4}}},
            world.clock().now()));
    }
    for (const auto& who : {a, world.admin()}) {
        std::size_t rows = 0;
        std::string request = R"({"maxResults":1})";
        for (int pages = 0; pages < 6 && !request.empty(); ++pages) {
            const auto reply = list(who, request);
            rows += reply.count("quotas");
            request = reply.has("nextToken")
                          ? R"({"maxResults":1,"nextToken":")" + reply.text("nextToken") + R"("})"
                          : "";
        }
        EXPECT_EQ(rows, 4U);
        EXPECT_EQ(request, "");
    }
    EXPECT_EQ(list(a, R"({"nextToken":"x"})").error, "ValidationException");
}

}  // namespace
}  // namespace licet::api
