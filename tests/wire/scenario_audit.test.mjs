// SPDX-License-Identifier: Apache-2.0
//
// What is recorded, and what a provider asks first: acceptance scenarios. Their items and the rules
// in brackets are those of the domain rules, section 13.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import {
  accountPrincipal, converse, createGrant, createMember, deleteGrant, prepare, sendForm, setStatus,
  subscribe,
} from './world.mjs';

const { management } = await serve();
const { management: formless } = await serve();
for (const caller of [management, formless]) await prepare(caller);

async function events(caller, AttributeKey, AttributeValue) {
  const LookupAttributes = [{ AttributeKey, AttributeValue }];
  const found = [];
  let NextToken;
  do {
    const page = await caller.cloudTrail('LookupEvents', { LookupAttributes, NextToken });
    found.push(...page.Events.map((event) => JSON.parse(event.CloudTrailEvent)));
    ({ NextToken } = page);
  } while (NextToken);
  return found;
}

test('item 16: every change is found, with its actor (AU-1, BA-41)', async () => {
  const license = await subscribe(management);
  const member = await createMember(management);
  const grant = await createGrant(management, license, accountPrincipal(member.account));
  await setStatus(member, grant, 'ACTIVE');
  await setStatus(management, grant, 'DISABLED');
  await deleteGrant(management, grant);
  await refused(createGrant(management, license, accountPrincipal('000000000001')),
    'ValidationException');

  const arnOf = async (caller) => (await caller.sts('GetCallerIdentity')).Arn;
  const [administrator, inMember] = [await arnOf(management), await arnOf(member)];
  const [refusal, creation] = await events(management, 'EventName', 'CreateGrant');
  assert.equal(refusal.errorCode, 'ValidationException');
  assert.equal(creation.errorCode, undefined);
  for (const event of [refusal, creation]) {
    assert.equal(event.userIdentity.arn, administrator);
    assert.deepEqual([event.eventSource, event.eventType],
      ['license-manager.amazonaws.com', 'AwsApiCall']);
  }
  assert.equal(creation.requestParameters.licenseArn, license);

  const changes = async (caller, byService) => {
    const all = await events(caller, 'EventSource', 'license-manager.amazonaws.com');
    return all.filter((event) => !event.readOnly
      && event.userIdentity.arn.includes('/aws-service-role/') === byService);
  };
  const byHand = (await changes(management, false)).map((event) => event.eventName);
  assert.deepEqual(byHand, ['CreateGrant', 'DeleteGrant', 'CreateGrantVersion', 'CreateGrant',
    'UpdateServiceSettings']);
  const [activation, ...more] = await changes(member, false);
  assert.deepEqual([activation.eventName, activation.userIdentity.arn, more.length],
    ['CreateGrantVersion', inMember, 0]);
  // What licet did by itself was done by the role that the services have for it (AU-3).
  const byRole = new Set((await changes(management, true)).map((event) => event.eventName));
  assert.deepEqual(byRole, new Set(['CreateLicense', 'AcceptGrant', 'DeleteGrant']));
});

test('item 17: the provider’s form, sent once for all (BA-24, 7.4)', async () => {
  const license = await subscribe(formless);
  const member = await createMember(formless);
  const grant = await createGrant(formless, license, accountPrincipal(member.account));
  await setStatus(formless, grant, 'ACTIVE');
  for (const caller of [member, formless]) {
    await refused(converse(caller), 'ResourceNotFoundException', {
      status: 404, reason: 'use_case_form_missing',
      message: new RegExp('^Model use case details have not been submitted for this account\\. '
        + 'Fill out the Anthropic use case details form before using the model\\.'),
    });
  }
  await sendForm(formless);
  for (const caller of [member, formless]) await converse(caller);
});
