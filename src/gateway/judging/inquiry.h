// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "gateway/core.h"
#include "gateway/judging/question.h"
#include "guardrail/hearing.h"
#include "net/function.h"

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace licet::gateway {

/// Brings cases before the classifier of the newest settings. Destroying it gives it up.
/// Loop-owned, gone before the core is.
///
/// Texts that are longer than one question may be are asked about in pieces that overlap; what is
/// found in one of them is found. Without an answer to every question there is no judgement: it is
/// for the caller to let nothing pass then. Source: rule BG-5.
class Inquiry {
public:
    /// Questions about the texts of one case.
    static constexpr std::size_t kPiecesMax = 32;
    /// Characters that two pieces that follow each other have in common.
    static constexpr std::size_t kOverlap = 500;
    /// Questions that are asked at the same time.
    static constexpr std::size_t kAtOnce = 8;
    /// Of an answer, whatever the model thinks aloud included.
    static constexpr std::size_t kReplyBytesMax = std::size_t{1} << 20;
    /// What answers are held against, and answers that are. The first two are Bedrock's bounds.
    static constexpr std::size_t kGroundingSourceMax = 100'000;
    static constexpr std::size_t kGroundingQueryMax = 1'000;
    static constexpr std::size_t kGroundedAnswerMax = 20'000;

    /// One judgement for each case, in their order; `unavailable` when there is none.
    using Done = net::UniqueFunction<void(Result<std::vector<guardrail::Judgement>>)>;

    /// @param cases each with a question
    /// @param request_id for the log
    /// @param done called once, later; may destroy this
    /// @return `unavailable` where no classifier can be asked now, `invalid` for texts that are too
    ///         long; then `done` is not called
    static Result<std::unique_ptr<Inquiry>> begin(Core& core, std::string request_id,
                                                  std::vector<guardrail::Case> cases, Done done);
    ~Inquiry();

    /// Whether an answer can be held against grounds of that length. @return `invalid`
    static Result<void> check_grounds(const guardrail::Grounds& grounds);

private:
    /// A question that is to be asked, or is: about some of a case's texts, or about its grounds.
    struct Next {
        std::size_t brought = 0;  // which case
        std::size_t begin = 0;
        std::size_t end = 0;
        bool grounds = false;
    };
    class Asking;

    Inquiry(Core& core, Done done);

    Result<void> plan();
    Result<void> plan_texts(std::size_t place, std::size_t characters);
    Result<void> plan_grounds(std::size_t place);
    void ask_more();
    void take(Asking& asking, const std::string& reply);
    void fail(std::string_view detail);

    Core& core_;
    std::shared_ptr<const Settings> settings_;
    Health::Trial trial_;  // of the classifier
    std::string request_id_;
    std::vector<guardrail::Case> cases_;
    std::vector<guardrail::Judgement> judgements_;
    Done done_;
    Time began_;
    std::deque<Next> next_;
    std::vector<std::unique_ptr<Asking>> asking_;
};

}  // namespace licet::gateway
