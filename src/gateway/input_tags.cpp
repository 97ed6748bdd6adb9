// SPDX-License-Identifier: Apache-2.0
#include "gateway/input_tags.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::gateway {
namespace {

constexpr std::string_view kTag = "amazon-bedrock-guardrails-guardContent_";
constexpr std::size_t kSuffixMax = 20;

Error wrong(std::string message) {
    return Error{ErrorKind::invalid, std::move(message)};
}

bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

/// Takes the tags of one suffix out of texts.
class Tags {
public:
    explicit Tags(std::string_view suffix)
        : open_{fmt::format("<{}{}>", kTag, suffix)},
          close_{fmt::format("</{}{}>", kTag, suffix)} {}

    /// What is before, inside and behind tags, without the tags.
    Result<std::vector<Text>> pieces(std::string_view text) {
        std::vector<Text> out;
        bool inside = false;
        for (std::size_t from = 0;;) {
            const auto open = text.find(open_, from);
            const auto close = text.find(close_, from);
            const auto at = std::min({open, close, text.size()});
            if (at > from) {
                const auto piece = text.substr(from, at - from);
                out.push_back({piece, inside && !is_blank(piece), !out.empty()});
            }
            if (at == text.size()) {
                break;
            }
            if (++count_ > 2 * kInputTagsMax) {
                return wrong(fmt::format("must not have more than {} input tags", kInputTagsMax));
            }
            if ((at == open) == inside) {
                return wrong(inside ? fmt::format("`{}` must not be inside another", open_)
                                    : fmt::format("`{}` closes nothing", close_));
            }
            inside = !inside;
            from = at + (inside ? open_ : close_).size();
        }
        if (inside) {
            return wrong(fmt::format("`{}` must be closed in the text that it is in", open_));
        }
        const bool says_something =
            std::any_of(out.begin(), out.end(), [](const Text& t) { return !is_blank(t.text); });
        return says_something ? Result<std::vector<Text>>{std::move(out)}
                              : wrong("a text must not have tags and nothing else");
    }

private:
    std::string open_;
    std::string close_;
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
            text->marked = text->marked || piece.marked;
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
