// SPDX-License-Identifier: Apache-2.0
#include "gateway/providers/echo.h"

#include <algorithm>

namespace licet::gateway {
namespace {

constexpr std::size_t kTokenBytes = 4;

std::int64_t tokens_in(std::size_t bytes) {
    return static_cast<std::int64_t>((bytes + kTokenBytes - 1) / kTokenBytes);
}

std::size_t prompt_bytes(const Prompt& prompt) {
    std::size_t bytes = 0;
    for (const auto text : prompt.system) {
        bytes += text.size();
    }
    for (const auto& turn : prompt.turns) {
        for (const auto text : turn.texts) {
            bytes += text.size();
        }
    }
    return bytes;
}

std::string last_words(const Prompt& prompt) {
    std::string out = "echo: ";
    const auto turn = std::find_if(prompt.turns.rbegin(), prompt.turns.rend(),
                                   [](const Turn& t) { return t.role == Role::user; });
    if (turn != prompt.turns.rend()) {
        for (const auto text : turn->texts) {
            out += text.data() == turn->texts.front().data() ? "" : "\n";
            out += text;
        }
    }
    return out;
}

void stop_at_sequence(Completion& completion, const Prompt& prompt) {
    std::size_t end = completion.text.size();
    for (const auto stop : prompt.stop_sequences) {
        const auto found = completion.text.find(stop);
        if (found < end) {
            end = found;
            completion.stop_reason = StopReason::stop_sequence;
            completion.stop_sequence = stop;
        }
    }
    completion.text.resize(end);
}

void stop_at_limit(Completion& completion, std::int64_t max_tokens) {
    if (tokens_in(completion.text.size()) <= max_tokens) {
        return;
    }
    std::size_t end = static_cast<std::size_t>(max_tokens) * kTokenBytes;
    while (end > 0 && (static_cast<unsigned char>(completion.text[end]) & 0xc0U) == 0x80U) {
        --end;  // never within a character
    }
    completion.text.resize(end);
    completion.stop_reason = StopReason::max_tokens;
    completion.stop_sequence.clear();
}

}  // namespace

Completion echo(const Prompt& prompt) {
    Completion out{.text = last_words(prompt), .input_tokens = tokens_in(prompt_bytes(prompt))};
    stop_at_sequence(out, prompt);
    if (prompt.max_tokens) {
        stop_at_limit(out, *prompt.max_tokens);
    }
    out.output_tokens = tokens_in(out.text.size());
    return out;
}

void EchoProvider::complete(const decision::Admission& /*admission*/, const Prompt& prompt,
                            Done done) {
    done({.completion = echo(prompt)});
}

}  // namespace licet::gateway
