// SPDX-License-Identifier: Apache-2.0
//
// Private offers and the ends of agreements: acceptance scenarios 12 and 13 of the domain rules,
// section 13. The rules in brackets are theirs.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import {
  PUBLIC_OFFER, agree, bring, byUsage, entitlementOf, request, statusOfAgreement, usageOffer,
} from './offers.mjs';
import {
  CLAUDE, accountPrincipal, converse, createGrant, createMember, organizationOf, prepare,
  receivedGrants, sendForm, setStatus, statusOf, subscribe,
} from './world.mjs';

const server = await serve('--management-account', '111111111111');
const { management } = server;
await prepare(management);
await sendForm(management);
const seller = await createMember(management);

const refusedUse = (caller) => (
  refused(converse(caller), 'AccessDeniedException', { status: 403 }));

async function agreementOf(caller, offerId) {
  const { agreementViewSummaries: found } = await caller.marketplaceAgreement('SearchAgreements', {
    filters: [{ name: 'PartyType', values: ['Acceptor'] },
      { name: 'AgreementType', values: ['PurchaseAgreement'] },
      { name: 'OfferId', values: [offerId] },
      { name: 'Status', values: ['ACTIVE'] }],
  });
  return found[0]?.agreementId;
}

async function licenseOf(caller, LicenseArn) {
  return (await caller.licenseManager('GetLicense', { LicenseArn })).License;
}

/** The management account's subscription, granted to the organization and activated. */
async function distributed() {
  const license = await subscribe(management);
  const { Arn } = await organizationOf(management);
  const grant = await createGrant(management, license, Arn);
  await setStatus(management, grant, 'ACTIVE');
  const members = [await createMember(management), await createMember(management)];
  for (const member of members) await converse(member);
  return { license, grant, members };
}

test('item 13: a private offer replaces the public agreement, grants stay (MP-4 to MP-7)', async () => {
  const { license, grant, members } = await distributed();
  const before = await licenseOf(management, license);
  const held = await receivedGrants(members[0], license);
  const open = await agreementOf(management, PUBLIC_OFFER);

  const expired = bring(server, usageOffer(seller.account, ['111111111111'],
    { expires_at: '2020-01-01T00:00:00Z' }));
  const over = await refused(request(management, expired, byUsage), 'ValidationException');
  assert.equal(over.reason, 'EXPIRED_AGREEMENT_PROPOSAL');
  assert.equal(await statusOfAgreement(management, open), 'ACTIVE');

  const agreementId = await agree(management, bring(server,
    usageOffer(seller.account, ['111111111111'])));
  assert.equal(await statusOfAgreement(management, open), 'REPLACED');
  assert.equal((await entitlementOf(management, agreementId)).licenseArn, license);
  const after = await licenseOf(management, license);
  assert.equal(after.ProductSKU, before.ProductSKU);
  assert.equal(Number(after.Version), Number(before.Version) + 1);
  assert.equal(await statusOf(management, grant), 'ACTIVE');
  assert.deepEqual(await receivedGrants(members[0], license), held);
  for (const member of members) await converse(member);

  await management.marketplaceAgreement('CancelAgreement', { agreementId });
});

test('item 12: a cancelled agreement leaves grants that give nothing (ME-37, LI-4, MP-10)', async () => {
  const { license, grant, members } = await distributed();
  const agreementId = await agreementOf(management, PUBLIC_OFFER);
  await management.marketplaceAgreement('CancelAgreement', { agreementId });
  assert.notEqual((await licenseOf(management, license)).Status, 'AVAILABLE');
  assert.equal((await entitlementOf(management, agreementId)).status, 'DEPROVISIONED');
  const { Grants } = await management.licenseManager('ListDistributedGrants', {
    Filters: [{ Name: 'LicenseArn', Values: [license] }],
  });
  assert.deepEqual(Grants.map((one) => one.GrantArn), [grant]);
  assert.equal(Grants[0].GrantStatus, 'ACTIVE');
  for (const member of members) {
    assert.equal((await receivedGrants(member, license)).length, 1);
    await refusedUse(member);
  }
  await refusedUse(management);
  await refused(management.bedrock('DeleteFoundationModelAgreement', { modelId: CLAUDE }),
    'ValidationException', { message: /^No agreement exists to cancel$/ });
});

test('only the acceptor’s own subscription moves to the new terms (MP-5)', async () => {
  const [first, second] = [await createMember(management), await createMember(management)];
  const own = await subscribe(second);
  await agree(first, bring(server, usageOffer(seller.account, [first.account, second.account])));
  const { Version } = await licenseOf(second, own);
  assert.equal(Version, '1');
  assert.ok(await agreementOf(second, PUBLIC_OFFER));
  await refused(createGrant(first, own, accountPrincipal(second.account)), 'ResourceNotFoundException');
});
