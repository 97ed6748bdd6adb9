// SPDX-License-Identifier: Apache-2.0
//
// The doors of the gateway as plain HTTP: what each is asked, and what its answers say.
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { fromUtf8, toUtf8 } from '@smithy/util-utf8';

const codec = new EventStreamCodec(toUtf8, fromUtf8);
const json = (bytes) => JSON.parse(Buffer.from(bytes).toString('utf8'));

/** The messages of an event stream: [[name, data]...]; fails on one that is cut or forged. */
export function messagesOf(bytes) {
  const out = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + bytes.readUInt32BE(at);
    if (end > bytes.length) throw new Error('a message that is cut');
    const { headers, body } = codec.decode(bytes.subarray(at, end));
    out.push([headers[':event-type']?.value ?? headers[':exception-type'].value, json(body)]);
    at = end;
  }
  return out;
}

/** The data of server-sent events; fails on one that is cut. */
function eventsOf(bytes) {
  const blocks = bytes.toString('utf8').split('\n\n');
  if (blocks.pop() !== '') throw new Error('an event that is cut');
  return blocks.map((block) => block.split('\n').find((line) => line.startsWith('data: ')).slice(6));
}

/** The JSON of the chunks of InvokeModelWithResponseStream. */
export const chunksOf = (bytes) => messagesOf(bytes)
  .map(([name, data]) => (name === 'chunk' ? json(Buffer.from(data.bytes, 'base64')) : { failed: name }));
/** The JSON of server-sent events. */
export const parsed = (bytes) => eventsOf(bytes)
  .map((data) => (data === '[DONE]' ? { done: true } : JSON.parse(data)));
const said = (pieces, textOf, ends) => ({
  text: pieces.map((piece) => textOf(piece) ?? '').join(''), complete: pieces.some(ends),
});
const ofMessages = (pieces) => said(pieces, (one) => one.delta?.text, (one) => one.type === 'message_stop');

/**
 * Each: path(model, streams), body(text), and what answers say: whole(body) => text,
 * stream(bytes) => {text, complete}, which is complete only when its API's clients would say so.
 */
export const DOORS = {
  converse: {
    path: (model, streams) => `/model/${model}/converse${streams ? '-stream' : ''}`,
    body: (text) => ({ messages: [{ role: 'user', content: [{ text }] }] }),
    whole: (body) => body.output.message.content[0].text,
    stream: (bytes) => said(messagesOf(bytes), ([, data]) => data.delta?.text,
      ([name]) => name === 'metadata'),
  },
  invoke: {
    path: (model, streams) => `/model/${model}/invoke${streams ? '-with-response-stream' : ''}`,
    body: (text) => ({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 99,
      messages: [{ role: 'user', content: text }] }),
    whole: (body) => body.content[0].text,
    stream: (bytes) => ofMessages(chunksOf(bytes)),
  },
  messages: {
    path: () => '/v1/messages', named: true,
    body: (text) => ({ max_tokens: 99, messages: [{ role: 'user', content: text }] }),
    whole: (body) => body.content[0].text,
    stream: (bytes) => ofMessages(parsed(bytes)),
  },
  chat: {
    path: () => '/v1/chat/completions', named: true,
    body: (text) => ({ messages: [{ role: 'user', content: text }] }),
    whole: (body) => body.choices[0].message.content,
    stream: (bytes) => said(parsed(bytes), (one) => one.choices?.[0]?.delta.content, (one) => one.done),
  },
  responses: {
    path: () => '/v1/responses', named: true,
    body: (text) => ({ input: text }),
    whole: (body) => body.output.at(-1).content[0].text,
    stream: (bytes) => said(parsed(bytes),
      (one) => (one.type === 'response.output_text.delta' ? one.delta : ''),
      (one) => one.type === 'response.completed'),
  },
};

/** The request of a door: {method, path, headers: [[name, value]...], body: text}. */
export function requestOf(door, model, key, { text = 'Hello', streams = false } = {}) {
  const { path, body, named } = DOORS[door];
  return {
    method: 'POST', path: path(encodeURIComponent(model), streams),
    headers: [['host', 'localhost'], ['content-type', 'application/json'],
      ['authorization', `Bearer ${key}`], ['anthropic-version', '2023-06-01']],
    body: JSON.stringify({ ...body(text), ...(named ? { model, stream: streams } : {}) }),
  };
}

/** Asks by HTTP. @return {status, headers, bytes} */
export async function ask(url, door, model, key, options = {}) {
  const { method, path, headers, body } = requestOf(door, model, key, options);
  const response = await fetch(url + path, { method, body, signal: options.signal,
    headers: headers.filter(([name]) => name !== 'host') });
  return { status: response.status, headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()) };
}

/** What an answer says: {text, complete}; of one that is no success nothing. */
export function heard(door, streams, { status, bytes }) {
  if (status !== 200) return { text: '', complete: false };
  return streams ? DOORS[door].stream(bytes) : { text: DOORS[door].whole(json(bytes)), complete: true };
}
