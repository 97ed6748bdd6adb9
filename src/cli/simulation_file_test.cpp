// SPDX-License-Identifier: Apache-2.0
#include "cli/simulation_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::cli {
namespace {

TEST(SimulationFile, BecomesTheBodyOfASimulation) {
    const auto body = simulation_body(R"(
- service: license-manager
  operation: CreateGrant
  parameters:
    GrantName: a
    Principals: ["arn:aws:iam::222222222222:root"]
    MaxCount: 3
    Force: true
    Text: "3"
- {"service": "iam", "operation": "CreateUser", "account": "222222222222", "region": "us-east-1"}
)",
                                      "f.yaml");
    ASSERT_TRUE(body.ok()) << body.error().message;
    EXPECT_EQ(*body,
              R"({"commands":[{"service":"license-manager","operation":"CreateGrant",)"
              R"("parameters":{"GrantName":"a","Principals":["arn:aws:iam::222222222222:root"],)"
              R"("MaxCount":3,"Force":true,"Text":"3"}},{"service":"iam","operation":"CreateUser",)"
              R"("account":"222222222222","region":"us-east-1"}]})");
}

TEST(SimulationFile, RefusesWhatItDoesNotKnowWithItsLine) {
    EXPECT_EQ(simulation_body("- service: iam\n  operation: CreateUser\n  user: a\n", "f.yaml")
                  .error()
                  .message,
              "f.yaml:3: unknown key `user`");
    EXPECT_THAT(simulation_body("- service: iam\n", "f.yaml").error().message,
                ::testing::HasSubstr("f.yaml:1: key `operation` is missing"));
    EXPECT_FALSE(simulation_body("service: iam\n", "f.yaml").ok());
    EXPECT_FALSE(simulation_body("- a: [", "f.yaml").ok());
}

}  // namespace
}  // namespace licet::cli
