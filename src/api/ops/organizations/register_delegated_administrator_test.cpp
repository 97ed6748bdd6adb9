// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using RegisterDelegatedAdministratorTest = OrganizationsTest;

std::string request(const std::string& account, const std::string& service) {
    return R"({"AccountId":")" + account + R"(","ServicePrincipal":")" + service + R"("})";
}

// rules OR-5, U-18
TEST_F(RegisterDelegatedAdministratorTest, MakesOneAdministratorOfLicenseManager) {
    const std::string service = "license-manager.amazonaws.com";
    const std::string a = make_account("a");
    EXPECT_EQ(refusal("RegisterDelegatedAdministrator", request(a, service)),
              "ConstraintViolationException/SERVICE_ACCESS_NOT_ENABLED");
    must("EnableAWSServiceAccess", R"({"ServicePrincipal":")" + service + R"("})");
    EXPECT_EQ(must("RegisterDelegatedAdministrator", request(a, service)).body, "{}");
    EXPECT_EQ(refusal("RegisterDelegatedAdministrator", request(a, service)),
              "AccountAlreadyRegisteredException");
    EXPECT_EQ(
        refusal("RegisterDelegatedAdministrator", request(make_account("b"), service)),
        "ConstraintViolationException/MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED");
}

TEST_F(RegisterDelegatedAdministratorTest, RefusesWithTheDocumentedErrors) {
    const std::string service = "ssm.amazonaws.com";
    must("EnableAWSServiceAccess", R"({"ServicePrincipal":")" + service + R"("})");
    const auto enlist = [&](const std::string& account, const std::string& principal) {
        return refusal("RegisterDelegatedAdministrator", request(account, principal));
    };
    EXPECT_EQ(enlist(management, service),
              "ConstraintViolationException/CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR");
    EXPECT_EQ(enlist("888888888888", service), "AccountNotFoundException");
    EXPECT_EQ(enlist("1", service), "InvalidInputException");
    const std::string a = make_account("a");
    EXPECT_EQ(enlist(a, "made-up.amazonaws.com"),
              "InvalidInputException/UNRECOGNIZED_SERVICE_PRINCIPAL");
    expect_management_only("RegisterDelegatedAdministrator", request(a, service));
    must("CloseAccount", R"({"AccountId":")" + a + R"("})");
    EXPECT_EQ(enlist(a, service),
              "ConstraintViolationException/"
              "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR");
}

}  // namespace
}  // namespace licet::api
