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
    const auto& state = call.state().organization;
    const Time now = call.context().now;
    LICET_TRY_VOID(model::require_handshake(state, request.HandshakeId, call.account(), now));
    return organizations::HandshakeResponse{
        organizations::show_handshake(state, request.HandshakeId, now)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_handshake(call, request.HandshakeId);
}

constexpr std::string_view kErrors[] = {"HandshakeNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_describe_handshake =
    operation<Request, organizations::HandshakeResponse, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "DescribeHandshake",
         .doc = "Shows a handshake to its sender or its recipient.",
         .access = Access::read,
         .needs = organizations::kOnHandshake,
         .errors = kErrors});

}  // namespace licet::api
