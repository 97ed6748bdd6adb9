// SPDX-License-Identifier: Apache-2.0
//
// What an account must be to do something at all, and condition keys in questions about access.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { send } from './discovery.mjs';
import { run, serve } from './harness.mjs';
import { allow, createUser } from './users.mjs';
import { createMember, prepare, subscribe } from './world.mjs';

const MODEL = 'openai.gpt-6-luna';
const { url, management, data } = await serve('--management-account', '111111111111');
await prepare(management);
const member = await createMember(management);
const license = await subscribe(management, MODEL);
process.env.AWS_SHARED_CREDENTIALS_FILE = join(data, '..', 'credentials');

const ask = (caller, question, body) =>
  send(caller, { method: 'POST', path: `/licet/v1/${question}`, service: 'licet', body });

test('who-can knows that only the management account changes the organization', async () => {
  const action = 'organizations:CreatePolicy';
  const { body: { subjects } } = await ask(management, 'who-can', { action, subjects: 'account' });
  assert.deepEqual(subjects.map(({ account }) => account), ['111111111111']);
  const { body } = await ask(member, 'explain', { action });
  assert.equal(body.reason, 'not_management_account');
  const policy = { Name: 'x', Description: '', Content: '{}', Type: 'SERVICE_CONTROL_POLICY' };
  await assert.rejects(member.organizations('CreatePolicy', policy), { name: 'AccessDeniedException' });
});

test('a license that is not theirs reads as one that there is not', async () => {
  const about = async (resource) => {
    const { body } = await ask(member, 'explain', { action: 'license-manager:CreateGrant', resource });
    return [body.reason, body.message];
  };
  const held = await about(license);
  assert.equal(held[0], 'not_license_holder');
  assert.deepEqual(await about(license.replace(/l-.*/, `l-${'0'.repeat(32)}`)), held);
});

test('condition keys are given with context, by the command line too', async () => {
  const user = await createUser(management,
    allow('bedrock:*', '*', { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }));
  const principal = `arn:aws:iam::111111111111:user/${user.userName}`;
  const explain = (...more) => run('explain', '--endpoint', url, '--in', 'us-east-1',
    '--principal', principal, '--resource', MODEL, ...more);
  assert.equal(explain('--context', 'aws:SourceIp=198.51.100.7').status, 1);
  assert.equal(explain('--context', 'aws:SourceIp=192.0.2.7').status, 0);
  assert.equal(explain('--context', 'aws:Nonsense=1').status, 2);
  assert.notEqual(explain('--context', 'nonsense').status, 0);
  const { status, body } = await ask(management, 'who-can', { action: 'bedrock:*' });
  assert.equal(status, 400);
  assert.match(body.message, /without wildcards/);
});
