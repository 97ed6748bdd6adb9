// SPDX-License-Identifier: Apache-2.0
//
// The client as it comes: over HTTP/2.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import {
  CLAUDE, CLAUDE_US, NOVA, converse, createMember, prepare, sendForm, subscribe,
} from './world.mjs';

const { management } = await serve();
await prepare(management);
await sendForm(management);
await subscribe(management, CLAUDE);

const messages = (body, more = {}) => management.runtime('InvokeModel', {
  modelId: CLAUDE_US, contentType: 'application/json', ...more,
  body: JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 100, ...body }),
});
const hello = [{ role: 'user', content: 'Hello' }];

test('Converse answers with text, a stop reason and token counts', async () => {
  const got = await converse(management);
  assert.equal(got.output.message.role, 'assistant');
  assert.match(got.output.message.content[0].text, /Hello/);
  assert.ok(got.stopReason);
  assert.equal(got.usage.totalTokens, got.usage.inputTokens + got.usage.outputTokens);
  assert.ok(got.metrics.latencyMs >= 0);
});

test('Converse takes system prompts, several turns and inference settings', async () => {
  const got = await management.runtime('Converse', {
    modelId: CLAUDE_US,
    system: [{ text: 'Be brief.' }],
    messages: [
      { role: 'user', content: [{ text: 'One' }] },
      { role: 'assistant', content: [{ text: 'Two' }] },
      { role: 'user', content: [{ text: 'Three' }] },
    ],
    inferenceConfig: { maxTokens: 50, temperature: 0.5 },
  });
  assert.match(got.output.message.content[0].text, /Three/);
});

test('InvokeModel takes an Anthropic body', async () => {
  const got = await messages({ messages: hello });
  assert.equal(got.contentType, 'application/json');
  const body = JSON.parse(Buffer.from(got.body));
  assert.equal(body.type, 'message');
  assert.match(body.content[0].text, /Hello/);
  assert.ok(body.usage.output_tokens > 0);
});

test('InvokeModel takes the ARN of a profile', async () => {
  const { inferenceProfileArn } = await management.bedrock('GetInferenceProfile', {
    inferenceProfileIdentifier: CLAUDE_US,
  });
  await messages({ messages: hello }, { modelId: inferenceProfileArn });
});

test('a model that needs no entitlement can be called by anyone', async () => {
  await converse(await createMember(management), NOVA);
});

test('bad bodies are refused before anything is asked of the model', async () => {
  await refused(messages({ messages: [] }), 'ValidationException', { status: 400 });
  await refused(messages({ messages: hello, max_tokens: 0 }), 'ValidationException');
  await refused(management.runtime('Converse', { modelId: CLAUDE_US, messages: [] }),
    'ValidationException');
});

test('a model id that does not exist', async () => {
  await refused(converse(management, 'example.nothing-v1'), 'ValidationException', {
    status: 400, reason: 'model_invalid', message: /The provided model identifier is invalid/,
  });
});

test('a model that is offered through profiles only', async () => {
  await refused(converse(management, CLAUDE), 'ValidationException', {
    reason: 'profile_needed', message: /with on-demand throughput isn't supported/,
  });
});

test('a profile of another geography', async () => {
  await refused(converse(management.in('eu-west-1'), CLAUDE_US), 'ValidationException', {
    reason: 'region_not_served',
  });
});

test('no entitlement', async () => {
  await refused(converse(await createMember(management)), 'AccessDeniedException', {
    status: 403, reason: 'no_entitlement', message: /You don't have access to the model/,
  });
});
