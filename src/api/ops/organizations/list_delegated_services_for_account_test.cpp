// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using ListDelegatedServicesForAccountTest = OrganizationsTest;

using ::testing::ElementsAre;

TEST_F(ListDelegatedServicesForAccountTest, ListsServicesInPages) {
    const std::string id = make_account("a");
    for (const std::string service : {"ssm.amazonaws.com", "config.amazonaws.com"}) {
        must("EnableAWSServiceAccess", R"({"ServicePrincipal":")" + service + R"("})");
        must("RegisterDelegatedAdministrator",
             R"({"AccountId":")" + id + R"(","ServicePrincipal":")" + service + R"("})");
    }
    EXPECT_THAT(walk("ListDelegatedServicesForAccount", R"("AccountId":")" + id + R"(",)",
                     "DelegatedServices", "ServicePrincipal"),
                ElementsAre("config.amazonaws.com", "ssm.amazonaws.com"));
    const std::string request = R"({"AccountId":")" + id + R"("})";
    EXPECT_EQ(must("ListDelegatedServicesForAccount", request)
                  .text("DelegatedServices.0.DelegationEnabledDate"),
              "1790000000");
    expect_pages_checked("ListDelegatedServicesForAccount", R"("AccountId":")" + id + R"(",)");
    expect_readers_only("ListDelegatedServicesForAccount", request);
}

TEST_F(ListDelegatedServicesForAccountTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("ListDelegatedServicesForAccount", R"({"AccountId":"888888888888"})"),
              "AccountNotFoundException");
    EXPECT_EQ(refusal("ListDelegatedServicesForAccount",
                      R"({"AccountId":")" + make_account("a") + R"("})"),
              "AccountNotRegisteredException");
    EXPECT_EQ(refusal("ListDelegatedServicesForAccount", "{}"), "InvalidInputException");
}

}  // namespace
}  // namespace licet::api
