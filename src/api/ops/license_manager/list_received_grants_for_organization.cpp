// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/keys.h"
#include "api/license_manager/lists.h"
#include "api/license_manager/shapes.h"
#include "model/grant/rules.h"
#include "model/state.h"

namespace licet::api {
namespace {

constexpr std::string_view kListing = "ListReceivedGrantsForOrganization";
constexpr std::string_view kFilters[] = {"ParentArn", "GranteePrincipalArn"};

struct Request {
    license_manager::Arn LicenseArn;
    std::vector<license_manager::Filter> Filters;
    license_manager::NextToken NextToken;
    license_manager::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (LicenseArn, Filters, NextToken, MaxResults))

struct Response {
    std::vector<license_manager::Grant> Grants;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Grants, NextToken))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY_VOID(model::require_administrator(call.state(), call.account()));
    LICET_TRY(const auto filters, license_manager::Filters::read(request.Filters, kFilters));
    LICET_TRY(auto page, license_manager::PageFill::begin({call, kListing}, request.NextToken,
                                                          request.MaxResults));
    LICET_TRY(const auto after, license_manager::read_members(page.after()));
    LICET_TRY(const auto license, model::license_for(call.state(), call.account(),
                                                     request.LicenseArn, call.context().now));
    Response response;
    model::visit_members_grants(call.state(), license.id, after, [&](const model::GrantView& view) {
        const model::MembersGrant position{view.id.parent(), view.grantee.account};
        return page.offer(license_manager::key_of(position), [&] {
            const bool listed =
                filters.match_arn("ParentArn", model::parent_arn_of(call.state(), view)) &&
                filters.match("GranteePrincipalArn", model::principal_arn(view.grantee));
            if (listed) {
                response.Grants.push_back(license_manager::show_grant(call.state(), view));
            }
            return listed;
        });
    });
    response.NextToken = page.next();
    return response;
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException"};

}  // namespace

extern constinit const Operation op_license_manager_list_received_grants_for_organization =
    operation<Request, Response, run>(
        {.service = &wire::kLicenseManager,
         .name = "ListReceivedGrantsForOrganization",
         .doc = "Lists the grants of a license that the organization's accounts received.",
         .access = Access::read,
         .errors = kErrors});

}  // namespace licet::api
