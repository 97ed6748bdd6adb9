// SPDX-License-Identifier: Apache-2.0
//
// Upstreams that fail in every way they can, those that take over, and Bedrock: another licet, which
// checks the signatures.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { ScriptedUpstream, chatChunks, framed, messageEvents } from './scripted.mjs';
import { CLAUDE, CLAUDE_US, NOVA, converse, createMember, prepare, sendForm, subscribe } from './world.mjs';

const NOVA_LITE = 'amazon.nova-lite-v1:0';
const NOVA_PRO = 'amazon.nova-pro-v1:0';

const first = new ScriptedUpstream();
const second = new ScriptedUpstream();
const anthropic = new ScriptedUpstream();
const bedrock = new ScriptedUpstream();
const aws = await serve();
await prepare(aws.management);
await sendForm(aws.management);
await subscribe(aws.management);

/** Credentials as the AWS CLI prints them. */
function printed(name, { accessKeyId, secretAccessKey }) {
  const file = join(aws.data, '..', name);
  writeFileSync(file, JSON.stringify({ Version: 1, AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey }));
  chmodSync(file, 0o600);
  return file;
}
const good = printed('good.json', aws.management.credentials);
const bad = printed('bad.json', { ...aws.management.credentials, secretAccessKey: 'wrong' });

const kind = 'bedrock';
const region = 'us-east-1';
const upstreams = [
  { name: 'first', kind: 'openai', base_url: await first.start(), key_command: 'echo sk-first' },
  { name: 'second', kind: 'openai', base_url: await second.start() },
  { name: 'anthropic', kind: 'anthropic', base_url: await anthropic.start() },
  { name: 'aws', kind, region, base_url: aws.url, key_file: good, models: { [CLAUDE]: CLAUDE_US } },
  { name: 'stranger', kind, region, base_url: aws.url, key_file: bad },
  { name: 'stub', kind, region, base_url: `${await bedrock.start()}/base`, key_command: 'echo ABSKkey',
    models: { [NOVA_PRO]: 'arn:aws:bedrock:us-east-1:1:inference-profile/x' } },
];
const to = (model, upstream, more = {}) => ({ model, upstream, attempts: 1, ...more });
const licet = await serve({ upstreams, routes: [
  to(NOVA, 'first'), to('anthropic.*', 'anthropic'),
  { model: NOVA_LITE, attempts: 2, fallback: [CLAUDE_US],
    upstreams: [{ name: 'first' }, { name: 'second', priority: 1 }] },
] });
const { management } = licet;
await prepare(management);
await sendForm(management);
await subscribe(management);

const messages = [{ role: 'user', content: [{ text: 'Hello' }] }];
async function streamed(modelId, caller = management) {
  let text = '';
  const { stream } = await caller.runtime('ConverseStream', { modelId, messages });
  for await (const event of stream) text += event.contentBlockDelta?.delta.text ?? '';
  return text;
}
/** Answers with these bytes; then the connection breaks, or the answer ends. */
const says = (bytes, { type = 'text/event-stream', status = 200, breaks = false } = {}) =>
  (response) => {
    response.writeHead(status, { 'content-type': type });
    if (breaks) response.write(bytes, () => response.destroy());
    else response.end(bytes);
  };
const sse = (events) => events.map(([name, data]) => `${name ? `event: ${name}\n` : ''}data: ${
  typeof data === 'string' ? data : JSON.stringify(data)}\n\n`).join('');

const chat = sse(chatChunks([{ content: 'Hel' }, { content: 'lo' }]));
const said = sse(messageEvents([[{ type: 'text', text: '' }, { type: 'text_delta', text: 'Hello' }]]));

test('a key from a command is sent as one from elsewhere', async () => {
  first.answer = says(chat);
  assert.equal(await streamed(NOVA), 'Hello');
  assert.equal(first.last.headers.authorization, 'Bearer sk-first');
  assert.equal(first.last.path, '/chat/completions');
});

test('a stream that is cut anywhere is never taken for a whole one', async () => {
  for (const [upstream, model, bytes] of [[first, NOVA, chat], [anthropic, CLAUDE_US, said]]) {
    for (let end = 0; end < bytes.length - 2; end += 53) {
      for (const breaks of [false, true]) {
        upstream.answer = says(bytes.slice(0, end), { breaks });
        await assert.rejects(streamed(model), ({ name }) => ['ModelStreamErrorException',
          'ServiceUnavailableException', 'ModelErrorException'].includes(name), `${end} ${breaks}`);
      }
    }
    upstream.answer = says(bytes);
    assert.equal(await streamed(model), 'Hello');
  }
});

test('an upstream that is busy says when to come again', async () => {
  const busy = (headers) => { first.says({ error: { message: 'secret' } }, 429, headers); };
  const told = async () => (
    await refused(converse(management, NOVA), 'ThrottlingException', { status: 429 })
  ).$response.headers['retry-after'];
  busy({ 'retry-after': '7' });
  assert.equal(await told(), '7');
  busy({ 'retry-after': 'tomorrow' });
  assert.equal(await told(), undefined);
});

test('what is no answer is an error, and says nothing of the upstream', async () => {
  const bodies = [
    ['<html>busy, ask secret</html>', { type: 'text/html' }],
    ['{"error":{"message":"secret"}}', { type: 'application/json' }],
    ['{"choices":[', { type: 'application/json' }],
    ['', { type: 'application/json' }],
    ['data: secret\n\n', {}],
    [`data: {"error":{"message":"secret"}}\n\n`, {}],
    ['{"choices":[{"message":{"content":"free"}}]}', { type: 'application/json' }],
  ];
  for (const [body, options] of bodies) {
    for (const call of [() => converse(management, NOVA), () => streamed(NOVA)]) {
      first.answer = says(body, options);
      await assert.rejects(call(), (error) => {
        assert.match(error.name, /^Model(Stream)?ErrorException$/, body);
        assert.doesNotMatch(error.message, /secret/);
        return true;
      });
    }
  }
  first.answer = says('x'.repeat(1 << 20), { status: 404, type: 'text/plain' });
  const { originalStatusCode } = await refused(converse(management, NOVA), 'ModelErrorException',
    { status: 424 });
  assert.equal(originalStatusCode, 404);
});

test('questions and answers of ten megabytes pass', async () => {
  const text = '0123456789'.repeat(1 << 20);
  first.says({ id: 'c', choices: [{ message: { role: 'assistant', content: text },
    finish_reason: 'stop' }], usage: { prompt_tokens: 1, completion_tokens: 1 } });
  const { output } = await converse(management, NOVA, text);
  assert.equal(first.last.body.messages[0].content, text);
  assert.equal(output.message.content[0].text, text);
});

test('who reads slowly makes the upstream wait', async () => {
  const piece = 'x'.repeat(1 << 16);
  const count = 1024;  // far more than all buffers on the way take
  let finished = false;
  first.answer = async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const [one, ...end] = chatChunks([{ content: piece }]);
    for (let i = 0; i < count; i++) if (!response.write(sse([one]))) await once(response, 'drain');
    finished = true;
    response.end(sse(end));
  };
  let bytes = 0;
  const { stream } = await management.runtime('ConverseStream', { modelId: NOVA, messages });
  for await (const event of stream) {
    if (bytes === 0) {
      await management.bedrock('ListFoundationModels');  // others are served meanwhile
      assert.equal(finished, false);
    }
    bytes += event.contentBlockDelta?.delta.text.length ?? 0;
  }
  assert.equal(bytes, count * piece.length);
});

test('the next upstream takes over, then the model to fall back to, where the caller may', async () => {
  first.answer = says('', { status: 503 });
  second.answer = says(chat);
  assert.equal(await streamed(NOVA_LITE), 'Hello');
  const asked = [first.requests.length, second.requests.length];
  second.answer = says('', { status: 503 });
  anthropic.answer = says(said);
  assert.equal(await streamed(NOVA_LITE), 'Hello');
  assert.deepEqual([first.requests.length, second.requests.length], asked.map((n) => n + 1));
  assert.equal(anthropic.last.body.model, CLAUDE);

  const before = anthropic.requests.length;
  await refused(converse(await createMember(management), NOVA_LITE), 'ServiceUnavailableException');
  assert.equal(anthropic.requests.length, before);
});

test('an upstream that fails five times running is left alone', async () => {
  first.answer = says(chat);
  await streamed(NOVA);
  first.answer = says('', { status: 503 });
  second.answer = says(chat);
  const before = first.requests.length;
  for (let i = 0; i < 6; i++) assert.equal(await streamed(NOVA_LITE), 'Hello');
  assert.equal(first.requests.length, before + 5);
});

/** A licet whose models all come from that upstream. */
async function behind(upstream) {
  const { management: caller } = await serve({ upstreams, routes: [to('*', upstream)] });
  await prepare(caller);
  await sendForm(caller);
  await subscribe(caller);
  return caller;
}

test('Bedrock answers what is signed, whole and piece by piece', async () => {
  const caller = await behind('aws');
  const answer = await converse(caller, CLAUDE_US);
  assert.equal(answer.output.message.content[0].text, 'echo: Hello');
  assert.deepEqual(answer.usage, { inputTokens: 2, outputTokens: 3, totalTokens: 5 });
  assert.equal(await streamed(CLAUDE_US, caller), 'echo: Hello');

  const body = JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 99,
    messages: [{ role: 'user', content: 'Hi' }] });
  const invoked = await caller.runtime('InvokeModel', { modelId: CLAUDE_US, body });
  assert.equal(JSON.parse(Buffer.from(invoked.body)).content[0].text, 'echo: Hi');
  const pieces = await caller.runtime('InvokeModelWithResponseStream', { modelId: CLAUDE_US, body });
  let text = '';
  for await (const { chunk } of pieces.body) {
    text += JSON.parse(Buffer.from(chunk.bytes)).delta?.text ?? '';
  }
  assert.equal(text, 'echo: Hi');
});

test('Bedrock refuses what is signed wrongly', async () => {
  const caller = await behind('stranger');
  const { originalStatusCode } = await refused(converse(caller, CLAUDE_US), 'ModelErrorException');
  assert.equal(originalStatusCode, 403);
});

/** An event of a longer name than the SDK would write. */
function longNamed() {
  const crc = (bytes) => ~bytes.reduce((sum, byte) => {
    let next = sum ^ byte;
    for (let bit = 0; bit < 8; bit += 1) next = (next >>> 1) ^ (0xedb88320 & -(next & 1));
    return next;
  }, ~0);
  const number = (value) => Buffer.from(Uint32Array.of(value).buffer).swap32();
  const text = (name, value) => Buffer.concat([Buffer.of(name.length), Buffer.from(name),
    Buffer.of(7, value.length >> 8, value.length & 255), Buffer.from(value)]);
  const headers = Buffer.concat([text(':message-type', 'event'), text(':event-type', 't'.repeat(40_000))]);
  let bytes = Buffer.concat([number(headers.length + 18), number(headers.length)]);
  bytes = Buffer.concat([bytes, number(crc(bytes)), headers, Buffer.from('{}')]);
  return Buffer.concat([bytes, number(crc(bytes))]);
}

test('an event that cannot go on ends its stream, and nothing else', async () => {
  const caller = await behind('stub');
  const answer = (event) => says(Buffer.concat([framed([['messageStart', { role: 'assistant' }]]),
    event, framed([['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Hello' } }],
      ['contentBlockStop', { contentBlockIndex: 0 }], ['messageStop', { stopReason: 'end_turn' }],
      ['metadata', { usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 } }]])]),
  { type: 'application/vnd.amazon.eventstream' });
  bedrock.answer = answer(longNamed());
  await assert.rejects(streamed(NOVA_PRO, caller),
    ({ name }) => /^Model(Stream)?ErrorException$/.test(name));
  bedrock.answer = answer(framed([['unknown', {}]]));
  assert.equal(await streamed(NOVA_PRO, caller), 'Hello');
});

test('Bedrock is asked as its API has it', async () => {
  const caller = await behind('stub');
  bedrock.says({ output: { message: { role: 'assistant', content: [{ text: 'yes' }] } },
    stopReason: 'end_turn', usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
    metrics: { latencyMs: 1 } });
  const answer = await converse(caller, NOVA_PRO);
  assert.equal(answer.output.message.content[0].text, 'yes');
  assert.equal(bedrock.last.path,
    '/base/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fx/converse');
  assert.equal(bedrock.last.headers.authorization, 'Bearer ABSKkey');
  assert.deepEqual(bedrock.last.body, { messages });
  const asked = bedrock.requests.length;
  for (const additionalModelRequestFields of [{ max_tokens: 99 }, { inferenceConfig: { maxTokens: 9 } }]) {
    await refused(caller.runtime('Converse', { modelId: NOVA_PRO, messages,
      additionalModelRequestFields }), 'ValidationException', { message: /is not for the model's/ });
  }
  assert.equal(bedrock.requests.length, asked);

  await caller.runtime('InvokeModel', { modelId: CLAUDE_US, body: JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31', max_tokens: 9, anthropic_beta: ['b'],
    'amazon-bedrock-guardrailConfig': null, messages: [{ role: 'user', content: 'Hi' }] }) }).catch(() => {});
  assert.equal(bedrock.last.path, `/base/model/${encodeURIComponent(CLAUDE)}/invoke`);
  assert.deepEqual(bedrock.last.body, { anthropic_version: 'bedrock-2023-05-31', max_tokens: 9,
    anthropic_beta: ['b'], messages: [{ role: 'user', content: 'Hi' }] });

  bedrock.answer = says('not an event stream', { type: 'application/vnd.amazon.eventstream' });
  await assert.rejects(streamed(NOVA_PRO, caller), /could not be understood/);
});

after(() => [first, second, anthropic, bedrock].forEach((one) => one.close()));
