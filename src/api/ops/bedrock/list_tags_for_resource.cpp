// SPDX-License-Identifier: Apache-2.0
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
    LICET_TRY(const auto id,
              model::own_application_profile(call.state(), request.resourceARN, call.context()));
    Response response;
    for (const auto& [key, value] : call.state().models.application_profiles.at(id).tags) {
        response.tags.push_back({key, value});
    }
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return bedrock::on_profile(call, request.resourceARN);
}

constexpr wire::HttpBinding kHttp{"POST", "/listTagsForResource"};

}  // namespace

extern constinit const Operation op_bedrock_list_tags_for_resource =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kBedrock,
         .name = "ListTagsForResource",
         .doc = "Lists the tags of an inference profile.",
         .access = Access::read,
         .needs = bedrock::kOnProfile,
         .http = &kHttp});

}  // namespace licet::api
