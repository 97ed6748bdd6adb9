// SPDX-License-Identifier: Apache-2.0
//
// TLS at the door and towards upstreams; settings and certificates that change without a restart.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { Agent, createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { connect as connectTls } from 'node:tls';

import { run, serve } from './harness.mjs';
import { sign } from './raw.mjs';

const place = mkdtempSync(join(tmpdir(), 'licet-tls-'));
after(() => rmSync(place, { recursive: true }));

/** A key and a certificate of its own for 127.0.0.1. @return {cert, key}: files */
function makeCertificate(name) {
  const made = { cert: join(place, `${name}.pem`), key: join(place, `${name}.key`) };
  const { status, stderr } = spawnSync('openssl', ['req', '-x509', '-nodes', '-days', '2',
    '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-subj', `/CN=${name}`,
    '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', made.key, '-out', made.cert],
  { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  chmodSync(made.key, 0o600);
  return made;
}

const own = makeCertificate('own');
const renewed = makeCertificate('renewed');
const shown = { cert: join(place, 'shown.pem'), key: join(place, 'shown.key') };
function show({ cert, key }) {
  copyFileSync(cert, shown.cert);
  copyFileSync(key, shown.key);
}
show(own);

/** An OpenAI-compatible server over TLS, and a collector of traces. */
const collected = [];
const upstream = createServer(
  { cert: readFileSync(own.cert), key: readFileSync(own.key) },
  (request, response) => {
    if (request.url === '/v1/traces') collected.push(request.socket.getProtocol());
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({
        choices: [{ index: 0, message: { role: 'assistant', content: 'safely' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
      }));
    });
  },
);
upstream.listen(0, '127.0.0.1');
await once(upstream, 'listening');
after(() => {
  upstream.closeAllConnections?.();
  upstream.close();
});

const settings = (ca_file) => ({
  traces: { endpoint: `https://127.0.0.1:${upstream.address().port}`, ca_file: own.cert },
  tls: { certificate_file: shown.cert, key_file: shown.key },
  upstreams: [{
    name: 'safe', kind: 'openai', ca_file,
    base_url: `https://127.0.0.1:${upstream.address().port}/v1`,
  }],
});
const { url, management, credentials, log, reload } = await serve(settings(own.cert));
const { host, port } = new URL(url);
const secure = management.in('us-east-1', {
  requestHandler: { httpsAgent: new Agent({ ca: readFileSync(own.cert) }) },
});
after(() => secure.close());

/** The common name of the certificate that a new connection is shown. */
async function commonName() {
  const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const name = socket.getPeerCertificate().subject.CN;
  socket.destroy();
  return name;
}

async function logged(pattern) {
  while (!pattern.test(log())) await new Promise((resolve) => { setTimeout(resolve, 5); });
}

/** A call of a model over HTTP/2. @return {status, protocol, body} */
async function converse() {
  const path = '/model/amazon.nova-micro-v1%3A0/converse';
  const body = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'hello' }] }] });
  const { headers } = sign({ method: 'POST', path, headers: [['host', host]], body },
    management.credentials, { service: 'bedrock' });
  const session = connectHttp2(url, { ca: readFileSync(own.cert) });
  session.on('error', () => {});
  const stream = session.request({
    ':method': 'POST', ':path': path, ':authority': host,
    ...Object.fromEntries(headers.filter(([name]) => name !== 'host')),
  });
  let text = '';
  stream.setEncoding('utf8').on('data', (piece) => { text += piece; }).end(body);
  const [response] = await once(stream, 'response');
  await once(stream, 'close');
  const protocol = session.alpnProtocol;
  session.close();
  return { status: response[':status'], protocol, body: text };
}

test('an SDK calls over TLS, HTTP/1.1', async () => {
  assert.match(url, /^https:/);
  const { Arn } = await secure.sts('GetCallerIdentity');
  assert.match(Arn, /^arn:aws:iam::\d{12}:/);
});

test('ALPN chooses HTTP/2, and the call goes on to an upstream over TLS', async () => {
  const { status, protocol, body } = await converse();
  assert.equal(status, 200, body);
  assert.equal(protocol, 'h2');
  assert.equal(JSON.parse(body).output.message.content[0].text, 'safely');
});

test('spans of calls go to a collector over TLS', async () => {
  while (collected.length === 0) await once(upstream, 'request');
  assert.match(collected[0], /^TLSv1\.[23]$/);
});

test('who asks for no protocol that licet speaks gets no connection', async () => {
  const socket = connectTls({
    host: '127.0.0.1', port, rejectUnauthorized: false, ALPNProtocols: ['spdy/1'],
  });
  const [error] = await once(socket, 'error');
  assert.match(error.message, /no application protocol/i);
});

test('old versions of TLS are refused', async () => {
  const socket = connectTls({
    host: '127.0.0.1', port, rejectUnauthorized: false, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  const [error] = await once(socket, 'error');
  assert.match(error.message, /version/i);
});

test('the command line trusts what AWS_CA_BUNDLE names', () => {
  process.env.AWS_SHARED_CREDENTIALS_FILE = credentials;
  const untrusted = run('catalog', 'show', '--endpoint', url);
  assert.equal(untrusted.status, 1);
  assert.match(untrusted.stderr, /self-signed certificate/);
  process.env.AWS_CA_BUNDLE = own.cert;
  const trusted = run('catalog', 'show', '--endpoint', url);
  assert.equal(trusted.status, 0, trusted.stderr);
  delete process.env.AWS_CA_BUNDLE;
  delete process.env.AWS_SHARED_CREDENTIALS_FILE;
});

test('a policy sees that a call came over TLS', async () => {
  const policy = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ],
  };
  await secure.iam('CreateUser', { UserName: 'safe' });
  await secure.iam('PutUserPolicy', {
    UserName: 'safe', PolicyName: 'tls', PolicyDocument: JSON.stringify(policy),
  });
  const { AccessKey: key } = await secure.iam('CreateAccessKey', { UserName: 'safe' });
  const user = secure.withCredentials({ accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey });
  assert.equal((await user.iam('GetUser')).User.UserName, 'safe');
  user.close();
});

test('SIGHUP: a new certificate for new connections', async () => {
  assert.equal(await commonName(), 'own');
  show(renewed);
  reload(settings(own.cert));
  await logged(/settings reloaded/);
  assert.equal(await commonName(), 'renewed');
  show(own);
});

test('SIGHUP: settings that are wrong change nothing', async () => {
  reload({ ...settings(own.cert), tls: { certificate_file: shown.cert, key_file: renewed.key } });
  await logged(/settings not reloaded.*is not the key of/);
  reload({ ...settings(own.cert), threads: 7 });
  await logged(/settings not reloaded.*`threads`/);
  assert.equal(await commonName(), 'renewed');
});

test('SIGHUP: an upstream that is not trusted any more is not called', async () => {
  show(own);
  reload({ ...settings(renewed.cert), log_level: 'warn' });
  while (await commonName() !== 'own') { /* until it is in force */ }
  const { status, body } = await converse();
  assert.equal(status, 503, body);
  assert.doesNotMatch(body, /safely|certificate/);
  assert.match(log(), /self-signed certificate/);
});
