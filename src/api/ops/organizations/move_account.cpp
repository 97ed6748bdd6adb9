// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/permissions.h"
#include "model/organization/accounts.h"

namespace licet::api {
namespace {

struct Request {
    licet::AccountId AccountId;
    organizations::ParentId SourceParentId;
    organizations::ParentId DestinationParentId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (AccountId, SourceParentId, DestinationParentId))

Result<Empty> run(Call& call, const Request& request) {
    const model::MoveAccount command{request.AccountId, request.SourceParentId,
                                     request.DestinationParentId};
    LICET_TRY(auto events, model::move_account(call.state(), command, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::Account", request.AccountId.text());
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    Permissions all;
    all.push_back(organizations::on_node(call, request.AccountId.text()));
    all.push_back(organizations::on_node(call, request.SourceParentId));
    all.push_back(organizations::on_node(call, request.DestinationParentId));
    return all;
}

constexpr std::string_view kErrors[] = {
    "AWSOrganizationsNotInUseException", "AccountNotFoundException",
    "DestinationParentNotFoundException", "DuplicateAccountException",
    "SourceParentNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_move_account =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "MoveAccount",
         .doc = "Moves an account to another root or organizational unit.",
         .access = Access::write,
         .needs = {.resources = {&organizations::kAccount, &organizations::kUnit,
                                 &organizations::kRoot},
                   .keys = kTaggedKeys},
         .errors = kErrors});

}  // namespace licet::api
