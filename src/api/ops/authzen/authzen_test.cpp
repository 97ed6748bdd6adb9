// SPDX-License-Identifier: Apache-2.0
// Evaluate, EvaluateAll, SearchSubject, SearchResource, SearchAction, GetConfiguration and
// CheckForwarded. Source: OpenID AuthZEN Authorization API 1.0.
#include "api/license_manager/fixture_test.h"
#include "api/testing/principals_test.h"
#include "model/bedrock/sample_catalogue_test.h"

namespace licet::api {
namespace {

namespace sample = model::sample;
using ::testing::HasSubstr;

struct Authzen : LicenseManagerTest {
    Authzen() {
        world.apply({model::CatalogueApplied{sample::catalogue()}});
        license = subscribe(world.admin().account, sample::kCommandProduct);
    }

    testing::Reply ask(const model::Principal& who, std::string_view operation,
                       const std::string& request) {
        return world.call(who, "authzen", operation, request);
    }
    static std::string account(const model::Principal& who) {
        return R"("subject":{"type":"account","id":")" + who.account.text() + "\"}";
    }
    static std::string model(const std::string& id) {
        return R"("resource":{"type":"foundation-model","id":")" + id + "\"}";
    }
    static inline const std::string kInvoke = R"("action":{"name":"bedrock:InvokeModel"})";

    std::string question(const model::Principal& who, const std::string& id,
                         const std::string& more = "") const {
        return "{" + account(who) + "," + kInvoke + "," + model(id) + more + "}";
    }
};

TEST_F(Authzen, EvaluateAnswersWithReasonGrantAndRevision) {
    const auto before = ask(world.admin(), "Evaluate", question(a, sample::kCommand));
    ASSERT_TRUE(before.ok()) << before.message;
    EXPECT_EQ(before.text("decision"), "false");
    EXPECT_EQ(before.text("context.reason.code"), "no_entitlement");
    EXPECT_EQ(before.text("context.reason.step"), "3");
    EXPECT_TRUE(before.has("context.reason.message"));
    EXPECT_TRUE(before.has("context.reason.fix"));
    EXPECT_EQ(before.text("context.revision"), std::to_string(world.records().size()));

    create(root_arn(a));
    set(a, received(a), "ACTIVE");
    const auto after = ask(a, "Evaluate", question(a, sample::kCommand));
    EXPECT_EQ(after.text("decision"), "true");
    EXPECT_EQ(after.text("context.reason.code"), "granted");
    EXPECT_THAT(received(a), HasSubstr(after.text("context.grant")));
    const auto elsewhere =
        ask(a, "Evaluate", question(a, sample::kCommand, R"(,"context":{"region":"ap-south-1"})"));
    EXPECT_EQ(elsewhere.text("context.reason.code"), "region_not_served");
}

TEST_F(Authzen, UnknownMembersArePassedOverAndMissingOnesAreNot) {
    EXPECT_EQ(ask(a, "Evaluate",
                  question(a, sample::kNova, R"(,"context":{"ip":"10.0.0.1"},"trace":[1])"))
                  .text("decision"),
              "true");
    EXPECT_EQ(ask(a, "Evaluate", "{" + account(a) + "," + kInvoke + "}").error,
              "ValidationException");
    EXPECT_EQ(ask(a, "Evaluate", question(a, sample::kNova, R"(,"context":{"time":"soon"})")).error,
              "ValidationException");
}

TEST_F(Authzen, AnUnknownSubjectIsRefusedAsAForbiddenOneIs) {
    const auto forbidden = ask(a, "Evaluate", question(b, sample::kNova));
    const auto unknown =
        ask(a, "Evaluate", question(testing::World::root_of("999999999998"), sample::kNova));
    for (const auto& reply : {forbidden, unknown}) {
        EXPECT_EQ(reply.text("decision"), "false");
        EXPECT_EQ(reply.text("context.reason.code"), "subject_unknown");
    }
    EXPECT_EQ(ask(a, "Evaluate",
                  "{" + kInvoke + "," + model(sample::kNova) +
                      R"(,"subject":{"type":"person","id":"ann"}})")
                  .text("context.reason.code"),
              "subject_unknown");
}

// the mapping of issue 4: types and ids
TEST_F(Authzen, ResourcesAreWhatTheirTypeSays) {
    const auto reason = [&](const std::string& type, const std::string& id,
                            const std::string& action) {
        return ask(world.admin(), "Evaluate",
                   "{" + account(world.admin()) + R"(,"action":{"name":")" + action +
                       R"("},"resource":{"type":")" + type + R"(","id":")" + id + "\"}}")
            .text("context.reason.code");
    };
    EXPECT_EQ(reason("product", sample::kCommandProduct, "licet:UseProduct"), "granted");
    EXPECT_EQ(reason("product", sample::kOpusProduct, "licet:UseProduct"), "no_entitlement");
    EXPECT_EQ(reason("product", sample::kOpusProduct, "aws-marketplace:Subscribe"),
              "policies_allow");
    EXPECT_EQ(reason("product", sample::kCommandProduct, "bedrock:InvokeModel"), "granted");
    EXPECT_EQ(reason("product", sample::kDesk, "bedrock:InvokeModel"), "resource_unknown");
    EXPECT_EQ(reason("inference-profile", sample::kNova, "bedrock:InvokeModel"),
              "resource_unknown");
    EXPECT_EQ(reason("foundation-model", "us." + sample::kOpus, "bedrock:InvokeModel"),
              "resource_unknown");
    EXPECT_EQ(reason("license", license, "license-manager:CreateGrant"), "policies_allow");
    EXPECT_EQ(reason("license", "l-1", "license-manager:CreateGrant"), "resource_unknown");
    EXPECT_EQ(reason("foundation-model", sample::kNova, "can_read"), "action_unknown");
}

TEST_F(Authzen, AnUnknownModelIsRefusedInTheWordsOfExplain) {
    for (const std::string id : {"nobody.none-v1:0", "no model at all"}) {
        const auto here = ask(a, "Evaluate", question(a, id));
        const auto there = world.must(a, "licet", "Explain", R"({"resource":")" + id + "\"}");
        EXPECT_EQ(here.text("context.reason.code"), there.text("reason")) << id;
        EXPECT_EQ(here.text("context.reason.message"), there.text("message")) << id;
        EXPECT_EQ(here.text("context.reason.step"), "2") << id;
    }
}

// issue 4, section 1: condition keys; names without a colon are none
TEST_F(Authzen, TheContextHoldsConditionKeys) {
    const auto user = testing::add_user(world, world.admin().account, "ann");
    testing::give(world, user,
                  testing::allowing("bedrock:InvokeModel", "*",
                                    R"(,"Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})"));
    const auto decide = [&](const std::string& context) {
        return ask(world.admin(), "Evaluate",
                   R"({"subject":{"type":"principal","id":")" + user.arn + "\"}," + kInvoke + "," +
                       model(sample::kNova) + R"(,"context":{)" + context + "}}");
    };
    EXPECT_EQ(decide(R"("aws:SourceIp":"10.1.2.3","time":null)").text("decision"), "true");
    const auto outside = decide(R"("aws:SourceIp":"192.0.2.1")");
    EXPECT_EQ(outside.text("decision"), "false");
    EXPECT_EQ(outside.text("context.reason.code"), "identity_policy_missing_allow");
    EXPECT_EQ(decide(R"("source_ip":"10.1.2.3")").text("decision"), "false");
    for (const std::string wrong :
         {R"("aws:NoSuchKey":"x")", R"("aws:SourceIp":7)", R"("region":"mars-1")", R"("region":7)",
          R"("operation":"Sing")", R"("time":"soon")"}) {
        EXPECT_EQ(decide(wrong).error, "ValidationException") << wrong;
    }
}

TEST_F(Authzen, TheScopeOfTheGrantIsInTheAnswer) {
    const auto grant = create(root_arn(a));
    set(a, grant, "ACTIVE");
    must(world.admin(), "TagResource",
         R"({"ResourceArn":")" + grant +
             R"(","Tags":[{"Key":"licet:regions","Value":"eu us-east-1"},)"
             R"({"Key":"licet:operations","Value":"Converse"},)"
             R"({"Key":"licet:not-after","Value":"2027-06-30"}]})");
    const auto yes =
        ask(a, "Evaluate", question(a, sample::kCommand, R"(,"context":{"operation":"Converse"})"));
    EXPECT_EQ(yes.text("decision"), "true") << yes.body;
    const auto no = ask(a, "Evaluate", question(a, sample::kCommand));
    EXPECT_EQ(no.text("context.reason.code"), "scope_operation");
    const std::string scope = R"({"regions":["eu","us-east-1"],"operations":["Converse"],)"
                              R"("notAfter":"2027-07-01T00:00:00Z"})";
    EXPECT_EQ(yes.text("context.scope"), scope);
    EXPECT_EQ(no.text("context.scope"), scope);
    const auto one = R"({"resource":")" + sample::kCommand + R"(","operation":"Converse"})";
    EXPECT_EQ(world.must(a, "licet", "Explain", one).text("scope"), scope);
    EXPECT_EQ(world.must(a, "licet", "WhoCan", one).text("subjects.0.scope"), scope);
    EXPECT_THAT(
        world.must(a, "licet", "WhatCan", R"({"operation":"Converse","region":"us-east-1"})").body,
        HasSubstr(R"("scope":)" + scope));
}

TEST_F(Authzen, OneBadEvaluationAmongOthersIsADenialWithItsError) {
    const std::string when = R"(,"context":{"time":"soon"}})";
    const auto reply = ask(a, "EvaluateAll",
                           "{" + account(a) + "," + kInvoke + R"(,"evaluations":[{)" +
                               model(sample::kNova) + "},{" + model(sample::kNova) + when + "]}");
    ASSERT_EQ(reply.count("evaluations"), 2U) << reply.message;
    EXPECT_EQ(reply.text("evaluations.0.decision"), "true");
    EXPECT_EQ(reply.text("evaluations.1.decision"), "false");
    EXPECT_EQ(reply.text("evaluations.1.context.error.status"), "400");
    EXPECT_THAT(reply.text("evaluations.1.context.error.message"), HasSubstr("context.time"));
    EXPECT_EQ(
        ask(a, "EvaluateAll", "{" + account(a) + "," + kInvoke + "," + model(sample::kNova) + when)
            .error,
        "ValidationException");
}

TEST_F(Authzen, EvaluateAllKeepsOrderTakesDefaultsAndStopsWhereTold) {
    const auto batch = [&](const std::string& semantic, const std::string& resources) {
        return ask(a, "EvaluateAll",
                   "{" + account(a) + "," + kInvoke + R"(,"evaluations":[)" + resources +
                       R"(],"options":{"evaluations_semantic":")" + semantic + "\"}}");
    };
    const auto one = [](const std::string& id) { return "{" + model(id) + "}"; };
    const auto three = one(sample::kNova) + "," + one(sample::kCommand) + "," + one(sample::kLlama);
    const auto all = batch("execute_all", three);
    ASSERT_EQ(all.count("evaluations"), 3U) << all.message;
    EXPECT_EQ(all.text("evaluations.0.decision"), "true");
    EXPECT_EQ(all.text("evaluations.1.decision"), "false");
    EXPECT_EQ(all.text("evaluations.2.decision"), "true");
    EXPECT_FALSE(all.has("decision"));
    EXPECT_EQ(batch("deny_on_first_deny", three).count("evaluations"), 2U);
    EXPECT_EQ(batch("permit_on_first_permit", three).count("evaluations"), 1U);
    EXPECT_EQ(batch("sometimes", three).error, "ValidationException");
    EXPECT_EQ(batch("execute_all", "{}").error, "ValidationException");
    const auto single = ask(a, "EvaluateAll", question(a, sample::kNova));
    EXPECT_EQ(single.text("decision"), "true");
    EXPECT_FALSE(single.has("evaluations"));
}

TEST_F(Authzen, SearchesFindWhatEvaluateAllows) {
    create(organization);
    set(b, received(b), "ACTIVE");
    const std::string first = "{" + kInvoke + "," + model(sample::kCommand) +
                              R"(,"subject":{"type":"account"},"page":{"limit":1)";
    const auto one = ask(world.admin(), "SearchSubject", first + "}}");
    ASSERT_EQ(one.count("results"), 1U) << one.message;
    EXPECT_EQ(one.text("results.0.id"), "111111111111");
    const auto token = one.text("page.next_token");
    const auto two = ask(world.admin(), "SearchSubject", first + R"(,"token":")" + token + "\"}}");
    EXPECT_EQ(two.text("results.0.id"), b.account.text());
    EXPECT_EQ(ask(world.admin(), "SearchSubject",
                  "{" + kInvoke + "," + model(sample::kNova) +
                      R"(,"subject":{"type":"account"},"page":{"token":")" + token + "\"}}")
                  .error,
              "ValidationException");

    const auto models =
        ask(b, "SearchResource",
            "{" + account(b) + "," + kInvoke + R"(,"resource":{"type":"foundation-model"}})");
    EXPECT_THAT(models.body, HasSubstr(sample::kCommand));
    EXPECT_THAT(models.body, ::testing::Not(HasSubstr(sample::kOpus)));
    EXPECT_EQ(models.text("page.next_token"), "");
    const auto hidden =
        ask(b, "SearchResource",
            "{" + account(a) + "," + kInvoke + R"(,"resource":{"type":"foundation-model"}})");
    EXPECT_EQ(hidden.count("results"), 0U);

    const auto actions =
        ask(b, "SearchAction", "{" + account(b) + "," + model(sample::kCommand) + "}");
    EXPECT_THAT(actions.body, HasSubstr(R"("bedrock:InvokeModel")"));
    EXPECT_THAT(actions.body, ::testing::Not(HasSubstr("iam:")));
    EXPECT_EQ(ask(b, "SearchAction", "{" + account(b) + "}").error, "ValidationException");
}

// "Pagination": all of a request but the token must be the same for later pages
TEST_F(Authzen, APageTokenIsForTheSameQuestionAndLimit) {
    const auto page = [&](const std::string& context, const std::string& limit,
                          const std::string& token) {
        return ask(world.admin(), "SearchSubject",
                   "{" + kInvoke + "," + model(sample::kNova) +
                       R"(,"subject":{"type":"principal","id":"ignored"},"context":{)" + context +
                       R"(},"page":{)" + limit + R"("token":")" + token + "\"}}");
    };
    const std::string converse = R"("operation":"Converse")";
    const auto first = page(converse, R"("limit":1,)", "");
    ASSERT_TRUE(first.ok()) << first.message;
    EXPECT_THAT(first.text("results.0.id"), HasSubstr("arn:aws:iam::"));
    const auto token = first.text("page.next_token");
    EXPECT_EQ(page(converse, "", token).text("page.count"), "1") << "the limit stays";
    EXPECT_TRUE(page(converse, R"("limit":1,)", token).ok());
    EXPECT_EQ(page(converse, R"("limit":2,)", token).error, "ValidationException");
    for (const std::string other : {"", R"("operation":"InvokeModel")",
                                    R"("operation":"Converse","aws:SourceIp":"10.0.0.1")"}) {
        EXPECT_EQ(page(other, R"("limit":1,)", token).error, "ValidationException") << other;
    }
}

TEST_F(Authzen, GetConfigurationNamesTheEndpointsByWhereItWasReached) {
    const auto reply = ask(a, "GetConfiguration", "{}");
    EXPECT_EQ(reply.text("policy_decision_point"), "https://licet.example");
    EXPECT_EQ(reply.text("access_evaluation_endpoint"),
              "https://licet.example/access/v1/evaluation");
    EXPECT_EQ(reply.text("search_action_endpoint"),
              "https://licet.example/access/v1/search/action");
}

TEST_F(Authzen, CheckForwardedAnswersWithAStatus) {
    const auto check = [&](const model::Principal& who, const std::string& subject,
                           const std::string& id) {
        return ask(who, "CheckForwarded",
                   R"({"subject":")" + subject + R"(","resource":")" + id + "\"}");
    };
    const auto yes = check(world.admin(), a.account.text(), sample::kNova);
    EXPECT_EQ(yes.text("status"), "200") << yes.message;
    EXPECT_EQ(yes.text("account"), a.account.text());
    EXPECT_EQ(yes.text("reason"), "amazon_model");
    const auto no = check(a, "caller", sample::kCommand);
    EXPECT_EQ(no.text("status"), "403");
    EXPECT_EQ(no.text("reason"), "no_entitlement");
    const auto why = ask(a, "Evaluate", question(a, sample::kCommand));
    EXPECT_EQ(no.text("body"), why.text("context.reason.message") + "\n") << "once";
    const auto other = check(a, b.account.text(), sample::kNova);
    EXPECT_EQ(other.text("status"), "403");
    EXPECT_EQ(other.text("reason"), "subject_unknown");
    EXPECT_FALSE(other.has("account"));
    EXPECT_EQ(ask(a, "CheckForwarded", R"({"resource":"x"})").error, "ValidationException")
        << "who asks is not meant where no subject is named";
    EXPECT_EQ(ask(a, "CheckForwarded", R"({"subject":"caller"})").error, "ValidationException");
}

}  // namespace
}  // namespace licet::api
