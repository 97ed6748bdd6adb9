// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/keys.h"
#include "api/license_manager/lists.h"
#include "api/license_manager/shapes.h"
#include "model/state.h"

namespace licet::api {
namespace {

constexpr std::string_view kListing = "ListReceivedLicenses";
constexpr std::string_view kFilters[] = {"ProductSKU", "Status", "Fingerprint", "IssuerName",
                                         "Beneficiary"};

struct Request {
    std::vector<license_manager::Arn> LicenseArns;
    std::vector<license_manager::Filter> Filters;
    license_manager::NextToken NextToken;
    license_manager::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (LicenseArns, Filters, NextToken, MaxResults))

struct Response {
    std::vector<license_manager::GrantedLicense> Licenses;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Licenses, NextToken))

/// Adds the license if the filters match. @return whether they do.
bool add(Call& call, const license_manager::Filters& filters, const model::ReceivedLicense& license,
         Response& response) {
    auto shown = license_manager::show_received(call.state(), license, call.context().now);
    const bool listed = filters.match("ProductSKU", shown.ProductSKU) &&
                        filters.match("Status", model::name_of(shown.Status)) &&
                        filters.match("Fingerprint", shown.Issuer.KeyFingerprint) &&
                        filters.match("IssuerName", shown.Issuer.Name) &&
                        filters.match("Beneficiary", shown.Beneficiary);
    if (listed) {
        response.Licenses.push_back(std::move(shown));
    }
    return listed;
}

Result<Response> list_named(Call& call, const Request& request,
                            const license_manager::Filters& filters,
                            license_manager::PageFill page) {
    Response response;
    LICET_TRY_VOID(license_manager::check_arns(request.LicenseArns, "license"));
    LICET_TRY(const auto first, license_manager::read_index(page.after()));
    for (std::size_t i = first; i < request.LicenseArns.size(); ++i) {
        const auto take = [&] {
            const auto license = model::license_for(call.state(), call.account(),
                                                    request.LicenseArns[i], call.context().now);
            return license.ok() && license->receiver == call.account() && license->is_received() &&
                   add(call, filters, *license, response);
        };
        if (!page.offer(std::to_string(i), take)) {
            break;
        }
    }
    response.NextToken = page.next();
    return response;
}

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY(const auto filters, license_manager::Filters::read(request.Filters, kFilters));
    LICET_TRY(auto page, license_manager::PageFill::begin({call, kListing}, request.NextToken,
                                                          request.MaxResults));
    if (!request.LicenseArns.empty()) {
        return list_named(call, request, filters, std::move(page));
    }
    Response response;
    LICET_TRY(const auto after, license_manager::read_id(page.after()));
    model::visit_received_licenses(call.state(), call.account(), after, call.context().now,
                                   [&](const model::ReceivedLicense& license) {
                                       return page.offer(license_manager::key_of(license.id), [&] {
                                           return add(call, filters, license, response);
                                       });
                                   });
    response.NextToken = page.next();
    return response;
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException"};

}  // namespace

extern constinit const Operation op_license_manager_list_received_licenses =
    operation<Request, Response, run>(
        {.service = &wire::kLicenseManager,
         .name = "ListReceivedLicenses",
         .doc = "Lists the licenses that the account bought or received.",
         .access = Access::read,
         .errors = kErrors});

}  // namespace licet::api
