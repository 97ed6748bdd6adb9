// SPDX-License-Identifier: Apache-2.0
//
// The operations on the logging of model calls, which are one family.
#include "api/bedrock/fixture_test.h"

namespace licet::api {
namespace {

using ::testing::HasSubstr;

struct InvocationLoggingOperationsTest : BedrockTest {
    static std::string asked(const std::string& config) {
        return R"({"loggingConfig":{)" + config + "}}";
    }
    testing::Reply shown(std::string_view region = "us-east-1") {
        return must("GetModelInvocationLoggingConfiguration", "{}", region);
    }
};

// rule BA-34; Bedrock API Reference, PutModelInvocationLoggingConfiguration
TEST_F(InvocationLoggingOperationsTest, AreOfOneAccountAndRegion) {
    EXPECT_FALSE(shown().has("loggingConfig"));
    must("DeleteModelInvocationLoggingConfiguration", "{}");  // there is nothing: that is no error
    must("PutModelInvocationLoggingConfiguration",
         asked(R"("s3Config":{"bucketName":"model-logs","keyPrefix":"a/b"},)"
               R"("textDataDeliveryEnabled":true)"));
    const auto reply = shown();
    EXPECT_EQ(reply.text("loggingConfig.s3Config.bucketName"), "model-logs");
    EXPECT_EQ(reply.text("loggingConfig.s3Config.keyPrefix"), "a/b");
    EXPECT_EQ(reply.text("loggingConfig.textDataDeliveryEnabled"), "true");
    for (const auto* flag : {"image", "embedding", "video", "audio"}) {
        EXPECT_EQ(reply.text(std::string{"loggingConfig."} + flag + "DataDeliveryEnabled"), "false")
            << flag;
    }
    EXPECT_FALSE(reply.has("loggingConfig.cloudWatchConfig"));
    EXPECT_FALSE(shown("us-west-2").has("loggingConfig"));
    EXPECT_FALSE(call(member, "GetModelInvocationLoggingConfiguration", "{}").has("loggingConfig"));

    must("PutModelInvocationLoggingConfiguration",
         asked(R"("s3Config":{"bucketName":"model-logs"})"));
    EXPECT_EQ(shown().text("loggingConfig.s3Config.keyPrefix"), "");
    EXPECT_EQ(shown().text("loggingConfig.textDataDeliveryEnabled"), "false");
    must("DeleteModelInvocationLoggingConfiguration", "{}");
    EXPECT_FALSE(shown().has("loggingConfig"));
}

TEST_F(InvocationLoggingOperationsTest, WhatCannotBeDeliveredIsRefused) {
    const auto refused = [&](const std::string& config) {
        return refusal("PutModelInvocationLoggingConfiguration", asked(config));
    };
    EXPECT_THAT(
        refused(R"("cloudWatchConfig":{"logGroupName":"g","roleArn":"arn:aws:iam::1:role/r"},)"
                R"("s3Config":{"bucketName":"model-logs"})"),
        HasSubstr("ValidationException: licet does not deliver to CloudWatch Logs"));
    EXPECT_THAT(refused(""), HasSubstr("ValidationException: s3Config must say"));
    EXPECT_THAT(refused(R"("s3Config":{"bucketName":"nobodys"})"),
                HasSubstr("ValidationException: there is no bucket `nobodys`"));
    EXPECT_THAT(refused(R"("s3Config":{"bucketName":"model-logs","keyPrefix":"../x"})"),
                HasSubstr("ValidationException: keyPrefix"));
    EXPECT_THAT(
        refused(R"("s3Config":{"bucketName":"model-logs","keyPrefix":"AWSLogs/222222222222"})"),
        HasSubstr("`AWSLogs`, `data` and what ends with `.gz` are no such names"));
    EXPECT_FALSE(shown().has("loggingConfig"));
}

}  // namespace
}  // namespace licet::api
