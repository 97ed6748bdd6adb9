// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/upstream_client.h"
#include "net/function.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace licet::gateway {

/// One call about several things to be embedded, where the upstream takes one a question: so many
/// questions, some at once, whose answers are one. Ends with the first fault of any. Each answer is
/// to be one whole frame with its embedding and its usage. The listener hears with each what all so
/// far took, for that is paid for whatever becomes of the others.
class EmbeddingCalls final : public UpstreamCall {
public:
    static constexpr std::size_t kAtOnceMax = 8;

    /// Asks about the thing at a place, once for each.
    using Ask = net::UniqueFunction<std::unique_ptr<UpstreamCall>(std::size_t, ReplyListener&)>;

    /// @param count of things, at least 1
    /// @param dialect of the answers
    EmbeddingCalls(std::size_t count, Dialect dialect, Ask ask, ReplyListener& listener);
    EmbeddingCalls(const EmbeddingCalls&) = delete;
    EmbeddingCalls& operator=(const EmbeddingCalls&) = delete;
    ~EmbeddingCalls() override;

    void pause() override;
    void resume() override;

private:
    /// One question under way, and those after it.
    struct Lane final : ReplyListener {
        explicit Lane(EmbeddingCalls& calls) : whole{calls} {}
        void on_frame(const Frame& frame) override { whole.take(place, frame); }
        void on_end(std::optional<UpstreamFault> fault) override {
            whole.end(*this, std::move(fault));
        }

        EmbeddingCalls& whole;
        std::size_t place = 0;
        std::unique_ptr<UpstreamCall> call;
    };

    void ask_next(Lane& lane);
    void take(std::size_t place, const Frame& frame);
    void end(Lane& lane, std::optional<UpstreamFault> fault);
    void tell();

    Dialect dialect_;
    Ask ask_;
    ReplyListener& listener_;
    bool* alive_ = nullptr;  // what tells tell() that this is gone
    std::vector<std::string> embeddings_;
    std::size_t asked_ = 0;
    std::size_t answered_ = 0;
    TokenUsage usage_;
    bool counted_ = true;
    std::vector<std::unique_ptr<Lane>> lanes_;  // last: they end before what they refer to
};

}  // namespace licet::gateway
