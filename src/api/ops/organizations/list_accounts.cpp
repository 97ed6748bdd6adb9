// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/paging.h"
#include "api/organizations/shapes.h"
#include "model/organization/access.h"

namespace licet::api {
namespace {

constexpr std::string_view kListing = "ListAccounts";

struct Request {
    organizations::NextToken NextToken;
    organizations::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (NextToken, MaxResults))

struct Response {
    std::vector<organizations::Account> Accounts;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Accounts, NextToken))

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_reader(state, call.account()));
    LICET_TRY(const auto page, organizations::page_of<AccountId>({call, kListing}, request));
    Response response;
    const auto members = state.accounts_by_organization.find(organization.id);
    LICET_CHECK(members != state.accounts_by_organization.end());  // the management account is one
    response.NextToken =
        organizations::fill({call, kListing}, members->second, page, [&](AccountId account) {
            response.Accounts.push_back(organizations::show_account(state, organization, account));
            return true;
        });
    return response;
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException"};

}  // namespace

extern constinit const Operation op_organizations_list_accounts =
    operation<Request, Response, run>({.service = &wire::kOrganizations,
                                       .name = "ListAccounts",
                                       .doc = "Lists the accounts of the organization.",
                                       .access = Access::read,
                                       .errors = kErrors});

}  // namespace licet::api
