// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using DeregisterDelegatedAdministratorTest = OrganizationsTest;

TEST_F(DeregisterDelegatedAdministratorTest, TakesTheRightToRead) {
    const std::string id = make_account("a");
    const auto who = delegate(id);
    const std::string request =
        R"({"AccountId":")" + id + R"(","ServicePrincipal":"servicecatalog.amazonaws.com"})";
    EXPECT_EQ(refusal(who, "ListAccounts", "{}"), "");
    EXPECT_EQ(refusal(who, "DeregisterDelegatedAdministrator", request), "AccessDeniedException");
    EXPECT_EQ(must("DeregisterDelegatedAdministrator", request).body, "{}");
    EXPECT_EQ(refusal(who, "ListAccounts", "{}"), "AccessDeniedException");
    EXPECT_EQ(refusal("DeregisterDelegatedAdministrator", request),
              "AccountNotRegisteredException");
    EXPECT_EQ(refusal(stranger(), "DeregisterDelegatedAdministrator", request),
              "AWSOrganizationsNotInUseException");
}

TEST_F(DeregisterDelegatedAdministratorTest, RefusesWithTheDocumentedErrors) {
    const auto dismiss = [&](const std::string& account, const std::string& service) {
        return refusal(
            "DeregisterDelegatedAdministrator",
            R"({"AccountId":")" + account + R"(","ServicePrincipal":")" + service + R"("})");
    };
    EXPECT_EQ(dismiss("888888888888", "ssm.amazonaws.com"), "AccountNotFoundException");
    EXPECT_EQ(dismiss(management, "ssm.amazonaws.com"), "AccountNotRegisteredException");
    EXPECT_EQ(dismiss(management, "made-up.amazonaws.com"),
              "InvalidInputException/UNRECOGNIZED_SERVICE_PRINCIPAL");
    EXPECT_EQ(dismiss("x", "ssm.amazonaws.com"), "InvalidInputException");
}

}  // namespace
}  // namespace licet::api
