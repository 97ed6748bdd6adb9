// SPDX-License-Identifier: Apache-2.0
//
// Item 14 of the acceptance scenarios without Terraform: the calls its AWS provider makes, in its
// order, and what each answer must satisfy (domain rules, section 11).
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import {
  CLAUDE, CLAUDE_US, LICENSE_MANAGER, MARKETPLACE, OPERATIONS, accountPrincipal, createMember, fresh,
  prepare, rootOf, subscribe,
} from './world.mjs';

const prepared = await serve();
const standalone = await serve('--standalone');
const unlinked = await serve();
await prepare(prepared.management);

const read = async (caller, GrantArn) => (
  await caller.licenseManager('GetGrant', { GrantArn })).Grant;

/** The members that the provider reads without asking whether they are there. */
function checkGrant(grant) {
  for (const member of ['GrantArn', 'GrantName', 'ParentArn', 'LicenseArn', 'GranteePrincipalArn',
    'HomeRegion', 'GrantStatus', 'Version', 'GrantedOperations']) {
    assert.ok(grant[member], member);
  }
}

function grantInput(license, account) {
  return {
    ClientToken: `terraform-${fresh('token')}`, GrantName: fresh('grant'), LicenseArn: license,
    Principals: [accountPrincipal(account)], HomeRegion: 'us-east-1',
    AllowedOperations: [...OPERATIONS].sort(),
  };
}

test('item 14: aws_licensemanager_grant: create, read, update, replace, delete (11.1, T14, GR-32)',
  async () => {
    const { management } = prepared;
    const license = await subscribe(management);
    const member = await createMember(management);
    const input = grantInput(license, member.account);
    const { GrantArn } = await management.licenseManager('CreateGrant', input);
    const created = await read(management, GrantArn);
    checkGrant(created);
    assert.deepEqual([...created.GrantedOperations].sort(), input.AllowedOperations);
    assert.deepEqual(await read(management, GrantArn), created);  // an empty plan

    const update = { GrantName: 'renamed', AllowedOperations: ['CheckoutLicense'] };
    await management.licenseManager('CreateGrantVersion',
      { ClientToken: `terraform-${fresh('token')}`, GrantArn, ...update });
    const updated = await read(management, GrantArn);
    assert.deepEqual([updated.GrantName, updated.GrantedOperations, updated.GrantStatus],
      [update.GrantName, update.AllowedOperations, created.GrantStatus]);

    const gone = async (arn) => ['DELETED', 'REJECTED'].includes((await read(management, arn)).GrantStatus);
    const remove = (arn) => management.licenseManager('DeleteGrant',
      { GrantArn: arn, Version: 'version' });
    await remove(GrantArn);
    const { GrantArn: replacement } = await management.licenseManager('CreateGrant',
      grantInput(license, member.account));
    assert.ok(await gone(GrantArn));
    await remove(replacement);
    assert.ok(await gone(replacement));
    await refused(read(management, GrantArn.replace(/.$/, (last) => (last === '0' ? '1' : '0'))),
      'ResourceNotFoundException');
  });

test('item 14: aws_licensemanager_grant_accepter: create, read, destroy (11.1, T5, T11)', async () => {
  const { management } = unlinked;
  const member = await createMember(management);
  for (const caller of [management, member]) {
    await caller.iam('CreateServiceLinkedRole', { AWSServiceName: LICENSE_MANAGER });
  }
  const license = await subscribe(management);
  const { GrantArn } = await management.licenseManager('CreateGrant',
    grantInput(license, member.account));
  const pending = await read(management, GrantArn);
  assert.deepEqual([pending.GrantStatus, pending.Version], ['PENDING_ACCEPT', '1']);

  const received = async () => {
    const { Grants } = await member.licenseManager('ListReceivedGrants', { GrantArns: [GrantArn] });
    return Grants.filter((grant) => ['ACTIVE', 'DISABLED'].includes(grant.GrantStatus));
  };
  await member.licenseManager('AcceptGrant', { GrantArn });
  const [accepted] = await received();
  checkGrant(accepted);
  await member.licenseManager('RejectGrant', { GrantArn });
  assert.deepEqual(await received(), []);
});

test('item 14: data sources of License Manager (11.1, LM-14, LM-17)', async () => {
  const { management } = prepared;
  const license = await subscribe(management, 'cohere.command-r-v1:0');
  const member = await createMember(management);
  const { GrantArn } = await management.licenseManager('CreateGrant',
    grantInput(license, member.account));

  const { Licenses } = await management.licenseManager('ListReceivedLicenses',
    { LicenseArns: [license] });
  assert.equal(Licenses.length, 1);
  const [one] = Licenses;
  assert.match(one.CreateTime, /^\d{10}$/);
  assert.ok(one.ConsumptionConfiguration.ProvisionalConfiguration);
  assert.equal(one.ConsumptionConfiguration.BorrowConfiguration, undefined);

  const pages = async (operation, list, Name, Value) => {
    const arns = [];
    let NextToken;
    do {
      const page = await management.licenseManager(operation,
        { Filters: [{ Name, Values: [Value] }], MaxResults: 1, NextToken });
      arns.push(...page[list].map((item) => item.GrantArn ?? item.LicenseArn));
      ({ NextToken } = page);
    } while (NextToken);
    return arns;
  };
  assert.deepEqual(await pages('ListReceivedLicenses', 'Licenses', 'ProductSKU', one.ProductSKU),
    [license]);
  assert.deepEqual(await pages('ListDistributedGrants', 'Grants', 'LicenseArn', license), [GrantArn]);
});

test('item 14: aws_organizations_organization, then units, accounts, a delegate (11.2)', async () => {
  const call = (operation, input) => standalone.management.organizations(operation, input);
  await refused(call('DescribeOrganization'), 'AWSOrganizationsNotInUseException');
  const { Organization } = await call('CreateOrganization', { FeatureSet: 'ALL' });
  for (const ServicePrincipal of [LICENSE_MANAGER, MARKETPLACE]) {
    await call('EnableAWSServiceAccess', { ServicePrincipal });
  }
  assert.equal((await call('DescribeOrganization')).Organization.Id, Organization.Id);
  assert.deepEqual((await call('ListAccounts')).Accounts.map((account) => account.Id),
    [Organization.MasterAccountId]);
  const root = await rootOf(standalone.management);
  const { EnabledServicePrincipals } = await call('ListAWSServiceAccessForOrganization');
  assert.deepEqual(EnabledServicePrincipals.map((one) => one.ServicePrincipal).sort(),
    [MARKETPLACE, LICENSE_MANAGER].sort());

  const { OrganizationalUnit: unit } = await call('CreateOrganizationalUnit',
    { Name: 'workloads', ParentId: root.Id, Tags: [{ Key: 'team', Value: 'a' }] });
  await call('DescribeOrganizationalUnit', { OrganizationalUnitId: unit.Id });
  assert.deepEqual((await call('ListParents', { ChildId: unit.Id })).Parents,
    [{ Id: root.Id, Type: 'ROOT' }]);
  assert.deepEqual((await call('ListAccountsForParent', { ParentId: unit.Id })).Accounts, []);
  assert.deepEqual((await call('ListTagsForResource', { ResourceId: unit.Id })).Tags,
    [{ Key: 'team', Value: 'a' }]);

  const account = await createAndMove(call, root, unit);
  await call('RegisterDelegatedAdministrator',
    { AccountId: account, ServicePrincipal: LICENSE_MANAGER });
  const { DelegatedAdministrators } = await call('ListDelegatedAdministrators',
    { ServicePrincipal: LICENSE_MANAGER });
  assert.deepEqual(DelegatedAdministrators.map((one) => one.Id), [account]);
  await call('DeregisterDelegatedAdministrator',
    { AccountId: account, ServicePrincipal: LICENSE_MANAGER });

  await call('CloseAccount', { AccountId: account });
  let status;
  for (let left = 1000; left > 0 && status !== 'SUSPENDED'; left--) {
    ({ Account: { Status: status } } = await call('DescribeAccount', { AccountId: account }));
  }
  assert.equal(status, 'SUSPENDED');
});

/** aws_organizations_account with a parent_id. @return the account's id */
async function createAndMove(call, root, unit) {
  let { CreateAccountStatus: status } = await call('CreateAccount', {
    AccountName: 'workload', Email: 'workload@example.com', Tags: [{ Key: 'team', Value: 'b' }],
  });
  for (let left = 1000; left > 0 && status.State === 'IN_PROGRESS'; left--) {
    ({ CreateAccountStatus: status } = await call('DescribeCreateAccountStatus',
      { CreateAccountRequestId: status.Id }));
  }
  assert.equal(status.State, 'SUCCEEDED', status.FailureReason);
  const AccountId = status.AccountId;
  assert.deepEqual((await call('ListParents', { ChildId: AccountId })).Parents,
    [{ Id: root.Id, Type: 'ROOT' }]);
  await call('MoveAccount', { AccountId, SourceParentId: root.Id, DestinationParentId: unit.Id });

  const { Account } = await call('DescribeAccount', { AccountId });
  assert.deepEqual([Account.Status, Account.JoinedMethod], ['ACTIVE', 'CREATED']);
  assert.deepEqual((await call('ListParents', { ChildId: AccountId })).Parents,
    [{ Id: unit.Id, Type: 'ORGANIZATIONAL_UNIT' }]);
  assert.deepEqual((await call('ListTagsForResource', { ResourceId: AccountId })).Tags,
    [{ Key: 'team', Value: 'b' }]);
  return AccountId;
}

test('item 14: an agreement as the newer provider makes and ends it (11.3, BA-21)', async () => {
  const caller = await createMember(prepared.management);
  const status = async () => (await caller.bedrock('GetFoundationModelAvailability',
    { modelId: CLAUDE })).agreementAvailability.status;
  /** Waits for an answer that comes twice in a row. */
  const settled = async (wanted) => {
    for (let left = 1000, seen = 0; left > 0 && seen < 2; left--) {
      const now = await status();
      assert.ok([wanted, 'PENDING'].includes(now) || seen === 0, now);
      seen = now === wanted ? seen + 1 : 0;
    }
    assert.equal(await status(), wanted);
  };
  const { offers } = await caller.bedrock('ListFoundationModelAgreementOffers',
    { modelId: CLAUDE, offerType: 'ALL' });
  await caller.bedrock('CreateFoundationModelAgreement',
    { modelId: CLAUDE, offerToken: offers[0].offerToken });
  await settled('AVAILABLE');
  await caller.bedrock('DeleteFoundationModelAgreement', { modelId: CLAUDE });
  await settled('NOT_AVAILABLE');
  await refused(caller.bedrock('DeleteFoundationModelAgreement', { modelId: CLAUDE }),
    'ValidationException', { message: /No agreement exists to cancel/ });
});

test('item 14: data sources of Bedrock (11.3)', async () => {
  const { management } = prepared;
  const { modelSummaries } = await management.bedrock('ListFoundationModels', {
    byProvider: 'Amazon', byOutputModality: 'TEXT', byInferenceType: 'ON_DEMAND',
  });
  assert.ok(modelSummaries.length > 0);
  await management.bedrock('GetFoundationModel', { modelIdentifier: CLAUDE });
  await management.bedrock('GetInferenceProfile', { inferenceProfileIdentifier: CLAUDE_US });
  const ids = [];
  let nextToken;
  do {
    const page = await management.bedrock('ListInferenceProfiles', { maxResults: 10, nextToken });
    ids.push(...page.inferenceProfileSummaries.map((profile) => profile.inferenceProfileId));
    ({ nextToken } = page);
  } while (nextToken);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.includes(CLAUDE_US));
});
