// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/bedrock_upstream.h"

#include "gateway/upstreams/bedrock_request.h"
#include "gateway/upstreams/cohere_answer.h"
#include "gateway/upstreams/converse_answer.h"
#include "gateway/upstreams/http_call.h"
#include "gateway/upstreams/nova_answer.h"
#include "gateway/upstreams/prompt_answer.h"
#include "wire/event_stream.h"

namespace licet::gateway {

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
        return refuse_call(loop_, cannot_ask("this model's upstream has no embeddings"), listener);
    }
    auto question = bedrock_question(upstream_, asking, clock_.now());
    if (!question.ok()) {
        return refuse_call(loop_, cannot_ask(question.error().message), listener);
    }
    return std::make_unique<HttpCall>(
        HttpCall::Target{client_, upstream_.endpoint, upstream_.timeouts, asking.trace},
        std::move(question->request), wire::kEventStreamType, bedrock_reader(question->dialect),
        listener);
}

}  // namespace licet::gateway
