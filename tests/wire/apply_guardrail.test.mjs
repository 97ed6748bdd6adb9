// SPDX-License-Identifier: Apache-2.0
//
// ApplyGuardrail: texts held against a guardrail without a model. Rules BG-1, BG-4, BA-40.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { resourcePolicy } from './resource_policy.mjs';
import { allow, createUser } from './users.mjs';
import { createMember, fresh } from './world.mjs';

const { management } = await serve();

const made = await management.bedrock('CreateGuardrail', {
  name: fresh('guardrail'), blockedInputMessaging: 'not in', blockedOutputsMessaging: 'not out',
  wordPolicyConfig: {
    wordsConfig: [{ text: 'falcon' }], managedWordListsConfig: [{ type: 'PROFANITY' }],
  },
  sensitiveInformationPolicyConfig: {
    piiEntitiesConfig: [{ type: 'EMAIL', action: 'ANONYMIZE' }, { type: 'URL', action: 'BLOCK' }],
    regexesConfig: [{ name: 'ticket', pattern: 'T-[0-9]{6}', action: 'NONE' }],
  },
});
const { guardrailId: id, guardrailArn: arn } = made;
await management.bedrock('CreateGuardrailVersion', { guardrailIdentifier: id });

const asked = (texts, more = {}) => ({
  guardrailIdentifier: id, guardrailVersion: '1', source: 'INPUT',
  content: [texts].flat().map((text) => ({ text: { text } })), ...more,
});
const apply = (caller, ...about) => caller.runtime('ApplyGuardrail', asked(...about));

test('what is fine passes', async () => {
  const answer = await apply(management, ['hello', 'ticket T-123456']);
  assert.deepEqual([answer.action, answer.actionReason, answer.outputs], ['NONE', 'No action.', []]);
  assert.deepEqual(answer.guardrailCoverage, { textCharacters: { guarded: 20, total: 20 } });
  assert.deepEqual(answer.usage, {
    topicPolicyUnits: 0, contentPolicyUnits: 0, wordPolicyUnits: 2,
    sensitiveInformationPolicyUnits: 2, sensitiveInformationPolicyFreeUnits: 2,
    contextualGroundingPolicyUnits: 0,
  });
  const [assessment] = answer.assessments;
  assert.deepEqual(assessment.sensitiveInformationPolicy.regexes, [{
    name: 'ticket', match: 'T-123456', regex: 'T-[0-9]{6}', action: 'NONE', detected: true,
  }]);
  assert.deepEqual(assessment.appliedGuardrailDetails, {
    guardrailId: id, guardrailVersion: '1', guardrailArn: arn, guardrailOrigin: ['REQUEST'],
    guardrailOwnership: 'SELF',
  });
});

test('what blocks is answered with the message of its source', async () => {
  for (const [source, message] of [['INPUT', 'not in'], ['OUTPUT', 'not out']]) {
    const answer = await apply(management, ['hello', 'project Falcon'], { source });
    assert.equal(answer.action, 'GUARDRAIL_INTERVENED');
    assert.equal(answer.actionReason, 'Guardrail blocked.');
    assert.deepEqual(answer.outputs, [{ text: message }]);
    assert.deepEqual(answer.assessments[0].wordPolicy.customWords,
      [{ match: 'Falcon', action: 'BLOCKED', detected: true }]);
  }
});

test('what is masked comes back text by text', async () => {
  const answer = await apply(management, ['to a@b.example', 'hello'], { guardrailIdentifier: arn });
  assert.deepEqual([answer.action, answer.actionReason], ['GUARDRAIL_INTERVENED', 'Guardrail masked.']);
  assert.deepEqual(answer.outputs, [{ text: 'to {EMAIL}' }, { text: 'hello' }]);
  const kinds = ({ assessments: [{ sensitiveInformationPolicy: { piiEntities } }] }) => (
    piiEntities.map(({ type, action, detected }) => [type, action, detected]));
  assert.deepEqual(kinds(answer), [['EMAIL', 'ANONYMIZED', true]]);
  assert.deepEqual(kinds(await apply(management, 'a@b.example', { outputScope: 'FULL' })),
    [['EMAIL', 'ANONYMIZED', true], ['URL', 'NONE', false]]);
});

test('what there is not, and what cannot be scanned, is refused', async () => {
  for (const other of [{ guardrailIdentifier: 'abcdefghijkl' }, { guardrailVersion: '7' }]) {
    await refused(apply(management, 'hello', other), 'ValidationException',
      { message: /identifier or version provided in the request does not exist/ });
  }
  await refused(apply(management.in('eu-west-1'), 'hello'), 'ValidationException');
  await refused(apply(management, ['x'.repeat(20_000), 'x'.repeat(5_001)]), 'ValidationException',
    { message: /25000 at once/ });
  const image = { image: { format: 'png', source: { bytes: new Uint8Array([1]) } } };
  await refused(management.runtime('ApplyGuardrail', { ...asked('hello'), content: [image] }),
    'ValidationException', { message: /images cannot be scanned/ });
});

test('another account may apply what the resource policy shares, and else learns nothing', async () => {
  const member = await createMember(management);
  const messageOf = (about) => apply(member, 'falcon', about).then(() => '', (error) => error.message);
  const own = await messageOf({ guardrailIdentifier: arn });
  const nobodys = await messageOf({ guardrailIdentifier: arn.replace(id, 'abcdefghijkl') });
  assert.match(own, /does not exist/);
  assert.equal(own, nobodys);
  await resourcePolicy(management, 'PutResourcePolicy', {
    resourceArn: arn,
    resourcePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{
        Effect: 'Allow', Principal: { AWS: member.account }, Action: 'bedrock:ApplyGuardrail',
        Resource: '*',
      }],
    }),
  });
  const answer = await apply(member, 'falcon', { guardrailIdentifier: arn });
  assert.equal(answer.assessments[0].appliedGuardrailDetails.guardrailOwnership, 'CROSS_ACCOUNT');
  assert.deepEqual(answer.outputs, [{ text: 'not in' }]);
  await resourcePolicy(management, 'DeleteResourcePolicy', { resourceArn: arn });
  assert.equal(await messageOf({ guardrailIdentifier: arn }), nobodys);
});

test('a caller needs bedrock:ApplyGuardrail on the guardrail', async () => {
  const user = await createUser(management, allow('bedrock:InvokeModel'));
  await refused(apply(user, 'hello'), 'AccessDeniedException',
    { status: 403, message: new RegExp(`bedrock:ApplyGuardrail on resource: ${arn}`) });
  const permitted = await createUser(management, allow('bedrock:ApplyGuardrail', arn));
  assert.equal((await apply(permitted, 'hello')).action, 'NONE');
  await refused(apply(permitted, 'hello', { guardrailIdentifier: 'abcdefghijkl' }),
    'AccessDeniedException');
});

test('the audit says which version scanned what with what verdict, and nothing of the texts', async () => {
  const other = await createMember(management);
  const { guardrailId } = await other.bedrock('CreateGuardrail', {
    name: fresh('guardrail'), blockedInputMessaging: 'a', blockedOutputsMessaging: 'b',
    wordPolicyConfig: { wordsConfig: [{ text: 'falcon' }] },
  });
  await apply(other, 'the falcon', { guardrailIdentifier: guardrailId, guardrailVersion: 'DRAFT' });
  const { Events: [{ CloudTrailEvent, Resources }] } = await other.cloudTrail('LookupEvents', {
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ApplyGuardrail' }],
  });
  const event = JSON.parse(CloudTrailEvent);
  assert.equal(event.eventSource, 'bedrock.amazonaws.com');
  const [{ guardrailArn, ...scan }] = event.additionalEventData.guardrails;
  assert.match(guardrailArn, new RegExp(`guardrail/${guardrailId}$`));
  assert.deepEqual(scan, {
    guardrailVersion: 'DRAFT', input: { verdict: 'BLOCKED', characters: 10, findings: { word: 1 } },
  });
  assert.deepEqual(Resources.map(({ ResourceName }) => ResourceName), [guardrailArn]);
  assert.doesNotMatch(CloudTrailEvent, /falcon/);
});
