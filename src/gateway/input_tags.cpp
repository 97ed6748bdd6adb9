// SPDX-License-Identifier: Apache-2.0
#include "gateway/input_tags.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace licet::gateway {
namespace {

constexpr std::size_t kSuffixMax = 20;

/// What all tags begin with, behind `<` or `</`, and then, before the suffix, what they say of a
/// text.
constexpr std::string_view kStem = "amazon-bedrock-guardrails-";
struct Kind {
    std::string_view name;
    bool Text::*said;
};
constexpr std::array<Kind, 3> kKinds{{{"guardContent_", &Text::marked},
                                      {"groundingSource_", &Text::grounding_source},
                                      {"query_", &Text::query}}};

Error wrong(std::string message) {
    return Error{ErrorKind::invalid, std::move(message)};
}

bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

/// A tag in a text.
struct Tag {
    std::size_t from = 0;
    std::size_t to = 0;
    const Kind* kind = nullptr;
    bool opens = false;
};

/// Takes the tags of one suffix out of texts.
class Tags {
public:
    explicit Tags(std::string_view suffix) : end_{fmt::format("{}>", suffix)} {}

    /// What is before, inside and behind tags, without the tags.
    Result<std::vector<Text>> pieces(std::string_view text) {
        std::vector<Text> out;
        const Kind* inside = nullptr;
        for (std::size_t from = 0;;) {
            const auto tag = next(text, from);
            if (tag.from > from) {
                const auto piece = text.substr(from, tag.from - from);
                out.push_back({.text = piece, .continues = !out.empty()});
                if (inside != nullptr && !is_blank(piece)) {
                    out.back().*(inside->said) = true;
                }
            }
            if (tag.kind == nullptr) {
                break;
            }
            LICET_TRY_VOID(check(tag, inside));
            inside = tag.opens ? tag.kind : nullptr;
            from = tag.to;
        }
        if (inside != nullptr) {
            return wrong(
                fmt::format("`{}` must be closed in the text that it is in", shown(*inside, true)));
        }
        const bool says_something =
            std::any_of(out.begin(), out.end(), [](const Text& t) { return !is_blank(t.text); });
        return says_something ? Result<std::vector<Text>>{std::move(out)}
                              : wrong("a text must not have tags and nothing else");
    }

private:
    /// The first tag from there on, or one without a kind at the text's end.
    Tag next(std::string_view text, std::size_t from) const {
        for (auto at = text.find(kStem, from); at != std::string_view::npos;
             at = text.find(kStem, at + kStem.size())) {
            const auto before = text.substr(from, at - from);
            const bool closes = before.ends_with("</");
            if (!closes && !before.ends_with('<')) {
                continue;
            }
            const auto behind = text.substr(at + kStem.size());
            for (const auto& kind : kKinds) {
                if (behind.starts_with(kind.name) &&
                    behind.substr(kind.name.size()).starts_with(end_)) {
                    return {.from = at - (closes ? 2 : 1),
                            .to = at + kStem.size() + kind.name.size() + end_.size(),
                            .kind = &kind,
                            .opens = !closes};
                }
            }
        }
        return {.from = text.size(), .to = text.size()};
    }

    /// @param inside the kind of tag that is open, if any
    Result<void> check(const Tag& tag, const Kind* inside) {
        if (++count_ > 2 * kInputTagsMax) {
            return wrong(fmt::format("must not have more than {} input tags", kInputTagsMax));
        }
        if (tag.opens && inside != nullptr) {
            return wrong(fmt::format("`{}` must not be inside another", shown(*tag.kind, true)));
        }
        if (!tag.opens && inside != tag.kind) {
            return wrong(fmt::format("`{}` closes nothing", shown(*tag.kind, false)));
        }
        return {};
    }

    std::string shown(const Kind& kind, bool opens) const {
        return fmt::format("{}{}{}{}", opens ? "<" : "</", kStem, kind.name, end_);
    }

    std::string end_;  // of all tags: the suffix and `>`
    std::size_t count_ = 0;
};

Result<void> take(Tags& tags, ToolResult& result, Conversation& kept) {
    for (auto& item : result.content) {
        auto* const text = std::get_if<Text>(&item);
        if (text == nullptr || is_blank(text->text)) {
            continue;
        }
        LICET_TRY(const auto pieces, tags.pieces(text->text));
        if (pieces.size() == 1 && pieces.front().text.size() == text->text.size()) {
            continue;
        }
        std::string all;
        for (const auto& piece : pieces) {
            all += piece.text;
            for (const auto& kind : kKinds) {
                text->*(kind.said) = text->*(kind.said) || piece.*(kind.said);
            }
        }
        text->text = kept.keep(std::move(all));
    }
    return {};
}

Result<void> take(Tags& tags, std::vector<Block>& blocks, Conversation& kept) {
    std::vector<Block> out;
    out.reserve(blocks.size());
    for (auto& block : blocks) {
        if (auto* const result = std::get_if<ToolResult>(&block)) {
            LICET_TRY_VOID(take(tags, *result, kept));
        }
        const auto* const text = std::get_if<Text>(&block);
        if (text == nullptr || is_blank(text->text)) {
            out.push_back(std::move(block));
            continue;
        }
        LICET_TRY(const auto pieces, tags.pieces(text->text));
        out.insert(out.end(), pieces.begin(), pieces.end());
    }
    blocks = std::move(out);
    return {};
}

}  // namespace

Result<void> read_invoke_guardrail_config(Json config, Conversation& out) {
    out.tag_suffix = "";
    return config.each_member([&](std::string_view key, Json value) -> Result<void> {
        LICET_TRY(const auto text, value.filled_text());
        if (key == "streamProcessingMode") {  // whichever: nothing goes out before it is scanned
            return text == "SYNCHRONOUS" || text == "ASYNCHRONOUS"
                       ? Result<void>{}
                       : wrong("must be `SYNCHRONOUS` or `ASYNCHRONOUS`");
        }
        if (key != "tagSuffix") {
            return unsupported();
        }
        if (text.size() > kSuffixMax || !std::all_of(text.begin(), text.end(), is_alphanumeric)) {
            return wrong(fmt::format("must be 1 to {} letters and digits", kSuffixMax));
        }
        out.tag_suffix = text;
        return {};
    });
}

Result<void> take_input_tags(Conversation& conversation) {
    if (conversation.tag_suffix.value_or("").empty()) {
        return {};
    }
    Tags tags{*conversation.tag_suffix};
    LICET_TRY_VOID(take(tags, conversation.system, conversation));
    for (auto& turn : conversation.turns) {
        LICET_TRY_VOID(take(tags, turn.blocks, conversation));
    }
    return {};
}

}  // namespace licet::gateway
