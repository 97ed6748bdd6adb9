// SPDX-License-Identifier: Apache-2.0
#include "engine/request_context.h"

#include <gtest/gtest.h>

namespace licet::engine {
namespace {

using policy::Key;

// IAM User Guide, "AWS global condition context keys", properties of the network and the request
TEST(RequestContext, HasWhatTheRequestSays) {
    Origin origin;
    origin.region = "eu-west-1";
    const Time now = from_epoch_ms(1'790'000'000'000);
    const auto bare = request_context(origin, now);
    EXPECT_EQ(bare.now(), now);
    EXPECT_EQ(bare.value(Key::aws_requested_region), "eu-west-1");
    EXPECT_EQ(bare.value(Key::aws_secure_transport), "false");
    EXPECT_EQ(bare.value(Key::aws_via_aws_service), "false");
    for (const auto key : {Key::aws_source_ip, Key::aws_user_agent, Key::aws_referer,
                           Key::bedrock_bearer_token_type}) {
        EXPECT_FALSE(bare.has(key)) << policy::key_text(key);
    }
    origin.source_address = "192.0.2.1";
    origin.user_agent = "sdk";
    origin.referer = "https://example.com/";
    origin.secure_transport = true;
    origin.actor.api_key = true;
    const auto full = request_context(origin, now);
    EXPECT_EQ(full.value(Key::aws_source_ip), "192.0.2.1");
    EXPECT_EQ(full.value(Key::aws_user_agent), "sdk");
    EXPECT_EQ(full.value(Key::aws_referer), "https://example.com/");
    EXPECT_EQ(full.value(Key::aws_secure_transport), "true");
    EXPECT_EQ(full.value(Key::bedrock_bearer_token_type), "LONG_TERM");
}

}  // namespace
}  // namespace licet::engine
