// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/define.h"
#include "api/iam/paging.h"
#include "api/iam/permissions.h"
#include "model/identity/access_keys.h"

#include <optional>
#include <string_view>

/// Operations on credentials that no user has here: passwords, MFA devices, certificates, SSH keys.
/// Clients that delete a user ask for them, and get the true answer.
namespace licet::api::iam {

struct ListOfUserRequest {
    std::optional<ExistingUserName> UserName;
    iam::Marker Marker;
    iam::MaxItems MaxItems;
};
BOOST_DESCRIBE_STRUCT(ListOfUserRequest, (), (UserName, Marker, MaxItems))

/// An empty list of what the named user, or the caller, has.
template <typename Response>
Result<Response> run_empty_list(Call& call, const ListOfUserRequest& request) {
    LICET_TRY_VOID(model::access_key_owner(call.state(), request.UserName, call.context().actor));
    LICET_TRY_VOID(page_of({call, "nothing"}, request.Marker, request.MaxItems));
    return Response{};
}

inline Permissions list_permissions(const PermissionCall& call, const ListOfUserRequest& request) {
    return on_user(call, request.UserName);
}

template <typename Response>
consteval Operation empty_list(std::string_view name, std::string_view doc) {
    return operation<ListOfUserRequest, Response, run_empty_list<Response>, list_permissions>(
        {.service = &wire::kIam,
         .name = name,
         .doc = doc,
         .access = Access::read,
         .needs = kOnUser});
}

struct LoginProfileRequest {
    std::optional<iam::UserName> UserName;
};
BOOST_DESCRIBE_STRUCT(LoginProfileRequest, (), (UserName))

/// No user has a password. @return NoSuchEntity.
inline Error no_login_profile(const Call& call, const LoginProfileRequest& request) {
    auto owner = model::access_key_owner(call.state(), request.UserName, call.context().actor);
    if (!owner.ok()) {
        return std::move(owner).error();
    }
    return {ErrorKind::not_found, "Login Profile for User " + owner->name + " cannot be found.",
            "NoSuchEntity"};
}

inline Permissions login_permissions(const PermissionCall& call,
                                     const LoginProfileRequest& request) {
    return on_user(call, request.UserName);
}

}  // namespace licet::api::iam
