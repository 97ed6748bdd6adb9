// SPDX-License-Identifier: Apache-2.0
//
// Bedrock API keys, as the SDK takes them from AWS_BEARER_TOKEN_BEDROCK.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Caller, refused, serve } from './harness.mjs';
import { bytesOf, exchange } from './raw.mjs';
import { allow, createUser, deny, givePolicies } from './users.mjs';
import { NOVA, converse, prepare } from './world.mjs';

const { url, management, data } = await serve();
await prepare(management);
const BEDROCK = 'bedrock.amazonaws.com';
const USE = allow(['bedrock:CallWithBearerToken', 'bedrock:InvokeModel', 'bedrock:List*']);
const BAD_KEY = ['AccessDeniedException', { status: 403, message: /make sure your API Key is valid/ }];

async function createKey(policies = [USE], more = {}) {
  const user = await createUser(management, ...policies);
  const { ServiceSpecificCredential: made } = await management.iam('CreateServiceSpecificCredential',
    { UserName: user.userName, ServiceName: BEDROCK, ...more });
  return { user, made, UserName: user.userName,
    ServiceSpecificCredentialId: made.ServiceSpecificCredentialId,
    caller: bearer(made.ServiceCredentialSecret) };
}

/** A caller who has nothing but the key. */
function bearer(key, region) {
  return new Caller(url, undefined, region, {
    token: { token: key }, authSchemePreference: ['httpBearerAuth'],
  });
}

test('a key calls models and Bedrock in the name of its user', async () => {
  const { caller, made, user } = await createKey();
  assert.match(made.ServiceCredentialSecret, /^ABSK/);
  assert.match(made.ServiceCredentialAlias, new RegExp(`^${user.userName}-at-\\d{12}$`));
  await converse(caller, NOVA);
  assert.ok((await caller.bedrock('ListFoundationModels')).modelSummaries.length > 0);
  const { Events } = await management.cloudTrail('LookupEvents', {
    LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: user.userName }],
  });
  assert.ok(Events.some((one) => one.AccessKeyId === made.ServiceSpecificCredentialId));
});

test('the environment variable is enough', async () => {
  const { made } = await createKey();
  process.env.AWS_BEARER_TOKEN_BEDROCK = made.ServiceCredentialSecret;
  try {
    const caller = new Caller(url, undefined, 'us-east-1');
    await converse(caller, NOVA);
    caller.close();
  } finally {
    delete process.env.AWS_BEARER_TOKEN_BEDROCK;
  }
});

test('the user must be allowed the action and CallWithBearerToken', async () => {
  const { caller, user } = await createKey([allow('bedrock:InvokeModel')]);
  await refused(converse(caller, NOVA), 'AccessDeniedException', {
    status: 403, message: /bedrock:CallWithBearerToken/,
  });
  await refused(caller.bedrock('ListFoundationModels'), 'AccessDeniedException');
  await givePolicies(management, user, allow('bedrock:CallWithBearerToken'));
  await refused(converse(caller, NOVA), 'AccessDeniedException', { message: /bedrock:InvokeModel/ });
  await givePolicies(management, user, USE, deny('bedrock:CallWithBearerToken', '*',
    { Condition: { StringEquals: { 'bedrock:bearerTokenType': 'LONG_TERM' } } }));
  await refused(converse(caller, NOVA), 'AccessDeniedException', { message: /explicit deny/ });
});

test('keys are switched off and on, replaced and deleted', async () => {
  const { caller, UserName, ServiceSpecificCredentialId } = await createKey();
  const key = { UserName, ServiceSpecificCredentialId };
  await management.iam('UpdateServiceSpecificCredential', { ...key, Status: 'Inactive' });
  await refused(converse(caller, NOVA), ...BAD_KEY);
  await management.iam('UpdateServiceSpecificCredential', { ...key, Status: 'Active' });
  await converse(caller, NOVA);
  const { ServiceSpecificCredential: reset } =
    await management.iam('ResetServiceSpecificCredential', key);
  await refused(converse(caller, NOVA), ...BAD_KEY);
  await converse(bearer(reset.ServiceCredentialSecret), NOVA);
  const { ServiceSpecificCredentials: all } =
    await management.iam('ListServiceSpecificCredentials', { UserName });
  assert.deepEqual(all.map((one) => one.Status), ['Active']);
  await management.iam('DeleteServiceSpecificCredential', key);
  await refused(converse(bearer(reset.ServiceCredentialSecret), NOVA), ...BAD_KEY);
  for (const operation of ['Reset', 'Delete']) {
    await refused(management.iam(`${operation}ServiceSpecificCredential`, key),
      'NoSuchEntityException', { status: 404 });
  }
  await refused(management.iam('UpdateServiceSpecificCredential', { ...key, Status: 'Active' }),
    'NoSuchEntityException', { status: 404 });
});

test('wrong keys are refused in the same words', async () => {
  const { made } = await createKey();
  const [alias, secret] = Buffer.from(made.ServiceCredentialSecret.slice(4), 'base64').toString()
    .split(':');
  const key = (text) => `ABSK${Buffer.from(text).toString('base64')}`;
  for (const bad of ['nonsense', 'ABSK', key(alias), key(`${alias}:`), key(`${alias}:${secret}x`),
    key(`nobody-at-111111111111:${secret}`), 'ABSK'.padEnd(5000, 'A')]) {
    await refused(converse(bearer(bad), NOVA), ...BAD_KEY);
  }
});

test('a key is good for Bedrock only', async () => {
  const { made } = await createKey([allow('*')]);
  const call = (headers, body) => exchange(url, bytesOf({ method: 'POST', path: '/', body,
    headers: [['host', 'localhost'], ['authorization', `Bearer ${made.ServiceCredentialSecret}`],
      ...headers] }));
  const form = ['content-type', 'application/x-www-form-urlencoded'];
  const user = await call([form], 'Action=GetUser&Version=2010-05-08');
  assert.equal(user.status, 400);
  assert.match(user.body, /IncompleteSignature/);
  const licenses = await call([['content-type', 'application/x-amz-json-1.1'],
    ['x-amz-target', 'AWSLicenseManager.ListReceivedLicenses']], '{}');
  assert.equal(licenses.status, 400);
  assert.match(licenses.body, /IncompleteSignatureException/);
});

test('a host name in the form of AWS says the region', async () => {
  const { made } = await createKey();
  const models = async (host) => {
    const answer = await exchange(url, bytesOf({ method: 'GET', path: '/foundation-models',
      headers: [['host', host], ['x-api-key', made.ServiceCredentialSecret]] }));
    return JSON.parse(answer.body).modelSummaries.map((one) => one.modelArn);
  };
  assert.ok((await models('bedrock.eu-west-1.example.com')).every((arn) => arn.includes(':eu-west-1:')));
  assert.ok((await models('licet.example.com')).every((arn) => arn.includes(':us-east-1:')));
});

test('CreateServiceSpecificCredential knows one service and two keys per user', async () => {
  const { UserName } = await createKey();
  const of = (ServiceName) => management.iam('CreateServiceSpecificCredential',
    { UserName, ServiceName });
  await refused(of('codecommit.amazonaws.com'), 'ServiceNotSupportedException', { status: 404 });
  await of(BEDROCK);
  await refused(of(BEDROCK), 'LimitExceededException', { status: 409 });
  await refused(management.iam('ListServiceSpecificCredentials', { UserName: 'nobody' }),
    'NoSuchEntityException', { status: 404 });
});

test('no key is in what the server keeps', async () => {
  const { caller, made } = await createKey();
  await converse(caller, NOVA);
  const [, secret] = Buffer.from(made.ServiceCredentialSecret.slice(4), 'base64').toString()
    .split(':');
  const files = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (
    entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]));
  for (const file of files(data)) {
    const bytes = readFileSync(file);
    for (const text of [secret, made.ServiceCredentialSecret]) {
      assert.equal(bytes.indexOf(text), -1, file);
    }
  }
});
