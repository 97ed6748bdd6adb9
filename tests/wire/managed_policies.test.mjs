// SPDX-License-Identifier: Apache-2.0
//
// Managed policies and their versions, permissions boundaries, and the policy simulator.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { allow, createUser, deny } from './users.mjs';
import { fresh } from './world.mjs';

const { management } = await serve();
const READS = allow('bedrock:List*');
const CONFLICT = ['DeleteConflictException', { status: 409 }];
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
});

async function createPolicy(PolicyDocument = READS, by = management) {
  const { Policy } = await by.iam('CreatePolicy', { PolicyName: fresh('policy'), PolicyDocument });
  return Policy;
}

const unknown = (policy) => ({ PolicyArn: `${policy.Arn}-none` });
const missing = (call) => refused(call, 'NoSuchEntityException', { status: 404 });

test('CreatePolicy, GetPolicy and ListPolicies agree; DeletePolicy ends it', async () => {
  const { Arn: PolicyArn } = await createPolicy();
  const { Policy } = await management.iam('GetPolicy', { PolicyArn });
  assert.match(Policy.PolicyId, /^ANPA/);
  assert.equal(Policy.AttachmentCount, 0);
  const { Policies } = await management.iam('ListPolicies', { Scope: 'Local' });
  assert.ok(Policies.some((one) => one.Arn === PolicyArn));
  await management.iam('DeletePolicy', { PolicyArn });
  await missing(management.iam('GetPolicy', { PolicyArn }));
  await missing(management.iam('DeletePolicy', { PolicyArn }));
});

test('AWS managed policies are listed, shown and unchangeable', async () => {
  const { Policies } = await management.iam('ListPolicies', { Scope: 'AWS' });
  const bedrock = Policies.find((one) => one.PolicyName === 'AmazonBedrockFullAccess');
  const { PolicyVersion } = await management.iam('GetPolicyVersion', {
    PolicyArn: bedrock.Arn, VersionId: bedrock.DefaultVersionId,
  });
  assert.match(decodeURIComponent(PolicyVersion.Document), /bedrock:\*/);
  await refused(management.iam('CreatePolicyVersion', { PolicyArn: bedrock.Arn,
    PolicyDocument: READS }), 'AccessDenied', { status: 403 });
  await refused(management.iam('ListPolicies', { Marker: 'made-up' }), 'ValidationError');
});

test('CreatePolicy refuses what it cannot understand, with its place', async () => {
  await refused(management.iam('CreatePolicy', { PolicyName: fresh('policy'),
    PolicyDocument: '{"Statement":[{"Effect":"Perhaps"}]}' }), 'MalformedPolicyDocumentException',
  { status: 400, message: /\$\.Statement\[0\]/ });
});

test('versions: the default one is in force and cannot be deleted', async () => {
  const { Arn: PolicyArn } = await createPolicy();
  const { PolicyVersion } = await management.iam('CreatePolicyVersion', {
    PolicyArn, PolicyDocument: allow('bedrock:Get*'), SetAsDefault: true,
  });
  assert.equal(PolicyVersion.VersionId, 'v2');
  const { Versions } = await management.iam('ListPolicyVersions', { PolicyArn });
  assert.deepEqual(Versions.map((one) => [one.VersionId, one.IsDefaultVersion]),
    [['v2', true], ['v1', false]]);
  await refused(management.iam('DeletePolicyVersion', { PolicyArn, VersionId: 'v2' }), ...CONFLICT);
  await refused(management.iam('DeletePolicy', { PolicyArn }), ...CONFLICT);
  await management.iam('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v1' });
  await management.iam('DeletePolicyVersion', { PolicyArn, VersionId: 'v2' });
  const gone = { PolicyArn, VersionId: 'v2' };
  await missing(management.iam('GetPolicyVersion', gone));
  await missing(management.iam('SetDefaultPolicyVersion', gone));
  await missing(management.iam('ListPolicyVersions', { PolicyArn: `${PolicyArn}x` }));
});

test('ListEntitiesForPolicy tells who has it; DeletePolicy waits for them', async () => {
  const policy = await createPolicy();
  const UserName = fresh('user');
  await management.iam('CreateUser', { UserName });
  await management.iam('AttachUserPolicy', { UserName, PolicyArn: policy.Arn });
  const entities = await management.iam('ListEntitiesForPolicy', { PolicyArn: policy.Arn });
  assert.deepEqual(entities.PolicyUsers.map((one) => one.UserName), [UserName]);
  await refused(management.iam('DeletePolicy', { PolicyArn: policy.Arn }), ...CONFLICT);
  await missing(management.iam('ListEntitiesForPolicy', unknown(policy)));
});

test('policies have tags', async () => {
  const policy = await createPolicy();
  const { Arn: PolicyArn } = policy;
  const Tags = [{ Key: 'team', Value: 'a' }];
  await management.iam('TagPolicy', { PolicyArn, Tags });
  assert.deepEqual((await management.iam('ListPolicyTags', { PolicyArn })).Tags, Tags);
  await management.iam('UntagPolicy', { PolicyArn, TagKeys: ['team'] });
  assert.deepEqual((await management.iam('ListPolicyTags', { PolicyArn })).Tags, []);
  await missing(management.iam('TagPolicy', { ...unknown(policy), Tags }));
  await missing(management.iam('UntagPolicy', { ...unknown(policy), TagKeys: ['team'] }));
  await missing(management.iam('ListPolicyTags', unknown(policy)));
});

test('a boundary limits what a user may do, whatever else allows it', async () => {
  const user = await createUser(management, allow('*'));
  const { userName: UserName } = user;
  await user.iam('ListUsers');
  const { Arn: PermissionsBoundary } = await createPolicy(allow('bedrock:*'));
  await management.iam('PutUserPermissionsBoundary', { UserName, PermissionsBoundary });
  const { User } = await management.iam('GetUser', { UserName });
  assert.equal(User.PermissionsBoundary.PermissionsBoundaryArn, PermissionsBoundary);
  await refused(user.iam('ListUsers'), 'AccessDenied', { message: /permissions boundary/ });
  await user.bedrock('ListFoundationModels');
  await management.iam('DeleteUserPermissionsBoundary', { UserName });
  await user.iam('ListUsers');
  const nobody = { UserName: 'nobody' };
  await missing(management.iam('PutUserPermissionsBoundary', { ...nobody, PermissionsBoundary }));
  await missing(management.iam('DeleteUserPermissionsBoundary', nobody));
});

test('a role can have a boundary', async () => {
  const RoleName = fresh('role');
  const { Arn: PermissionsBoundary } = await createPolicy();
  await management.iam('CreateRole', { RoleName, AssumeRolePolicyDocument: TRUST });
  await management.iam('PutRolePermissionsBoundary', { RoleName, PermissionsBoundary });
  const { Role } = await management.iam('GetRole', { RoleName });
  assert.equal(Role.PermissionsBoundary.PermissionsBoundaryArn, PermissionsBoundary);
  await management.iam('DeleteRolePermissionsBoundary', { RoleName });
  const nobody = { RoleName: 'nobody' };
  await missing(management.iam('PutRolePermissionsBoundary', { ...nobody, PermissionsBoundary }));
  await missing(management.iam('DeleteRolePermissionsBoundary', nobody));
});

test('what the simulator says is what happens', async () => {
  const user = await createUser(management, allow('iam:*'), deny('iam:ListRoles'));
  const { Arn: PolicySourceArn } = await user.sts('GetCallerIdentity');
  const { EvaluationResults } = await management.iam('SimulatePrincipalPolicy', {
    PolicySourceArn, ActionNames: ['iam:ListUsers', 'iam:ListRoles', 'cloudtrail:LookupEvents'],
  });
  assert.deepEqual(EvaluationResults.map((one) => one.EvalDecision),
    ['allowed', 'explicitDeny', 'implicitDeny']);
  assert.equal(EvaluationResults[1].MatchedStatements[0].SourcePolicyType, 'user');
  await user.iam('ListUsers');
  await refused(user.iam('ListRoles'), 'AccessDenied');
  await refused(user.cloudTrail('LookupEvents'), 'AccessDeniedException');
  await missing(management.iam('SimulatePrincipalPolicy',
    { PolicySourceArn: `${PolicySourceArn}x`, ActionNames: ['iam:ListUsers'] }));
});

test('texts are simulated with the context that they ask for', async () => {
  const PolicyInputList = [allow('bedrock:*', '*',
    { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } })];
  const { ContextKeyNames } = await management.iam('GetContextKeysForCustomPolicy',
    { PolicyInputList });
  assert.deepEqual(ContextKeyNames, ['aws:RequestedRegion']);
  const decide = async (region) => (await management.iam('SimulateCustomPolicy', {
    PolicyInputList, ActionNames: ['bedrock:InvokeModel'], ContextEntries: [{
      ContextKeyName: 'aws:RequestedRegion', ContextKeyValues: [region], ContextKeyType: 'string',
    }],
  })).EvaluationResults[0].EvalDecision;
  assert.equal(await decide('eu-west-1'), 'allowed');
  assert.equal(await decide('us-east-1'), 'implicitDeny');
  const bad = { PolicyInputList: ['{}'] };
  await refused(management.iam('GetContextKeysForCustomPolicy', bad), 'InvalidInputException');
  await refused(management.iam('SimulateCustomPolicy', { ...bad, ActionNames: ['iam:GetUser'] }),
    'InvalidInputException');
});

test('GetContextKeysForPrincipalPolicy is about what a user has', async () => {
  const user = await createUser(management, allow('*', 'arn:aws:iam::*:user/${aws:username}'));
  const { Arn: PolicySourceArn } = (await management.iam('GetUser',
    { UserName: user.userName })).User;
  const { ContextKeyNames } = await management.iam('GetContextKeysForPrincipalPolicy',
    { PolicySourceArn });
  assert.deepEqual(ContextKeyNames, ['aws:username']);
  await missing(management.iam('GetContextKeysForPrincipalPolicy',
    { PolicySourceArn: `${PolicySourceArn}x` }));
});

test('GetAccountAuthorizationDetails shows everything at once', async () => {
  const policy = await createPolicy();
  const user = await createUser(management, READS);
  await management.iam('AttachUserPolicy', { UserName: user.userName, PolicyArn: policy.Arn });
  const { UserDetailList, Policies } = await management.iam('GetAccountAuthorizationDetails',
    { Filter: ['User', 'LocalManagedPolicy'] });
  const shown = UserDetailList.find((one) => one.UserName === user.userName);
  assert.equal(decodeURIComponent(shown.UserPolicyList[0].PolicyDocument), READS);
  assert.equal(shown.AttachedManagedPolicies[0].PolicyArn, policy.Arn);
  assert.ok(Policies.some((one) => one.Arn === policy.Arn));
  await refused(management.iam('GetAccountAuthorizationDetails', { Marker: 'made-up' }),
    'ValidationError', { status: 400 });
});
