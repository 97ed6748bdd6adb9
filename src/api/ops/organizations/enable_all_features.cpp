// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/handshakes.h"
#include "model/organization/all_features.h"

namespace licet::api {
namespace {

Result<organizations::HandshakeResponse> run(Call& call, const Empty&) {
    LICET_TRY(auto events, model::enable_all_features(call.state(), call.context()));
    const std::string id = model::migration_in(events);
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::Handshake", id);
    return organizations::HandshakeResponse{
        organizations::show_handshake(call.state().organization, id, call.context().now)};
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "ConstraintViolationException",
                                        "HandshakeConstraintViolationException"};

}  // namespace

extern constinit const Operation op_organizations_enable_all_features =
    operation<Empty, organizations::HandshakeResponse, run>(
        {.service = &wire::kOrganizations,
         .name = "EnableAllFeatures",
         .doc = "Begins the change from consolidated billing to all features.",
         .access = Access::write,
         .errors = kErrors});

}  // namespace licet::api
