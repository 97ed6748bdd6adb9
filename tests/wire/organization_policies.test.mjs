// SPDX-License-Identifier: Apache-2.0
//
// Policies of an organization. Rules OR-8 to OR-11, BG-3 to BG-6, 9.2 (Policy type on the root).
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import {
  NOVA, converse, createAccount, createMember, createUnit, fresh, move, organizationOf, rootOf,
} from './world.mjs';

const { management } = await serve();
const { Id: root } = await rootOf(management);
const organization = await organizationOf(management);
const SCP = 'SERVICE_CONTROL_POLICY';
const FULL_ACCESS = 'p-FullAWSAccess';
const NONE = 'p-0000000000';

const organizations = (operation, input) => management.organizations(operation, input);
const deny = (action) => JSON.stringify({
  Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }],
});
const guardrail = (settings) => JSON.stringify({
  bedrock: { guardrail_inference: { 'us-east-1': { main: settings } } },
});
const identifier = (version) => (
  `arn:aws:bedrock:us-east-1:${organization.MasterAccountId}:guardrail/hu1dlsv9wy1d:${version}`);

async function refusedFor(call, name, reason) {
  assert.equal((await refused(call, name)).Reason, reason);
}

async function createPolicy(Content, Type = SCP, more = {}) {
  const { Policy } = await organizations('CreatePolicy', {
    Name: fresh('policy'), Description: '', Type, Content, ...more,
  });
  return Policy.PolicySummary.Id;
}

const attach = (PolicyId, TargetId) => organizations('AttachPolicy', { PolicyId, TargetId });
const detach = (PolicyId, TargetId) => organizations('DetachPolicy', { PolicyId, TargetId });

async function policiesOn(TargetId, Filter = SCP) {
  const { Policies } = await organizations('ListPoliciesForTarget', { TargetId, Filter });
  return Policies.map(({ Id }) => Id);
}

test('a type of policy is enabled on the root, once, and shown there', async () => {
  await refused(organizations('EnablePolicyType', { RootId: 'r-none', PolicyType: SCP }),
    'RootNotFoundException', { status: 400 });
  await refused(organizations('DisablePolicyType', { RootId: root, PolicyType: SCP }),
    'PolicyTypeNotEnabledException');
  const { Root } = await organizations('EnablePolicyType', { RootId: root, PolicyType: SCP });
  assert.deepEqual(Root.PolicyTypes, [{ Type: SCP, Status: 'ENABLED' }]);
  assert.deepEqual((await rootOf(management)).PolicyTypes, Root.PolicyTypes);
  assert.deepEqual((await organizationOf(management)).AvailablePolicyTypes, Root.PolicyTypes);
  await refused(organizations('EnablePolicyType', { RootId: root, PolicyType: SCP }),
    'PolicyTypeAlreadyEnabledException');
});

test('a policy is written, changed, listed, described, tagged and deleted', async () => {
  const Name = fresh('policy');
  const { Policy } = await organizations('CreatePolicy', {
    Name, Description: 'none of it', Type: SCP, Content: deny('bedrock:*'),
    Tags: [{ Key: 'k', Value: 'v' }],
  });
  const { Id, Arn } = Policy.PolicySummary;
  assert.equal(Arn, `arn:aws:organizations::${organization.MasterAccountId}:policy/`
    + `${organization.Id}/service_control_policy/${Id}`);
  assert.equal(Policy.PolicySummary.AwsManaged, false);
  const tags = await organizations('ListTagsForResource', { ResourceId: Id });
  assert.deepEqual(tags.Tags, [{ Key: 'k', Value: 'v' }]);

  await refused(createPolicy(deny('*'), SCP, { Name }), 'DuplicatePolicyException');
  const error = await refused(createPolicy(deny('*').replace('Deny', 'Perhaps')),
    'MalformedPolicyDocumentException');
  assert.match(error.message, /Effect/);
  const { Policies } = await organizations('ListPolicies', { Filter: SCP });
  assert.deepEqual(Policies.map((one) => one.Id).sort(), [FULL_ACCESS, Id].sort());
  await refused(organizations('ListPolicies', { Filter: 'NO_POLICY' }), 'InvalidInputException');

  await organizations('UpdatePolicy', { PolicyId: Id, Content: deny('s3:*') });
  await refused(organizations('UpdatePolicy', { PolicyId: Id, Content: '{' }),
    'MalformedPolicyDocumentException');
  await refusedFor(organizations('UpdatePolicy', { PolicyId: FULL_ACCESS, Name: 'x' }),
    'InvalidInputException', 'IMMUTABLE_POLICY');
  const described = await organizations('DescribePolicy', { PolicyId: Id });
  assert.equal(described.Policy.Content, deny('s3:*'));
  assert.equal(described.Policy.PolicySummary.Name, Name);

  await organizations('DeletePolicy', { PolicyId: Id });
  await refused(organizations('DescribePolicy', { PolicyId: Id }), 'PolicyNotFoundException');
  await refused(organizations('DeletePolicy', { PolicyId: Id }), 'PolicyNotFoundException');
});

test('policies are attached and detached; the last service control policy stays', async () => {
  const { Id: unit } = await createUnit(management);
  const policy = await createPolicy(deny('bedrock:*'));
  assert.deepEqual(await policiesOn(unit), [FULL_ACCESS]);
  await refused(attach(NONE, unit), 'PolicyNotFoundException');
  await refused(attach(policy, unit.replace(/.{8}$/, '00000000')), 'TargetNotFoundException');
  await attach(policy, unit);
  await refused(attach(policy, unit), 'DuplicatePolicyAttachmentException');
  await refused(organizations('DeletePolicy', { PolicyId: policy }), 'PolicyInUseException');
  const { Targets } = await organizations('ListTargetsForPolicy', { PolicyId: policy });
  assert.deepEqual(Targets.map(({ TargetId, Type }) => [TargetId, Type]),
    [[unit, 'ORGANIZATIONAL_UNIT']]);
  await refused(organizations('ListTargetsForPolicy', { PolicyId: NONE }),
    'PolicyNotFoundException');
  await refused(organizations('ListPoliciesForTarget', { TargetId: 'r-none', Filter: SCP }),
    'TargetNotFoundException');

  await detach(FULL_ACCESS, unit);
  await refused(detach(FULL_ACCESS, unit), 'PolicyNotAttachedException');
  await refusedFor(detach(policy, unit), 'ConstraintViolationException',
    'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED');
  await attach(FULL_ACCESS, unit);
  await detach(policy, unit);
  assert.deepEqual(await policiesOn(unit), [FULL_ACCESS]);
});

test('at most five service control policies are on a target', async () => {
  const { Id: unit } = await createUnit(management);
  for (let more = 4; more > 0; more--) await attach(await createPolicy(deny('s3:*')), unit);
  await refusedFor(attach(await createPolicy(deny('s3:*')), unit), 'ConstraintViolationException',
    'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED');
});

test('members see their effective policy and no policies', async () => {
  const account = await createAccount(management);
  const member = await management.assume(account);
  const { Id: unit } = await createUnit(management);
  await move(management, account, unit);
  const effective = (caller, more = {}) => (
    caller.organizations('DescribeEffectivePolicy', { PolicyType: 'BEDROCK_POLICY', ...more }));
  await refused(effective(member), 'EffectivePolicyNotFoundException');
  await organizations('EnablePolicyType', { RootId: root, PolicyType: 'BEDROCK_POLICY' });
  assert.equal((await effective(member)).EffectivePolicy.PolicyContent, '{}');

  const onRoot = await createPolicy(guardrail({ identifier: { '@@assign': identifier(1) } }),
    'BEDROCK_POLICY');
  await attach(onRoot, root);
  await attach(await createPolicy(guardrail({
    model_enforcement: { excluded_models: { '@@append': ['amazon.titan-embed-text-v2:0'] } },
  }), 'BEDROCK_POLICY'), unit);
  const { EffectivePolicy } = await effective(member);
  assert.equal(EffectivePolicy.TargetId, account);
  assert.deepEqual(JSON.parse(EffectivePolicy.PolicyContent), {
    bedrock: { guardrail_inference: { 'us-east-1': { main: {
      identifier: identifier(1),
      model_enforcement: { excluded_models: ['amazon.titan-embed-text-v2:0'] },
    } } } },
  });
  assert.deepEqual((await effective(management, { TargetId: account })).EffectivePolicy,
    EffectivePolicy);
  await refused(effective(member, { TargetId: organization.MasterAccountId }),
    'AccessDeniedException');
  await refusedFor(effective(management, { TargetId: root }), 'InvalidInputException',
    'TARGET_NOT_SUPPORTED');
  await refused(createPolicy(guardrail({ identifier: { '@@assign': identifier('DRAFT') } }),
    'BEDROCK_POLICY'), 'MalformedPolicyDocumentException');
  await detach(onRoot, root);
});

test('a service control policy binds members and not the management account', async () => {
  const account = await createAccount(management);
  const member = await management.assume(account);
  await converse(member, NOVA);
  const policy = await createPolicy(deny('bedrock:*'));
  const arn = `policy/${organization.Id}/service_control_policy/${policy}`;
  await attach(policy, account);
  await refused(converse(member, NOVA), 'AccessDeniedException', {
    status: 403, message: new RegExp(`explicit deny in a service control policy: arn:.*:${arn}$`),
  });
  await refused(member.bedrock('ListFoundationModels'), 'AccessDeniedException',
    { message: new RegExp(arn) });
  assert.equal((await member.sts('GetCallerIdentity')).Account, account);
  await attach(policy, organization.MasterAccountId);
  await converse(management, NOVA);
  await organizations('UpdatePolicy', { PolicyId: policy, Content: deny('s3:*') });
  await converse(member, NOVA);
});

test('what no service control policy of a level allows is refused', async () => {
  const account = await createAccount(management);
  const member = await management.assume(account);
  const { Id: unit } = await createUnit(management);
  await move(management, account, unit);
  await attach(await createPolicy(deny('bedrock:*').replace('Deny', 'Allow')), unit);
  await detach(FULL_ACCESS, unit);
  await converse(member, NOVA);
  await refused(member.iam('ListUsers'), 'AccessDenied', { message: /service control policy/ });
  await move(management, account, root);
  await member.iam('ListUsers');
});

test('an enforced guardrail that cannot be applied blocks the models that it is for', async () => {
  const account = await createAccount(management);
  const member = await management.assume(account);
  const policy = await createPolicy(guardrail({ identifier: { '@@assign': identifier(1) } }),
    'BEDROCK_POLICY');
  await attach(policy, account);
  await refused(converse(member, NOVA), 'AccessDeniedException', { reason: 'guardrail_unavailable' });
  await converse(member.in('us-west-2'), NOVA);
  await converse(management, NOVA);
  await organizations('UpdatePolicy', {
    PolicyId: policy,
    Content: guardrail({
      identifier: { '@@assign': identifier(1) },
      model_enforcement: { excluded_models: { '@@assign': [NOVA] } },
    }),
  });
  await converse(member, NOVA);
});

test('members read and change no policies', async () => {
  const member = await createMember(management);
  await refused(member.organizations('ListPolicies', { Filter: SCP }), 'AccessDeniedException');
  await refused(member.organizations('CreatePolicy', {
    Name: 'x', Description: '', Type: SCP, Content: deny('*'),
  }), 'AccessDeniedException');
});

test('a type that is disabled takes its attachments along', async () => {
  const { Root } = await organizations('DisablePolicyType', { RootId: root, PolicyType: SCP });
  assert.deepEqual(Root.PolicyTypes, [{ Type: 'BEDROCK_POLICY', Status: 'ENABLED' }]);
  assert.deepEqual(await policiesOn(root), []);
  await organizations('EnablePolicyType', { RootId: root, PolicyType: SCP });
  assert.deepEqual(await policiesOn(root), [FULL_ACCESS]);
});
