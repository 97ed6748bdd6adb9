// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/grant_call.h"
#include "api/license_manager/permissions.h"
#include "model/grant/change_grant.h"
#include "model/state.h"

namespace licet::api {
namespace {

struct Request {
    license_manager::ClientToken ClientToken;
    license_manager::Arn GrantArn;
    std::optional<license_manager::GrantName> GrantName;
    std::optional<license_manager::OperationList> AllowedOperations;
    std::optional<model::GrantStatus> Status;
    std::optional<license_manager::StatusReason> StatusReason;
    std::optional<std::string> SourceVersion;
    std::optional<license_manager::Options> Options;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (ClientToken, GrantArn, GrantName, AllowedOperations, Status, StatusReason,
                       SourceVersion, Options))

model::ChangeGrant command_of(const Request& request, const model::RequestKey& key) {
    model::ChangeGrant command{
        .grant_arn = request.GrantArn,
        .name = request.GrantName,
        .operations = std::nullopt,
        .status = request.Status,
        .status_reason = request.StatusReason.value_or(license_manager::StatusReason{}),
        .source_version = request.SourceVersion,
        .activation_override = std::nullopt,
        .request = key};
    if (request.AllowedOperations) {
        command.operations = license_manager::operations_in(*request.AllowedOperations);
    }
    if (request.Options) {
        command.activation_override = request.Options->ActivationOverrideBehavior;
    }
    return command;
}

Result<license_manager::GrantAnswer> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    const auto key = license_manager::request_key(call, "CreateGrantVersion", request);
    LICET_TRY(const auto again, license_manager::answer_again(call, key));
    if (again) {
        return *again;
    }
    LICET_TRY(auto decision,
              model::change_grant(call.state(), command_of(request, key), call.context()));
    return license_manager::commit(call, std::move(decision));
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return license_manager::on_own_grant(call, request.GrantArn);
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException"};

}  // namespace

extern constinit const Operation op_license_manager_create_grant_version =
    operation<Request, license_manager::GrantAnswer, run, permissions>(
        {.service = &wire::kLicenseManager,
         .name = "CreateGrantVersion",
         .doc = "Activates, deactivates or renames a grant, or changes its operations.",
         .access = Access::write,
         .needs = license_manager::kOnOwnGrant,
         .errors = kErrors});

}  // namespace licet::api
