// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/client.h"
#include "net/http1_chunked.h"
#include "net/http1_head.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace licet::net {

/// Reads one response from bytes that arrive piecemeal; interim (1xx) responses are passed over.
class ResponseReader {
public:
    enum class State { more, done, bad };
    enum class Body { expected, none };  // none: the answer to HEAD
    static constexpr std::size_t kInterimResponsesMax = 100;

    /// Hears of a response as it comes, which is then not kept and may have any length.
    class Receiver {
    public:
        virtual ~Receiver() = default;
        virtual void on_head(ClientResponse head) = 0;
        virtual void on_body(std::string_view bytes) = 0;  ///< gone when it returns
    };

    /// @param options must outlive the reader.
    explicit ResponseReader(const ClientOptions& options) : options_{options} {}

    /// @param receiver outlives the response; null: it is kept for take().
    void begin(Body body, Receiver* receiver = nullptr);
    /// @param bytes may be changed in place.
    State feed(std::span<char> bytes);
    /// The other side closed. @return `done` when that is how the body ends.
    State end();

    bool started() const { return started_; }
    /// Requires `done`. Whether the connection can serve another request.
    bool reusable() const { return reusable_; }
    /// Requires `bad`.
    std::string_view why() const { return why_; }
    ClientResponse take() { return std::move(response_); }

private:
    enum class Phase { head, fixed, chunked, until_close };

    State bad(std::string_view why);
    State read_head(std::span<char> bytes);
    State take_head(std::span<char> head);
    State begin_body();
    State read_body(std::span<char> bytes);
    void deliver(std::string_view bytes);
    State done(std::span<char> rest);

    const ClientOptions& options_;
    Body body_ = Body::expected;
    Phase phase_ = Phase::head;
    std::size_t interims_ = 0;
    bool started_ = false;
    bool reusable_ = false;
    std::string pending_;  // a head that is not complete
    HeadScanner scanner_;
    ResponseHead head_;
    ChunkedDecoder chunks_;
    Receiver* receiver_ = nullptr;
    ClientResponse response_;
    std::uint64_t received_ = 0;  // bytes of the body
    std::string_view why_;
};

}  // namespace licet::net
