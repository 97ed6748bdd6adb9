// SPDX-License-Identifier: Apache-2.0
//
// One gate for all doors: every route of the gateway, as the program lists them, with every form of
// body, streamed or not, by every kind of key. With the grant each is answered; without it each is
// refused in its API's own shape, and not one byte reaches the upstream. Source: issue 5, section 1.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { run, serve } from './harness.mjs';
import { sign } from './raw.mjs';
import { ScriptedUpstream, chatChunks, converseEvents, framed, messageEvents } from './scripted.mjs';
import { allow, createApiKey, createUser } from './users.mjs';
import {
  createGrant, createMember, deleteGrant, inParallel, organizationOf, prepare, setStatus, subscribe,
} from './world.mjs';

// Models behind one entitlement: of each provider whose bodies InvokeModel takes, and of each kind
// of upstream.
const MODELS = {
  'anthropic.native-v1:0': 'anthropic', 'anthropic.bedrock-v1:0': 'bedrock',
  'anthropic.openai-v1:0': 'openai', 'openai.native-v1:0': 'openai',
  'example.embed-v1:0': 'openai', 'amazon.titan-embed-text-v2:0': 'bedrock',
  'amazon.titan-embed-text-v1': 'openai', 'cohere.embed-v4:0': 'bedrock',
  'cohere.embed-english-v3': 'openai',
  'amazon.titan-text-lite-v1': 'bedrock', 'amazon.nova-lite-v1:0': 'bedrock',
  'cohere.command-r-v1:0': 'bedrock', 'meta.llama3-8b-instruct-v1:0': 'bedrock',
  'mistral.mistral-7b-instruct-v0:2': 'openai', 'deepseek.r1-v1:0': 'openai',
  'mistral.mistral-large-2407-v1:0': 'openai',
};
const EMBEDDERS = Object.keys(MODELS).filter((id) => id.includes('embed-'));
const TALKERS = Object.keys(MODELS).filter((id) => !EMBEDDERS.includes(id));

const product = { product_id: 'prod-aaaaaaaaaaaaa', product_name: 'Matrix', seller_name: 'Example',
  synthetic: true, offer: { offer_id: 'offer-aaaaaaaaaaaaa', offer_token: 'matrix',
    eula_url: 'https://example.com/eula', refund_policy: 'none', synthetic: true,
    rate_card: [{ dimension: 'in', price: 1, description: 'tokens', unit: 'Units' }] } };
const model = (model_id) => ({ model_id, model_name: model_id, provider_name: 'Example',
  category: 'marketplace', product_id: product.product_id, input_modalities: ['TEXT', 'IMAGE'],
  output_modalities: [EMBEDDERS.includes(model_id) ? 'EMBEDDING' : 'TEXT'], streaming: true,
  inference_types: ['ON_DEMAND'], customizations: [], regions: ['us-east-1'],
  lifecycle: { status: 'ACTIVE', start_of_life: '2025-01-01' }, needs_use_case_form: false });

const place = mkdtempSync(join(tmpdir(), 'licet-matrix-'));
after(() => rmSync(place, { recursive: true }));
const catalog = join(place, 'catalog.yaml');
writeFileSync(catalog, JSON.stringify({ version: '2025-01-01', products: [product],
  models: Object.keys(MODELS).map(model), profiles: [] }));

const upstream = new ScriptedUpstream();
after(() => upstream.close());
const base_url = await upstream.start();
const kinds = [...new Set(Object.values(MODELS))];
const { url, management } = await serve('--catalog', catalog, {
  upstreams: kinds.map((kind) => ({ name: kind, kind, base_url,
    ...(kind === 'bedrock' ? { region: 'us-east-1', key_command: 'echo ABSKkey' } : {}) })),
  routes: Object.entries(MODELS).map(([id, kind]) => ({ model: id, upstream: kind, attempts: 1 })),
});
const { host } = new URL(url);

// ---- the upstream: answers "Hi" in the dialect it is asked in

const USAGE = { input_tokens: 11, output_tokens: 7 };
const CHAT = { id: 'c', object: 'chat.completion', created: 1, model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 } };
const MESSAGE = { id: 'msg', type: 'message', role: 'assistant', model: 'm', usage: USAGE,
  content: [{ type: 'text', text: 'Hi' }], stop_reason: 'end_turn', stop_sequence: null };
const CONVERSE = { output: { message: { role: 'assistant', content: [{ text: 'Hi' }] } },
  stopReason: 'end_turn', usage: { inputTokens: 11, outputTokens: 7, totalTokens: 18 },
  metrics: { latencyMs: 1 } };
const EMBEDDING = { object: 'list', model: 'm', usage: { prompt_tokens: 3, total_tokens: 3 },
  data: [{ object: 'embedding', index: 0, embedding: [0.25] }] };
const TITAN_EMBEDDING = { embedding: [0.25], inputTextTokenCount: 3 };
const COHERE_EMBEDDING = { id: 'c', embeddings: [[0.25]], response_type: 'embeddings_floats' };
const SAID = messageEvents([[{ type: 'text', text: '' }, { type: 'text_delta', text: 'Hi' }]]);

/** Of makers whose bodies InvokeModel takes, by what ids begin with: bodies, an answer, chunks. */
const MAKERS = {
  'amazon.titan-text': { asks: [{ inputText: 'Hello' },
    { inputText: 'Hello', textGenerationConfig: { maxTokenCount: 99 } }],
  says: { inputTextTokenCount: 11,
    results: [{ tokenCount: 7, outputText: 'Hi', completionReason: 'FINISH' }] },
  chunks: [{ outputText: 'Hi', index: 0, inputTextTokenCount: 11, totalOutputTextTokenCount: 7,
    completionReason: 'FINISH' }] },
  'amazon.nova': { asks: [{ messages: [{ role: 'user', content: [{ text: 'Hello' }] }] },
    { schemaVersion: 'messages-v1', messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
      system: [{ text: 'Be brief.' }], inferenceConfig: { max_new_tokens: 99 } }],
  says: CONVERSE, chunks: converseEvents(['Hi']).map(([name, data]) => ({ [name]: data })) },
  'cohere.command': { asks: [{ message: 'Hello' },
    { message: 'And?', chat_history: [{ role: 'USER', message: 'Hello' }], preamble: 'Be brief.' }],
  says: { text: 'Hi', generation_id: 'g', finish_reason: 'COMPLETE',
    meta: { billed_units: USAGE } },
  chunks: [{ event_type: 'text-generation', text: 'Hi', is_finished: false },
    { event_type: 'stream-end', finish_reason: 'COMPLETE', is_finished: true }] },
  'meta.llama': { asks: [{ prompt: 'Hello' }, { prompt: '<|begin_of_text|>Hello', max_gen_len: 99 }],
    says: { generation: 'Hi', prompt_token_count: 11, generation_token_count: 7, stop_reason: 'stop' },
    chunks: [{ generation: 'Hi', prompt_token_count: 11, generation_token_count: 7, stop_reason: 'stop' }] },
  'mistral.mistral-7b': { asks: [{ prompt: 'Hello' }, { prompt: 'Hello', max_tokens: 99, top_k: 5 }] },
  'deepseek.r1': { asks: [{ prompt: 'Hello' }, { prompt: 'Hello', max_tokens: 99 }] },
  'mistral.mistral-large': { asks: [{ prompt: 'Hello' },
    { messages: [{ role: 'user', content: 'Hello' }] }] },
};
const makerOf = (id) => Object.entries(MAKERS).find(([begin]) => id.startsWith(begin))?.[1];

const json = (response, body) => response.writeHead(200, { 'content-type': 'application/json' })
  .end(JSON.stringify(body));
const sse = (response, events) => {
  upstream.streams(events);
  const answer = upstream.answer;
  upstream.answer = answerAll;
  answer(response);
};
const frames = (response, events) => response
  .writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' }).end(framed(events));
function answerAll(response, { path, body }) {
  if (path === '/embeddings') return json(response, EMBEDDING);
  if (path === '/chat/completions') {
    return body.stream ? sse(response, chatChunks([{ role: 'assistant', content: 'Hi' }]))
      : json(response, CHAT);
  }
  if (path === '/messages') return body.stream ? sse(response, SAID) : json(response, MESSAGE);
  if (path.endsWith('/converse')) return json(response, CONVERSE);
  if (path.endsWith('/converse-stream')) return frames(response, converseEvents(['Hi']));
  if (path.includes('titan-embed')) return json(response, TITAN_EMBEDDING);
  if (path.includes('cohere.embed')) return json(response, COHERE_EMBEDDING);
  const { says = MESSAGE, chunks = SAID.map(([, data]) => data) } =
    makerOf(decodeURIComponent(path.slice('/model/'.length))) ?? {};
  if (path.endsWith('/invoke')) return json(response, says);
  assert.match(path, /\/invoke-with-response-stream$/);
  return frames(response, chunks.map((data) => (['chunk',
    { bytes: Buffer.from(JSON.stringify(data)).toString('base64') }])));
}
upstream.answer = answerAll;

// ---- what is asked

const PNG = 'iVBORw0KGgo=';
const SCHEMA = { type: 'object', properties: { place: { type: 'string' } } };
const converse = [
  { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] },
  { messages: [{ role: 'user', content: [{ text: 'Hello' },
    { image: { format: 'png', source: { bytes: PNG } } }] }], system: [{ text: 'Be brief.' }],
  inferenceConfig: { maxTokens: 99, temperature: 0.5, topP: 0.9, stopSequences: ['END'] } },
  { messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
    toolConfig: { tools: [{ toolSpec: { name: 'weather', inputSchema: { json: SCHEMA } } }] } },
  { messages: [{ role: 'user', content: [{ document: { format: 'txt', name: 'note',
    source: { text: 'Words' } } }, { text: 'Hello' }] }], requestMetadata: { team: 'a' } },
];
const anthropicForms = [
  { messages: [{ role: 'user', content: 'Hello' }] },
  { messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' },
    { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } }] }],
  system: 'Be brief.', temperature: 0.5, stop_sequences: ['END'] },
  { messages: [{ role: 'user', content: 'Hello' }],
    tools: [{ name: 'weather', input_schema: SCHEMA }], tool_choice: { type: 'auto' } },
  { messages: [{ role: 'user', content: 'Hello' }, { role: 'assistant', content: 'Hi' },
    { role: 'user', content: [{ type: 'text', text: 'And?',
      cache_control: { type: 'ephemeral' } }] }] },
];
const messages = anthropicForms.map((form) => ({ max_tokens: 99, ...form }));
const invocations = messages.map((form) => ({ anthropic_version: 'bedrock-2023-05-31', ...form }));
const chats = [
  { messages: [{ role: 'user', content: 'Hello' }] },
  { messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: [
    { type: 'text', text: 'Hello' },
    { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}` } }] }], max_tokens: 99 },
  { messages: [{ role: 'user', content: 'Hello' }],
    tools: [{ type: 'function', function: { name: 'weather', parameters: SCHEMA } }] },
];
const responses = [
  { input: 'Hello' },
  { input: [{ role: 'user', content: [{ type: 'input_text', text: 'Hello' },
    { type: 'input_image', image_url: `data:image/png;base64,${PNG}` }] }],
  instructions: 'Be brief.', max_output_tokens: 99 },
  { input: 'Hello', tools: [{ type: 'function', name: 'weather', parameters: SCHEMA }] },
];
const ofTitan = [{ inputText: 'Hello' }, { inputText: 'Hello', dimensions: 256, normalize: true }];
const ofCohere = [{ texts: ['Hello'], input_type: 'search_query' },
  { texts: ['Hello'], input_type: 'search_document', truncate: 'NONE', embedding_types: ['float'] }];
const embeddings = [{ input: 'Hello' }, { input: ['Hello'], encoding_format: 'float' }];
const counts = [
  { input: { converse: converse[0] } },
  { input: { invokeModel: { body: Buffer.from(JSON.stringify(invocations[0])).toString('base64') } } },
];
const ofAnthropic = TALKERS.filter((id) => id.startsWith('anthropic.'));
const ofOpenAi = TALKERS.filter((id) => id.startsWith('openai.'));
/** Of other makers' talking models, each with the bodies of its form. */
const ofMakers = TALKERS.filter(makerOf).flatMap((id) => (
  makerOf(id).asks.map((body) => ({ id, body }))));
const embedding = (maker) => EMBEDDERS.filter((id) => id.startsWith(maker));
const streamed = (forms) => forms.flatMap((form) => [
  form, { ...form, stream: false }, { ...form, stream: true }]);
/** Bodies for models. @param named whether they say which model */
const each = (models, forms, named = false) => models.flatMap((id) => forms.map((form) => (
  { id, body: named ? { model: id, ...form } : form })));
const listed = Object.keys(MODELS).map((id) => ({ id }));

/** What each route is asked; `asks`: whether an upstream is. A route that is not here fails. */
const CALLS = {
  'bedrock-runtime Converse': { asks: true, calls: each(TALKERS, converse) },
  'bedrock-runtime ConverseStream': { asks: true, streams: true, calls: each(TALKERS, converse) },
  'bedrock-runtime InvokeModel': { asks: true,
    calls: [...each(ofAnthropic, invocations), ...each(ofOpenAi, chats), ...ofMakers,
      ...each(embedding('amazon.'), ofTitan), ...each(embedding('cohere.'), ofCohere)] },
  'bedrock-runtime InvokeModelWithResponseStream': { asks: true, streams: true,
    calls: [...each(ofAnthropic, invocations), ...each(ofOpenAi, chats), ...ofMakers] },
  'bedrock-runtime CountTokens': { calls: each(ofAnthropic, counts) },
  'anthropic CountTokens': { calls: each(TALKERS, anthropicForms, true) },
  'anthropic Messages': { asks: true, calls: each(TALKERS, streamed(messages), true) },
  'openai ChatCompletions': { asks: true, calls: each(TALKERS, streamed(chats), true) },
  'openai Responses': { asks: true, calls: each(TALKERS, streamed(responses), true) },
  'openai Embeddings': { asks: true, calls: each(EMBEDDERS, embeddings, true) },
  'openai ListModels': { lists: true, calls: listed.slice(0, 1) },
  'openai GetModel': { shows: true, calls: listed },
  'anthropic ListModels': { lists: true, calls: listed.slice(0, 1) },
  'anthropic GetModel': { shows: true, calls: listed },
};

const ROUTES = (() => {
  const { status, stdout, stderr } = run('api', '--gateway');
  assert.equal(status, 0, stderr);
  return stdout.trim().split('\n').map((line) => JSON.parse(line));
})();

// ---- by which keys

await prepare(management);
const license = await subscribe(management, 'anthropic.native-v1:0');
const organization = await organizationOf(management);
const session = await createMember(management);
const USE = allow(['bedrock:CallWithBearerToken', 'bedrock:InvokeModel*', 'bedrock:CountTokens']);
const user = await createUser(session, USE);
const secret = await createApiKey(session, user);

const signed = ({ credentials }) => (request) => sign(request, credentials, { service: 'bedrock' });
const showing = (name, value) => (request) => (
  { ...request, headers: [...request.headers, [name, value]] });
const KEYS = {
  'a signature': signed(user),
  'a signature of a session': signed(session),
  'a bearer token': showing('authorization', `Bearer ${secret}`),
  'an x-api-key': showing('x-api-key', secret),
};

const cells = ROUTES.flatMap((route) => {
  const name = `${route.service} ${route.name}`;
  const row = CALLS[name] ?? assert.fail(`${name} is a route of the gateway, but not of this test`);
  return row.calls.flatMap((call) => Object.entries(KEYS).map(([key, prove]) => (
    { ...row, ...call, route, prove, name: `${name} of ${call.id} by ${key}` })));
});

let session2 = connect(url);
after(() => session2.close());
/** How a request goes: by each version of HTTP. @return {status, headers, text} */
const WAYS = {
  'HTTP/1.1': async ({ method, path, headers, body }) => {
    const response = await fetch(url + path, { method, body, headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  },
  'HTTP/2': async ({ method, path, headers, body }) => {
    if (session2.closed) session2 = connect(url);  // a slow machine has left it idle for too long
    const stream = session2.request({ ':method': method, ':path': path, ':authority': host,
      ...Object.fromEntries(headers) });
    const pieces = [];
    stream.on('data', (piece) => pieces.push(piece)).end(body);
    const [{ ':status': status, ...got }] = await once(stream, 'response');
    await once(stream, 'end');
    return { status, headers: new Map(Object.entries(got)), text: Buffer.concat(pieces).toString() };
  },
};

/** Sends what a cell says, or another text in place of its body. */
function send({ route, id, body, prove }, way, text = body && JSON.stringify(body)) {
  const request = prove({
    method: route.http.method, body: text,
    path: route.http.path.replace('{modelId}', encodeURIComponent(id)),
    headers: [['host', host], ['content-type', 'application/json'],
      ...(route.service === 'anthropic' ? [['anthropic-version', '2023-06-01']] : [])],
  });
  return WAYS[way]({ ...request, headers: request.headers.filter(([name]) => name !== 'host') });
}

// ---- what comes of it

const END = { 'bedrock-runtime Converse': 'messageStop', 'openai ChatCompletions': '[DONE]',
  'openai Responses': 'response.completed', 'anthropic Messages': 'message_stop' };

function checkAnswered(cell, { status, headers, text }) {
  assert.equal(status, 200, `${cell.name}: ${text}`);
  if (cell.lists) {
    assert.deepEqual(JSON.parse(text).data.map((one) => one.id).sort(), Object.keys(MODELS).sort());
  } else if (cell.shows) {
    const { id, type, object } = JSON.parse(text);
    assert.deepEqual([id, type ?? object], [cell.id, 'model']);
  } else if (cell.asks && EMBEDDERS.includes(cell.id)) {
    assert.match(text, /0\.25|AACAPg==/, cell.name);
  } else if (cell.asks) {
    const streams = cell.streams ?? cell.body.stream ?? false;
    assert.equal(/event-?stream/.test(headers.get('content-type')), streams, cell.name);
    if (!streams) assert.match(text, /"Hi"/, cell.name);
    if (cell.body.stream) {
      assert.ok(text.includes(END[`${cell.route.service} ${cell.route.name}`]), cell.name);
    }
  }
}

function checkRefused(cell, { status, headers, text }, reason) {
  const body = JSON.parse(text);
  assert.match(headers.get('content-type'), /^application\/json/, cell.name);
  if (cell.lists) {
    assert.deepEqual([status, body.data], [200, []], cell.name);
    return;
  }
  assert.equal(status, cell.shows ? 404 : 403, `${cell.name}: ${text}`);
  if (!cell.shows) assert.equal(headers.get('x-licet-reason'), reason, cell.name);
  const type = cell.shows ? 'not_found_error' : 'permission_error';
  switch (cell.route.service) {
    case 'openai':
      assert.equal(body.error.type, cell.shows ? 'invalid_request_error' : type, text);
      assert.ok('code' in body.error && 'param' in body.error, text);
      break;
    case 'anthropic':
      assert.deepEqual([body.type, body.error.type], ['error', type]);
      break;
    default:
      assert.match(headers.get('x-amzn-errortype'), /^AccessDeniedException/);
  }
  assert.ok((body.error?.message ?? body.message).length > 10, text);
}

async function checkAllRefused(reason) {
  const before = upstream.bytesReceived;
  for (const way of Object.keys(WAYS)) {
    await inParallel(cells.length, async (i) => {
      checkRefused(cells[i], await send(cells[i], way), reason);
    });
  }
  assert.equal(upstream.bytesReceived, before);
}

async function checkAllAnswered(way) {
  const before = upstream.requests.length;
  await inParallel(cells.length, async (i) => checkAnswered(cells[i], await send(cells[i], way)));
  assert.equal(upstream.requests.length - before, cells.filter((cell) => cell.asks).length);
}

test('every route of the program is one of this matrix, and nothing else is', () => {
  assert.deepEqual(ROUTES.map(({ service, name }) => `${service} ${name}`).sort(),
    Object.keys(CALLS).sort());
});

test('without a grant nobody gets anything', () => checkAllRefused('no_entitlement'));

let grant;

test('a grant that was not activated gives nothing', async () => {
  grant = await createGrant(management, license, organization.Arn);
  await checkAllRefused('grant_not_activated');
});

test('with the grant every route answers', async () => {
  await setStatus(management, grant, 'ACTIVE');
  await checkAllAnswered('HTTP/1.1');
});

test('a body that is none is refused, whoever sends it', async () => {
  const before = upstream.bytesReceived;
  const asking = cells.filter(({ body }) => body);
  await inParallel(asking.length, async (i) => {
    const { body, name } = asking[i];
    const broken = { ...body, messages: 5, message: 5, prompt: 5, input: 5, inputText: 5, texts: 5 };
    for (const text of ['', '{', '[]', 'null', JSON.stringify(broken)]) {
      const { status, text: said } = await send(asking[i], 'HTTP/1.1', text);
      assert.equal(status, 400, `${name}: ${text}: ${said}`);
    }
  });
  assert.equal(upstream.bytesReceived, before);
});

test('while it is disabled nothing goes, and all again when it is not', async () => {
  await setStatus(management, grant, 'DISABLED');
  await checkAllRefused('grant_not_activated');
  await setStatus(management, grant, 'ACTIVE');
  await checkAllAnswered('HTTP/2');
});

test('when it is deleted nothing goes', async () => {
  await deleteGrant(management, grant);
  await checkAllRefused('no_entitlement');
});
