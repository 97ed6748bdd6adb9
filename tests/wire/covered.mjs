// SPDX-License-Identifier: Apache-2.0
//
// Fails unless every operation that licet offers was answered at least once, and refused at least
// once, by the client tests before: node covered.mjs CALLS, where CALLS is the file that the tests
// wrote because LICET_WIRE_CALLS named it. Left out are operations that no AWS SDK has.
import { readFileSync } from 'node:fs';

import { operations } from './harness.mjs';

const seen = new Set(readFileSync(process.argv[2], 'utf8').split('\n'));
const CALLER = { 'license-manager': 'licenseManager', cloudtrail: 'cloudTrail',
  'bedrock-runtime': 'runtime',
  'marketplace-agreement': 'marketplaceAgreement' };
// What they ask for nobody has: they are always refused.
const NEVER_ANSWERED = ['iam GetLoginProfile', 'iam DeleteLoginProfile'];
const missing = operations()
  .filter(({ service }) => !['licet', 'authzen'].includes(service))
  .filter(({ name }) => !name.endsWith('FoundationModelEntitlement'))
  .flatMap(({ service, name }) => ['answered', 'refused'].map((outcome) => (
    `${CALLER[service] ?? service} ${name} ${outcome}`)))
  .filter((line) => !NEVER_ANSWERED.some((call) => line === `${call} answered`))
  .filter((line) => !seen.has(line));
if (missing.length > 0) {
  console.error(`no client test had these operations ...\n${missing.join('\n')}`);
  process.exit(1);
}
