// SPDX-License-Identifier: Apache-2.0
//
// What calls cost: by the agreement behind the grant, and never more than a quota of money says.
// Source: issue 5, sections 4 and 6.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { send } from './discovery.mjs';
import { HELD_OR_SPENT, refused, run, serve } from './harness.mjs';
import { bring, usageOffer } from './offers.mjs';
import { ScriptedUpstream, chatChunks } from './scripted.mjs';
import {
  CLAUDE, CLAUDE_GLOBAL, CLAUDE_US, NOVA, createGrant, createMember, organizationOf,
  prepare, sendForm, setStatus, subscribe,
} from './world.mjs';

const SONNET = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const OPUS = 'anthropic.claude-opus-4-6-v1';
const BUDGET = 'licet:quota:micro-dollars-per-total';
const USED = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };
// 11 and 7 tokens by the rate card of the public offer, rounded half up
const PUBLIC = 51;         // 11 × 1.1 + 7 × 5.5 = 50.6
const PUBLIC_GLOBAL = 46;  // 11 × 1 + 7 × 5
const PRIVATE = 20;        // 11 × 0.5 + 7 × 2 = 19.5

const upstream = new ScriptedUpstream();
const bedrock = new ScriptedUpstream();
after(() => [upstream, bedrock].forEach((one) => one.close()));
const answer = (usage = USED) => upstream.says({
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
  usage,
});
const server = await serve('--management-account', '111111111111', {
  upstreams: [{ name: 'o', kind: 'openai', base_url: `${await upstream.start()}/v1` },
    { name: 'b', kind: 'bedrock', base_url: await bedrock.start(), region: 'us-east-1',
      key_command: 'echo ABSKkey' }],
  routes: [{ model: OPUS, upstream: 'b' }, { model: '*', upstream: 'o' }],
});
const { management } = server;
await prepare(management);
await sendForm(management);
const organization = await organizationOf(management);
const [member, seller] = [await createMember(management), await createMember(management)];
const grant = await createGrant(management, await subscribe(management), organization.Arn);
await setStatus(management, grant, 'ACTIVE');
answer();

const ask = (modelId = CLAUDE_US, content = [{ text: 'Hello' }], more = {}) =>
  member.runtime('Converse', {
    modelId, messages: [{ role: 'user', content }], inferenceConfig: { maxTokens: 10 }, ...more,
  });
const tag = (to, tags) => management.licenseManager('TagResource', {
  ResourceArn: to, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
});
/** What the journal says of the last call of the member's, or of another caller's. */
async function told(name = 'Converse', caller = member) {
  const { Events: [event] } = await caller.cloudTrail('LookupEvents', {
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }], MaxResults: 1,
  });
  return JSON.parse(event.CloudTrailEvent).additionalEventData;
}
async function standing() {
  const { body } = await send(management, {
    method: 'POST', path: '/licet/v1/quotas', service: 'licet', body: {},
  });
  return body.quotas.find(({ quota, grantArn }) => quota === BUDGET && grantArn === grant);
}
const acceptPrivate = async (modelId, { offer_id: id }) => {
  const { offers } = await management.bedrock('ListFoundationModelAgreementOffers', {
    modelId, offerType: 'ALL',
  });
  await management.bedrock('CreateFoundationModelAgreement', {
    modelId, offerToken: offers.find(({ offerId }) => offerId === id).offerToken,
  });
};

test('a member pays the public price of whoever subscribed, a global profile its own', async () => {
  await ask();
  assert.equal((await told()).costMicroUsd, PUBLIC);
  await ask(CLAUDE_GLOBAL);
  assert.equal((await told()).costMicroUsd, PUBLIC_GLOBAL);
});

test('what a cache gave has its own price; without one the cost is not known', async () => {
  answer({ ...USED, prompt_tokens: 1011, prompt_tokens_details: { cached_tokens: 1000 } });
  await ask();
  assert.equal((await told()).costMicroUsd, PUBLIC + 110);
  await ask(NOVA);  // Amazon's own: no agreement
  assert.equal((await told()).costMicroUsd, undefined);
  assert.equal((await told()).inputTokens, 11);
  answer();
});

test('a stream that breaks off costs what was delivered', async () => {
  upstream.answer = (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const [[, chunk]] = chatChunks([{ content: 'four' }]);
    response.write(`data: ${JSON.stringify(chunk)}\n\n`, () => response.destroy());
  };
  const { stream } = await member.runtime('ConverseStream', {
    modelId: CLAUDE_US, messages: [{ role: 'user', content: [{ text: 'Hi' }] }],
  });
  await assert.rejects(async () => { for await (const event of stream) assert.ok(event); });
  const { costMicroUsd, tokensEstimated } = await told('ConverseStream');
  assert.equal(tokensEstimated, true);
  assert.equal(costMicroUsd, 7);  // 1 × 1.1 + 1 × 5.5 = 6.6
  answer();
});

test('a budget is exact, whoever calls at the same time', async () => {
  const limit = 20_000;
  await tag(grant, { [BUDGET]: `${limit}` });
  const outcomes = await Promise.allSettled(Array.from({ length: 500 }, () => ask()));
  const answered = outcomes.filter(({ status }) => status === 'fulfilled').length;
  for (const { reason } of outcomes.filter(({ status }) => status === 'rejected')) {
    assert.match(reason.name, HELD_OR_SPENT, reason.message);
    assert.match(reason.message, /`licet:quota:micro-dollars-per-total` = 20000/);
  }
  const { spent, held } = await standing();
  assert.equal(held, 0);
  assert.equal(spent, answered * PUBLIC);
  assert.ok(spent <= limit && answered >= 60, `${answered}`);  // 250 and less is held of each
});

test('a call that may cost more than there is left is refused before it is sent', async () => {
  await tag(grant, { [BUDGET]: '100' });
  const sent = upstream.requests.length;
  await refused(ask(), 'ServiceQuotaExceededException', { message: /may use \d+, and the quota/ });
  assert.equal(upstream.requests.length, sent);
});

const CACHED = [{ text: 'Hello' }, { cachePoint: { type: 'default' } }];

test('what is to be kept in a cache has a price in the public offers', async () => {
  await tag(grant, { [BUDGET]: '1000000' });
  const { output } = await ask(CLAUDE_US, CACHED);
  assert.equal(output.message.content[0].text, 'Hello');
  assert.equal((await told()).costMicroUsd, PUBLIC);  // nothing was kept
});

// Source: Bedrock Runtime API Reference, CacheDetail.
test('what is kept in a cache for an hour costs what that costs', async () => {
  const forAnHour = [{ text: 'Hello' }, { cachePoint: { type: 'default', ttl: '1h' } }];
  await ask(CLAUDE_US, forAnHour);
  assert.equal((await told()).costMicroUsd, PUBLIC);  // nothing was kept
  await tag(grant, { [BUDGET]: '100' });
  await refused(ask(CLAUDE_US, forAnHour), 'ServiceQuotaExceededException', { message: /may use \d+/ });
  await tag(grant, { [BUDGET]: '1000000' });
  bedrock.says({ output: { message: { role: 'assistant', content: [{ text: 'Hello' }] } },
    stopReason: 'end_turn', metrics: { latencyMs: 1 }, usage: { inputTokens: 11, outputTokens: 7,
      totalTokens: 1018, cacheWriteInputTokens: 1000, cacheDetails: [
        { ttl: '1h', inputTokens: 600 }, { ttl: '5m', inputTokens: 400 }] } });
  await subscribe(management, OPUS);
  await management.runtime('Converse', { modelId: `us.${OPUS}`,
    messages: [{ role: 'user', content: [...CACHED, ...forAnHour] }] });
  // 11 × 5.5 + 7 × 27.5 + 600 × 11 + 400 × 6.875
  assert.equal((await told('Converse', management)).costMicroUsd, 9603);
});

test('what changes the price of tokens is refused under a quota of money', async () => {
  const sent = upstream.requests.length;
  for (const [more, member] of [
    [{ serviceTier: { type: 'priority' } }, /\$\.serviceTier/],
    [{ performanceConfig: { latency: 'optimized' } }, /\$\.performanceConfig/],
    [{ additionalModelRequestFields: { speed: 'fast' } }, /\$\.additionalModelRequestFields\.speed/],
  ]) {
    await refused(ask(CLAUDE_US, [{ text: 'Hello' }], more), 'ValidationException', {
      message: new RegExp(`${member.source}: changes what tokens cost, .*micro-dollars-per-total`),
    });
  }
  assert.equal(upstream.requests.length, sent);
});

test('the price of a private offer is everybody\'s to whom its license is granted', async () => {
  const card = [['input_tokens_standard', '0.5'], ['output_tokens_standard', '2']];
  const offer = bring(server, usageOffer(seller.account, ['111111111111'], { terms: [
    { id: 'term-usage', usageBasedPricingTerm: { rate_card: card.map(([dimension, price]) => (
      { dimension, price, description: 'Million tokens', unit: 'Units' })) } },
    { id: 'term-legal',
      legalTerm: { documents: [{ type: 'CustomEula', url: 'https://example.com/eula' }] } },
  ] }));
  await acceptPrivate(CLAUDE, offer);
  await refused(ask(CLAUDE_US, CACHED), 'ServiceQuotaExceededException',
    { message: /no `CacheWriteInputTokenCount`; leave the cache points out/ });
  const before = (await standing()).spent;
  await ask();
  assert.equal((await told()).costMicroUsd, PRIVATE);
  assert.equal((await standing()).spent, before + PRIVATE);
});

test('without a price nothing goes by a quota of money, and all other calls are counted', async () => {
  const { License: { ProductSKU: product_id } } = await management.licenseManager('GetLicense', {
    LicenseArn: await subscribe(management, SONNET),
  });
  await acceptPrivate(SONNET, bring(server, usageOffer(seller.account, ['111111111111'], {
    product_id,  // its one dimension is none of tokens
  })));
  const { Licenses } = await management.licenseManager('ListReceivedLicenses', {
    Filters: [{ Name: 'ProductSKU', Values: [product_id] }],
  });
  const other = await createGrant(management, Licenses[0].LicenseArn, organization.Arn);
  await setStatus(management, other, 'ACTIVE');
  await ask(`us.${SONNET}`);
  assert.equal((await told()).costMicroUsd, undefined);
  await tag(other, { [BUDGET]: '1000000000' });
  await refused(ask(`us.${SONNET}`), 'ServiceQuotaExceededException', {
    message: /the rate card of the agreement .* has no `InputTokenCount`/,
  });
});

test('licet usage shows what was spent, and how often nobody knows', async () => {
  const journal = await standing();
  assert.ok(journal);
  await server.stop();
  const { status, stdout, stderr } = run('usage', '--data', server.data, '--by', 'model',
    '--account', member.account, '--output', 'json');
  assert.equal(status, 0, stderr);
  const rows = JSON.parse(stdout);
  const of = (model) => rows.find((row) => row.model === model);
  assert.deepEqual([of(SONNET).cost_micro_usd, of(SONNET).unpriced], [0, 1]);
  assert.deepEqual([of(NOVA).cost_micro_usd, of(NOVA).unpriced], [0, 1]);
  assert.equal(of(CLAUDE).unpriced, 0);
  const spent = journal.spent - PRIVATE;  // by the quota, all at the public price
  assert.equal(of(CLAUDE).cost_micro_usd,
    spent + 2 * PUBLIC + 110 + PUBLIC_GLOBAL + 7 + PRIVATE);
});
