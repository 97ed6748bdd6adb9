// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/embedding_calls.h"

#include "base/check.h"
#include "gateway/cost.h"

#include <algorithm>
#include <utility>

namespace licet::gateway {

EmbeddingCalls::EmbeddingCalls(std::size_t count, Dialect dialect, Ask ask, ReplyListener& listener)
    : dialect_{dialect}, ask_{std::move(ask)}, listener_{listener}, embeddings_(count) {
    LICET_CHECK(count > 0);
    while (lanes_.size() < std::min(count, kAtOnceMax)) {
        ask_next(*lanes_.emplace_back(std::make_unique<Lane>(*this)));
    }
}

EmbeddingCalls::~EmbeddingCalls() {
    if (alive_ != nullptr) {
        *alive_ = false;
    }
}

void EmbeddingCalls::pause() {
    for (const auto& lane : lanes_) {
        if (lane->call) {
            lane->call->pause();
        }
    }
}

void EmbeddingCalls::resume() {
    for (const auto& lane : lanes_) {
        if (lane->call) {
            lane->call->resume();
        }
    }
}

void EmbeddingCalls::ask_next(Lane& lane) {
    lane.place = asked_++;
    lane.call = ask_(lane.place, lane);
}

void EmbeddingCalls::take(std::size_t place, const Frame& frame) {
    for (const auto& event : frame.events) {
        add(usage_, event.usage);
    }
    counted_ = counted_ && frame.counted;
    if (!frame.embeddings.empty()) {
        embeddings_[place] = frame.embeddings.front();
    }
    const ReplyEvent told{.kind = ReplyEvent::Kind::usage, .usage = usage_};
    listener_.on_frame({.events = {&told, 1}, .dialect = dialect_, .counted = counted_});
}

void EmbeddingCalls::end(Lane& lane, std::optional<UpstreamFault> fault) {
    if (fault) {
        listener_.on_end(std::move(fault));
        return;
    }
    ++answered_;
    if (asked_ < embeddings_.size()) {
        ask_next(lane);
        return;
    }
    lane.call.reset();
    if (answered_ == embeddings_.size()) {
        tell();
    }
}

void EmbeddingCalls::tell() {
    bool alive = true;
    alive_ = &alive;
    const ReplyEvent told{.kind = ReplyEvent::Kind::usage, .usage = usage_};
    listener_.on_frame({.events = {&told, 1},
                        .dialect = dialect_,
                        .whole = true,
                        .embeddings = embeddings_,
                        .counted = counted_});
    if (alive) {
        alive_ = nullptr;
        listener_.on_end(std::nullopt);
    }
}

}  // namespace licet::gateway
