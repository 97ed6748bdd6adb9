// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "model/organization/access.h"
#include "model/organization/leaving.h"

namespace licet::api {
namespace {

Result<Empty> run(Call& call, const Empty&) {
    LICET_TRY(const auto organization,
              model::require_management(call.state().organization, call.account()));
    const std::string id = organization.id;
    LICET_TRY(auto events, model::delete_organization(call.state(), call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::Organization", id);
    return Empty{};
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "OrganizationNotEmptyException"};

}  // namespace

extern constinit const Operation op_organizations_delete_organization =
    operation<Empty, Empty, run>({.service = &wire::kOrganizations,
                                  .name = "DeleteOrganization",
                                  .doc = "Ends an organization that has no members left.",
                                  .access = Access::write,
                                  .errors = kErrors});

}  // namespace licet::api
