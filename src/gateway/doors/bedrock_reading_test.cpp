// SPDX-License-Identifier: Apache-2.0
// What the bodies of Converse, of Anthropic's Messages and of CountTokens mean, and what is refused
// of them, by its name.
#include "base/encoding.h"
#include "gateway/door.h"
#include "gateway/doors/anthropic_reading.h"
#include "gateway/doors/token_counting.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace licet::gateway {
namespace {

struct InWords {
    std::string operator()(const Text& text) const { return fmt::format("\"{}\"", text.text); }
    std::string operator()(const GuardedText& text) const { return fmt::format("!{}", text.text); }
    std::string operator()(const CachePoint& point) const {
        return fmt::format("cache({})", point.ttl);
    }
    std::string operator()(const Image& image) const {
        return fmt::format("image({},{}{})", image.format, image.base64, image.url);
    }
    std::string operator()(const Document& file) const {
        return fmt::format("file({},{},{}{},{}{})", file.format, file.name, file.base64, file.text,
                           file.context, file.citations ? ",cited" : "");
    }
    std::string operator()(const ToolUse& use) const {
        return fmt::format("use({},{},{})", use.id, use.name, use.input);
    }
    std::string operator()(const ToolResult& result) const {
        std::string out = fmt::format("{}({}", result.failed ? "failed" : "result", result.id);
        for (const auto& part : result.content) {
            out += "," + std::visit(*this, part);
        }
        return out + ")";
    }
    std::string operator()(const Reasoning& thought) const {
        return fmt::format("thought({},{},{})", thought.text, thought.signature, thought.redacted);
    }
};

std::string in_words(const std::vector<Block>& blocks) {
    std::string out;
    for (const auto& block : blocks) {
        out += (out.empty() ? "" : " ") + std::visit(InWords{}, block);
    }
    return out;
}

std::string in_words(const Thinking& thinking) {
    switch (thinking.kind) {
        case Thinking::Kind::budget:
            return std::to_string(thinking.budget_tokens);
        case Thinking::Kind::adaptive:
            return "adaptive";
        case Thinking::Kind::effort:
            return std::string{thinking.effort};
        case Thinking::Kind::off:
            return "off";
    }
    return "";
}

void add_settings(std::string& out, const Conversation& asked) {
    const auto add = [&](std::string_view name, const auto& value) {
        out += fmt::format(" {}={}", name, value);
    };
    const auto add_some = [&](std::string_view name, const auto& value) {
        if (value) {
            add(name, *value);
        }
    };
    add_some("max", asked.max_tokens);
    add_some("temperature", asked.temperature);
    add_some("top_p", asked.top_p);
    add_some("top_k", asked.top_k);
    for (const auto stop : asked.stop_sequences) {
        add("stop", stop);
    }
    for (const auto& tool : asked.tools) {
        add("tool", fmt::format("{}({},{}{}{})", tool.name, tool.description, tool.schema,
                                tool.strict ? ",strict" : "", tool.cache_point ? ",cache" : ""));
    }
    constexpr std::string_view kChoices[] = {"auto", "any", "none", "one:"};
    if (asked.tool_choice.kind != ToolChoice::Kind::automatic || !asked.tool_choice.parallel) {
        add("choice", fmt::format("{}{}{}", kChoices[static_cast<int>(asked.tool_choice.kind)],
                                  asked.tool_choice.name,
                                  asked.tool_choice.parallel ? "" : ",one at a time"));
    }
    if (asked.thinking) {
        const auto& display = asked.thinking->display;
        add("thinking",
            fmt::format("{}{}{}", in_words(*asked.thinking), display.empty() ? "" : ",", display));
    }
    if (!asked.effort.empty()) {
        add("effort", asked.effort);
    }
    if (asked.format.kind == AnswerFormat::Kind::json_schema) {
        add("format", fmt::format("{}({})", asked.format.name, asked.format.schema));
    }
    for (const auto* pairs : {&asked.additional, &asked.metadata}) {
        for (const auto& [name, value] : *pairs) {
            add(name, value);
        }
    }
    for (const auto path : asked.answer_paths) {
        add("path", path);
    }
    if (!asked.betas.empty()) {
        add("betas", asked.betas);
    }
    if (!asked.end_user.empty()) {
        add("user", asked.end_user);
    }
    if (!asked.native_only.empty()) {
        add("native", asked.native_only);
    }
    for (const auto& [name, value] : asked.anthropic_members) {
        add(name, value);
    }
    if (!asked.anthropic_only.empty()) {
        add("anthropic", asked.anthropic_only);
    }
}

std::string in_words(const Result<Conversation>& asked) {
    if (!asked.ok()) {
        EXPECT_EQ(asked.error().kind, ErrorKind::invalid);
        return asked.error().message;
    }
    std::string out = asked->system.empty() ? "" : "system: " + in_words(asked->system) + " / ";
    for (std::size_t i = 0; i < asked->turns.size(); ++i) {
        const auto& turn = asked->turns[i];
        EXPECT_TRUE(i == 0 || turn.role != asked->turns[i - 1].role);
        out += i == 0 ? "" : " / ";
        out += turn.role == Role::user ? "user: " : "assistant: ";
        out += in_words(turn.blocks);
    }
    add_settings(out, *asked);
    return out;
}

template <typename Read>
std::string understood(std::string_view body, Read read) {
    JsonReader reader;
    const auto parsed = reader.parse(body, JsonReader::Padding::absent);
    return parsed.ok() ? in_words(read(*parsed)) : parsed.error().message;
}

std::string by(const Door& door, std::string_view body) {
    return understood(body, [&](Json json) { return door.read(json); });
}

struct Row {
    const char* given;
    const char* meant;
};

/// One block of a message in Converse.
std::string converse_block(std::string_view block) {
    return fmt::format(R"({{"messages":[{{"role":"user","content":[{}]}}]}})", block);
}

std::string converse_more(std::string_view more) {
    return fmt::format(R"({{"messages":[{{"role":"user","content":[{{"text":"a"}}]}}],{}}})", more);
}

TEST(ConverseReading, EveryBlockIsUnderstood) {
    for (const auto& [given, meant] : {
             Row{R"({"text":"hi"},{"text":"x"})", R"("hi" "x")"},
             Row{R"({"image":{"format":"png","source":{"bytes":"iVA="}}})", "image(png,iVA=)"},
             Row{R"({"document":{"format":"pdf","name":"n","source":{"bytes":"AAAA"},)"
                 R"("context":"c","citations":{"enabled":true}}})",
                 "file(pdf,n,AAAA,c,cited)"},
             Row{R"({"document":{"name":"n","source":{"text":"words"}}})", "file(txt,n,words,)"},
             Row{R"({"document":{"format":"md","name":"n",)"
                 R"("source":{"content":[{"text":"a"},{"text":"b"}]}}})",
                 "file(md,n,a\nb,)"},
             Row{R"({"toolUse":{"toolUseId":"t","name":"f","input":{"a": [1, 2]}}})",
                 R"(use(t,f,{"a":[1,2]}))"},
             Row{R"({"toolResult":{"toolUseId":"t","content":[{"text":"w"},{"json":{"a": 1}},)"
                 R"({"image":{"format":"gif","source":{"bytes":"AAAA"}}},)"
                 R"({"document":{"name":"n","source":{"text":"d"}}}],"status":"error"}})",
                 R"(failed(t,"w","{"a":1}",image(gif,AAAA),file(txt,n,d,)))"},
             Row{R"({"toolResult":{"toolUseId":"t","content":[],"status":"success"}})",
                 "result(t)"},
             Row{R"({"reasoningContent":{"reasoningText":{"text":"hm","signature":"s"}}})",
                 "thought(hm,s,)"},
             Row{R"({"reasoningContent":{"reasoningText":{"text":"","signature":"s"}}})",
                 "thought(,s,)"},
             Row{R"({"reasoningContent":{"redactedContent":"AAAA"}})", "thought(,,AAAA)"},
             Row{R"({"text":"a"},{"cachePoint":{"type":"default","ttl":"1h"}})",
                 R"("a" cache(1h))"},
             Row{R"({"guardContent":{"text":{"text":"g","qualifiers":["query"]}}})", "!g"},
         }) {
        EXPECT_EQ(by(converse_door(), converse_block(given)), fmt::format("user: {}", meant));
    }
    EXPECT_EQ(
        by(converse_door(), R"({"system":[{"text":"s"},{"guardContent":{"text":{"text":"g"}}},)"
                            R"({"cachePoint":{"type":"default"}}],)"
                            R"("messages":[{"role":"user","content":[{"text":"a"}]},)"
                            R"({"role":"assistant","content":[{"text":"b"}]},)"
                            R"({"role":"user","content":[{"text":"c"}]}]})"),
        R"(system: "s" !g cache() / user: "a" / assistant: "b" / user: "c")");
}

TEST(ConverseReading, ABlockIsRefusedByItsName) {
    for (const auto& [given, error] : {
             Row{R"({"text":" \n"})", ".text: must not be blank"},
             Row{R"({})", ".text: is required"},
             Row{R"({"text":"a","image":null,"toolUse":{"toolUseId":"t","name":"f","input":{}}})",
                 ": must have exactly one member"},
             Row{R"({"video":{}})", ".video: is not supported"},
             Row{R"({"citationsContent":{}})", ".citationsContent.content: is required"},
             Row{R"({"image":{"format":"bmp"}})",
                 ".image.format: must be one of `png`, `jpeg`, `gif`, `webp`"},
             Row{R"({"image":{"source":{"bytes":"AAAA"}}})", ".image.format: is required"},
             Row{R"({"image":{"format":"png","source":{}}})", ".image.source.bytes: is required"},
             Row{R"({"image":{"format":"png","source":{"bytes":"A"}}})",
                 ".image.source.bytes: must be base64"},
             Row{R"({"image":{"format":"png","source":{"bytes":"AA_A"}}})",
                 ".image.source.bytes: must be base64"},
             Row{R"({"image":{"format":"png","source":{"bytes":"A==="}}})",
                 ".image.source.bytes: must be base64"},
             Row{R"({"image":{"format":"png","source":{"s3Location":{"uri":"s3://b/k"}}}})",
                 ".image.source.s3Location: is not supported"},
             Row{R"({"document":{"name":"n","source":{"bytes":"AAAA"}}})",
                 ".document.format: is required"},
             Row{R"({"document":{"format":"pdf","source":{"bytes":"AAAA"}}})",
                 ".document.name: is required"},
             Row{R"({"document":{"name":"n","source":{}}})", ".document.source: is required"},
             Row{R"({"document":{"format":"pdf","name":"n","source":{"bytes":"AAAA","text":"t"}}})",
                 ".document.source: must have exactly one member"},
             Row{R"({"toolUse":{"toolUseId":"t","name":"f","input":[]}})",
                 ".toolUse.input: must be an object"},
             Row{R"({"toolUse":{"toolUseId":"","name":"f","input":{}}})",
                 ".toolUse.toolUseId: must have 1 to 256 bytes"},
             Row{R"({"toolResult":{"toolUseId":"t"}})", ".toolResult.content: is required"},
             Row{R"({"toolResult":{"toolUseId":"t","content":[{}]}})",
                 ".toolResult.content[0]: must have exactly one member"},
             Row{R"({"toolResult":{"toolUseId":"t","content":[],"status":"meh"}})",
                 ".toolResult.status: must be one of `success`, `error`"},
             Row{R"({"reasoningContent":{"reasoningText":{"text":""}}})",
                 ".reasoningContent.reasoningText: is required"},
             Row{R"({"reasoningContent":{"reasoningText":{"text":"a"},"redactedContent":"AAAA"}})",
                 ".reasoningContent: must have exactly one member"},
             Row{R"({"cachePoint":{"type":"other"}})",
                 ".cachePoint.type: must be one of `default`"},
             Row{R"({"guardContent":{"image":{}}})", ".guardContent.image: is not supported"},
         }) {
        EXPECT_EQ(by(converse_door(), converse_block(given)),
                  fmt::format("$.messages[0].content[0]{}", error));
    }
    EXPECT_EQ(by(converse_door(), converse_more(R"("system":[{"image":{}}])")),
              "$.system[0].image: is not supported");
}

TEST(ConverseReading, SettingsBecomeThose) {
    for (const auto& [given, meant] : {
             Row{R"("inferenceConfig":{"maxTokens":9,"temperature":1,"topP":0.5,)"
                 R"("stopSequences":["x","y"]})",
                 " max=9 temperature=1 top_p=0.5 stop=x stop=y"},
             Row{R"("toolConfig":{"tools":[{"toolSpec":{"name":"f","description":"d",)"
                 R"("inputSchema":{"json":{"type": "object"}},"strict":true}},)"
                 R"({"cachePoint":{"type":"default"}}],"toolChoice":{"any":{}}})",
                 R"( tool=f(d,{"type":"object"},strict,cache) choice=any)"},
             Row{R"("toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{}}}}],)"
                 R"("toolChoice":{"tool":{"name":"f"}}})",
                 " tool=f(,{}) choice=one:f"},
             Row{R"("additionalModelRequestFields":{"top_k":5,)"
                 R"("thinking":{"type":"enabled","budget_tokens":1024},"reasoning_effort":"low"})",
                 R"( top_k=5 thinking=1024 reasoning_effort="low")"},
             Row{R"("additionalModelRequestFields":{"thinking":{"type":"adaptive"}})",
                 " thinking=adaptive"},
             Row{R"("additionalModelRequestFields":{"thinking":{"type":"disabled"}})",
                 " thinking=off"},
             Row{R"("additionalModelRequestFields":{"thinking":{"type":"adaptive","display":"x"}})",
                 " thinking=adaptive native=$.additionalModelRequestFields.thinking.display"},
             Row{R"("additionalModelRequestFields":{"anthropic_beta":["a","b"]})",
                 R"( anthropic_beta=["a","b"] betas=a,b)"},
             Row{R"("additionalModelRequestFields":{},"additionalModelResponseFieldPaths":[])", ""},
             Row{R"("additionalModelResponseFieldPaths":["/stop_sequence","/a~1b/~0"])",
                 " path=/stop_sequence path=/a~1b/~0"},
             Row{R"("requestMetadata":{"team":"a","cost":""})", " team=a cost="},
             Row{R"("performanceConfig":{"latency":"standard"},"serviceTier":{"type":"default"})",
                 ""},
             Row{R"("performanceConfig":{"latency":"optimized"})", " native=$.performanceConfig"},
             Row{R"("serviceTier":{"type":"flex"})", " native=$.serviceTier"},
             Row{R"("outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":)"
                 R"({"name":"n","description":"d","schema":"{\"type\": \"object\"}"}}}})",
                 R"( format=n({"type":"object"}))"},
             Row{R"("outputConfig":{"textFormat":{"type":"json_schema",)"
                 R"("structure":{"jsonSchema":{"schema":"{}"}}}})",
                 " format=answer({})"},
         }) {
        EXPECT_EQ(by(converse_door(), converse_more(given)), fmt::format(R"(user: "a"{})", meant));
    }
}

TEST(ConverseReading, ASettingIsRefusedByItsName) {
    for (const auto& [given, error] : {
             Row{R"("inferenceConfig":{"maxTokens":0})",
                 "inferenceConfig.maxTokens: must be a whole number from 1 to 2147483647"},
             Row{R"("inferenceConfig":{"temperature":1.1})",
                 "inferenceConfig.temperature: must be a number from 0 to 1"},
             Row{R"("inferenceConfig":{"stopSequences":[""]})",
                 "inferenceConfig.stopSequences[0]: must not be empty"},
             Row{R"("inferenceConfig":{"seed":1})", "inferenceConfig.seed: is not supported"},
             Row{R"("toolConfig":{"tools":[]})", "toolConfig.tools: is required"},
             Row{R"("toolConfig":{"tools":[{"toolSpec":{"name":"f"}}]})",
                 "toolConfig.tools[0].toolSpec.inputSchema.json: is required"},
             Row{R"("toolConfig":{"tools":[{"systemTool":{"name":"f"}}]})",
                 "toolConfig.tools[0].systemTool: is not supported"},
             Row{R"("toolConfig":{"toolChoice":{"tool":{}}})",
                 "toolConfig.toolChoice.tool.name: is required"},
             Row{R"("additionalModelRequestFields":{"thinking":{"type":"enabled"}})",
                 "additionalModelRequestFields.thinking.budget_tokens: is required"},
             Row{R"("additionalModelRequestFields":{"thinking":{"type":"often"}})",
                 "additionalModelRequestFields.thinking.type: must be one of `enabled`, "
                 "`adaptive`, `disabled`"},
             Row{R"("additionalModelRequestFields":{"thinking":{}})",
                 "additionalModelRequestFields.thinking.type: is required"},
             Row{R"("additionalModelResponseFieldPaths":["stop"])",
                 "additionalModelResponseFieldPaths: must be JSON pointers"},
             Row{R"("additionalModelResponseFieldPaths":["/a~2"])",
                 "additionalModelResponseFieldPaths: must be JSON pointers"},
             Row{R"("additionalModelResponseFieldPaths":["/a~"])",
                 "additionalModelResponseFieldPaths: must be JSON pointers"},
             Row{R"("promptVariables":{})", "promptVariables: is not supported"},
             Row{R"("outputConfig":{"textFormat":{"type":"xml"}})",
                 "outputConfig.textFormat: must be a `json_schema` with its `structure`"},
             Row{R"("outputConfig":{"textFormat":{"type":"json_schema",)"
                 R"("structure":{"jsonSchema":{"schema":"[]"}}}})",
                 "outputConfig.textFormat.structure.jsonSchema.schema: must be a JSON object in a "
                 "text"},
             Row{R"("colour":1)", "colour: is not supported"},
             Row{R"("system":[],"system":[])", "system: must not be given twice"},
         }) {
        EXPECT_EQ(by(converse_door(), converse_more(given)), fmt::format("$.{}", error));
    }
    EXPECT_EQ(by(converse_door(), converse_more(fmt::format(R"("requestMetadata":{{"k":"{}"}})",
                                                            std::string(257, 'v')))),
              "$.requestMetadata.k: must have a key and a value of at most 256 bytes");
}

TEST(ConverseReading, TurnsAlternateAndBeginWithTheUser) {
    const auto said = [](std::string_view roles) {
        std::string out;
        for (const char role : roles) {
            out += fmt::format(R"({}{{"role":"{}","content":[{{"text":"a"}}]}})",
                               out.empty() ? "" : ",", role == 'u' ? "user" : "assistant");
        }
        return by(converse_door(), fmt::format(R"({{"messages":[{}]}})", out));
    };
    EXPECT_EQ(said("ua"), R"(user: "a" / assistant: "a")");
    EXPECT_EQ(said(""), "$.messages: is required");
    EXPECT_EQ(said("au"),
              "A conversation must start with a user message. Try again with a conversation that "
              "starts with a user message.");
    EXPECT_EQ(said("uu"),
              "A conversation must alternate between user and assistant roles. Make sure the "
              "conversation alternates between user and assistant roles and try again.");
    EXPECT_EQ(by(converse_door(), R"({"messages":[{"role":"user","content":[]}]})"),
              "$.messages[0].content: must not be empty");
    EXPECT_EQ(by(converse_door(), R"({"messages":[{"role":"system","content":[]}]})"),
              "$.messages[0].role: must be one of `user`, `assistant`");
}

std::string message(std::string_view content, std::string_view more = "") {
    return fmt::format(R"({{"model":"m","max_tokens":5,)"
                       R"("messages":[{{"role":"user","content":{}}}]{}{}}})",
                       content, more.empty() ? "" : ",", more);
}

TEST(MessagesReading, EveryBlockIsUnderstood) {
    for (const auto& [given, meant] : {
             Row{R"("hi")", R"("hi")"},
             Row{R"([{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"5m"}}])",
                 R"("a" cache(5m))"},
             Row{R"([{"type":"image","source":{"type":"base64","media_type":"image/jpeg",)"
                 R"("data":"AAAA"}},{"type":"image","source":{"type":"url","url":"https://x/y"}}])",
                 "image(jpeg,AAAA) image(,https://x/y)"},
             Row{R"([{"type":"document","source":{"type":"base64","media_type":"application/pdf",)"
                 R"("data":"AAAA"},"title":"t","context":"c","citations":{"enabled":true}},)"
                 R"({"type":"document","source":{"type":"text","media_type":"text/plain",)"
                 R"("data":"words"}}])",
                 "file(pdf,t,AAAA,c,cited) file(txt,,words,)"},
             Row{R"([{"type":"tool_use","id":"t","name":"f","input":{"a": 1}}])",
                 R"(use(t,f,{"a":1}))"},
             Row{R"([{"type":"tool_result","tool_use_id":"t","content":"w"}])", R"(result(t,"w"))"},
             Row{R"([{"type":"tool_result","tool_use_id":"t","is_error":true,"content":)"
                 R"([{"type":"text","text":"w"},{"type":"image","source":{"type":"base64",)"
                 R"("media_type":"image/png","data":"AAAA"}}]}])",
                 R"(failed(t,"w",image(png,AAAA)))"},
             Row{R"([{"type":"tool_result","tool_use_id":"t"}])", "result(t)"},
             Row{R"([{"type":"thinking","thinking":"hm","signature":"s"},)"
                 R"({"type":"thinking","thinking":"","signature":"s"},)"
                 R"({"type":"redacted_thinking","data":"AAAA"}])",
                 "thought(hm,s,) thought(,s,) thought(,,AAAA)"},
         }) {
        EXPECT_EQ(by(messages_door(), message(given)), fmt::format("user: {} max=5", meant));
    }
    EXPECT_EQ(by(messages_door(), R"({"model":"m","max_tokens":5,"system":"s","messages":[)"
                                  R"({"role":"user","content":"a"},{"role":"user","content":"b"},)"
                                  R"({"role":"assistant","content":"c"}]})"),
              R"(system: "s" / user: "a" "b" / assistant: "c" max=5)");
}

/// What guardrails and quotas see of it is all of its words.
TEST(MessagesReading, WhatOnlyItsServersKnowIsForThemAndSeenAllTheSame) {
    for (const auto& [given, meant] : {
             Row{R"([{"type":"search_result","title": "secret"}])",
                 R"("{"type":"search_result","title":"secret"}" max=5 )"
                 R"(native=$.messages: `search_result` of this sort)"},
             Row{R"([{"type":"document","source":{"type":"url","url":"https://x"}}])",
                 R"("{"type":"document","source":{"type":"url","url":"https://x"}}" max=5 )"
                 R"(native=$.messages: `document` of this sort)"},
             Row{R"([{"type":"image","source":{"type":"file","file_id":"f"}}])",
                 R"("{"type":"image","source":{"type":"file","file_id":"f"}}" max=5 )"
                 R"(native=$.messages: `image` of this sort)"},
             Row{R"([{"type":"tool_result","tool_use_id":"t",)"
                 R"("content":[{"type":"tool_reference","tool_name":"f"}]}])",
                 R"(result(t,"{"type":"tool_reference","tool_name":"f"}") max=5 )"
                 R"(native=$.messages: `tool_reference` of this sort)"},
         }) {
        EXPECT_EQ(by(messages_door(), message(given)), fmt::format("user: {}", meant));
    }
}

TEST(MessagesReading, ABlockIsRefusedByItsName) {
    for (const auto& [given, error] : {
             Row{R"(" ")", ": must not be blank"},
             Row{R"([])", ": must not be empty"},
             Row{R"([{"text":"a"}])", "[0].type: is required"},
             Row{R"([{"type":"txet"}])", "[0].type: `txet` is not supported"},
             Row{R"([{"type":"text","text":""}])", "[0].text: must not be blank"},
             Row{R"([{"type":"text","text":"a","colour":1}])", "[0].colour: is not supported"},
             Row{R"([{"type":"text","text":"a","cache_control":{"type":"x"}}])",
                 "[0].cache_control.type: must be one of `ephemeral`"},
             Row{R"([{"type":"image","source":{"type":"base64","media_type":"image/bmp",)"
                 R"("data":"AAAA"}}])",
                 "[0].source: must be base64 of png, jpeg, gif or webp, or a url"},
             Row{R"([{"type":"image","source":{"type":"base64","media_type":"image/png",)"
                 R"("data":"A"}}])",
                 "[0].source.data: must be base64"},
             Row{R"([{"type":"image"}])", "[0].source: is required"},
             Row{R"([{"type":"document","source":{"type":"base64","media_type":"text/csv",)"
                 R"("data":"AAAA"}}])",
                 "[0].source: must be a text, or base64 of application/pdf"},
             Row{R"([{"type":"document","source":{"type":"base64",)"
                 R"("media_type":"application/pdf"}}])",
                 "[0].source.data: must be base64"},
             Row{R"([{"type":"document","source":{"data":"A","media_type":"application/pdf",)"
                 R"("type":"base64"}}])",
                 "[0].source.data: must be base64"},
             Row{R"([{"type":"document","source":{"type":"text","data":""}}])",
                 "[0].source: must be a text, or base64 of application/pdf"},
             Row{R"([{"type":"tool_use","id":"t","name":"f"}])", "[0].input: is required"},
             Row{R"([{"type":"tool_use","id":"","name":"f","input":{}}])",
                 "[0].id: must have 1 to 256 bytes"},
             Row{R"([{"type":"tool_result","content":"a"}])", "[0].tool_use_id: is required"},
             Row{R"([{"type":"tool_result","tool_use_id":"t","content":[{"type":"x"}]}])",
                 "[0].content[0].type: must be `text`, `image` or `document`"},
             Row{R"([{"type":"thinking","thinking":""}])", "[0].signature: is required"},
             Row{R"([{"type":"redacted_thinking","data":""}])", "[0].data: is required"},
         }) {
        EXPECT_EQ(by(messages_door(), message(given)),
                  fmt::format("$.messages[0].content{}", error));
    }
}

TEST(MessagesReading, SettingsBecomeThose) {
    for (const auto& [given, meant] : {
             Row{R"("temperature":1,"top_p":0.5,"top_k":3,"stop_sequences":["x"],"stream":true)",
                 " temperature=1 top_p=0.5 top_k=3 stop=x"},
             Row{R"("tools":[{"name":"f","description":"d","input_schema":{"type": "object"},)"
                 R"("strict":true,"cache_control":{"type":"ephemeral"}},)"
                 R"({"type":"custom","name":"g","input_schema":{}}],)"
                 R"("tool_choice":{"type":"tool","name":"g","disable_parallel_tool_use":true})",
                 R"( tool=f(d,{"type":"object"},strict,cache) tool=g(,{}) )"
                 R"(choice=one:g,one at a time)"},
             Row{R"("tool_choice":{"type":"auto","disable_parallel_tool_use":true})",
                 " choice=auto,one at a time"},
             Row{R"("tool_choice":{"type":"none"})", " choice=none"},
             Row{R"("tools":[{"type":"web_search_20250305","name":"web_search"}])",
                 " native=$.tools"},
             Row{R"("thinking":{"type":"enabled","budget_tokens":2000})", " thinking=2000"},
             Row{R"("thinking":{"type":"disabled"})", " thinking=off"},
             Row{R"("output_config":{"effort":"low"},"thinking":{"type":"adaptive"})",
                 " thinking=adaptive effort=low"},
             Row{R"("output_config":{"effort":"max"})", " effort=max"},
             Row{R"("context_management":{"edits":[{"type":"clear_tool_uses_20250919"},)"
                 R"({"type":"clear_thinking_20251015","keep":"all"}]})",
                 R"( context_management={"edits":[{"type":"clear_tool_uses_20250919"},)"
                 R"({"type":"clear_thinking_20251015","keep":"all"}]})"
                 " anthropic=$.context_management"},
             Row{R"("context_management":{"edits":[{"type":"clear_tool_uses_20250919",)"
                 R"("what ann@example.com said":null}]})",
                 " native=$.context_management"},
             Row{R"("context_management":{"edits":[{"type":"clear_tool_uses_20250919",)"
                 R"("exclude_tools":["say this"]}]})",
                 " native=$.context_management"},
             Row{R"("context_management":{"edits":[{"type":"clear_tool_uses_20250919",)"
                 R"("say this":1}]})",
                 " native=$.context_management"},
             Row{R"("output_config":{"effort":"low"},)"
                 R"("thinking":{"type":"enabled","budget_tokens":2000})",
                 " thinking=2000 effort=low"},
             Row{R"("thinking":{"type":"adaptive","display":"omitted"})",
                 " thinking=adaptive,omitted"},
             Row{R"("thinking":{"type":"adaptive","display":"say this"})",
                 " thinking=adaptive native=$.thinking.display"},
             Row{R"("container":"c")", " native=$.container"},
             Row{R"("workspace_id":"w1","user_profile_id":"say this")",
                 R"( native=$.user_profile_id workspace_id="w1" anthropic=$.workspace_id)"},
             Row{R"("output_config":{"format":{"type":"json_schema","schema":{"a": 1}}})",
                 R"( format=answer({"a":1}))"},
             Row{R"("output_config":{"task_budget":{}})", " native=$.output_config.task_budget"},
             Row{R"("metadata":{"user_id":"u"})", " user=u"},
             Row{R"("service_tier":"auto")", R"( service_tier="auto" anthropic=$.service_tier)"},
             Row{R"("system":null,"tools":null,"output_config":null)", ""},
         }) {
        EXPECT_EQ(by(messages_door(), message(R"("a")", given)),
                  fmt::format(R"(user: "a" max=5{})", meant));
    }
}

TEST(MessagesReading, ASettingIsRefusedByItsName) {
    for (
        const auto& [given, error] : {
            Row{R"("temperature":2)", "temperature: must be a number from 0 to 1"},
            Row{R"("tools":[{"name":"f"}])", "tools[0].input_schema: is required"},
            Row{R"("tool_choice":{"type":"tool"})", "tool_choice.name: is required"},
            Row{R"("tool_choice":{"type":"some"})",
                "tool_choice.type: must be one of `auto`, `any`, `none`, `tool`"},
            Row{R"("thinking":{"type":"enabled","budget_tokens":0})",
                "thinking.budget_tokens: must be a whole number from 1 to 2147483647"},
            Row{R"("system":[{"type":"image","source":{"type":"url","url":"https://x"}}])",
                "system: may have texts only"},
            Row{R"("prompt":"a")", "prompt: is not supported"},
            Row{R"("context_management":{"edits":[{"type":"compact_20260112"}]})",
                "context_management.edits[0].type: is not supported"},
            Row{R"("context_management":{"edits":[{"type":"clear_thinking_1","type":"compact_1"}]})",
                "context_management.edits[0].type: must not be given twice"},
            Row{R"("context_management":{"window":1})",
                "context_management.window: is not supported"},
            Row{R"("anthropic_version":"bedrock-2023-05-31")",
                "anthropic_version: is not supported"},
        }) {
        EXPECT_EQ(by(messages_door(), message(R"("a")", given)), fmt::format("$.{}", error));
    }
    EXPECT_EQ(by(messages_door(), R"({"messages":[{"role":"user","content":"a"}]})"),
              "$.max_tokens: is required");
    EXPECT_EQ(by(messages_door(), R"({"max_tokens":1})"), "$.messages: is required");
    EXPECT_EQ(
        by(messages_door(), R"({"max_tokens":1,"messages":[{"role":"assistant","content":"a"}]})"),
        "$.messages[0]: first message must use the \"user\" role");
}

TEST(InvokeReading, HasAVersionAndNeitherModelNorStream) {
    const auto asked = [](std::string_view more) {
        return by(
            invoke_door(),
            fmt::format(R"({{"max_tokens":5,"messages":[{{"role":"user","content":"a"}}]{}}})",
                        more));
    };
    constexpr std::string_view kVersion = R"(,"anthropic_version":"bedrock-2023-05-31")";
    EXPECT_EQ(asked(std::string{kVersion} + R"(,"anthropic_beta":["a","b"])"),
              R"(user: "a" max=5 betas=a,b)");
    EXPECT_EQ(asked(R"(,"anthropic_beta":["a\r\nx: y"])"),
              "$.anthropic_beta: must be names of features");
    EXPECT_EQ(asked(""), "$.anthropic_version: is required");
    EXPECT_EQ(asked(R"(,"anthropic_version":"2023-06-01")"),
              "$.anthropic_version: must be `bedrock-2023-05-31`");
    EXPECT_EQ(asked(std::string{kVersion} + R"(,"model":"m")"), "$.model: is not supported");
    EXPECT_EQ(asked(std::string{kVersion} + R"(,"stream":true)"), "$.stream: is not supported");
}

std::string counted(std::string_view body, std::string_view model = "anthropic.claude") {
    JsonReader inner;
    return understood(body, [&](Json json) { return read_count_tokens(json, model, inner); });
}

TEST(ConverseReading, WhatAModelCitedComesBackAsItsWords) {
    const auto answered = [](std::string_view block) {
        return by(converse_door(),
                  fmt::format(R"({{"messages":[{{"role":"user","content":[{{"text":"a"}}]}},)"
                              R"({{"role":"assistant","content":[{}]}}]}})",
                              block));
    };
    EXPECT_EQ(answered(R"({"citationsContent":{"content":[{"text":"b "},{"text":"c"}],)"
                       R"("citations":[{"title":"T"}]}})"),
              R"(user: "a" / assistant: "b c")");
    EXPECT_EQ(answered(R"({"citationsContent":{"citations":[]}})"),
              "$.messages[1].content[0].citationsContent.content: is required");
    EXPECT_EQ(answered(R"({"citationsContent":{"content":[{"image":{}}]}})"),
              "$.messages[1].content[0].citationsContent.content[0].image: is not supported");
}

/// Models say such before they ask for a tool; it comes back with the next question.
TEST(BedrockReading, BlankTextsOfTheModelArePassedOver) {
    EXPECT_EQ(
        by(converse_door(), R"({"messages":[{"role":"user","content":[{"text":"a"}]},)"
                            R"({"content":[{"text":"\n"},{"toolUse":{"toolUseId":"t","name":"f",)"
                            R"("input":{}}}],"role":"assistant"}]})"),
        R"(user: "a" / assistant: use(t,f,{}))");
    EXPECT_EQ(by(converse_door(), R"({"messages":[{"role":"user","content":[{"text":"a"}]},)"
                                  R"({"role":"assistant","content":[{"text":""}]}]})"),
              "$.messages[1].content: must not be empty");
    EXPECT_EQ(
        by(messages_door(), R"({"max_tokens":5,"messages":[{"role":"user","content":"a"},)"
                            R"({"content":[{"type":"text","text":""},{"type":"tool_use","id":"t",)"
                            R"("name":"f","input":{}}],"role":"assistant"}]})"),
        R"(user: "a" / assistant: use(t,f,{}) max=5)");
}

TEST(TokenCounting, ReadsWhatWouldBeAsked) {
    constexpr std::string_view kBody =
        R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":5,)"
        R"("messages":[{"role":"user","content":"hello"}]})";
    const auto invoke = [](std::string_view bytes) {
        return fmt::format(R"({{"input":{{"invokeModel":{{"body":"{}"}}}}}})",
                           to_base64(as_bytes(bytes)));
    };
    EXPECT_EQ(counted(invoke(kBody)), R"(user: "hello" max=5)");
    EXPECT_EQ(counted(R"({"input":{"converse":{"system":[{"text":"s"}],)"
                      R"("messages":[{"role":"user","content":[{"text":"a"}]}]}}})"),
              R"(system: "s" / user: "a")");
    EXPECT_EQ(understood(R"({"model":"m","messages":[{"role":"user","content":"a"}]})",
                         read_anthropic_count),
              R"(user: "a")");
    EXPECT_EQ(counted(invoke("{")), "$.input.invokeModel.body: must be JSON in UTF-8");
    EXPECT_EQ(counted(R"({"input":{"invokeModel":{"body":"?"}}})"),
              "$.input.invokeModel.body: must be base64");
    EXPECT_EQ(counted(R"({"input":{"invokeModel":{}}})"), "$.input.invokeModel.body: is required");
    EXPECT_EQ(counted(invoke(kBody), "stability.x"),
              "$.input.invokeModel: is not supported for this model; use `converse`");
    EXPECT_EQ(counted("{}"), "$.input: is required");
    EXPECT_EQ(counted(R"({"input":{}})"), "$.input: must have one of `converse` and `invokeModel`");
}

TEST(TokenCounting, CountsAllThatIsAsked) {
    const auto tokens = [](std::string_view blocks, std::string_view more = "") {
        JsonReader reader;
        const auto body =
            fmt::format(R"({{"messages":[{{"role":"user","content":[{}]}}]{}}})", blocks, more);
        return estimated_tokens(
            *converse_door().read(*reader.parse(body, JsonReader::Padding::absent)));
    };
    EXPECT_EQ(tokens(R"({"text":"12345"})"), 2);
    EXPECT_EQ(tokens(R"({"text":"1234"})", R"(,"system":[{"text":"1234"}])"), 2);
    EXPECT_EQ(tokens(R"({"text":"1234"})",
                     R"(,"toolConfig":{"tools":[{"toolSpec":{"name":"ab","description":"c",)"
                     R"("inputSchema":{"json":{"d":1}}}}]})"),
              4);
    EXPECT_EQ(tokens(R"({"image":{"format":"png","source":{"bytes":"AAAA"}}})"), 1'600);
    EXPECT_EQ(
        tokens(R"({"toolResult":{"toolUseId":"t","content":[)"
               R"({"image":{"format":"png","source":{"bytes":"AAAA"}}},)"
               R"({"document":{"format":"pdf","name":"n","source":{"bytes":"AAAAAAAA"}}}]}})"),
        1'602);
    std::string out;
    write_count_tokens(out, 7);
    write_anthropic_count(out, 8);
    EXPECT_EQ(out, R"({"inputTokens":7}{"input_tokens":8})");
}

}  // namespace
}  // namespace licet::gateway
