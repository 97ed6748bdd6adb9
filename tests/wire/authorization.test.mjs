// SPDX-License-Identifier: Apache-2.0
//
// Least privilege as people set it up: design 5; domain.md 4.5; rules GR-3, BA-3, BA-11, OR-10.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { allow, createUser, deny, document, givePolicies, restrict } from './users.mjs';
import {
  CLAUDE_US, COHERE, NOVA, accountPrincipal, converse, createAccount, createGrant, createMember, createUnit,
  deleteGrant, move, organizationOf, prepare, rootOf, sendForm, setStatus, subscribe,
} from './world.mjs';

const { management } = await serve();
let license;

before(async () => {
  await prepare(management);
  await sendForm(management);
  license = await subscribe(management);
  await management.organizations('EnablePolicyType', {
    RootId: (await rootOf(management)).Id, PolicyType: 'SERVICE_CONTROL_POLICY',
  });
});

test('a user without policies may ask who it is, and nothing else', async () => {
  const user = await createUser(management);
  assert.match((await user.sts('GetCallerIdentity')).Arn, new RegExp(`user/${user.userName}$`));
  await refused(user.licenseManager('ListReceivedLicenses'), 'AuthorizationException',
    { status: 400, message: new RegExp('is not authorized to perform: license-manager:ListReceivedLicenses '
      + 'on resource: \\* because no identity-based policy allows') });
  await refused(user.organizations('ListAccounts'), 'AccessDeniedException',
    { message: /organizations:ListAccounts/ });
  await refused(user.iam('ListUsers'), 'AccessDenied', { status: 403, message: /iam:ListUsers/ });
  await refused(user.assume('123456789012'), 'AccessDenied', { status: 403, message: /sts:AssumeRole/ });
  await refused(user.bedrock('ListFoundationModels'), 'AccessDeniedException', { status: 403 });
  await refused(user.marketplaceAgreement('SearchAgreements', {
    filters: [
      { name: 'PartyType', values: ['Acceptor'] }, { name: 'AgreementType', values: ['PurchaseAgreement'] },
    ],
  }), 'AccessDeniedException', { message: /aws-marketplace:SearchAgreements/ });
  await refused(user.cloudTrail('LookupEvents'), 'AccessDeniedException',
    { message: /cloudtrail:LookupEvents/ });
  await refused(converse(user, NOVA), 'AccessDeniedException', { message: /bedrock:InvokeModel/ });
});

test('the audit trail shows who was refused what', async () => {
  const user = await createUser(management);
  await refused(user.iam('DeleteUser', { UserName: 'someone' }), 'AccessDenied');
  const { Events } = await management.cloudTrail('LookupEvents', {
    LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: user.userName }],
  });
  const { eventName, errorCode, errorMessage } = JSON.parse(Events[0].CloudTrailEvent);
  assert.deepEqual([eventName, errorCode], ['DeleteUser', 'AccessDenied']);
  assert.match(errorMessage, /not authorized to perform: iam:DeleteUser on resource: user someone/);
});

test('GR-3: an administrator of one OU’s grants grants to it and to nobody else', async () => {
  const mine = await createUnit(management);
  const other = await createUnit(management);
  const account = await createAccount(management);
  await move(management, account, mine.Id);
  const granting = ['CreateGrant', 'CreateGrantVersion', 'DeleteGrant']
    .map((name) => `license-manager:${name}`);
  const looking = { Effect: 'Allow', Action: 'license-manager:GetGrant', Resource: '*' };
  const user = await createUser(management, document(looking, {
    Effect: 'Allow', Action: granting, Resource: '*',
    Condition: { StringEquals: { 'licet:Grantee': mine.Id } },
  }));

  const grant = await createGrant(user, license, mine.Arn);
  await setStatus(user, grant, 'ACTIVE');
  await deleteGrant(user, grant);
  await refused(createGrant(user, license, other.Arn), 'AuthorizationException');
  await refused(createGrant(user, license, accountPrincipal(account)), 'AuthorizationException');
  const foreign = await createGrant(management, license, other.Arn);
  await refused(setStatus(user, foreign, 'ACTIVE'), 'AuthorizationException');
  await refused(deleteGrant(user, foreign), 'AuthorizationException');

  const { Id: organization } = await organizationOf(management);
  const { Id: root } = await rootOf(management);
  await givePolicies(management, user, document(looking, {
    Effect: 'Allow', Action: granting, Resource: license,
    Condition: {
      'ForAnyValue:StringLike': { 'licet:GranteeOrgPath': `${organization}/${root}/${mine.Id}/*` },
    },
  }));
  await createGrant(user, license, accountPrincipal(account));
  await refused(createGrant(user, license, other.Arn), 'AuthorizationException');
});

test('licet:ProductId limits what is granted; aws:RequestTag how', async () => {
  const unit = await createUnit(management);
  const { License } = await management.licenseManager('GetLicense', { LicenseArn: license });
  const only = (Condition) => allow('license-manager:CreateGrant', '*', { Condition });
  const user = await createUser(management,
    only({ StringNotEquals: { 'licet:ProductId': License.ProductSKU } }));
  await refused(createGrant(user, license, unit.Arn), 'AuthorizationException');

  await givePolicies(management, user, only({
    StringEquals: { 'licet:ProductId': License.ProductSKU, 'aws:RequestTag/cost-center': '42' },
    'ForAllValues:StringEquals': { 'aws:TagKeys': ['cost-center'] },
  }));
  await refused(createGrant(user, license, unit.Arn), 'AuthorizationException');
  const tagged = (...pairs) => ({ Tags: pairs.map(([Key, Value]) => ({ Key, Value })) });
  await refused(createGrant(user, license, unit.Arn, tagged(['cost-center', '43'])),
    'AuthorizationException');
  await refused(createGrant(user, license, unit.Arn, tagged(['cost-center', '42'], ['x', 'y'])),
    'AuthorizationException');
  const grant = await createGrant(user, license, unit.Arn, tagged(['cost-center', '42']));

  const reader = await createUser(management, allow('license-manager:GetGrant', '*',
    { Condition: { StringEquals: { 'aws:ResourceTag/cost-center': '42' } } }));
  await reader.licenseManager('GetGrant', { GrantArn: grant });
  await management.licenseManager('UntagResource', { ResourceArn: grant, TagKeys: ['cost-center'] });
  await refused(reader.licenseManager('GetGrant', { GrantArn: grant }), 'AuthorizationException');
});

test('a developer calls one model in one region', async () => {
  const arn = (region) => `arn:aws:bedrock:${region}::foundation-model/${NOVA}`;
  const user = await createUser(management, allow('bedrock:InvokeModel', arn('us-east-1')));
  await converse(user, NOVA);
  await refused(converse(user.in('us-west-2'), NOVA), 'AccessDeniedException', { message: /us-west-2/ });
  await refused(converse(user, CLAUDE_US), 'AccessDeniedException', { message: /inference-profile/ });
  await refused(user.bedrock('GetFoundationModel', { modelIdentifier: NOVA }), 'AccessDeniedException',
    { message: new RegExp(`bedrock:GetFoundationModel on resource: ${arn('us-east-1')}`) });
  await givePolicies(management, user, allow('bedrock:GetFoundationModel', arn('us-east-1')));
  await user.bedrock('GetFoundationModel', { modelIdentifier: arn('us-east-1') });
  await refused(converse(user, NOVA), 'AccessDeniedException');
});

test('what a boundary does not allow is refused, whatever the policies say', async () => {
  const { Policy } = await management.iam('CreatePolicy', {
    PolicyName: 'reading', PolicyDocument: allow(['license-manager:Get*', 'license-manager:List*']),
  });
  const user = await createUser(management, allow('*'));
  await management.iam('PutUserPermissionsBoundary', {
    UserName: user.userName, PermissionsBoundary: Policy.Arn,
  });
  await user.licenseManager('ListReceivedLicenses');
  await refused(createGrant(user, license, accountPrincipal('123456789012')), 'AuthorizationException',
    { message: /because no permissions boundary allows the license-manager:CreateGrant action/ });
  await management.iam('DeleteUserPermissionsBoundary', { UserName: user.userName });
  await refused(createGrant(user, license, accountPrincipal('123456789012')), 'ValidationException');
});

test('OR-10: a service control policy on regions binds members, not the management account', async () => {
  const member = await createMember(management);
  const unit = await createUnit(management);
  await move(management, member.account, unit.Id);
  const scp = await restrict(management, unit.Id, deny('bedrock:*', '*',
    { Condition: { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1'] } } }));
  await member.bedrock('ListFoundationModels');
  await refused(member.in('us-west-2').bedrock('ListFoundationModels'), 'AccessDeniedException',
    { message: new RegExp(`with an explicit deny in a service control policy: ${scp}`) });
  await refused(converse(member.in('us-west-2'), NOVA), 'AccessDeniedException',
    { message: /explicit deny in a service control policy/ });
  await management.in('us-west-2').bedrock('ListFoundationModels');
  await move(management, member.account, (await rootOf(management)).Id);
  await member.in('us-west-2').bedrock('ListFoundationModels');
});

test('BA-3, BA-11: to subscribe through Bedrock takes Marketplace’s permission too', async () => {
  const member = await createMember(management);
  const listOffers = (caller) => caller.bedrock('ListFoundationModelAgreementOffers', { modelId: COHERE });
  const { offers: [offer] } = await listOffers(management);
  const create = (caller) => caller.bedrock('CreateFoundationModelAgreement', {
    modelId: COHERE, offerToken: offer.offerToken,
  });
  const user = await createUser(member, allow('bedrock:*'));
  await refused(create(user), 'AccessDeniedException', { message: /aws-marketplace:Subscribe/ });
  await refused(listOffers(user), 'AccessDeniedException', { message: /aws-marketplace:ViewSubscriptions/ });
  const subscribing = (products) => document({ Effect: 'Allow', Action: 'bedrock:*', Resource: '*' }, {
    Effect: 'Allow', Action: 'aws-marketplace:Subscribe', Resource: '*',
    Condition: {
      'ForAnyValue:StringEquals': { 'aws-marketplace:ProductId': products },
      StringEquals: { 'aws:CalledViaLast': 'bedrock.amazonaws.com' },
    },
  });
  await givePolicies(member, user, subscribing(['prod-another']));
  await refused(create(user), 'AccessDeniedException', { message: /aws-marketplace:Subscribe/ });
  const LicenseArn = await subscribe(management, COHERE);
  const { License } = await management.licenseManager('GetLicense', { LicenseArn });
  await givePolicies(member, user, subscribing(['prod-another', License.ProductSKU]));
  await create(user);
});

test('a role of one’s own account: it names the user, or a policy of the user allows it', async () => {
  const user = await createUser(management);
  const { Account, Arn } = await user.sts('GetCallerIdentity');
  const trust = (AWS) => document({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' });
  await management.iam('CreateRole', { RoleName: 'open', AssumeRolePolicyDocument: trust(Arn) });
  await management.iam('CreateRole', {
    RoleName: 'closed', AssumeRolePolicyDocument: trust(accountPrincipal(Account)),
  });
  const session = await user.assume(Account, 'open');
  await refused(user.assume(Account, 'closed'), 'AccessDenied', { status: 403 });
  await givePolicies(management, user, allow('sts:AssumeRole', `arn:aws:iam::${Account}:role/closed`));
  await user.assume(Account, 'closed');
  await givePolicies(management, user, deny('sts:AssumeRole'));
  await refused(user.assume(Account, 'open'), 'AccessDenied', { message: /explicit deny/ });

  await refused(session.licenseManager('ListReceivedLicenses'), 'AuthorizationException');
  await management.iam('PutRolePolicy', {
    RoleName: 'open', PolicyName: 'reading', PolicyDocument: allow('license-manager:ListReceivedLicenses'),
  });
  await session.licenseManager('ListReceivedLicenses');
});

test('a role of another account: both accounts must allow it', async () => {
  const member = await createMember(management);
  const user = await createUser(management);
  const { Arn } = await user.sts('GetCallerIdentity');
  await member.iam('CreateRole', {
    RoleName: 'visited',
    AssumeRolePolicyDocument: document({
      Effect: 'Allow', Principal: { AWS: Arn }, Action: 'sts:AssumeRole',
    }),
  });
  await refused(user.assume(member.account, 'visited'), 'AccessDenied');
  await givePolicies(management, user,
    allow('sts:AssumeRole', `arn:aws:iam::${member.account}:role/visited`));
  await user.assume(member.account, 'visited');
  await refused(user.assume(member.account), 'AccessDenied');
});

test('a policy over what is tagged follows the tags', async () => {
  const account = await createAccount(management);
  const user = await createUser(management, allow('organizations:DescribeAccount', '*',
    { Condition: { StringEquals: { 'aws:ResourceTag/stage': '${aws:PrincipalTag/stage}' } } }));
  const describe = () => user.organizations('DescribeAccount', { AccountId: account });
  await refused(describe(), 'AccessDeniedException');
  await management.organizations('TagResource', {
    ResourceId: account, Tags: [{ Key: 'stage', Value: 'test' }],
  });
  await refused(describe(), 'AccessDeniedException');
  await management.iam('TagUser', { UserName: user.userName, Tags: [{ Key: 'stage', Value: 'test' }] });
  await describe();
});
