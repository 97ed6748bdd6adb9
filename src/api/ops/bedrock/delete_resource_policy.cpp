// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/guardrails.h"
#include "api/define.h"

namespace licet::api {
namespace {

struct Request {
    bedrock::GuardrailArnText resourceArn;
};
BOOST_DESCRIBE_STRUCT(Request, (), (resourceArn))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events,
              model::delete_guardrail_policy(call.state(), request.resourceArn, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Bedrock::Guardrail", request.resourceArn);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return bedrock::on_guardrail(call, request.resourceArn);
}

constexpr wire::HttpBinding kHttp{"DELETE", "/resource-policy/{resourceArn}"};
constexpr wire::RestMember kMembers[] = {{"resourceArn", wire::Location::label}};

}  // namespace

extern constinit const Operation op_bedrock_delete_resource_policy =
    operation<Request, Empty, run, permissions>({.service = &wire::kBedrock,
                                                 .name = "DeleteResourcePolicy",
                                                 .doc = "Leaves a guardrail to its own account.",
                                                 .access = Access::write,
                                                 .needs = bedrock::kOnGuardrail,
                                                 .http = &kHttp,
                                                 .request_members = kMembers});

}  // namespace licet::api
