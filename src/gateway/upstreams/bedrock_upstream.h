// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "gateway/settings.h"
#include "gateway/upstream_client.h"
#include "gateway/upstreams/answer_reader.h"
#include "net/client.h"
#include "net/loop.h"

namespace licet::gateway {

/// Who understands Bedrock Runtime's answers in that dialect: of Converse, or of InvokeModel.
std::unique_ptr<AnswerReader> bedrock_reader(Dialect dialect);

/// Bedrock Runtime: Converse, and InvokeModel for bodies of the model's own maker.
class BedrockUpstream final : public UpstreamClient {
public:
    /// All three outlive this and the calls under way.
    BedrockUpstream(const Upstream& upstream, net::Loop& loop, net::Client& client)
        : upstream_{upstream}, loop_{loop}, client_{client} {}

    std::unique_ptr<UpstreamCall> ask(const Asking& asking, ReplyListener& listener) override;

private:
    std::unique_ptr<UpstreamCall> embed(const Asking& asking, ReplyListener& listener);
    std::unique_ptr<UpstreamCall> call(net::ClientRequest request,
                                       std::unique_ptr<AnswerReader> reader,
                                       const net::HeaderFields& trace, ReplyListener& listener);

    const Upstream& upstream_;
    net::Loop& loop_;
    net::Client& client_;
    SystemClock clock_;  // AWS accepts signatures of the last minutes only
};

}  // namespace licet::gateway
