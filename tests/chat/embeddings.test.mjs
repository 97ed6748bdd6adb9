// SPDX-License-Identifier: Apache-2.0
//
// OpenAI's own client in front of Bedrock's embedding models. Source: OpenAI API Reference, "Create
// embeddings"; Bedrock User Guide, "Amazon Titan Embeddings models", "Cohere Embed models".
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import OpenAI from 'openai';

import { NOVA } from '../wire/world.mjs';
import { beginBedrock } from './world.mjs';

const TITAN = 'amazon.titan-embed-text-v2:0';
const COHERE = 'cohere.embed-english-v3';
const { url, key, bedrock, close } = await beginBedrock(COHERE);
after(close);
const client = new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 });
const embed = (more) => client.embeddings.create({ model: TITAN, input: 'Hello', ...more });

test('Titan is asked about one text, and its floats arrive however the client wants them', async () => {
  bedrock.says({ embedding: [0.25, -1, 3.5e-2], inputTextTokenCount: 5 });
  // The client asks for base64 unless told otherwise, and decodes it.
  const { data: [{ embedding, index }], model, usage } = await embed({ dimensions: 256 });
  assert.deepEqual(Array.from(embedding), [0.25, -1, Math.fround(3.5e-2)]);
  assert.deepEqual([index, model, usage], [0, TITAN, { prompt_tokens: 5, total_tokens: 5 }]);
  assert.equal(bedrock.last.path, `/model/${encodeURIComponent(TITAN)}/invoke`);
  assert.deepEqual(bedrock.last.body, { inputText: 'Hello', dimensions: 256 });

  const floats = await embed({ input: ['Hello'], encoding_format: 'float' });
  assert.deepEqual(floats.data[0].embedding, [0.25, -1, 0.035]);
});

test('Titan is asked about each of several texts, and their answers are one', async () => {
  bedrock.answer = (response, { body }) => response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ embedding: [Number(body.inputText)], inputTextTokenCount: 2 }));
  const before = bedrock.requests.length;
  const input = Array.from({ length: 20 }, (_, i) => String(i));
  const { data, usage } = await embed({ input, encoding_format: 'float' });
  assert.deepEqual(data.map(({ embedding, index }) => [index, ...embedding]),
    input.map((text, i) => [i, Number(text)]));
  assert.deepEqual(usage, { prompt_tokens: 40, total_tokens: 40 });
  assert.equal(bedrock.requests.length - before, 20);
  bedrock.says({ message: 'busy' }, 429);
  await assert.rejects(embed({ input }), OpenAI.RateLimitError);
});

test('Cohere is asked about several, as texts to be found', async () => {
  bedrock.says({ embeddings: { float: [[1], [2]] }, id: 'x', response_type: 'embeddings_by_type' },
    200, { 'x-amzn-bedrock-input-token-count': '9' });
  const { data, usage } = await embed({ model: COHERE, input: ['a', 'b'], encoding_format: 'float' });
  assert.deepEqual(data.map(({ embedding }) => embedding), [[1], [2]]);
  assert.deepEqual(usage, { prompt_tokens: 9, total_tokens: 9 });
  assert.deepEqual(bedrock.last.body, { texts: ['a', 'b'], input_type: 'search_document',
    embedding_types: ['float'], truncate: 'NONE' });
});

test('what a model cannot be asked is refused by its name', async () => {
  const before = bedrock.requests.length;
  const refused = async (more, message) => {
    await assert.rejects(embed(more), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError, error.message);
      assert.match(error.message, message);
      return true;
    });
  };
  await refused({ input: Array.from({ length: 97 }, () => 'a') }, /no more than 96 texts/);
  await refused({ input: [1, 2] }, /\$\.input: tokens: this model takes texts only/);
  await refused({ model: COHERE, dimensions: 8 }, /\$\.dimensions: this model has one number/);
  await refused({ model: NOVA }, /\$\.model: `amazon\.nova-micro-v1:0` embeds nothing/);
  assert.equal(bedrock.requests.length, before);
});
