// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/keys.h"
#include "api/license_manager/lists.h"
#include "api/license_manager/shapes.h"
#include "model/grant/rules.h"
#include "model/state.h"

namespace licet::api {
namespace {

constexpr std::string_view kListing = "ListReceivedLicensesForOrganization";
constexpr std::string_view kFilters[] = {"Beneficiary", "ProductSKU"};

struct Request {
    std::vector<license_manager::Filter> Filters;
    license_manager::NextToken NextToken;
    license_manager::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (Filters, NextToken, MaxResults))

struct Response {
    std::vector<license_manager::GrantedLicense> Licenses;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Licenses, NextToken))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY_VOID(model::require_administrator(call.state(), call.account()));
    LICET_TRY(const auto filters, license_manager::Filters::read(request.Filters, kFilters));
    LICET_TRY(auto page, license_manager::PageFill::begin({call, kListing}, request.NextToken,
                                                          request.MaxResults));
    LICET_TRY(const auto after, license_manager::read_held(page.after()));
    Response response;
    const auto& organization =
        model::find_account(call.state().organization, call.account())->organization;
    model::visit_organization_licenses(
        call.state(), organization, after, call.context().now,
        [&](const model::ReceivedLicense& license) {
            const model::HeldLicense position{license.receiver, license.id};
            return page.offer(license_manager::key_of(position), [&] {
                const bool listed =
                    filters.match("Beneficiary", model::beneficiary_of(*license.license)) &&
                    filters.match("ProductSKU", license.license->product_sku);
                if (listed) {
                    response.Licenses.push_back(
                        license_manager::show_received(call.state(), license, call.context().now));
                }
                return listed;
            });
        });
    response.NextToken = page.next();
    return response;
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException"};

}  // namespace

extern constinit const Operation op_license_manager_list_received_licenses_for_organization =
    operation<Request, Response, run>(
        {.service = &wire::kLicenseManager,
         .name = "ListReceivedLicensesForOrganization",
         .doc = "Lists the licenses that the organization's accounts hold.",
         .access = Access::read,
         .errors = kErrors});

}  // namespace licet::api
