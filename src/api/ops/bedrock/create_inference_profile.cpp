// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/permissions.h"
#include "api/bedrock/profiles.h"
#include "api/bedrock/request_token.h"
#include "api/bedrock/tags.h"
#include "api/define.h"
#include "model/bedrock/model_identifier.h"
#include "model/bedrock/profile_commands.h"

namespace licet::api {
namespace {

constexpr std::string_view kName = "CreateInferenceProfile";

/// A union: exactly one member must be given, and there is one.
struct ModelSource {
    std::optional<Text<1, 2048>> copyFrom;
};
BOOST_DESCRIBE_STRUCT(ModelSource, (), (copyFrom))

struct Request {
    Text<1, 64, model::is_profile_name> inferenceProfileName;
    std::optional<Text<1, 200, model::is_profile_description>> description;
    bedrock::RequestToken clientRequestToken;
    ModelSource modelSource;
    bedrock::TagList tags;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (inferenceProfileName, description, clientRequestToken, modelSource, tags))

struct Response {
    std::string inferenceProfileArn;
    bedrock::ProfileStatus status = bedrock::ProfileStatus::ACTIVE;
};
BOOST_DESCRIBE_STRUCT(Response, (), (inferenceProfileArn, status))

Response made(const Call& call, std::string_view id) {
    return {model::application_profile_arn(call.context().region, call.account(), id)};
}

Result<Response> run(Call& call, const Request& request) {
    if (!request.modelSource.copyFrom) {
        return Error{ErrorKind::invalid, "$.modelSource.copyFrom: is required"};
    }
    auto remembered = bedrock::remembered(call, kName, request);
    if (remembered) {
        LICET_TRY(const auto before,
                  model::recall(call.state().idempotency, remembered->key, remembered->input));
        if (before) {
            return made(call, bedrock::unpacked(before->resource));
        }
    }
    model::CreateApplicationProfile command{.name = request.inferenceProfileName,
                                            .description = {},
                                            .copy_from = *request.modelSource.copyFrom,
                                            .tags = bedrock::tags_in(request.tags)};
    if (request.description) {
        command.description = *request.description;
    }
    LICET_TRY(auto created,
              model::create_application_profile(call.state(), command, call.context()));
    if (remembered) {
        remembered->resource = bedrock::packed(created.id);
        created.events.emplace_back(*remembered);
    }
    call.transaction.commit(std::move(created.events));
    auto response = made(call, created.id);
    call.transaction.touch("AWS::Bedrock::InferenceProfile", response.inferenceProfileArn);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    const auto& source = request.modelSource.copyFrom;
    auto permissions = source ? bedrock::on_source(call, *source) : permit("*");
    permissions.front().request_tags = bedrock::asked_tags(request.tags);
    return permissions;
}

constexpr std::string_view kErrors[] = {"TooManyTagsException"};
constexpr wire::HttpBinding kHttp{"POST", "/inference-profiles", 201};

}  // namespace

extern constinit const Operation op_bedrock_create_inference_profile =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kBedrock,
         .name = kName,
         .doc = "Makes an inference profile of the account's own from a model or another profile.",
         .access = Access::write,
         .needs = {.resources = {&bedrock::kFoundationModel, &bedrock::kInferenceProfile},
                   .keys = kNewTagKeys},
         .errors = kErrors,
         .http = &kHttp});

}  // namespace licet::api
