// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/define.h"
#include "api/iam/forms.h"
#include "api/iam/permissions.h"
#include "model/identity/identity_view.h"

#include <string>
#include <string_view>
#include <utility>

/// Operations that IAM has for users, groups and roles alike are written once, for a target: what
/// their requests begin with.
namespace licet::api::iam {

struct UserTarget {
    ExistingUserName UserName;

    static constexpr model::IdentityKind kKind = model::IdentityKind::user;
    static constexpr std::string_view kResource = "AWS::IAM::User";
    static constexpr Need kNeed = kOnUser;
    const std::string& name() const { return UserName; }
    static Permissions permissions(const PermissionCall& call, const std::string& name) {
        return on_user(call, name);
    }
};
BOOST_DESCRIBE_STRUCT(UserTarget, (), (UserName))

struct GroupTarget {
    iam::GroupName GroupName;

    static constexpr model::IdentityKind kKind = model::IdentityKind::group;
    static constexpr std::string_view kResource = "AWS::IAM::Group";
    static constexpr Need kNeed = kOnGroup;
    const std::string& name() const { return GroupName; }
    static Permissions permissions(const PermissionCall& call, const std::string& name) {
        return on_group(call, name);
    }
};
BOOST_DESCRIBE_STRUCT(GroupTarget, (), (GroupName))

struct RoleTarget {
    iam::RoleName RoleName;

    static constexpr model::IdentityKind kKind = model::IdentityKind::role;
    static constexpr std::string_view kResource = "AWS::IAM::Role";
    static constexpr Need kNeed = kOnRole;
    const std::string& name() const { return RoleName; }
    static Permissions permissions(const PermissionCall& call, const std::string& name) {
        return on_role(call, name);
    }
};
BOOST_DESCRIBE_STRUCT(RoleTarget, (), (RoleName))

/// The user, group or role of the caller's account that a request names.
template <typename Target>
model::IdentityName identity_of(const Call& call, const Target& target) {
    return {Target::kKind, {call.account(), target.name()}};
}

/// Carries out what was decided about a target.
template <typename Target>
Result<Empty> commit(Call& call, const Target& target, Result<model::Events> decided) {
    LICET_TRY(auto events, std::move(decided));
    LICET_TRY(auto view, model::require_identity(call.state(), identity_of(call, target)));
    call.transaction.commit(std::move(events));
    call.transaction.touch(std::string{Target::kResource}, std::move(view.arn));
    return Empty{};
}

/// The permissions of an operation whose request says nothing that conditions see.
template <typename Request>
Permissions permissions_on(const PermissionCall& call, const Request& request) {
    return Request::permissions(call, request.name());
}

/// The errors of an operation that changes a target: roles have one more.
template <typename Target>
constexpr std::span<const std::string_view> errors_of(std::span<const std::string_view> errors) {
    return Target::kKind == model::IdentityKind::role ? errors : errors.subspan(1);
}

}  // namespace licet::api::iam
