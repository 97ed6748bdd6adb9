// SPDX-License-Identifier: Apache-2.0
//
// The life of a grant, from acceptance to revocation: acceptance scenarios. Their items and the
// rules in brackets are those of the domain rules, section 13.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { SlowUpstream } from './upstream.mjs';
import {
  CLAUDE, COHERE, LICENSE_MANAGER, OPERATIONS, accountPrincipal, converse, createGrant, createMember,
  deleteGrant, fresh, inParallel, organizationOf, prepare, receivedGrants, sendForm, setStatus,
  statusOf, subscribe,
} from './world.mjs';

const upstream = new SlowUpstream();
after(() => upstream.close());
const slow = await serve(await upstream.start());
const shared = await serve();
const manual = await serve();
for (const { management } of [slow, shared]) await prepare(management);
for (const { management } of [slow, shared, manual]) await sendForm(management);

const licenses = new Map();
/** The license of the only subscription of a server's management account. */
async function licenseOf({ management }) {
  if (!licenses.has(management)) licenses.set(management, await subscribe(management));
  return licenses.get(management);
}

const refusedUse = (caller) => refused(converse(caller), 'AccessDeniedException', { status: 403 });

/** A member with an active grant. */
async function activeMember(server) {
  const member = await createMember(server.management);
  const grant = await createGrant(server.management, await licenseOf(server),
    accountPrincipal(member.account));
  await setStatus(server.management, grant, 'ACTIVE');
  return { member, grant };
}

test('item 5: without trusted access the recipient accepts by itself (T2, T5 to T8, ME-34)', async () => {
  const { management } = manual;
  const member = await createMember(management);
  for (const caller of [management, member]) {
    await caller.iam('CreateServiceLinkedRole', { AWSServiceName: LICENSE_MANAGER });
  }
  const license = await licenseOf(manual);
  const offer = async () => {
    const grant = await createGrant(management, license, accountPrincipal(member.account));
    assert.equal(await statusOf(member, grant), 'PENDING_ACCEPT');
    return grant;
  };

  const accepted = await offer();
  await refused(management.licenseManager('AcceptGrant', { GrantArn: accepted }), 'ValidationException');
  await refusedUse(member);
  const { Status } = await member.licenseManager('AcceptGrant', { GrantArn: accepted });
  assert.equal(Status, 'DISABLED');
  await refusedUse(member);
  await setStatus(member, accepted, 'ACTIVE');
  await converse(member);
  await deleteGrant(management, accepted);

  const rejected = await offer();
  await member.licenseManager('RejectGrant', { GrantArn: rejected });
  assert.equal(await statusOf(management, rejected), 'REJECTED');
  await refused(member.licenseManager('AcceptGrant', { GrantArn: rejected }), 'ValidationException');
  await refused(setStatus(management, rejected, 'DISABLED'), 'ValidationException');

  const second = await offer();
  assert.notEqual(second, rejected);
  await setStatus(member, second, 'ACTIVE');  // accepts and activates
  await converse(member);
});

test('item 6: a call under way outlives its grant’s deactivation, the next is refused (ME-32)',
  async () => {
    const { member, grant } = await activeMember(slow);
    const underWay = converse(member);
    await upstream.arrival();
    await setStatus(slow.management, grant, 'DISABLED', { StatusReason: 'maintenance' });
    await refusedUse(member);
    upstream.answer();
    assert.equal((await underWay).output.message.content[0].text, 'at last');

    await setStatus(slow.management, grant, 'ACTIVE');
    const restored = converse(member);
    await upstream.arrival();
    upstream.answer();
    assert.equal((await restored).usage.outputTokens, 2);
  });

test('item 7: a deleted grant is gone for good, its successor is another (ME-33, T10, T15)', async () => {
  const { member, grant } = await activeMember(shared);
  await converse(member);
  const { Status } = await deleteGrant(shared.management, grant);
  assert.ok(['PENDING_DELETE', 'DELETED'].includes(Status));
  await refusedUse(member);
  assert.equal(await statusOf(shared.management, grant), 'DELETED');  // "does not exist" for Terraform
  for (const status of ['ACTIVE', 'DISABLED']) {
    await refused(setStatus(shared.management, grant, status), 'ValidationException');
  }
  await refused(member.licenseManager('RejectGrant', { GrantArn: grant }), 'ValidationException');

  const successor = await createGrant(shared.management, await licenseOf(shared),
    accountPrincipal(member.account));
  assert.notEqual(successor, grant);
  assert.equal(await statusOf(shared.management, successor), 'DISABLED');
  await setStatus(shared.management, successor, 'ACTIVE');
  await converse(member);
});

test('item 8: one active grant per product, and the swap (GR-20 to GR-25, U-23)', async () => {
  const { management } = shared;
  const license = await subscribe(management, COHERE);
  const owner = await createMember(management);
  const own = await subscribe(owner, COHERE);
  const direct = await createGrant(management, license, accountPrincipal(owner.account));
  await refused(setStatus(management, direct, 'ACTIVE'), 'ValidationException', {
    status: 400, message: /ALL_GRANTS_PERMITTED_BY_ISSUER/,
  });
  await refused(setStatus(management, direct, 'DISABLED',
    { Options: { ActivationOverrideBehavior: 'ALL_GRANTS_PERMITTED_BY_ISSUER' } }), 'ValidationException');
  await deleteGrant(management, direct);

  const parent = await createGrant(management, license, (await organizationOf(management)).Arn);
  const activate = (ActivationOverrideBehavior) => setStatus(management, parent, 'ACTIVE',
    { Options: { ActivationOverrideBehavior } });
  const received = async () => {
    const [sub] = (await receivedGrants(owner, license)).filter((one) => one.ParentArn === parent);
    const { Licenses: [mine] } = await owner.licenseManager('ListReceivedLicenses',
      { LicenseArns: [own] });
    return [sub.GrantStatus, mine.ReceivedMetadata.ReceivedStatus];
  };
  await activate('DISTRIBUTED_GRANTS_ONLY');
  assert.deepEqual(await received(), ['DISABLED', 'ACTIVE']);
  await activate('ALL_GRANTS_PERMITTED_BY_ISSUER');
  assert.deepEqual(await received(), ['ACTIVE', 'DISABLED']);
});

test('item 11: concurrent calls make one object and one version (GR-31, GR-33)', async () => {
  const { management } = shared;
  const license = await licenseOf(shared);
  const member = await createMember(management);
  const input = {
    ClientToken: fresh('token'), GrantName: 'once', LicenseArn: license,
    Principals: [accountPrincipal(member.account)], HomeRegion: 'us-east-1',
    AllowedOperations: OPERATIONS,
  };
  const made = await inParallel(8, () => management.licenseManager('CreateGrant', input), 8);
  assert.equal(new Set(made.map((one) => one.GrantArn)).size, 1);
  assert.equal((await receivedGrants(member, license)).length, 1);
  await refused(management.licenseManager('CreateGrant', { ...input, GrantName: 'twice' }),
    'ValidationException', { status: 400 });

  const [{ GrantArn }] = made;
  const { Grant: { Version } } = await management.licenseManager('GetGrant', { GrantArn });
  const outcomes = await Promise.allSettled(['one', 'two', 'three'].map((GrantName) => (
    management.licenseManager('CreateGrantVersion', {
      ClientToken: fresh('token'), GrantArn, GrantName, SourceVersion: Version,
    }))));
  const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
  assert.deepEqual(lost.map((outcome) => outcome.reason.name),
    ['ValidationException', 'ValidationException']);
  const { Grant: now } = await management.licenseManager('GetGrant', { GrantArn });
  assert.equal(Number(now.Version), Number(Version) + 1);
});

test('item 12: a cancelled agreement leaves grants without effect (ME-37, LI-4, LI-5)', async () => {
  const server = shared;
  const license = await licenseOf(server);
  const { member, grant } = await activeMember(server);
  await converse(member);
  await server.management.bedrock('DeleteFoundationModelAgreement', { modelId: CLAUDE });

  const { License } = await server.management.licenseManager('GetLicense', { LicenseArn: license });
  assert.notEqual(License.Status, 'AVAILABLE');
  const { Grants } = await server.management.licenseManager('ListDistributedGrants',
    { GrantArns: [grant] });
  assert.deepEqual(Grants.map((one) => one.GrantArn), [grant]);
  for (const caller of [member, server.management]) await refusedUse(caller);
  await refused(createGrant(server.management, license,
    accountPrincipal((await createMember(server.management)).account)), 'ValidationException');
});
