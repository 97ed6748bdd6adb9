// SPDX-License-Identifier: Apache-2.0
// What upstreams are asked for embeddings, by which door whatever it was, and what they answer.
#include "gateway/embeddings.h"
#include "gateway/makers.h"
#include "gateway/upstreams/embeddings_answer.h"
#include "gateway/upstreams/embeddings_request.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace licet::gateway {
namespace {

constexpr auto kTitan = "amazon.titan-embed-text-v2:0";
constexpr auto kTitanImage = "amazon.titan-embed-image-v1";
constexpr auto kCohere = "cohere.embed-v4:0";
constexpr auto kCohereV3 = "cohere.embed-english-v3";

/// Whether the caller's own bytes may go on.
enum class Body { as_it_came, rewritten };

/// What becomes of a body on its way to InvokeModel, or to OpenAI's API where `model` is `openai`.
std::string asked(const Door& door, std::string_view model, const std::string& body,
                  Body may = Body::rewritten) {
    JsonReader reader;
    const auto conversation = door.read(*reader.parse(body, JsonReader::Padding::absent));
    EXPECT_TRUE(conversation.ok()) << conversation.error().message;
    const std::string_view own = may == Body::as_it_came ? body : std::string_view{};
    if (model == "openai") {
        const auto out = openai_embeddings_body("m", door.dialect(), own, *conversation);
        return out.ok() ? *out : out.error().message;
    }
    const auto out = invoke_embeddings_bodies(model, door.dialect(), own, *conversation);
    return out.ok() ? fmt::format("{}", fmt::join(*out, " ")) : out.error().message;
}

TEST(EmbeddingsRequest, ABodyOfTheMakersOwnGoesOnAsItCame) {
    const std::string titan = R"({"inputText":"hi","later":[ 1 ]})";
    EXPECT_EQ(asked(titan_embeddings_door(), kTitan, titan, Body::as_it_came), titan);
    const std::string cohere = R"({"texts":[ "a"],"input_type":"clustering"})";
    EXPECT_EQ(asked(cohere_embeddings_door(), kCohere, cohere, Body::as_it_came), cohere);
    EXPECT_EQ(asked(titan_embeddings_door(), kTitan,
                    R"({"inputText":"hi","amazon-bedrock-guardrailConfig":{"tagSuffix":"x"}})",
                    Body::as_it_came),
              R"({"inputText":"hi"})");
}

TEST(EmbeddingsRequest, WhatGuardrailsReadIsSaidAnew) {
    EXPECT_EQ(asked(titan_embeddings_door(), kTitanImage,
                    R"({"embeddingConfig":{"outputEmbeddingLength":384},"inputImage":"/9j/4AAQ",)"
                    R"("inputText":"h\"i"})"),
              R"({"inputImage":"/9j/4AAQ","inputText":"h\"i",)"
              R"("embeddingConfig":{"outputEmbeddingLength":384}})");
    EXPECT_EQ(asked(titan_embeddings_door(), kTitan, R"({"inputText":"a","normalize":false})"),
              R"({"inputText":"a","normalize":false})");
    EXPECT_EQ(asked(titan_embeddings_door(), kTitan, R"({"inputText":"a","later":1})"),
              "$.later: guardrails apply, which could not read it; give texts");
    const auto cohere = [](const std::string& members) {
        return asked(cohere_embeddings_door(), kCohere, "{" + members + R"("input_type":"image"})");
    };
    const std::string image = R"("data:image/png;base64,aGk=")";
    for (const auto& members :
         {std::string{R"("texts":["a","b"],)"}, R"("images":[)" + image + "],",
          R"("inputs":[{"content":[{"type":"text","text":"a"},{"type":"image_url","image_url":)" +
              image + R"(}]},{"content":[{"type":"text","text":"b"}]}],)"}) {
        EXPECT_EQ(cohere(members), "{" + members + R"("input_type":"image"})");
    }
    // Each picture of a list is a thing by itself.
    const std::string picture = R"({"content":[{"type":"image_url","image_url":)" + image + "}]}";
    EXPECT_EQ(cohere(R"("images":[)" + image + "," + image + "],"),
              R"({"inputs":[)" + picture + "," + picture + R"(],"input_type":"image"})");
}

TEST(EmbeddingsRequest, OpenAisQuestionIsPutInTheMakersWords) {
    const auto ask = [](std::string_view model, const std::string& members) {
        return asked(embeddings_door(), model, R"({"model":"m",)" + members + "}",
                     Body::as_it_came);
    };
    EXPECT_EQ(ask(kTitan, R"("input":"a","dimensions":256,"encoding_format":"base64","user":"u")"),
              R"({"inputText":"a","dimensions":256})");
    EXPECT_EQ(ask(kTitanImage, R"("input":["a"],"dimensions":256)"),
              R"({"inputText":"a","embeddingConfig":{"outputEmbeddingLength":256}})");
    EXPECT_EQ(ask(kTitan, R"("input":["a","b"],"dimensions":256)"),
              R"({"inputText":"a","dimensions":256} {"inputText":"b","dimensions":256})");
    EXPECT_EQ(ask(kCohere, R"("input":["a","b"],"dimensions":512)"),
              R"({"texts":["a","b"],"input_type":"search_document","embedding_types":["float"],)"
              R"("truncate":"NONE","output_dimension":512})");
}

TEST(EmbeddingsRequest, WhatAModelCannotBeToldIsRefusedByItsName) {
    const auto ask = [](std::string_view model, const std::string& members) {
        return asked(embeddings_door(), model, R"({"model":"m",)" + members + "}",
                     Body::as_it_came);
    };
    EXPECT_EQ(ask(kTitan, R"("input":[1,2])"), "$.input: tokens: this model takes texts only");
    EXPECT_EQ(ask("amazon.titan-embed-text-v1", R"("input":"a","dimensions":8)"),
              "$.dimensions: this model has one number of them; leave it out");
    EXPECT_EQ(ask(kCohereV3, R"("input":"a","dimensions":8)"),
              "$.dimensions: this model has one number of them; leave it out");
    std::string texts = R"("input":["a")";
    for (int n = 1; n < 97; ++n) {
        texts += R"(,"a")";
    }
    EXPECT_EQ(ask(kTitan, texts + "]"), "$.input: this model takes no more than 96 texts");
    EXPECT_EQ(ask(kCohere, texts + "]"), "$.input: this model takes no more than 96 texts");
    EXPECT_EQ(asked(cohere_embeddings_door(), kTitan, R"({"texts":["a"],"input_type":"image"})"),
              "$: this model takes another maker's bodies");
    EXPECT_EQ(ask("anthropic.claude-haiku-4-5", R"("input":"a")"),
              "$.model: `anthropic.claude-haiku-4-5` embeds nothing, or in a form that is not "
              "known here");
}

TEST(EmbeddingsRequest, AMakersQuestionIsPutInOpenAisWords) {
    const auto titan = [](const std::string& members) {
        return asked(titan_embeddings_door(), "openai", R"({"inputText":"a")" + members + "}",
                     Body::as_it_came);
    };
    EXPECT_EQ(titan(R"(,"dimensions":256,"normalize":true,"embeddingTypes":["float"])"),
              R"({"model":"m","input":["a"],"dimensions":256})");
    EXPECT_EQ(titan(R"(,"embeddingConfig":{"outputEmbeddingLength":384})"),
              R"({"model":"m","input":["a"],"dimensions":384})");
    EXPECT_EQ(titan(R"(,"normalize":false)"),
              "$.normalize: this model's upstream knows nothing but `true`; leave it out");
    EXPECT_EQ(titan(R"(,"embeddingTypes":["binary"])"),
              R"($.embeddingTypes: this model's upstream knows nothing but `["float"]`; leave it )"
              "out");
    EXPECT_EQ(titan(R"(,"inputImage":"/9j/4AAQ")"),
              "$: this model's upstream takes texts only, no pictures");
    EXPECT_EQ(titan(R"(,"later":1)"), "$.later: this model's upstream cannot be told it");
    const auto cohere = [](const std::string& members) {
        return asked(cohere_embeddings_door(), "openai",
                     R"({"texts":["a","b"],"input_type":"search_query")" + members + "}",
                     Body::as_it_came);
    };
    EXPECT_EQ(cohere(R"(,"output_dimension":256,"truncate":"NONE","embedding_types":["float"])"),
              R"({"model":"m","input":["a","b"],"dimensions":256})");
    EXPECT_EQ(cohere(R"(,"truncate":"END")"),
              R"($.truncate: this model's upstream knows nothing but `"NONE"`; leave it out)");
    EXPECT_EQ(cohere(R"(,"max_tokens":9)"),
              "$.max_tokens: this model's upstream cannot be told it; leave it out");
}

TEST(EmbeddingsRequest, OpenAisOwnGoesOnWithTheUpstreamsNameOfTheModel) {
    const std::string body = R"({"model":"theirs","input":[[1], [2]],"dimensions":3})";
    EXPECT_EQ(asked(embeddings_door(), "openai", body, Body::as_it_came),
              R"({"input":[[1], [2]],"dimensions":3,"model":"m"})");
    EXPECT_EQ(asked(embeddings_door(), "openai", body),
              "$.input: tokens: guardrails apply, which could not read it; give texts");
    EXPECT_EQ(asked(embeddings_door(), "openai",
                    R"({"model":"theirs","input":"a","encoding_format":"base64","user":"u"})"),
              R"({"model":"m","input":["a"],"encoding_format":"base64","user":"u"})");
}

constexpr auto kOpenAi = Dialect::openai_embeddings;
constexpr auto kTitanDoor = Dialect::amazon_titan_embeddings;
constexpr auto kCohereDoor = Dialect::cohere_embeddings;

struct Heard {
    std::string raw = {};
    std::vector<std::string> embeddings = {};
    std::int64_t input = -1;
    bool counted = false;
    std::string fault = {};
};

Heard hear(AnswerReader& reader, std::string_view body, std::string_view token_header = {}) {
    Heard out;
    net::ClientResponse head{.status = 200};
    if (!token_header.empty()) {
        head.headers.push_back({"x-amzn-bedrock-input-token-count", token_header});
    }
    reader.head(head);
    AnswerReader::Emit emit = [&](const Frame& frame) {
        EXPECT_TRUE(frame.whole);
        EXPECT_EQ(frame.events.size(), 1U);
        out.raw = frame.raw;
        out.embeddings.assign(frame.embeddings.begin(), frame.embeddings.end());
        out.input = frame.events.front().usage.input;
        out.counted = frame.counted;
        return true;
    };
    const auto read = reader.whole(body, emit);
    out.fault = read.ok() ? "" : read.error().message;
    return out;
}

Heard titan(Embedded asked, std::string_view body, std::string_view header = {}) {
    TitanEmbeddings reader{asked};
    return hear(reader, body, header);
}
Heard cohere(Embedded asked, std::string_view body, std::string_view header = {}) {
    CohereEmbeddings reader{asked};
    return hear(reader, body, header);
}
Heard openai(Embedded asked, std::string_view body) {
    OpenAiEmbeddings reader{asked};
    return hear(reader, body);
}

TEST(EmbeddingsAnswer, GoesOutAsItCameToADoorOfTheSameDialect) {
    const auto binary = titan({kTitanDoor}, R"({"embeddingsByType":{"binary":[1]},)"
                                            R"("inputTextTokenCount":3})"
                                            "\n");
    EXPECT_EQ(binary.raw, R"({"embeddingsByType":{"binary":[1]},"inputTextTokenCount":3})");
    EXPECT_EQ(binary.input, 3);
    const auto types = cohere({kCohereDoor}, R"({"embeddings":{"int8":[[1]]}})", "8");
    EXPECT_EQ(types.raw, R"({"embeddings":{"int8":[[1]]}})");
    EXPECT_EQ(types.input, 8);
    EXPECT_TRUE(types.embeddings.empty() && types.counted);
}

TEST(EmbeddingsAnswer, TellsTheTokensThatSomebodyCounted) {
    const std::string body = R"({"embedding":[1],"inputTextTokenCount":3})";
    EXPECT_EQ(titan({kTitanDoor}, body, "4").input, 4);
    EXPECT_EQ(titan({kTitanDoor}, body).input, 3);
    EXPECT_EQ(cohere({kCohereDoor}, R"({"embeddings":[],"meta":{"billed_units":)"
                                    R"({"input_tokens":6}}})")
                  .input,
              6);
    for (const auto& heard :
         {cohere({kCohereDoor, 1, 9}, R"({"embeddings":[]})"),
          titan({kTitanDoor, 1, 9}, R"({"embedding":[1],"inputTextTokenCount":null})")}) {
        EXPECT_EQ(heard.input, 9);
        EXPECT_FALSE(heard.counted);
    }
}

TEST(EmbeddingsAnswer, IsReadForADoorOfAnotherDialect) {
    const auto one = titan({kOpenAi, 1}, R"({"embedding":[0.1, -2e-3],"inputTextTokenCount":3})");
    EXPECT_EQ(one.embeddings, std::vector<std::string>{"[0.1,-0.002]"});
    const std::vector<std::string> two{"[1,2]", "[3,4]"};
    EXPECT_EQ(cohere({kOpenAi, 2}, R"({"embeddings":[[1,2],[3,4]]})").embeddings, two);
    EXPECT_EQ(cohere({kOpenAi, 2}, R"({"embeddings":{"float":[[1,2],[3,4]]}})").embeddings, two);
    const auto theirs =
        openai({kCohereDoor, 2}, R"({"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":)"
                                 R"([3,4]}],"usage":{"prompt_tokens":7}})");
    EXPECT_EQ(theirs.embeddings, two);
    EXPECT_EQ(theirs.input, 7);
}

TEST(EmbeddingsAnswer, IsNoneThatHasOtherNumbersThanWereAskedFor) {
    EXPECT_EQ(titan({kOpenAi, 1}, R"({"embedding":[1,"2"],"inputTextTokenCount":3})").fault,
              "unexpected answer: an embedding, [1]: must be a number from "
              "-3.4028234663852886e+38 to 3.4028234663852886e+38");
    EXPECT_EQ(titan({kOpenAi, 1}, R"({"embedding":[],"inputTextTokenCount":3})").fault,
              "unexpected answer: an embedding of no numbers");
    EXPECT_EQ(titan({kOpenAi, 1}, R"({"embeddingsByType":{"binary":[1]}})").fault,
              "unexpected answer: no embedding");
    EXPECT_EQ(titan({kTitanDoor}, R"({"message":"no"})").fault, "unexpected answer: no embeddings");
    EXPECT_EQ(titan({kTitanDoor}, R"({"embedding":[1],"inputTextTokenCount":-1})").fault,
              "must be a whole number from 0 to 2147483647");
    EXPECT_EQ(cohere({kOpenAi, 2}, R"({"embeddings":[[1]]})").fault,
              "unexpected answer: 1 embeddings in place of 2");
    EXPECT_EQ(cohere({kOpenAi, 1}, R"({"embeddings":{"int8":[[1]]}})").fault,
              "unexpected answer: no embeddings of floats");
    const std::string usage = R"("usage":{"prompt_tokens":7}})";
    EXPECT_EQ(openai({kTitanDoor, 1}, R"({"data":[{"index":1,"embedding":[1]}],)" + usage).fault,
              "[0]: unexpected answer: an embedding that is missing, or not in its place");
    EXPECT_EQ(openai({kTitanDoor, 1}, R"({"data":[{"embedding":"AACAPw=="}],)" + usage).fault,
              "[0]: unexpected answer: an embedding, must be a list");
    EXPECT_EQ(openai({kOpenAi}, R"({"data":[]})").fault,
              "unexpected answer: no usage.prompt_tokens");
    EXPECT_EQ(openai({kOpenAi}, "{").fault.substr(0, 10), "the answer");
}

TEST(EmbeddingsAnswer, DoesNotComeAsAStream) {
    AnswerReader::Emit emit = [](const Frame& /*frame*/) { return true; };
    OpenAiEmbeddings reader{{kOpenAi}};
    EXPECT_FALSE(reader.piece("data: {}\n\n", emit).ok());
    EXPECT_FALSE(reader.is_complete());
    TitanEmbeddings invoked{{kTitanDoor}};
    EXPECT_FALSE(invoked.is_complete());
}

}  // namespace
}  // namespace licet::gateway
