// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { LICENSE_MANAGER, createMember, fresh } from './world.mjs';

const { management } = await serve();

const trusting = (account) => JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'sts:AssumeRole' }],
});

async function createUser() {
  const UserName = fresh('user');
  await management.iam('CreateUser', { UserName });
  return UserName;
}

async function createKey(UserName) {
  const { AccessKey: key } = await management.iam('CreateAccessKey', { UserName });
  const caller = management.withCredentials({
    accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey,
  });
  return { id: key.AccessKeyId, caller };
}

test('CreateUser, GetUser and ListUsers agree; DeleteUser ends it', async () => {
  const UserName = await createUser();
  const { User: user } = await management.iam('GetUser', { UserName });
  assert.match(user.UserId, /^AIDA/);
  const { Users } = await management.iam('ListUsers');
  assert.ok(Users.some((one) => one.Arn === user.Arn));
  await management.iam('DeleteUser', { UserName });
  await refused(management.iam('GetUser', { UserName }), 'NoSuchEntityException', { status: 404 });
});

test('GetUser without a name is about the caller', async () => {
  const { User: user } = await management.iam('GetUser');
  assert.equal(user.Arn, (await management.sts('GetCallerIdentity')).Arn);
});

test('CreateUser refuses a name that is taken', async () => {
  const UserName = await createUser();
  await refused(management.iam('CreateUser', { UserName }), 'EntityAlreadyExistsException',
    { status: 409 });
});

test('DeleteUser refuses a user with access keys', async () => {
  const UserName = await createUser();
  await createKey(UserName);
  await refused(management.iam('DeleteUser', { UserName }), 'DeleteConflictException', { status: 409 });
});

test('ListUsers pages', async () => {
  await createUser();
  await createUser();
  const first = await management.iam('ListUsers', { MaxItems: 1 });
  assert.equal(first.Users.length, 1);
  assert.ok(first.IsTruncated);
  const second = await management.iam('ListUsers', { MaxItems: 1, Marker: first.Marker });
  assert.notEqual(second.Users[0].Arn, first.Users[0].Arn);
});

test('an access key works while it is active', async () => {
  const UserName = await createUser();
  const { id, caller } = await createKey(UserName);
  assert.match((await caller.sts('GetCallerIdentity')).Arn, new RegExp(`user/${UserName}$`));

  const status = async (Status) => management.iam('UpdateAccessKey', { UserName, AccessKeyId: id, Status });
  await status('Inactive');
  await refused(caller.sts('GetCallerIdentity'), 'InvalidClientTokenId', { status: 403 });
  await status('Active');
  await caller.sts('GetCallerIdentity');

  const { AccessKeyMetadata: [listed] } = await management.iam('ListAccessKeys', { UserName });
  assert.deepEqual([listed.AccessKeyId, listed.Status], [id, 'Active']);
  await management.iam('DeleteAccessKey', { UserName, AccessKeyId: id });
  await refused(caller.sts('GetCallerIdentity'), 'InvalidClientTokenId', { status: 403 });
  await refused(management.iam('DeleteAccessKey', { UserName, AccessKeyId: id }), 'NoSuchEntityException');
});

test('a user has two access keys at most', async () => {
  const UserName = await createUser();
  await createKey(UserName);
  await createKey(UserName);
  await refused(management.iam('CreateAccessKey', { UserName }), 'LimitExceededException', { status: 409 });
});

test('GetAccessKeyLastUsed tells when and for what', async () => {
  const UserName = await createUser();
  const { id, caller } = await createKey(UserName);
  await caller.sts('GetCallerIdentity');
  const got = await management.iam('GetAccessKeyLastUsed', { AccessKeyId: id });
  assert.equal(got.UserName, UserName);
  assert.equal(got.AccessKeyLastUsed.ServiceName, 'sts');
  assert.equal(got.AccessKeyLastUsed.Region, 'us-east-1');
});

test('CreateServiceLinkedRole makes the role that services act in, once', async () => {
  const { Role: role } = await management.iam('CreateServiceLinkedRole',
    { AWSServiceName: LICENSE_MANAGER });
  assert.equal(role.RoleName, 'AWSServiceRoleForAWSLicenseManagerRole');
  assert.match(role.Path, /^\/aws-service-role\/license-manager.amazonaws.com\//);
  await refused(management.iam('CreateServiceLinkedRole', { AWSServiceName: LICENSE_MANAGER }),
    'InvalidInputException', { status: 400 });
});

test('roles: create, get, list, change the trust policy, delete', async () => {
  const member = await createMember(management);
  const { Account } = await management.sts('GetCallerIdentity');
  const RoleName = fresh('role');
  await member.iam('CreateRole', { RoleName, AssumeRolePolicyDocument: trusting(member.account) });
  await refused(management.assume(member.account, RoleName), 'AccessDenied', { status: 403 });
  await member.iam('UpdateAssumeRolePolicy', { RoleName, PolicyDocument: trusting(Account) });
  await management.assume(member.account, RoleName);

  const { Role: role } = await member.iam('GetRole', { RoleName });
  assert.equal(decodeURIComponent(role.AssumeRolePolicyDocument), trusting(Account));
  const { Roles } = await member.iam('ListRoles');
  assert.ok(Roles.some((one) => one.RoleId === role.RoleId));
  await member.iam('DeleteRole', { RoleName });
  await refused(member.iam('GetRole', { RoleName }), 'NoSuchEntityException', { status: 404 });
});

test('a session ends with its role', async () => {
  const member = await createMember(management);
  const { Account } = await management.sts('GetCallerIdentity');
  const RoleName = fresh('role');
  await member.iam('CreateRole', { RoleName, AssumeRolePolicyDocument: trusting(Account) });
  const session = await management.assume(member.account, RoleName);
  await session.sts('GetCallerIdentity');
  await member.iam('DeleteRole', { RoleName });
  await refused(session.sts('GetCallerIdentity'), 'InvalidClientTokenId', { status: 403 });
});

test('CreateRole refuses a trust policy that cannot be read', async () => {
  await refused(management.iam('CreateRole', { RoleName: fresh('role'), AssumeRolePolicyDocument: '{' }),
    'MalformedPolicyDocumentException', { status: 400 });
});
