// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/json.h"
#include "gateway/upstreams/answer_reader.h"
#include "wire/event_stream.h"

#include <optional>
#include <string_view>

namespace licet::gateway {

/// The answers of InvokeModel and InvokeModelWithResponseStream in a maker's own form: a body, or
/// parts of one, each an object in a `chunk`. Source: Bedrock Runtime API Reference, PayloadPart.
class MakerAnswer : public AnswerReader {
public:
    /// What the headers say of tokens.
    void head(const net::ClientResponse& head) final;
    Result<void> piece(std::string_view bytes, Emit& emit) final;
    bool is_complete() const final { return is_done() && messages_.at_rest(); }

protected:
    /// One part of a streamed answer. @param data of the object, for Frame::raw
    virtual Result<void> chunk(Json part, std::string_view data, Emit& emit) = 0;
    virtual bool is_done() const = 0;

    /// Of a whole answer; nothing where no header says it.
    const std::optional<TokenUsage>& told() const { return told_; }
    /// What the last part of a stream says of tokens in `amazon-bedrock-invocationMetrics`; nothing
    /// where it has none. @return `invalid`
    static Result<std::optional<TokenUsage>> metrics(const Json& part);

private:
    wire::EventStreamReader messages_;
    std::optional<TokenUsage> told_;
};

}  // namespace licet::gateway
