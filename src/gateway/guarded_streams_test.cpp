// SPDX-License-Identifier: Apache-2.0
// What blocks or is masked never reaches the client, wherever a model's answer is split, in any
// language that streams come in.
#include "base/clock.h"
#include "gateway/answer_guard.h"
#include "gateway/door.h"
#include "gateway/makers.h"
#include "gateway/upstreams/anthropic_answer.h"
#include "gateway/upstreams/bedrock_upstream.h"
#include "gateway/upstreams/converse_answer.h"
#include "gateway/upstreams/openai_answer.h"
#include "wire/sse.h"

#include <gtest/gtest.h>

#include <functional>

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

/// What a client puts together of a stream: texts, thoughts and tools' inputs.
std::string read_by(AnswerReader& reader, std::string_view bytes) {
    Reply reply;
    AnswerReader::Emit emit = [&](const Frame& frame) {
        for (const auto& event : frame.events) {
            add(reply, event);
        }
        return true;
    };
    EXPECT_TRUE(reader.piece(bytes, emit).ok());
    std::string all;
    for (const auto& block : reply.blocks) {
        all += block.text;
    }
    return all;
}

/// The same of a stream of InvokeModel in a maker's own dialect.
auto reads_maker(Dialect dialect) {
    return [dialect](std::string_view bytes) { return read_by(*bedrock_reader(dialect), bytes); };
}

/// The same of a stream of responses; its later events tell the whole texts again.
std::string read_responses(std::string_view bytes) {
    std::string all;
    wire::SseReader reader;
    JsonReader json;
    const auto visit = [&](std::string_view name, std::string_view data) -> Result<void> {
        if (name.ends_with(".delta")) {
            LICET_TRY(const auto event, json.parse(data, JsonReader::Padding::absent));
            all += text_in(event, "delta");
        }
        return {};
    };
    EXPECT_TRUE(reader.read(bytes, visit).ok());
    return all;
}

template <typename Reader, typename... Arguments>
auto reads(Arguments... arguments) {
    return [=](std::string_view bytes) {
        Reader reader{arguments...};
        return read_by(reader, bytes);
    };
}

struct StreamCase {
    std::string name;
    const Door& (*door)();
    std::function<std::string(std::string_view)> text_of;
    bool has_tools = true;  ///< whose inputs come piece by piece
};

class GuardedStreams : public testing::TestWithParam<StreamCase> {
protected:
    GuardedStreams() {
        constexpr guardrail::Actions kBlock{guardrail::Action::block, guardrail::Action::block};
        constexpr guardrail::Actions kMask{guardrail::Action::anonymize,
                                           guardrail::Action::anonymize};
        auto compiled = guardrail::Guardrail::compile(
            {.words = {{"sécret", kBlock}, {"né", kBlock}}, .pii = {{"EMAIL", kMask}}});
        EXPECT_TRUE(compiled.ok());
        model::ReadyGuardrailVersion version{
            .scanner = *compiled, .blocked_input = "", .blocked_output = "(no)"};
        applied.guardrail = std::make_shared<const model::ReadyGuardrail>();
        applied.ready = std::make_shared<const model::ReadyGuardrailVersion>(std::move(version));
    }

    /// An answer, event by event, as the client gets it: what it reads, and every byte.
    struct Got {
        std::string text;
        std::string bytes;
    };
    Got told(const std::vector<ReplyEvent>& events) {
        Guarding guarding{{applied}, {}, clock};
        AnswerGuard guard{guarding};
        const auto writer =
            GetParam().door().writer({.request_id = "r-1", .model = "m", .started = Time{}});
        std::string bytes;
        for (const auto& event : events) {
            const auto passed = guard.pass({&event, 1});
            EXPECT_TRUE(passed.ok());
            writer->piece(bytes, {.events = *passed});
        }
        writer->finish(bytes, Milliseconds{1});
        return {GetParam().text_of(bytes), bytes};
    }

    /// The answer with its text cut behind each byte of which `cuts` has the bit.
    enum class Cut { pieces, blocks };
    static std::vector<ReplyEvent> answer(std::string_view text, std::uint64_t cuts, BlockKind kind,
                                          Cut cut) {
        const auto piece = kind == BlockKind::text        ? Kind::text
                           : kind == BlockKind::reasoning ? Kind::reasoning
                                                          : Kind::tool_input;
        std::vector<ReplyEvent> events{{.kind = Kind::start}};
        std::uint32_t block = 0;
        const auto begin = [&] {
            events.push_back({.kind = Kind::block_start,
                              .block = block,
                              .block_kind = kind,
                              .id = "t1",
                              .name = "tool"});
        };
        begin();
        for (std::size_t from = 0, to = 1; to <= text.size(); ++to) {
            if (to < text.size() && (cuts >> (to - 1) & 1U) == 0) {
                continue;
            }
            events.push_back({.kind = piece, .block = block, .text = text.substr(from, to - from)});
            from = to;
            if (cut == Cut::blocks && to < text.size()) {
                events.push_back({.kind = Kind::block_stop, .block = block++, .block_kind = kind});
                begin();
            }
        }
        events.push_back({.kind = Kind::block_stop, .block = block, .block_kind = kind});
        events.push_back({.kind = Kind::stop});
        return events;
    }

    /// Cut in every way there is, the client reads the same.
    void expect_always(std::string_view text, BlockKind kind, Cut cut,
                       const std::string& expected) {
        for (std::uint64_t cuts = 0; cuts < std::uint64_t{1} << (text.size() - 1); ++cuts) {
            const auto got = told(answer(text, cuts, kind, cut));
            ASSERT_EQ(got.text, expected) << cuts;
            for (const auto* const part : {"sé", "s\\u00", "cret", "né", "@b"}) {
                ASSERT_EQ(got.bytes.find(part), std::string::npos) << part << cuts;
            }
        }
    }

    decision::AppliedGuardrail applied{.version = 1, .by_request = true};
    ManualClock clock{Time{}};
};

TEST_P(GuardedStreams, OfWhatBlocksNothingGetsOutHoweverItIsSplit) {
    expect_always("a sécret b", BlockKind::text, Cut::pieces, "a (no)");
}

TEST_P(GuardedStreams, NorOverSeveralBlocks) {
    expect_always("a sécret", BlockKind::text, Cut::blocks, "a (no)");
}

TEST_P(GuardedStreams, NorOfWhatIsMasked) {
    expect_always("a@b.co, c", BlockKind::text, Cut::pieces, "{EMAIL}, c");
}

TEST_P(GuardedStreams, NorOfWhatAToolIsAsked) {
    // Told with its end, or, where it was cut, not at all.
    const bool in_one = GetParam().name == "responses" || !GetParam().has_tools;
    const std::string input = in_one ? "" : "{}";
    expect_always(R"({"a":"né"})", BlockKind::tool_use, Cut::pieces, input + "(no)");
}

/// What no rule has begun to match in does not wait.
TEST_P(GuardedStreams, WhatIsFineGoesOutWithItsPiece) {
    Guarding guarding{{applied}, {}, clock};
    AnswerGuard guard{guarding};
    const auto writer =
        GetParam().door().writer({.request_id = "r-1", .model = "m", .started = Time{}});
    std::string bytes;
    for (const auto& event :
         answer("fine, it is", ~std::uint64_t{0}, BlockKind::text, Cut::pieces)) {
        const auto passed = guard.pass({&event, 1});
        ASSERT_TRUE(passed.ok());
        const auto before = bytes.size();
        writer->piece(bytes, {.events = *passed});
        if (event.kind == Kind::text && (event.text == " " || event.text == ",")) {
            ASSERT_GT(bytes.size(), before) << event.text;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, GuardedStreams,
    testing::Values(
        StreamCase{"converse", converse_door, reads<ConverseAnswer>()},
        StreamCase{"invoke", invoke_door, reads<InvokeAnswer>()},
        StreamCase{"messages", messages_door, reads<AnthropicAnswer>()},
        StreamCase{"chat", chat_door, reads<OpenAiAnswer>(std::vector<std::string>{})},
        StreamCase{"nova", nova_door, reads_maker(Dialect::amazon_nova)},
        StreamCase{"cohere", cohere_door, reads_maker(Dialect::cohere_chat), false},
        StreamCase{"titan", titan_text_door, reads_maker(Dialect::amazon_titan_text), false},
        StreamCase{"llama", llama_door, reads_maker(Dialect::meta_llama), false},
        StreamCase{"mistral", mistral_text_door, reads_maker(Dialect::mistral_text), false},
        StreamCase{"deepseek", deepseek_text_door, reads_maker(Dialect::deepseek_text), false},
        StreamCase{"responses", responses_door, read_responses}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace licet::gateway
