// SPDX-License-Identifier: Apache-2.0
//
// HTTP/1.1 by hand, and Signature Version 4 by hand: what no SDK can be made to send.
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';

const hash = (data) => createHash('sha256').update(data).digest('hex');
const hmac = (key, data) => createHmac('sha256', key).update(data).digest();
const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g,
  (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function canonicalPath(path) {
  const segments = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encode(segment));
  }
  return `/${segments.join('/')}${segments.length > 0 && path.endsWith('/') ? '/' : ''}`;
}

function canonicalQuery(query) {
  const pieces = query === '' ? [] : query.split('&');
  return pieces.map((piece) => piece.split(/=(.*)/s, 2))
    .map(([name, value = '']) => [name, value].map((text) => encode(decodeURIComponent(text))))
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('&');
}

/** The header's values under one name: blanks squeezed, joined by commas. */
function canonicalHeader(headers, name) {
  return headers.filter(([one]) => one.toLowerCase() === name)
    .map(([, value]) => value.trim().replace(/ +/g, ' ')).join(',');
}

export const timestamp = (date) => date.toISOString().replace(/[-:]|\.\d{3}/g, '');

/**
 * Signs a request {method, path, query, headers: [[name, value]...], body} as documented, or with
 * one of its ingredients replaced.
 * @param credentials {accessKeyId, secretAccessKey, sessionToken}
 * @param how service, region, date; payload: what to sign in place of the body's hash; signed: the
 *     names of signed headers; scope: what to put after the key id in place of the true scope;
 *     expires: seconds, for a presigned request
 * @return the request with what was added
 */
export function sign(request, credentials, how) {
  const { region = 'us-east-1', service, date = new Date(), expires } = how;
  const at = timestamp(date);
  const scope = [at.slice(0, 8), region, service, 'aws4_request'];
  const headers = [...request.headers];
  const parameters = request.query ? [request.query] : [];
  const payload = how.payload ?? hash(request.body ?? '');
  if (expires === undefined) headers.push(['x-amz-date', at]);
  if (expires === undefined && credentials.sessionToken) {
    headers.push(['x-amz-security-token', credentials.sessionToken]);
  }
  if (how.payload !== undefined) headers.push(['x-amz-content-sha256', payload]);
  const signed = how.signed ?? [...new Set(headers.map(([name]) => name.toLowerCase()))].sort();
  const credential = `${credentials.accessKeyId}/${how.scope ?? scope.join('/')}`;
  if (expires !== undefined) {
    parameters.push('X-Amz-Algorithm=AWS4-HMAC-SHA256', `X-Amz-Credential=${encode(credential)}`,
      `X-Amz-Date=${at}`, `X-Amz-Expires=${expires}`, `X-Amz-SignedHeaders=${encode(signed.join(';'))}`);
    if (credentials.sessionToken) {
      parameters.push(`X-Amz-Security-Token=${encode(credentials.sessionToken)}`);
    }
  }

  const canonical = [request.method, canonicalPath(request.path), canonicalQuery(parameters.join('&')),
    ...signed.map((name) => `${name}:${canonicalHeader(headers, name)}`), '', signed.join(';'),
    payload].join('\n');
  const text = ['AWS4-HMAC-SHA256', at, scope.join('/'), hash(canonical)].join('\n');
  const key = scope.reduce(hmac, `AWS4${credentials.secretAccessKey}`);
  const signature = hmac(key, text).toString('hex');
  if (expires === undefined) {
    headers.push(['authorization', `AWS4-HMAC-SHA256 Credential=${credential}, `
      + `SignedHeaders=${signed.join(';')}, Signature=${signature}`]);
  } else {
    parameters.push(`X-Amz-Signature=${signature}`);
  }
  return { ...request, headers, query: parameters.join('&') };
}

/** The bytes of a request; its length is stated unless its headers say how it is framed. */
export function bytesOf({ method, path, query = '', headers, body = '' }) {
  const framed = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  const lines = framed ? headers : [...headers, ['content-length', String(Buffer.byteLength(body))]];
  return Buffer.concat([
    Buffer.from(`${method} ${path}${query && `?${query}`} HTTP/1.1\r\n`
      + `${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`),
    Buffer.from(body),
  ]);
}

/** One connection, whose responses are read in order. */
export class Connection {
  #received = Buffer.alloc(0);
  #ended = false;
  #changed = () => {};

  static async open(url) {
    const { hostname, port } = new URL(url);
    const connection = new Connection(connect({ host: hostname, port }));
    await once(connection.socket, 'connect');
    return connection;
  }

  constructor(socket) {
    this.socket = socket;
    socket.on('data', (bytes) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#changed();
    });
    for (const event of ['end', 'error', 'close']) {
      socket.on(event, () => {
        this.#ended = true;
        this.#changed();
      });
    }
  }

  /** What was received and not taken yet. */
  get received() { return this.#received; }

  send(bytes) {
    this.socket.write(bytes);
    return this;
  }

  /** @return {status, headers, body: text} of the next response, interim ones included; undefined
   *      when the server closed instead. */
  async response() {
    for (;;) {
      const response = this.#take();
      if (response || this.#ended) return response;
      await new Promise((resolve) => { this.#changed = resolve; });
    }
  }

  #take() {
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const [first, ...lines] = this.#received.subarray(0, end).toString('latin1').split('\r\n');
    const headers = Object.fromEntries(lines.map((line) => line.split(/: */s, 2))
      .map(([name, value]) => [name.toLowerCase(), value]));
    const length = Number(headers['content-length'] ?? 0);
    if (this.#received.length < end + 4 + length) return undefined;
    const body = this.#received.subarray(end + 4, end + 4 + length).toString();
    this.#received = this.#received.subarray(end + 4 + length);
    return { status: Number(first.split(' ')[1]), headers, body };
  }

  close() {
    this.socket.destroy();
  }
}

/** Sends one request on a connection of its own. */
export async function exchange(url, bytes) {
  const connection = await Connection.open(url);
  const response = await connection.send(bytes).response();
  connection.close();
  return response;
}
