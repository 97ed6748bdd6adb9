// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/cohere_answer.h"

#include <fmt/format.h>

#include <utility>

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

constexpr std::uint32_t kBlocksMost = 10'000;

StopReason stop_reason_of(std::string_view name, bool calls) {
    if (name == "MAX_TOKENS" || name == "ERROR_LIMIT") {
        return StopReason::max_tokens;
    }
    if (name == "STOP_SEQUENCE") {
        return StopReason::stop_sequence;
    }
    if (name == "ERROR_TOXIC") {
        return StopReason::content_filtered;
    }
    return calls ? StopReason::tool_use : StopReason::end_turn;
}

}  // namespace

void CohereAnswer::text(std::string_view said) {
    if (said.empty()) {
        return;
    }
    if (!std::exchange(open_, true)) {
        events_.push_back({.kind = Kind::block_start, .block = blocks_++});
    }
    events_.push_back({.kind = Kind::text, .block = blocks_ - 1, .text = said});
}

void CohereAnswer::close() {
    if (std::exchange(open_, false)) {
        events_.push_back({.kind = Kind::block_stop, .block = blocks_ - 1});
    }
}

/// All of them at once, not numbered by the model.
Result<void> CohereAnswer::calls(const Json& part) {
    const auto list = part.find("tool_calls");
    if (!list || list->is_null()) {
        return {};
    }
    close();
    std::size_t count = 0;
    LICET_TRY_VOID(list->each_item([&](Json) -> Result<void> {
        return ++count + blocks_ > kBlocksMost ? unexpected_answer("too many calls")
                                               : Result<void>{};
    }));
    inputs_.reserve(inputs_.size() + count);  // events refer to them
    ids_.reserve(ids_.size() + count);
    return list->each_item([&](Json call) -> Result<void> {
        const auto name = text_in(call, "name");
        const auto parameters = call.find("parameters");
        if (name.empty() || (parameters && !parameters->is_object())) {
            return unexpected_answer("a tool call without name, or with parameters that are none");
        }
        calls_ = true;
        const auto number = blocks_++;
        const auto block = [&](Kind kind) {
            return ReplyEvent{.kind = kind, .block = number, .block_kind = BlockKind::tool_use};
        };
        auto begin = block(Kind::block_start);
        begin.id = ids_.emplace_back(fmt::format("call_{}", number + 1));
        begin.name = name;
        events_.push_back(begin);
        auto input = block(Kind::tool_input);
        input.text = inputs_.emplace_back(parameters ? parameters->minified() : "{}");
        events_.push_back(input);
        events_.push_back(block(Kind::block_stop));
        return {};
    });
}

Result<void> CohereAnswer::stop(std::string_view reason) {
    if (reason == "ERROR") {
        return unexpected_answer("it ends with an error of the model");
    }
    close();
    stopped_ = true;
    events_.push_back({.kind = Kind::stop, .stop_reason = stop_reason_of(reason, calls_)});
    return {};
}

/// @param told outside of the body, which may have nothing of it
Result<void> CohereAnswer::usage(const Json& response, std::optional<TokenUsage> told) {
    const auto meta = response.find("meta");
    for (const auto name : {"billed_units", "tokens"}) {
        const auto counts = !told && meta ? meta->find(name) : std::nullopt;
        if (counts && counts->find("output_tokens")) {
            TokenUsage tokens;
            LICET_TRY(tokens.input, tokens_of(*counts, "input_tokens"));
            LICET_TRY(tokens.output, tokens_of(*counts, "output_tokens"));
            told = tokens;
        }
    }
    if (told) {
        events_.push_back({.kind = Kind::usage, .usage = *told});
    }
    return {};
}

Result<void> CohereAnswer::whole(std::string_view body, Emit& emit) {
    LICET_TRY(const auto parsed, parse_answer(body));
    if (!parsed.find("text") && !parsed.find("tool_calls")) {
        return unexpected_answer("no text");
    }
    events_.push_back({.kind = Kind::start, .text = text_in(parsed, "generation_id")});
    text(text_in(parsed, "text"));
    LICET_TRY_VOID(calls(parsed));
    LICET_TRY_VOID(stop(text_in(parsed, "finish_reason")));
    LICET_TRY_VOID(usage(parsed, told()));
    emit({.events = events_, .raw = body, .dialect = Dialect::cohere_chat, .whole = true});
    return {};
}

Result<void> CohereAnswer::understand(std::string_view type, const Json& part) {
    if (!std::exchange(started_, true)) {
        events_.push_back({.kind = Kind::start, .text = text_in(part, "generation_id")});
    }
    if (type == "text-generation" || type == "tool-calls-chunk") {
        text(text_in(part, "text"));
        return {};
    }
    if (type == "tool-calls-generation") {
        return calls(part);
    }
    if (type != "stream-end") {
        return {};  // queries, citations
    }
    LICET_TRY_VOID(stop(text_in(part, "finish_reason")));
    LICET_TRY(const auto told, metrics(part));
    const auto response = part.find("response");
    return usage(response ? *response : part, told);
}

Result<void> CohereAnswer::chunk(Json part, std::string_view data, Emit& emit) {
    const auto type = text_in(part, "event_type");
    if (type.empty() || stopped_) {
        return unexpected_answer("a chunk without event_type, or after the end");
    }
    events_.clear();
    inputs_.clear();
    ids_.clear();
    LICET_TRY_VOID(understand(type, part));
    return pass_on(emit, {.events = events_, .raw = data, .dialect = Dialect::cohere_chat});
}

}  // namespace licet::gateway
