// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using RejectGrantTest = LicenseManagerTest;

TEST_F(RejectGrantTest, T6T11WorksBeforeAndAfterAcceptance) {
    const std::string accepted = create(root_arn(a));
    EXPECT_EQ(must(a, "RejectGrant", named(accepted)).text("Status"), "REJECTED");
    unlink();
    const std::string pending = create(root_arn(a));
    EXPECT_EQ(must(a, "RejectGrant", named(pending)).text("Version"), "2");
    EXPECT_EQ(status(pending), "REJECTED");
    EXPECT_EQ(refusal(a, "RejectGrant", named(pending)), "ValidationException");
}

TEST_F(RejectGrantTest, RefusesWithTheDocumentedErrors) {
    expect_grant_checked("RejectGrant");
    const std::string grant = create(root_arn(b));
    EXPECT_EQ(refusal(world.admin(), "RejectGrant", named(grant)), "ValidationException");
    expect_role_required("RejectGrant", named(grant));
}

}  // namespace
}  // namespace licet::api
