// SPDX-License-Identifier: Apache-2.0
// Who tries commands as whom, what is told of it, and whose access past and comparisons show.
#include "api/license_manager/fixture_test.h"
#include "api/testing/principals_test.h"
#include "model/bedrock/sample_catalogue_test.h"

#include <set>

namespace licet::api {
namespace {

namespace sample = model::sample;
using ::testing::HasSubstr;
using ::testing::Not;

struct SimulateTest : LicenseManagerTest {
    SimulateTest() { world.apply({model::CatalogueApplied{sample::catalogue()}}); }

    testing::Reply ask(const model::Principal& who, std::string_view operation,
                       const std::string& request) {
        return world.call(who, "licet", operation, request);
    }
    testing::Reply simulate(const model::Principal& who, const std::string& commands) {
        return ask(who, "Simulate", R"({"commands":[)" + commands + "]}");
    }
    static std::string create_user(const std::string& name, const std::string& account = {}) {
        return R"({"service":"iam","operation":"CreateUser","parameters":{"UserName":")" + name +
               "\"}" + (account.empty() ? "" : R"(,"account":")" + account + "\"") + "}";
    }
    std::string revision() const { return std::to_string(world.records().size()); }

    /// An account that was a member when the first of two revisions was made, and none at the other
    /// or today; and one that came after the first.
    struct Moves {
        model::Principal left;
        model::Principal came;
        std::string before;
        std::string after;
    };
    Moves move() {
        Moves made{
            .left = world.create_account("left"), .came = stranger(), .before = {}, .after = {}};
        subscribe(made.left.account, sample::kCommandProduct);
        made.before = revision();
        world.apply({model::AccountLeft{made.left.account}});
        world.apply({model::AccountJoined{.account = made.came.account,
                                          .organization = "o-exampleorg1",
                                          .joined_at = world.clock().now(),
                                          .tags = {}}});
        subscribe(made.came.account, sample::kCommandProduct);
        made.after = revision();
        return made;
    }
};

TEST_F(SimulateTest, OwnCommandsAreTheCallersOwn) {
    const auto user = testing::add_user(world, world.admin().account, "trier");
    testing::give(world, user, testing::allowing("licet:Simulate"));
    const auto refused = simulate(user, create_user("new"));
    ASSERT_TRUE(refused.ok()) << refused.message;
    EXPECT_EQ(refused.text("results.0.error"), "AccessDenied");
    EXPECT_THAT(refused.text("results.0.message"), HasSubstr(user.arn));

    testing::give(world, user, testing::allowing("iam:CreateUser"), "more");
    EXPECT_EQ(simulate(user, create_user("new")).text("results.0.ok"), "true");
    EXPECT_EQ(simulate(user, create_user("new") + "," + create_user("new")).text("results.1.error"),
              "EntityAlreadyExists");
}

TEST_F(SimulateTest, OfOtherAccountsOnlyTheErrorsNameIsTold) {
    testing::add_user(world, a.account, "theirs");
    const auto account = a.account.text();
    const auto reply =
        simulate(world.admin(), create_user("theirs", account) + "," + create_user("new", account) +
                                    "," + create_user("${2.User.UserId}") + "," +
                                    create_user("${2.User.UserName}s", account));
    ASSERT_TRUE(reply.ok()) << reply.message;
    EXPECT_EQ(reply.text("results.0.error"), "EntityAlreadyExists");
    EXPECT_FALSE(reply.has("results.0.message"));
    EXPECT_EQ(reply.text("results.1.ok"), "true");
    EXPECT_THAT(reply.text("results.2.message"), HasSubstr("names no id"));
    EXPECT_EQ(reply.text("results.3.ok"), "true");
}

TEST_F(SimulateTest, TokensServeTheirQuestionAndTheirAccountOnly) {
    const auto subscribed = R"({"service":"license-manager","operation":"CreateGrant",)"
                            R"("parameters":)" +
                            create_request(root_arn(a), "t") + "}";
    struct Question {
        std::string operation;
        std::string members;
    };
    move();
    for (const auto& [operation, members] :
         {Question{"Simulate", R"("commands":[)" + subscribed + "]"},
          Question{"Diff", R"("from":"1")"},
          Question{"WhoCan", R"("resource":")" + sample::kNova + "\""},
          Question{"WhatCan", R"("region":"us-east-1")"}}) {
        const auto request = "{" + members + R"(,"maxResults":1)";
        const auto first = ask(world.admin(), operation, request + "}");
        ASSERT_TRUE(first.ok()) << operation << ": " << first.message;
        if (!first.has("nextToken")) {
            EXPECT_EQ(operation, "Simulate");  // nothing was gained yet
            continue;
        }
        const auto token = first.text("nextToken");
        const auto next = [&](const model::Principal& who, const std::string& given,
                              const std::string& more = "") {
            return ask(who, operation, request + R"(,"nextToken":")" + given + "\"" + more + "}");
        };
        EXPECT_TRUE(next(world.admin(), token).ok()) << operation;
        auto altered = token;
        altered[altered.size() / 2] = altered[altered.size() / 2] == 'A' ? 'B' : 'A';
        EXPECT_EQ(next(world.admin(), altered).error, "ValidationException") << operation;
        EXPECT_EQ(next(a, token).error, "ValidationException") << operation;
        EXPECT_EQ(next(world.admin(), token, R"(,"time":"2030-01-01")").error,
                  "ValidationException")
            << operation;
    }
}

// domain: tenants cannot see each other
TEST_F(SimulateTest, ThePastShowsWhoBelongedThenAndBelongsStill) {
    const auto moves = move();
    const auto who = [&](const std::string& at) {
        return ask(world.admin(), "WhoCan",
                   R"({"resource":")" + sample::kNova +
                       R"(","includeRefused":true,"includeLastUse":true,"at":")" + at + "\"}")
            .body;
    };
    EXPECT_THAT(who(moves.before), Not(HasSubstr(moves.left.account.text())));
    EXPECT_THAT(who(moves.before), Not(HasSubstr(moves.came.account.text())));
    EXPECT_THAT(who(moves.before), HasSubstr(a.account.text()));
    EXPECT_THAT(who(moves.after), HasSubstr(moves.came.account.text()));
    EXPECT_THAT(who(moves.after), Not(HasSubstr(moves.left.account.text())));
    const auto explain = [&](const model::Principal& caller, const model::Principal& of,
                             const std::string& at) {
        return ask(caller, "Explain",
                   R"({"account":")" + of.account.text() + R"(","at":")" + at + "\"}")
            .error;
    };
    EXPECT_EQ(explain(world.admin(), moves.left, moves.before), "ResourceNotFoundException");
    EXPECT_EQ(explain(world.admin(), moves.came, moves.before), "ResourceNotFoundException");
    EXPECT_EQ(explain(world.admin(), moves.came, moves.after), "");
    EXPECT_EQ(explain(moves.left, moves.left, moves.before), "");  // its own affair
}

TEST_F(SimulateTest, DiffShowsOnlyAccountsThatAreNobodyElses) {
    const auto moves = move();
    const auto diff = [&](const std::string& from, const std::string& to) {
        return ask(world.admin(), "Diff",
                   R"({"from":")" + from + R"(","to":")" + to + R"(","maxResults":1000})")
            .body;
    };
    const auto start = diff("1", moves.before);
    EXPECT_THAT(start, HasSubstr(a.account.text()));
    EXPECT_THAT(start, Not(HasSubstr(moves.left.account.text())));
    const auto moved = diff(moves.before, moves.after);
    EXPECT_THAT(moved, Not(HasSubstr(moves.left.account.text())));
    EXPECT_THAT(moved, Not(HasSubstr(moves.came.account.text())));  // it stood alone before

    subscribe(a.account, sample::kCommandProduct);
    EXPECT_THAT(diff(moves.before, revision()), HasSubstr(a.account.text()));
    const auto newest = diff(moves.after, revision());
    EXPECT_THAT(newest, HasSubstr(a.account.text()));
    EXPECT_THAT(newest, Not(HasSubstr(moves.came.account.text())));  // as it was
}

}  // namespace
}  // namespace licet::api
