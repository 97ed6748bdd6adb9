// SPDX-License-Identifier: Apache-2.0
//
// OpenAI's and Anthropic's own clients over HTTP/2.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

import { http2Fetch } from '../wire/http2_fetch.mjs';
import { chatChunks, messageEvents } from '../wire/scripted.mjs';
import { CLAUDE_US, NOVA, begin } from './world.mjs';

const { url, key, stranger, openai, anthropic, close } = await begin();
const { fetch, sessions, close: hangUp } = http2Fetch();
after(() => { hangUp(); close(); });

const chatOf = (apiKey) => new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0, fetch });
const messagesOf = (apiKey) => new Anthropic({ apiKey, authToken: null, baseURL: url, maxRetries: 0,
  fetch });
const hello = [{ role: 'user', content: 'Hello' }];
const asked = { model: CLAUDE_US, max_tokens: 50, messages: hello };
const text = (...pieces) => [{ type: 'text', text: '' },
  ...pieces.map((piece) => ({ type: 'text_delta', text: piece }))];

test('whole answers, with a picture and a tool', async () => {
  anthropic.says({ id: 'msg_up', type: 'message', role: 'assistant', model: 'theirs',
    content: [{ type: 'tool_use', id: 't1', name: 'f', input: { a: 1 } }], stop_reason: 'tool_use',
    stop_sequence: null, usage: { input_tokens: 3, output_tokens: 4 } });
  const data = 'iVBORw0KGgo=';
  const parameters = { type: 'object' };
  const chat = await chatOf(key).chat.completions.create({ model: CLAUDE_US, messages: [{ role: 'user',
    content: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${data}` } }] }],
  tools: [{ type: 'function', function: { name: 'f', parameters } }] });
  assert.equal(chat.choices[0].message.tool_calls[0].function.arguments, '{"a":1}');
  const source = { type: 'base64', media_type: 'image/png', data };
  const picture = anthropic.last.body.messages[0].content[0];
  assert.deepEqual(picture, { type: 'image', source });
  const message = await messagesOf(key).messages.create({ ...asked,
    messages: [{ role: 'user', content: [{ type: 'image', source }] }],
    tools: [{ name: 'f', input_schema: parameters }] });
  assert.deepEqual(message.content, [{ type: 'tool_use', id: 't1', name: 'f', input: { a: 1 } }]);
  assert.deepEqual(anthropic.last.body.messages[0].content[0], picture);
});

test('streams, many at once on one connection', async () => {
  openai.streams(chatChunks([{ role: 'assistant', content: '' }, { content: 'Hel' }, { content: 'lo' }]));
  anthropic.streams(messageEvents([text('Hel', 'lo')]));
  const chat = async () => {
    let said = '';
    for await (const chunk of await chatOf(key).chat.completions.create({ model: NOVA, stream: true,
      messages: hello })) said += chunk.choices[0]?.delta.content ?? '';
    return said;
  };
  const message = () => messagesOf(key).messages.stream(asked).finalText();
  const said = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? chat() : message())));
  assert.deepEqual(new Set(said), new Set(['Hello']));
  assert.equal(sessions.size, 1);
});

test('errors are of the clients\' own sorts', async () => {
  await assert.rejects(chatOf('nobody').models.list(), OpenAI.AuthenticationError);
  await assert.rejects(chatOf(stranger).chat.completions.create(asked), OpenAI.PermissionDeniedError);
  await assert.rejects(messagesOf('nobody').messages.create(asked), Anthropic.AuthenticationError);
  await assert.rejects(messagesOf(stranger).messages.create(asked), Anthropic.PermissionDeniedError);
});

test('who aborts a stream ends the call upstream, and nobody else\'s', async () => {
  openai.streams(chatChunks([{ content: 'Hel' }]).slice(0, 1), false);
  const stream = await chatOf(key).chat.completions.create({ model: NOVA, stream: true, messages: hello });
  const { gone } = openai.last;
  for await (const chunk of stream) {
    assert.equal(chunk.choices[0].delta.content, 'Hel');
    break;
  }
  await gone;
  anthropic.streams(messageEvents([text('still here')]));
  assert.equal(await messagesOf(key).messages.stream(asked).finalText(), 'still here');
  assert.equal(sessions.size, 1);
});
