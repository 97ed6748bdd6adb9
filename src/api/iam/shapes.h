// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/define.h"
#include "api/iam/forms.h"
#include "model/identity/identity.h"
#include "model/tags.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What IAM's operations show. Source: the service model of IAM 2010-05-08.
namespace licet::api::iam {

struct AttachedPermissionsBoundary {
    std::string PermissionsBoundaryType;
    std::string PermissionsBoundaryArn;
};
BOOST_DESCRIBE_STRUCT(AttachedPermissionsBoundary, (),
                      (PermissionsBoundaryType, PermissionsBoundaryArn))

struct Role {
    std::string Path;
    std::string RoleName;
    std::string RoleId;
    std::string Arn;
    Time CreateDate;
    std::string AssumeRolePolicyDocument;  ///< percent-encoded
    std::optional<std::string> Description;
    std::int64_t MaxSessionDuration = 0;
    std::optional<AttachedPermissionsBoundary> PermissionsBoundary;
    std::optional<std::vector<WireTag>> Tags;
};
BOOST_DESCRIBE_STRUCT(Role, (),
                      (Path, RoleName, RoleId, Arn, CreateDate, AssumeRolePolicyDocument,
                       Description, MaxSessionDuration, PermissionsBoundary, Tags))

/// The account's root has no path and no name.
struct User {
    std::optional<std::string> Path;
    std::optional<std::string> UserName;
    std::string UserId;
    std::string Arn;
    Time CreateDate;
    std::optional<AttachedPermissionsBoundary> PermissionsBoundary;
    std::optional<std::vector<WireTag>> Tags;
};
BOOST_DESCRIBE_STRUCT(User, (),
                      (Path, UserName, UserId, Arn, CreateDate, PermissionsBoundary, Tags))

struct Group {
    std::string Path;
    std::string GroupName;
    std::string GroupId;
    std::string Arn;
    Time CreateDate;
};
BOOST_DESCRIBE_STRUCT(Group, (), (Path, GroupName, GroupId, Arn, CreateDate))

/// How much a list or a single answer shows: lists leave out the boundary and the tags.
enum class Detail { summary, full };

Role show_role(AccountId account, std::string_view name, const model::Role& role, Detail detail);
User show_user(AccountId account, std::string_view name, const model::User& user, Detail detail);
Group show_group(AccountId account, std::string_view name, const model::Group& group);
std::vector<WireTag> show_tags(const model::Tags& tags);

std::vector<model::Tag> tags_in(const std::optional<std::vector<WireTag>>& tags);

}  // namespace licet::api::iam
