// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/bedrock_upstream.h"

#include "gateway/embeddings.h"
#include "gateway/token_bounds.h"
#include "gateway/upstreams/bedrock_request.h"
#include "gateway/upstreams/cohere_answer.h"
#include "gateway/upstreams/converse_answer.h"
#include "gateway/upstreams/embedding_calls.h"
#include "gateway/upstreams/embeddings_answer.h"
#include "gateway/upstreams/embeddings_request.h"
#include "gateway/upstreams/http_call.h"
#include "gateway/upstreams/nova_answer.h"
#include "gateway/upstreams/prompt_answer.h"
#include "wire/event_stream.h"

namespace licet::gateway {

namespace {

/// The signed requests of a call about things to be embedded, one at least.
Result<std::vector<net::ClientRequest>> embedding_requests(const Upstream& upstream,
                                                           const Asking& asking, Time now) {
    const auto& model_id = asking.admission.model().model_id;
    LICET_TRY(auto bodies,
              invoke_embeddings_bodies(model_id, asking.dialect, asking.body, asking.conversation));
    std::vector<net::ClientRequest> out;
    for (auto& body : bodies) {
        LICET_TRY(out.emplace_back(), invoke_request(upstream, model_id, std::move(body), now));
    }
    return out;
}

}  // namespace

std::unique_ptr<AnswerReader> bedrock_reader(Dialect dialect) {
    if (const auto* const format = prompt_format(dialect)) {
        return std::make_unique<PromptAnswer>(*format);
    }
    switch (dialect) {
        case Dialect::anthropic:
            return std::make_unique<InvokeAnswer>();
        case Dialect::cohere_chat:
            return std::make_unique<CohereAnswer>();
        case Dialect::amazon_nova:
            return std::make_unique<NovaAnswer>();
        default:
            return std::make_unique<ConverseAnswer>();
    }
}

std::unique_ptr<UpstreamCall> BedrockUpstream::ask(const Asking& asking, ReplyListener& listener) {
    if (embeds(asking.dialect)) {
        return embed(asking, listener);
    }
    auto question = bedrock_question(upstream_, asking, clock_.now());
    if (!question.ok()) {
        return refuse_call(loop_, cannot_ask(question.error().message), listener);
    }
    return call(std::move(question->request), bedrock_reader(question->dialect), asking.trace,
                listener);
}

/// All questions of a call are signed when it begins.
std::unique_ptr<UpstreamCall> BedrockUpstream::embed(const Asking& asking,
                                                     ReplyListener& listener) {
    const auto& model_id = asking.admission.model().model_id;
    auto requests = embedding_requests(upstream_, asking, clock_.now());
    if (!requests.ok()) {
        return refuse_call(loop_, cannot_ask(requests.error().message), listener);
    }
    const auto all = embedded_in(asking.dialect, asking.conversation);
    if (requests->size() == 1) {
        return call(std::move(requests->front()), invoked_embeddings(model_id, all), asking.trace,
                    listener);
    }
    const auto texts = texts_of(asking.conversation);
    std::vector<Embedded> each;
    for (const auto text : texts) {
        each.push_back({.door = all.door, .inputs = 1, .estimate = tokens_of_bytes(text.size())});
    }
    const auto count = requests->size();
    return std::make_unique<EmbeddingCalls>(
        count, embedding_form(model_id)->dialect,
        [this, model_id, each = std::move(each), trace = asking.trace,
         questions = *std::move(requests)](std::size_t place, ReplyListener& lane) mutable {
            return call(std::move(questions[place]), invoked_embeddings(model_id, each[place]),
                        trace, lane);
        },
        listener);
}

std::unique_ptr<UpstreamCall> BedrockUpstream::call(net::ClientRequest request,
                                                    std::unique_ptr<AnswerReader> reader,
                                                    const net::HeaderFields& trace,
                                                    ReplyListener& listener) {
    return std::make_unique<HttpCall>(
        HttpCall::Target{client_, upstream_.endpoint, upstream_.timeouts, trace},
        std::move(request), wire::kEventStreamType, std::move(reader), listener);
}

}  // namespace licet::gateway
