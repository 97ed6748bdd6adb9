// SPDX-License-Identifier: Apache-2.0
//
// docs/permissions.md says what the program asks for.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { page, tables } from './permissions_table.mjs';

test('the page of permissions names what each operation needs', () => {
  assert.equal(page()[1], tables(), 'run `node tests/wire/permissions_table.mjs`');
});
