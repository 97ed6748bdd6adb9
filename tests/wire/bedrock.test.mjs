// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { CLAUDE, CLAUDE_US, COHERE, NOVA, createMember, prepare, sendForm, subscribe } from './world.mjs';

const { management } = await serve();
await prepare(management);

const availability = (caller, modelId) => caller.bedrock('GetFoundationModelAvailability', { modelId });

test('ListFoundationModels filters', async () => {
  const ids = async (input) => (await management.bedrock('ListFoundationModels', input)).modelSummaries
    .map((model) => model.modelId);
  const all = await ids({});
  assert.ok(all.length >= 40);
  const anthropic = await ids({ byProvider: 'anthropic' });
  assert.ok(anthropic.includes(CLAUDE));
  assert.ok(anthropic.every((id) => id.startsWith('anthropic.')));
  assert.ok((await ids({ byOutputModality: 'IMAGE' })).length < all.length);
  assert.ok(!(await ids({ byInferenceType: 'ON_DEMAND' })).includes(CLAUDE));
});

test('GetFoundationModel describes one model', async () => {
  const { modelDetails } = await management.bedrock('GetFoundationModel', { modelIdentifier: CLAUDE });
  assert.equal(modelDetails.modelArn, `arn:aws:bedrock:us-east-1::foundation-model/${CLAUDE}`);
  assert.equal(modelDetails.modelLifecycle.status, 'ACTIVE');
  await refused(management.bedrock('GetFoundationModel', { modelIdentifier: 'example.nothing-v1' }),
    'ResourceNotFoundException', { status: 404 });
});

test('ListFoundationModelAgreementOffers shows price and terms', async () => {
  const { offers } = await management.bedrock('ListFoundationModelAgreementOffers', { modelId: COHERE });
  assert.equal(offers.length, 1);
  assert.ok(offers[0].offerToken);
  const { usageBasedPricingTerm, legalTerm } = offers[0].termDetails;
  assert.ok(usageBasedPricingTerm.rateCard.length > 0);
  assert.match(legalTerm.url, /^https:/);
  await refused(management.bedrock('ListFoundationModelAgreementOffers', { modelId: 'example.nothing-v1' }),
    'ValidationException', { message: /The provided model identifier is invalid/ });
});

test('an agreement is made once, and cancelled once', async () => {
  const caller = await createMember(management);
  await subscribe(caller, COHERE);
  assert.equal((await availability(caller, COHERE)).agreementAvailability.status, 'AVAILABLE');
  const { offers: [offer] } = await caller.bedrock('ListFoundationModelAgreementOffers',
    { modelId: COHERE });
  await refused(caller.bedrock('CreateFoundationModelAgreement', { modelId: COHERE,
    offerToken: offer.offerToken }),
    'ValidationException', { status: 400, message: /Agreement already exists/ });

  await caller.bedrock('DeleteFoundationModelAgreement', { modelId: COHERE });
  assert.equal((await availability(caller, COHERE)).agreementAvailability.status, 'NOT_AVAILABLE');
  await refused(caller.bedrock('DeleteFoundationModelAgreement', { modelId: COHERE }),
    'ValidationException', { status: 400, message: /No agreement exists to cancel/ });
});

test('CreateFoundationModelAgreement refuses an offer of another model', async () => {
  const { offers: [offer] } = await management.bedrock('ListFoundationModelAgreementOffers',
    { modelId: CLAUDE });
  await refused(management.bedrock('CreateFoundationModelAgreement', {
    modelId: COHERE, offerToken: offer.offerToken,
  }), 'ValidationException');
});

test('GetFoundationModelAvailability: Amazon’s own models need no agreement', async () => {
  const got = await availability(management, NOVA);
  assert.equal(got.modelId, NOVA);
  assert.deepEqual(
    [got.authorizationStatus, got.entitlementAvailability, got.regionAvailability],
    ['AUTHORIZED', 'AVAILABLE', 'AVAILABLE']);
  await refused(availability(management, 'example.nothing-v1'), 'ResourceNotFoundException');
});

test('the use-case form is kept for the account that sent it', async () => {
  const caller = await createMember(management);
  await refused(caller.bedrock('GetUseCaseForModelAccess'), 'ResourceNotFoundException', { status: 404 });
  await sendForm(caller);
  const { formData } = await caller.bedrock('GetUseCaseForModelAccess');
  assert.equal(JSON.parse(Buffer.from(formData)).companyName, 'Example');
  await refused(caller.bedrock('PutUseCaseForModelAccess', { formData: Buffer.from('{"useCases": 1}') }),
    'ValidationException');
});

test('inference profiles are listed by page and found by id', async () => {
  const first = await management.bedrock('ListInferenceProfiles', { maxResults: 1 });
  assert.equal(first.inferenceProfileSummaries.length, 1);
  assert.ok(first.nextToken);
  const got = await management.bedrock('GetInferenceProfile', { inferenceProfileIdentifier: CLAUDE_US });
  assert.equal(got.inferenceProfileId, CLAUDE_US);
  assert.deepEqual([got.status, got.type], ['ACTIVE', 'SYSTEM_DEFINED']);
  assert.ok(got.models.length > 1);
  await refused(management.bedrock('GetInferenceProfile',
    { inferenceProfileIdentifier: 'us.example.nothing-v1' }),
    'ResourceNotFoundException');
});
