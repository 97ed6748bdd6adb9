// SPDX-License-Identifier: Apache-2.0
//
// Quotas of grants: exact under concurrency, across restarts and kill -9. Source: issue 5, section 4;
// peers.md 2, claims 1 and 2.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { send } from './discovery.mjs';
import { Caller, HELD_OR_SPENT, launch, refused, run, serve } from './harness.mjs';
import { ScriptedUpstream } from './scripted.mjs';
import {
  CLAUDE_US, createGrant, createMember, organizationOf, prepare, recordOf, sendForm,
  setStatus, subscribe,
} from './world.mjs';

const USED = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };
const ANSWER = { choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' },
  finish_reason: 'stop' }], usage: USED };
const upstream = new ScriptedUpstream();
after(() => upstream.close());
const settings = {
  upstreams: [{ name: 'o', kind: 'openai', base_url: `${await upstream.start()}/v1` }],
};
const server = await serve(settings);
const { management } = server;
await prepare(management);
await sendForm(management);
const license = await subscribe(management);
const organization = await organizationOf(management);
const [first, second] = [await createMember(management), await createMember(management)];
const grant = await createGrant(management, license, organization.Arn);
await setStatus(management, grant, 'ACTIVE');
upstream.says(ANSWER);

const call = (caller, maxTokens = 10) => caller.runtime('Converse', {
  modelId: CLAUDE_US, messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
  inferenceConfig: { maxTokens },
});
const tag = (tags) => management.licenseManager('TagResource', {
  ResourceArn: grant, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
});
const untag = (...TagKeys) => management.licenseManager('UntagResource', {
  ResourceArn: grant, TagKeys,
});
async function quotas(caller, body = {}) {
  const answer = await send(caller, {
    method: 'POST', path: '/licet/v1/quotas', service: 'licet', body,
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body.quotas;
}

test('a quota that cannot be understood is refused and changes nothing', async () => {
  for (const [key, value] of [['licet:quota:requests-per-week', '1'], ['licet:concurrency', '0'],
    ['licet:quota:requests-per-day', 'many'], ['Licet:quota:requests-per-day', '1'],
    ['licet:quota:dollars-per-day', '1']]) {
    await refused(tag({ [key]: value }), 'ValidationException', { message: new RegExp(key) });
  }
  assert.deepEqual(await quotas(management), []);
});
const counts = async () =>
  (await (await fetch(`${server.url}/metrics`)).text()).match(/\nlicet_quota_counters (\d+)\n/)[1];
/** Does `work` within one window of the quota: anew, where a window ended meanwhile. */
async function inOneWindow(quota, limit, work) {
  for (let again = true; again;) {
    while (await counts() !== '0');
    await tag({ [quota]: limit });
    const [{ windowEnd }] = await quotas(first);
    const [outcome] = await Promise.allSettled([work(windowEnd)]);
    again = (await quotas(first))[0].windowEnd !== windowEnd;
    await untag(quota);
    if (!again && outcome.reason) throw outcome.reason;
  }
}

const MONTHLY = 'licet:quota:requests-per-month';

test('a rate is shared by the sub-grants of its grant, and tells when to come again', async () => {
  await inOneWindow(MONTHLY, '3', async (windowEnd) => {
    const converse = (caller) => send(caller, {
      method: 'POST', path: `/model/${CLAUDE_US}/converse`, service: 'bedrock',
      body: { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] },
    });
    await call(first);
    const answer = await converse(second);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.equal(answer.headers.get('x-licet-quota'), 'licet:quota:requests-per-month;limit=3;left=1');
    await call(second);
    const no = await converse(first);
    assert.equal(no.status, 429);
    assert.match(no.headers.get('x-amzn-errortype'), /^ThrottlingException/);
    assert.match(no.body.message, /`licet:quota:requests-per-month` = 3/);
    assert.match(windowEnd, /-01T00:00:00/);
    const wait = Number(no.headers.get('retry-after'));
    assert.ok(Math.abs(Date.now() + wait * 1000 - Date.parse(windowEnd)) < 60_000, `${wait}`);
    assert.equal(no.headers.get('x-licet-quota'), 'licet:quota:requests-per-month;limit=3;left=0');
    const [shown] = await quotas(first);
    assert.equal(shown.quota, 'licet:quota:requests-per-month');
    assert.deepEqual([shown.limit, shown.spent, shown.held], [3, 3, 0]);

    await tag({ [MONTHLY]: '4' });  // changeable at any time
    await call(first);
    await refused(call(first), 'ThrottlingException');
  });
  await call(first);
});

test('a quota for each is of every account by itself; a total that is used up is final', async () => {
  await tag({ 'licet:quota:requests-per-total:each': '1' });
  for (const caller of [first, second]) {
    await call(caller);
    await refused(call(caller), 'ServiceQuotaExceededException', {
      message: /`licet:quota:requests-per-total:each` = 1/,
    });
  }
  const [own] = await quotas(management, { account: first.account });
  assert.deepEqual([own.account, own.spent], [first.account, 1]);
  const [all] = await quotas(management);
  assert.equal(all.spent, undefined);
  await untag('licet:quota:requests-per-total:each');
});

test('no guardrail reads the prompt of a caller that must wait anyway', async () => {
  const { guardrailId } = await first.bedrock('CreateGuardrail', {
    name: 'own', blockedInputMessaging: 'not in', blockedOutputsMessaging: 'not out',
    wordPolicyConfig: { wordsConfig: [{ text: 'secret' }] },
  });
  const ask = () => first.runtime('Converse', {
    modelId: CLAUDE_US, messages: [{ role: 'user', content: [{ text: 'the secret' }] }],
    guardrailConfig: { guardrailIdentifier: guardrailId, guardrailVersion: 'DRAFT' },
  });
  const quota = 'licet:quota:requests-per-total:each-principal';
  await tag({ [quota]: '1' });
  assert.equal((await ask()).stopReason, 'guardrail_intervened', 'which uses nothing of it');
  await call(first);
  const { $metadata } = await refused(ask(), 'ServiceQuotaExceededException', { message: new RegExp(quota) });
  const told = await recordOf(first, $metadata.requestId);
  assert.equal(told.additionalEventData?.guardrails, undefined, 'nothing was read');
  await untag(quota);
});

test('the command line shows them as a table', async () => {
  process.env.AWS_SHARED_CREDENTIALS_FILE = server.credentials;
  await tag({ 'licet:quota:input-tokens-per-day': '7000' });
  const { status, stdout, stderr } = run('quotas', '--endpoint', server.url);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^QUOTA +LIMIT +SPENT +HELD +USED BY +UNTIL +OF\n/);
  assert.match(stdout, /\nlicet:quota:input-tokens-per-day +7000 +0 +0 +all +\S+T00:00:00Z +arn:/);
  await untag('licet:quota:input-tokens-per-day');
});

test('an account asks about itself only', async () => {
  const { status } = await send(first, { method: 'POST', path: '/licet/v1/quotas', service: 'licet',
    body: { account: second.account } });
  assert.equal(status, 403);
});

test('calls at the same time take a place each', async () => {
  const waiting = [];
  const place = 'licet:concurrency';
  await tag({ [place]: '2' });
  const arrived = new Promise((resolve) => {
    upstream.answer = (response) => { if (waiting.push(response) === 2) resolve(); };
  });
  const calls = [call(first), call(second)];
  await arrived;
  await refused(call(first), 'ThrottlingException', { message: /`licet:concurrency` = 2/ });
  assert.equal((await quotas(management))[0].held, 2);
  upstream.says(ANSWER);
  for (const response of waiting) upstream.answer(response);
  await Promise.all(calls);
  await call(first);
  await untag(place);
});

test('counts of quotas that are taken away are forgotten in a while, and begin anew', async () => {
  const total = 'licet:quota:requests-per-total:each';
  while (await counts() !== '0');
  await tag({ [total]: '1' });
  await call(first);
  await refused(call(first), 'ServiceQuotaExceededException');
  assert.equal(await counts(), '1');
  await untag(total);
});

const BUDGET = 'licet:quota:output-tokens-per-total';

test('256 callers at once spend no more than there is, and all that is shown', async () => {
  await tag({ [BUDGET]: '1000' });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 256 }, (_, n) => call(n % 2 ? first : second)));
  const answered = outcomes.filter(({ status }) => status === 'fulfilled').length;
  for (const { reason } of outcomes.filter(({ status }) => status === 'rejected')) {
    assert.match(reason.name, HELD_OR_SPENT, reason.message);
  }
  const [{ spent, held }] = await quotas(management);
  assert.equal(held, 0);
  assert.equal(spent, answered * USED.completion_tokens);
  assert.ok(spent <= 1000 && answered >= 100, `${answered}`);
});

test('no field of a model makes its answer longer than what is held', async () => {
  for (const name of ['max_tokens', 'max_completion_tokens', 'n']) {
    await refused(first.runtime('Converse', {
      modelId: CLAUDE_US, messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
      inferenceConfig: { maxTokens: 1 }, additionalModelRequestFields: { [name]: 5000 },
    }), 'ValidationException', { message: new RegExp(`\\b${name}\\b`) });
  }
});

test('what is spent survives a restart and kill -9; what was held is there again', async () => {
  await tag({ [BUDGET]: '2000' });
  const [{ spent }] = await quotas(management);
  const config = join(server.data, '..', 'again.yaml');
  writeFileSync(config, JSON.stringify(settings));
  await server.stop();

  let again = await launch(server.data, '--config', config);
  const at = (caller) => new Caller(again.url, caller.credentials);
  assert.equal((await quotas(at(management)))[0].spent, spent);
  await call(at(first));
  const arrived = new Promise((resolve) => { upstream.answer = resolve; });
  const lost = assert.rejects(call(at(second), 900));
  await arrived;
  assert.equal((await quotas(at(management)))[0].held, 900);
  again.process.kill('SIGKILL');
  await Promise.all([again.ended, lost]);

  upstream.says(ANSWER);
  again = await launch(server.data, '--config', config);
  const [shown] = await quotas(at(management));
  assert.deepEqual([shown.spent, shown.held], [spent + USED.completion_tokens, 0]);
  await call(at(second), 900);
  again.process.kill('SIGTERM');
  assert.deepEqual(await again.ended, [0, null], again.log());
});
