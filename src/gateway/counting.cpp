// SPDX-License-Identifier: Apache-2.0
#include "gateway/counting.h"

#include "engine/request_context.h"
#include "gateway/call_trace.h"
#include "gateway/doors/token_counting.h"
#include "wire/fault.h"

namespace licet::gateway {
namespace {

/// Appends the answer. @param refused whether the decision said no
Result<void> count(Core& core, const Operation& operation, const ModelCall& asked, Call& call,
                   std::string& out, bool& refused) {
    const bool of_bedrock = operation.path_names_model;
    const auto snapshot = core.index.get();  // keeps what the decision refers to
    const auto body = core.json.parse(asked.request.body(), JsonReader::Padding::present);
    std::string_view model = asked.model_identifier;
    if (!of_bedrock) {
        if (!body.ok()) {
            return wire::at("$", body.error());
        }
        LICET_TRY(model, operation.door().model_of(*body));
        name_call(call, operation.name(), model);
    }
    const Time now = core.clock.now();
    const auto keys = engine::request_context(asked.origin, now);
    const auto decision = decision::decide(*snapshot, {.subject = asked.origin.actor,
                                                       .model_identifier = model,
                                                       .region = asked.origin.region,
                                                       .now = now,
                                                       .operation = asked_of(operation, false),
                                                       .request = &keys});
    note_decision(call, decision, snapshot->revision());
    refused = !decision.allowed();
    if (refused) {
        return decision.refusal();
    }
    if (!body.ok()) {
        return wire::at("$", body.error());
    }
    if (!of_bedrock) {
        LICET_TRY(const auto conversation, read_anthropic_count(*body));
        write_anthropic_count(out, estimated_tokens(conversation));
        return {};
    }
    JsonReader inner;
    LICET_TRY(const auto conversation,
              read_count_tokens(*body, decision.admission().model().model_id, inner));
    write_count_tokens(out, estimated_tokens(conversation));
    return {};
}

}  // namespace

void count_tokens(Core& core, const Operation& operation, ModelCall asked,
                  net::Responder responder) {
    auto call =
        make_call(operation, asked.origin, engine::make_uuid(core.random), core.clock.now());
    name_call(call, operation.name(), asked.model_identifier);
    call.revision = core.index.get()->revision();
    CallTrace trace{core.traces, asked.request, core.random};
    std::string body;
    bool refused = false;
    const auto counted = count(core, operation, asked, call, body, refused);
    auto response = counted.ok() ? success_head(call, "application/json")
                                 : make_failure(call, counted.error(), refused);
    if (counted.ok()) {
        response.body = std::move(body);
    }
    const auto* error = counted.ok() ? nullptr : &counted.error();
    trace.end(call, error, refused ? decision::reason_text(call.reason) : "", core.clock.now());
    if (const auto recorded = core.journal.append(complete_entry(call, error)); !recorded.ok()) {
        response = make_failure(call, recorded.error(), false);
    }
    std::move(responder).send(std::move(response));
}

}  // namespace licet::gateway
