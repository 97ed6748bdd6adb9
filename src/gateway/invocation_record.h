// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/index.h"
#include "engine/record.h"
#include "gateway/conversation.h"
#include "gateway/door.h"
#include "gateway/json.h"
#include "gateway/reply.h"
#include "invocations/log.h"
#include "journal/entry.h"
#include "model/bedrock/invocation_logging.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace licet::gateway {

/// Of a streamed answer that is kept for its record; a longer one is recorded without its body.
inline constexpr std::size_t kRecordedAnswerBytesMax = std::size_t{16} << 20;

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

    /// One piece of a streamed answer, as the client gets it.
    void keep(const Frame& frame);
    /// The whole answer, as the client gets it.
    void keep(std::string_view body);

    /// Once. @param entry of the journal, when the call is over. @param asked the caller's body
    invocations::Record finish(const journal::Entry& entry, const std::optional<TokenUsage>& usage,
                               std::string_view asked, JsonReader& reader);

private:
    InvocationRecord(model::InvocationLogging logging, const Door& door)
        : logging_{std::move(logging)}, door_{door} {}
    std::string streamed_body(const journal::Entry& entry, JsonReader& reader);

    const model::InvocationLogging logging_;
    const Door& door_;
    std::string model_;
    std::vector<std::pair<std::string, std::string>> metadata_;
    bool tells_input_ = false;
    bool tells_output_ = false;
    std::string body_;               // of a whole answer
    std::optional<Reply> streamed_;  // what came of a streamed one
    std::size_t streamed_bytes_ = 0;
};

}  // namespace licet::gateway
