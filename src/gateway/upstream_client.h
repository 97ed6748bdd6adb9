// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "decision/decide.h"
#include "gateway/conversation.h"
#include "gateway/dialect.h"
#include "gateway/reply.h"
#include "net/http.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace licet::gateway {

/// Why an upstream gave no answer, or not all of it.
struct UpstreamFault {
    Error error;  ///< for the caller: a Bedrock Runtime name, and nothing about the upstream
    std::string detail = {};  ///< for the log
    /// Whether asking again, here or elsewhere, may help: it did not answer, or said it is busy.
    bool may_pass = false;
    /// How long it wants to be left alone, in seconds; 0: it did not say.
    std::int64_t retry_after = 0;
};

/// Hears of one answer, on the loop's thread, never before ask() has returned. May destroy the call
/// in any of its functions and then hears no more.
class ReplyListener {
public:
    virtual ~ReplyListener() = default;
    virtual void on_frame(const Frame& frame) = 0;
    /// All frames of what came at once were told; more may follow later.
    virtual void on_rest() {}
    /// Called once, last. @param fault nothing: the answer is complete
    virtual void on_end(std::optional<UpstreamFault> fault) = 0;
};

/// A question under way. Destroying it gives it up: the upstream's connection ends.
class UpstreamCall {
public:
    virtual ~UpstreamCall() = default;
    /// Takes nothing more of the answer until resume().
    virtual void pause() = 0;
    virtual void resume() = 0;
};

/// What an upstream is asked. All is read before ask() returns.
struct Asking {
    const decision::Admission& admission;  ///< nothing is sent without
    const Conversation& conversation;
    /// What the client sent, in this dialect: goes on as it is, all but model, stream and version,
    /// where the upstream speaks it, too.
    Dialect dialect = Dialect::none;
    std::string_view body = {};
    bool stream = false;           ///< whether the answer may come in more than one frame
    net::HeaderFields trace = {};  ///< for upstreams that are asked over HTTP
};

/// Asks one upstream. Loop-owned; outlives its calls.
class UpstreamClient {
public:
    virtual ~UpstreamClient() = default;

    /// A conversation that the upstream cannot be asked without loss (native_only of another
    /// dialect, a picture where there is no way to give one …) ends with an `invalid` error that
    /// says which member.
    virtual std::unique_ptr<UpstreamCall> ask(const Asking& asking, ReplyListener& listener) = 0;
};

}  // namespace licet::gateway
