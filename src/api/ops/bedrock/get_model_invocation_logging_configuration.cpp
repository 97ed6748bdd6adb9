// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/invocation_logging.h"
#include "api/define.h"
#include "model/state.h"

namespace licet::api {
namespace {

struct Response {
    std::optional<bedrock::LoggingConfig> loggingConfig;
};
BOOST_DESCRIBE_STRUCT(Response, (), (loggingConfig))

Result<Response> run(Call& call, const Empty&) {
    Response response;
    const auto* found =
        model::find_invocation_logging(call.state().models, call.account(), call.context().region);
    if (found == nullptr) {
        return response;
    }
    auto& shown = response.loggingConfig.emplace();
    shown.s3Config = {found->bucket, found->key_prefix};
    shown.textDataDeliveryEnabled = found->text;
    shown.imageDataDeliveryEnabled = found->image;
    shown.embeddingDataDeliveryEnabled = found->embedding;
    shown.videoDataDeliveryEnabled = found->video;
    shown.audioDataDeliveryEnabled = found->audio;
    return response;
}

constexpr wire::HttpBinding kHttp{"GET", "/logging/modelinvocations"};

}  // namespace

extern constinit const Operation op_bedrock_get_model_invocation_logging_configuration =
    operation<Empty, Response, run>(
        {.service = &wire::kBedrock,
         .name = "GetModelInvocationLoggingConfiguration",
         .doc = "Shows where the account's model calls in the region are logged.",
         .access = Access::read,
         .http = &kHttp});

}  // namespace licet::api
