// SPDX-License-Identifier: Apache-2.0
#include "api/iam/shapes.h"

#include "base/encoding.h"

namespace licet::api::iam {
namespace {

std::optional<std::vector<WireTag>> tags_shown(const model::Tags& tags, Detail detail) {
    if (detail == Detail::summary || tags.empty()) {
        return std::nullopt;
    }
    return show_tags(tags);
}

std::optional<AttachedPermissionsBoundary> boundary_shown(const std::string& arn, Detail detail) {
    if (detail == Detail::summary || arn.empty()) {
        return std::nullopt;
    }
    return AttachedPermissionsBoundary{"PermissionsBoundaryPolicy", arn};
}

}  // namespace

Role show_role(AccountId account, std::string_view name, const model::Role& role, Detail detail) {
    return {
        .Path = role.path,
        .RoleName = std::string{name},
        .RoleId = role.id,
        .Arn = model::role_arn(account, role.path, name),
        .CreateDate = role.created_at,
        .AssumeRolePolicyDocument = percent_encode(role.trust_policy),
        .Description = role.description.empty() ? std::nullopt : std::optional{role.description},
        .MaxSessionDuration = role.max_session_seconds,
        .PermissionsBoundary = boundary_shown(role.boundary, detail),
        .Tags = tags_shown(role.tags, detail)};
}

User show_user(AccountId account, std::string_view name, const model::User& user, Detail detail) {
    return {.Path = user.path,
            .UserName = std::string{name},
            .UserId = user.id,
            .Arn = model::user_arn(account, user.path, name),
            .CreateDate = user.created_at,
            .PermissionsBoundary = boundary_shown(user.boundary, detail),
            .Tags = tags_shown(user.tags, detail)};
}

Group show_group(AccountId account, std::string_view name, const model::Group& group) {
    return {.Path = group.path,
            .GroupName = std::string{name},
            .GroupId = group.id,
            .Arn = model::group_arn(account, group.path, name),
            .CreateDate = group.created_at};
}

std::vector<WireTag> show_tags(const model::Tags& tags) {
    std::vector<WireTag> shown;
    for (const auto& [key, value] : tags) {
        shown.push_back({key, value});
    }
    return shown;
}

std::vector<model::Tag> tags_in(const std::optional<std::vector<WireTag>>& tags) {
    std::vector<model::Tag> read;
    if (tags) {
        for (const auto& tag : *tags) {
            read.push_back({tag.Key, tag.Value});
        }
    }
    return read;
}

}  // namespace licet::api::iam
