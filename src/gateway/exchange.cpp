// SPDX-License-Identifier: Apache-2.0
#include "gateway/exchange.h"

#include "engine/request_context.h"
#include "gateway/call_scan.h"
#include "gateway/cost.h"
#include "gateway/doors/invocation.h"
#include "gateway/guardrail_request.h"
#include "gateway/input_bound.h"
#include "gateway/invocation_record.h"
#include "gateway/judging/call_judging.h"
#include "gateway/makers.h"
#include "gateway/prompt_guard.h"
#include "gateway/token_bounds.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::gateway {
namespace {

/// Longer waits that an upstream asks for are not waited for.
constexpr Milliseconds kRetryAfterMax{2'000};

/// Why a call was refused, as metering tells it.
constexpr std::string_view kGuardrail = "guardrail";

bool takes_one(model::QuotaUnit unit) {
    return unit == model::QuotaUnit::requests || unit == model::QuotaUnit::concurrent_calls;
}

}  // namespace

Exchange::Exchange(Core& core, const Operation& operation, ModelCall&& call,
                   net::Responder&& responder)
    : core_{core},
      operation_{operation},
      door_{operation.door == nullptr ? nullptr : &operation.door()},
      request_{std::move(call.request)},
      origin_{std::move(call.origin)},
      responder_{std::move(responder)},
      streams_{operation.streams},
      call_{make_call(operation, origin_, engine::make_uuid(core.random), core.clock.now())},
      call_trace_{core.traces, request_, core.random},
      identifier_{std::move(call.model_identifier)} {}

/// A call whose client left while its answer was scanned is recorded, even where the scan is not
/// waited for any more.
Exchange::~Exchange() {
    if (scan_ != nullptr && scan_->reply != nullptr) {
        call_.cut = true;
        scan_.reset();
        record_cut();
    }
}

Milliseconds Exchange::latency() const {
    return std::max(core_.clock.now() - call_.started, Milliseconds{0});
}

void Exchange::start() {
    note_tags(call_, core_.meter.tags(), *core_.index.get(), origin_.actor);
    const auto body = core_.json.parse(request().body(), JsonReader::Padding::present);
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
/// @param scanned where the attempt goes on from a scan of its prompt
void Exchange::attempt(const Result<Json>& body, PromptScan* scanned) {
    const auto snapshot = core_.index.get();  // keeps what the decision refers to
    LICET_CHECK(snapshot != nullptr);
    const auto decision = decide(*snapshot, identifier_, body);
    note_decision(call_, decision, snapshot->revision());
    if (!decision.allowed()) {
        end_attempt(decision.refusal(), true);
        return;
    }
    auto conversation = read(decision.admission(), body);
    if (!conversation.ok()) {
        end_attempt(conversation.error(), false);
        return;
    }
    if (!conversation->repriced.empty()) {
        call_.rates = {};  // no card says what it costs
    }
    call_.cache_writes = cache_writes(*conversation);
    auto invocation = InvocationRecord::begin(core_.invocations, *snapshot, origin_, identifier_,
                                              *conversation, *door_);
    if (!invocation.ok()) {
        refusal_ = "invocation_log";
        fail(invocation.error(), false);
        return;
    }
    invocation_ = *std::move(invocation);
    if (auto route = find_route(); !route.ok()) {
        end_attempt(route.error(), false);
        return;
    }
    asked_bytes_ = text_bytes(*conversation);
    const auto& quotas = decision.entitlement().scope.quotas;
    const bool guarded = !decision.admission().guardrails().empty();
    if ((guarded && !has_room(*snapshot, quotas, *conversation)) ||
        !guard(decision.admission(), body, *conversation, scanned)) {
        return;
    }
    if (reserve(*snapshot, quotas, *conversation)) {
        ask(decision.admission(), *conversation);
    }
}

/// Whether each quota that every call takes one of has one left: guardrails read no prompt of a
/// caller that must wait anyway. Nothing is held. @return false when the call is over
bool Exchange::has_room(const decision::Index& index, const model::Quotas& quotas,
                        Conversation& conversation) {
    if (quotas == nullptr || model::same_quotas(quotas, reserved_)) {
        return true;
    }
    const auto rights = index.rights(origin_.actor);
    const auto caller = quota::Caller::of(origin_.actor, rights.arn, rights.tags);
    const Time now = core_.clock.now();
    const bool used_up = std::any_of(quotas->begin(), quotas->end(), [&](const auto& quota) {
        const auto [spent, held] = core_.quotas.standing(quota, caller, now);
        return takes_one(quota.unit) && spent + held >= quota.limit;
    });
    if (!used_up) {
        return true;
    }
    if (!reserve(index, quotas, conversation)) {  // says so as ever
        return false;
    }
    reservation_ = {};  // a call ended meanwhile
    reserved_ = nullptr;
    return true;
}

/// Holds what the call may use at most. An answer without a limit gets one where its length counts.
bool Exchange::reserve(const decision::Index& index, const model::Quotas& quotas,
                       Conversation& conversation) {
    as_it_came_ = guarding_ == nullptr;  // else what is sent is what was read, and nothing else
    if (quotas == nullptr) {
        settle_so_far();
        call_.quotas.clear();
        return true;
    }
    const bool bounded = conversation.max_tokens.has_value() || !counts_output(*quotas) ||
                         embeds(door_->dialect());  // these have no output
    if (!bounded) {
        conversation.max_tokens = std::min(kQuotaMaxTokens, most_tokens(call_.model_id));
        conversation.limit_is_ours = true;
    }
    if (model::same_quotas(quotas, reserved_)) {
        return true;
    }
    settle_so_far();
    call_.quotas.clear();
    const auto rights = index.rights(origin_.actor);
    const auto caller = quota::Caller::of(origin_.actor, rights.arn, rights.tags);
    const Time now = core_.clock.now();
    const auto bound = check_input_bound(conversation, *quotas);
    const auto most = bound.ok()
                          ? most_of(conversation, request().body().size(), *quotas, call_.rates)
                          : Result<quota::Amounts>{bound.error()};
    auto outcome = most.ok() ? core_.quotas.reserve(*quotas, caller, *most, now)
                             : quota::Refusal{most.error()};
    if (auto* refusal = std::get_if<quota::Refusal>(&outcome)) {
        if (call_.fallback.empty()) {
            call_.retry_after = refusal->retry_after;
            refusal_ = "quota";
            for (const auto& quota : *quotas) {
                note_quota(call_, quota, core_.quotas.standing(quota, caller, now));
            }
        }
        end_attempt(refusal->error, false);
        return false;
    }
    reservation_ = std::get<quota::Reservation>(std::move(outcome));
    reserved_ = quotas;
    for (std::size_t n = 0; n < quotas->size(); ++n) {
        note_quota(call_, (*quotas)[n], reservation_.standing(n));
    }
    return true;
}

decision::Decision Exchange::decide(const decision::Index& index, std::string_view identifier,
                                    const Result<Json>& body) {
    const Time now = core_.clock.now();
    auto keys = engine::request_context(origin_, now);
    const auto guardrail = requested_guardrail(request(), body);
    const auto named = guardrail.empty() ? std::string{} : condition_value(guardrail, origin_);
    if (!named.empty()) {
        keys.set(policy::Key::bedrock_guardrail_identifier, named);
    }
    auto decision = decision::decide(index, {.subject = origin_.actor,
                                             .model_identifier = identifier,
                                             .region = origin_.region,
                                             .now = now,
                                             .operation = asked_of(operation_, streams_),
                                             .request = &keys,
                                             .guardrail = guardrail});
    if (decision.reason() == decision::Reason::subscribing ||
        decision.reason() == decision::Reason::subscription_failed) {
        core_.first_uses.attempt(origin_.actor, *decision.model(), origin_.region,
                                 origin_.request_id, now);
    }
    return decision;
}

Result<Conversation> Exchange::read(const decision::Admission& admission,
                                    const Result<Json>& body) {
    // InvokeModel's form is that of the model that was named, whichever is asked in its place.
    const auto* const named = call_.fallback.empty() ? nullptr : door_;
    LICET_TRY(door_, door_of(operation_, admission.model(), body, named));
    call_.embeds = embeds(door_->dialect());
    LICET_TRY(trace_, requested_trace(request(), body));
    if (operation_.door == nullptr) {  // InvokeModel
        LICET_TRY_VOID(check_invocation_headers(request()));
    }
    if (!body.ok()) {
        return wire::at("$", body.error());
    }
    auto conversation = door_->read(*body);
    if (conversation.ok() && operation_.service().error_form == wire::ErrorForm::anthropic) {
        conversation->betas = request().header("anthropic-beta").value_or("");
    }
    return conversation;
}

/// Holds the prompt against the guardrails that apply, and gets ready to do so with the answer.
/// @return false when the call is over, or waits
bool Exchange::guard(const decision::Admission& admission, const Result<Json>& body,
                     Conversation& conversation, PromptScan* scanned) {
    answer_guard_.reset();
    writer_.reset();
    guarding_.reset();
    const bool guarded = !admission.guardrails().empty();
    if (auto readable = make_readable(conversation, guarded); !readable.ok()) {
        end_attempt(readable.error(), false);
        return false;
    }
    if (!guarded) {
        judging_.reset();
        return true;
    }
    const auto blocked = blocks(admission, body, conversation, scanned);
    if (!blocked) {
        return false;
    }
    if (*blocked) {
        refuse_prompt(conversation);
        return false;
    }
    if (!judge_prompt(conversation)) {
        return false;
    }
    if (!embeds(door_->dialect())) {  // whose answers have no texts
        answer_guard_.emplace(*guarding_);
    }
    return true;
}

/// A guardrail blocks the prompt.
void Exchange::refuse_prompt(const Conversation& conversation) {
    refusal_ = kGuardrail;
    if (!embeds(door_->dialect())) {
        answer_blocked(conversation);
    } else {
        fail({ErrorKind::invalid, std::string{guarding_->message(guardrail::Source::input)}},
             false);
    }
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

void Exchange::make_writer(const Conversation& conversation) {
    if (writer_ != nullptr) {
        return;
    }
    AnswerFacts facts{.request_id = origin_.request_id,
                      .model = operation_.path_names_model ? call_.model_id : identifier_,
                      .started = call_.started,
                      .usage_in_stream = conversation.usage_in_stream,
                      .echoed = conversation.echoed};
    const auto* const trace = guarding_ == nullptr ? nullptr : &guarding_->trace();
    if (invocation_ && streams_) {
        invocation_->expect(facts, trace, trace_);
    }
    writer_ = door_->writer(std::move(facts));
    if (trace != nullptr) {
        writer_->set_guardrails(*trace, trace_);
    }
}

void Exchange::ask(const decision::Admission& admission, const Conversation& conversation) {
    const auto& settings = *upstreams_->settings;
    auto picked = pick(*route_, tried_, *settings.health, core_.random, core_.clock.now());
    if (!picked) {  // all of them once: begin again
        tried_.clear();
        picked = pick(*route_, tried_, *settings.health, core_.random, core_.clock.now());
    }
    upstream_ = *picked;
    trial_ = settings.health->asked(upstream_, core_.clock.now());
    tried_.push_back(upstream_);
    ++attempts_;
    call_.upstream = settings.upstreams[upstream_].name;
    make_writer(conversation);
    used_before_ = call_.usage.value_or(TokenUsage{});
    auto trace = call_trace_.ask(settings.upstreams[upstream_], call_.model_id, core_.clock.now());
    upstream_call_ = upstreams_->clients[upstream_]->ask(
        {.admission = admission,
         .conversation = conversation,
         .dialect = door_->dialect(),
         .body = as_it_came_ ? request().body() : std::string_view{},
         .stream = streams_,
         .trace = std::move(trace)},
        *this);
}

/// Between two pieces of a stream what is allowed may have changed; a whole answer ends normally.
/// Source: rule ME-32; domain.md 13, item 6.
bool Exchange::still_allowed() {
    const auto& snapshot = core_.index.get();
    if (!streams_ || snapshot->revision() == call_.revision) {
        return true;
    }
    const auto kept = snapshot;
    flush();  // what was allowed
    const auto body = core_.json.parse(request().body(), JsonReader::Padding::present);
    const auto decision = decide(*kept, identifier_, body);
    if (decision.allowed()) {
        const auto& guardrails = decision.admission().guardrails();
        if (guarding_ == nullptr ? !guardrails.empty() : !guarding_->covers(guardrails)) {
            call_.cut = began();
            refusal_ = kGuardrail;
            fail({ErrorKind::denied,
                  "another guardrail has come to apply, that the answer was not held against; ask "
                  "again",
                  "AccessDeniedException"},
                 false);
            return false;
        }
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
    call_trace_.answered(fault ? &*fault : nullptr, core_.clock.now());
    auto& health = *upstreams_->settings->health;
    if (!fault) {
        health.succeeded(upstream_);
        if (judging_ != nullptr && judging_->hold) {
            judging_->hold->end();
            judge_window();
        } else {
            streams_ ? end_stream() : send_whole();
        }
        return;
    }
    if (fault->may_pass && !full_) {  // it did not wait for the client
        health.failed(upstream_, core_.clock.now());
    }
    core_.logger.warn("an upstream failed", {{"upstream", call_.upstream},
                                             {"model", call_.model_id},
                                             {"request", origin_.request_id},
                                             {"fault", fault->detail}});
    if (call_.first_piece) {
        fail(fault->error, false);
    } else if (!try_again(*fault)) {
        end_attempt(fault->error, false);
    }
}

/// Only for what may pass.
bool Exchange::try_again(const UpstreamFault& fault) {
    if (!fault.may_pass) {
        return false;
    }
    if (call_.fallback.empty()) {
        fault_ = fault.error;
        if (fault.retry_after > 0) {
            call_.retry_after = std::chrono::seconds{fault.retry_after};
        }
    }
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
    if (call_.fallback.empty()) {
        call_.retry_after.reset();  // another fault may come, or a refusal
    }
    retry_ = core_.loop.after(wait, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) {
            auto& core = self->core_;
            self->attempt(core.json.parse(self->request().body(), JsonReader::Padding::present));
        }
    });
}

/// To the next model that the route of the first one names, if there is one.
bool Exchange::fall_back() {
    if (first_route_ == nullptr || next_fallback_ == first_route_->fallback.size()) {
        return false;
    }
    settle_so_far();
    if (named_ == nullptr) {
        named_ = std::make_unique<Named>(Named{call_, std::move(invocation_)});
    }
    identifier_ = first_route_->fallback[next_fallback_++];
    call_.fallback = identifier_;
    route_ = nullptr;
    tried_.clear();
    attempts_ = 0;
    writer_.reset();
    attempt_after(Milliseconds{0});
    return true;
}

/// Nothing came of asking a model. What a model to fall back to lacks is nobody's business: the
/// next one is asked, and in the end the caller is told why the model that it named did not answer,
/// and so is the record.
void Exchange::end_attempt(const Error& error, bool refused) {
    if (call_.fallback.empty()) {
        fail(error, refused);
        return;
    }
    refusal_ = {};
    if (!fall_back()) {
        settle_so_far();
        call_ = std::move(named_->call);
        invocation_ = std::move(named_->invocation);
        call_.quotas.clear();
        fail(*fault_, false);
    }
}

}  // namespace licet::gateway
