// SPDX-License-Identifier: Apache-2.0
// What scans of a call's texts would hold up its loop goes to other threads. Meanwhile nothing is
// reserved or sent; then the call is attempted anew, and what was scanned is known.
#include "gateway/exchange.h"

#include "gateway/call_scan.h"
#include "gateway/judging/call_judging.h"
#include "gateway/token_bounds.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace licet::gateway {
namespace {

/// Why a call was refused, as metering tells it.
constexpr std::string_view kScans = "scans";

PromptForm form_of(const Door& door) {
    return {.marks = door.dialect() == Dialect::converse, .running = !embeds(door.dialect())};
}

/// Of a call whose prompt waits: its body, and what was read of it.
constexpr std::size_t kKeptOfAByte = 11;

bool is_long(const Conversation& conversation) {
    const auto& format = conversation.format;
    auto bytes = text_bytes(conversation) + format.description.size() + format.schema.size();
    for (const auto& [name, value] : conversation.additional) {
        bytes += value.size();
    }
    return bytes > guardrail::kShortBytesMax;
}

/// Whether the same guardrails apply, asked for by the same, and read the same.
bool are_same(const std::vector<decision::AppliedGuardrail>& some,
              const std::vector<decision::AppliedGuardrail>& others) {
    const auto facts = [](const decision::AppliedGuardrail& one) {
        return std::tie(one.guardrail, one.version, one.ready, one.by_request, one.by_account,
                        one.by_organization, one.system, one.messages);
    };
    return std::equal(
        some.begin(), some.end(), others.begin(), others.end(),
        [&](const auto& one, const auto& other) { return facts(one) == facts(other); });
}

}  // namespace

/// As the client sent it. A scan may have it, which only reads it.
const net::Request& Exchange::request() const {
    return scan_ != nullptr && scan_->prompt != nullptr ? scan_->prompt->request : request_;
}

/// Holds the prompt against the guardrails' scans.
/// @return whether they block it; nothing while it waits for that, or when the call is over
std::optional<bool> Exchange::blocks(const decision::Admission& admission, const Result<Json>& body,
                                     Conversation& conversation, PromptScan* scanned) {
    const auto& guardrails = admission.guardrails();
    if (scanned != nullptr && scanned->door == door_ &&
        are_same(scanned->guarding->applied(), guardrails)) {
        guarding_ = std::move(scanned->guarding);
        conversation = std::move(scanned->conversation);
        return scanned->blocked;
    }
    if (is_long(conversation)) {
        scan_prompt(admission, body, std::move(conversation), scanned);
        return std::nullopt;
    }
    guarding_ = std::make_unique<Guarding>(guardrails, origin_.actor.account, core_.clock);
    guarding_->hurry();
    const bool blocked = blocks_prompt(*guarding_, conversation, form_of(*door_));
    if (!guarding_->ran_out()) {
        return blocked;
    }
    guarding_.reset();
    auto again = read(admission, body);
    if (auto ready = again.ok() ? make_readable(*again, true) : again.error(); !ready.ok()) {
        end_attempt(ready.error(), false);
    } else {
        scan_prompt(admission, body, *std::move(again), scanned);
    }
    return std::nullopt;
}

void Exchange::scan_prompt(const decision::Admission& admission, const Result<Json>& body,
                           Conversation conversation, PromptScan* scanned) {
    auto& reader = scanned != nullptr ? scanned->reader : core_.json;
    auto scan = std::make_shared<PromptScan>(
        PromptScan{.request = std::move(request_),
                   .reader = std::exchange(reader, JsonReader{}),
                   .body = body,
                   .door = door_,
                   .conversation = std::move(conversation),
                   .guarding = std::make_unique<Guarding>(admission.guardrails(),
                                                          origin_.actor.account, core_.clock)});
    auto ticket = core_.scans.begin(
        core_.loop, origin_.actor.account, kKeptOfAByte * scan->request.body().size(),
        [scan] {
            scan->blocked =
                blocks_prompt(*scan->guarding, scan->conversation, form_of(*scan->door));
        },
        [this] { end_prompt_scan(); });
    if (!ticket) {
        request_ = std::move(scan->request);
        refusal_ = kScans;
        end_attempt(too_many_scans(), false);
        return;
    }
    scan_ = std::make_unique<CallScan>(
        CallScan{.prompt = std::move(scan), .ticket = std::move(ticket)});
}

void Exchange::end_prompt_scan() {
    const auto self = shared_from_this();
    const auto scan = std::exchange(scan_, nullptr)->prompt;
    request_ = std::move(scan->request);
    attempt(scan->body, scan.get());
}

/// Has a long answer held against the guardrails' scans elsewhere. @return false for a short one,
/// and where it cannot wait: it was paid for, and is not lost
bool Exchange::scan_reply() {
    if (delivered_bytes_ <= guardrail::kShortBytesMax) {
        return false;
    }
    auto scan = std::make_shared<ReplyScan>(
        ReplyScan{.guarding = std::move(guarding_), .reply = std::move(reply_)});
    scan->guard.emplace(*scan->guarding);
    answer_guard_.reset();  // nothing has passed through it yet
    auto ticket = core_.scans.begin(
        core_.loop, origin_.actor.account, delivered_bytes_,
        [scan] { scan->guarded = guard_whole(*scan->guard, scan->reply); },
        [this] { end_reply_scan(); }, ScanPool::Room::of_answers);
    if (!ticket) {
        take_back(*scan);
        return false;
    }
    scan_ =
        std::make_unique<CallScan>(CallScan{.reply = std::move(scan), .ticket = std::move(ticket)});
    return true;
}

void Exchange::take_back(ReplyScan& scan) {
    guarding_ = std::move(scan.guarding);
    answer_guard_.emplace(std::move(*scan.guard));
    reply_ = std::move(scan.reply);
}

void Exchange::end_reply_scan() {
    const auto self = shared_from_this();
    const auto scan = std::exchange(scan_, nullptr)->reply;
    take_back(*scan);
    if (call_.cut) {
        on_gone();
    } else {
        end_reply(scan->guarded);
    }
}

}  // namespace licet::gateway
