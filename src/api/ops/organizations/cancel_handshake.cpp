// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/handshakes.h"
#include "api/organizations/permissions.h"
#include "model/organization/handshake_answer.h"

namespace licet::api {
namespace {

struct Request {
    organizations::HandshakeId HandshakeId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (HandshakeId))

Result<organizations::HandshakeResponse> run(Call& call, const Request& request) {
    LICET_TRY(auto events,
              model::cancel_handshake(call.state(), {request.HandshakeId}, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::Handshake", request.HandshakeId);
    return organizations::HandshakeResponse{organizations::show_handshake(
        call.state().organization, request.HandshakeId, call.context().now)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_handshake(call, request.HandshakeId);
}

constexpr std::string_view kErrors[] = {"HandshakeNotFoundException",
                                        "HandshakeAlreadyInStateException",
                                        "InvalidHandshakeTransitionException"};

}  // namespace

extern constinit const Operation op_organizations_cancel_handshake =
    operation<Request, organizations::HandshakeResponse, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "CancelHandshake",
         .doc = "Takes back a handshake that the organization sent.",
         .access = Access::write,
         .needs = organizations::kOnHandshake,
         .errors = kErrors});

}  // namespace licet::api
