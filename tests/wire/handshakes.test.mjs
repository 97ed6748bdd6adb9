// SPDX-License-Identifier: Apache-2.0
//
// Invitations and the change to all features (domain rules 9.2, OR-1, OR-7).
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { createAccount, createMember, fresh, rootOf } from './world.mjs';

const { management } = await serve();

/** A caller in an account that stands alone; the organization's management account may act in it. */
async function standAlone() {
  const caller = await createMember(management);
  await caller.organizations('LeaveOrganization');
  return caller;
}

async function invite(sender, account, more = {}) {
  const { Handshake } = await sender.organizations('InviteAccountToOrganization', {
    Target: { Type: 'ACCOUNT', Id: account }, ...more,
  });
  return Handshake;
}

const accept = async (caller, HandshakeId) => (
  await caller.organizations('AcceptHandshake', { HandshakeId })).Handshake;
const accountIn = async (id) => (
  await management.organizations('DescribeAccount', { AccountId: id })).Account;

test('an invited account accepts and is a member under the root (9.2)', async () => {
  const alone = await standAlone();
  const sent = await invite(management, alone.account,
    { Notes: 'please join', Tags: [{ Key: 'team', Value: 'a' }] });
  assert.match(sent.Id, /^h-[0-9a-z]{8,32}$/);
  assert.match(sent.Arn, /^arn:aws:organizations::\d{12}:handshake\/o-[a-z0-9]+\/invite\/h-/);
  assert.ok(sent.Arn.endsWith(`/${sent.Id}`));
  assert.deepEqual([sent.State, sent.Action], ['OPEN', 'INVITE']);
  assert.equal(sent.ExpirationTimestamp - sent.RequestedTimestamp, 15 * 86_400_000);
  assert.deepEqual(sent.Parties.map((party) => party.Type), ['ORGANIZATION', 'ACCOUNT']);
  const [organization, account, notes] = sent.Resources;
  assert.deepEqual(organization.Resources.map((one) => one.Type),
    ['MASTER_EMAIL', 'MASTER_NAME', 'ORGANIZATION_FEATURE_SET']);
  assert.deepEqual([account.Value, notes.Value], [alone.account, 'please join']);

  const { Handshake: seen } = await alone.organizations('DescribeHandshake', { HandshakeId: sent.Id });
  assert.deepEqual(seen, sent);
  const { Handshakes: received } = await alone.organizations('ListHandshakesForAccount');
  assert.deepEqual(received, [sent]);

  assert.equal((await accept(alone, sent.Id)).State, 'ACCEPTED');
  const member = await accountIn(alone.account);
  assert.equal(member.JoinedMethod, 'INVITED');
  const { Parents: [parent] } = await management.organizations('ListParents',
    { ChildId: alone.account });
  assert.equal(parent.Id, (await rootOf(management)).Id);
  const { Tags } = await management.organizations('ListTagsForResource',
    { ResourceId: alone.account });
  assert.deepEqual(Tags, [{ Key: 'team', Value: 'a' }]);
  await refused(accept(alone, sent.Id), 'HandshakeAlreadyInStateException', { status: 400 });
  await refused(management.organizations('CancelHandshake', { HandshakeId: sent.Id }),
    'InvalidHandshakeTransitionException');
});

test('invitations by e-mail address, declined and canceled (9.2)', async () => {
  const name = fresh('account');
  const alone = await createMember(management, name);
  await alone.organizations('LeaveOrganization');
  const byMail = () => management.organizations('InviteAccountToOrganization',
    { Target: { Type: 'EMAIL', Id: `${name.toUpperCase()}@example.com` } });
  const { Handshake: first } = await byMail();
  assert.deepEqual(first.Parties[1], { Type: 'EMAIL', Id: `${name.toUpperCase()}@example.com` });
  await refused(byMail(), 'DuplicateHandshakeException');
  await refused(management.organizations('DeclineHandshake', { HandshakeId: first.Id }),
    'AccessDeniedException');
  const { Handshake: declined } = await alone.organizations('DeclineHandshake',
    { HandshakeId: first.Id });
  assert.equal(declined.State, 'DECLINED');
  const { Handshake: second } = await byMail();
  await refused(alone.organizations('CancelHandshake', { HandshakeId: second.Id }),
    'AccessDeniedException');
  const { Handshake: canceled } = await management.organizations('CancelHandshake',
    { HandshakeId: second.Id });
  assert.equal(canceled.State, 'CANCELED');
  await refused(accept(alone, second.Id), 'InvalidHandshakeTransitionException');
});

test('an account made with an invited address does not get the invitation (9.2)', async () => {
  const byMail = async (Id) => (await management.organizations('InviteAccountToOrganization',
    { Target: { Type: 'EMAIL', Id } })).Handshake;
  const stranger = await standAlone();
  await stranger.organizations('CreateOrganization', { FeatureSet: 'ALL' });
  const names = [fresh('partner'), fresh('partner')];
  const before = await byMail(`${names[0]}@example.com`);
  const made = [await createMember(stranger, names[0]), await createMember(stranger, names[1])];
  for (const caller of made) await caller.organizations('LeaveOrganization');
  const after = await byMail(`${names[1]}@example.com`);
  for (const [i, sent] of [before, after].entries()) {
    assert.deepEqual((await made[i].organizations('ListHandshakesForAccount')).Handshakes, []);
    await refused(accept(made[i], sent.Id), 'HandshakeNotFoundException', { status: 400 });
    await refused(made[i].organizations('DescribeHandshake', { HandshakeId: sent.Id }),
      'HandshakeNotFoundException');
  }
  const own = await invite(management, made[0].account);  // by its id it is invited all the same
  assert.equal((await accept(made[0], own.Id)).State, 'ACCEPTED');
});

test('handshakes are for their two sides (9.2)', async () => {
  const alone = await standAlone();
  const sent = await invite(management, alone.account);
  const other = await standAlone();
  await refused(other.organizations('DescribeHandshake', { HandshakeId: sent.Id }),
    'HandshakeNotFoundException', { status: 400 });
  await refused(accept(other, sent.Id), 'HandshakeNotFoundException');
  await refused(accept(management, sent.Id), 'AccessDeniedException');
});

test('who cannot be invited (9.2)', async () => {
  const refusal = async (target, name, reason) => {
    const error = await refused(
      management.organizations('InviteAccountToOrganization', { Target: target }), name);
    assert.equal(error.Reason, reason);
  };
  await refusal({ Type: 'ACCOUNT', Id: await createAccount(management) },
    'HandshakeConstraintViolationException', 'ALREADY_IN_AN_ORGANIZATION');
  await refusal({ Type: 'ORGANIZATION', Id: 'o-abcdefghij' }, 'InvalidInputException',
    'INVALID_PARTY_TYPE_TARGET');
  await refusal({ Type: 'EMAIL', Id: 'nobody' }, 'InvalidInputException',
    'INVALID_EMAIL_ADDRESS_TARGET');
  await refusal({ Type: 'EMAIL', Id: 'x'.repeat(65) }, 'InvalidInputException',
    'MAX_LENGTH_EXCEEDED');
  await refusal({ Type: 'PERSON', Id: 'x' }, 'InvalidInputException', 'INVALID_ENUM');
});

test('lists of handshakes come in pages and by action', async () => {
  const alone = await standAlone();
  for (let i = 0; i < 3; i++) {
    const { Id } = await invite(management, alone.account);
    await management.organizations('CancelHandshake', { HandshakeId: Id });
  }
  const ids = [];
  let NextToken;
  do {
    const page = await alone.organizations('ListHandshakesForAccount', { MaxResults: 2, NextToken });
    ids.push(...page.Handshakes.map((one) => one.Id));
    ({ NextToken } = page);
  } while (NextToken);
  assert.equal(new Set(ids).size, 3);
  const { Handshakes } = await alone.organizations('ListHandshakesForAccount',
    { Filter: { ActionType: 'APPROVE_ALL_FEATURES' } });
  assert.deepEqual(Handshakes, []);
  const error = await refused(alone.organizations('ListHandshakesForAccount',
    { Filter: { ActionType: 'INVITE', ParentHandshakeId: ids[0] } }), 'InvalidInputException');
  assert.equal(error.Reason, 'MAX_LIMIT_EXCEEDED_FILTER');
  const sent = await management.organizations('ListHandshakesForOrganization', { MaxResults: 1 });
  assert.equal(sent.Handshakes.length, 1);
  await refused(alone.organizations('ListHandshakesForOrganization'),
    'AWSOrganizationsNotInUseException');
});

test('from consolidated billing to all features (9.2)', async () => {
  const owner = await standAlone();
  await owner.organizations('CreateOrganization', { FeatureSet: 'CONSOLIDATED_BILLING' });
  const invited = await standAlone();
  await accept(invited, (await invite(owner, invited.account)).Id);
  const created = await owner.assume(await createAccount(owner));
  const waiting = await standAlone();
  const open = await invite(owner, waiting.account);

  const lacking = await refused(owner.organizations('EnableAWSServiceAccess',
    { ServicePrincipal: 'license-manager.amazonaws.com' }), 'ConstraintViolationException');
  assert.equal(lacking.Reason, 'ORGANIZATION_NOT_IN_ALL_FEATURES_MODE');

  const { Handshake: begun } = await owner.organizations('EnableAllFeatures');
  assert.deepEqual([begun.Action, begun.State], ['ENABLE_ALL_FEATURES', 'REQUESTED']);
  assert.equal(begun.ExpirationTimestamp - begun.RequestedTimestamp, 90 * 86_400_000);
  const again = await refused(owner.organizations('EnableAllFeatures'),
    'HandshakeConstraintViolationException');
  assert.equal(again.Reason, 'ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION');
  const { Handshake: canceled } = await waiting.organizations('DescribeHandshake',
    { HandshakeId: open.Id });
  assert.equal(canceled.State, 'CANCELED');
  const refusal = await refused(invite(owner, waiting.account),
    'HandshakeConstraintViolationException');
  assert.equal(refusal.Reason, 'INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES');

  assert.deepEqual((await created.organizations('ListHandshakesForAccount')).Handshakes, []);
  const { Handshakes: [asked] } = await invited.organizations('ListHandshakesForAccount',
    { Filter: { ParentHandshakeId: begun.Id } });
  assert.equal(asked.Action, 'APPROVE_ALL_FEATURES');
  await refused(accept(owner, begun.Id), 'InvalidHandshakeTransitionException');
  await accept(invited, asked.Id);
  const { Handshake: ready } = await owner.organizations('DescribeHandshake',
    { HandshakeId: begun.Id });
  assert.equal(ready.State, 'OPEN');
  await accept(owner, begun.Id);
  const { Organization } = await created.organizations('DescribeOrganization');
  assert.equal(Organization.FeatureSet, 'ALL');
  const done = await refused(owner.organizations('EnableAllFeatures'),
    'HandshakeConstraintViolationException');
  assert.equal(done.Reason, 'ORGANIZATION_ALREADY_HAS_ALL_FEATURES');
});
