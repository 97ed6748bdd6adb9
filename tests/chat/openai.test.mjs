// SPDX-License-Identifier: Apache-2.0
//
// OpenAI's own client, with nothing changed but its base URL and key.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import OpenAI from 'openai';

import { chatChunks, messageEvents } from '../wire/scripted.mjs';
import { CLAUDE, CLAUDE_US, NOVA, begin } from './world.mjs';

const { url, key, stranger, openai, anthropic, close } = await begin();
after(close);

const clientOf = (apiKey) => new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0 });
const client = clientOf(key);
const hello = [{ role: 'user', content: 'Hello' }];
const PNG = 'data:image/png;base64,iVBORw0KGgo=';
const tools = [{ type: 'function', function: { name: 'weather', description: 'of a place',
  parameters: { type: 'object', properties: { place: { type: 'string' } } } } }];

const said = (message, finish_reason = 'stop') => ({
  id: 'chatcmpl-up', object: 'chat.completion', created: 1, model: 'theirs',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason }],
  usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
});
const message = (content, stop_reason = 'end_turn') => ({
  id: 'msg_up', type: 'message', role: 'assistant', model: 'theirs', content, stop_reason,
  stop_sequence: null, usage: { input_tokens: 11, output_tokens: 7, cache_read_input_tokens: 3 },
});

async function refused(call, status, code, more = {}) {
  let error;
  await assert.rejects(call, (thrown) => { error = thrown; return thrown instanceof OpenAI.APIError; });
  assert.equal(error.status, status, error.message);
  assert.equal(error.code, code, error.message);
  for (const [name, value] of Object.entries(more)) assert.equal(error[name], value);
  return error;
}

test('what the client says to a server of its API goes there as it is', async () => {
  openai.says(said({ content: 'Hi' }));
  const asked = { model: NOVA, messages: hello, seed: 7, temperature: 1.5, max_completion_tokens: 9,
    response_format: { type: 'json_object' } };
  const got = await client.chat.completions.create(asked);
  assert.equal(got.choices[0].message.content, 'Hi');
  assert.equal(got.usage.total_tokens, 18);
  assert.deepEqual(openai.last.body, { ...asked, stream: false });
  assert.equal(openai.last.path, '/chat/completions');
});

test('an Anthropic model answers in the same form', async () => {
  anthropic.says(message([{ type: 'thinking', thinking: 'Hm', signature: 's' },
    { type: 'text', text: 'Hi' }]));
  const got = await client.chat.completions.create({ model: CLAUDE_US, max_tokens: 50,
    messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: [
      { type: 'text', text: 'See' }, { type: 'image_url', image_url: { url: PNG } }] }] });
  assert.equal(got.choices[0].message.content, 'Hi');
  assert.equal(got.choices[0].message.reasoning_content, 'Hm');
  assert.equal(got.choices[0].finish_reason, 'stop');
  assert.deepEqual(got.usage, { prompt_tokens: 14, completion_tokens: 7, total_tokens: 21,
    prompt_tokens_details: { cached_tokens: 3 }, completion_tokens_details: { reasoning_tokens: 0 } });
  assert.deepEqual(anthropic.last.body, { model: CLAUDE, system: [{ type: 'text', text: 'Be brief.' }],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'See' },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } }] }],
    max_tokens: 50 });
});

test('tools are asked for and answered', async () => {
  anthropic.says(message([{ type: 'tool_use', id: 't2', name: 'weather', input: { place: 'Oslo' } }],
    'tool_use'));
  const got = await client.chat.completions.create({ model: CLAUDE_US, tools, tool_choice: 'required',
    parallel_tool_calls: false, messages: [
      ...hello,
      { role: 'assistant', content: null, tool_calls: [{ id: 't1', type: 'function',
        function: { name: 'weather', arguments: '{"place":"Rome"}' } }] },
      { role: 'tool', tool_call_id: 't1', content: 'dry' },
    ] });
  const [call] = got.choices[0].message.tool_calls;
  assert.deepEqual([call.id, call.function.name, JSON.parse(call.function.arguments)],
    ['t2', 'weather', { place: 'Oslo' }]);
  assert.equal(got.choices[0].finish_reason, 'tool_calls');
  assert.deepEqual(anthropic.last.body.tool_choice, { type: 'any', disable_parallel_tool_use: true });
  assert.deepEqual(anthropic.last.body.messages[2].content[0].content, [{ type: 'text', text: 'dry' }]);
});

test('signed thoughts come back to an Anthropic model as it said them', async () => {
  const thoughts = [{ type: 'thinking', thinking: 'Hm', signature: 's' },
    { type: 'redacted_thinking', data: 'AAAA' }];
  const use = { type: 'tool_use', id: 't1', name: 'weather', input: { place: 'Oslo' } };
  anthropic.says(message([...thoughts, use], 'tool_use'));
  const asked = { model: CLAUDE_US, tools, reasoning_effort: 'low', max_completion_tokens: 9000 };
  const { choices: [{ message: got }] } = await client.chat.completions.create({ ...asked,
    messages: hello });
  const answer = { role: 'tool', tool_call_id: 't1', content: 'dry' };
  await client.chat.completions.create({ ...asked, messages: [...hello, got, answer] });
  assert.deepEqual(anthropic.last.body.messages[1].content, [...thoughts, use]);
  delete got.thinking_blocks;  // by a client that knows no such member: nobody's words are made up
  await client.chat.completions.create({ ...asked, messages: [...hello, got, answer] });
  assert.deepEqual(anthropic.last.body.messages[1].content, [use]);
});

test('an answer by a schema is asked of any upstream', async () => {
  const schema = { type: 'object', properties: { a: { type: 'number' } }, required: ['a'],
    additionalProperties: false };
  const asked = { model: CLAUDE_US, messages: hello,
    response_format: { type: 'json_schema', json_schema: { name: 'n', schema, strict: true } },
    tools: [{ type: 'function', function: { name: 'f', parameters: schema, strict: true } }] };
  anthropic.says(message([{ type: 'text', text: '{"a":1}' }]));
  const got = await client.chat.completions.parse(asked);
  assert.equal(got.choices[0].message.content, '{"a":1}');
  assert.deepEqual(anthropic.last.body.output_config, { format: { type: 'json_schema', schema } });
  assert.equal(anthropic.last.body.tools[0].strict, true);
  await refused(client.chat.completions.create({ ...asked, response_format: { type: 'json_object' } }),
    400, 'ValidationException');
});

test('who asks nothing is answered by a server of the same API, and refused by others', async () => {
  openai.says(said({ content: 'Hi' }));
  const messages = [{ role: 'system', content: 'Say hi.' }];
  const got = await client.chat.completions.create({ model: NOVA, messages });
  assert.equal(got.choices[0].message.content, 'Hi');
  assert.deepEqual(openai.last.body.messages, messages);
  await refused(client.chat.completions.create({ model: CLAUDE_US, messages }), 400,
    'ValidationException');
});

test('answers stream from either sort of upstream, with the usage only where it is wanted', async () => {
  for (const [upstream, model] of [[openai, NOVA], [anthropic, CLAUDE_US]]) {
    openai.streams(chatChunks([{ role: 'assistant', content: '' }, { content: 'Hel' }, { content: 'lo' }]));
    anthropic.streams(messageEvents([[{ type: 'text', text: '' },
      { type: 'text_delta', text: 'Hel' }, { type: 'text_delta', text: 'lo' }]]));
    for (const include_usage of [true, false]) {
      const stream = await client.chat.completions.create({ model, messages: hello, stream: true,
        ...(include_usage ? { stream_options: { include_usage } } : {}) });
      const chunks = [];
      for await (const chunk of stream) chunks.push(chunk);
      assert.equal(chunks.map((c) => c.choices[0]?.delta.content ?? '').join(''), 'Hello');
      assert.equal(chunks.filter((c) => c.choices[0]?.finish_reason === 'stop').length, 1);
      const usages = chunks.map((c) => c.usage).filter(Boolean);
      assert.deepEqual(usages.map((u) => u.total_tokens), include_usage ? [18] : []);
    }
    assert.equal(upstream.last.body.stream, true);
  }
});

test('a streamed tool call is put together by the client', async () => {
  anthropic.streams(messageEvents([
    [{ type: 'text', text: '' }, { type: 'text_delta', text: 'Let me see' }],
    [{ type: 'tool_use', id: 't1', name: 'weather', input: {} },
      { type: 'input_json_delta', partial_json: '{"pla' },
      { type: 'input_json_delta', partial_json: 'ce":1}' }],
    [{ type: 'tool_use', id: 't2', name: 'weather', input: {} }],
  ], 'tool_use'));
  const runner = client.chat.completions.stream({ model: CLAUDE_US, messages: hello, tools });
  const got = await runner.finalChatCompletion();
  assert.deepEqual(got.choices[0].message.tool_calls.map((c) => [c.id, c.function.arguments]),
    [['t1', '{"place":1}'], ['t2', '{}']]);
});

test('embeddings', async () => {
  openai.says({ object: 'list', model: 'theirs', usage: { prompt_tokens: 2, total_tokens: 2 },
    data: [{ object: 'embedding', index: 0, embedding: [0.5, -0.5] }] });
  const got = await client.embeddings.create({ model: NOVA, input: ['a', 'b'], encoding_format: 'float' });
  assert.deepEqual(got.data[0].embedding, [0.5, -0.5]);
  assert.deepEqual(openai.last.body, { input: ['a', 'b'], encoding_format: 'float', model: NOVA });
  for (const input of [[1, 2], [[1, 2], [3]]]) {  // tokens
    await client.embeddings.create({ model: NOVA, input, dimensions: 8 });
    assert.deepEqual(openai.last.body.input, input);
  }
  assert.equal(openai.last.path, '/embeddings');
  await refused(client.embeddings.create({ model: CLAUDE_US, input: 'a', encoding_format: 'float' }), 400,
    'ValidationException');
});

test('only models that the caller may use are listed', async () => {
  const idsOf = async (one) => (await one.models.list()).data.map(({ id }) => id);
  const mine = await idsOf(client);
  assert.ok(mine.includes(CLAUDE_US) && mine.includes(NOVA));
  assert.ok(!mine.includes(CLAUDE), 'it is offered through profiles only');
  const theirs = await idsOf(clientOf(stranger));
  assert.ok(theirs.includes(NOVA) && !theirs.includes(CLAUDE_US));
  assert.equal((await client.models.retrieve(NOVA)).owned_by, 'amazon');
  await refused(clientOf(stranger).models.retrieve(CLAUDE_US), 404, 'model_not_found');
});

test('errors are of the client\'s own sorts', async () => {
  const ask = (more, one = client) => one.chat.completions.create({ model: NOVA, messages: hello, ...more });
  await refused(ask({}, clientOf('ABSKnone')), 401, 'invalid_api_key', { type: 'authentication_error' });
  await refused(ask({ model: CLAUDE_US }, clientOf(stranger)), 403, 'AccessDeniedException',
    { type: 'permission_error' });
  await refused(ask({ model: 'gpt-none' }), 400, 'ValidationException');
  await refused(ask({ n: 2 }), 400, 'ValidationException');
  await refused(ask({ messages: [] }), 400, 'ValidationException');
  assert.match((await refused(ask({ nonsense: 1 }), 400, 'ValidationException')).message,
    /\$\.nonsense: is not supported/);
  assert.match((await refused(ask({ model: CLAUDE_US, seed: 1 }), 400, 'ValidationException')).message,
    /\$\.seed: is not supported by this model's upstream/);
  openai.says({ error: { message: 'sk-secret' } }, 429);
  const busy = await refused(ask({}), 429, 'rate_limit_exceeded');
  assert.doesNotMatch(busy.message, /secret/);
  openai.says({ error: { message: 'the context is too long, secret' } }, 400);
  const unfit = await refused(ask({}), 400, 'ValidationException', { type: 'invalid_request_error' });
  assert.doesNotMatch(unfit.message, /secret/);
  openai.says({ error: {} }, 401);
  await refused(ask({}), 502, 'ModelErrorException');
});

test('a stream that breaks off is an error to the client', async () => {
  openai.streams(chatChunks([{ content: 'Hel' }]).slice(0, 1));
  const stream = await client.chat.completions.create({ model: NOVA, messages: hello, stream: true });
  await assert.rejects(async () => {
    for await (const chunk of stream) assert.ok(chunk);
  }, OpenAI.APIError);
});

test('who leaves ends the call upstream', async () => {
  const gone = new Promise((resolve) => {
    openai.answer = (response, request) => {
      request.gone.then(resolve);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"id":"x","choices":[{"index":0,"delta":{"content":"a"}}]}\n\n');
    };
  });
  const stream = await client.chat.completions.create({ model: NOVA, messages: hello, stream: true });
  for await (const chunk of stream) {
    assert.equal(chunk.choices[0].delta.content, 'a');
    break;
  }
  await gone;
});
