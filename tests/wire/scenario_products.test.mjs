// SPDX-License-Identifier: Apache-2.0
//
// Products that are no models, from the offer to the use: a container whose registry asks licet
// (rule CO-12), and a SaaS bought by a private offer (rules MP-1, MP-23).
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { accept, discover, productAccess } from './discovery.mjs';
import { refused, run, serve } from './harness.mjs';
import {
  createGrant, createMember, deleteGrant, fresh, organizationOf, prepare, receivedGrants, setStatus,
} from './world.mjs';

const { url, management, data } = await serve('--management-account', '111111111111');
await prepare(management);
const member = await createMember(management);
const organization = await organizationOf(management);

const RUNNER = 'prod-samplerunner1';
const DESK = 'prod-sampledesk001';
const FINGERPRINT = 'aws:294406891311:AWS/Marketplace:issuer-fingerprint';

const licenseOf = async (caller, product) => (await caller.licenseManager('ListReceivedLicenses', {
  Filters: [{ Name: 'ProductSKU', Values: [product] }],
})).Licenses.map((license) => license.LicenseArn);

const access = async (caller, product) => {
  const { body } = await productAccess(caller, product);
  return [body.allowed, body.reason];
};

const checkout = (caller, product) => caller.licenseManager('CheckoutLicense', {
  ProductSKU: product, CheckoutType: 'PROVISIONAL', KeyFingerprint: FINGERPRINT,
  Entitlements: [{ Name: 'AWS::Marketplace::Usage', Unit: 'None' }], ClientToken: fresh('token'),
});

test('a container is pulled by nobody whose grant is not active (CO-12)', async () => {
  assert.deepEqual(await access(management, RUNNER), [false, 'no_entitlement']);
  await accept(management, 'offer-samplerunner1');
  assert.deepEqual(await access(management, RUNNER), [true, 'granted']);
  const [license] = await licenseOf(management, RUNNER);

  const parent = await createGrant(management, license, organization.Arn);
  const [own] = await receivedGrants(member, license);
  assert.deepEqual(await access(member, RUNNER), [false, 'grant_not_activated']);
  await refused(checkout(member, RUNNER), 'NoEntitlementsAllowedException');

  await setStatus(member, own.GrantArn, 'ACTIVE');
  const { body } = await productAccess(member, RUNNER);
  assert.deepEqual([body.allowed, body.grantArn, body.licenseArn], [true, own.GrantArn, license]);
  assert.equal((await checkout(member, RUNNER)).LicenseArn, license);

  await setStatus(member, own.GrantArn, 'DISABLED');
  assert.deepEqual(await access(member, RUNNER), [false, 'grant_not_activated']);
  await setStatus(member, own.GrantArn, 'ACTIVE');
  await deleteGrant(management, parent);
  assert.deepEqual(await access(member, RUNNER), [false, 'no_entitlement']);
});

test('a SaaS is bought by a private offer (MP-1, MP-23)', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'licet-offers-')), 'offers.yaml');
  after(() => rmSync(join(file, '..'), { recursive: true }));
  const page = readFileSync(new URL('../../docs/offers.md', import.meta.url), 'utf8');
  writeFileSync(file, page.match(/```yaml\n(.*?)```/s)[1]);
  process.env.AWS_SHARED_CREDENTIALS_FILE = join(data, '..', 'credentials');
  const applied = run('offer', 'apply', file, '--endpoint', url);
  assert.equal(applied.status, 0, applied.stderr);

  const waiting = async () => (await discover(management, 'ListPurchaseOptions', {
    filters: [{ filterType: 'VISIBILITY_SCOPE', filterValues: ['PRIVATE'] },
      { filterType: 'PRODUCT_ID', filterValues: [DESK] },
      { filterType: 'PURCHASE_OPTION_TYPE', filterValues: ['OFFER'] }],
  })).purchaseOptions.map((option) => option.purchaseOptionId);
  assert.deepEqual(await waiting(), ['offer-exampledesk01']);
  assert.deepEqual(await licenseOf(management, DESK), [], 'an offer is no agreement');

  await accept(management, 'offer-exampledesk01');
  assert.deepEqual(await waiting(), []);
  assert.equal((await licenseOf(management, DESK)).length, 1);
  assert.deepEqual(await access(management, DESK), [true, 'granted']);
  assert.deepEqual(await access(member, DESK), [false, 'no_entitlement']);

  const changed = run('offer', 'apply', file, '--endpoint', url);
  assert.equal(changed.stdout, 'applied 2 private offers, 1 offer set: 0 added, 0 updated\n');
  writeFileSync(file, readFileSync(file, 'utf8').replace('price: "4800"', 'price: "4801"'));
  assert.match(run('offer', 'apply', file, '--endpoint', url).stderr,
    /offer `offer-exampledesk01` was accepted and cannot be changed/);
});
