// SPDX-License-Identifier: Apache-2.0
//
// HTTP/1.1 byte by byte: what a well-behaved client may do, and what an ill-behaved one gets.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { serve } from './harness.mjs';
import { Connection, bytesOf, exchange, sign } from './raw.mjs';
import { fresh, rootOf } from './world.mjs';

const { url, management } = await serve();
const { host } = new URL(url);
const root = await rootOf(management);

const get = (path = '/foundation-models/amazon.nova-micro-v1%3A0') => sign(
  { method: 'GET', path, headers: [['host', host]] }, management.credentials, { service: 'bedrock' });

/** A signed CreateOrganizationalUnit. @param more headers that are not signed */
function post(name, more = []) {
  const signed = sign({
    method: 'POST', path: '/', body: JSON.stringify({ ParentId: root.Id, Name: name }),
    headers: [['host', host], ['content-type', 'application/x-amz-json-1.1'],
      ['x-amz-target', 'AWSOrganizationsV20161128.CreateOrganizationalUnit']],
  }, management.credentials, { service: 'organizations' });
  return { ...signed, headers: [...signed.headers, ...more] };
}

async function unitNames() {
  const names = [];
  let NextToken;
  do {
    const page = await management.organizations('ListOrganizationalUnitsForParent',
      { ParentId: root.Id, NextToken });
    names.push(...page.OrganizationalUnits.map((unit) => unit.Name));
    ({ NextToken } = page);
  } while (NextToken);
  return names;
}

function checkMarked({ headers }) {
  assert.match(headers['x-amzn-requestid'], /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  assert.match(headers['x-licet-revision'], /^\d+$/);
}

/** Sends bytes and checks that they are refused with a sentence, and the connection closed. */
async function checkRefused(bytes, status, what) {
  const connection = await Connection.open(url);
  const response = await connection.send(bytes).response();
  assert.equal(response?.status, status, what);
  assert.ok(JSON.parse(response.body).message.length > 10, what);
  checkMarked(response);
  assert.equal(await connection.response(), undefined, what);
}

test('a connection is kept, and each response has its own request id', async () => {
  const connection = await Connection.open(url);
  const ids = new Set();
  for (let i = 0; i < 3; i++) {
    const response = await connection.send(bytesOf(get())).response();
    assert.equal(response.status, 200, response.body);
    checkMarked(response);
    ids.add(response.headers['x-amzn-requestid']);
  }
  assert.equal(ids.size, 3);
  const last = get();
  last.headers.push(['connection', 'close']);
  assert.equal((await connection.send(bytesOf(last)).response()).status, 200);
  assert.equal(await connection.response(), undefined);
});

test('HTTP/1.0 is answered and the connection closed', async () => {
  const connection = await Connection.open(url);
  const bytes = bytesOf(get()).toString().replace('HTTP/1.1', 'HTTP/1.0');
  assert.equal((await connection.send(bytes).response()).status, 200);
  assert.equal(await connection.response(), undefined);
});

test('pipelined requests are answered in order, however their bytes are cut', async () => {
  const names = Array.from({ length: 20 }, () => fresh('pipelined'));
  const bytes = Buffer.concat(names.map((name) => bytesOf(post(name))));
  const connection = await Connection.open(url);
  connection.socket.setNoDelay();
  for (let at = 0; at < bytes.length; at += 777) connection.send(bytes.subarray(at, at + 777));
  for (const name of names) {
    const response = await connection.response();
    assert.equal(JSON.parse(response.body).OrganizationalUnit.Name, name);
  }
  connection.close();
});

test('a request arrives byte by byte', async () => {
  const connection = await Connection.open(url);
  connection.socket.setNoDelay();
  for (const byte of bytesOf(get())) connection.send(Buffer.of(byte));
  assert.equal((await connection.response()).status, 200);
  connection.close();
});

test('Expect: 100-continue is answered before the body comes', async () => {
  const request = post(fresh('expected'), [['expect', '100-continue']]);
  const bytes = bytesOf(request);
  const connection = await Connection.open(url);
  connection.send(bytes.subarray(0, bytes.length - request.body.length));
  assert.equal((await connection.response()).status, 100);
  assert.equal((await connection.send(request.body).response()).status, 200);
  connection.close();
  await checkRefused(bytesOf(post(fresh('unexpected'), [['expect', 'miracles']])), 417, 'expectation');
});

test('a body too large to take is refused before it comes', async () => {
  const request = { ...post('x', [['expect', '100-continue'], ['content-length', '999999999']]), body: '' };
  await checkRefused(bytesOf(request), 413, 'announced');
});

/** The bytes of a request whose body is sent in chunks. */
function chunked(request, chunks) {
  const headers = [...request.headers, ['transfer-encoding', 'chunked']];
  return Buffer.concat([bytesOf({ ...request, headers, body: '' }), Buffer.from(chunks)]);
}
const inChunks = (body, size) => `${body.match(new RegExp(`[^]{1,${size}}`, 'g'))
  .map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`).join('')}0\r\n\r\n`;

test('chunked bodies', async () => {
  for (const size of [1, 7, 1000]) {
    const name = fresh('chunked');
    const request = post(name);
    const response = await exchange(url, chunked(request, inChunks(request.body, size)));
    assert.equal(JSON.parse(response.body).OrganizationalUnit.Name, name);
  }
  const request = post(fresh('chunked'));
  const decorated = `00${request.body.length.toString(16).toUpperCase()};a=b\r\n${request.body}\r\n0\r\n`
    + 'x-trailer: ignored\r\n\r\n';
  assert.equal((await exchange(url, chunked(request, decorated))).status, 200);
});

test('bad chunks are refused and nothing of them is carried out', async () => {
  const before = await unitNames();
  const request = post(fresh('bad-chunk'));
  const size = request.body.length.toString(16);
  for (const chunks of ['zz\r\n', '-1\r\n', '+1\r\n', '0x1\r\n', ' 1\r\n', '\r\n',
    `${size}\n${request.body}\r\n0\r\n\r\n`, `${size}\r\n${request.body}0\r\n\r\n`,
    `${size}\r\n${request.body}X\r\n0\r\n\r\n`, `${size} ${size}\r\n${request.body}\r\n0\r\n\r\n`]) {
    await checkRefused(chunked(request, chunks), 400, JSON.stringify(chunks));
  }
  for (const size of [7, 16, 17, 100]) {
    await checkRefused(chunked(request, `${'f'.repeat(size)}\r\n`), 413, 'an enormous chunk');
  }
  assert.deepEqual(await unitNames(), before);
});

test('a body that never ends is not carried out', async () => {
  const before = await unitNames();
  const bytes = bytesOf(post(fresh('cut-off')));
  const connection = await Connection.open(url);
  connection.send(bytes.subarray(0, bytes.length - 1)).socket.end();
  assert.equal(await connection.response(), undefined);
  assert.deepEqual(await unitNames(), before);
});

test('limits of the request head', async () => {
  const { headers, path } = get();
  const head = (more, target = path) => bytesOf({
    method: 'GET', path: target, headers: [...headers, ...more],
  });
  const many = (count) => Array.from({ length: count }, (_, i) => [`x-filler-${i}`, 'x']);
  const used = headers.length + 1;  // and content-length

  assert.equal((await exchange(url, head(many(100 - used)))).status, 200);
  await checkRefused(head(many(101 - used)), 431, 'too many headers');
  assert.equal((await exchange(url, head([['x-filler', 'x'.repeat(60_000)]]))).status, 200);
  await checkRefused(head([['x-filler', 'x'.repeat(70_000)]]), 431, 'headers too large');
  await checkRefused(head([], `/${'x'.repeat(9_000)}`), 414, 'target too long');
  await checkRefused(head([], `/${'x'.repeat(70_000)}`), 414, 'request line too long');
});

const PLAIN = ['GET / HTTP/1.1', `Host: ${host}`];
const MALFORMED = {
  'bare line feeds': [`${PLAIN.join('\n')}\n\n`],
  'one bare line feed': [`${PLAIN.join('\r\n')}\r\nA: b\nC: d\r\n\r\n`],
  'a bare carriage return': [`${PLAIN.join('\r\n')}\r\nA: b\rC: d\r\n\r\n`],
  'both framings': [[...PLAIN, 'Content-Length: 5', 'Transfer-Encoding: chunked']],
  'both framings, the other way': [[...PLAIN, 'Transfer-Encoding: chunked', 'Content-Length: 5']],
  'two lengths': [[...PLAIN, 'Content-Length: 5', 'Content-Length: 6']],
  'a list of lengths': [[...PLAIN, 'Content-Length: 5, 5']],
  'a signed length': [[...PLAIN, 'Content-Length: +5']],
  'a negative length': [[...PLAIN, 'Content-Length: -5']],
  'a length beyond numbers': [[...PLAIN, 'Content-Length: 99999999999999999999']],
  'an empty length': [[...PLAIN, 'Content-Length:']],
  'an unknown coding': [[...PLAIN, 'Transfer-Encoding: gzip, chunked'], 501],
  'a coding in disguise': [[...PLAIN, 'Transfer-Encoding: \x0bchunked']],
  'two codings': [[...PLAIN, 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked']],
  'a folded header': [[...PLAIN, 'A: b', ' c']],
  'a header that begins folded': [[PLAIN[0], ` ${PLAIN[1]}`]],
  'a blank before the colon': [[...PLAIN, 'A : b']],
  'a header without a name': [[...PLAIN, ': b']],
  'a header without a colon': [[...PLAIN, 'AAAA']],
  'a name with a bracket': [[...PLAIN, 'A(: b']],
  'a NUL in a value': [[...PLAIN, 'A: b\0c']],
  'no host': [[PLAIN[0]]],
  'two hosts': [[...PLAIN, 'Host: other']],
  'a host with a path': [[PLAIN[0], 'Host: a/b']],
  'no version': [['GET /', PLAIN[1]]],
  'a lower-case version': [['GET / http/1.1', PLAIN[1]]],
  'a version to come': [['GET / HTTP/3.0', PLAIN[1]], 505],
  'two blanks': [['GET  / HTTP/1.1', PLAIN[1]]],
  'a blank in the target': [['GET /a b HTTP/1.1', PLAIN[1]]],
  'a target without a slash': [['GET a HTTP/1.1', PLAIN[1]]],
  'a fragment': [['GET /a#b HTTP/1.1', PLAIN[1]]],
  'bytes over 127 in the target': [['GET /\xe4 HTTP/1.1', PLAIN[1]]],
  'a method in brackets': [['G(T / HTTP/1.1', PLAIN[1]]],
  'a proxy’s CONNECT': [['CONNECT a:1 HTTP/1.1', PLAIN[1]], 501],
  'a TLS client': ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
};

test('malformed heads are refused, each for its reason', async () => {
  for (const [what, [head, status = 400]] of Object.entries(MALFORMED)) {
    const text = typeof head === 'string' ? head : `${head.join('\r\n')}\r\n\r\n`;
    await checkRefused(Buffer.from(text, 'latin1'), status, what);
  }
});

test('what follows a refused request is not carried out', async () => {
  const before = await unitNames();
  for (const head of ['GET / HTTP/1.1\r\nHost : a\r\n\r\n',
    `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`]) {
    await checkRefused(Buffer.concat([Buffer.from(head), bytesOf(post(fresh('smuggled')))]), 400, head);
  }
  assert.deepEqual(await unitNames(), before);
});
