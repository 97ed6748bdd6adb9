// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/converse_blocks.h"

#include "base/encoding.h"
#include "gateway/doors/reading.h"
#include "wire/fault.h"
#include "wire/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace licet::gateway {
namespace {

constexpr std::size_t kIdBytesMax = 256;  // other APIs give longer ones than Bedrock, 64
constexpr std::size_t kDocumentNameBytesMax = 200;

constexpr std::array<std::string_view, 4> kImageFormats{"png", "jpeg", "gif", "webp"};
constexpr std::array<std::string_view, 9> kDocumentFormats{"pdf",  "csv",  "doc", "docx", "xls",
                                                           "xlsx", "html", "txt", "md"};
constexpr std::array<std::string_view, 2> kStatuses{"success", "error"};

constexpr const char* kOneMember = "must have exactly one member";

/// `{"bytes": …}`.
Result<std::string_view> read_bytes(Json source) {
    std::string_view bytes;
    LICET_TRY_VOID(source.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key != "bytes") {
            return unsupported();
        }
        LICET_TRY(bytes, read_base64(value));
        return {};
    }));
    LICET_TRY_VOID(required(!bytes.empty(), ".bytes"));
    return bytes;
}

Result<Image> read_image(Json image) {
    Image out;
    LICET_TRY_VOID(image.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "format") {
            LICET_TRY(const auto format, read_choice(value, kImageFormats));
            out.format = kImageFormats[format];
        } else if (key == "source") {
            LICET_TRY(out.base64, read_bytes(value));
        } else {
            return unsupported();
        }
        return {};
    }));
    LICET_TRY_VOID(required(!out.format.empty(), ".format"));
    LICET_TRY_VOID(required(!out.base64.empty(), ".source"));
    return out;
}

/// Calls `visit(Json) -> Result<void>` for each text of `[{"text": …}]`.
template <typename Visit>
Result<void> each_text_part(Json list, Visit visit) {
    return list.each_item([&](Json part) {
        return part.each_member([&](std::string_view name, Json text) {
            return name == "text" ? visit(text) : Result<void>{unsupported()};
        });
    });
}

/// `{"bytes": …}`, `{"text": …}` or `{"content": [{"text": …}]}`.
Result<void> read_document_source(Json source, Document& out, Conversation& kept) {
    return source.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "bytes") {
            LICET_TRY(out.base64, read_base64(value));
        } else if (key == "text") {
            LICET_TRY(out.text, value.filled_text());
        } else if (key == "content") {
            std::string text;
            LICET_TRY_VOID(each_text_part(value, [&](Json words) -> Result<void> {
                LICET_TRY(const auto piece, words.filled_text());
                text.append(text.empty() ? "" : "\n").append(piece);
                return {};
            }));
            out.text = kept.keep(std::move(text));
        } else {
            return unsupported();
        }
        return {};
    });
}

/// What is text is taken as text, so that it is scanned. What has a NUL is in another encoding.
void read_plain(Document& document, Conversation& kept) {
    if (document.base64.empty() || !is_text_format(document.format)) {
        return;
    }
    auto text = from_base64(document.base64);
    if (text.ok() && wire::is_utf8(*text) && text->find('\0') == std::string::npos) {
        document.text = kept.keep(*std::move(text));
        document.base64 = {};
    }
}

Result<Document> read_document(Json document, Conversation& kept) {
    Document out;
    LICET_TRY_VOID(document.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "format") {
            LICET_TRY(const auto format, read_choice(value, kDocumentFormats));
            out.format = kDocumentFormats[format];
        } else if (key == "name") {
            LICET_TRY(out.name, read_name(value, kDocumentNameBytesMax));
        } else if (key == "source") {
            return read_document_source(value, out, kept);
        } else if (key == "context") {
            LICET_TRY(out.context, value.text());
        } else if (key == "citations") {
            const auto enabled = value.find("enabled");
            LICET_TRY(out.citations, enabled ? enabled->boolean() : Result<bool>{false});
        } else {
            return unsupported();
        }
        return {};
    }));
    LICET_TRY_VOID(required(!out.name.empty(), ".name"));
    LICET_TRY_VOID(required(!out.base64.empty() || !out.text.empty(), ".source"));
    if (!out.base64.empty() && !out.text.empty()) {
        return wire::at(".source", wrong(kOneMember));
    }
    LICET_TRY_VOID(required(!out.format.empty() || out.base64.empty(), ".format"));
    if (out.format.empty()) {
        out.format = "txt";
    }
    read_plain(out, kept);
    return out;
}

Result<ToolUse> read_tool_use(Json use, Conversation& kept) {
    ToolUse out;
    LICET_TRY_VOID(use.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "toolUseId") {
            LICET_TRY(out.id, read_name(value, kIdBytesMax));
        } else if (key == "name") {
            LICET_TRY(out.name, read_name(value, kToolNameBytesMax));
        } else if (key == "input") {
            LICET_TRY(out.input, read_object(value, kept));
        } else {
            return unsupported();
        }
        return {};
    }));
    LICET_TRY_VOID(required(!out.id.empty(), ".toolUseId"));
    LICET_TRY_VOID(required(!out.name.empty(), ".name"));
    LICET_TRY_VOID(required(!out.input.empty(), ".input"));
    return out;
}

Result<void> read_result_block(Json block, ToolResult& out, Conversation& kept) {
    const auto before = out.content.size();
    LICET_TRY_VOID(block.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "text") {
            LICET_TRY(const auto text, value.text());
            out.content.emplace_back(Text{text});
        } else if (key == "json") {
            out.content.emplace_back(Text{kept.keep(value.minified())});
        } else if (key == "image") {
            LICET_TRY(const auto image, read_image(value));
            out.content.emplace_back(image);
        } else if (key == "document") {
            LICET_TRY(const auto document, read_document(value, kept));
            out.content.emplace_back(document);
        } else {
            return unsupported();
        }
        return {};
    }));
    return out.content.size() == before + 1 ? Result<void>{} : wrong(kOneMember);
}

Result<ToolResult> read_tool_result(Json result, Conversation& kept) {
    ToolResult out;
    bool has_content = false;
    LICET_TRY_VOID(result.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "toolUseId") {
            LICET_TRY(out.id, read_name(value, kIdBytesMax));
        } else if (key == "content") {
            has_content = true;
            return value.each_item([&](Json block) { return read_result_block(block, out, kept); });
        } else if (key == "status") {
            LICET_TRY(const auto status, read_choice(value, kStatuses));
            out.failed = status == 1;
        } else {
            return unsupported();
        }
        return {};
    }));
    LICET_TRY_VOID(required(!out.id.empty(), ".toolUseId"));
    LICET_TRY_VOID(required(has_content, ".content"));
    return out;
}

Result<Reasoning> read_reasoning(Json reasoning) {
    Reasoning out;
    LICET_TRY_VOID(reasoning.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "redactedContent") {
            LICET_TRY(out.redacted, read_base64(value));
            return {};
        }
        if (key != "reasoningText") {
            return unsupported();
        }
        return value.each_member([&](std::string_view name, Json part) -> Result<void> {
            if (name == "text") {
                LICET_TRY(out.text, part.text());
            } else if (name == "signature") {
                LICET_TRY(out.signature, part.text());
            } else {
                return unsupported();
            }
            return {};
        });
    }));
    // A thought may come without its words, signed.
    const bool is_text = !out.text.empty() || !out.signature.empty();
    LICET_TRY_VOID(required(is_text || !out.redacted.empty(), ".reasoningText"));
    return is_text && !out.redacted.empty() ? Result<Reasoning>{wrong(kOneMember)}
                                            : Result<Reasoning>{out};
}

/// What a grounding check holds an answer against.
Result<void> read_qualifiers(Json qualifiers, GuardedText& out) {
    return qualifiers.each_item([&](Json qualifier) -> Result<void> {
        static constexpr std::array<std::string_view, 3> kQualifiers{"grounding_source", "query",
                                                                     "guard_content"};
        LICET_TRY(const auto which, read_choice(qualifier, kQualifiers));
        out.grounding_source = out.grounding_source || which == 0;
        out.query = out.query || which == 1;
        return {};
    });
}

/// `{"text": {"text": …, "qualifiers": […]}}`.
Result<GuardedText> read_guarded(Json content) {
    GuardedText out;
    LICET_TRY_VOID(content.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key != "text") {
            return unsupported();
        }
        return value.each_member([&](std::string_view name, Json part) -> Result<void> {
            if (name == "text") {
                LICET_TRY(out.text, part.filled_text());
                return {};
            }
            return name == "qualifiers" ? read_qualifiers(part, out) : unsupported();
        });
    }));
    LICET_TRY_VOID(required(!out.text.empty(), ".text"));
    return out;
}

/// What a model said and cited for it: `{"content": [{"text": …}], "citations": […]}`. Models of
/// other upstreams are given the words alone, as of texts of Anthropic's.
Result<Text> read_cited(Json cited, Conversation& kept) {
    std::string text;
    LICET_TRY_VOID(cited.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "citations") {
            return {};
        }
        return key != "content" ? unsupported()
                                : each_text_part(value, [&](Json words) -> Result<void> {
                                      LICET_TRY(const auto piece, words.text());
                                      text += piece;
                                      return {};
                                  });
    }));
    LICET_TRY_VOID(required(!text.empty(), ".content"));
    return Text{kept.keep(std::move(text))};
}

/// One member of a block, which is a union.
Result<Block> read_block_member(std::string_view key, Json value, Conversation& kept) {
    if (key == "text") {
        LICET_TRY(const auto text, value.filled_text());
        return Block{Text{text}};
    }
    if (key == "guardContent") {
        LICET_TRY(const auto guarded, read_guarded(value));
        return Block{guarded};
    }
    if (key == "cachePoint") {
        LICET_TRY(const auto point, read_cache_point(value));
        note_price(key, value, "cachePoint", kept);
        return Block{point};
    }
    if (key == "image") {
        LICET_TRY(const auto image, read_image(value));
        return Block{image};
    }
    if (key == "document") {
        LICET_TRY(const auto document, read_document(value, kept));
        return Block{document};
    }
    if (key == "toolUse") {
        LICET_TRY(const auto use, read_tool_use(value, kept));
        return Block{use};
    }
    if (key == "toolResult") {
        LICET_TRY(auto result, read_tool_result(value, kept));
        return Block{std::move(result)};
    }
    if (key == "citationsContent") {
        LICET_TRY(const auto cited, read_cited(value, kept));
        return Block{cited};
    }
    if (key == "reasoningContent") {
        LICET_TRY(const auto reasoning, read_reasoning(value));
        return Block{reasoning};
    }
    return unsupported();
}

bool is_of_system(std::string_view key) {
    return key == "text" || key == "guardContent" || key == "cachePoint";
}

}  // namespace

Result<CachePoint> read_cache_point(Json point) {
    return read_cache_mark(point, "default");
}

Result<void> read_converse_blocks(Json blocks, Speaker speaker, std::vector<Block>& out,
                                  Conversation& kept) {
    return blocks.each_item([&](Json block) -> Result<void> {
        const auto before = out.size();
        bool is_passed_over = false;
        LICET_TRY_VOID(block.each_member([&](std::string_view key, Json value) -> Result<void> {
            if (speaker == Speaker::assistant && key == "text" && is_blank_text(value)) {
                is_passed_over = true;
                return {};
            }
            if (speaker == Speaker::system && !is_of_system(key)) {
                return unsupported();
            }
            LICET_TRY(auto read, read_block_member(key, value, kept));
            out.push_back(std::move(read));
            return {};
        }));
        if (out.size() == before && is_passed_over) {
            return {};
        }
        if (out.size() == before) {
            return wire::at(".text", wire::missing());
        }
        if (out.size() > kBlocksMax) {
            return wrong(fmt::format("must not be more than {} blocks", kBlocksMax));
        }
        return out.size() == before + 1 ? Result<void>{} : wrong(kOneMember);
    });
}

}  // namespace licet::gateway
