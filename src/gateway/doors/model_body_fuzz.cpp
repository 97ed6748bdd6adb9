// SPDX-License-Identifier: Apache-2.0
// Bodies of model calls. What a door accepts must keep the promises of message.h, and what goes
// upstream for it must be JSON.
#include "base/check.h"
#include "gateway/doors/anthropic_messages.h"
#include "gateway/doors/converse.h"
#include "gateway/providers/echo.h"
#include "gateway/providers/openai.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace licet::gateway;

namespace {

void check_prompt(const licet::Result<Prompt>& prompt) {
    if (!prompt.ok()) {
        LICET_CHECK(!prompt.error().message.empty());
        return;
    }
    LICET_CHECK(!prompt->turns.empty() && prompt->turns.front().role == Role::user);
    for (std::size_t i = 0; i < prompt->turns.size(); ++i) {
        LICET_CHECK(!prompt->turns[i].texts.empty());
        LICET_CHECK(i == 0 || prompt->turns[i].role != prompt->turns[i - 1].role);
    }
    JsonReader reader;
    LICET_CHECK(reader.parse(openai_body("m", *prompt), JsonReader::Padding::absent).ok());
    std::string answer;
    write_converse(answer, echo(*prompt), licet::Milliseconds{1});
    LICET_CHECK(reader.parse(answer, JsonReader::Padding::absent).ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static JsonReader reader;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto body = reader.parse(text, JsonReader::Padding::absent);
    if (!body.ok()) {
        return 0;
    }
    check_prompt(read_converse(*body));
    check_prompt(read_anthropic_messages(*body));
    const licet::Result<licet::net::ClientResponse> response{
        licet::net::ClientResponse{.status = 200, .body = std::string{text}}};
    JsonReader upstream_reader;
    const auto answer = openai_answer(response, upstream_reader, {"END"});
    LICET_CHECK(answer.completion.ok() == answer.fault.empty());
    return 0;
}
