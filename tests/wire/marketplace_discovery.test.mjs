// SPDX-License-Identifier: Apache-2.0
//
// Products of every kind and the offers for them, as buyers see them: rules MP-20 to MP-22, CO-12.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { discover, productAccess, send } from './discovery.mjs';
import { run, serve } from './harness.mjs';
import { createMember, prepare } from './world.mjs';

const { url, management, data } = await serve('--management-account', '111111111111');
await prepare(management);
const member = await createMember(management);

const RUNNER = 'prod-samplerunner1';
const DESK = 'prod-sampledesk001';
const PRIVATE = { filterType: 'VISIBILITY_SCOPE', filterValues: ['PRIVATE'] };

const place = mkdtempSync(join(tmpdir(), 'licet-offers-'));
after(() => rmSync(place, { recursive: true }));

/** `licet offer apply` with a file of that text, as the administrator. */
function apply(text, name = 'offers.yaml') {
  const file = join(place, name);
  writeFileSync(file, text);
  process.env.AWS_SHARED_CREDENTIALS_FILE = join(data, '..', 'credentials');
  return run('offer', 'apply', file, '--endpoint', url);
}

/** The example of the documentation. */
const example = readFileSync(new URL('../../docs/offers.md', import.meta.url), 'utf8')
  .match(/```yaml\n(.*?)```/s)[1];

async function refusal(call) {
  let refused;
  await assert.rejects(call, (error) => {
    refused = error;
    return true;
  });
  return refused;
}

test('an offer file is brought in whole, and once', () => {
  const first = apply(example);
  assert.equal(first.status, 0, first.stderr);
  assert.equal(first.stdout, 'added offer-examplerunner\nadded offer-exampledesk01\n'
    + 'added offerset-examplebundle\napplied 2 private offers, 1 offer set: 3 added, 0 updated\n');
  assert.equal(apply(example).stdout, 'applied 2 private offers, 1 offer set: 0 added, 0 updated\n');
  const changed = apply(example.replace('Runner for the whole company', 'Runner for all'));
  assert.equal(changed.stdout, 'updated offer-examplerunner\n'
    + 'applied 2 private offers, 1 offer set: 0 added, 1 updated\n');
  const renamed = apply(example.replace('Runner and desk together', 'Both'));
  assert.match(renamed.stdout, /^updated offer-examplerunner\nupdated offerset-examplebundle\n/);
  assert.equal(apply(example).status, 0);
});

test('an offer file that is not sound is refused whole, with file, line and reason', async () => {
  const broken = apply(example.replace('offer-exampledesk01', 'offer-new0000000001')
    .replace('price: "0.01"', 'price: "cheap"'));
  assert.equal(broken.status, 1);
  assert.match(broken.stderr, /^licet: \S+offers\.yaml:2: offer `offer-examplerunner`: term `term-price`/);
  const unknown = apply(example.replaceAll('prod-sampledesk001', 'prod-unknown000001'));
  assert.equal(unknown.status, 1);
  assert.match(unknown.stderr, /the catalogue has no product `prod-unknown000001`/);
  const error = await refusal(discover(management, 'GetOffer', { offerId: 'offer-new0000000001' }));
  assert.equal(error.name, 'ResourceNotFoundException');
});

test('ListPurchaseOptions shows private offers and sets to their buyers only (MP-1, MP-20)', async () => {
  const { purchaseOptions } = await discover(management, 'ListPurchaseOptions', { filters: [PRIVATE] });
  assert.deepEqual(purchaseOptions.map((option) => [option.purchaseOptionId, option.purchaseOptionType]), [
    ['offer-exampledesk01', 'OFFER'], ['offer-examplerunner', 'OFFER'],
    ['offerset-examplebundle', 'OFFERSET']]);
  assert.equal(purchaseOptions[0].badges[0].badgeType, 'PRIVATE_PRICING');
  const { purchaseOptions: none } = await discover(member, 'ListPurchaseOptions', { filters: [PRIVATE] });
  assert.deepEqual(none, []);
});

test('ListPurchaseOptions needs a filter by product or scope (MP-20)', async () => {
  const error = await refusal(discover(management, 'ListPurchaseOptions'));
  assert.deepEqual([error.name, error.status, error.reason],
    ['ValidationException', 400, 'MALFORMED_REQUEST_PARAMETERS']);
});

test('GetOffer (MP-21)', async () => {
  const offer = await discover(management, 'GetOffer', { offerId: 'offer-examplerunner' });
  assert.equal(offer.agreementProposalId, 'at-examplerunner');
  assert.equal(offer.expirationTime, Date.parse('2099-12-31T23:59:59Z') / 1000);
  assert.deepEqual(offer.sellerOfRecord, { sellerProfileId: 'seller-example', displayName: 'Example Corp.' });
  assert.equal(offer.associatedEntities[0].offerSet.offerSetId, 'offerset-examplebundle');
  const error = await refusal(discover(member, 'GetOffer', { offerId: 'offer-examplerunner' }));
  assert.deepEqual([error.name, error.status], ['ResourceNotFoundException', 404]);
});

test('GetOfferTerms, page by page (MP-21)', async () => {
  const terms = [];
  let nextToken;
  do {
    const page = await discover(management, 'GetOfferTerms',
      { offerId: 'offer-examplerunner', maxResults: 2, ...(nextToken ? { nextToken } : {}) });
    terms.push(...page.offerTerms);
    ({ nextToken } = page);
  } while (nextToken);
  assert.deepEqual(terms.map((term) => Object.keys(term)), [['usageBasedPricingTerm'],
    ['validityTerm'], ['renewalTerm'], ['legalTerm'], ['supportTerm']]);
  assert.equal(terms[0].usageBasedPricingTerm.rateCards[0].rateCard[0].price, '0.01');
  const error = await refusal(discover(management, 'GetOfferTerms',
    { offerId: 'offer-examplerunner', nextToken: 'bm9uZQ==' }));
  assert.equal(error.reason, 'INVALID_PAGINATION_TOKEN');
});

test('GetOfferSet', async () => {
  const set = await discover(management, 'GetOfferSet', { offerSetId: 'offerset-examplebundle' });
  assert.equal(set.offerSetName, 'Runner and desk together');
  assert.deepEqual(set.associatedEntities.map(({ product }) => product.productId), [DESK, RUNNER]);
  const error = await refusal(discover(member, 'GetOfferSet', { offerSetId: 'offerset-examplebundle' }));
  assert.equal(error.name, 'ResourceNotFoundException');
});

test('GetProduct and GetListing', async () => {
  const product = await discover(member, 'GetProduct', { productId: RUNNER });
  assert.deepEqual(product.fulfillmentOptionSummaries,
    [{ fulfillmentOptionType: 'CONTAINER', displayName: 'Container' }]);
  const listing = await discover(member, 'GetListing', { listingId: 'prodview-samplerunner1' });
  assert.equal(listing.associatedEntities[0].offer.offerId, 'offer-samplerunner1');
  for (const [operation, input] of [['GetProduct', { productId: 'prod-none' }],
    ['GetListing', { listingId: 'prodview-none' }]]) {
    assert.equal((await refusal(discover(member, operation, input))).name, 'ResourceNotFoundException');
  }
});

test('ListFulfillmentOptions', async () => {
  const { fulfillmentOptions: [option] } = await discover(member, 'ListFulfillmentOptions',
    { productId: DESK });
  assert.equal(option.saasFulfillmentOption.fulfillmentUrl, 'https://desk.example.com/register');
  const error = await refusal(discover(member, 'ListFulfillmentOptions', { productId: 'prod-none' }));
  assert.equal(error.name, 'ResourceNotFoundException');
});

test('SearchListings and SearchFacets', async () => {
  const containers = { filterType: 'FULFILLMENT_OPTION_TYPE', filterValues: ['CONTAINER'] };
  const found = await discover(member, 'SearchListings', { searchText: 'runner', filters: [containers] });
  assert.deepEqual([found.totalResults, found.listingSummaries[0].listingId], [1, 'prodview-samplerunner1']);
  const { listingFacets } = await discover(member, 'SearchFacets',
    { facetTypes: ['FULFILLMENT_OPTION_TYPE'] });
  assert.deepEqual(listingFacets.FULFILLMENT_OPTION_TYPE.map(({ value }) => value),
    ['API', 'CONTAINER', 'SAAS']);
  for (const operation of ['SearchListings', 'SearchFacets']) {
    const error = await refusal(discover(member, operation,
      { filters: [{ filterType: 'MIN_AVERAGE_CUSTOMER_RATING', filterValues: ['9'] }] }));
    assert.deepEqual([error.name, error.reason], ['ValidationException', 'MALFORMED_REQUEST_PARAMETERS']);
  }
});

test('a path that the service does not have is answered in its own words', async () => {
  const { status, headers } = await send(management, {
    method: 'POST', path: '/2026-02-05/getNothing', service: 'aws-marketplace', body: {},
  });
  assert.deepEqual([status, headers.get('x-amzn-errortype')], [404, 'UnknownOperationException']);
});

test('GetProductAccess says what an account may use (CO-12)', async () => {
  const { status, headers, body } = await productAccess(member, RUNNER);
  assert.equal(status, 200);
  assert.deepEqual([body.allowed, body.reason, body.resource, body.account],
    [false, 'no_entitlement', `licet:product/${RUNNER}`, member.account]);
  assert.equal(String(body.revision), headers.get('x-licet-revision'));
  const { body: other } = await productAccess(management, RUNNER, member.account);
  assert.equal(other.account, member.account);
  assert.equal((await productAccess(member, RUNNER, '111111111111')).status, 403);
  assert.equal((await productAccess(member, 'prod-none')).body.reason, 'product_unknown');
});
