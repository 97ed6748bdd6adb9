// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { refused, serve } from './harness.mjs';
import {
  COHERE, OPERATIONS, accountPrincipal, createGrant, createMember, deleteGrant, fresh, organizationOf,
    prepare,
  receivedGrants, setStatus, statusOf, subscribe,
} from './world.mjs';

const { management } = await serve();
let license;
let organization;

before(async () => {
  await prepare(management);
  license = await subscribe(management, COHERE);
  organization = await organizationOf(management);
});

/** A grant to a new member; accepted automatically. */
async function granted(more = {}) {
  const member = await createMember(management);
  const grant = await createGrant(management, license, accountPrincipal(member.account), more);
  return { member, grant };
}

test('UpdateServiceSettings is the management account’s', async () => {
  const settings = await management.licenseManager('GetServiceSettings');
  assert.equal(settings.OrganizationConfiguration.EnableIntegration, true);
  const member = await createMember(management);
  await refused(member.licenseManager('UpdateServiceSettings', {
    OrganizationConfiguration: { EnableIntegration: false },
  }), 'AccessDeniedException');
});

test('a subscription shows as a received license', async () => {
  const { Licenses: [one] } = await management.licenseManager('ListReceivedLicenses',
    { LicenseArns: [license] });
  assert.equal(one.Status, 'AVAILABLE');
  assert.equal(one.HomeRegion, 'us-east-1');
  assert.match(one.LicenseArn, /^arn:aws:license-manager::\d{12}:license:l-[0-9a-f]{32}$/);
  assert.match(one.CreateTime, /^\d+$/);
  assert.equal(one.BorrowConfiguration, undefined);
  assert.ok(one.ConsumptionConfiguration.ProvisionalConfiguration);
  assert.ok(one.ReceivedMetadata.AllowedOperations.includes('CreateGrant'));

  const got = await management.licenseManager('GetLicense', { LicenseArn: license });
  assert.equal(got.License.ProductSKU, one.ProductSKU);
  const { Licenses: versions } = await management.licenseManager('ListLicenseVersions',
    { LicenseArn: license });
  assert.deepEqual(versions.map((version) => version.Version), [got.License.Version]);
});

test('received licenses are filtered', async () => {
  const count = async (Name, Values) => (await management.licenseManager('ListReceivedLicenses', {
    Filters: [{ Name, Values }],
  })).Licenses.length;
  assert.equal(await count('Status', ['AVAILABLE']), 1);
  assert.equal(await count('Status', ['EXPIRED']), 0);
  await refused(count('Colour', ['red']), 'InvalidParameterValueException');
});

test('a license of others is not there', async () => {
  const member = await createMember(management);
  await refused(member.licenseManager('GetLicense', { LicenseArn: license }), 'ResourceNotFoundException');
  assert.deepEqual((await member.licenseManager('ListReceivedLicenses')).Licenses, []);
});

test('CreateGrant to a member is accepted for it and rests', async () => {
  const { member, grant } = await granted({ GrantName: 'mine' });
  const { Grant } = await management.licenseManager('GetGrant', { GrantArn: grant });
  assert.equal(Grant.GrantName, 'mine');
  assert.equal(Grant.GrantStatus, 'DISABLED');
  assert.equal(Grant.ParentArn, license);
  assert.equal(Grant.GranteePrincipalArn, accountPrincipal(member.account));
  assert.deepEqual([...Grant.GrantedOperations].sort(), [...OPERATIONS].sort());
  const [received] = await receivedGrants(member, license);
  assert.equal(received.GrantArn, grant);
});

test('CreateGrant refuses what cannot be granted', async () => {
  const member = await createMember(management);
  const principal = accountPrincipal(member.account);
  const attempt = (more, to = principal) => createGrant(management, license, to, more);
  await refused(attempt({}, accountPrincipal('000000000001')), 'ValidationException');
  await refused(attempt({ Principals: [principal, principal] }), 'ValidationException');
  await refused(attempt({ AllowedOperations: [] }), 'ValidationException');
  await refused(attempt({ AllowedOperations: ['Everything'] }), 'ValidationException');
  await refused(attempt({ LicenseArn: license.replace(/.$/, (last) => (last === '0' ? '1' : '0')) }),
    'ResourceNotFoundException');
  await createGrant(management, license, principal);
  await refused(createGrant(management, license, principal), 'ValidationException',
    { message: /already exists/ });
});

test('CreateGrantVersion activates, deactivates, renames and counts', async () => {
  const { member, grant } = await granted();
  await setStatus(member, grant, 'ACTIVE');
  assert.equal(await statusOf(member, grant), 'ACTIVE');
  await setStatus(management, grant, 'DISABLED', { StatusReason: 'enough' });
  const before = (await management.licenseManager('GetGrant', { GrantArn: grant })).Grant;
  assert.deepEqual([before.GrantStatus, before.StatusReason], ['DISABLED', 'enough']);
  await management.licenseManager('CreateGrantVersion', {
    ClientToken: fresh('token'), GrantArn: grant, GrantName: 'renamed',
  });
  const renamed = (await management.licenseManager('GetGrant', { GrantArn: grant })).Grant;
  assert.deepEqual([renamed.GrantName, renamed.GrantStatus], ['renamed', 'DISABLED']);
  assert.equal(Number(renamed.Version), Number(before.Version) + 1);
  const old = await management.licenseManager('GetGrant', { GrantArn: grant, Version: before.Version });
  assert.equal(old.Grant.GrantName, before.GrantName);

  await refused(setStatus(management, grant, 'DELETED'), 'InvalidParameterValueException');
  await refused(setStatus(management, grant, 'ACTIVE', { SourceVersion: '1' }), 'ValidationException');
});

test('AcceptGrant is refused when the grant was accepted automatically', async () => {
  const { member, grant } = await granted();
  await refused(member.licenseManager('AcceptGrant', { GrantArn: grant }), 'ValidationException', {
    message: new RegExp(`Caller arn:aws:iam::${member.account}:root is not allowed to accept this grant`),
  });
});

test('RejectGrant is terminal', async () => {
  const { member, grant } = await granted();
  const { Status } = await member.licenseManager('RejectGrant', { GrantArn: grant });
  assert.equal(Status, 'REJECTED');
  await refused(setStatus(member, grant, 'ACTIVE'), 'ValidationException');
});

test('DeleteGrant wants the current version, or no number', async () => {
  const { grant } = await granted();
  const attempt = (Version) => management.licenseManager('DeleteGrant', { GrantArn: grant, Version });
  await refused(attempt('77'), 'ValidationException');
  await attempt('version');
  assert.equal(await statusOf(management, grant), 'DELETED');
  await refused(attempt('version'), 'ValidationException');
});

test('a grant is seen by its two sides only', async () => {
  const { grant } = await granted();
  const other = await createMember(management);
  await refused(other.licenseManager('GetGrant', { GrantArn: grant }), 'ResourceNotFoundException');
  await refused(other.licenseManager('DeleteGrant', { GrantArn: grant, Version: '1' }),
    'ResourceNotFoundException');
});

test('ListDistributedGrants pages and filters', async () => {
  const { grant } = await granted();
  const named = await management.licenseManager('ListDistributedGrants', { GrantArns: [grant] });
  assert.deepEqual(named.Grants.map((one) => one.GrantArn), [grant]);
  const filtered = await management.licenseManager('ListDistributedGrants', {
    Filters: [{ Name: 'GranteePrincipalARN', Values: [named.Grants[0].GranteePrincipalArn] }],
  });
  assert.deepEqual(filtered.Grants.map((one) => one.GrantArn), [grant]);

  await granted();
  const first = await management.licenseManager('ListDistributedGrants', { MaxResults: 1 });
  assert.equal(first.Grants.length, 1);
  const second = await management.licenseManager('ListDistributedGrants', {
    MaxResults: 1, NextToken: first.NextToken,
  });
  assert.notEqual(second.Grants[0].GrantArn, first.Grants[0].GrantArn);
});

test('the management account sees what its members received', async () => {
  const { member, grant } = await granted();
  const { Grants } = await management.licenseManager('ListReceivedGrantsForOrganization', {
    LicenseArn: license, Filters: [{ Name: 'GranteePrincipalArn',
      Values: [accountPrincipal(member.account)] }],
  });
  assert.deepEqual(Grants.map((one) => one.GrantArn), [grant]);
  const { Licenses } = await management.licenseManager('ListReceivedLicensesForOrganization');
  assert.ok(Licenses.some((one) => one.LicenseArn === license));
  await refused(member.licenseManager('ListReceivedGrantsForOrganization', { LicenseArn: license }),
    'AccessDeniedException');
  await refused(member.licenseManager('ListReceivedLicensesForOrganization'), 'AccessDeniedException');
});

test('members may not grant what they received', async () => {
  const { member, grant } = await granted();
  await setStatus(member, grant, 'ACTIVE');
  const other = await createMember(management);
  await refused(createGrant(member, license, accountPrincipal(other.account)), 'AccessDeniedException');
  await refused(createGrant(member, license, organization.Arn), 'AccessDeniedException');
});

test('tags of grants', async () => {
  const { grant: ResourceArn } = await granted({ Tags: [{ Key: 'wave', Value: '1' }] });
  const tags = async () => (await management.licenseManager('ListTagsForResource', { ResourceArn })).Tags;
  assert.deepEqual(await tags(), [{ Key: 'wave', Value: '1' }]);
  await management.licenseManager('TagResource', { ResourceArn, Tags: [{ Key: 'wave', Value: '2' }] });
  assert.deepEqual(await tags(), [{ Key: 'wave', Value: '2' }]);
  await management.licenseManager('UntagResource', { ResourceArn, TagKeys: ['wave'] });
  assert.deepEqual(await tags(), []);
});

test('the organization’s grant and its deletion', async () => {
  const member = await createMember(management);
  const grant = await createGrant(management, license, organization.Arn);
  const [own] = await receivedGrants(member, license);
  assert.equal(own.ParentArn, grant);
  assert.notEqual(own.GrantArn, grant);
  await deleteGrant(management, grant);
  assert.equal(await statusOf(management, grant), 'DELETED');
  assert.ok((await receivedGrants(member, license)).every((one) => one.GrantStatus === 'DELETED'));
});
