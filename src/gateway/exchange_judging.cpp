// SPDX-License-Identifier: Apache-2.0
// What a classifier is asked of a call, and what comes of its answers. Where it gives none, the
// call ends: nothing passes that was not judged. Source: rule BG-5.
#include "gateway/exchange.h"

#include "gateway/judging/call_judging.h"
#include "gateway/judging/cases.h"

#include <algorithm>
#include <utility>

namespace licet::gateway {
namespace {

using guardrail::Action;
using guardrail::Source;

/// Why a call was refused, as metering tells it.
constexpr std::string_view kClassifier = "classifier";

/// An answer that is too long to be judged is the model's, not the caller's.
Error of_answer(const Error& error) {
    return error.kind == ErrorKind::invalid
               ? Error{ErrorKind::unavailable, error.message, "ModelErrorException"}
               : error;
}

}  // namespace

/// Holds the prompt against the guardrails that have a classifier judge it. Nothing is reserved or
/// sent while it thinks; then the call is attempted anew, and what was judged is known.
/// @return whether the attempt goes on now
bool Exchange::judge_prompt(const Conversation& conversation) {
    const bool of_answer = guarding_->asks_classifier(Source::output);
    if (guarding_->prompt_cases().empty() && !of_answer) {
        judging_.reset();
        return true;
    }
    if (judging_ == nullptr) {
        judging_ = std::make_unique<CallJudging>();
    }
    judging_->hold.reset();
    std::vector<GuardrailCase> open;
    for (const auto& one : guarding_->prompt_cases()) {
        if (const auto* judgement = judging_->prompt.find(one.brought)) {
            guarding_->judged(one.place, Source::input, *judgement);
        } else if (one.brought.has_questions()) {
            open.push_back(one);
        }
    }
    if (guarding_->outcome(Source::input) == Action::block) {
        refuse_prompt(conversation);
        return false;
    }
    if (!open.empty()) {
        ask_about_prompt(std::move(open));
        return false;
    }
    judging_->grounds = guarding_->grounds();
    const bool grounded = is_grounded(*guarding_, judging_->grounds);
    if (const auto fit = Inquiry::check_grounds(judging_->grounds); grounded && !fit.ok()) {
        end_unjudged(fit.error());
        return false;
    }
    if (of_answer && streams_) {
        judging_->hold.emplace(grounded ? AnswerHold::Windows::one : AnswerHold::Windows::many);
    }
    return true;
}

void Exchange::ask_about_prompt(std::vector<GuardrailCase> cases) {
    std::vector<PromptJudgements::Key> keys;
    for (const auto& one : cases) {
        keys.push_back(PromptJudgements::key_of(one.brought));
    }
    inquire(std::move(cases), [this, keys = std::move(keys)](
                                  const std::vector<guardrail::Judgement>& judgements) mutable {
        for (std::size_t i = 0; i < keys.size(); ++i) {
            judging_->prompt.keep(std::move(keys[i]), judgements[i]);
        }
        attempt(core_.json.parse(request().body(), JsonReader::Padding::present));
    });
}

/// Brings cases before the classifier, and goes on once all are judged.
void Exchange::inquire(std::vector<GuardrailCase> cases, Judged then) {
    std::vector<guardrail::Case> brought;
    for (auto& one : cases) {
        brought.push_back(std::move(one.brought));
    }
    auto inquiry = Inquiry::begin(
        core_, origin_.request_id, std::move(brought),
        [this, then = std::move(then)](Result<std::vector<guardrail::Judgement>> judged) mutable {
            const auto self = shared_from_this();
            const auto over = std::move(judging_->inquiry);
            judged.ok() ? then(*judged) : end_unjudged(judged.error());
        });
    if (inquiry.ok()) {
        judging_->inquiry = *std::move(inquiry);
    } else {
        end_unjudged(inquiry.error());
    }
}

/// The call ends because its texts could not be judged.
void Exchange::end_unjudged(const Error& error) {
    if (error.kind == ErrorKind::unavailable) {
        refusal_ = kClassifier;
    }
    call_.cut = began();
    fail(call_.first_piece ? of_answer(error) : error, false);
}

/// Holds an answer that has come whole against the guardrails that have a classifier judge it.
/// @return whether it waits for that
bool Exchange::judge_reply() {
    if (judging_ == nullptr || !answer_guard_ || answer_guard_->blocked()) {
        return false;
    }
    auto cases = answer_cases(*guarding_, texts_of(reply_), {}, judging_->grounds);
    if (cases.empty()) {
        return false;
    }
    inquire(cases,
            [this, places = places_of(cases)](const std::vector<guardrail::Judgement>& judgements) {
                const bool told = guarding_->outcome(Source::output) != Action::none;
                if (note_judged(places, judgements) == Action::block) {
                    for (const auto& block : reply_.blocks) {
                        if (!told) {
                            guarding_->trace().withheld(block.text);
                        }
                    }
                    reply_.blocks = {{.kind = BlockKind::text,
                                      .text = std::string{guarding_->message(Source::output)}}};
                    reply_.stop_reason = StopReason::guardrail_intervened;
                }
                deliver_whole();
            });
    return true;
}

/// What the classifier made of a part of the answer. @return the most that it leads to
Action Exchange::note_judged(const std::vector<std::size_t>& places,
                             const std::vector<guardrail::Judgement>& judgements) {
    auto outcome = Action::none;
    for (std::size_t i = 0; i < places.size(); ++i) {
        outcome = std::max(outcome, guarding_->judged(places[i], Source::output, judgements[i]));
    }
    return outcome;
}

/// Holds back what the scans let through of a stream until the classifier has judged it. While it
/// judges a window the next one fills, and no more.
void Exchange::hold(std::span<const ReplyEvent> passed) {
    auto& hold = *judging_->hold;
    hold.take(passed, guarding_->message(Source::output));
    if (answer_guard_->blocked()) {
        upstream_call_.reset();
        upstreams_->settings->health->succeeded(upstream_);
        hold.end();
    }
    judge_window();
}

void Exchange::judge_window() {
    auto& hold = *judging_->hold;
    if (hold.overflows()) {
        end_unjudged({ErrorKind::invalid,
                      "the answer is too long to be held against the guardrails that apply"});
        return;
    }
    if (judging_->inquiry == nullptr && hold.is_ready()) {
        begin_window();
    }
    if (upstream_call_ && !full_) {
        const bool waits = judging_->inquiry != nullptr;
        waits&& hold.is_full() ? upstream_call_->pause() : upstream_call_->resume();
    }
}

void Exchange::begin_window() {
    auto& hold = *judging_->hold;
    const auto texts = hold.begin_window();
    auto cases = answer_cases(*guarding_, texts, hold.context(),
                              hold.is_whole() ? judging_->grounds : guardrail::Grounds{});
    if (cases.empty()) {
        end_window(Action::none);
        return;
    }
    inquire(cases,
            [this, places = places_of(cases)](const std::vector<guardrail::Judgement>& judgements) {
                end_window(note_judged(places, judgements));
            });
}

/// A window was judged: it goes on, or the message in its place.
void Exchange::end_window(Action outcome) {
    if (!still_allowed()) {
        return;
    }
    auto& hold = *judging_->hold;
    if (outcome == Action::block) {
        if (upstream_call_) {
            upstream_call_.reset();
            upstreams_->settings->health->succeeded(upstream_);
        }
        tell({.events = hold.replace(guarding_->message(Source::output))});
        end_stream();
        return;
    }
    tell({.events = hold.release()});
    if (hold.ended() && hold.is_empty()) {
        end_stream();
        return;
    }
    flush();
    judge_window();
}

}  // namespace licet::gateway
