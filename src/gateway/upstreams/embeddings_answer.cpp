// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/embeddings_answer.h"

#include "gateway/doors/token_counting.h"
#include "gateway/embeddings.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

namespace licet::gateway {
namespace {

using Numbers = std::vector<std::string>;

constexpr double kFloatMost = std::numeric_limits<float>::max();

/// One list of floats, as it is written.
Result<std::string> read_floats(const Json& list) {
    std::int64_t count = 0;
    const auto read = list.each_item([&](Json item) -> Result<void> {
        LICET_TRY_VOID(item.number(-kFloatMost, kFloatMost));
        return ++count <= kDimensionsMax ? Result<void>{} : unexpected_answer("too many numbers");
    });
    if (!read.ok()) {
        return unexpected_answer(fmt::format("an embedding, {}", read.error().message));
    }
    if (count == 0) {
        return unexpected_answer("an embedding of no numbers");
    }
    return list.minified();
}

Result<Numbers> read_lists(const Json& lists) {
    Numbers out;
    LICET_TRY_VOID(lists.each_item([&](Json list) -> Result<void> {
        LICET_TRY(out.emplace_back(), read_floats(list));
        return {};
    }));
    return out;
}

/// Numbers that answer something: as many lists as things were asked about.
Result<void> check_count(const Numbers& numbers, const Embedded& asked) {
    return numbers.size() == asked.inputs
               ? Result<void>{}
               : unexpected_answer(
                     fmt::format("{} embeddings in place of {}", numbers.size(), asked.inputs));
}

/// Without what may stand behind the object, so that members can be added to it.
std::string_view object_of(std::string_view body) {
    return body.substr(0, body.rfind('}') + 1);
}

}  // namespace

Embedded embedded_in(Dialect door, const Conversation& conversation) {
    return {.door = door,
            .inputs = texts_of(conversation).size(),
            .estimate = estimated_tokens(conversation)};
}

Result<void> OpenAiEmbeddings::whole(std::string_view body, Emit& emit) {
    LICET_TRY(const auto answer, parse_answer(body));
    const auto data = answer.find("data");
    if (!data || !data->is_list()) {
        return unexpected_answer("no data");
    }
    const auto usage = answer.find("usage");
    if (!usage) {
        return unexpected_answer("no usage.prompt_tokens");
    }
    LICET_TRY(const auto tokens, tokens_of(*usage, "prompt_tokens"));
    Numbers numbers;
    if (asked_.door != Dialect::openai_embeddings) {
        LICET_TRY_VOID(data->each_item([&](Json item) -> Result<void> {
            const auto index = item.find("index");
            const auto place = index ? index->integer(0, kTokensMax) : Result<std::int64_t>{0};
            const auto list = item.find("embedding");
            if (!list || !place.ok() || (index && std::cmp_not_equal(*place, numbers.size()))) {
                return unexpected_answer("an embedding that is missing, or not in its place");
            }
            LICET_TRY(numbers.emplace_back(), read_floats(*list));
            return {};
        }));
        LICET_TRY_VOID(check_count(numbers, asked_));
    }
    const ReplyEvent events[] = {{.kind = ReplyEvent::Kind::usage, .usage = {.input = tokens}}};
    emit({.events = events,
          .raw = body,
          .dialect = Dialect::openai_embeddings,
          .whole = true,
          .embeddings = numbers});
    return {};
}

Result<void> OpenAiEmbeddings::piece(std::string_view /*bytes*/, Emit& /*emit*/) {
    return unexpected_answer("embeddings do not come as a stream");
}

Result<void> InvokedEmbeddings::whole(std::string_view body, Emit& emit) {
    LICET_TRY(const auto answer, parse_answer(body));
    if (!is_answer(answer)) {
        return unexpected_answer("no embeddings");
    }
    auto tokens = told();
    if (!tokens) {
        LICET_TRY(tokens, usage(answer));
    }
    Numbers read;
    if (asked_.door != dialect_) {
        LICET_TRY(read, numbers(answer));
        LICET_TRY_VOID(check_count(read, asked_));
    }
    const ReplyEvent events[] = {{.kind = ReplyEvent::Kind::usage,
                                  .usage = tokens.value_or(TokenUsage{.input = asked_.estimate})}};
    emit({.events = events,
          .raw = object_of(body),
          .dialect = dialect_,
          .whole = true,
          .embeddings = read,
          .counted = tokens.has_value()});
    return {};
}

Result<void> InvokedEmbeddings::chunk(Json /*part*/, std::string_view /*data*/, Emit& /*emit*/) {
    return unexpected_answer("embeddings do not come as a stream");
}

bool TitanEmbeddings::is_answer(const Json& answer) const {
    const auto floats = answer.find("embedding");
    const auto types = answer.find("embeddingsByType");
    return (floats && floats->is_list()) || (types && types->is_object());
}

Result<Numbers> TitanEmbeddings::numbers(const Json& answer) const {
    const auto list = answer.find("embedding");
    if (!list) {
        return unexpected_answer("no embedding");
    }
    LICET_TRY(auto floats, read_floats(*list));
    return Numbers{std::move(floats)};
}

Result<std::optional<TokenUsage>> TitanEmbeddings::usage(const Json& answer) const {
    const auto count = answer.find("inputTextTokenCount");
    if (!count || count->is_null()) {
        return std::optional<TokenUsage>{};
    }
    LICET_TRY(const auto tokens, count->integer(0, kTokensMax));
    return std::optional{TokenUsage{.input = tokens}};
}

bool CohereEmbeddings::is_answer(const Json& answer) const {
    const auto numbers = answer.find("embeddings");
    return numbers && (numbers->is_list() || numbers->is_object());
}

Result<Numbers> CohereEmbeddings::numbers(const Json& answer) const {
    auto lists = answer.find("embeddings");
    if (lists && lists->is_object()) {
        lists = lists->find("float");
    }
    return lists ? read_lists(*lists) : unexpected_answer("no embeddings of floats");
}

/// Where Bedrock has no header for it, Cohere's own API counts here.
Result<std::optional<TokenUsage>> CohereEmbeddings::usage(const Json& answer) const {
    const auto meta = answer.find("meta");
    const auto billed = meta ? meta->find("billed_units") : std::nullopt;
    const auto count = billed ? billed->find("input_tokens") : std::nullopt;
    if (!count || count->is_null()) {
        return std::optional<TokenUsage>{};
    }
    LICET_TRY(const auto tokens, count->integer(0, kTokensMax));
    return std::optional{TokenUsage{.input = tokens}};
}

std::unique_ptr<AnswerReader> invoked_embeddings(std::string_view model_id, Embedded asked) {
    const auto* const form = embedding_form(model_id);
    if (form != nullptr && form->dialect == Dialect::cohere_embeddings) {
        return std::make_unique<CohereEmbeddings>(asked);
    }
    return std::make_unique<TitanEmbeddings>(asked);
}

}  // namespace licet::gateway
