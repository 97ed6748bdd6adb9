// SPDX-License-Identifier: Apache-2.0
//
// What policies know of temporary credentials, and of where a call is made.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { allow, createUser, deny, document, givePolicies } from './users.mjs';
import { NOVA, converse, fresh } from './world.mjs';

const { management } = await serve();
const { Account } = await management.sts('GetCallerIdentity');

/** A role of the account and its ARN. @param actions that its trust policy allows the account */
async function createRole(actions, ...policies) {
  const RoleName = fresh('role');
  const { Role } = await management.iam('CreateRole', {
    RoleName,
    AssumeRolePolicyDocument: document(
      { Effect: 'Allow', Principal: { AWS: Account }, Action: actions }),
  });
  for (const [i, PolicyDocument] of policies.entries()) {
    await management.iam('PutRolePolicy', { RoleName, PolicyName: `policy-${i}`, PolicyDocument });
  }
  return Role.Arn;
}

async function assume(by, RoleArn, more = {}) {
  const answer = await by.sts('AssumeRole', { RoleArn, RoleSessionName: 'session', ...more });
  return [sessionOf(by, answer.Credentials), answer];
}

function sessionOf(by, issued) {
  return by.withCredentials({
    accessKeyId: issued.AccessKeyId,
    secretAccessKey: issued.SecretAccessKey,
    sessionToken: issued.SessionToken,
  });
}

/** The userIdentity of the newest event of that name. */
async function identityOf(EventName) {
  const { Events } = await management.cloudTrail('LookupEvents', {
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: EventName }], MaxResults: 1,
  });
  return JSON.parse(Events[0].CloudTrailEvent).userIdentity;
}

test('a source identity is answered, kept, seen by policies and audited', async () => {
  const second = await createRole(['sts:AssumeRole', 'sts:SetSourceIdentity'], allow('iam:ListUsers'));
  const first = await createRole(['sts:AssumeRole', 'sts:SetSourceIdentity'],
    allow(['iam:*', 'sts:*'], '*', { Condition: { StringEquals: { 'aws:SourceIdentity': 'Ada' } } }));
  const [session, answer] = await assume(management, first, { SourceIdentity: 'Ada' });
  assert.equal(answer.SourceIdentity, 'Ada');

  await session.iam('ListGroups');
  const read = await identityOf('ListGroups');
  assert.equal(read.sessionContext.sourceIdentity, 'Ada');
  assert.equal(read.sessionContext.attributes.mfaAuthenticated, 'false');
  assert.match(read.sessionContext.attributes.creationDate, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  await session.iam('CreateGroup', { GroupName: fresh('group') });
  assert.deepEqual((await identityOf('CreateGroup')).sessionContext, read.sessionContext);
  await management.iam('ListRoles');
  assert.equal((await identityOf('ListRoles')).sessionContext, undefined);

  const [chained, next] = await assume(session, second);
  assert.equal(next.SourceIdentity, 'Ada');
  await chained.iam('ListUsers');
  assert.equal((await identityOf('ListUsers')).sessionContext.sourceIdentity, 'Ada');
  await refused(assume(session, second, { SourceIdentity: 'Bob' }), 'AccessDenied', { status: 403 });

  const [unnamed] = await assume(management, first);
  await refused(unnamed.iam('ListGroups'), 'AccessDenied', { status: 403 });
});

test('a source identity must be allowed by the role and by the caller', async () => {
  const untrusting = await createRole(['sts:AssumeRole']);
  await refused(assume(management, untrusting, { SourceIdentity: 'Ada' }), 'AccessDenied', { status: 403 });
  await refused(assume(management, untrusting, { SourceIdentity: 'A b' }), 'ValidationError');
  const trusting = await createRole(['sts:AssumeRole', 'sts:SetSourceIdentity']);
  const user = await createUser(management, allow('sts:AssumeRole', trusting));
  await assume(user, trusting);
  await refused(assume(user, trusting, { SourceIdentity: 'Ada' }), 'AccessDenied', { status: 403 });
  await givePolicies(management, user, allow(['sts:AssumeRole', 'sts:SetSourceIdentity'], trusting));
  await assume(user, trusting, { SourceIdentity: 'Ada' });
});

/** Denies everything to sessions that were issued before a day. */
const revoke = (day) =>
  deny('*', '*', { Condition: { DateLessThan: { 'aws:TokenIssueTime': `${day}T00:00:00Z` } } });

test('the sessions of a role are revoked by the time they were issued', async () => {
  const role = await createRole('sts:AssumeRole', allow('*'), revoke('2001-01-01'));
  const [session] = await assume(management, role);
  const both = [() => session.iam('ListUsers'), () => converse(session, NOVA)];
  for (const call of both) await call();
  await management.iam('PutRolePolicy', {
    RoleName: role.split('/').pop(), PolicyName: 'policy-1', PolicyDocument: revoke('2999-01-01'),
  });
  await refused(both[0](), 'AccessDenied', { status: 403 });
  await refused(both[1](), 'AccessDeniedException', { status: 403 });
});

test('of a user only the sessions are revoked', async () => {
  const user = await createUser(management, allow('*'), revoke('2999-01-01'));
  await user.iam('ListUsers');
  const { Credentials } = await user.sts('GetSessionToken');
  await refused(sessionOf(user, Credentials).iam('ListUsers'), 'AccessDenied', { status: 403 });
  const without = { Bool: { 'aws:MultiFactorAuthPresent': 'false' } };
  await givePolicies(management, user, allow('*', '*', { Condition: without }), allow('sts:*'));
  await refused(user.iam('ListUsers'), 'AccessDenied', { status: 403 });
  await sessionOf(user, Credentials).iam('ListUsers');
});

test('global services are in us-east-1 whatever region is signed', async () => {
  const user = await createUser(management, allow('*'), deny('*', '*', {
    Condition: { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } },
  }));
  const elsewhere = user.in('eu-west-1');
  await elsewhere.iam('ListUsers');
  await elsewhere.organizations('ListRoots');
  await refused(elsewhere.bedrock('ListFoundationModels'), 'AccessDeniedException', { status: 403 });
  await user.bedrock('ListFoundationModels');
});

test('a region that is none is refused', async () => {
  const nowhere = management.in('eu-nowhere-1');
  await refused(nowhere.iam('ListUsers'), 'SignatureDoesNotMatch', { status: 403 });
  await refused(nowhere.licenseManager('ListLicenses'), 'InvalidSignatureException');
});
