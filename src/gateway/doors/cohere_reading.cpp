// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/cohere_reading.h"

#include "base/json_writer.h"
#include "gateway/doors/reading.h"
#include "gateway/input_tags.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

namespace licet::gateway {
namespace {

constexpr std::size_t kDocumentsMax = 1'000;
constexpr std::size_t kCallsMax = 10'000;  // of one body, those that results repeat included

/// What other servers of models are told by the same name, or not at all.
constexpr std::array<std::string_view, 3> kOfSampling{"seed", "frequency_penalty",
                                                      "presence_penalty"};
/// What changes the form of the prompt or of the answer where it is true.
constexpr std::array<std::string_view, 3> kSwitches{"raw_prompting", "return_prompt",
                                                    "search_queries_only"};

/// Reads a body; what comes in any order there has an order in a conversation.
class CohereRequest {
public:
    explicit CohereRequest(Conversation& out) : out_{out} {}

    Result<void> read(Json body) {
        LICET_TRY_VOID(body.each_member(
            [&](std::string_view key, Json value) { return read_member(key, value); }));
        if (!message_) {
            return wire::at(".message", wire::missing());
        }
        return put_together();
    }

private:
    Result<void> read_member(std::string_view key, Json value) {
        if (key == "message") {
            LICET_TRY(message_, value.text());
        } else if (key == kChatHistory) {
            history_ = value;
            return value.is_list() ? Result<void>{} : wrong("must be a list");
        } else if (key == "preamble") {
            LICET_TRY(const auto text, value.filled_text());
            out_.system.emplace_back(Text{text});
        } else if (key == "documents") {
            return value.each_item([&](Json document) { return read_document(document); });
        } else if (key == "tools") {
            return value.each_item([&](Json tool) { return read_tool(tool); });
        } else if (key == "tool_results") {
            results_ = value;
            return value.is_list() ? Result<void>{} : wrong("must be a list");
        } else {
            return key == kInvokeGuardrailConfig ? read_invoke_guardrail_config(value, out_)
                                                 : read_setting(key, value);
        }
        return {};
    }

    Result<void> read_setting(std::string_view key, Json value) {
        if (key == "max_tokens") {
            LICET_TRY(out_.max_tokens, value.integer(1, kOutputTokensMax));
        } else if (key == "temperature") {
            LICET_TRY(out_.temperature, value.number(0, 1));
        } else if (key == "p") {
            LICET_TRY(out_.top_p, value.number(0, 1));
        } else if (key == "k") {
            LICET_TRY(const auto k, value.number(0, kTopKLargest));  // `float` at AWS
            if (k != std::floor(k)) {
                return wrong("must be a whole number");
            }
            out_.top_k = static_cast<std::int64_t>(k);
        } else if (key == "stop_sequences") {
            LICET_TRY(out_.stop_sequences, read_texts(value, kStopSequencesMost));
        } else if (contains(kOfSampling, key)) {
            mark_chat_only(out_, fmt::format("$.{}", key));
            out_.additional.emplace_back(key, out_.keep(value.minified()));
        } else if (contains(kSwitches, key)) {
            LICET_TRY(const bool on, value.boolean());
            if (on) {
                mark_native(out_, fmt::format("$.{}", key));
            }
        } else if (key == "prompt_truncation") {
            static constexpr std::array<std::string_view, 2> kWays{"OFF", "AUTO_PRESERVE_ORDER"};
            LICET_TRY(const auto way, read_choice(value, kWays));
            if (way != 0) {
                mark_native(out_, "$.prompt_truncation");
            }
        } else {
            return unsupported();
        }
        return {};
    }

    /// Texts by any names; the answer may cite them.
    Result<void> read_document(Json document) {
        if (documents_.size() == kDocumentsMax) {
            return wrong(fmt::format("must not be more than {} documents", kDocumentsMax));
        }
        std::string_view title;
        std::string text;
        LICET_TRY_VOID(document.each_member([&](std::string_view key, Json value) -> Result<void> {
            LICET_TRY(const auto words, value.text());
            if (key == "title") {
                title = words;
            } else if (key == "snippet") {
                text.append(text.empty() ? "" : "\n").append(words);
            } else {
                text.append(text.empty() ? "" : "\n").append(fmt::format("{}: {}", key, words));
            }
            return {};
        }));
        if (is_blank(text)) {
            return wire::at(".snippet", wire::missing());
        }
        // As a text: Converse takes five documents at most, and no two of one name.
        if (!is_blank(title)) {
            text.insert(0, fmt::format("{}\n\n", title));
        }
        documents_.emplace_back(Text{out_.keep(std::move(text))});
        return {};
    }

    /// Parameters are described one by one, by types of Python.
    Result<void> read_tool(Json tool) {
        if (out_.tools.size() == kToolsMax) {
            return wrong(fmt::format("must not be more than {} tools", kToolsMax));
        }
        Tool read{.name = {}, .schema = R"({"type":"object","properties":{}})"};
        LICET_TRY_VOID(tool.each_member([&](std::string_view key, Json value) -> Result<void> {
            if (key == "name") {
                LICET_TRY(read.name, read_name(value, kToolNameBytesMax));
            } else if (key == "description") {
                LICET_TRY(read.description, value.text());
            } else if (key == "parameter_definitions") {
                LICET_TRY(auto schema, read_parameters(value));
                read.schema = out_.keep(std::move(schema));
            } else {
                return unsupported();
            }
            return {};
        }));
        LICET_TRY_VOID(required(!read.name.empty(), ".name"));
        out_.tools.push_back(read);
        return {};
    }

    static std::string_view schema_type(std::string_view type) {
        constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
            {"str", "string"},   {"string", "string"}, {"int", "integer"},
            {"float", "number"}, {"number", "number"}, {"bool", "boolean"},
            {"list", "array"},   {"dict", "object"},   {"object", "object"}};
        for (const auto& [theirs, ours] : kTypes) {
            if (type == theirs) {
                return ours;
            }
        }
        return type.starts_with("List[") ? "array" : "";
    }

    /// @param must whether the parameter is required
    static Result<void> read_parameter(Json about, JsonWriter& json, bool& must) {
        return about.each_member([&](std::string_view key, Json value) -> Result<void> {
            if (key == "description") {
                LICET_TRY(const auto text, value.text());
                json.member("description", text);
            } else if (key == "type") {
                LICET_TRY(const auto text, value.text());
                if (const auto type = schema_type(text); !type.empty()) {
                    json.member("type", type);
                }
            } else if (key == "required") {
                LICET_TRY(must, value.boolean());
            } else {
                return unsupported();
            }
            return {};
        });
    }

    static Result<std::string> read_parameters(Json definitions) {
        std::string schema;
        std::vector<std::string_view> needed;
        JsonWriter json{schema};
        json.begin_object().member("type", "object").key("properties").begin_object();
        const auto read = [&](std::string_view name, Json about) -> Result<void> {
            json.key(name).begin_object();
            bool must = false;
            LICET_TRY_VOID(read_parameter(about, json, must));
            json.end_object();
            if (must) {
                needed.push_back(name);
            }
            return {};
        };
        LICET_TRY_VOID(definitions.each_member(read));
        json.end_object();
        if (!needed.empty()) {
            json.key("required").begin_array();
            for (const auto name : needed) {
                json.string(name);
            }
            json.end_array();
        }
        json.end_object();
        return schema;
    }

    /// Earlier turns, what is asked now, and what tools gave for it.
    Result<void> put_together() {
        if (history_) {
            auto read = history_->each_item([&](Json entry) { return read_entry(entry); });
            if (!read.ok()) {
                return wire::at(fmt::format(".{}", kChatHistory), std::move(read).error());
            }
        }
        // Results of calls that the history ends with stand right behind these.
        const bool answers = results_ && !open_.empty();
        if (answers) {
            LICET_TRY_VOID(read_last_results());
        }
        const bool asks = !is_blank(*message_);
        if (!asks && !(results_ && results_->first())) {
            return wire::at(".message", wrong("must not be blank without tool_results"));
        }
        if (asks || !documents_.empty()) {
            Turn turn{.blocks = std::move(documents_)};
            if (asks) {
                turn.blocks.emplace_back(Text{*message_});
            }
            append_turn(out_, std::move(turn));
        }
        if (results_ && !answers) {
            LICET_TRY_VOID(read_last_results());
        }
        if (out_.turns.front().role != Role::user) {
            mark_chat_only(out_, "$.chat_history: that does not begin with the user");
            out_.turns.insert(out_.turns.begin(), Turn{});
        }
        tell_history(answers);
        return {};
    }

    /// Of what is asked now, not of the history.
    Result<void> read_last_results() {
        auto read = read_results(*results_);
        return read.ok() ? read : wire::at(".tool_results", std::move(read).error());
    }

    Result<void> read_entry(Json entry) {
        static constexpr std::array<std::string_view, 4> kRoles{"USER", "CHATBOT", "SYSTEM",
                                                                "TOOL"};
        std::optional<std::size_t> role;
        std::string_view message;
        std::optional<Json> calls;
        std::optional<Json> results;
        LICET_TRY_VOID(entry.each_member([&](std::string_view key, Json value) -> Result<void> {
            if (key == "role") {
                LICET_TRY(role, read_choice(value, kRoles));
            } else if (key == "message") {
                LICET_TRY(message, value.text());
            } else if (key == "tool_calls") {
                calls = value;
            } else if (key == "tool_results") {
                results = value;
            } else {
                return unsupported();
            }
            return {};
        }));
        LICET_TRY_VOID(required(role.has_value(), ".role"));
        if ((calls && *role != 1) || (results && *role != 3)) {
            return wire::at(calls ? ".tool_calls" : ".tool_results", unsupported());
        }
        if (*role == 2) {
            if (!is_blank(message)) {
                out_.system.emplace_back(Text{message});
            }
            return {};
        }
        Turn turn{.role = *role == 1 ? Role::assistant : Role::user};
        if (!is_blank(message)) {
            turn.blocks.emplace_back(Text{message});
            if (*role == 0) {
                open_.clear();  // nothing answers them any more
            }
        }
        if (calls) {
            auto read = calls->each_item([&](Json call) -> Result<void> {
                LICET_TRY(const auto use, read_call(call));
                turn.blocks.emplace_back(use);
                open_.insert({{use.name, use.input}, use.id});
                return {};
            });
            if (!read.ok()) {
                return wire::at(".tool_calls", std::move(read).error());
            }
        }
        if (!turn.blocks.empty()) {
            append_turn(out_, std::move(turn));
        }
        if (!results) {
            return {};
        }
        auto read = read_results(*results);
        open_.clear();  // what is left is not answered where it was asked
        return read.ok() ? read : wire::at(".tool_results", std::move(read).error());
    }

    /// These models do not number their calls.
    Result<ToolUse> read_call(Json call) {
        if (calls_ == kCallsMax) {
            return wrong(fmt::format("must not be more than {} calls", kCallsMax));
        }
        ToolUse use{.id = out_.keep(fmt::format("call_{}", ++calls_)), .name = {}, .input = "{}"};
        LICET_TRY_VOID(call.each_member([&](std::string_view key, Json value) -> Result<void> {
            if (key == "name") {
                LICET_TRY(use.name, read_name(value, kToolNameBytesMax));
            } else if (key == "parameters") {
                LICET_TRY(use.input, read_object(value, out_));
            } else {
                return key == "generation_id" ? Result<void>{} : unsupported();
            }
            return {};
        }));
        LICET_TRY_VOID(required(!use.name.empty(), ".name"));
        return use;
    }

    /// Each repeats the call that it is of: one that is open, else one that is told only here.
    Result<void> read_results(Json results) {
        Turn turn;
        const auto read = [&](Json result) -> Result<void> {
            std::optional<ToolUse> call;
            std::optional<std::string_view> outputs;
            LICET_TRY_VOID(read_result(result, call, outputs));
            LICET_TRY_VOID(required(call.has_value(), ".call"));
            LICET_TRY_VOID(required(outputs.has_value(), ".outputs"));
            const auto id = id_of(*call);
            turn.blocks.emplace_back(ToolResult{.id = id, .content = {Text{*outputs}}});
            return {};
        };
        LICET_TRY_VOID(results.each_item(read));
        if (!turn.blocks.empty()) {
            append_turn(out_, std::move(turn));
        }
        return {};
    }

    Result<void> read_result(Json result, std::optional<ToolUse>& call,
                             std::optional<std::string_view>& outputs) {
        return result.each_member([&](std::string_view key, Json value) -> Result<void> {
            if (key == "call") {
                LICET_TRY(call, read_call(value));
            } else if (key == "outputs") {
                if (!value.is_list()) {
                    return wrong("must be a list");
                }
                outputs = out_.keep(value.minified());
            } else {
                return unsupported();
            }
            return {};
        });
    }

    std::string_view id_of(const ToolUse& call) {
        const std::pair wanted{call.name, call.input};
        const auto found = open_.lower_bound(wanted);  // the first of equal ones
        if (found == open_.end() || found->first != wanted) {
            append_turn(out_, {.role = Role::assistant, .blocks = {call}});
            return call.id;
        }
        const auto id = found->second;
        open_.erase(found);
        return id;
    }

    /// What the answer repeats, up to what the model says: read again, it means the same.
    /// @param answers whether the results stand before what is asked
    void tell_history(bool answers) {
        std::string told = "[";
        if (history_) {
            told = history_->minified();
            told.pop_back();
        }
        const auto add = [&](std::string_view entry) {
            told.append(told.size() == 1 ? "" : ",").append(entry);
        };
        const auto add_results = [&](bool now) {
            if (now && results_ && results_->first()) {
                add(fmt::format(R"({{"role":"TOOL","tool_results":{}}})", results_->minified()));
            }
        };
        add_results(answers);
        if (!is_blank(*message_)) {
            add(R"({"role":"USER","message":)");
            append_json_string(told, *message_);
            told += '}';
        }
        add_results(!answers);
        out_.echoed.emplace_back(kChatHistory, told + "]");
    }

    Conversation& out_;
    std::optional<std::string_view> message_;
    std::optional<Json> history_;
    std::optional<Json> results_;
    std::vector<Block> documents_;
    std::size_t calls_ = 0;
    /// Ids of the history's calls that wait for their results, by name and parameters.
    std::multimap<std::pair<std::string_view, std::string_view>, std::string_view> open_;
};

}  // namespace

Result<Conversation> read_cohere_request(Json body) {
    Conversation out;
    auto read = CohereRequest{out}.read(body);
    if (!read.ok()) {
        return wire::at("$", std::move(read).error());
    }
    return out;
}

}  // namespace licet::gateway
