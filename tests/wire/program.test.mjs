// SPDX-License-Identifier: Apache-2.0
//
// The program around the server: start, end, and who may have a data directory.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, test } from 'node:test';

import { Caller, launch, run, serve } from './harness.mjs';
import { SlowUpstream } from './upstream.mjs';
import { NOVA, converse, createUnit, fresh, rootOf } from './world.mjs';

const upstream = new SlowUpstream();
after(() => upstream.close());

/** Whether somebody listens there. */
async function isOpen(url) {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

test('SIGTERM: a request under way is finished, new ones find nobody, the program exits with 0', async () => {
  const server = await serve(await upstream.start());
  const underWay = converse(server.management, NOVA);
  await upstream.arrival();
  server.process.kill('SIGTERM');
  while (await isOpen(server.url));
  assert.equal(server.process.exitCode, null);
  upstream.answer();
  assert.equal((await underWay).output.message.content[0].text, 'at last');
  assert.deepEqual(await server.ended, [0, null]);
});

// Issue 5, 6.
test('log lines are JSON where that is asked for, from a reload on', async () => {
  const server = await serve({ log_format: 'json' });
  const said = async (settings, form) => {
    server.reload(settings);
    await once(server.process.stderr, 'data');
    return server.log().trim().split('\n').at(-1).match(form)?.[0] ?? assert.fail(server.log());
  };
  const line = JSON.parse(await said({ log_format: 'json', threads: 2 }, /^\{.*\}$/));
  assert.equal(line.level, 'error');
  assert.equal(line.message, 'settings not reloaded, the old ones stay in force');
  assert.match(line.why, /`threads`/);
  assert.equal(new Date(line.time).toISOString(), line.time);
  await said({ log_format: 'text' }, /^\S+Z info  settings reloaded$/);
});

test('what was answered is there after a restart', async () => {
  const server = await serve();
  const unit = await createUnit(server.management, fresh('kept'));
  await server.stop();
  const again = await launch(server.data);
  const caller = new Caller(again.url, server.management.credentials);
  const { OrganizationalUnit } = await caller.organizations('DescribeOrganizationalUnit',
    { OrganizationalUnitId: unit.Id });
  assert.deepEqual(OrganizationalUnit, unit);
  caller.close();
  again.process.kill('SIGTERM');
  assert.deepEqual(await again.ended, [0, null], again.log());
});

test('a second program on the same data is refused and says why', async () => {
  const server = await serve();
  const second = run('serve', '--data', server.data, '--listen', '127.0.0.1:0');
  assert.equal(second.status, 1);
  assert.ok(second.stderr.includes(`${server.data}\` is in use by process ${server.process.pid}`),
    second.stderr);
  assert.equal(second.stdout, '');
  await rootOf(server.management);
});

test('port 0 is a port of its own for each', async () => {
  const [one, other] = [await serve(), await serve()];
  assert.notEqual(new URL(one.url).port, new URL(other.url).port);
  for (const { url } of [one, other]) assert.match(url, /^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
});

test('a port that is taken is refused and says which', async () => {
  const server = await serve();
  const other = await serve();
  await other.stop();
  const second = run('serve', '--data', other.data, '--listen', new URL(server.url).host);
  assert.equal(second.status, 1);
  assert.match(second.stderr, new RegExp(new URL(server.url).port));
});
