// SPDX-License-Identifier: Apache-2.0
//
// Model invocation logging: its configuration (rule BA-34), records of calls in S3 and in a
// directory, and what becomes of calls while a bucket takes nothing. Issue 5, section 6.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync }
  from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { Caller, launch, refused, serve } from './harness.mjs';
import { sign } from './raw.mjs';
import { allow, createUser } from './users.mjs';
import { CLAUDE_US, NOVA, converse, inParallel, prepare, sendForm, subscribe } from './world.mjs';

const NOVA_LITE = 'amazon.nova-lite-v1:0';
const OTHER_REGION = 'us-west-2';
const KEY = { accessKeyId: 'AKIALOGS', secretAccessKey: 'canary-secret', sessionToken: 'canary-token' };
const place = mkdtempSync(join(tmpdir(), 'licet-logs-'));
after(() => rmSync(place, { recursive: true }));

const linesOf = (bytes) => gunzipSync(bytes).toString().trimEnd().split('\n').map(JSON.parse);
const put = (caller, loggingConfig) =>
  caller.bedrock('PutModelInvocationLoggingConfiguration', { loggingConfig });
const get = async (caller) =>
  (await caller.bedrock('GetModelInvocationLoggingConfiguration')).loggingConfig;
const metrics = async (url) => (await fetch(`${url}/metrics`)).text();
const s3Config = { bucketName: 'model-logs' };

/** A server with S3's PutObject, which checks signatures. */
class S3 {
  objects = new Map();
  refuses = false;
  hangs = undefined;  // the bucket whose requests are not answered
  #hanging = [];
  #events = new EventEmitter();
  #server = createServer((incoming, response) => {
    const pieces = [];
    incoming.on('data', (piece) => pieces.push(piece)).on('end', () => {
      const body = Buffer.concat(pieces);
      if (incoming.url.startsWith(`/${this.hangs}/`)) {
        this.#hanging.push(response);
      } else if (this.refuses || !this.#isSigned(incoming, body)) {
        response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
      } else {
        this.objects.set(incoming.url, body);
        response.end();
      }
      this.#events.emit('asked');
    });
  });

  #isSigned({ method, url: path, headers }, body) {
    const [, names] = headers.authorization.match(/SignedHeaders=([^,]+)/);
    assert.match(names, /content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token/);
    const date = headers['x-amz-date'].replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5');
    const own = ['host', 'content-type'].map((name) => [name, headers[name]]);
    const payload = createHash('sha256').update(body).digest('hex');
    const again = sign({ method, path, headers: own, body }, KEY,
      { service: 's3', date: new Date(date), payload });
    return again.headers.some(([name, value]) =>
      name === 'authorization' && value === headers.authorization);
  }

  async start() {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#server.unref();
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  asked() { return once(this.#events, 'asked'); }

  /** Lets go of what hangs. */
  release() {
    this.hangs = undefined;
    for (const response of this.#hanging) response.writeHead(503).end();
  }

  records() {
    return [...this.objects].filter(([path]) => !path.includes('/data/'))
      .flatMap(([, bytes]) => linesOf(bytes));
  }

  /** Forgets everything once so many records are there. @return them */
  async take(count) {
    while (this.records().length < count) await this.asked();
    const taken = this.records();
    assert.equal(taken.length, count);
    this.objects.clear();
    return taken;
  }
}

const s3 = new S3();
const file = join(place, 'credentials.json');
writeFileSync(file, JSON.stringify({ Version: 1, AccessKeyId: KEY.accessKeyId,
  SecretAccessKey: KEY.secretAccessKey, SessionToken: KEY.sessionToken }));
chmodSync(file, 0o600);
const licet = await serve({
  upstreams: [{ name: 'built-in', kind: 'echo' }],
  routes: [{ model: NOVA, upstream: 'built-in' }, { model: 'anthropic.*', upstream: 'built-in' }],
  invocation_logging: {
    buckets: ['model-logs', 'others'], deliver_seconds: 1,
    s3: { base_url: await s3.start(), region: 'us-east-1', credentials_file: file },
  },
});
const { management } = licet;
await prepare(management);
await sendForm(management);
await subscribe(management);

test('a configuration is of one account and region (BA-34)', async () => {
  assert.equal(await get(management), undefined);
  await put(management, { s3Config: { ...s3Config, keyPrefix: 'a/b' }, textDataDeliveryEnabled: true });
  assert.deepEqual(await get(management), {
    s3Config: { ...s3Config, keyPrefix: 'a/b' }, textDataDeliveryEnabled: true,
    imageDataDeliveryEnabled: false, embeddingDataDeliveryEnabled: false,
    videoDataDeliveryEnabled: false, audioDataDeliveryEnabled: false,
  });
  assert.equal(await get(management.in(OTHER_REGION)), undefined);
  await management.bedrock('DeleteModelInvocationLoggingConfiguration');
  assert.equal(await get(management), undefined);
});

test('what cannot be delivered is refused, and so is who may not', async () => {
  await refused(put(management, { s3Config, cloudWatchConfig: {
    logGroupName: 'g', roleArn: 'arn:aws:iam::111111111111:role/r' } }),
  'ValidationException', { message: /licet does not deliver to CloudWatch Logs/ });
  for (const [config, message] of [
    [{}, /s3Config must say/],
    [{ s3Config: { bucketName: 'nobodys' } }, /there is no bucket `nobodys`/],
    [{ s3Config: { ...s3Config, keyPrefix: '../x' } }, /keyPrefix/],
    [{ s3Config: { ...s3Config, keyPrefix: 'AWSLogs/222222222222' } }, /keyPrefix/],
  ]) {
    await refused(put(management, config), 'ValidationException', { message });
  }
  const reader = await createUser(management, allow('bedrock:GetModelInvocationLoggingConfiguration'));
  assert.equal(await get(reader), undefined);
  await refused(put(reader, { s3Config }), 'AccessDeniedException');
  await refused(reader.bedrock('DeleteModelInvocationLoggingConfiguration'), 'AccessDeniedException');
  await refused(get(await createUser(management)), 'AccessDeniedException');
});

const messages = [{ role: 'user', content: [{ text: 'canary-prompt' }] }];
const body = JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 99, messages: [
  { role: 'user', content: 'canary-prompt' }] });
async function drained(stream) {
  const events = [];
  for await (const event of stream) events.push(event);
  assert.ok(events.length > 0);
  return events;
}
/** One call of each operation, in the order of their names. @return the chunks of the last one */
async function callAll() {
  const { runtime } = management;
  await runtime('Converse', { modelId: NOVA, messages, requestMetadata: { team: 'red' } });
  await drained((await runtime('ConverseStream', { modelId: NOVA, messages })).stream);
  const asked = { modelId: CLAUDE_US, body, contentType: 'application/json' };
  await runtime('InvokeModel', asked);
  const chunks = await drained((await runtime('InvokeModelWithResponseStream', asked)).body);
  return chunks.map(({ chunk }) => JSON.parse(Buffer.from(chunk.bytes)));
}
const OPERATIONS = ['Converse', 'ConverseStream', 'InvokeModel', 'InvokeModelWithResponseStream'];

test('each call is recorded; without bodies unless they are switched on', async () => {
  await put(management, { s3Config: { ...s3Config, keyPrefix: 'some/where' } });
  await callAll();
  while (s3.records().length < OPERATIONS.length) await s3.asked();
  const { Account } = await management.sts('GetCallerIdentity');
  for (const path of s3.objects.keys()) {
    assert.match(path, new RegExp(`^/model-logs/some/where/AWSLogs/${Account}/`
      + 'BedrockModelInvocationLogs/us-east-1/\\d{4}/\\d\\d/\\d\\d/\\d\\d/'
      + '\\d{8}T\\d{9}Z_[0-9a-f]{16}\\.json\\.gz$'));
  }
  const records = (await s3.take(4)).sort((a, b) => (a.operation < b.operation ? -1 : 1));
  assert.deepEqual(records.map(({ operation }) => operation), OPERATIONS);
  const [first] = records;
  assert.deepEqual({ ...first, timestamp: '', requestId: '' }, {
    schemaType: 'ModelInvocationLog', schemaVersion: '1.0', timestamp: '', accountId: Account,
    identity: { arn: (await management.sts('GetCallerIdentity')).Arn }, region: 'us-east-1',
    requestId: '', operation: 'Converse', modelId: NOVA, requestMetadata: { team: 'red' },
    input: { inputContentType: 'application/json', inputTokenCount: 4 },
    output: { outputContentType: 'application/json', outputTokenCount: 5 },
  });
  assert.match(first.requestId, /^[0-9a-f-]{36}$/);
  assert.equal(records[2].modelId, CLAUDE_US);
  assert.doesNotMatch(JSON.stringify(records), /canary|[Aa]uthorization|Signature/);
  assert.ok(!JSON.stringify(records).includes(management.credentials.secretAccessKey));
});

test('with text switched on, bodies are those that went over the wire', async () => {
  await put(management, { s3Config, textDataDeliveryEnabled: true });
  const chunks = await callAll();
  const records = (await s3.take(4)).sort((a, b) => (a.operation < b.operation ? -1 : 1));
  const [plain, streamed, invoked, invokedStream] = records;
  assert.deepEqual(plain.input.inputBodyJson, { messages, requestMetadata: { team: 'red' } });
  assert.deepEqual(streamed.input.inputBodyJson, { messages });
  for (const { output } of [plain, streamed]) {
    assert.equal(output.outputBodyJson.output.message.content[0].text, 'echo: canary-prompt');
    assert.equal(output.outputBodyJson.usage.outputTokens, 5);
  }
  for (const { input } of [invoked, invokedStream]) {
    assert.deepEqual(input.inputBodyJson, JSON.parse(body));
  }
  assert.equal(invoked.output.outputBodyJson.content[0].text, 'echo: canary-prompt');
  const told = invokedStream.output.outputBodyJson;
  assert.deepEqual(told.slice(0, -1), chunks.slice(0, -1));
  assert.deepEqual(Object.keys(told.at(-1)), Object.keys(chunks.at(-1)));
  assert.equal(told.at(-1)['amazon-bedrock-invocationMetrics'].outputTokenCount, 5);
});

test('of an answer that a guardrail changed, what the caller got is recorded', async () => {
  const { guardrailId: guardrailIdentifier } = await management.bedrock('CreateGuardrail', {
    name: 'tickets', blockedInputMessaging: 'no', blockedOutputsMessaging: 'no',
    sensitiveInformationPolicyConfig: { regexesConfig: [{
      name: 'ticket', pattern: 'T-[0-9]{6}', action: 'ANONYMIZE', inputEnabled: false }] },
  });
  const asked = { modelId: NOVA, messages: [{ role: 'user', content: [{ text: 'T-123456' }] }],
    guardrailConfig: { guardrailIdentifier, guardrailVersion: 'DRAFT' } };
  await management.runtime('Converse', asked);
  await drained((await management.runtime('ConverseStream', asked)).stream);
  for (const { input, output } of await s3.take(2)) {
    assert.equal(input.inputBodyJson.messages[0].content[0].text, 'T-123456');
    assert.equal(output.outputBodyJson.output.message.content[0].text, 'echo: {ticket}');
  }
});

test('a body of more than 100 KB is an object of its own', async () => {
  const text = 'long '.repeat(21_000);
  const { $metadata: { requestId } } = await converse(management, NOVA, text);
  while (s3.records().length === 0) await s3.asked();
  const [{ input }] = s3.records();
  assert.equal(input.inputBodyJson, undefined);
  const path = input.inputBodyS3Path.replace('s3:/', '');
  assert.ok(path.endsWith(`/data/${requestId}_input.json.gz`), path);
  assert.equal(linesOf(s3.objects.get(path))[0].messages[0].content[0].text, text);
  await s3.take(1);
});

test('a call that fails is recorded with its error; one that is not logged is not', async () => {
  await refused(converse(management, NOVA_LITE), 'ServiceUnavailableException');
  await converse(management.in(OTHER_REGION), NOVA);
  const [{ errorCode, modelId }] = await s3.take(1);
  assert.equal(errorCode, 'ServiceUnavailableException');
  assert.equal(modelId, NOVA_LITE);
  await management.bedrock('DeleteModelInvocationLoggingConfiguration');
  await converse(management, NOVA);
  await put(management, { s3Config: { bucketName: 'others' } });
  await converse(management, NOVA);
  await s3.take(1);
});

test('what a bucket refuses waits, visibly, until it is taken', async () => {
  s3.refuses = true;
  await converse(management, NOVA);
  await s3.asked();
  let shown = await metrics(licet.url);
  while (!/licet_invocation_failing\{bucket="others"\} 1\n/.test(shown)) shown = await metrics(licet.url);
  assert.match(shown, /licet_invocation_waiting_bytes\{bucket="others"\} [1-9]/);
  assert.match(licet.log(), /cannot be delivered; .*bucket=others .*403 AccessDenied/);
  assert.doesNotMatch(licet.log(), /canary/);
  s3.refuses = false;
  await s3.take(1);
});

test('a bucket that hangs delays no other', async () => {
  const elsewhere = management.in(OTHER_REGION);
  await put(management, { s3Config });
  await put(elsewhere, { s3Config: { bucketName: 'others' } });
  s3.hangs = s3Config.bucketName;
  await converse(management, NOVA);
  await s3.asked();  // and is not answered
  await converse(elsewhere, NOVA);
  assert.equal((await s3.take(1))[0].region, OTHER_REGION);
  s3.release();
  assert.equal((await s3.take(1))[0].region, 'us-east-1');
  await elsewhere.bedrock('DeleteModelInvocationLoggingConfiguration');
});

/** All finished objects below a directory. */
function objectsIn(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return objectsIn(path);
    return path.endsWith('.gz') ? [path] : [];
  });
}
const recordsIn = (directory) =>
  objectsIn(directory).flatMap((path) => linesOf(readFileSync(path)));

/** A server that logs below a file, where there can be no directory until the file is gone. */
async function serveBlocked(name, when_full) {
  const blocker = join(place, name);
  writeFileSync(blocker, '');
  const directory = join(blocker, 'logs');
  const server = await serve({ invocation_logging: {
    buckets: ['model-logs'], directory, when_full, queue_bytes: 4096, deliver_seconds: 1 } });
  await put(server.management, { s3Config });
  return { ...server, directory, unblock: () => rmSync(blocker) };
}

test('while records have no room, calls that are logged are refused; no record is lost', async () => {
  const server = await serveBlocked('block', 'block');
  let answered = 0;
  for (; answered < 100; answered++) {
    try {
      await converse(server.management, NOVA);
    } catch (error) {
      assert.equal(error.name, 'ServiceUnavailableException');
      assert.match(error.message, /calls of this account are logged, and the bucket `model-logs`/);
      break;
    }
  }
  assert.ok(answered > 1 && answered < 100, `${answered}`);
  assert.match(await metrics(server.url), /licet_model_refusals_total\{reason="invocation_log"\} 1\n/);
  await converse(server.management.in(OTHER_REGION), NOVA);  // is not logged
  server.unblock();
  for (let left = 100_000, open = false; !open && left > 0; left--) {
    open = await converse(server.management, NOVA).then(() => true, () => false);
    answered += open;
  }
  await server.stop();
  assert.equal(recordsIn(server.directory).length, answered);
});

test('or they go unrecorded and are counted, where the operator says so', async () => {
  const server = await serveBlocked('shed', 'shed');
  await inParallel(40, () => converse(server.management, NOVA), 4);
  const [, shed] = (await metrics(server.url)).match(
    /licet_invocation_records_total\{bucket="model-logs",outcome="shed"\} (\d+)\n/);
  assert.match(server.log(), /model calls go unrecorded/);
  server.unblock();
  await server.stop();
  assert.ok(Number(shed) > 0 && Number(shed) < 40, shed);
  assert.equal(recordsIn(server.directory).length, 40 - Number(shed));
});

test('a stop gives up a bucket that hangs, and tells what is lost', async () => {
  const silent = new S3();
  silent.hangs = 'model-logs';
  const s3 = { base_url: await silent.start(), region: 'us-east-1', credentials_file: file };
  const server = await serve({ shutdown_seconds: 1, invocation_logging: {
    buckets: ['model-logs'], s3, deliver_seconds: 1 } });
  await put(server.management, { s3Config });
  const asked = silent.asked();
  for (let call = 0; call < 3; call++) await converse(server.management, NOVA);
  await asked;
  await converse(server.management, NOVA);
  await server.stop();
  assert.match(server.log(), new RegExp('records of model calls are lost bucket=model-logs records=4 ' +
    'accounts=1 bytes=\\d+ reason="the time to stop in was over"'));
  silent.release();
});

test('a kill leaves whole files only, and takes nothing of those that are there', async () => {
  const directory = join(place, 'killed');
  const first = await serve({ invocation_logging: {
    buckets: ['model-logs'], directory, deliver_seconds: 1 } });
  await put(first.management, { s3Config });
  await first.stop();
  const again = await launch(first.data, '--config', join(dirname(first.data), 'settings.yaml'));
  const caller = new Caller(again.url, first.management.credentials);
  const ids = new Set();
  while (objectsIn(directory).length < 2) {
    ids.add((await converse(caller, NOVA)).$metadata.requestId);
  }
  again.process.kill('SIGKILL');
  await again.ended;
  caller.close();
  const records = recordsIn(directory);
  assert.ok(records.length > 0 && records.every(({ requestId }) => ids.has(requestId)));
  assert.equal(new Set(records.map(({ requestId }) => requestId)).size, records.length);
});
