// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace licet::gateway {

/// Bodies of requests of every API, each with most of the members that it may have.
inline constexpr std::array<std::string_view, 13> kSampleBodies = {
    R"({"model":"m","max_tokens":9,"stream":true,"stream_options":{"include_usage":true},)"
    R"("stop":["x"],"temperature":0.5,"top_p":0.9,"n":1,"seed":1,"user":"u","reasoning_effort":"low",)"
    R"("response_format":{"type":"json_schema","json_schema":{"name":"s","strict":true,"schema":{}}},)"
    R"("messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text",)"
    R"("text":"hi"},{"type":"image_url","image_url":{"url":"data:image/png;base64,aGk="}},)"
    R"({"type":"file","file":{"file_data":"data:application/pdf;base64,aGk=","filename":"f"}}]},)"
    R"({"role":"assistant","content":null,"reasoning_content":"t","thinking_blocks":[{"type":)"
    R"("thinking","thinking":"t","signature":"s"}],"tool_calls":[{"id":"1","type":"function",)"
    R"("function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"1","content":"r"}],)"
    R"("tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{}}}],)"
    R"("tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false})",
    R"({"model":"m","instructions":"s","max_output_tokens":9,"stream":false,"store":false,)"
    R"("text":{"format":{"type":"json_object"}},"reasoning":{"effort":"high"},)"
    R"("input":[{"role":"user","content":[{"type":"input_text","text":"hi"},{"type":"input_image",)"
    R"("image_url":"data:image/png;base64,aGk="}]},{"type":"function_call","call_id":"1","name":"f",)"
    R"("arguments":"{}"},{"type":"function_call_output","call_id":"1","output":"r"}],)"
    R"("tools":[{"type":"function","name":"f","parameters":{},"strict":true}],"tool_choice":"auto"})",
    R"({"model":"m","input":["a","b"],"dimensions":3,"encoding_format":"float","user":"u"})",
    R"({"model":"m","input":[[1,2],[3]]})",
    R"({"system":[{"text":"s"},{"cachePoint":{"type":"default"}}],"messages":[{"role":"user",)"
    R"("content":[{"text":"hi"},{"image":{"format":"png","source":{"bytes":"aGk="}}},)"
    R"({"document":{"format":"txt","name":"n","source":{"text":"t"}}},{"guardContent":{"text":)"
    R"({"text":"g","qualifiers":["query"]}}}]},{"role":"assistant","content":[{"reasoningContent":)"
    R"({"reasoningText":{"text":"t","signature":"s"}}},{"toolUse":{"toolUseId":"1","name":"f",)"
    R"("input":{}}}]},{"role":"user","content":[{"toolResult":{"toolUseId":"1","status":"success",)"
    R"("content":[{"text":"r"},{"json":{}}]}}]}],"inferenceConfig":{"maxTokens":9,"temperature":0.5,)"
    R"("topP":0.9,"stopSequences":["x"]},"toolConfig":{"tools":[{"toolSpec":{"name":"f","description":)"
    R"("d","inputSchema":{"json":{}}}}],"toolChoice":{"tool":{"name":"f"}}},"guardrailConfig":)"
    R"({"guardrailIdentifier":"g","guardrailVersion":"1","trace":"enabled"},"requestMetadata":)"
    R"({"k":"v"},"additionalModelRequestFields":{"top_k":1}})",
    R"({"anthropic_version":"bedrock-2023-05-31","anthropic_beta":["b"],"model":"m","max_tokens":9,)"
    R"("system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],"stream":true,)"
    R"("messages":[{"role":"user","content":[{"type":"text","text":"hi"},{"type":"image","source":)"
    R"({"type":"base64","media_type":"image/png","data":"aGk="}},{"type":"document","title":"n",)"
    R"("source":{"type":"text","media_type":"text/plain","data":"t"}}]},{"role":"assistant",)"
    R"("content":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"redacted_thinking",)"
    R"("data":"aGk="},{"type":"tool_use","id":"1","name":"f","input":{}}]},{"role":"user","content":)"
    R"([{"type":"tool_result","tool_use_id":"1","is_error":false,"content":[{"type":"text",)"
    R"("text":"r"}]}]}],"tools":[{"name":"f","description":"d","input_schema":{}}],"tool_choice":)"
    R"({"type":"tool","name":"f","disable_parallel_tool_use":true},"stop_sequences":["x"],)"
    R"("temperature":0.5,"top_p":0.9,"top_k":1,"thinking":{"type":"enabled","budget_tokens":4},)"
    R"("metadata":{"user_id":"u"}})",
    R"({"input":{"converse":{"messages":[{"role":"user","content":[{"text":"hi"}]}]},)"
    R"("invokeModel":{"body":"e30="}}})",
    R"({"schemaVersion":"messages-v1","system":[{"text":"s"}],"messages":[{"role":"user",)"
    R"("content":[{"text":"hi"}]}],"inferenceConfig":{"max_new_tokens":9,"temperature":0.5,)"
    R"("top_p":0.9,"topK":1,"stopSequences":["x"]},"reasoningConfig":{"type":"disabled"}})",
    R"({"message":"hi","preamble":"s","chat_history":[{"role":"USER","message":"a"},{"role":)"
    R"("CHATBOT","message":"b","tool_calls":[{"name":"f","parameters":{}}]},{"role":"TOOL",)"
    R"("tool_results":[{"call":{"name":"f","parameters":{}},"outputs":[{"r":1}]}]}],)"
    R"("documents":[{"title":"n","snippet":"t","id":"1"}],"tools":[{"name":"f","description":)"
    R"("d","parameter_definitions":{"q":{"description":"e","type":"str","required":true}}}],)"
    R"("tool_results":[{"call":{"name":"f","parameters":{"q":"x"}},"outputs":[{"r":1}]}],)"
    R"("max_tokens":9,"temperature":0.5,"p":0.9,"k":1,"stop_sequences":["x"],"seed":1,)"
    R"("prompt_truncation":"OFF","return_prompt":false})",
    R"({"inputText":"hi","textGenerationConfig":{"maxTokenCount":9,"temperature":0.5,"topP":0.9,)"
    R"("stopSequences":["x"]}})",
    R"({"prompt":"<|begin_of_text|>hi","images":["iVBORw0KGgo="],"max_gen_len":9,)"
    R"("temperature":0.5,"top_p":0.9})",
    R"({"prompt":"<s>[INST] hi [/INST]","max_tokens":9,"temperature":0.5,"top_p":0.9,"top_k":1,)"
    R"("stop":["x"],"amazon-bedrock-guardrailConfig":{"tagSuffix":"xyz"}})",
    R"({"prompt":"hi","max_tokens":9,"temperature":0.5,"top_p":0.9,"stop":["x"]})"};

}  // namespace licet::gateway
