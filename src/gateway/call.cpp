// SPDX-License-Identifier: Apache-2.0
#include "gateway/call.h"

#include "base/decimal.h"
#include "base/json_writer.h"
#include "meter/tags.h"
#include "model/bedrock/model_identifier.h"
#include "wire/encode.h"
#include "wire/error_status.h"
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

std::string extra_of(const Call& call) {
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    if (call.profile) {
        json.member("inferenceRegion", call.entry.region);
    }
    if (call.operation->service().error_form != wire::ErrorForm::aws) {
        json.member("api", call.operation->service().name)
            .member("operation", call.operation->name());
    }
    if (call.usage) {
        json.key("inputTokens").integer(call.usage->input);
        json.key("outputTokens").integer(call.usage->output);
        const auto add = [&](std::string_view name, std::int64_t tokens) {
            if (tokens != 0) {
                json.key(name).integer(tokens);
            }
        };
        add("cacheReadInputTokens", call.usage->cache_read);
        add("cacheWriteInputTokens", call.usage->cache_write);
        add("reasoningTokens", call.usage->reasoning);
        if (call.usage_is_estimate) {
            json.key("tokensEstimated").boolean(true);
        }
        if (call.cost) {
            json.key("costMicroUsd").integer(*call.cost);
        }
    }
    if (!call.fallback.empty()) {
        json.member("fallbackModelId", call.fallback);
    }
    if (!call.guardrails.empty()) {
        json.key("guardrails").raw(call.guardrails);
    }
    if (call.cut) {
        json.key("cut").boolean(true);
    }
    if (!call.upstream.empty()) {
        json.member("upstream", call.upstream);
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
    const auto form = call.operation->service().error_form;
    if (form != wire::ErrorForm::aws) {  // where those APIs' own clients look for it
        const bool openai = form == wire::ErrorForm::openai;
        response.headers.push_back({openai ? "x-request-id" : "request-id", call.entry.request_id});
    }
    response.headers.push_back({"x-licet-revision", std::to_string(call.revision)});
    if (!call.quotas.empty()) {
        response.headers.push_back({"x-licet-quota", call.quotas});
    }
    return response;
}

}  // namespace

Call make_call(const Operation& operation, const engine::Origin& origin, std::string event_id,
               Time now) {
    Call call{.operation = &operation, .started = now};
    const auto& caller = origin.actor;
    call.entry = {.time = now,
                  .event_id = std::move(event_id),
                  .request_id = origin.request_id,
                  .account = caller.account,
                  .principal_arn = caller.arn,
                  .principal_id = caller.id,
                  .user_name = caller.name,
                  .access_key_id = caller.access_key_id,
                  .principal_type = std::string{identity_type(caller.kind)},
                  .session_issued_at = journal::issue_time(caller.session_issued_at),
                  .source_identity = caller.source_identity,
                  .source_ip = origin.source_address,
                  .user_agent = origin.user_agent,
                  .event_source = std::string{operation.service().event_source},
                  .region = origin.region,
                  .read_only = true};
    return call;
}

void name_call(Call& call, std::string_view event_name, std::string_view model_identifier) {
    call.entry.event_name = event_name;
    call.entry.parameters = parameters_of(model_identifier);
}

void note_tags(Call& call, const std::vector<std::string>& keys, const decision::Facts& facts,
               const model::Principal& caller) {
    if (keys.empty()) {
        return;
    }
    const auto rights = facts.rights(caller);
    const auto tagged = quota::Caller::of(caller, rights.arn, rights.tags);
    for (const auto& key : keys) {
        if (const auto* value = tagged.tag(key)) {
            meter::append_tag(call.tags, key, *value);
        }
    }
}

void note_decision(Call& call, const decision::Decision& decision, std::uint64_t revision) {
    call.revision = revision;
    call.reason = decision.reason();
    call.model_id = decision.model() == nullptr ? std::string{} : decision.model()->model_id;
    const auto& grant = decision.entitlement().grant;
    call.grant = grant ? "g-" + grant->text() : std::string{};
    call.profile = decision.allowed() && decision.admission().profile() != nullptr;
    if (decision.allowed()) {  // what a call had before it was refused is paid by the old ones
        call.rates = decision.admission().rates();
    }
}

void note_quota(Call& call, const model::Quota& quota, const quota::Standing& standing) {
    const auto left = std::max<std::int64_t>(quota.limit - standing.spent - standing.held, 0);
    call.quotas.append(call.quotas.empty() ? "" : ", ").append(quota.key);
    append_decimal(call.quotas.append(";limit="), quota.limit);
    append_decimal(call.quotas.append(";left="), left);
}

void note_guardrails(Call& call, const GuardrailTrace& trace) {
    call.guardrails.clear();
    JsonWriter json{call.guardrails};
    trace.write_record(json);
    call.guarded = trace.outcome() == guardrail::Action::none ? meter::Guardrail::passed
                                                              : meter::Guardrail::intervened;
}

journal::Entry make_entry(const Call& call, const Error* error) {
    auto entry = call.entry;
    if (error != nullptr) {
        entry.error_code = wire::wire_error(call.operation->service(), *error).name;
        entry.error_message = error->message;
    }
    entry.extra = extra_of(call);
    return entry;
}

net::Response success_head(const Call& call, std::string_view content_type) {
    auto response = respond(call, 200, std::string{content_type});
    if (!call.fallback.empty()) {
        response.headers.push_back({"x-licet-model", call.fallback});
    }
    return response;
}

net::Response make_failure(const Call& call, const Error& error, bool refused) {
    auto encoded = wire::encode_error(call.operation->service(), error, call.entry.request_id);
    auto response = respond(call, encoded.status, std::move(encoded.content_type));
    response.body = std::move(encoded.body);
    for (auto& [name, value] : encoded.headers) {
        response.headers.push_back({std::move(name), std::move(value)});
    }
    if (call.retry_after) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(*call.retry_after).count();
        response.headers.push_back(
            {"retry-after", std::to_string(std::max<std::int64_t>(seconds, 1))});
    }
    if (refused) {
        response.headers.push_back(
            {"x-licet-reason", std::string{decision::reason_text(call.reason)}});
    }
    return response;
}

}  // namespace licet::gateway
