// SPDX-License-Identifier: Apache-2.0
//
// Subscribing by using a model, where the organization allows it (BA-10, domain.md 7.2), and falling
// back to an own subscription (U-1).
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { sign } from './raw.mjs';
import {
  CLAUDE_US, accountPrincipal, converse, createGrant, createMember, prepare,
  receivedGrants, setStatus, subscribe,
} from './world.mjs';

const JAMBA = 'ai21.jamba-1-5-mini-v1:0';  // needs a subscription but no form

const { management, url } = await serve();
await prepare(management);

/** Changes the organization's settings. @return all of them */
async function set(settings) {
  const path = '/licet/v1/organization/settings';
  const body = JSON.stringify(settings);
  const { headers } = sign({
    method: 'PATCH', path, body, headers: [['host', new URL(url).host], ['content-type', 'application/json']],
  }, management.credentials, { service: 'licet' });
  const response = await fetch(`${url}${path}`, { method: 'PATCH', body, headers });
  assert.equal(response.status, 200, await response.clone().text());
  return response.json();
}

const licensesOf = async (caller) => (await caller.licenseManager('ListReceivedLicenses')).Licenses;

test('nothing subscribes by itself unless the organization says so', async () => {
  const member = await createMember(management);
  await refused(converse(member, JAMBA), 'AccessDeniedException', { status: 403, reason: 'no_entitlement' });
  assert.deepEqual(await licensesOf(member), []);
});

test('a first call goes through and subscribes its account', async () => {
  const settings = await set({ auto_subscribe: true });
  assert.equal(settings.auto_subscribe, true);
  assert.equal(settings.fallback_to_own_subscription, false);
  const member = await createMember(management);
  const other = await createMember(management);
  await converse(member, JAMBA);
  const [license] = await licensesOf(member);
  assert.equal(license.Status, 'AVAILABLE');
  assert.equal(license.ReceivedMetadata.ReceivedStatus, 'ACTIVE');
  assert.deepEqual(await licensesOf(other), []);
  await converse(member, JAMBA);
  assert.equal((await licensesOf(member)).length, 1);

  const { Events } = await member.cloudTrail('LookupEvents', {
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateFoundationModelAgreement' }],
  });
  assert.equal(Events.length, 1);
  const event = JSON.parse(Events[0].CloudTrailEvent);
  assert.equal(event.sourceIPAddress, 'bedrock.amazonaws.com');
  assert.equal(event.userIdentity.accountId, member.account);
  assert.deepEqual(event.requestParameters, { modelId: JAMBA });
});

test('deleting the agreement does not block: the next call subscribes again', async () => {
  const member = await createMember(management);
  await converse(member, JAMBA);
  await licensesOf(member);
  await member.bedrock('DeleteFoundationModelAgreement', { modelId: JAMBA });
  await converse(member, JAMBA);
  const licenses = await licensesOf(member);
  assert.equal(licenses.filter(({ Status }) => Status === 'AVAILABLE').length, 1);
});

test('a call that lacks the use case form subscribes nobody', async () => {
  const member = await createMember(management);
  await refused(converse(member, CLAUDE_US), 'ResourceNotFoundException',
    { reason: 'use_case_form_missing' });
  assert.deepEqual(await licensesOf(member), []);
});

test('a grant that is not in force stands in the way unless the organization has it passed by', async () => {
  const license = await subscribe(management, JAMBA);
  const member = await createMember(management);
  const grant = await createGrant(management, license, accountPrincipal(member.account));
  await refused(converse(member, JAMBA), 'AccessDeniedException', { reason: 'grant_not_activated' });
  await set({ fallback_to_own_subscription: true });
  await converse(member, JAMBA);
  assert.equal((await licensesOf(member)).length, 2);

  // The swap: the grant takes the subscription's place; when it ends the subscription serves again.
  await setStatus(management, grant, 'ACTIVE',
    { Options: { ActivationOverrideBehavior: 'ALL_GRANTS_PERMITTED_BY_ISSUER' } });
  await converse(member, JAMBA);
  await setStatus(management, grant, 'DISABLED');
  await converse(member, JAMBA);
  await set({ fallback_to_own_subscription: false });
  await refused(converse(member, JAMBA), 'AccessDeniedException', { reason: 'grant_not_activated' });
  assert.equal((await receivedGrants(member, license))[0].GrantStatus, 'DISABLED');
});

test('switched off again, nobody else subscribes and what was subscribed stays', async () => {
  const member = await createMember(management);
  await converse(member, JAMBA);
  await licensesOf(member);
  await set({ auto_subscribe: false });
  await converse(member, JAMBA);
  await refused(converse(await createMember(management), JAMBA), 'AccessDeniedException',
    { reason: 'no_entitlement' });
});
