// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/models.h"
#include "api/bedrock/permissions.h"
#include "api/define.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

struct Request {
    bedrock::ModelIdentifier modelIdentifier;
};
BOOST_DESCRIBE_STRUCT(Request, (), (modelIdentifier))

struct Response {
    bedrock::Model modelDetails;
};
BOOST_DESCRIBE_STRUCT(Response, (), (modelDetails))

Result<Response> run(Call& call, const Request& request) {
    const auto& region = call.context().region;
    LICET_TRY(const auto* model, bedrock::require_model(call, request.modelIdentifier));
    if (bedrock::has_ended(*model, call.context().now)) {
        return Error{ErrorKind::not_found, "This model version has reached the end of its life."};
    }
    if (!bedrock::is_offered(*model, region)) {
        return Error{ErrorKind::not_found,
                     fmt::format("Could not resolve the foundation model from the provided model "
                                 "identifier. Model `{}` is not offered in region `{}`, only in "
                                 "{}.",
                                 model->model_id, region, fmt::join(model->regions, ", "))};
    }
    return Response{bedrock::show_model(*model, region)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return bedrock::on_model(call, request.modelIdentifier);
}

constexpr wire::HttpBinding kHttp{"GET", "/foundation-models/{modelIdentifier}"};
constexpr wire::RestMember kMembers[] = {{"modelIdentifier", wire::Location::label}};

}  // namespace

extern constinit const Operation op_bedrock_get_foundation_model =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kBedrock,
         .name = "GetFoundationModel",
         .doc = "Describes a model that the region offers.",
         .access = Access::read,
         .needs = bedrock::kOnModel,
         .http = &kHttp,
         .request_members = kMembers});

}  // namespace licet::api
