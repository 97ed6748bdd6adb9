// SPDX-License-Identifier: Apache-2.0
#include "model/grant/create_grant.h"
#include "api/define.h"
#include "api/license_manager/grant_call.h"
#include "api/license_manager/permissions.h"
#include "api/license_manager/tags.h"
#include "model/state.h"

namespace licet::api {
namespace {

struct Request {
    license_manager::ClientToken ClientToken;
    license_manager::GrantName GrantName;
    license_manager::Arn LicenseArn;
    List<license_manager::Arn, 1, 1> Principals;
    std::string HomeRegion;
    license_manager::OperationList AllowedOperations;
    license_manager::NewTags Tags;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (ClientToken, GrantName, LicenseArn, Principals, HomeRegion,
                       AllowedOperations, Tags))

Result<license_manager::GrantAnswer> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    const auto key = license_manager::request_key(call, "CreateGrant", request);
    LICET_TRY(const auto again, license_manager::answer_again(call, key));
    if (again) {
        return *again;
    }
    LICET_TRY(auto tags, license_manager::tags_in(request.Tags));
    const model::CreateGrant command{
        .name = request.GrantName,
        .license_arn = request.LicenseArn,
        .principal = request.Principals.front(),
        .home_region = request.HomeRegion,
        .operations = license_manager::operations_in(request.AllowedOperations),
        .tags = std::move(tags),
        .request = key};
    LICET_TRY(auto decision, model::create_grant(call.state(), command, call.context()));
    return license_manager::commit(call, std::move(decision));
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return license_manager::on_new_grant(call, request.LicenseArn, request.Principals.front(),
                                         asked_tags(request.Tags));
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException"};

}  // namespace

extern constinit const Operation op_license_manager_create_grant =
    operation<Request, license_manager::GrantAnswer, run, permissions>(
        {.service = &wire::kLicenseManager,
         .name = "CreateGrant",
         .doc = "Grants a license to an account, an organizational unit or the organization.",
         .access = Access::write,
         .needs = {.resources = {&license_manager::kLicense},
                   .keys = license_manager::kNewGrantKeys},
         .errors = kErrors});

}  // namespace licet::api
