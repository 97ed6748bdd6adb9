// SPDX-License-Identifier: Apache-2.0
//
// CountTokens, and what else clients of Bedrock Runtime ask for besides an answer.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { ScriptedUpstream, messageEvents } from './scripted.mjs';
import { CLAUDE, CLAUDE_US, NOVA, createMember, prepare, sendForm, subscribe } from './world.mjs';

const SONIC = 'amazon.nova-2-sonic-v1:0';  // InvokeModel has no bodies for it
const anthropic = new ScriptedUpstream();
const { management } = await serve({
  upstreams: [
    { name: 'a', kind: 'anthropic', base_url: await anthropic.start() },
    { name: 'e', kind: 'echo' },
  ],
  routes: [{ model: 'anthropic.*', upstream: 'a' }, { model: '*', upstream: 'e' }],
});
after(() => anthropic.close());
await prepare(management);
await sendForm(management);
await subscribe(management);

const messages = [{ role: 'user', content: [{ text: 'How many are these?' }] }];
const CLAUDE_BODY = JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 5,
  messages: [{ role: 'user', content: 'How many are these?' }] });
const count = (caller, modelId, input) => caller.runtime('CountTokens', { modelId, input });

test('tokens are counted before anything is asked, as the echo counts them after', async () => {
  const system = [{ text: 'Count.' }];
  const { inputTokens } = await count(management, NOVA, { converse: { messages, system } });
  const { usage } = await management.runtime('Converse', { modelId: NOVA, messages, system });
  assert.equal(inputTokens, usage.inputTokens);
  assert.equal((await count(management, CLAUDE_US, { invokeModel: { body: CLAUDE_BODY } })).inputTokens, 5);
  assert.equal((await count(management, CLAUDE, { converse: { messages } })).inputTokens, 5);
  assert.equal(anthropic.requests.length, 0);
});

test('a count is refused as the call would be', async () => {
  const stranger = await createMember(management);
  await refused(count(stranger, CLAUDE_US, { converse: { messages } }), 'AccessDeniedException',
    { status: 403 });
  await refused(count(management, NOVA, { converse: { messages: [] } }), 'ValidationException',
    { status: 400 });
  await refused(count(management, SONIC, { invokeModel: { body: '{}' } }), 'ValidationException',
    { message: /use `converse`/ });
  await refused(count(management, CLAUDE_US, { invokeModel: { body: '{' } }), 'ValidationException',
    { message: /must be JSON/ });
});

test('the sequence that ended an answer is told to whom asks for it', async () => {
  const asked = { modelId: NOVA, messages: [{ role: 'user', content: [{ text: 'one END two' }] }],
    inferenceConfig: { stopSequences: ['END'] },
    additionalModelResponseFieldPaths: ['/stop_sequence', '/nothing'] };
  const whole = await management.runtime('Converse', asked);
  assert.equal(whole.stopReason, 'stop_sequence');
  assert.deepEqual(whole.additionalModelResponseFields, { stop_sequence: 'END' });
  const { stream } = await management.runtime('ConverseStream',
    { ...asked, additionalModelResponseFieldPaths: ['/delta/stop_sequence'] });
  const got = [];
  for await (const event of stream) got.push(event);
  assert.deepEqual(got.find((event) => event.messageStop).messageStop.additionalModelResponseFields,
    { delta: { stop_sequence: 'END' } });
  await refused(management.runtime('Converse',
    { ...asked, additionalModelResponseFieldPaths: ['stop_sequence'] }), 'ValidationException');
});

test('InvokeModelWithResponseStream says what its chunks are, and breaks off as an error', async () => {
  const whole = messageEvents([[{ type: 'text', text: '' }, { type: 'text_delta', text: 'Hi' }]]);
  const invoke = async () => {
    const { body, contentType } = await management.runtime('InvokeModelWithResponseStream',
      { modelId: CLAUDE_US, contentType: 'application/json', body: CLAUDE_BODY });
    assert.equal(contentType, 'application/json');
    const types = [];
    for await (const { chunk } of body) types.push(JSON.parse(Buffer.from(chunk.bytes)).type);
    return types;
  };
  anthropic.streams(whole);
  assert.deepEqual(await invoke(), whole.map(([name]) => name).filter((name) => name !== 'ping'));
  anthropic.streams(whole.slice(0, 4));
  await assert.rejects(invoke(), { name: 'ModelStreamErrorException' });
  anthropic.streams([...whole.slice(0, 4), ['error', { type: 'error',
    error: { type: 'overloaded_error', message: 'sk-secret' } }]]);
  await assert.rejects(invoke(), ({ name, message }) => /Exception$/.test(name) && !/secret/.test(message));
});
