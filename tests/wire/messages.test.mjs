// SPDX-License-Identifier: Apache-2.0
//
// Well-signed requests with bad contents: unknown operations, members of the wrong type, broken
// JSON, broken forms. Each has its documented error, and changes nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { serve } from './harness.mjs';
import { bytesOf, exchange, sign } from './raw.mjs';
import { fresh, rootOf } from './world.mjs';

const { url, management } = await serve();
const { host } = new URL(url);
const root = await rootOf(management);
const TARGETS = {
  organizations: 'AWSOrganizationsV20161128', 'license-manager': 'AWSLicenseManager',
  cloudtrail: 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101',
};

async function send(service, { method = 'POST', path = '/', query, body = '', headers = [] }) {
  const request = { method, path, query, body, headers: [['host', host], ...headers] };
  const response = await exchange(url,
    bytesOf(sign(request, management.credentials, { service })));
  assert.match(response.headers['x-amzn-requestid'], /^[0-9a-f-]{36}$/);
  assert.match(response.headers['x-licet-revision'], /^\d+$/);
  return response;
}

const json = async (service, operation, body, target = `${TARGETS[service]}.${operation}`) => (
  send(service, { body, headers: [['x-amz-target', target],
    ['content-type', 'application/x-amz-json-1.1']] }));
const form = (service, body) => send(service, {
  body, headers: [['content-type', 'application/x-www-form-urlencoded']],
});
const createUnit = (body) => json('organizations', 'CreateOrganizationalUnit', body);

async function revision() {
  return Number((await json('organizations', 'ListRoots', '{}')).headers['x-licet-revision']);
}

/** Checks error name and status, and that the revision stays. */
async function checkRefused(call, name, status, message) {
  const before = await revision();
  const response = await call;
  const { headers, body } = response;
  const got = headers['x-amzn-errortype'] ?? body.match(/<Code>(.*?)<\/Code>/)?.[1];
  assert.deepEqual([got, response.status], [name, status], body);
  if (headers['content-type'].includes('x-amz-json')) {
    const { __type, Message } = JSON.parse(body);
    assert.equal(__type, name);
    assert.ok(Message.length > 10, body);
  }
  if (message) assert.match(body, message);
  assert.equal(await revision(), before);
}

test('unknown operations and services', async () => {
  const unknown = 'UnknownOperationException';
  for (const service of Object.keys(TARGETS)) {
    await checkRefused(json(service, 'Nothing', '{}'), unknown, 400, /Nothing/);
    await checkRefused(json(service, '', '{}'), unknown, 400);
  }
  for (const target of ['Nothing.Nothing', 'Nothing', '', '.', '.ListRoots', 'AWSLicenseManagerListGrants']) {
    await checkRefused(json('license-manager', '', '{}', target), unknown, 400);
  }
  for (const [method, path] of [['GET', '/'], ['GET', '/nothing'], ['DELETE', '/foundation-models'],
    ['GET', '/foundation-models/'], ['GET', '/Foundation-Models'], ['PATCH', '/use-case-for-model-access']]) {
    await checkRefused(send('bedrock', { method, path }), unknown, 404);
  }
  await checkRefused(form('iam', 'Action=Nothing&Version=2010-05-08'), 'InvalidAction', 400, /Nothing/);
  await checkRefused(form('iam', 'Version=2010-05-08'), 'MissingAction', 400);
  await checkRefused(form('iam', ''), 'MissingAction', 400);
  await checkRefused(form('iam', 'Action=ListUsers&Version=2000-01-01'), 'NoSuchVersion', 400);
});

test('JSON that is none', async () => {
  for (const body of ['{', '[]', '1', '"a"', 'null', '{} {}', '{"Name": }', "{'Name': 'a'}", '{"Name": "a",}',
    '{"Name": "\n"}', '{"Name": "\\x"}', '{"Name": "\\ud800"}', '\ufeff{}', '{"Name": 01}', '{"Name": NaN}',
    Buffer.from('7b224e616d65223a22ff227d', 'hex'), Buffer.from('{"Name": "\0"}')]) {
    await checkRefused(createUnit(body), 'SerializationException', 400);
  }
  await checkRefused(send('bedrock', { path: '/use-case-for-model-access', body: '{"formData":' }),
    'SerializationException', 400);
});

test('members of the wrong type, each named', async () => {
  const name = fresh('unit');
  for (const [body, path] of [[{ Name: 5 }, 'Name'], [{ Name: ['a'] }, 'Name'],
    [{ Name: { a: 'b' } }, 'Name'], [{ Name: true }, 'Name'], [{ Tags: {} }, 'Tags'], [{ Tags: 'a' }, 'Tags'],
    [{ Tags: [1] }, 'Tags\\[0\\]'], [{ Tags: [{ Key: 1, Value: 'a' }] }, 'Key']]) {
    const input = { ParentId: root.Id, Name: name, ...body };
    await checkRefused(createUnit(JSON.stringify(input)), 'SerializationException', 400,
      new RegExp(`"\\$.*${path}: `));
  }
  const grants = (body) => json('license-manager', 'ListDistributedGrants', JSON.stringify(body));
  for (const MaxResults of ['1', 1.5, 1e300, true]) {
    await checkRefused(grants({ MaxResults }), 'SerializationException', 400, /MaxResults/);
  }
  for (const MaxResults of [0, 101, -1]) {
    await checkRefused(grants({ MaxResults }), 'ValidationException', 400, /MaxResults/);
  }
});

test('members that are missing or out of bounds', async () => {
  await checkRefused(createUnit('{}'), 'InvalidInputException', 400, /is required/);
  await checkRefused(createUnit(''), 'InvalidInputException', 400, /is required/);
  await checkRefused(createUnit(JSON.stringify({ ParentId: root.Id, Name: null })),
    'InvalidInputException', 400, /is required/);
  for (const Name of ['', 'a'.repeat(129)]) {
    await checkRefused(createUnit(JSON.stringify({ ParentId: root.Id, Name })),
      'InvalidInputException', 400);
  }
  await checkRefused(json('license-manager', 'GetGrant', '{}'), 'ValidationException', 400, /GrantArn/);
  await checkRefused(form('iam', 'Action=CreateUser&Version=2010-05-08'), 'ValidationError', 400, /UserName/);
  await checkRefused(send('bedrock', { path: '/use-case-for-model-access', body: '{}' }),
    'ValidationException', 400, /formData/);
});

test('members that no shape has are ignored', async () => {
  const Name = fresh('unit');
  const response = await createUnit(JSON.stringify({ ParentId: root.Id, Name, Colour: { a: [1, 'b'] } }));
  assert.equal(JSON.parse(response.body).OrganizationalUnit.Name, Name);
  const listed = await form('iam', 'Action=ListUsers&Version=2010-05-08&Colour=red&Colour.member.1=b');
  assert.equal(listed.status, 200, listed.body);
});

test('a member given twice is refused', async () => {
  const name = fresh('unit');
  await checkRefused(createUnit(`{"ParentId": "${root.Id}", "Name": "${name}", "Name": "${name}-2"}`),
    'SerializationException', 400);
});

test('depth without end', async () => {
  const deep = (open, close, depth) => open.repeat(depth) + close.repeat(depth);
  for (const depth of [200, 100_000]) {
    for (const nested of [deep('[', ']', depth), `${deep('{"a":', '', depth)}1${'}'.repeat(depth)}`]) {
      for (const body of [nested, `{"Tags": ${nested}}`, `{"Colour": ${nested}}`]) {
        await checkRefused(createUnit(body), 'SerializationException', 400);
      }
    }
  }
  const key = `UserName${'.member.1'.repeat(1000)}`;
  await checkRefused(form('iam', `Action=CreateUser&Version=2010-05-08&${key}=a`), 'ValidationError', 400);
});

test('text beyond ASCII comes back as it went', async () => {
  for (const Name of ['Größe', '部門', '🦊', 'a"b\\c', '<a&b>']) {
    const response = await createUnit(JSON.stringify({ ParentId: root.Id, Name }));
    assert.equal(JSON.parse(response.body).OrganizationalUnit?.Name, Name, response.body);
  }
  const odd = encodeURIComponent('<a&"b\'>');
  const refusal = await form('iam', `Action=GetUser&Version=2010-05-08&UserName=${odd}`);
  assert.ok(!refusal.body.includes('<a&'), refusal.body);
  const unknown = await form('iam', `Action=${odd}&Version=2010-05-08`);
  assert.match(unknown.body, /&lt;a&amp;/);
});

test('broken forms', async () => {
  const create = 'Action=CreateUser&Version=2010-05-08';
  for (const [more, name, status] of [
    ['&UserName=%', 'MalformedQueryString', 404], ['&UserName=%zz', 'MalformedQueryString', 404],
    ['&UserName=a&UserName=b', 'ValidationError', 400], ['&UserName=%ff', 'MalformedQueryString', 404],
    ['&UserName=%00', 'ValidationError', 400],
    ['&UserName=a&Tags.member.99999999999999999999.Key=a', 'ValidationError', 400],
    ['&UserName=a&Tags.member.0.Key=a', 'ValidationError', 400],
    ['&UserName=a&Tags.member.x.Key=a', 'ValidationError', 400]]) {
    await checkRefused(form('iam', `${create}${more}`), name, status);
  }
});
