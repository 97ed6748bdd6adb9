// SPDX-License-Identifier: Apache-2.0
// The way back of a call: its answer to the client, and what is told of it when it is over.
#include "gateway/exchange.h"

#include "gateway/call_scan.h"
#include "gateway/cost.h"
#include "gateway/invocation_record.h"
#include "gateway/judging/call_judging.h"
#include "gateway/reply_check.h"
#include "gateway/token_bounds.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace licet::gateway {
namespace {

constexpr std::string_view kJsonType = "application/json";
/// What metering calls every operation by which numbers are asked for.
constexpr std::string_view kEmbeddings = "Embeddings";
/// Most answers have no more around their texts.
constexpr std::size_t kFormBytes = 512;
/// Most pieces of a stream that come at once are no longer.
constexpr std::size_t kPiecesBytes = 2'048;

/// Of costs, where both are known.
std::optional<std::int64_t> sum(std::optional<std::int64_t> one,
                                std::optional<std::int64_t> other) {
    return one && other ? std::optional{*one + *other} : std::nullopt;
}

}  // namespace

void Exchange::on_frame(const Frame& frame) {
    const auto self = shared_from_this();
    if (!still_allowed()) {
        return;
    }
    for (const auto& event : frame.events) {
        note(event);
    }
    if (!call_.first_piece && (frame.whole || !call_.embeds)) {
        call_.first_piece = latency();  // else it tells what some of several questions took
    }
    if (!streams_) {
        keep(frame);
        return;
    }
    if (answer_guard_) {
        pass_guarded(frame);
        return;
    }
    tell(frame);
}

/// One piece of a streamed answer, as the client gets it.
void Exchange::tell(const Frame& frame) {
    if (invocation_) {
        invocation_->keep(frame);
    }
    pieces_.reserve(kPiecesBytes);
    writer_->piece(pieces_, frame);
}

/// What the guardrails let through of a piece; where they block, the answer ends.
void Exchange::pass_guarded(const Frame& frame) {
    const auto passed = answer_guard_->pass(frame.events);
    if (!passed.ok()) {
        fail(passed.error(), false);
        return;
    }
    if (judging_ != nullptr && judging_->hold) {
        hold(*passed);
        return;
    }
    tell({.events = *passed});
    if (answer_guard_->blocked()) {
        upstream_call_.reset();
        upstreams_->settings->health->succeeded(upstream_);
        end_stream();
    }
}

/// The message in place of an answer, as if the model had said it.
void Exchange::answer_blocked(const Conversation& conversation) {
    make_writer(conversation);
    reply_ = {.blocks = {{.kind = BlockKind::text,
                          .text = std::string{guarding_->message(guardrail::Source::input)}}},
              .stop_reason = StopReason::guardrail_intervened};
    if (!streams_) {
        send_whole();
        return;
    }
    tell({.events = events_of(reply_)});
    end_stream();
}

/// What the journal tells of the answer.
void Exchange::note(const ReplyEvent& event) {
    switch (event.kind) {
        case ReplyEvent::Kind::usage:
            call_.usage = event.usage;
            add(*call_.usage, used_before_);
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
    call_.usage_is_estimate = call_.usage_is_estimate || !frame.counted;
    if (frame.whole && !frame.raw.empty() && frame.dialect == door_->dialect() && !answer_guard_) {
        raw_reply_ = frame.raw;
        return;
    }
    for (const auto& event : frame.events) {
        add(reply_, event);
    }
    reply_.embeddings.assign(frame.embeddings.begin(), frame.embeddings.end());
}

void Exchange::flush() {
    if (pieces_.empty()) {
        return;
    }
    begin();
    stream_->write(pieces_);
    pieces_.clear();
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
        head.headers.push_back({"x-amzn-bedrock-content-type", kJsonType});
    }
    stream_ = std::move(*responder_).begin(std::move(head));
    responder_.reset();
}

void Exchange::on_room() {
    full_ = false;
    if (judging_ != nullptr && judging_->hold) {
        const auto self = shared_from_this();
        judge_window();
    } else if (upstream_call_) {
        upstream_call_->resume();
    }
}

/// Who has gone is not told anything; what was delivered is recorded all the same.
void Exchange::on_gone() {
    const auto self = shared_from_this();
    upstream_call_.reset();
    call_.cut = true;
    if (scan_ != nullptr && scan_->reply != nullptr) {
        return;  // what it finds is to be recorded
    }
    record_cut();
    close();
}

void Exchange::record_cut() {
    if (const auto recorded = record(nullptr); !recorded.ok()) {
        core_.logger.error("a call that was cut is not in the journal",
                           {{"request", origin_.request_id}, {"reason", recorded.error().message}});
    }
}

void Exchange::send_whole() {
    if (raw_reply_.empty()) {
        if (auto sound = check_tools(reply_, door_->dialect(), core_.json); !sound.ok()) {
            fail(sound.error(), false);
            return;
        }
        if (answer_guard_) {
            if (!scan_reply()) {
                end_reply(guard_whole(*answer_guard_, reply_));
            }
            return;
        }
    }
    deliver_whole();
}

/// A whole answer was held against the guardrails' scans.
void Exchange::end_reply(const Result<void>& guarded) {
    if (!guarded.ok()) {
        fail(guarded.error(), false);
    } else if (!judge_reply()) {
        deliver_whole();
    }
}

void Exchange::deliver_whole() {
    auto response = success_head(call_, kJsonType);
    reply_.usage = call_.usage.value_or(TokenUsage{});
    if (raw_reply_.empty()) {
        response.body.reserve(delivered_bytes_ + kFormBytes);
        writer_->whole(response, reply_, latency());
    } else {
        response.body = std::move(raw_reply_);
        writer_->head(response, reply_.usage, latency());
    }
    if (invocation_) {
        invocation_->keep(response.body);
    }
    if (const auto recorded = record(nullptr); !recorded.ok()) {
        response = make_failure(call_, recorded.error(), false);
    }
    std::move(*responder_).send(std::move(response));
    close();
}

void Exchange::end_stream() {
    if (const auto recorded = record(nullptr); recorded.ok()) {
        const bool blocked = answer_guard_ && guarding_->outcome(guardrail::Source::output) ==
                                                  guardrail::Action::block;
        if (blocked && call_.usage) {
            const ReplyEvent told{.kind = ReplyEvent::Kind::usage, .usage = *call_.usage};
            writer_->piece(pieces_, {.events = {&told, 1}});
        }
        writer_->finish(pieces_, latency());
    } else {
        writer_->fail(pieces_, recorded.error());
    }
    begin();
    stream_->write(pieces_);
    std::move(*stream_).finish();
    close();
}

void Exchange::fail(const Error& error, bool refused) {
    upstream_call_.reset();
    flush();
    if (refused) {
        refusal_ = decision::reason_text(call_.reason);
    }
    const auto recorded = record(&error);
    const auto& told = recorded.ok() ? error : recorded.error();
    if (began()) {
        writer_->fail(pieces_, told);
        stream_->write(pieces_);
        std::move(*stream_).finish();
    } else {
        std::move(*responder_).send(make_failure(call_, told, refused && recorded.ok()));
    }
    close();
}

/// Spends what the call used of the quotas that bind it, and holds nothing any more.
Result<void> Exchange::settle() {
    auto held = std::exchange(reservation_, {});
    if (call_.usage) {
        call_.cost = cost_of(*call_.usage, call_.rates, call_.cache_writes);
        return std::move(held).settle(amounts_of(*call_.usage, call_.rates, call_.cache_writes));
    }
    if (call_.cut && !call_.upstream.empty()) {  // the upstream was asked in vain
        return std::move(held).settle({.requests = 1});
    }
    return {};
}

/// Another model, or other quotas, are to come: what was used is spent of those that bound it, and
/// nothing is held any more.
void Exchange::settle_so_far() {
    auto settled = settle();
    if (in_vain_.settled.ok()) {
        in_vain_.settled = std::move(settled);
    }
    reserved_ = nullptr;
    if (!call_.usage) {
        return;
    }
    add(in_vain_.usage, *std::exchange(call_.usage, {}));
    in_vain_.cost = sum(in_vain_.cost, std::exchange(call_.cost, {}));
    in_vain_.usage_is_estimate =
        in_vain_.usage_is_estimate || std::exchange(call_.usage_is_estimate, false);
}

/// What is told of a call is all that it was paid for.
void Exchange::add_in_vain() {
    if (in_vain_.usage == TokenUsage{}) {
        return;
    }
    call_.cost = call_.usage ? sum(in_vain_.cost, call_.cost) : in_vain_.cost;
    if (!call_.usage) {
        call_.usage.emplace();
    }
    add(*call_.usage, in_vain_.usage);
    call_.usage_is_estimate = call_.usage_is_estimate || in_vain_.usage_is_estimate;
}

/// Tokens that nobody counted are estimated from what was delivered, so that an answer that is cut
/// costs what was had of it. Source: peers.md 2, claim 12.
Result<void> Exchange::record(const Error* error) {
    if (answer_guard_) {
        answer_guard_->give_up();
    }
    if (!streams_) {
        call_.first_piece.reset();  // a whole answer has none
    }
    if (guarding_ != nullptr) {
        note_guardrails(call_, guarding_->trace());
    }
    if (!usage_is_final_ && delivered_bytes_ != 0) {
        call_.usage_is_estimate = estimate(call_.usage, asked_bytes_, delivered_bytes_);
    }
    auto settled = settle();
    if (settled.ok()) {
        settled = std::move(in_vain_.settled);
    }
    add_in_vain();
    measure(error);
    call_trace_.end(call_, error, refusal_, core_.clock.now());
    const auto& entry = complete_entry(call_, error);
    if (invocation_) {
        core_.invocations.add(
            invocation_->finish(entry, call_, latency(), request().body(), core_.json));
    }
    auto recorded = core_.journal.append(entry);
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
                        .tags = call_.tags,
                        .operation = call_.embeds ? kEmbeddings : operation_.name(),
                        .outcome = call_.cut           ? meter::Outcome::cut
                                   : !refusal_.empty() ? meter::Outcome::refused
                                   : error == nullptr  ? meter::Outcome::ok
                                                       : meter::Outcome::failed,
                        .reason = refusal_.empty() && error != nullptr ? error->name : refusal_,
                        .input_tokens = used.input,
                        .output_tokens = used.output,
                        .cache_read_tokens = used.cache_read,
                        .cache_write_tokens = used.cache_write,
                        .reasoning_tokens = used.reasoning,
                        .estimated = call_.usage_is_estimate,
                        .cost_micro_usd = call_.cost,
                        .latency = latency(),
                        .first_piece = call_.first_piece,
                        .guardrail = call_.guarded});
}

void Exchange::close() {
    core_.live.erase(shared_from_this());
}

}  // namespace licet::gateway
