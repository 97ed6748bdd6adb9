// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/license_call.h"
#include "api/license_manager/tags.h"
#include "api/permissions.h"

namespace licet::api {
namespace {

struct Request : license_manager::Terms {
    license_manager::Name ProductSKU;
    license_manager::Name Beneficiary;
    license_manager::ClientToken ClientToken;
    license_manager::NewTags Tags;
};
BOOST_DESCRIBE_STRUCT(Request, (license_manager::Terms),
                      (ProductSKU, Beneficiary, ClientToken, Tags))

Result<license_manager::LicenseAnswer> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    const auto key = license_manager::request_key(call, "CreateLicense", request);
    LICET_TRY(const auto again, license_manager::license_answer_again(call, key));
    if (again) {
        return *again;
    }
    LICET_TRY(auto tags, license_manager::tags_in(request.Tags));
    const model::IssueLicense command{.terms = license_manager::terms_in(request),
                                      .product_sku = request.ProductSKU,
                                      .beneficiary = request.Beneficiary,
                                      .tags = std::move(tags),
                                      .request = key};
    LICET_TRY(auto decision, model::issue_license(call.state(), command, call.context()));
    return license_manager::commit(call, std::move(decision));
}

Permissions permissions(const PermissionCall&, const Request& request) {
    auto permissions = permit("*");
    permissions.front().request_tags = asked_tags(request.Tags);
    return permissions;
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException", "RedirectException"};

}  // namespace

extern constinit const Operation op_license_manager_create_license =
    operation<Request, license_manager::LicenseAnswer, run, permissions>(
        {.service = &wire::kLicenseManager,
         .name = "CreateLicense",
         .doc = "Issues a license of a product of the account's own, to be shared by grants.",
         .access = Access::write,
         .needs = {.keys = kNewTagKeys},
         .errors = kErrors});

}  // namespace licet::api
