// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/anthropic_upstream.h"

#include "gateway/upstreams/anthropic_answer.h"
#include "gateway/upstreams/anthropic_request.h"
#include "gateway/upstreams/http_call.h"

namespace licet::gateway {
namespace {

constexpr std::string_view kVersion = "2023-06-01";

}  // namespace

std::unique_ptr<UpstreamCall> AnthropicUpstream::ask(const Asking& asking,
                                                     ReplyListener& listener) {
    if (embeds(asking.dialect)) {
        return refuse_call(loop_, cannot_ask("this model's upstream has no embeddings"), listener);
    }
    auto body = anthropic_body(asking, upstream_.name_of(asking.admission.model().model_id));
    if (!body.ok()) {
        return refuse_call(loop_, cannot_ask(body.error().message), listener);
    }
    net::ClientRequest request{
        .method = "POST",
        .target = "/messages",
        .headers = {{"content-type", "application/json"},
                    {"accept", asking.stream ? "text/event-stream" : "application/json"},
                    {"anthropic-version", kVersion}},
        .body = *std::move(body),
        // Asking twice changes nothing upstream, and spares callers the races of idle connections.
        .repeatable = true};
    if (!asking.conversation.betas.empty()) {
        request.headers.push_back({"anthropic-beta", asking.conversation.betas});
    }
    if (!upstream_.key.empty()) {
        request.headers.push_back({"x-api-key", upstream_.key});
    }
    return std::make_unique<HttpCall>(
        HttpCall::Target{client_, upstream_.endpoint, upstream_.timeouts, asking.trace},
        std::move(request), "text/event-stream", std::make_unique<AnthropicAnswer>(), listener);
}

}  // namespace licet::gateway
