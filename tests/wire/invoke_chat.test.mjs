// SPDX-License-Identifier: Apache-2.0
//
// InvokeModel with the bodies of OpenAI's models, through the AWS SDK.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { ScriptedUpstream, chatChunks } from './scripted.mjs';
import { prepare } from './world.mjs';

const OSS = 'openai.gpt-oss-20b-1:0';
const SONIC = 'amazon.nova-2-sonic-v1:0';
const REGION = 'us-west-2';
const upstream = new ScriptedUpstream();
after(() => upstream.close());
const { management } = await serve({
  upstreams: [{ name: 'o', kind: 'openai', base_url: await upstream.start() }],
  routes: [{ model: '*', upstream: 'o' }],
});
await prepare(management);
const caller = management.in(REGION);
after(() => caller.close());
const hello = { messages: [{ role: 'user', content: 'Hello' }] };
const ask = (operation, body, modelId = OSS) => caller.runtime(operation,
  { modelId, contentType: 'application/json', body: JSON.stringify(body) });

test('a body goes to a server of its API as it is, and so does the answer', async () => {
  const answer = { id: 'chatcmpl-up', choices: [{ index: 0, finish_reason: 'stop',
    message: { role: 'assistant', content: 'Hi', reasoning: 'Hm' } }],
  usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 } };
  upstream.says(answer);
  const { body } = await ask('InvokeModel', { ...hello, model: OSS, stream: false, seed: 7 });
  assert.deepEqual(JSON.parse(Buffer.from(body)), answer);
  assert.deepEqual(upstream.last.body, { ...hello, seed: 7, model: OSS, stream: false });
});

test('a stream has the chunks, and at its end what the call cost', async () => {
  upstream.streams(chatChunks([{ role: 'assistant', content: '' }, { content: 'Hi' }]));
  const { body } = await ask('InvokeModelWithResponseStream', hello);
  const chunks = [];
  for await (const { chunk } of body) chunks.push(JSON.parse(Buffer.from(chunk.bytes)));
  assert.equal(chunks.map((one) => one.choices[0]?.delta.content ?? '').join(''), 'Hi');
  const metrics = chunks.at(-1)['amazon-bedrock-invocationMetrics'];
  assert.deepEqual([metrics.inputTokenCount, metrics.outputTokenCount], [11, 7]);
});

test('what is not understood is refused, and so are bodies of models that have none', async () => {
  await refused(ask('InvokeModel', { ...hello, nonsense: 1 }), 'ValidationException',
    { status: 400, message: /\$\.nonsense: is not supported/ });
  await refused(management.runtime('InvokeModel', { modelId: SONIC, body: JSON.stringify(hello) }),
    'ValidationException', { status: 400, message: /does not know such bodies/ });
});
