// SPDX-License-Identifier: Apache-2.0
//
// Answers piece by piece, tools, pictures and thinking, through the AWS SDK and two sorts of
// upstreams.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';

import { refused, serve } from './harness.mjs';
import { ScriptedUpstream, chatChunks, messageEvents } from './scripted.mjs';
import {
  CLAUDE, CLAUDE_US, NOVA, accountPrincipal, createGrant, createMember, prepare, sendForm, setStatus,
  subscribe,
} from './world.mjs';

const openai = new ScriptedUpstream();
const anthropic = new ScriptedUpstream();
const { management } = await serve({
  upstreams: [
    { name: 'o', kind: 'openai', base_url: `${await openai.start()}/v1`, models: { [NOVA]: 'their-nova' } },
    { name: 'a', kind: 'anthropic', base_url: `${await anthropic.start()}/v1` },
    { name: 'e', kind: 'echo' },
  ],
  routes: [
    { model: NOVA, upstream: 'o' }, { model: 'anthropic.*', upstream: 'a' }, { model: '*', upstream: 'e' },
  ],
});
await prepare(management);
await sendForm(management);
const license = await subscribe(management, CLAUDE);

const PNG = Buffer.from('iVBORw0KGgo=', 'base64');
const hello = [{ role: 'user', content: [{ text: 'Hello' }] }];
const TOOLS = { tools: [{ toolSpec: { name: 'weather', description: 'of a place',
  inputSchema: { json: { type: 'object', properties: { place: { type: 'string' } } } } } }],
toolChoice: { any: {} } };

/** All events of a streamed answer. */
async function events(caller, input) {
  const out = [];
  const { stream } = await caller.runtime('ConverseStream', { messages: hello, ...input });
  for await (const event of stream) out.push(event);
  return out;
}
const kinds = (list) => list.map((event) => Object.keys(event)[0]);
const textOf = (list) => list.map((e) => e.contentBlockDelta?.delta.text ?? '').join('');

test('a stream of another dialect becomes events of Converse', async () => {
  openai.streams(chatChunks([{ role: 'assistant', content: '' }, { content: 'Hel' }, { content: 'lo' }]));
  const got = await events(management, { modelId: NOVA, inferenceConfig: { maxTokens: 9 } });
  assert.deepEqual(kinds(got), ['messageStart', 'contentBlockDelta', 'contentBlockDelta',
    'contentBlockStop', 'messageStop', 'metadata']);
  assert.equal(textOf(got), 'Hello');
  assert.equal(got[4].messageStop.stopReason, 'end_turn');
  assert.deepEqual(got[5].metadata.usage, { inputTokens: 11, outputTokens: 7, totalTokens: 18 });
  assert.deepEqual(openai.last.body, { model: 'their-nova',
    messages: [{ role: 'user', content: 'Hello' }], max_tokens: 9, stream: true,
    stream_options: { include_usage: true } });
});

test('tools are asked for and answered in every dialect', async () => {
  const ask = { toolConfig: TOOLS, messages: [
    { role: 'user', content: [{ text: 'Rain?' }] },
    { role: 'assistant', content: [
      { toolUse: { toolUseId: 't1', name: 'weather', input: { place: 'Rome' } } }] },
    { role: 'user', content: [
      { toolResult: { toolUseId: 't1', content: [{ text: 'dry' }], status: 'error' } }] },
  ] };
  openai.streams(chatChunks([
    { tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'weather', arguments: '' } }] },
    { tool_calls: [{ index: 0, function: { arguments: '{"place":' } }] },
    { tool_calls: [{ index: 0, function: { arguments: '"Oslo"}' } }] },
  ], 'tool_calls'));
  anthropic.streams(messageEvents([[
    { type: 'tool_use', id: 'c1', name: 'weather', input: {} },
    { type: 'input_json_delta', partial_json: '{"place":' },
    { type: 'input_json_delta', partial_json: '"Oslo"}' },
  ]], 'tool_use'));
  for (const modelId of [NOVA, CLAUDE_US]) {
    const got = await events(management, { modelId, ...ask });
    const start = got.find((e) => e.contentBlockStart).contentBlockStart;
    assert.deepEqual(start.start.toolUse, { toolUseId: 'c1', name: 'weather' });
    const input = got.map((e) => e.contentBlockDelta?.delta.toolUse?.input ?? '').join('');
    assert.deepEqual(JSON.parse(input), { place: 'Oslo' });
    assert.equal(got.find((e) => e.messageStop).messageStop.stopReason, 'tool_use');
  }
  assert.deepEqual(openai.last.body.messages.slice(1), [
    { role: 'assistant', content: null, tool_calls: [{ id: 't1', type: 'function',
      function: { name: 'weather', arguments: '{"place":"Rome"}' } }] },
    { role: 'tool', tool_call_id: 't1', content: 'Error: dry' },
  ]);
  assert.equal(openai.last.body.tool_choice, 'required');
  assert.deepEqual(anthropic.last.body.messages[1].content,
    [{ type: 'tool_use', id: 't1', name: 'weather', input: { place: 'Rome' } }]);
  assert.deepEqual(anthropic.last.body.messages[2].content, [{ type: 'tool_result', tool_use_id: 't1',
    content: [{ type: 'text', text: 'dry' }], is_error: true }]);
  assert.equal(anthropic.last.headers['anthropic-version'], '2023-06-01');
});

test('pictures and documents reach the model as their bytes', async () => {
  const content = [
    { text: 'What is it?' },
    { image: { format: 'png', source: { bytes: PNG } } },
    { document: { format: 'txt', name: 'notes', source: { text: 'it is red' } } },
  ];
  openai.streams(chatChunks([{ content: 'A dot' }]));
  await events(management, { modelId: NOVA, messages: [{ role: 'user', content }] });
  const parts = openai.last.body.messages[0].content;
  assert.equal(parts[1].image_url.url, `data:image/png;base64,${PNG.toString('base64')}`);
  assert.equal(parts[2].text, 'notes\n\nit is red');
  anthropic.streams(messageEvents([[{ type: 'text', text: '' }, { type: 'text_delta', text: 'A dot' }]]));
  await events(management, { modelId: CLAUDE_US, messages: [{ role: 'user', content }] });
  const blocks = anthropic.last.body.messages[0].content;
  assert.deepEqual(blocks[1].source,
    { type: 'base64', media_type: 'image/png', data: PNG.toString('base64') });
  assert.equal(blocks[2].source.data, 'it is red');
});

test('thinking is asked for, streamed and given back', async () => {
  anthropic.streams(messageEvents([
    [{ type: 'thinking', thinking: '', signature: '' }, { type: 'thinking_delta', thinking: 'Hm' },
      { type: 'signature_delta', signature: 'sig' }],
    [{ type: 'text', text: '' }, { type: 'text_delta', text: 'Yes' }],
  ]));
  const got = await events(management, { modelId: CLAUDE_US, inferenceConfig: { maxTokens: 3000 },
    additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 2000 } },
    messages: [
      { role: 'user', content: [{ text: 'A' }] },
      { role: 'assistant', content: [
        { reasoningContent: { reasoningText: { text: 'before', signature: 's' } } }, { text: 'B' }] },
      { role: 'user', content: [{ text: 'C' }] },
    ] });
  const deltas = got.map((e) => e.contentBlockDelta?.delta.reasoningContent).filter(Boolean);
  assert.deepEqual(deltas, [{ text: 'Hm' }, { signature: 'sig' }]);
  assert.deepEqual(anthropic.last.body.thinking, { type: 'enabled', budget_tokens: 2000 });
  assert.deepEqual(anthropic.last.body.messages[1].content[0],
    { type: 'thinking', thinking: 'before', signature: 's' });
});

test('an Anthropic body streams through as it came', async () => {
  anthropic.streams(messageEvents([[{ type: 'text', text: '' },
    { type: 'text_delta', text: 'Hel' }, { type: 'text_delta', text: 'lo' }]]));
  const { body } = await management.runtime('InvokeModelWithResponseStream', {
    modelId: CLAUDE_US, contentType: 'application/json',
    body: JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 5,
      service_tier: 'auto', messages: [{ role: 'user', content: 'hi' }] }),
  });
  const got = [];
  for await (const { chunk } of body) got.push(JSON.parse(Buffer.from(chunk.bytes)));
  assert.deepEqual(got.map(({ type }) => type), ['message_start', 'content_block_start',
    'content_block_delta', 'content_block_delta', 'content_block_stop', 'message_delta', 'message_stop']);
  assert.equal(got[0].message.id, 'msg_up');
  assert.equal(got.at(-1)['amazon-bedrock-invocationMetrics'].outputTokenCount, 7);
  assert.deepEqual(anthropic.last.body, { max_tokens: 5, service_tier: 'auto',
    messages: [{ role: 'user', content: 'hi' }], model: CLAUDE, stream: true });
});

test('a stream that breaks off ends with an error, not as if it were whole', async () => {
  const whole = messageEvents([[{ type: 'text', text: '' }, { type: 'text_delta', text: 'Hel' }]]);
  for (let count = 3; count < whole.length; count++) {
    anthropic.streams(whole.slice(0, count));
    await assert.rejects(events(management, { modelId: CLAUDE_US }),
      { name: 'ModelStreamErrorException' }, `after ${count} events`);
  }
  openai.streams([...chatChunks([{ content: 'Hel' }]).slice(0, 1), ['', '{"error":{"message":"x"}}']]);
  await assert.rejects(events(management, { modelId: NOVA }), { name: 'ModelStreamErrorException' });
});

test('before the stream begins errors are what they are without one', async () => {
  anthropic.says({ type: 'error', error: { type: 'rate_limit_error', message: 'secret' } }, 429,
    { 'retry-after': '60' });
  const error = await refused(events(management, { modelId: CLAUDE_US }), 'ThrottlingException',
    { status: 429 });
  assert.doesNotMatch(error.message, /secret/);
  await refused(events(await createMember(management), { modelId: CLAUDE_US }), 'AccessDeniedException',
    { status: 403, reason: 'no_entitlement' });
  await refused(events(management, { modelId: NOVA, messages: [] }), 'ValidationException', { status: 400 });
});

test('a call goes to the next upstream only while nothing was answered', async () => {
  let asked = 0;
  anthropic.answer = (response) => {
    asked += 1;
    if (asked < 3) { response.writeHead(503).end(); return; }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const [name, data] of messageEvents([[{ type: 'text', text: 'third' }]])) {
      response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    }
    response.end();
  };
  assert.equal(textOf(await events(management, { modelId: CLAUDE_US })), 'third');
  assert.equal(asked, 3);
});

test('who leaves ends the call upstream', async () => {
  const gone = new Promise((resolve) => {
    anthropic.answer = (response, request) => {
      request.gone.then(resolve);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const [name, data] of messageEvents([[{ type: 'text', text: 'half' }]]).slice(0, 3)) {
        response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
      }
    };
  });
  const controller = new AbortController();
  const { stream } = await management.client('runtime').send(
    new ConverseStreamCommand({ modelId: CLAUDE_US, messages: hello }),
    { abortSignal: controller.signal });
  for await (const event of stream) if (event.contentBlockDelta) controller.abort();
  await gone;
});

test('a grant that is withdrawn ends the answers under way', async () => {
  const member = await createMember(management);
  const grant = await createGrant(management, license, accountPrincipal(member.account));
  await setStatus(member, grant, 'ACTIVE');
  let more;
  anthropic.answer = (response) => {
    const list = messageEvents([[{ type: 'text', text: '' }, { type: 'text_delta', text: 'one' },
      { type: 'text_delta', text: 'two' }]]);
    const send = ([name, data]) => response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    list.slice(0, 4).forEach(send);
    more = () => { list.slice(4).forEach(send); response.end(); };
  };
  const { stream } = await member.runtime('ConverseStream', { modelId: CLAUDE_US, messages: hello });
  const got = [];
  await assert.rejects(async () => {
    for await (const event of stream) {
      got.push(event);
      if (event.contentBlockDelta) {
        await setStatus(member, grant, 'DISABLED');
        more();
      }
    }
  });
  assert.equal(textOf(got), 'one');
});

after(() => { openai.close(); anthropic.close(); });
