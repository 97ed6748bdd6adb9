// SPDX-License-Identifier: Apache-2.0
//
// The main error of the operations that the other files only see succeed.
import { test } from 'node:test';

import { refused, serve } from './harness.mjs';
import { LICENSE_MANAGER, createMember, prepare, rootOf } from './world.mjs';

const { management } = await serve();
await prepare(management);
const member = await createMember(management);
const closed = await createMember(management);
await management.organizations('CloseAccount', { AccountId: closed.account });
const root = await rootOf(management);
const nowhere = `${root.Id.replace('r-', 'ou-')}-00000000`;
const grant = `arn:aws:license-manager::${member.account}:grant:g-${'0'.repeat(32)}`;
const license = `arn:aws:license-manager::294406891311:license:l-${'0'.repeat(32)}`;

/** Each row: operation, input, error name, and who calls if not the management account. */
const ROWS = {
  bedrock: [
    ['ListInferenceProfiles', { maxResults: 1001 }, 'ValidationException'],
    ['ListFoundationModels', { byInferenceType: 'SOMETIMES' }, 'ValidationException'],
  ],
  iam: [
    ['DeleteRole', { RoleName: 'nobody' }, 'NoSuchEntityException'],
    ['GetAccessKeyLastUsed', { AccessKeyId: 'AKIA0000000000000000' }, 'NoSuchEntityException'],
    ['ListAccessKeys', { UserName: 'nobody' }, 'NoSuchEntityException'],
    ['ListRoles', { MaxItems: 1001 }, 'ValidationError'],
    ['ListUsers', { MaxItems: 1001 }, 'ValidationError'],
    ['UpdateAccessKey', { UserName: 'nobody', AccessKeyId: 'AKIA0000000000000000', Status: 'Active' },
      'NoSuchEntityException'],
    ['UpdateAssumeRolePolicy', { RoleName: 'nobody', PolicyDocument: '{}' }, 'NoSuchEntityException'],
  ],
  licenseManager: [
    ['GetServiceSettings', {}, 'AccessDeniedException', closed],
    ['ListDistributedGrants', { MaxResults: 101 }, 'ValidationException'],
    ['ListLicenseVersions', { LicenseArn: license }, 'ResourceNotFoundException'],
    ['ListReceivedGrants', { Filters: [{ Name: 'Colour', Values: ['red'] }] },
      'InvalidParameterValueException'],
    ['ListTagsForResource', { ResourceArn: grant }, 'ResourceNotFoundException'],
    ['TagResource', { ResourceArn: grant, Tags: [{ Key: 'a', Value: 'b' }] }, 'ResourceNotFoundException'],
    ['UntagResource', { ResourceArn: grant, TagKeys: ['a'] }, 'ResourceNotFoundException'],
  ],
  organizations: [
    ['DisableAWSServiceAccess', { ServicePrincipal: LICENSE_MANAGER }, 'AccessDeniedException', member],
    ['ListAccountsForParent', { ParentId: nowhere }, 'ParentNotFoundException'],
    ['ListAWSServiceAccessForOrganization', {}, 'AccessDeniedException', member],
    ['ListCreateAccountStatus', {}, 'AccessDeniedException', member],
    ['ListDelegatedAdministrators', {}, 'AccessDeniedException', member],
    ['ListDelegatedServicesForAccount', { AccountId: member.account }, 'AccountNotRegisteredException'],
    ['ListOrganizationalUnitsForParent', { ParentId: nowhere }, 'ParentNotFoundException'],
    ['TagResource', { ResourceId: nowhere, Tags: [{ Key: 'a', Value: 'b' }] }, 'TargetNotFoundException'],
    ['UntagResource', { ResourceId: nowhere, TagKeys: ['a'] }, 'TargetNotFoundException'],
    ['UpdateOrganizationalUnit', { OrganizationalUnitId: nowhere, Name: 'a' },
      'OrganizationalUnitNotFoundException'],
  ],
  sts: [['GetSessionToken', { DurationSeconds: 1 }, 'ValidationError']],
};

for (const [service, rows] of Object.entries(ROWS)) {
  for (const [operation, input, name, caller = management] of rows) {
    test(`${operation}: ${name}`, async () => {
      await refused(caller[service](operation, input), name);
    });
  }
}
