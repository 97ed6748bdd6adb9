// SPDX-License-Identifier: Apache-2.0
//
// Members that go and come back, the end of an organization, and its settings (domain rules ME-10,
// ME-25, GR-40, GR-41, GR-43, OR-1, OR-4, OR-12, U-9, U-20, U-28).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import {
  CLAUDE_US, LICENSE_MANAGER, accountPrincipal, converse, createGrant, createMember, createUnit,
  fresh, organizationOf, prepare, receivedGrants, sendForm, setStatus, statusOf, subscribe,
} from './world.mjs';

const prepared = await serve();
const { management } = prepared;
await prepare(management);
await sendForm(management);

/** A caller in an account that stands alone; the organization's management account may act in it. */
async function standAlone() {
  const caller = await createMember(management);
  await caller.organizations('LeaveOrganization');
  return caller;
}

async function admit(sender, alone) {
  const { Handshake } = await sender.organizations('InviteAccountToOrganization',
    { Target: { Type: 'ACCOUNT', Id: alone.account } });
  await alone.organizations('AcceptHandshake', { HandshakeId: Handshake.Id });
}

/** Runs the program against a server, as its administrator or as another caller. */
function licet(server, ...args) {
  return licetAs(server.management, server, ...args);
}

function licetAs({ credentials }, server, ...args) {
  const file = join(dirname(server.data), 'profile');
  const token = credentials.sessionToken ? `aws_session_token = ${credentials.sessionToken}\n` : '';
  writeFileSync(file, `[licet]\naws_access_key_id = ${credentials.accessKeyId}\n`
    + `aws_secret_access_key = ${credentials.secretAccessKey}\n${token}`);
  const program = process.env.LICET ?? new URL('../../build/licet', import.meta.url).pathname;
  return spawnSync(program, [...args, '--endpoint', server.url], {
    encoding: 'utf8', env: { ...process.env, AWS_SHARED_CREDENTIALS_FILE: file },
  });
}

function set(server, ...words) {
  const done = licet(server, 'organization', 'settings', ...words.flatMap((word) => ['--set', word]));
  assert.equal(done.status, 0, done.stderr);
  return done.stdout;
}

test('a member that leaves loses its grants, one that is invited gets them (GR-40, GR-41, U-9)',
  async () => {
    const license = await subscribe(management);
    const parent = await createGrant(management, license, (await organizationOf(management)).Arn);
    await setStatus(management, parent, 'ACTIVE');
    const member = await createMember(management);
    await converse(member);
    const [before] = await receivedGrants(member, license);
    await member.organizations('LeaveOrganization');
    await refused(converse(member, CLAUDE_US), 'AccessDeniedException');
    assert.deepEqual(await receivedGrants(member, license), []);
    assert.equal(await statusOf(management, before.GrantArn), 'DELETED');

    await admit(management, member);
    const [after] = await receivedGrants(member, license);
    assert.equal(after.GrantStatus, 'ACTIVE');
    assert.notEqual(after.GrantArn, before.GrantArn);
    await converse(member);
    await management.organizations('RemoveAccountFromOrganization', { AccountId: member.account });
    await refused(converse(member, CLAUDE_US), 'AccessDeniedException');
  });

test('who cannot leave (OR-4, U-28)', async () => {
  await refused(management.organizations('LeaveOrganization'),
    'MasterCannotLeaveOrganizationException', { status: 400 });
  await refused((await standAlone()).organizations('LeaveOrganization'),
    'AWSOrganizationsNotInUseException');
  const delegate = await createMember(management);
  const input = { AccountId: delegate.account, ServicePrincipal: LICENSE_MANAGER };
  await management.organizations('RegisterDelegatedAdministrator', input);
  const kept = await refused(delegate.organizations('LeaveOrganization'),
    'ConstraintViolationException');
  assert.equal(kept.Reason, 'CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG');
  await management.organizations('DeregisterDelegatedAdministrator', input);
  set(prepared, 'created_account_wait_days=4');
  const young = await refused(delegate.organizations('LeaveOrganization'),
    'ConstraintViolationException');
  assert.equal(young.Reason, 'WAIT_PERIOD_ACTIVE');
  set(prepared, 'created_account_wait_days=0');
  await delegate.organizations('LeaveOrganization');
});

test('consolidated billing: account grants only, accepted by hand (ME-10, ME-25, U-20)', async () => {
  const owner = await standAlone();
  await sendForm(owner);
  const license = await subscribe(owner);
  await owner.organizations('CreateOrganization', { FeatureSet: 'CONSOLIDATED_BILLING' });
  const { Arn } = await organizationOf(owner);
  await refused(createGrant(owner, license, Arn), 'ValidationException');
  const unit = await createUnit(owner, fresh('unit'));
  await refused(createGrant(owner, license, unit.Arn), 'ValidationException');

  const member = await standAlone();
  await admit(owner, member);
  const GrantArn = await createGrant(owner, license, accountPrincipal(member.account));
  assert.equal(await statusOf(owner, GrantArn), 'PENDING_ACCEPT');
  await member.licenseManager('AcceptGrant', { GrantArn });
  assert.equal(await statusOf(owner, GrantArn), 'DISABLED');
  const closing = await refused(owner.organizations('CloseAccount', { AccountId: member.account }),
    'ConstraintViolationException');
  assert.equal(closing.Reason, 'ORGANIZATION_NOT_IN_ALL_FEATURES_MODE');
});

test('an organization ends when it is empty, and another may follow (9.2, GR-43)', async () => {
  const owner = await standAlone();
  await sendForm(owner);
  const license = await subscribe(owner);
  await owner.organizations('CreateOrganization');
  await owner.organizations('EnableAWSServiceAccess', { ServicePrincipal: LICENSE_MANAGER });
  await owner.licenseManager('UpdateServiceSettings',
    { OrganizationConfiguration: { EnableIntegration: true } });
  const before = await organizationOf(owner);
  const parent = await createGrant(owner, license, before.Arn);
  const member = await standAlone();
  await admit(owner, member);
  const remove = () => owner.organizations('DeleteOrganization');
  await refused(remove(), 'OrganizationNotEmptyException', { status: 400 });
  await refused(member.organizations('DeleteOrganization'), 'AccessDeniedException');
  await member.organizations('LeaveOrganization');
  const unit = await createUnit(owner);
  await refused(remove(), 'OrganizationNotEmptyException');
  await owner.organizations('DeleteOrganizationalUnit', { OrganizationalUnitId: unit.Id });
  await remove();
  await refused(organizationOf(owner), 'AWSOrganizationsNotInUseException');
  assert.equal(await statusOf(owner, parent), 'DELETED');
  await converse(owner);  // its own license goes on

  await owner.organizations('CreateOrganization');
  const after = await organizationOf(owner);
  assert.notEqual(after.Id, before.Id);
  const { EnabledServicePrincipals } = await owner.organizations('ListAWSServiceAccessForOrganization');
  assert.deepEqual(EnabledServicePrincipals, []);
});

test('settings of the organization, on the command line (OR-1, OR-12)', async () => {
  const server = await serve();
  const call = (operation, input) => server.management.organizations(operation, input);
  assert.match(set(server), /^auto_subscribe +false$/m);
  assert.match(set(server, 'units_max=1', 'accounts_max=1'), /^units_max +1$/m);
  await createUnit(server.management);
  const unit = await refused(createUnit(server.management), 'ConstraintViolationException');
  assert.equal(unit.Reason, 'OU_NUMBER_LIMIT_EXCEEDED');
  const Target = { Type: 'EMAIL', Id: 'new@example.org' };
  const invite = () => call('InviteAccountToOrganization', { Target });
  assert.equal((await refused(invite(), 'HandshakeConstraintViolationException')).Reason,
    'ACCOUNT_NUMBER_LIMIT_EXCEEDED');
  set(server, 'accounts_max=2', 'invitations_per_day=0');
  assert.equal((await refused(invite(), 'HandshakeConstraintViolationException')).Reason,
    'HANDSHAKE_RATE_LIMIT_EXCEEDED');
  set(server, 'invitations_per_day=1', 'invitation_days=3');
  const { Handshake } = await invite();
  assert.equal(Handshake.ExpirationTimestamp - Handshake.RequestedTimestamp, 3 * 86_400_000);
  set(server, 'finalizing_seconds=86400');
  const early = call('CreateAccount', { AccountName: 'x', Email: 'x@example.com' });
  assert.equal((await refused(early, 'FinalizingOrganizationException')).$metadata.httpStatusCode,
    400);

  const bad = (...words) => {
    const { status, stderr } = licet(server, 'organization', 'settings', ...words);
    assert.equal(status, 1);
    return stderr;
  };
  assert.match(bad('--set', 'unit_max=1'), /there is no setting `unit_max`; did you mean `units_max`/);
  assert.match(bad('--set', 'units_max'), /`units_max` has no value/);
  assert.match(bad('--set', 'accounts_max=0'), /must be a whole number from 1 to 1000000/);
  assert.match(bad('--set', 'auto_subscribe=yes'), /must be true or false/);
});

test('an account opened outside of the organization can be invited', async () => {
  const name = fresh('partner');
  const opened = licet(prepared, 'account', 'open', '--name', name, '--email', `${name}@example.org`);
  assert.equal(opened.status, 0, opened.stderr);
  const partner = await management.assume(opened.stdout.trim());
  await refused(organizationOf(partner), 'AWSOrganizationsNotInUseException');
  await admit(management, partner);
  assert.equal((await organizationOf(partner)).Id, (await organizationOf(management)).Id);
  const again = licet(prepared, 'account', 'open', '--name', name, '--email', `${name}@example.org`);
  assert.equal(again.status, 1);
  assert.match(again.stderr, /is the e-mail address of another account/);
});

test('who leaves and makes an organization has no right to what is the whole installation’s', async () => {
  const owner = await standAlone();
  await owner.organizations('CreateOrganization');
  const catalog = new URL('../../data/catalog.yaml', import.meta.url).pathname;
  for (const words of [['catalog', 'apply', catalog],
    ['account', 'open', '--name', 'x', '--email', 'x@example.org']]) {
    const { status, stderr } = licetAs(owner, prepared, ...words);
    assert.equal(status, 1);
    assert.match(stderr, /^licet: [^{]*use the credentials of the account that[^}]*$/);
  }
});
