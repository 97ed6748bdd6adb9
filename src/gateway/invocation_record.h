// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/index.h"
#include "engine/record.h"
#include "gateway/call.h"
#include "gateway/conversation.h"
#include "gateway/door.h"
#include "gateway/json.h"
#include "gateway/reply.h"
#include "invocations/log.h"
#include "journal/entry.h"
#include "model/bedrock/invocation_logging.h"
#include "wire/event_stream.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace licet::gateway {

/// Of a streamed answer that is kept for its record; a longer one is recorded without its body.
/// Answers that come whole have no more.
inline constexpr std::size_t kRecordedAnswerBytesMax = std::size_t{64} << 20;

/// What the log of an account's model calls is told of one, from the decision that allowed it to
/// its end. Bodies are kept only where the account has switched on all kinds of data in them. One
/// call's, on one thread.
class InvocationRecord {
public:
    /// @param model_identifier as the caller names the model. @param door outlives this.
    /// @return null where the account does not log its calls in the region; `unavailable` where the
    ///         record would have no room
    static Result<std::unique_ptr<InvocationRecord>> begin(
        const invocations::Log& log, const decision::Index& index, const engine::Origin& origin,
        std::string_view model_identifier, const Conversation& conversation, const Door& door);

    /// Before the first piece of a streamed answer. @param trace of guardrails that apply to it, or
    /// null; outlives this
    void expect(AnswerFacts facts, const GuardrailTrace* trace, TraceLevel level);
    /// One piece of a streamed answer, as the client gets it.
    void keep(const Frame& frame);
    /// The whole answer, as the client gets it.
    void keep(std::string_view body);

    /// Once, when the call is over. @param entry of the journal. @param asked the caller's body
    invocations::Record finish(const journal::Entry& entry, const Call& call, Milliseconds latency,
                               std::string_view asked, JsonReader& reader);

private:
    InvocationRecord(model::InvocationLogging logging, const Door& door)
        : logging_{std::move(logging)}, door_{door} {}
    bool has_room_for(std::size_t bytes);
    void add_chunks(std::string_view stream);
    std::string streamed_body(const Call& call, std::string_view error_code, Milliseconds latency,
                              JsonReader& reader);

    const model::InvocationLogging logging_;
    const Door& door_;
    std::string model_;
    std::vector<std::pair<std::string, std::string>> metadata_;
    bool tells_input_ = false;
    bool tells_output_ = false;
    std::string body_;  // of an answer that came whole

    std::unique_ptr<ReplyWriter> writer_;  // of a streamed answer, again; null: it is not told
    bool lists_chunks_ = false;            // it is told as the list of its chunks
    bool began_ = false;
    wire::EventStreamReader chunk_reader_;
    std::string chunks_;  // a JSON list, not closed yet
    Reply streamed_;      // or all in one
    std::size_t streamed_bytes_ = 0;
};

}  // namespace licet::gateway
