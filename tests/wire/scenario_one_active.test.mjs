// SPDX-License-Identifier: Apache-2.0
//
// Items 8 and 9 of the acceptance scenarios in breadth: one active license of a product per account,
// whatever brings grants into force, and the delegated administrator.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { refused, serve } from './harness.mjs';
import {
  LICENSE_MANAGER, accountPrincipal, converse, createGrant, createMember, createUnit,
  deleteGrant, fresh, move, organizationOf, prepare, receivedGrants, rootOf, sendForm, setStatus,
  statusOf, subscribe,
} from './world.mjs';

const { management } = await serve();
const ALL = { Options: { ActivationOverrideBehavior: 'ALL_GRANTS_PERMITTED_BY_ISSUER' } };
const ONLY = { Options: { ActivationOverrideBehavior: 'DISTRIBUTED_GRANTS_ONLY' } };
let central;
let organization;

before(async () => {
  await prepare(management);
  await sendForm(management);
  central = await subscribe(management);
  organization = await organizationOf(management);
});

/** A member with a subscription of its own. */
async function owner() {
  const caller = await createMember(management);
  const license = await subscribe(caller);
  const { Licenses: [mine] } = await caller.licenseManager('ListReceivedLicenses',
    { LicenseArns: [license] });
  return {
    caller, license,
    grant: mine.LicenseMetadata.find((item) => item.Name === 'grantArn').Value,
  };
}

/** The status of everything that the account has of the product, ACTIVE ones first. */
async function statuses(caller) {
  const { Grants } = await caller.licenseManager('ListReceivedGrants', {
    Filters: [{ Name: 'ProductSKU', Values: [await sku()] }],
  });
  return Grants.map((one) => one.GrantStatus).sort();
}

async function sku() {
  return (await management.licenseManager('GetLicense', { LicenseArn: central })).License.ProductSKU;
}

test('item 8: an account grant swaps only on demand, either side (GR-20, GR-24, GR-25)', async () => {
  const { caller, grant: own } = await owner();
  const given = await createGrant(management, central, accountPrincipal(caller.account));
  for (const who of [management, caller]) {
    await refused(setStatus(who, given, 'ACTIVE'), 'ValidationException', { message: /already active/ });
    await refused(setStatus(who, given, 'ACTIVE', ONLY), 'ValidationException');
  }
  await setStatus(caller, given, 'ACTIVE', ALL);
  assert.deepEqual(await statuses(caller), ['ACTIVE', 'DISABLED']);
  assert.equal(await statusOf(caller, own), 'DISABLED');
  await refused(setStatus(caller, own, 'ACTIVE'), 'ValidationException');
  await setStatus(caller, given, 'DISABLED');
  await setStatus(caller, own, 'ACTIVE');  // the loser stayed for later
  assert.deepEqual(await statuses(caller), ['ACTIVE', 'DISABLED']);
});

test('item 8: an OU’s grant with and without the option (GR-22, GR-24)', async () => {
  for (const [option, kept] of [[{}, true], [ONLY, true], [ALL, false]]) {
    const unit = await createUnit(management);
    const { caller, grant: own } = await owner();
    const plain = await createMember(management);
    for (const one of [caller, plain]) await move(management, one.account, unit.Id);
    const parent = await createGrant(management, central, unit.Arn);
    await setStatus(management, parent, 'ACTIVE', option);
    assert.equal(await statusOf(management, parent), 'ACTIVE');
    const [sub] = (await receivedGrants(caller, central)).filter((one) => one.ParentArn === parent);
    assert.equal(sub.GrantStatus, kept ? 'DISABLED' : 'ACTIVE');
    assert.equal(await statusOf(caller, own), kept ? 'ACTIVE' : 'DISABLED');
    assert.equal((await receivedGrants(plain, central))[0].GrantStatus, 'ACTIVE');
    await converse(plain);
    await converse(caller);
    await deleteGrant(management, parent);
  }
});

test('item 8: a grantee sets the option only if the grantor did not (GR-23)', async () => {
  const { caller } = await owner();
  const unit = await createUnit(management);
  await move(management, caller.account, unit.Id);
  const parent = await createGrant(management, central, unit.Arn);
  await setStatus(management, parent, 'ACTIVE', ONLY);
  const [sub] = (await receivedGrants(caller, central)).filter((one) => one.ParentArn === parent);
  await refused(setStatus(caller, sub.GrantArn, 'ACTIVE', ALL), 'ValidationException');
  await setStatus(management, sub.GrantArn, 'ACTIVE', ALL);
  assert.deepEqual(await statuses(caller), ['ACTIVE', 'DISABLED']);
});

test('item 8: a joiner keeps what it has active (U-23, GR-40, GR-42)', async () => {
  const unit = await createUnit(management);
  const parent = await createGrant(management, central, unit.Arn);
  await setStatus(management, parent, 'ACTIVE', ONLY);
  const { caller, grant: own } = await owner();
  await move(management, caller.account, unit.Id);
  assert.equal(await statusOf(caller, own), 'ACTIVE');
  assert.deepEqual(await statuses(caller), ['ACTIVE', 'DISABLED']);
  const plain = await createMember(management);
  await move(management, plain.account, unit.Id);
  await converse(plain);
  await move(management, plain.account, (await rootOf(management)).Id);
  await refused(converse(plain), 'AccessDeniedException');
});

test('a license that comes back yields to the one active by then (GR-20, LI-5)', async () => {
  const [seller, buyer] = [await createMember(management), await createMember(management)];
  const terms = {
    LicenseName: 'tool', ProductName: 'Tool', Issuer: { Name: 'Tools' }, HomeRegion: 'us-east-1',
    Validity: { Begin: '2020-01-01T00:00:00Z' }, Entitlements: [{ Name: 'Seats', Unit: 'Count' }],
    ConsumptionConfiguration: { RenewType: 'None' },
  };
  const issue = async () => (await seller.licenseManager('CreateLicense', {
    ...terms, ProductSKU: 'tool', Beneficiary: 'x', ClientToken: fresh('token'),
  })).LicenseArn;
  const give = async (license) => {
    const grant = await createGrant(seller, license, accountPrincipal(buyer.account), {
      AllowedOperations: ['CheckoutLicense'],
    });
    await buyer.licenseManager('AcceptGrant', { GrantArn: grant });
    return grant;
  };
  const revise = (LicenseArn, Status) => seller.licenseManager('CreateLicenseVersion', {
    ...terms, LicenseArn, Status, ClientToken: fresh('token'),
  });
  const [one, two] = [await issue(), await issue()];
  const [first, second] = [await give(one), await give(two)];
  await setStatus(buyer, first, 'ACTIVE');
  await refused(setStatus(buyer, second, 'ACTIVE'), 'ValidationException', { message: /already active/ });
  await revise(one, 'SUSPENDED');
  await setStatus(buyer, second, 'ACTIVE');
  await revise(one, 'AVAILABLE');
  const { Grant } = await buyer.licenseManager('GetGrant', { GrantArn: first });
  assert.equal(Grant.GrantStatus, 'DISABLED');
  assert.match(Grant.StatusReason, /another license of the product is active/);
  assert.equal(await statusOf(buyer, second), 'ACTIVE');
});

test('item 9: the delegated administrator distributes its own license (ME-17, OR-5)', async () => {
  const administrator = await createMember(management);
  const member = await createMember(management);
  const own = await subscribe(administrator);
  await refused(createGrant(administrator, own, organization.Arn), 'AccessDeniedException');
  const register = (AccountId) => management.organizations('RegisterDelegatedAdministrator',
    { AccountId, ServicePrincipal: LICENSE_MANAGER });
  await register(administrator.account);
  const second = await refused(register(member.account), 'ConstraintViolationException');
  assert.equal(second.Reason, 'MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED');

  const parent = await createGrant(administrator, own, organization.Arn);
  await setStatus(administrator, parent, 'ACTIVE');
  await converse(member);
  await refused(createGrant(administrator, central, organization.Arn), 'AccessDeniedException');
  const { Grants } = await administrator.licenseManager('ListReceivedGrantsForOrganization',
    { LicenseArn: own });
  assert.ok(Grants.some((one) => one.GranteePrincipalArn === accountPrincipal(member.account)));
  await refused(setStatus(management, parent, 'DISABLED'), 'ValidationException');
  await refused(member.licenseManager('ListReceivedGrantsForOrganization', { LicenseArn: own }),
    'AccessDeniedException');
});
