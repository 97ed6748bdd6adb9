// SPDX-License-Identifier: Apache-2.0
//
// Licenses that an account issues itself: their life, and how they are passed on.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { refused, serve } from './harness.mjs';
import {
  COHERE, accountPrincipal, createGrant, createMember, createUnit, deleteGrant, fresh, move,
  organizationOf, prepare, receivedGrants, setStatus, statusOf, subscribe,
} from './world.mjs';

const { management } = await serve();
let seller;
let buyer;

before(async () => {
  await prepare(management);
  [seller, buyer] = [await createMember(management), await createMember(management)];
});

/** What every version of a license says. */
const terms = (more = {}) => ({
  LicenseName: 'tool', ProductName: 'Tool', Issuer: { Name: 'Tools', SignKey: 'alias/tools' },
  HomeRegion: 'us-east-1', Validity: { Begin: '2020-01-01T00:00:00Z' },
  Entitlements: [{ Name: 'Seats', Unit: 'Count', MaxCount: 2, AllowCheckIn: true }],
  ConsumptionConfiguration: {
    RenewType: 'None', ProvisionalConfiguration: { MaxTimeToLiveInMinutes: 30 },
    BorrowConfiguration: { AllowEarlyCheckIn: true, MaxTimeToLiveInMinutes: 90 },
  },
  LicenseMetadata: [{ Name: 'team', Value: 'x' }], ...more,
});

async function issue(more = {}, caller = seller) {
  const ProductSKU = fresh('sku');
  const { LicenseArn } = await caller.licenseManager('CreateLicense', {
    ...terms(), ProductSKU, Beneficiary: 'buyers', ClientToken: ProductSKU, ...more,
  });
  return LicenseArn;
}

const revise = (LicenseArn, more = {}, caller = seller) => (
  caller.licenseManager('CreateLicenseVersion', {
    ...terms(), LicenseArn, Status: 'AVAILABLE', ClientToken: fresh('version'), ...more,
  }));

async function licenseSeenBy(caller, LicenseArn, more = {}) {
  return (await caller.licenseManager('GetLicense', { LicenseArn, ...more })).License;
}

/** Grants, accepts and activates; what is granted can be passed on. */
async function give(from, to, license) {
  const grant = await createGrant(from, license, accountPrincipal(to.account), {
    AllowedOperations: ['CreateGrant', 'CheckoutLicense', 'CheckInLicense'],
  });
  await to.licenseManager('AcceptGrant', { GrantArn: grant });
  await setStatus(to, grant, 'ACTIVE');
  return grant;
}

test('CreateLicense issues a license that its seller holds without a grant (LI-6)', async () => {
  const license = await issue();
  assert.match(license, new RegExp(`^arn:aws:license-manager::${seller.account}:license:l-[0-9a-f]{32}$`));
  const shown = await licenseSeenBy(seller, license);
  assert.equal(shown.Status, 'AVAILABLE');
  assert.equal(shown.Version, '1');
  assert.equal(shown.Beneficiary, 'buyers');
  assert.deepEqual(shown.Issuer, {
    Name: 'Tools', SignKey: 'alias/tools',
    KeyFingerprint: `aws:${seller.account}:Tools:issuer-fingerprint`,
  });
  assert.deepEqual(shown.ConsumptionConfiguration, terms().ConsumptionConfiguration);
  assert.deepEqual(shown.LicenseMetadata, terms().LicenseMetadata);
  assert.deepEqual((await seller.licenseManager('ListReceivedLicenses')).Licenses, []);
  await refused(licenseSeenBy(buyer, license), 'ResourceNotFoundException');
});

test('CreateLicense refuses what it cannot keep (CO-1, LM-19)', async () => {
  await refused(issue({ HomeRegion: 'eu-west-1' }), 'RedirectException');
  await refused(issue({ Validity: { Begin: 'now' } }), 'ValidationException');
  await refused(issue({ Entitlements: [{ Name: 'x', Unit: 'Bananas' }] }), 'ValidationException');
  await refused(issue({ Entitlements: [{ Name: 'x', Unit: 'None', MaxCount: 1 }] }),
    'ValidationException');
});

test('a license lives in the region it was made in (LM-19)', async () => {
  const far = seller.in('eu-west-1');
  const license = await issue({ HomeRegion: 'eu-west-1' }, far);
  assert.equal((await licenseSeenBy(seller, license)).HomeRegion, 'eu-west-1');
  const wrong = await refused(seller.licenseManager('DeleteLicense',
    { LicenseArn: license, SourceVersion: '1' }), 'RedirectException');
  assert.equal(wrong.Location, 'eu-west-1');
  await refused(createGrant(seller, license, accountPrincipal(buyer.account)), 'ValidationException',
    { message: /resource home AWS region: eu-west-1/ });
  await createGrant(far, license, accountPrincipal(buyer.account), {
    HomeRegion: 'eu-west-1', AllowedOperations: ['CheckoutLicense'],
  });
});

test('the same ClientToken makes one license and one version (GR-33)', async () => {
  const ClientToken = fresh('token');
  const license = await issue({ ClientToken, ProductSKU: 'once' });
  assert.equal(await issue({ ClientToken, ProductSKU: 'once' }), license);
  await refused(issue({ ClientToken, ProductSKU: 'twice' }), 'ValidationException');
  const first = await revise(license, { ClientToken });
  assert.deepEqual((await revise(license, { ClientToken })).Version, first.Version);
  assert.equal((await licenseSeenBy(seller, license)).Version, '2');
});

test('item 11: of two versions from one SourceVersion one conflicts (LI-1)', async () => {
  const license = await issue();
  const outcomes = await Promise.allSettled(['one', 'two'].map((LicenseName) => (
    revise(license, { LicenseName, SourceVersion: '1' }))));
  const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
  assert.deepEqual(lost.map((outcome) => outcome.reason.name), ['ConflictException']);
  assert.equal((await licenseSeenBy(seller, license)).Version, '2');
});

test('every version stays readable (LI-1)', async () => {
  const license = await issue();
  await revise(license, { LicenseName: 'renamed', Status: 'SUSPENDED' });
  const { Licenses } = await seller.licenseManager('ListLicenseVersions', { LicenseArn: license });
  assert.deepEqual(Licenses.map((one) => [one.Version, one.LicenseName, one.Status]),
    [['1', 'tool', 'AVAILABLE'], ['2', 'renamed', 'SUSPENDED']]);
  assert.equal((await licenseSeenBy(seller, license, { Version: '1' })).LicenseName, 'tool');
  await refused(licenseSeenBy(seller, license, { Version: '3' }), 'ResourceNotFoundException');
});

test('only its issuer changes and deletes a license', async () => {
  const license = await issue();
  await refused(revise(license, {}, buyer), 'ResourceNotFoundException');
  await give(seller, buyer, license);
  await refused(revise(license, {}, buyer), 'AccessDeniedException');
  await refused(buyer.licenseManager('DeleteLicense', { LicenseArn: license, SourceVersion: '1' }),
    'AccessDeniedException');
  const bought = await subscribe(management, COHERE);
  await refused(revise(bought, {}, management), 'AccessDeniedException');
  for (const Status of ['EXPIRED', 'DELETED', 'PENDING_AVAILABLE']) {
    await refused(revise(license, { Status }), 'ValidationException');
  }
});

test('the recipient accepts and activates a seller’s license (LI-6)', async () => {
  const license = await issue();
  const grant = await createGrant(seller, license, accountPrincipal(buyer.account), {
    AllowedOperations: ['CheckoutLicense'],
  });
  assert.equal(await statusOf(buyer, grant), 'PENDING_ACCEPT');
  await refused(setStatus(seller, grant, 'ACTIVE'), 'ValidationException');
  await buyer.licenseManager('AcceptGrant', { GrantArn: grant });
  await refused(setStatus(seller, grant, 'ACTIVE'), 'ValidationException');
  await setStatus(buyer, grant, 'ACTIVE');
  const { Licenses: [received] } = await buyer.licenseManager('ListReceivedLicenses',
    { LicenseArns: [license] });
  assert.equal(received.ReceivedMetadata.ReceivedStatus, 'ACTIVE');
  // What Terraform's data source can read (LM-17).
  assert.ok(received.ConsumptionConfiguration.ProvisionalConfiguration);
  assert.equal(received.ConsumptionConfiguration.BorrowConfiguration, undefined);
  await refused(setStatus(buyer, grant, 'ACTIVE',
    { Options: { ActivationOverrideBehavior: 'ALL_GRANTS_PERMITTED_BY_ISSUER' } }),
  'ValidationException');  // GR-21
});

test('DeleteLicense ends a license that stays readable (LI-2, LI-5)', async () => {
  const license = await issue();
  const grant = await give(seller, buyer, license);
  const deletion = (SourceVersion) => seller.licenseManager('DeleteLicense',
    { LicenseArn: license, SourceVersion });
  await refused(deletion('7'), 'ConflictException');
  const answer = await deletion('1');
  assert.equal(answer.Status, 'PENDING_DELETE');
  assert.match(answer.DeletionDate, /^\d{4}-\d{2}-\d{2}T/);
  for (const caller of [seller, buyer]) {
    assert.equal((await licenseSeenBy(caller, license)).Status, 'DELETED');
  }
  assert.equal(await statusOf(buyer, grant), 'ACTIVE');
  await refused(deletion('3'), 'ValidationException');
  await refused(revise(license), 'ValidationException');
  await refused(createGrant(seller, license, accountPrincipal(management.account ?? '111111111111'),
    { AllowedOperations: ['CheckoutLicense'] }), 'ValidationException');
});

test('ListLicenses pages and filters what the account issued (LM-6)', async () => {
  const lone = await createMember(management);
  const licenses = [await issue({}, lone), await issue({ ProductSKU: 'special' }, lone)];
  await revise(licenses[0], { Status: 'DEACTIVATED' }, lone);
  const listed = async (input = {}) => (await lone.licenseManager('ListLicenses', input)).Licenses
    .map((one) => one.LicenseArn);
  const filtered = (Name, value) => listed({ Filters: [{ Name, Values: [value] }] });
  assert.deepEqual(new Set(await listed()), new Set(licenses));
  assert.deepEqual(await filtered('ProductSKU', 'special'), [licenses[1]]);
  assert.deepEqual(await filtered('Status', 'DEACTIVATED'), [licenses[0]]);
  assert.equal((await filtered('Beneficiary', 'buyers')).length, 2);
  assert.equal((await filtered('Fingerprint',
    `aws:${lone.account}:Tools:issuer-fingerprint`)).length, 2);
  await refused(filtered('IssuerName', 'Tools'), 'InvalidParameterValueException');
  const first = await lone.licenseManager('ListLicenses', { MaxResults: 1 });
  const second = await lone.licenseManager('ListLicenses',
    { MaxResults: 1, NextToken: first.NextToken });
  assert.deepEqual(new Set([...first.Licenses, ...second.Licenses].map((one) => one.LicenseArn)),
    new Set(licenses));
  assert.equal(second.NextToken, undefined);
});

test('a license is passed on while its source is active (GR-6, GR-7)', async () => {
  const license = await issue();
  const third = await createMember(management);
  const plain = await createGrant(seller, license, accountPrincipal(third.account), {
    AllowedOperations: ['CheckoutLicense'],
  });
  await third.licenseManager('AcceptGrant', { GrantArn: plain });
  await setStatus(third, plain, 'ACTIVE');
  await refused(createGrant(third, license, accountPrincipal(buyer.account)), 'AccessDeniedException');
  await deleteGrant(seller, plain);

  const source = await give(seller, buyer, license);
  await refused(createGrant(buyer, license, accountPrincipal(third.account), {
    AllowedOperations: ['CreateToken'],
  }), 'ValidationException');
  const passed = await give(buyer, third, license);
  const { Grant } = await third.licenseManager('GetGrant', { GrantArn: passed });
  assert.equal(Grant.ParentArn, source);
  await refused(give(third, buyer, license), 'ValidationException');  // back to where it came from

  await setStatus(buyer, source, 'DISABLED');
  await setStatus(third, passed, 'DISABLED');
  await refused(setStatus(third, passed, 'ACTIVE'), 'ValidationException');
  await setStatus(buyer, source, 'ACTIVE');
  await setStatus(third, passed, 'ACTIVE');
  await deleteGrant(seller, source);
  assert.equal(await statusOf(buyer, passed), 'DELETED');
});

test('what an OU’s account passed on ends when it moves away (GR-7, GR-42)', async () => {
  const license = await issue();
  const source = await createGrant(seller, license,
    accountPrincipal((await organizationOf(management)).MasterAccountId), {
      AllowedOperations: ['CreateGrant', 'CheckoutLicense'],
    });
  await management.licenseManager('AcceptGrant', { GrantArn: source });
  await setStatus(management, source, 'ACTIVE');
  const unit = await createUnit(management);
  const insider = await createMember(management);
  const outsider = await createMember(management);
  await move(management, insider.account, unit.Id);
  const parent = await createGrant(management, license, unit.Arn, {
    AllowedOperations: ['CreateGrant', 'CheckoutLicense'],
  });
  await setStatus(management, parent, 'ACTIVE');
  assert.equal((await receivedGrants(insider, license))[0].GrantStatus, 'ACTIVE');
  const passed = await createGrant(insider, license, accountPrincipal(outsider.account), {
    AllowedOperations: ['CheckoutLicense'],
  });
  await outsider.licenseManager('AcceptGrant', { GrantArn: passed });
  await setStatus(outsider, passed, 'ACTIVE');
  await move(management, insider.account, (await createUnit(management)).Id);
  assert.equal(await statusOf(outsider, passed), 'DELETED');
});
