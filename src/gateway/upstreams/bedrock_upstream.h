// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "gateway/settings.h"
#include "gateway/upstream_client.h"
#include "net/client.h"
#include "net/loop.h"

namespace licet::gateway {

/// Bedrock Runtime: Converse, and InvokeModel for Anthropic's own bodies.
class BedrockUpstream final : public UpstreamClient {
public:
    /// All three outlive this and the calls under way.
    BedrockUpstream(const Upstream& upstream, net::Loop& loop, net::Client& client)
        : upstream_{upstream}, loop_{loop}, client_{client} {}

    std::unique_ptr<UpstreamCall> ask(const Asking& asking, ReplyListener& listener) override;

private:
    const Upstream& upstream_;
    net::Loop& loop_;
    net::Client& client_;
    SystemClock clock_;  // AWS accepts signatures of the last minutes only
};

}  // namespace licet::gateway
