// SPDX-License-Identifier: Apache-2.0
#include "gateway/call.h"

#include "base/json_writer.h"
#include "gateway/doors/anthropic_messages.h"
#include "gateway/doors/converse.h"
#include "model/bedrock/model_identifier.h"
#include "wire/encode.h"
#include "wire/service.h"
#include "wire/utf8.h"

#include <algorithm>

namespace licet::gateway {
namespace {

// CloudTrail's words. Source: CloudTrail User Guide, userIdentity element.
std::string_view identity_type(model::PrincipalKind kind) {
    switch (kind) {
        case model::PrincipalKind::root:
            return "Root";
        case model::PrincipalKind::user:
            return "IAMUser";
        case model::PrincipalKind::assumed_role:
            return "AssumedRole";
        case model::PrincipalKind::service:
        case model::PrincipalKind::web_identity:  // calls no model
            break;
    }
    return "AWSService";
}

std::string parameters_of(std::string_view model_identifier) {
    const auto shown = model_identifier.substr(0, model::kModelIdentifierMax);
    std::string out;
    JsonWriter json{out};
    json.begin_object().key("modelId");
    if (wire::is_utf8(shown)) {
        json.string(shown);
    } else {
        json.string(wire::to_utf8(shown));
    }
    json.end_object();
    return out;
}

std::string extra_of(const Call& call, const Completion* completion) {
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    if (call.profile) {
        json.member("inferenceRegion", call.entry.region);
    }
    if (completion != nullptr) {
        json.key("inputTokens").integer(completion->input_tokens);
        json.key("outputTokens").integer(completion->output_tokens);
    }
    if (!call.grant.empty()) {
        json.member("grant", call.grant);
    }
    json.key("revision").integer(static_cast<std::int64_t>(call.revision));
    json.member("reason", decision::reason_text(call.reason)).end_object();
    return out;
}

net::Response respond(const Call& call, int status, std::string content_type) {
    net::Response response{.status = status};
    response.headers.reserve(6);
    response.headers.push_back({"content-type", std::move(content_type)});
    response.headers.push_back({"x-amzn-RequestId", call.entry.request_id});
    response.headers.push_back({"x-licet-revision", std::to_string(call.revision)});
    return response;
}

/// `msg_…`, the same for the same request.
std::string message_id(const std::string& request_id) {
    std::string out = "msg_bdrk_" + request_id;
    out.erase(std::remove(out.begin(), out.end(), '-'), out.end());
    return out;
}

}  // namespace

Call make_call(ModelCall&& request, const decision::Decision& decision, std::uint64_t revision,
               std::string event_id, Time now) {
    Call call{.door = request.operation == "Converse" ? Door::converse : Door::anthropic_messages,
              .started = now,
              .revision = revision,
              .reason = decision.reason()};
    if (decision.model() != nullptr) {
        call.model_id = decision.model()->model_id;
    }
    if (const auto& grant = decision.entitlement().grant) {
        call.grant = "g-" + grant->text();
    }
    call.profile = decision.allowed() && decision.admission().profile() != nullptr;
    auto& origin = request.origin;
    auto& caller = origin.actor;
    call.entry = {.time = now,
                  .event_id = std::move(event_id),
                  .request_id = std::move(origin.request_id),
                  .account = caller.account,
                  .principal_arn = std::move(caller.arn),
                  .principal_id = std::move(caller.id),
                  .user_name = std::move(caller.name),
                  .access_key_id = std::move(caller.access_key_id),
                  .principal_type = std::string{identity_type(caller.kind)},
                  .session_issued_at = journal::issue_time(caller.session_issued_at),
                  .source_identity = std::move(caller.source_identity),
                  .source_ip = std::move(origin.source_address),
                  .user_agent = std::move(origin.user_agent),
                  .event_source = std::string{wire::kBedrockRuntime.event_source},
                  .event_name = std::string{request.operation},
                  .region = std::move(origin.region),
                  .read_only = true,
                  .parameters = parameters_of(request.model_identifier)};
    return call;
}

journal::Entry take_entry(Call& call, const Completion* completion) {
    call.entry.extra = extra_of(call, completion);
    std::string request_id = call.entry.request_id;
    auto entry = std::move(call.entry);
    call.entry.request_id = std::move(request_id);
    return entry;
}

net::Response make_response(const Call& call, const Completion& completion, Milliseconds latency) {
    auto response = respond(call, 200, "application/json");
    response.body.reserve(completion.text.size() + 512);
    if (call.door == Door::converse) {
        write_converse(response.body, completion, latency);
        return response;
    }
    write_anthropic_message(response.body, completion, message_id(call.entry.request_id),
                            call.model_id);
    const auto add = [&](const char* name, std::int64_t value) {
        response.headers.push_back({name, std::to_string(value)});
    };
    add("x-amzn-bedrock-input-token-count", completion.input_tokens);
    add("x-amzn-bedrock-output-token-count", completion.output_tokens);
    add("x-amzn-bedrock-invocation-latency", latency.count());
    return response;
}

net::Response make_failure(const Call& call, const Error& error, bool refused) {
    auto encoded = wire::encode_error(wire::kBedrockRuntime, error, call.entry.request_id);
    auto response = respond(call, encoded.status, std::move(encoded.content_type));
    response.body = std::move(encoded.body);
    for (auto& [name, value] : encoded.headers) {
        response.headers.push_back({std::move(name), std::move(value)});
    }
    if (refused) {
        response.headers.push_back(
            {"x-licet-reason", std::string{decision::reason_text(call.reason)}});
    }
    return response;
}

}  // namespace licet::gateway
