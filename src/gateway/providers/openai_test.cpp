// SPDX-License-Identifier: Apache-2.0
#include "gateway/providers/openai.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;

Answer answer_to(Result<net::ClientResponse> outcome, const std::vector<std::string>& stops = {}) {
    JsonReader reader;
    return openai_answer(outcome, reader, stops);
}

Answer answer_to(std::string body, const std::vector<std::string>& stops = {}) {
    return answer_to(net::ClientResponse{.status = 200, .body = std::move(body)}, stops);
}

/// A good answer with this choice.
std::string with_choice(const std::string& choice) {
    return R"({"id":"x","choices":[)" + choice +
           R"(],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}})";
}

std::string_view name_of(const Answer& answer) {
    return answer.completion.ok() ? "none" : answer.completion.error().name;
}

TEST(OpenAiBody, SaysAllThatThePromptSays) {
    Prompt prompt;
    prompt.system = {"be \"brief\""};
    prompt.turns = {{Role::user, {"one", "two"}}, {Role::assistant, {"three"}}};
    prompt.max_tokens = 5;
    prompt.temperature = 0.5;
    prompt.top_p = 1;
    prompt.top_k = 7;
    prompt.stop_sequences = {"END", "\n"};
    EXPECT_EQ(openai_body("m", prompt),
              R"({"model":"m","messages":[{"role":"system","content":"be \"brief\""},)"
              R"({"role":"user","content":[{"type":"text","text":"one"},)"
              R"({"type":"text","text":"two"}]},{"role":"assistant","content":"three"}],)"
              R"("max_tokens":5,"temperature":0.5,"top_p":1,"top_k":7,"stop":["END","\n"]})");
}

TEST(OpenAiBody, LeavesOutWhatWasNotAsked) {
    Prompt prompt;
    prompt.turns = {{Role::user, {"one"}}};
    EXPECT_EQ(openai_body("m", prompt),
              R"({"model":"m","messages":[{"role":"user","content":"one"}]})");
}

TEST(OpenAiAnswer, TakesTextReasonAndUsage) {
    const auto answer =
        answer_to(with_choice(R"({"message":{"content":"hi"},"finish_reason":"stop"})"));
    ASSERT_TRUE(answer.completion.ok());
    EXPECT_EQ(answer.completion->text, "hi");
    EXPECT_EQ(answer.completion->stop_reason, StopReason::end_turn);
    EXPECT_EQ(answer.completion->input_tokens, 3);
    EXPECT_EQ(answer.completion->output_tokens, 4);
    EXPECT_EQ(answer.fault, "");
}

TEST(OpenAiAnswer, TranslatesStopReasons) {
    const auto reason = [](const std::string& choice, const std::vector<std::string>& stops = {}) {
        return answer_to(with_choice(choice), stops).completion->stop_reason;
    };
    EXPECT_EQ(reason(R"({"message":{"content":"a"},"finish_reason":"length"})"),
              StopReason::max_tokens);
    EXPECT_EQ(reason(R"({"message":{"content":null},"finish_reason":"length"})"),
              StopReason::max_tokens);
    EXPECT_EQ(reason(R"({"message":{"content":null},"finish_reason":"content_filter"})"),
              StopReason::content_filtered);
    EXPECT_EQ(reason(R"({"message":{"content":"a"},"finish_reason":null})"), StopReason::end_turn);
    const std::string matched =
        R"({"message":{"content":"a"},"finish_reason":"stop","stop_reason":"END"})";
    EXPECT_EQ(reason(matched, {"X", "END"}), StopReason::stop_sequence);
    EXPECT_EQ(answer_to(with_choice(matched), {"END"}).completion->stop_sequence, "END");
    EXPECT_EQ(reason(matched), StopReason::end_turn);
}

TEST(OpenAiAnswer, RefusesWhatItCannotRead) {
    for (const std::string body :
         {"", "nonsense", "{}", "[]", R"({"choices":[]})", R"({"choices":[{}]})",
          R"({"choices":[{"message":{"content":"a"}}]})",
          R"({"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":1}})"}) {
        const auto answer = answer_to(body);
        EXPECT_EQ(name_of(answer), "ModelErrorException") << body;
        EXPECT_NE(answer.fault, "");
    }
    EXPECT_EQ(name_of(answer_to(with_choice(R"({"message":{"content":7}})"))),
              "ModelErrorException");
    EXPECT_EQ(
        name_of(answer_to(with_choice(R"({"message":{"content":null},"finish_reason":"stop"})"))),
        "ModelErrorException");
}

TEST(OpenAiAnswer, TranslatesStatuses) {
    const auto name = [](int status) {
        return name_of(
            answer_to(net::ClientResponse{.status = status, .body = "secret http://10.0.0.1"}));
    };
    EXPECT_EQ(name(429), "ThrottlingException");
    EXPECT_EQ(name(500), "InternalServerException");
    EXPECT_EQ(name(502), "ServiceUnavailableException");
    EXPECT_EQ(name(503), "ServiceUnavailableException");
    EXPECT_EQ(name(529), "ServiceUnavailableException");
    EXPECT_EQ(name(408), "ModelTimeoutException");
    EXPECT_EQ(name(504), "ModelTimeoutException");
    EXPECT_EQ(name(301), "ModelErrorException");
    const auto refused = answer_to(net::ClientResponse{.status = 401, .body = "bad key sk-1"});
    EXPECT_EQ(name_of(refused), "ModelErrorException");
    const auto& error = refused.completion.error();
    EXPECT_THAT(error.message, Not(HasSubstr("sk-1")));
    EXPECT_THAT(refused.fault, Not(HasSubstr("sk-1")));
    ASSERT_EQ(error.members.size(), 1U);
    EXPECT_EQ(error.members[0].name, "originalStatusCode");
    EXPECT_EQ(error.members[0].value, "401");
}

TEST(OpenAiAnswer, TranslatesFailuresOfTheConnection) {
    const auto name = [](std::string_view failure) {
        return name_of(answer_to(Error{ErrorKind::unavailable, "10.0.0.1:80", failure}));
    };
    EXPECT_EQ(name(net::kConnectionRefused), "ServiceUnavailableException");
    EXPECT_EQ(name(net::kConnectionLost), "ServiceUnavailableException");
    EXPECT_EQ(name(net::kTimeout), "ModelTimeoutException");
    EXPECT_EQ(name(net::kBadResponse), "ModelErrorException");
    EXPECT_EQ(name_of(answer_to(Error{ErrorKind::invalid, "bad header"})),
              "InternalServerException");
    const auto lost = answer_to(Error{ErrorKind::unavailable, "10.0.0.1:80", net::kTimeout});
    EXPECT_THAT(lost.completion.error().message, Not(HasSubstr("10.0.0.1")));
    EXPECT_THAT(lost.fault, HasSubstr("10.0.0.1"));
}

}  // namespace
}  // namespace licet::gateway
