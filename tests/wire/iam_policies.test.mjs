// SPDX-License-Identifier: Apache-2.0
//
// Policies, groups, tags and settings of identities.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { allow, createUser } from './users.mjs';
import { NOVA, converse, fresh } from './world.mjs';

const { management } = await serve();
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const DOCUMENT = JSON.stringify({
  Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:Get*', Resource: '*' }],
});
const TRUST = JSON.stringify({
  Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
});

async function make(kind) {
  const name = fresh(kind.toLowerCase());
  const more = kind === 'Role' ? { AssumeRolePolicyDocument: TRUST } : {};
  await management.iam(`Create${kind}`, { [`${kind}Name`]: name, ...more });
  return { [`${kind}Name`]: name };
}
const nobody = (kind) => ({ [`${kind}Name`]: 'nobody' });
const missing = (operation, input) => refused(management.iam(operation, input), 'NoSuchEntityException',
  { status: 404 });

for (const kind of ['User', 'Group', 'Role']) {
  test(`${kind}: inline policies are put, shown, listed and deleted`, async () => {
    const who = await make(kind);
    const policy = { ...who, PolicyName: 'p' };
    await management.iam(`Put${kind}Policy`, { ...policy, PolicyDocument: DOCUMENT });
    const shown = await management.iam(`Get${kind}Policy`, policy);
    assert.equal(shown[`${kind}Name`], who[`${kind}Name`]);
    assert.equal(decodeURIComponent(shown.PolicyDocument), DOCUMENT);
    assert.deepEqual((await management.iam(`List${kind}Policies`, who)).PolicyNames, ['p']);
    await refused(management.iam(`Delete${kind}`, who), 'DeleteConflictException', { status: 409 });
    await management.iam(`Delete${kind}Policy`, policy);
    await missing(`Get${kind}Policy`, policy);
    await missing(`Delete${kind}Policy`, policy);
    await missing(`List${kind}Policies`, nobody(kind));
    await refused(management.iam(`Put${kind}Policy`, { ...policy, PolicyDocument: '{}' }),
      'MalformedPolicyDocumentException', { status: 400 });
    await management.iam(`Delete${kind}`, who);
  });

  test(`${kind}: managed policies are attached, listed and detached`, async () => {
    const who = await make(kind);
    const policy = { ...who, PolicyArn: READ_ONLY };
    await management.iam(`Attach${kind}Policy`, policy);
    const { AttachedPolicies: attached } = await management.iam(`ListAttached${kind}Policies`, who);
    assert.deepEqual(attached, [{ PolicyName: 'ReadOnlyAccess', PolicyArn: READ_ONLY }]);
    await refused(management.iam(`Delete${kind}`, who), 'DeleteConflictException');
    await management.iam(`Detach${kind}Policy`, policy);
    await missing(`Detach${kind}Policy`, policy);
    await missing(`ListAttached${kind}Policies`, nobody(kind));
    await missing(`Attach${kind}Policy`, { ...who, PolicyArn: 'arn:aws:iam::aws:policy/None' });
  });
}

for (const kind of ['User', 'Role']) {
  test(`${kind}: tags are given, listed and taken`, async () => {
    const who = await make(kind);
    const Tags = [{ Key: 'team', Value: 'a' }];
    await management.iam(`Tag${kind}`, { ...who, Tags });
    assert.deepEqual((await management.iam(`List${kind}Tags`, who)).Tags, Tags);
    await management.iam(`Untag${kind}`, { ...who, TagKeys: ['team'] });
    assert.deepEqual((await management.iam(`List${kind}Tags`, who)).Tags, []);
    await missing(`Tag${kind}`, { ...nobody(kind), Tags });
    await missing(`Untag${kind}`, { ...nobody(kind), TagKeys: ['team'] });
    await missing(`List${kind}Tags`, nobody(kind));
  });

  test(`${kind}: a boundary that is given at the start is shown`, async () => {
    const name = fresh('bounded');
    const more = kind === 'Role' ? { AssumeRolePolicyDocument: TRUST } : {};
    const { [kind]: made } = await management.iam(`Create${kind}`, {
      [`${kind}Name`]: name, PermissionsBoundary: READ_ONLY, ...more,
    });
    assert.equal(made.PermissionsBoundary.PermissionsBoundaryArn, READ_ONLY);
  });
}

test('groups hold users, whom a new name does not lose', async () => {
  const { GroupName } = await make('Group');
  const { UserName } = await make('User');
  await management.iam('AddUserToGroup', { GroupName, UserName });
  const { Group: group, Users } = await management.iam('GetGroup', { GroupName });
  assert.match(group.GroupId, /^AGPA/);
  assert.deepEqual(Users.map((user) => user.UserName), [UserName]);
  assert.ok((await management.iam('ListGroups')).Groups.some((one) => one.Arn === group.Arn));

  const renamed = { UserName: fresh('renamed') };
  await management.iam('UpdateUser', { UserName, NewUserName: renamed.UserName });
  await management.iam('UpdateGroup', { GroupName, NewPath: '/teams/' });
  const { Groups } = await management.iam('ListGroupsForUser', renamed);
  assert.deepEqual(Groups.map((one) => one.Path), ['/teams/']);
  await refused(management.iam('DeleteGroup', { GroupName }), 'DeleteConflictException', { status: 409 });
  await management.iam('RemoveUserFromGroup', { GroupName, ...renamed });
  await management.iam('DeleteGroup', { GroupName });

  await refused(management.iam('CreateGroup', { GroupName: 'a b' }), 'ValidationError', { status: 400 });
  await refused(management.iam('ListGroups', { Marker: 'x' }), 'ValidationError');
  await refused(management.iam('UpdateUser', { ...renamed, NewUserName: 'admin' }),
    'EntityAlreadyExistsException');
  await missing('GetGroup', { GroupName });
  await missing('UpdateGroup', { GroupName });
  await missing('AddUserToGroup', { GroupName, ...renamed });
  await missing('RemoveUserFromGroup', { GroupName, ...renamed });
  await missing('ListGroupsForUser', { UserName });
});

test('a user keeps what it may do under a new name, and loses it with the group', async () => {
  const { GroupName } = await make('Group');
  const user = await createUser(management);
  const membership = { GroupName, UserName: user.userName };
  const PolicyDocument = allow(['iam:ListUsers', 'bedrock:InvokeModel']);
  await management.iam('PutGroupPolicy', { GroupName, PolicyName: 'p', PolicyDocument });
  await refused(converse(user, NOVA), 'AccessDeniedException', { status: 403 });
  await management.iam('AddUserToGroup', membership);
  await converse(user, NOVA);
  for (const name of [fresh('a-name'), fresh('z-name')]) {
    await management.iam('UpdateUser', { UserName: membership.UserName, NewUserName: name });
    membership.UserName = name;
    await user.iam('ListUsers');
    await converse(user, NOVA);
  }
  await management.iam('RemoveUserFromGroup', membership);
  await refused(user.iam('ListUsers'), 'AccessDenied', { message: new RegExp(membership.UserName) });
  await refused(converse(user, NOVA), 'AccessDeniedException', { message: new RegExp(membership.UserName) });
});

test('roles change their description and the length of their sessions', async () => {
  const who = await make('Role');
  await management.iam('UpdateRole', { ...who, MaxSessionDuration: 7200 });
  const { Role: role } = await management.iam('UpdateRoleDescription', { ...who, Description: 'for tests' });
  assert.deepEqual([role.MaxSessionDuration, role.Description], [7200, 'for tests']);
  await missing('UpdateRole', nobody('Role'));
  await missing('UpdateRoleDescription', { ...nobody('Role'), Description: 'd' });
});

test('users have no passwords, devices, certificates and SSH keys; roles no instance profiles', async () => {
  const user = await make('User');
  for (const [operation, list] of [['ListMFADevices', 'MFADevices'],
    ['ListSigningCertificates', 'Certificates'], ['ListSSHPublicKeys', 'SSHPublicKeys']]) {
    assert.deepEqual((await management.iam(operation, user))[list], []);
    await missing(operation, nobody('User'));
  }
  assert.deepEqual((await management.iam('ListVirtualMFADevices')).VirtualMFADevices, []);
  await refused(management.iam('ListVirtualMFADevices', { Marker: 'x' }), 'ValidationError');
  const role = await make('Role');
  assert.deepEqual((await management.iam('ListInstanceProfilesForRole', role)).InstanceProfiles, []);
  await missing('ListInstanceProfilesForRole', nobody('Role'));
  await missing('GetLoginProfile', user);
  await missing('DeleteLoginProfile', user);
});
