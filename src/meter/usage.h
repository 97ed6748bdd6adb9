// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/time.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace licet::meter {

enum class Outcome : std::uint8_t {
    ok,
    refused,  ///< by the decision, a quota or a guardrail: `reason` says which
    failed,   ///< the upstream or the request
    cut,      ///< the client went, or was sent away, before the end; what was delivered counts
};
std::string_view outcome_text(Outcome outcome);

enum class Guardrail : std::uint8_t { none, passed, intervened };

/// What one model call used, once it is over. Refers to texts that live until record() returns.
struct Usage {
    Time time = {};  ///< when it began
    AccountId account = {};
    std::string_view principal = {};  ///< ARN
    std::string_view model = {};      ///< id; empty when none was found
    std::string_view region = {};
    std::string_view upstream = {};   ///< empty: none was asked
    std::string_view grant = {};      ///< `g-…`; empty when the right comes from none
    std::string_view tags = {};       ///< of meter/tags.h
    std::string_view operation = {};  ///< `Converse` and so on
    Outcome outcome = Outcome::ok;
    std::string_view reason = {};  ///< of a refusal or a failure, one of few words

    std::int64_t input_tokens = 0;  ///< besides what the cache gave or took
    std::int64_t output_tokens = 0;
    std::int64_t cache_read_tokens = 0;
    std::int64_t cache_write_tokens = 0;
    std::int64_t reasoning_tokens = 0;  ///< part of output_tokens
    bool estimated = false;             ///< counted by us: the upstream did not come to say it

    std::optional<std::int64_t> cost_micro_usd = {};  ///< nothing: the price is not known
    Milliseconds latency = {};
    std::optional<Milliseconds> first_piece = {};  ///< of a stream: until its first piece
    Guardrail guardrail = Guardrail::none;
};

}  // namespace licet::meter
