// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { createAccount } from './world.mjs';

const { management } = await serve('--management-account', '111122223333');

test('GetCallerIdentity names the administrator', async () => {
  const got = await management.sts('GetCallerIdentity');
  assert.equal(got.Account, '111122223333');
  assert.match(got.Arn, /^arn:aws:iam::111122223333:user\//);
  assert.match(got.UserId, /^AIDA/);
});

test('AssumeRole enters a member account', async () => {
  const account = await createAccount(management);
  const member = await management.assume(account);
  const got = await member.sts('GetCallerIdentity');
  assert.equal(got.Account, account);
  assert.equal(got.Arn, `arn:aws:sts::${account}:assumed-role/OrganizationAccountAccessRole/test`);
});

test('AssumeRole refuses a role that is not there and one that does not trust the caller', async () => {
  const account = await createAccount(management);
  await refused(management.assume(account, 'nobody'), 'AccessDenied', { status: 403 });
  const other = await management.assume(await createAccount(management));
  await refused(other.assume(account), 'AccessDenied', { status: 403 });
});

test('AssumeRole refuses durations outside the limits', async () => {
  const account = await createAccount(management);
  await refused(management.sts('AssumeRole', {
    RoleArn: `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`,
    RoleSessionName: 'test', DurationSeconds: 1,
  }), 'ValidationError', { status: 400 });
});

test('GetSessionToken gives the same user a session', async () => {
  const { Credentials: issued } = await management.sts('GetSessionToken', { DurationSeconds: 900 });
  assert.ok(issued.Expiration > new Date());
  const session = management.withCredentials({
    accessKeyId: issued.AccessKeyId,
    secretAccessKey: issued.SecretAccessKey,
    sessionToken: issued.SessionToken,
  });
  const [own, first] = await Promise.all(
    [session, management].map((caller) => caller.sts('GetCallerIdentity')));
  assert.equal(own.Arn, first.Arn);
});
