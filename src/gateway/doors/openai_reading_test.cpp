// SPDX-License-Identifier: Apache-2.0
// What OpenAI's bodies mean, and what is refused of them, by its name.
#include "gateway/door.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace licet::gateway {
namespace {

struct InWords {
    std::string operator()(const Text& text) const { return fmt::format("\"{}\"", text.text); }
    std::string operator()(const GuardedText& text) const { return fmt::format("!{}", text.text); }
    std::string operator()(const CachePoint& /*point*/) const { return "cache"; }
    std::string operator()(const Image& image) const {
        return fmt::format("image({}{}{}{}{})", image.format, image.base64.empty() ? "" : ",",
                           image.base64.empty() ? image.url : image.base64,
                           image.detail.empty() ? "" : ",", image.detail);
    }
    std::string operator()(const Document& file) const {
        return fmt::format("file({},{},{})", file.format, file.name, file.base64);
    }
    std::string operator()(const ToolUse& use) const {
        return fmt::format("use({},{},{})", use.id, use.name, use.input);
    }
    std::string operator()(const ToolResult& result) const {
        std::string out = fmt::format("result({}", result.id);
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

void add_settings(std::string& out, const Conversation& asked) {
    const auto add = [&](std::string_view name, const auto& value) {
        out += fmt::format(" {}={}", name, value);
    };
    if (asked.max_tokens) {
        add("max", *asked.max_tokens);
    }
    if (asked.temperature) {
        add("temperature", *asked.temperature);
    }
    if (asked.top_p) {
        add("top_p", *asked.top_p);
    }
    for (const auto stop : asked.stop_sequences) {
        add("stop", stop);
    }
    for (const auto& tool : asked.tools) {
        add("tool", fmt::format("{}({},{},{})", tool.name, tool.description, tool.schema,
                                tool.strict ? "strict" : ""));
    }
    if (asked.tool_choice.kind != ToolChoice::Kind::automatic) {
        add("choice",
            fmt::format("{}{}", static_cast<int>(asked.tool_choice.kind), asked.tool_choice.name));
    }
    if (!asked.tool_choice.parallel) {
        add("parallel", "no");
    }
    if (asked.thinking) {
        add("effort", asked.thinking->kind == Thinking::Kind::off ? "off" : asked.thinking->effort);
    }
    if (asked.format.kind != AnswerFormat::Kind::text) {
        add("format", fmt::format("{}({},{},{})", static_cast<int>(asked.format.kind),
                                  asked.format.name, asked.format.schema, asked.format.strict));
    }
    for (const auto& [name, value] : asked.metadata) {
        add(name, value);
    }
    if (!asked.end_user.empty()) {
        add("user", asked.end_user);
    }
    for (const auto& [name, value] : asked.additional) {
        add(name, value);
    }
    if (!asked.chat_only.empty()) {
        add("chat", asked.chat_only);
    }
    if (!asked.native_only.empty()) {
        add("native", asked.native_only);
    }
}

/// What a door makes of a body: who says what, then the settings.
std::string understood(const Door& door, const std::string& body) {
    JsonReader reader;
    const auto parsed = reader.parse(body, JsonReader::Padding::absent);
    if (!parsed.ok()) {
        return parsed.error().message;
    }
    const auto asked = door.read(*parsed);
    if (!asked.ok()) {
        return asked.error().message;
    }
    std::string out = asked->system.empty() ? "" : "system: " + in_words(asked->system) + " / ";
    for (std::size_t i = 0; i < asked->turns.size(); ++i) {
        const auto& turn = asked->turns[i];
        EXPECT_TRUE(i == 0 || turn.role != asked->turns[i - 1].role) << body;
        out += i == 0 ? "" : " / ";
        out += turn.role == Role::user ? "user: " : "assistant: ";
        out += in_words(turn.blocks);
    }
    add_settings(out, *asked);
    return out;
}

struct Row {
    const char* given;
    const char* meant;
};

std::string chat(std::string_view messages, std::string_view more = "") {
    return fmt::format(R"({{"model":"m","messages":{}{}{}}})", messages, more.empty() ? "" : ",",
                       more);
}

TEST(ChatReading, MessagesBecomeTurns) {
    for (const auto& [given, meant] : {
             Row{R"([{"role":"user","content":"hi"}])", R"(user: "hi")"},
             Row{R"([{"role":"system","content":"s"},{"role":"developer","content":"d"},)"
                 R"({"role":"user","content":"a","name":"u"},{"role":"user","content":"b"}])",
                 R"(system: "s" "d" / user: "a" "b" native=$.messages[].name)"},
             Row{R"([{"role":"user","content":[{"type":"text","text":"see"},)"
                 R"({"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},)"
                 R"({"type":"image_url","image_url":{"url":"https://x/y","detail":"low"}},)"
                 R"({"type":"image_url","image_url":{"url":"data:image/jpg;base64,AA=="}}]}])",
                 R"(user: "see" image(png,AAAA) image(https://x/y,low) image(jpeg,AA==))"},
             Row{R"([{"role":"user","content":[{"type":"file","file":{"filename":"f.pdf",)"
                 R"("file_data":"data:application/pdf;base64,AAAA"}}]}])",
                 "user: file(pdf,f.pdf,AAAA)"},
             Row{R"([{"role":"user","content":"a"},{"role":"assistant","content":null,)"
                 R"("tool_calls":[{"id":"c1","type":"function",)"
                 R"("function":{"name":"f","arguments":"{ \"x\": 1 }"}},)"
                 R"({"id":"c2","type":"function","function":{"name":"g","arguments":""}}]},)"
                 R"({"role":"tool","tool_call_id":"c1","content":"one"},)"
                 R"({"role":"tool","tool_call_id":"c2","content":[{"type":"text","text":"two"}]},)"
                 R"({"role":"user","content":"go on"}])",
                 R"(user: "a" / assistant: use(c1,f,{"x":1}) use(c2,g,{}) / )"
                 R"(user: result(c1,"one") result(c2,"two") "go on")"},
             Row{R"([{"role":"user","content":"a"},{"role":"assistant","content":"",)"
                 R"("refusal":null},{"role":"user","content":"b"}])",
                 R"(user: "a" "b")"},
             Row{R"([{"role":"user","content":"a"},{"role":"assistant",)"
                 R"("content":[{"type":"refusal","refusal":"no"}]},{"role":"user","content":"b"}])",
                 R"(user: "a" / assistant: "no" / user: "b")"},
         }) {
        EXPECT_EQ(understood(chat_door(), chat(given)), meant);
    }
}

/// Clients give answers back with all that servers put into them.
TEST(ChatReading, ThoughtsComeBackByAnyOfTheirNames) {
    const auto meant_by = [](std::string_view members) {
        return understood(chat_door(),
                          chat(fmt::format(R"([{{"role":"user","content":"a"}},)"
                                           R"({{"role":"assistant","content":"b",{}}}])",
                                           members)));
    };
    const std::string asked = R"(user: "a" / assistant: )";
    EXPECT_EQ(meant_by(R"("reasoning_content":"hm","reasoning":"hm")"),
              asked + R"(thought(hm,,) "b")");
    EXPECT_EQ(meant_by(R"("reasoning_content":null,"reasoning":"hm")"),
              asked + R"(thought(hm,,) "b")");
    EXPECT_EQ(
        meant_by(R"("reasoning_content":"hm","thinking_blocks":[{"type":"thinking",)"
                 R"("thinking":"hm","signature":"s"},{"type":"redacted_thinking","data":"AA=="}])"),
        asked + R"(thought(hm,s,) thought(,,AA==) "b")");
    EXPECT_EQ(meant_by(R"("thinking_blocks":[],"reasoning":null)"), asked + R"("b")");
    EXPECT_EQ(meant_by(R"("thinking_blocks":[{"type":"text"}])"),
              "$.messages[1].thinking_blocks[0].type: must be `thinking` or `redacted_thinking`");
    EXPECT_EQ(meant_by(R"("reasoning":{})"), "$.messages[1].reasoning: must be a text");
    EXPECT_EQ(meant_by(R"("thinking_blocks":{})"), "$.messages[1].thinking_blocks: must be a list");
    EXPECT_EQ(meant_by(R"("reasoning_details":[{"type":"x"}])"),
              asked + R"("b" native=$.messages[].reasoning_details)");
    EXPECT_EQ(meant_by(R"("tool_calls":[{"id":"c","type":"function","extra_content":{"x":1},)"
                       R"("function":{"name":"f","arguments":"{}"}}])"),
              asked + R"("b" use(c,f,{}) native=$.messages[].tool_calls[].extra_content)");
}

TEST(ChatReading, NobodyNeedsToHaveAskedWhereTheServerAnswersAllTheSame) {
    EXPECT_EQ(understood(chat_door(), chat(R"([{"role":"system","content":"say hi"}])")),
              R"(system: "say hi" / user:  chat=$.messages: that do not begin with the user)");
    EXPECT_EQ(
        understood(chat_door(), chat(R"([{"role":"assistant","content":"x"},)"
                                     R"({"role":"user","content":"y"}])")),
        R"(user:  / assistant: "x" / user: "y" chat=$.messages: that do not begin with the user)");
}

TEST(ChatReading, SettingsBecomeThose) {
    for (const auto& [given, meant] : {
             Row{R"("max_tokens":9,"temperature":2,"top_p":0.5,"stop":"x","stream":true)",
                 R"( max=9 temperature=2 top_p=0.5 stop=x)"},
             Row{R"("max_completion_tokens":9,"max_tokens":9,"stop":["a","b"],"n":1)",
                 R"( max=9 stop=a stop=b)"},
             Row{R"("tools":[{"type":"function","function":{"name":"f","description":"d",)"
                 R"("parameters":{"type":"object"},"strict":true}},)"
                 R"({"type":"function","function":{"name":"g"}}],"tool_choice":"required",)"
                 R"("parallel_tool_calls":false)",
                 R"( tool=f(d,{"type":"object"},strict) )"
                 R"(tool=g(,{"type":"object","properties":{}},) choice=1 parallel=no)"},
             Row{R"("tool_choice":"none")", " choice=2"},
             Row{R"("tool_choice":"auto")", ""},
             Row{R"("tool_choice":{"type":"function","function":{"name":"f"}})", " choice=3f"},
             Row{R"("response_format":{"type":"json_object"})", " format=1(,,false)"},
             Row{R"("response_format":{"type":"text"})", ""},
             Row{R"("response_format":{"type":"json_schema","json_schema":{"name":"n",)"
                 R"("schema":{"type":"object"},"strict":true}})",
                 R"( format=2(n,{"type":"object"},true))"},
             Row{R"("reasoning_effort":"low","user":"u","metadata":{"k":"v"},"store":false)",
                 " effort=low k=v user=u"},
             Row{R"("reasoning_effort":"none","modalities":["text"])", " effort=off"},
             Row{R"("seed":1,"logprobs":true)", " seed=1 chat=$.seed native=$.logprobs"},
             Row{R"("safety_identifier":"u","prompt_cache_key":"k")", " user=u"},
             Row{R"("frequency_penalty":0.5)", " frequency_penalty=0.5 chat=$.frequency_penalty"},
             Row{R"("temperature":null,"tools":null,"stop":null)", ""},
         }) {
        EXPECT_EQ(understood(chat_door(), chat(R"([{"role":"user","content":"a"}])", given)),
                  fmt::format(R"(user: "a"{})", meant));
    }
}

TEST(ChatReading, UsageComesInAStreamWhereItIsAskedFor) {
    JsonReader reader;
    for (const bool wanted : {false, true}) {
        const auto body =
            chat(R"([{"role":"user","content":"a"}])",
                 fmt::format(R"("stream":true,"stream_options":{{"include_usage":{}}})", wanted));
        const auto parsed = reader.parse(body, JsonReader::Padding::absent);
        EXPECT_EQ(chat_door().read(*parsed)->usage_in_stream, wanted);
        EXPECT_TRUE(*chat_door().wants_stream(*parsed));
        EXPECT_EQ(*chat_door().model_of(*parsed), "m");
    }
}

TEST(ChatReading, WhatIsNotUnderstoodIsRefusedByItsName) {
    for (const auto& [given, meant] : {
             Row{R"([{"role":"function","name":"f","content":"x"}])",
                 "$.messages[0].role: must be `system`, `developer`, `user`, `assistant` or "
                 "`tool`"},
             Row{R"([{"role":"user","content":"a","colour":1}])",
                 "$.messages[0].colour: is not supported"},
             Row{R"([{"role":"user","content":[{"type":"input_audio"}]}])",
                 "$.messages[0].content[0].type: must be `text`, `image_url` or `file`"},
             Row{R"([{"role":"user","content":[{"type":"image_url",)"
                 R"("image_url":{"url":"https://x/y","size":1}}]}])",
                 "$.messages[0].content[0].image_url.size: is not supported"},
             Row{R"([{"role":"user","content":[{"type":"file","file":{"file_id":"x"}}]}])",
                 "$.messages[0].content[0].file.file_id: is not supported"},
             Row{R"([{"role":"user","content":[{"type":"image_url",)"
                 R"("image_url":{"url":"file:///etc/passwd"}}]}])",
                 "$.messages[0].content[0].image_url.url: must be a http or https URL, or "
                 "`data:image/…;base64,…` of png, jpeg, gif or webp"},
             Row{R"([{"role":"user","content":"a"},{"role":"assistant","tool_calls":[)"
                 R"({"id":"c","function":{"name":"f","arguments":"[1]"}}]}])",
                 "$.messages[1].tool_calls[0].function.arguments: must be a JSON object in a text"},
             Row{R"([{"role":"tool","content":"x"}])", "$.messages[0].tool_call_id: is required"},
             Row{R"([{"role":"user","content":""}])", "$.messages[0].content: must not be empty"},
             Row{R"([])", "$.messages: is required"},
         }) {
        EXPECT_EQ(understood(chat_door(), chat(given)), meant);
    }
    for (const auto& [given, meant] : {
             Row{R"("n":2)", "$.n: must be 1"},
             Row{R"("store":true)", "$.store: answers are not stored; leave it out"},
             Row{R"("max_tokens":1,"max_completion_tokens":2)",
                 "$.max_completion_tokens: `max_tokens` and `max_completion_tokens` must not "
                 "differ"},
             Row{R"("temperature":2.1)", "$.temperature: must be a number from 0 to 2"},
             Row{R"("stop":["a","b","c","d","e"])", "$.stop: must not have more than 4 items"},
             Row{R"("functions":[])", "$.functions: is not supported"},
             Row{R"("tools":[{"type":"custom","custom":{"name":"x"}}])",
                 "$.tools[0].type: must be `function`"},
             Row{R"("modalities":["text","audio"])", "$.modalities: must be [\"text\"]"},
             Row{R"("response_format":{"type":"grammar"})",
                 "$.response_format.type: must be `text`, `json_object` or `json_schema`"},
             Row{R"("stream_options":{"x":1})", "$.stream_options.x: is not supported"},
         }) {
        EXPECT_EQ(understood(chat_door(), chat(R"([{"role":"user","content":"a"}])", given)),
                  meant);
    }
}

// Source: Bedrock User Guide, "OpenAI models": `model` and `stream` may be left out of the body.
TEST(ChatReading, InvokeModelHasTheSameBodies) {
    EXPECT_EQ(understood(invoke_chat_door(),
                         R"({"messages":[{"role":"user","content":"a"}],"max_tokens":3})"),
              R"(user: "a" max=3)");
    EXPECT_EQ(understood(invoke_chat_door(),
                         chat(R"([{"role":"user","content":"a"}])", R"("stream":false)")),
              R"(user: "a")");
}

std::string responses(std::string_view input, std::string_view more = "") {
    return fmt::format(R"({{"model":"m","input":{}{}{}}})", input, more.empty() ? "" : ",", more);
}

TEST(ResponsesReading, ItemsBecomeTurns) {
    for (const auto& [given, meant] : {
             Row{R"("hi")", R"(user: "hi")"},
             Row{R"([{"role":"developer","content":"d"},{"type":"message","role":"user",)"
                 R"("content":[{"type":"input_text","text":"see"},)"
                 R"({"type":"input_image","detail":"auto",)"
                 R"("image_url":"data:image/webp;base64,AAAA"},)"
                 R"({"type":"input_file","filename":"f.pdf",)"
                 R"("file_data":"data:application/pdf;base64,AAAA"}]}])",
                 R"(system: "d" / user: "see" image(webp,AAAA,auto) file(pdf,f.pdf,AAAA))"},
             Row{R"([{"role":"user","content":"a"},{"type":"reasoning","id":"rs_1","summary":)"
                 R"([{"type":"summary_text","text":"hm"}],"encrypted_content":"c2ln"},)"
                 R"({"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"AAAA"},)"
                 R"({"id":"msg_1","type":"message","role":"assistant","status":"completed",)"
                 R"("content":[{"type":"output_text","text":"b","annotations":[],"parsed":null}]},)"
                 R"({"type":"function_call","id":"fc_1","call_id":"c1","name":"f",)"
                 R"("arguments":"{\"x\":1}","status":"completed","parsed_arguments":null},)"
                 R"({"type":"function_call_output","call_id":"c1","output":"one"},)"
                 R"({"role":"user","content":"go on"}])",
                 R"(user: "a" / assistant: thought(hm,c2ln,) thought(,,AAAA) "b" )"
                 R"(use(c1,f,{"x":1}) / user: result(c1,"one") "go on")"},
             Row{R"([{"role":"user","content":"a"},{"type":"function_call","call_id":"c1",)"
                 R"("name":"f","arguments":""},{"type":"function_call_output","call_id":"c1",)"
                 R"("output":[{"type":"input_text","text":"one"},{"type":"input_image",)"
                 R"("image_url":"https://x/y"}]}])",
                 R"(user: "a" / assistant: use(c1,f,{}) / user: result(c1,"one",)"
                 R"(image(https://x/y)))"},
         }) {
        EXPECT_EQ(understood(responses_door(), responses(given)), meant);
    }
    EXPECT_EQ(understood(responses_door(),
                         responses(R"([{"role":"user","content":"a"},{"role":"assistant",)"
                                   R"("phase":"commentary","content":"b"}])")),
              R"(user: "a" / assistant: "b" native=$.input[].phase)");
}

TEST(ResponsesReading, SettingsBecomeThose) {
    for (const auto& [given, meant] : {
             Row{R"("max_output_tokens":16,"temperature":1,"top_p":1,"stream":true,"user":"u")",
                 " max=16 temperature=1 top_p=1 user=u"},
             Row{R"("tools":[{"type":"function","name":"f","parameters":{"type":"object"},)"
                 R"("strict":false}],"tool_choice":{"type":"function","name":"f"},)"
                 R"("parallel_tool_calls":false)",
                 R"( tool=f(,{"type":"object"},) choice=3f parallel=no)"},
             Row{R"("tool_choice":"required")", " choice=1"},
             Row{R"("text":{"format":{"type":"json_schema","name":"n","schema":{"a":1},)"
                 R"("strict":true}})",
                 R"( format=2(n,{"a":1},true))"},
             Row{R"("text":{"format":{"type":"json_object"}})", " format=1(,,false)"},
             Row{R"("text":{"format":{"type":"text"}},"truncation":"disabled")", ""},
             Row{R"("reasoning":{"effort":"high","summary":"auto"},"store":false)", " effort=high"},
             Row{R"("include":["reasoning.encrypted_content"],"background":false,)"
                 R"("prompt_cache_key":"k","metadata":{"k":"v"})",
                 " k=v"},
             Row{R"("service_tier":"flex")", R"( service_tier="flex" chat=$.service_tier)"},
             Row{R"("text":{"verbosity":"low"})", R"( verbosity="low" chat=$.text.verbosity)"},
             Row{R"("top_logprobs":2)", " native=$.top_logprobs"},
         }) {
        EXPECT_EQ(understood(responses_door(), responses(R"("a")", given)),
                  fmt::format(R"(user: "a"{})", meant));
    }
    EXPECT_EQ(understood(responses_door(), responses(R"([{"role":"system","content":"s"},)"
                                                     R"({"role":"user","content":"a"}])",
                                                     R"("instructions":"first")")),
              R"(system: "first" "s" / user: "a")");
}

TEST(ResponsesReading, WhatIsNotUnderstoodIsRefusedByItsName) {
    constexpr auto kNothingStored =
        "is not supported: nothing is stored; give all of it in `input`";
    for (const auto& [given, meant] : {
             Row{R"([{"type":"item_reference","id":"x"}])",
                 "$.input[0].type: must be `message`, `function_call`, `function_call_output` or "
                 "`reasoning`"},
             Row{R"([{"role":"user","content":[{"type":"input_image","file_id":"x"}]}])",
                 "$.input[0].content[0].file_id: is not supported"},
             Row{R"([{"role":"user","content":[{"type":"input_file","file_data":"AAAA"}]}])",
                 "$.input[0].content[0].file_data: must be `data:application/pdf;base64,…`"},
             Row{R"([{"role":"user","content":[{"type":"input_audio"}]}])",
                 "$.input[0].content[0].type: must be `input_text`, `input_image`, `input_file`, "
                 "`output_text` or `refusal`"},
             Row{R"([{"role":"user","content":[{"type":"input_text"}]}])",
                 "$.input[0].content[0].text: is required"},
             Row{R"([{"role":"user","content":" "}])", "$.input[0].content: must not be empty"},
             Row{R"([{"role":"robot","content":"x"}])",
                 "$.input[0].role: must be `user`, `assistant`, `system` or `developer`"},
             Row{R"([{"role":"system","content":[{"type":"input_image",)"
                 R"("image_url":"https://x/y"}]}])",
                 "$.input[0].content: may have texts only"},
             Row{R"([{"type":"function_call","call_id":"c","name":"f","arguments":"1"}])",
                 "$.input[0].arguments: must be a JSON object in a text"},
             Row{R"([{"type":"function_call_output","output":"x"}])",
                 "$.input[0].call_id: is required"},
             Row{R"([])", "$.input: is required"},
         }) {
        EXPECT_EQ(understood(responses_door(), responses(given)), meant);
    }
    for (const auto& [given, meant] : {
             Row{R"("previous_response_id":"resp_1")", kNothingStored},
             Row{R"("conversation":"conv_1")", kNothingStored},
             Row{R"("prompt":{"id":"p"})", kNothingStored},
             Row{R"("store":true)", "answers are not stored; it must be false"},
             Row{R"("background":true)", "is not supported"},
             Row{R"("truncation":"auto")", "must be one of `disabled`"},
             Row{R"("include":["message.output_text.logprobs"])",
                 "may have `reasoning.encrypted_content` only"},
             Row{R"("stop":"x")", "is not supported"},
         }) {
        const std::string_view name{given + 1, std::string_view{given}.find('"', 1) - 1};
        EXPECT_EQ(understood(responses_door(), responses(R"("a")", given)),
                  fmt::format("$.{}: {}", name, meant));
    }
    EXPECT_EQ(
        understood(responses_door(), responses(R"("a")", R"("tools":[{"type":"web_search"}])")),
        "$.tools[0].type: must be `function`: a server's own tools are not offered");
}

TEST(EmbeddingsReading, TextsAreWhatTheUserSays) {
    const auto embeddings = [](std::string_view input, std::string_view more = "") {
        return understood(embeddings_door(), responses(input, more));
    };
    EXPECT_EQ(embeddings(R"("a")", R"("dimensions":8,"encoding_format":"base64","user":"u")"),
              R"(user: "a" user=u dimensions=8 encoding_format="base64")");
    EXPECT_EQ(embeddings(R"(["a","b"])"), R"(user: "a" "b")");
    EXPECT_EQ(embeddings("[]"), "$.input: is required");
    EXPECT_EQ(embeddings(R"(["a",1])"), "$.input[1]: must be a text");
    EXPECT_EQ(embeddings(R"("a")", R"("encoding_format":"int8")"),
              "$.encoding_format: must be one of `float`, `base64`");
    EXPECT_EQ(embeddings(R"("a")", R"("truncate":true)"), "$.truncate: is not supported");
}

TEST(EmbeddingsReading, TokensGoOnAsTheyCame) {
    const auto embeddings = [](std::string_view input) {
        return understood(embeddings_door(), responses(input));
    };
    EXPECT_EQ(embeddings("[1, 2]"), R"(user: "[1,2]" native=$.input: tokens)");
    EXPECT_EQ(embeddings("[[1],[2, 3]]"), R"(user: "[[1],[2,3]]" native=$.input: tokens)");
    EXPECT_EQ(embeddings("[1,-1]"), "$.input[1]: must be a whole number from 0 to 2147483647");
    EXPECT_EQ(embeddings(R"([1,"a"])"), "$.input[1]: must be a whole number from 0 to 2147483647");
    EXPECT_EQ(embeddings("[[1],[]]"), "$.input[1]: is required");
    EXPECT_EQ(embeddings("[[1],2]"), "$.input[1]: is required");
    std::string lists = "[[1]";
    for (int i = 0; i < 2'048; ++i) {
        lists += ",[1]";
    }
    EXPECT_EQ(embeddings(lists + "]"), "$.input[2048]: must not be more than 2048");
}

}  // namespace
}  // namespace licet::gateway
