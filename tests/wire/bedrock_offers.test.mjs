// SPDX-License-Identifier: Apache-2.0
//
// Private offers for a model, found and accepted through Bedrock. The rules in brackets are those
// of the domain.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { bring, seatOffer, usageOffer } from './offers.mjs';
import {
  CLAUDE, converse, createGrant, createMember, organizationOf, prepare, sendForm, setStatus,
  subscribe,
} from './world.mjs';

const server = await serve('--management-account', '111111111111');
const { management } = server;
await prepare(management);
await sendForm(management);
const seller = await createMember(management);

async function offersOf(caller, offerType) {
  const { offers } = await caller.bedrock('ListFoundationModelAgreementOffers', {
    modelId: CLAUDE, offerType,
  });
  return offers;
}
const tokenOf = async (caller, { offer_id: id }) => (
  (await offersOf(caller, 'ALL')).find((offer) => offer.offerId === id).offerToken);
const accept = (caller, offerToken) => (
  caller.bedrock('CreateFoundationModelAgreement', { modelId: CLAUDE, offerToken }));

test('only buyers see a private offer, and only among ALL offers (MP-1)', async () => {
  const [buyer, other] = [await createMember(management), await createMember(management)];
  const { offer_id: id } = bring(server, usageOffer(seller.account, [buyer.account]));
  const ids = async (...args) => (await offersOf(...args)).map(({ offerId }) => offerId);
  assert.ok((await ids(buyer, 'ALL')).includes(id));
  assert.ok(!(await ids(buyer, 'PUBLIC')).includes(id));
  assert.ok(!(await ids(other, 'ALL')).includes(id));
  const [, mine] = await offersOf(buyer, 'ALL');
  assert.equal(mine.termDetails.usageBasedPricingTerm.rateCard[0].price, '0.50');
  assert.equal(mine.termDetails.legalTerm.url, 'https://example.com/eula');
});

test('a private offer takes the place of the subscription, grants stay (MP-5 to MP-7)', async () => {
  const license = await subscribe(management);
  const { Arn } = await organizationOf(management);
  const grant = await createGrant(management, license, Arn);
  await setStatus(management, grant, 'ACTIVE');
  const member = await createMember(management);
  await converse(member);
  const { License: before } = await management.licenseManager('GetLicense', { LicenseArn: license });

  const offer = bring(server, usageOffer(seller.account, ['111111111111']));
  await accept(management, await tokenOf(management, offer));
  const { License: after } = await management.licenseManager('GetLicense', { LicenseArn: license });
  assert.equal(Number(after.Version), Number(before.Version) + 1);
  assert.equal(after.Status, 'AVAILABLE');
  await converse(member);
  await refused(accept(management, await tokenOf(management, offer)), 'ValidationException',
    { message: /^Could not create agreement - Agreement already exists$/ });
  await management.bedrock('DeleteFoundationModelAgreement', { modelId: CLAUDE });
  await refused(converse(member), 'AccessDeniedException', { status: 403 });
});

test('a token of another account is no token, and quantities are chosen elsewhere', async () => {
  const [buyer, other] = [await createMember(management), await createMember(management)];
  const offer = bring(server, usageOffer(seller.account, [buyer.account]));
  const token = await tokenOf(buyer, offer);
  const foreign = await refused(accept(other, token), 'ValidationException');
  const unknown = await refused(accept(other, 'unknown'), 'ValidationException');
  assert.equal(foreign.message, unknown.message);
  const seats = bring(server, seatOffer(seller.account, [buyer.account]));
  await refused(accept(buyer, await tokenOf(buyer, seats)), 'ValidationException',
    { message: /term-upfront/ });
});
