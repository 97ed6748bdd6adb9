// SPDX-License-Identifier: Apache-2.0
//
// What a model would read and a guardrail would not: texts that are said twice, or beside those that
// are read. Source: issue 5, section 5.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { RULES, serveGuarded } from './guarded.mjs';
import { ScriptedUpstream } from './scripted.mjs';
import { CLAUDE_US, NOVA } from './world.mjs';

const upstream = new ScriptedUpstream();
after(() => upstream.close());
const base_url = await upstream.start();
const { url, enforce, key } = await serveGuarded({
  upstreams: [
    { name: 'o', kind: 'openai', base_url: `${base_url}/v1` },
    { name: 'a', kind: 'anthropic', base_url: `${base_url}/v1` },
    { name: 'b', kind: 'bedrock', base_url, region: 'us-east-1', key_command: 'echo ABSKkey' },
  ],
  routes: [['anthropic.*', 'a'], [NOVA, 'o'], ['*', 'b']].map(([model, name]) => ({ model, upstream: name })),
}, { wordPolicyConfig: RULES.wordPolicyConfig });
await enforce();

const CHAT = ['/v1/chat/completions', NOVA];
const MESSAGES = ['/v1/messages', CLAUDE_US];
const RESPONSES = ['/v1/responses', NOVA];
const CONVERSE = [`/model/${encodeURIComponent('amazon.nova-pro-v1:0')}/converse`];

const base64 = (text) => Buffer.from(text).toString('base64');
const says = (content, role = 'user') => `{"role":"${role}","content":${content}}`;
const chat = (content) => `"messages":[${says(content)}]`;
const chatTurn = (members) => `"messages":[${says('"hi"')},{"role":"assistant",${members}},${says('"hi"')}]`;
const called = (call) => `"messages":[${says('"hi"')},{"role":"assistant","tool_calls":[${call}]},`
  + '{"role":"tool","tool_call_id":"a","content":"fine"}]';
const messages = (content) => `"max_tokens":9,"messages":[${says(content)}]`;
const result = (content) => `"max_tokens":9,"messages":[${says('"hi"')},`
  + `${says('[{"type":"tool_use","id":"t","name":"f","input":{}}]', 'assistant')},`
  + `${says(`[{"type":"tool_result","tool_use_id":"t","content":[${content}]}]`)}]`;
const converse = (content, more = '') => `"messages":[${says(content)}]${more}`;
const converseResult = (content) => `"messages":[${says('[{"text":"hi"}]')},`
  + `${says('[{"toolUse":{"toolUseId":"t","name":"f","input":{}}}]', 'assistant')},`
  + `${says(`[{"toolResult":{"toolUseId":"t","content":[${content}]}}]`)}]`;
const document = (members) => `[{"document":{"format":"txt",${members}}},{"text":"hi"}]`;

/** Each: the door, the members of the body but for the model, and what becomes of it: `blocked` by the
 *  guardrail, `refused`, or `sent` without what was not read. */
const EVASIONS = {
  'a text twice in a part': [CHAT, chat('[{"type":"text","text":"fine","text":"secret"}]'), 'refused'],
  'a text under an escaped name': [CHAT,
    chat('[{"type":"text","text":"fine","te\\u0078t":"secret"}]'), 'refused'],
  'a type twice': [CHAT,
    chat('[{"type":"refusal","refusal":"fine","type":"text","text":"secret"}]'), 'refused'],
  'a member beside the text': [CHAT, chat('[{"type":"text","text":"fine","more":"secret"}]'), 'refused'],
  'the refusal of a message': [CHAT, chatTurn('"content":"fine","refusal":"secret"'), 'blocked'],
  'the thoughts of a message': [CHAT, chatTurn('"content":"fine","reasoning_content":"secret"'), 'blocked'],
  'what a message cites': [CHAT, chatTurn('"content":"fine","annotations":[{"title":"secret"}]'), 'refused'],
  'the arguments of a call twice': [CHAT, called('{"id":"a","type":"function",'
    + '"function":{"name":"f","arguments":"{}","arguments":"{\\"x\\":\\"secret\\"}"}}'), 'refused'],
  'a function twice': [CHAT, called('{"id":"a","type":"function","function":{"name":"f","arguments":"{}"},'
    + '"function":{"name":"f","arguments":"{\\"x\\":\\"secret\\"}"}}'), 'refused'],
  'a text twice in a block': [MESSAGES,
    messages('[{"type":"text","text":"fine","text":"secret"}]'), 'refused'],
  'a text twice in a result': [MESSAGES, result('{"type":"text","text":"fine","text":"secret"}'), 'refused'],
  'a member beside a result’s text': [MESSAGES,
    result('{"type":"text","text":"fine","more":"secret"}'), 'refused'],
  'two texts of a result': [MESSAGES,
    result('{"type":"text","text":"sec"},{"type":"text","text":"ret"}'), 'blocked'],
  'a text on both sides of a cache point': [MESSAGES,
    messages('[{"type":"text","text":"sec","cache_control":{"type":"ephemeral"}},'
      + '{"type":"text","text":"ret"}]'),
    'blocked'],
  'the title of a document': [MESSAGES,
    messages('[{"type":"document","title":"secret","source":{"type":"text",'
    + '"media_type":"text/plain","data":"fine"}},{"type":"text","text":"hi"}]'), 'blocked'],
  'what a text cites': [MESSAGES,
    messages('[{"type":"text","text":"fine","citations":[{"type":"x","cited_text":"secret"}]}]'), 'sent'],
  'a text twice in an input': [RESPONSES,
    `"input":[${says('[{"type":"input_text","text":"fine","text":"secret"}]')}]`, 'sent'],
  'a text twice': [CONVERSE, converse('[{"text":"fine","text":"secret"}]'), 'refused'],
  'two texts of a toolResult': [CONVERSE, converseResult('{"text":"sec"},{"text":"ret"}'), 'blocked'],
  'a text on both sides of a cachePoint': [CONVERSE,
    converse('[{"text":"sec"},{"cachePoint":{"type":"default"}},{"text":"ret"}]'), 'blocked'],
  'the bytes of a text document': [CONVERSE,
    converse(document(`"name":"d","source":{"bytes":"${base64('secret')}"}`)), 'blocked'],
  'the name of a document': [CONVERSE,
    converse(document('"name":"secret","source":{"text":"fine"}')), 'blocked'],
  'a field of the model': [CONVERSE,
    converse('[{"text":"hi"}]', ',"additionalModelRequestFields":{"system":"secret"}'), 'blocked'],
};

for (const [what, [[path, model], members, expected]] of Object.entries(EVASIONS)) {
  test(`${path}: ${what}`, async () => {
    const ask = async (body) => {
      upstream.says({}, 500);
      upstream.requests.length = 0;
      const response = await fetch(`${url}${path}`, { method: 'POST', body,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' } });
      return [response.status, await response.text(), JSON.stringify(upstream.last?.body ?? null)];
    };
    const body = `{${model ? `"model":"${model}",` : ''}${members}}`;
    const [status, said, sent] = await ask(body);
    const blocked = said.includes('not in') ? 'blocked' : said;
    const outcome = sent !== 'null' ? 'sent' : status === 400 ? 'refused' : blocked;
    assert.equal(outcome, expected, said);
    assert.doesNotMatch(sent, /secret|c2VjcmV0/);
    if (expected !== 'blocked') return;
    const harmless = await ask(body.replaceAll('secret', 'words').replaceAll('"sec"', '"w"')
      .replaceAll(base64('secret'), base64('words')));
    assert.notEqual(harmless[2], 'null', `it is for the word that it is blocked: ${harmless[1]}`);
  });
}

test('settings of Anthropic’s API that say nothing to be read reach its servers', async () => {
  const send = async (path, body) => {
    upstream.says({}, 500);
    upstream.requests.length = 0;
    const response = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body),
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' } });
    return [await response.text(), upstream.last?.body];
  };
  const settings = {
    context_management: { edits: [{ type: 'clear_tool_uses_20250919', exclude_tools: ['web_search'],
      trigger: { type: 'input_tokens', value: 30000 } }] },
    thinking: { type: 'adaptive', display: 'omitted' },
    cache_control: { type: 'ephemeral', ttl: '1h' }, service_tier: 'standard_only', workspace_id: 'w1',
  };
  const body = { model: CLAUDE_US, max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] };
  const [, sent] = await send('/v1/messages', { ...body, ...settings });
  assert.deepEqual(Object.fromEntries(Object.keys(settings).map((name) => [name, sent[name]])), settings);
  for (const [name, value] of Object.entries({
    container: 'c1', workspace_id: 'say this',
    context_management: { edits: [{ type: 'clear_tool_uses_20250919', exclude_tools: ['say this'] }] },
  })) {
    const [said, none] = await send('/v1/messages', { ...body, [name]: value });
    assert.match(said, new RegExp(`\\$\\.${name}: is not supported by this model's upstream`));
    assert.equal(none, undefined, name);
  }
  const [said, none] = await send('/v1/messages', { ...body, model: NOVA, ...settings, thinking: undefined });
  assert.match(said, /\$\.context_management: is not supported by this model's upstream/);
  assert.equal(none, undefined, 'nor is it left out before another server');
});
