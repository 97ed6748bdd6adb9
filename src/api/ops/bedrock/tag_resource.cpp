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
    bedrock::TagList tags;
};
BOOST_DESCRIBE_STRUCT(Request, (), (resourceARN, tags))

Result<Empty> run(Call& call, const Request& request) {
    const bool guardrail = bedrock::is_guardrail_arn(request.resourceARN);
    const auto tag = guardrail ? &model::tag_guardrail : &model::tag_application_profile;
    LICET_TRY(auto events, tag(call.state(), request.resourceARN, bedrock::tags_in(request.tags),
                               call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch(bedrock::tagged_type(request.resourceARN), request.resourceARN);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions = bedrock::on_tagged(call, request.resourceARN);
    permissions.front().request_tags = bedrock::asked_tags(request.tags);
    return permissions;
}

constexpr std::string_view kErrors[] = {"TooManyTagsException"};
constexpr wire::HttpBinding kHttp{"POST", "/tagResource"};

}  // namespace

extern constinit const Operation op_bedrock_tag_resource =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kBedrock,
         .name = "TagResource",
         .doc = "Puts tags on an inference profile or guardrail that the account made.",
         .access = Access::write,
         .needs = {.resources = {&bedrock::kInferenceProfile, &bedrock::kApplicationProfile,
                                 &bedrock::kGuardrail},
                   .keys = kTaggingKeys},
         .errors = kErrors,
         .http = &kHttp});

}  // namespace licet::api
