// SPDX-License-Identifier: Apache-2.0
//
// Anthropic's own client, with nothing changed but its base URL and key.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import Anthropic from '@anthropic-ai/sdk';

import { chatChunks, messageEvents } from '../wire/scripted.mjs';
import { CLAUDE, CLAUDE_US, NOVA, begin } from './world.mjs';

const { url, key, stranger, openai, anthropic, close } = await begin();
after(close);

const clientOf = (apiKey) => new Anthropic({ apiKey, authToken: null, baseURL: url, maxRetries: 0 });
const client = clientOf(key);
const hello = [{ role: 'user', content: 'Hello' }];
const ask = (more, one = client) => one.messages.create({ model: CLAUDE_US, max_tokens: 50,
  messages: hello, ...more });

async function refused(call, status, type) {
  let error;
  await assert.rejects(call, (thrown) => { error = thrown; return thrown instanceof Anthropic.APIError; });
  assert.equal(error.status, status, error.message);
  assert.equal(error.error.error.type, type, error.message);
  return error;
}

test('what the client says to a server of its API goes there as it is', async () => {
  const answer = { id: 'msg_up', type: 'message', role: 'assistant', model: 'theirs',
    content: [{ type: 'text', text: 'Hi', citations: [{ type: 'char_location', cited_text: 'x' }] }],
    stop_reason: 'end_turn', stop_sequence: null, usage: { input_tokens: 3, output_tokens: 4 } };
  anthropic.says(answer);
  const asked = { thinking: { type: 'enabled', budget_tokens: 1024 }, max_tokens: 2000,
    service_tier: 'auto', metadata: { user_id: 'u' },
    system: [{ type: 'text', text: 'S', cache_control: { type: 'ephemeral' } }] };
  assert.deepEqual((await ask(asked)).content, answer.content);
  assert.deepEqual(anthropic.last.body, { messages: hello, ...asked, model: CLAUDE });
  assert.equal(anthropic.last.path, '/messages');
});

test('a model of another API answers in the same form', async () => {
  openai.says({ id: 'x', choices: [{ index: 0, finish_reason: 'length', message: { role: 'assistant',
    content: 'Hi', reasoning_content: 'Hm' } }],
  usage: { prompt_tokens: 9, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 2 } } });
  const got = await ask({ model: NOVA, system: 'Be brief.', stop_sequences: ['x'], top_k: 3 });
  assert.deepEqual(got.content, [{ type: 'thinking', thinking: 'Hm', signature: '' },
    { type: 'text', text: 'Hi' }]);
  assert.equal(got.stop_reason, 'max_tokens');
  assert.deepEqual(got.usage, { input_tokens: 7, cache_creation_input_tokens: 0,
    cache_read_input_tokens: 2, output_tokens: 4 });
  assert.match(got.id, /^msg_/);
  assert.deepEqual(openai.last.body, { model: NOVA, messages: [
    { role: 'system', content: 'Be brief.' }, { role: 'user', content: 'Hello' }],
  max_tokens: 50, top_k: 3, stop: ['x'] });
});

test('efforts, documents and a chosen tool reach a model of another API', async () => {
  openai.says({ id: 'x', choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant',
    tool_calls: [{ id: 't1', type: 'function', function: { name: 'f', arguments: '{}' } }] } }],
  usage: { prompt_tokens: 9, completion_tokens: 4 } });
  const input_schema = { type: 'object' };
  const got = await ask({ model: NOVA, tools: [{ name: 'f', input_schema }],
    tool_choice: { type: 'tool', name: 'f' },
    thinking: { type: 'adaptive' }, output_config: { effort: 'max',
      format: { type: 'json_schema', schema: input_schema } },
    messages: [{ role: 'user', content: [{ type: 'document', title: 'a.pdf',
      source: { type: 'base64', media_type: 'application/pdf', data: 'AAAA' } }] }] });
  assert.equal(got.stop_reason, 'tool_use');  // whatever that API calls it
  assert.deepEqual(got.content, [{ type: 'tool_use', id: 't1', name: 'f', input: {} }]);
  const { messages: [{ content }], ...told } = openai.last.body;
  assert.deepEqual(content, [{ type: 'file', file: { filename: 'a.pdf',
    file_data: 'data:application/pdf;base64,AAAA' } }]);
  assert.equal(told.reasoning_effort, 'xhigh');
  assert.deepEqual(told.response_format, { type: 'json_schema',
    json_schema: { name: 'answer', schema: input_schema, strict: true } });
});

test('messages stream from either sort of upstream', async () => {
  anthropic.streams(messageEvents([
    [{ type: 'thinking', thinking: '', signature: '' }, { type: 'thinking_delta', thinking: 'Hm' },
      { type: 'signature_delta', signature: 's' }],
    [{ type: 'text', text: '' }, { type: 'text_delta', text: 'Hel' }, { type: 'text_delta', text: 'lo' }],
    [{ type: 'tool_use', id: 't', name: 'w', input: {} },
      { type: 'input_json_delta', partial_json: '{"a":1}' }],
  ], 'tool_use'));
  openai.streams(chatChunks([{ role: 'assistant', reasoning_content: 'Hm' }, { content: 'Hel' },
    { content: 'lo' },
    { tool_calls: [{ index: 0, id: 't', function: { name: 'w', arguments: '{"a":1}' } }] },
  ], 'tool_calls'));
  for (const model of [CLAUDE_US, NOVA]) {
    const got = await client.messages.stream({ model, max_tokens: 50, messages: hello,
      tools: [{ name: 'w', input_schema: { type: 'object' } }] }).finalMessage();
    assert.deepEqual(got.content.map((b) => b.thinking ?? b.text ?? b.input), ['Hm', 'Hello', { a: 1 }]);
    assert.equal(got.stop_reason, 'tool_use');
    assert.equal(got.usage.output_tokens, 7);
  }
});

test('only models that the caller may use are listed', async () => {
  const idsOf = async (one) => (await one.models.list()).data.map(({ id }) => id);
  assert.ok((await idsOf(client)).includes(CLAUDE_US));
  const theirs = await idsOf(clientOf(stranger));
  assert.ok(theirs.includes(NOVA) && !theirs.includes(CLAUDE_US));
  assert.equal((await client.models.retrieve(NOVA)).type, 'model');
  await refused(clientOf(stranger).models.retrieve(CLAUDE_US), 404, 'not_found_error');
});

test('errors are of the client\'s own sorts', async () => {
  await refused(ask({}, clientOf('ABSKnone')), 401, 'authentication_error');
  await refused(ask({}, clientOf(stranger)), 403, 'permission_error');
  await refused(ask({ max_tokens: 0 }), 400, 'invalid_request_error');
  await refused(ask({ messages: [{ role: 'assistant', content: 'x' }] }), 400, 'invalid_request_error');
  await refused(ask({ model: NOVA, service_tier: 'auto' }), 400, 'invalid_request_error');
  anthropic.says({ error: { message: 'sk-secret' } }, 529);
  const busy = await refused(ask({}), 503, 'overloaded_error');
  assert.doesNotMatch(busy.message, /secret/);
  assert.match(busy.error.request_id, /^[0-9a-f-]{36}$/);
});

test('a stream that breaks off is an error to the client', async () => {
  anthropic.streams(messageEvents([[{ type: 'text', text: 'Hel' }]]).slice(0, 4));
  await assert.rejects(client.messages.stream({ model: CLAUDE_US, max_tokens: 5, messages: hello })
    .finalMessage(), Anthropic.APIError);
});

test('tokens are counted before anything is asked', async () => {
  const asked = { model: CLAUDE_US, messages: hello };
  assert.equal((await client.messages.countTokens(asked)).input_tokens, 2);
  const more = await client.messages.countTokens({ ...asked, system: 'Be brief.',
    tools: [{ name: 'weather', description: 'of a place', input_schema: { type: 'object' } }] });
  assert.ok(more.input_tokens > 10, more.input_tokens);
  await refused(client.messages.countTokens({ ...asked, messages: [] }), 400, 'invalid_request_error');
  await refused(clientOf(stranger).messages.countTokens(asked), 403, 'permission_error');
});

test('what only Anthropic\'s servers know goes to them, and nowhere else', async () => {
  anthropic.says({ id: 'msg_up', type: 'message', role: 'assistant', model: 'theirs', content: [],
    stop_reason: 'end_turn', stop_sequence: null, usage: { input_tokens: 3, output_tokens: 4 } });
  const messages = [{ role: 'user', content: [{ type: 'search_result', source: 'https://a.example',
    title: 'T', content: [{ type: 'text', text: 'found' }] }] }];
  await ask({ messages });
  assert.deepEqual(anthropic.last.body.messages, messages);
  await client.beta.messages.create({ model: CLAUDE_US, max_tokens: 5, messages: hello,
    betas: ['some-beta-2025-06-27'], service_tier: 'auto' });
  assert.equal(anthropic.last.headers['anthropic-beta'], 'some-beta-2025-06-27');
  assert.equal(anthropic.last.body.service_tier, 'auto');
  const context_management = { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] };
  await ask({ context_management });
  assert.deepEqual(anthropic.last.body.context_management, context_management);
  await refused(ask({ model: NOVA, context_management }), 400, 'invalid_request_error');
  const compact = { edits: [{ type: 'compact_20260112' }] };  // asks the model once more
  for (const more of [{ context_management: compact }, { inference_geo: 'us' },
    { tools: [{ type: 'advisor_20260301', name: 'advisor', model: 'other' }] }]) {
    await refused(ask(more), 400, 'invalid_request_error');
  }
  const { error } = await refused(ask({ model: NOVA, messages }), 400, 'invalid_request_error');
  assert.match(error.error.message, /`search_result`/);
});

test('an answer has the id of its request where the client looks for it', async () => {
  anthropic.says({ id: 'msg_up', type: 'message', role: 'assistant', model: 'theirs', content: [],
    stop_reason: 'end_turn', stop_sequence: null, usage: { input_tokens: 3, output_tokens: 4 } });
  assert.match((await ask({}))._request_id, /^[0-9a-f-]{36}$/);
  const error = await refused(ask({ max_tokens: 0 }), 400, 'invalid_request_error');
  assert.equal(error.requestID, error.error.request_id);
});

test('who aborts a stream ends the call upstream', async () => {
  const gone = new Promise((resolve) => {
    anthropic.answer = (response, request) => {
      request.gone.then(resolve);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const [name, data] of messageEvents([[{ type: 'text', text: '' },
        { type: 'text_delta', text: 'half' }]]).slice(0, 4)) {
        response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
      }
    };
  });
  const stream = client.messages.stream({ model: CLAUDE_US, max_tokens: 5, messages: hello });
  stream.on('text', () => stream.abort());
  await assert.rejects(stream.done(), Anthropic.APIUserAbortError);
  await gone;
});
