// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/invocation_logging.h"
#include "api/define.h"
#include "model/state.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::api {
namespace {

struct Request {
    bedrock::LoggingConfig loggingConfig;
};
BOOST_DESCRIBE_STRUCT(Request, (), (loggingConfig))

Error refuse(std::string message) {
    return {ErrorKind::invalid, std::move(message), "ValidationException"};
}

Result<Empty> run(Call& call, const Request& request) {
    const auto& asked = request.loggingConfig;
    if (asked.cloudWatchConfig) {
        return refuse(
            "licet does not deliver to CloudWatch Logs; leave cloudWatchConfig out and name one of "
            "the operator's buckets in s3Config");
    }
    if (!asked.s3Config) {
        return refuse("s3Config must say where the records of model calls go");
    }
    const auto& [bucket, prefix] = *asked.s3Config;
    const auto buckets = call.services.log_buckets;
    if (std::find(buckets.begin(), buckets.end(), bucket) == buckets.end()) {
        return refuse(fmt::format(
            "there is no bucket `{}` for records of model calls; the operator must add it to "
            "invocation_logging.buckets in licet's settings",
            bucket));
    }
    LICET_TRY(auto changed, model::put_invocation_logging(
                                {.bucket = bucket,
                                 .key_prefix = prefix.value_or(""),
                                 .text = asked.textDataDeliveryEnabled.value_or(false),
                                 .image = asked.imageDataDeliveryEnabled.value_or(false),
                                 .embedding = asked.embeddingDataDeliveryEnabled.value_or(false),
                                 .video = asked.videoDataDeliveryEnabled.value_or(false),
                                 .audio = asked.audioDataDeliveryEnabled.value_or(false)},
                                call.context()));
    call.transaction.commit({std::move(changed)});
    return Empty{};
}

constexpr wire::HttpBinding kHttp{"PUT", "/logging/modelinvocations"};

}  // namespace

extern constinit const Operation op_bedrock_put_model_invocation_logging_configuration =
    operation<Request, Empty, run>(
        {.service = &wire::kBedrock,
         .name = "PutModelInvocationLoggingConfiguration",
         .doc = "Says where the account's model calls in the region are logged, and with which "
                "data.",
         .access = Access::write,
         .http = &kHttp});

}  // namespace licet::api
