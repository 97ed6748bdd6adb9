// SPDX-License-Identifier: Apache-2.0
//
// What calls leave behind: usage that a kill does not undo, traces, and no prompt and no secret
// anywhere. Source: issue 5, section 6; peers.md 2, claim 12.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';

import { send } from './discovery.mjs';
import { Caller, launch, refused, run, serve } from './harness.mjs';
import { chatChunks, ScriptedUpstream } from './scripted.mjs';
import { allow, createApiKey, createUser, deny } from './users.mjs';
import {
  CLAUDE, CLAUDE_US, createMember, inParallel, prepare, sendForm, subscribe,
} from './world.mjs';

const USED = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };
const answered = (content) => ({
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  usage: USED,
});
const [upstream, collector] = [new ScriptedUpstream(), new ScriptedUpstream()];
after(() => { upstream.close(); collector.close(); });
let told = () => {};
collector.answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}', told);
};
const UPSTREAM_KEY = 'canary-upstream-key-7f3a';
process.env.CANARY_KEY = UPSTREAM_KEY;
const settings = {
  log_level: 'debug',
  upstreams: [{
    name: 'main', kind: 'openai', base_url: `${await upstream.start()}/v1`, key_env: 'CANARY_KEY',
  }],
  traces: { endpoint: await collector.start() },
  usage: { tags: ['team', 'project'] },
};
const server = await serve(settings);
const { management } = server;
await prepare(management);
await sendForm(management);
await subscribe(management);
const member = await createMember(management);

const call = (caller, text = 'Hello', operation = 'Converse') => caller.runtime(operation, {
  modelId: CLAUDE_US, messages: [{ role: 'user', content: [{ text }] }],
});
async function usage(caller, body = {}) {
  const answer = await send(caller, {
    method: 'POST', path: '/licet/v1/usage', service: 'licet', body,
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body.usage;
}
/** The spans among all that were sent that `pick` takes, once there are so many. */
async function collected(pick, count) {
  for (;;) {
    const spans = collector.requests.flatMap(({ body }) => body.resourceSpans[0].scopeSpans[0].spans);
    const found = spans.filter(pick);
    if (found.length >= count) return found;
    await new Promise((resolve) => { told = resolve; });
  }
}
const attributesOf = (span) => Object.fromEntries(span.attributes.map(
  ({ key, value }) => [key, Object.values(value)[0]]));
async function drain(stream) {
  for await (const event of stream) if (event.unknown) assert.fail(event);
}

test('a trace of the caller goes through: a span for the call, one for each question', async () => {
  upstream.says(answered('Hello'));
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const { status, headers } = await send(management, {
    method: 'POST', path: `/model/${CLAUDE_US}/converse`, service: 'bedrock',
    body: { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] },
    headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01`, tracestate: 'vendor=1' },
  });
  assert.equal(status, 200);
  const asked = upstream.last.headers.traceparent.match(`^00-${trace}-([0-9a-f]{16})-01$`);
  assert.equal(upstream.last.headers.tracestate, 'vendor=1');

  const spans = await collected(({ traceId }) => traceId === trace, 2);
  const [whole] = spans.filter(({ parentSpanId }) => parentSpanId === '00f067aa0ba902b7');
  const [question] = spans.filter(({ parentSpanId }) => parentSpanId === whole.spanId);
  assert.equal(question.spanId, asked[1]);
  assert.deepEqual([whole.kind, question.kind], [2, 3]);
  const of = attributesOf(whole);
  assert.equal(whole.name, `chat ${CLAUDE}`);
  assert.equal(of['gen_ai.usage.input_tokens'], '11');
  assert.equal(of['gen_ai.usage.output_tokens'], '7');
  assert.equal(of['http.response.status_code'], '200');
  assert.equal(of['licet.outcome'], 'ok');
  assert.ok(of['licet.decision.reason']);
  assert.equal(of['licet.upstream'], 'main');
  assert.equal(of['aws.request_id'], headers.get('x-amzn-requestid'));
  assert.equal(attributesOf(question)['gen_ai.provider.name'], 'openai');
});

test('CountTokens is a span of its own, also when it is refused', async () => {
  const trace = '5bf92f3577b34da6a3ce929d0e0e4736';
  const count = (caller) => send(caller, {
    method: 'POST', path: `/model/${CLAUDE_US}/count-tokens`, service: 'bedrock',
    body: { input: { converse: { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] } } },
    headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` },
  });
  assert.equal((await count(management)).status, 200);
  assert.equal((await count(member)).status, 403);
  const spans = await collected(({ traceId }) => traceId === trace, 2);
  assert.deepEqual(spans.map(({ name, kind }) => [name, kind]), Array(2).fill([`count_tokens ${CLAUDE}`, 2]));
  const [told, refusal] = spans.map(attributesOf);
  assert.deepEqual([told['licet.outcome'], told['http.response.status_code']], ['ok', '200']);
  assert.deepEqual([refusal['licet.outcome'], refusal['error.type']],
    ['refused', 'AccessDeniedException']);
});

test('GetUsage sums what was used; an account sees its own', async () => {
  await refused(call(member), 'AccessDeniedException');
  const rows = await usage(management, { by: ['account', 'model', 'upstream'] });
  const own = rows.find(({ account }) => account !== member.account);
  assert.equal(own.model, CLAUDE);
  assert.equal(own.upstream, 'main');
  assert.equal(own.totals.input_tokens, 11);
  const [theirs] = await usage(member, { by: ['account'] });
  assert.deepEqual([theirs.account, theirs.totals.calls, theirs.totals.refused],
    [member.account, 1, 1]);
  const no = await send(member, { method: 'POST', path: '/licet/v1/usage', service: 'licet',
    body: { account: own.account } });
  assert.equal(no.status, 403);
});

test('usage is told apart by the tags that users had when they called', async () => {
  upstream.says(answered('Hello'));
  const tagged = async (tags, ...policies) => {
    const user = await createUser(management, allow('*'), ...policies);
    user.tag = (more) => management.iam('TagUser', {
      UserName: user.userName, Tags: Object.entries(more).map(([Key, Value]) => ({ Key, Value })),
    });
    await user.tag(tags);
    return user;
  };
  const red = await tagged({ team: 'red', project: 'a+b = c' });
  const blue = await tagged({ Team: 'blue', other: 'x' });
  const refusedBlue = await tagged({ team: 'blue' }, deny('bedrock:*'));
  const ofManagement = async () => (await usage(management, {
    by: ['account', 'tag:team', 'tag:project'],
  })).filter(({ account }) => account !== member.account);
  const [{ account, totals: before }] = await ofManagement();
  await call(red);
  await call(red);
  await call(blue);
  await refused(call(refusedBlue), 'AccessDeniedException');
  await refused(blue.runtime('Converse', { modelId: CLAUDE_US }), 'ValidationException');
  await call(management);
  await red.tag({ team: 'green' });
  await call(red);

  const sums = (await ofManagement()).map(({ tags, totals }) =>
    [tags.team, tags.project, totals.calls, totals.refused, totals.failed, totals.input_tokens]);
  assert.deepEqual(sums.slice(1), [
    ['blue', '', 3, 1, 1, 11], ['green', 'a+b = c', 1, 0, 0, 11], ['red', 'a+b = c', 2, 0, 0, 22],
  ]);
  assert.deepEqual(sums[0].slice(0, 3), ['', '', before.calls + 1]);

  const shown = run('usage', '--data', server.data, '--by', 'account,tag:team', '--account', account,
    '--output', 'json');
  assert.deepEqual(
    JSON.parse(shown.stdout).map((row) => [row['tag:team'], row.calls, row.output_tokens]),
    [['', before.calls + 1, before.output_tokens + 7], ['blue', 3, 7], ['green', 1, 7], ['red', 2, 14]]);
  const invoice = join(dirname(server.data), 'invoice.csv');
  for (const [calls, status] of [[2, 0], [3, 1]]) {
    writeFileSync(invoice, `tag:team,calls\n,${before.calls + 1}\nblue,3\ngreen,1\nred,${calls}\n`);
    assert.equal(run('usage', '--data', server.data, '--reconcile', invoice, '--account', account)
      .status, status);
  }
});

test('readiness is told part by part', async () => {
  const response = await fetch(`${server.url}/readyz`);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: 'ready', failing: [] });
});

test('no prompt, answer or secret is in any file, log line, metric, trace or usage', async () => {
  const words = { prompt: 'canary-prompt-91c2', answer: 'canary-answer-55d0' };
  upstream.says(answered(words.answer));
  await call(management, words.prompt);
  upstream.streams(chatChunks([{ content: words.answer }]));
  await drain((await call(management, words.prompt, 'ConverseStream')).stream);
  upstream.says({ error: { message: words.answer } }, 400);
  await refused(call(management, words.prompt), 'ValidationException');
  await refused(call(member, words.prompt), 'AccessDeniedException');
  upstream.says(answered(words.answer));
  const key = await createApiKey(management, await createUser(management, allow('*')));
  const stranger = 'canary-bearer-3b8e';
  for (const [bearer, status] of [[key, 200], [stranger, 401]]) {
    for (const headers of [{ authorization: `Bearer ${bearer}` }, { 'x-api-key': bearer }]) {
      const response = await fetch(`${server.url}/v1/chat/completions`, {
        method: 'POST', headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({
          model: CLAUDE_US, messages: [{ role: 'user', content: words.prompt }],
        }),
      });
      assert.equal(response.status, status, await response.text());
    }
  }
  await collected((span) => attributesOf(span)['licet.operation'] === 'ChatCompletions', 2);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  const shown = run('usage', '--data', server.data, '--by', 'principal', '--output', 'json');
  const secrets = [key, stranger, UPSTREAM_KEY, management.credentials.secretAccessKey,
    member.credentials.secretAccessKey, member.credentials.sessionToken];
  const places = {
    metrics, log: server.log(), usage: shown.stdout,
    traces: JSON.stringify(collector.requests.map(({ body, headers }) => ({ body, headers }))),
    ...Object.fromEntries(readdirSync(server.data, { recursive: true })
      .map((name) => join(server.data, name)).filter((path) => statSync(path).isFile())
      .map((path) => [path, readFileSync(path, 'latin1')])),
  };
  assert.ok(Object.keys(places).some((path) => path.includes('journal-')), 'no file was read');
  for (const place of ['metrics', 'log', 'traces']) assert.ok(places[place].includes(CLAUDE), place);
  for (const [place, text] of Object.entries(places)) {
    for (const canary of [...Object.values(words), ...secrets]) {
      assert.ok(!text.includes(canary), `${canary} is in ${place}`);
    }
  }
});

test('a kill takes nothing of the usage that was acknowledged', async () => {
  upstream.says(answered('Hello'));
  await server.stop();
  const restart = () => launch(server.data, '--config', join(dirname(server.data), 'settings.yaml'));
  const at = ({ url }) => new Caller(url, management.credentials);
  let again = await restart();
  const totals = async () => (await usage(at(again)))[0].totals;
  let before = await totals();
  let caller = at(again);
  await inParallel(40, () => call(caller));
  again.process.kill('SIGKILL');
  await again.ended;
  caller.close();
  again = await restart();
  const after40 = await totals();
  assert.equal(after40.calls, before.calls + 40);
  assert.equal(after40.output_tokens, before.output_tokens + 40 * 7);

  before = after40;
  caller = at(again);
  let [asked, ended] = [0, 0];
  const { answer } = upstream;
  upstream.answer = (response) => { if (++asked <= 20) answer(response); };  // the others hang
  const ends = await Promise.allSettled(Array.from({ length: 40 }, async () => {
    await call(caller);
    if (++ended === 20) again.process.kill('SIGKILL');
  }));
  await again.ended;
  caller.close();
  assert.equal(ends.filter(({ status }) => status === 'fulfilled').length, 20);
  again = await restart();
  assert.equal((await totals()).calls, before.calls + 20);
  again.process.kill('SIGTERM');
  assert.deepEqual(await again.ended, [0, null], again.log());
});
