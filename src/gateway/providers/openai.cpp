// SPDX-License-Identifier: Apache-2.0
#include "gateway/providers/openai.h"

#include "base/json_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace licet::gateway {
namespace {

constexpr std::int64_t kTokensMax = std::numeric_limits<std::int32_t>::max();

/// One piece as a text, several as a list of parts: joining them would change what was said.
void write_message(JsonWriter& json, std::string_view role,
                   const std::vector<std::string_view>& texts) {
    json.begin_object().member("role", role).key("content");
    if (texts.size() == 1) {
        json.string(texts.front());
    } else {
        json.begin_array();
        for (const auto text : texts) {
            json.begin_object().member("type", "text").member("text", text).end_object();
        }
        json.end_array();
    }
    json.end_object();
}

void write_settings(JsonWriter& json, const Prompt& prompt) {
    if (prompt.max_tokens) {
        json.key("max_tokens").integer(*prompt.max_tokens);
    }
    if (prompt.temperature) {
        json.key("temperature").real(*prompt.temperature);
    }
    if (prompt.top_p) {
        json.key("top_p").real(*prompt.top_p);
    }
    if (prompt.top_k) {
        json.key("top_k").integer(*prompt.top_k);
    }
    if (!prompt.stop_sequences.empty()) {
        json.key("stop").begin_array();
        for (const auto stop : prompt.stop_sequences) {
            json.string(stop);
        }
        json.end_array();
    }
}

std::size_t size_of(const Prompt& prompt) {
    std::size_t bytes = 256;
    for (const auto text : prompt.system) {
        bytes += text.size() + 64;
    }
    for (const auto& turn : prompt.turns) {
        for (const auto text : turn.texts) {
            bytes += text.size() + 64;
        }
    }
    return bytes;
}

/// Refusals name the model only: what an upstream says may hold its address or key.
Answer fail(ErrorKind kind, std::string_view name, std::string message, std::string fault) {
    return {.completion = Error{kind, std::move(message), name}, .fault = std::move(fault)};
}

Answer timed_out(std::string fault) {
    return fail(ErrorKind::unavailable, "ModelTimeoutException",
                "the model did not answer in time; try again, or ask for a shorter answer",
                std::move(fault));
}

Answer out_of_service(std::string fault) {
    return fail(ErrorKind::unavailable, "ServiceUnavailableException",
                "the model cannot be reached now; try again later", std::move(fault));
}

Answer model_error(std::string fault) {
    return fail(ErrorKind::unavailable, "ModelErrorException",
                "the model's answer could not be understood", std::move(fault));
}

Answer of_failure(const Error& error) {
    std::string fault = fmt::format("{}: {}", error.name, error.message);
    if (error.name == net::kTimeout) {
        return timed_out(std::move(fault));
    }
    if (error.name == net::kBadResponse) {
        return model_error(std::move(fault));
    }
    return error.kind == ErrorKind::unavailable
               ? out_of_service(std::move(fault))
               : fail(ErrorKind::internal, "InternalServerException",
                      "the upstream could not be asked", std::move(fault));
}

Answer of_status(int status) {
    std::string fault = fmt::format("status {}", status);
    switch (status) {
        case 408:
        case 504:
            return timed_out(std::move(fault));
        case 429:
            return fail(ErrorKind::exhausted, "ThrottlingException",
                        "the model takes no more requests now; wait before trying again",
                        std::move(fault));
        case 500:
            return fail(ErrorKind::internal, "InternalServerException",
                        "the upstream failed with status 500", std::move(fault));
        default:
            break;
    }
    if (status > 500) {
        return out_of_service(std::move(fault));
    }
    auto answer =
        fail(ErrorKind::unavailable, "ModelErrorException",
             fmt::format("the model refused the request with status {}", status), std::move(fault));
    answer.completion.error().members.push_back(
        {"originalStatusCode", std::to_string(status), true});
    return answer;
}

/// Some servers also say which stop sequence it was, in `stop_reason`; OpenAI's own does not.
void read_stop(const Json& choice, const std::vector<std::string>& stop_sequences,
               Completion& completion) {
    const auto reason = choice.find("finish_reason");
    const auto name = reason ? reason->text() : Result<std::string_view>{std::string_view{}};
    if (name.ok() && *name == "length") {
        completion.stop_reason = StopReason::max_tokens;
    } else if (name.ok() && *name == "content_filter") {
        completion.stop_reason = StopReason::content_filtered;
    } else if (const auto matched = choice.find("stop_reason"); matched && matched->is_text()) {
        const auto found =
            std::find(stop_sequences.begin(), stop_sequences.end(), *matched->text());
        if (found != stop_sequences.end()) {
            completion.stop_reason = StopReason::stop_sequence;
            completion.stop_sequence = *found;
        }
    }
}

Result<std::int64_t> read_tokens(const Json& body, std::string_view name) {
    const auto usage = body.find("usage");
    const auto count = usage ? usage->find(name) : std::nullopt;
    if (!count) {
        return Error{ErrorKind::invalid, fmt::format("no usage.{}", name)};
    }
    return count->integer(0, kTokensMax);
}

Result<Completion> read_completion(const Json& body,
                                   const std::vector<std::string>& stop_sequences) {
    const auto choices = body.find("choices");
    const auto choice = choices ? choices->first() : std::nullopt;
    const auto message = choice ? choice->find("message") : std::nullopt;
    const auto content = message ? message->find("content") : std::nullopt;
    if (!content) {
        return Error{ErrorKind::invalid, "no choices[0].message.content"};
    }
    Completion out;
    read_stop(*choice, stop_sequences, out);
    // A filtered answer may be null, and so may one that a reasoning model had no tokens left for.
    if (!content->is_null()) {
        LICET_TRY(out.text, content->text());
    } else if (out.stop_reason == StopReason::end_turn) {
        return Error{ErrorKind::invalid, "choices[0].message.content is null"};
    }
    LICET_TRY(out.input_tokens, read_tokens(body, "prompt_tokens"));
    LICET_TRY(out.output_tokens, read_tokens(body, "completion_tokens"));
    return out;
}

}  // namespace

std::string openai_body(std::string_view upstream_model, const Prompt& prompt) {
    std::string out;
    out.reserve(size_of(prompt));
    JsonWriter json{out};
    json.begin_object().member("model", upstream_model).key("messages").begin_array();
    if (!prompt.system.empty()) {
        write_message(json, "system", prompt.system);
    }
    for (const auto& turn : prompt.turns) {
        write_message(json, turn.role == Role::user ? "user" : "assistant", turn.texts);
    }
    json.end_array();
    write_settings(json, prompt);
    json.end_object();
    return out;
}

net::ClientRequest openai_request(const decision::Admission& admission, const Upstream& upstream,
                                  const Prompt& prompt) {
    const auto& id = admission.model().model_id;
    const auto name = upstream.models.find(id);
    net::ClientRequest request{
        .method = "POST",
        .target = "/chat/completions",
        .headers = {{"content-type", "application/json"}, {"accept", "application/json"}},
        .body = openai_body(name == upstream.models.end() ? id : name->second, prompt),
        // Asking twice changes nothing upstream, and spares callers the races of idle connections.
        .repeatable = true};
    if (!upstream.key.empty()) {
        request.headers.push_back({"authorization", "Bearer " + upstream.key});
    }
    return request;
}

Answer openai_answer(const Result<net::ClientResponse>& outcome, JsonReader& reader,
                     const std::vector<std::string>& stop_sequences) {
    if (!outcome.ok()) {
        return of_failure(outcome.error());
    }
    if (outcome->status < 200 || outcome->status > 299) {
        return of_status(outcome->status);
    }
    const auto body = reader.parse(outcome->body, JsonReader::Padding::absent);
    if (!body.ok()) {
        return model_error("the answer " + body.error().message);
    }
    auto completion = read_completion(*body, stop_sequences);
    if (!completion.ok()) {
        return model_error("unexpected answer: " + completion.error().message);
    }
    return {.completion = std::move(completion)};
}

void OpenAiProvider::complete(const decision::Admission& admission, const Prompt& prompt,
                              Done done) {
    std::vector<std::string> stops{prompt.stop_sequences.begin(), prompt.stop_sequences.end()};
    client_.send(upstream_.endpoint, openai_request(admission, upstream_, prompt),
                 upstream_.timeouts,
                 [this, stops = std::move(stops),
                  done = std::move(done)](const Result<net::ClientResponse>& outcome) mutable {
                     done(openai_answer(outcome, reader_, stops));
                 });
}

}  // namespace licet::gateway
