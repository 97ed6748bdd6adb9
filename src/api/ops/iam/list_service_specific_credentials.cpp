// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/paging.h"
#include "api/iam/permissions.h"
#include "api/iam/service_credentials.h"
#include "model/identity/access_keys.h"
#include "model/identity/service_credentials.h"

namespace licet::api {
namespace {

struct Request {
    std::optional<iam::UserName> UserName;
    std::optional<iam::CredentialService> ServiceName;
    std::optional<bool> AllUsers;
    iam::Marker Marker;
    iam::MaxItems MaxItems;
};
BOOST_DESCRIBE_STRUCT(Request, (), (UserName, ServiceName, AllUsers, Marker, MaxItems))

struct Response {
    std::vector<iam::ServiceSpecificCredentialMetadata> ServiceSpecificCredentials;
    bool IsTruncated = false;
    std::optional<std::string> Marker;
};
BOOST_DESCRIBE_STRUCT(Response, (), (ServiceSpecificCredentials, IsTruncated, Marker))

bool is_of_all(const Request& request) {
    return request.AllUsers.value_or(false);
}

std::set<std::string> ids_of_all_users(const model::Identities& all, AccountId account) {
    std::set<std::string> ids;
    const auto& by_user = all.service_credentials.by_user;
    for (auto user = by_user.lower_bound({account, ""});
         user != by_user.end() && user->first.account == account; ++user) {
        ids.insert(user->second.begin(), user->second.end());
    }
    return ids;
}

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().identity;
    if (is_of_all(request) && request.UserName) {
        return Error{ErrorKind::invalid, "UserName and AllUsers exclude each other"};
    }
    model::OwnedName owner{call.account(), "*"};
    if (!is_of_all(request)) {
        LICET_TRY(owner,
                  model::access_key_owner(call.state(), request.UserName, call.context().actor));
    }
    if (request.ServiceName && *request.ServiceName != model::kBedrockService) {
        return model::service_not_supported(*request.ServiceName);
    }
    const Listing listing{call, "ListServiceSpecificCredentials", owner.name};
    LICET_TRY(const auto page, iam::page_of(listing, request.Marker, request.MaxItems));
    const auto ids = is_of_all(request) ? ids_of_all_users(state, call.account())
                                        : model::service_credentials_of(state, owner);
    Response response;
    const auto next = fill_page(ids, page, [&](const std::string& id) {
        const auto* credential = model::find_service_credential(state, id);
        LICET_CHECK(credential != nullptr);
        response.ServiceSpecificCredentials.push_back(
            iam::show_credential(id, *credential, call.context().now));
        return true;
    });
    iam::end_page(response, listing, next);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return is_of_all(request) ? permit("*") : iam::on_user(call, request.UserName);
}

constexpr std::string_view kErrors[] = {"ServiceNotSupportedException"};

}  // namespace

extern constinit const Operation op_iam_list_service_specific_credentials =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kIam,
         .name = "ListServiceSpecificCredentials",
         .doc = "Lists the Bedrock API keys of a user, of the caller, or of all users.",
         .access = Access::read,
         .needs = iam::kOnUser,
         .errors = kErrors});

}  // namespace licet::api
