// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/keys.h"
#include "api/license_manager/lists.h"
#include "api/license_manager/shapes.h"
#include "model/state.h"

namespace licet::api {
namespace {

constexpr std::string_view kListing = "ListDistributedGrants";
constexpr std::string_view kFilters[] = {"LicenseArn", "GrantStatus", "GranteePrincipalARN",
                                         "ProductSKU", "LicenseIssuerName"};

struct Request {
    std::vector<license_manager::Arn> GrantArns;
    std::vector<license_manager::Filter> Filters;
    license_manager::NextToken NextToken;
    license_manager::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (GrantArns, Filters, NextToken, MaxResults))

struct Response {
    std::vector<license_manager::Grant> Grants;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Grants, NextToken))

bool matches(const model::State& state, const license_manager::Filters& filters,
             const model::GrantView& view) {
    const auto& license = *model::find_license(state.license, view.license);
    return filters.match_arn("LicenseArn", model::license_arn(license.issuer, view.license)) &&
           filters.match("GrantStatus", model::name_of(view.at.status)) &&
           filters.match("GranteePrincipalARN", model::principal_arn(view.grantee)) &&
           filters.match("ProductSKU", license.product_sku) &&
           filters.match("LicenseIssuerName", model::issuer_name(license, model::current(license)));
}

/// The grants that are named, DELETED ones and single sub-grants too.
Result<Response> list_named(Call& call, const Request& request,
                            const license_manager::Filters& filters,
                            license_manager::PageFill page) {
    Response response;
    LICET_TRY_VOID(license_manager::check_arns(request.GrantArns, "grant"));
    LICET_TRY(const auto first, license_manager::read_index(page.after()));
    for (std::size_t i = first; i < request.GrantArns.size(); ++i) {
        const auto take = [&] {
            const auto view = model::view_for(call.state(), call.account(), request.GrantArns[i]);
            const bool listed = view.ok() && view->grantor == call.account() &&
                                matches(call.state(), filters, *view);
            if (listed) {
                response.Grants.push_back(license_manager::show_grant(call.state(), *view));
            }
            return listed;
        };
        if (!page.offer(std::to_string(i), take)) {
            break;
        }
    }
    response.NextToken = page.next();
    return response;
}

/// The license that a filter asks for, so that no other is looked at.
std::optional<Id128> only_license(const license_manager::Filters& filters) {
    const std::string* wanted = filters.find("LicenseArn");
    if (wanted == nullptr) {
        return std::nullopt;
    }
    const auto arn = model::parse_resource_arn(*wanted, "license");
    return arn.ok() ? arn->id : Id128{};
}

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY(const auto filters, license_manager::Filters::read(request.Filters, kFilters));
    LICET_TRY(auto page, license_manager::PageFill::begin({call, kListing}, request.NextToken,
                                                          request.MaxResults));
    if (!request.GrantArns.empty()) {
        return list_named(call, request, filters, std::move(page));
    }
    Response response;
    LICET_TRY(const auto after, license_manager::read_distributed(page.after()));
    model::visit_distributed_grants(
        call.state(), call.account(), only_license(filters), after,
        [&](const model::GrantView& view) {
            return page.offer(license_manager::key_of({view.license, view.id}), [&] {
                const bool listed = matches(call.state(), filters, view);
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

extern constinit const Operation op_license_manager_list_distributed_grants =
    operation<Request, Response, run>({.service = &wire::kLicenseManager,
                                       .name = "ListDistributedGrants",
                                       .doc = "Lists the grants that the account made.",
                                       .access = Access::read,
                                       .errors = kErrors});

}  // namespace licet::api
