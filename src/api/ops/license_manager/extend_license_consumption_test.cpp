// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/checkout_fixture_test.h"

namespace licet::api {
namespace {

using ExtendLicenseConsumptionTest = CheckoutTest;

TEST_F(ExtendLicenseConsumptionTest, Co4AddsAPeriod) {
    const std::string token = check_out(2);
    const Time end = world.clock().now() + std::chrono::minutes{120};
    const auto reply = must(a, "ExtendLicenseConsumption", token_request(token));
    EXPECT_EQ(reply.text("LicenseConsumptionToken"), token);
    EXPECT_EQ(reply.text("Expiration"), format_iso8601(end));
    world.clock().set(end - Milliseconds{1});
    EXPECT_EQ(used(), "2");
    world.clock().set(end);
    EXPECT_EQ(used(), "0");
}

TEST_F(ExtendLicenseConsumptionTest, ADryRunSaysWhetherItCouldAndChangesNothing) {
    const std::string token = check_out(2);
    const auto records = world.records().size();
    const Time end = world.clock().now() + std::chrono::minutes{60};
    const auto reply =
        must(a, "ExtendLicenseConsumption", token_request(token, R"(,"DryRun":true)"));
    EXPECT_EQ(reply.text("Expiration"), format_iso8601(end + std::chrono::minutes{60}));
    EXPECT_EQ(world.records().size(), records);
    world.clock().set(end);
    EXPECT_EQ(used(), "0");
    EXPECT_EQ(refusal(a, "ExtendLicenseConsumption", token_request(token, R"(,"DryRun":true)")),
              "ResourceNotFoundException");
}

TEST_F(ExtendLicenseConsumptionTest, RefusesWhatIsNoLeaseOfTheCallers) {
    const std::string token = check_out(1);
    EXPECT_EQ(refusal(b, "ExtendLicenseConsumption", token_request(token)),
              "ResourceNotFoundException");
    EXPECT_EQ(refusal(a, "ExtendLicenseConsumption", token_request("lease-x")),
              "ResourceNotFoundException");
    EXPECT_EQ(refusal(a, "ExtendLicenseConsumption", token_request(check_out(1, "PERPETUAL"))),
              "ValidationException");
    expect_role_required("ExtendLicenseConsumption", token_request(token));
}

}  // namespace
}  // namespace licet::api
