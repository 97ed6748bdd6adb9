// SPDX-License-Identifier: Apache-2.0
//
// Guardrails, what enforces them, and scenario 19 of domain.md 13. Rules BG-1 to BG-6, 11.3.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { resourcePolicy } from './resource_policy.mjs';
import { allow, createUser } from './users.mjs';
import { NOVA, converse, createAccount, createMember, fresh, organizationOf, rootOf } from './world.mjs';

const { management } = await serve();
const { Id: root } = await rootOf(management);
const organization = await organizationOf(management);
const NOBODYS = 'abcdefghijkl';

const MESSAGES = { blockedInputMessaging: 'not in', blockedOutputsMessaging: 'not out' };
const WORDS = { wordPolicyConfig: { wordsConfig: [{ text: 'secret' }] } };
const settings = (more = {}) => ({ name: fresh('guardrail'), ...MESSAGES, ...WORDS, ...more });
const create = (caller, more) => caller.bedrock('CreateGuardrail', settings(more));
const named = (guardrailIdentifier, more = {}) => ({ guardrailIdentifier, ...more });
const enforce = (caller, guardrailIdentifier, guardrailVersion, more = {}) => (
  caller.bedrock('PutEnforcedGuardrailConfiguration',
    { guardrailInferenceConfig: { guardrailIdentifier, guardrailVersion, ...more } }));
const sharing = (condition) => JSON.stringify({
  Version: '2012-10-17',
  Statement: [{
    Effect: 'Allow', Principal: '*', Action: ['bedrock:ApplyGuardrail', 'bedrock:GetGuardrail'],
    Resource: '*', Condition: condition,
  }],
});

test('aws_bedrock_guardrail: create, read, update, tags, delete (11.3)', async () => {
  const made = await create(management, {
    description: 'words', clientRequestToken: fresh('token'), tags: [{ key: 'team', value: 'red' }],
    sensitiveInformationPolicyConfig: {
      piiEntitiesConfig: [{ type: 'EMAIL', action: 'ANONYMIZE' }],
      regexesConfig: [{ name: 'ticket', pattern: 'T-[0-9]{6}', action: 'BLOCK' }],
    },
  });
  assert.equal(made.$metadata.httpStatusCode, 202);
  assert.equal(made.version, 'DRAFT');
  const { guardrailId: id, guardrailArn: arn } = made;
  const read = await management.bedrock('GetGuardrail', named(id, { guardrailVersion: 'DRAFT' }));
  assert.equal(read.status, 'READY');
  assert.ok(read.createdAt instanceof Date && read.updatedAt instanceof Date);
  assert.deepEqual(read.wordPolicy.words, [{ text: 'secret' }]);
  assert.deepEqual(read.sensitiveInformationPolicy.regexes,
    [{ name: 'ticket', pattern: 'T-[0-9]{6}', action: 'BLOCK' }]);

  const updated = await management.bedrock('UpdateGuardrail', named(arn, settings()));
  assert.equal(updated.$metadata.httpStatusCode, 202);
  assert.equal((await management.bedrock('GetGuardrail', named(id))).sensitiveInformationPolicy,
    undefined);
  const tags = async () => (
    await management.bedrock('ListTagsForResource', { resourceARN: arn })).tags;
  await management.bedrock('TagResource', { resourceARN: arn, tags: [{ key: 'a', value: 'b' }] });
  await management.bedrock('UntagResource', { resourceARN: arn, tagKeys: ['team'] });
  assert.deepEqual(await tags(), [{ key: 'a', value: 'b' }]);
  assert.equal((await management.bedrock('DeleteGuardrail', named(id))).$metadata.httpStatusCode, 202);
  for (const operation of ['GetGuardrail', 'DeleteGuardrail', 'CreateGuardrailVersion']) {
    await refused(management.bedrock(operation, named(id)), 'ResourceNotFoundException',
      { status: 404 });
  }
  await refused(management.bedrock('UpdateGuardrail', named(id, settings())),
    'ResourceNotFoundException');
});

test('what needs a model to judge texts is refused for what it is', async () => {
  await refused(create(management, {
    topicPolicyConfig: { topicsConfig: [{ name: 'a', definition: 'b', type: 'DENY' }] },
  }), 'ValidationException', { message: /topicPolicyConfig.*none is configured/ });
  await refused(create(management, {
    sensitiveInformationPolicyConfig: { regexesConfig: [{ name: 'a', pattern: 'a(', action: 'BLOCK' }] },
  }), 'ValidationException');
});

test('aws_bedrock_guardrail_version: versions are numbered, listed, deleted (11.3)', async () => {
  const member = await createMember(management);
  const { guardrailId: id } = await create(member);
  for (const version of ['1', '2']) {
    const made = await member.bedrock('CreateGuardrailVersion', named(id));
    assert.deepEqual([made.$metadata.httpStatusCode, made.version], [202, version]);
  }
  await member.bedrock('DeleteGuardrail', named(id, { guardrailVersion: '1' }));
  const { guardrails } = await member.bedrock('ListGuardrails', named(id));
  assert.deepEqual(guardrails.map(({ version }) => version), ['DRAFT', '2']);
  assert.equal((await member.bedrock('ListGuardrails', {})).guardrails.length, 1);
  await refused(member.bedrock('ListGuardrails', named(NOBODYS)), 'ResourceNotFoundException');
});

test('an account enforces a version on itself, which cannot be deleted then (BG-2)', async () => {
  const member = await createMember(management);
  const { guardrailId: id } = await create(member);
  await refused(enforce(member, id, '1'), 'ResourceNotFoundException');
  await member.bedrock('CreateGuardrailVersion', named(id));
  const { configId } = await enforce(member, id, '1',
    { modelEnforcement: { includedModels: ['ALL'], excludedModels: [NOVA] } });
  const { guardrailsConfig } = await member.bedrock('ListEnforcedGuardrailsConfiguration', {});
  assert.deepEqual(guardrailsConfig.map((one) => [one.configId, one.guardrailVersion, one.owner]),
    [[configId, '1', 'ACCOUNT']]);
  await refused(member.bedrock('DeleteGuardrail', named(id)), 'ResourceInUseException');
  await converse(member, NOVA);  // excepted
  await enforce(member, id, '1');
  assert.equal((await converse(member, NOVA, 'a secret')).stopReason, 'guardrail_intervened');
  await refused(member.bedrock('ListEnforcedGuardrailsConfiguration', { nextToken: 'x' }),
    'ValidationException');
  await member.bedrock('DeleteEnforcedGuardrailConfiguration', { configId });
  await refused(member.bedrock('DeleteEnforcedGuardrailConfiguration', { configId }),
    'ResourceNotFoundException');
  await converse(member, NOVA);
});

test('a resource policy says who else may apply it (BG-4)', async () => {
  const { guardrailArn: resourceArn } = await create(management);
  await refused(resourcePolicy(management, 'GetResourcePolicy', { resourceArn }),
    'ResourceNotFoundException');
  const text = sharing();
  const put = await resourcePolicy(management, 'PutResourcePolicy', { resourceArn, resourcePolicy: text });
  assert.deepEqual([put.$metadata.httpStatusCode, put.resourceArn], [201, resourceArn]);
  assert.equal((await resourcePolicy(management, 'GetResourcePolicy', { resourceArn })).resourcePolicy,
    text);
  await refused(resourcePolicy(management, 'PutResourcePolicy', { resourceArn, resourcePolicy: '{' }),
    'ValidationException', { message: /resourcePolicy/ });
  await resourcePolicy(management, 'DeleteResourcePolicy', { resourceArn });
  await refused(resourcePolicy(management, 'DeleteResourcePolicy', { resourceArn }),
    'ResourceNotFoundException');
});

test('scenario 19: a guardrail of the organization applies, or blocks what it cannot', async () => {
  await management.organizations('EnablePolicyType', { RootId: root, PolicyType: 'BEDROCK_POLICY' });
  const account = await createAccount(management);
  const member = await management.assume(account);
  const { guardrailId, guardrailArn } = await create(management);
  const { Policy } = await management.organizations('CreatePolicy', {
    Name: fresh('policy'), Description: '', Type: 'BEDROCK_POLICY',
    Content: JSON.stringify({
      bedrock: { guardrail_inference: { 'us-east-1': {
        main: { identifier: { '@@assign': `${guardrailArn}:1` } },
      } } },
    }),
  });
  const { Id: PolicyId } = Policy.PolicySummary;
  await management.organizations('AttachPolicy', { PolicyId, TargetId: account });
  const unavailable = (message) => refused(converse(member, NOVA), 'AccessDeniedException',
    { reason: 'guardrail_unavailable', message });
  await unavailable(/no such version|does not let/);  // there is no version 1
  await management.bedrock('CreateGuardrailVersion', named(guardrailId));
  await unavailable(/resource policy does not let/);
  const share = (id) => resourcePolicy(management, 'PutResourcePolicy', {
    resourceArn: guardrailArn,
    resourcePolicy: sharing({ StringEquals: { 'aws:PrincipalOrgID': id } }),
  });
  await share('o-elsewhere0');
  await unavailable(/resource policy does not let/);
  await share(organization.Id);
  const user = await createUser(member, allow('bedrock:InvokeModel'));
  await refused(converse(user, NOVA), 'AccessDeniedException',
    { reason: 'guardrail_unavailable', message: /bedrock:ApplyGuardrail/ });
  assert.equal((await converse(member, NOVA)).stopReason, 'end_turn');
  assert.equal((await converse(member, NOVA, 'a secret')).stopReason, 'guardrail_intervened');
});
