// SPDX-License-Identifier: Apache-2.0
// Bodies of Bedrock Runtime, by all makers, and of Anthropic's API. What a door accepts must keep
// the promises of conversation.h, and what answers it must be JSON.
#include "base/check.h"
#include "base/json_mutator_fuzz.h"
#include "gateway/door.h"
#include "gateway/doors/anthropic_reading.h"
#include "gateway/doors/reading.h"
#include "gateway/doors/token_counting.h"
#include "gateway/makers.h"
#include "gateway/sample_bodies_fuzz.h"
#include "gateway/upstreams/echo_upstream.h"
#include "wire/sse.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace licet::gateway;

namespace {

bool is_json(std::string_view text) {
    JsonReader reader;
    return reader.parse(text, JsonReader::Padding::absent).ok();
}

void check_block(const Block& block) {
    if (const auto* use = std::get_if<ToolUse>(&block)) {
        LICET_CHECK(!use->id.empty() && !use->name.empty() && is_json(use->input));
    } else if (const auto* image = std::get_if<Image>(&block)) {
        LICET_CHECK(image->base64.empty() != image->url.empty());
        LICET_CHECK(image->base64.empty() || is_base64(image->base64));
    } else if (const auto* document = std::get_if<Document>(&block)) {
        LICET_CHECK(document->base64.empty() != document->text.empty());
        LICET_CHECK(document->base64.empty() || is_base64(document->base64));
    } else if (const auto* thought = std::get_if<Reasoning>(&block)) {
        LICET_CHECK(!thought->text.empty() || !thought->signature.empty() ||
                    !thought->redacted.empty());
    }
}

/// @return whether it was understood
bool check(const licet::Result<Conversation>& asked) {
    if (!asked.ok()) {
        LICET_CHECK(!asked.error().message.empty());
        return false;
    }
    LICET_CHECK(!asked->turns.empty() && asked->turns.front().role == Role::user);
    for (std::size_t i = 0; i < asked->turns.size(); ++i) {
        LICET_CHECK(!asked->turns[i].blocks.empty() || (i == 0 && !asked->chat_only.empty()));
        LICET_CHECK(i == 0 || asked->turns[i].role != asked->turns[i - 1].role);
        for (const auto& block : asked->turns[i].blocks) {
            check_block(block);
        }
    }
    for (const auto& tool : asked->tools) {
        LICET_CHECK(!tool.name.empty() && is_json(tool.schema));
    }
    LICET_CHECK(asked->format.schema.empty() || is_json(asked->format.schema));
    LICET_CHECK(estimated_tokens(*asked) >= 0);
    return true;
}

void check_answers(const Door& door, const Conversation& asked) {
    const auto reply = echo_reply(asked);
    const AnswerFacts facts{.request_id = "r", .model = "m", .started = {}, .echoed = asked.echoed};
    licet::net::Response response;
    door.writer(facts)->whole(response, reply, licet::Milliseconds{1});
    LICET_CHECK(is_json(response.body));
    const auto writer = door.writer(facts);
    std::string stream;
    writer->piece(stream, {.events = events_of(reply)});
    writer->finish(stream, licet::Milliseconds{1});
    if (writer->stream_type() != licet::wire::kSseType) {
        return;
    }
    licet::wire::SseReader reader;
    const auto read = reader.read(stream, [](auto /*name*/, auto data) -> licet::Result<void> {
        LICET_CHECK(is_json(data));
        return {};
    });
    LICET_CHECK(read.ok() && reader.at_rest());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static JsonReader reader;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto body = reader.parse(text, JsonReader::Padding::absent);
    if (!body.ok()) {
        return 0;
    }
    for (const auto* door :
         {&converse_door(), &messages_door(), &invoke_door(), &nova_door(), &cohere_door(),
          &titan_text_door(), &llama_door(), &mistral_text_door(), &deepseek_text_door()}) {
        if (const auto asked = door->read(*body); check(asked)) {
            check_answers(*door, *asked);
        }
    }
    JsonReader inner;
    check(read_count_tokens(*body, "anthropic.claude", inner));
    check(read_anthropic_count(*body));
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
    return licet::fuzz::JsonMutator{kSampleBodies, seed}.mutate(data, size, max_size);
}
