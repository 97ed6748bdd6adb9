// SPDX-License-Identifier: Apache-2.0
// Explain, WhoCan, WhatCan, Simulate, Diff and GetOpenApi: one world, one answer.
#include "api/license_manager/fixture_test.h"
#include "model/bedrock/sample_catalogue_test.h"

#include <set>

namespace licet::api {
namespace {

namespace sample = model::sample;
using ::testing::HasSubstr;

struct AccessQuestions : LicenseManagerTest {
    AccessQuestions() {
        world.apply({model::CatalogueApplied{sample::catalogue()}});
        license = subscribe(world.admin().account, sample::kCommandProduct);
    }

    testing::Reply ask(const model::Principal& who, std::string_view operation,
                       const std::string& request) {
        const auto records = world.records().size();
        auto reply = world.call(who, "licet", operation, request);
        EXPECT_EQ(world.records().size(), records);  // no question changes anything
        return reply;
    }
    static std::string about(const model::Principal& who, const std::string& more = "") {
        return R"({"account":")" + who.account.text() + R"(","resource":")" + sample::kCommand +
               "\"" + more + "}";
    }
    std::string revision() const { return std::to_string(world.records().size()); }

    /// `<account> <type> <id> <region> gained` of every row of every page.
    std::multiset<std::string> changes(std::string_view operation, const std::string& request,
                                       int page = 1000) {
        std::multiset<std::string> rows;
        std::string token;
        do {
            const auto reply =
                world.must(world.admin(), "licet", operation,
                           request + R"(,"maxResults":)" + std::to_string(page) +
                               (token.empty() ? "" : R"(,"nextToken":")" + token + "\"") + "}");
            for (std::size_t i = 0; i < reply.count("changes"); ++i) {
                const auto row = "changes." + std::to_string(i) + ".";
                rows.insert(reply.text(row + "account") + " " + reply.text(row + "type") + " " +
                            reply.text(row + "id") + " " + reply.text(row + "region") + " " +
                            reply.text(row + "change"));
            }
            token = reply.has("nextToken") ? reply.text("nextToken") : "";
        } while (!token.empty());
        return rows;
    }
};

// issue 4, section 2: explain
TEST_F(AccessQuestions, ExplainSaysWhyStepByStepAndWhoCanFixIt) {
    const auto before = ask(world.admin(), "Explain", about(a));
    ASSERT_TRUE(before.ok()) << before.message;
    EXPECT_EQ(before.text("allowed"), "false");
    EXPECT_EQ(before.text("reason"), "no_entitlement");
    EXPECT_EQ(before.count("steps"), 9U);
    EXPECT_EQ(before.text("steps.1.verdict"), "passed");
    EXPECT_EQ(before.text("steps.2.verdict"), "refused");
    EXPECT_EQ(before.text("steps.2.reason"), "no_entitlement");
    EXPECT_TRUE(before.has("message"));
    EXPECT_TRUE(before.has("fix"));
    EXPECT_EQ(before.text("revision"), revision());

    create(root_arn(a));
    set(a, received(a), "ACTIVE");
    const auto after = ask(a, "Explain", about(a));
    EXPECT_EQ(after.text("allowed"), "true");
    EXPECT_EQ(after.text("reason"), "granted");
    EXPECT_FALSE(after.has("message"));
    EXPECT_THAT(received(a), HasSubstr(after.text("grant")));
    const auto elsewhere = ask(a, "Explain", about(a, R"(,"region":"ap-south-1")"));
    EXPECT_EQ(elsewhere.text("reason"), "region_not_served");
}

// issue 4, section 2: at=
TEST_F(AccessQuestions, ThePastIsAnsweredByRevisionAndByTime) {
    const auto then = revision();
    const auto when = format_iso8601(world.clock().now());
    world.clock().advance(std::chrono::hours{1});
    create(root_arn(a));
    set(a, received(a), "ACTIVE");
    EXPECT_EQ(ask(a, "Explain", about(a)).text("allowed"), "true");
    for (const auto& at : {then, when}) {
        const auto past = ask(a, "Explain", about(a, R"(,"at":")" + at + "\""));
        ASSERT_TRUE(past.ok()) << past.message;
        EXPECT_EQ(past.text("allowed"), "false");
        EXPECT_EQ(past.text("revision"), then);
        EXPECT_EQ(past.text("time"), when);
    }
    const auto now = ask(a, "Explain", about(a, R"(,"at":")" + revision() + "\""));
    EXPECT_EQ(now.text("allowed"), "true");
    for (const auto* at : {"9999", "soon", "2999-01-01"}) {
        EXPECT_EQ(ask(a, "Explain", about(a, R"(,"at":")" + std::string{at} + "\"")).error,
                  "ValidationException")
            << at;
    }
    const auto who = ask(world.admin(), "WhoCan",
                         R"({"resource":")" + sample::kCommand + R"(","at":")" + then + "\"}");
    EXPECT_EQ(who.count("subjects"), 1U);  // the management account, which holds the license
    const auto what = ask(a, "WhatCan", R"({"at":")" + then + R"(","region":"us-east-1"})");
    EXPECT_THAT(what.body, ::testing::Not(HasSubstr(sample::kCommand)));
}

// issue 4, section 2: usable by the management account, the delegated administrator, a member
TEST_F(AccessQuestions, MembersMayAskAboutThemselvesOnlyAndAllElseReadsAsUnknown) {
    EXPECT_TRUE(ask(a, "Explain", about(a)).ok());
    const auto other = ask(a, "Explain", about(b));
    const auto nobody = ask(a, "Explain", R"({"account":"999999999998"})");
    EXPECT_EQ(other.error, "ResourceNotFoundException");
    EXPECT_EQ(nobody.error, "ResourceNotFoundException");
    EXPECT_THAT(other.message, HasSubstr(b.account.text()));
    EXPECT_EQ(ask(a, "WhatCan", R"({"account":")" + b.account.text() + "\"}").error,
              "ResourceNotFoundException");
    EXPECT_EQ(ask(a, "WhoCan", R"({"account":")" + b.account.text() + "\"}").error,
              "ResourceNotFoundException");
    const auto self =
        ask(a, "WhoCan", R"({"resource":")" + sample::kNova + R"(","includeRefused":true})");
    ASSERT_EQ(self.count("subjects"), 1U);
    EXPECT_EQ(self.text("subjects.0.account"), a.account.text());
    EXPECT_EQ(
        ask(world.admin(), "Explain", R"({"account":")" + stranger().account.text() + "\"}").error,
        "ResourceNotFoundException");

    world.must(world.admin(), "organizations", "RegisterDelegatedAdministrator",
               R"({"AccountId":")" + b.account.text() +
                   R"(","ServicePrincipal":"license-manager.amazonaws.com"})");
    EXPECT_TRUE(ask(b, "Explain", about(a)).ok());
    EXPECT_EQ(ask(b, "WhoCan", R"({"resource":")" + sample::kNova + "\"}").count("subjects"), 3U);
}

// peers.md 6, claim 10
TEST_F(AccessQuestions, WhoCanAndWhatCanAgreeWithExplainInPagesOfAnySize) {
    create(organization);
    set(b, received(b), "ACTIVE");
    for (const auto& model : {sample::kCommand, sample::kNova, sample::kOpus}) {
        std::string token;
        std::set<std::string> allowed;
        do {
            const auto page =
                ask(world.admin(), "WhoCan",
                    R"({"resource":")" + model + R"(","maxResults":1)" +
                        (token.empty() ? "" : R"(,"nextToken":")" + token + "\"") + "}");
            ASSERT_TRUE(page.ok()) << page.message;
            for (std::size_t i = 0; i < page.count("subjects"); ++i) {
                allowed.insert(page.text("subjects." + std::to_string(i) + ".account"));
            }
            token = page.has("nextToken") ? page.text("nextToken") : "";
        } while (!token.empty());
        for (const auto& who : {world.admin(), a, b}) {
            const auto account = who.account.text();
            const auto explained =
                ask(world.admin(), "Explain",
                    R"({"account":")" + account + R"(","resource":")" + model + "\"}");
            EXPECT_EQ(explained.text("allowed"), allowed.contains(account) ? "true" : "false");
            const auto what = ask(world.admin(), "WhatCan",
                                  R"({"account":")" + account + R"(","region":"us-east-1"})");
            const bool listed = what.body.find(R"("id":")" + model + "\"") != std::string::npos;
            EXPECT_EQ(listed, allowed.contains(account)) << model << " " << what.body;
        }
    }
    EXPECT_EQ(ask(world.admin(), "WhoCan", R"({"nextToken":"bm9uZQ=="})").error,
              "ValidationException");
}

// issue 4, section 3: check = explain = who-can = what-can = GetFoundationModelAvailability
TEST_F(AccessQuestions, GetFoundationModelAvailabilitySaysTheSame) {
    create(organization);
    set(a, received(a), "ACTIVE");
    for (const auto& who : {a, b}) {
        for (const auto& model : {sample::kCommand, sample::kNova, sample::kLlama}) {
            const auto seen =
                world.must(testing::World::root_of(who.account.text()), "bedrock",
                           "GetFoundationModelAvailability", R"({"modelId":")" + model + "\"}");
            const bool available = seen.text("agreementAvailability.status") == "AVAILABLE" &&
                                   seen.text("authorizationStatus") == "AUTHORIZED" &&
                                   seen.text("entitlementAvailability") == "AVAILABLE" &&
                                   seen.text("regionAvailability") == "AVAILABLE";
            const auto explained =
                ask(who, "Explain", R"({"resource":")" + model + "\"}").text("allowed");
            EXPECT_EQ(explained, available ? "true" : "false") << model << " " << seen.body;
        }
    }
}

// issue 4, section 2: any IAM action, and who used it last
TEST_F(AccessQuestions, WhoCanTakesAnyActionAndSaysWhoDidItLast) {
    const auto everybody =
        ask(world.admin(), "WhoCan",
            R"({"action":"license-manager:CreateGrant","resource":")" + license + "\"}");
    ASSERT_TRUE(everybody.ok()) << everybody.message;
    EXPECT_EQ(everybody.count("subjects"), 2U);  // of the account that holds it; rule GR-5
    EXPECT_EQ(everybody.text("subjects.0.principal"), "arn:aws:iam::111111111111:root");
    EXPECT_FALSE(everybody.has("eventsSearched"));

    create(root_arn(a));
    const auto& done = world.records().back();
    const auto used = ask(world.admin(), "WhoCan",
                          R"({"action":"license-manager:CreateGrant","subjects":"account",)"
                          R"("resource":")" +
                              license + R"(","includeLastUse":true})");
    ASSERT_EQ(used.text("subjects.0.account"), "111111111111");
    EXPECT_EQ(used.text("subjects.0.lastUse.event"), "CreateGrant");
    EXPECT_EQ(used.text("subjects.0.lastUse.principal"), world.admin().arn);
    EXPECT_EQ(used.text("subjects.0.lastUse.time"), format_iso8601(done.time));
    EXPECT_EQ(used.count("subjects"), 1U);
    EXPECT_TRUE(used.has("eventsSearched"));
    EXPECT_EQ(ask(world.admin(), "WhoCan", R"({"action":"no:Action"})").error,
              "ValidationException");
    EXPECT_EQ(ask(world.admin(), "WhoCan", R"({"action":"x"})").error, "ValidationException");
}

TEST_F(AccessQuestions, ProductsOfEveryKindAreAnswered) {
    const std::string use = R"({"action":"licet:UseProduct","resource":")";
    EXPECT_EQ(ask(a, "Explain", use + sample::kCommandProduct + "\"}").text("reason"),
              "no_entitlement");
    EXPECT_EQ(ask(a, "Explain", use + "prod-none\"}").text("reason"), "product_unknown");
    const auto held = ask(world.admin(), "WhatCan", R"({"includeProducts":true})");
    EXPECT_THAT(held.body, HasSubstr(R"("type":"product","id":")" + sample::kCommandProduct));
}

// peers.md 6, claim 11: simulate is what diff shows once it was done
TEST_F(AccessQuestions, SimulateSaysWhatDiffShowsAfterwards) {
    const auto grant_request = create_request(root_arn(a), "trial");
    const std::string commands =
        R"({"commands":[{"service":"license-manager","operation":"CreateGrant","parameters":)" +
        grant_request +
        R"(},{"service":"license-manager","operation":"CreateGrantVersion","account":")" +
        a.account.text() +
        R"(","parameters":{"ClientToken":"v","GrantArn":"${1.GrantArn}","Status":"ACTIVE"}},)" +
        R"({"service":"license-manager","operation":"DeleteGrant",)"
        R"("parameters":{"GrantArn":"arn:none","Version":"1"}}])";
    const auto trial = ask(world.admin(), "Simulate", commands + "}");
    ASSERT_TRUE(trial.ok()) << trial.message;
    EXPECT_EQ(trial.text("results.0.ok"), "true") << trial.body;
    EXPECT_EQ(trial.text("results.1.ok"), "true") << trial.body;
    EXPECT_EQ(trial.text("results.2.ok"), "false");
    EXPECT_TRUE(trial.has("results.2.error"));
    EXPECT_EQ(trial.text("changes.0.reasonBefore"), "no_entitlement");
    EXPECT_EQ(trial.text("changes.0.reasonAfter"), "granted");
    const auto predicted = changes("Simulate", commands);
    EXPECT_FALSE(predicted.empty());
    for (const auto& row : predicted) {
        EXPECT_THAT(row, ::testing::StartsWith(a.account.text()));
        EXPECT_THAT(row, HasSubstr("gained"));
    }
    EXPECT_EQ(changes("Simulate", commands, 1), predicted);

    const auto from = revision();
    const auto arn = must(world.admin(), "CreateGrant", grant_request).text("GrantArn");
    set(a, arn, "ACTIVE");
    EXPECT_EQ(changes("Diff", R"({"from":")" + from + "\""), predicted);
    EXPECT_EQ(changes("Diff", R"({"from":")" + from + "\"", 1), predicted);
    EXPECT_TRUE(changes("Diff", R"({"from":")" + revision() + "\"").empty());
    EXPECT_EQ(ask(world.admin(), "Diff", R"({"from":")" + revision() + R"(","to":"1"})").error,
              "ValidationException");
}

TEST_F(AccessQuestions, SimulateTriesNothingForOthersAndNothingThatOnlyReads) {
    const auto trial = [&](const std::string& command) {
        return ask(a, "Simulate", R"({"commands":[)" + command + "]}").error;
    };
    EXPECT_EQ(trial(R"({"service":"license-manager","operation":"CreateGrant","account":")" +
                    b.account.text() + R"(","parameters":{}})"),
              "ResourceNotFoundException");
    EXPECT_EQ(trial(R"({"service":"sts","operation":"AssumeRole","parameters":{}})"),
              "ValidationException");
    EXPECT_EQ(trial(R"({"service":"none","operation":"None"})"), "ValidationException");
    EXPECT_EQ(ask(a, "Simulate", R"({"commands":[]})").error, "ValidationException");
    const auto dangling = ask(world.admin(), "Simulate",
                              R"({"commands":[{"service":"iam","operation":"CreateUser",)"
                              R"("parameters":{"UserName":"${1.User.Arn}"}}]})");
    EXPECT_EQ(dangling.text("results.0.ok"), "false");
    EXPECT_THAT(dangling.text("results.0.message"), HasSubstr("names no id"));
}

TEST_F(AccessQuestions, SimulateHandsOutNoTokensAndNoLongTexts) {
    EXPECT_EQ(ask(world.admin(), "Simulate",
                  R"({"commands":[{"service":"license-manager","operation":"CreateToken",)"
                  R"("parameters":{}}]})")
                  .error,
              "ValidationException");
    const std::string path(300, 'a');
    const auto reply = ask(world.admin(), "Simulate",
                           R"({"commands":[{"service":"iam","operation":"CreateUser",)"
                           R"("parameters":{"UserName":"u","Path":"/)" +
                               path +
                               R"(/"}},{"service":"iam","operation":"CreateUser",)"
                               R"("parameters":{"UserName":"${1.User.Path}"}}]})");
    EXPECT_EQ(reply.text("results.0.ok"), "true");
    EXPECT_THAT(reply.text("results.1.message"), HasSubstr("names no id"));
}

// issue 4, section 2: the OpenAPI document is checked against the routes
TEST_F(AccessQuestions, GetOpenApiHasExactlyTheRoutesThereAre) {
    const auto reply = ask(a, "GetOpenApi", "{}");
    EXPECT_EQ(reply.text("document.openapi"), "3.1.0");
    std::size_t routes = 0;
    for (const auto* operation : all_operations()) {
        const auto& row = operation->row;
        if (row.service != &wire::kLicet && row.service != &wire::kAuthzen) {
            continue;
        }
        const std::string id{row.name};
        const bool any = row.http->method == "*";
        EXPECT_THAT(reply.body, HasSubstr(R"("operationId":")" + id + (any ? "_get" : "") + "\""));
        routes += any ? 7 : 1;
        if (!any && row.http->pattern.find('{') == std::string_view::npos) {
            EXPECT_THAT(reply.body, HasSubstr("\"" + std::string{row.http->pattern} + "\":{"));
        }
    }
    std::size_t described = 0;
    for (auto at = reply.body.find("operationId"); at != std::string::npos;
         at = reply.body.find("operationId", at + 1)) {
        ++described;
    }
    EXPECT_EQ(described, routes);
}

}  // namespace
}  // namespace licet::api
