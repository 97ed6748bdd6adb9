// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/guardrails.h"
#include "api/define.h"

namespace licet::api {
namespace {

struct Request {
    Text<1, 64> configId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (configId))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events,
              model::delete_enforced_guardrail(call.state(), request.configId, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Bedrock::EnforcedGuardrailConfiguration", request.configId);
    return Empty{};
}

constexpr wire::HttpBinding kHttp{"DELETE", "/enforcedGuardrailsConfiguration/{configId}"};
constexpr wire::RestMember kMembers[] = {{"configId", wire::Location::label}};

}  // namespace

extern constinit const Operation op_bedrock_delete_enforced_guardrail_configuration =
    operation<Request, Empty, run>(
        {.service = &wire::kBedrock,
         .name = "DeleteEnforcedGuardrailConfiguration",
         .doc = "Takes the guardrail off the account's model calls in the region.",
         .access = Access::write,
         .http = &kHttp,
         .request_members = kMembers});

}  // namespace licet::api
