// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/anthropic_blocks.h"

#include "gateway/doors/reading.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace licet::gateway {
namespace {

constexpr std::size_t kIdBytesMax = 256;

constexpr std::array<std::string_view, 4> kMediaTypes{"image/png", "image/jpeg", "image/gif",
                                                      "image/webp"};

/// Blocks that tools of Anthropic's servers leave in a conversation, or that those read.
constexpr std::array<std::string_view, 13> kNativeBlocks{"search_result",
                                                         "server_tool_use",
                                                         "web_search_tool_result",
                                                         "web_fetch_tool_result",
                                                         "code_execution_tool_result",
                                                         "bash_code_execution_tool_result",
                                                         "text_editor_code_execution_tool_result",
                                                         "tool_search_tool_result",
                                                         "tool_reference",
                                                         "container_upload",
                                                         "mcp_tool_use",
                                                         "mcp_tool_result",
                                                         "compaction"};

/// Whether only Anthropic's servers know what a block is, or have what it refers to.
bool is_native(std::string_view type, Json block) {
    if (std::find(kNativeBlocks.begin(), kNativeBlocks.end(), type) != kNativeBlocks.end()) {
        return true;
    }
    const auto source = block.find("source");
    const auto kind = source ? text_at(*source, "type").value_or("") : std::string_view{};
    return (type == "image" && kind == "file") ||
           (type == "document" && (kind == "file" || kind == "url" || kind == "content"));
}

/// Whether a block says where something is, not what.
bool is_reference(std::string_view type, Json block) {
    const auto source = block.find("source");
    const auto kind = source ? text_at(*source, "type").value_or("") : std::string_view{};
    return type == "container_upload" || kind == "file" || kind == "url";
}

/// All of such a block as one text, so that what it says is scanned and counted all the same.
Text native_text(std::string_view type, Json block, Conversation& kept) {
    const auto path = fmt::format("$.messages: `{}` of this sort", type);
    mark_native(kept, path);
    if (is_reference(type, block)) {
        mark_fetching(kept, path);
    }
    return Text{kept.keep(block.minified())};
}

/// The parts of a `source`; which of them must be there its type says.
struct Source {
    std::string_view type, media_type, data, url;
};

Result<Source> read_source(Json source) {
    Source out;
    LICET_TRY_VOID(source.each_member([&](std::string_view key, Json value) -> Result<void> {
        auto* const part = key == "type"         ? &out.type
                           : key == "media_type" ? &out.media_type
                           : key == "data"       ? &out.data
                           : key == "url"        ? &out.url
                                                 : nullptr;
        if (part == nullptr) {
            return unsupported();
        }
        LICET_TRY(*part, value.text());
        return {};
    }));
    if (out.type == "base64" && !is_base64(out.data)) {
        return wire::at(".data", wrong("must be base64"));
    }
    return out;
}

Result<Image> read_image(Json block) {
    const auto member = block.find("source");
    LICET_TRY_VOID(required(member.has_value(), ".source"));
    auto source = read_source(*member);
    if (!source.ok()) {
        return wire::at(".source", source.error());
    }
    if (source->type == "url" && source->url.starts_with("http")) {
        return Image{.format = "", .url = source->url};
    }
    const auto known = std::find(kMediaTypes.begin(), kMediaTypes.end(), source->media_type);
    if (source->type != "base64" || known == kMediaTypes.end()) {
        return wire::at(".source", wrong("must be base64 of png, jpeg, gif or webp, or a url"));
    }
    return Image{.format = known->substr(6), .base64 = source->data};
}

Result<Document> read_document(Json block) {
    const auto member = block.find("source");
    LICET_TRY_VOID(required(member.has_value(), ".source"));
    auto source = read_source(*member);
    if (!source.ok()) {
        return wire::at(".source", source.error());
    }
    Document out{.format = "txt",
                 .name = text_at(block, "title").value_or(""),
                 .context = text_at(block, "context").value_or("")};
    if (const auto citations = block.find("citations")) {
        const auto enabled = citations->find("enabled");
        LICET_TRY(out.citations, enabled ? enabled->boolean() : Result<bool>{false});
    }
    if (source->type == "text" && !source->data.empty()) {
        out.text = source->data;
        return out;
    }
    if (source->type != "base64" || source->media_type != "application/pdf") {
        return wire::at(".source", wrong("must be a text, or base64 of application/pdf"));
    }
    out.format = "pdf";
    out.base64 = source->data;
    return out;
}

/// What a type of block may have besides `type` and `cache_control`.
Result<void> check_members(Json block, std::initializer_list<std::string_view> known) {
    return block.each_member([&](std::string_view key, Json /*value*/) -> Result<void> {
        const bool is_known = key == "type" || key == "cache_control" ||
                              std::find(known.begin(), known.end(), key) != known.end();
        return is_known ? Result<void>{} : unsupported();
    });
}

Result<std::string_view> required_text(Json block, std::string_view member) {
    const auto value = block.find(member);
    const auto path = fmt::format(".{}", member);
    LICET_TRY_VOID(required(value.has_value(), path));
    auto text = value->text();
    return text.ok() ? text : wire::at(path, text.error());
}

Result<std::string_view> required_name(Json block, std::string_view member, std::size_t bytes_max) {
    const auto value = block.find(member);
    const auto path = fmt::format(".{}", member);
    LICET_TRY_VOID(required(value.has_value(), path));
    auto name = read_name(*value, bytes_max);
    return name.ok() ? name : wire::at(path, name.error());
}

Result<ToolResult> read_tool_result(Json block, Conversation& kept) {
    LICET_TRY_VOID(check_members(block, {"tool_use_id", "content", "is_error"}));
    ToolResult out;
    LICET_TRY(out.id, required_name(block, "tool_use_id", kIdBytesMax));
    if (const auto failed = block.find("is_error"); failed && !failed->is_null()) {
        LICET_TRY(out.failed, failed->boolean());
    }
    const auto content = block.find("content");
    if (!content || content->is_null()) {
        return out;
    }
    if (content->is_text()) {
        out.content.emplace_back(Text{content->text().value()});
        return out;
    }
    auto read = content->each_item([&](Json part) -> Result<void> {
        const auto type = text_at(part, "type").value_or("");
        if (const auto control = part.find("cache_control")) {
            note_price("cache_control", *control, "cache_control", kept);
        }
        if (is_native(type, part)) {
            out.content.emplace_back(native_text(type, part, kept));
        } else if (type == "text") {
            LICET_TRY_VOID(check_members(part, {"text", "citations"}));
            LICET_TRY(const auto text, required_text(part, "text"));
            out.content.emplace_back(Text{text});
        } else if (type == "image") {
            LICET_TRY(const auto image, read_image(part));
            out.content.emplace_back(image);
        } else if (type == "document") {
            LICET_TRY(const auto document, read_document(part));
            out.content.emplace_back(document);
        } else {
            return wire::at(".type", wrong("must be `text`, `image` or `document`"));
        }
        return {};
    });
    if (!read.ok()) {
        return wire::at(".content", std::move(read).error());
    }
    return out;
}

Result<Block> read_typed_block(std::string_view type, Json block, Conversation& kept) {
    if (is_native(type, block)) {
        return Block{native_text(type, block, kept)};
    }
    if (type == "text") {
        LICET_TRY_VOID(check_members(block, {"text", "citations"}));
        LICET_TRY(const auto text, required_text(block, "text"));
        return Block{Text{text}};
    }
    if (type == "image") {
        LICET_TRY_VOID(check_members(block, {"source"}));
        LICET_TRY(const auto image, read_image(block));
        return Block{image};
    }
    if (type == "document") {
        LICET_TRY_VOID(check_members(block, {"source", "title", "context", "citations"}));
        LICET_TRY(const auto document, read_document(block));
        return Block{document};
    }
    if (type == "tool_use") {
        LICET_TRY_VOID(check_members(block, {"id", "name", "input", "caller"}));
        const auto input = block.find("input");
        LICET_TRY_VOID(required(input.has_value(), ".input"));
        ToolUse use;
        LICET_TRY(use.id, required_name(block, "id", kIdBytesMax));
        LICET_TRY(use.name, required_name(block, "name", kToolNameBytesMax));
        LICET_TRY(use.input, read_object(*input, kept));
        return Block{use};
    }
    if (type == "tool_result") {
        LICET_TRY(auto result, read_tool_result(block, kept));
        return Block{std::move(result)};
    }
    if (type == "thinking") {
        LICET_TRY_VOID(check_members(block, {"thinking", "signature"}));
        Reasoning reasoning;
        LICET_TRY(reasoning.text, required_text(block, "thinking"));
        reasoning.signature = text_at(block, "signature").value_or("");
        LICET_TRY_VOID(
            required(!reasoning.text.empty() || !reasoning.signature.empty(), ".signature"));
        return Block{reasoning};
    }
    if (type == "redacted_thinking") {
        LICET_TRY_VOID(check_members(block, {"data"}));
        LICET_TRY(const auto data, required_text(block, "data"));
        LICET_TRY_VOID(required(!data.empty(), ".data"));
        return Block{Reasoning{.redacted = data}};
    }
    return wire::at(".type", wrong(fmt::format("`{}` is not supported", type.substr(0, 64))));
}

Result<void> read_block(Json block, bool of_model, std::vector<Block>& out, Conversation& kept) {
    LICET_TRY(const auto type, required_text(block, "type"));
    if (const auto text = block.find("text"); type == "text" && text && is_blank_text(*text)) {
        return of_model ? Result<void>{} : wire::at(".text", wrong("must not be blank"));
    }
    LICET_TRY(auto read, read_typed_block(type, block, kept));
    out.push_back(std::move(read));
    if (const auto control = block.find("cache_control"); control && !control->is_null()) {
        auto point = read_cache_control(*control);
        if (!point.ok()) {
            return wire::at(".cache_control", point.error());
        }
        note_price("cache_control", *control, "cache_control", kept);
        out.emplace_back(*point);
    }
    return {};
}

}  // namespace

Result<CachePoint> read_cache_control(Json control) {
    return read_cache_mark(control, "ephemeral");
}

Result<void> read_anthropic_blocks(Json content, bool of_model, std::vector<Block>& out,
                                   Conversation& kept) {
    if (of_model && is_blank_text(content)) {
        return {};
    }
    if (content.is_text()) {
        LICET_TRY(const auto text, content.filled_text());
        out.emplace_back(Text{text});
        return {};
    }
    return content.each_item([&](Json block) -> Result<void> {
        return out.size() < kBlocksMax
                   ? read_block(block, of_model, out, kept)
                   : wrong(fmt::format("must not be more than {} blocks", kBlocksMax));
    });
}

}  // namespace licet::gateway
