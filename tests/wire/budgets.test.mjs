// SPDX-License-Identifier: Apache-2.0
//
// Budgets of principals, of tags and of a license's entitlements, through the SDK. Source: issue 5,
// section 4; peers.md 1, row 23, and 2, claim 1.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { send } from './discovery.mjs';
import { HELD_OR_SPENT, refused, run, serve } from './harness.mjs';
import { agree, applyOffers, bring, entitlementOf, usageOffer } from './offers.mjs';
import { ScriptedUpstream } from './scripted.mjs';
import { allow, createUser } from './users.mjs';
import {
  CLAUDE_US, createGrant, createMember, fresh, organizationOf, prepare, sendForm, setStatus,
} from './world.mjs';

const OF_LICENSE = 'licet:quota:requests-per-total';
const OF_PRINCIPAL = 'licet:quota:requests-per-total:each-principal';
const OF_TEAM = 'licet:quota:requests-per-total:each-tag:Team';
const CALLERS = 64;

const upstream = new ScriptedUpstream();
after(() => upstream.close());
const server = await serve({
  upstreams: [{ name: 'o', kind: 'openai', base_url: `${await upstream.start()}/v1` }],
});
const { management } = server;
await prepare(management);
await sendForm(management);
upstream.says({
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
});

const me = (await management.sts('GetCallerIdentity')).Account;
const [first, second] = [await createMember(management), await createMember(management)];
/** An offer whose buyers choose how much of a dimension they get. */
const metered = (dimension) => usageOffer(first.account, [me], {
  terms: [{
    id: 'term-upfront',
    configurableUpfrontPricingTerm: {
      rate_cards: [{
        duration: 'P1M', multiple_dimensions: true, quantities: true,
        rate_card: [{ dimension, price: '0.01', description: 'Requests', unit: 'Requests' }],
      }],
    },
  }, {
    id: 'term-legal',
    legalTerm: { documents: [{ type: 'CustomEula', url: 'https://example.com/eula' }] },
  }],
});
const chosen = (count) => ({
  id: 'term-upfront',
  configuration: {
    configurableUpfrontPricingTermConfiguration: {
      selectorValue: 'P1M', dimensions: [{ dimensionKey: OF_LICENSE, dimensionValue: count }],
    },
  },
});
const offer = bring(server, metered(OF_LICENSE));
let agreement = await agree(management, offer, [chosen(3), { id: 'term-legal' }]);
const license = (await entitlementOf(management, agreement)).licenseArn;
const grant = await createGrant(management, license, (await organizationOf(management)).Arn);
await setStatus(management, grant, 'ACTIVE');

const call = (caller) => caller.runtime('Converse', {
  modelId: CLAUDE_US, messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
  inferenceConfig: { maxTokens: 10 },
});
const tag = (tags) => management.licenseManager('TagResource', {
  ResourceArn: grant, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
});
const untag = (...TagKeys) => management.licenseManager('UntagResource', {
  ResourceArn: grant, TagKeys,
});
const usedUp = (caller, quota) => refused(call(caller), 'ServiceQuotaExceededException', {
  message: new RegExp(`\`${quota}\` = `),
});
async function quotas(caller, body = {}) {
  const answer = await send(caller, {
    method: 'POST', path: '/licet/v1/quotas', service: 'licet', body,
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return Object.fromEntries(answer.body.quotas.map((row) => [row.quota, row]));
}
async function usage(caller = management, LicenseArn = license) {
  const { LicenseUsage } = await caller.licenseManager('GetLicenseUsage', { LicenseArn });
  return LicenseUsage.EntitlementUsages;
}
async function amend(count) {
  const { agreementRequestId } = await management.marketplaceAgreement('CreateAgreementRequest', {
    intent: 'AMEND', sourceAgreementIdentifier: agreement, requestedTerms: [chosen(count)],
  });
  ({ agreementId: agreement } = await management.marketplaceAgreement('AcceptAgreementRequest', {
    agreementRequestId,
  }));
}
/** So many calls at once, in turn by each. @return how many went through; the quota refused the rest */
async function atOnce(callers, quota) {
  const outcomes = await Promise.allSettled(
    Array.from({ length: CALLERS }, (_, n) => call(callers[n % callers.length])));
  for (const { reason } of outcomes.filter(({ status }) => status === 'rejected')) {
    assert.match(reason.name, HELD_OR_SPENT, reason.message);
    assert.match(reason.message, new RegExp(`\`${quota}\` = `));
  }
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}
async function member(by, tags) {
  const user = await createUser(by, allow('bedrock:*'));
  user.arn = `arn:aws:iam::${by.account}:user/${user.userName}`;
  if (tags) await setTags(by, user, tags);
  return user;
}
const setTags = (by, { userName: UserName }, tags) => by.iam('TagUser', {
  UserName, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
});

test('an entitlement is the budget of all who use its license', async () => {
  for (const caller of [management, first, second]) await call(caller);
  for (const caller of [management, first, second]) await usedUp(caller, OF_LICENSE);
  assert.deepEqual(await usage(), [
    { Name: OF_LICENSE, ConsumedValue: '3', MaxCount: '3', Unit: 'Count' }]);
  const { [OF_LICENSE]: shown } = await quotas(management);
  assert.deepEqual([shown.licenseArn, shown.grantArn, shown.sharing, shown.limit, shown.spent],
    [license, undefined, 'all', 3, 3]);
  assert.equal((await quotas(first))[OF_LICENSE].licenseArn, license);
});

test('a change of an entitlement counts from the next call on', async () => {
  await amend(10);
  const answer = await send(first, {
    method: 'POST', path: `/model/${CLAUDE_US}/converse`, service: 'bedrock',
    body: { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] },
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.equal(answer.headers.get('x-licet-quota'), `${OF_LICENSE};limit=10;left=6`);
  assert.equal(await atOnce([management, first, second], OF_LICENSE), 6);
  assert.equal((await usage(first))[0].ConsumedValue, '10');
  await amend(1000);
});

test('a quota of a license is not checked out', async () => {
  await refused(management.licenseManager('CheckoutLicense', {
    ProductSKU: offer.product_id, CheckoutType: 'PROVISIONAL', ClientToken: fresh('token'),
    KeyFingerprint: 'aws:294406891311:AWS/Marketplace:issuer-fingerprint',
    Entitlements: [{ Name: OF_LICENSE, Unit: 'Count', Value: '1' }],
  }), 'InvalidParameterValueException', { message: /is a quota/ });
});

test("sellers' licenses and offers name quotas rightly, or are refused", async () => {
  const terms = (Name, more = {}) => ({
    LicenseName: 'tool', ProductName: 'Tool', Issuer: { Name: 'Tools' }, HomeRegion: 'us-east-1',
    Validity: { Begin: '2026-01-01T00:00:00Z' },
    Entitlements: [{ Name, Unit: 'Count', MaxCount: 5, ...more }],
    ConsumptionConfiguration: { RenewType: 'None' }, ClientToken: fresh('token'),
  });
  const create = (...entitlement) => first.licenseManager('CreateLicense', {
    ...terms(...entitlement), ProductSKU: fresh('sku'), Beneficiary: 'all',
  });
  const { LicenseArn } = await create(OF_LICENSE);
  for (const [name, more] of [['licet:quota:requests-per-week'], [OF_PRINCIPAL],
    [OF_LICENSE, { MaxCount: undefined }], [OF_LICENSE, { Overage: true }],
    [OF_LICENSE, { Unit: 'Bytes' }]]) {
    const wrong = { message: new RegExp(`quota \`${name}\``) };
    await refused(create(name, more), 'ValidationException', wrong);
    await refused(first.licenseManager('CreateLicenseVersion', {
      ...terms(name, more), LicenseArn, Status: 'AVAILABLE',
    }), 'ValidationException', wrong);
  }
  await first.licenseManager('CreateLicenseVersion', {
    ...terms(OF_LICENSE, { MaxCount: 7 }), LicenseArn, Status: 'AVAILABLE',
  });
  assert.deepEqual(await usage(first, LicenseArn), [
    { Name: OF_LICENSE, ConsumedValue: '0', MaxCount: '7', Unit: 'Count' }]);

  const { status, stderr } = applyOffers(server, metered(OF_TEAM));
  assert.notEqual(status, 0);
  assert.match(stderr, /quota `licet:quota:requests-per-total:each-tag:Team`: .*shared by all/);
});

test('a principal has a budget of its own, which a new session does not renew', async () => {
  await tag({ [OF_PRINCIPAL]: '2' });
  const user = await member(first);
  const role = `arn:aws:iam::${first.account}:role/OrganizationAccountAccessRole`;
  await call(first);
  await call(await management.assume(first.account));
  await usedUp(await management.assume(first.account), OF_PRINCIPAL);
  await call(user);
  await call(second);  // a role of the same name
  const shown = async (principal) => (await quotas(management, { principal }))[OF_PRINCIPAL];
  assert.deepEqual([(await shown(role)).principal, (await shown(role)).spent], [role, 2]);
  assert.equal((await shown(user.arn)).spent, 1);
  assert.equal((await quotas(management))[OF_PRINCIPAL].spent, undefined);

  process.env.AWS_SHARED_CREDENTIALS_FILE = server.credentials;
  const { status, stdout, stderr } = run('quotas', '--principal', user.arn, '--endpoint', server.url);
  assert.equal(status, 0, stderr);
  assert.match(stdout, new RegExp(`${OF_PRINCIPAL} +2 +1 +0 +${user.arn} +arn:`));
  await untag(OF_PRINCIPAL);
});

test('all that have a value of a tag share a budget, wherever they are', async () => {
  await tag({ [OF_TEAM]: '2' });
  const red = await member(first, { Team: 'red' });
  const also = await member(second, { team: 'red' });
  await call(red);
  await call(also);
  await usedUp(red, OF_TEAM);
  await setTags(first, red, { Team: 'blue' });
  await call(red);
  assert.deepEqual(Object.entries((await quotas(second, { principal: also.arn }))[OF_TEAM])
    .filter(([name]) => ['sharing', 'tagValue', 'spent'].includes(name)),
  [['sharing', 'tag'], ['tagValue', 'red'], ['spent', 2]]);

  await call(first);  // those without the tag are one
  await call(await member(second));
  await usedUp(second, OF_TEAM);
  await untag(OF_TEAM);
});

test('64 callers at once get exactly what there is', async () => {
  await tag({ [OF_PRINCIPAL]: '21', [OF_TEAM]: '17' });
  const team = [await member(first, { Team: 'green' }), await member(second, { Team: 'green' })];
  assert.equal(await atOnce(team, OF_TEAM), 17);
  await untag(OF_TEAM);
  const alone = await member(first);
  assert.equal(await atOnce([alone], OF_PRINCIPAL), 21);
  const sums = await quotas(management, { principal: alone.arn });
  assert.deepEqual([sums[OF_PRINCIPAL].spent, sums[OF_PRINCIPAL].held], [21, 0]);
});

test('who has a budget of their own is said in one of three ways', async () => {
  for (const suffix of ['each-user', 'each-tag:', 'each:each']) {
    await refused(tag({ [`licet:concurrency:${suffix}`]: '1' }), 'ValidationException', {
      message: /`:each-principal` for every user and role/,
    });
  }
});
