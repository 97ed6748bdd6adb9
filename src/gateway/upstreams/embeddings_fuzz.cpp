// SPDX-License-Identifier: Apache-2.0
// The input is a body that asks for embeddings, and an answer that has some. What a door accepts
// must keep the promises of conversation.h and be JSON on its way to every upstream; what a reader
// understands must be JSON by every door.
#include "base/check.h"
#include "base/json_mutator_fuzz.h"
#include "gateway/doors/reading.h"
#include "gateway/makers.h"
#include "gateway/upstreams/embeddings_answer.h"
#include "gateway/upstreams/embeddings_request.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace licet;
using namespace licet::gateway;

namespace {

constexpr std::array<std::string_view, 8> kSamples = {
    R"({"model":"m","input":["a","b"],"dimensions":3,"encoding_format":"base64","user":"u"})",
    R"({"inputText":"a","inputImage":"/9j/4AAQ","dimensions":256,"normalize":true,)"
    R"("embeddingTypes":["float","binary"],"embeddingConfig":{"outputEmbeddingLength":256}})",
    R"({"texts":["a","b"],"input_type":"search_query","truncate":"NONE","embedding_types":)"
    R"(["float"],"output_dimension":256,"max_tokens":9})",
    R"({"input_type":"image","inputs":[{"content":[{"type":"text","text":"a"},{"type":"image_url",)"
    R"("image_url":"data:image/png;base64,aGk="}]},{"content":[{"type":"image_url","image_url":)"
    R"({"url":"data:image/png;base64,aGk="}}]}]})",
    R"({"data":[{"index":0,"embedding":[0.5,-1e3]}],"usage":{"prompt_tokens":3}})",
    R"({"embedding":[0.5,-1e3],"inputTextTokenCount":3,"embeddingsByType":{"binary":[1]}})",
    R"({"id":"c","embeddings":[[0.5,-1e3]],"meta":{"billed_units":{"input_tokens":3}}})",
    R"({"id":"c","embeddings":{"float":[[0.5]],"int8":[[1]]},"response_type":"x"})"};

constexpr std::array kDialects = {Dialect::openai_embeddings, Dialect::amazon_titan_embeddings,
                                  Dialect::cohere_embeddings};

const Door& door_of(Dialect dialect) {
    return dialect == Dialect::openai_embeddings         ? embeddings_door()
           : dialect == Dialect::amazon_titan_embeddings ? titan_embeddings_door()
                                                         : cohere_embeddings_door();
}

void check_json(std::string_view text) {
    JsonReader reader;
    LICET_CHECK(reader.parse(text, JsonReader::Padding::absent).ok());
}

void check_question(Dialect dialect, Json body, std::string_view text) {
    const auto asked = door_of(dialect).read(body);
    if (!asked.ok()) {
        LICET_CHECK(!asked.error().message.empty());
        return;
    }
    LICET_CHECK(!asked->turns.empty());
    for (const auto& turn : asked->turns) {
        LICET_CHECK(turn.role == Role::user && !turn.blocks.empty());
        for (const auto& block : turn.blocks) {
            const auto* const image = std::get_if<Image>(&block);
            LICET_CHECK(std::holds_alternative<gateway::Text>(block) ||
                        (image != nullptr && is_base64(image->base64) && image->url.empty()));
        }
    }
    for (const auto own : {text, std::string_view{}}) {
        if (const auto out = openai_embeddings_body("m", dialect, own, *asked); out.ok()) {
            check_json(*out);
        }
        for (const auto* model : {"amazon.titan-embed-text-v2:0", "amazon.titan-embed-image-v1",
                                  "cohere.embed-v4:0", "cohere.embed-english-v3"}) {
            const auto out = invoke_embeddings_bodies(model, dialect, own, *asked);
            LICET_CHECK(!out.ok() || !out->empty());
            for (const auto& one : out.ok() ? *out : std::vector<std::string>{}) {
                check_json(one);
            }
        }
    }
}

/// @param door who asked about one text
void check_answer(AnswerReader& reader, Dialect door, std::string_view text) {
    AnswerReader::Emit emit = [&](const Frame& frame) {
        LICET_CHECK(frame.whole && frame.events.size() == 1);
        check_json(frame.raw);
        LICET_CHECK(frame.dialect == door ? frame.embeddings.empty()
                                          : frame.embeddings.size() == 1);
        const Reply reply{.embeddings = {frame.embeddings.begin(), frame.embeddings.end()}};
        net::Response response;
        door_of(door)
            .writer({.request_id = "r", .model = "m", .started = {}, .echoed = {{"x", ""}}})
            ->whole(response, reply, Milliseconds{1});
        check_json(response.body);
        return true;
    };
    const auto read = reader.whole(text, emit);
    LICET_CHECK(read.ok() || !read.error().message.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    static JsonReader reader;
    const auto body = reader.parse(text, JsonReader::Padding::absent);
    for (const auto dialect : kDialects) {
        if (body.ok() && body->is_object()) {
            check_question(dialect, *body, text);
        }
        const Embedded asked{.door = dialect, .inputs = 1, .estimate = 1};
        OpenAiEmbeddings openai{asked};
        check_answer(openai, dialect, text);
        for (const auto* model : {"amazon.titan-embed-text-v2:0", "cohere.embed-v4:0"}) {
            check_answer(*invoked_embeddings(model, asked), dialect, text);
        }
    }
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
    return fuzz::JsonMutator{kSamples, seed}.mutate(data, size, max_size);
}
