// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/license_call.h"
#include "api/license_manager/permissions.h"

namespace licet::api {
namespace {

struct Request : license_manager::Terms {
    license_manager::Arn LicenseArn;
    model::LicenseStatus Status = model::LicenseStatus::AVAILABLE;
    license_manager::ClientToken ClientToken;
    std::optional<std::string> SourceVersion;
};
BOOST_DESCRIBE_STRUCT(Request, (license_manager::Terms),
                      (LicenseArn, Status, ClientToken, SourceVersion))

Result<license_manager::LicenseAnswer> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    const auto key = license_manager::request_key(call, "CreateLicenseVersion", request);
    LICET_TRY(const auto again, license_manager::license_answer_again(call, key));
    if (again) {
        return *again;
    }
    const model::ReviseLicense command{.license_arn = request.LicenseArn,
                                       .terms = license_manager::terms_in(request),
                                       .status = request.Status,
                                       .source_version = request.SourceVersion,
                                       .request = key};
    LICET_TRY(auto decision, model::revise_license(call.state(), command, call.context()));
    return license_manager::commit(call, std::move(decision));
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return license_manager::on_license(call, request.LicenseArn);
}

constexpr std::string_view kErrors[] = {"ResourceNotFoundException", "RedirectException",
                                        "ConflictException"};

}  // namespace

extern constinit const Operation op_license_manager_create_license_version =
    operation<Request, license_manager::LicenseAnswer, run, permissions>(
        {.service = &wire::kLicenseManager,
         .name = "CreateLicenseVersion",
         .doc = "Gives a license that the account issued new terms and a status: AVAILABLE, "
                "DEACTIVATED or SUSPENDED.",
         .access = Access::write,
         .needs = license_manager::kOnLicense,
         .errors = kErrors});

}  // namespace licet::api
