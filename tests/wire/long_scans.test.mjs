// SPDX-License-Identifier: Apache-2.0
//
// Long texts that guardrails read hold up no other call, on a server with one loop.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { DOORS, ask, heard } from './doors.mjs';
import { serveGuarded, through } from './guarded.mjs';
import { ScriptedUpstream } from './scripted.mjs';
import { CLAUDE_US } from './world.mjs';

const upstream = new ScriptedUpstream();
after(() => upstream.close());
const { management, url, data, stop, guardrailId, enforce, key } =
  await serveGuarded({ threads: 1, ...through(await upstream.start()) });
await enforce();

const says = (text) => upstream.says({ id: 'up', object: 'chat.completion', model: 'theirs',
  choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 } });
const audited = async (EventName) => (await management.cloudTrail('LookupEvents', {
  LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: EventName }], MaxResults: 1,
})).Events.map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent))[0];
const addresses = (bytes) => 'ann@example.com, '.repeat(bytes / 17);
const call = (text, door = 'chat') => ask(url, door, CLAUDE_US, key, { text });
const textOf = (answer, door = 'chat') => heard(door, false, answer).text;

const metric = async (name) => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(text.match(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\d+)$`, 'm'))?.[1] ?? 0);
};
async function until(holds) {
  for (const end = Date.now() + 60_000; !(await holds());) assert.ok(Date.now() < end, `${holds}`);
}

test('through every door a long prompt is blocked and masked like any other', async () => {
  for (const door of Object.keys(DOORS)) {
    says('fine');
    const before = await metric('licet_scans_total{outcome="done"}');
    assert.equal(textOf(await call(`${addresses(200_000)} secret`, door), door), 'not in', door);
    assert.equal(textOf(await call(`x${addresses(200_000)}`, door), door), 'fine', door);
    const sent = JSON.stringify(upstream.last.body);
    assert.ok(sent.includes('{EMAIL}, {EMAIL}') && !sent.includes('ann@'), door);
    assert.equal(await metric('licet_scans_total{outcome="done"}'), before + 2, door);
  }
});

test('a short text in which much is found is scanned elsewhere, too, and a plain one is not', async () => {
  says('fine');
  const before = await metric('licet_scans_total{outcome="done"}');
  await call('hello '.repeat(5_000));
  assert.equal(await metric('licet_scans_total{outcome="done"}'), before);
  assert.equal(textOf(await call(addresses(60_000))), 'fine');
  assert.equal(await metric('licet_scans_total{outcome="done"}'), before + 1);
  const { outputs } = await management.runtime('ApplyGuardrail', { guardrailIdentifier: guardrailId,
    guardrailVersion: '1', source: 'INPUT', content: [{ text: { text: addresses(24_000) } }] });
  assert.match(outputs[0].text, /^\{EMAIL\}, \{EMAIL\}/);
});

test('a long answer is held against guardrails elsewhere', async () => {
  const before = await metric('licet_scans_total{outcome="done"}');
  says(`${'well, '.repeat(20_000)} the secret`);
  assert.equal(textOf(await call('hello')), 'not out');
  says(`${'well, '.repeat(20_000)} a@b.example`);
  assert.ok(textOf(await call('hello')).endsWith('well,  {EMAIL}'));
  assert.equal(await metric('licet_scans_total{outcome="done"}'), before + 2);
});

test('while long prompts are scanned other calls are answered', async () => {
  says('fine');
  let answered = 0;
  const calls = Array.from({ length: 6 }, async () => {
    const answer = await call(addresses(4_000_000));
    answered += 1;
    return answer;
  });
  await until(async () => await metric('licet_scans_running') === 1);
  assert.equal(textOf(await call('hello')), 'fine');
  assert.ok(answered < calls.length, 'it did not wait for all of them');
  for (const answer of await Promise.all(calls)) assert.equal(textOf(answer), 'fine');
});

test('whoever leaves disturbs nobody, and what has no room is refused', async () => {
  says('fine');
  const gone = new AbortController();
  const long = Array.from({ length: 4 }, () => call(addresses(4_000_000)));
  await until(async () => await metric('licet_scans_waiting') > 0);
  const left = fetch(`${url}/v1/chat/completions`, { method: 'POST', signal: gone.signal,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: CLAUDE_US, messages: [{ role: 'user', content: addresses(200_000) }] }) });
  await until(async () => await metric('licet_scans_waiting') > 0);
  gone.abort();
  await assert.rejects(left, { name: 'AbortError' });
  const many = await Promise.all(Array.from({ length: 24 }, () => call(addresses(100_000))));
  const refusals = many.filter(({ status }) => status === 429);
  assert.ok(refusals.length > 0 && refusals.length < many.length, `${refusals.length} refused`);
  assert.match(refusals[0].bytes.toString('utf8'), /too many long texts/);
  for (const answer of await Promise.all(long)) assert.equal(textOf(answer), 'fine');
  await until(async () => await metric('licet_scans_running') === 0);
});

test('who leaves before ApplyGuardrail has begun to scan gives that up', async () => {
  says('fine');
  const done = await metric('licet_scans_total{outcome="done"}');
  const gone = new AbortController();
  const long = Array.from({ length: 3 }, () => call(addresses(4_000_000)));
  await until(async () => await metric('licet_scans_waiting') === 2);
  const left = fetch(`${url}/guardrail/${guardrailId}/version/1/apply`, { method: 'POST',
    signal: gone.signal, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ source: 'INPUT', content: [{ text: { text: addresses(24_000) } }] }) });
  await until(async () => await metric('licet_scans_waiting') === 3);
  gone.abort();
  await assert.rejects(left, { name: 'AbortError' });
  for (const answer of await Promise.all(long)) assert.equal(textOf(answer), 'fine');
  await until(async () => await metric('licet_scans_waiting') === 0);
  assert.equal(await metric('licet_scans_total{outcome="done"}'), done + 3, 'it was never scanned');
  assert.match((await audited('ApplyGuardrail')).errorMessage, /the caller left/);
});

// They were paid for.
test('answers wait for their scan where prompts would be refused', async () => {
  says(addresses(1_000_000));
  const answers = await Promise.all(Array.from({ length: 24 }, () => call('hello')));
  for (const answer of answers) assert.ok(textOf(answer).startsWith('{EMAIL}, '), `${answer.status}`);
});

// The last one: the server ends. Run by a sanitized server, it sees whether anything outlives its loop.
test('who leaves while an answer is scanned is recorded, though the server stops', async () => {
  const recorded = () => readdirSync(join(data, 'journal'))
    .flatMap((file) => readFileSync(join(data, 'journal', file), 'latin1').split('\n'))
    .filter((line) => line.includes('"operation":"ChatCompletions"')).length;
  says('fine');
  await call('hello');
  await management.cloudTrail('LookupEvents', {});  // writes what waits
  const before = recorded();
  says(addresses(4_000_000));
  const gone = new AbortController();
  const left = Array.from({ length: 6 }, () => assert.rejects(
    ask(url, 'chat', CLAUDE_US, key, { text: 'hello', signal: gone.signal })));
  await until(async () => await metric('licet_scans_waiting') > 0);
  gone.abort();
  await Promise.all(left);
  await stop();
  assert.equal(recorded(), before + 6);
});
