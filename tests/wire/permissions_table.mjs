// SPDX-License-Identifier: Apache-2.0
//
// What docs/permissions.md says of each operation, from `licet api`. Run it to bring the page up to
// date: `node tests/wire/permissions_table.mjs`.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { operations } from './harness.mjs';

const PAGE = new URL('../../docs/permissions.md', import.meta.url);
const TITLES = {
  'license-manager': 'AWS License Manager', organizations: 'AWS Organizations', bedrock: 'Amazon Bedrock',
  'bedrock-runtime': 'Amazon Bedrock Runtime',
  sts: 'AWS STS', iam: 'IAM', cloudtrail: 'AWS CloudTrail',
  'marketplace-agreement': 'AWS Marketplace Agreement', 'marketplace-discovery': 'AWS Marketplace Discovery',
  licet: 'licet', authzen: 'OpenID AuthZEN',
};

const code = (words) => words.map((word) => `\`${word}\``).join(', ');
const line = (...cells) => `|${cells.map((cell) => (cell ? ` ${cell} ` : ' ')).join('|')}|`;

function rowsOf({ name, permissions }) {
  if (permissions.length === 0) return [line(name, 'none', '', '')];
  return permissions.map(({ action, resources, keys }, i) =>
    line(i === 0 ? name : '', code([action]), resources.join(', '), code(keys)));
}

/** The page's tables, one for each service. */
export function tables() {
  const all = operations();
  return [...new Set(all.map((row) => row.service))].sort().map((service) => [
    `### ${TITLES[service] ?? service}`, '',
    '| operation | action | resource types | condition keys |', '| --- | --- | --- | --- |',
    ...all.filter((row) => row.service === service)
      .sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap(rowsOf),
  ].join('\n')).join('\n\n') + '\n';
}

const HEADING = '## Operations\n';

/** The page before its tables, and the tables. */
export function page() {
  const text = readFileSync(PAGE, 'utf8');
  const start = text.indexOf('### ', text.indexOf(HEADING));
  return [text.slice(0, start), text.slice(start)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(PAGE, page()[0] + tables());
}
