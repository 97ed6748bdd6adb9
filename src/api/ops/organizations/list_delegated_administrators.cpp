// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/paging.h"
#include "api/organizations/permissions.h"
#include "api/organizations/shapes.h"
#include "model/organization/access.h"
#include "model/organization/service_principals.h"

#include <algorithm>

namespace licet::api {
namespace {

constexpr std::string_view kOperation = "ListDelegatedAdministrators";

struct Request {
    std::optional<organizations::ServicePrincipalName> ServicePrincipal;
    organizations::NextToken NextToken;
    organizations::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (ServicePrincipal, NextToken, MaxResults))

struct DelegatedAdministrator {
    std::string Id;
    std::string Arn;
    std::string Email;
    std::string Name;
    organizations::AccountStatus Status = organizations::AccountStatus::ACTIVE;
    model::AccountState State = model::AccountState::ACTIVE;
    model::JoinedMethod JoinedMethod = model::JoinedMethod::CREATED;
    Time JoinedTimestamp;
    Time DelegationEnabledDate;
};
BOOST_DESCRIBE_STRUCT(DelegatedAdministrator, (),
                      (Id, Arn, Email, Name, Status, State, JoinedMethod, JoinedTimestamp,
                       DelegationEnabledDate))

struct Response {
    std::vector<DelegatedAdministrator> DelegatedAdministrators;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (DelegatedAdministrators, NextToken))

using Services = std::map<std::string, Time, std::less<>>;

/// When the account became administrator of the service asked for, or of its first one.
std::optional<Time> delegated_at(const Services& services, const Request& request) {
    if (request.ServicePrincipal) {
        const auto found = services.find(*request.ServicePrincipal);
        return found == services.end() ? std::nullopt : std::optional{found->second};
    }
    const auto first =
        std::min_element(services.begin(), services.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    return first->second;
}

DelegatedAdministrator show(organizations::Account account, Time since) {
    return {.Id = std::move(account.Id),
            .Arn = std::move(account.Arn),
            .Email = std::move(account.Email),
            .Name = std::move(account.Name),
            .Status = account.Status,
            .State = account.State,
            .JoinedMethod = account.JoinedMethod,
            .JoinedTimestamp = account.JoinedTimestamp,
            .DelegationEnabledDate = since};
}

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_reader(state, call.account()));
    if (request.ServicePrincipal &&
        model::find_service_principal(*request.ServicePrincipal) == nullptr) {
        return model::invalid_input("UNRECOGNIZED_SERVICE_PRINCIPAL",
                                    "`" + *request.ServicePrincipal +
                                        "` is not a service principal that Organizations knows");
    }
    const Listing listing{call, kOperation, request.ServicePrincipal.value_or("")};
    LICET_TRY(const auto page, organizations::page_of<AccountId>(listing, request));
    Response response;
    response.NextToken = organizations::fill(
        listing, organization.details.delegated, page, [&](const auto& delegated) {
            const auto since = delegated_at(delegated.second, request);
            if (since) {
                response.DelegatedAdministrators.push_back(show(
                    organizations::show_account(state, organization, delegated.first), *since));
            }
            return since.has_value();
        });
    return response;
}

Permissions permissions(const PermissionCall&, const Request& request) {
    auto permissions = permit("*");
    organizations::add_service(permissions, request.ServicePrincipal);
    return permissions;
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException"};

}  // namespace

extern constinit const Operation op_organizations_list_delegated_administrators =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "ListDelegatedAdministrators",
         .doc = "Lists the accounts that are delegated administrators, of one AWS service or any.",
         .access = Access::read,
         .needs = organizations::kOnService,
         .errors = kErrors});

}  // namespace licet::api
