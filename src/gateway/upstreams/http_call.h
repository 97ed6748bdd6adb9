// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/upstream_client.h"
#include "gateway/upstreams/answer_reader.h"
#include "net/client.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace licet::gateway {

/// What the caller is told of an upstream's status, and what the log is. A text of the upstream
/// goes to neither: it may hold its address or key.
UpstreamFault fault_of_status(int status, std::string_view retry_after);
/// Of an exchange that failed. @param error of net::Client
UpstreamFault fault_of_exchange(const Error& error);
/// Of an answer that is no answer. @param streamed whether it broke off within a stream
UpstreamFault fault_of_answer(std::string detail, bool streamed);
/// Of what a reader could not read: as if the upstream had answered so at once, where it tells an
/// error of its own within the answer.
UpstreamFault fault_of_reading(const Error& error, bool streamed);
/// Of a conversation that this upstream cannot be asked. @param message names the member
UpstreamFault cannot_ask(std::string message);

/// A question that ends by a fault at once, but not before ask() has returned.
std::unique_ptr<UpstreamCall> refuse_call(net::Loop& loop, UpstreamFault fault,
                                          ReplyListener& listener);

/// One question over HTTP. An answer of the content type of streams is read piece by piece, any
/// other whole.
class HttpCall final : public UpstreamCall, public net::ResponseListener {
public:
    /// A whole answer that is longer is no answer.
    static constexpr std::size_t kAnswerBytesMax = std::size_t{64} << 20;
    /// An error is passed over so far, so that its connection can be used again.
    static constexpr std::size_t kErrorBytesMax = std::size_t{64} << 10;

    struct Target {
        net::Client& client;
        const net::Endpoint& endpoint;
        net::Timeouts timeouts;
        const net::HeaderFields& trace;  ///< further headers
    };

    /// @param stream_type of answers that come piece by piece: `text/event-stream`
    HttpCall(const Target& target, net::ClientRequest request, std::string_view stream_type,
             std::unique_ptr<AnswerReader> reader, ReplyListener& listener);
    ~HttpCall() override;

    void pause() override;
    void resume() override;

    void on_head(net::ClientResponse head) override;
    void on_data(std::string_view bytes) override;
    void on_end(Result<void> result) override;

private:
    enum class Body { error, whole, stream };

    template <typename Read>
    std::optional<Result<void>> let_read(Read read);
    void end(std::optional<UpstreamFault> fault);

    std::string_view stream_type_;
    std::unique_ptr<AnswerReader> reader_;
    ReplyListener& listener_;
    bool* alive_ = nullptr;  // what tells a reading function that this is gone
    Body body_ = Body::error;
    int status_ = 0;
    std::string retry_after_;
    std::string collected_;
    std::size_t passed_over_ = 0;
    std::optional<net::Client::Exchange> exchange_;
};

}  // namespace licet::gateway
