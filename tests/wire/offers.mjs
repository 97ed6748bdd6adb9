// SPDX-License-Identifier: Apache-2.0
//
// Private offers as sellers make them, brought in by `licet offer apply`, and the way of a buyer
// from an offer to its agreement.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { run } from './harness.mjs';
import { fresh } from './world.mjs';

/** The product of CLAUDE in world.mjs, and its public offer. */
export const PRODUCT = 'prod-xdkflymybwmvi';
export const PUBLIC_OFFER = 'offer-fudwqbphlos64';

const usage = (price = '0.50') => ({
  id: 'term-usage',
  usageBasedPricingTerm: {
    rate_card: [{ dimension: 'InputTokens', price, description: 'Million tokens', unit: 'Units' }],
  },
});
const legal = {
  id: 'term-legal',
  legalTerm: { documents: [{ type: 'CustomEula', url: 'https://example.com/eula' }] },
};
const seats = (price = '10') => ({
  id: 'term-upfront',
  configurableUpfrontPricingTerm: {
    rate_cards: [{
      duration: 'P1M', multiple_dimensions: true, quantities: true,
      rate_card: [{ dimension: 'Seats', price, description: 'Seats', unit: 'Users' }],
    }],
  },
});

let made = 0;
/** A private offer by usage, as a file describes it. */
export function usageOffer(seller, buyers, more = {}) {
  return {
    offer_id: `offer-wiretest${String(++made).padStart(5, '0')}`, product_id: PRODUCT,
    name: fresh('private offer'), seller, buyers, terms: [usage(), legal], ...more,
  };
}
/** One of seats for a month, which may renew itself. */
export function seatOffer(seller, buyers, more = {}) {
  const terms = [seats(), legal, { id: 'term-renewal', renewalTerm: {} }];
  return usageOffer(seller, buyers, { terms, ...more });
}

/** Brings offers in as the administrator. @return what the program printed and its status */
export function applyOffers({ url, data }, ...offers) {
  const place = mkdtempSync(join(tmpdir(), 'licet-offers-'));
  try {
    const file = join(place, 'offers.json');
    writeFileSync(file, JSON.stringify({ offers }));
    process.env.AWS_SHARED_CREDENTIALS_FILE = join(data, '..', 'credentials');
    return run('offer', 'apply', file, '--endpoint', url);
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** The same, which must work. @return the first of them */
export function bring(server, ...offers) {
  const applied = applyOffers(server, ...offers);
  assert.equal(applied.status, 0, applied.stderr);
  return offers[0];
}

export const proposalOf = (offer) => offer.offer_id.replace('offer-', 'at-');
export const byUsage = [{ id: 'term-usage' }, { id: 'term-legal' }];
export const seatTerm = (count) => ({
  id: 'term-upfront',
  configuration: {
    configurableUpfrontPricingTermConfiguration: {
      selectorValue: 'P1M', dimensions: [{ dimensionKey: 'Seats', dimensionValue: count }],
    },
  },
});
export const forSeats = (count) => [seatTerm(count), { id: 'term-legal' }];

export async function request(caller, offer, requestedTerms, more = {}) {
  return caller.marketplaceAgreement('CreateAgreementRequest', {
    intent: 'NEW', agreementProposalIdentifier: proposalOf(offer), requestedTerms, ...more,
  });
}

/** From the offer to the agreement. @return the agreement's id */
export async function agree(caller, offer, requestedTerms = byUsage, more = {}) {
  const { agreementRequestId } = await request(caller, offer, requestedTerms, more);
  const { agreementId } = await caller.marketplaceAgreement('AcceptAgreementRequest', {
    agreementRequestId,
  });
  return agreementId;
}

export async function entitlementOf(caller, agreementId) {
  const { agreementEntitlements } = await caller.marketplaceAgreement('GetAgreementEntitlements', {
    agreementId,
  });
  assert.equal(agreementEntitlements.length, 1);
  return agreementEntitlements[0];
}

export async function statusOfAgreement(caller, agreementId) {
  return (await caller.marketplaceAgreement('DescribeAgreement', { agreementId })).status;
}
