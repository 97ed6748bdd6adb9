// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/bedrock_upstream.h"

#include "gateway/upstreams/bedrock_request.h"
#include "gateway/upstreams/converse_answer.h"
#include "gateway/upstreams/http_call.h"
#include "wire/event_stream.h"

namespace licet::gateway {

std::unique_ptr<UpstreamCall> BedrockUpstream::ask(const Asking& asking, ReplyListener& listener) {
    if (embeds(asking.dialect)) {
        return refuse_call(loop_, cannot_ask("this model's upstream has no embeddings"), listener);
    }
    auto question = bedrock_question(upstream_, asking, clock_.now());
    if (!question.ok()) {
        return refuse_call(loop_, cannot_ask(question.error().message), listener);
    }
    std::unique_ptr<AnswerReader> reader;
    if (question->invokes) {
        reader = std::make_unique<InvokeAnswer>();
    } else {
        reader = std::make_unique<ConverseAnswer>();
    }
    return std::make_unique<HttpCall>(
        HttpCall::Target{client_, upstream_.endpoint, upstream_.timeouts, asking.trace},
        std::move(question->request), wire::kEventStreamType, std::move(reader), listener);
}

}  // namespace licet::gateway
