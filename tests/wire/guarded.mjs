// SPDX-License-Identifier: Apache-2.0
//
// Servers with a guardrail that may be enforced.
import { serve } from './harness.mjs';
import { allow, createApiKey, createUser } from './users.mjs';
import { CLAUDE, fresh, prepare, sendForm, subscribe } from './world.mjs';

export const MESSAGES = { blockedInputMessaging: 'not in', blockedOutputsMessaging: 'not out' };
/** `secret` is blocked, e-mail addresses are masked. */
export const RULES = {
  wordPolicyConfig: { wordsConfig: [{ text: 'secret' }] },
  sensitiveInformationPolicyConfig: { piiEntitiesConfig: [{ type: 'EMAIL', action: 'ANONYMIZE' }] },
};

/** Settings by which every model comes from one server of OpenAI's API. */
export const through = (url) => ({
  upstreams: [{ name: 'o', kind: 'openai', base_url: `${url}/v1` }],
  routes: [{ model: '*', upstream: 'o' }],
});

/** @return the id of a draft */
export const makeGuardrail = async (caller, rules = RULES) => (await caller.bedrock('CreateGuardrail',
  { name: fresh('guardrail'), ...MESSAGES, ...rules })).guardrailId;

/** A server whose management account has subscribed to CLAUDE and made a guardrail, version 1:
 *  {guardrailId, enforce, key} and what serve() gives; the key may do anything. */
export async function serveGuarded(settings, rules = RULES) {
  const server = await serve(settings);
  const { management } = server;
  await prepare(management);
  await sendForm(management);
  await subscribe(management, CLAUDE);
  const guardrailId = await makeGuardrail(management, rules);
  await management.bedrock('CreateGuardrailVersion', { guardrailIdentifier: guardrailId });
  const enforce = () => management.bedrock('PutEnforcedGuardrailConfiguration', {
    guardrailInferenceConfig: { guardrailIdentifier: guardrailId, guardrailVersion: '1' } });
  const key = await createApiKey(management, await createUser(management, allow('*')));
  return { ...server, guardrailId, enforce, key };
}
