// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/door.h"
#include "gateway/doors/invocation.h"
#include "gateway/json.h"

#include <span>
#include <string>
#include <string_view>

/// What doors of embeddings have in common.
namespace licet::gateway {

/// A list of some of `types`, none twice. @return `invalid`
Result<void> read_embedding_types(Json list, std::span<const std::string_view> types);

/// Writes answers of numbers, which come whole: no door that has them streams.
class EmbeddingsWriter : public ReplyWriter {
public:
    std::string_view stream_type() const final { return "application/json"; }
    void piece(std::string& /*out*/, const Frame& /*frame*/) final {}
    void finish(std::string& /*out*/, Milliseconds /*latency*/) final {}
    void fail(std::string& /*out*/, const Error& /*error*/) final {}
};

/// Likewise, of InvokeModel.
class InvokeEmbeddingsWriter : public EmbeddingsWriter {
public:
    void whole(net::Response& response, const Reply& reply, Milliseconds latency) final {
        write(response.body, reply);
        head(response, reply.usage, latency);
    }
    void head(net::Response& response, const TokenUsage& usage, Milliseconds latency) final {
        add_guardrail_members(response.body, guarded());
        add_invocation_headers(response, usage, latency);
    }

private:
    /// Appends one object.
    virtual void write(std::string& out, const Reply& reply) const = 0;
};

}  // namespace licet::gateway
