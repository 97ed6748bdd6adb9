// SPDX-License-Identifier: Apache-2.0
//
// Guardrails with policies that a classifier judges: what they say, as they are written, read and
// kept. Rule BG-1, 11.3. Where there is no classifier, guardrails.test.mjs sees them refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { fresh } from './world.mjs';

const { management } = await serve({
  upstreams: [{ name: 'safety', kind: 'openai', base_url: 'http://127.0.0.1:9/v1' }],
  classifier: { upstream: 'safety', model: 'safeguard' },
});

const MESSAGES = { blockedInputMessaging: 'not in', blockedOutputsMessaging: 'not out' };
const TOPICS = [
  {
    name: 'Advice', definition: 'what to buy', examples: ['Buy?', 'Sell?'], type: 'DENY',
    inputAction: 'NONE', outputAction: 'BLOCK', inputEnabled: true, outputEnabled: false,
  },
  { name: 'Is it rain?', definition: 'weather', type: 'DENY' },
];
const FILTERS = [
  {
    type: 'HATE', inputStrength: 'LOW', outputStrength: 'HIGH', inputModalities: ['TEXT'],
    outputModalities: ['TEXT'], inputAction: 'BLOCK', outputAction: 'NONE', inputEnabled: false,
    outputEnabled: true,
  },
  { type: 'PROMPT_ATTACK', inputStrength: 'MEDIUM', outputStrength: 'NONE' },
];
const GROUNDING = [
  { type: 'GROUNDING', threshold: 0.75, action: 'BLOCK', enabled: true },
  { type: 'RELEVANCE', threshold: 0.5 },
];
const CLASSIC = { tierName: 'CLASSIC' };
const settings = (more) => ({ name: fresh('guardrail'), ...MESSAGES, ...more });
const create = (more) => management.bedrock('CreateGuardrail', settings(more));
const get = (guardrailIdentifier, guardrailVersion) => (
  management.bedrock('GetGuardrail', { guardrailIdentifier, guardrailVersion }));

test('topics, content filters and grounding filters are kept as they were given (BG-1)', async () => {
  const { guardrailId: id } = await create({
    topicPolicyConfig: { topicsConfig: TOPICS, tierConfig: CLASSIC },
    contentPolicyConfig: { filtersConfig: FILTERS, tierConfig: CLASSIC },
    contextualGroundingPolicyConfig: { filtersConfig: GROUNDING },
  });
  await management.bedrock('CreateGuardrailVersion', { guardrailIdentifier: id });
  await management.bedrock('UpdateGuardrail', {
    guardrailIdentifier: id, ...settings({ topicPolicyConfig: { topicsConfig: [TOPICS[1]] } }),
  });
  const version = await get(id, '1');
  assert.deepEqual(version.topicPolicy, { topics: TOPICS, tier: CLASSIC });
  assert.deepEqual(version.contentPolicy, { filters: FILTERS, tier: CLASSIC });
  assert.deepEqual(version.contextualGroundingPolicy, { filters: GROUNDING });
  const draft = await get(id);
  assert.deepEqual(draft.topicPolicy, { topics: [TOPICS[1]] });
  assert.deepEqual([draft.contentPolicy, draft.contextualGroundingPolicy], [undefined, undefined]);
});

test('what no classifier of texts can do is refused, and nothing is made', async () => {
  const [attack] = FILTERS.slice(1);
  const content = (more) => ({ contentPolicyConfig: { filtersConfig: [{ ...attack, ...more }] } });
  for (const [more, message] of [
    [content({ inputModalities: ['TEXT', 'IMAGE'] }), /IMAGE/],
    [content({ outputStrength: 'LOW' }), /PROMPT_ATTACK must be NONE/],
    [{ topicPolicyConfig: { topicsConfig: TOPICS, tierConfig: { tierName: 'STANDARD' } } },
      /STANDARD needs crossRegionConfig/],
    [{ topicPolicyConfig: { topicsConfig: [TOPICS[0], TOPICS[0]] } }, /each name/],
    [{ contextualGroundingPolicyConfig: { filtersConfig: [{ type: 'GROUNDING', threshold: 1 }] } },
      /0 to 0\.99/],
  ]) {
    await refused(create(more), 'ValidationException', { status: 400, message });
  }
  const { guardrails } = await management.bedrock('ListGuardrails');
  assert.equal(guardrails.length, 1);
});
