// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { createServer } from 'node:http';

/** An OpenAI-compatible server that answers each call when the test says so. */
export class SlowUpstream {
  #waiting = [];
  #arrived;
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      this.#waiting.push(response);
      this.#arrived?.();
    });
  });

  /** @return the settings by which licet sends all its model calls here */
  async start() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const base_url = `http://127.0.0.1:${this.server.address().port}`;
    return { upstreams: [{ name: 'slow', kind: 'openai', base_url }] };
  }

  /** Resolves once a call waits for its answer. */
  async arrival() {
    if (this.#waiting.length === 0) await new Promise((resolve) => { this.#arrived = resolve; });
  }

  answer() {
    this.#waiting.shift().setHeader('content-type', 'application/json').end(JSON.stringify({
      choices: [{ index: 0, message: { role: 'assistant', content: 'at last' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    }));
  }

  close() {
    this.server.closeAllConnections?.();
    this.server.close();
  }
}
