// SPDX-License-Identifier: Apache-2.0
#include "api/iam/simulation.h"

namespace licet::api {
namespace {

struct Request {
    iam::Arn PolicySourceArn;
    std::optional<iam::PolicyTexts> PolicyInputList;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicySourceArn, PolicyInputList))

Result<iam::ContextKeys> run(AuditCall& call, const Request& request) {
    LICET_TRY(auto source, iam::source_of(call, request.PolicySourceArn));
    if (request.PolicyInputList) {
        LICET_TRY_VOID(
            iam::add_texts("PolicyInputList", *request.PolicyInputList, source.identity));
    }
    return iam::context_keys_of(source.identity);
}

Permissions permissions(const PermissionCall&, const Request& request) {
    return iam::on_source(request.PolicySourceArn);
}

constexpr std::string_view kErrors[] = {"InvalidInput"};

}  // namespace

extern constinit const Operation op_iam_get_context_keys_for_principal_policy =
    operation<Request, iam::ContextKeys, run, permissions>(
        {.service = &wire::kIam,
         .name = "GetContextKeysForPrincipalPolicy",
         .doc = "Lists the condition keys that the policies of a user, group or role ask about.",
         .access = Access::audit,
         .needs = iam::kOnSource,
         .errors = kErrors});

}  // namespace licet::api
