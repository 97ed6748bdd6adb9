// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/guardrails.h"
#include "api/bedrock/permissions.h"
#include "api/bedrock/tags.h"
#include "api/define.h"
#include "model/bedrock/profile_commands.h"

namespace licet::api {
namespace {

struct Request {
    bedrock::TaggableArn resourceARN;
    List<bedrock::TagKey, 0, bedrock::kTagsInRequestMax> tagKeys;
};
BOOST_DESCRIBE_STRUCT(Request, (), (resourceARN, tagKeys))

Result<Empty> run(Call& call, const Request& request) {
    const bool guardrail = bedrock::is_guardrail_arn(request.resourceARN);
    const auto untag = guardrail ? &model::untag_guardrail : &model::untag_application_profile;
    LICET_TRY(auto events, untag(call.state(), request.resourceARN,
                                 {request.tagKeys.begin(), request.tagKeys.end()}, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch(bedrock::tagged_type(request.resourceARN), request.resourceARN);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions = bedrock::on_tagged(call, request.resourceARN);
    permissions.front().tag_keys = asked_tag_keys(request.tagKeys);
    return permissions;
}

constexpr wire::HttpBinding kHttp{"POST", "/untagResource"};

}  // namespace

extern constinit const Operation op_bedrock_untag_resource =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kBedrock,
         .name = "UntagResource",
         .doc = "Takes tags off an inference profile or guardrail.",
         .access = Access::write,
         .needs = {.resources = {&bedrock::kInferenceProfile, &bedrock::kApplicationProfile,
                                 &bedrock::kGuardrail},
                   .keys = kTaggingKeys},
         .http = &kHttp});

}  // namespace licet::api
