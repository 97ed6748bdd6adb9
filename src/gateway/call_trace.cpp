// SPDX-License-Identifier: Apache-2.0
#include "gateway/call_trace.h"

#include "wire/error_status.h"

#include <fmt/format.h>

#include <utility>

namespace licet::gateway {
namespace {

/// Longer ones are left off, as the recommendation allows. Source: W3C Trace Context, "tracestate
/// Limits".
constexpr std::size_t kTraceStateBytesMax = 512;

/// licet answers as Bedrock does.
constexpr std::string_view kProvider = "aws.bedrock";

std::string_view provider_of(Upstream::Kind kind) {
    switch (kind) {
        case Upstream::Kind::openai:
            return "openai";
        case Upstream::Kind::anthropic:
            return "anthropic";
        case Upstream::Kind::bedrock:
            return kProvider;
        case Upstream::Kind::echo:
            break;
    }
    return "licet";
}

class Attributes {
public:
    explicit Attributes(obs::Span& span) : span_{span} {}

    /// An empty text says nothing.
    void add(std::string_view key, std::string_view text) {
        if (!text.empty()) {
            span_.attributes.push_back({key, std::string{text}});
        }
    }
    void add(std::string_view key, std::int64_t number) {
        span_.attributes.push_back({key, number});
    }

private:
    obs::Span& span_;
};

std::string_view operation_of(const Call& call) {
    if (call.operation->task == Task::count_tokens) {
        return "count_tokens";
    }
    return call.embeds ? "embeddings" : "chat";
}

std::string named(std::string_view operation, std::string_view model) {
    return model.empty() ? std::string{operation} : fmt::format("{} {}", operation, model);
}

void add_usage(Attributes& attributes, const TokenUsage& usage) {
    attributes.add("gen_ai.usage.input_tokens", usage.input + usage.cache_read + usage.cache_write);
    attributes.add("gen_ai.usage.output_tokens", usage.output);
    if (usage.cache_read != 0) {
        attributes.add("gen_ai.usage.cache_read.input_tokens", usage.cache_read);
    }
    if (usage.cache_write != 0) {
        attributes.add("gen_ai.usage.cache_creation.input_tokens", usage.cache_write);
    }
}

std::string_view outcome_of(const Call& call, const Error* error, std::string_view refusal) {
    return call.cut ? "cut" : error == nullptr ? "ok" : refusal.empty() ? "failed" : "refused";
}

void describe(obs::Span& span, const Call& call, const Error* error, std::string_view refusal) {
    Attributes attributes{span};
    attributes.add("gen_ai.operation.name", operation_of(call));
    attributes.add("gen_ai.provider.name", kProvider);
    attributes.add("gen_ai.request.model", call.model_id);
    if (call.usage) {
        add_usage(attributes, *call.usage);
    }
    if (!call.cut) {
        const auto wire = error == nullptr ? wire::WireError{.name = {}, .status = 200}
                                           : wire::wire_error(call.operation->service(), *error);
        attributes.add("http.response.status_code", wire.status);
        attributes.add("error.type", wire.name);
        span.failed = wire.status >= 500;
    }
    attributes.add("aws.request_id", call.entry.request_id);
    attributes.add("cloud.region", call.entry.region);
    attributes.add("licet.account", call.entry.account.text());
    attributes.add("licet.operation", call.operation->name());
    attributes.add("licet.outcome", outcome_of(call, error, refusal));
    attributes.add("licet.decision.reason", decision::reason_text(call.reason));
    attributes.add("licet.decision.revision", static_cast<std::int64_t>(call.revision));
    attributes.add("licet.refusal", refusal);
    attributes.add("licet.grant", call.grant);
    attributes.add("licet.upstream", call.upstream);
    attributes.add("licet.fallback_model", call.fallback);
    if (call.cost) {
        attributes.add("licet.cost_micro_usd", *call.cost);
    }
    if (call.first_piece) {
        attributes.add("licet.time_to_first_piece_ms", call.first_piece->count());
    }
}

}  // namespace

CallTrace::CallTrace(TraceExport* traces, const net::Request& request, Random& random)
    : traces_{traces}, random_{random} {
    if (const auto header = request.header("traceparent")) {
        parent_ = obs::parse_traceparent(*header);
    }
    if (parent_) {
        const auto state = request.header("tracestate").value_or("");
        state_ = state.size() <= kTraceStateBytesMax ? state : std::string_view{};
    }
    if (traces_ == nullptr || !traces_->samples(parent_, random_)) {
        traces_ = nullptr;
        return;
    }
    self_ = {.trace_id = parent_ ? parent_->trace_id : obs::make_trace_id(random_),
             .span_id = obs::make_span_id(random_),
             .sampled = true};
}

obs::TraceParent CallTrace::child() {
    auto span = self_;
    span.span_id = obs::make_span_id(random_);
    return span;
}

net::HeaderFields CallTrace::headers(const obs::TraceParent& parent) const {
    net::HeaderFields headers{{"traceparent", obs::traceparent_text(parent)}};
    if (!state_.empty()) {
        headers.push_back({"tracestate", state_});
    }
    return headers;
}

net::HeaderFields CallTrace::ask(const Upstream& upstream, std::string_view model_id, Time now) {
    if (traces_ == nullptr) {
        return parent_ ? headers(*parent_) : net::HeaderFields{};
    }
    auto& span = attempts_.emplace_back(obs::Span{.self = child(),
                                                  .parent_id = self_.span_id,
                                                  .trace_state = state_,
                                                  .kind = obs::Span::Kind::client,
                                                  .start = now});
    asks_ = true;
    Attributes attributes{span};
    attributes.add("gen_ai.provider.name", provider_of(upstream.kind));
    attributes.add("gen_ai.request.model", upstream.name_of(model_id));
    attributes.add("server.address", upstream.endpoint.host);
    if (upstream.endpoint.port != 0) {
        attributes.add("server.port", upstream.endpoint.port);
    }
    attributes.add("licet.upstream", upstream.name);
    return headers(span.self);
}

void CallTrace::answered(const UpstreamFault* fault, Time now) {
    if (!std::exchange(asks_, false)) {
        return;
    }
    auto& span = attempts_.back();
    span.end = now;
    if (fault != nullptr) {
        span.failed = true;
        Attributes{span}.add("error.type", fault->error.name);
    }
}

void CallTrace::end(const Call& call, const Error* error, std::string_view refusal, Time now) {
    if (traces_ == nullptr) {
        return;
    }
    answered(nullptr, now);
    obs::Span span{.self = self_,
                   .parent_id = parent_ ? parent_->span_id : std::string{},
                   .trace_state = state_,
                   .name = named(operation_of(call), call.model_id),
                   .start = call.started,
                   .end = now};
    describe(span, call, error, refusal);
    for (auto& attempt : attempts_) {
        attempt.name = span.name;
        Attributes{attempt}.add("gen_ai.operation.name", operation_of(call));
    }
    attempts_.push_back(std::move(span));
    std::exchange(traces_, nullptr)->add(std::move(attempts_));
}

}  // namespace licet::gateway
