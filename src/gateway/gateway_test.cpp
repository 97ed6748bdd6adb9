// SPDX-License-Identifier: Apache-2.0
#include "gateway/gateway.h"

#include "base/full_disk.h"
#include "gateway/gateway_world_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <optional>

namespace licet::gateway {
namespace {

using model::sample::kCommand;
using model::sample::kNova;
using model::sample::kOpus;
using model::sample::kSonnet;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kHelloMessages =
    R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":9,)"
    R"("messages":[{"role":"user","content":"hi"}]})";
constexpr std::string_view kGoodAnswer =
    R"({"choices":[{"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],)"
    R"("usage":{"prompt_tokens":11,"completion_tokens":5,"total_tokens":16}})";

TEST_F(GatewayTest, AnswersAConverseCallAndRecordsIt) {
    activate();
    const auto response = converse(kSonnet);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(header(response, "content-type"), "application/json");
    EXPECT_EQ(header(response, "x-amzn-RequestId"), "aaaa-bbbb");
    EXPECT_EQ(header(response, "x-licet-revision"), "42");
    EXPECT_EQ(header(response, "x-licet-reason"), "");
    EXPECT_EQ(response.body,
              R"({"output":{"message":{"role":"assistant","content":[{"text":"echo: hi"}]}},)"
              R"("stopReason":"end_turn",)"
              R"("usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3},)"
              R"("metrics":{"latencyMs":0}})");

    const auto recorded = entries();
    ASSERT_EQ(recorded.size(), 1U);
    const auto& entry = recorded[0];
    EXPECT_EQ(entry.time, clock.now());
    EXPECT_EQ(entry.event_id.size(), 36U);
    EXPECT_EQ(entry.request_id, "aaaa-bbbb");
    EXPECT_EQ(entry.account, world.in_root);
    EXPECT_EQ(entry.principal_arn, "arn:aws:iam::1:user/u");
    EXPECT_EQ(entry.user_name, "u");
    EXPECT_EQ(entry.access_key_id, "AKIA1");
    EXPECT_EQ(entry.principal_type, "IAMUser");
    EXPECT_EQ(entry.source_ip, "10.1.2.3");
    EXPECT_EQ(entry.user_agent, "sdk");
    EXPECT_EQ(entry.event_source, "bedrock.amazonaws.com");
    EXPECT_EQ(entry.event_name, "Converse");
    EXPECT_EQ(entry.region, "us-east-1");
    EXPECT_TRUE(entry.read_only);
    EXPECT_EQ(entry.error_code, "");
    EXPECT_EQ(entry.parameters, R"({"modelId":")" + kSonnet + R"("})");
    EXPECT_EQ(entry.extra, R"({"inputTokens":1,"outputTokens":2,"upstream":"echo","grant":"g-)" +
                               grant.text() + R"(","revision":42,"reason":"granted"})");
}

TEST_F(GatewayTest, MeasuresWhatCallsUseAndWhyTheyAreRefused) {
    converse(kSonnet);
    activate();
    converse(kSonnet);
    converse(kSonnet, "no JSON at all");
    const auto text = metrics.expose();
    EXPECT_THAT(text, HasSubstr(R"(outcome="ok")"));
    EXPECT_THAT(text, HasSubstr(R"(reason="grant_not_activated")"));
    EXPECT_THAT(text, HasSubstr(R"(outcome="failed")"));
    EXPECT_THAT(text, Not(HasSubstr("arn:aws:iam")));
    // Issue 5, 6: how long a whole answer takes is not the time to its first token.
    EXPECT_THAT(text, Not(HasSubstr("time_to_first_token_seconds_count")));
}

TEST_F(GatewayTest, AnswersAnInvokeModelCall) {
    activate();
    const auto response = call("InvokeModel", "us." + kSonnet, kHelloMessages);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(header(response, "x-amzn-bedrock-input-token-count"), "1");
    EXPECT_EQ(header(response, "x-amzn-bedrock-output-token-count"), "2");
    EXPECT_EQ(header(response, "x-amzn-bedrock-invocation-latency"), "0");
    EXPECT_EQ(response.body,
              R"({"id":"msg_bdrk_aaaabbbb","type":"message","role":"assistant","model":")" +
                  kSonnet +
                  R"(","content":[{"type":"text","text":"echo: hi"}],"stop_reason":"end_turn",)"
                  R"("stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":2}})");
    ASSERT_EQ(entries().size(), 1U);
    EXPECT_EQ(entries()[0].event_name, "InvokeModel");
    EXPECT_EQ(entries()[0].parameters, R"({"modelId":"us.)" + kSonnet + R"("})");
    EXPECT_THAT(entries()[0].extra, HasSubstr(R"({"inferenceRegion":"us-east-1",)"));
}

TEST_F(GatewayTest, RefusesWithTheReasonAndRecordsIt) {
    const auto response = converse(kSonnet, "no JSON at all");  // the decision comes first
    EXPECT_EQ(response.status, 403);
    EXPECT_EQ(header(response, "x-amzn-ErrorType"), "AccessDeniedException");
    EXPECT_EQ(header(response, "x-licet-reason"), "grant_not_activated");
    EXPECT_EQ(header(response, "x-licet-revision"), "41");
    EXPECT_EQ(header(response, "x-amzn-RequestId"), "aaaa-bbbb");
    EXPECT_THAT(response.body, HasSubstr("You don't have access to the model"));
    ASSERT_EQ(entries().size(), 1U);
    EXPECT_EQ(entries()[0].error_code, "AccessDeniedException");
    EXPECT_THAT(entries()[0].error_message, HasSubstr("You don't have access"));
    EXPECT_EQ(entries()[0].extra, R"({"grant":"g-)" + grant.text() +
                                      R"(","revision":41,"reason":"grant_not_activated"})");
}

TEST_F(GatewayTest, RefusesEachInItsOwnWay) {
    const auto refused = [this](const std::string& model) {
        const auto response = converse(model);
        return std::to_string(response.status) + " " + header(response, "x-amzn-ErrorType") + " " +
               header(response, "x-licet-reason");
    };
    EXPECT_EQ(refused(kCommand), "403 AccessDeniedException no_entitlement");
    EXPECT_EQ(refused(kOpus), "400 ValidationException profile_needed");
    EXPECT_EQ(refused("us." + kOpus), "403 AccessDeniedException no_entitlement");
    EXPECT_EQ(refused("anthropic.unknown-v1:0"), "400 ValidationException model_invalid");
    EXPECT_EQ(refused("\xff\"\n"), "400 ValidationException model_invalid");
    EXPECT_EQ(refused(std::string(5000, 'a')), "400 ValidationException model_invalid");
    EXPECT_EQ(entries().size(), 6U);
    EXPECT_LT(entries()[0].parameters.size(), 2100U);
}

TEST_F(GatewayTest, SeesARevocationAtTheNextCall) {
    activate();
    EXPECT_EQ(converse(kSonnet).status, 200);
    world.set(world.in_root, grant, model::kDisabled);
    publish(43);
    const auto response = converse(kSonnet);
    EXPECT_EQ(response.status, 403);
    EXPECT_EQ(header(response, "x-licet-revision"), "43");
}

// rule BA-10, domain.md 7.2 rows 1 and 3: the call goes through, the subscription follows
TEST_F(GatewayTest, HasAFirstUseSubscribedInTheBackground) {
    EXPECT_EQ(converse(kCommand).status, 403);
    EXPECT_TRUE(attempts.empty());
    model::OrganizationSettings settings;
    settings.auto_subscribe = true;
    world.take({model::OrganizationSettingsChanged{world.organization_id, settings}});
    publish(42);
    EXPECT_EQ(converse(kCommand).status, 200);
    ASSERT_EQ(attempts.size(), 1U);
    const auto& origin = attempts.front()->origin();
    EXPECT_EQ(origin.actor.account, world.in_root);
    EXPECT_EQ(origin.actor.access_key_id, "AKIA1");
    EXPECT_EQ(origin.service, "bedrock");
    EXPECT_EQ(origin.action, "CreateFoundationModelAgreement");
    EXPECT_EQ(origin.source_address, "bedrock.amazonaws.com");
    EXPECT_EQ(origin.parameters, R"({"modelId":")" + kCommand + "\"}");
    EXPECT_EQ(converse(kNova).status, 200);
    EXPECT_EQ(converse(kSonnet).status, 403);  // its grant is not activated
    EXPECT_EQ(attempts.size(), 1U);
}

// domain.md 7.2 row 4: after the window calls are refused, but what was missing may be there now
TEST_F(GatewayTest, TriesAFirstUseAgainButNotWithEveryCall) {
    model::OrganizationSettings settings;
    settings.auto_subscribe = true;
    world.take({model::OrganizationSettingsChanged{world.organization_id, settings},
                model::FirstUsePending{world.in_root,
                                       model::sample::kCommandProduct,
                                       {clock.now() - std::chrono::minutes{15}, "money"}}});
    publish(42);
    for (int call = 0; call < 3; ++call) {
        const auto response = converse(kCommand);
        EXPECT_EQ(response.status, 403);
        EXPECT_EQ(header(response, "x-licet-reason"), "subscription_failed");
    }
    EXPECT_EQ(attempts.size(), 1U);
    clock.advance(FirstUses::kAttemptEvery);
    converse(kCommand);
    EXPECT_EQ(attempts.size(), 1U) << "the first is still under way";
    attempts.front()->done({.result = {}});  // it led to nothing
    converse(kCommand);
    EXPECT_EQ(attempts.size(), 2U);
    attempts.back()->done({.result = {}});
    converse(kCommand);
    EXPECT_EQ(attempts.size(), 2U);
}

TEST_F(GatewayTest, RefusesBodiesItCannotRead) {
    activate();
    auto response = converse(kSonnet, "no JSON at all");
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(header(response, "x-amzn-ErrorType"), "ValidationException");
    EXPECT_EQ(header(response, "x-licet-reason"), "");
    EXPECT_EQ(response.body, R"({"message":"$: must be JSON in UTF-8"})");
    EXPECT_EQ(converse(kSonnet, "").status, 400);
    response = converse(kNova, R"({"messages":[],"promptVariables":{}})");
    EXPECT_EQ(response.body, R"({"message":"$.promptVariables: is not supported"})");
    response = call("InvokeModel", kNova, "{}");
    EXPECT_EQ(response.status, 400);
    EXPECT_THAT(response.body, HasSubstr("use Converse for `amazon.nova-v1:0`"));
    EXPECT_EQ(entries().size(), 4U);
    EXPECT_EQ(entries()[0].error_code, "ValidationException");
    EXPECT_EQ(entries()[0].extra, R"({"revision":42,"reason":"amazon_model"})");
}

TEST_F(GatewayTest, ConverseIsForModelsOfText) {
    world.subscribe(world.in_root, model::sample::kCommandProduct);
    publish(42);
    EXPECT_EQ(converse(kCommand).status, 200);
    const auto response = converse(model::sample::kEmbed);
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(header(response, "x-amzn-ErrorType"), "ValidationException");
    EXPECT_THAT(response.body,
                HasSubstr("This action doesn't support the model that you provided. Try again with "
                          "a supported text or chat model."));
}

TEST_F(GatewayTest, NeverAnswersWithoutTheGuardrailThatWasAskedFor) {
    activate();
    const auto asked = [this](std::string_view name, std::string_view value) {
        return begin("InvokeModel", kSonnet, kHelloMessages, {{name, value}}).get();
    };
    EXPECT_EQ(asked("X-Amzn-Bedrock-GuardrailIdentifier", "").status, 200);
    for (const auto& [name, said] :
         {std::pair{"X-Amzn-Bedrock-GuardrailIdentifier", "does not exist"},
          std::pair{"X-Amzn-Bedrock-GuardrailVersion", "belong together"},
          std::pair{"X-Amzn-Bedrock-Trace", "is none of enabled"}}) {
        const auto response = asked(name, "1");
        EXPECT_EQ(response.status, 400);
        EXPECT_EQ(header(response, "x-amzn-ErrorType"), "ValidationException");
        EXPECT_THAT(response.body, HasSubstr(said));
    }
}

// Bedrock User Guide, "Enforce the use of specific guardrails in model inference requests"
TEST_F(GatewayTest, PoliciesKnowTheGuardrailThatACallAsksFor) {
    activate();
    const auto arn = "arn:aws:bedrock:us-east-1:" + world.in_root.text() + ":guardrail/abc";
    world.keep(model::put_inline_policy(
        world.state, {{model::IdentityKind::user, {world.in_root, "u"}},
                      "guarded",
                      R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*",)"
                      R"("Resource":"*","Condition":{"StringNotEquals":)"
                      R"({"bedrock:GuardrailIdentifier":[")" +
                          arn + R"(:2",")" + arn + R"("]}}}]})"}));
    publish(43);
    const auto with = [&](const std::string& guardrail, const std::string& version) {
        return converse(kSonnet, R"({"messages":[{"role":"user","content":[{"text":"hi"}]}],)"
                                 R"("guardrailConfig":{"guardrailIdentifier":")" +
                                     guardrail + R"(","guardrailVersion":")" + version + R"("}})");
    };
    const auto by_header = [&](const std::string& guardrail, const std::string& version) {
        return begin("InvokeModel", kSonnet, kHelloMessages,
                     {{"X-Amzn-Bedrock-GuardrailIdentifier", guardrail},
                      {"X-Amzn-Bedrock-GuardrailVersion", version}})
            .get();
    };
    for (const auto& refused : {converse(kSonnet), converse(kSonnet, "no JSON"), with("abc", "1"),
                                with("other", "2"), by_header("abc", "3")}) {
        EXPECT_EQ(refused.status, 403);
        EXPECT_EQ(header(refused, "x-licet-reason"), "identity_policy_denies");
    }
    for (const auto& allowed :
         {with("abc", "2"), with(arn, "2"), with("abc", "DRAFT"), by_header(arn, "2")}) {
        EXPECT_EQ(allowed.status, 400);  // and then there is none to apply
        EXPECT_THAT(allowed.body, HasSubstr("does not exist"));
    }
}

// IAM User Guide, "Revoke IAM role temporary security credentials"
TEST_F(GatewayTest, SessionsCanBeRevokedByTheTimeTheyWereIssued) {
    activate();
    world.keep(model::put_inline_policy(
        world.state,
        {{model::IdentityKind::user, {world.in_root, "u"}},
         "revoke",
         R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*",)"
         R"("Condition":{"DateLessThan":{"aws:TokenIssueTime":")" +
             format_iso8601(clock.now()) + R"("}}}]})"}));
    publish(43);
    EXPECT_EQ(converse(kSonnet).status, 200) << "a long-term key has no time of issue";
    issued_at = clock.now() - Milliseconds{1};
    const auto refused = converse(kSonnet);
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(header(refused, "x-licet-reason"), "identity_policy_denies");
    issued_at = clock.now();
    EXPECT_EQ(converse(kSonnet).status, 200);
    EXPECT_EQ(entries()[0].session_issued_at, journal::issue_time(clock.now()));
}

TEST_F(GatewayTest, SaysWhenNoUpstreamServesTheModel) {
    auto settings = default_settings();
    settings.routes[0].pattern = "anthropic.*";
    use(std::move(settings));
    const auto response = converse(kNova);
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(header(response, "x-amzn-ErrorType"), "ServiceUnavailableException");
    EXPECT_THAT(messages, HasSubstr("no upstream serves the model"));
}

TEST_F(GatewayTest, TranslatesToAnOpenAiUpstreamAndBack) {
    activate();
    std::string seen;
    const auto server = net::serve([&](net::Request request, net::Responder responder) {
        seen = std::string{request.method()} + " " + std::string{request.target()} + " " +
               std::string{request.header("authorization").value_or("")} + " " +
               std::string{request.header("content-type").value_or("")} + " " +
               std::string{request.body()};
        std::move(responder).send({.body = std::string{kGoodAnswer}});
    });
    use_openai(server->port());
    const auto response = converse(kSonnet);
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(seen,
              "POST /v1/chat/completions Bearer sk-secret application/json "
              R"({"model":"their-sonnet","messages":[{"role":"user","content":"hi"}]})");
    EXPECT_THAT(response.body, HasSubstr(R"("content":[{"text":"hello"}])"));
    EXPECT_THAT(response.body,
                HasSubstr(R"("usage":{"inputTokens":11,"outputTokens":5,"totalTokens":16})"));
    EXPECT_THAT(entries()[0].extra, HasSubstr(R"("inputTokens":11,"outputTokens":5)"));
    EXPECT_EQ(converse(kNova).status, 200);
    EXPECT_THAT(seen, HasSubstr(R"({"model":"amazon.nova-v1:0",)"));
}

// It was paid for.
TEST_F(GatewayTest, AnAnswerThatCannotWaitForItsScanIsScannedAtOnce) {
    activate();
    enforce_guardrail();
    std::string said;
    const auto server = net::serve([&](net::Request, net::Responder responder) {
        std::move(responder).send({.body = R"({"choices":[{"message":{"role":"assistant",)"
                                           R"("content":")" +
                                           said +
                                           R"("},"finish_reason":"stop"}],"usage":)"
                                           R"({"prompt_tokens":1,"completion_tokens":1}})"});
    });
    use_openai(server->port());
    scans.stop();
    said = std::string(2 * guardrail::kShortBytesMax, 'x');
    EXPECT_THAT(converse(kSonnet).body, HasSubstr(said));
    said += " the secret";
    const auto blocked = converse(kSonnet);
    EXPECT_EQ(blocked.status, 200) << blocked.body;
    EXPECT_THAT(blocked.body, AllOf(HasSubstr("not out"), Not(HasSubstr("xxx"))));
}

// What is asked in its place would have to be scanned, too, and cannot.
TEST_F(GatewayTest, WhatAFallbackLacksIsNotWhyTheNamedModelFailed) {
    activate();
    enforce_guardrail();
    const auto server = net::serve([&](net::Request, net::Responder responder) {
        scans.stop();
        std::move(responder).send({.status = 503});
    });
    use_openai(server->port(), 1, {kNova});
    const auto failed =
        converse(kSonnet, R"({"messages":[{"role":"user","content":[{"text":")" +
                              std::string(2 * guardrail::kShortBytesMax, 'x') + R"("}]}]})");
    EXPECT_EQ(failed.status, 503) << failed.body;
    EXPECT_THAT(metrics.expose(),
                AllOf(HasSubstr(R"(outcome="failed")"), Not(HasSubstr(R"(reason="scans")"))));
}

TEST_F(GatewayTest, TurnsUpstreamFailuresIntoBedrocksErrors) {
    int status = 429;
    const auto server = net::serve([&](net::Request, net::Responder responder) {
        std::move(responder).send({.status = status, .body = "key sk-secret at 127.0.0.1"});
    });
    use_openai(server->port());
    const auto response = converse(kNova);
    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(header(response, "x-amzn-ErrorType"), "ThrottlingException");
    status = 500;
    EXPECT_EQ(converse(kNova).status, 500);
    status = 503;
    EXPECT_EQ(converse(kNova).status, 503);
    for (const int unfit : {400, 413, 422}) {  // not to be tried again
        status = unfit;
        const auto unfitting = converse(kNova);
        EXPECT_EQ(unfitting.status, 400);
        EXPECT_EQ(header(unfitting, "x-amzn-ErrorType"), "ValidationException");
        EXPECT_THAT(unfitting.body, Not(HasSubstr("127.0.0.1")));
    }
    status = 401;
    const auto refused = converse(kNova);
    EXPECT_EQ(refused.status, 424);
    EXPECT_EQ(header(refused, "x-amzn-ErrorType"), "ModelErrorException");
    EXPECT_THAT(refused.body, HasSubstr(R"("originalStatusCode":401)"));
    EXPECT_THAT(refused.body, Not(HasSubstr("127.0.0.1")));
    status = 200;
    EXPECT_EQ(converse(kNova).status, 424);  // not JSON
    const auto recorded = entries();
    ASSERT_EQ(recorded.size(), 8U);
    EXPECT_EQ(recorded[7].error_code, "ThrottlingException");
    EXPECT_THAT(messages, HasSubstr("an upstream failed"));
    EXPECT_THAT(messages, HasSubstr("status 429"));
    EXPECT_THAT(messages, Not(HasSubstr("sk-secret")));
}

// between two attempts nobody else takes the place of a call
TEST_F(GatewayTest, ARetryKeepsWhatIsHeldForTheCall) {
    world.take({model::GrantTagsChanged{grant, {{"licet:quota:requests-per-minute", "1"}}}});
    activate();
    std::future<net::Response> other;
    int asked = 0;
    const auto server = net::serve([&](net::Request, net::Responder responder) {
        if (++asked > 1) {
            std::move(responder).send({.body = std::string{kGoodAnswer}});
            return;
        }
        clock.advance(std::chrono::minutes{1});
        other = begin("Converse", kSonnet, kHello);  // the one call of the new minute
        std::move(responder).send({.status = 503});
    });
    use_openai(server->port());
    EXPECT_EQ(converse(kSonnet).status, 200);
    EXPECT_EQ(other.get().status, 200);
    EXPECT_EQ(converse(kSonnet).status, 429);
    EXPECT_EQ(asked, 3);
}

TEST_F(GatewayTest, SaysWhenTheUpstreamIsGoneOrSilent) {
    std::uint16_t closed = 0;
    {
        const auto server = net::serve(net::echo);
        closed = server->port();
    }
    use_openai(closed);
    const auto gone = converse(kNova);
    EXPECT_EQ(gone.status, 503);
    EXPECT_EQ(header(gone, "x-amzn-ErrorType"), "ServiceUnavailableException");
    EXPECT_THAT(gone.body, Not(HasSubstr("127.0.0.1")));

    std::optional<net::Responder> kept;
    const auto server = net::serve(
        [&](net::Request, net::Responder responder) { kept.emplace(std::move(responder)); });
    use({.upstreams = {{.name = "up",
                        .kind = Upstream::Kind::openai,
                        .endpoint = {.host = "127.0.0.1", .port = server->port()},
                        .timeouts = {.total = Milliseconds{50}}}},
         .routes = {{.pattern = "*", .targets = {{.upstream = 0}}}}});
    const auto silent = converse(kNova);
    EXPECT_EQ(silent.status, 408);
    EXPECT_EQ(header(silent, "x-amzn-ErrorType"), "ModelTimeoutException");
}

TEST_F(GatewayTest, GivesNoAnswerThatIsNotRecorded) {
    thread.run([this] { gateway.reset(); });
    journal::Options strict;
    strict.durability = journal::Durability::strict;
    open_journal(strict);
    use(default_settings());
    EXPECT_EQ(converse(kNova).status, 200);
    const FullDisk full{0};
    for (const auto& model : {kNova, kSonnet}) {  // one allowed, one refused
        const auto response = converse(model);
        EXPECT_EQ(response.status, 503);
        EXPECT_EQ(header(response, "x-amzn-ErrorType"), "ServiceUnavailableException");
        EXPECT_THAT(response.body, Not(HasSubstr("echo")));
        EXPECT_EQ(header(response, "x-licet-reason"), "");
    }
}

TEST_F(GatewayTest, DropsCallsUnderWayWithTheGateway) {
    std::optional<net::Responder> kept;
    std::promise<void> arrived;
    const auto server = net::serve([&](net::Request, net::Responder responder) {
        kept.emplace(std::move(responder));
        arrived.set_value();
    });
    use_openai(server->port());
    auto response = begin("Converse", kNova, kHello);
    arrived.get_future().wait();
    thread.run([this] { gateway.reset(); });
    EXPECT_EQ(response.get().status, 500);
}

TEST(GatewayRoutes, AreThoseOfAllDoors) {
    const wire::Router router{routes()};
    const auto operation = [&](std::string_view method, std::string_view path) {
        const auto routing = router.route({.method = method, .path = path});
        if (!routing.target.ok()) {
            return std::string{routing.target.error().name};
        }
        const auto& [name, labels, parameters] = *routing.target;
        return std::string{routing.service->name} + " " + name +
               (labels.empty() ? "" : " " + labels.front().value);
    };
    EXPECT_EQ(operation("POST", "/model/a.b%3A0/converse"), "bedrock-runtime Converse a.b:0");
    EXPECT_EQ(operation("POST", "/model/arn%3Aaws%3Aa%2Fb/invoke"),
              "bedrock-runtime InvokeModel arn:aws:a/b");
    EXPECT_EQ(operation("POST", "/model/a/converse-stream"), "bedrock-runtime ConverseStream a");
    EXPECT_EQ(operation("POST", "/model/a/invoke-with-response-stream"),
              "bedrock-runtime InvokeModelWithResponseStream a");
    EXPECT_EQ(operation("GET", "/model/a/converse"), "UnknownOperationException");
    EXPECT_EQ(operation("POST", "/v1/chat/completions"), "openai ChatCompletions");
    EXPECT_EQ(operation("POST", "/v1/embeddings"), "openai Embeddings");
    EXPECT_EQ(operation("POST", "/v1/messages"), "anthropic Messages");
    EXPECT_EQ(operation("GET", "/v1/models/a.b:0"), "openai GetModel a.b:0");
}

}  // namespace
}  // namespace licet::gateway
