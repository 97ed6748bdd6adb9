// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/testing/world_test.h"
#include "model/grant/grant.h"
#include "model/license/subscription.h"
#include "model/organization/events.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

namespace licet::api {

/// Calls operations of License Manager in an organization that is set up for distribution, with the
/// member accounts `a` and `b` and a license of product `prod-a` in the management account.
struct LicenseManagerTest : ::testing::Test {
    testing::World world;
    model::Principal a = world.create_account("a");
    model::Principal b = world.create_account("b");
    const std::string organization =
        "arn:aws:organizations::111111111111:organization/o-exampleorg1";
    std::string license;
    int tokens = 0;

    LicenseManagerTest() {
        world.must(world.admin(), "organizations", "EnableAWSServiceAccess",
                   R"({"ServicePrincipal":"license-manager.amazonaws.com"})");
        must(world.admin(), "UpdateServiceSettings",
             R"({"OrganizationConfiguration":{"EnableIntegration":true}})");
        license = subscribe(world.admin().account, "prod-a");
    }

    static std::string root_arn(const model::Principal& who) {
        return "arn:aws:iam::" + who.account.text() + ":root";
    }

    std::string subscribe(AccountId holder, const std::string& product) {
        const auto events =
            model::issue_subscription_license(world.state(),
                                              {.holder = holder,
                                               .product_sku = product,
                                               .agreement = "agmt-1",
                                               .license_name = "model",
                                               .product_name = "Model",
                                               .valid_from = world.clock().now(),
                                               .valid_until = std::nullopt,
                                               .entitlements = {{.name = "AWS::Marketplace::Usage",
                                                                 .unit = "None",
                                                                 .value = "Enabled",
                                                                 .max_count = std::nullopt}}},
                                              world.clock().now(), world.random());
        world.apply(events);
        return model::license_arn(kMarketplaceAccount,
                                  std::get<model::LicenseIssued>(events.front()).id);
    }

    testing::Reply must(const model::Principal& who, std::string_view operation,
                        const std::string& request) {
        return world.must(who, "license-manager", operation, request);
    }

    /// The error of a call that must change nothing; empty when the call succeeds.
    std::string refusal(const model::Principal& who, std::string_view operation,
                        const std::string& request, std::string_view region = "us-east-1") {
        const auto records = world.records().size();
        const auto reply = world.call(who, "license-manager", operation, request, region);
        if (reply.ok()) {
            return "";
        }
        EXPECT_EQ(world.records().size(), records);
        EXPECT_FALSE(reply.message.empty());
        return reply.error;
    }

    std::string create_request(const std::string& principal, const std::string& token) const {
        return R"({"ClientToken":")" + token + R"(","GrantName":"grant","LicenseArn":")" + license +
               R"(","Principals":[")" + principal +
               R"("],"HomeRegion":"us-east-1","AllowedOperations":["CheckoutLicense"]})";
    }
    /// @return the new grant's ARN.
    std::string create(const std::string& principal) {
        return must(world.admin(), "CreateGrant",
                    create_request(principal, "t" + std::to_string(++tokens)))
            .text("GrantArn");
    }
    std::string named(const std::string& grant, const std::string& more = "") const {
        return R"({"GrantArn":")" + grant + R"(")" + more + "}";
    }
    std::string version_request(const std::string& grant, const std::string& more) {
        return named(grant, R"(,"ClientToken":"t)" + std::to_string(++tokens) + R"(")" + more);
    }
    testing::Reply set(const model::Principal& who, const std::string& grant,
                       const std::string& status) {
        return must(who, "CreateGrantVersion",
                    version_request(grant, R"(,"Status":")" + status + R"(")"));
    }
    std::string status(const std::string& grant) {
        return must(world.admin(), "GetGrant", named(grant)).text("Grant.GrantStatus");
    }
    /// The ARN of the only grant the account received.
    std::string received(const model::Principal& who) {
        const auto reply = must(who, "ListReceivedGrants", "{}");
        EXPECT_EQ(reply.count("Grants"), 1U);
        return reply.text("Grants.0.GrantArn");
    }
    /// Makes grants wait for their recipients.
    void unlink() {
        must(world.admin(), "UpdateServiceSettings",
             R"({"OrganizationConfiguration":{"EnableIntegration":false}})");
    }

    /// An account of no organization, without License Manager's role.
    model::Principal stranger() {
        const auto who = testing::World::root_of("999999999999");
        if (model::find_account(world.state().organization, who.account) == nullptr) {
            world.apply({model::AccountOpened{
                who.account, {.name = "stranger", .email = "stranger@example.org"}}});
        }
        return who;
    }

    /// Every operation asks for the service-linked role. Source: rule ME-16.
    void expect_role_required(std::string_view operation, const std::string& request) {
        const auto reply = world.call(stranger(), "license-manager", operation, request);
        EXPECT_EQ(reply.error, "AccessDeniedException");
        EXPECT_THAT(reply.message, ::testing::HasSubstr("Service role not found"));
    }

    /// A grant must be one that the caller may know of.
    void expect_grant_checked(std::string_view operation, const std::string& more = "") {
        const std::string unknown =
            "arn:aws:license-manager::111111111111:grant:g-0123456789abcdef0123456789abcdef";
        EXPECT_EQ(refusal(world.admin(), operation, named(unknown, more)),
                  "ResourceNotFoundException");
        EXPECT_EQ(refusal(b, operation, named(create(root_arn(a)), more)),
                  "ResourceNotFoundException");
        EXPECT_EQ(refusal(world.admin(), operation, named("arn:aws:iam::1", more)),
                  "InvalidParameterValueException");
        EXPECT_EQ(refusal(world.admin(), operation, "{}"), "ValidationException");
    }

    /// Walks all pages of a list, one item each, and returns `member` of every item of `list`.
    std::vector<std::string> walk(const model::Principal& who, std::string_view operation,
                                  const std::string& members, const std::string& list,
                                  const std::string& member) {
        std::vector<std::string> seen;
        std::string token;
        for (int pages = 0; pages < 100; ++pages) {
            const auto reply =
                must(who, operation, "{" + members + R"("MaxResults":1)" + token + "}");
            EXPECT_LE(reply.count(list), 1U);
            if (reply.count(list) == 1) {
                seen.push_back(reply.text(list + ".0." + member));
            }
            if (!reply.has("NextToken")) {
                return seen;
            }
            token = R"(,"NextToken":")" + reply.text("NextToken") + R"(")";
        }
        ADD_FAILURE() << operation << " has no last page";
        return seen;
    }

    /// A list refuses sizes and tokens that it never gave out, and filters that it does not know.
    void expect_list_checked(std::string_view operation, const std::string& members = "") {
        const auto as_admin = [&](const std::string& request) {
            return refusal(world.admin(), operation, "{" + members + request + "}");
        };
        EXPECT_EQ(as_admin(R"("MaxResults":0)"), "ValidationException");
        EXPECT_EQ(as_admin(R"("MaxResults":101)"), "ValidationException");
        EXPECT_EQ(as_admin(R"("NextToken":"made up")"), "InvalidParameterValueException");
    }
    /// A list of ARNs takes unknown ones, which are not in the answer, but nothing else.
    void expect_arns_checked(std::string_view operation, const std::string& member,
                             const std::string& kind, const std::string& list) {
        const auto request = [&](const std::string& arn) {
            return R"({")" + member + R"(":[")" + arn + R"("]})";
        };
        const std::string arns = "arn:aws:license-manager::111111111111:";
        const std::string id = "-0123456789abcdef0123456789abcdef";
        const std::string other = kind == "grant" ? "license:l" : "grant:g";
        EXPECT_EQ(
            must(world.admin(), operation, request(arns + kind + ":" + kind.substr(0, 1) + id))
                .count(list),
            0U);
        for (const auto& wrong : {std::string{"arn:x"}, arns + other + id}) {
            EXPECT_EQ(refusal(world.admin(), operation, request(wrong)),
                      "InvalidParameterValueException")
                << wrong;
        }
        EXPECT_EQ(refusal(world.admin(), operation, request("")), "ValidationException");
    }
    void expect_filters_checked(std::string_view operation, const std::string& known,
                                const std::string& members = "") {
        const auto as_admin = [&](const std::string& filters) {
            return refusal(world.admin(), operation,
                           "{" + members + R"("Filters":[)" + filters + "]}");
        };
        const std::string one = R"({"Name":")" + known + R"(","Values":["x"]})";
        EXPECT_EQ(as_admin(one), "");
        EXPECT_EQ(as_admin(one + "," + one), "InvalidParameterValueException");
        EXPECT_EQ(as_admin(R"({"Name":"nonsense","Values":["x"]})"),
                  "InvalidParameterValueException");
        EXPECT_EQ(as_admin(R"({"Values":["x"]})"), "InvalidParameterValueException");
        EXPECT_EQ(as_admin(R"({"Name":")" + known + R"(","Values":["x","y"]})"),
                  "InvalidParameterValueException");
        EXPECT_EQ(as_admin(R"({"Name":")" + known + R"("})"), "InvalidParameterValueException");
    }
    /// How many items of `list` a filter leaves.
    std::size_t filtered(const model::Principal& who, std::string_view operation,
                         const std::string& list, const std::string& name, const std::string& value,
                         const std::string& members = "") {
        return must(who, operation,
                    "{" + members + R"("Filters":[{"Name":")" + name + R"(","Values":[")" + value +
                        R"("]}]})")
            .count(list);
    }
};

}  // namespace licet::api
