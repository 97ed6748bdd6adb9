// SPDX-License-Identifier: Apache-2.0
//
// Inference profiles that accounts make for themselves. Rules BA-30 to BA-33, domain rules 11.3.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { allow, createUser } from './users.mjs';
import { CLAUDE, CLAUDE_US, NOVA, converse, createMember, fresh, prepare } from './world.mjs';

const { management } = await serve();
await prepare(management);
const modelArn = (id, region = 'us-east-1') => `arn:aws:bedrock:${region}::foundation-model/${id}`;
const { inferenceProfileArn: CLAUDE_US_ARN } = await management.bedrock('GetInferenceProfile',
  { inferenceProfileIdentifier: CLAUDE_US });
const NOBODYS = 'a1b2c3d4e5f6';

const get = (caller, inferenceProfileIdentifier) => (
  caller.bedrock('GetInferenceProfile', { inferenceProfileIdentifier }));
const remove = (caller, inferenceProfileIdentifier) => (
  caller.bedrock('DeleteInferenceProfile', { inferenceProfileIdentifier }));

async function create(caller, copyFrom = modelArn(NOVA), more = {}) {
  return caller.bedrock('CreateInferenceProfile',
    { inferenceProfileName: fresh('profile'), modelSource: { copyFrom }, ...more });
}

async function own(caller) {
  const { inferenceProfileSummaries } = await caller.bedrock('ListInferenceProfiles',
    { typeEquals: 'APPLICATION' });
  return inferenceProfileSummaries.map(({ inferenceProfileArn }) => inferenceProfileArn);
}

test('aws_bedrock_inference_profile: create, read, tags, delete (11.3)', async () => {
  const inferenceProfileName = fresh('terraform');
  const { inferenceProfileArn: resourceARN, status } = await create(management, CLAUDE_US_ARN, {
    inferenceProfileName, description: 'Made: by v1.0', clientRequestToken: fresh('terraform'),
    tags: [{ key: 'team', value: 'red' }],
  });
  assert.equal(status, 'ACTIVE');
  const read = await get(management, resourceARN);
  assert.deepEqual([read.status, read.type, read.inferenceProfileName, read.description],
    ['ACTIVE', 'APPLICATION', inferenceProfileName, 'Made: by v1.0']);
  assert.ok(read.createdAt instanceof Date && read.updatedAt instanceof Date);
  assert.deepEqual(read.models, (await get(management, CLAUDE_US)).models);
  assert.equal((await get(management, read.inferenceProfileId)).inferenceProfileArn, resourceARN);
  assert.ok((await own(management)).includes(resourceARN));

  const tags = async () => (await management.bedrock('ListTagsForResource', { resourceARN })).tags;
  assert.deepEqual(await tags(), [{ key: 'team', value: 'red' }]);
  await management.bedrock('TagResource', { resourceARN, tags: [{ key: 'stage', value: 'test' }] });
  await management.bedrock('UntagResource', { resourceARN, tagKeys: ['team'] });
  assert.deepEqual(await tags(), [{ key: 'stage', value: 'test' }]);

  await remove(management, read.inferenceProfileId);
  await refused(get(management, resourceARN), 'ResourceNotFoundException', { status: 404 });
});

test('a model is called by a profile of the account', async () => {
  const { inferenceProfileArn } = await create(management);
  await converse(management, inferenceProfileArn);
  await remove(management, inferenceProfileArn);
  await refused(converse(management, inferenceProfileArn), 'ValidationException');
});

test('a profile can be made once for a token, and once with a name', async () => {
  const request = { inferenceProfileName: fresh('once'), clientRequestToken: fresh('token') };
  const first = await create(management, modelArn(NOVA), request);
  const again = await create(management, modelArn(NOVA), request);
  assert.equal(again.inferenceProfileArn, first.inferenceProfileArn);
  await refused(create(management, modelArn(NOVA), { ...request, clientRequestToken: fresh('token') }),
    'ConflictException', { status: 400 });
  await refused(create(management, modelArn(CLAUDE, 'us-west-2')), 'ValidationException',
    { message: /copyFrom: must name region/ });
});

test('nobody else sees it, nor its own account in another region', async () => {
  const member = await createMember(management);
  const { inferenceProfileArn } = await create(management);
  const id = inferenceProfileArn.split('/')[1];
  const tags = { resourceARN: inferenceProfileArn };
  for (const caller of [member, management.in('us-west-2')]) {
    for (const identifier of [id, inferenceProfileArn, NOBODYS]) {
      await refused(get(caller, identifier), 'ResourceNotFoundException', { status: 404 });
      await refused(remove(caller, identifier), 'ResourceNotFoundException', { status: 404 });
    }
    await refused(caller.bedrock('ListTagsForResource', tags), 'ResourceNotFoundException');
    await refused(caller.bedrock('TagResource', { ...tags, tags: [{ key: 'a', value: '' }] }),
      'ResourceNotFoundException');
    await refused(caller.bedrock('UntagResource', { ...tags, tagKeys: ['a'] }),
      'ResourceNotFoundException');
    assert.deepEqual(await own(caller), []);
  }
  await refused(remove(management, CLAUDE_US), 'ValidationException', { message: /no application/ });
});

test('policies tell profiles apart by their tags', async () => {
  const Condition = { StringEquals: { 'aws:ResourceTag/team': 'red' } };
  const user = await createUser(management, allow('bedrock:GetInferenceProfile', '*', { Condition }));
  const red = await create(management, modelArn(NOVA), { tags: [{ key: 'team', value: 'red' }] });
  const blue = await create(management, modelArn(NOVA), { tags: [{ key: 'team', value: 'blue' }] });
  assert.equal((await get(user, red.inferenceProfileArn)).type, 'APPLICATION');
  await refused(get(user, blue.inferenceProfileArn), 'AccessDeniedException', { status: 403 });
});
