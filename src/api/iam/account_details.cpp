// SPDX-License-Identifier: Apache-2.0
#include "api/iam/account_details.h"

#include <utility>

namespace licet::api::iam {
namespace {

std::vector<PolicyDetail> show_inline(const model::InlinePolicies& policies) {
    std::vector<PolicyDetail> shown;
    for (const auto& [name, policy] : policies) {
        shown.push_back({name, show_document(policy.text)});
    }
    return shown;
}

AttachedManagedPolicies show_attached(const std::set<std::string>& arns) {
    AttachedManagedPolicies shown;
    for (const auto& arn : arns) {
        shown.push_back({policy_name_of(arn), arn});
    }
    return shown;
}

}  // namespace

UserDetail show_user_detail(const model::Identities& state, const model::OwnedName& name,
                            const model::User& user) {
    auto shown = show_user(name.account, name.name, user, Detail::full);
    const auto& groups = model::groups_of(state, name);
    return {.Path = user.path,
            .UserName = name.name,
            .UserId = user.id,
            .Arn = std::move(shown.Arn),
            .CreateDate = user.created_at,
            .UserPolicyList = show_inline(user.policies),
            .GroupList = {groups.begin(), groups.end()},
            .AttachedManagedPolicies = show_attached(user.attached),
            .PermissionsBoundary = std::move(shown.PermissionsBoundary),
            .Tags = show_tags(user.tags)};
}

GroupDetail show_group_detail(const model::OwnedName& name, const model::Group& group) {
    return {.Path = group.path,
            .GroupName = name.name,
            .GroupId = group.id,
            .Arn = model::group_arn(name.account, group.path, name.name),
            .CreateDate = group.created_at,
            .GroupPolicyList = show_inline(group.policies),
            .AttachedManagedPolicies = show_attached(group.attached)};
}

RoleDetail show_role_detail(AccountId account, const std::string& name, const model::Role& role) {
    auto shown = show_role(account, name, role, Detail::full);
    return {.Path = role.path,
            .RoleName = name,
            .RoleId = role.id,
            .Arn = std::move(shown.Arn),
            .CreateDate = role.created_at,
            .AssumeRolePolicyDocument = std::move(shown.AssumeRolePolicyDocument),
            .RolePolicyList = show_inline(role.policies),
            .AttachedManagedPolicies = show_attached(role.attached),
            .PermissionsBoundary = std::move(shown.PermissionsBoundary),
            .Tags = show_tags(role.tags)};
}

ManagedPolicyDetail show_policy_detail(const model::State& state, AccountId account,
                                       const std::string& arn, const model::ManagedPolicy& policy) {
    auto shown = show_policy(state, account, arn, policy, Detail::full);
    ManagedPolicyDetail detail{.PolicyName = std::move(shown.PolicyName),
                               .PolicyId = std::move(shown.PolicyId),
                               .Arn = arn,
                               .Path = policy.path,
                               .DefaultVersionId = std::move(shown.DefaultVersionId),
                               .AttachmentCount = shown.AttachmentCount,
                               .PermissionsBoundaryUsageCount = shown.PermissionsBoundaryUsageCount,
                               .IsAttachable = shown.IsAttachable,
                               .Description = std::move(shown.Description),
                               .CreateDate = shown.CreateDate,
                               .UpdateDate = shown.UpdateDate,
                               .PolicyVersionList = {}};
    for (const auto& [id, version] : policy.versions) {
        detail.PolicyVersionList.push_back(show_version(policy, id, Detail::full));
    }
    return detail;
}

}  // namespace licet::api::iam
