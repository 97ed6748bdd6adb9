// SPDX-License-Identifier: Apache-2.0
#include "gateway/exchange.h"

#include "engine/request_context.h"
#include "gateway/cost.h"
#include "gateway/reply_check.h"
#include "gateway/requested_guardrail.h"
#include "gateway/token_bounds.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::gateway {
namespace {

constexpr std::string_view kJsonType = "application/json";

/// Longer waits that an upstream asks for are not waited for.
constexpr Milliseconds kRetryAfterMax{2'000};

}  // namespace

Exchange::Exchange(Core& core, const Operation& operation, ModelCall call, net::Responder responder)
    : core_{core},
      operation_{operation},
      door_{operation.door == nullptr ? nullptr : &operation.door()},
      request_{std::move(call.request)},
      origin_{std::move(call.origin)},
      responder_{std::move(responder)},
      streams_{operation.streams},
      call_{make_call(operation, origin_, engine::make_uuid(core.random), core.clock.now())},
      identifier_{std::move(call.model_identifier)} {}

Exchange::~Exchange() = default;

Milliseconds Exchange::latency() const {
    return std::max(core_.clock.now() - call_.started, Milliseconds{0});
}

void Exchange::start() {
    const auto body = core_.json.parse(request_->body(), JsonReader::Padding::present);
    if (auto understood = understand(body); !understood.ok()) {
        name_call(call_, operation_.name(), identifier_);
        call_.revision = core_.index.get()->revision();
        fail(understood.error(), false);
        return;
    }
    name_call(call_, operation_name(asked_of(operation_, streams_)), identifier_);
    responder_->watch(weak_from_this());
    attempt(body);
}

/// Which model, and whether piece by piece, where the body says it.
Result<void> Exchange::understand(const Result<Json>& body) {
    if (operation_.path_names_model) {
        return {};
    }
    if (!body.ok()) {
        return wire::at("$", body.error());
    }
    LICET_TRY(const auto model, door_->model_of(*body));
    identifier_ = model;
    LICET_TRY(streams_, door_->wants_stream(*body));
    return {};
}

/// Each attempt decides by what is allowed now, and reads the request anew: nothing of what was
/// understood of it is kept while an upstream thinks.
void Exchange::attempt(const Result<Json>& body) {
    const auto snapshot = core_.index.get();  // keeps what the decision refers to
    LICET_CHECK(snapshot != nullptr);
    const auto decision = decide(*snapshot, identifier_, body);
    note_decision(call_, decision, snapshot->revision());
    if (!decision.allowed()) {
        if (call_.fallback.empty()) {
            fail(decision.refusal(), true);
        } else if (!fall_back()) {  // of a model to fall back to the refusal is nobody's business
            fail(*fault_, false);
        }
        return;
    }
    auto conversation = read(decision.admission(), body);
    if (!conversation.ok()) {
        fail(conversation.error(), false);
        return;
    }
    if (auto route = find_route(); !route.ok()) {
        fail(route.error(), false);
        return;
    }
    asked_bytes_ = text_bytes(*conversation);
    const auto rights = snapshot->rights(origin_.actor);
    const auto caller = quota::Caller::of(origin_.actor, rights.arn, rights.tags);
    if (reserve(decision.entitlement().scope.quotas, caller, *conversation)) {
        ask(decision.admission(), *conversation);
    }
}

/// Holds what the call may use at most. An answer without a limit gets one where its length counts.
bool Exchange::reserve(const model::Quotas& quotas, const quota::Caller& caller,
                       Conversation& conversation) {
    reservation_ = {};
    as_it_came_ = true;
    call_.quotas.clear();
    if (quotas == nullptr) {
        return true;
    }
    as_it_came_ = conversation.max_tokens.has_value() || !counts_output(*quotas) ||
                  door_->dialect() == Dialect::openai_embeddings;  // these have no output
    if (!as_it_came_) {
        conversation.max_tokens = kQuotaMaxTokens;
    }
    const Time now = core_.clock.now();
    const auto most = most_of(conversation, request_->body().size(), *quotas, call_.rates);
    auto outcome = most.ok() ? core_.quotas.reserve(*quotas, caller, *most, now)
                             : quota::Refusal{most.error()};
    if (auto* refusal = std::get_if<quota::Refusal>(&outcome)) {
        call_.retry_after = refusal->retry_after;
        refusal_ = "quota";
        fail(refusal->error, false);
        return false;
    }
    reservation_ = std::get<quota::Reservation>(std::move(outcome));
    for (const auto& quota : *quotas) {
        note_quota(call_, quota, core_.quotas.standing(quota, caller, now));
    }
    return true;
}

decision::Decision Exchange::decide(const decision::Index& index, std::string_view identifier,
                                    const Result<Json>& body) {
    const Time now = core_.clock.now();
    auto keys = engine::request_context(origin_, now);
    const auto guardrail = requested_guardrail(*request_, body, origin_);
    if (!guardrail.empty()) {
        keys.set(policy::Key::bedrock_guardrail_identifier, guardrail);
    }
    auto decision = decision::decide(index, {.subject = origin_.actor,
                                             .model_identifier = identifier,
                                             .region = origin_.region,
                                             .now = now,
                                             .operation = asked_of(operation_, streams_),
                                             .request = &keys});
    if (decision.reason() == decision::Reason::subscribing ||
        decision.reason() == decision::Reason::subscription_failed) {
        core_.first_uses.attempt(origin_.actor, *decision.model(), origin_.region,
                                 origin_.request_id, now);
    }
    return decision;
}

Result<Conversation> Exchange::read(const decision::Admission& admission,
                                    const Result<Json>& body) {
    LICET_TRY(door_, door_of(operation_, admission.model()));
    LICET_TRY_VOID(check_guardrail_headers(*request_));
    LICET_TRY_VOID(check_unguarded(admission));
    if (!body.ok()) {
        return wire::at("$", body.error());
    }
    auto conversation = door_->read(*body);
    if (conversation.ok() && operation_.service().error_form == wire::ErrorForm::anthropic) {
        conversation->betas = request_->header("anthropic-beta").value_or("");
    }
    return conversation;
}

/// The route of the model, kept through all attempts at it.
Result<void> Exchange::find_route() {
    if (route_ != nullptr) {
        return {};
    }
    if (upstreams_ == nullptr) {  // routes of earlier attempts refer to it
        upstreams_ = core_.current_upstreams();
    }
    route_ = upstreams_->settings->route_of(call_.model_id);
    if (route_ == nullptr) {
        core_.logger.warn("no upstream serves the model",
                          {{"model", call_.model_id}, {"request", origin_.request_id}});
        return Error{
            ErrorKind::unavailable,
            fmt::format("no upstream is configured for `{}`; the operator must add a route",
                        call_.model_id),
            "ServiceUnavailableException"};
    }
    if (first_route_ == nullptr) {
        first_route_ = route_;
    }
    return {};
}

void Exchange::ask(const decision::Admission& admission, const Conversation& conversation) {
    const auto& settings = *upstreams_->settings;
    auto picked = pick(*route_, tried_, *settings.health, core_.random, core_.clock.now());
    if (!picked) {  // all of them once: begin again
        tried_.clear();
        picked = pick(*route_, tried_, *settings.health, core_.random, core_.clock.now());
    }
    upstream_ = *picked;
    tried_.push_back(upstream_);
    ++attempts_;
    call_.upstream = settings.upstreams[upstream_].name;
    if (writer_ == nullptr) {
        writer_ =
            door_->writer({.request_id = origin_.request_id,
                           .model = operation_.path_names_model ? call_.model_id : identifier_,
                           .started = call_.started,
                           .usage_in_stream = conversation.usage_in_stream,
                           .echoed = conversation.echoed});
    }
    upstream_call_ = upstreams_->clients[upstream_]->ask(
        {.admission = admission,
         .conversation = conversation,
         .dialect = door_->dialect(),
         .body = as_it_came_ ? request_->body() : std::string_view{},
         .stream = streams_},
        *this);
}

void Exchange::on_frame(const Frame& frame) {
    const auto self = shared_from_this();
    if (!still_allowed()) {
        return;
    }
    for (const auto& event : frame.events) {
        note(event);
    }
    if (!call_.first_piece) {
        call_.first_piece = latency();
    }
    if (!streams_) {
        keep(frame);
        return;
    }
    std::string bytes;
    writer_->piece(bytes, frame);
    write(bytes);
}

/// What the journal tells of the answer.
void Exchange::note(const ReplyEvent& event) {
    switch (event.kind) {
        case ReplyEvent::Kind::usage:
            call_.usage = event.usage;
            usage_is_final_ = stopped_;
            break;
        case ReplyEvent::Kind::stop:
            stopped_ = true;
            break;
        case ReplyEvent::Kind::text:
        case ReplyEvent::Kind::reasoning:
        case ReplyEvent::Kind::tool_input:
            delivered_bytes_ += event.text.size();
            break;
        default:
            break;
    }
}

/// A whole answer in the door's own dialect goes out as it came; else it is put together.
void Exchange::keep(const Frame& frame) {
    if (frame.whole && !frame.raw.empty() && frame.dialect == door_->dialect()) {
        raw_reply_ = frame.raw;
        return;
    }
    for (const auto& event : frame.events) {
        add(reply_, event);
    }
}

/// Between two pieces of a stream what is allowed may have changed; a whole answer ends normally.
/// Source: rule ME-32; domain.md 13, item 6.
bool Exchange::still_allowed() {
    const auto& snapshot = core_.index.get();
    if (!streams_ || snapshot->revision() == call_.revision) {
        return true;
    }
    const auto kept = snapshot;
    const auto body = core_.json.parse(request_->body(), JsonReader::Padding::present);
    const auto decision = decide(*kept, identifier_, body);
    if (decision.allowed()) {
        call_.revision = kept->revision();
        return true;
    }
    note_decision(call_, decision, kept->revision());
    call_.cut = began();
    fail(decision.refusal(), true);
    return false;
}

void Exchange::on_end(std::optional<UpstreamFault> fault) {
    const auto self = shared_from_this();
    upstream_call_.reset();
    auto& health = *upstreams_->settings->health;
    if (!fault) {
        health.succeeded(upstream_);
        streams_ ? end_stream() : send_whole();
        return;
    }
    if (fault->may_pass && !full_) {  // it did not wait for the client
        health.failed(upstream_, core_.clock.now());
    }
    core_.logger.warn("an upstream failed", {{"upstream", call_.upstream},
                                             {"model", call_.model_id},
                                             {"request", origin_.request_id},
                                             {"fault", fault->detail}});
    if (!try_again(*fault)) {
        fail(fault->error, false);
    }
}

/// Only while nothing of an answer has come, for what may pass.
bool Exchange::try_again(const UpstreamFault& fault) {
    if (call_.first_piece || !fault.may_pass) {
        return false;
    }
    fault_ = fault.error;
    const bool others = tried_.size() < route_->targets.size();
    const auto asked_for = Milliseconds{std::chrono::seconds{fault.retry_after}};
    if (attempts_ >= route_->attempts || (!others && asked_for > kRetryAfterMax)) {
        return fall_back();
    }
    const auto wait =
        others ? Milliseconds{0} : std::max(asked_for, backoff(attempts_ - 1, core_.random));
    attempt_after(wait);
    return true;
}

void Exchange::attempt_after(Milliseconds wait) {
    retry_ = core_.loop.after(wait, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) {
            auto& core = self->core_;
            self->attempt(core.json.parse(self->request_->body(), JsonReader::Padding::present));
        }
    });
}

/// To the next model that the route of the first one names, if there is one.
bool Exchange::fall_back() {
    if (first_route_ == nullptr || next_fallback_ == first_route_->fallback.size()) {
        return false;
    }
    identifier_ = first_route_->fallback[next_fallback_++];
    call_.fallback = identifier_;
    route_ = nullptr;
    tried_.clear();
    attempts_ = 0;
    door_ = operation_.door == nullptr ? nullptr : &operation_.door();
    writer_.reset();
    attempt_after(Milliseconds{0});
    return true;
}

void Exchange::write(std::string_view bytes) {
    if (bytes.empty()) {
        return;
    }
    begin();
    stream_->write(bytes);
    if (!full_ && stream_->is_full()) {
        full_ = true;
        if (upstream_call_) {
            upstream_call_->pause();
        }
    }
}

void Exchange::begin() {
    if (began()) {
        return;
    }
    auto head = success_head(call_, writer_->stream_type());
    head.headers.push_back({"cache-control", "no-cache"});
    if (operation_.door == nullptr) {  // InvokeModelWithResponseStream
        head.headers.push_back({"x-amzn-bedrock-content-type", std::string{kJsonType}});
    }
    stream_ = std::move(*responder_).begin(std::move(head));
    responder_.reset();
}

void Exchange::on_room() {
    full_ = false;
    if (upstream_call_) {
        upstream_call_->resume();
    }
}

/// Who has gone is not told anything; what was delivered is recorded all the same.
void Exchange::on_gone() {
    const auto self = shared_from_this();
    upstream_call_.reset();
    call_.cut = true;
    if (const auto recorded = record(nullptr); !recorded.ok()) {
        core_.logger.error("a call that was cut is not in the journal",
                           {{"request", origin_.request_id}, {"reason", recorded.error().message}});
    }
    close();
}

void Exchange::send_whole() {
    if (raw_reply_.empty()) {
        if (auto sound = check_tools(reply_, door_->dialect(), core_.json); !sound.ok()) {
            fail(sound.error(), false);
            return;
        }
    }
    auto response = success_head(call_, kJsonType);
    reply_.usage = call_.usage.value_or(TokenUsage{});
    writer_->whole(response, reply_, latency());
    if (!raw_reply_.empty()) {
        response.body = std::move(raw_reply_);
    }
    if (const auto recorded = record(nullptr); !recorded.ok()) {
        response = make_failure(call_, recorded.error(), false);
    }
    std::move(*responder_).send(std::move(response));
    close();
}

void Exchange::end_stream() {
    std::string bytes;
    if (const auto recorded = record(nullptr); recorded.ok()) {
        writer_->finish(bytes, latency());
    } else {
        writer_->fail(bytes, recorded.error());
    }
    begin();
    stream_->write(bytes);
    std::move(*stream_).finish();
    close();
}

void Exchange::fail(const Error& error, bool refused) {
    upstream_call_.reset();
    if (refused) {
        refusal_ = decision::reason_text(call_.reason);
    }
    const auto recorded = record(&error);
    const auto& told = recorded.ok() ? error : recorded.error();
    if (began()) {
        std::string bytes;
        writer_->fail(bytes, told);
        stream_->write(bytes);
        std::move(*stream_).finish();
    } else {
        std::move(*responder_).send(make_failure(call_, told, refused && recorded.ok()));
    }
    close();
}

/// Tokens that nobody counted are estimated from what was delivered, so that an answer that is cut
/// costs what was had of it. Source: peers.md 2, claim 12.
Result<void> Exchange::record(const Error* error) {
    if (!usage_is_final_ && delivered_bytes_ != 0) {
        call_.usage_is_estimate = estimate(call_.usage, asked_bytes_, delivered_bytes_);
    }
    Result<void> settled;
    if (call_.usage) {
        call_.cost = cost_of(*call_.usage, call_.rates);
        settled = std::move(reservation_).settle(amounts_of(*call_.usage, call_.rates));
    }
    reservation_ = {};
    measure(error);
    auto recorded = core_.journal.append(make_entry(call_, error));
    return settled.ok() ? std::move(recorded) : std::move(settled);
}

void Exchange::measure(const Error* error) {
    const auto used = call_.usage.value_or(TokenUsage{});
    core_.meter.record({.time = call_.started,
                        .account = call_.entry.account,
                        .principal = call_.entry.principal_arn,
                        .model = call_.model_id,
                        .region = call_.entry.region,
                        .upstream = call_.upstream,
                        .grant = call_.grant,
                        .operation = operation_.name(),
                        .outcome = call_.cut          ? meter::Outcome::cut
                                   : error == nullptr ? meter::Outcome::ok
                                   : refusal_.empty() ? meter::Outcome::failed
                                                      : meter::Outcome::refused,
                        .reason = refusal_.empty() && error != nullptr ? error->name : refusal_,
                        .input_tokens = used.input,
                        .output_tokens = used.output,
                        .cache_read_tokens = used.cache_read,
                        .cache_write_tokens = used.cache_write,
                        .reasoning_tokens = used.reasoning,
                        .estimated = call_.usage_is_estimate,
                        .cost_micro_usd = call_.cost,
                        .latency = latency(),
                        .first_piece = call_.first_piece});
}

void Exchange::close() {
    core_.live.erase(shared_from_this());
}

}  // namespace licet::gateway
