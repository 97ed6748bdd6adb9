// SPDX-License-Identifier: Apache-2.0
#include "api/iam/shapes.h"

#include "base/encoding.h"

#include <fmt/format.h>

namespace licet::api::iam {
namespace {

std::optional<std::vector<WireTag>> show_tags(const model::Tags& tags, Detail detail) {
    if (detail == Detail::summary || tags.empty()) {
        return std::nullopt;
    }
    std::vector<WireTag> shown;
    for (const auto& [key, value] : tags) {
        shown.push_back({key, value});
    }
    return shown;
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
        .Tags = show_tags(role.tags, detail)};
}

User show_user(AccountId account, std::string_view name, const model::User& user, Detail detail) {
    return {.Path = user.path,
            .UserName = std::string{name},
            .UserId = user.id,
            .Arn = model::user_arn(account, user.path, name),
            .CreateDate = user.created_at,
            .Tags = show_tags(user.tags, detail)};
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

Result<void> refuse_boundary(const std::optional<Arn>& policy) {
    if (policy) {
        return Error{ErrorKind::not_found,
                     fmt::format("Scope ARN: {} does not exist or is not attachable.", *policy),
                     "NoSuchEntity"};
    }
    return {};
}

}  // namespace licet::api::iam
