// SPDX-License-Identifier: Apache-2.0
#include "gateway/door.h"
#include "gateway/doors/reading.h"
#include "gateway/doors/responses_reading.h"
#include "gateway/doors/responses_writer.h"

#include <utility>

namespace licet::gateway {
namespace {

/// /v1/responses.
class ResponsesDoor final : public Door {
public:
    Dialect dialect() const override { return Dialect::openai_responses; }
    Result<Conversation> read(Json body) const override { return read_responses_request(body); }
    std::unique_ptr<ReplyWriter> writer(AnswerFacts facts) const override {
        return std::make_unique<ResponsesWriter>(std::move(facts));
    }
};

}  // namespace

const Door& responses_door() {
    static const ResponsesDoor door;
    return door;
}

}  // namespace licet::gateway
