// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "model/organization/access.h"
#include "model/organization/settings_change.h"

namespace licet::api {
namespace {

struct Request {
    model::ChangeSettings settings;
};
BOOST_DESCRIBE_STRUCT(Request, (), (settings))

struct Response {
    model::OrganizationSettings settings;
};
BOOST_DESCRIBE_STRUCT(Response, (), (settings))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(auto events, model::change_settings(call.state(), request.settings, call.context()));
    call.transaction.commit(std::move(events));
    LICET_TRY(const auto organization,
              model::require_member(call.state().organization, call.account()));
    return Response{organization.details.settings};
}

constexpr wire::HttpBinding kHttp{"PATCH", "/licet/v1/organization/settings"};
constexpr wire::RestMember kMembers[] = {{"settings", wire::Location::payload}};
constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException"};

}  // namespace

extern constinit const Operation op_licet_update_organization_settings =
    operation<Request, Response, run>(
        {.service = &wire::kLicet,
         .name = "UpdateOrganizationSettings",
         .doc = "Changes settings of the organization; for its management account.",
         .access = Access::write,
         .errors = kErrors,
         .http = &kHttp,
         .request_members = kMembers,
         .response_members = kMembers});

}  // namespace licet::api
