// SPDX-License-Identifier: Apache-2.0
//
// License tokens (CO-10), by the AWS SDK and by a verifier of its own: node's crypto, with the keys
// that GetSigningKeys shows.
import assert from 'node:assert/strict';
import { constants, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { test } from 'node:test';

import { Caller, launch, refused, serve } from './harness.mjs';
import { bytesOf, exchange, sign as signRequest } from './raw.mjs';
import { ADMINISTRATOR } from './users.mjs';
import {
  CLAUDE, COHERE, accountPrincipal, createGrant, createMember, fresh, prepare, setStatus, subscribe,
} from './world.mjs';

const PROVIDER = 'openid-license-manager.amazonaws.com';
const ACCOUNT = '111122223333';
const PS384 = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };

const { management, url, data, stop } = await serve('--management-account', ACCOUNT);
await prepare(management);
const license = await subscribe(management, CLAUDE);
// A customer without an AWS account: signs nothing.
const nobody = management.in('us-east-1', { signer: { sign: async (request) => request } });

const decode = (part) => JSON.parse(Buffer.from(part, 'base64url').toString());
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function keysOf(account) {
  const response = await fetch(`${url}/licet/v1/signing-keys?account=${account}`);
  assert.equal(response.status, 200);
  return (await response.json()).keys;
}

/** The token's claims, once its signature is found to be right. */
async function verified(token, account = ACCOUNT) {
  const [header, payload, signature] = token.split('.');
  const { alg, typ, kid } = decode(header);
  assert.deepEqual([alg, typ], ['PS384', 'JWT']);
  const jwk = (await keysOf(account)).find((key) => key.kid === kid);
  const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), ...PS384 };
  assert.ok(verify('sha384', Buffer.from(`${header}.${payload}`), key,
    Buffer.from(signature, 'base64url')));
  return decode(payload);
}

/** A token that another key signed in this one's name. */
function forged(token, changes = {}) {
  const [header, payload] = token.split('.');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const input = `${header}.${encode({ ...decode(payload), ...changes })}`;
  const signature = sign('sha384', Buffer.from(input), { key: privateKey, ...PS384 });
  return `${input}.${signature.toString('base64url')}`;
}

function tampered(token, changes) {
  const [header, payload, signature] = token.split('.');
  return `${header}.${encode({ ...decode(payload), ...changes })}.${signature}`;
}

function unsigned(token) {
  const [header, payload] = token.split('.');
  return `${encode({ ...decode(header), alg: 'none' })}.${payload}.`;
}

async function createToken(more = {}, caller = management) {
  return caller.licenseManager('CreateToken', { ClientToken: fresh('token'), LicenseArn: license, ...more });
}

/** A license of the seller's own, with one seat. @return its ARN */
async function createLicense(seller, sku) {
  const { LicenseArn } = await seller.licenseManager('CreateLicense', {
    LicenseName: 'license', ProductName: 'tool', ProductSKU: sku, Issuer: { Name: 'Tools' },
    HomeRegion: 'us-east-1', Validity: { Begin: '2026-01-01T00:00:00Z' }, Beneficiary: 'customer',
    Entitlements: [{ Name: 'seats', Unit: 'Count', MaxCount: 1, AllowCheckIn: true }],
    ConsumptionConfiguration: {
      RenewType: 'None', ProvisionalConfiguration: { MaxTimeToLiveInMinutes: 60 },
    },
    ClientToken: fresh('license'),
  });
  return LicenseArn;
}

async function accessToken(refresh) {
  return (await nobody.licenseManager('GetAccessToken', { Token: refresh })).AccessToken;
}

const CONSUMPTION = 'arn:aws:iam::aws:policy/service-role/AWSLicenseManagerConsumptionPolicy';
const OF_ISSUER = {
  'ForAnyValue:StringLike': { [`${PROVIDER}:amr`]: `aws:license-manager:token-issuer-account-id:${ACCOUNT}` },
};

/** A role that trusts bearers of the account's tokens, as the seller guide has it. */
async function createRole(condition = OF_ISSUER, owner = management, policy = CONSUMPTION) {
  const { Role } = await owner.iam('CreateRole', {
    RoleName: fresh('Consumer'),
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{
        Effect: 'Allow', Principal: { Federated: PROVIDER },
        Action: 'sts:AssumeRoleWithWebIdentity', Condition: condition,
      }],
    }),
  });
  if (policy) await owner.iam('AttachRolePolicy', { RoleName: Role.RoleName, PolicyArn: policy });
  return Role.Arn;
}

/** A caller with the credentials of an assumed role. */
function sessionOf({ Credentials: issued }) {
  return management.withCredentials({
    accessKeyId: issued.AccessKeyId,
    secretAccessKey: issued.SecretAccessKey,
    sessionToken: issued.SessionToken,
  });
}

const assume = (RoleArn, WebIdentityToken) => nobody.sts('AssumeRoleWithWebIdentity', {
  RoleArn, WebIdentityToken, RoleSessionName: 'customer',
});

/** Signs AssumeRoleWithWebIdentity, which the SDK never does. @return the response */
async function assumeSigned({ credentials }, RoleArn, WebIdentityToken) {
  const body = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity', Version: '2011-06-15', RoleSessionName: 'signed',
    RoleArn, WebIdentityToken,
  });
  const headers = [['host', new URL(url).host], ['content-type', 'application/x-www-form-urlencoded']];
  const request = { method: 'POST', path: '/', headers, body: String(body) };
  return exchange(url, bytesOf(signRequest(request, credentials, { service: 'sts' })));
}

test('a customer without an AWS account comes from a token to credentials', async () => {
  const role = await createRole();
  const { TokenId, TokenType, Token } = await createToken({ TokenProperties: ['gold'] });
  assert.equal(TokenType, 'REFRESH_TOKEN');
  const refresh = await verified(Token);
  assert.equal(refresh.aud, license);
  assert.equal(refresh.exp - refresh.iat, 365 * 86_400);
  assert.deepEqual(refresh.amr, ['gold', `aws:license-manager:token-issuer-account-id:${ACCOUNT}`]);

  const { AccessToken } = await nobody.licenseManager('GetAccessToken', { Token, TokenProperties: ['gold'] });
  const access = await verified(AccessToken);
  assert.equal(access.exp - access.iat, 3600);
  assert.equal(access.sub, TokenId);

  const assumed = await assume(role, AccessToken);
  assert.equal(assumed.Provider, PROVIDER);
  assert.equal(assumed.Audience, license);
  assert.equal(assumed.SubjectFromWebIdentityToken, TokenId);
  const customer = sessionOf(assumed);
  const { Arn } = await customer.sts('GetCallerIdentity');
  assert.equal(Arn, assumed.AssumedRoleUser.Arn);
  const { License } = await customer.licenseManager('GetLicense', { LicenseArn: license });
  assert.equal(License.Status, 'AVAILABLE');
});

test('a customer may do what the role’s policies allow', async () => {
  const role = await createRole(OF_ISSUER, management, null);
  const customer = sessionOf(await assume(role, await accessToken((await createToken()).Token)));
  await customer.sts('GetCallerIdentity');
  await refused(customer.licenseManager('GetLicense', { LicenseArn: license }), 'AuthorizationException',
    { message: /license-manager:GetLicense/ });
  await management.iam('AttachRolePolicy', { RoleName: role.split('/').at(-1), PolicyArn: CONSUMPTION });
  await customer.licenseManager('GetLicense', { LicenseArn: license });
});

test('a customer’s credentials are good for the use of licenses only, whatever the role may', async () => {
  const role = await createRole(OF_ISSUER, management, ADMINISTRATOR);
  const access = await accessToken((await createToken()).Token);
  const customer = sessionOf(await assume(role, access));
  const message = /for the use of licenses only/;
  for (const [service, operation, input] of [
    ['iam', 'CreateUser', { UserName: 'backup' }],
    ['iam', 'CreateAccessKey', { UserName: 'backup' }],
    ['iam', 'UpdateAssumeRolePolicy', { RoleName: 'Consumer', PolicyDocument: '{}' }],
    ['sts', 'AssumeRole', { RoleArn: role, RoleSessionName: 'again' }],
    ['sts', 'GetSessionToken', {}],
  ]) {
    await refused(customer[service](operation, input), 'AccessDenied', { status: 403, message });
  }
  for (const [service, operation, input] of [
    ['licenseManager', 'CreateToken', { ClientToken: fresh('token'), LicenseArn: license }],
    ['licenseManager', 'GetAccessToken', { Token: access }],
    ['licenseManager', 'ListReceivedLicenses', {}],
    ['organizations', 'DescribeOrganization', {}],
    ['cloudTrail', 'LookupEvents', {}],
    ['bedrock', 'ListFoundationModels', {}],
    ['runtime', 'Converse', { modelId: CLAUDE, messages: [{ role: 'user', content: [{ text: 'hi' }] }] }],
  ]) {
    await refused(customer[service](operation, input), 'AccessDeniedException', { message });
  }
  assert.equal((await assumeSigned(customer, role, access)).status, 403);
  await customer.licenseManager('GetLicense', { LicenseArn: license });
});

test('a signature besides hides the use of a token from nobody whom it concerns', async () => {
  const [owner, stranger] = [await createMember(management), await createMember(management)];
  const role = await createRole({
    'ForAnyValue:StringLike': {
      [`${PROVIDER}:amr`]: `aws:license-manager:token-issuer-account-id:${ACCOUNT}`,
    },
  }, owner);
  const { TokenId, Token } = await createToken();
  const WebIdentityToken = (await stranger.licenseManager('GetAccessToken', { Token })).AccessToken;
  assert.equal((await assumeSigned(stranger, role, WebIdentityToken)).status, 200);
  const seen = async (caller) => {
    const { Events } = await caller.cloudTrail('LookupEvents', {
      LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: TokenId }],
    });
    return Events.map((event) => [event.EventName, JSON.parse(event.CloudTrailEvent).userIdentity.type]);
  };
  const bearer = 'WebIdentityUser';
  assert.deepEqual(await seen(owner), [['AssumeRoleWithWebIdentity', bearer]]);
  assert.deepEqual(await seen(management),
    [['AssumeRoleWithWebIdentity', bearer], ['GetAccessToken', bearer]]);
  assert.deepEqual(await seen(stranger),
    [['AssumeRoleWithWebIdentity', 'AssumedRole'], ['GetAccessToken', 'AssumedRole']]);
});

test('accounts that sign for the first time at the same time wait for their keys', async () => {
  const sellers = [];
  for (let i = 0; i < 4; i++) {
    const seller = await createMember(management);
    sellers.push([seller, await createLicense(seller, fresh('sku'))]);
  }
  const tokens = await Promise.all(
    sellers.map(([seller, LicenseArn]) => createToken({ LicenseArn }, seller)));
  const keys = new Set(tokens.map(({ Token }) => decode(Token.split('.')[0]).kid));
  assert.equal(keys.size, sellers.length);
  for (const [i, [seller]] of sellers.entries()) await verified(tokens[i].Token, seller.account);
});

test('a ClientToken does not bring back a token that was deleted', async () => {
  const again = { ClientToken: fresh('token') };
  const { TokenId } = await createToken(again);
  assert.equal((await createToken(again)).TokenId, TokenId);
  await management.licenseManager('DeleteToken', { TokenId });
  await refused(createToken(again), 'ValidationException', { message: /was deleted/ });
});

test('tokens that License Manager did not give out are refused', async () => {
  const role = await createRole();
  const { Token } = await createToken();
  const access = await accessToken(Token);
  const later = { exp: decode(access.split('.')[1]).exp + 1 };
  for (const bad of [forged(access), forged(access, later), tampered(access, later),
    unsigned(access), Token]) {
    await refused(assume(role, bad), 'InvalidIdentityTokenException', { status: 400 });
  }
  for (const bad of [forged(Token), tampered(Token, later), unsigned(Token), access]) {
    await refused(nobody.licenseManager('GetAccessToken', { Token: bad }), 'ValidationException',
      { status: 400, message: /^Invalid token/ });
  }
});

test('the role decides which tokens it trusts, and the token which roles it is for', async () => {
  const trusting = await createRole();
  const other = await createRole({ StringEquals: { [`${PROVIDER}:aud`]: 'arn:aws:other' } });
  const access = await accessToken((await createToken({ RoleArns: [trusting, other] })).Token);
  await assume(trusting, access);
  await refused(assume(other, access), 'AccessDenied',
    { status: 403, message: /^Not authorized to perform sts:AssumeRoleWithWebIdentity/ });
  await refused(assume(await createRole(), access), 'AccessDenied');
  await refused(management.iam('CreateRole', {
    RoleName: fresh('Odd'),
    AssumeRolePolicyDocument: JSON.stringify({
      Statement: {
        Effect: 'Allow', Principal: { Federated: PROVIDER }, Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringLike: { [`${PROVIDER}:amr`]: '*' } },
      },
    }),
  }), 'MalformedPolicyDocumentException');
});

test('a deleted token gives nothing from then on', async () => {
  const role = await createRole();
  const { TokenId, Token } = await createToken();
  const access = await accessToken(Token);
  await management.licenseManager('DeleteToken', { TokenId });
  await refused(nobody.licenseManager('GetAccessToken', { Token }), 'AccessDeniedException');
  await refused(assume(role, access), 'IDPRejectedClaimException', { status: 403 });
  const { Tokens } = await management.licenseManager('ListTokens', { TokenIds: [TokenId] });
  assert.deepEqual(Tokens.map(({ Status }) => Status), ['DELETED']);
  await refused(management.licenseManager('DeleteToken', { TokenId: 't-none' }), 'ResourceNotFoundException');
});

test('a token is worth what the grant behind it is worth', async () => {
  const member = await createMember(management);
  await refused(createToken({}, member), 'ResourceNotFoundException');
  const grant = await createGrant(management, license, accountPrincipal(member.account));
  await refused(createToken({}, member), 'AccessDeniedException');
  await setStatus(management, grant, 'ACTIVE');
  const { Token } = await createToken({}, member);
  assert.deepEqual((await verified(Token, member.account)).amr,
    [`aws:license-manager:token-issuer-account-id:${member.account}`]);
  await accessToken(Token);
  await setStatus(management, grant, 'DISABLED');
  await refused(accessToken(Token), 'AccessDeniedException');
});

test('a seller’s customer without an AWS account checks out by a token of the buyer’s', async () => {
  const [seller, buyer] = [await createMember(management), await createMember(management)];
  const sku = fresh('sku');
  const LicenseArn = await createLicense(seller, sku);
  await verified((await createToken({ LicenseArn }, seller)).Token, seller.account);  // the issuer may
  const grant = await createGrant(seller, LicenseArn, accountPrincipal(buyer.account));
  await setStatus(buyer, grant, 'ACTIVE');

  const role = await createRole({
    'ForAnyValue:StringLike': {
      [`${PROVIDER}:amr`]: `aws:license-manager:token-issuer-account-id:${buyer.account}`,
    },
  }, buyer);
  const { Token } = await createToken({ LicenseArn, RoleArns: [role] }, buyer);
  const customer = sessionOf(await assume(role, await accessToken(Token)));
  const { LicenseConsumptionToken } = await customer.licenseManager('CheckoutLicense', {
    ProductSKU: sku, CheckoutType: 'PROVISIONAL', ClientToken: fresh('checkout'),
    Entitlements: [{ Name: 'seats', Unit: 'Count', Value: '1' }],
    KeyFingerprint: `aws:${seller.account}:Tools:issuer-fingerprint`,
  });
  await customer.licenseManager('ExtendLicenseConsumption', { LicenseConsumptionToken });
  await customer.licenseManager('CheckInLicense', { LicenseConsumptionToken });

  // Another account's tokens are not those that the role trusts.
  const foreign = (await createToken({ LicenseArn }, seller)).Token;
  await refused(assume(role, await accessToken(foreign)), 'AccessDenied');
});

test('tokens are listed by license, page by page', async () => {
  const other = await subscribe(management, COHERE);
  const made = [];
  for (let i = 0; i < 3; i++) made.push((await createToken({ LicenseArn: other })).TokenId);
  const seen = [];
  let NextToken;
  do {
    const page = await management.licenseManager('ListTokens', {
      Filters: [{ Name: 'LicenseArns', Values: [other] }], MaxResults: 2, NextToken,
    });
    seen.push(...page.Tokens.map((token) => token.TokenId));
    ({ NextToken } = page);
  } while (NextToken);
  assert.deepEqual(seen.sort(), made.sort());
  await refused(management.licenseManager('ListTokens', { Filters: [{ Name: 'no', Values: ['x'] }] }),
    'ValidationException');
});

test('tokens are made and deleted in the license’s home region', async () => {
  const { TokenId } = await createToken();
  const elsewhere = management.in('eu-west-1');
  const error = await refused(createToken({}, elsewhere), 'RedirectException');
  assert.equal(error.Location, 'us-east-1');
  await refused(elsewhere.licenseManager('DeleteToken', { TokenId }), 'RedirectException');
});

test('what takes a signature still needs one, and a wrong one is refused everywhere', async () => {
  await refused(nobody.licenseManager('ListTokens'), 'MissingAuthenticationTokenException');
  const wrong = management.withCredentials({ accessKeyId: 'AKIAWRONG00000000000', secretAccessKey: 'x' });
  const { Token } = await createToken();
  await refused(wrong.licenseManager('GetAccessToken', { Token }), 'UnrecognizedClientException');
});

test('an issuer’s public keys are shown to anybody, and nothing more of them', async () => {
  const [key] = await keysOf(ACCOUNT);
  assert.deepEqual(Object.keys(key), ['kty', 'use', 'alg', 'kid', 'n', 'e']);
  assert.deepEqual(await keysOf('999999999999'), []);
  const response = await fetch(`${url}/licet/v1/signing-keys?account=x`);
  assert.equal(response.status, 400);
});

test('tokens and the keys that sign them outlast the server', async () => {
  const { Token } = await createToken();
  const { TokenId } = await createToken();
  await management.licenseManager('DeleteToken', { TokenId });
  const kid = decode(Token.split('.')[0]).kid;
  nobody.close();
  await stop();

  const again = await launch(data);
  const bearer = new Caller(again.url, management.credentials, 'us-east-1', nobody.options);
  const { AccessToken } = await bearer.licenseManager('GetAccessToken', { Token });
  assert.equal(decode(AccessToken.split('.')[0]).kid, kid);
  const owner = new Caller(again.url, management.credentials);
  const { Tokens } = await owner.licenseManager('ListTokens', { TokenIds: [TokenId] });
  assert.equal(Tokens[0].Status, 'DELETED');
  for (const one of [bearer, owner]) one.close();
  again.process.kill('SIGTERM');
  assert.deepEqual(await again.ended, [0, null], again.log());
});
