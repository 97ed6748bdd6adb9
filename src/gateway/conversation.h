// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// One form of what a model is asked, between the doors, which read what clients send, and the
/// upstreams, which are asked.
namespace licet::gateway {

enum class Role : std::uint8_t { user, assistant };

/// Never blank, except where an upstream's own answer comes back as history.
struct Text {
    std::string_view text;
    bool marked = false;     ///< for guardrails, by an input tag of InvokeModel
    bool continues = false;  ///< a part of one text, with the Text before it
    // By other input tags of InvokeModel:
    bool grounding_source = false;  ///< answers are to rest on it
    bool query = false;             ///< answers are to answer it
};

/// A picture. `format` is `png`, `jpeg`, `gif` or `webp`; one of `base64` and `url` is there.
struct Image {
    std::string_view format;
    std::string_view base64 = {};
    std::string_view url = {};     ///< of http or https; only of doors that take one
    std::string_view detail = {};  ///< how closely OpenAI's models look: a hint
};

/// A document: a text, or a file as base64.
struct Document {
    std::string_view format;     ///< `pdf`, `csv`, `txt`, `md` …, as Converse names them
    std::string_view name = {};  ///< perhaps empty
    std::string_view base64 = {};
    std::string_view text = {};
    std::string_view context = {};
    bool citations = false;
};

/// Whether documents of a format are texts; they are in Document::text if they are UTF-8.
inline bool is_text_format(std::string_view format) {
    return format == "txt" || format == "md" || format == "csv" || format == "html";
}

/// The model asked for a tool.
struct ToolUse {
    std::string_view id;
    std::string_view name;
    std::string_view input;  ///< one JSON object
};

/// What a tool gave.
struct ToolResult {
    std::string_view id;  ///< of the ToolUse
    std::vector<std::variant<Text, Image, Document>> content = {};
    bool failed = false;
};

/// What the model thought, as it is given back to it. One of text and redacted is there.
struct Reasoning {
    std::string_view text = {};
    std::string_view signature = {};
    std::string_view redacted = {};  ///< base64
};

/// What is before it may be kept by the upstream for the next call.
struct CachePoint {
    std::string_view ttl = {};  ///< `5m`, `1h`; empty: the upstream's default
};

/// A text that guardrails look at, and where several are there only at these. Source: Bedrock
/// Runtime API Reference, GuardrailConverseContentBlock.
struct GuardedText {
    std::string_view text;
    bool grounding_source = false;  ///< answers are to rest on it
    bool query = false;             ///< answers are to answer it
};

using Block =
    std::variant<Text, Image, Document, ToolUse, ToolResult, Reasoning, CachePoint, GuardedText>;

struct Turn {
    Role role = Role::user;
    std::vector<Block> blocks = {};
};

struct Tool {
    std::string_view name;
    std::string_view description = {};
    std::string_view schema;  ///< of its input: one JSON object
    bool strict = false;
    std::optional<CachePoint> cache_point = {};  ///< after it
};

struct ToolChoice {
    enum class Kind : std::uint8_t { automatic, any, none, one };
    Kind kind = Kind::automatic;
    std::string_view name = {};  ///< of the tool, for `one`
    bool parallel = true;        ///< whether one answer may ask for several tools
};

struct Thinking {
    enum class Kind : std::uint8_t { budget, adaptive, effort, off };
    Kind kind = Kind::budget;
    std::int64_t budget_tokens = 0;  ///< for `budget`, at least 1
    std::string_view effort = {};    ///< for `effort`: `low`, `high` …
    std::string_view display = {};   ///< how it is shown; for Anthropic's models only
};

/// The form the answer is to have.
struct AnswerFormat {
    enum class Kind : std::uint8_t { text, json, json_schema };
    Kind kind = Kind::text;
    std::string_view name = {};    ///< json_schema: of the schema
    std::string_view schema = {};  ///< json_schema: one JSON object
    bool strict = false;
    std::string_view description = {};  ///< json_schema: what the answer is for
};

/// What a model is asked. Refers into the body it was read from and into `kept`; moved, never
/// copied.
/// Invariant: `turns` is not empty and begins with the user, who may say nothing there only where
/// chat_only says so; turns of one role that followed each other are one. Of
/// what is embedded several texts of a turn are several things; so are turns, each of which is one.
struct Conversation {
    Conversation() = default;
    Conversation(Conversation&&) = default;
    Conversation& operator=(Conversation&&) = default;
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;

    std::vector<Block> system = {};  ///< Text, GuardedText and CachePoint only
    std::vector<Turn> turns = {};
    std::optional<std::int64_t> max_tokens = {};  ///< at least 1
    std::optional<double> temperature = {};       ///< 0 to 2
    std::optional<double> top_p = {};             ///< 0 to 1
    std::optional<std::int64_t> top_k = {};       ///< 0 to 500
    std::vector<std::string_view> stop_sequences = {};
    std::vector<Tool> tools = {};
    ToolChoice tool_choice = {};
    std::optional<Thinking> thinking = {};
    /// How much an answer may take, thoughts included: Anthropic's output_config.effort.
    std::string_view effort = {};
    AnswerFormat format = {};
    /// Members for the model besides these, each with its JSON value: Converse's
    /// additionalModelRequestFields, and what OpenAI's servers are told alone.
    std::vector<std::pair<std::string_view, std::string_view>> additional = {};
    /// Converse's additionalModelResponseFieldPaths: JSON pointers into the model's answer.
    std::vector<std::string_view> answer_paths = {};
    std::string_view end_user = {};  ///< whom the caller names as its own user
    /// Of InvokeModel's amazon-bedrock-guardrailConfig, where there is one; perhaps empty.
    std::optional<std::string_view> tag_suffix = {};
    /// Converse's requestMetadata, for the logs.
    std::vector<std::pair<std::string_view, std::string_view>> metadata = {};
    /// Members that the answer repeats, each with its JSON value; the names are constants.
    std::vector<std::pair<std::string_view, std::string>> echoed = {};
    std::string_view betas = {};  ///< features of Anthropic's API, separated by commas
    bool usage_in_stream = true;  ///< whether the client wants to see it there
    /// The first member that only an upstream of the door's own dialect understands, as a path; it
    /// goes there with the original bytes, and nowhere else. Empty: none.
    std::string native_only = {};
    /// The member with a prompt that is in the model's own template, as a path: another model would
    /// read it otherwise. Only an upstream that is asked in the door's own dialect is told it, also
    /// where it is changed. Empty: none.
    std::string native_prompt = {};
    /// The first member that only OpenAI's chat completions can be told, as a path. Empty: none.
    std::string chat_only = {};
    /// The first member that only Anthropic's API can be told, as a path. Empty: none.
    std::string anthropic_only = {};
    /// Such members, each with its JSON value: they say nothing that guardrails would read.
    std::vector<std::pair<std::string_view, std::string_view>> anthropic_members = {};
    /// The first member by which the model reads what the request does not have, as a path: what
    /// stands behind a URL, what servers' own tools find. Empty: none.
    std::string fetches = {};
    /// The first member by which tokens may cost other than the rates of a card, as a path. Empty:
    /// none.
    std::string repriced = {};
    /// Whether something is kept for later calls that no CachePoint stands for: for minutes, and
    /// for an hour.
    bool caches = false;
    bool caches_for_an_hour = false;
    /// Whether max_tokens is not the caller's: a body that goes on as it came gets it, too.
    bool limit_is_ours = false;

    /// Keeps a text that is not in the body for as long as this lives.
    std::string_view keep(std::string text) { return kept.emplace_back(std::move(text)); }
    std::list<std::string> kept = {};
};

}  // namespace licet::gateway
