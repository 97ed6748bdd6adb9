// SPDX-License-Identifier: Apache-2.0
//
// Consumption of licenses that a seller issued: checkouts, check-ins, extensions, usage. The rules
// in brackets are those of the domain rules. That leases lapse in time is tested where time can be
// set: src/model/checkout.
import assert from 'node:assert/strict';
import { constants, createPublicKey, verify } from 'node:crypto';
import { test } from 'node:test';

import { Caller, launch, refused, serve } from './harness.mjs';
import {
  CLAUDE, accountPrincipal, createGrant, createMember, fresh, inParallel, prepare, setStatus,
  subscribe,
} from './world.mjs';

const OPERATIONS = ['CheckoutLicense', 'CheckoutBorrowLicense', 'CheckInLicense',
  'ExtendConsumptionLicense'];
const EXHAUSTED = 'NoEntitlementsAllowedException';

const { management, url } = await serve();
await prepare(management);
const seller = await createMember(management);
const user = await createMember(management);
const other = await createMember(management);

const seats = (count, Name = 'seats') => ({ Name, Unit: 'Count', Value: String(count) });
const SEATS = { Name: 'seats', Unit: 'Count', MaxCount: 2, AllowCheckIn: true };
const PROVISIONAL = { RenewType: 'None', ProvisionalConfiguration: { MaxTimeToLiveInMinutes: 60 } };

/** A license of the seller's, and its grant to the user, ACTIVE. @return {arn, sku, grant} */
async function sell(Entitlements, ConsumptionConfiguration = PROVISIONAL, from = seller, to = user) {
  const sku = fresh('sku');
  const { LicenseArn: arn } = await from.licenseManager('CreateLicense', {
    LicenseName: 'license', ProductName: 'tool', ProductSKU: sku, Issuer: { Name: 'Tools' },
    HomeRegion: 'us-east-1', Validity: { Begin: '2026-01-01T00:00:00Z' }, Entitlements,
    Beneficiary: 'customer', ConsumptionConfiguration, ClientToken: fresh('license'),
  });
  const grant = await createGrant(from, arn, accountPrincipal(to.account),
    { AllowedOperations: OPERATIONS });
  await setStatus(to, grant, 'ACTIVE');
  return { arn, sku, grant, issuer: from.account };
}

function checkOut(caller, { sku, issuer }, Entitlements, more = {}) {
  return caller.licenseManager('CheckoutLicense', {
    ProductSKU: sku, CheckoutType: 'PROVISIONAL', Entitlements, ClientToken: fresh('checkout'),
    KeyFingerprint: `aws:${issuer}:Tools:issuer-fingerprint`, ...more,
  });
}
const checkIn = (caller, { LicenseConsumptionToken }) => (
  caller.licenseManager('CheckInLicense', { LicenseConsumptionToken }));

/** The seller's public key, as anybody may get it. */
async function signingKey(kid) {
  const { keys } = await (await fetch(`${url}/licet/v1/signing-keys?account=${seller.account}`)).json();
  return keys.find((key) => key.kid === kid);
}

/** The consumed values, in the order of the entitlements. */
async function usage(caller, { arn }) {
  const { LicenseUsage } = await caller.licenseManager('GetLicenseUsage', { LicenseArn: arn });
  return LicenseUsage.EntitlementUsages.map((one) => one.ConsumedValue);
}

test('item 15: the third of three checkouts of two seats is refused (CO-2, CO-6, CO-8)', async () => {
  const license = await sell([SEATS]);
  const first = await checkOut(user, license, [seats(1)]);
  await checkOut(user, license, [seats(1)]);
  await refused(checkOut(user, license, [seats(1)]), EXHAUSTED, { status: 400 });
  assert.deepEqual(await usage(seller, license), ['2']);

  await checkIn(user, first);
  await refused(checkIn(user, first), 'ConflictException');
  assert.deepEqual(await usage(seller, license), ['1']);
  await checkOut(user, license, [seats(1)]);
  await refused(checkOut(user, license, [seats(1)]), EXHAUSTED);
  assert.deepEqual(await usage(user, license), ['2']);
});

test('a checkout says what was taken and until when (CO-4, CO-5)', async () => {
  const license = await sell([SEATS, { Name: 'gold', Unit: 'None', Value: 'Enabled' }]);
  const answer = await checkOut(user, license,
    [seats(2), { Name: 'gold', Unit: 'None' }, { Name: 'silver', Unit: 'None' }],
    { NodeId: 'node-1', Beneficiary: 'customer' });
  assert.equal(answer.CheckoutType, 'PROVISIONAL');
  assert.equal(answer.LicenseArn, license.arn);
  assert.equal(answer.NodeId, 'node-1');
  assert.deepEqual(answer.EntitlementsAllowed, [
    { Name: 'seats', Unit: 'Count', Value: '2' }, { Name: 'gold', Unit: 'None', Value: 'Enabled' },
  ]);
  const minutes = (Date.parse(answer.Expiration) - Date.parse(answer.IssuedAt)) / 60_000;
  assert.equal(Math.floor(minutes), 60);
});

test('64 callers at once get exactly the 40 seats there are (CO-2)', async () => {
  const license = await sell([{ ...SEATS, MaxCount: 40 }]);
  const names = await inParallel(64, async () => {
    try {
      return (await checkOut(user, license, [seats(1)])).LicenseConsumptionToken;
    } catch (error) {
      return error.name;
    }
  }, 64);
  assert.equal(names.filter((name) => name === EXHAUSTED).length, 24);
  assert.equal(new Set(names).size, 41);
  assert.deepEqual(await usage(seller, license), ['40']);
});

test('the same ClientToken takes units once (GR-33)', async () => {
  const license = await sell([{ ...SEATS, MaxCount: 40 }]);
  const ClientToken = fresh('once');
  const answers = await inParallel(16,
    () => checkOut(user, license, [seats(3)], { ClientToken }), 16);
  assert.equal(new Set(answers.map((answer) => answer.LicenseConsumptionToken)).size, 1);
  assert.deepEqual(await usage(seller, license), ['3']);
  await refused(checkOut(user, license, [seats(4)], { ClientToken }), 'ValidationException');
});

test('a draw-down is never given back (CO-4)', async () => {
  const license = await sell([SEATS]);
  const drawn = await checkOut(user, license, [seats(2)], { CheckoutType: 'PERPETUAL' });
  assert.equal(drawn.Expiration, undefined);
  await refused(checkIn(user, drawn), 'ValidationException');
  await refused(checkIn(seller, drawn), 'ResourceNotFoundException');
  await refused(checkOut(user, license, [seats(1)]), EXHAUSTED);
});

test('overage lets usage pass MaxCount and shows it (CO-2, CO-11)', async () => {
  const license = await sell([{ ...SEATS, Overage: true }]);
  await checkOut(user, license, [seats(5)]);
  const { LicenseUsage } = await user.licenseManager('GetLicenseUsage', { LicenseArn: license.arn });
  assert.deepEqual(LicenseUsage.EntitlementUsages, [
    { Name: 'seats', ConsumedValue: '5', MaxCount: '2', Unit: 'Count' },
  ]);
});

test('an extension adds a period; a dry run only says so (CO-4)', async () => {
  const license = await sell([SEATS]);
  const answer = await checkOut(user, license, [seats(1)]);
  const extend = (more = {}) => user.licenseManager('ExtendLicenseConsumption', {
    LicenseConsumptionToken: answer.LicenseConsumptionToken, ...more,
  });
  const dry = await extend({ DryRun: true });
  const extended = await extend();
  assert.equal(extended.LicenseConsumptionToken, answer.LicenseConsumptionToken);
  assert.equal(Date.parse(extended.Expiration) - Date.parse(answer.Expiration), 3_600_000);
  assert.equal(dry.Expiration, extended.Expiration);
  await checkIn(user, answer);
  await refused(extend(), 'ResourceNotFoundException');
});

test('a checkout is its account’s business only (CO-8)', async () => {
  const license = await sell([SEATS]);
  const answer = await checkOut(user, license, [seats(1)]);
  for (const caller of [seller, other, management]) {
    await refused(checkIn(caller, answer), 'ResourceNotFoundException');
  }
  await refused(user.licenseManager('CheckInLicense', { LicenseConsumptionToken: 'unknown' }),
    'ResourceNotFoundException');
  await refused(usage(other, license), 'ResourceNotFoundException');
  assert.deepEqual(await usage(management, license), ['1']);
});

test('a grant that is DISABLED lets nothing out (CO-9, CO-12)', async () => {
  const license = await sell([SEATS]);
  const held = await checkOut(user, license, [seats(1)]);
  await setStatus(user, license.grant, 'DISABLED');
  await refused(checkOut(user, license, [seats(1)]), EXHAUSTED);
  await refused(checkIn(user, held), 'AccessDeniedException');
  assert.deepEqual(await usage(seller, license), ['1']);
  await setStatus(user, license.grant, 'ACTIVE');
  await checkIn(user, held);
});

test('a seller checks out for its customer (CO-3)', async () => {
  const license = await sell([SEATS]);
  await refused(checkOut(seller, license, [seats(1)]), 'InvalidParameterValueException');
  const answer = await checkOut(seller, license, [seats(1)], { Beneficiary: 'customer' });
  await checkIn(seller, answer);
  await refused(checkOut(seller, license, [seats(1)], { Beneficiary: 'somebody' }), EXHAUSTED);
});

test('the buyer of a model, and members with a grant of it, check it out (CO-5, CO-9)', async () => {
  const arn = await subscribe(management, CLAUDE);
  const { Licenses: [{ ProductSKU }] } = await management.licenseManager('ListReceivedLicenses',
    { LicenseArns: [arn] });
  const use = (caller) => caller.licenseManager('CheckoutLicense', {
    ProductSKU, CheckoutType: 'PROVISIONAL', ClientToken: fresh('usage'),
    KeyFingerprint: 'aws:294406891311:AWS/Marketplace:issuer-fingerprint',
    Entitlements: [{ Name: 'AWS::Marketplace::Usage', Unit: 'None' }],
  });
  const enabled = [{ Name: 'AWS::Marketplace::Usage', Unit: 'None', Value: 'Enabled' }];
  assert.deepEqual((await use(management)).EntitlementsAllowed, enabled);
  await refused(use(user), EXHAUSTED);
  const grant = await createGrant(management, arn, accountPrincipal(user.account));
  await refused(use(user), EXHAUSTED);
  await setStatus(user, grant, 'ACTIVE');
  assert.deepEqual((await use(user)).EntitlementsAllowed, enabled);
});

test('a borrowed license is vouched for by its issuer’s key (CO-7)', async () => {
  const license = await sell([SEATS], {
    RenewType: 'None',
    BorrowConfiguration: { AllowEarlyCheckIn: true, MaxTimeToLiveInMinutes: 600 },
  });
  const borrow = (more = {}) => user.licenseManager('CheckoutBorrowLicense', {
    LicenseArn: license.arn, Entitlements: [seats(2)], DigitalSignatureMethod: 'JWT_PS384',
    NodeId: 'laptop', CheckoutMetadata: [{ Name: 'site', Value: 'north' }],
    ClientToken: fresh('borrow'), ...more,
  });
  await refused(borrow({ DigitalSignatureMethod: 'JWT_RS256' }),
    'UnsupportedDigitalSignatureMethodException');
  await refused(borrow({ Entitlements: [seats(1, 'rooms')] }), 'EntitlementNotAllowedException');
  const answer = await borrow();
  await refused(borrow(), EXHAUSTED);

  const [header, payload, signature] = answer.SignedToken.split('.');
  const decoded = (part) => JSON.parse(Buffer.from(part, 'base64url').toString());
  assert.equal(decoded(header).alg, 'PS384');
  assert.deepEqual(decoded(payload), {
    entitlementsAllowed: [{ name: 'seats', unit: 'Count', value: '2' }],
    expiration: answer.Expiration, issuedAt: answer.IssuedAt, licenseArn: license.arn,
    licenseConsumptionToken: answer.LicenseConsumptionToken, nodeId: 'laptop',
    checkoutMetadata: [{ name: 'site', value: 'north' }],
  });
  const jwk = await signingKey(decoded(header).kid);
  assert.ok(verify('sha384', Buffer.from(`${header}.${payload}`), {
    key: createPublicKey({ key: jwk, format: 'jwk' }),
    padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48,
  }, Buffer.from(signature, 'base64url')));
  await checkIn(user, answer);
  await borrow();
});

test('what is out stays out over a restart (CO-2, CO-8)', async () => {
  const server = await serve();
  await prepare(server.management);
  const people = [await createMember(server.management), await createMember(server.management)];
  const license = await sell([SEATS], PROVISIONAL, ...people);
  const held = await checkOut(people[1], license, [seats(1)]);
  const returned = await checkOut(people[1], license, [seats(1)]);
  await checkIn(people[1], returned);
  await server.stop();

  const again = await launch(server.data);
  const caller = new Caller(again.url, people[1].credentials);
  assert.deepEqual(await usage(caller, license), ['1']);
  await refused(checkOut(caller, license, [seats(2)]), EXHAUSTED);
  await refused(checkIn(caller, returned), 'ConflictException');
  await checkIn(caller, held);
  assert.deepEqual(await usage(caller, license), ['0']);
  for (const one of [caller, ...people]) one.close();
  again.process.kill('SIGTERM');
  assert.deepEqual(await again.ended, [0, null], again.log());
});
