// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/text_slot.h"

#include "gateway/upstreams/openai_answer.h"

#include <gtest/gtest.h>

#include <string>

namespace licet::gateway {
namespace {

/// What a slot that has learned of `piece` finds in another one.
std::optional<std::string_view> found(std::string_view piece, std::string_view text,
                                      std::string_view other) {
    TextSlot slot;
    const ReplyEvent said{.kind = ReplyEvent::Kind::text, .text = text};
    slot.learn(piece, {&said, 1});
    return slot.text_in(other);
}

TEST(TextSlot, FindsTheTextOfPiecesThatDifferInNothingElse) {
    constexpr std::string_view kPiece = R"({"id":"a","delta":{"content":"one"},"n":1})";
    const auto text_in = [&](std::string_view other) { return found(kPiece, "one", other); };
    EXPECT_EQ(text_in(kPiece), "one");
    EXPECT_EQ(text_in(R"({"id":"a","delta":{"content":" \u0440, [two]}"},"n":1})"), std::nullopt);
    EXPECT_EQ(text_in("{\"id\":\"a\",\"delta\":{\"content\":\" \xd1\x80 [two]}\"},\"n\":1}"),
              " \xd1\x80 [two]}");
    for (const std::string_view other : {R"({"id":"b","delta":{"content":"two"},"n":1})",
                                         R"({"id":"a","delta":{"content":""},"n":1})",
                                         R"({"id":"a","delta":{"content":"two"},"n":2})",
                                         R"({"id":"a","delta":{"content":2},"n":1})",
                                         R"({"id":"a","delta":{"content":"two","x":"y"},"n":1})",
                                         R"({"id":"a","delta":{"content":")",
                                         R"({"id":"a","delta":{"content":"a\"},"n":1})", ""}) {
        EXPECT_EQ(text_in(other), std::nullopt) << other;
    }
    for (const std::string_view text : {"\xff", "\xd1", "\n", "\x1f"}) {
        const auto other = R"({"id":"a","delta":{"content":")" + std::string{text} + R"("},"n":1})";
        EXPECT_EQ(text_in(other), std::nullopt);
    }
}

TEST(TextSlot, PassesOverWhatHidesHowLongATextIs) {
    constexpr std::string_view kPiece = R"({"delta":{"content":"one"},"obfuscation":"Xy3"})";
    const auto text_in = [&](std::string_view other) { return found(kPiece, "one", other); };
    EXPECT_EQ(text_in(R"({"delta":{"content":"three"},"obfuscation":"a"})"), "three");
    EXPECT_EQ(text_in(R"({"delta":{"content":"four"},"obfuscation":""})"), "four");
    for (const std::string_view other : {R"({"delta":{"content":"two"},"obfuscation":"a","x":1})",
                                         R"({"delta":{"content":"two"},"obfuscation":"\""})",
                                         R"({"delta":{"content":"two"},"obfuscation":"a)",
                                         R"({"delta":{"content":"two"},"obfuscation":1})"}) {
        EXPECT_EQ(text_in(other), std::nullopt) << other;
    }
    constexpr std::string_view kWithin = R"({"a":{"content":"one","obfuscation":"b"},"c":"d"})";
    EXPECT_EQ(found(kWithin, "one", kWithin), "one");
    EXPECT_EQ(found(kWithin, "one", R"({"a":{"content":"one","obfuscation":"e"},"c":"d"})"),
              std::nullopt);
}

TEST(TextSlot, DoesNotGuessWhereATextStands) {
    for (const std::string_view piece :
         {R"({"role":"one","content":"one"})", R"({"one":1,"content":"one"})",
          R"({"id":"\\","content":"one"})", R"({"content":"\u006fne"})"}) {
        EXPECT_EQ(found(piece, "one", piece), std::nullopt) << piece;
    }
    constexpr std::string_view kPiece = R"({"content":"one"})";
    TextSlot slot;
    EXPECT_EQ(slot.text_in(kPiece), std::nullopt);
    const ReplyEvent said[] = {{.kind = ReplyEvent::Kind::text, .text = "one"},
                               {.kind = ReplyEvent::Kind::stop}};
    slot.learn(kPiece, said);
    EXPECT_EQ(slot.text_in(kPiece), std::nullopt) << "a piece that says more";
    slot.learn(kPiece, {said, 1});
    EXPECT_EQ(slot.text_in(kPiece), "one");
    slot.learn(kPiece, {});
    EXPECT_EQ(slot.text_in(kPiece), std::nullopt) << "a piece that says nothing";
    const ReplyEvent first[] = {{.kind = ReplyEvent::Kind::block_start}, said[0]};
    slot.learn(kPiece, first);
    EXPECT_EQ(slot.text_in(kPiece), "one") << "the first text of a block";
    slot.forget();
    EXPECT_EQ(slot.text_in(kPiece), std::nullopt);
}

/// Of chunks of one form all parts are told, and the form does not outlive its block.
TEST(TextSlot, LeavesAStreamAsItIs) {
    const auto chunk = [](std::string_view member, std::string_view text) {
        return "data: {\"choices\":[{\"delta\":{\"" + std::string{member} + "\":\"" +
               std::string{text} + "\"}}]}\n\n";
    };
    OpenAiAnswer reader{{}};
    Reply reply;
    AnswerReader::Emit emit = [&](const Frame& frame) {
        for (const auto& event : frame.events) {
            add(reply, event);
        }
        return true;
    };
    std::string stream;
    for (const std::string_view text : {"a", "bc", "def", "\\n", "g", ""}) {
        stream += chunk("reasoning_content", text);
    }
    for (const std::string_view text : {"h", "i", "i"}) {
        stream += chunk("content", text);
    }
    stream += chunk("reasoning_content", "j") + chunk("reasoning_content", "k");
    ASSERT_TRUE(reader.piece(stream, emit).ok());
    ASSERT_EQ(reply.blocks.size(), 3U);
    EXPECT_EQ(reply.blocks[0].text, "abcdef\ng");
    EXPECT_EQ(reply.blocks[1].text, "hii");
    EXPECT_EQ(reply.blocks[2].text, "jk");
    const auto finish = R"(data: {"choices":[{"delta":{},"finish_reason":"stop"}]})"
                        "\n\n";
    ASSERT_TRUE(reader.piece(finish, emit).ok());
    EXPECT_FALSE(reader.piece(chunk("reasoning_content", "l"), emit).ok()) << "after its end";
}

}  // namespace
}  // namespace licet::gateway
