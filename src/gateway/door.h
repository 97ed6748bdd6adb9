// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "gateway/conversation.h"
#include "gateway/dialect.h"
#include "gateway/guardrail_trace.h"
#include "gateway/json.h"
#include "gateway/reply.h"
#include "net/http.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace licet::gateway {

/// What an answer says besides the model's.
struct AnswerFacts {
    std::string request_id;
    std::string model;  ///< as the caller named it
    Time started;
    bool usage_in_stream = true;                                        ///< of the conversation
    std::vector<std::pair<std::string_view, std::string>> echoed = {};  ///< likewise
};

/// What guardrails do to an answer, for APIs that tell it.
struct Guarded {
    const GuardrailTrace* trace = nullptr;  ///< null: none applies
    TraceLevel level = TraceLevel::disabled;
};

/// Writes one answer in a door's dialect: either whole() once, or piece() any number of times and
/// one of finish() and fail(). One call's, on one thread.
class ReplyWriter {
public:
    virtual ~ReplyWriter() = default;

    /// Guardrails apply to the answer. @param trace what they do, and did when the answer ends;
    ///        outlives this
    /// @param level how much of it the caller wants to be told
    void set_guardrails(const GuardrailTrace& trace, TraceLevel level) {
        guarded_ = {.trace = &trace, .level = level};
    }

    /// The body of an answer in one, and what headers it needs besides a JSON content type.
    virtual void whole(net::Response& response, const Reply& reply, Milliseconds latency) = 0;
    /// These headers only, of an answer whose body goes out as it came and is there; of one without
    /// texts that guardrails applied to, their members, too.
    virtual void head(net::Response& /*response*/, const TokenUsage& /*usage*/,
                      Milliseconds /*latency*/) {}

    /// `text/event-stream` or AWS's.
    virtual std::string_view stream_type() const = 0;
    /// Appends what the client is sent for a frame, framing included; perhaps nothing yet. A frame
    /// of the door's own dialect may go out as it came.
    virtual void piece(std::string& out, const Frame& frame) = 0;
    /// Appends the end of a complete answer.
    virtual void finish(std::string& out, Milliseconds latency) = 0;
    /// Appends what tells the client that the answer ends by an error, in the API's own shape.
    virtual void fail(std::string& out, const Error& error) = 0;

protected:
    const Guarded& guarded() const { return guarded_; }

private:
    Guarded guarded_;
};

/// How clients of one API ask a model. Immutable, shared by all threads.
class Door {
public:
    virtual ~Door() = default;

    virtual Dialect dialect() const = 0;
    /// The model that the member `model` of a body names, perhaps unknown: an id or an ARN. Only
    /// for doors whose path names none. @return `invalid`
    virtual Result<std::string_view> model_of(Json body) const;
    /// The member `stream`: whether the answer is to come piece by piece. Only for doors whose path
    /// does not say it.
    /// @return `invalid`
    virtual Result<bool> wants_stream(Json body) const;
    /// All of a body. A member that is not understood is refused by its name, unless an upstream of
    /// the same dialect can take it: Conversation::native_only. @return `invalid`
    virtual Result<Conversation> read(Json body) const = 0;
    virtual std::unique_ptr<ReplyWriter> writer(AnswerFacts facts) const = 0;
};

/// The doors, each in a file of its own in doors/.
const Door& converse_door();     ///< path names model and stream
const Door& invoke_door();       ///< Anthropic's bodies in InvokeModel: likewise
const Door& invoke_chat_door();  ///< OpenAI's chat bodies in InvokeModel: likewise
const Door& messages_door();     ///< Anthropic's /v1/messages
const Door& chat_door();         ///< OpenAI's /v1/chat/completions
const Door& responses_door();    ///< OpenAI's /v1/responses
const Door& embeddings_door();   ///< OpenAI's /v1/embeddings

}  // namespace licet::gateway
