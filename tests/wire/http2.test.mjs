// SPDX-License-Identifier: Apache-2.0
//
// HTTP/2 by prior knowledge, on the same port as HTTP/1.1.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, constants } from 'node:http2';
import { test } from 'node:test';

import { serve } from './harness.mjs';
import { sign } from './raw.mjs';

const { url, management } = await serve();
const { host } = new URL(url);
const PATH = '/foundation-models/amazon.nova-micro-v1%3A0';

/** The header fields of a signed request. @param more fields that are not signed */
function signed(more = {}) {
  const { headers } = sign({ method: 'GET', path: PATH, headers: [['host', host]] },
    management.credentials, { service: 'bedrock' });
  const fields = Object.fromEntries(headers.filter(([name]) => name !== 'host'));
  return { ':method': 'GET', ':path': PATH, ':authority': host, ...fields, ...more };
}

async function open(options) {
  const session = connect(url, options);
  session.on('error', () => {});  // tests look at what became of their streams
  await once(session, 'connect');
  return session;
}

/** @return the response's fields, or the error code with which the stream was reset */
async function respond(session, fields) {
  const stream = session.request(fields);
  let response;
  let body = '';
  stream.setEncoding('utf8').on('data', (text) => { body += text; });
  stream.on('response', (got) => { response = got; }).on('error', () => {});
  await once(stream, 'close');
  return response ? { ...response, body } : { reset: stream.rstCode };
}

function checkMarked(response) {
  assert.match(response['x-amzn-requestid'], /^[0-9a-f-]{36}$/);
  assert.match(response['x-licet-revision'], /^\d+$/);
}

test('many streams at once on one connection', async () => {
  const session = await open();
  const fields = signed();
  const responses = await Promise.all(Array.from({ length: 500 }, () => respond(session, fields)));
  for (const response of responses) {
    assert.equal(response[':status'], 200, response.body);
    assert.match(response.body, /amazon\.nova-micro/);
    checkMarked(response);
  }
  assert.equal(new Set(responses.map((response) => response['x-amzn-requestid'])).size, 500);
  assert.equal(session.remoteSettings.maxConcurrentStreams, 100);
  session.close();
});

test('a stream over the limit is refused, the others are served', async () => {
  const session = await open();
  const filler = (bytes) => ({ 'x-filler': 'x'.repeat(bytes) });
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`x-filler-${i}`, 'x']));
  const [good, large, numerous, long, after] = await Promise.all([
    signed(), signed(filler(62_000)), signed(many), signed({ ':path': `/${'x'.repeat(9_000)}` }), signed(),
  ].map((fields) => respond(session, fields)));
  assert.equal(good[':status'], 200, good.body);
  assert.equal(after[':status'], 200, after.body);
  for (const [response, status] of [[numerous, 431], [long, 414]]) {
    assert.equal(response[':status'], status, response.body);
    assert.ok(JSON.parse(response.body).message.length > 10);
    checkMarked(response);
  }
  assert.equal(large[':status'], 200, large.body);  // still within the limit
  session.close();
});

test('an oversized header list is refused', async () => {
  const session = await open({ maxSendHeaderBlockLength: 1 << 20 });
  const fields = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`x-${i}`, 'x'.repeat(10_000)]));
  const response = await respond(session, signed(fields));
  assert.ok(response[':status'] === 431 || response.reset !== undefined, JSON.stringify(response));
  session.destroy();
  assert.equal((await respond(await open(), signed()))[':status'], 200);
});

test('streams that a client resets as fast as it opens them end its connection only', async () => {
  const session = await open();
  const gone = new Promise((resolve) => { session.on('close', resolve); });
  let code = 0;
  session.on('goaway', (got) => { code = got; });
  const fields = signed();
  let left = 5_000;  // more than any limit lets pass
  const flood = () => {
    for (let i = 0; i < 50 && !session.closed && !session.destroyed; i++, left--) {
      session.request(fields).on('error', () => {}).close(constants.NGHTTP2_CANCEL);
    }
    if (session.closed || session.destroyed) return;
    if (left > 0) setImmediate(flood);
    else session.ping(() => session.close());  // the server has read all of them when it answers
  };
  flood();
  await gone;
  assert.notEqual(code, constants.NGHTTP2_NO_ERROR);
  const other = await open();
  assert.equal((await respond(other, signed()))[':status'], 200);
  other.close();
});
