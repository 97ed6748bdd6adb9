// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { createServer } from 'node:http';

import { EventStreamCodec } from '@smithy/eventstream-codec';
import { fromUtf8, toUtf8 } from '@smithy/util-utf8';

/** A server that answers as the test says, and keeps what it was asked. */
export class ScriptedUpstream {
  /** What each request was: {path, headers, body}. */
  requests = [];
  /** Answers one request: (response, request) => void. */
  answer = (response) => response.writeHead(500).end();
  #sockets = [];
  #server = createServer((incoming, response) => {
    const pieces = [];
    incoming.on('data', (piece) => pieces.push(piece)).on('end', () => {
      const request = {
        path: incoming.url, headers: incoming.headers,
        body: JSON.parse(Buffer.concat(pieces).toString('utf8') || 'null'),
        gone: once(response, 'close'),
      };
      this.requests.push(request);
      this.answer(response, request);
    });
  });

  /** @return its address */
  async start() {
    this.#server.on('connection', (socket) => this.#sockets.push(socket));
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#server.unref();
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  get last() { return this.requests.at(-1); }

  /** Of all that was ever sent here, requests or not. */
  get bytesReceived() { return this.#sockets.reduce((sum, socket) => sum + socket.bytesRead, 0); }

  /** Answers the next requests with JSON. */
  says(body, status = 200, headers = {}) {
    this.answer = (response) => response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));
  }

  /** Answers the next requests with server-sent events: [name or '', data]. */
  streams(events, end = true) {
    this.answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const [name, data] of events) response.write(sse(name, data));
      if (end) response.end();
    };
  }

  close() {
    this.#server.closeAllConnections?.();
    this.#server.close();
  }
}

/** A server-sent event. */
export function sse(name, data) {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return `${name ? `event: ${name}\n` : ''}data: ${text}\n\n`;
}

/** Chunks of a chat completion: what changes, then how it ends and what it cost. */
export function chatChunks(deltas, finish_reason = 'stop') {
  const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };
  const chunk = (choices, more = {}) => ['', {
    id: 'chatcmpl-up', object: 'chat.completion.chunk', created: 1, model: 'theirs', choices, ...more,
  }];
  return [
    ...deltas.map((delta) => chunk([{ index: 0, delta, finish_reason: null }])),
    chunk([{ index: 0, delta: {}, finish_reason }]),
    chunk([], { usage }),
    ['', '[DONE]'],
  ];
}

/** Events of an Anthropic message: blocks as [start, ...deltas]. */
export function messageEvents(blocks, stop_reason = 'end_turn') {
  const usage = { input_tokens: 11, output_tokens: 7 };
  const event = (type, more) => [type, { type, ...more }];
  return [
    event('message_start', { message: {
      id: 'msg_up', type: 'message', role: 'assistant', model: 'theirs', content: [],
      stop_reason: null, stop_sequence: null, usage: { ...usage, output_tokens: 1 },
    } }),
    event('ping', {}),
    ...blocks.flatMap(([content_block, ...deltas], index) => [
      event('content_block_start', { index, content_block }),
      ...deltas.map((delta) => event('content_block_delta', { index, delta })),
      event('content_block_stop', { index }),
    ]),
    event('message_delta', { delta: { stop_reason, stop_sequence: null },
      usage: { output_tokens: usage.output_tokens } }),
    event('message_stop', {}),
  ];
}

/** Events of ConverseStream that say a text in pieces. */
export function converseEvents(texts) {
  return [
    ['messageStart', { role: 'assistant' }],
    ...texts.map((text) => ['contentBlockDelta', { contentBlockIndex: 0, delta: { text } }]),
    ['contentBlockStop', { contentBlockIndex: 0 }],
    ['messageStop', { stopReason: 'end_turn' }],
    ['metadata', { usage: { inputTokens: 11, outputTokens: 7, totalTokens: 18 },
      metrics: { latencyMs: 1 } }],
  ];
}

const codec = new EventStreamCodec(toUtf8, fromUtf8);
const header = (value) => ({ type: 'string', value });

/** Events [name, data] as messages of AWS's event streams. */
export function framed(events) {
  return Buffer.concat(events.map(([name, data]) => codec.encode({
    headers: { ':message-type': header('event'), ':event-type': header(name),
      ':content-type': header('application/json') },
    body: Buffer.from(JSON.stringify(data)),
  })));
}
