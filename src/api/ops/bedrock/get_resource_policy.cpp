// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/guardrails.h"
#include "api/define.h"

namespace licet::api {
namespace {

struct Request {
    bedrock::GuardrailArnText resourceArn;
};
BOOST_DESCRIBE_STRUCT(Request, (), (resourceArn))

struct Response {
    std::string resourcePolicy;
};
BOOST_DESCRIBE_STRUCT(Response, (), (resourcePolicy))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(auto policy,
              model::guardrail_policy(call.state(), request.resourceArn, call.context()));
    return Response{std::move(policy)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return bedrock::on_guardrail(call, request.resourceArn);
}

constexpr wire::HttpBinding kHttp{"GET", "/resource-policy/{resourceArn}"};
constexpr wire::RestMember kMembers[] = {{"resourceArn", wire::Location::label}};

}  // namespace

extern constinit const Operation op_bedrock_get_resource_policy =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kBedrock,
         .name = "GetResourcePolicy",
         .doc = "Shows which other accounts may apply a guardrail.",
         .access = Access::read,
         .needs = bedrock::kOnGuardrail,
         .http = &kHttp,
         .request_members = kMembers});

}  // namespace licet::api
