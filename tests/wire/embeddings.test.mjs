// SPDX-License-Identifier: Apache-2.0
//
// InvokeModel with the bodies of embedding models, through the AWS SDK, in front of Bedrock and of
// servers of OpenAI's API. Source: Bedrock User Guide, "Amazon Titan Embeddings models", "Cohere
// Embed models"; issue 5, sections 1, 2, 4 and 5.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { ScriptedUpstream } from './scripted.mjs';
import { allow, createApiKey, createUser } from './users.mjs';
import {
  createGrant, createMember, fresh, organizationOf, prepare, recordOf, setStatus, subscribe,
} from './world.mjs';

const TITAN = 'amazon.titan-embed-text-v2:0';
const TITAN_IMAGE = 'amazon.titan-embed-image-v1';
const TITAN_ELSEWHERE = 'amazon.titan-embed-text-v1';
const COHERE = 'cohere.embed-english-v3';
const COHERE_ELSEWHERE = 'cohere.embed-multilingual-v3';
const PNG = 'iVBORw0KGgo=';
const URL_OF_PNG = `data:image/png;base64,${PNG}`;

const bedrock = new ScriptedUpstream();
const openai = new ScriptedUpstream();
after(() => [bedrock, openai].forEach((one) => one.close()));
const { management, url } = await serve({
  upstreams: [
    { name: 'bedrock', kind: 'bedrock', base_url: await bedrock.start(), region: 'us-east-1',
      key_command: 'echo ABSKkey' },
    { name: 'openai', kind: 'openai', base_url: await openai.start(),
      models: { [TITAN_ELSEWHERE]: 'theirs', [COHERE_ELSEWHERE]: 'theirs' } },
  ],
  routes: [
    { model: TITAN_ELSEWHERE, upstream: 'openai', attempts: 1 },
    { model: COHERE_ELSEWHERE, upstream: 'openai', attempts: 1 },
    { model: '*', upstream: 'bedrock', attempts: 1 },
  ],
});
await prepare(management);
const license = await subscribe(management, COHERE);
await subscribe(management, COHERE_ELSEWHERE);

const asked = () => bedrock.requests.length + openai.requests.length;
const invoke = (modelId, body, more = {}, caller = management) => caller.runtime('InvokeModel', {
  modelId, contentType: 'application/json', body: JSON.stringify(body), ...more });
const told = async (...call) => {
  const answer = await invoke(...call);
  return { body: JSON.parse(Buffer.from(answer.body)), requestId: answer.$metadata.requestId };
};
/** Of the audit's record of a call. */
const audited = async (requestId) => {
  const { additionalEventData } = await recordOf(management, requestId, 'InvokeModel');
  return additionalEventData;
};

test('Titan\'s bodies go to Bedrock as they came, and so do its answers', async () => {
  const answer = { embedding: [0.25, -1], inputTextTokenCount: 5,
    embeddingsByType: { float: [0.25, -1], binary: [1, 0] } };
  bedrock.says(answer);
  const body = { inputText: 'Hello', dimensions: 256, normalize: true,
    embeddingTypes: ['float', 'binary'] };
  const { body: got, requestId } = await told(TITAN, body);
  assert.deepEqual(got, answer);
  assert.equal(bedrock.last.path, `/model/${encodeURIComponent(TITAN)}/invoke`);
  assert.equal(bedrock.last.headers.authorization, 'Bearer ABSKkey');
  assert.deepEqual(bedrock.last.body, body);
  const record = await audited(requestId);
  assert.deepEqual([record.inputTokens, record.outputTokens, record.tokensEstimated],
    [5, 0, undefined]);

  const picture = { inputImage: PNG, inputText: 'a cat',
    embeddingConfig: { outputEmbeddingLength: 384 } };
  bedrock.says({ embedding: [1], inputTextTokenCount: 2, message: null });
  assert.deepEqual((await told(TITAN_IMAGE, picture)).body.embedding, [1]);
  assert.deepEqual(bedrock.last.body, picture);
});

test('Cohere\'s do, too; tokens that nobody counted are an estimate', async () => {
  const answer = { id: 'x', response_type: 'embeddings_by_type', texts: ['Hello', 'there'],
    embeddings: { int8: [[1], [2]] } };
  bedrock.says(answer, 200, { 'x-amzn-bedrock-input-token-count': '4' });
  const body = { texts: ['Hello', 'there'], input_type: 'search_query', truncate: 'END',
    embedding_types: ['int8'], later: 1 };
  const counted = await told(COHERE, body);
  assert.deepEqual(counted.body, answer);
  assert.deepEqual(bedrock.last.body, body);
  assert.equal((await audited(counted.requestId)).inputTokens, 4);

  bedrock.says(answer);
  const record = await audited((await told(COHERE, body)).requestId);
  assert.deepEqual([record.inputTokens, record.tokensEstimated], [3, true]);

  const images = { images: [URL_OF_PNG], input_type: 'image' };
  await told(COHERE, images);
  assert.deepEqual(bedrock.last.body, images);
});

test('what OpenAI\'s servers can be told is translated, there and back', async () => {
  openai.says({ object: 'list', model: 'theirs', usage: { prompt_tokens: 7, total_tokens: 7 },
    data: [{ object: 'embedding', index: 0, embedding: [0.25, -1] }] });
  const titan = await told(TITAN_ELSEWHERE, { inputText: 'Hello', normalize: true });
  assert.deepEqual(titan.body, { embedding: [0.25, -1], inputTextTokenCount: 7 });
  assert.equal(openai.last.path, '/embeddings');
  assert.deepEqual(openai.last.body, { model: 'theirs', input: ['Hello'] });

  openai.says({ data: [0, 1].map((index) => ({ index, embedding: [index] })),
    usage: { prompt_tokens: 9 } });
  const body = { texts: ['a', 'b'], input_type: 'search_document', output_dimension: 256 };
  const cohere = await told(COHERE_ELSEWHERE, body);
  assert.deepEqual({ ...cohere.body, id: '' }, { id: '', texts: ['a', 'b'],
    response_type: 'embeddings_floats', embeddings: [[0], [1]] });
  assert.deepEqual(openai.last.body, { model: 'theirs', input: ['a', 'b'], dimensions: 256 });
  const types = await told(COHERE_ELSEWHERE, { ...body, embedding_types: ['float'] });
  assert.deepEqual(types.body.embeddings, { float: [[0], [1]] });

  openai.says({ data: [{ index: 0, embedding: [1] }], usage: { prompt_tokens: 9 } });
  await refused(invoke(COHERE_ELSEWHERE, body), 'ModelErrorException', { status: 424 });
  const before = asked();
  for (const [model, more, message] of [
    [TITAN_ELSEWHERE, { inputText: 'a', normalize: false }, /\$\.normalize: .* nothing but `true`/],
    [TITAN_ELSEWHERE, { inputText: 'a', inputImage: PNG }, /no pictures/],
    [COHERE_ELSEWHERE, { ...body, truncate: 'END' }, /\$\.truncate/],
    [COHERE_ELSEWHERE, { ...body, later: 1 }, /\$\.later: .* cannot be told/],
  ]) {
    await refused(invoke(model, more), 'ValidationException', { status: 400, message });
  }
  assert.equal(asked(), before);
});

test('what is not in their form is refused, and so are streams and other operations', async () => {
  const before = asked();
  for (const [model, body, message] of [
    [TITAN, { dimensions: 256 }, /\$\.inputText: is required/],
    [TITAN, { inputText: 'a', dimensions: 'many' }, /\$\.dimensions/],
    [COHERE, { texts: ['a'] }, /\$\.input_type: is required/],
    [COHERE, { texts: ['a', ''], input_type: 'search_query' }, /\$\.texts\[1\]/],
    [COHERE, { images: ['https://example.com/a.png'], input_type: 'image' }, /\$\.images\[0\]/],
  ]) {
    await refused(invoke(model, body), 'ValidationException', { status: 400, message });
  }
  const stream = (modelId, body) => management.runtime('InvokeModelWithResponseStream',
    { modelId, contentType: 'application/json', body: JSON.stringify(body) });
  const unsupported = { status: 400, message: /^The model is unsupported for streaming\.$/ };
  await refused(stream(TITAN, { inputText: 'a' }), 'ValidationException', unsupported);
  await refused(stream(COHERE, { texts: ['a'], input_type: 'search_query' }), 'ValidationException',
    unsupported);
  await refused(management.runtime('Converse', { modelId: TITAN,
    messages: [{ role: 'user', content: [{ text: 'a' }] }] }), 'ValidationException');
  assert.equal(asked(), before);
});

test('guardrails read what is embedded: it goes on as they leave it, or not at all', async () => {
  const { guardrailId } = await management.bedrock('CreateGuardrail', { name: fresh('guardrail'),
    blockedInputMessaging: 'not in', blockedOutputsMessaging: 'not out',
    wordPolicyConfig: { wordsConfig: [{ text: 'secret' }] },
    sensitiveInformationPolicyConfig: { piiEntitiesConfig: [{ type: 'EMAIL', action: 'ANONYMIZE' }] } });
  const guarded = { guardrailIdentifier: guardrailId, guardrailVersion: 'DRAFT', trace: 'ENABLED' };
  bedrock.says({ embedding: [1], inputTextTokenCount: 5 });
  const { body: titan } = await told(TITAN, { inputText: 'to ann@example.com', dimensions: 256 },
    guarded);
  assert.deepEqual(bedrock.last.body, { inputText: 'to {EMAIL}', dimensions: 256 });
  assert.deepEqual([titan.embedding, titan['amazon-bedrock-guardrailAction']], [[1], 'INTERVENED']);
  assert.ok(titan['amazon-bedrock-trace'].guardrail.input[guardrailId]);

  const tags = { 'amazon-bedrock-guardrailConfig': { tagSuffix: 'xyz' } };
  const split = (...parts) => parts.map((part, i) => (i % 2 === 0 ? part
    : `<amazon-bedrock-guardrails-query_xyz>${part}</amazon-bedrock-guardrails-query_xyz>`)).join('');
  await told(TITAN, { inputText: split('to ann@exam', 'ple.com', ' now'), ...tags }, guarded);
  assert.equal(bedrock.last.body.inputText, 'to {EMAIL} now', 'parts of one text are read together');

  bedrock.says({ embeddings: [[1], [2]], id: 'x' });
  const body = { texts: ['to ann@example.com', 'b'], input_type: 'search_query', truncate: 'END' };
  const { body: cohere } = await told(COHERE, body, guarded);
  assert.deepEqual(bedrock.last.body, { ...body, texts: ['to {EMAIL}', 'b'] });
  assert.deepEqual(cohere.embeddings, [[1], [2]]);

  const before = asked();
  for (const [model, more, message] of [
    [TITAN, { inputText: split('a sec', 'ret'), ...tags }, /^not in$/],
    [COHERE, { texts: ['a', split('the sec', 'ret')], input_type: 'search_query', ...tags }, /^not in$/],
    [TITAN, { inputText: 'a secret' }, /^not in$/],
    [COHERE, { texts: ['a', 'the secret'], input_type: 'search_query' }, /^not in$/],
    [COHERE, { inputs: [{ content: [{ type: 'text', text: 'secret' }] }], input_type: 'clustering' },
      /^not in$/],
    [TITAN, { inputText: 'a', later: 'a secret' }, /\$\.later: guardrails apply/],
    [COHERE, { inputs: [{ content: [{ type: 'text', text: 'sec' }, { type: 'text', text: 'ret' }] }],
      input_type: 'clustering' }, /\$\.inputs: .*guardrails apply/],
  ]) {
    await refused(invoke(model, more, guarded), 'ValidationException', { status: 400, message });
  }
  assert.equal(asked(), before);
});

test('what was answered of several questions counts, whatever becomes of the others', async () => {
  const user = await createUser(management, allow(['bedrock:CallWithBearerToken', 'bedrock:InvokeModel*']));
  const key = await createApiKey(management, user);
  const gone = new AbortController();
  const embed = () => fetch(`${url}/v1/embeddings`, { method: 'POST', signal: gone.signal,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: TITAN, input: Array(15).fill('a') }) });
  /** Answers seven of the first eight questions, and gives the others once all were asked. */
  const others = () => new Promise((resolve) => {
    const held = [];
    let count = 0;
    bedrock.answer = (response, request) => {
      if (count > 0 && count < 8) {
        response.end(JSON.stringify({ embedding: [1], inputTextTokenCount: 1000 }));
      } else {
        held.push({ response, gone: request.gone });
      }
      count += 1;
      if (count === 15) resolve(held);
    };
  });
  const last = async () => {
    const { Events } = await management.cloudTrail('LookupEvents', { LookupAttributes: [
      { AttributeKey: 'EventName', AttributeValue: 'InvokeModel' }] });
    return JSON.parse(Events[0].CloudTrailEvent).additionalEventData;
  };
  let waiting = others();
  const failing = embed();
  (await waiting)[0].response.writeHead(400).end('{"message":"Too many input tokens."}');
  assert.equal((await failing).status, 400);
  const { inputTokens, cut } = await last();
  assert.deepEqual([inputTokens, cut], [7000, undefined]);

  waiting = others();
  const leaving = embed();
  const held = await waiting;
  gone.abort();
  await assert.rejects(leaving, { name: 'AbortError' });
  await Promise.all(held.map((one) => one.gone));
  const left = await last();
  assert.deepEqual([left.inputTokens, left.cut], [7000, true]);
});

test('a grant opens them, and its quota of input tokens holds', async () => {
  const member = await createMember(management);
  const body = { texts: ['Hello'], input_type: 'search_query' };
  const ask = () => invoke(COHERE, body, {}, member);
  const before = asked();
  await refused(ask(), 'AccessDeniedException', { reason: 'no_entitlement' });
  assert.equal(asked(), before);

  const grant = await createGrant(management, license, (await organizationOf(management)).Arn);
  await setStatus(management, grant, 'ACTIVE');
  const limit = (Value) => management.licenseManager('TagResource', { ResourceArn: grant,
    Tags: [{ Key: 'licet:quota:input-tokens-per-total', Value }] });
  bedrock.says({ embeddings: [[1]], id: 'x' }, 200, { 'x-amzn-bedrock-input-token-count': '190' });
  await limit('10');
  await refused(ask(), 'ServiceQuotaExceededException', { message: /input-tokens-per-total/ });
  assert.equal(asked(), before);
  await limit('300');
  await ask();
  await refused(ask(), 'ServiceQuotaExceededException', { message: /input-tokens-per-total/ });
  assert.equal(asked(), before + 1);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  assert.match(metrics, /gen_ai_client_token_usage_count\{gen_ai_operation_name="embeddings",[^}]*cohere/);
  assert.doesNotMatch(metrics, /token_usage_count\{gen_ai_operation_name="chat"/);
});
