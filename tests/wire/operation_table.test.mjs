// SPDX-License-Identifier: Apache-2.0
//
// An outside judge: what `licet api` says of each operation, held against the service model that the
// AWS SDK was generated from. EXPECTED says where they differ on purpose.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { operations } from './harness.mjs';
import { SdkModel } from './sdk_model.mjs';

// Retired operations that scripts still call; no model has them (BA-2).
const WITHOUT_MODEL = ['bedrock PutFoundationModelEntitlement', 'bedrock DeleteFoundationModelEntitlement'];

// The SDK's last version for this Node.js has them not; botocore's model does (BG-4).
const NEWER = ['Put', 'Get', 'Delete'].map((verb) => `bedrock ${verb}ResourcePolicy`);

// No SDK for this Node.js has them; botocore's model is their judge (tests/clients/marketplace_test.py).
const WITHOUT_SDK = ['licet', 'authzen', 'marketplace-discovery'];

const models = new Map();
const table = operations().filter((row) => !WITHOUT_SDK.includes(row.service))
  .filter((row) => ![...WITHOUT_MODEL, ...NEWER].includes(`${row.service} ${row.name}`))
  .map((row) => {
    if (!models.has(row.service)) models.set(row.service, new SdkModel(row.service));
    return { ...row, model: models.get(row.service).operation(row.name) };
  });

/** What differs on purpose, and why. */
const EXPECTED = [
  [/CrossRegionDiscovery|EnabledDiscoverySourceRegions|^Create(Grant|License)\.Tags: unknown/,
    'License Manager’s model has them since the SDK’s last version for this Node.js'],
  [/OrganizationalUnits?(\[\])?\.Path: unknown|Accounts?(\[\])?\.Paths: unknown/,
    'the model has them since the pinned version of the SDK'],
  [/modelLifecycle\.(startOfLifeTime|endOfLifeTime|legacyTime|publicExtendedAccessTime): unknown/,
    'the model has them since the pinned version of the SDK (BA-25)'],
  [/putModalities\[\]: (SPEECH|VIDEO|AUDIO) is unknown|\[\]: INFERENCE_PROFILE is unknown/,
    'Bedrock sends them although its model does not list them'],
  [/User(s\[\])?\.(Path|UserName): may be left out/, 'an account’s root has neither'],
  [/^TagResource\.Tags\[\]\.(Key|Value): required/, 'a tag without them would be none'],
  [/^AssumeRole\.(PolicyArns\[\]\.arn|ProvidedContexts\[\]\.\w+): required/,
    'an empty one would mean nothing'],
  [/^UpdateAccessKey\.Status: Expired is missing/, 'a state that cannot be asked for'],
  [/(InferenceProfile|Guardrail).*\.(createdAt|updatedAt): text for time/,
    'Bedrock has times in ISO 8601, which is text'],
  [/^TagResource\.tags: optional|^UntagResource\.tagKeys: optional/,
    'an empty list changes nothing, and neither does none'],
  [/EnforcedGuardrail.*\.(selectiveContentGuarding|modelEnforcement): unknown|\.inputTags: missing/,
    'the model has the former since the pinned version of the SDK, and the latter no more (BG-2)'],
  [/^bedrock DeleteGuardrail: ResourceInUseException/,
    'the model has it since the pinned version of the SDK (BG-2)'],
  [/ReceivedStatus: PENDING_DELETE is unknown/, 'the same enumeration as of grants, which have it'],
];
const used = new Set();
const unexpected = (found) => found.filter((text) => {
  const reasons = EXPECTED.filter(([pattern]) => pattern.test(text));
  reasons.forEach((reason) => used.add(reason));
  return reasons.length === 0;
});

const KINDS = { integer: 'number', real: 'number', json: 'text', variant: 'structure' };
const kindOf = (type) => KINDS[type.type] ?? type.type;

/** Where a request or response of ours differs from the model's. */
function differences(ours, model, path, isRequest) {
  const found = [];
  for (const member of ours) {
    if (!model.some((one) => one.name === member.name)) {
      found.push(`${path}.${member.name}: unknown to the model`);
    }
  }
  for (const member of model) {
    const at = `${path}.${member.name}`;
    const own = ours.find((one) => one.name === member.name);
    if (!own) {
      if (isRequest || member.required) found.push(`${at}: missing`);
      continue;
    }
    if (isRequest && own.required !== member.required) {
      found.push(`${at}: ${own.required ? 'required' : 'optional'} here only`);
    }
    if (!isRequest && member.required && !own.required && own.type !== 'list' && own.type !== 'map') {
      found.push(`${at}: may be left out here only`);
    }
    found.push(...typeDifferences(own, member, at, isRequest));
  }
  return found;
}

function typeDifferences(own, model, path, isRequest) {
  if (own.type === 'text' && model.type === 'enumeration') return [];  // checked by the operation
  if (kindOf(own) !== model.type) return [`${path}: ${own.type} for ${model.type}`];
  switch (model.type) {
    case 'list':
      return typeDifferences(own.element, model.element, `${path}[]`, isRequest);
    case 'map':
      return typeDifferences(own.value, model.value, `${path}{}`, isRequest);
    case 'structure':
      return differences(own.members, model.members, path, isRequest);
    case 'enumeration': {
      const [all, some] = isRequest ? [own, model] : [model, own];
      return some.values.filter((value) => !all.values.includes(value))
        .map((value) => `${path}: ${value} is ${isRequest ? 'missing' : 'unknown to the model'}`);
    }
    default:
      return [];
  }
}

test('requests have the members of the model', () => {
  const found = table.flatMap((row) => differences(row.request, row.model.request, row.name, true));
  assert.deepEqual(unexpected(found), []);
});

test('responses have members that the model knows, and all that it requires', () => {
  const found = table.flatMap((row) => differences(row.response, row.model.response, row.name, false));
  assert.deepEqual(unexpected(found), []);
});

test('errors are those of the model', () => {
  const plain = (name) => name.replace(/Exception$/, '');
  const found = table.flatMap(({ service, name, errors, model }) => errors
    .filter((error) => !model.errors.some((known) => plain(known) === plain(error)))
    .map((error) => `${service} ${name}: ${error}`));
  assert.deepEqual(unexpected(found), []);
});

test('each difference that is expected is there', () => {
  assert.deepEqual(EXPECTED.filter((reason) => !used.has(reason)), []);
});
