// SPDX-License-Identifier: Apache-2.0
// Evaluate, EvaluateAll, SearchSubject, SearchResource, SearchAction, GetConfiguration and
// CheckForwarded. Source: OpenID AuthZEN Authorization API 1.0.
#include "api/license_manager/fixture_test.h"
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
    EXPECT_EQ(reason("inference-profile", sample::kNova, "bedrock:InvokeModel"),
              "resource_unknown");
    EXPECT_EQ(reason("foundation-model", "us." + sample::kOpus, "bedrock:InvokeModel"),
              "resource_unknown");
    EXPECT_EQ(reason("license", license, "license-manager:CreateGrant"), "policies_allow");
    EXPECT_EQ(reason("license", "l-1", "license-manager:CreateGrant"), "resource_unknown");
    EXPECT_EQ(reason("foundation-model", sample::kNova, "can_read"), "action_unknown");
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

TEST_F(Authzen, GetConfigurationNamesTheEndpointsByWhereItWasReached) {
    const auto reply = ask(a, "GetConfiguration", "{}");
    EXPECT_EQ(reply.text("policy_decision_point"), "https://licet.example");
    EXPECT_EQ(reply.text("access_evaluation_endpoint"),
              "https://licet.example/access/v1/evaluation");
    EXPECT_EQ(reply.text("search_action_endpoint"),
              "https://licet.example/access/v1/search/action");
}

TEST_F(Authzen, CheckForwardedAnswersWithAStatus) {
    const auto yes =
        ask(world.admin(), "CheckForwarded",
            R"({"subject":")" + a.account.text() + R"(","resource":")" + sample::kNova + "\"}");
    EXPECT_EQ(yes.text("status"), "200") << yes.message;
    EXPECT_EQ(yes.text("account"), a.account.text());
    EXPECT_EQ(yes.text("reason"), "amazon_model");
    const auto no = ask(a, "CheckForwarded", R"({"resource":")" + sample::kCommand + "\"}");
    EXPECT_EQ(no.text("status"), "403");
    EXPECT_EQ(no.text("reason"), "no_entitlement");
    EXPECT_FALSE(no.text("body").empty());
    const auto other =
        ask(a, "CheckForwarded",
            R"({"subject":")" + b.account.text() + R"(","resource":")" + sample::kNova + "\"}");
    EXPECT_EQ(other.text("status"), "403");
    EXPECT_EQ(other.text("reason"), "subject_unknown");
    EXPECT_FALSE(other.has("account"));
    EXPECT_EQ(ask(a, "CheckForwarded", "{}").error, "ValidationException");
}

}  // namespace
}  // namespace licet::api
