// SPDX-License-Identifier: Apache-2.0
//
// Bedrock Runtime through the AWS SDK over HTTP/2.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttp2Handler } from '@smithy/node-http-handler';

import { refused, serve } from './harness.mjs';
import { ScriptedUpstream, messageEvents } from './scripted.mjs';
import { CLAUDE, CLAUDE_US, NOVA, createMember, prepare, sendForm, subscribe } from './world.mjs';

const anthropic = new ScriptedUpstream();
const { management } = await serve({
  upstreams: [
    { name: 'a', kind: 'anthropic', base_url: await anthropic.start() }, { name: 'e', kind: 'echo' },
  ],
  routes: [{ model: 'anthropic.*', upstream: 'a' }, { model: '*', upstream: 'e' }],
});
after(() => anthropic.close());
await prepare(management);
await sendForm(management);
await subscribe(management, CLAUDE);

const over = (caller) => {
  const requestHandler = new NodeHttp2Handler();
  const out = caller.in('us-east-1', { requestHandler });
  after(() => { out.close(); requestHandler.destroy(); });
  return out;
};
const caller = over(management);
const hello = [{ role: 'user', content: [{ text: 'Hello' }] }];
const body = JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 9,
  messages: [{ role: 'user', content: 'Hello' }] });
const text = (...pieces) => [{ type: 'text', text: '' },
  ...pieces.map((piece) => ({ type: 'text_delta', text: piece }))];

test('whole answers, with a picture and a tool', async () => {
  const input = { place: 'Oslo' };
  anthropic.says({ id: 'msg_up', type: 'message', role: 'assistant', model: 'theirs',
    content: [{ type: 'tool_use', id: 't1', name: 'weather', input }], stop_reason: 'tool_use',
    stop_sequence: null, usage: { input_tokens: 3, output_tokens: 4 } });
  const { output, stopReason } = await caller.runtime('Converse', { modelId: CLAUDE_US,
    messages: [{ role: 'user', content: [
      { image: { format: 'png', source: { bytes: Buffer.from('iVBORw0KGgo=', 'base64') } } }] }],
    toolConfig: { tools: [{ toolSpec: { name: 'weather', inputSchema: { json: { type: 'object' } } } }] } });
  assert.equal(stopReason, 'tool_use');
  assert.deepEqual(output.message.content, [{ toolUse: { toolUseId: 't1', name: 'weather', input } }]);
  assert.deepEqual(anthropic.last.body.messages[0].content, [{ type: 'image',
    source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } }]);
  const invoked = await caller.runtime('InvokeModel', { modelId: CLAUDE_US, body });
  assert.deepEqual(JSON.parse(Buffer.from(invoked.body)).content[0].input, input);
  const { inputTokens } = await caller.runtime('CountTokens', { modelId: CLAUDE,
    input: { converse: { messages: hello } } });
  assert.equal(inputTokens, 2);
});

test('streams', async () => {
  anthropic.streams(messageEvents([text('Hel', 'lo')]));
  let said = '';
  const { stream } = await caller.runtime('ConverseStream', { modelId: CLAUDE_US, messages: hello });
  for await (const event of stream) said += event.contentBlockDelta?.delta.text ?? '';
  assert.equal(said, 'Hello');
  const invoked = await caller.runtime('InvokeModelWithResponseStream', { modelId: CLAUDE_US, body });
  const events = [];
  for await (const { chunk } of invoked.body) events.push(JSON.parse(Buffer.from(chunk.bytes)));
  assert.equal(events.map((event) => event.delta?.text ?? '').join(''), 'Hello');
  assert.equal(events.at(-1).type, 'message_stop');
});

test('errors are of the SDK\'s own sorts', async () => {
  await refused(caller.runtime('Converse', { modelId: 'none', messages: hello }), 'ValidationException');
  const member = over(await createMember(management));
  await refused(member.runtime('ConverseStream', { modelId: CLAUDE_US, messages: hello }),
    'AccessDeniedException');
  anthropic.streams(messageEvents([text('Hel')]).slice(0, 3));
  const { stream } = await caller.runtime('ConverseStream', { modelId: CLAUDE_US, messages: hello });
  await assert.rejects(async () => { for await (const event of stream) event.messageStart; },
    { name: 'ModelStreamErrorException' });
});

test('who leaves ends the call upstream, and no other on the connection', async () => {
  anthropic.streams(messageEvents([text('half')]).slice(0, 4), false);
  const controller = new AbortController();
  const { stream } = await caller.client('runtime').send(
    new ConverseStreamCommand({ modelId: CLAUDE_US, messages: hello }),
    { abortSignal: controller.signal });
  const { gone } = anthropic.last;
  for await (const event of stream) {
    if (event.contentBlockDelta) { controller.abort(); break; }
  }
  await gone;
  const { output } = await caller.runtime('Converse', { modelId: NOVA, messages: hello });
  assert.equal(output.message.content[0].text, 'echo: Hello');
});
