// SPDX-License-Identifier: Apache-2.0
//
// Bedrock's operations on resource policies, which the SDK's last version for this Node.js has not:
// signed and sent by hand, and noted like all others.
import { noted } from './harness.mjs';
import { sign } from './raw.mjs';

const BINDINGS = {
  PutResourcePolicy: ({ resourceArn, resourcePolicy }) => (
    ['POST', '/resource-policy', JSON.stringify({ resourceArn, resourcePolicy })]),
  GetResourcePolicy: ({ resourceArn }) => (
    ['GET', `/resource-policy/${encodeURIComponent(resourceArn)}`, undefined]),
  DeleteResourcePolicy: ({ resourceArn }) => (
    ['DELETE', `/resource-policy/${encodeURIComponent(resourceArn)}`, undefined]),
};

async function send({ url, credentials, region }, [method, path, body]) {
  const { headers } = sign({ method, path, headers: [['host', new URL(url).host]], body },
    credentials, { service: 'bedrock', region });
  const response = await fetch(new URL(path, url), { method, headers, body });
  const answer = JSON.parse(await response.text() || '{}');
  const $metadata = { httpStatusCode: response.status };
  if (response.ok) return { ...answer, $metadata };
  const name = response.headers.get('x-amzn-errortype');
  throw Object.assign(new Error(answer.message), { name, $metadata });
}

/** `resourcePolicy(caller, 'PutResourcePolicy', { … })`, as caller.bedrock would send it. */
export const resourcePolicy = (caller, operation, input) => (
  noted('bedrock', operation, send(caller, BINDINGS[operation](input))));
