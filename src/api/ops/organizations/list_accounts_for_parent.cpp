// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/paging.h"
#include "api/organizations/permissions.h"
#include "api/organizations/shapes.h"
#include "model/organization/access.h"

namespace licet::api {
namespace {

constexpr std::string_view kOperation = "ListAccountsForParent";

struct Request {
    organizations::ParentId ParentId;
    organizations::NextToken NextToken;
    organizations::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (ParentId, NextToken, MaxResults))

struct Response {
    std::vector<organizations::Account> Accounts;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Accounts, NextToken))

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_reader(state, call.account()));
    LICET_TRY_VOID(model::require_parent(organization, request.ParentId));
    const Listing listing{call, kOperation, request.ParentId};
    LICET_TRY(const auto page, organizations::page_of<AccountId>(listing, request));
    Response response;
    const auto accounts = state.accounts_by_parent.find(request.ParentId);
    if (accounts != state.accounts_by_parent.end()) {
        response.NextToken =
            organizations::fill(listing, accounts->second, page, [&](AccountId account) {
                response.Accounts.push_back(
                    organizations::show_account(state, organization, account));
                return true;
            });
    }
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_node(call, request.ParentId);
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "ParentNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_list_accounts_for_parent =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "ListAccountsForParent",
         .doc = "Lists the accounts directly in a root or an organizational unit.",
         .access = Access::read,
         .needs = organizations::kOnParent,
         .errors = kErrors});

}  // namespace licet::api
