// SPDX-License-Identifier: Apache-2.0
//
// Files of offers and catalogues that fit their form but not what the server holds: refused whole,
// with file, line and reason. And the rest of how the program talks to a server.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { accept, send } from './discovery.mjs';
import { run, serve } from './harness.mjs';
import { CLAUDE, createMember, fresh, prepare, sendForm, subscribe } from './world.mjs';

const { url, management, data } = await serve('--management-account', '111111111111');
await prepare(management);
await sendForm(management);
process.env.AWS_SHARED_CREDENTIALS_FILE = join(data, '..', 'credentials');
process.env.AWS_ENDPOINT_URL = url; // as the README exports it

const place = mkdtempSync(join(tmpdir(), 'licet-files-'));
after(() => rmSync(place, { recursive: true }));
const source = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const OFFERS = source('docs/offers.md').match(/```yaml\n(.*?)```/s)[1];
const CATALOG = source('data/catalog.yaml');

/** The number of the line that has the text first. */
const lineOf = (text, part) => text.slice(0, text.indexOf(part)).split('\n').length;

/** Applies a text from a file. @return how it ends: the program's error without the place */
function apply(what, text) {
  const file = join(place, `${what}.yaml`);
  writeFileSync(file, text);
  const { status, stdout, stderr } = run(what, 'apply', file);
  return { status, stdout, stderr: stderr.replace(`licet: ${file}:`, 'FILE:') };
}

/** Checks that the text is refused at that line for that reason. */
function refusedAt(what, text, line, reason) {
  const { status, stdout, stderr } = apply(what, text);
  assert.deepEqual([status, stdout], [1, '']);
  assert.match(stderr, new RegExp(`^FILE:${line}: ${reason}[^{}]*\n$`));
}

const RUNNER = lineOf(OFFERS, 'offer_id: offer-examplerunner');
const DESK = lineOf(OFFERS, 'offer_id: offer-exampledesk01');
const SET = lineOf(OFFERS, '- offer_set_id: offerset-examplebundle');

test('an offer that does not fit the server is refused with its line', () => {
  const desk = 'offer `offer-exampledesk01`: ';
  refusedAt('offer', OFFERS.replace('prod-sampledesk001', 'prod-none'), DESK,
    `${desk}the catalogue has no product \`prod-none\``);
  const buyers = ['buyers: ["111111111111"]', 'buyers: ["111111111111", "999999999999"]'];
  refusedAt('offer', OFFERS.replaceAll(...buyers), RUNNER,
    'offer `offer-examplerunner`: there is no account `999999999999`');
  const replacing = 'replaces_agreement: agmt-nonexist\n    name: Desk for';
  refusedAt('offer', OFFERS.replace('name: Desk for', replacing), DESK,
    `${desk}\`agmt-nonexist\` is no agreement of a buyer`);
  const [id] = CATALOG.match(/offer-[a-z0-9]{13}/);
  refusedAt('offer', OFFERS.replace('offer-exampledesk01', id), DESK,
    `offer \`${id}\`: the catalogue's public offer has that id`);
});

test('a change of what was accepted is refused with its line', async () => {
  assert.equal(apply('offer', OFFERS).stderr, '');
  await accept(management, 'offer-exampledesk01');
  refusedAt('offer', OFFERS.replace('price: "4800"', 'price: "4801"'), DESK,
    'offer `offer-exampledesk01` was accepted and cannot be changed');
  refusedAt('offer', OFFERS.replace('name: Runner and desk together', 'name: Both'), SET,
    'an offer of offer set `offerset-examplebundle` was accepted and cannot be changed');
  assert.equal(apply('offer', OFFERS).stdout,
    'applied 2 private offers, 1 offer set: 0 added, 0 updated\n');
});

test('a catalogue without a product that is in use is refused with the line of its products', async () => {
  const desk = /  - product_id: prod-sampledesk001\n(?: {4}.*\n)+/;
  assert.match(CATALOG, desk);
  refusedAt('catalog', CATALOG.replace(desk, ''), lineOf(CATALOG, 'products:') + 1,
    'product `prod-sampledesk001` cannot be dropped: there are agreements');
  const runner = CATALOG.match(/product_id: prod-samplerunner1\n(?: {4}.*\n)*? {6}offer_id: (\S+)/);
  const clash = CATALOG.replace(runner[1], 'offer-examplerunner');
  refusedAt('catalog', clash, lineOf(CATALOG, 'product_id: prod-samplerunner1'),
    'offer `offer-examplerunner` of product `prod-samplerunner1`: a private offer has that id');
  await subscribe(management, CLAUDE);
  assert.equal(apply('catalog', CATALOG).status, 0);
});

test('what is not about the file has no line, and is no JSON', async () => {
  const member = await createMember(management);
  const file = join(place, 'member');
  writeFileSync(file, `[licet]\naws_access_key_id = ${member.credentials.accessKeyId}\n`
    + `aws_secret_access_key = ${member.credentials.secretAccessKey}\n`
    + `aws_session_token = ${member.credentials.sessionToken}\n`);
  const own = process.env.AWS_SHARED_CREDENTIALS_FILE;
  process.env.AWS_SHARED_CREDENTIALS_FILE = file;
  for (const what of [['offer', OFFERS], ['catalog', CATALOG]]) {
    assert.match(apply(...what).stderr, /^licet: [^{}]*use the credentials of the account that[^{}]*$/);
  }
  process.env.AWS_SHARED_CREDENTIALS_FILE = own;
  const email = `${fresh('twin')}@example.com`;
  const open = () => run('account', 'open', '--name', 'x', '--email', email);
  assert.equal(open().status, 0);
  assert.match(open().stderr, /^licet: [^{}]*is the e-mail address of another account[^{}]*$/);
});

test('AWS_ENDPOINT_URL is where licet is, unless --endpoint says other', () => {
  assert.equal(run('organization', 'settings').status, 0);
  const { status, stderr } = run('organization', 'settings', '--endpoint', 'http://127.0.0.1:1');
  assert.equal(status, 1);
  assert.match(stderr, /can't be reached at http:\/\/127\.0\.0\.1:1:/);
});

test('licet’s own operations refuse members that they do not know', async () => {
  const call = async (method, path, body) => {
    const answer = await send(management, { method, path: `/licet/v1/${path}`, service: 'licet', body });
    return [answer.status, answer.body.message];
  };
  const settings = 'organization/settings';
  assert.deepEqual(await call('PATCH', settings, { unit_max: 1 }),
    [400, '$.settings.unit_max: is not known']);
  assert.equal((await call('PATCH', settings, { units_max: 1000 }))[0], 200);
  assert.deepEqual(await call('PUT', 'offers', { offers: [], offers_set: [] }),
    [400, '$.offers_set: is not known']);
  assert.deepEqual(await call('POST', 'accounts', { name: 'x', email: 'x@example.com', tags: [] }),
    [400, '$.tags: is not known']);
  const catalog = JSON.parse(run('catalog', 'show', '--output', 'json').stdout);
  assert.deepEqual(await call('PUT', 'catalog', { ...catalog, modles: [] }),
    [400, '$.catalog.modles: is not known']);
  assert.equal((await call('PUT', 'catalog', catalog))[0], 200);
});
