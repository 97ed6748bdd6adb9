// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/paging.h"
#include "api/organizations/permissions.h"
#include "model/organization/access.h"

namespace licet::api {
namespace {

constexpr std::string_view kOperation = "ListDelegatedServicesForAccount";

struct Request {
    licet::AccountId AccountId;
    organizations::NextToken NextToken;
    organizations::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (AccountId, NextToken, MaxResults))

struct DelegatedService {
    std::string ServicePrincipal;
    Time DelegationEnabledDate;
};
BOOST_DESCRIBE_STRUCT(DelegatedService, (), (ServicePrincipal, DelegationEnabledDate))

struct Response {
    std::vector<DelegatedService> DelegatedServices;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (DelegatedServices, NextToken))

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_reader(state, call.account()));
    LICET_TRY_VOID(model::require_account(state, organization, request.AccountId));
    const auto services = organization.details.delegated.find(request.AccountId);
    if (services == organization.details.delegated.end()) {
        return Error{ErrorKind::not_found,
                     "account `" + request.AccountId.text() +
                         "` is not a delegated administrator of any service",
                     "AccountNotRegisteredException"};
    }
    const Listing listing{call, kOperation, request.AccountId.text()};
    LICET_TRY(const auto page, organizations::page_of<std::string>(listing, request));
    Response response;
    response.NextToken =
        organizations::fill(listing, services->second, page, [&](const auto& service) {
            response.DelegatedServices.push_back({service.first, service.second});
            return true;
        });
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_node(call, request.AccountId.text());
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "AccountNotFoundException",
                                        "AccountNotRegisteredException"};

}  // namespace

extern constinit const Operation op_organizations_list_delegated_services_for_account =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "ListDelegatedServicesForAccount",
         .doc = "Lists the AWS services that an account is delegated administrator of.",
         .access = Access::read,
         .needs = organizations::kOnAccount,
         .errors = kErrors});

}  // namespace licet::api
