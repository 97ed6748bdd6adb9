// SPDX-License-Identifier: Apache-2.0
//
// What most tests need before they begin: a prepared organization, accounts, subscriptions, grants.
import assert from 'node:assert/strict';

export const LICENSE_MANAGER = 'license-manager.amazonaws.com';
export const MARKETPLACE = 'license-management.marketplace.amazonaws.com';
export const CLAUDE = 'anthropic.claude-haiku-4-5-20251001-v1:0';
export const CLAUDE_US = `us.${CLAUDE}`;
export const CLAUDE_GLOBAL = `global.${CLAUDE}`;
export const COHERE = 'cohere.command-r-v1:0';
export const NOVA = 'amazon.nova-micro-v1:0';
export const OPERATIONS = ['CheckoutLicense', 'CheckInLicense', 'ExtendConsumptionLicense',
  'ListPurchasedLicenses', 'CreateToken'];
const FORM = {
  companyName: 'Example', companyWebsite: 'https://example.com', intendedUsers: '0',
  industryOption: 'Software', useCases: 'internal tools',
};

let counted = 0;
/** A name that no other call of this file gets. */
export const fresh = (word) => `${word}-${++counted}`;

/** Runs `work(0)` to `work(count - 1)`, a few at a time. @return their results in order */
export async function inParallel(count, work, workers = 32) {
  const results = new Array(count);
  let next = 0;
  await Promise.all(Array.from({ length: workers }, async () => {
    while (next < count) {
      const i = next++;
      results[i] = await work(i);
    }
  }));
  return results;
}

export async function sendForm(caller) {
  await caller.bedrock('PutUseCaseForModelAccess', { formData: Buffer.from(JSON.stringify(FORM)) });
}

/** Everything that the set-up pages ask for: roles, trusted access, the link setting. */
export async function prepare(management) {
  await management.iam('CreateServiceLinkedRole', { AWSServiceName: LICENSE_MANAGER });
  for (const ServicePrincipal of [LICENSE_MANAGER, MARKETPLACE]) {
    await management.organizations('EnableAWSServiceAccess', { ServicePrincipal });
  }
  await management.licenseManager('UpdateServiceSettings', {
    OrganizationConfiguration: { EnableIntegration: true },
  });
}

export async function createAccount(management, name = fresh('account')) {
  let { CreateAccountStatus: status } = await management.organizations('CreateAccount', {
    AccountName: name, Email: `${name}@example.com`,
  });
  for (let left = 1000; status.State === 'IN_PROGRESS' && left > 0; left--) {
    ({ CreateAccountStatus: status } = await management.organizations(
      'DescribeCreateAccountStatus', { CreateAccountRequestId: status.Id }));
  }
  assert.equal(status.State, 'SUCCEEDED', status.FailureReason);
  return status.AccountId;
}

/** A new account of the organization, and a caller in it. */
export async function createMember(management, name) {
  return management.assume(await createAccount(management, name));
}

export async function organizationOf(caller) {
  return (await caller.organizations('DescribeOrganization')).Organization;
}

export async function rootOf(caller) {
  return (await caller.organizations('ListRoots')).Roots[0];
}

export async function createUnit(management, name = fresh('unit'), parent = undefined) {
  const { OrganizationalUnit } = await management.organizations('CreateOrganizationalUnit', {
    Name: name, ParentId: parent ?? (await rootOf(management)).Id,
  });
  return OrganizationalUnit;
}

export async function move(management, account, to) {
  const { Parents: [from] } = await management.organizations('ListParents', { ChildId: account });
  await management.organizations('MoveAccount', {
    AccountId: account, SourceParentId: from.Id, DestinationParentId: to,
  });
}

export const accountPrincipal = (account) => `arn:aws:iam::${account}:root`;

/** Accepts the public offer of a model. @return the ARN of the license that appears */
export async function subscribe(caller, modelId = CLAUDE) {
  const known = await licensesOf(caller);
  const { offers: [offer] } = await caller.bedrock('ListFoundationModelAgreementOffers', { modelId });
  await caller.bedrock('CreateFoundationModelAgreement', { modelId, offerToken: offer.offerToken });
  const added = (await licensesOf(caller)).filter((arn) => !known.includes(arn));
  assert.equal(added.length, 1);
  return added[0];
}

async function licensesOf(caller) {
  const { Licenses } = await caller.licenseManager('ListReceivedLicenses');
  return Licenses.map((license) => license.LicenseArn);
}

export async function createGrant(caller, licenseArn, principal, more = {}) {
  const name = fresh('grant');
  const { GrantArn } = await caller.licenseManager('CreateGrant', {
    ClientToken: name, GrantName: name, LicenseArn: licenseArn, Principals: [principal],
    HomeRegion: 'us-east-1', AllowedOperations: OPERATIONS, ...more,
  });
  return GrantArn;
}

export async function setStatus(caller, grantArn, status, more = {}) {
  return caller.licenseManager('CreateGrantVersion', {
    ClientToken: fresh('version'), GrantArn: grantArn, Status: status, ...more,
  });
}

export async function statusOf(caller, grantArn) {
  return (await caller.licenseManager('GetGrant', { GrantArn: grantArn })).Grant.GrantStatus;
}

/** The caller's own received grants of a license. */
export async function receivedGrants(caller, licenseArn) {
  return (await caller.licenseManager('ListReceivedGrants', {
    Filters: [{ Name: 'LicenseArn', Values: [licenseArn] }],
  })).Grants;
}

export async function deleteGrant(caller, grantArn) {
  const { Grant } = await caller.licenseManager('GetGrant', { GrantArn: grantArn });
  return caller.licenseManager('DeleteGrant', { GrantArn: grantArn, Version: Grant.Version });
}

/** What the audit says of one of the caller's latest calls, as CloudTrail tells it; or nothing. */
export async function recordOf(caller, requestId, eventName = 'Converse') {
  const { Events } = await caller.cloudTrail('LookupEvents', {
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: eventName }],
  });
  return Events.map((one) => JSON.parse(one.CloudTrailEvent))
    .find(({ requestID }) => requestID === requestId);
}

export async function converse(caller, modelId = CLAUDE_US, text = 'Hello') {
  return caller.runtime('Converse', { modelId, messages: [{ role: 'user', content: [{ text }] }] });
}
