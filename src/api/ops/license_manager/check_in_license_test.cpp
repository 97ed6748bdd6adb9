// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/checkout_fixture_test.h"

namespace licet::api {
namespace {

using CheckInLicenseTest = CheckoutTest;

TEST_F(CheckInLicenseTest, Co4GivesTheUnitsBack) {
    const std::string token = check_out(2);
    EXPECT_EQ(used(), "2");
    must(a, "CheckInLicense", token_request(token, R"(,"Beneficiary":"customer")"));
    EXPECT_EQ(used(), "0");
    EXPECT_EQ(world.records().back().action, "CheckInLicense");
}

TEST_F(CheckInLicenseTest, Co8RefusesWhatIsUnknownOrBackAlready) {
    const std::string token = check_out(2);
    EXPECT_EQ(refusal(a, "CheckInLicense", token_request("nonsense")), "ResourceNotFoundException");
    EXPECT_EQ(refusal(b, "CheckInLicense", token_request(token)), "ResourceNotFoundException");
    EXPECT_EQ(used(), "2");
    must(a, "CheckInLicense", token_request(token));
    EXPECT_EQ(refusal(a, "CheckInLicense", token_request(token)), "ConflictException");
    EXPECT_EQ(refusal(a, "CheckInLicense", token_request("")), "ValidationException");
    expect_role_required("CheckInLicense", token_request(token));
}

TEST_F(CheckInLicenseTest, Co4ADrawDownIsNotGivenBack) {
    EXPECT_EQ(refusal(a, "CheckInLicense", token_request(check_out(1, "PERPETUAL"))),
              "ValidationException");
    EXPECT_EQ(used(), "1");
}

}  // namespace
}  // namespace licet::api
