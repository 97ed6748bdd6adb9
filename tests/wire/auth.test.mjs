// SPDX-License-Identifier: Apache-2.0
//
// Signature Version 4, in headers and presigned, in each family of protocols. Every refusal has its
// documented name and status, and nothing of it was carried out.
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';

import { SignatureV4 } from '@smithy/signature-v4';

import { refused, serve } from './harness.mjs';
import { bytesOf, exchange, sign, timestamp } from './raw.mjs';
import { fresh, rootOf } from './world.mjs';

const { url, management } = await serve();
const { host } = new URL(url);
const administrator = management.credentials;
const root = await rootOf(management);

// One changing call per family: how it is sent, and where an error's name stands.
const FAMILIES = {
  query: {
    service: 'iam',
    request: () => ({
      method: 'POST', path: '/', body: `Action=CreateUser&Version=2010-05-08&UserName=${fresh('user')}`,
      headers: [['host', host], ['content-type', 'application/x-www-form-urlencoded']],
    }),
    nameOf: ({ body }) => body.match(/<Code>(.*?)<\/Code>/)?.[1],
  },
  json: {
    service: 'organizations',
    request: () => ({
      method: 'POST', path: '/', body: JSON.stringify({ ParentId: root.Id, Name: fresh('unit') }),
      headers: [['host', host], ['content-type', 'application/x-amz-json-1.1'],
        ['x-amz-target', 'AWSOrganizationsV20161128.CreateOrganizationalUnit']],
    }),
    nameOf: ({ body }) => JSON.parse(body).__type,
  },
  rest: {
    service: 'bedrock',
    request: () => ({
      method: 'POST', path: '/use-case-for-model-access',
      body: JSON.stringify({ formData: Buffer.from(JSON.stringify({
        companyName: fresh('company'), companyWebsite: 'https://example.com', intendedUsers: '0',
        industryOption: 'Software', useCases: 'tools',
      })).toString('base64') }),
      headers: [['host', host], ['content-type', 'application/json']],
    }),
    nameOf: ({ headers }) => headers['x-amzn-errortype'],
  },
};

// Source: the pages "Common Errors" of the API references of STS, Organizations and Lambda.
const named = (query, json, queryStatus = 403) => (
  { query: [query, queryStatus], json: [json, 400], rest: [json, 403] });
const MISSING = named('MissingAuthenticationToken', 'MissingAuthenticationTokenException');
const INCOMPLETE = named('IncompleteSignature', 'IncompleteSignatureException', 400);
const UNKNOWN = named('InvalidClientTokenId', 'UnrecognizedClientException');
const WRONG = named('SignatureDoesNotMatch', 'InvalidSignatureException');
const EXPIRED = WRONG;

const send = (request) => exchange(url, bytesOf(request));
const revisionOf = (response) => Number(response.headers['x-licet-revision']);
const minutesFromNow = (minutes) => new Date(Date.now() + minutes * 60_000);
const without = (headers, name) => headers.filter(([one]) => one !== name);
const withHeader = (request, name, value) => (
  { ...request, headers: [...without(request.headers, name), [name, value]] });
const editAuthorization = (request, from, to) => {
  const [, value] = request.headers.find(([name]) => name === 'authorization');
  assert.notEqual(value.replace(from, to), value);
  return withHeader(request, 'authorization', value.replace(from, to));
};

async function revision() {
  const request = { method: 'GET', path: '/foundation-models', headers: [['host', host]] };
  const response = await send(sign(request, administrator, { service: 'bedrock' }));
  assert.equal(response.status, 200, response.body);
  return revisionOf(response);
}

/** Signs the family's call, `alter`s it, and checks the refusal and that nothing happened. */
async function checkRefused(family, expected, { credentials = administrator, how = {}, alter } = {}) {
  const { service, request, nameOf } = FAMILIES[family];
  const before = await revision();
  const signed = sign(request(), credentials, { service, ...how });
  const response = await send(alter ? alter(signed) : signed);
  assert.deepEqual([nameOf(response), response.status], expected[family], `${family}: ${response.body}`);
  assert.match(response.headers['x-amzn-requestid'], /^[0-9a-f-]{36}$/);
  assert.ok(!response.body.includes(administrator.secretAccessKey));
  assert.equal(revisionOf(response), before);
  assert.equal(await revision(), before);
}

async function checkAccepted(family, { credentials = administrator, how = {}, alter } = {}) {
  const { service, request } = FAMILIES[family];
  const before = await revision();
  const signed = sign(request(), credentials, { service, ...how });
  const response = await send(alter ? alter(signed) : signed);
  assert.ok(response.status < 300, `${family}: ${response.body}`);
  assert.equal(revisionOf(response), before + 1);
}

/** One test that makes the same check in every family. */
function inEachFamily(name, check) {
  test(name, async () => {
    for (const family of Object.keys(FAMILIES)) await check(family);
  });
}
const refusesEach = (name, expected, options) => inEachFamily(name,
  async (family) => checkRefused(family, expected, await (options?.call ? options() : options)));
const acceptsEach = (name, options) => inEachFamily(name,
  (family) => checkAccepted(family, options));

acceptsEach('a request signed in its header', {});
acceptsEach('a presigned request', { how: { expires: 60 } });
acceptsEach('the longest presigned time', { how: { expires: 604_800 } });
acceptsEach('a presigned request at the end of its time', {
  how: { expires: 3600, date: minutesFromNow(-59) },
});
acceptsEach('an unsigned payload', { how: { payload: 'UNSIGNED-PAYLOAD' } });
acceptsEach('a clock four minutes off', { how: { date: minutesFromNow(-4) } });
acceptsEach('a clock four minutes ahead', { how: { date: minutesFromNow(4) } });
acceptsEach('any region in the scope', { how: { region: 'eu-west-1' } });

refusesEach('no signature', MISSING, {
  alter: (request) => ({ ...request, headers: without(request.headers, 'authorization') }),
});
refusesEach('a wrong secret', WRONG, {
  credentials: { ...administrator, secretAccessKey: 'x'.repeat(40) },
});
refusesEach('a presigned request with a wrong secret', WRONG, {
  credentials: { ...administrator, secretAccessKey: 'x'.repeat(40) }, how: { expires: 60 },
});
refusesEach('an unknown key', UNKNOWN, {
  credentials: { ...administrator, accessKeyId: 'AKIA0000000000000000' },
});
refusesEach('an inactive key', UNKNOWN, async () => {
  const UserName = fresh('user');
  await management.iam('CreateUser', { UserName });
  const { AccessKey: key } = await management.iam('CreateAccessKey', { UserName });
  await management.iam('UpdateAccessKey',
    { UserName, AccessKeyId: key.AccessKeyId, Status: 'Inactive' });
  return { credentials: { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey } };
});
refusesEach('an altered session token', UNKNOWN, async () => {
  const session = await sessionCredentials();
  const middle = session.sessionToken.length >> 1;
  const other = session.sessionToken[middle] === 'A' ? 'B' : 'A';
  const sessionToken = session.sessionToken.slice(0, middle) + other
    + session.sessionToken.slice(middle + 1);
  return { credentials: { ...session, sessionToken } };
});
refusesEach('a session’s key without its token', UNKNOWN, async () => ({
  credentials: { ...await sessionCredentials(), sessionToken: undefined },
}));
refusesEach('another session’s token', UNKNOWN, async () => ({
  credentials: {
    ...await sessionCredentials(), sessionToken: (await sessionCredentials()).sessionToken,
  },
}));
refusesEach('an altered body', WRONG, {
  alter: (request) => ({ ...request, body: `${request.body} ` }),
});
refusesEach('an altered body whose signed hash is in a header', WRONG, {
  how: { payload: createHash('sha256').update('another body').digest('hex') },
});
refusesEach('an altered header', WRONG, {
  alter: (request) => withHeader(request, 'content-type', `${contentType(request)}; charset=x`),
});
refusesEach('a header more than was signed', WRONG, {
  alter: (request) => withHeader(request, 'x-amz-meta', 'more'),
});
refusesEach('a signed header that did not come', WRONG, {
  alter: (request) => ({ ...request, headers: without(request.headers, 'content-type') }),
});
refusesEach('a host that is not signed', WRONG, { how: { signed: ['x-amz-date'] } });
refusesEach('an altered path', WRONG, { alter: (request) => ({ ...request, path: `${request.path}x` }) });
refusesEach('a query that was not signed', WRONG, { alter: (request) => ({ ...request, query: 'a=b' }) });
refusesEach('a stale date', EXPIRED, { how: { date: minutesFromNow(-6) } });
refusesEach('a date in the future', EXPIRED, { how: { date: minutesFromNow(6) } });
refusesEach('a date after what was signed', WRONG, {
  alter: (request) => withHeader(request, 'x-amz-date', timestamp(minutesFromNow(1))),
});
refusesEach('a presigned time that is over', EXPIRED, {
  how: { expires: 60, date: minutesFromNow(-2) },
});
refusesEach('no presigned time at all', INCOMPLETE, { how: { expires: 0 } });
refusesEach('a presigned time over a week', INCOMPLETE, { how: { expires: 604_801 } });
refusesEach('a scope of another day', WRONG, {
  alter: (request) => editAuthorization(request, /\/\d{8}\//, '/20200101/'),
});
refusesEach('a scope of another region', WRONG, {
  alter: (request) => editAuthorization(request, '/us-east-1/', '/eu-west-1/'),
});
refusesEach('a scope without its end', INCOMPLETE, {
  alter: (request) => editAuthorization(request, '/aws4_request', '/aws5_request'),
});
refusesEach('a scope of three parts', INCOMPLETE, {
  alter: (request) => editAuthorization(request, '/us-east-1/', '/'),
});
refusesEach('another way of signing', INCOMPLETE, {
  alter: (request) => editAuthorization(request, 'AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256'),
});
refusesEach('an Authorization header without signature', INCOMPLETE, {
  alter: (request) => editAuthorization(request, /, Signature=.*/, ''),
});
refusesEach('two Authorization headers', INCOMPLETE, {
  alter: (request) => ({ ...request, headers: [...request.headers, request.headers.at(-1)] }),
});
refusesEach('a presigned request with an Authorization header', INCOMPLETE, {
  how: { expires: 60 },
  alter: (request) => withHeader(request, 'authorization', 'AWS4-HMAC-SHA256 Credential=a'),
});
refusesEach('a doubled parameter of a presigned request', INCOMPLETE, {
  how: { expires: 60 },
  alter: (request) => ({ ...request, query: `${request.query}&X-Amz-Expires=61` }),
});

test('a scope of another service', async () => {
  for (const [family, service] of [['query', 'sts'], ['json', 'iam'], ['rest', 'sts']]) {
    await checkRefused(family, WRONG, { how: { service } });
  }
});

function contentType(request) {
  return request.headers.find(([name]) => name === 'content-type')[1];
}

async function sessionCredentials() {
  const { Credentials: issued } = await management.sts('GetSessionToken');
  return {
    accessKeyId: issued.AccessKeyId, secretAccessKey: issued.SecretAccessKey,
    sessionToken: issued.SessionToken,
  };
}

test('a session signs in headers and presigned', async () => {
  const credentials = await sessionCredentials();
  for (const how of [{}, { expires: 60 }]) await checkAccepted('json', { credentials, how });
});

async function get(path, query = '', headers = []) {
  const request = { method: 'GET', path, query, headers: [['host', host], ...headers] };
  return send(sign(request, administrator, { service: 'bedrock' }));
}

test('header values are signed without their spare blanks, repeated headers in their order', async () => {
  const odd = [['x-amz-meta', '  two   words '], ['X-Amz-Meta', 'one'], ['x-empty', '']];
  const response = await get('/foundation-models', '', odd);
  assert.equal(response.status, 200, response.body);
});

test('query parameters are signed in order of name and value', async () => {
  const query = 'byProvider=Amazon&byOutputModality=TEXT&b=%2f~&a&B=%7E&b=1';
  const response = await get('/foundation-models', query);
  assert.equal(response.status, 200, response.body);
  const doubled = await get('/foundation-models', 'byProvider=b&byProvider=a');
  assert.deepEqual([FAMILIES.rest.nameOf(doubled), doubled.status], ['ValidationException', 400]);
});

test('paths are signed as they are normalized, and served only as they stand', async () => {
  const arn = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0';
  for (const path of [`/foundation-models/${encodeURIComponent(arn)}`,
    '/foundation-models/amazon.nova-micro-v1%3A0', '/foundation-models/amazon.nova-micro-v1:0']) {
    const response = await get(path);
    assert.equal(response.status, 200, `${path}: ${response.body}`);
  }
  for (const path of ['/foundation-models/../foundation-models', '/./foundation-models',
    '//foundation-models', '/foundation-models/a/../..', '/..', '/%2e%2e/foundation-models',
    '/foundation-models/%', '/foundation-models/%zz', '/foundation-models/%ff']) {
    const response = await get(path);
    assert.deepEqual([FAMILIES.rest.nameOf(response), response.status],
      ['UnknownOperationException', 404], path);
  }
  for (const path of ['/foundation-models/%00', '/foundation-models/a%00b']) {
    const response = await get(path);
    assert.deepEqual([FAMILIES.rest.nameOf(response), response.status], ['ValidationException', 400],
      `${path}: ${response.body}`);
  }
});

test('what the SDK presigns is accepted for its time', async () => {
  class Sha256 {
    constructor(secret) {
      this.hash = secret ? createHmac('sha256', secret) : createHash('sha256');
    }
    update(data) { this.hash.update(data); }
    async digest() { return new Uint8Array(this.hash.digest()); }
  }
  const signer = new SignatureV4({
    service: 'sts', region: 'us-east-1', credentials: await sessionCredentials(), sha256: Sha256,
  });
  const query = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
  const get = async (options) => {
    const presigned = await signer.presign({
      method: 'GET', protocol: 'http:', hostname: host, path: '/', query, headers: { host },
    }, options);
    const text = Object.entries(presigned.query)
      .map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
    return send({ method: 'GET', path: '/', query: text, headers: [['host', host]] });
  };
  const good = await get({ expiresIn: 60 });
  assert.equal(good.status, 200, good.body);
  assert.match(good.body, /<Arn>arn:aws:iam::\d+:user\//);
  const late = await get({ expiresIn: 60, signingDate: minutesFromNow(-2) });
  assert.deepEqual([FAMILIES.query.nameOf(late), late.status], EXPIRED.query);
});

test('the SDK shows the documented names', async () => {
  const stranger = management.withCredentials({ ...administrator, secretAccessKey: 'x'.repeat(40) });
  await refused(stranger.sts('GetCallerIdentity'), 'SignatureDoesNotMatch', { status: 403 });
  await refused(stranger.organizations('ListRoots'), 'InvalidSignatureException', { status: 400 });
  await refused(stranger.bedrock('ListFoundationModels'), 'InvalidSignatureException', { status: 403 });
  await refused(stranger.runtime('Converse', { modelId: 'x', messages: [] }),
    'InvalidSignatureException', { status: 403 });
});
