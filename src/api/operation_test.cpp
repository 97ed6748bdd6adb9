// SPDX-License-Identifier: Apache-2.0
#include "api/testing/world_test.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace licet::api {
namespace {

using ::testing::UnorderedElementsAre;

/// A session that AssumeRoleWithWebIdentity gave for a license token.
model::Principal token_bearer() {
    return {.kind = model::PrincipalKind::assumed_role,
            .account = AccountId{111'111'111'111},
            .arn = "arn:aws:sts::111111111111:assumed-role/consumer/customer",
            .id = "AROACONSUMER00000001:customer",
            .name = "consumer/customer",
            .access_key_id = "ASIACONSUMER00000001",
            .role_id = "AROACONSUMER00000001",
            .session_expires_at = from_epoch_ms(1'790'003'600'000),
            .token_bearer = true};
}

/// Nothing that shows more than the license, and nothing that outlives the session.
/// Source: rule CO-10.
TEST(TokenBearer, MayUseLicensesAndNothingElse) {
    testing::World world;
    std::vector<std::string> allowed;
    for (const auto* operation : all_operations()) {
        const auto& row = operation->row;
        const auto reply = world.call(token_bearer(), row.service->name, row.name, "{}");
        if (reply.message.starts_with("credentials that were given for a license token")) {
            EXPECT_TRUE(reply.error == "AccessDenied" || reply.error == "AccessDeniedException")
                << row.name << ": " << reply.error;
            EXPECT_FALSE(reply.recorded);
        } else {
            allowed.push_back(std::string{row.service->name} + ":" + std::string{row.name});
        }
    }
    EXPECT_THAT(allowed,
                UnorderedElementsAre(
                    "license-manager:CheckInLicense", "license-manager:CheckoutBorrowLicense",
                    "license-manager:CheckoutLicense", "license-manager:ExtendLicenseConsumption",
                    "license-manager:GetLicense", "license-manager:GetLicenseUsage",
                    "sts:GetCallerIdentity"));
}

TEST(TokenBearer, MayCallNothingOutsideOfTheTable) {
    EXPECT_FALSE(check_bearer(token_bearer(), nullptr).ok());  // a model
}

TEST(TokenBearer, OtherSessionsAreNotConcerned) {
    auto session = token_bearer();
    session.token_bearer = false;
    EXPECT_TRUE(check_bearer(session, nullptr).ok());
    for (const auto* operation : all_operations()) {
        EXPECT_TRUE(check_bearer(session, operation).ok()) << operation->row.name;
    }
}

}  // namespace
}  // namespace licet::api
