// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/paging.h"
#include "model/organization/access.h"
#include "model/organization/trusted_access.h"

namespace licet::api {
namespace {

constexpr std::string_view kListing = "ListAWSServiceAccessForOrganization";

struct Request {
    organizations::NextToken NextToken;
    organizations::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (NextToken, MaxResults))

struct EnabledServicePrincipal {
    std::string ServicePrincipal;
    Time DateEnabled;
};
BOOST_DESCRIBE_STRUCT(EnabledServicePrincipal, (), (ServicePrincipal, DateEnabled))

struct Response {
    std::vector<EnabledServicePrincipal> EnabledServicePrincipals;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (EnabledServicePrincipals, NextToken))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto organization,
              model::require_reader(call.state().organization, call.account()));
    LICET_TRY_VOID(model::require_all_features(organization.details));
    LICET_TRY(const auto page, organizations::page_of<std::string>({call, kListing}, request));
    Response response;
    response.NextToken = organizations::fill(
        {call, kListing}, organization.details.trusted_services, page, [&](const auto& service) {
            response.EnabledServicePrincipals.push_back({service.first, service.second});
            return true;
        });
    return response;
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "ConstraintViolationException"};

}  // namespace

extern constinit const Operation op_organizations_list_aws_service_access_for_organization =
    operation<Request, Response, run>({.service = &wire::kOrganizations,
                                       .name = "ListAWSServiceAccessForOrganization",
                                       .doc = "Lists the AWS services that have trusted access.",
                                       .access = Access::read,
                                       .errors = kErrors});

}  // namespace licet::api
