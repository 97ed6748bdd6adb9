// SPDX-License-Identifier: Apache-2.0
#include "api/iam/simulation.h"

namespace licet::api {
namespace {

struct Request : iam::Simulation {
    iam::Arn PolicySourceArn;
    std::optional<iam::PolicyTexts> PolicyInputList;
};
BOOST_DESCRIBE_STRUCT(Request, (iam::Simulation), (PolicySourceArn, PolicyInputList))

Result<iam::SimulationResults> run(AuditCall& call, const Request& request) {
    LICET_TRY(auto source, iam::source_of(call, request.PolicySourceArn));
    if (request.PolicyInputList) {
        LICET_TRY_VOID(
            iam::add_texts("PolicyInputList", *request.PolicyInputList, source.identity));
    }
    return iam::simulate(call, "SimulatePrincipalPolicy", request, request.PolicySourceArn,
                         std::move(source));
}

Permissions permissions(const PermissionCall&, const Request& request) {
    return iam::on_source(request.PolicySourceArn);
}

constexpr std::string_view kErrors[] = {"InvalidInput"};

}  // namespace

extern constinit const Operation op_iam_simulate_principal_policy =
    operation<Request, iam::SimulationResults, run, permissions>(
        {.service = &wire::kIam,
         .name = "SimulatePrincipalPolicy",
         .doc = "Tells what the policies of a user, group or role would allow.",
         .access = Access::audit,
         .needs = iam::kOnSource,
         .errors = kErrors});

}  // namespace licet::api
