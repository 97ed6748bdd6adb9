// SPDX-License-Identifier: Apache-2.0
//
// Who may use what, why, since when, and what a change would do: issue 4, section 2; peers.md 6,
// claims 8, 10 and 11. The examples of docs/explaining.md are run.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { send } from './discovery.mjs';
import { run, serve } from './harness.mjs';
import { allow, createUser } from './users.mjs';
import { accountPrincipal, converse, createGrant, createMember, prepare, setStatus,
  subscribe } from './world.mjs';

const MODEL = 'openai.gpt-6-luna';
const { url, management, data } = await serve('--management-account', '111111111111');
await prepare(management);
const member = await createMember(management);
const license = await subscribe(management, MODEL);
const docs = readFileSync(new URL('../../docs/explaining.md', import.meta.url), 'utf8');
const place = mkdtempSync(join(tmpdir(), 'licet-questions-'));
after(() => rmSync(place, { recursive: true }));

/** Asks the native API. @return {status, headers, body} */
const ask = (caller, path, body) => send(caller, { method: 'POST', path, service: 'licet', body });

/** The text of the documentation with the ids of this world. */
const here = (text) => text.replaceAll('222222222222', member.account).replaceAll('LICENSE', license);

function licet(...args) {
  process.env.AWS_SHARED_CREDENTIALS_FILE = join(data, '..', 'credentials');
  return run(...args, '--endpoint', url);
}

async function pages(caller, path, body, list) {
  const rows = [];
  for (let nextToken; ;) {
    const { status, body: page } = await ask(caller, path, { ...body, ...(nextToken && { nextToken }) });
    assert.equal(status, 200, page.message);
    rows.push(...page[list]);
    ({ nextToken } = page);
    if (!nextToken) return rows;
  }
}

test('every example of the documentation is answered', async () => {
  const examples = [...docs.matchAll(/```http\n(POST|GET) (\S+)\n(.*?)```/gs)];
  assert.ok(examples.length >= 7);
  const { body: { revision } } = await ask(management, '/licet/v1/explain', {});
  for (const [, method, path, text] of examples) {
    const body = JSON.parse(here(text).replace('"at": "5"', `"at": "${revision}"`));
    const answer = await send(management, { method, path, service: 'licet', body });
    assert.equal(answer.status, 200, `${path} ${JSON.stringify(answer.body)}`);
  }
});

test('every command of the documentation and of the help does something', () => {
  const shown = [...docs.matchAll(/```sh\nlicet (.*)\n```/g)].map(([, line]) => line);
  assert.ok(shown.length >= 2);
  for (const command of ['explain', 'who-can', 'what-can', 'simulate', 'diff']) {
    const [, example] = run('help', command).stdout.match(/^Example: licet (.*)$/m);
    assert.ok(example.startsWith(`${command} `));
    if (!['simulate', 'diff'].includes(command)) shown.push(example);  // of a file and of days of its own
  }
  for (const line of shown) {
    for (const output of ['table', 'json']) {
      const done = licet(...here(line).split(' '), '--output', output);
      assert.ok(done.status < 2 && done.stderr === '' && done.stdout !== '', `${line}: ${done.stderr}`);
      if (output === 'json') done.stdout.trim().split('\n').forEach((page) => JSON.parse(page));
    }
  }
});

test('simulate says what diff shows afterwards, and a simulation changes nothing', async () => {
  const file = join(place, 'commands.yaml');
  writeFileSync(file, here(docs.match(/```yaml\n(.*?)```/s)[1]));
  const trial = licet('simulate', file, '--output', 'json');
  assert.equal(trial.status, 0, trial.stderr);
  const { results, changes, revision } = JSON.parse(trial.stdout);
  assert.deepEqual(results.map(({ ok }) => ok), [true, true]);
  assert.ok(changes.length > 0);
  assert.ok(changes.every((row) => row.account === member.account && row.change === 'gained'));
  assert.ok(changes.every((row) => row.id.endsWith(MODEL)));  // by its profiles, too
  assert.equal(licet('explain', '--account', member.account, '--resource', MODEL).status, 1);

  const grant = await createGrant(management, license, accountPrincipal(member.account));
  await setStatus(member, grant, 'ACTIVE');
  const shown = await pages(management, '/licet/v1/diff', { from: `${revision}`, maxResults: 3 },
    'changes');
  const key = (row) => `${row.account} ${row.id} ${row.region} ${row.change}`;
  assert.deepEqual(shown.map(key), changes.map(key));
  const table = licet('diff', '--from', `${revision}`);
  assert.equal(table.stdout.trim().split('\n').length, changes.length + 1, table.stdout);
  assert.equal(licet('explain', '--account', member.account, '--resource', MODEL).status, 0);
  const past = licet('explain', '--account', member.account, '--resource', MODEL, '--at',
    `${revision}`);
  assert.equal(past.status, 1);
  assert.match(past.stdout, new RegExp(`^refused: no_entitlement\nas of revision ${revision}, `));
});

test('simulate says why a command of one\'s own fails, and of others only how', () => {
  const file = join(place, 'failing.yaml');
  writeFileSync(file, ['', `\n  account: "${member.account}"`].map((account) =>
    `- service: iam\n  operation: DeleteUser${account}\n  parameters: {UserName: nobody}\n`).join(''));
  const [own, other] = licet('simulate', file).stdout.split('\n');
  assert.match(own, /^DeleteUser as 111111111111: NoSuchEntity: .+$/);
  assert.equal(other, `DeleteUser as ${member.account}: NoSuchEntity`);
});

test('explain, who-can and what-can say what a call then meets, and who called last', async () => {
  await converse(member, MODEL);
  const who = await pages(management, '/licet/v1/who-can',
    { resource: MODEL, includeLastUse: true, operation: 'Converse', maxResults: 1 }, 'subjects');
  assert.deepEqual(who.map((row) => row.account), ['111111111111', member.account].sort());
  const used = who.find((row) => row.account === member.account).lastUse;
  assert.equal(used.event, 'Converse');
  const what = await pages(member, '/licet/v1/what-can', { region: 'us-east-1' }, 'resources');
  assert.ok(what.some((row) => row.id === MODEL && row.reason === 'granted'));
  const table = licet('who-can', '--resource', MODEL, '--last-use', '--refused');
  const columns = table.stdout.trimEnd().split('\n');
  const at = columns[0].indexOf('LAST USE');
  const isTime = (line) => /^  (none since )?\d{4}-/.test(line.slice(at - 2));
  assert.ok(columns.slice(1).every(isTime), table.stdout);
  assert.match(table.stdout, /^MAY +ACCOUNT +REASON +GRANT +SCOPE +LAST USE +CALL +BY\n/);
  assert.match(licet('what-can', '--account', member.account).stdout, new RegExp(MODEL));
});

test('members ask about themselves only; all else reads as unknown', async () => {
  const other = await ask(member, '/licet/v1/explain', { account: '111111111111' });
  const nobody = await ask(member, '/licet/v1/explain', { account: '999999999999' });
  assert.equal(other.status, 404);
  assert.equal(nobody.status, 404);
  assert.equal(other.body.message.replace('111111111111', '999999999999'), nobody.body.message);
});

test('the identity must be allowed the question', async () => {
  const user = await createUser(management, allow('licet:WhatCan'));
  assert.equal((await ask(user, '/licet/v1/what-can', {})).status, 200);
  for (const path of ['explain', 'who-can', 'simulate']) {
    const { status, body } = await ask(user, `/licet/v1/${path}`,
      path === 'simulate' ? { commands: [{ service: 'iam', operation: 'CreateUser' }] } : {});
    assert.equal(status, 403, path);
    assert.match(body.message, /is not authorized to perform: licet:/);
  }
});

test('the command line says what is wrong with it', () => {
  assert.equal(licet('explain', '--acount', '1').status, 2);
  const unreachable = run('explain', '--endpoint', 'http://127.0.0.1:1');
  assert.equal(unreachable.status, 2);
  assert.match(unreachable.stderr, /can't be reached/);
  const file = join(place, 'bad.yaml');
  writeFileSync(file, '- service: iam\n  operaton: CreateUser\n');
  const bad = licet('simulate', file);
  assert.equal(bad.status, 1);
  assert.match(bad.stderr, /bad\.yaml:1: key `operation` is missing/);
});
