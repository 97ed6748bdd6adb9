// SPDX-License-Identifier: Apache-2.0
// What the bodies of embeddings mean, in InvokeModel and in OpenAI's API, and what answers them.
#include "base/encoding.h"
#include "gateway/door.h"
#include "gateway/embeddings.h"
#include "gateway/makers.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace licet::gateway {
namespace {

using testing::HasSubstr;

const std::string kPng = "data:image/png;base64,iVBORw0KGgo=";

/// A thing after the other, with its texts and pictures, and the settings; or why it is refused.
std::string read(const Door& door, const std::string& body) {
    JsonReader reader;
    const auto parsed = reader.parse(body, JsonReader::Padding::absent);
    EXPECT_TRUE(parsed.ok()) << body;
    const auto asked = door.read(*parsed);
    if (!asked.ok()) {
        return asked.error().message;
    }
    std::string out;
    for (const auto& turn : asked->turns) {
        out += out.empty() ? "" : "; ";
        for (const auto& block : turn.blocks) {
            if (const auto* text = std::get_if<Text>(&block)) {
                out += fmt::format("'{}'", text->text);
            } else if (const auto* image = std::get_if<Image>(&block)) {
                out += fmt::format("<{} {}>", image->format, image->base64);
            }
        }
    }
    for (const auto& [name, value] : asked->additional) {
        out += fmt::format(" {}={}", name, value);
    }
    if (!asked->native_only.empty()) {
        out += fmt::format(" native: {}", asked->native_only);
    }
    return asked->tag_suffix ? out + fmt::format(" tags: {}", *asked->tag_suffix) : out;
}

std::string titan(const std::string& members) {
    return read(titan_embeddings_door(), "{" + members + "}");
}

/// Source: Bedrock User Guide, "Amazon Titan Embeddings G1 - Text", "Amazon Titan Multimodal
/// Embeddings G1".
TEST(TitanEmbeddingsDoor, ReadsATextAPictureAndWhatTheNumbersAreToBeLike) {
    EXPECT_EQ(titan(R"("inputText":"hi")"), "'hi'");
    EXPECT_EQ(titan(R"("inputText":"hi","dimensions":256,"normalize":false,)"
                    R"("embeddingTypes":["float", "binary"])"),
              R"('hi' dimensions=256 normalize=false embeddingTypes=["float","binary"])");
    EXPECT_EQ(titan(R"("inputText":"hi","inputImage":"iVBORw0KGgo=",)"
                    R"("embeddingConfig":{"outputEmbeddingLength":384})"),
              "'hi'<png iVBORw0KGgo=> outputEmbeddingLength=384");
    EXPECT_EQ(titan(R"("inputImage":"/9j/4AAQ")"), "<jpeg /9j/4AAQ>");
    EXPECT_EQ(titan(R"("inputText":"hi","later":{})"), "'hi' native: $.later");
    EXPECT_EQ(titan(R"("inputText":"hi","amazon-bedrock-guardrailConfig":{"tagSuffix":"x"})"),
              "'hi' tags: x");
}

TEST(TitanEmbeddingsDoor, RefusesWhatIsNotInThatForm) {
    EXPECT_EQ(titan(R"("dimensions":256)"), "$.inputText: is required");
    EXPECT_EQ(titan(R"("inputText":["hi"])"), "$.inputText: must be a text");
    EXPECT_EQ(titan(R"("inputText":" ")"), "$.inputText: must not be blank");
    EXPECT_EQ(titan(R"("inputText":"a","inputText":"b")"), "$.inputText: must not be given twice");
    EXPECT_EQ(titan(R"("inputText":"hi","dimensions":0)"),
              "$.dimensions: must be a whole number from 1 to 65536");
    EXPECT_EQ(titan(R"("inputText":"hi","normalize":1)"), "$.normalize: must be true or false");
    EXPECT_EQ(titan(R"("inputText":"hi","embeddingTypes":["float","float"])"),
              "$.embeddingTypes[1]: is there twice");
    EXPECT_EQ(titan(R"("inputText":"hi","embeddingTypes":["int8"])"),
              "$.embeddingTypes[0]: must be one of `float`, `binary`");
    EXPECT_EQ(titan(R"("inputImage":"R0lGODlh")"), "$.inputImage: must be a PNG or JPEG as base64");
    EXPECT_EQ(titan(R"("inputImage":"no base64")"), "$.inputImage: must be base64");
    EXPECT_EQ(titan(R"("inputText":"hi","embeddingConfig":{"length":1})"),
              "$.embeddingConfig.length: is not supported");
}

std::string cohere(const std::string& members) {
    return read(cohere_embeddings_door(), R"({"input_type":"search_query",)" + members + "}");
}

/// Source: Bedrock User Guide, "Cohere Embed v3", "Cohere Embed v4".
TEST(CohereEmbeddingsDoor, ReadsTextsPicturesAndBothTogether) {
    const std::string purpose = R"( input_type="search_query")";
    EXPECT_EQ(cohere(R"("texts":["a","b"])"), "'a''b'" + purpose);
    EXPECT_EQ(cohere(R"("images":[")" + kPng + R"(",")" + kPng + R"("])"),
              "<png iVBORw0KGgo=>; <png iVBORw0KGgo=>" + purpose);
    EXPECT_EQ(cohere(R"("inputs":[{"content":[{"type":"text","text":"a"},{"type":"image_url",)"
                     R"("image_url":")" +
                     kPng + R"("}]},{"content":[{"type":"image_url","image_url":{"url":")" + kPng +
                     R"("}}]}])"),
              "'a'<png iVBORw0KGgo=>; <png iVBORw0KGgo=>" + purpose);
    EXPECT_EQ(cohere(R"("texts":["a"],"truncate":"END","embedding_types":["int8","ubinary"],)"
                     R"("output_dimension":256,"max_tokens":9,"later":1)"),
              "'a'" + purpose +
                  R"( truncate="END" embedding_types=["int8","ubinary"] output_dimension=256)"
                  " max_tokens=9 native: $.later");
    // Guardrails read each by itself, and the model perhaps both as one.
    EXPECT_EQ(cohere(R"("inputs":[{"content":[{"type":"text","text":"a"},)"
                     R"({"type":"text","text":"b"}]}])"),
              "'a''b'" + purpose + " native: $.inputs: texts that follow each other");
}

TEST(CohereEmbeddingsDoor, RefusesWhatIsNotInThatForm) {
    EXPECT_EQ(read(cohere_embeddings_door(), R"({"texts":["a"]})"), "$.input_type: is required");
    EXPECT_EQ(cohere(R"("truncate":"NONE")"), "$.texts: is required");
    EXPECT_EQ(cohere(R"("texts":[])"), "$.texts: is required");
    EXPECT_EQ(cohere(R"("texts":["a"],"images":[])"),
              "$.images: is one too many: give `texts`, `images` or `inputs`");
    EXPECT_EQ(cohere(R"("texts":["a",1])"), "$.texts[1]: must be a text");
    EXPECT_EQ(cohere(R"("texts":["a"],"truncate":"MIDDLE")"),
              "$.truncate: must be one of `NONE`, `START`, `END`, `LEFT`, `RIGHT`");
    EXPECT_EQ(cohere(R"("images":["https://example.com/a.png"])"),
              "$.images[0]: must be `data:image/…;base64,…`");
    EXPECT_EQ(cohere(R"("inputs":[{"content":[]}])"), "$.inputs[0].content: is required");
    EXPECT_EQ(cohere(R"("inputs":[{"content":[{"type":"image_url","image_url":{}}]}])"),
              "$.inputs[0].content[0].image_url.url: is required");
    EXPECT_EQ(cohere(R"("inputs":[{"content":[{"type":"sound","sound":""}]}])"),
              "$.inputs[0].content[0].sound: is not supported");
    for (const auto* part : {R"({"text":"a"})", R"({"":null})"}) {
        EXPECT_EQ(cohere(fmt::format(R"("inputs":[{{"content":[{}]}}])", part)),
                  "$.inputs[0].content[0]: must be a `text` or an `image_url`, as its `type` says");
    }
}

TEST(CohereEmbeddingsDoor, TakesAsManyThingsAsCohereDoes) {
    const auto list = [](std::size_t count, const std::string& item) {
        std::string out;
        for (std::size_t n = 0; n < count; ++n) {
            out += (n == 0 ? "" : ",") + item;
        }
        return out;
    };
    EXPECT_THAT(cohere(R"("texts":[)" + list(96, R"("a")") + "]"), HasSubstr("'a'"));
    EXPECT_EQ(cohere(R"("texts":[)" + list(97, R"("a")") + "]"),
              "$.texts: must not have more than 96 items");
    EXPECT_EQ(cohere(R"("images":[)" + list(97, "\"" + kPng + "\"") + "]"),
              "$.images[96]: must not be more than 96");
}

using Echoed = std::vector<std::pair<std::string_view, std::string>>;

net::Response written(const Door& door, const std::string& model, Echoed echoed = {}) {
    const Reply reply{.usage = {.input = 5}, .embeddings = {"[0.25,-1]", "[0,1e-3]"}};
    net::Response out;
    door.writer({.request_id = "r", .model = model, .started = {}, .echoed = std::move(echoed)})
        ->whole(out, reply, Milliseconds{7});
    return out;
}

TEST(EmbeddingsWriting, TitanAnswersWithOneListAndItsTokens) {
    const auto& door = titan_embeddings_door();
    const auto answer = written(door, "amazon.titan-embed-text-v2:0");
    EXPECT_EQ(answer.body, R"({"embedding":[0.25,-1],"inputTextTokenCount":5,)"
                           R"("embeddingsByType":{"float":[0.25,-1]}})");
    EXPECT_EQ(answer.headers.find("x-amzn-bedrock-input-token-count"), "5");
    EXPECT_EQ(answer.headers.find("x-amzn-bedrock-invocation-latency"), "7");
    EXPECT_EQ(written(door, "amazon.titan-embed-text-v1").body,
              R"({"embedding":[0.25,-1],"inputTextTokenCount":5})");
}

TEST(EmbeddingsWriting, CohereAnswersByTypeWhereTypesWereNamed) {
    const auto& door = cohere_embeddings_door();
    EXPECT_EQ(written(door, "cohere.embed-english-v3", {{"texts", R"(["a","b"])"}}).body,
              R"({"id":"r","texts":["a","b"],"response_type":"embeddings_floats",)"
              R"("embeddings":[[0.25,-1],[0,1e-3]]})");
    EXPECT_EQ(written(door, "cohere.embed-v4:0", {{"embedding_types", ""}}).body,
              R"({"id":"r","response_type":"embeddings_by_type",)"
              R"("embeddings":{"float":[[0.25,-1],[0,1e-3]]}})");
}

/// Source: OpenAI API Reference, "Create embeddings", encoding_format: floats of 32 bits.
TEST(EmbeddingsWriting, OpenAiAnswersWithFloatsOrTheirBase64) {
    const auto& door = embeddings_door();
    EXPECT_EQ(written(door, "m").body,
              R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.25,-1]},)"
              R"({"object":"embedding","index":1,"embedding":[0,1e-3]}],"model":"m",)"
              R"("usage":{"prompt_tokens":5,"total_tokens":5}})");
    // 0.25 is 3e800000 in IEEE 754, -1 is bf800000.
    EXPECT_THAT(written(door, "m", {{"encoding_format", ""}}).body,
                HasSubstr(R"("embedding":"AACAPgAAgL8=")"));
}

TEST(EmbeddingsDoor, RemembersThatNumbersAreToBeBase64) {
    JsonReader reader;
    const auto echoed = [&](std::string_view body) {
        return embeddings_door()
            .read(*reader.parse(body, JsonReader::Padding::absent))
            ->echoed.size();
    };
    EXPECT_EQ(echoed(R"({"input":"a","encoding_format":"base64"})"), 1U);
    EXPECT_EQ(echoed(R"({"input":"a","encoding_format":"float"})"), 0U);
}

/// Source: data/catalog.yaml; Bedrock User Guide, "Supported foundation models".
TEST(EmbeddingForm, IsThatOfTheModel) {
    const auto dimensions = [](std::string_view model) {
        const auto* const form = embedding_form(model);
        return form == nullptr ? "none" : std::string{form->dimensions};
    };
    EXPECT_EQ(dimensions("amazon.titan-embed-text-v2:0"), "dimensions");
    EXPECT_EQ(dimensions("amazon.titan-embed-text-v1"), "");
    EXPECT_EQ(dimensions("amazon.titan-embed-image-v1"), "outputEmbeddingLength");
    EXPECT_EQ(dimensions("cohere.embed-v4:0"), "output_dimension");
    EXPECT_EQ(dimensions("cohere.embed-english-v3"), "");
    EXPECT_EQ(dimensions("cohere.command-r-v1:0"), "none");
    EXPECT_EQ(dimensions("amazon.nova-2-multimodal-embeddings-v1:0"), "none");
}

}  // namespace
}  // namespace licet::gateway
