// SPDX-License-Identifier: Apache-2.0
//
// From one subscription to many accounts: the acceptance scenarios about distribution. Their items
// and the rules in brackets are those of the domain rules, section 13.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import {
  CLAUDE, CLAUDE_GLOBAL, CLAUDE_US, COHERE, OPERATIONS, accountPrincipal, converse, createAccount,
  createGrant, createMember, createUnit, fresh, inParallel, move, organizationOf, prepare,
  receivedGrants, sendForm, setStatus, statusOf, subscribe,
} from './world.mjs';

/** A prepared organization whose management account holds a license. */
async function subscribed(modelId = CLAUDE) {
  const { management } = await serve();
  await prepare(management);
  await sendForm(management);
  const license = await subscribe(management, modelId);
  return { management, license, organization: await organizationOf(management) };
}

const plain = await subscribed();
const swept = await subscribed();
const scripted = await subscribed();
const tree = await subscribed();
const crowded = await subscribed(COHERE);

const refusedUse = (caller, modelId) => refused(converse(caller, modelId), 'AccessDeniedException',
  { status: 403, message: /You don't have access to the model/ });

test('item 1: a subscription is one license, seen everywhere, granted at home (ME-3, ME-20, LM-13, LM-19)',
  async () => {
    const { management, license } = plain;
    for (const region of ['us-east-1', 'eu-west-1', 'ap-southeast-2']) {
      const { Licenses } = await management.in(region).licenseManager('ListReceivedLicenses');
      assert.deepEqual(Licenses.map((one) => [one.LicenseArn, one.Status]), [[license, 'AVAILABLE']]);
      const { Value: grantArn } = Licenses[0].LicenseMetadata.find((item) => item.Name === 'grantArn');
      const { Grant } = await management.in(region).licenseManager('GetGrant', { GrantArn: grantArn });
      assert.deepEqual([Grant.LicenseArn, Grant.GrantStatus], [license, 'ACTIVE']);
      assert.ok(Grant.GrantedOperations.includes('CreateGrant'));
    }
    const member = accountPrincipal(await createAccount(management));
    for (const HomeRegion of ['us-east-1', 'eu-west-1']) {
      await refused(createGrant(management.in('eu-west-1'), license, member, { HomeRegion }),
        'ValidationException', {
          status: 400, message: /Grant can only be created in resource home AWS region: us-east-1/,
        });
    }
    assert.deepEqual((await management.licenseManager('ListDistributedGrants')).Grants, []);
  });

test('item 2: one grant to the organization reaches its members (ME-24, ME-26, BA-31, BA-32)', async () => {
  const { management, license, organization } = swept;
  const member = await createMember(management);
  const name = fresh('grant');
  const created = await management.licenseManager('CreateGrant', {
    ClientToken: name, GrantName: name, LicenseArn: license, Principals: [organization.Arn],
    HomeRegion: 'us-east-1', AllowedOperations: OPERATIONS,
  });
  assert.deepEqual([created.Status, created.Version], ['PENDING_WORKFLOW', '1']);
  assert.equal(await statusOf(management, created.GrantArn), 'DISABLED');
  const [own] = await receivedGrants(member, license);
  assert.deepEqual([own.ParentArn, own.GrantStatus], [created.GrantArn, 'DISABLED']);
  await refusedUse(member);

  await setStatus(management, created.GrantArn, 'ACTIVE');
  assert.equal(await statusOf(management, created.GrantArn), 'ACTIVE');
  assert.equal((await receivedGrants(member, license))[0].GrantStatus, 'ACTIVE');
  for (const region of ['us-east-1', 'us-west-2']) {
    for (const profile of [CLAUDE_US, CLAUDE_GLOBAL]) await converse(member.in(region), profile);
  }
  await converse(member.in('eu-west-1'), CLAUDE_GLOBAL);
});

// What AWS's sample tools do, in their own order; the polls are bounded by a count here.
async function distributeAsScript(caller, license, principal) {
  const input = {
    LicenseArn: license, Principals: [principal], HomeRegion: 'us-east-1',
    AllowedOperations: await sharableOperations(caller, license), GrantName: fresh('script'),
  };
  let arn;
  try {
    ({ GrantArn: arn } = await caller.licenseManager('CreateGrant',
      { ...input, ClientToken: fresh('token') }));
  } catch (error) {
    const hints = ['already exists', 'already has a grant', 'duplicate', 'conflict'];
    const text = `${error.name} ${error.message}`.toLowerCase();
    if (!hints.some((hint) => text.includes(hint))) throw error;
    const { Grants } = await caller.licenseManager('ListDistributedGrants', {
      Filters: [{ Name: 'LicenseArn', Values: [license] },
        { Name: 'GranteePrincipalARN', Values: [principal] }],
    });
    arn = Grants.find((grant) => !['DELETED', 'REJECTED'].includes(grant.GrantStatus)).GrantArn;
  }
  const reached = await pollStatus(caller, arn, (status) => status !== 'PENDING_WORKFLOW');
  if (reached !== 'ACTIVE') {
    await setStatus(caller, arn, 'ACTIVE',
      { Options: { ActivationOverrideBehavior: 'ALL_GRANTS_PERMITTED_BY_ISSUER' } });
  }
  return { arn, status: await pollStatus(caller, arn, (status) => status === 'ACTIVE') };
}

/** The operations of the license's own grant without CreateGrant. */
async function sharableOperations(caller, license) {
  const { Licenses: [one] } = await caller.licenseManager('ListReceivedLicenses',
    { LicenseArns: [license] });
  const { Value } = one.LicenseMetadata.find((item) => item.Name === 'grantArn');
  const { Grant } = await caller.licenseManager('GetGrant', { GrantArn: Value });
  return Grant.GrantedOperations.filter((operation) => operation !== 'CreateGrant');
}

async function pollStatus(caller, arn, isEnough) {
  let status;
  for (let left = 100; left > 0; left--) {
    status = await statusOf(caller, arn);
    if (isEnough(status)) break;
  }
  return status;
}

// The event-driven tool: it takes WORKFLOW_COMPLETED for "already active".
async function activateAsLambda(caller, license, principal) {
  const arn = await createGrant(caller, license, principal);
  const reached = await pollStatus(caller, arn,
    (status) => ['DISABLED', 'ACTIVE', 'WORKFLOW_COMPLETED', 'FAILED_WORKFLOW'].includes(status));
  if (reached === 'DISABLED') await setStatus(caller, arn, 'ACTIVE');
  return arn;
}

test('item 3: distribution scripts written against AWS do their work (GR-4, GR-15, GR-17)', async () => {
  const { management, license, organization } = scripted;
  const [one, other] = [await createMember(management), await createMember(management)];
  const unit = await createUnit(management);
  await move(management, other.account, unit.Id);

  await activateAsLambda(management, license, unit.Arn);
  await converse(other);
  await refusedUse(one);

  const first = await distributeAsScript(management, license, organization.Arn);
  assert.equal(first.status, 'ACTIVE');
  assert.deepEqual(await distributeAsScript(management, license, organization.Arn), first);
  for (const member of [one, other]) {
    const { Grants } = await member.licenseManager('ListReceivedGrants', {
      Filters: [{ Name: 'LicenseArn', Values: [license] }],
    });
    assert.equal(Grants.filter((grant) => grant.GrantStatus === 'ACTIVE').length, 1);
    await converse(member);
  }
});

test('item 4: an account follows its place in the tree (P6, P7, GR-42)', async () => {
  const { management, license } = tree;
  const unit = await createUnit(management);
  const below = await createUnit(management, fresh('unit'), unit.Id);
  const outside = await createUnit(management);
  await setStatus(management, await createGrant(management, license, unit.Arn), 'ACTIVE');

  const member = await createMember(management);
  await refusedUse(member);
  for (const [place, usable] of [[unit, true], [outside, false], [below, true], [unit, true]]) {
    await move(management, member.account, place.Id);
    const grants = await receivedGrants(member, license);
    assert.equal(grants.some((grant) => grant.GrantStatus === 'ACTIVE'), usable);
    await (usable ? converse(member) : refusedUse(member));
  }
});

test('item 10: a license has 2,000 grants at most; what is deleted does not count (GR-2)', async () => {
  const { management, license } = crowded;
  const unit = await createUnit(management);
  const principals = await inParallel(1999, async () => (
    await createUnit(management, fresh('unit'), unit.Id)).Arn);
  const [first] = await inParallel(1999, (i) => createGrant(management, license, principals[i]));
  await createGrant(management, license, unit.Arn);

  const last = accountPrincipal(await createAccount(management));
  await refused(createGrant(management, license, last), 'ResourceLimitExceededException',
    { status: 400, message: /2,?000/ });
  await management.licenseManager('DeleteGrant', { GrantArn: first, Version: 'version' });
  await createGrant(management, license, last);
});
