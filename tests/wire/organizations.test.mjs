// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import {
  LICENSE_MANAGER, MARKETPLACE, createAccount, createMember, createUnit, fresh, move, organizationOf,
    rootOf,
} from './world.mjs';

const { management } = await serve();
const root = await rootOf(management);

const idsIn = (list) => list.map((one) => one.Id);

test('DescribeOrganization shows all features, to members too', async () => {
  const { Account } = await management.sts('GetCallerIdentity');
  const organization = await organizationOf(management);
  assert.equal(organization.FeatureSet, 'ALL');
  assert.equal(organization.MasterAccountId, Account);
  assert.equal(organization.Arn, `arn:aws:organizations::${Account}:organization/${organization.Id}`);
  assert.deepEqual(await organizationOf(await createMember(management)), organization);
});

test('CreateOrganization is refused in an organization', async () => {
  await refused(management.organizations('CreateOrganization', { FeatureSet: 'ALL' }),
    'AlreadyInOrganizationException', { status: 400 });
});

test('members may not manage the organization', async () => {
  const member = await createMember(management);
  await refused(member.organizations('ListAccounts'), 'AccessDeniedException');
  await refused(member.organizations('CreateAccount', { AccountName: 'x', Email: 'x@example.com' }),
    'AccessDeniedException');
});

test('organizational units: create, describe, rename, list, delete', async () => {
  const name = fresh('unit');
  const { Id } = await createUnit(management, name);
  await refused(createUnit(management, name), 'DuplicateOrganizationalUnitException');
  await refused(createUnit(management, name, `${root.Id.replace('r-', 'ou-')}-00000000`),
    'ParentNotFoundException');

  await management.organizations('UpdateOrganizationalUnit', { OrganizationalUnitId: Id,
    Name: `${name}-2` });
  const { OrganizationalUnit } = await management.organizations('DescribeOrganizationalUnit', {
    OrganizationalUnitId: Id,
  });
  assert.equal(OrganizationalUnit.Name, `${name}-2`);
  const { OrganizationalUnits } = await management.organizations('ListOrganizationalUnitsForParent', {
    ParentId: root.Id,
  });
  assert.ok(idsIn(OrganizationalUnits).includes(Id));

  const { Id: below } = await createUnit(management, fresh('unit'), Id);
  await refused(management.organizations('DeleteOrganizationalUnit', { OrganizationalUnitId: Id }),
    'OrganizationalUnitNotEmptyException');
  for (const OrganizationalUnitId of [below, Id]) {
    await management.organizations('DeleteOrganizationalUnit', { OrganizationalUnitId });
  }
  await refused(management.organizations('DescribeOrganizationalUnit', { OrganizationalUnitId: Id }),
    'OrganizationalUnitNotFoundException');
});

test('CreateAccount is seen in its requests and in the lists', async () => {
  const name = fresh('account');
  const account = await createAccount(management, name);
  const { Account } = await management.organizations('DescribeAccount', { AccountId: account });
  assert.deepEqual([Account.Name, Account.Status, Account.JoinedMethod], [name, 'ACTIVE', 'CREATED']);
  const { Accounts } = await management.organizations('ListAccounts');
  assert.ok(idsIn(Accounts).includes(account));
  const under = await management.organizations('ListAccountsForParent', { ParentId: root.Id });
  assert.ok(idsIn(under.Accounts).includes(account));
  const { CreateAccountStatuses } = await management.organizations('ListCreateAccountStatus', {
    States: ['SUCCEEDED'],
  });
  assert.ok(CreateAccountStatuses.some((one) => one.AccountId === account));
});

test('CreateAccount fails for an e-mail address in use, and says so', async () => {
  const account = { AccountName: fresh('account'), Email: `${fresh('same')}@example.com` };
  await management.organizations('CreateAccount', account);
  let { CreateAccountStatus: status } = await management.organizations('CreateAccount', account);
  while (status.State === 'IN_PROGRESS') {
    ({ CreateAccountStatus: status } = await management.organizations('DescribeCreateAccountStatus', {
      CreateAccountRequestId: status.Id,
    }));
  }
  assert.deepEqual([status.State, status.FailureReason], ['FAILED', 'EMAIL_ALREADY_EXISTS']);
  await refused(management.organizations('DescribeCreateAccountStatus', {
    CreateAccountRequestId: 'car-00000000000000000000000000000000',
  }), 'CreateAccountStatusNotFoundException');
});

test('DescribeAccount knows only accounts of the organization', async () => {
  await refused(management.organizations('DescribeAccount', { AccountId: '000000000001' }),
    'AccountNotFoundException');
});

test('MoveAccount puts an account under another parent', async () => {
  const account = await createAccount(management);
  const unit = await createUnit(management);
  await move(management, account, unit.Id);
  const { Parents } = await management.organizations('ListParents', { ChildId: account });
  assert.deepEqual(Parents, [{ Id: unit.Id, Type: 'ORGANIZATIONAL_UNIT' }]);
  const { Children } = await management.organizations('ListChildren', { ParentId: unit.Id,
    ChildType: 'ACCOUNT' });
  assert.deepEqual(idsIn(Children), [account]);
  const other = await createUnit(management);
  const attempt = (SourceParentId, DestinationParentId) => management.organizations('MoveAccount', {
    AccountId: account, SourceParentId, DestinationParentId,
  });
  const nowhere = `${root.Id.replace('r-', 'ou-')}-00000000`;
  await refused(attempt(nowhere, other.Id), 'SourceParentNotFoundException');
  await refused(attempt(unit.Id, nowhere), 'DestinationParentNotFoundException');
  await refused(attempt(root.Id, unit.Id), 'DuplicateAccountException');
});

test('ListParents and ListChildren refuse what is not there', async () => {
  await refused(management.organizations('ListParents', { ChildId: '000000000001' }),
    'ChildNotFoundException');
  await refused(management.organizations('ListChildren', {
    ParentId: `${root.Id.replace('r-', 'ou-')}-00000000`, ChildType: 'ACCOUNT',
  }), 'ParentNotFoundException');
});

test('ListAccounts pages through everything once', async () => {
  for (let i = 0; i < 3; i++) await createAccount(management);
  const seen = [];
  let NextToken;
  do {
    const page = await management.organizations('ListAccounts', { MaxResults: 2, NextToken });
    assert.ok(page.Accounts.length <= 2);
    seen.push(...idsIn(page.Accounts));
    ({ NextToken } = page);
  } while (NextToken);
  assert.equal(new Set(seen).size, seen.length);
  assert.ok(seen.length >= 4);
  await refused(management.organizations('ListAccounts', { NextToken: 'nonsense' }),
    'InvalidInputException');
});

test('CloseAccount ends what an account may do', async () => {
  const member = await createMember(management);
  await management.organizations('CloseAccount', { AccountId: member.account });
  const { Account } = await management.organizations('DescribeAccount', { AccountId: member.account });
  assert.ok(['PENDING_CLOSURE', 'SUSPENDED'].includes(Account.Status));
  await assert.rejects(member.sts('GetCallerIdentity'));
  await refused(management.organizations('CloseAccount', { AccountId: member.account }),
    'AccountAlreadyClosedException');
});

test('RemoveAccountFromOrganization lets an account go, but never the management account', async () => {
  const account = await createAccount(management);
  await management.organizations('RemoveAccountFromOrganization', { AccountId: account });
  await refused(management.organizations('DescribeAccount', { AccountId: account }),
    'AccountNotFoundException');
  const { Account } = await management.sts('GetCallerIdentity');
  await refused(management.organizations('RemoveAccountFromOrganization', { AccountId: Account }),
    'MasterCannotLeaveOrganizationException');
});

test('trusted access is enabled, listed and disabled', async () => {
  const listed = async () => {
    const got = await management.organizations('ListAWSServiceAccessForOrganization');
    return got.EnabledServicePrincipals.map((one) => one.ServicePrincipal);
  };
  await management.organizations('EnableAWSServiceAccess', { ServicePrincipal: MARKETPLACE });
  assert.ok((await listed()).includes(MARKETPLACE));
  await management.organizations('DisableAWSServiceAccess', { ServicePrincipal: MARKETPLACE });
  assert.ok(!(await listed()).includes(MARKETPLACE));
  await refused(management.organizations('EnableAWSServiceAccess',
    { ServicePrincipal: 'nobody.example.com' }),
    'InvalidInputException');
});

test('one delegated administrator for License Manager', async () => {
  const [first, second] = [await createAccount(management), await createAccount(management)];
  const ServicePrincipal = LICENSE_MANAGER;
  await management.organizations('EnableAWSServiceAccess', { ServicePrincipal });
  const register = (AccountId) => management.organizations('RegisterDelegatedAdministrator', {
    AccountId, ServicePrincipal,
  });
  await register(first);
  await refused(register(first), 'AccountAlreadyRegisteredException');
  await refused(register(second), 'ConstraintViolationException');

  const { DelegatedAdministrators } = await management.organizations('ListDelegatedAdministrators', {
    ServicePrincipal,
  });
  assert.deepEqual(idsIn(DelegatedAdministrators), [first]);
  const { DelegatedServices } = await management.organizations('ListDelegatedServicesForAccount', {
    AccountId: first,
  });
  assert.deepEqual(DelegatedServices.map((one) => one.ServicePrincipal), [LICENSE_MANAGER]);
  await refused(management.organizations('RemoveAccountFromOrganization', { AccountId: first }),
    'ConstraintViolationException');

  const deregister = () => management.organizations('DeregisterDelegatedAdministrator', {
    AccountId: first, ServicePrincipal,
  });
  await deregister();
  await refused(deregister(), 'AccountNotRegisteredException');
});

test('tags of accounts and units', async () => {
  const ResourceId = await createAccount(management);
  const tags = async () => (await management.organizations('ListTagsForResource', { ResourceId })).Tags;
  await management.organizations('TagResource', { ResourceId, Tags: [{ Key: 'team', Value: 'a' }] });
  await management.organizations('TagResource', { ResourceId, Tags: [{ Key: 'team', Value: 'b' }] });
  assert.deepEqual(await tags(), [{ Key: 'team', Value: 'b' }]);
  await management.organizations('UntagResource', { ResourceId, TagKeys: ['team'] });
  assert.deepEqual(await tags(), []);
  await refused(management.organizations('ListTagsForResource', { ResourceId: '000000000001' }),
    'TargetNotFoundException');
});
