// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/answer_guard.h"
#include "gateway/call.h"
#include "gateway/call_trace.h"
#include "gateway/core.h"
#include "gateway/gateway.h"
#include "gateway/guarding.h"
#include "gateway/json.h"
#include "gateway/operations.h"
#include "gateway/upstream_client.h"
#include "net/service.h"
#include "quota/ledger.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace licet::gateway {

struct CallJudging;
struct CallScan;
struct PromptScan;
struct ReplyScan;
class InvocationRecord;

/// One model call from its request to the end of its answer: decides, asks an upstream, perhaps
/// several one after the other, answers, records. A retry decides anew.
///
/// While a streamed answer comes, each change of what is allowed is looked at before the next piece
/// goes out: a call that would not be allowed any more ends there.
class Exchange final : public net::ClientWatch,
                       public ReplyListener,
                       public std::enable_shared_from_this<Exchange> {
public:
    Exchange(Core& core, const Operation& operation, ModelCall&& call, net::Responder&& responder);
    ~Exchange() override;

    /// Once, when it is in core.live.
    void start();

    void on_room() override;
    void on_gone() override;
    void on_frame(const Frame& frame) override;
    void on_rest() override { flush(); }
    void on_end(std::optional<UpstreamFault> fault) override;

private:
    Result<void> understand(const Result<Json>& body);
    void attempt(const Result<Json>& body, PromptScan* scanned = nullptr);
    decision::Decision decide(const decision::Index& index, std::string_view identifier,
                              const Result<Json>& body);
    Result<Conversation> read(const decision::Admission& admission, const Result<Json>& body);
    bool guard(const decision::Admission& admission, const Result<Json>& body,
               Conversation& conversation, PromptScan* scanned);
    std::optional<bool> blocks(const decision::Admission& admission, const Result<Json>& body,
                               Conversation& conversation, PromptScan* scanned);
    void refuse_prompt(const Conversation& conversation);
    void answer_blocked(const Conversation& conversation);
    Result<void> find_route();
    bool has_room(const decision::Index& index, const model::Quotas& quotas,
                  Conversation& conversation);
    bool reserve(const decision::Index& index, const model::Quotas& quotas,
                 Conversation& conversation);
    void ask(const decision::Admission& admission, const Conversation& conversation);
    bool try_again(const UpstreamFault& fault);
    void attempt_after(Milliseconds wait);
    bool fall_back();
    void end_attempt(const Error& error, bool refused);
    void settle_so_far();
    bool still_allowed();
    void make_writer(const Conversation& conversation);

    void note(const ReplyEvent& event);
    void keep(const Frame& frame);
    void pass_guarded(const Frame& frame);
    void tell(const Frame& frame);

    const net::Request& request() const;
    void scan_prompt(const decision::Admission& admission, const Result<Json>& body,
                     Conversation conversation, PromptScan* scanned);
    void end_prompt_scan();
    bool scan_reply();
    void take_back(ReplyScan& scan);
    void end_reply_scan();
    void end_reply(const Result<void>& guarded);

    using Judged = net::UniqueFunction<void(const std::vector<guardrail::Judgement>&)>;
    bool judge_prompt(const Conversation& conversation);
    void ask_about_prompt(std::vector<GuardrailCase> cases);
    void inquire(std::vector<GuardrailCase> cases, Judged then);
    void end_unjudged(const Error& error);
    bool judge_reply();
    guardrail::Action note_judged(const std::vector<std::size_t>& places,
                                  const std::vector<guardrail::Judgement>& judgements);
    void hold(std::span<const ReplyEvent> passed);
    void judge_window();
    void begin_window();
    void end_window(guardrail::Action outcome);

    bool began() const { return stream_.has_value(); }
    void flush();
    void begin();
    void send_whole();
    void deliver_whole();
    void end_stream();
    void fail(const Error& error, bool refused);
    Result<void> settle();
    void add_in_vain();
    Result<void> record(const Error* error);
    void record_cut();
    void measure(const Error* error);
    void close();
    Milliseconds latency() const;

    /// What is told of a call while other models are asked in place of the one that was named.
    struct Named {
        Call call;
        std::unique_ptr<InvocationRecord> invocation;
    };

    /// What the call used before other quotas or another model's prices came to hold.
    struct InVain {
        TokenUsage usage = {};
        bool usage_is_estimate = false;
        std::optional<std::int64_t> cost = 0;  ///< micro-dollars; none: no price is known
        Result<void> settled = {};             ///< with their quotas
    };

    Core& core_;
    const Operation& operation_;
    const Door* door_ = nullptr;  // once it is known
    net::Request request_;        // but for a scan_ that has it; see request()
    engine::Origin origin_;
    std::optional<net::Responder> responder_;    // until the answer begins
    std::optional<net::ResponseStream> stream_;  // from its first piece on
    bool streams_ = false;
    Call call_;
    CallTrace call_trace_;

    std::string identifier_;  // of the model, as the caller or the route's fallback names it
    std::shared_ptr<const Upstreams> upstreams_;
    const Route* route_ = nullptr;
    std::size_t upstream_ = 0;  // the one that is being asked
    Health::Trial trial_;       // of it
    std::vector<std::size_t> tried_;
    std::uint32_t attempts_ = 0;
    std::size_t next_fallback_ = 0;
    const Route* first_route_ = nullptr;
    std::optional<Error> fault_;    // of the model that was named, the last one
    std::unique_ptr<Named> named_;  // what it is recorded with, once others are asked in its place
    InVain in_vain_;
    TokenUsage used_before_;  // of the same model, by earlier questions that failed
    net::Timer retry_;
    std::unique_ptr<UpstreamCall> upstream_call_;

    TraceLevel trace_ = TraceLevel::disabled;  // how much the caller wants to know of guardrails
    std::unique_ptr<Guarding> guarding_;       // of the attempt; null: no guardrail applies
    std::optional<AnswerGuard> answer_guard_;  // refers to guarding_; not of answers without texts
    std::unique_ptr<CallJudging> judging_;     // null: no classifier is asked about it
    std::unique_ptr<CallScan> scan_;           // null: no other thread scans texts of it now
    std::unique_ptr<ReplyWriter> writer_;      // refers to guarding_
    Reply reply_;                              // of a whole answer; of a stream without its blocks
    std::string raw_reply_;          // the upstream's own body, where it can go out as it came
    std::string pieces_;             // of a stream, that go out together
    std::string_view refusal_ = {};  // why it was refused, in a word of few
    quota::Reservation reservation_;
    model::Quotas reserved_;  // of what it holds; a retry of the same model keeps it
    std::unique_ptr<InvocationRecord> invocation_;  // null: the account does not log its calls
    std::size_t asked_bytes_ = 0;                   // of the conversation's texts
    std::size_t delivered_bytes_ = 0;               // of texts, thoughts and tools' inputs
    bool stopped_ = false;                          // the answer's end was told
    bool usage_is_final_ = false;                   // it was told with the end or after it
    bool as_it_came_ = true;                        // whether the client's own bytes may go on
    bool full_ = false;
};

}  // namespace licet::gateway
