// SPDX-License-Identifier: Apache-2.0
// Bodies of InvokeModel that are one prompt: what they mean, what goes upstream of them, what comes
// back, and what clients are sent.
#include "base/encoding.h"
#include "gateway/makers.h"
#include "gateway/prompt_format.h"
#include "gateway/upstreams/bedrock_upstream.h"
#include "gateway/upstreams/invoke_request.h"
#include "wire/event_stream.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

namespace licet::gateway {
namespace {

/// What a form can say: a body with all settings, and answers.
struct PromptCase {
    std::string name;
    std::string_view model;
    Dialect dialect;
    std::string body;     ///< with `{}` for further members of the object that has the settings
    std::string limited;  ///< what goes upstream of one with a prompt alone and a limit of 9
    std::string whole;    ///< an answer `Hi`, at the limit, of 5 tokens to 7
    std::vector<std::string> chunks;  ///< of the same
    bool counts = true;               ///< whether a body tells of tokens
    std::string in_template = {};     ///< a prompt

    friend void PrintTo(const PromptCase& of, std::ostream* out) { *out << of.name; }
};

std::string titan_chunk(std::string_view text, int index, std::string_view rest) {
    return fmt::format(R"({{"inputTextTokenCount":{2},"outputText":"{0}",)"
                       R"("totalOutputTextTokenCount":{3},"completionReason":{4},"index":{1}}})",
                       text, index, rest.empty() ? "null" : "5", rest.empty() ? "null" : "7",
                       rest.empty() ? "null" : rest);
}

class PromptDoors : public testing::TestWithParam<PromptCase> {
protected:
    const PromptCase& of = GetParam();
    const PromptFormat& format = *prompt_format(GetParam().dialect);
    JsonReader reader;

    Result<Conversation> read(std::string_view body) {
        const auto parsed = reader.parse(body, JsonReader::Padding::absent);
        const auto* const door = maker_door(of.model, *parsed);
        EXPECT_NE(door, nullptr);
        EXPECT_EQ(door->dialect(), of.dialect);
        return door->read(*parsed);
    }
    std::string fault_of(std::string_view body) {
        const auto asked = read(body);
        return asked.ok() ? "" : asked.error().message;
    }
    const Door& door() {
        const auto parsed = reader.parse(of.body, JsonReader::Padding::absent);
        return *maker_door(of.model, *parsed);
    }
    std::unique_ptr<ReplyWriter> writer() {
        return door().writer({.request_id = "r-1", .model = "m", .started = Time{}});
    }
    /// A body with that prompt alone.
    std::string prompt(std::string_view text) const {
        return fmt::format(R"({{"{}":"{}"}})", format.prompt, text);
    }
    static std::string framed(const std::vector<std::string>& chunks) {
        std::string out;
        for (const auto& chunk : chunks) {
            wire::append_event(out, "chunk",
                               fmt::format(R"({{"bytes":"{}"}})", to_base64(as_bytes(chunk))));
        }
        return out;
    }
    /// What licet makes of the upstream's answer. @param told by headers
    struct Heard {
        Reply reply;
        bool usage = false;
        std::vector<std::string> raw;
        bool complete = false;
    };
    Heard hear(std::string_view bytes, bool streamed, const net::ClientResponse& head = {}) {
        Heard out;
        const auto answer = bedrock_reader(of.dialect);
        answer->head(head);
        AnswerReader::Emit emit = [&](const Frame& frame) {
            EXPECT_EQ(frame.dialect, of.dialect);
            EXPECT_EQ(frame.whole, !streamed);
            out.raw.emplace_back(frame.raw);
            for (const auto& event : frame.events) {
                out.usage = out.usage || event.kind == ReplyEvent::Kind::usage;
                add(out.reply, event);
            }
            return true;
        };
        const auto read = streamed ? answer->piece(bytes, emit) : answer->whole(bytes, emit);
        EXPECT_TRUE(read.ok()) << read.error().message;
        out.complete = !streamed || answer->is_complete();
        return out;
    }

    const Reply hi{.blocks = {{.text = "Hi"}},
                   .stop_reason = StopReason::max_tokens,
                   .usage = {.input = 5, .output = 7}};
};

TEST_P(PromptDoors, AllMembersAreRead) {
    const auto asked = read(of.body);
    ASSERT_TRUE(asked.ok()) << asked.error().message;
    ASSERT_EQ(asked->turns.size(), 1U);
    EXPECT_EQ(asked->turns[0].role, Role::user);
    EXPECT_EQ(std::get<Text>(asked->turns[0].blocks.back()).text, "Hello");
    EXPECT_EQ(asked->max_tokens, 99);
    EXPECT_EQ(asked->temperature, 0.5);
    EXPECT_EQ(asked->top_p, 0.25);
    EXPECT_EQ(asked->top_k.has_value(), !format.top_k.empty());
    EXPECT_EQ(asked->stop_sequences.empty(), format.stop_sequences.empty());
    EXPECT_EQ(asked->native_only + asked->native_prompt, "");
}

TEST_P(PromptDoors, WhatIsNotKnownIsRefusedByItsName) {
    const auto with = [&](std::string_view member) {
        return fmt::format(R"({{"{}":"a",{}}})", format.prompt, member);
    };
    EXPECT_EQ(fault_of(with(R"("n":2)")), "$.n: is not supported");
    EXPECT_EQ(fault_of(with(R"("":2)")), "$.: is not supported");
    EXPECT_EQ(fault_of(with(R"("num_generations":2)")), "$.num_generations: is not supported");
    const auto settings =
        format.settings.empty() ? std::string{} : fmt::format(".{}", format.settings);
    const auto set = [&](std::string_view name, std::string_view value) {
        return with(format.settings.empty()
                        ? fmt::format(R"("{}":{})", name, value)
                        : fmt::format(R"("{}":{{"{}":{}}})", format.settings, name, value));
    };
    EXPECT_EQ(fault_of(set(format.max_tokens, "0")).empty(),
              format.dialect == Dialect::amazon_titan_text);  // whose page has 0 as the least
    for (const auto* const value : {"-1", "1.5", R"("9")", "4294967296"}) {
        EXPECT_TRUE(fault_of(set(format.max_tokens, value))
                        .starts_with(fmt::format("$.{}{}{}: must be ",
                                                 settings.substr(settings.empty() ? 0 : 1),
                                                 settings.empty() ? "" : ".", format.max_tokens)))
            << fault_of(set(format.max_tokens, value));
    }
    EXPECT_NE(fault_of(set(format.temperature, "1.5")), "");
    EXPECT_NE(fault_of(set("numResults", "2")), "");
}

TEST_P(PromptDoors, APromptIsRequiredAndSaysSomething) {
    EXPECT_EQ(fault_of("{}"), fmt::format("$.{}: is required", format.prompt));
    EXPECT_NE(fault_of(prompt(" \\n")), "");
    EXPECT_NE(fault_of(fmt::format(R"({{"{}":[]}})", format.prompt)), "");
}

TEST_P(PromptDoors, ATemplateIsForItsOwnModelsAlone) {
    if (of.in_template.empty()) {  // these models have none: any prompt is words
        EXPECT_EQ(read(prompt("<|begin_of_text|><s>[INST]"))->native_prompt, "");
        return;
    }
    const auto asked = read(prompt(of.in_template));
    ASSERT_TRUE(asked.ok());
    EXPECT_EQ(asked->native_prompt, fmt::format("$.{}", format.prompt));
    EXPECT_EQ(invoke_body(of.model, of.dialect, {}, *asked), prompt(of.in_template));
}

TEST_P(PromptDoors, ABodyGoesOnAsItCameButForWhatIsLicets) {
    const auto asked = read(of.body);
    EXPECT_EQ(invoke_body(of.model, of.dialect, of.body, *asked), of.body);
    const auto tagged = of.body.substr(0, of.body.size() - 1) +
                        R"(,"amazon-bedrock-guardrailConfig":{"tagSuffix":"abc"}})";
    EXPECT_EQ(invoke_body(of.model, of.dialect, tagged, *read(tagged)), of.body);
    EXPECT_EQ(invoke_body("anthropic.claude", of.dialect, of.body, *asked), std::nullopt);
}

TEST_P(PromptDoors, ALimitThatIsLicetsGoesOn) {
    const auto body = prompt("Hello");
    auto asked = read(body);
    asked->max_tokens = 9;
    asked->limit_is_ours = true;
    EXPECT_EQ(invoke_body(of.model, of.dialect, body, *asked), of.limited);
    EXPECT_EQ(invoke_body(of.model, of.dialect, {}, *asked), of.limited);
}

/// Where guardrails apply nothing goes on but what was read.
TEST_P(PromptDoors, WhatWasReadIsSaidAnewWithoutLoss) {
    auto asked = read(of.body);
    const auto written = invoke_body(of.model, of.dialect, {}, *asked);
    ASSERT_TRUE(written);
    JsonReader another;
    const auto& first = *asked;
    const auto parsed = another.parse(*written, JsonReader::Padding::absent);
    const auto again = maker_door(of.model, *parsed)->read(*parsed);
    ASSERT_TRUE(again.ok()) << again.error().message;
    EXPECT_EQ(again->turns[0].blocks.size(), first.turns[0].blocks.size());
    EXPECT_EQ(again->max_tokens, first.max_tokens);
    EXPECT_EQ(again->temperature, first.temperature);
    EXPECT_EQ(again->top_p, first.top_p);
    EXPECT_EQ(again->top_k, first.top_k);
    EXPECT_EQ(again->stop_sequences, first.stop_sequences);
}

TEST_P(PromptDoors, AWholeAnswerIsWrittenAndReadAlike) {
    net::Response response;
    writer()->whole(response, hi, Milliseconds{3});
    EXPECT_EQ(response.body, of.whole);
    const auto header = [&](std::string_view name) { return response.headers.find(name).value(); };
    EXPECT_EQ(header("x-amzn-bedrock-input-token-count"), "5");
    EXPECT_EQ(header("x-amzn-bedrock-output-token-count"), "7");
    const auto told = hear(of.whole, false,
                           {.headers = {{"x-amzn-bedrock-input-token-count", "5"},
                                        {"x-amzn-bedrock-output-token-count", "7"}}});
    EXPECT_EQ(told.reply, hi);
    const auto untold = hear(of.whole, false);
    EXPECT_EQ(untold.usage, of.counts);
    EXPECT_EQ(untold.raw, std::vector<std::string>{of.whole});
}

TEST_P(PromptDoors, AStreamIsWrittenAndReadAlike) {
    const auto out = writer();
    std::string bytes;
    for (const auto& event : events_of(hi)) {
        out->piece(bytes, {.events = {&event, 1}});
    }
    out->finish(bytes, Milliseconds{3});
    EXPECT_EQ(bytes, framed(of.chunks));
    const auto got = hear(bytes, true);
    EXPECT_TRUE(got.complete);
    EXPECT_EQ(got.reply, hi);
    EXPECT_EQ(got.raw, of.chunks);
}

TEST_P(PromptDoors, AStreamOfTheSameFormGoesOutAsItCame) {
    const auto out = writer();
    std::string sent;
    const auto answer = bedrock_reader(of.dialect);
    AnswerReader::Emit emit = [&](const Frame& frame) {
        out->piece(sent, frame);
        return true;
    };
    ASSERT_TRUE(answer->piece(framed(of.chunks), emit).ok());
    out->finish(sent, Milliseconds{9});
    EXPECT_EQ(sent, framed(of.chunks));
}

TEST_P(PromptDoors, AStreamThatIsCutIsNotComplete) {
    const auto bytes = framed(of.chunks);
    for (std::size_t end = 0; end < bytes.size(); ++end) {
        ASSERT_FALSE(hear(std::string_view{bytes}.substr(0, end), true).complete) << end;
    }
}

TEST_P(PromptDoors, WhatIsNoAnswerIsNone) {
    const auto broken = [&](std::string_view bytes, bool streamed) {
        const auto answer = bedrock_reader(of.dialect);
        AnswerReader::Emit emit = [](const Frame&) { return true; };
        return !(streamed ? answer->piece(bytes, emit) : answer->whole(bytes, emit)).ok();
    };
    for (const auto* const body : {"", "{}", "[]", R"({"message":"no"})"}) {
        EXPECT_TRUE(broken(body, false)) << body;
    }
    auto more = of.chunks;
    more.insert(more.end(), of.chunks.front());
    EXPECT_TRUE(broken(framed(more), true)) << "more after the end";
    EXPECT_TRUE(broken(framed({"3"}), true));
}

constexpr std::string_view kMetrics =
    R"("amazon-bedrock-invocationMetrics":{"inputTokenCount":5,"outputTokenCount":7,)"
    R"("invocationLatency":3}})";

/// The last part of a stream, with what it cost.
std::string ending(std::string chunk) {
    chunk.back() = ',';
    return chunk.append(kMetrics);
}

std::string llama_chunk(std::string_view text, std::string_view rest) {
    return fmt::format(R"({{"prompt_token_count":{1},"generation":"{0}",)"
                       R"("generation_token_count":{2},"stop_reason":{3}}})",
                       text, rest.empty() ? "null" : "5", rest.empty() ? "null" : "7",
                       rest.empty() ? "null" : rest);
}

std::string listed_chunk(std::string_view list, std::string_view text, std::string_view reason) {
    return fmt::format(R"({{"{}":[{{"text":"{}","stop_reason":{}}}]}})", list, text, reason);
}

INSTANTIATE_TEST_SUITE_P(
    All, PromptDoors,
    testing::Values(
        PromptCase{
            .name = "titan",
            .model = "amazon.titan-text-express-v1",
            .dialect = Dialect::amazon_titan_text,
            .body = R"({"inputText":"Hello","textGenerationConfig":{"maxTokenCount":99,)"
                    R"("temperature":0.5,"topP":0.25,"stopSequences":["User:"]}})",
            .limited = R"({"inputText":"Hello","textGenerationConfig":{"maxTokenCount":9}})",
            .whole = R"({"inputTextTokenCount":5,"results":[{"outputText":"Hi","tokenCount":7,)"
                     R"("completionReason":"LENGTH"}]})",
            .chunks = {titan_chunk("Hi", 0, ""), ending(titan_chunk("", 1, R"("LENGTH")"))}},
        PromptCase{.name = "llama",
                   .model = "meta.llama3-70b-instruct-v1:0",
                   .dialect = Dialect::meta_llama,
                   .body = R"({"prompt":"Hello","images":["iVBORw0KGgo="],"max_gen_len":99,)"
                           R"("temperature":0.5,"top_p":0.25})",
                   .limited = R"({"prompt":"Hello","max_gen_len":9})",
                   .whole = R"({"prompt_token_count":5,"generation":"Hi",)"
                            R"("generation_token_count":7,"stop_reason":"length"})",
                   .chunks = {llama_chunk("Hi", ""), ending(llama_chunk("", R"("length")"))},
                   .in_template = "<|begin_of_text|><|start_header_id|>user"},
        PromptCase{.name = "mistral",
                   .model = "mistral.mistral-7b-instruct-v0:2",
                   .dialect = Dialect::mistral_text,
                   .body = R"({"prompt":"Hello","max_tokens":99,"temperature":0.5,"top_p":0.25,)"
                           R"("top_k":50,"stop":["END"]})",
                   .limited = R"({"prompt":"Hello","max_tokens":9})",
                   .whole = R"({"outputs":[{"text":"Hi","stop_reason":"length"}]})",
                   .chunks = {listed_chunk("outputs", "Hi", "null"),
                              ending(listed_chunk("outputs", "", R"("length")"))},
                   .counts = false,
                   .in_template = "<s>[INST] Hello [/INST]"},
        PromptCase{.name = "deepseek",
                   .model = "deepseek.r1-v1:0",
                   .dialect = Dialect::deepseek_text,
                   .body = R"({"prompt":"Hello","max_tokens":99,"temperature":0.5,"top_p":0.25,)"
                           R"("stop":["END"]})",
                   .limited = R"({"prompt":"Hello","max_tokens":9})",
                   .whole = R"({"choices":[{"text":"Hi","stop_reason":"length"}]})",
                   .chunks = {listed_chunk("choices", "Hi", "null"),
                              ending(listed_chunk("choices", "", R"("length")"))},
                   .counts = false,
                   .in_template = "<｜User｜>Hello<｜Assistant｜>"}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace licet::gateway
