// SPDX-License-Identifier: Apache-2.0
#include "gateway/prompt_guard.h"

#include <algorithm>

namespace licet::gateway {
namespace {

using Form = Guarding::Form;

enum class Part : std::uint8_t { system, messages };

bool has_mark(const std::vector<Block>& blocks) {
    return std::any_of(blocks.begin(), blocks.end(), [](const Block& block) {
        return std::holds_alternative<GuardedText>(block);
    });
}

/// The text of a block that follows on the text before it, as a model reads it.
std::string_view* running_text(Block& block) {
    if (auto* text = std::get_if<Text>(&block)) {
        return &text->text;
    }
    auto* guarded = std::get_if<GuardedText>(&block);
    return guarded == nullptr ? nullptr : &guarded->text;
}

/// One part of a prompt: its system texts, or its messages.
class PartGuard {
public:
    PartGuard(Guarding& guarding, Conversation& conversation, Part part, bool marked,
              PromptForm form)
        : guarding_{guarding}, conversation_{conversation}, running_{form.running} {
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

    void read(std::vector<Block>& blocks) {
        for (auto& block : blocks) {
            std::visit([this](auto& one) { read(one); }, block);
        }
        if (running_) {
            join(blocks);
        }
    }

    bool blocked() const { return blocked_; }

private:
    void read(Text& text) { scan(of_unmarked_, text.text, Form::text); }
    void read(GuardedText& text) { scan(of_marked_, text.text, Form::text); }
    void read(Image&) {}
    void read(CachePoint&) {}
    void read(ToolUse& use) { scan(of_unmarked_, use.input, Form::json); }
    void read(Document& document) {
        scan(of_unmarked_, document.text, Form::text);
        scan(of_unmarked_, document.context, Form::text);
    }
    void read(ToolResult& result) {
        for (auto& item : result.content) {
            std::visit([this](auto& one) { read(one); }, item);
        }
    }
    /// What was thought and is changed is not what was signed.
    void read(Reasoning& reasoning) {
        if (scan(of_unmarked_, reasoning.text, Form::text)) {
            reasoning.signature = {};
        }
    }

    /// What no text has by itself may be in several that follow each other.
    void join(std::vector<Block>& blocks) {
        for (std::size_t from = 0; from < blocks.size() && !blocked_;) {
            std::string joined;
            std::size_t to = from;
            bool any_unmarked = false;
            for (; to < blocks.size() && running_text(blocks[to]) != nullptr; ++to) {
                joined += *running_text(blocks[to]);
                any_unmarked = any_unmarked || std::holds_alternative<Text>(blocks[to]);
            }
            if (to - from > 1) {
                auto text = conversation_.keep(std::move(joined));
                if (scan(any_unmarked ? of_unmarked_ : of_marked_, text, Form::joined)) {
                    *running_text(blocks[from]) = text;
                    blocks.erase(blocks.begin() + static_cast<std::ptrdiff_t>(from) + 1,
                                 blocks.begin() + static_cast<std::ptrdiff_t>(to));
                    to = from + 1;
                }
            }
            from = std::max(to, from + 1);
        }
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
    std::vector<std::size_t> of_unmarked_;  // who reads a text that is not marked
    std::vector<std::size_t> of_marked_;
    bool blocked_ = false;
};

}  // namespace

bool blocks_prompt(Guarding& guarding, Conversation& conversation, PromptForm form) {
    PartGuard system{guarding, conversation, Part::system, has_mark(conversation.system), form};
    system.read(conversation.system);
    auto& turns = conversation.turns;
    const bool marked = std::any_of(turns.begin(), turns.end(),
                                    [](const Turn& turn) { return has_mark(turn.blocks); });
    PartGuard messages{guarding, conversation, Part::messages, marked, form};
    for (auto& turn : turns) {
        if (system.blocked() || messages.blocked()) {
            break;
        }
        messages.read(turn.blocks);
    }
    return system.blocked() || messages.blocked();
}

}  // namespace licet::gateway
