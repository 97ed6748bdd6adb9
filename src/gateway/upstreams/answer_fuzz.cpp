// SPDX-License-Identifier: Apache-2.0
// The first byte says whose answer the rest is and in what pieces it comes. Whatever the pieces,
// the outcome must be the same, and what is understood must keep the promises of reply.h.
#include "base/check.h"
#include "gateway/upstreams/anthropic_answer.h"
#include "gateway/upstreams/converse_answer.h"
#include "gateway/upstreams/openai_answer.h"
#include "gateway/upstreams/responses_answer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

using namespace licet;
using namespace licet::gateway;

namespace {

using Kind = ReplyEvent::Kind;

std::unique_ptr<AnswerReader> make_reader(unsigned which) {
    switch (which) {
        case 0:
            return std::make_unique<OpenAiAnswer>(std::vector<std::string>{"END"});
        case 1:
            return std::make_unique<AnthropicAnswer>();
        case 2:
            return std::make_unique<ConverseAnswer>();
        case 3:
            return std::make_unique<ResponsesAnswer>();
        default:
            return std::make_unique<InvokeAnswer>();
    }
}

/// Blocks are numbered from 0 and do not overlap; pieces are of the open one; one stop is last.
class Order {
public:
    void take(const ReplyEvent& event) {
        switch (event.kind) {
            case Kind::block_start:
                LICET_CHECK(!open_ && !stopped_ && event.block == blocks_++);
                open_ = event.block_kind;
                break;
            case Kind::text:
                LICET_CHECK(open_ == BlockKind::text && event.block + 1 == blocks_);
                break;
            case Kind::reasoning:
            case Kind::signature:
            case Kind::redacted:
                LICET_CHECK(open_ == BlockKind::reasoning && event.block + 1 == blocks_);
                break;
            case Kind::tool_input:
                LICET_CHECK(open_ == BlockKind::tool_use && event.block + 1 == blocks_);
                break;
            case Kind::block_stop:
                LICET_CHECK(open_ && event.block + 1 == blocks_);
                open_.reset();
                break;
            case Kind::stop:
                LICET_CHECK(!open_ && !std::exchange(stopped_, true));
                break;
            case Kind::start:
            case Kind::usage:
                break;
        }
    }

private:
    std::optional<BlockKind> open_;
    bool stopped_ = false;
    std::uint32_t blocks_ = 0;
};

struct Outcome {
    Reply reply;
    bool ok = false;
    bool complete = false;
    bool operator==(const Outcome&) const = default;
};

/// @param piece 0: whole
Outcome read(unsigned which, std::string_view bytes, std::size_t piece) {
    Outcome out;
    Order order;
    const auto reader = make_reader(which);
    JsonReader json;
    AnswerReader::Emit emit = [&](const Frame& frame) {
        LICET_CHECK(frame.raw.empty() || json.parse(frame.raw, JsonReader::Padding::absent).ok());
        for (const auto& event : frame.events) {
            order.take(event);
            add(out.reply, event);
        }
        return true;
    };
    if (piece == 0) {
        out.ok = reader->whole(bytes, emit).ok();
        return out;
    }
    out.ok = true;
    for (std::size_t at = 0; at < bytes.size() && out.ok; at += piece) {
        out.ok = reader->piece(bytes.substr(at, piece), emit).ok();
    }
    out.complete = out.ok && reader->is_complete();
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
    const unsigned which = data[0] % 5U;
    const std::size_t piece = data[0] / 5U;
    if (piece == 0) {
        read(which, bytes, 0);
        return 0;
    }
    LICET_CHECK(read(which, bytes, piece) == read(which, bytes, bytes.size()));
    return 0;
}
