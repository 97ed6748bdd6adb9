// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/paging.h"
#include "api/iam/permissions.h"
#include "model/identity/access_keys.h"

namespace licet::api {
namespace {

struct Request {
    std::optional<iam::ExistingUserName> UserName;
    iam::Marker Marker;
    iam::MaxItems MaxItems;
};
BOOST_DESCRIBE_STRUCT(Request, (), (UserName, Marker, MaxItems))

struct AccessKeyMetadata {
    std::string UserName;  ///< empty: the account's root
    std::string AccessKeyId;
    model::KeyStatus Status = model::KeyStatus::Active;
    Time CreateDate;
};
BOOST_DESCRIBE_STRUCT(AccessKeyMetadata, (), (UserName, AccessKeyId, Status, CreateDate))

struct Response {
    std::vector<struct AccessKeyMetadata> AccessKeyMetadata;
    bool IsTruncated = false;
    std::optional<std::string> Marker;
};
BOOST_DESCRIBE_STRUCT(Response, (), (AccessKeyMetadata, IsTruncated, Marker))

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().identity;
    LICET_TRY(const auto owner,
              model::access_key_owner(call.state(), request.UserName, call.context().actor));
    const Listing listing{call, "ListAccessKeys", owner.name};
    LICET_TRY(const auto page, iam::page_of(listing, request.Marker, request.MaxItems));
    Response response;
    const auto next =
        fill_page(model::access_keys_of(state, owner), page, [&](const std::string& id) {
            const auto* key = model::find_access_key(state, id);
            LICET_CHECK(key != nullptr);
            response.AccessKeyMetadata.push_back({owner.name, id, key->status, key->created_at});
            return true;
        });
    iam::end_page(response, listing, next);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_user(call, request.UserName);
}

}  // namespace

extern constinit const Operation op_iam_list_access_keys =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kIam,
         .name = "ListAccessKeys",
         .doc = "Lists the access keys of a user, or of the caller.",
         .access = Access::read,
         .needs = iam::kOnUser});

}  // namespace licet::api
