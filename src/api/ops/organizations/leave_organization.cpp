// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "model/organization/leaving.h"

namespace licet::api {
namespace {

Result<Empty> run(Call& call, const Empty&) {
    LICET_TRY(auto events, model::leave_organization(call.state(), call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::Account", call.account().text());
    return Empty{};
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "AccountNotFoundException", "ConstraintViolationException",
                                        "MasterCannotLeaveOrganizationException"};

}  // namespace

extern constinit const Operation op_organizations_leave_organization =
    operation<Empty, Empty, run>({.service = &wire::kOrganizations,
                                  .name = "LeaveOrganization",
                                  .doc = "Makes the calling member account stand alone.",
                                  .access = Access::write,
                                  .errors = kErrors});

}  // namespace licet::api
