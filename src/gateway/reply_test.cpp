// SPDX-License-Identifier: Apache-2.0
#include "gateway/reply.h"

#include "gateway/random_reply_test.h"

#include <gtest/gtest.h>

namespace licet::gateway {
namespace {

Reply folded(const std::vector<ReplyEvent>& events) {
    Reply reply;
    for (const auto& event : events) {
        add(reply, event);
    }
    return reply;
}

TEST(Reply, IsWhatItsEventsAddUpTo) {
    SeededRandom random{11};
    for (int i = 0; i < 500; ++i) {
        auto reply = random_reply(random);
        reply.id = random_text(random);
        EXPECT_EQ(folded(events_of(reply)), reply);
    }
    const Reply thought{.blocks = {{.kind = BlockKind::reasoning, .text = "a", .signature = "s"},
                                   {.kind = BlockKind::reasoning, .redacted = "b64"}},
                        .stop_reason = StopReason::stop_sequence,
                        .stop_sequence = "END"};
    EXPECT_EQ(folded(events_of(thought)), thought);
}

TEST(Reply, AToolWithoutInputHasAnEmptyObject) {
    const std::vector<ReplyEvent> events{
        {.kind = ReplyEvent::Kind::block_start, .block_kind = BlockKind::tool_use, .id = "t"},
        {.kind = ReplyEvent::Kind::block_stop, .block_kind = BlockKind::tool_use}};
    EXPECT_EQ(folded(events).blocks.at(0).text, "{}");
}

TEST(Reply, APieceOfNoBlockIsNothing) {
    EXPECT_EQ(folded({{.kind = ReplyEvent::Kind::text, .text = "x"}}), Reply{});
}

}  // namespace
}  // namespace licet::gateway
