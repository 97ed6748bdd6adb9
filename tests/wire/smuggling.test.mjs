// SPDX-License-Identifier: Apache-2.0
//
// Requests that hide a request, for somebody who reads them otherwise: none is acted on. Each of the
// corpora has one that is authorized and would reach the upstream; it never does. Source: issue 5,
// section 7.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';

import { DOORS } from './doors.mjs';
import { Frames } from './frames.mjs';
import { serve } from './harness.mjs';
import { Connection } from './raw.mjs';
import { ScriptedUpstream } from './scripted.mjs';
import { allow, createApiKey, createUser } from './users.mjs';
import { NOVA, prepare } from './world.mjs';

const upstream = new ScriptedUpstream();
after(() => upstream.close());
upstream.says({ id: 'c', usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }, choices: [
  { index: 0, message: { role: 'assistant', content: 'smuggled' }, finish_reason: 'stop' }] });
const { url, management } = await serve({
  upstreams: [{ name: 'stub', kind: 'openai', base_url: await upstream.start() }],
  routes: [{ model: '*', upstream: 'stub' }],
});
await prepare(management);
const user = await createUser(management, allow(['bedrock:CallWithBearerToken', 'bedrock:InvokeModel*']));
const key = await createApiKey(management, user);

const question = JSON.stringify({ model: NOVA, ...DOORS.chat.body('Hello') });
const SMUGGLED = `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\n`
  + `Content-Type: application/json\r\nContent-Length: ${question.length}\r\n\r\n${question}`;
const filled = (text) => text.replaceAll('{smuggled}', SMUGGLED).replaceAll('{zeros}', '0'.repeat(300))
  .replaceAll('{length}', String(SMUGGLED.length)).replaceAll('{size}', SMUGGLED.length.toString(16));
const corpus = (name) => JSON.parse(readFileSync(new URL(`corpus/${name}.json`, import.meta.url), 'utf8'));

/** Checks that a connection still serves, and that nothing but that reached the upstream. */
async function checkServes(connection, what) {
  assert.equal(upstream.requests.length, 0, what);
  assert.equal((await connection.send(SMUGGLED).response())?.status, 200, what);
  assert.equal(upstream.requests.splice(0).length, 1, what);
}

test('HTTP/1.1: what may be read in two ways is refused, and the connection closed', async () => {
  await checkServes(await Connection.open(url), 'the smuggled request by itself');
  for (const { name, line, head, body, status = 400, swallowed } of corpus('smuggling_http1')) {
    const connection = await Connection.open(url);
    connection.send(Buffer.from(filled(`${line ?? 'GET /healthz HTTP/1.1'}\r\nHost: localhost\r\n${head}\r\n`
      + `${body ?? '{smuggled}'}`), 'latin1'));
    const response = await connection.response();
    if (swallowed) {
      assert.equal(response?.status, 200, name);
      await checkServes(connection, name);
    } else {
      assert.equal(response?.status, status, name);
      assert.equal(await connection.response(), undefined, name);
      assert.equal(upstream.requests.length, 0, name);
    }
    connection.close();
  }
});

test('HTTP/2: what would be read in two ways as HTTP/1.1 is refused', async () => {
  for (const { name, pseudo, again = [], fields = [], body, trailers, swallowed, outcome = 'reset' } of corpus('smuggling_http2')) {
    const named = { ':method': 'GET', ':scheme': 'http', ':path': '/healthz', ':authority': 'localhost', ...pseudo };
    const sent = [...Object.entries(named).filter(([, value]) => value !== null), ...again, ...fields];
    const frames = await Frames.open(url);
    const seen = await frames.request(sent.map((field) => field.map(filled)),
      body && Buffer.from(filled(body), 'latin1'), trailers?.map((field) => field.map(filled)));
    frames.close();
    assert.equal(seen, swallowed ? '200' : seen === '400' ? '400' : outcome, name);
    assert.equal(upstream.requests.length, 0, name);
  }
  await checkServes(await Connection.open(url), 'at the end');
});
