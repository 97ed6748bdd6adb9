// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/decide.h"
#include "gateway/gateway.h"
#include "gateway/guardrail_trace.h"
#include "gateway/operations.h"
#include "gateway/reply.h"
#include "journal/entry.h"
#include "meter/usage.h"
#include "quota/ledger.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::gateway {

/// What is told of a model call when it is over. Refers to nothing of the request and the index, so
/// that neither stays in memory while a model thinks.
struct Call {
    const Operation* operation = nullptr;
    Time started = {};
    std::uint64_t revision = 0;  ///< of the index that decided last
    decision::Reason reason = {};
    std::string model_id = {};  ///< of the foundation model; empty when none was found
    std::string grant = {};     ///< `g-…`; empty when the right comes from none
    std::string tags = {};      ///< the caller's, of meter/tags.h
    bool profile = false;       ///< whether an inference profile was named
    bool embeds = false;        ///< whether it is to be answered by numbers, once that is known
    std::string upstream = {};  ///< that was asked last; empty: none
    std::optional<Milliseconds> first_piece = {};  ///< from the start to the first of the answer
    std::optional<TokenUsage> usage = {};          ///< once something is known of it
    bool usage_is_estimate = false;                ///< the upstream did not come to say it
    model::TokenRates rates = {};                  ///< by which its tokens are paid
    model::CacheWrites cache_writes = {};          ///< that it asked for
    std::optional<std::int64_t> cost = {};         ///< micro-dollars; none: no price is known
    std::string quotas = {};  ///< how those that bind the call stand; empty: none does
    std::optional<Milliseconds> retry_after = {};  ///< of a refusal that passes
    std::string fallback = {};    ///< the model that was asked in place of the one named
    std::string guardrails = {};  ///< what they scanned and found, a JSON array; empty: nothing
    meter::Guardrail guarded = meter::Guardrail::none;
    bool cut = false;  ///< the client went, or was sent away, before the end
    journal::Entry entry = {};
};

/// The call as far as the request tells. @param event_id of its journal entry.
Call make_call(const Operation& operation, const engine::Origin& origin, std::string event_id,
               Time now);

/// Which operation of IAM it is, and which model it names.
void name_call(Call& call, std::string_view event_name, std::string_view model_identifier);

/// The caller's tags under the keys that usage is told apart by.
void note_tags(Call& call, const std::vector<std::string>& keys, const decision::Facts& facts,
               const model::Principal& caller);

/// What became of the question whether it may.
void note_decision(Call& call, const decision::Decision& decision, std::uint64_t revision);

/// How a quota stands that binds it, for the answer's headers.
void note_quota(Call& call, const model::Quota& quota, const quota::Standing& standing);

/// What guardrails made of its texts.
void note_guardrails(Call& call, const GuardrailTrace& trace);

/// Completes the journal entry of a call that is over. @param error null when it went well. Source:
/// rule BA-40.
const journal::Entry& complete_entry(Call& call, const Error* error);

/// Status and headers of a success, with an empty body.
net::Response success_head(const Call& call, std::string_view content_type);

/// The failure that the caller sees, in the API's own shape. @param refused whether the decision
/// said no.
net::Response make_failure(const Call& call, const Error& error, bool refused);

}  // namespace licet::gateway
