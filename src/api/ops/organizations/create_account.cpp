// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/shapes.h"
#include "api/permissions.h"
#include "model/organization/account_creation.h"
#include "model/organization/accounts.h"

namespace licet::api {
namespace {

enum class BillingAccess { ALLOW, DENY };
BOOST_DESCRIBE_ENUM(BillingAccess, ALLOW, DENY)

struct Request {
    Text<6, 64, model::is_email> Email;
    organizations::CreateAccountName AccountName;
    std::optional<organizations::RoleName> RoleName;
    std::optional<BillingAccess> IamUserAccessToBilling;  // there is no billing to give access to
    std::vector<WireTag> Tags;
};
BOOST_DESCRIBE_STRUCT(Request, (), (Email, AccountName, RoleName, IamUserAccessToBilling, Tags))

struct Response {
    organizations::CreateAccountStatus CreateAccountStatus;
};
BOOST_DESCRIBE_STRUCT(Response, (), (CreateAccountStatus))

Result<Response> run(Call& call, const Request& request) {
    const model::CreateAccount command{
        .name = request.AccountName,
        .email = request.Email,
        .role_name =
            request.RoleName ? std::optional<std::string>{*request.RoleName} : std::nullopt,
        .tags = organizations::tags_in(request.Tags)};
    LICET_TRY(auto events, model::create_account(call.state(), command, call.context()));
    const auto requested = std::get<model::AccountCreationRequested>(events.front());
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::CreateAccountStatus", requested.id);
    return Response{organizations::show_creation(requested.id, requested.details)};
}

Permissions permissions(const PermissionCall&, const Request& request) {
    auto permissions = permit("*");
    permissions.front().request_tags = asked_tags(request.Tags);
    return permissions;
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "ConstraintViolationException",
                                        "FinalizingOrganizationException"};

constexpr std::string_view kSecrets[] = {"Email", "AccountName"};

}  // namespace

extern constinit const Operation op_organizations_create_account =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "CreateAccount",
         .doc = "Asks for a new member account; it is made in the background.",
         .access = Access::write,
         .needs = {.keys = kNewTagKeys},
         .errors = kErrors,
         .secrets = kSecrets});

}  // namespace licet::api
