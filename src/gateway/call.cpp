// SPDX-License-Identifier: Apache-2.0
#include "gateway/call.h"

#include "base/decimal.h"
#include "base/encoding.h"
#include "base/json_writer.h"
#include "meter/tags.h"
#include "model/bedrock/model_identifier.h"
#include "wire/encode.h"
#include "wire/error_status.h"
#include "wire/service.h"
#include "wire/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace licet::gateway {
namespace {

/// Of an answer, besides how quotas stand.
constexpr std::size_t kHeadersMostly = 6;
constexpr std::size_t kHeaderBytesMostly = 256;

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

/// Members of a JSON object whose names are literals, `,"name":`; the first of them without its
/// comma. Written once per call: a JsonWriter would look at every name.
class Members {
public:
    explicit Members(std::string& out) : out_{out} {
        out_.clear();
        out_.reserve(kUsualBytes);
    }
    ~Members() {
        out_.front() = '{';
        out_ += '}';
    }
    Members(const Members&) = delete;
    Members& operator=(const Members&) = delete;

    void integer(std::string_view name, std::int64_t value) { append_decimal(out_ += name, value); }
    void text(std::string_view name, std::string_view value) {
        append_json_string(out_ += name, value);
    }
    void raw(std::string_view name, std::string_view json) { (out_ += name) += json; }

private:
    static constexpr std::size_t kUsualBytes = 256;
    std::string& out_;
};

void write_usage(Members& members, const Call& call) {
    const auto& usage = *call.usage;
    members.integer(R"(,"inputTokens":)", usage.input);
    members.integer(R"(,"outputTokens":)", usage.output);
    const auto add = [&](std::string_view name, std::int64_t tokens) {
        if (tokens != 0) {
            members.integer(name, tokens);
        }
    };
    add(R"(,"cacheReadInputTokens":)", usage.cache_read);
    add(R"(,"cacheWriteInputTokens":)", usage.cache_write);
    add(R"(,"reasoningTokens":)", usage.reasoning);
    if (call.usage_is_estimate) {
        members.raw(R"(,"tokensEstimated":)", "true");
    }
    if (call.cost) {
        members.integer(R"(,"costMicroUsd":)", *call.cost);
    }
}

void write_extra(std::string& out, const Call& call) {
    Members members{out};
    const auto add = [&](std::string_view name, std::string_view text) {
        if (!text.empty()) {
            members.text(name, text);
        }
    };
    if (call.profile) {
        members.text(R"(,"inferenceRegion":)", call.entry.region);
    }
    if (call.operation->service().error_form != wire::ErrorForm::aws) {
        members.text(R"(,"api":)", call.operation->service().name);
        members.text(R"(,"operation":)", call.operation->name());
    }
    if (call.usage) {
        write_usage(members, call);
    }
    add(R"(,"fallbackModelId":)", call.fallback);
    if (!call.guardrails.empty()) {
        members.raw(R"(,"guardrails":)", call.guardrails);
    }
    if (call.cut) {
        members.raw(R"(,"cut":)", "true");
    }
    add(R"(,"upstream":)", call.upstream);
    add(R"(,"grant":)", call.grant);
    members.integer(R"(,"revision":)", static_cast<std::int64_t>(call.revision));
    members.text(R"(,"reason":)", decision::reason_text(call.reason));
}

net::Response respond(const Call& call, int status, std::string_view content_type) {
    net::Response response{.status = status};
    response.headers.reserve(kHeadersMostly, kHeaderBytesMostly + call.quotas.size());
    response.headers.push_back({"content-type", content_type});
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
    Call call{.operation = &operation,
              .started = now,
              .embeds = operation.door != nullptr && embeds(operation.door().dialect())};
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
    const auto shown = model_identifier.substr(0, model::kModelIdentifierMax);
    Members members{call.entry.parameters};
    if (wire::is_utf8(shown)) {
        members.text(R"(,"modelId":)", shown);
    } else {
        members.text(R"(,"modelId":)", wire::to_utf8(shown));
    }
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
    call.grant.clear();
    if (grant) {
        append_hex(call.grant += "g-", grant->id.bytes);
    }
    call.profile = decision.allowed() && decision.admission().profile() != nullptr;
    if (decision.allowed()) {  // what a call had before it was refused is paid by the old ones
        call.rates = decision.admission().rates();
    }
}

void note_quota(Call& call, const model::Quota& quota, const quota::Standing& standing) {
    constexpr std::size_t kUsualBytes = 384;  // of six
    constexpr std::string_view kLimit = ";limit=";
    constexpr std::string_view kLeft = ";left=";
    std::array<char, 64> numbers;  // two of 20 digits at most
    const auto put = [end = numbers.data() + numbers.size()](char* at, std::string_view name,
                                                             std::int64_t number) {
        return std::to_chars(at + name.copy(at, name.size()), end, number).ptr;
    };
    auto* at = put(numbers.data(), kLimit, quota.limit);
    at = put(at, kLeft, std::max<std::int64_t>(quota.limit - standing.spent - standing.held, 0));
    auto& text = call.quotas;
    if (text.empty()) {
        text.reserve(kUsualBytes);
    } else {
        text += ", ";
    }
    (text += quota.key).append(numbers.data(), static_cast<std::size_t>(at - numbers.data()));
}

void note_guardrails(Call& call, const GuardrailTrace& trace) {
    call.guardrails.clear();
    JsonWriter json{call.guardrails};
    trace.write_record(json);
    call.guarded = trace.outcome() == guardrail::Action::none ? meter::Guardrail::passed
                                                              : meter::Guardrail::intervened;
}

const journal::Entry& complete_entry(Call& call, const Error* error) {
    auto& entry = call.entry;
    if (error != nullptr) {
        entry.error_code = wire::wire_error(call.operation->service(), *error).name;
        entry.error_message = error->message;
    }
    write_extra(entry.extra, call);
    return entry;
}

net::Response success_head(const Call& call, std::string_view content_type) {
    auto response = respond(call, 200, content_type);
    if (!call.fallback.empty()) {
        response.headers.push_back({"x-licet-model", call.fallback});
    }
    return response;
}

net::Response make_failure(const Call& call, const Error& error, bool refused) {
    auto encoded = wire::encode_error(call.operation->service(), error, call.entry.request_id);
    auto response = respond(call, encoded.status, encoded.content_type);
    response.body = std::move(encoded.body);
    for (const auto& [name, value] : encoded.headers) {
        response.headers.push_back({name, value});
    }
    if (call.retry_after) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(*call.retry_after).count();
        response.headers.push_back(
            {"retry-after", std::to_string(std::max<std::int64_t>(seconds, 1))});
    }
    if (refused) {
        response.headers.push_back({"x-licet-reason", decision::reason_text(call.reason)});
    }
    return response;
}

}  // namespace licet::gateway
