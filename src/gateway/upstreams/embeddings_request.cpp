// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/embeddings_request.h"

#include "base/json_writer.h"
#include "gateway/embeddings.h"
#include "gateway/input_tags.h"
#include "gateway/upstreams/body_edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace licet::gateway {
namespace {

using Settings = std::vector<std::pair<std::string_view, std::string_view>>;

Error cannot(std::string_view path, std::string_view why) {
    return Error{ErrorKind::invalid, fmt::format("{}: {}", path, why)};
}

/// Of a body that does not go on as it came, where that has what nobody understood.
Result<void> check_rewritable(const Conversation& conversation) {
    return conversation.native_only.empty()
               ? Result<void>{}
               : cannot(conversation.native_only,
                        "guardrails apply, which could not read it; give texts");
}

void write_settings(JsonWriter& json, const Settings& settings) {
    for (const auto& [name, value] : settings) {
        json.key(name).raw(value);
    }
}

void write_texts(JsonWriter& json, std::string_view member,
                 std::span<const std::string_view> texts) {
    json.key(member).begin_array();
    for (const auto text : texts) {
        json.string(text);
    }
    json.end_array();
}

/// What a setting of a maker's is called by OpenAI.
struct Counterpart {
    std::string_view name;
    std::string_view openai = {};  ///< empty: it goes without saying
    std::string_view value = {};   ///< the only one that does; empty: any
};

/// What the numbers are for (`input_type`) such servers do not ask: their models make one sort.
constexpr Counterpart kCounterparts[] = {
    {"dimensions", "dimensions"},           {"output_dimension", "dimensions"},
    {kTitanLength, "dimensions"},           {"normalize", {}, "true"},
    {"embeddingTypes", {}, R"(["float"])"}, {"embedding_types", {}, R"(["float"])"},
    {"truncate", {}, R"("NONE")"},          {"input_type"}};

/// Settings of a maker's in OpenAI's words.
Result<Settings> openai_settings(const Conversation& conversation) {
    Settings out;
    for (const auto& [name, value] : conversation.additional) {
        const auto* const found =
            std::find_if(std::begin(kCounterparts), std::end(kCounterparts),
                         [name = name](const Counterpart& one) { return one.name == name; });
        const auto path = fmt::format("$.{}", name);
        if (found == std::end(kCounterparts)) {
            return cannot(path, "this model's upstream cannot be told it; leave it out");
        }
        if (!found->value.empty() && found->value != value) {
            return cannot(path, fmt::format("this model's upstream knows nothing but `{}`; leave "
                                            "it out",
                                            found->value));
        }
        if (!found->openai.empty()) {
            out.emplace_back(found->openai, value);
        }
    }
    return out;
}

std::string written_openai(const Conversation& conversation, std::string_view model,
                           const Settings& settings) {
    std::string out;
    JsonWriter json{out};
    json.begin_object().member("model", model);
    write_texts(json, "input", texts_of(conversation));
    write_settings(json, settings);
    if (!conversation.end_user.empty()) {
        json.member("user", conversation.end_user);
    }
    json.end_object();
    return out;
}

std::string written_titan(std::span<const Block> blocks, const Settings& settings) {
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    for (const auto& block : blocks) {
        if (const auto* text = std::get_if<Text>(&block)) {
            json.member("inputText", text->text);
        } else if (const auto* image = std::get_if<Image>(&block)) {
            json.member("inputImage", image->base64);
        }
    }
    for (const auto& [name, value] : settings) {
        if (name == kTitanLength) {
            json.key("embeddingConfig").begin_object().key(name).raw(value).end_object();
        } else {
            json.key(name).raw(value);
        }
    }
    json.end_object();
    return out;
}

std::string data_url(const Image& image) {
    return fmt::format("data:image/{};base64,{}", image.format, image.base64);
}

void write_content(JsonWriter& json, const Turn& turn) {
    json.begin_object().key("content").begin_array();
    for (const auto& block : turn.blocks) {
        if (const auto* text = std::get_if<Text>(&block)) {
            json.begin_object().member("type", "text").member("text", text->text).end_object();
        } else if (const auto* image = std::get_if<Image>(&block)) {
            json.begin_object().member("type", "image_url");
            json.member("image_url", data_url(*image)).end_object();
        }
    }
    json.end_array().end_object();
}

/// Texts and a picture have members of their own, which older models have alone.
std::string written_cohere(const Conversation& conversation, const Settings& settings) {
    const auto& turns = conversation.turns;
    const auto texts = texts_of(conversation);
    const auto* const picture = turns.size() == 1 && turns.front().blocks.size() == 1
                                    ? std::get_if<Image>(&turns.front().blocks.front())
                                    : nullptr;
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    if (picture != nullptr) {
        json.key("images").begin_array().string(data_url(*picture)).end_array();
    } else if (turns.size() == 1 && !has_pictures(conversation)) {
        write_texts(json, "texts", texts);
    } else {
        json.key("inputs").begin_array();
        for (const auto& turn : turns) {
            write_content(json, turn);
        }
        json.end_array();
    }
    write_settings(json, settings);
    json.end_object();
    return out;
}

/// The settings of OpenAI's API in a maker's words. What Cohere must be told besides and OpenAI
/// does not know is what is right for texts that are to be found; texts that are too long are
/// refused by both.
Result<Settings> maker_settings(const Conversation& conversation, const EmbeddingForm& form) {
    Settings out;
    if (form.dialect == Dialect::cohere_embeddings) {
        out = {{"input_type", R"("search_document")"},
               {"embedding_types", R"(["float"])"},
               {"truncate", R"("NONE")"}};
    }
    for (const auto& [name, value] : conversation.additional) {
        if (name == "dimensions") {
            if (form.dimensions.empty()) {
                return cannot("$.dimensions", "this model has one number of them; leave it out");
            }
            out.emplace_back(form.dimensions, value);
        }
    }
    return out;
}

/// OpenAI's question in a maker's words.
Result<std::vector<std::string>> translated(const Conversation& conversation,
                                            const EmbeddingForm& form) {
    if (!conversation.native_only.empty()) {
        return cannot(conversation.native_only, "this model takes texts only");
    }
    const auto texts = texts_of(conversation);
    if (texts.size() > kInputsMax) {
        return cannot("$.input", fmt::format("this model takes no more than {} texts", kInputsMax));
    }
    LICET_TRY(const auto settings, maker_settings(conversation, form));
    if (form.dialect == Dialect::cohere_embeddings) {
        return std::vector{written_cohere(conversation, settings)};
    }
    std::vector<std::string> out;
    for (const auto text : texts) {
        out.push_back(written_titan(std::array<Block, 1>{Text{text}}, settings));
    }
    return out;
}

}  // namespace

Result<std::string> openai_embeddings_body(std::string_view model, Dialect dialect,
                                           std::string_view body,
                                           const Conversation& conversation) {
    if (dialect == Dialect::openai_embeddings) {
        std::string name;
        append_json_string(name, model);
        auto edited = body.empty()
                          ? std::nullopt
                          : edit_members(body, std::array<MemberEdit, 1>{{{"model", name}}});
        if (edited) {
            return *std::move(edited);
        }
        LICET_TRY_VOID(check_rewritable(conversation));
        return written_openai(conversation, model, conversation.additional);
    }
    if (!conversation.native_only.empty()) {
        return cannot(conversation.native_only, "this model's upstream cannot be told it");
    }
    if (has_pictures(conversation)) {
        return cannot("$", "this model's upstream takes texts only, no pictures");
    }
    LICET_TRY(const auto settings, openai_settings(conversation));
    return written_openai(conversation, model, settings);
}

Result<std::vector<std::string>> invoke_embeddings_bodies(std::string_view model_id,
                                                          Dialect dialect, std::string_view body,
                                                          const Conversation& conversation) {
    const auto* const form = embedding_form(model_id);
    if (form == nullptr) {
        return cannot("$.model", fmt::format("`{}` embeds nothing, or in a form that is not known "
                                             "here",
                                             model_id));
    }
    if (dialect == Dialect::openai_embeddings) {
        return translated(conversation, *form);
    }
    if (dialect != form->dialect) {
        return cannot("$", "this model takes another maker's bodies");
    }
    if (!body.empty()) {
        constexpr std::array<MemberEdit, 1> kWithoutGuardrails{{{kInvokeGuardrailConfig}}};
        if (auto edited = edit_members(body, kWithoutGuardrails)) {
            return std::vector{*std::move(edited)};
        }
    }
    LICET_TRY_VOID(check_rewritable(conversation));
    const auto& settings = conversation.additional;
    return std::vector{form->dialect == Dialect::cohere_embeddings
                           ? written_cohere(conversation, settings)
                           : written_titan(conversation.turns.front().blocks, settings)};
}

}  // namespace licet::gateway
