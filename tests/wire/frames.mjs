// SPDX-License-Identifier: Apache-2.0
//
// HTTP/2 frame by frame, with header fields that no library would send.
import { once } from 'node:events';
import { connect } from 'node:net';

const TYPE = { data: 0, headers: 1, reset: 3, settings: 4, goaway: 7 };
const END_STREAM = 1;
const END_HEADERS = 4;
const FRAME_BYTES_MAX = 16384;

function frame(type, flags, stream, payload = Buffer.alloc(0)) {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** A text as it is, with its length before it. Source: RFC 7541 sections 5.1 and 5.2. */
function literal(text) {
  const bytes = Buffer.from(text, 'latin1');
  if (bytes.length < 127) return Buffer.concat([Buffer.of(bytes.length), bytes]);
  const length = [127];
  let left = bytes.length - 127;
  for (; left >= 128; left >>= 7) length.push(128 | (left & 127));
  return Buffer.concat([Buffer.from([...length, left]), bytes]);
}

/** Fields that no table keeps. */
const block = (fields) => Buffer.concat(
  fields.flatMap(([name, value]) => [Buffer.of(0), literal(name), literal(value)]));

/** Statuses that HPACK's static table has. Source: RFC 7541 appendix A. */
const STATUS = { 0x88: '200', 0x8c: '400', 0x8d: '404', 0x8e: '500' };

/** One connection for one request. */
export class Frames {
  #received = Buffer.alloc(0);

  static async open(url) {
    const { hostname, port } = new URL(url);
    const frames = new Frames();
    frames.socket = connect({ host: hostname, port });
    await once(frames.socket, 'connect');
    frames.socket.on('error', () => {}).write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    frames.socket.write(frame(TYPE.settings, 0, 0));
    return frames;
  }

  /**
   * Sends a request.
   * @param fields [[name, value]...], pseudo-headers and all
   * @param body bytes, or undefined
   * @param trailers fields, or undefined
   * @return the status of the response, or `reset`: the stream or the connection was given up
   */
  async request(fields, body, trailers) {
    const pieces = [frame(TYPE.headers, END_HEADERS | (body ? 0 : END_STREAM), 1, block(fields))];
    if (body) {
      if (body.length > FRAME_BYTES_MAX) throw new Error('a body of more than one frame');
      pieces.push(frame(TYPE.data, trailers ? 0 : END_STREAM, 1, body));
    }
    if (trailers) pieces.push(frame(TYPE.headers, END_HEADERS | END_STREAM, 1, block(trailers)));
    this.socket.write(Buffer.concat(pieces));
    for await (const bytes of this.socket) {
      this.#received = Buffer.concat([this.#received, bytes]);
      const outcome = this.#outcome();
      if (outcome) return outcome;
    }
    return 'reset';
  }

  #outcome() {
    for (let at = 0; at + 9 <= this.#received.length;) {
      const end = at + 9 + this.#received.readUIntBE(at, 3);
      if (end > this.#received.length) return undefined;
      const type = this.#received[at + 3];
      if (type === TYPE.headers) return STATUS[this.#received[at + 9]] ?? 'another status';
      if (type === TYPE.reset || type === TYPE.goaway) return 'reset';
      at = end;
    }
    return undefined;
  }

  close() {
    this.socket.destroy();
  }
}
