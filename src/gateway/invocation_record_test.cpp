// SPDX-License-Identifier: Apache-2.0
#include "gateway/invocation_record.h"

#include "base/temporary_directory.h"
#include "decision/index_builder.h"
#include "gateway/makers.h"
#include "invocations/directory_store.h"
#include "model/state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::gateway {
namespace {

using model::InvocationLogging;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kAsked =
    R"({"messages":[{"role":"user","content":[{"text":"canary"}]}],)"
    R"("requestMetadata":{"team":"red"}})";
constexpr std::string_view kWithPicture =
    R"({"messages":[{"role":"user","content":[{"text":"canary"},)"
    R"({"image":{"format":"png","source":{"bytes":"AAAA"}}}]}]})";

const Reply kReply{.blocks = {{.kind = BlockKind::text, .text = "hello"},
                              {.kind = BlockKind::tool_use, .text = "{}", .id = "t", .name = "n"}},
                   .stop_reason = StopReason::tool_use};

/// Of an answer that is cut within the input of a tool.
const std::vector<ReplyEvent> kCut{
    {.kind = ReplyEvent::Kind::block_start},
    {.kind = ReplyEvent::Kind::text, .text = "hel"},
    {.kind = ReplyEvent::Kind::block_stop},
    {.kind = ReplyEvent::Kind::block_start, .block = 1, .block_kind = BlockKind::tool_use},
    {.kind = ReplyEvent::Kind::tool_input, .block = 1, .text = R"({"a":)"}};

/// An account, perhaps with a configuration, and one call of it.
struct InvocationRecordTest : testing::Test {
    const AccountId account = AccountId::parse("111111111111").value();
    ManualClock clock{parse_iso8601("2026-11-27T09:05:06Z").value()};
    SeededRandom random{1};
    obs::Logger logger{clock, obs::Level::error, [](auto) {}};
    obs::Metrics metrics;
    TemporaryDirectory temporary;
    invocations::Log log{{.buckets = {"logs"}},
                         std::make_unique<invocations::DirectoryStore>(temporary.path()),
                         clock,
                         random,
                         logger,
                         metrics};
    SealingKey key{std::array<std::uint8_t, 32>{3}};
    model::State state;
    decision::IndexBuilder builder{key};
    JsonReader reader;
    const Door* door = &converse_door();
    Call call;

    InvocationRecordTest() { builder.rebuild(state); }

    void log_calls(std::optional<InvocationLogging> logging) {
        const model::InvocationLoggingChanged event{account, "us-east-1", std::move(logging)};
        model::apply(state, event);
        builder.note(state, event);
    }
    Result<std::unique_ptr<InvocationRecord>> begin(std::string_view body,
                                                    const std::string& region = "us-east-1") {
        const auto index = builder.publish(state, 1);
        const auto json = reader.parse(body, JsonReader::Padding::absent);
        const auto conversation = door->read(*json);
        return InvocationRecord::begin(log, *index,
                                       {.actor = {.account = account}, .region = region},
                                       "us.model", *conversation, *door);
    }
    /// Of a streamed answer that is about to come.
    std::unique_ptr<InvocationRecord> begin_stream(std::string_view asked = kAsked) {
        auto record = begin(asked).value();
        record->expect({.request_id = "aaaa", .model = "us.model", .started = clock.now()}, nullptr,
                       TraceLevel::disabled);
        return record;
    }
    static void keep(InvocationRecord& record, const Reply& reply) {
        for (const auto& event : events_of(reply)) {
            record.keep(Frame{.events = {&event, 1}});
        }
    }
    std::string finish(InvocationRecord& record, std::string_view asked,
                       const std::string& error = "") {
        return record
            .finish({.time = clock.now(),
                     .request_id = "aaaa",
                     .account = account,
                     .principal_arn = "arn:u",
                     .event_name = "Converse",
                     .region = "us-east-1",
                     .error_code = error},
                    call, Milliseconds{7}, asked, reader)
            .line;
    }
    /// The line of a call that was answered as a whole.
    std::string whole(std::string_view asked, std::string_view answer) {
        auto record = begin(asked).value();
        record->keep(answer);
        return finish(*record, asked);
    }
};

// rule BA-34
TEST_F(InvocationRecordTest, IsMadeForAccountsThatLogTheirCallsInTheRegion) {
    EXPECT_EQ(begin(kAsked).value(), nullptr);
    log_calls(InvocationLogging{.bucket = "logs"});
    EXPECT_NE(begin(kAsked).value(), nullptr);
    EXPECT_EQ(begin(kAsked, "us-west-2").value(), nullptr);
    log_calls(std::nullopt);
    EXPECT_EQ(begin(kAsked).value(), nullptr);

    log_calls(InvocationLogging{.bucket = "logs"});
    builder.rebuild(state);
    EXPECT_NE(begin(kAsked).value(), nullptr);
    log_calls(InvocationLogging{.bucket = "gone"});
    EXPECT_EQ(begin(kAsked).error().name, "ServiceUnavailableException");
}

TEST_F(InvocationRecordTest, TellsNoTokensOfServersOfTools) {
    log_calls(InvocationLogging{.bucket = "logs", .text = true, .image = true});
    door = &messages_door();
    const auto told =
        whole(R"({"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hello"}],)"
              R"("mcp_servers":[{"url":"https://tools.example","authorization_token":"canary"}]})",
              "{}");
    EXPECT_THAT(told, HasSubstr("hello"));
    EXPECT_THAT(told, Not(HasSubstr("canary")));
}

TEST_F(InvocationRecordTest, TellsBodiesOnlyWhereTheyAreSwitchedOn) {
    log_calls(InvocationLogging{.bucket = "logs"});
    call.usage = TokenUsage{.input = 3, .output = 4};
    const auto silent = whole(kAsked, R"({"said":"canary"})");
    EXPECT_THAT(silent, Not(HasSubstr("canary")));
    EXPECT_THAT(silent, HasSubstr(R"("modelId":"us.model","requestMetadata":{"team":"red"})"));
    EXPECT_THAT(silent, HasSubstr(R"("inputTokenCount":3)"));
    EXPECT_THAT(silent, HasSubstr(R"("outputTokenCount":4)"));

    log_calls(InvocationLogging{.bucket = "logs", .text = true});
    const auto told = whole(kAsked, R"({"said":1})");
    EXPECT_THAT(told, HasSubstr(R"("inputBodyJson":)" + std::string{kAsked}));
    EXPECT_THAT(told, HasSubstr(R"("outputBodyJson":{"said":1})"));
}

TEST_F(InvocationRecordTest, EveryKindOfDataInABodyMustBeSwitchedOn) {
    log_calls(InvocationLogging{.bucket = "logs", .text = true});
    EXPECT_THAT(whole(kWithPicture, "{}"), Not(HasSubstr("inputBodyJson")));
    log_calls(InvocationLogging{.bucket = "logs", .image = true});
    EXPECT_THAT(whole(kWithPicture, "{}"), Not(HasSubstr("BodyJson")));
    log_calls(InvocationLogging{.bucket = "logs", .text = true, .image = true});
    EXPECT_THAT(whole(kWithPicture, "{}"), HasSubstr("inputBodyJson"));

    door = &embeddings_door();
    constexpr std::string_view kText = R"({"model":"m","input":"canary"})";
    EXPECT_THAT(whole(kText, "[]"), HasSubstr("inputBodyJson"));
    EXPECT_THAT(whole(kText, "[]"), Not(HasSubstr("outputBodyJson")));
    log_calls(InvocationLogging{.bucket = "logs", .embedding = true});
    EXPECT_THAT(whole(kText, "[]"), Not(HasSubstr("inputBodyJson")));
    EXPECT_THAT(whole(kText, "[]"), HasSubstr(R"("outputBodyJson":[])"));

    door = &titan_embeddings_door();
    constexpr std::string_view kOfMaker = R"({"inputText":"canary","inputImage":"/9j/4AAQ"})";
    log_calls(InvocationLogging{.bucket = "logs", .text = true, .embedding = true});
    EXPECT_THAT(whole(kOfMaker, "{}"), Not(HasSubstr("inputBodyJson")));
    EXPECT_THAT(whole(kOfMaker, "{}"), HasSubstr(R"("outputBodyJson":{})"));
    log_calls(InvocationLogging{.bucket = "logs", .text = true, .image = true});
    EXPECT_THAT(whole(kOfMaker, "{}"), HasSubstr("inputBodyJson"));
    EXPECT_THAT(whole(kOfMaker, "{}"), Not(HasSubstr("outputBodyJson")));
}

// Source: Bedrock's own records of ConverseStream
TEST_F(InvocationRecordTest, AStreamOfConverseIsToldAsAWholeAnswer) {
    log_calls(InvocationLogging{.bucket = "logs", .text = true});
    auto record = begin_stream();
    call.usage = TokenUsage{.input = 3, .output = 4};
    keep(*record, kReply);
    const auto told = finish(*record, kAsked);
    EXPECT_THAT(told, HasSubstr(R"("outputBodyJson":{"output":{"message":{"role":"assistant",)"
                                R"("content":[{"text":"hello"},{"toolUse":{)"));
    EXPECT_THAT(told, HasSubstr(R"("latencyMs":7)"));
    // Cut within the tool's input, of which there is no JSON then.
    record = begin_stream();
    record->keep(Frame{.events = kCut});
    const auto line = finish(*record, kAsked, "ModelStreamErrorException");
    EXPECT_THAT(line, HasSubstr(R"("errorCode":"ModelStreamErrorException")"));
    EXPECT_THAT(line, HasSubstr(R"("content":[{"text":"hel"}])"));
    EXPECT_TRUE(reader.parse(line, JsonReader::Padding::absent).ok());
    EXPECT_THAT(finish(*begin_stream(), kAsked), Not(HasSubstr("outputBody")));
}

// Source: Bedrock's own records of InvokeModelWithResponseStream
TEST_F(InvocationRecordTest, AStreamOfInvokeModelIsToldAsTheListOfItsChunks) {
    log_calls(InvocationLogging{.bucket = "logs", .text = true});
    constexpr std::string_view kBody =
        R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":9,)"
        R"("messages":[{"role":"user","content":"hello"}]})";
    door = &invoke_door();
    call.usage = TokenUsage{.input = 3, .output = 4};
    auto record = begin_stream(kBody);
    keep(*record, kReply);
    auto line = finish(*record, kAsked);
    EXPECT_TRUE(reader.parse(line, JsonReader::Padding::absent).ok());
    EXPECT_THAT(line, HasSubstr(R"("outputBodyJson":[{"type":"message_start",)"));
    EXPECT_THAT(line, HasSubstr(R"({"type":"content_block_delta","index":0,)"
                                R"("delta":{"type":"text_delta","text":"hello"}},{)"));
    EXPECT_THAT(line, HasSubstr(R"({"type":"message_stop","amazon-bedrock-invocationMetrics":)"
                                R"({"inputTokenCount":3,"outputTokenCount":4,)"
                                R"("invocationLatency":7}}],"outputTokenCount":4)"));
    // What came before it was cut, and nothing of an end that did not come.
    record = begin_stream(kBody);
    record->keep(Frame{.events = kCut});
    line = finish(*record, kAsked, "ModelStreamErrorException");
    EXPECT_TRUE(reader.parse(line, JsonReader::Padding::absent).ok());
    EXPECT_THAT(line, HasSubstr(R"("partial_json":"{\"a\":"}}],"outputTokenCount")"));
    record = begin_stream(kBody);
    record->keep(Frame{.events = kCut});
    call.cut = true;
    EXPECT_THAT(finish(*record, kAsked), Not(HasSubstr("message_stop")));
    EXPECT_THAT(finish(*begin_stream(kBody), kAsked), Not(HasSubstr("outputBody")));
    // The provider's own chunks are those that the caller gets.
    call.cut = false;
    door = &invoke_chat_door();
    record = begin_stream(R"({"messages":[{"role":"user","content":"hello"}]})");
    record->keep({.raw = R"({"id":"c","choices":[],"native":1})", .dialect = Dialect::openai_chat});
    EXPECT_THAT(finish(*record, kAsked),
                HasSubstr(R"("outputBodyJson":[{"id":"c","choices":[],"native":1},{)"));
}

TEST_F(InvocationRecordTest, AStreamInAMakersOwnFormIsToldLikewise) {
    log_calls(InvocationLogging{.bucket = "logs", .text = true});
    constexpr std::string_view kBody = R"({"prompt":"hello"})";
    door = &llama_door();
    call.usage = TokenUsage{.input = 3, .output = 4};
    auto record = begin_stream(kBody);
    keep(*record, kReply);
    auto line = finish(*record, kBody);
    EXPECT_TRUE(reader.parse(line, JsonReader::Padding::absent).ok());
    EXPECT_THAT(line, HasSubstr(R"("inputBodyJson":{"prompt":"hello"})"));
    EXPECT_THAT(line, HasSubstr(R"("outputBodyJson":[{"prompt_token_count":null,)"
                                R"("generation":"hello",)"));
    EXPECT_THAT(line, HasSubstr(R"("amazon-bedrock-invocationMetrics":{"inputTokenCount":3,)"
                                R"("outputTokenCount":4,"invocationLatency":7}}])"));
    record = begin_stream(kBody);
    record->keep(
        {.raw = R"({"generation":"hi","stop_reason":"stop"})", .dialect = Dialect::meta_llama});
    EXPECT_THAT(finish(*record, kBody),
                HasSubstr(R"("outputBodyJson":[{"generation":"hi","stop_reason":"stop"}])"));
}

TEST_F(InvocationRecordTest, ALongStreamIsTold) {
    log_calls(InvocationLogging{.bucket = "logs", .text = true});
    const std::string piece(kRecordedAnswerBytesMax / 2, 'x');
    const std::vector<ReplyEvent> half{{.kind = ReplyEvent::Kind::block_start},
                                       {.kind = ReplyEvent::Kind::text, .text = piece}};
    auto record = begin_stream();
    record->keep(Frame{.events = half});
    EXPECT_THAT(finish(*record, kAsked), HasSubstr("outputBodyS3Path"));
    const ReplyEvent more{.kind = ReplyEvent::Kind::text, .text = piece};
    const ReplyEvent too_much{.kind = ReplyEvent::Kind::text, .text = "x"};
    record = begin_stream();
    record->keep(Frame{.events = half});
    record->keep(Frame{.events = {&more, 1}});
    record->keep(Frame{.events = {&too_much, 1}});
    EXPECT_THAT(finish(*record, kAsked), Not(HasSubstr("outputBody")));
}

}  // namespace
}  // namespace licet::gateway
