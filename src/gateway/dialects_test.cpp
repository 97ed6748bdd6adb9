// SPDX-License-Identifier: Apache-2.0
// What a door writes an upstream of the same dialect would have said: each is read by the other.
#include "base/utf8.h"
#include "gateway/door.h"
#include "gateway/makers.h"
#include "gateway/random_reply_test.h"
#include "gateway/upstreams/anthropic_answer.h"
#include "gateway/upstreams/converse_answer.h"
#include "gateway/upstreams/nova_answer.h"
#include "gateway/upstreams/openai_answer.h"
#include "gateway/upstreams/responses_answer.h"

#include <gtest/gtest.h>

#include <functional>

namespace licet::gateway {
namespace {

struct DialectCase {
    std::string name;
    const Door& (*door)();
    std::function<std::unique_ptr<AnswerReader>()> reader;
    Dialect dialect;

    /// Without it GoogleTest prints the bytes of the struct, those between the members included.
    friend void PrintTo(const DialectCase& of, std::ostream* out) { *out << of.name; }
};

class Dialects : public testing::TestWithParam<DialectCase> {
protected:
    SeededRandom random{3};

    std::unique_ptr<ReplyWriter> writer() const {
        return GetParam().door().writer({.request_id = "r-1", .model = "m", .started = Time{}});
    }

    /// A reply as a stream of this dialect, from an upstream of another: pieces of any size.
    std::string stream_of(const Reply& reply) {
        const auto out = writer();
        std::string bytes;
        for (auto event : events_of(reply)) {
            std::string_view rest = event.text;
            do {  // what is told in pieces may come in any
                const bool splits = event.kind == ReplyEvent::Kind::text ||
                                    event.kind == ReplyEvent::Kind::tool_input;
                event.text = rest.substr(0, splits ? whole_characters(rest) : rest.size());
                rest.remove_prefix(event.text.size());
                out->piece(bytes, {.events = {&event, 1}});
            } while (!rest.empty());
        }
        out->finish(bytes, Milliseconds{7});
        return bytes;
    }

    /// So many bytes that no character is split.
    std::size_t whole_characters(std::string_view text) {
        auto size = std::min<std::size_t>(1 + random.below(4), text.size());
        while (size < text.size() && continues_character(text[size])) {
            ++size;
        }
        return size;
    }

    struct Read {
        Reply reply;
        bool complete = false;
        Result<void> outcome = {};
    };
    Read read(std::string_view bytes, std::size_t piece) const {
        Read out;
        const auto reader = GetParam().reader();
        AnswerReader::Emit emit = [&](const Frame& frame) {
            EXPECT_EQ(frame.dialect, GetParam().dialect);
            for (const auto& event : frame.events) {
                add(out.reply, event);
            }
            return true;
        };
        for (std::size_t at = 0; at < bytes.size() && out.outcome.ok(); at += piece) {
            out.outcome = reader->piece(bytes.substr(at, piece), emit);
        }
        out.complete = out.outcome.ok() && reader->is_complete();
        out.reply.id.clear();  // the door's own
        return out;
    }
};

TEST_P(Dialects, AStreamIsReadAsItWasWritten) {
    for (int i = 0; i < 300; ++i) {
        const auto reply = random_reply(random);
        const auto got = read(stream_of(reply), 1 + random.below(40));
        ASSERT_TRUE(got.complete) << (got.outcome.ok() ? "" : got.outcome.error().message);
        ASSERT_EQ(got.reply, reply);
    }
}

TEST_P(Dialects, WhereAStreamIsSplitMakesNoDifference) {
    const auto reply = random_reply(random);
    const auto bytes = stream_of(reply);
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        ASSERT_EQ(read(bytes, piece).reply, reply) << piece;
    }
}

TEST_P(Dialects, NoPartOfAStreamPassesForTheWhole) {
    for (int i = 0; i < 20; ++i) {
        const auto bytes = stream_of(random_reply(random));
        for (std::size_t end = 0; end + 2 < bytes.size();
             ++end) {  // the last line feed says nothing
            ASSERT_FALSE(read(std::string_view{bytes}.substr(0, end), 64).complete) << end;
        }
    }
}

TEST_P(Dialects, AWholeAnswerIsReadAsItWasWritten) {
    for (int i = 0; i < 300; ++i) {
        const auto reply = random_reply(random);
        net::Response response;
        writer()->whole(response, reply, Milliseconds{7});
        Reply got;
        AnswerReader::Emit emit = [&](const Frame& frame) {
            EXPECT_TRUE(frame.whole);
            EXPECT_EQ(frame.raw, response.body);
            for (const auto& event : frame.events) {
                add(got, event);
            }
            return true;
        };
        const auto outcome = GetParam().reader()->whole(response.body, emit);
        ASSERT_TRUE(outcome.ok()) << outcome.error().message << response.body;
        got.id.clear();
        ASSERT_EQ(got, reply) << response.body;
    }
}

TEST_P(Dialects, AnErrorWithinAStreamEndsIt) {
    std::string bytes;
    const auto out = writer();
    const Reply reply{.blocks = {{.text = "half"}}};
    for (const auto& event : events_of(reply)) {
        if (event.kind != ReplyEvent::Kind::stop) {
            out->piece(bytes, {.events = {&event, 1}});
        }
    }
    out->fail(bytes, Error{ErrorKind::unavailable, "gone", "ModelStreamErrorException"});
    EXPECT_NE(bytes.find("gone"), std::string::npos);
    const auto got = read(bytes, 16);
    EXPECT_FALSE(got.outcome.ok());
    EXPECT_FALSE(got.complete);
}

TEST_P(Dialects, AListenerMayStopAStream) {
    const auto bytes = stream_of({.blocks = {{.text = "a b c d"}}});
    const auto reader = GetParam().reader();
    int frames = 0;
    AnswerReader::Emit emit = [&](const Frame&) { return ++frames < 2; };
    EXPECT_FALSE(reader->piece(bytes, emit).ok());
    EXPECT_EQ(frames, 2);
}

INSTANTIATE_TEST_SUITE_P(
    All, Dialects,
    testing::Values(
        DialectCase{"chat", chat_door,
                    [] { return std::make_unique<OpenAiAnswer>(std::vector<std::string>{}); },
                    Dialect::openai_chat},
        DialectCase{"responses", responses_door, [] { return std::make_unique<ResponsesAnswer>(); },
                    Dialect::openai_responses},
        DialectCase{"messages", messages_door, [] { return std::make_unique<AnthropicAnswer>(); },
                    Dialect::anthropic},
        DialectCase{"invoke", invoke_door, [] { return std::make_unique<InvokeAnswer>(); },
                    Dialect::anthropic},
        DialectCase{"nova", nova_door, [] { return std::make_unique<NovaAnswer>(); },
                    Dialect::amazon_nova},
        DialectCase{"converse", converse_door, [] { return std::make_unique<ConverseAnswer>(); },
                    Dialect::converse}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace licet::gateway
