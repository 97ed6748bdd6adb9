// SPDX-License-Identifier: Apache-2.0
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
    LICET_TRY(auto events, model::untag_application_profile(
                               call.state(), request.resourceARN,
                               {request.tagKeys.begin(), request.tagKeys.end()}, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Bedrock::InferenceProfile", request.resourceARN);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions = bedrock::on_profile(call, request.resourceARN);
    permissions.front().tag_keys = asked_tag_keys(request.tagKeys);
    return permissions;
}

constexpr wire::HttpBinding kHttp{"POST", "/untagResource"};

}  // namespace

extern constinit const Operation op_bedrock_untag_resource =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kBedrock,
         .name = "UntagResource",
         .doc = "Takes tags off an inference profile.",
         .access = Access::write,
         .needs = {.resources = {&bedrock::kInferenceProfile, &bedrock::kApplicationProfile},
                   .keys = kTaggingKeys},
         .http = &kHttp});

}  // namespace licet::api
