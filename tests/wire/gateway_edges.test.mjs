// SPDX-License-Identifier: Apache-2.0
//
// What goes wrong between the gateway and those on both sides of it: broken framing, pieces of
// events, forged frames, stalls, resets, clients that are slow, leave or say nothing. Nothing broken
// looks complete, nothing is held for ever, and others are served meanwhile. Source: issue 5,
// sections 3 and 7.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';

import { send } from './discovery.mjs';
import { DOORS, ask, heard, requestOf } from './doors.mjs';
import { serve } from './harness.mjs';
import { Connection, bytesOf } from './raw.mjs';
import { ScriptedUpstream, chatChunks, converseEvents, framed, messageEvents, sse } from './scripted.mjs';
import { allow, createApiKey, createUser } from './users.mjs';
import {
  CLAUDE_US, NOVA, createGrant, createMember, inParallel, organizationOf, prepare, sendForm,
  setStatus, subscribe,
} from './world.mjs';

const NOVA_LITE = 'amazon.nova-lite-v1:0';
const NOVA_PRO = 'amazon.nova-pro-v1:0';

const upstream = new ScriptedUpstream();
after(() => upstream.close());
const base_url = await upstream.start();
const to = (model, name) => ({ model, upstream: name, attempts: 1 });
const server = await serve({
  upstreams: [
    { name: 'openai', kind: 'openai', base_url },
    { name: 'anthropic', kind: 'anthropic', base_url },
    { name: 'bedrock', kind: 'bedrock', base_url, region: 'us-east-1', key_command: 'echo ABSKkey' },
    { name: 'hasty', kind: 'openai', base_url, first_byte_timeout_seconds: 1, idle_timeout_seconds: 1 },
  ],
  routes: [to(NOVA, 'openai'), to('anthropic.*', 'anthropic'), to(NOVA_PRO, 'bedrock'), to('*', 'hasty')],
});
const { url, management } = server;
await prepare(management);
await sendForm(management);
const license = await subscribe(management);
const { Arn: everybody } = await organizationOf(management);
const member = await createMember(management);
const grant = await createGrant(management, license, everybody);
await setStatus(management, grant, 'ACTIVE');
await management.licenseManager('TagResource', { ResourceArn: grant, Tags: [
  { Key: 'licet:quota:requests-per-total', Value: '1000' },
  { Key: 'licet:quota:output-tokens-per-total', Value: '1000000' }] });

const USE = allow(['bedrock:CallWithBearerToken', 'bedrock:InvokeModel*']);
const user = await createUser(member, USE);
const key = await createApiKey(member, user);

// ---- what upstreams say, whole and in pieces

const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };
const chatBody = (content) => JSON.stringify({ id: 'c', usage, choices: [{ index: 0,
  message: { role: 'assistant', content }, finish_reason: 'stop' }] });
const messageBody = (text) => JSON.stringify({ id: 'm', type: 'message', role: 'assistant', model: 'm',
  content: [{ type: 'text', text }], stop_reason: 'end_turn', stop_sequence: null,
  usage: { input_tokens: 11, output_tokens: 7 } });
const joined = (events) => Buffer.from(events.map(([name, data]) => sse(name, data)).join(''));
const chatPieces = (texts) => joined(chatChunks(texts.map((content) => ({ content }))));
const messagePieces = (texts) => joined(messageEvents([[{ type: 'text', text: '' },
  ...texts.map((text) => ({ type: 'text_delta', text }))]]));

const STREAM = 'text/event-stream';
const FRAMES = 'application/vnd.amazon.eventstream';
/** Model, doors that reach it, the type of its streams, and an answer of "Hello" in each form. */
const SIDES = [
  { model: NOVA, doors: ['converse', 'messages', 'chat', 'responses'], type: STREAM,
    whole: chatBody('Hello'), pieces: chatPieces(['Hel', 'lo']) },
  { model: CLAUDE_US, doors: Object.keys(DOORS), type: STREAM,
    whole: messageBody('Hello'), pieces: messagePieces(['Hel', 'lo']) },
  { model: NOVA_PRO, doors: ['converse', 'messages', 'chat', 'responses'], type: FRAMES,
    whole: JSON.stringify({ output: { message: { role: 'assistant', content: [{ text: 'Hello' }] } },
      stopReason: 'end_turn', usage: { inputTokens: 11, outputTokens: 7, totalTokens: 18 },
      metrics: { latencyMs: 1 } }),
    pieces: framed(converseEvents(['Hel', 'lo'])) },
];

const says = (body, type = 'application/json', status = 200) => (response) => response
  .writeHead(status, { 'content-type': type }).end(body);
/** Breaks the connection, as one breaks whose other side is killed. */
const reset = (response) => response.socket.resetAndDestroy();
const talk = async (door, model, streams, text) => heard(door, streams, await ask(url, door, model, key,
  { streams, text }));

/** Asks again and again until it is so; who waits for ever is ended by the test's own limit. */
async function until(holds) {
  while (!await holds()) await new Promise(setImmediate);
}
async function standing() {
  const { body } = await send(management, { method: 'POST', path: '/licet/v1/quotas', service: 'licet',
    body: {} });
  const of = (unit) => body.quotas.find(({ quota }) => quota.includes(unit));
  return { held: body.quotas.reduce((sum, one) => sum + one.held, 0),
    requests: of('requests').spent, tokens: of('output-tokens').spent };
}
const nothingHeld = () => until(async () => (await standing()).held === 0);

/** Every door still answers. */
async function checkWell() {
  for (const { model, doors, whole } of SIDES) {
    upstream.answer = says(whole);
    for (const door of doors) {
      assert.deepEqual(await talk(door, model, false), { text: 'Hello', complete: true }, door);
    }
  }
}

// ---- the upstream's side

test('the pieces of a stream may be cut anywhere', async () => {
  for (const { model, doors, type, pieces } of SIDES) {
    upstream.answer = async (response) => {
      response.writeHead(200, { 'content-type': type });
      response.socket.setNoDelay(true);
      for (const byte of pieces) {
        if (!response.write(Buffer.of(byte))) await once(response, 'drain');
      }
      response.end();
    };
    for (const door of doors) {
      assert.deepEqual(await talk(door, model, true), { text: 'Hello', complete: true }, door);
    }
  }
});

test('what is framed wrongly is no answer', async () => {
  const head = (more) => `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${more}\r\n`;
  const chunked = head('transfer-encoding: chunked\r\n');
  const body = chatBody('forged');
  const size = body.length.toString(16);
  const broken = [
    '', 'nonsense\r\n\r\n', 'HTTP/1.1 2OO OK\r\n\r\n', `HTTP/9.1 200 OK\r\n\r\n${body}`,
    'HTTP/1.1 200 OK\r\nno colon\r\n\r\n', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1 << 20)}\r\n\r\n`,
    `${chunked}ZZ\r\n${body}\r\n0\r\n\r\n`, `${chunked}-1\r\n${body}\r\n0\r\n\r\n`,
    `${chunked}fffffffffffffffff\r\n${body}\r\n0\r\n\r\n`, `${chunked}${size}\r\n${body}0\r\n\r\n`,
    `${chunked}${size}\r\n${body}\r\n`, `${chunked}${size}\r\n${body}\r\n0\r\n`,
    `${chunked}${size}\r\n${body.slice(1)}`, head(`content-length: ${body.length + 1}\r\n`) + body,
    head(`content-length: ${body.length}\r\ncontent-length: 1\r\n`) + body,
    head('content-length: +5\r\n') + body,
    head(`content-length: ${body.length}\r\ntransfer-encoding: chunked\r\n`) + body,
    head('transfer-encoding: gzip\r\n') + body,
    'HTTP/1.1 100 Continue\r\n\r\n',
  ];
  for (const bytes of broken) {
    for (const streams of [false, true]) {
      upstream.answer = (response) => response.socket.end(bytes);
      const answer = await ask(url, 'chat', NOVA, key, { streams });
      assert.ok(answer.status >= 500, `${answer.status} for ${bytes.slice(0, 200)}`);
      assert.doesNotMatch(answer.bytes.toString(), /forged/, bytes);
    }
  }
  await checkWell();
});

test('a frame whose sums are wrong, or that is cut, ends the stream as an error', async () => {
  const { pieces } = SIDES[2];
  const cases = [];
  for (let at = 0; at < pieces.length; at += 7) {
    const forged = Buffer.from(pieces);
    forged[at] ^= 0x10;
    cases.push(forged, pieces.subarray(0, at));
  }
  for (const bytes of cases) {
    upstream.answer = says(bytes, FRAMES);
    for (const door of ['converse', 'chat']) {
      const { complete } = await talk(door, NOVA_PRO, true);
      assert.equal(complete, false, `${door}: ${bytes.toString('hex')}`);
    }
  }
});


/** Answers each request by the way whose number it asks for. @return how each ended */
async function tryAll(ways, model, streams) {
  const gone = [];
  upstream.answer = (response, request) => {
    gone.push(request.gone);
    ways[Number(request.body.messages[0].content)](response);
  };
  const answers = await inParallel(ways.length,
    (i) => ask(url, 'chat', model, key, { streams, text: `${i}` }));
  await Promise.all(gone);
  return answers.map((answer) => ({ ...answer, ...heard('chat', streams, answer) }));
}
const piece = chatPieces(['Hel']);
const whole = chatPieces(['Hello']);
const begin = (response, bytes = '') => {
  response.writeHead(200, { 'content-type': STREAM });
  response.flushHeaders();
  return response.write(bytes);
};
const first = piece.subarray(0, piece.indexOf('\n\n') + 2);

test('an upstream that stalls is given up, wherever it does', async () => {
  const silences = [
    () => {}, (response) => response.socket.write('HTTP/1.1 200 OK\r\ncontent-'), begin,
    (response) => begin(response, first.subarray(0, 9)), (response) => begin(response, first),
    (response) => begin(response, whole.subarray(0, -1)),
  ];
  for (const [i, { status, text, complete }] of (await tryAll(silences, NOVA_LITE, true)).entries()) {
    const [seen, told] = i < 4 ? [408, ''] : [200, ['Hel', 'Hello'][i - 4]];
    assert.deepEqual([status, text, complete], [seen, told, false], `${i}`);
  }
  const [{ status }] = await tryAll([(response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 99 }).write('{');
  }], NOVA_LITE, false);
  assert.equal(status, 408);
});

test('an upstream that breaks the connection is told of, wherever it does', async () => {
  const then = (write) => (response) => {
    write(response);
    setImmediate(() => reset(response));
  };
  const breaks = [
    reset, then((response) => response.socket.write('HTTP/1.1 200 OK\r\ncontent-')), then(begin),
    then((response) => begin(response, first)), then((response) => begin(response, whole.subarray(0, -1))),
    then((response) => begin(response, whole.subarray(0, whole.indexOf('data: [DONE]')))),
    then((response) => begin(response, piece)),
  ];
  for (const { status, complete } of (await tryAll(breaks.slice(0, -1), NOVA, true))) {
    assert.ok(status >= 500 || !complete, `${status}`);
  }
  await checkWell();
});

test('questions and answers of ten megabytes pass every door', async () => {
  const text = '0123456789'.repeat(1 << 20);
  for (const [model, body, doors] of [[NOVA, chatBody(text), ['chat', 'responses']],
    [CLAUDE_US, messageBody(text), ['invoke', 'messages', 'converse']]]) {
    upstream.answer = says(body);
    for (const door of doors) {
      const answer = await talk(door, model, false, text);
      assert.equal(answer.text.length, text.length, door);
      assert.ok(JSON.stringify(upstream.last.body.messages).includes(text), door);
    }
  }
});

// ---- the client's side

/** Memory of the server's process. */
const residentBytes = () => 1024 * Number(
  readFileSync(`/proc/${server.process.pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB$/m)[1]);

test('who takes nothing makes the upstream wait, and costs little memory', async () => {
  await checkWell();
  const before = residentBytes();
  const readers = 40;
  const piece = sse('', chatChunks([{ content: 'x'.repeat(1 << 16) }])[0][1]);
  const blocked = [];
  let all;
  const allBlocked = new Promise((resolve) => { all = resolve; });
  upstream.answer = (response, { gone }) => {
    response.writeHead(200, { 'content-type': STREAM });
    const pour = () => {
      for (let i = 0; i < 64; i++) {
        if (!response.write(piece)) {
          response.once('drain', pour);
          break;
        }
      }
    };
    pour();
    blocked.push(gone);
    if (blocked.length === readers) all();
  };
  const connections = await inParallel(readers, async () => {
    const connection = await Connection.open(url);
    connection.socket.pause();
    return connection.send(bytesOf(requestOf('chat', NOVA, key, { streams: true })));
  });
  await allBlocked;
  // What upstreams could still pour into buffers they pour while others are served.
  for (let i = 0; i < 100; i++) await management.bedrock('GetFoundationModel', { modelIdentifier: NOVA });
  const grown = residentBytes() - before;
  assert.ok(grown < readers * (4 << 20), `${grown >> 20} MiB for ${readers} readers`);
  connections.forEach((connection) => connection.close());
  await Promise.all(blocked);
});

/** What was received, chunks of InvokeModelWithResponseStream decoded. */
const readable = (bytes) => bytes.toString('latin1')
  .replace(/"bytes":"([^"]*)"/g, (_, text) => Buffer.from(text, 'base64').toString());
/** Begins a call of the member's. @return its connection */
async function begun(door, streams, bytes = bytesOf(requestOf(door, CLAUDE_US, key, { streams }))) {
  const connection = await Connection.open(url);
  return connection.send(bytes);
}
/** The newest entry of the journal about the user. */
async function newest() {
  const { Events: [event] } = await member.cloudTrail('LookupEvents', { MaxResults: 1,
    LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: user.userName }] });
  return JSON.parse(event.CloudTrailEvent);
}
/** Answers the next call so far. @return once it was asked: {gone}, which is when it is given up */
function asked(answer) {
  return new Promise((resolve) => {
    upstream.answer = (response, { gone }) => {
      answer(response);
      resolve({ gone });
    };
  });
}

test('who leaves before all of the question is there asks nobody and spends nothing', async () => {
  const [before, bytes] = [await standing(), upstream.bytesReceived];
  const question = bytesOf(requestOf('messages', CLAUDE_US, key));
  for (const end of [10, question.indexOf('\r\n\r\n'), question.length - 1]) {
    (await begun('messages', false, question.subarray(0, end))).close();
  }
  await checkWell();
  upstream.answer = says(messageBody('Hello'));
  await nothingHeld();
  const asks = SIDES[1].doors.length;  // of checkWell()
  assert.equal((await standing()).requests - before.requests, asks);
  assert.ok(upstream.bytesReceived > bytes);
});

test('who leaves ends the call upstream, pays for what came, and holds nothing', async () => {
  const pieces = messagePieces(['Hello, ', 'who are you?']);
  const start = pieces.subarray(0, pieces.indexOf('event: content_block_stop'));
  const points = [
    ['before the head', false, () => {}, 0],
    ['before the head of a stream', true, () => {}, 0],
    ['before the first piece', true, begin, 0],
    ['in the middle', true, (response) => begin(response, start), 5,
      { any: 'who are' }],
    ['before the end', true, (response) => begin(response, pieces.subarray(0, -3)), 7,
      { any: 'end_turn', chat: '"stop"', responses: 'output_item.done' }],
    ['before the end of a whole answer', false, (response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
        .write(messageBody('Hello').slice(0, -1));
    }, 0],
  ];
  for (const door of ['messages', 'converse', 'invoke', 'chat', 'responses']) {
    for (const [where, streams, answer, tokens, sign] of points) {
      const before = await standing();
      const arrived = asked(answer);
      const connection = await begun(door, streams);
      const { gone } = await arrived;
      if (sign) await until(() => readable(connection.received).includes(sign[door] ?? sign.any));
      connection.close();
      await gone;
      await nothingHeld();
      const now = await standing();
      assert.equal(now.requests - before.requests, 1, `${door}: ${where}`);
      assert.equal(now.tokens - before.tokens, tokens, `${door}: ${where}`);
      const { additionalEventData } = await newest();
      assert.equal(additionalEventData.cut, true, `${door}: ${where}`);
    }
  }
});

test('a thousand connections that say nothing keep nobody waiting', async () => {
  const idle = await inParallel(1000, () => Connection.open(url));
  const half = bytesOf(requestOf('chat', NOVA, key));
  for (const connection of idle.slice(0, 500)) connection.send(half.subarray(0, 40));
  await checkWell();
  upstream.answer = says(chatBody('Hello'));
  await inParallel(idle.length, async (i) => {
    const { status } = await idle[i].send(half.subarray(i < 500 ? 40 : 0)).response();
    assert.equal(status, 200);
  });
  idle.forEach((connection) => connection.close());
});
