// SPDX-License-Identifier: Apache-2.0
//
// OpenID AuthZEN Authorization API 1.0, and what proxies ask: peers.md 6, claim 14.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fetchSigned } from './discovery.mjs';
import { serve } from './harness.mjs';
import { allow, createUser } from './users.mjs';
import { NOVA, createMember, prepare } from './world.mjs';

const BOUGHT = 'openai.gpt-6-luna';
const { url, management } = await serve('--management-account', '111111111111');
await prepare(management);
const member = await createMember(management);

const INVOKE = { name: 'bedrock:InvokeModel' };
const account = (id) => ({ type: 'account', id });
const model = (id) => ({ type: 'foundation-model', id });
const question = (id, subject = account(member.account)) => (
  { subject, action: INVOKE, resource: model(id) });

async function ask(caller, path, body, headers = {}) {
  const response = await fetchSigned(caller,
    { method: 'POST', path: `/access/v1/${path}`, service: 'licet', body, headers });
  const text = await response.text();
  const json = response.headers.get('content-type').startsWith('application/json');
  return { status: response.status, headers: response.headers, text, body: json && JSON.parse(text) };
}

test('the configuration names the endpoints, unsigned', async () => {
  const response = await fetch(`${url}/.well-known/authzen-configuration`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/json');
  const found = await response.json();
  assert.equal(found.policy_decision_point, url);
  assert.equal(found.access_evaluation_endpoint, `${url}/access/v1/evaluation`);
});

test('an evaluation is a decision with its reason, and says of what revision', async () => {
  const { status, headers, body } = await ask(member, 'evaluation', question(NOVA),
    { 'x-request-id': 'mine-1' });
  assert.equal(status, 200);
  assert.equal(headers.get('x-request-id'), 'mine-1');
  assert.equal(body.decision, true);
  assert.equal(`${body.context.revision}`, headers.get('x-licet-revision'));
  const no = (await ask(member, 'evaluation', question(BOUGHT))).body;
  assert.equal(no.decision, false);
  assert.equal(no.context.reason.code, 'no_entitlement');
  assert.ok(no.context.reason.fix);
});

test('evaluations stop where they are told to', async () => {
  const evaluations = [NOVA, BOUGHT, NOVA].map((id) => ({ resource: model(id) }));
  const all = { subject: account(member.account), action: INVOKE, evaluations };
  const decisions = async (evaluations_semantic) => {
    const { body } = await ask(member, 'evaluations', { ...all, options: { evaluations_semantic } });
    return body.evaluations.map(({ decision }) => decision);
  };
  assert.deepEqual(await decisions('execute_all'), [true, false, true]);
  assert.deepEqual(await decisions('deny_on_first_deny'), [true, false]);
  assert.deepEqual(await decisions('permit_on_first_permit'), [true]);
});

test('searches find subjects, resources and actions', async () => {
  const subjects = await ask(management, 'search/subject',
    { ...question(NOVA), subject: { type: 'account' }, page: { limit: 1 } });
  assert.equal(subjects.body.results.length, 1);
  const more = await ask(management, 'search/subject', {
    ...question(NOVA), subject: { type: 'account' },
    page: { limit: 1, token: subjects.body.page.next_token },
  });
  assert.deepEqual([...subjects.body.results, ...more.body.results].map(({ id }) => id).sort(),
    ['111111111111', member.account].sort());
  const models = await ask(member, 'search/resource',
    { ...question(NOVA), resource: { type: 'foundation-model' }, page: { limit: 1000 } });
  assert.ok(models.body.results.some(({ id }) => id === NOVA));
  assert.ok(!models.body.results.some(({ id }) => id === BOUGHT));
  const { subject, resource } = question(NOVA);
  const actions = await ask(member, 'search/action', { subject, resource, page: { limit: 1000 } });
  assert.ok(actions.body.results.some(({ name }) => name === INVOKE.name));
});

test('errors are texts, and an unproven caller gets 401', async () => {
  const bad = await ask(member, 'evaluation', { subject: account('1') });
  assert.equal(bad.status, 400);
  assert.match(bad.headers.get('content-type'), /^text\/plain/);
  assert.match(bad.text, /is required/);
  const unsigned = await fetch(`${url}/access/v1/evaluation`,
    { method: 'POST', body: JSON.stringify(question(NOVA)) });
  assert.equal(unsigned.status, 401);
  const user = await createUser(management, allow('licet:WhoCan'));
  const denied = await ask(user, 'evaluation', question(NOVA));
  assert.equal(denied.status, 403);
  assert.match(denied.text, /is not authorized to perform: licet:Evaluate/);
  const unknown = (await ask(member, 'evaluation', question(NOVA, account('999999999999')))).body;
  const foreign = (await ask(member, 'evaluation', question(NOVA, account('111111111111')))).body;
  assert.equal(unknown.decision, false);
  assert.equal(unknown.context.reason.code, foreign.context.reason.code);
});

test('a proxy asks with headers and a Bedrock API key, by any method and below any path', async () => {
  const user = await createUser(management,
    allow(['licet:Evaluate', 'bedrock:CallWithBearerToken']));
  const { ServiceSpecificCredential: made } = await management.iam('CreateServiceSpecificCredential',
    { UserName: user.userName, ServiceName: 'bedrock.amazonaws.com' });
  const check = (path, method, headers) => fetch(`${url}/access/v1/ext-authz${path}`, {
    method,
    headers: { authorization: `Bearer ${made.ServiceCredentialSecret}`, ...headers },
  });
  for (const [path, method] of [['', 'GET'], ['/', 'PUT'], ['/v1/messages?Action=GetUser', 'POST']]) {
    const yes = await check(path, method,
      { 'x-licet-subject': member.account, 'x-licet-resource': NOVA });
    assert.equal(yes.status, 200, `${method} ${path} ${await yes.text()}`);
    assert.equal(yes.headers.get('x-licet-reason'), 'amazon_model');
    assert.equal(yes.headers.get('x-licet-account'), member.account);
    assert.ok(yes.headers.get('x-licet-revision'));
  }
  const no = await check('', 'GET', { 'x-licet-subject': member.account, 'x-licet-resource': BOUGHT });
  assert.equal(no.status, 403);
  assert.equal(no.headers.get('x-licet-reason'), 'no_entitlement');
  assert.match(await no.text(), /\.\n$/);
  assert.equal((await check('', 'GET', {})).status, 400);
  const wrong = await fetch(`${url}/access/v1/ext-authz`, { headers: { authorization: 'Bearer ABSKno' } });
  assert.equal(wrong.status, 401);
  const native = await fetch(`${url}/licet/v1/openapi.json`,
    { headers: { authorization: `Bearer ${made.ServiceCredentialSecret}` } });
  assert.equal(native.status, 403);
});
