// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { NOVA, converse, createMember, createUnit, fresh } from './world.mjs';

const { management } = await serve();

async function lookUp(caller, AttributeKey, AttributeValue, more = {}) {
  const got = await caller.cloudTrail('LookupEvents', {
    LookupAttributes: [{ AttributeKey, AttributeValue }], ...more,
  });
  return got.Events;
}
const detail = (event) => JSON.parse(event.CloudTrailEvent);

test('a change is found by its name, with who made it', async () => {
  const unit = await createUnit(management, fresh('unit'));
  const [event] = await lookUp(management, 'EventName', 'CreateOrganizationalUnit');
  assert.equal(event.EventSource, 'organizations.amazonaws.com');
  assert.equal(event.ReadOnly, 'false');
  assert.equal(event.AccessKeyId, management.credentials.accessKeyId);
  assert.ok(event.EventTime instanceof Date);
  const { requestParameters, userIdentity, eventType, sourceIPAddress } = detail(event);
  assert.equal(requestParameters.name, unit.Name);
  assert.equal(userIdentity.arn, (await management.sts('GetCallerIdentity')).Arn);
  assert.deepEqual([eventType, sourceIPAddress], ['AwsApiCall', '127.0.0.1']);
  const [same] = await lookUp(management, 'EventId', event.EventId);
  assert.equal(same.EventId, event.EventId);
});

test('model calls and refusals are events of the account that called', async () => {
  const member = await createMember(management);
  await converse(member, NOVA);
  await assert.rejects(converse(member));
  const events = (await lookUp(member, 'EventName', 'Converse')).map(detail);
  assert.equal(events.length, 2);
  const [refusal, call] = events;
  assert.equal(refusal.errorCode, 'AccessDeniedException');
  assert.equal(call.requestParameters.modelId, NOVA);
  assert.equal(call.responseElements, null);
  assert.deepEqual(await lookUp(management, 'EventName', 'Converse'), []);
});

test('secrets are not in the events', async () => {
  const { AccessKey } = await management.iam('CreateAccessKey');
  const events = await lookUp(management, 'EventSource', 'iam.amazonaws.com');
  assert.ok(events.length > 0);
  assert.ok(!JSON.stringify(events).includes(AccessKey.SecretAccessKey));
});

test('pages are newest first and do not overlap', async () => {
  for (let i = 0; i < 3; i++) await createUnit(management);
  const input = { LookupAttributes: [{ AttributeKey: 'EventName',
    AttributeValue: 'CreateOrganizationalUnit' }] };
  const first = await management.cloudTrail('LookupEvents', { ...input, MaxResults: 2 });
  const second = await management.cloudTrail('LookupEvents', { ...input, MaxResults: 2,
    NextToken: first.NextToken });
  const ids = [...first.Events, ...second.Events].map((event) => event.EventId);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(first.Events[0].EventTime >= second.Events[0].EventTime);
});

test('bad questions have their documented errors', async () => {
  const ask = (input) => management.cloudTrail('LookupEvents', input);
  const one = { AttributeKey: 'EventName', AttributeValue: 'CreateUser' };
  await refused(ask({ LookupAttributes: [one, one] }), 'InvalidLookupAttributesException', { status: 400 });
  await refused(ask({ MaxResults: 51 }), 'InvalidMaxResultsException');
  await refused(ask({ StartTime: new Date(2000), EndTime: new Date(1000) }), 'InvalidTimeRangeException');
  await refused(ask({ NextToken: 'nonsense' }), 'InvalidNextTokenException');
});
