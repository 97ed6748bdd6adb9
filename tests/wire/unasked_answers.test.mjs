// SPDX-License-Identifier: Apache-2.0
//
// Upstreams whose answers are framed in two ways, never end, or that nobody asked for: a call gets its
// own answer or an error, and none ever another's, whichever connection is kept. Source: issue 5,
// section 7.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, test } from 'node:test';

import { serve } from './harness.mjs';
import { NOVA, converse, inParallel, prepare } from './world.mjs';

/** Reads requests one after another from each connection; how each is answered the test says. */
class RawUpstream {
  connections = 0;
  /** (socket, text: what the request asks) => void */
  answer = () => {};
  #server = createServer((socket) => {
    this.connections += 1;
    let received = '';
    socket.setNoDelay();  // or what comes later comes with the acknowledgement of the next request
    socket.on('error', () => {}).setEncoding('latin1').on('data', (text) => {
      received += text;
      const end = received.indexOf('\r\n\r\n') + 4;
      const size = Number(/^content-length: (\d+)\r$/mi.exec(received)?.[1]);
      if (end < 4 || received.length < end + size) return;
      const { messages } = JSON.parse(received.slice(end, end + size));
      received = received.slice(end + size);
      this.answer(socket, messages.at(-1).content);
    });
  });

  async start() {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#server.unref();
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  close() {
    this.#server.close();
  }
}

const upstream = new RawUpstream();
after(() => upstream.close());
const { management } = await serve({
  upstreams: [{ name: 'raw', kind: 'openai', base_url: await upstream.start() }],
  routes: [{ model: '*', upstream: 'raw', attempts: 1 }],
});
await prepare(management);

const bodyOf = (text) => JSON.stringify({ id: 'c', usage: { prompt_tokens: 1, completion_tokens: 1 },
  choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }] });
const headOf = (fields, status = '200 OK') =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\n${fields}\r\n`;
const whole = (text) => headOf(`Content-Length: ${bodyOf(text).length}\r\n`) + bodyOf(text);
const inChunks = (text, { size = bodyOf(text).length.toString(16), end = '0\r\n\r\n', fields = '' } = {}) =>
  `${headOf(`Transfer-Encoding: chunked\r\n${fields}`)}${size}\r\n${bodyOf(text)}\r\n${end}`;

const said = async (text) => (await converse(management, NOVA, text)).output.message.content[0].text;

/** Each: the answer to one call, which is `own` where that may be taken from it, or an error. */
const HOSTILE = {
  'both framings': (own) => headOf(`Content-Length: 5\r\nTransfer-Encoding: chunked\r\n`) + whole(own),
  'both framings, the other way': (own) => inChunks(own, { fields: 'Content-Length: 5\r\n' }),
  'two lengths': (own) =>
    headOf(`Content-Length: ${bodyOf(own).length}\r\nContent-Length: 5\r\n`) + bodyOf(own),
  'a list of lengths': (own) => headOf(`Content-Length: 5, 5\r\n`) + bodyOf(own),
  'an unknown coding': (own) => headOf('Transfer-Encoding: gzip\r\n') + bodyOf(own),
  'coded twice': (own) => headOf('Transfer-Encoding: chunked, chunked\r\n') + bodyOf(own),
  'a size that wraps 64 bits': (own) => inChunks(own,
    { size: `1${bodyOf(own).length.toString(16).padStart(16, '0')}` }),
  'a negative size': (own) => inChunks(own, { size: '-1' }),
  'a size that is too small': (own) => inChunks(own, { size: '5' }),
  'a size that ends in a bare line feed': (own) => inChunks(own, { size: '5\n' }),
  'a quoted line end in an extension': (own) => inChunks(own,
    { size: `${bodyOf(own).length.toString(16)};a="\r\n"` }),
  'endless trailers': (own) => inChunks(own, { end: `0\r\n${'X: x\r\n'.repeat(10_000)}` }),
  'a flood of interim answers': (own) => 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(10_000) + whole(own),
  'another protocol': () => 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n',
  'a flood of headers': (own) => headOf('X: x\r\n'.repeat(10_000)) + bodyOf(own),
  'an endless header': (own) => headOf(`X: ${'x'.repeat(1 << 20)}\r\n`) + bodyOf(own),
  'a folded header': (own) => headOf(`X: x\r\n Content-Length: 5\r\n`) + bodyOf(own),
  'bare line feeds': (own) => whole(own).replaceAll('\r\n', '\n'),
  'an empty line first': (own) => `\r\n${whole(own)}`,
  'another version': (own) => whole(own).replace('1.1', '2.0'),
  'no HTTP': () => '220 mail ESMTP\r\n\r\n',
  'nothing': () => '',
  'half a head': () => 'HTTP/1.1 200 OK\r\nContent-Le',
  'half a body': (own) => whole(own).slice(0, -10),
  'half a chunk': (own) => inChunks(own).slice(0, -20),
  'chunks that never end': (own) => inChunks(own, { end: '' }),
  'no body': () => headOf('Content-Length: 5\r\n', '204 No Content'),
};

test('an answer that is broken is an error or whole, and the next call has its own', async () => {
  for (const [what, answer] of Object.entries(HOSTILE)) {
    upstream.answer = (socket, text) => socket.end(answer(text), 'latin1');
    const text = await said(`own ${what}`).catch(({ name }) => {
      assert.match(name, /^(ModelErrorException|ServiceUnavailableException|InternalServerException)$/, what);
    });
    assert.equal(text, undefined, what);
    upstream.answer = (socket, asked) => socket.write(whole(asked), 'latin1');
    assert.equal(await said(`after ${what}`), `after ${what}`);
  }
});

/** Each: what a kept connection says after the answer to one call, at once. */
const UNASKED = {
  'another answer': (theirs) => whole(theirs),
  'another answer in chunks': (theirs) => inChunks(theirs),
  'half of another answer': (theirs) => whole(theirs).slice(0, 40),
  'an interim answer': () => 'HTTP/1.1 100 Continue\r\n\r\n',
  'an empty line': () => '\r\n',
  'one byte': () => 'H',
};

test('what nobody asked for is nobody’s answer, whether it comes with the one before or later', async () => {
  for (const [what, more] of Object.entries(UNASKED)) {
    for (const together of [true, false]) {
      const { connections } = upstream;
      upstream.answer = (socket, text) => {
        upstream.answer = (other, asked) => other.write(whole(asked), 'latin1');
        if (together) socket.write(whole(text) + more('theirs'), 'latin1');
        else socket.write(whole(text), 'latin1', () => socket.write(more('theirs'), 'latin1'));
      };
      assert.equal(await said('first'), 'first', what);
      for (const text of ['second', 'third', 'fourth']) assert.equal(await said(text), text, what);
      assert.ok(upstream.connections > connections || !together, `${what}: the connection was kept`);
    }
  }
});

test('many calls at once get their own answers from an upstream that also says others', async () => {
  let asked = 0;
  const hostile = Object.values(HOSTILE);
  const unasked = Object.values(UNASKED);
  upstream.answer = (socket, text) => {
    asked += 1;
    if (asked % 3 === 0) socket.end(hostile[asked % hostile.length](text), 'latin1');
    else if (asked % 3 === 1) socket.write(whole(text) + unasked[asked % unasked.length]('theirs'), 'latin1');
    else socket.write(whole(text), 'latin1');
  };
  const outcomes = await inParallel(300, async (i) => {
    const text = await said(`call ${i}`).catch(() => 'failed');
    return text === `call ${i}` ? 'own' : text;
  }, 16);
  assert.deepEqual([...new Set(outcomes)].sort(), ['failed', 'own']);
  assert.ok(outcomes.filter((outcome) => outcome === 'own').length >= 100);
});
