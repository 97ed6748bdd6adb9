// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/clients.h"

#include "gateway/upstreams/anthropic_upstream.h"
#include "gateway/upstreams/bedrock_upstream.h"
#include "gateway/upstreams/echo_upstream.h"
#include "gateway/upstreams/openai_upstream.h"

namespace licet::gateway {

std::unique_ptr<UpstreamClient> make_upstream_client(const Upstream& upstream, net::Loop& loop,
                                                     net::Client& client) {
    switch (upstream.kind) {
        case Upstream::Kind::echo:
            break;
        case Upstream::Kind::openai:
            return std::make_unique<OpenAiUpstream>(upstream, loop, client);
        case Upstream::Kind::anthropic:
            return std::make_unique<AnthropicUpstream>(upstream, loop, client);
        case Upstream::Kind::bedrock:
            return std::make_unique<BedrockUpstream>(upstream, loop, client);
    }
    return std::make_unique<EchoUpstream>(loop);
}

}  // namespace licet::gateway
