// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/testing/world_test.h"
#include "base/encoding.h"
#include "model/bedrock/sample_catalogue_test.h"
#include "model/event.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>

namespace licet::api {

namespace sample = model::sample;

/// Calls Bedrock's control operations in an organization with one member, with the sample
/// catalogue.
struct BedrockTest : ::testing::Test {
    testing::World world;
    const model::Principal member = testing::World::root_of("222222222222");

    BedrockTest() {
        world.apply({model::CatalogueApplied{sample::catalogue()}, opened(member.account)});
    }

    model::Event opened(AccountId account) {
        return model::AccountOpened{account,
                                    {.name = "member",
                                     .email = account.text() + "@example.com",
                                     .organization = "o-exampleorg1",
                                     .parent = "r-root",
                                     .joined_at = world.clock().now(),
                                     .created_at = world.clock().now()}};
    }

    testing::Reply call(const model::Principal& who, std::string_view operation,
                        const std::string& request, std::string_view region = "us-east-1") {
        return world.call(who, "bedrock", operation, request, region);
    }
    testing::Reply call(std::string_view operation, const std::string& request,
                        std::string_view region = "us-east-1") {
        return call(world.admin(), operation, request, region);
    }
    testing::Reply must(std::string_view operation, const std::string& request,
                        std::string_view region = "us-east-1") {
        return world.must(world.admin(), "bedrock", operation, request, region);
    }

    /// The error's name and text of a call that must change nothing; empty when it succeeds.
    std::string refusal(const model::Principal& who, std::string_view operation,
                        const std::string& request, std::string_view region = "us-east-1") {
        const auto records = world.records().size();
        const auto reply = call(who, operation, request, region);
        if (reply.ok()) {
            return "";
        }
        EXPECT_EQ(world.records().size(), records);
        return reply.error + ": " + reply.message;
    }
    std::string refusal(std::string_view operation, const std::string& request,
                        std::string_view region = "us-east-1") {
        return refusal(world.admin(), operation, request, region);
    }

    static std::string model(const std::string& id) { return R"({"modelId":")" + id + R"("})"; }

    static std::string agreement(const std::string& id, const std::string& product) {
        return R"({"modelId":")" + id + R"(","offerToken":"token-of-)" + product + R"("})";
    }

    void send_form(const model::Principal& who) {
        const std::string form =
            R"({"companyName":"Example","companyWebsite":"https://example.com",)"
            R"("intendedUsers":"0","industryOption":"Education","useCases":"Tests"})";
        world.must(who, "bedrock", "PutUseCaseForModelAccess",
                   R"({"formData":")" + to_base64(as_bytes(form)) + R"("})");
    }

    /// The ids in a list of the reply, joined by blanks.
    static std::string ids(const testing::Reply& reply, const std::string& list,
                           const std::string& member_name) {
        std::string joined;
        for (std::size_t i = 0; i < reply.count(list); ++i) {
            joined += (i == 0 ? "" : " ") +
                      reply.text(list + "." + std::to_string(i) + "." + member_name);
        }
        return joined;
    }
};

}  // namespace licet::api
