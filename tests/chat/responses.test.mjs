// SPDX-License-Identifier: Apache-2.0
//
// /v1/responses through OpenAI's own client.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import OpenAI from 'openai';

import { chatChunks, messageEvents } from '../wire/scripted.mjs';
import { CLAUDE_US, NOVA, begin } from './world.mjs';

const { url, key, stranger, openai, anthropic, close } = await begin();
after(close);

const clientOf = (apiKey) => new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0 });
const client = clientOf(key);
const PNG = 'data:image/png;base64,iVBORw0KGgo=';
const tools = [{ type: 'function', name: 'weather', description: 'of a place', strict: false,
  parameters: { type: 'object', properties: { place: { type: 'string' } } } }];
const ask = (more, one = client) => one.responses.create({ model: CLAUDE_US, input: 'Hello', ...more });

const message = (content, stop_reason = 'end_turn') => ({
  id: 'msg_up', type: 'message', role: 'assistant', model: 'theirs', content, stop_reason,
  stop_sequence: null, usage: { input_tokens: 11, output_tokens: 7, cache_read_input_tokens: 3 },
});
const thinksAndCalls = [
  [{ type: 'thinking', thinking: '', signature: '' },
    { type: 'thinking_delta', thinking: 'Hm' }, { type: 'signature_delta', signature: 'c2ln' }],
  [{ type: 'text', text: '' },
    { type: 'text_delta', text: 'Let me ' }, { type: 'text_delta', text: 'see' }],
  [{ type: 'tool_use', id: 't1', name: 'weather', input: {} },
    { type: 'input_json_delta', partial_json: '{"place":' },
    { type: 'input_json_delta', partial_json: '"Oslo"}' }],
];

async function refused(call, status, code, text = /./) {
  let error;
  await assert.rejects(call, (thrown) => { error = thrown; return thrown instanceof OpenAI.APIError; });
  assert.deepEqual([error.status, error.code], [status, code], error.message);
  assert.match(error.message, text);
}

test('a text is asked and answered, and the answer repeats what was asked', async () => {
  openai.says({ id: 'x', choices: [{ index: 0, finish_reason: 'stop',
    message: { role: 'assistant', content: 'Hi' } }],
  usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 } });
  const got = await ask({ model: NOVA, instructions: 'Be brief.', max_output_tokens: 9,
    temperature: 0.5, metadata: { team: 'a' }, store: false });
  assert.equal(got.output_text, 'Hi');
  assert.deepEqual([got.object, got.status, got.model, got.error, got.incomplete_details],
    ['response', 'completed', NOVA, null, null]);
  assert.deepEqual([got.instructions, got.max_output_tokens, got.temperature, got.metadata, got.tools],
    ['Be brief.', 9, 0.5, { team: 'a' }, []]);
  assert.deepEqual(got.usage, { input_tokens: 11, input_tokens_details: { cached_tokens: 0 },
    output_tokens: 7, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 18 });
  assert.deepEqual(openai.last.body.messages, [{ role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hello' }]);
  assert.equal(openai.last.path, '/chat/completions');
});

test('what a model said, its thoughts included, is given back to it', async () => {
  anthropic.says(message([{ type: 'thinking', thinking: 'Hm', signature: 'c2ln' },
    { type: 'tool_use', id: 't1', name: 'weather', input: { place: 'Oslo' } }], 'tool_use'));
  const input = [{ role: 'user', content: [{ type: 'input_text', text: 'Rain?' },
    { type: 'input_image', image_url: PNG, detail: 'auto' }] }];
  const first = await ask({ input, tools, tool_choice: 'auto', include: ['reasoning.encrypted_content'] });
  assert.deepEqual(first.output.map((item) => item.type), ['reasoning', 'function_call']);
  assert.equal(first.output[1].call_id, 't1');

  anthropic.says(message([{ type: 'text', text: 'Dry' }]));
  const second = await ask({ tools, input: [...input, ...first.output,
    { type: 'function_call_output', call_id: 't1', output: 'dry' }] });
  assert.equal(second.output_text, 'Dry');
  const [, said, given] = anthropic.last.body.messages;
  assert.deepEqual(said.content, [{ type: 'thinking', thinking: 'Hm', signature: 'c2ln' },
    { type: 'tool_use', id: 't1', name: 'weather', input: { place: 'Oslo' } }]);
  assert.deepEqual([given.role, given.content[0].tool_use_id], ['user', 't1']);
});

test('the client puts a stream together', async () => {
  anthropic.streams(messageEvents(thinksAndCalls, 'tool_use'));
  const runner = client.responses.stream({ model: CLAUDE_US, input: 'Hello', tools });
  const pieces = [];
  runner.on('response.output_text.delta', (event) => pieces.push(event.snapshot));
  const got = await runner.finalResponse();
  assert.deepEqual(pieces, ['Let me ', 'Let me see']);
  assert.equal(got.status, 'completed');
  const [thought, text, call] = got.output;
  assert.deepEqual([thought.summary[0].text, thought.encrypted_content], ['Hm', 'c2ln']);
  assert.equal(text.content[0].text, 'Let me see');
  assert.deepEqual([call.call_id, call.name, call.arguments], ['t1', 'weather', '{"place":"Oslo"}']);
  assert.equal(got.usage.total_tokens, 18);
});

test('the events are numbered, and an answer that is cut short says so', async () => {
  openai.streams(chatChunks([{ role: 'assistant', content: '' }, { content: 'Hel' }], 'length'));
  const events = [];
  for await (const event of await ask({ model: NOVA, stream: true })) events.push(event);
  assert.deepEqual(events.map((event) => event.sequence_number), events.map((_, i) => i));
  assert.equal(events[0].type, 'response.created');
  assert.equal(events.at(-1).type, 'response.incomplete');
  assert.deepEqual(events.at(-1).response.incomplete_details, { reason: 'max_output_tokens' });
});

test('an answer may have to fit a schema', async () => {
  openai.says({ id: 'x', choices: [{ index: 0, finish_reason: 'stop',
    message: { role: 'assistant', content: '{"a":1}' } }],
  usage: { prompt_tokens: 1, completion_tokens: 1 } });
  const schema = { type: 'object', properties: { a: { type: 'number' } } };
  const got = await client.responses.parse({ model: NOVA, input: 'Hello',
    text: { format: { type: 'json_schema', name: 'n', schema, strict: true } } });
  assert.equal(got.output_text, '{"a":1}');
  assert.deepEqual(openai.last.body.response_format,
    { type: 'json_schema', json_schema: { name: 'n', schema, strict: true } });
});

test('what would be kept, or done elsewhere, is refused by its name', async () => {
  await refused(ask({ previous_response_id: 'resp_1' }), 400, 'ValidationException',
    /\$\.previous_response_id: is not supported/);
  await refused(ask({ store: true }), 400, 'ValidationException', /\$\.store/);
  await refused(ask({ tools: [{ type: 'web_search' }] }), 400, 'ValidationException', /\$\.tools\[0\]\.type/);
  await refused(ask({ service_tier: 'flex' }), 400, 'ValidationException', /\$\.service_tier/);
  await refused(ask({}, clientOf(stranger)), 403, 'AccessDeniedException');
  await refused(ask({}, clientOf('ABSKnone')), 401, 'invalid_api_key');
});

test('a stream that breaks off is an error to the client', async () => {
  anthropic.streams(messageEvents(thinksAndCalls).slice(0, 9));
  await assert.rejects(async () => {
    for await (const event of await ask({ stream: true })) assert.ok(event.type);
  }, OpenAI.APIError);
  const runner = client.responses.stream({ model: CLAUDE_US, input: 'Hello' });
  await assert.rejects(runner.finalResponse(), OpenAI.APIError);
});
