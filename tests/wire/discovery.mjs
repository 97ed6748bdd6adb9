// SPDX-License-Identifier: Apache-2.0
//
// AWS Marketplace Discovery, which no AWS SDK for JavaScript has for this Node.js: plain requests,
// signed by the SDKs' own signer. The service model of botocore is the judge of their shapes
// (tests/clients/marketplace_test.py).
import { createHash, createHmac } from 'node:crypto';

import { SignatureV4 } from '@smithy/signature-v4';

import { noted } from './harness.mjs';

/** What SignatureV4 asks for. */
class Sha256 {
  constructor(secret) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }

  update(data) {
    this.hash.update(data);
  }

  async digest() {
    return new Uint8Array(this.hash.digest());
  }
}

/** Sends a signed JSON request. @return the Response */
export async function fetchSigned(caller, { method, path, query = {}, service, body, headers: more }) {
  const { host, hostname, protocol } = new URL(caller.url);
  const signer = new SignatureV4({
    credentials: caller.credentials, region: caller.region, service, sha256: Sha256,
  });
  const text = body === undefined ? undefined : JSON.stringify(body);
  const signed = await signer.sign({
    method, protocol, hostname, path, query,
    headers: { host, ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...more },
    body: text,
  });
  const search = new URLSearchParams(query).toString();
  const { host: _, ...headers } = signed.headers;
  return fetch(`${caller.url}${path}${search && `?${search}`}`, { method, headers, body: text });
}

/** Sends a signed JSON request. @return {status, headers, body}, the body parsed */
export async function send(caller, request) {
  const response = await fetchSigned(caller, request);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** An operation's answer, or an error with `name`, `status`, `message` and the other members. */
export async function discover(caller, operation, input = {}) {
  return noted('marketplace-discovery', operation, call(caller, operation, input));
}

async function call(caller, operation, input) {
  const { status, headers, body } = await send(caller, {
    method: 'POST', path: `/2026-02-05/${operation[0].toLowerCase()}${operation.slice(1)}`,
    service: 'aws-marketplace', body: input,
  });
  if (status === 200) return body;
  throw Object.assign(new Error(body.message), { ...body, status, name: headers.get('x-amzn-errortype') });
}

/** Accepts an offer with all its terms, as clients do. @return the agreement's id. Rule MP-23. */
export async function accept(caller, offerId) {
  const offer = await discover(caller, 'GetOffer', { offerId });
  const { offerTerms } = await discover(caller, 'GetOfferTerms', { offerId });
  const requestedTerms = offerTerms.flatMap(Object.values).map(({ id, type }) => ({
    id, ...(type === 'RenewalTerm'
      ? { configuration: { renewalTermConfiguration: { enableAutoRenew: false } } } : {}),
  }));
  const { agreementRequestId } = await caller.marketplaceAgreement('CreateAgreementRequest', {
    intent: 'NEW', agreementProposalIdentifier: offer.agreementProposalId, requestedTerms,
  });
  const { agreementId } = await caller.marketplaceAgreement('AcceptAgreementRequest', {
    agreementRequestId,
  });
  return agreementId;
}

/** What GetProductAccess says, to the caller or of another account. */
export async function productAccess(caller, product, account) {
  return send(caller, {
    method: 'GET', path: `/licet/v1/products/${product}/access`, service: 'licet',
    query: account ? { account } : {},
  });
}
