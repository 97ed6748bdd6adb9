// SPDX-License-Identifier: Apache-2.0
#include "gateway/reply.h"

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

/// What a block consists of, besides its beginning and its end.
void pieces_of(const ReplyBlock& block, std::uint32_t number, std::vector<ReplyEvent>& out) {
    const auto piece = [&](Kind kind, std::string_view text) {
        if (!text.empty()) {
            out.push_back({.kind = kind, .block = number, .text = text});
        }
    };
    switch (block.kind) {
        case BlockKind::text:
            piece(Kind::text, block.text);
            break;
        case BlockKind::reasoning:
            piece(Kind::reasoning, block.text);
            piece(Kind::signature, block.signature);
            piece(Kind::redacted, block.redacted);
            break;
        case BlockKind::tool_use:
            piece(Kind::tool_input, block.text);
            break;
    }
}

}  // namespace

void add(Reply& reply, const ReplyEvent& event) {
    switch (event.kind) {
        case Kind::start:
            reply.id = event.text;
            return;
        case Kind::stop:
            reply.stop_reason = event.stop_reason;
            reply.stop_sequence = event.text;
            return;
        case Kind::usage:
            reply.usage = event.usage;
            return;
        case Kind::block_start:
            reply.blocks.push_back({.kind = event.block_kind,
                                    .id = std::string{event.id},
                                    .name = std::string{event.name}});
            return;
        default:
            break;
    }
    if (reply.blocks.empty()) {  // a piece of nothing
        return;
    }
    auto& block = reply.blocks.back();
    switch (event.kind) {
        case Kind::text:
        case Kind::reasoning:
        case Kind::tool_input:
            block.text += event.text;
            break;
        case Kind::signature:
            block.signature += event.text;
            break;
        case Kind::redacted:
            block.redacted = event.text;
            break;
        case Kind::block_stop:
            if (block.kind == BlockKind::tool_use && block.text.empty()) {
                block.text = "{}";
            }
            break;
        default:
            break;
    }
}

std::vector<ReplyEvent> events_of(const Reply& reply) {
    std::vector<ReplyEvent> out{{.kind = Kind::start, .text = reply.id}};
    std::uint32_t number = 0;
    for (const auto& block : reply.blocks) {
        out.push_back({.kind = Kind::block_start,
                       .block = number,
                       .block_kind = block.kind,
                       .id = block.id,
                       .name = block.name});
        pieces_of(block, number, out);
        out.push_back({.kind = Kind::block_stop, .block = number, .block_kind = block.kind});
        ++number;
    }
    out.push_back(
        {.kind = Kind::stop, .stop_reason = reply.stop_reason, .text = reply.stop_sequence});
    out.push_back({.kind = Kind::usage, .usage = reply.usage});
    return out;
}

}  // namespace licet::gateway
