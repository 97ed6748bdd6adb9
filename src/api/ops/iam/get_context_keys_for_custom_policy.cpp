// SPDX-License-Identifier: Apache-2.0
#include "api/iam/simulation.h"

namespace licet::api {
namespace {

struct Request {
    iam::PolicyTexts PolicyInputList;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicyInputList))

Result<iam::ContextKeys> run(AuditCall&, const Request& request) {
    iam::SourcePolicies policies;
    LICET_TRY_VOID(iam::add_texts("PolicyInputList", request.PolicyInputList, policies));
    return iam::context_keys_of(policies);
}

constexpr std::string_view kErrors[] = {"InvalidInput"};

}  // namespace

extern constinit const Operation op_iam_get_context_keys_for_custom_policy =
    operation<Request, iam::ContextKeys, run>(
        {.service = &wire::kIam,
         .name = "GetContextKeysForCustomPolicy",
         .doc = "Lists the condition keys that policies given as texts ask about.",
         .access = Access::audit,
         .errors = kErrors});

}  // namespace licet::api
