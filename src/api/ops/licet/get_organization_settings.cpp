// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "model/organization/access.h"

namespace licet::api {
namespace {

struct Response {
    model::OrganizationSettings settings;
};
BOOST_DESCRIBE_STRUCT(Response, (), (settings))

Result<Response> run(Call& call, const Empty&) {
    LICET_TRY(const auto organization,
              model::require_member(call.state().organization, call.account()));
    return Response{organization.details.settings};
}

constexpr wire::HttpBinding kHttp{"GET", "/licet/v1/organization/settings"};
constexpr wire::RestMember kMembers[] = {{"settings", wire::Location::payload}};
constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException"};

}  // namespace

extern constinit const Operation op_licet_get_organization_settings =
    operation<Empty, Response, run>({.service = &wire::kLicet,
                                     .name = "GetOrganizationSettings",
                                     .doc = "Returns the settings of the caller's organization.",
                                     .access = Access::read,
                                     .errors = kErrors,
                                     .http = &kHttp,
                                     .response_members = kMembers});

}  // namespace licet::api
