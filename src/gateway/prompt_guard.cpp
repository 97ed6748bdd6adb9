// SPDX-License-Identifier: Apache-2.0
#include "gateway/prompt_guard.h"

#include "gateway/input_tags.h"
#include "gateway/json_texts.h"
#include "gateway/texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>
#include <utility>

namespace licet::gateway {
namespace {

using Form = Guarding::Form;
using guardrail::Voice;

enum class Part : std::uint8_t { system, messages };

/// Whether a block, or a part of a tool's result, is marked.
template <typename Part>
bool is_marked(const Part& part) {
    if (const auto* text = std::get_if<Text>(&part)) {
        return text->marked;
    }
    if constexpr (std::is_same_v<Part, Block>) {
        return std::holds_alternative<GuardedText>(part);
    }
    return false;
}

bool has_mark(const std::vector<Block>& blocks) {
    return std::any_of(blocks.begin(), blocks.end(), [](const Block& block) {
        const auto* const result = std::get_if<ToolResult>(&block);
        return result == nullptr ? is_marked(block)
                                 : std::any_of(result->content.begin(), result->content.end(),
                                               [](const auto& part) { return is_marked(part); });
    });
}

/// The text of a block, or of a part of a tool's result, that follows on the text before it, as a
/// model reads it.
template <typename Part>
std::string_view* running_text(Part& part) {
    if (auto* text = std::get_if<Text>(&part)) {
        return &text->text;
    }
    if constexpr (std::is_same_v<Part, Block>) {
        auto* guarded = std::get_if<GuardedText>(&part);
        return guarded == nullptr ? nullptr : &guarded->text;
    }
    return nullptr;
}

template <typename Part>
bool is_running(const Part& part) {
    if constexpr (std::is_same_v<Part, Block>) {
        return std::holds_alternative<Text>(part) || std::holds_alternative<GuardedText>(part);
    } else {
        return std::holds_alternative<Text>(part);
    }
}

/// Whether it is a part of one text, with the one before it.
template <typename Part>
bool continues(const Part& part) {
    const auto* const text = std::get_if<Text>(&part);
    return text != nullptr && text->continues;
}

/// Whether answers are to rest on a text, and to answer it.
struct GroundMarks {
    bool source = false;
    bool query = false;
};

template <typename Part>
GroundMarks grounds_of(const Part& part) {
    if (const auto* text = std::get_if<Text>(&part)) {
        return {text->grounding_source, text->query};
    }
    if constexpr (std::is_same_v<Part, Block>) {
        if (const auto* guarded = std::get_if<GuardedText>(&part)) {
            return {guarded->grounding_source, guarded->query};
        }
    }
    return {};
}

/// Of a text that another one becomes a part of.
template <typename Part>
void add_grounds(Part& part, GroundMarks marks) {
    const auto add = [marks](auto& text) {
        text.grounding_source = text.grounding_source || marks.source;
        text.query = text.query || marks.query;
    };
    if (auto* text = std::get_if<Text>(&part)) {
        add(*text);
    }
    if constexpr (std::is_same_v<Part, Block>) {
        if (auto* guarded = std::get_if<GuardedText>(&part)) {
            add(*guarded);
        }
    }
}

/// Whether what it said is in a text before it.
template <typename Part>
bool is_taken(Part& part) {
    const auto* const text = running_text(part);
    return text != nullptr && text->data() == nullptr;
}

template <typename Part>
bool is_cache_point(const Part& part) {
    if constexpr (std::is_same_v<Part, Block>) {
        return std::holds_alternative<CachePoint>(part);
    }
    return false;
}

/// One part of a prompt: its system texts, or its messages.
class PartGuard {
public:
    PartGuard(Guarding& guarding, Conversation& conversation, Part part, bool marked,
              PromptForm form)
        : guarding_{guarding},
          conversation_{conversation},
          running_{form.running},
          judged_{!guarding.prompt_cases().empty()} {
        const auto& applied = guarding.applied();
        for (std::size_t place = 0; place < applied.size(); ++place) {
            const auto reads =
                part == Part::system ? applied[place].system : applied[place].messages;
            const bool all = reads == model::ContentGuarding::COMPREHENSIVE ||
                             (!marked && (part == Part::messages || !form.marks));
            if (all) {
                of_unmarked_.push_back(place);
            }
            of_marked_.push_back(place);
        }
    }

    void read(std::vector<Block>& blocks, Voice voice) {
        for (auto& block : blocks) {
            std::visit([this](auto& one) { read(one); }, block);
        }
        join(blocks);
        if (!blocked_ && judged_) {
            bring_all(blocks, voice);
        }
        if (!blocked_) {
            ground(blocks);
            put_together(blocks);
        }
    }

    /// Fields of the model's own, which may say anything.
    void read(std::vector<std::pair<std::string_view, std::string_view>>& fields) {
        for (auto& [name, value] : fields) {
            scan(of_unmarked_, value, Form::json);
            const bool has_words = value.find('"') != std::string_view::npos;
            if (judged_ && has_words) {
                guarding_.bring(of_unmarked_, Voice::system, said_in_json(value));
            }
        }
    }

    /// The words of a schema are not masked: it would be another.
    void read(AnswerFormat& format) {
        scan(of_unmarked_, format.description, Form::text);
        probe(of_unmarked_, std::string{format.name});
        probe(of_unmarked_, said_in_json(format.schema));
        if (judged_ && !format.description.empty()) {
            guarding_.bring(of_unmarked_, Voice::system, format.description);
        }
    }

    bool blocked() const { return blocked_; }

private:
    void read(Text& text) { scan(readers_of(text), text.text, Form::text); }
    void read(GuardedText& text) { scan(of_marked_, text.text, Form::text); }
    void read(Image&) {}
    void read(CachePoint&) {}
    void read(ToolUse& use) { scan(of_unmarked_, use.input, Form::json); }
    void read(Document& document) {
        scan(of_unmarked_, document.name, Form::text);
        scan(of_unmarked_, document.text, Form::text);
        scan(of_unmarked_, document.context, Form::text);
    }
    void read(ToolResult& result) {
        for (auto& item : result.content) {
            if (auto* text = std::get_if<Text>(&item)) {
                scan(readers_of(*text), text->text, Form::content);
            } else {
                std::visit([this](auto& one) { read(one); }, item);
            }
        }
        join(result.content);
    }
    /// What was thought and is changed is not what was signed.
    void read(Reasoning& reasoning) {
        if (scan(of_unmarked_, reasoning.text, Form::text)) {
            reasoning.signature = {};
        }
    }

    /// What no text has by itself may be in several that follow each other, whatever is to be kept
    /// between them, unless each is a thing of its own; and what no part of a text has, in all of
    /// it.
    template <typename Part>
    void join(std::vector<Part>& parts) {
        std::vector<std::size_t> run;
        std::vector<std::size_t> text;  // the last one of the run
        for (std::size_t i = 0; i <= parts.size() && !blocked_; ++i) {
            const bool runs = i < parts.size() && running_text(parts[i]) != nullptr;
            if (!runs || !continues(parts[i])) {
                read_run(parts, std::exchange(text, {}));
            }
            if (runs) {
                text.push_back(i);
                if (running_) {
                    run.push_back(i);
                }
            } else if (i == parts.size() || !is_cache_point(parts[i])) {
                read_run(parts, std::exchange(run, {}));
            }
        }
        std::erase_if(parts, [](Part& part) { return is_taken(part); });
    }

    /// Where a run is changed all of it is in its first text; the others have none any more. Models
    /// may read a line's end between texts, or nothing, and end a word where a text ends.
    template <typename Part>
    void read_run(std::vector<Part>& parts, std::vector<std::size_t> run) {
        std::erase_if(run, [&](std::size_t place) { return is_taken(parts[place]); });
        if (run.size() < 2) {
            return;
        }
        std::string joined;
        std::string marked;
        std::vector<std::string> texts;
        const auto& readers = all_marked(parts, run) ? of_marked_ : of_unmarked_;
        for (const auto place : run) {
            const auto& text = *running_text(parts[place]);
            joined += text;
            if (texts.empty() || !continues(parts[place])) {
                texts.emplace_back();
            }
            texts.back() += text;
            if (is_marked(parts[place])) {
                marked += text;
            }
        }
        auto text = conversation_.keep(std::move(joined));
        if (scan(readers, text, Form::joined)) {
            for (const auto place : run) {
                *running_text(parts[place]) = place == run.front() ? text : std::string_view{};
                add_grounds(parts[run.front()], grounds_of(parts[place]));
            }
            return;
        }
        probe(readers, fmt::format("{}\n", fmt::join(texts, "\n")));
        for (std::size_t i = 1; i < texts.size() && texts.size() > 2; ++i) {
            probe(readers, texts[i - 1] + texts[i]);
        }
        if (&readers != &of_marked_) {
            probe(of_marked_, marked);
        }
    }

    template <typename Part>
    static bool all_marked(const std::vector<Part>& parts, const std::vector<std::size_t>& run) {
        return std::all_of(run.begin(), run.end(),
                           [&](std::size_t place) { return is_marked(parts[place]); });
    }

    /// Parts of one text are that text again.
    void put_together(std::vector<Block>& blocks) {
        std::vector<Block> out;
        std::string whole;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            auto* const text = std::get_if<Text>(&blocks[i]);
            const auto* const next =
                i + 1 < blocks.size() ? std::get_if<Text>(&blocks[i + 1]) : nullptr;
            const bool goes_on = text != nullptr && next != nullptr && next->continues;
            if (goes_on || !whole.empty()) {
                whole += text->text;
            }
            if (goes_on) {
                continue;
            }
            if (!whole.empty()) {
                text->text = conversation_.keep(std::exchange(whole, {}));
            }
            out.push_back(std::move(blocks[i]));
        }
        blocks = std::move(out);
    }

    /// What of them answers are held against: before parts are one text again.
    template <typename Part>
    void ground(std::vector<Part>& parts) {
        for (auto& part : parts) {
            if (const auto* text = running_text(part)) {
                const auto [source, query] = grounds_of(part);
                guarding_.ground(*text, source, query);
            }
            if constexpr (std::is_same_v<Part, Block>) {
                if (auto* result = std::get_if<ToolResult>(&part)) {
                    ground(result->content);
                }
            }
        }
    }

    const std::vector<std::size_t>& readers_of(const Text& text) const {
        return text.marked ? of_marked_ : of_unmarked_;
    }

    void probe(const std::vector<std::size_t>& readers, const std::string& text) {
        if (!blocked_ && !text.empty()) {
            blocked_ = guarding_.scan(readers, guardrail::Source::input, text, Form::probe).blocked;
        }
    }

    /// What goes on, for the readers that have a classifier judge it. Texts that follow each other
    /// are one: in letters of their own it would not know a word again that a model reads.
    template <typename Part>
    void bring_all(const std::vector<Part>& parts, Voice voice) {
        bool runs = false;  // whether the part before is a text that this one follows on
        for (const auto& part : parts) {
            const bool is_text = is_running(part);
            const bool follows = is_text && runs && (running_ || continues(part));
            std::visit([&](const auto& one) { bring(one, voice, follows); }, part);
            runs = is_text || (runs && is_cache_point(part));
        }
    }
    template <typename Part>
    void bring(const Part& part, Voice voice, bool follows) {
        if constexpr (std::is_same_v<Part, ToolResult>) {
            bring_all(part.content, Voice::tool);
        } else {
            const Block block{part};
            const auto whose = std::is_same_v<Part, ToolUse>     ? Voice::tool
                               : std::is_same_v<Part, Reasoning> ? Voice::thought
                                                                 : voice;
            const auto& readers = is_marked(block) ? of_marked_ : of_unmarked_;
            each_text(block, [&](std::string_view text) {
                const auto said = said_in<Part>(text, whose);
                guarding_.bring(readers, whose, said ? *said : text, follows);
            });
        }
    }
    /// Of what tools are asked, and of JSON that they give, what it says.
    template <typename Part>
    static std::optional<std::string> said_in(std::string_view text, Voice voice) {
        if constexpr (std::is_same_v<Part, ToolUse>) {
            return said_in_json(text);
        }
        return std::is_same_v<Part, Text> && voice == Voice::tool ? texts_of_json(text, false)
                                                                  : std::nullopt;
    }

    /// @return whether the text is another now
    bool scan(const std::vector<std::size_t>& readers, std::string_view& text, Form form) {
        if (blocked_ || text.empty()) {
            return false;
        }
        auto outcome = guarding_.scan(readers, guardrail::Source::input, text, form);
        blocked_ = outcome.blocked;
        if (outcome.changed) {
            text = conversation_.keep(std::move(outcome.text));
        }
        return outcome.changed;
    }

    Guarding& guarding_;
    Conversation& conversation_;
    bool running_;
    bool judged_;                           // whether anybody has texts judged
    std::vector<std::size_t> of_unmarked_;  // who reads a text that is not marked
    std::vector<std::size_t> of_marked_;
    bool blocked_ = false;
};

bool is_unread(const Document& document) {
    return !document.base64.empty() && is_text_format(document.format);
}

bool has_unread(const Block& block) {
    if (const auto* document = std::get_if<Document>(&block)) {
        return is_unread(*document);
    }
    const auto* const result = std::get_if<ToolResult>(&block);
    return result != nullptr &&
           std::any_of(result->content.begin(), result->content.end(), [](const auto& part) {
               const auto* const document = std::get_if<Document>(&part);
               return document != nullptr && is_unread(*document);
           });
}

}  // namespace

Result<void> make_readable(Conversation& conversation, bool guarded) {
    if (!guarded) {
        return conversation.tag_suffix
                   ? Error{ErrorKind::invalid,
                           fmt::format("$.{}: needs a guardrail; name one in the headers "
                                       "X-Amzn-Bedrock-GuardrailIdentifier and "
                                       "X-Amzn-Bedrock-GuardrailVersion",
                                       kInvokeGuardrailConfig)}
                   : Result<void>{};
    }
    for (const auto& turn : conversation.turns) {
        if (std::any_of(turn.blocks.begin(), turn.blocks.end(), has_unread)) {
            return Error{ErrorKind::invalid,
                         "$.messages: a document in a text format must be UTF-8 without NUL where "
                         "guardrails apply: they could not read it"};
        }
    }
    return take_input_tags(conversation);
}

bool blocks_prompt(Guarding& guarding, Conversation& conversation, PromptForm form) {
    auto& turns = conversation.turns;
    bool system_marked = has_mark(conversation.system);
    bool marked = std::any_of(turns.begin(), turns.end(),
                              [](const Turn& turn) { return has_mark(turn.blocks); });
    if (!form.marks) {
        system_marked = marked = system_marked || marked;
    }
    PartGuard system{guarding, conversation, Part::system, system_marked, form};
    system.read(conversation.system, Voice::system);
    PartGuard messages{guarding, conversation, Part::messages, marked, form};
    for (auto& turn : turns) {
        if (system.blocked() || messages.blocked()) {
            break;
        }
        messages.read(turn.blocks, turn.role == Role::user ? Voice::user : Voice::assistant);
    }
    messages.read(conversation.additional);
    messages.read(conversation.format);
    return system.blocked() || messages.blocked();
}

}  // namespace licet::gateway
