// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"
#include "model/bedrock/sample_catalogue_test.h"

namespace licet::api {
namespace {

using ::testing::HasSubstr;

/// `prod-a`, to which the management account has subscribed, is a container.
struct GetProductAccess : LicenseManagerTest {
    GetProductAccess() {
        auto catalogue = model::sample::catalogue();
        catalogue.products[4].product_id = "prod-a";
        world.apply({model::CatalogueApplied{std::move(catalogue)}});
    }

    testing::Reply ask(const model::Principal& who, const std::string& account = "",
                       const std::string& product = "prod-a") {
        return world.call(who, "licet", "GetProductAccess",
                          R"({"productId":")" + product + "\"" +
                              (account.empty() ? "}" : R"(,"account":")" + account + R"("})"));
    }
};

// rule CO-12
TEST_F(GetProductAccess, AContainerIsRefusedUntilItsGrantIsActivated) {
    const auto before = ask(a);
    ASSERT_TRUE(before.ok()) << before.message;
    EXPECT_EQ(before.text("allowed"), "false");
    EXPECT_EQ(before.text("reason"), "no_entitlement");
    EXPECT_EQ(before.text("account"), a.account.text());
    EXPECT_EQ(before.text("resource"), "licet:product/prod-a");
    EXPECT_THAT(before.text("fix"), HasSubstr("ask the organization's management account"));
    EXPECT_FALSE(before.has("grantArn"));
    EXPECT_FALSE(before.recorded);

    create(root_arn(a));
    const auto grant = received(a);
    const auto disabled = ask(a);
    EXPECT_EQ(disabled.text("allowed"), "false");
    EXPECT_EQ(disabled.text("reason"), "grant_not_activated");
    EXPECT_EQ(disabled.text("grantArn"), grant);
    EXPECT_EQ(disabled.text("licenseArn"), license);
    EXPECT_THAT(disabled.text("message"), HasSubstr("is accepted but not activated"));

    set(a, grant, "ACTIVE");
    const auto active = ask(a);
    EXPECT_EQ(active.text("allowed"), "true");
    EXPECT_EQ(active.text("reason"), "granted");
    EXPECT_EQ(active.text("grantArn"), grant);
    EXPECT_FALSE(active.has("message"));
    EXPECT_FALSE(active.has("fix"));
    EXPECT_EQ(active.text("revision"), std::to_string(world.records().size()));
}

TEST_F(GetProductAccess, OfASubGrantNamesTheMembersOwn) {
    create(organization);
    const auto grant = received(b);
    set(b, grant, "ACTIVE");
    EXPECT_EQ(ask(b).text("grantArn"), grant);
    EXPECT_EQ(ask(b).text("allowed"), "true");
}

TEST_F(GetProductAccess, AnUnknownProductIsNoError) {
    const auto reply = ask(a, "", "prod-unknown");
    EXPECT_EQ(reply.text("allowed"), "false");
    EXPECT_EQ(reply.text("reason"), "product_unknown");
}

TEST_F(GetProductAccess, OthersAreTheOrganizationsBusiness) {
    EXPECT_EQ(ask(world.admin(), a.account.text()).text("account"), a.account.text());
    EXPECT_EQ(ask(world.admin(), a.account.text()).text("allowed"), "false");
    EXPECT_EQ(ask(a, a.account.text()).text("allowed"), "false");
    const auto refused = ask(a, b.account.text());
    EXPECT_EQ(refused.error, "AccessDeniedException");
    EXPECT_THAT(refused.message, HasSubstr("may not ask about account `" + b.account.text()));
    EXPECT_EQ(ask(world.admin(), "999999999999").error, "AccessDeniedException");
    EXPECT_EQ(ask(stranger(), a.account.text()).error, "AccessDeniedException");

    world.must(world.admin(), "organizations", "RegisterDelegatedAdministrator",
               R"({"AccountId":")" + b.account.text() +
                   R"(","ServicePrincipal":"license-manager.amazonaws.com"})");
    EXPECT_EQ(ask(b, a.account.text()).text("allowed"), "false");
}

TEST_F(GetProductAccess, RefusesWhatIsNoAccount) {
    EXPECT_EQ(ask(world.admin(), "12").error, "ValidationException");
}

}  // namespace
}  // namespace licet::api
