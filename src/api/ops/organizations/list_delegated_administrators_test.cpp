// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

struct ListDelegatedAdministratorsTest : OrganizationsTest {
    void enlist(const std::string& account, const std::string& service) {
        must("EnableAWSServiceAccess", R"({"ServicePrincipal":")" + service + R"("})");
        must("RegisterDelegatedAdministrator",
             R"({"AccountId":")" + account + R"(","ServicePrincipal":")" + service + R"("})");
    }
    std::vector<std::string> ids(const std::string& filter) {
        return walk("ListDelegatedAdministrators", filter, "DelegatedAdministrators", "Id");
    }
};

TEST_F(ListDelegatedAdministratorsTest, FiltersByService) {
    const std::string a = make_account("a");
    const std::string b = make_account("b");
    enlist(a, "ssm.amazonaws.com");
    enlist(a, "config.amazonaws.com");
    enlist(b, "config.amazonaws.com");
    EXPECT_THAT(ids(""), UnorderedElementsAre(a, b));
    EXPECT_THAT(ids(R"("ServicePrincipal":"config.amazonaws.com",)"), UnorderedElementsAre(a, b));
    EXPECT_THAT(ids(R"("ServicePrincipal":"ssm.amazonaws.com",)"), ElementsAre(a));
    EXPECT_THAT(ids(R"("ServicePrincipal":"sso.amazonaws.com",)"), ElementsAre());
}

TEST_F(ListDelegatedAdministratorsTest, TellsSinceWhen) {
    const std::string a = make_account("a");
    enlist(a, "ssm.amazonaws.com");
    world.clock().advance(std::chrono::seconds{60});
    enlist(a, "config.amazonaws.com");
    const auto since = [&](const std::string& request) {
        return must("ListDelegatedAdministrators", request)
            .text("DelegatedAdministrators.0.DelegationEnabledDate");
    };
    EXPECT_EQ(since("{}"), "1790000000");
    EXPECT_EQ(since(R"({"ServicePrincipal":"config.amazonaws.com"})"), "1790000060");
    const auto reply = must("ListDelegatedAdministrators", "{}");
    EXPECT_EQ(reply.text("DelegatedAdministrators.0.Arn"),
              "arn:aws:organizations::111111111111:account/o-exampleorg1/" + a);
    EXPECT_EQ(reply.text("DelegatedAdministrators.0.Email"), "a@example.com");
    EXPECT_EQ(reply.text("DelegatedAdministrators.0.Name"), "a");
    EXPECT_EQ(reply.text("DelegatedAdministrators.0.Status"), "ACTIVE");
    EXPECT_EQ(reply.text("DelegatedAdministrators.0.JoinedMethod"), "CREATED");
}

TEST_F(ListDelegatedAdministratorsTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(
        refusal("ListDelegatedAdministrators", R"({"ServicePrincipal":"made-up.amazonaws.com"})"),
        "InvalidInputException/UNRECOGNIZED_SERVICE_PRINCIPAL");
    expect_pages_checked("ListDelegatedAdministrators", "");
    expect_readers_only("ListDelegatedAdministrators", "{}");
}

}  // namespace
}  // namespace licet::api
