// SPDX-License-Identifier: Apache-2.0
#include "api/iam/simulation.h"

namespace licet::api {
namespace {

struct Request : iam::Simulation {
    iam::PolicyTexts PolicyInputList;
};
BOOST_DESCRIBE_STRUCT(Request, (iam::Simulation), (PolicyInputList))

Result<iam::SimulationResults> run(AuditCall& call, const Request& request) {
    iam::SimulationSource source;
    LICET_TRY_VOID(iam::add_texts("PolicyInputList", request.PolicyInputList, source.identity));
    return iam::simulate(call, "SimulateCustomPolicy", request, "", std::move(source));
}

constexpr std::string_view kErrors[] = {"InvalidInput"};

}  // namespace

extern constinit const Operation op_iam_simulate_custom_policy =
    operation<Request, iam::SimulationResults, run>(
        {.service = &wire::kIam,
         .name = "SimulateCustomPolicy",
         .doc = "Tells what policies given as texts would allow.",
         .access = Access::audit,
         .errors = kErrors});

}  // namespace licet::api
