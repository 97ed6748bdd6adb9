// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/bounded.h"
#include "model/bedrock/invocation_logging.h"

#include <boost/describe.hpp>

#include <optional>
#include <string>

/// How model calls are logged. Members are spelled as on the wire. Source: the service model of
/// Bedrock, LoggingConfig.
namespace licet::api::bedrock {

struct S3Config {
    Text<3, 63> bucketName;
    std::optional<Text<0, 1024>> keyPrefix;
};
BOOST_DESCRIBE_STRUCT(S3Config, (), (bucketName, keyPrefix))

struct CloudWatchConfig {
    Text<1, 512> logGroupName;
    Text<0, 2048> roleArn;
    std::optional<S3Config> largeDataDeliveryS3Config;
};
BOOST_DESCRIBE_STRUCT(CloudWatchConfig, (), (logGroupName, roleArn, largeDataDeliveryS3Config))

struct LoggingConfig {
    std::optional<CloudWatchConfig> cloudWatchConfig;
    std::optional<S3Config> s3Config;
    std::optional<bool> textDataDeliveryEnabled;
    std::optional<bool> imageDataDeliveryEnabled;
    std::optional<bool> embeddingDataDeliveryEnabled;
    std::optional<bool> videoDataDeliveryEnabled;
    std::optional<bool> audioDataDeliveryEnabled;
};
BOOST_DESCRIBE_STRUCT(LoggingConfig, (),
                      (cloudWatchConfig, s3Config, textDataDeliveryEnabled,
                       imageDataDeliveryEnabled, embeddingDataDeliveryEnabled,
                       videoDataDeliveryEnabled, audioDataDeliveryEnabled))

}  // namespace licet::api::bedrock
