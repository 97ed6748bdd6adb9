// SPDX-License-Identifier: Apache-2.0
//
// OpenID AuthZEN Authorization API 1.0, and what proxies ask: peers.md 6, claim 14.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fetchSigned } from './discovery.mjs';
import { serve } from './harness.mjs';
import { allow, createApiKey, createUser } from './users.mjs';
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

/** What a new user shows whom a policy allows these actions: an API key. */
async function keyOf(actions) {
  return `Bearer ${await createApiKey(management, await createUser(management, allow(actions)))}`;
}

test('the configuration names the endpoints, unsigned', async () => {
  const response = await fetch(`${url}/.well-known/authzen-configuration`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/json');
  const found = await response.json();
  assert.deepEqual(found, {
    policy_decision_point: url,
    access_evaluation_endpoint: `${url}/access/v1/evaluation`,
    access_evaluations_endpoint: `${url}/access/v1/evaluations`,
    search_subject_endpoint: `${url}/access/v1/search/subject`,
    search_resource_endpoint: `${url}/access/v1/search/resource`,
    search_action_endpoint: `${url}/access/v1/search/action`,
  });
});

// The forms of the specification's own examples: minutes without seconds, properties, fields that
// are not known, parts that the request says for all.
test('what the specification shows is understood', async () => {
  const properties = { department: 'Sales', ip_address: '172.217.22.14', nested: { isbn: '1' } };
  const one = {
    subject: { ...account(member.account), properties }, resource: { ...model(NOVA), properties },
    action: { ...INVOKE, properties: { method: 'GET' } },
    context: { time: '2085-10-26T01:22-07:00', ip: '10.10.0.1', os: { name: 'x' }, schema: [1, null] },
    another_field: true,
  };
  assert.equal((await ask(member, 'evaluation', one)).body.decision, true);
  const { subject, action, context } = one;
  const several = await ask(member, 'evaluations', {
    subject, action, context, options: { another_option: 'value' },
    evaluations: [{ resource: model(NOVA) }, { resource: model(BOUGHT) },
      { action: { name: 'can_edit' }, resource: model(NOVA) },
      { resource: model(NOVA), context: { time: 'tomorrow' } }],
  });
  assert.deepEqual(several.body.evaluations.map(({ decision }) => decision), [true, false, false, false]);
  assert.equal(several.body.evaluations[2].context.reason.code, 'action_unknown');
  assert.equal(several.body.evaluations[3].context.error.status, 400);
  const alone = await ask(member, 'evaluations', { ...one, evaluations: [] });
  assert.equal(alone.body.decision, true);
  assert.equal(alone.body.evaluations, undefined);
});

test('a search is gone through page by page, and what it finds is allowed', async () => {
  const search = { subject: account(member.account), action: INVOKE,
    resource: { type: 'foundation-model', id: 'ignored' } };
  const found = [];
  let page = { limit: 2 };
  for (let pages = 0; page.token !== ''; pages += 1) {
    const { status, body, text } = await ask(member, 'search/resource', { ...search, page });
    assert.equal(status, 200, text);
    assert.deepEqual(Object.keys(body), ['page', 'context', 'results']);
    assert.equal(body.page.count, body.results.length);
    assert.ok(body.results.length <= 2 && pages < 100);
    found.push(...body.results);
    page = { token: body.page.next_token };
  }
  assert.ok(found.length > 2);
  assert.equal(new Set(found.map(({ id }) => id)).size, found.length);
  const evaluations = found.map((resource) => ({ resource }));
  const { body } = await ask(member, 'evaluations',
    { subject: search.subject, action: INVOKE, evaluations: evaluations.slice(0, 100) });
  assert.ok(body.evaluations.every(({ decision }) => decision));
  const first = await ask(member, 'search/resource', { ...search, page: { limit: 2 } });
  const other = await ask(member, 'search/resource', { ...search,
    context: { operation: 'Converse' }, page: { limit: 2, token: first.body.page.next_token } });
  assert.equal(other.status, 400);
});

test('principals are found whom policies allow, under the conditions of the context', async () => {
  const user = await createUser(member, allow('bedrock:InvokeModel', '*',
    { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }));
  const arn = `arn:aws:iam::${member.account}:user/${user.userName}`;
  const search = async (context) => (await ask(member, 'search/subject',
    { ...question(NOVA), subject: { type: 'principal' }, context })).body.results.map(({ id }) => id);
  assert.ok((await search({ 'aws:SourceIp': '10.1.2.3' })).includes(arn));
  assert.ok(!(await search({})).includes(arn));
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
  const authorization = await keyOf(['licet:Evaluate', 'bedrock:CallWithBearerToken']);
  for (const body of ['{"subject":', '[]', '"text"', '', '\xff']) {
    const malformed = await fetch(`${url}/access/v1/evaluation`,
      { method: 'POST', body, headers: { authorization, 'x-request-id': 'mine-2' } });
    assert.equal(malformed.status, 400, body);
    assert.match(malformed.headers.get('content-type'), /^text\/plain/);
    assert.equal(malformed.headers.get('x-request-id'), 'mine-2');
  }
  const unsigned = await fetch(`${url}/access/v1/evaluation`, { method: 'POST',
    body: JSON.stringify(question(NOVA)), headers: { 'x-request-id': 'mine-3' } });
  assert.equal(unsigned.status, 401);
  assert.match(unsigned.headers.get('www-authenticate'), /^Bearer /);
  assert.equal(unsigned.headers.get('x-request-id'), 'mine-3');
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
  const authorization = await keyOf(['licet:Evaluate', 'bedrock:CallWithBearerToken']);
  const check = (path, method, headers) => fetch(`${url}/access/v1/ext-authz${path}`, {
    method, headers: { authorization, ...headers },
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
  const why = (await ask(member, 'evaluation', question(BOUGHT))).body.context.reason;
  assert.equal(await no.text(), `${why.message}\n`);
  assert.equal((await check('', 'GET', {})).status, 400);
  const wrong = await fetch(`${url}/access/v1/ext-authz`, { headers: { authorization: 'Bearer ABSKno' } });
  assert.equal(wrong.status, 401);
  const native = await fetch(`${url}/licet/v1/openapi.json`,
    { headers: { authorization } });
  assert.equal(native.status, 403);
});
