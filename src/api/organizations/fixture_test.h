// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/testing/world_test.h"
#include "model/organization/events.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

namespace licet::api {

/// Calls operations of Organizations, as the management account's administrator unless told
/// otherwise.
struct OrganizationsTest : ::testing::Test {
    testing::World world;
    const std::string root = "r-root";
    const std::string management = "111111111111";

    testing::Reply must(std::string_view operation, const std::string& request) {
        return world.must(world.admin(), "organizations", operation, request);
    }

    /// The error of a call that must change nothing, with its Reason when it has one:
    /// `ConstraintViolationException/OU_DEPTH_LIMIT_EXCEEDED`; empty when the call succeeds.
    std::string refusal(const model::Principal& who, std::string_view operation,
                        const std::string& request) {
        const auto records = world.records().size();
        const auto reply = world.call(who, "organizations", operation, request);
        if (reply.ok()) {
            return "";
        }
        EXPECT_EQ(world.records().size(), records);
        EXPECT_FALSE(reply.message.empty());
        std::string name = reply.error;
        for (const auto& [key, value] : reply.error_members) {
            EXPECT_EQ(key, "Reason");
            name += "/" + value;
        }
        return name;
    }
    std::string refusal(std::string_view operation, const std::string& request) {
        return refusal(world.admin(), operation, request);
    }

    std::string make_unit(const std::string& parent, const std::string& name) {
        return must("CreateOrganizationalUnit",
                    R"({"ParentId":")" + parent + R"(","Name":")" + name + R"("})")
            .text("OrganizationalUnit.Id");
    }

    std::string make_account(const std::string& name) {
        return world.create_account(name).account.text();
    }

    /// An account that is no member; its root.
    model::Principal stranger() {
        const auto who = testing::World::root_of("999999999999");
        if (model::find_account(world.state().organization, who.account) == nullptr) {
            world.apply({model::AccountOpened{
                who.account, {.name = "stranger", .email = "stranger@example.org"}}});
        }
        return who;
    }

    /// Makes an account delegated administrator of a service that allows several.
    model::Principal delegate(const std::string& account) {
        must("EnableAWSServiceAccess", R"({"ServicePrincipal":"servicecatalog.amazonaws.com"})");
        must("RegisterDelegatedAdministrator",
             R"({"AccountId":")" + account +
                 R"(","ServicePrincipal":"servicecatalog.amazonaws.com"})");
        return testing::World::root_of(account);
    }

    /// A read may be called by the management account and delegated administrators only.
    void expect_readers_only(std::string_view operation, const std::string& request) {
        const std::string member = make_account("plainmember");
        const auto who = testing::World::root_of(member);
        EXPECT_EQ(refusal(who, operation, request), "AccessDeniedException");
        EXPECT_EQ(refusal(stranger(), operation, request), "AWSOrganizationsNotInUseException");
        delegate(member);
        EXPECT_EQ(refusal(who, operation, request), "");
    }

    /// A write may be called by the management account only.
    void expect_management_only(std::string_view operation, const std::string& request) {
        const auto delegated = delegate(make_account("delegate"));
        EXPECT_EQ(refusal(delegated, operation, request), "AccessDeniedException");
        EXPECT_EQ(refusal(stranger(), operation, request), "AWSOrganizationsNotInUseException");
    }

    /// Walks all pages of a list, one item each, and returns `member` of every item of `list`.
    std::vector<std::string> walk(std::string_view operation, const std::string& members,
                                  const std::string& list, const std::string& member) {
        std::vector<std::string> seen;
        std::string token;
        for (int pages = 0; pages < 100; ++pages) {
            const auto reply = must(operation, "{" + members + R"("MaxResults":1)" + token + "}");
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

    /// A list refuses sizes and tokens that it never gave out.
    void expect_pages_checked(std::string_view operation, const std::string& members) {
        EXPECT_EQ(refusal(operation, "{" + members + R"("MaxResults":0})"),
                  "InvalidInputException");
        EXPECT_EQ(refusal(operation, "{" + members + R"("MaxResults":21})"),
                  "InvalidInputException");
        EXPECT_EQ(refusal(operation, "{" + members + R"("NextToken":"made up"})"),
                  "InvalidInputException/INVALID_NEXT_TOKEN");
    }
};

}  // namespace licet::api
