// SPDX-License-Identifier: Apache-2.0
//
// Users with the policies that tests give them.
import { fresh } from './world.mjs';

/** A policy document that allows actions. @param more such as { Condition: … } */
export const allow = (Action, Resource = '*', more = {}) =>
  document({ Effect: 'Allow', Action, Resource, ...more });
export const deny = (Action, Resource = '*', more = {}) =>
  document({ Effect: 'Deny', Action, Resource, ...more });
export const document = (...Statement) => JSON.stringify({ Version: '2012-10-17', Statement });

export const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

/**
 * A caller with the key of a new user of `by`'s account.
 * @param policies documents, which become inline policies
 */
export async function createUser(by, ...policies) {
  const UserName = fresh('user');
  await by.iam('CreateUser', { UserName });
  const { AccessKey: key } = await by.iam('CreateAccessKey', { UserName });
  const caller = by.withCredentials({
    accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey,
  });
  caller.userName = UserName;
  await givePolicies(by, caller, ...policies);
  return caller;
}

/** A caller who may do everything in the account of `by`. */
export async function createAdministrator(by) {
  const caller = await createUser(by);
  await by.iam('AttachUserPolicy', { UserName: caller.userName, PolicyArn: ADMINISTRATOR });
  return caller;
}

/** The secret of a new Bedrock API key of a user of `by`'s account. */
export async function createApiKey(by, { userName: UserName }) {
  const { ServiceSpecificCredential: made } = await by.iam('CreateServiceSpecificCredential',
    { UserName, ServiceName: 'bedrock.amazonaws.com' });
  return made.ServiceCredentialSecret;
}

/** Replaces the user's inline policies; fewer than before leave the rest as they are. */
export async function givePolicies(by, { userName: UserName }, ...policies) {
  for (const [i, PolicyDocument] of policies.entries()) {
    await by.iam('PutUserPolicy', { UserName, PolicyName: `policy-${i}`, PolicyDocument });
  }
}

/** Attaches a new service control policy to a root, OU or account. @return its ARN */
export async function restrict(management, TargetId, Content) {
  const { PolicySummary: policy } = (await management.organizations('CreatePolicy', {
    Name: fresh('scp'), Description: '', Type: 'SERVICE_CONTROL_POLICY', Content,
  })).Policy;
  await management.organizations('AttachPolicy', { PolicyId: policy.Id, TargetId });
  return policy.Arn;
}
