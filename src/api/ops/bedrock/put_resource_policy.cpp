// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/guardrails.h"
#include "api/define.h"
#include "model/bedrock/resource_policy.h"

namespace licet::api {
namespace {

struct Request {
    bedrock::GuardrailArnText resourceArn;
    Text<1, model::kResourcePolicyCharactersMax> resourcePolicy;
};
BOOST_DESCRIBE_STRUCT(Request, (), (resourceArn, resourcePolicy))

struct Response {
    std::string resourceArn;
};
BOOST_DESCRIBE_STRUCT(Response, (), (resourceArn))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(auto events, model::put_guardrail_policy(call.state(), request.resourceArn,
                                                       request.resourcePolicy, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Bedrock::Guardrail", request.resourceArn);
    return Response{request.resourceArn};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return bedrock::on_guardrail(call, request.resourceArn);
}

constexpr wire::HttpBinding kHttp{"POST", "/resource-policy", 201};

}  // namespace

extern constinit const Operation op_bedrock_put_resource_policy =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kBedrock,
         .name = "PutResourcePolicy",
         .doc = "Says which other accounts may apply a guardrail.",
         .access = Access::write,
         .needs = bedrock::kOnGuardrail,
         .http = &kHttp});

}  // namespace licet::api
