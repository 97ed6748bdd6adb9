// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/openai_upstream.h"

#include "base/json_writer.h"
#include "gateway/upstreams/body_edit.h"
#include "gateway/upstreams/embeddings_answer.h"
#include "gateway/upstreams/embeddings_request.h"
#include "gateway/upstreams/http_call.h"
#include "gateway/upstreams/openai_answer.h"
#include "gateway/upstreams/openai_request.h"
#include "gateway/upstreams/responses_answer.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace licet::gateway {
namespace {

/// Of a request with a key and a trace.
constexpr std::size_t kHeadersMostly = 5;
constexpr std::size_t kHeaderBytesMostly = 256;

/// What the server is asked, and who understands its answer.
struct Question {
    std::string_view target;
    std::string body;
    std::unique_ptr<AnswerReader> reader;
};

std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

Result<Question> embeddings_question(const Asking& asking, std::string_view model) {
    const auto& conversation = asking.conversation;
    LICET_TRY(auto body, openai_embeddings_body(model, asking.dialect, asking.body, conversation));
    return Question{"/embeddings", std::move(body),
                    std::make_unique<OpenAiEmbeddings>(embedded_in(asking.dialect, conversation))};
}

Result<Question> chat_question(const Asking& asking, const Upstream& upstream,
                               std::string_view model) {
    const auto& stops = asking.conversation.stop_sequences;
    LICET_TRY(auto body, openai_chat_body(asking, model, upstream.limit_member));
    return Question{
        "/chat/completions", std::move(body),
        std::make_unique<OpenAiAnswer>(std::vector<std::string>{stops.begin(), stops.end()})};
}

/// The client's own body. The server must not keep what nobody could look into afterwards.
std::optional<Question> responses_question(const Asking& asking, std::string_view model) {
    const auto name = quoted(model);
    const auto limit = std::to_string(asking.conversation.max_tokens.value_or(0));
    std::vector<MemberEdit> edits{
        {"model", name}, {"stream", asking.stream ? "true" : "false"}, {"store", "false"}};
    if (asking.conversation.limit_is_ours) {
        edits.push_back({"max_output_tokens", limit});
    }
    auto body = edit_members(asking.body, edits);
    return body ? std::optional{Question{"/responses", *std::move(body),
                                         std::make_unique<ResponsesAnswer>()}}
                : std::nullopt;
}

Result<Question> question_of(const Asking& asking, const Upstream& upstream) {
    const auto model = upstream.name_of(asking.admission.model().model_id);
    if (embeds(asking.dialect)) {
        return embeddings_question(asking, model);
    }
    if (asking.dialect == Dialect::openai_responses && upstream.has_responses &&
        !asking.body.empty()) {
        if (auto question = responses_question(asking, model)) {
            return *std::move(question);
        }
    }
    return chat_question(asking, upstream, model);
}

}  // namespace

std::unique_ptr<UpstreamCall> OpenAiUpstream::ask(const Asking& asking, ReplyListener& listener) {
    auto question = question_of(asking, upstream_);
    if (!question.ok()) {
        return refuse_call(loop_, cannot_ask(question.error().message), listener);
    }
    net::ClientRequest request{
        .method = "POST",
        .target = std::string{question->target},
        .body = std::move(question->body),
        // Asking twice changes nothing upstream, and spares callers the races of idle connections.
        .repeatable = true};
    request.headers.reserve(kHeadersMostly, kHeaderBytesMostly);
    request.headers.push_back({"content-type", "application/json"});
    request.headers.push_back({"accept", asking.stream ? "text/event-stream" : "application/json"});
    if (!upstream_.key.empty()) {
        request.headers.push_back({"authorization", "Bearer " + upstream_.key});
    }
    return std::make_unique<HttpCall>(
        HttpCall::Target{client_, upstream_.endpoint, upstream_.timeouts, asking.trace},
        std::move(request), "text/event-stream", std::move(question->reader), listener);
}

}  // namespace licet::gateway
