// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/answer_guard.h"
#include "gateway/conversation.h"
#include "gateway/door.h"
#include "gateway/guarding.h"
#include "gateway/json.h"
#include "gateway/prompt_guard.h"
#include "gateway/reply.h"
#include "gateway/scan_pool.h"
#include "net/http.h"

#include <memory>
#include <optional>

namespace licet::gateway {

/// A prompt that another thread holds against guardrails, with all that its texts refer to. While
/// it does, the request alone may be read elsewhere.
struct PromptScan {
    net::Request request;
    JsonReader reader;  ///< of the body
    Result<Json> body;
    const Door* door;  ///< that read the conversation
    Conversation conversation;
    std::unique_ptr<Guarding> guarding;
    bool blocked = false;
};

/// Likewise a whole answer.
struct ReplyScan {
    std::unique_ptr<Guarding> guarding;
    std::optional<AnswerGuard> guard;  ///< refers to it
    Reply reply;
    Result<void> guarded = {};
};

/// What of a call another thread scans: one of both.
struct CallScan {
    std::shared_ptr<PromptScan> prompt = {};
    std::shared_ptr<ReplyScan> reply = {};
    std::optional<ScanPool::Ticket> ticket = {};
};

}  // namespace licet::gateway
