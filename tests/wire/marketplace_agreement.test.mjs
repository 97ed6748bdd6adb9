// SPDX-License-Identifier: Apache-2.0
//
// AWS Marketplace Agreement through its SDK: domain rules, section 8.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import {
  PRODUCT, PUBLIC_OFFER, agree, applyOffers, bring, byUsage, entitlementOf, forSeats,
  proposalOf, request, seatOffer, seatTerm, statusOfAgreement, usageOffer,
} from './offers.mjs';
import { createMember, fresh, prepare, subscribe } from './world.mjs';

const server = await serve('--management-account', '111111111111');
const { management } = server;
await prepare(management);
const seller = await createMember(management);

/** A buyer that has nothing yet, and what it agrees to. */
async function newBuyer() {
  const buyer = await createMember(management);
  const offered = (make, more) => bring(server, make(seller.account, [buyer.account], more));
  return {
    buyer,
    offered,
    usage: async () => agree(buyer, offered(usageOffer)),
    contract: async (count = 2) => agree(buyer, offered(seatOffer), forSeats(count)),
  };
}

const NONE = { agreementId: 'agmt-none' };
const both = (agreementCancellationRequestId, agreementId) => (
  { agreementCancellationRequestId, agreementId });

test('an agreement request quotes what is to be paid (MP-1, MP-3)', async () => {
  const { buyer, offered } = await newBuyer();
  const { agreementRequestId, chargeSummary } = await request(buyer, offered(seatOffer), forSeats(3));
  assert.match(agreementRequestId, /^ar-[A-Za-z0-9]+$/);
  assert.equal(chargeSummary.currencyCode, 'USD');
  assert.equal(chargeSummary.newAgreementValue, '30');
  const [charge] = chargeSummary.expectedCharges;
  assert.equal(charge.amount, '30');
  assert.equal(charge.timing, 'ON_ACCEPTANCE');
  assert.ok(charge.time instanceof Date);
  assert.deepEqual(chargeSummary.itemizedCharges, [{
    dimensionKey: 'Seats', newQuantity: 3, oldQuantity: 0, chargeReference: charge.id,
    incrementalChargeAmount: '30',
  }]);
});

test('a request that does not fit is refused with reason and fields (MP-11)', async () => {
  const { buyer, offered } = await newBuyer();
  const offer = offered(seatOffer);
  const error = await refused(request(buyer, offer, [{ id: 'term-legal' }]), 'ValidationException',
    { status: 400, message: /term-upfront/ });
  assert.equal(error.reason, 'MISSING_MANDATORY_TERMS');
  assert.match(error.requestId, /^[A-Za-z0-9-]+$/);

  const shape = await refused(buyer.marketplaceAgreement('CreateAgreementRequest', {
    intent: 'NEW', requestedTerms: [{}], agreementProposalIdentifier: proposalOf(offer),
  }), 'ValidationException');
  assert.equal(shape.reason, 'MISSING_REQUESTED_TERM_ID');
  assert.equal(shape.fields[0].name, 'requestedTerms.id');
});

test('a foreign offer and an unknown one look the same', async () => {
  const { offered } = await newBuyer();
  const stranger = await createMember(management);
  for (const offer of [offered(usageOffer), { offer_id: 'offer-unknown000001' }]) {
    const error = await refused(request(stranger, offer, byUsage), 'ResourceNotFoundException',
      { status: 400 });
    assert.equal(error.resourceType, 'AgreementProposal');
    assert.equal(error.resourceId, proposalOf(offer));
  }
});

test('an accepted request is an agreement with a license (ME-20, LI-7)', async () => {
  const { buyer, offered } = await newBuyer();
  const offer = offered(usageOffer);
  const { agreementRequestId } = await request(buyer, offer, byUsage);
  const { agreementId } = await buyer.marketplaceAgreement('AcceptAgreementRequest', {
    agreementRequestId,
  });
  const described = await buyer.marketplaceAgreement('DescribeAgreement', { agreementId });
  assert.equal(described.status, 'ACTIVE');
  assert.deepEqual(described.acceptor, { accountId: buyer.account });
  assert.deepEqual(described.proposer, { accountId: seller.account });
  assert.equal(described.endTime, undefined);  // MP-8
  assert.deepEqual(described.proposalSummary, {
    offerId: offer.offer_id, resources: [{ id: PRODUCT, type: 'SaaSProduct' }],
  });
  const entitlement = await entitlementOf(buyer, agreementId);
  assert.equal(entitlement.status, 'PROVISIONED');
  assert.equal(entitlement.statusReasonCode, 'AGREEMENT_ACTIVE');
  const { License } = await buyer.licenseManager('GetLicense', { LicenseArn: entitlement.licenseArn });
  assert.equal(License.ProductSKU, PRODUCT);
  assert.equal(License.Status, 'AVAILABLE');

  const again = await refused(
    buyer.marketplaceAgreement('AcceptAgreementRequest', { agreementRequestId }), 'ConflictException');
  assert.equal(again.resourceType, 'AgreementRequest');
});

test('the terms of an agreement show prices and choices', async () => {
  const { buyer, contract } = await newBuyer();
  const agreementId = await contract(4);
  const { acceptedTerms } = await seller.marketplaceAgreement('GetAgreementTerms', { agreementId });
  const [{ configurableUpfrontPricingTerm: term }, { legalTerm }] = acceptedTerms;
  assert.equal(term.id, 'term-upfront');
  assert.equal(term.type, 'ConfigurableUpfrontPricingTerm');
  assert.equal(term.rateCards[0].rateCard[0].price, '10');
  assert.deepEqual(term.configuration, {
    selectorValue: 'P1M', dimensions: [{ dimensionKey: 'Seats', dimensionValue: 4 }],
  });
  assert.equal(legalTerm.documents[0].url, 'https://example.com/eula');
  const page = await buyer.marketplaceAgreement('GetAgreementTerms', { agreementId, maxResults: 1 });
  assert.equal(page.acceptedTerms.length, 1);
  const rest = await buyer.marketplaceAgreement('GetAgreementTerms', {
    agreementId, maxResults: 1, nextToken: page.nextToken,
  });
  assert.ok(rest.acceptedTerms[0].legalTerm);
});

test('only the parties see an agreement', async () => {
  const { contract } = await newBuyer();
  const agreementId = await contract();
  const stranger = await createMember(management);
  for (const operation of ['DescribeAgreement', 'GetAgreementTerms', 'GetAgreementEntitlements',
    'CancelAgreement']) {
    const error = await refused(stranger.marketplaceAgreement(operation, { agreementId }),
      'ResourceNotFoundException');
    assert.equal(error.resourceType, 'Agreement');
    await refused(stranger.marketplaceAgreement(operation, NONE), 'ResourceNotFoundException');
  }
});

test('agreements are found by the documented filters (U-14)', async () => {
  const { buyer, usage } = await newBuyer();
  await subscribe(buyer, 'cohere.command-r-plus-v1:0');
  const agreementId = await usage();
  const search = (caller, party, ...more) => caller.marketplaceAgreement('SearchAgreements', {
    filters: [['PartyType', party], ['AgreementType', 'PurchaseAgreement'], ...more]
      .map(([name, value]) => ({ name, values: [value] })),
  });
  const idsOf = async (...args) => (await search(...args)).agreementViewSummaries
    .map((one) => one.agreementId);
  assert.equal((await idsOf(buyer, 'Acceptor')).length, 2);
  assert.deepEqual(await idsOf(buyer, 'Acceptor', ['ResourceIdentifier', PRODUCT]), [agreementId]);
  assert.deepEqual(await idsOf(seller, 'Proposer', ['AcceptorAccountId', buyer.account]), [agreementId]);
  assert.deepEqual(await idsOf(buyer, 'Acceptor', ['Status', 'CANCELLED']), []);
  const error = await refused(
    search(buyer, 'Acceptor', ['OfferId', 'offer-1'], ['ResourceType', 'SaaSProduct']),
    'ValidationException', { message: /^Provided combination of filters is not supported$/ });
  assert.equal(error.reason, 'UNSUPPORTED_FILTERS');
});

test('a private offer takes the place of the public agreement (MP-5, MP-7)', async () => {
  const { buyer, usage } = await newBuyer();
  const license = await subscribe(buyer);
  const agreementId = await usage();
  assert.equal((await entitlementOf(buyer, agreementId)).licenseArn, license);
  const { License } = await buyer.licenseManager('GetLicense', { LicenseArn: license });
  assert.equal(License.Version, '2');
  const { agreementViewSummaries: found } = await buyer.marketplaceAgreement('SearchAgreements', {
    filters: [{ name: 'PartyType', values: ['Acceptor'] },
      { name: 'AgreementType', values: ['PurchaseAgreement'] },
      { name: 'OfferId', values: [PUBLIC_OFFER] }],
  });
  assert.deepEqual(found.map((one) => one.status), ['REPLACED']);
});

test('a second agreement for a product is refused, a replacement is not (MP-9, MP-6)', async () => {
  const { buyer, offered, usage } = await newBuyer();
  const first = await usage();
  const next = offered(usageOffer);
  const error = await refused(request(buyer, next, byUsage), 'ValidationException');
  assert.equal(error.reason, 'DUPLICATE_AGREEMENT_IN_ORGANIZATION');
  const second = await agree(buyer, next, byUsage,
    { intent: 'REPLACE', sourceAgreementIdentifier: first });
  assert.equal(await statusOfAgreement(buyer, first), 'REPLACED');
  assert.equal(await statusOfAgreement(buyer, second), 'ACTIVE');
});

test('an amendment costs the difference and supersedes (MP-6)', async () => {
  const { buyer, contract } = await newBuyer();
  const first = await contract(2);
  const amendment = { intent: 'AMEND', sourceAgreementIdentifier: first, requestedTerms: [seatTerm(5)] };
  const { agreementRequestId, chargeSummary } = await buyer.marketplaceAgreement(
    'CreateAgreementRequest', amendment);
  assert.equal(chargeSummary.expectedCharges[0].amount, '30');
  assert.equal(chargeSummary.itemizedCharges[0].oldQuantity, 2);
  await buyer.marketplaceAgreement('AcceptAgreementRequest', { agreementRequestId });
  assert.equal(await statusOfAgreement(buyer, first), 'SUPERSEDED');
});

test('the units of a contract are checked out, more of them once it is amended (CO-1, CO-6)', async () => {
  const { buyer, contract } = await newBuyer();
  const agreementId = await contract(2);
  const checkOut = (count) => buyer.licenseManager('CheckoutLicense', {
    ProductSKU: PRODUCT, CheckoutType: 'PROVISIONAL', ClientToken: fresh('checkout'),
    KeyFingerprint: 'aws:294406891311:AWS/Marketplace:issuer-fingerprint',
    Entitlements: [{ Name: 'Seats', Unit: 'Count', Value: String(count) }],
  });
  await checkOut(2);
  await refused(checkOut(1), 'NoEntitlementsAllowedException');
  const { agreementRequestId } = await buyer.marketplaceAgreement('CreateAgreementRequest', {
    intent: 'AMEND', sourceAgreementIdentifier: agreementId, requestedTerms: [seatTerm(3)],
  });
  await buyer.marketplaceAgreement('AcceptAgreementRequest', { agreementRequestId });
  await checkOut(1);
  await refused(checkOut(1), 'NoEntitlementsAllowedException');
});

test('a cancelled agreement has no license any more (MP-10)', async () => {
  const { buyer, usage, contract } = await newBuyer();
  const agreementId = await usage();
  const denied = await refused(seller.marketplaceAgreement('CancelAgreement', { agreementId }),
    'AccessDeniedException', { status: 400 });
  assert.equal(denied.reason, 'INVALID_ACCESS');
  await buyer.marketplaceAgreement('CancelAgreement', { agreementId });
  assert.equal(await statusOfAgreement(buyer, agreementId), 'CANCELLED');
  const entitlement = await entitlementOf(buyer, agreementId);
  assert.equal(entitlement.status, 'DEPROVISIONED');
  assert.equal(entitlement.statusReasonCode, 'AGREEMENT_INACTIVE');
  const committed = await refused(
    buyer.marketplaceAgreement('CancelAgreement', { agreementId: await contract() }),
    'ValidationException');
  assert.equal(committed.reason, 'UNSUPPORTED_ACTION');
});

test('a contract ends by consent', async () => {
  const { buyer, contract } = await newBuyer();
  const agreementId = await contract();
  const send = (caller) => caller.marketplaceAgreement('SendAgreementCancellationRequest', {
    agreementId, reasonCode: 'TEST_AGREEMENT', description: 'only a test',
  });
  await refused(send(buyer), 'AccessDeniedException');
  const sent = await send(seller);
  assert.equal(sent.status, 'PENDING_APPROVAL');
  assert.match(sent.agreementCancellationRequestId, /^acr-[a-zA-Z0-9]+$/);
  assert.ok(sent.createdAt instanceof Date);
  const ids = both(sent.agreementCancellationRequestId, agreementId);

  const seen = await buyer.marketplaceAgreement('GetAgreementCancellationRequest', ids);
  assert.equal(seen.description, 'only a test');
  const rejected = await buyer.marketplaceAgreement('RejectAgreementCancellationRequest',
    { ...ids, rejectionReason: 'we need it' });
  assert.equal(rejected.status, 'REJECTED');
  assert.equal(rejected.statusMessage, 'we need it');
  assert.equal(await statusOfAgreement(buyer, agreementId), 'ACTIVE');

  const withdrawn = both((await send(seller)).agreementCancellationRequestId, agreementId);
  const taken = await seller.marketplaceAgreement('CancelAgreementCancellationRequest',
    { ...withdrawn, cancellationReason: 'a mistake' });
  assert.equal(taken.status, 'CANCELLED');

  const last = both((await send(seller)).agreementCancellationRequestId, agreementId);
  const accepted = await buyer.marketplaceAgreement('AcceptAgreementCancellationRequest', last);
  assert.equal(accepted.status, 'APPROVED');
  assert.equal(await statusOfAgreement(buyer, agreementId), 'CANCELLED');
  for (const [caller, operation, more] of [
    [buyer, 'AcceptAgreementCancellationRequest', {}],
    [buyer, 'RejectAgreementCancellationRequest', { rejectionReason: 'late' }],
    [seller, 'CancelAgreementCancellationRequest', { cancellationReason: 'late' }],
  ]) {
    await refused(caller.marketplaceAgreement(operation, { ...last, ...more }), 'ConflictException');
  }

  const { items } = await buyer.marketplaceAgreement('ListAgreementCancellationRequests', {
    partyType: 'Acceptor', agreementId,
  });
  assert.deepEqual(items.map((one) => one.status).sort(), ['APPROVED', 'CANCELLED', 'REJECTED']);
  await refused(buyer.marketplaceAgreement('ListAgreementCancellationRequests', { partyType: 'Judge' }),
    'ValidationException');
  await refused(buyer.marketplaceAgreement('GetAgreementCancellationRequest', both('acr-0', agreementId)),
    'ResourceNotFoundException');
});

test('charges carry purchase orders', async () => {
  const { buyer, offered } = await newBuyer();
  const quoted = await request(buyer, offered(seatOffer), forSeats(1));
  const [{ id: chargeId }] = quoted.chargeSummary.expectedCharges;
  const { agreementId } = await buyer.marketplaceAgreement('AcceptAgreementRequest', {
    agreementRequestId: quoted.agreementRequestId,
    purchaseOrders: [{ chargeId, purchaseOrderReference: 'PO-1' }],
  });
  const charge = async () => (
    await buyer.marketplaceAgreement('ListAgreementCharges', { agreementId })).items[0];
  assert.equal((await charge()).purchaseOrderReference, 'PO-1');
  await buyer.marketplaceAgreement('UpdatePurchaseOrders', {
    purchaseOrders: [{ chargeId, agreementId, chargeRevision: 1, purchaseOrderReference: 'PO-2' }],
  });
  const { revision, purchaseOrderReference } = await charge();
  assert.deepEqual([revision, purchaseOrderReference], [2, 'PO-2']);
  const unknown = await refused(buyer.marketplaceAgreement('UpdatePurchaseOrders', {
    purchaseOrders: [{ chargeId: 'ch-none', purchaseOrderReference: 'PO-2' }],
  }), 'ResourceNotFoundException');
  assert.equal(unknown.resourceType, 'Charge');
  await refused(buyer.marketplaceAgreement('ListAgreementCharges', { catalog: 'Elsewhere' }),
    'ValidationException');
});

test('an accepted offer cannot be changed', async () => {
  const { buyer, offered } = await newBuyer();
  const offer = offered(usageOffer);
  await agree(buyer, offer);
  const refusedChange = applyOffers(server, { ...offer, name: 'other' });
  assert.notEqual(refusedChange.status, 0);
  assert.match(refusedChange.stderr, new RegExp(offer.offer_id));
});
