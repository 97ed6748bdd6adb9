// SPDX-License-Identifier: Apache-2.0
// Bodies of OpenAI's API. What a door accepts must keep the promises of conversation.h, and what
// answers it must be JSON.
#include "base/check.h"
#include "base/json_mutator_fuzz.h"
#include "gateway/door.h"
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

void check_answers(const Door& door, Conversation& asked) {
    const auto reply = echo_reply(asked);
    const AnswerFacts facts{.request_id = "r", .model = "m", .started = {}, .echoed = asked.echoed};
    licet::net::Response response;
    door.writer(facts)->whole(response, reply, licet::Milliseconds{1});
    LICET_CHECK(is_json(response.body));
    const auto writer = door.writer(facts);
    std::string stream;
    writer->piece(stream, {.events = events_of(reply)});
    writer->finish(stream, licet::Milliseconds{1});
    licet::wire::SseReader reader;
    const auto read = reader.read(stream, [](auto /*name*/, auto data) -> licet::Result<void> {
        LICET_CHECK(data == "[DONE]" || is_json(data));
        return {};
    });
    LICET_CHECK(read.ok() && reader.at_rest());
}

void check(const Door& door, Json body, bool answers) {
    auto asked = door.read(body);
    if (!asked.ok()) {
        LICET_CHECK(!asked.error().message.empty());
        return;
    }
    LICET_CHECK(!asked->turns.empty() && asked->turns.front().role == Role::user);
    for (std::size_t i = 0; i < asked->turns.size(); ++i) {
        LICET_CHECK(!asked->turns[i].blocks.empty() || (i == 0 && !asked->chat_only.empty()));
        LICET_CHECK(i == 0 || asked->turns[i].role != asked->turns[i - 1].role);
        for (const auto& block : asked->turns[i].blocks) {
            if (const auto* use = std::get_if<ToolUse>(&block)) {
                LICET_CHECK(is_json(use->input));
            }
        }
    }
    if (answers) {
        check_answers(door, *asked);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static JsonReader reader;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto body = reader.parse(text, JsonReader::Padding::absent);
    if (body.ok()) {
        check(chat_door(), *body, true);
        check(responses_door(), *body, true);
        check(embeddings_door(), *body, false);
    }
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
    return licet::fuzz::JsonMutator{kSampleBodies, seed}.mutate(data, size, max_size);
}
