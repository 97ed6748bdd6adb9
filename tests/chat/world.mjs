// SPDX-License-Identifier: Apache-2.0
//
// A server whose models are asked of two scripted upstreams, and keys of users of two accounts.
import { serve } from '../wire/harness.mjs';
import { ScriptedUpstream } from '../wire/scripted.mjs';
import { allow, createUser } from '../wire/users.mjs';
import { CLAUDE, createMember, prepare, sendForm, subscribe } from '../wire/world.mjs';

const USE = allow(['bedrock:CallWithBearerToken', 'bedrock:InvokeModel*', 'bedrock:CountTokens']);

async function keyOf(caller) {
  const { userName } = await createUser(caller, USE);
  const { ServiceSpecificCredential: made } = await caller.iam('CreateServiceSpecificCredential',
    { UserName: userName, ServiceName: 'bedrock.amazonaws.com' });
  return made.ServiceCredentialSecret;
}

/** @return {url, key, stranger, openai, anthropic, close()}: `stranger` may use no Anthropic model */
export async function begin() {
  const openai = new ScriptedUpstream();
  const anthropic = new ScriptedUpstream();
  const { url, management } = await serve({
    upstreams: [
      { name: 'o', kind: 'openai', base_url: await openai.start() },
      { name: 'a', kind: 'anthropic', base_url: await anthropic.start() },
    ],
    routes: [{ model: 'anthropic.*', upstream: 'a' }, { model: '*', upstream: 'o' }],
  });
  await prepare(management);
  await sendForm(management);
  await subscribe(management, CLAUDE);
  return {
    url, openai, anthropic,
    key: await keyOf(management),
    stranger: await keyOf(await createMember(management)),
    close: () => { openai.close(); anthropic.close(); },
  };
}

/** Likewise of Bedrock alone, with a subscription to one model. @return {url, key, bedrock, close()} */
export async function beginBedrock(modelId) {
  const bedrock = new ScriptedUpstream();
  const { url, management } = await serve({
    upstreams: [{ name: 'b', kind: 'bedrock', base_url: await bedrock.start(), region: 'us-east-1',
      key_command: 'echo ABSKkey' }],
    routes: [{ model: '*', upstream: 'b', attempts: 1 }],
  });
  await prepare(management);
  await subscribe(management, modelId);
  return { url, bedrock, key: await keyOf(management), close: () => bedrock.close() };
}

export { CLAUDE, CLAUDE_US, NOVA } from '../wire/world.mjs';
