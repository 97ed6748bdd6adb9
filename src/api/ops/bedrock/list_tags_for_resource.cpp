// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/guardrails.h"
#include "api/bedrock/permissions.h"
#include "api/bedrock/tags.h"
#include "api/define.h"
#include "model/bedrock/profile_commands.h"
#include "model/state.h"

namespace licet::api {
namespace {

struct Request {
    bedrock::TaggableArn resourceARN;
};
BOOST_DESCRIBE_STRUCT(Request, (), (resourceARN))

struct ShownTag {
    std::string key;
    std::string value;
};
BOOST_DESCRIBE_STRUCT(ShownTag, (), (key, value))

struct Response {
    std::vector<ShownTag> tags;
};
BOOST_DESCRIBE_STRUCT(Response, (), (tags))

Result<Response> run(Call& call, const Request& request) {
    const bool guardrail = bedrock::is_guardrail_arn(request.resourceARN);
    const auto find = guardrail ? &model::own_guardrail : &model::own_application_profile;
    LICET_TRY(const auto id, find(call.state(), request.resourceARN, call.context()));
    Response response;
    const auto& tags = guardrail ? call.state().guardrail.all.at(id).tags
                                 : call.state().models.application_profiles.at(id).tags;
    for (const auto& [key, value] : tags) {
        response.tags.push_back({key, value});
    }
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return bedrock::on_tagged(call, request.resourceARN);
}

constexpr wire::HttpBinding kHttp{"POST", "/listTagsForResource"};

}  // namespace

extern constinit const Operation op_bedrock_list_tags_for_resource =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kBedrock,
         .name = "ListTagsForResource",
         .doc = "Lists the tags of an inference profile or guardrail.",
         .access = Access::read,
         .needs = {.resources = {&bedrock::kInferenceProfile, &bedrock::kApplicationProfile,
                                 &bedrock::kGuardrail},
                   .keys = kTaggedKeys},
         .http = &kHttp});

}  // namespace licet::api
