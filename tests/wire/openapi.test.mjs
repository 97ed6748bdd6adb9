// SPDX-License-Identifier: Apache-2.0
//
// The OpenAPI document: sound in itself, the same routes as there are, and what is answered is what
// it describes. Source: OpenAPI Specification 3.1.0; issue 4, section 2.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fetchSigned, send } from './discovery.mjs';
import { operations, serve } from './harness.mjs';
import { accountPrincipal, converse, createGrant, createMember, prepare, setStatus,
  subscribe } from './world.mjs';

const MODEL = 'openai.gpt-6-luna';
const { url, management } = await serve('--management-account', '111111111111');
await prepare(management);
const member = await createMember(management);
const license = await subscribe(management, MODEL);
const grant = await createGrant(management, license, accountPrincipal(member.account), {
  Tags: [{ Key: 'licet:regions', Value: 'us' }, { Key: 'licet:not-after', Value: '2999-12-31' }],
});
await setStatus(member, grant, 'ACTIVE');
await converse(member, MODEL);
const document = await (await fetchSigned(management,
  { method: 'GET', path: '/licet/v1/openapi.json', service: 'licet' })).json();
const described = Object.entries(document.paths).flatMap(([path, item]) => (
  Object.entries(item).map(([method, operation]) => ({ path, method, operation }))));

const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object'];
const BOUNDS = [['minLength', 'maxLength'], ['minimum', 'maximum'], ['minItems', 'maxItems']];

/** Fails for what is no schema as we write them. */
function checkSchema(schema, at) {
  if (schema.oneOf) schema.oneOf.forEach((one, i) => checkSchema(one, `${at}|${i}`));
  if (schema.type === undefined) return;  // any JSON value
  assert.ok(TYPES.includes(schema.type), `${at}: ${schema.type}`);
  for (const [least, most] of BOUNDS) {
    if (schema[least] !== undefined && schema[most] !== undefined) {
      assert.ok(schema[least] <= schema[most], at);
    }
  }
  if (schema.enum) assert.equal(new Set(schema.enum).size, schema.enum.length, at);
  if (schema.type === 'array') checkSchema(schema.items, `${at}[]`);
  if (schema.additionalProperties) checkSchema(schema.additionalProperties, `${at}{}`);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    checkSchema(property, `${at}.${name}`);
  }
  for (const name of schema.required ?? []) assert.ok(name in (schema.properties ?? {}), `${at}.${name}`);
}

/** Fails for a value that the schema does not describe, members it does not know included. */
function checkValue(value, schema, at) {
  if (schema.type === undefined) return;
  const type = Array.isArray(value) ? 'array' : typeof value;
  assert.ok(type === schema.type || (type === 'number' && schema.type === 'integer'),
    `${at}: ${type} for ${schema.type}`);
  if (schema.enum) assert.ok(schema.enum.includes(value), `${at}: ${value}`);
  if (type === 'array') value.forEach((item, i) => checkValue(item, schema.items, `${at}[${i}]`));
  if (type !== 'object') return;
  for (const name of schema.required ?? []) assert.ok(name in value, `${at}.${name} is missing`);
  for (const [name, member] of Object.entries(value)) {
    const known = schema.properties?.[name] ?? schema.additionalProperties;
    assert.ok(known, `${at}.${name} is not described`);
    checkValue(member, known, `${at}.${name}`);
  }
}

const schemaOf = (content) => Object.values(content)[0].schema;
const answered = (path, method = 'post') => (
  schemaOf(document.paths[path][method].responses['200'].content));

test('it is an OpenAPI 3.1 document', async () => {
  assert.equal(document.openapi, '3.1.0');
  assert.ok(document.info.title && document.info.version);
  const ids = described.map(({ operation }) => operation.operationId);
  assert.equal(new Set(ids).size, ids.length);
  for (const { path, method, operation } of described) {
    const at = `${method} ${path}`;
    assert.match(path, /^\//);
    assert.match(operation.summary, /\.$/, at);
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const inPath = operation.parameters.filter((each) => each.in === 'path');
    assert.deepEqual(inPath.map(({ name }) => name), named, at);
    for (const each of operation.parameters) {
      assert.ok(['path', 'query', 'header'].includes(each.in), at);
      checkSchema(each.schema, `${at} ${each.name}`);
    }
    if (operation.requestBody) checkSchema(schemaOf(operation.requestBody.content), `${at} request`);
    assert.ok(operation.responses.default, at);
    for (const [status, response] of Object.entries(operation.responses)) {
      assert.ok(response.description, `${at} ${status}`);
      for (const header of Object.values(response.headers ?? {})) checkSchema(header.schema, at);
      if (response.content) checkSchema(schemaOf(response.content), `${at} ${status}`);
    }
  }
  const schemes = Object.keys(document.components.securitySchemes);
  for (const need of document.security) assert.ok(schemes.includes(Object.keys(need)[0]));
  assert.equal((await fetch(`${url}/licet/v1/openapi.json`)).status, 403);
});

test('it has the routes that there are, and no other', () => {
  const ours = operations().filter(({ service }) => ['licet', 'authzen'].includes(service));
  const there = ours.flatMap(({ name, http }) => {
    const path = http.path.replace(/\*$/, '{path}');
    const found = described.filter((each) => each.path === path);
    const id = http.method === '*' ? new RegExp(`^${name}_`) : new RegExp(`^${name}$`);
    return found.filter(({ operation }) => id.test(operation.operationId));
  });
  assert.equal(there.length, described.length);
  for (const { name, http } of ours) {
    const methods = described.filter(({ operation }) => operation.operationId.split('_')[0] === name);
    assert.equal(methods.length, http.method === '*' ? 7 : 1, name);
    if (http.method !== '*') assert.equal(methods[0].method, http.method.toLowerCase());
  }
});

test('what is answered is what it describes', async () => {
  const subject = { type: 'account', id: member.account };
  const action = { name: 'bedrock:InvokeModel' };
  const resource = { type: 'foundation-model', id: MODEL };
  const all = { includeRefused: true, includeLastUse: true };
  const commands = [{ service: 'iam', operation: 'CreateUser', parameters: { UserName: 'ann' } },
    { service: 'iam', operation: 'DeleteUser', parameters: { UserName: 'bob' } }];
  const asked = {
    '/licet/v1/explain': [{ account: member.account, resource: MODEL, region: 'eu-west-1' }, {}],
    '/licet/v1/who-can': [{ resource: MODEL, ...all }, { action: 'iam:CreateUser', ...all }],
    '/licet/v1/what-can': [{ account: member.account, includeProducts: true, includeRefused: true }],
    '/licet/v1/simulate': [{ commands }],
    '/licet/v1/diff': [{ from: '1' }],
    '/access/v1/evaluation': [{ subject, action, resource },
      { subject, action, resource: { type: 'foundation-model', id: 'none.such' } }],
    '/access/v1/evaluations': [
      { subject, action, evaluations: [{ resource }, { resource, context: { time: 'soon' } }] }],
    '/access/v1/search/subject': [{ subject, action, resource }],
    '/access/v1/search/resource': [{ subject, action, resource }],
    '/access/v1/search/action': [{ subject, resource }],
  };
  const seen = new Set();
  const look = (value) => {
    for (const [name, member] of Object.entries(value ?? {})) {
      seen.add(name);
      if (typeof member === 'object') look(member);
    }
  };
  for (const [path, bodies] of Object.entries(asked)) {
    for (const body of bodies) {
      const answer = await send(management, { method: 'POST', path, service: 'licet', body });
      assert.equal(answer.status, 200, `${path} ${JSON.stringify(answer.body)}`);
      checkValue(answer.body, answered(path), path);
      look(answer.body);
    }
  }
  for (const name of ['scope', 'regions', 'notAfter', 'lastUse', 'lastUseSearchedFrom', 'error']) {
    assert.ok(seen.has(name), name);
  }
  const found = answered('/licet/v1/who-can').properties;
  for (const each of [found.lastUseSearchedFrom, found.subjects.items.properties.scope,
    found.subjects.items.properties.lastUse,
    schemaOf(document.paths['/licet/v1/who-can'].post.requestBody.content).properties.context]) {
    assert.ok(each.description);
  }
  const configuration = await (await fetch(`${url}/.well-known/authzen-configuration`)).json();
  checkValue(configuration, answered('/.well-known/authzen-configuration', 'get'), 'configuration');
});
