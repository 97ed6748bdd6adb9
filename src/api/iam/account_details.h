// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/iam/policies.h"
#include "api/iam/shapes.h"
#include "model/identity/identity.h"

#include <optional>
#include <string>
#include <vector>

/// What GetAccountAuthorizationDetails shows of one identity or policy. Source: the service model
/// of IAM 2010-05-08.
namespace licet::api::iam {

struct PolicyDetail {
    std::string PolicyName;
    std::string PolicyDocument;  ///< percent-encoded
};
BOOST_DESCRIBE_STRUCT(PolicyDetail, (), (PolicyName, PolicyDocument))

struct AttachedManagedPolicy {
    std::string PolicyName;
    std::string PolicyArn;
};
BOOST_DESCRIBE_STRUCT(AttachedManagedPolicy, (), (PolicyName, PolicyArn))
using AttachedManagedPolicies = std::vector<AttachedManagedPolicy>;

struct UserDetail {
    std::string Path;
    std::string UserName;
    std::string UserId;
    std::string Arn;
    Time CreateDate;
    std::vector<PolicyDetail> UserPolicyList;
    std::vector<std::string> GroupList;
    iam::AttachedManagedPolicies AttachedManagedPolicies;
    std::optional<AttachedPermissionsBoundary> PermissionsBoundary;
    std::vector<WireTag> Tags;
};
BOOST_DESCRIBE_STRUCT(UserDetail, (),
                      (Path, UserName, UserId, Arn, CreateDate, UserPolicyList, GroupList,
                       AttachedManagedPolicies, PermissionsBoundary, Tags))

struct GroupDetail {
    std::string Path;
    std::string GroupName;
    std::string GroupId;
    std::string Arn;
    Time CreateDate;
    std::vector<PolicyDetail> GroupPolicyList;
    iam::AttachedManagedPolicies AttachedManagedPolicies;
};
BOOST_DESCRIBE_STRUCT(GroupDetail, (),
                      (Path, GroupName, GroupId, Arn, CreateDate, GroupPolicyList,
                       AttachedManagedPolicies))

struct RoleDetail {
    std::string Path;
    std::string RoleName;
    std::string RoleId;
    std::string Arn;
    Time CreateDate;
    std::string AssumeRolePolicyDocument;  ///< percent-encoded
    std::vector<PolicyDetail> RolePolicyList;
    iam::AttachedManagedPolicies AttachedManagedPolicies;
    std::optional<AttachedPermissionsBoundary> PermissionsBoundary;
    std::vector<WireTag> Tags;
};
BOOST_DESCRIBE_STRUCT(RoleDetail, (),
                      (Path, RoleName, RoleId, Arn, CreateDate, AssumeRolePolicyDocument,
                       RolePolicyList, AttachedManagedPolicies, PermissionsBoundary, Tags))

struct ManagedPolicyDetail {
    std::string PolicyName;
    std::string PolicyId;
    std::string Arn;
    std::string Path;
    std::string DefaultVersionId;
    std::int32_t AttachmentCount = 0;
    std::int32_t PermissionsBoundaryUsageCount = 0;
    bool IsAttachable = true;
    std::optional<std::string> Description;
    Time CreateDate;
    Time UpdateDate;
    std::vector<PolicyVersion> PolicyVersionList;  ///< with their documents
};
BOOST_DESCRIBE_STRUCT(ManagedPolicyDetail, (),
                      (PolicyName, PolicyId, Arn, Path, DefaultVersionId, AttachmentCount,
                       PermissionsBoundaryUsageCount, IsAttachable, Description, CreateDate,
                       UpdateDate, PolicyVersionList))

UserDetail show_user_detail(const model::Identities& state, const model::OwnedName& name,
                            const model::User& user);
GroupDetail show_group_detail(const model::OwnedName& name, const model::Group& group);
RoleDetail show_role_detail(AccountId account, const std::string& name, const model::Role& role);
ManagedPolicyDetail show_policy_detail(const model::State& state, AccountId account,
                                       const std::string& arn, const model::ManagedPolicy& policy);

}  // namespace licet::api::iam
