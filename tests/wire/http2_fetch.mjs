// SPDX-License-Identifier: Apache-2.0
//
// A `fetch` that speaks HTTP/2 by prior knowledge, for clients that take one.
import { connect } from 'node:http2';
import { Readable } from 'node:stream';

// What HTTP/2 has no place for. Source: RFC 9113, section 8.2.2.
const OF_CONNECTIONS = /^(connection|host|keep-alive|transfer-encoding)$/;

/** @return {fetch, sessions, close()}; all requests of one origin share a connection */
export function http2Fetch() {
  const sessions = new Map();
  const sessionOf = (origin) => {
    if (!sessions.has(origin)) sessions.set(origin, connect(origin));
    return sessions.get(origin);
  };

  const fetch = (target, { method = 'GET', headers, body, signal } = {}) => {
    const { origin, pathname, search } = new URL(target);
    const fields = [...new Headers(headers)].filter(([name]) => !OF_CONNECTIONS.test(name));
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const stream = sessionOf(origin).request(
        { ':method': method, ':path': pathname + search, ...Object.fromEntries(fields) }, { signal });
      stream.on('error', reject).on('response', (got) => {
        const told = Object.entries(got).filter(([name]) => !name.startsWith(':'));
        resolve(new Response(Readable.toWeb(stream), { status: got[':status'], headers: told }));
      });
      stream.end(body);
    });
  };
  return { fetch, sessions, close: () => sessions.forEach((session) => session.close()) };
}
