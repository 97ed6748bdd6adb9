// SPDX-License-Identifier: Apache-2.0
//
// InvokeModel with the bodies of other makers' text models, through the AWS SDK: at a bedrock
// upstream as they are, at others by translation, under guardrails, quotas and a fallback. Source:
// Bedrock User Guide, "Inference request parameters and response fields for foundation models".
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { ScriptedUpstream, framed } from './scripted.mjs';
import {
  createGrant, createMember, organizationOf, prepare, setStatus, subscribe,
} from './world.mjs';

const METRICS = { 'amazon-bedrock-invocationMetrics': {
  inputTokenCount: 11, outputTokenCount: 7, invocationLatency: 9, firstByteLatency: 3 } };
const TOOL = { name: 'f', parameters: { x: 1 } };
const nova = (content) => ({ output: { message: { role: 'assistant', content } },
  stopReason: 'end_turn', usage: { inputTokens: 11, outputTokens: 7, totalTokens: 18,
    cacheReadInputTokenCount: 0, cacheWriteInputTokenCount: 0 } });
const command = (text) => ({ response_id: 'r', generation_id: 'g', text, finish_reason: 'COMPLETE',
  chat_history: [{ role: 'USER', message: 'Hello' }, { role: 'CHATBOT', message: text }] });

/**
 * The forms: ids of models begin with `model`; body(text) asks; says(text) is a whole answer and
 * chunks(pieces) a stream as Bedrock has them; textOf(body) and pieceOf(chunk) what they say.
 * `limit`: where a limit of 9 stands in a body. `most`: the longest answer that AWS takes a limit
 * for, where it is less than that of quotas. `more`: members that go on as they are.
 */
const FORMS = {
  titan: { model: 'amazon.titan-text-', body: (inputText) => ({ inputText }),
    more: { textGenerationConfig: { temperature: 0.5, topP: 0.9, stopSequences: ['User:'] } },
    limit: (max) => ({ textGenerationConfig: { maxTokenCount: max } }),
    says: (outputText) => ({ inputTextTokenCount: 11,
      results: [{ tokenCount: 7, outputText, completionReason: 'FINISH' }] }),
    chunks: (pieces) => pieces.map((outputText, at) => ({ outputText, index: 0,
      inputTextTokenCount: 11, totalOutputTextTokenCount: at + 1 === pieces.length ? 7 : null,
      completionReason: at + 1 === pieces.length ? 'FINISH' : null })),
    textOf: (body) => body.results[0].outputText, pieceOf: (chunk) => chunk.outputText },
  nova: { model: 'amazon.nova-lite-',
    body: (text) => ({ schemaVersion: 'messages-v1', messages: [{ role: 'user', content: [{ text }] }] }),
    more: { system: [{ text: 'Be brief.' }], inferenceConfig: { topK: 5, temperature: 0.5 } },
    limit: (max) => ({ inferenceConfig: { maxTokens: max } }),
    says: (text) => nova([{ text }]),
    chunks: (pieces) => [{ messageStart: { role: 'assistant' } },
      ...pieces.map((text) => ({ contentBlockDelta: { delta: { text }, contentBlockIndex: 0 } })),
      { contentBlockStop: { contentBlockIndex: 0 } }, { messageStop: { stopReason: 'end_turn' } },
      { metadata: { usage: { inputTokens: 11, outputTokens: 7 }, metrics: {}, trace: {} } }],
    textOf: (body) => body.output.message.content[0].text,
    pieceOf: (chunk) => chunk.contentBlockDelta?.delta.text },
  cohere: { model: 'cohere.command-r-', body: (message) => ({ message }),
    more: { preamble: 'Be brief.', chat_history: [{ role: 'USER', message: 'a' },
      { role: 'CHATBOT', message: 'b' }], documents: [{ title: 't', snippet: 's' }], p: 0.5, k: 5,
    search_queries_only: true },
    limit: (max) => ({ max_tokens: max }), most: 4000,
    says: command,
    chunks: (pieces) => [{ is_finished: false, event_type: 'stream-start', generation_id: 'g' },
      ...pieces.map((text) => ({ is_finished: false, event_type: 'text-generation', text })),
      { is_finished: true, event_type: 'stream-end', finish_reason: 'COMPLETE',
        response: command(pieces.join('')) }],
    textOf: (body) => body.text,
    pieceOf: (chunk) => (chunk.event_type === 'text-generation' ? chunk.text : '') },
  llama: { model: 'meta.llama3-70b-', body: (prompt) => ({ prompt }),
    more: { temperature: 0.5, top_p: 0.9 },
    limit: (max) => ({ max_gen_len: max }), most: 2048,
    says: (generation) => ({ generation, prompt_token_count: 11, generation_token_count: 7,
      stop_reason: 'stop' }),
    chunks: (pieces) => pieces.map((generation, at) => ({ generation,
      prompt_token_count: at === 0 ? 11 : null, generation_token_count: at + 1,
      stop_reason: at + 1 === pieces.length ? 'stop' : null })),
    textOf: (body) => body.generation, pieceOf: (chunk) => chunk.generation,
    template: '<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHello<|eot_id|>' },
  mistral: { model: 'mistral.mistral-7b-', body: (prompt) => ({ prompt }),
    more: { temperature: 0.5, top_p: 0.9, top_k: 50, stop: ['END'] },
    limit: (max) => ({ max_tokens: max }),
    says: (text) => ({ outputs: [{ text, stop_reason: 'stop' }] }),
    chunks: (pieces) => pieces.map((text, at) => ({ outputs: [{ text,
      stop_reason: at + 1 === pieces.length ? 'stop' : null }] })),
    textOf: (body) => body.outputs[0].text, pieceOf: (chunk) => chunk.outputs[0].text,
    template: '<s>[INST] Hello [/INST]' },
  deepseek: { model: 'deepseek.r1-', body: (prompt) => ({ prompt }),
    more: { temperature: 0.5, top_p: 0.9, stop: ['END'] },
    limit: (max) => ({ max_tokens: max }),
    says: (text) => ({ choices: [{ text, stop_reason: 'stop' }] }),
    chunks: (pieces) => pieces.map((text, at) => ({ choices: [{ text,
      stop_reason: at + 1 === pieces.length ? 'stop' : null }] })),
    textOf: (body) => body.choices[0].text, pieceOf: (chunk) => chunk.choices[0].text,
    template: '<｜begin▁of▁sentence｜><｜User｜>Hello<｜Assistant｜>' },
};
const GUARD = 'amazon-bedrock-guardrails-guardContent_k3x9';
// Each model once at each upstream; `broken` is never answered, and another maker's takes its place.
const WAYS = { native: 'bedrock', echo: 'echo', chat: 'chat', broken: 'broken' };
const CLAUDE = 'anthropic.chat-v1:0';
const BROKEN_CLAUDE = 'anthropic.broken-v1:0';
const QWEN = 'qwen.qwen3-echo-v1:0';
const idOf = (form, way) => `${FORMS[form].model}${way}-v1:0`;
const IDS = [CLAUDE, BROKEN_CLAUDE, QWEN,
  ...Object.keys(FORMS).flatMap((form) => Object.keys(WAYS).map((way) => idOf(form, way)))];

const product = { product_id: 'prod-aaaaaaaaaaaaa', product_name: 'Makers', seller_name: 'Example',
  synthetic: true, offer: { offer_id: 'offer-aaaaaaaaaaaaa', offer_token: 'makers',
    eula_url: 'https://example.com/eula', refund_policy: 'none', synthetic: true,
    rate_card: [{ dimension: 'in', price: 1, description: 'tokens', unit: 'Units' }] } };
const place = mkdtempSync(join(tmpdir(), 'licet-makers-'));
after(() => rmSync(place, { recursive: true }));
const catalog = join(place, 'catalog.yaml');
writeFileSync(catalog, JSON.stringify({ version: '2025-01-01', products: [product], profiles: [],
  models: IDS.map((model_id) => ({ model_id, model_name: model_id, provider_name: 'Example',
    category: 'marketplace', product_id: product.product_id, input_modalities: ['TEXT', 'IMAGE'],
    output_modalities: ['TEXT'], streaming: true, inference_types: ['ON_DEMAND'], customizations: [],
    regions: ['us-east-1'], lifecycle: { status: 'ACTIVE', start_of_life: '2025-01-01' },
    needs_use_case_form: false })) }));

const [bedrock, chat, broken] = [1, 2, 3].map(() => new ScriptedUpstream());
after(() => [bedrock, chat, broken].forEach((one) => one.close()));
const { management } = await serve('--catalog', catalog, {
  upstreams: [
    { name: 'bedrock', kind: 'bedrock', base_url: await bedrock.start(), region: 'us-east-1',
      key_command: 'echo ABSKkey' },
    { name: 'chat', kind: 'openai', base_url: await chat.start() },
    { name: 'broken', kind: 'openai', base_url: await broken.start() },
    { name: 'echo', kind: 'echo' },
  ],
  routes: [{ model: CLAUDE, upstream: 'chat' }, { model: QWEN, upstream: 'echo' },
    { model: BROKEN_CLAUDE, upstream: 'broken', attempts: 1, fallback: [idOf('nova', 'native')] },
    ...Object.keys(FORMS).flatMap((form) => Object.entries(WAYS).map(([way, upstream]) => (
      { model: idOf(form, way), upstream, attempts: 1,
        ...(way === 'broken' ? { fallback: [CLAUDE] } : {}) })))],
});
await prepare(management);
const license = await subscribe(management, CLAUDE);
const member = await createMember(management);
const grant = await createGrant(management, license, (await organizationOf(management)).Arn);

const invoke = (modelId, body, more = {}, caller = member) => caller.runtime('InvokeModel',
  { modelId, contentType: 'application/json', body: JSON.stringify(body), ...more });
const json = (bytes) => JSON.parse(Buffer.from(bytes));
async function stream(modelId, body, more = {}) {
  const answer = await member.runtime('InvokeModelWithResponseStream',
    { modelId, contentType: 'application/json', body: JSON.stringify(body), ...more });
  const chunks = [];
  for await (const { chunk } of answer.body) chunks.push(json(chunk.bytes));
  return chunks;
}
/** The chat upstream says this, whole or in a piece for each word. */
function chatSays(text) {
  const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };
  chat.answer = (response, { body }) => {
    if (!body.stream) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: 'c',
        choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
        usage }));
      return;
    }
    const pieces = text.split(/(?= )/);
    const chunks = [...pieces.map((content) => ({ choices: [{ index: 0, delta: { content } }] })),
      { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, { choices: [], usage }];
    response.writeHead(200, { 'content-type': 'text/event-stream' })
      .end(`${chunks.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('')}data: [DONE]\n\n`);
  };
}
/** Bedrock says this, whole or in pieces, in the form of a maker. */
function bedrockSays(form, pieces) {
  bedrock.answer = (response, { path }) => {
    if (path.endsWith('/converse')) {  // asked so where guardrails apply
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({
        ...nova([{ text: pieces.join('') }]), metrics: { latencyMs: 1 } }));
    } else if (path.endsWith('/converse-stream')) {
      response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' }).end(
        framed(FORMS.nova.chunks(pieces).map((one) => Object.entries(one)[0])));
    } else if (path.endsWith('/invoke')) {
      response.writeHead(200, { 'content-type': 'application/json',
        'x-amzn-bedrock-input-token-count': '11', 'x-amzn-bedrock-output-token-count': '7' })
        .end(JSON.stringify(FORMS[form].says(pieces.join(''))));
    } else {
      const chunks = FORMS[form].chunks(pieces);
      Object.assign(chunks.at(-1), METRICS);
      response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' })
        .end(framed(chunks.map((one) => (
          ['chunk', { bytes: Buffer.from(JSON.stringify(one)).toString('base64') }]))));
    }
  };
}
/** Of an answer, what headers say of tokens. */
const tokensOf = ({ $response, $metadata }) => $response ?? $metadata;

test('without a grant no form of a body gets anything, and nothing goes upstream', async () => {
  const before = [bedrock, chat].map((one) => one.bytesReceived);
  for (const [form, { body }] of Object.entries(FORMS)) {
    for (const way of Object.keys(WAYS)) {
      await refused(invoke(idOf(form, way), body('Hello')), 'AccessDeniedException', { status: 403 });
    }
  }
  assert.deepEqual([bedrock, chat].map((one) => one.bytesReceived), before);
});

test('with the grant', async () => {
  await setStatus(management, grant, 'ACTIVE');
  assert.ok(tokensOf(await invoke(QWEN, { messages: [{ role: 'user', content: 'Hello' }] })));
});

for (const [form, { body, more, limit, most = 8192, says, chunks, textOf, pieceOf, template }] of
  Object.entries(FORMS)) {
  const native = idOf(form, 'native');
  const asked = (text = 'Hello') => ({ ...body(text), ...more });

  test(`${form}: a body goes to Bedrock as it is, and so does the answer`, async () => {
    bedrockSays(form, ['Hi']);
    const answer = await invoke(native, asked());
    assert.deepEqual(json(answer.body), says('Hi'));
    assert.deepEqual(bedrock.last.body, asked());
    assert.equal(bedrock.last.path, `/model/${encodeURIComponent(native)}/invoke`);
  });

  test(`${form}: and so do a stream's chunks`, async () => {
    bedrockSays(form, ['Hi', ' there']);
    const expected = chunks(['Hi', ' there']);
    Object.assign(expected.at(-1), METRICS);
    assert.deepEqual(await stream(native, asked()), expected);
    assert.equal(bedrock.last.path,
      `/model/${encodeURIComponent(native)}/invoke-with-response-stream`);
  });

  test(`${form}: the built-in echo answers in the same form`, async () => {
    assert.match(textOf(json((await invoke(idOf(form, 'echo'), body('Hello'))).body)), /^echo: Hello/);
    const told = await stream(idOf(form, 'echo'), body('Hello'));
    assert.match(told.map((one) => pieceOf(one) ?? '').join(''), /^echo: Hello/);
    assert.ok(told.at(-1)['amazon-bedrock-invocationMetrics'].outputTokenCount > 0);
  });

  test(`${form}: a server of OpenAI's is asked the same in its own words`, async () => {
    chatSays('Hi there');
    const answer = await invoke(idOf(form, 'chat'), { ...body('Hello'), ...limit(9) });
    assert.equal(textOf(json(answer.body)), 'Hi there');
    const { messages, max_completion_tokens, max_tokens } = chat.last.body;
    assert.deepEqual(messages, [{ role: 'user', content: 'Hello' }]);
    assert.equal(max_completion_tokens ?? max_tokens, 9);
    const told = await stream(idOf(form, 'chat'), body('Hello'));
    assert.equal(told.map((one) => pieceOf(one) ?? '').join(''), 'Hi there');
    const { inputTokenCount, outputTokenCount } = told.at(-1)['amazon-bedrock-invocationMetrics'];
    assert.deepEqual([inputTokenCount, outputTokenCount], [11, 7]);
  });

  if (template) {
    test(`${form}: a prompt in the model's own template is for that model alone`, async () => {
      const before = chat.requests.length;
      await refused(invoke(idOf(form, 'chat'), body(template)), 'ValidationException',
        { status: 400, message: /\$\.prompt: is not supported by this model's upstream/ });
      assert.equal(chat.requests.length, before);
      bedrockSays(form, ['Hi']);
      assert.equal(textOf(json((await invoke(native, body(template))).body)), 'Hi');
      assert.deepEqual(bedrock.last.body, body(template));
    });
  }

  test(`${form}: where the model fails another maker's answers in its form`, async () => {
    chatSays('Instead');
    const answer = await invoke(idOf(form, 'broken'), body('Hello'));
    assert.equal(textOf(json(answer.body)), 'Instead');
    const told = await stream(idOf(form, 'broken'), body('Hello'));
    assert.equal(told.map((one) => pieceOf(one) ?? '').join(''), 'Instead');
  });

  test(`${form}: what is not known, or would multiply an answer, is refused by its name`, async () => {
    const before = bedrock.requests.length;
    for (const name of ['num_generations', 'numResults', 'n', 'nonsense']) {
      await refused(invoke(native, { ...body('Hello'), [name]: 2 }), 'ValidationException',
        { status: 400, message: new RegExp(`\\$\\.${name}: is not supported`) });
    }
    assert.equal(bedrock.requests.length, before);
  });

  test(`${form}: a quota of tokens sets the limit of a body that has none`, async () => {
    const Key = 'licet:quota:output-tokens-per-total';
    await management.licenseManager('TagResource',
      { ResourceArn: grant, Tags: [{ Key, Value: '100000' }] });
    bedrockSays(form, ['Hi']);
    await invoke(native, body('Hello'));
    assert.deepEqual(bedrock.last.body, { ...body('Hello'), ...limit(most) });
    // Converse refuses the same.
    bedrockSays(form, ['Hi']);
    await member.runtime('Converse',
      { modelId: native, messages: [{ role: 'user', content: [{ text: 'Hello' }] }] });
    assert.equal(bedrock.last.body.inferenceConfig.maxTokens, most);
    await refused(invoke(native, { ...body('Hello'), ...limit(100001) }), 'ServiceQuotaExceededException',
      { status: 400 });
    await management.licenseManager('UntagResource', { ResourceArn: grant, TagKeys: [Key] });
  });

  test(`${form}: CountTokens counts it`, async () => {
    const { inputTokens } = await member.runtime('CountTokens', { modelId: native,
      input: { invokeModel: { body: Buffer.from(JSON.stringify(body('12345678'))) } } });
    assert.equal(inputTokens, 2);
  });
}

test('a tool that a model of Cohere\'s asks for, and what it gave', async () => {
  const tools = [{ name: 'f', description: 'd', parameter_definitions: { x: { type: 'int' } } }];
  bedrock.says({ ...command('Let me look'), tool_calls: [TOOL] });
  const answer = json((await invoke(idOf('cohere', 'native'), { message: 'Hello', tools })).body);
  assert.deepEqual(answer.tool_calls, [TOOL]);
  chatSays('Done');
  await invoke(idOf('cohere', 'chat'), { message: 'Hello', tools,
    tool_results: [{ call: TOOL, outputs: [{ y: 2 }] }] });
  const [, call, result] = chat.last.body.messages;
  assert.deepEqual(call.tool_calls[0].function, { name: 'f', arguments: '{"x":1}' });
  assert.deepEqual([result.role, result.content], ['tool', '[{"y":2}]']);
});

test('an agent with a body of Cohere\'s keeps its steps where they are translated', async () => {
  const says = (message, finish_reason) => {
    chat.answer = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({ id: 'c', choices: [{ index: 0, message, finish_reason }],
        usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 } }));
  };
  const step = async (body) => json((await invoke(idOf('cohere', 'chat'),
    { tools: [{ name: 'f', description: 'd' }], ...body })).body);
  says({ role: 'assistant', content: null, tool_calls: [{ id: 'x', type: 'function',
    function: { name: 'f', arguments: '{"x":1}' } }] }, 'tool_calls');
  let answer = await step({ message: 'Hello' });
  for (const y of [2, 3]) {
    assert.deepEqual(answer.tool_calls, [TOOL]);
    if (y === 3) says({ role: 'assistant', content: 'Done' }, 'stop');
    answer = await step({ message: '', chat_history: answer.chat_history,
      tool_results: [{ call: TOOL, outputs: [{ y }] }] });
  }
  assert.equal(answer.text, 'Done');
  const { messages } = chat.last.body;
  assert.deepEqual(messages.map(({ role }) => role), ['user', 'assistant', 'tool', 'assistant', 'tool']);
  assert.deepEqual(messages.filter(({ role }) => role === 'tool').map(({ content }) => content),
    ['[{"y":2}]', '[{"y":3}]']);
  for (const at of [1, 3]) {
    assert.equal(messages[at].tool_calls[0].id, messages[at + 1].tool_call_id);
  }
  assert.deepEqual(answer.chat_history.map(({ role }) => role),
    ['USER', 'CHATBOT', 'TOOL', 'CHATBOT', 'TOOL', 'CHATBOT']);
});

test('more results of tools than a body may have are refused at once', async () => {
  const call = { call: { name: 'f' }, outputs: [] };
  await refused(invoke(idOf('cohere', 'native'),
    { message: 'Hello', tool_results: Array(10001).fill(call) }), 'ValidationException',
  { status: 400, message: /tool_results\[10000\]\.call: must not be more than 10000 calls/ });
});

test('a body of Anthropic\'s is answered in its form by another maker\'s model, too', async () => {
  bedrockSays('nova', ['In', 'stead']);
  const ask = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 9, system: 'Be brief.',
    messages: [{ role: 'user', content: 'Hello' }] };
  const { content, type } = json((await invoke(BROKEN_CLAUDE, ask)).body);
  assert.deepEqual([type, content], ['message', [{ type: 'text', text: 'Instead' }]]);
  assert.deepEqual(bedrock.last.body, { system: [{ text: 'Be brief.' }], inferenceConfig: { maxTokens: 9 },
    messages: [{ role: 'user', content: [{ text: 'Hello' }] }] });
  const told = await stream(BROKEN_CLAUDE, ask);
  assert.equal(told.map((one) => one.delta?.text ?? '').join(''), 'Instead');
  // What another maker's model cannot be told is not left out: the first model's fault is told.
  const thinking = { type: 'enabled', budget_tokens: 1024 };
  await refused(invoke(BROKEN_CLAUDE, { ...ask, max_tokens: 2000, thinking }), 'InternalServerException',
    { status: 500 });
});

// ---- guardrails

const MESSAGES = { blockedInputMessaging: 'not in', blockedOutputsMessaging: 'not out' };
const { guardrailId } = await management.bedrock('CreateGuardrail', { name: 'makers', ...MESSAGES,
  wordPolicyConfig: { wordsConfig: [{ text: 'secret' }] },
  sensitiveInformationPolicyConfig: { piiEntitiesConfig: [{ type: 'EMAIL', action: 'ANONYMIZE' }] } });
const GUARDED = { guardrailIdentifier: guardrailId, guardrailVersion: 'DRAFT' };
const guarded = (modelId, body) => invoke(modelId, body, GUARDED, management);
const MARK = 'amazon-bedrock-guardrailAction';

for (const [form, { body, textOf, template }] of Object.entries(FORMS)) {
  const native = idOf(form, 'native');
  const asked = (text) => body(template ? template.replace('Hello', text) : text);

  test(`${form}: guardrails block and mask prompts, and nothing else goes on`, async () => {
    bedrockSays(form, ['Hi']);
    const before = bedrock.requests.length;
    const no = json((await guarded(native, asked('a secret'))).body);
    assert.deepEqual([textOf(no), no[MARK]], ['not in', 'INTERVENED']);
    assert.equal(bedrock.requests.length, before);
    const fine = json((await guarded(native, asked('write to a@b.co'))).body);
    assert.equal(textOf(fine), 'Hi');
    const sent = JSON.stringify(bedrock.last.body);
    assert.ok(sent.includes('write to {EMAIL}') && !sent.includes('a@b.co'), sent);
    if (template) assert.deepEqual(bedrock.last.body, asked('write to {EMAIL}'));
  });

  test(`${form}: and answers, whole and wherever they are split`, async () => {
    bedrockSays(form, ['a se', 'cret']);
    const no = json((await guarded(native, asked('Hello'))).body);
    assert.deepEqual([textOf(no), no[MARK]], ['not out', 'INTERVENED']);
    const answer = await management.runtime('InvokeModelWithResponseStream', { ...GUARDED,
      modelId: native, contentType: 'application/json', body: JSON.stringify(asked('Hello')) });
    const told = [];
    for await (const { chunk } of answer.body) told.push(json(chunk.bytes));
    const text = told.map((one) => FORMS[form].pieceOf(one) ?? '').join('');
    assert.ok(text.endsWith('not out') && !JSON.stringify(told).includes('cret"'), text);
    assert.equal(told.at(-1)[MARK], 'INTERVENED');
  });
}

test('guardrails read every member that has texts', async () => {
  const before = bedrock.requests.length;
  const secret = 'a secret';
  for (const more of [{ preamble: secret }, { chat_history: [{ role: 'USER', message: secret }] },
    { chat_history: [{ role: 'CHATBOT', message: secret }] }, { documents: [{ snippet: secret }] },
    { documents: [{ title: secret, snippet: 's' }] }, { documents: [{ snippet: 's', other: secret }] },
    { tool_results: [{ call: TOOL, outputs: [{ text: secret }] }] },
    { tool_results: [{ call: { name: 'f', parameters: { q: secret } }, outputs: [] }] }]) {
    const told = json((await guarded(idOf('cohere', 'native'), { message: 'Hello', ...more })).body);
    assert.deepEqual([told.text, told[MARK]], ['not in', 'INTERVENED'], JSON.stringify(more));
  }
  const system = json((await guarded(idOf('nova', 'native'), { ...FORMS.nova.body('Hello'),
    system: [{ text: secret }] })).body);
  assert.equal(system[MARK], 'INTERVENED');
  assert.equal(bedrock.requests.length, before);
});

test('input tags mark parts of a prompt in a template, and the model does not see them', async () => {
  bedrockSays('llama', ['Hi']);
  const template = (text) => FORMS.llama.template.replace('Hello', text);
  const config = { 'amazon-bedrock-guardrailConfig': { tagSuffix: 'k3x9' } };
  await guarded(idOf('llama', 'native'),
    { prompt: template(`see a@b.co: <${GUARD}>c@d.co</${GUARD}>`), max_gen_len: 9, ...config });
  const { prompt, ...more } = bedrock.last.body;
  assert.deepEqual(more, { max_gen_len: 9 });
  assert.ok(prompt.includes('{EMAIL}') && !prompt.includes('guardContent'), prompt);
});

test('settings of a maker\'s own stay what they are where guardrails apply', async () => {
  bedrockSays('nova', ['Hi']);
  const reasoningConfig = { type: 'enabled', maxReasoningEffort: 'low' };
  const own = { inferenceConfig: { topK: 5 }, reasoningConfig };
  await guarded(idOf('nova', 'native'), { ...FORMS.nova.body('Hello'), ...own });
  assert.deepEqual(bedrock.last.body.additionalModelRequestFields, own);
  const within = { inferenceConfig: { topK: 5, reasoningConfig } };  // AWS tells both places
  await guarded(idOf('nova', 'native'), { ...FORMS.nova.body('Hello'), ...within });
  assert.deepEqual(bedrock.last.body.additionalModelRequestFields, own);
  await invoke(idOf('nova', 'native'), { ...FORMS.nova.body('Hello'), ...within });
  assert.deepEqual(bedrock.last.body, { ...FORMS.nova.body('Hello'), ...within });
  await guarded(idOf('cohere', 'native'), { message: 'Hello', k: 5 });
  assert.deepEqual(bedrock.last.body.additionalModelRequestFields, { k: 5 });
});

test('fields of a model\'s own that would lengthen an answer are refused, an effort is none', async () => {
  const messages = [{ role: 'user', content: [{ text: 'Hello' }] }];
  const converse = (additionalModelRequestFields) => management.runtime('Converse',
    { modelId: idOf('nova', 'native'), messages, additionalModelRequestFields });
  bedrockSays('nova', ['Hi']);
  const reasoningConfig = { type: 'enabled', maxReasoningEffort: 'low' };
  await converse({ reasoningConfig });
  assert.deepEqual(bedrock.last.body.additionalModelRequestFields, { reasoningConfig });
  for (const more of [{ maxTokens: 9 }, { x: { maxTokens: 9 } }, { x: { maxReasoningEffort: 'low', max: 9 } },
    { x: { maxReasoningEfforts: 9 } }]) {
    await refused(converse(more), 'ValidationException', { message: /is not for the model's additional/ });
  }
});

test('documents go to Converse as texts, however many they are', async () => {
  bedrockSays('cohere', ['Hi']);
  const documents = Array.from({ length: 6 }, (_, at) => ({ title: 't', snippet: `s${at}` }));
  await guarded(idOf('cohere', 'native'), { message: 'Hello', documents });
  assert.deepEqual(bedrock.last.body.messages[0].content,
    [...documents.map(({ title, snippet }) => ({ text: `${title}\n\n${snippet}` })), { text: 'Hello' }]);
});

test('what guardrails could not read is refused where they apply', async () => {
  for (const [model, more, name] of [['cohere', { raw_prompting: true }, 'raw_prompting'],
    ['cohere', { search_queries_only: true }, 'search_queries_only']]) {
    await refused(guarded(idOf(model, 'native'), { ...FORMS[model].body('Hello'), ...more }),
      'ValidationException', { status: 400, message: new RegExp(name) });
  }
});
