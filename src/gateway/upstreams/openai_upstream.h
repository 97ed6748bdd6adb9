// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/settings.h"
#include "gateway/upstream_client.h"
#include "net/client.h"
#include "net/loop.h"

namespace licet::gateway {

/// Any server with OpenAI's chat completions, and its embeddings and responses for doors of the
/// same dialects.
class OpenAiUpstream final : public UpstreamClient {
public:
    /// All three outlive this and the calls under way.
    OpenAiUpstream(const Upstream& upstream, net::Loop& loop, net::Client& client)
        : upstream_{upstream}, loop_{loop}, client_{client} {}

    std::unique_ptr<UpstreamCall> ask(const Asking& asking, ReplyListener& listener) override;

private:
    const Upstream& upstream_;
    net::Loop& loop_;
    net::Client& client_;
};

}  // namespace licet::gateway
