// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/permissions.h"
#include "api/bedrock/profiles.h"
#include "api/define.h"
#include "model/bedrock/profile_commands.h"

namespace licet::api {
namespace {

struct Request {
    bedrock::ProfileIdentifier inferenceProfileIdentifier;
};
BOOST_DESCRIBE_STRUCT(Request, (), (inferenceProfileIdentifier))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events, model::delete_application_profile(
                               call.state(), request.inferenceProfileIdentifier, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Bedrock::InferenceProfile", request.inferenceProfileIdentifier);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return bedrock::on_profile(call, request.inferenceProfileIdentifier);
}

constexpr wire::HttpBinding kHttp{"DELETE", "/inference-profiles/{inferenceProfileIdentifier}"};
constexpr wire::RestMember kMembers[] = {{"inferenceProfileIdentifier", wire::Location::label}};

}  // namespace

extern constinit const Operation op_bedrock_delete_inference_profile =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kBedrock,
         .name = "DeleteInferenceProfile",
         .doc = "Deletes an inference profile that the account made.",
         .access = Access::write,
         .needs = bedrock::kOnProfile,
         .http = &kHttp,
         .request_members = kMembers});

}  // namespace licet::api
