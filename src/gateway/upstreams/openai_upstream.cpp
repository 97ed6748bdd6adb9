// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/openai_upstream.h"

#include "base/json_writer.h"
#include "gateway/upstreams/body_edit.h"
#include "gateway/upstreams/http_call.h"
#include "gateway/upstreams/openai_answer.h"
#include "gateway/upstreams/openai_request.h"

#include <array>

namespace licet::gateway {
namespace {

/// The client's own body: no other door has embeddings.
Result<std::string> embeddings_body(const Asking& asking, std::string_view model) {
    if (asking.body.empty()) {
        return Error{ErrorKind::invalid, "embeddings go on as they came only"};
    }
    std::string name;
    append_json_string(name, model);
    auto body = edit_members(asking.body, std::array<MemberEdit, 1>{{{"model", name}}});
    if (!body) {
        return Error{ErrorKind::invalid, "names of members must not have escapes"};
    }
    return *std::move(body);
}

}  // namespace

std::unique_ptr<UpstreamCall> OpenAiUpstream::ask(const Asking& asking, ReplyListener& listener) {
    const bool embeds = asking.dialect == Dialect::openai_embeddings;
    const auto model = upstream_.name_of(asking.admission.model().model_id);
    auto body = embeds ? embeddings_body(asking, model) : openai_chat_body(asking, model);
    if (!body.ok()) {
        return refuse_call(loop_, cannot_ask(body.error().message), listener);
    }
    net::ClientRequest request{
        .method = "POST",
        .target = embeds ? "/embeddings" : "/chat/completions",
        .headers = {{"content-type", "application/json"},
                    {"accept", asking.stream ? "text/event-stream" : "application/json"}},
        .body = *std::move(body),
        // Asking twice changes nothing upstream, and spares callers the races of idle connections.
        .repeatable = true};
    if (!upstream_.key.empty()) {
        request.headers.push_back({"authorization", "Bearer " + upstream_.key});
    }
    std::unique_ptr<AnswerReader> reader;
    if (embeds) {
        reader = std::make_unique<OpenAiEmbeddings>();
    } else {
        const auto& stops = asking.conversation.stop_sequences;
        reader =
            std::make_unique<OpenAiAnswer>(std::vector<std::string>{stops.begin(), stops.end()});
    }
    return std::make_unique<HttpCall>(
        HttpCall::Target{client_, upstream_.endpoint, upstream_.timeouts, asking.trace},
        std::move(request), "text/event-stream", std::move(reader), listener);
}

}  // namespace licet::gateway
