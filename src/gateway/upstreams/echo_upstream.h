// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/upstream_client.h"
#include "net/loop.h"

namespace licet::gateway {

/// What the built-in upstream says: `echo: ` and the last thing the user said, its pieces joined by
/// line feeds. The answer ends before the first stop sequence in it, and after four bytes for each
/// of max_tokens. A token is four bytes, the last one perhaps fewer: input tokens are counted over
/// all texts of the conversation together.
Reply echo_reply(const Conversation& conversation);

/// The built-in upstream. Streams its answer word by word.
class EchoUpstream final : public UpstreamClient {
public:
    explicit EchoUpstream(net::Loop& loop) : loop_{loop} {}
    std::unique_ptr<UpstreamCall> ask(const Asking& asking, ReplyListener& listener) override;

private:
    net::Loop& loop_;
};

}  // namespace licet::gateway
