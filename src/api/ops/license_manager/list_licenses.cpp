// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/keys.h"
#include "api/license_manager/lists.h"
#include "api/license_manager/shapes.h"
#include "model/state.h"

namespace licet::api {
namespace {

constexpr std::string_view kListing = "ListLicenses";
constexpr std::string_view kFilters[] = {"Beneficiary", "ProductSKU", "Fingerprint", "Status"};

struct Request {
    std::vector<license_manager::Arn> LicenseArns;
    std::vector<license_manager::Filter> Filters;
    license_manager::NextToken NextToken;
    license_manager::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (LicenseArns, Filters, NextToken, MaxResults))

struct Response {
    std::vector<license_manager::License> Licenses;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Licenses, NextToken))

/// The ids in ARNs of the account's own licenses; nothing when no ARN is given.
Result<std::optional<std::set<Id128>>> wanted_ids(const Call& call, const Request& request) {
    if (request.LicenseArns.empty()) {
        return std::optional<std::set<Id128>>{};
    }
    std::set<Id128> ids;
    for (const auto& arn : request.LicenseArns) {
        LICET_TRY(const auto named, model::parse_resource_arn(arn, "license"));
        if (named.owner == call.account()) {
            ids.insert(named.id);
        }
    }
    return std::optional{std::move(ids)};
}

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY(const auto filters, license_manager::Filters::read(request.Filters, kFilters));
    LICET_TRY(const auto wanted, wanted_ids(call, request));
    LICET_TRY(auto page, license_manager::PageFill::begin({call, kListing}, request.NextToken,
                                                          request.MaxResults));
    LICET_TRY(const auto after, license_manager::read_id(page.after()));
    Response response;
    const auto take = [&](const model::ReceivedLicense& license) {
        if (wanted && !wanted->contains(license.id)) {
            return false;
        }
        auto shown = license_manager::show_license(
            call.state(), license, license.license->versions.size(), call.context().now);
        const bool listed = filters.match("Beneficiary", shown.Beneficiary) &&
                            filters.match("ProductSKU", shown.ProductSKU) &&
                            filters.match("Fingerprint", shown.Issuer.KeyFingerprint) &&
                            filters.match("Status", model::name_of(shown.Status));
        if (listed) {
            response.Licenses.push_back(std::move(shown));
        }
        return listed;
    };
    model::visit_issued_licenses(call.state(), call.account(), after, call.context().now,
                                 [&](const model::ReceivedLicense& license) {
                                     return page.offer(license_manager::key_of(license.id),
                                                       [&] { return take(license); });
                                 });
    response.NextToken = page.next();
    return response;
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException"};

}  // namespace

extern constinit const Operation op_license_manager_list_licenses =
    operation<Request, Response, run>({.service = &wire::kLicenseManager,
                                       .name = "ListLicenses",
                                       .doc = "Lists the licenses that the account issued.",
                                       .access = Access::read,
                                       .errors = kErrors});

}  // namespace licet::api
