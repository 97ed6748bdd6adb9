// SPDX-License-Identifier: Apache-2.0
//
// What an upstream is told of a call, and what callers are told of upstreams that fail: chains of
// models to fall back to, features of Anthropic's, settings that are said twice, limits that quotas
// add, and OpenAI's responses where the upstream has them. Source: issue 5, sections 1, 2 and 4.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { send } from './discovery.mjs';
import { refused, serve } from './harness.mjs';
import { ScriptedUpstream, chatChunks, messageEvents } from './scripted.mjs';
import { allow, createApiKey, createUser } from './users.mjs';
import {
  CLAUDE_US, NOVA, converse, createGrant, createMember, organizationOf, prepare, sendForm, setStatus,
  subscribe,
} from './world.mjs';

const NOVA_LITE = 'amazon.nova-lite-v1:0';
const NOVA_PRO = 'amazon.nova-pro-v1:0';
const TITAN = 'amazon.titan-embed-text-v2:0';

const chat = new ScriptedUpstream();
const anthropic = new ScriptedUpstream();
const bedrock = new ScriptedUpstream();
after(() => [chat, anthropic, bedrock].forEach((one) => one.close()));
const settings = (claude) => ({
  upstreams: [
    { name: 'chat', kind: 'openai', base_url: `${chatUrl}` },
    { name: 'both', kind: 'openai', base_url: `${chatUrl}/v1`, apis: ['chat', 'responses'],
      models: { [NOVA]: 'theirs' } },
    { name: 'anthropic', kind: 'anthropic', base_url: anthropicUrl },
    { name: 'bedrock', kind: 'bedrock', base_url: bedrockUrl, region: 'us-east-1',
      key_command: 'echo ABSKkey' },
  ],
  routes: [
    { model: 'anthropic.*', upstream: claude, attempts: 1 }, { model: NOVA, upstream: 'both', attempts: 1 },
    { model: NOVA_LITE, upstream: 'chat', attempts: 1, fallback: [TITAN, CLAUDE_US, NOVA_PRO, NOVA] },
    { model: NOVA_PRO, upstream: 'bedrock', attempts: 1 }, { model: '*', upstream: 'chat', attempts: 1 },
  ],
});
const [chatUrl, anthropicUrl, bedrockUrl] =
  await Promise.all([chat, anthropic, bedrock].map((one) => one.start()));

/** A server whose Anthropic models come from that upstream: {url, management, member, key, grant}. */
async function begin(claude) {
  const { url, management } = await serve(settings(claude));
  await prepare(management);
  await sendForm(management);
  const license = await subscribe(management);
  const member = await createMember(management);
  const grant = await createGrant(management, license, (await organizationOf(management)).Arn);
  await setStatus(management, grant, 'ACTIVE');
  const user = await createUser(member,
    allow(['bedrock:CallWithBearerToken', 'bedrock:InvokeModel*', 'bedrock:ApplyGuardrail']));
  const key = await createApiKey(member, user);
  /** Works while the grant has a quota. */
  const under = async (Key, Value, work) => {
    await management.licenseManager('TagResource', { ResourceArn: grant, Tags: [{ Key, Value }] });
    await work().finally(() => management.licenseManager('UntagResource',
      { ResourceArn: grant, TagKeys: [Key] }));
  };
  /** Sends a body, or its text, as it is. */
  const post = async (path, body, headers = {}) => {
    const response = await fetch(url + path, { method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`,
        'anthropic-version': '2023-06-01', ...headers } });
    return { status: response.status, text: await response.text() };
  };
  return { management, member, under, post };
}
const { management, member, under, post } = await begin('anthropic');

const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };
const CHAT = { id: 'c', usage, choices: [{ index: 0, finish_reason: 'stop',
  message: { role: 'assistant', content: 'Hello' } }] };
const MESSAGE = { id: 'm', type: 'message', role: 'assistant', model: 'm', stop_reason: 'end_turn',
  content: [{ type: 'text', text: 'Hello' }], stop_sequence: null,
  usage: { input_tokens: 11, output_tokens: 7 } };
const CONVERSE = { output: { message: { role: 'assistant', content: [{ text: 'Hello' }] } },
  stopReason: 'end_turn', usage: { inputTokens: 11, outputTokens: 7, totalTokens: 18 },
  metrics: { latencyMs: 1 } };
const hello = [{ role: 'user', content: 'Hello' }];
const words = [{ role: 'user', content: [{ text: 'Hello' }] }];
const message = (more = {}) => ({ model: CLAUDE_US, max_tokens: 99, messages: hello, ...more });

// ---- models to fall back to

test('what a model to fall back to lacks is nobody’s business: the next one is asked', async () => {
  chat.says({}, 503);             // the model that is named; TITAN is none that converses
  anthropic.says({}, 400);        // CLAUDE: refuses the request
  bedrock.says({ message: 'x' }, 500);
  const error = await refused(converse(management, NOVA_LITE), 'ServiceUnavailableException',
    { status: 503 });             // as the first one failed, not the last
  assert.equal(error.$response.headers['x-licet-reason'], undefined);
  assert.deepEqual([anthropic.requests.length, bedrock.requests.length], [1, 1]);
  const { Events: [event] } = await management.cloudTrail('LookupEvents', {
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'Converse' }], MaxResults: 1 });
  const { requestParameters, additionalEventData: told } = JSON.parse(event.CloudTrailEvent);
  assert.equal(requestParameters.modelId, NOVA_LITE);
  assert.deepEqual([told.upstream, told.fallbackModelId], ['chat', undefined]);
  const { body: { usage: rows } } = await send(management, { method: 'POST', path: '/licet/v1/usage',
    service: 'licet', body: { by: ['model'] } });
  assert.deepEqual(rows.map(({ model }) => model), [NOVA_LITE]);

  bedrock.says(CONVERSE);
  const { output } = await converse(management, NOVA_LITE);
  assert.equal(output.message.content[0].text, 'Hello');
});

test('the fault of the model that is named is told, where it may pass or not', async () => {
  chat.says({}, 400);
  const before = anthropic.requests.length;
  await refused(converse(management, NOVA_LITE), 'ValidationException');
  assert.equal(anthropic.requests.length, before);
});

test('a quota of a model to fall back to ends nothing', async () => {
  chat.says({}, 503);
  anthropic.says(MESSAGE);
  bedrock.says(CONVERSE);
  const asked = bedrock.requests.length;
  await under('licet:quota:requests-per-total', '1', async () => {
    await converse(member, NOVA_LITE);  // of CLAUDE: its one request
    await converse(member, NOVA_LITE);
  });
  assert.equal(bedrock.requests.length, asked + 1);
});

// ---- what is said to upstreams

test('features of Anthropic’s API reach its servers, in the header or in the body', async () => {
  anthropic.says(MESSAGE);
  const beta = { 'anthropic-beta': 'context-1m-2025-08-07, fast' };
  await post('/v1/messages', message(), beta);
  assert.equal(anthropic.last.headers['anthropic-beta'], beta['anthropic-beta']);
  const invocation = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 9, messages: hello,
    anthropic_beta: ['a', 'b'] };
  await post(`/model/${CLAUDE_US}/invoke`, invocation);
  assert.equal(anthropic.last.headers['anthropic-beta'], 'a,b');

  const other = await begin('bedrock');
  bedrock.says(MESSAGE);
  await other.post('/v1/messages', message(), beta);
  assert.match(bedrock.last.path, /\/invoke$/);
  assert.deepEqual(bedrock.last.body.anthropic_beta, ['context-1m-2025-08-07', 'fast']);
  await other.post(`/model/${CLAUDE_US}/invoke`, invocation);
  assert.deepEqual(bedrock.last.body.anthropic_beta, ['a', 'b']);
  bedrock.says(CONVERSE);
  await other.post(`/model/${CLAUDE_US}/converse`, { messages: words,
    additionalModelRequestFields: { anthropic_beta: ['c'] } });
  assert.deepEqual(bedrock.last.body.additionalModelRequestFields, { anthropic_beta: ['c'] });
});

test('a setting is said once, and no field chooses another server or model', async () => {
  const ask = (modelId, inferenceConfig, additionalModelRequestFields) => management.runtime('Converse',
    { modelId, messages: words, inferenceConfig, additionalModelRequestFields });
  anthropic.says(MESSAGE);
  await ask(CLAUDE_US, {}, { temperature: 0.25, stop_sequences: ['END'] });
  assert.deepEqual([anthropic.last.body.temperature, anthropic.last.body.stop_sequences], [0.25, ['END']]);
  const asked = [anthropic.requests.length, chat.requests.length];
  for (const [config, fields] of [[{ temperature: 0.5 }, { temperature: 0.25 }],
    [{ topP: 0.5 }, { top_p: 0.25 }], [{ stopSequences: ['A'] }, { stop_sequences: ['B'] }]]) {
    await refused(ask(CLAUDE_US, config, fields), 'ValidationException', { message: /is said twice/ });
  }
  for (const name of ['inference_geo', 'fallbacks', 'mcp_servers', 'container', 'max_tokens', 'model']) {
    await refused(ask(CLAUDE_US, {}, { [name]: 'x' }), 'ValidationException', { message: /is not for the/ });
  }
  await refused(ask(NOVA, {}, { reasoning_effort: 'low',
    thinking: { type: 'enabled', budget_tokens: 2000 } }), 'ValidationException', { message: /twice/ });
  assert.deepEqual([anthropic.requests.length, chat.requests.length], asked);
});

test('what is to be embedded goes on as it came, or as a guardrail leaves it', async () => {
  const EMBEDDING = { object: 'list', model: 'm', usage: { prompt_tokens: 3, total_tokens: 3 },
    data: [{ object: 'embedding', index: 0, embedding: [0.25] }] };
  chat.says(EMBEDDING);
  const body = { model: TITAN, input: ['to ann@example.com', 'b'], encoding_format: 'float',
    dimensions: 256, user: 'u' };
  const { status, text } = await post('/v1/embeddings', body);
  assert.equal(status, 200, text);
  assert.deepEqual(chat.last.body, body);

  const { guardrailId } = await member.bedrock('CreateGuardrail', { name: 'mask',
    blockedInputMessaging: 'no', blockedOutputsMessaging: 'no', sensitiveInformationPolicyConfig: {
      piiEntitiesConfig: [{ type: 'EMAIL', action: 'ANONYMIZE' }] } });
  const guarded = { 'x-amzn-bedrock-guardrailidentifier': guardrailId,
    'x-amzn-bedrock-guardrailversion': 'DRAFT' };
  for (const [input, masked] of [[body.input, ['to {EMAIL}', 'b']], ['plain', ['plain']]]) {
    const answer = await post('/v1/embeddings', { ...body, input }, guarded);
    assert.deepEqual([answer.status, JSON.parse(answer.text)], [200, EMBEDDING], answer.text);
    assert.deepEqual(chat.last.body, { ...body, input: masked });
  }
});

// ---- under quotas

const remote = { role: 'user', content: [{ type: 'text', text: 'Read' },
  { type: 'document', source: { type: 'url', url: 'https://example.com/long.pdf' } }] };
const FETCHING = [
  { messages: [remote] },
  { messages: [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 't',
    content: [remote.content[1]] }] }] },
  { messages: [{ role: 'user', content: [{ type: 'document', source: { type: 'file', file_id: 'f' } }] }] },
  { tools: [{ type: 'web_fetch_20250910', name: 'web_fetch' }] },
  { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
  { mcp_servers: [{ type: 'url', url: 'https://example.com', name: 'x' }] },
];

test('what is not in the request cannot be held to a quota of input tokens', async () => {
  anthropic.says(MESSAGE);
  for (const more of FETCHING) {
    const { status, text } = await post('/v1/messages', message(more));
    assert.equal(status, 200, text);
  }
  const asked = anthropic.requests.length;
  for (const quota of ['licet:quota:input-tokens-per-day', 'licet:quota:micro-dollars-per-day']) {
    await under(quota, '1000000000', async () => {
      for (const more of FETCHING) {
        const { status, text } = await post('/v1/messages', message(more));
        assert.equal(status, 400, text);
        assert.match(text, new RegExp(`\\$.*the request does not have.*${quota}`));
      }
    });
  }
  assert.equal(anthropic.requests.length, asked);
  await under('licet:quota:output-tokens-per-day', '1000000', async () => {
    assert.equal((await post('/v1/messages', message(FETCHING[0]))).status, 200);
  });
});

const LIMIT = 8192;
const counted = (server, work) => server.under('licet:quota:output-tokens-per-total', '1000000', work);

test('where answers count, a body without a limit goes on as it came, with one', async () => {
  const own = await begin('both');
  await counted(own, async () => {
    chat.says(CHAT);
    const body = { model: CLAUDE_US, messages: hello, seed: 7, logit_bias: { 5: 1 } };
    const { status, text } = await own.post('/v1/chat/completions', body);
    assert.equal(status, 200, text);
    assert.deepEqual(chat.last.body,
      { ...body, model: CLAUDE_US.slice(3), stream: false, max_tokens: LIMIT });
    await own.post('/v1/chat/completions', { ...body, max_completion_tokens: 5 });
    assert.deepEqual([chat.last.body.max_completion_tokens, chat.last.body.max_tokens], [5, undefined]);

    chat.says(RESPONSE);
    const asked = { model: CLAUDE_US, input: 'Hello', service_tier: 'flex' };
    assert.equal((await own.post('/v1/responses', asked)).status, 200);
    assert.deepEqual([chat.last.body.max_output_tokens, chat.last.body.service_tier], [LIMIT, 'flex']);
  });
  const native = await begin('bedrock');
  await counted(native, async () => {
    bedrock.says(CONVERSE);
    for (const config of [undefined, { temperature: 0.5 }, { maxTokens: null, topP: 0.5 }]) {
      const { status, text } = await native.post(`/model/${CLAUDE_US}/converse`, { messages: words,
        serviceTier: { type: 'flex' }, ...(config ? { inferenceConfig: config } : {}) });
      assert.equal(status, 200, text);
      assert.deepEqual(bedrock.last.body, { messages: words, serviceTier: { type: 'flex' },
        inferenceConfig: { ...config, maxTokens: LIMIT } });
    }
  });
});

// ---- OpenAI's responses

const RESPONSE = { id: 'resp_up', object: 'response', status: 'completed', model: 'theirs', error: null,
  incomplete_details: null, usage: { input_tokens: 11, output_tokens: 7, total_tokens: 18,
    input_tokens_details: { cached_tokens: 4 }, output_tokens_details: { reasoning_tokens: 2 } },
  output: [{ id: 'rs', type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm' }],
    encrypted_content: 'c2ln' },
  { id: 'msg', type: 'message', status: 'completed', role: 'assistant',
    content: [{ type: 'output_text', text: 'Hello', annotations: [] }] }] };
const event = (type, more) => [type, { type, ...more }];
const EVENTS = [
  event('response.created', { sequence_number: 0, response: { id: 'resp_up', status: 'in_progress' } }),
  event('response.output_item.added', { output_index: 0, item: { type: 'message', id: 'msg' } }),
  event('response.content_part.added', { item_id: 'msg', part: { type: 'output_text', text: '' } }),
  event('response.output_text.delta', { item_id: 'msg', delta: 'Hel' }),
  event('response.output_text.delta', { item_id: 'msg', delta: 'lo' }),
  event('response.output_text.done', { item_id: 'msg', text: 'Hello' }),
  event('response.content_part.done', { item_id: 'msg', part: { type: 'output_text', text: 'Hello' } }),
  event('response.output_item.done', { item: { type: 'message', id: 'msg' } }),
  event('response.completed', { response: RESPONSE }),
];
const eventsOf = (text) => text.split('\n\n').slice(0, -1)
  .map((block) => block.match(/^event: (.*)\ndata: (.*)$/s).slice(1))
  .map(([name, data]) => [name, JSON.parse(data)]);

test('responses go on as they came to an upstream that has them, all but where they are kept', async () => {
  chat.says(RESPONSE);
  const asked = { model: NOVA, input: 'Hello', service_tier: 'flex', text: { verbosity: 'low' },
    metadata: { a: 'b' }, include: ['reasoning.encrypted_content'] };
  const { status, text } = await post('/v1/responses', asked);
  assert.equal(status, 200, text);
  assert.deepEqual(JSON.parse(text), RESPONSE);
  assert.equal(chat.last.path, '/v1/responses');
  assert.deepEqual(chat.last.body, { ...asked, model: 'theirs', stream: false, store: false });
});

test('so does a stream, usage included; what it cost is in the journal', async () => {
  chat.streams(EVENTS);
  const { status, text } = await post('/v1/responses', { model: NOVA, input: 'Hello', stream: true });
  assert.equal(status, 200, text);
  assert.deepEqual(eventsOf(text), EVENTS);
  assert.deepEqual([chat.last.body.stream, chat.last.body.store], [true, false]);
  const { Events } = await member.cloudTrail('LookupEvents', { MaxResults: 1, LookupAttributes: [
    { AttributeKey: 'EventName', AttributeValue: 'InvokeModelWithResponseStream' }] });
  const { additionalEventData: told } = JSON.parse(Events[0].CloudTrailEvent);
  assert.deepEqual([told.inputTokens, told.cacheReadInputTokens, told.outputTokens, told.reasoningTokens],
    [7, 4, 7, 2]);
});

test('a stream that breaks off, or fails, ends as one that failed', async () => {
  const broken = [EVENTS.slice(0, 5), [...EVENTS.slice(0, 5), event('error', { message: 'secret' })],
    [...EVENTS.slice(0, 5), event('response.failed', { response: { status: 'failed' } })]];
  for (const events of broken) {
    chat.streams(events);
    const { text } = await post('/v1/responses', { model: NOVA, input: 'Hello', stream: true });
    const got = eventsOf(text);
    assert.deepEqual(got.slice(0, 5), EVENTS.slice(0, 5));
    assert.deepEqual(got.slice(5).map(([name]) => name), ['error', 'response.failed']);
    assert.doesNotMatch(text, /secret/);
  }
  chat.says({ ...RESPONSE, status: 'failed' });
  assert.equal((await post('/v1/responses', { model: NOVA, input: 'Hello' })).status, 502);
});

test('other doors, and other upstreams, are translated as before', async () => {
  chat.says(CHAT);
  assert.equal((await post('/v1/chat/completions', { model: NOVA, messages: hello })).status, 200);
  assert.equal(chat.last.path, '/v1/chat/completions');
  anthropic.streams(messageEvents([[{ type: 'text', text: '' }, { type: 'text_delta', text: 'Hello' }]]));
  const { text } = await post('/v1/responses', { model: CLAUDE_US, input: 'Hello', stream: true });
  assert.equal(eventsOf(text).at(-1)[0], 'response.completed');
  assert.equal(eventsOf(text).at(-1)[1].response.usage.output_tokens, 7);
  const { status } = await post('/v1/responses', { model: CLAUDE_US, input: 'Hello', service_tier: 'flex' });
  assert.equal(status, 400);
});

test('usage stands in a chat’s stream where it is asked for, once, and nowhere else', async () => {
  const pieces = chatChunks([{ role: 'assistant', content: 'Hello' }]);
  chat.streams(pieces);
  anthropic.streams(messageEvents([[{ type: 'text', text: '' }, { type: 'text_delta', text: 'Hello' }]]));
  for (const model of [NOVA, CLAUDE_US]) {
    for (const wanted of [true, false]) {
      const { text } = await post('/v1/chat/completions', { model, messages: hello, stream: true,
        ...(wanted ? { stream_options: { include_usage: true } } : {}) });
      const told = text.split('\n\n').filter((one) => /"usage":\{/.test(one));
      assert.equal(told.length, wanted ? 1 : 0, text);
      if (wanted) assert.equal(JSON.parse(told[0].slice(6)).usage.completion_tokens, 7);
    }
  }
});
