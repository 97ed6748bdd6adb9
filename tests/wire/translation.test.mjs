// SPDX-License-Identifier: Apache-2.0
//
// Every door before every sort of upstream, whole and in pieces: what is asked and answered means
// the same on the other side.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { chunksOf, messagesOf, parsed } from './doors.mjs';
import { serve } from './harness.mjs';
import { ScriptedUpstream, chatChunks, framed, messageEvents, sse } from './scripted.mjs';
import { allow, createApiKey, createUser } from './users.mjs';
import { CLAUDE, CLAUDE_US, prepare, sendForm, subscribe } from './world.mjs';

const upstreams = { openai: new ScriptedUpstream(), anthropic: new ScriptedUpstream(),
  bedrock: new ScriptedUpstream() };
after(() => Object.values(upstreams).forEach((one) => one.close()));

const PNG = 'iVBORw0KGgo=';
const SCHEMA = { type: 'object', properties: { place: { type: 'string' } } };
const INPUT = { place: 'Oslo' };
const args = JSON.stringify(INPUT);

// What each door is asked.
const ASKED = {
  system: 'Be brief.', picture: PNG, said: 'Look', used: ['t0', 'weather', INPUT], result: ['t0', 'dry'],
  tool: ['weather', 'of a place', SCHEMA], choice: 'any', most: 4000, temperature: 0.5,
};
const anthropicBody = {
  system: 'Be brief.', max_tokens: 4000, temperature: 0.5, tool_choice: { type: 'any' },
  tools: [{ name: 'weather', description: 'of a place', input_schema: SCHEMA }],
  messages: [
    { role: 'user', content: [{ type: 'text', text: 'Look' },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } }] },
    { role: 'assistant', content: [{ type: 'tool_use', id: 't0', name: 'weather', input: INPUT }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't0', content: 'dry' }] },
  ],
};
const named = { model: CLAUDE_US };
const model = encodeURIComponent(CLAUDE_US);
const DOORS = {
  converse: {
    path: (streams) => `/model/${model}/converse${streams ? '-stream' : ''}`,
    body: () => ({
      system: [{ text: 'Be brief.' }], inferenceConfig: { maxTokens: 4000, temperature: 0.5 },
      toolConfig: { toolChoice: { any: {} }, tools: [{ toolSpec: {
        name: 'weather', description: 'of a place', inputSchema: { json: SCHEMA } } }] },
      messages: [
        { role: 'user', content: [{ text: 'Look' },
          { image: { format: 'png', source: { bytes: PNG } } }] },
        { role: 'assistant', content: [{ toolUse: { toolUseId: 't0', name: 'weather', input: INPUT } }] },
        { role: 'user', content: [{ toolResult: { toolUseId: 't0', content: [{ text: 'dry' }] } }] },
      ],
    }),
    whole: readConverse, stream: (bytes) => readConverse(wholeConverse(messagesOf(bytes))),
  },
  invoke: {
    path: (streams) => `/model/${model}/invoke${streams ? '-with-response-stream' : ''}`,
    body: () => ({ anthropic_version: 'bedrock-2023-05-31', ...anthropicBody }),
    whole: readMessage, stream: (bytes) => readMessage(wholeMessage(chunksOf(bytes))),
  },
  messages: {
    path: () => '/v1/messages', body: (stream) => ({ ...named, stream, ...anthropicBody }),
    whole: readMessage, stream: (bytes) => readMessage(wholeMessage(parsed(bytes))),
  },
  chat: {
    path: () => '/v1/chat/completions',
    body: (stream) => ({
      ...named, stream, max_tokens: 4000, temperature: 0.5, tool_choice: 'required',
      ...(stream ? { stream_options: { include_usage: true } } : {}),
      tools: [{ type: 'function', function: { name: 'weather', description: 'of a place',
        parameters: SCHEMA } }],
      messages: [{ role: 'system', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'text', text: 'Look' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}` } }] },
        { role: 'assistant', content: null, tool_calls: [{ id: 't0', type: 'function',
          function: { name: 'weather', arguments: args } }] },
        { role: 'tool', tool_call_id: 't0', content: 'dry' }],
    }),
    whole: readChat, stream: (bytes) => readChat(wholeChat(parsed(bytes))),
  },
  responses: {
    path: () => '/v1/responses',
    body: (stream) => ({
      ...named, stream, instructions: 'Be brief.', max_output_tokens: 4000, temperature: 0.5,
      tool_choice: 'required',
      tools: [{ type: 'function', name: 'weather', description: 'of a place', parameters: SCHEMA }],
      input: [{ role: 'user', content: [{ type: 'input_text', text: 'Look' },
        { type: 'input_image', image_url: `data:image/png;base64,${PNG}` }] },
      { type: 'function_call', call_id: 't0', name: 'weather', arguments: args },
      { type: 'function_call_output', call_id: 't0', output: 'dry' }],
    }),
    whole: readResponse,
    stream: (bytes) => readResponse(parsed(bytes).find((one) => one.type === 'response.completed').response),
  },
};

// What each sort of upstream was asked, in the words of ASKED.
const textOf = (content) => (typeof content === 'string' ? content : content[0].text);
const UNDERSTOOD = {
  openai: (body) => {
    const [system, user, assistant, tool] = body.messages;
    const [{ id, function: use }] = assistant.tool_calls;
    const [{ function: offered }] = body.tools;
    return {
      system: textOf(system.content), said: user.content[0].text,
      picture: user.content[1].image_url.url.replace('data:image/png;base64,', ''),
      used: [id, use.name, JSON.parse(use.arguments)], result: [tool.tool_call_id, textOf(tool.content)],
      tool: [offered.name, offered.description, offered.parameters],
      choice: body.tool_choice === 'required' ? 'any' : body.tool_choice,
      most: body.max_tokens, temperature: body.temperature,
    };
  },
  anthropic: (body) => {
    const [{ content: [text, image] }, { content: [use] }, { content: [result] }] = body.messages;
    const [offered] = body.tools;
    return {
      system: textOf(body.system), said: text.text, picture: image.source.data,
      used: [use.id, use.name, use.input], result: [result.tool_use_id, textOf(result.content)],
      tool: [offered.name, offered.description, offered.input_schema], choice: body.tool_choice.type,
      most: body.max_tokens, temperature: body.temperature,
    };
  },
  bedrock: (body) => {
    if (body.anthropic_version) return UNDERSTOOD.anthropic(body);  // of InvokeModel
    const [{ content: [text, image] }, { content: [use] }, { content: [result] }] = body.messages;
    const [{ toolSpec: offered }] = body.toolConfig.tools;
    const { toolUse, toolResult } = { ...use, ...result };
    return {
      system: body.system[0].text, said: text.text, picture: image.image.source.bytes,
      used: [toolUse.toolUseId, toolUse.name, toolUse.input],
      result: [toolResult.toolUseId, toolResult.content[0].text],
      tool: [offered.name, offered.description, offered.inputSchema.json],
      choice: Object.keys(body.toolConfig.toolChoice)[0],
      most: body.inferenceConfig.maxTokens, temperature: body.inferenceConfig.temperature,
    };
  },
};

// What each sort of upstream says, and what it is on the other side. OpenAI's have no signatures.
const HEARD = { thought: 'Hm', text: 'Hi', used: ['t1', 'weather', INPUT], stop: 'tool',
  usage: { input: 8, cached: 3, output: 7 } };
const THOUGHT = { type: 'thinking', thinking: 'Hm', signature: 'c2ln' };
const USE = { type: 'tool_use', id: 't1', name: 'weather' };
const MESSAGE_USAGE = { input_tokens: 8, output_tokens: 7, cache_read_input_tokens: 3 };
const CALL = { id: 't1', type: 'function', function: { name: 'weather', arguments: args } };
const CHAT_USAGE = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18,
  prompt_tokens_details: { cached_tokens: 3 } };
const CONVERSE_END = { usage: { inputTokens: 8, outputTokens: 7, totalTokens: 18,
  cacheReadInputTokens: 3, cacheWriteInputTokens: 0 }, metrics: { latencyMs: 1 } };

function messageStream() {
  const events = messageEvents([
    [{ ...THOUGHT, thinking: '', signature: '' }, { type: 'thinking_delta', thinking: 'Hm' },
      { type: 'signature_delta', signature: 'c2ln' }],
    [{ type: 'text', text: '' }, { type: 'text_delta', text: 'Hi' }],
    [{ ...USE, input: {} }, { type: 'input_json_delta', partial_json: args }],
  ], 'tool_use');
  events[0][1].message.usage = { ...MESSAGE_USAGE, output_tokens: 1 };
  return events;
}
const delta = (contentBlockIndex, piece) => ['contentBlockDelta', { contentBlockIndex, delta: piece }];
const end = (contentBlockIndex) => ['contentBlockStop', { contentBlockIndex }];
const CONVERSE_STREAM = [
  ['messageStart', { role: 'assistant' }],
  delta(0, { reasoningContent: { text: 'Hm' } }), delta(0, { reasoningContent: { signature: 'c2ln' } }),
  end(0),
  delta(1, { text: 'Hi' }), end(1),
  ['contentBlockStart', { contentBlockIndex: 2, start: { toolUse: { toolUseId: 't1', name: 'weather' } } }],
  delta(2, { toolUse: { input: args } }), end(2),
  ['messageStop', { stopReason: 'tool_use' }], ['metadata', CONVERSE_END],
];
const ANSWERS = {
  openai: {
    whole: () => ({ id: 'x', object: 'chat.completion', choices: [{ index: 0, finish_reason: 'tool_calls',
      message: { role: 'assistant', content: 'Hi', reasoning_content: 'Hm', tool_calls: [CALL] } }],
    usage: CHAT_USAGE }),
    stream: () => {
      const chunks = chatChunks([{ role: 'assistant', content: '' }, { reasoning_content: 'Hm' },
        { content: 'Hi' }, { tool_calls: [{ index: 0, ...CALL }] }], 'tool_calls');
      chunks.at(-2)[1].usage = CHAT_USAGE;
      return ['text/event-stream', chunks.map(([name, data]) => sse(name, data)).join('')];
    },
  },
  anthropic: {
    whole: () => ({ id: 'msg_up', type: 'message', role: 'assistant', model: 'theirs',
      content: [THOUGHT, { type: 'text', text: 'Hi' }, { ...USE, input: INPUT }],
      stop_reason: 'tool_use', stop_sequence: null, usage: MESSAGE_USAGE }),
    stream: () => ['text/event-stream', messageStream().map(([name, data]) => sse(name, data)).join('')],
  },
  bedrock: {
    whole: ({ path }) => (path.endsWith('/invoke') ? ANSWERS.anthropic.whole() : {
      output: { message: { role: 'assistant', content: [
        { reasoningContent: { reasoningText: { text: 'Hm', signature: 'c2ln' } } }, { text: 'Hi' },
        { toolUse: { toolUseId: 't1', name: 'weather', input: INPUT } }] } },
      stopReason: 'tool_use', ...CONVERSE_END }),
    stream: ({ path }) => ['application/vnd.amazon.eventstream', framed(path.endsWith('/converse-stream')
      ? CONVERSE_STREAM
      : messageStream().map(([, data]) => ['chunk',
        { bytes: Buffer.from(JSON.stringify(data)).toString('base64') }]))],
  },
};

// The answers of the doors, in the words of HEARD; streams are put together first.
function readConverse({ output, stopReason, usage }) {
  const find = (kind) => output.message.content.find((block) => block[kind])?.[kind];
  const { reasoningText } = find('reasoningContent');
  const use = find('toolUse');
  return { thought: reasoningText.text, signature: reasoningText.signature, text: find('text'),
    used: [use.toolUseId, use.name, use.input], stop: stopReason === 'tool_use' ? 'tool' : stopReason,
    usage: { input: usage.inputTokens, cached: usage.cacheReadInputTokens, output: usage.outputTokens } };
}
function wholeConverse(events) {
  const content = [];
  for (const [, { contentBlockIndex: at, start, delta: piece }] of events) {
    if (start) content[at] = { toolUse: { ...start.toolUse, input: '' } };
    if (!piece) continue;
    const block = content[at] ??= piece.text === undefined
      ? { reasoningContent: { reasoningText: { text: '' } } } : { text: '' };
    if (piece.text) block.text += piece.text;
    if (piece.toolUse) block.toolUse.input += piece.toolUse.input;
    const { text, signature } = piece.reasoningContent ?? {};
    if (text) block.reasoningContent.reasoningText.text += text;
    if (signature) block.reasoningContent.reasoningText.signature = signature;
  }
  for (const { toolUse } of content) if (toolUse) toolUse.input = JSON.parse(toolUse.input);
  const { messageStop, metadata } = Object.fromEntries(events);
  return { output: { message: { content } }, ...messageStop, ...metadata };
}
function readMessage({ content, stop_reason, usage }) {
  const find = (type) => content.find((block) => block.type === type);
  const { thinking, signature } = find('thinking');
  const use = find('tool_use');
  return { thought: thinking, signature, text: find('text').text, used: [use.id, use.name, use.input],
    stop: stop_reason === 'tool_use' ? 'tool' : stop_reason, usage: { input: usage.input_tokens,
      cached: usage.cache_read_input_tokens, output: usage.output_tokens } };
}
function wholeMessage(events) {
  const content = [];
  let ended = {};
  let usage = {};
  for (const event of events) {
    if (event.message) usage = { ...event.message.usage };
    if (event.content_block) content[event.index] = { ...event.content_block, json: '' };
    if (event.type === 'message_delta') { ended = event.delta; usage = { ...usage, ...event.usage }; }
    if (event.type !== 'content_block_delta') continue;
    const { type, partial_json, ...texts } = event.delta;
    for (const [name, text] of Object.entries(texts)) content[event.index][name] += text;
    content[event.index].json += partial_json ?? '';
  }
  for (const block of content) if (block.json) block.input = JSON.parse(block.json);
  return { content, ...ended, usage };
}
function readChat({ choices: [{ message, finish_reason }], usage }) {
  const [{ id, function: use }] = message.tool_calls;
  const cached = usage.prompt_tokens_details.cached_tokens;
  return { thought: message.reasoning_content, signature: message.thinking_blocks?.[0].signature,
    text: message.content, used: [id, use.name, JSON.parse(use.arguments)],
    stop: finish_reason === 'tool_calls' ? 'tool' : finish_reason,
    usage: { input: usage.prompt_tokens - cached, cached, output: usage.completion_tokens } };
}
function wholeChat(chunks) {
  const message = { content: '', reasoning_content: '', tool_calls: [] };
  let finish_reason;
  for (const { choices: [choice] = [] } of chunks) {
    const { content, reasoning_content, thinking_blocks, tool_calls } = choice?.delta ?? {};
    finish_reason = choice?.finish_reason ?? finish_reason;
    message.content += content ?? '';
    message.reasoning_content += reasoning_content ?? '';
    message.thinking_blocks ??= thinking_blocks;
    for (const { index, id, function: use } of tool_calls ?? []) {
      const call = message.tool_calls[index] ??= { id, function: { ...use, arguments: '' } };
      call.function.arguments += use.arguments;
    }
  }
  return { choices: [{ message, finish_reason }], usage: chunks.find((chunk) => chunk.usage).usage };
}
function readResponse({ output, status, usage }) {
  const find = (type) => output.find((item) => item.type === type);
  const { summary, encrypted_content } = find('reasoning');
  const use = find('function_call');
  const cached = usage.input_tokens_details.cached_tokens;
  return { thought: summary[0].text, signature: encrypted_content,
    text: find('message').content[0].text, used: [use.call_id, use.name, JSON.parse(use.arguments)],
    stop: status === 'completed' ? 'tool' : status,
    usage: { input: usage.input_tokens - cached, cached, output: usage.output_tokens } };
}

/** @return where a licet is whose models all come from that sort of upstream, and a key for it */
async function before(kind) {
  const base_url = await upstreams[kind].start();
  const more = kind === 'bedrock' ? { region: 'us-east-1', key_command: 'echo k' } : {};
  const { url, management } = await serve({ upstreams: [{ name: kind, kind, base_url, ...more }] });
  await prepare(management);
  await sendForm(management);
  await subscribe(management, CLAUDE);
  return { kind, url, key: await createApiKey(management, await createUser(management, allow('*'))) };
}

for (const { kind, url, key } of await Promise.all(Object.keys(upstreams).map(before))) {
  const upstream = upstreams[kind];
  for (const [name, door] of Object.entries(DOORS)) {
    for (const streams of [false, true]) {
      test(`${name} before ${kind}${streams ? ', streamed' : ''}`, async () => {
        upstream.answer = (response, request) => {
          const [type, bytes] = streams ? ANSWERS[kind].stream(request)
            : ['application/json', JSON.stringify(ANSWERS[kind].whole(request))];
          response.writeHead(200, { 'content-type': type }).end(bytes);
        };
        const response = await fetch(url + door.path(streams), { method: 'POST',
          headers: { authorization: `Bearer ${key}` }, body: JSON.stringify(door.body(streams)) });
        const bytes = Buffer.from(await response.arrayBuffer());
        assert.equal(response.status, 200, bytes.toString('utf8'));
        assert.deepEqual(UNDERSTOOD[kind](upstream.last.body), ASKED);
        const { signature, ...heard } = streams ? door.stream(bytes) : door.whole(JSON.parse(bytes));
        assert.deepEqual(heard, HEARD);
        assert.equal(signature || undefined, kind === 'openai' ? undefined : 'c2ln');
      });
    }
  }
}
