// SPDX-License-Identifier: Apache-2.0
//
// The scope of a grant, through the tags that an unmodified client sets.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import {
  CLAUDE_GLOBAL, converse, createGrant, createMember, organizationOf, prepare, sendForm, setStatus,
  subscribe,
} from './world.mjs';

const { management } = await serve();
await prepare(management);
await sendForm(management);
const license = await subscribe(management);
const organization = await organizationOf(management);
const member = await createMember(management);
const grant = await createGrant(management, license, organization.Arn, {
  Tags: [{ Key: 'licet:regions', Value: 'us' }],
});
await setStatus(management, grant, 'ACTIVE');

const tag = (tags, caller = management, arn = grant) => caller.licenseManager('TagResource', {
  ResourceArn: arn, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
});
const untag = (...TagKeys) => management.licenseManager('UntagResource', {
  ResourceArn: grant, TagKeys,
});
const denied = (call, reason) => refused(call, 'AccessDeniedException', { status: 403, reason });

test('a call must keep to the regions, those that a profile may use included', async () => {
  await converse(member);
  await denied(converse(member, CLAUDE_GLOBAL), 'scope_region');
  await tag({ 'licet:regions': 'us-east-1' });
  await denied(converse(member), 'scope_region');
  await untag('licet:regions');
  await converse(member, CLAUDE_GLOBAL);
});

test('a call must be one of the operations', async () => {
  await tag({ 'licet:operations': 'InvokeModel CountTokens' });
  await denied(converse(member), 'scope_operation');
  await tag({ 'licet:operations': 'Converse' });
  await converse(member);
  await untag('licet:operations');
});

test('a call must be made in time', async () => {
  await tag({ 'licet:not-before': '2999-01-01' });
  await denied(converse(member), 'scope_not_yet');
  await untag('licet:not-before');
  await tag({ 'licet:not-after': '2001-01-01' });
  await denied(converse(member), 'scope_ended');
  await untag('licet:not-after');
  await converse(member);
});

test('what cannot be understood is refused and changes nothing', async () => {
  await tag({ 'licet:not-after': '2999-12-31', team: 'red' });
  await refused(tag({ 'licet:regions': 'mars' }), 'ValidationException', {
    status: 400, message: /`licet:regions`: `mars`/,
  });
  await refused(tag({ 'licet:models': 'x' }), 'ValidationException', { message: /`licet:models`/ });
  await refused(tag({ 'licet:not-before': '3000-01-01' }), 'ValidationException', {
    message: /`licet:not-after`/,
  });
  await refused(createGrant(management, license, `arn:aws:iam::${member.account}:root`, {
    Tags: [{ Key: 'licet:operations', Value: '' }],
  }), 'ValidationException', { message: /empty/ });
  const { Tags } = await management.licenseManager('ListTagsForResource', { ResourceArn: grant });
  assert.deepEqual(Tags, [
    { Key: 'licet:not-after', Value: '2999-12-31' }, { Key: 'team', Value: 'red' },
  ]);
});

test('only the grantor changes it; a sub-grant shows what it inherits', async () => {
  const { Grants: [received] } = await member.licenseManager('ListReceivedGrants');
  await refused(tag({ 'licet:regions': 'us' }, member, received.GrantArn), 'AccessDeniedException');
  await refused(tag({ 'licet:regions': 'us' }, member), 'ResourceNotFoundException');
  const seen = await member.licenseManager('ListTagsForResource', { ResourceArn: received.GrantArn });
  assert.deepEqual(seen.Tags, [{ Key: 'licet:not-after', Value: '2999-12-31' }]);
});
