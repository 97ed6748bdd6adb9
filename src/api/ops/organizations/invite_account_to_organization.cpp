// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/handshakes.h"
#include "api/organizations/permissions.h"
#include "api/organizations/shapes.h"
#include "model/organization/invitation.h"

namespace licet::api {
namespace {

struct Target {
    Text<1, 64> Id;
    model::PartyType Type = model::PartyType::ACCOUNT;
};
BOOST_DESCRIBE_STRUCT(Target, (), (Id, Type))

struct Request {
    api::Target Target;
    std::optional<Text<0, 1024>> Notes;
    std::vector<WireTag> Tags;
};
BOOST_DESCRIBE_STRUCT(Request, (), (Target, Notes, Tags))

Result<organizations::HandshakeResponse> run(Call& call, const Request& request) {
    const model::InviteAccount command{.type = request.Target.Type,
                                       .target = request.Target.Id,
                                       .notes = request.Notes ? std::string{*request.Notes} : "",
                                       .tags = organizations::tags_in(request.Tags)};
    LICET_TRY(auto events, model::invite_account(call.state(), command, call.context()));
    const std::string id =
        std::get<model::HandshakesRequested>(events.back()).handshakes.begin()->first;
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::Handshake", id);
    return organizations::HandshakeResponse{
        organizations::show_handshake(call.state().organization, id, call.context().now)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions = request.Target.Type == model::PartyType::ACCOUNT
                           ? organizations::permit_node(call, request.Target.Id)
                           : permit("*");
    permissions.front().request_tags = asked_tags(request.Tags);
    return permissions;
}

constexpr std::string_view kErrors[] = {
    "AWSOrganizationsNotInUseException", "ConstraintViolationException",
    "DuplicateHandshakeException", "FinalizingOrganizationException",
    "HandshakeConstraintViolationException"};

constexpr std::string_view kSecrets[] = {"Target", "Notes"};

}  // namespace

extern constinit const Operation op_organizations_invite_account_to_organization =
    operation<Request, organizations::HandshakeResponse, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "InviteAccountToOrganization",
         .doc = "Asks an account that stands alone to join the organization.",
         .access = Access::write,
         .needs = {.resources = {&organizations::kAccount}, .keys = kTaggingKeys},
         .errors = kErrors,
         .secrets = kSecrets});

}  // namespace licet::api
