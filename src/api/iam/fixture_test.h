// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/testing/principals_test.h"
#include "api/testing/world_test.h"
#include "model/organization/events.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

namespace licet::api {

/// Calls operations of IAM and STS, as the management account's administrator unless told
/// otherwise.
struct IamTest : ::testing::Test {
    testing::World world;
    const std::string anyone =
        R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}})";

    testing::Reply must(std::string_view operation, const std::string& request) {
        return world.must(world.admin(), "iam", operation, request);
    }

    /// The error of a call that must change nothing; empty when the call succeeds.
    std::string refusal(const model::Principal& who, std::string_view service,
                        std::string_view operation, const std::string& request) {
        const auto records = world.records().size();
        const auto reply = world.call(who, service, operation, request);
        if (!reply.ok()) {
            EXPECT_EQ(world.records().size(), records);
            EXPECT_FALSE(reply.message.empty());
        }
        return reply.error;
    }
    std::string refusal(std::string_view operation, const std::string& request) {
        return refusal(world.admin(), "iam", operation, request);
    }

    void make_user(const std::string& name, const std::string& path = "/") {
        must("CreateUser", R"({"UserName":")" + name + R"(","Path":")" + path + R"("})");
    }

    std::string make_key(const std::string& user) {
        return must("CreateAccessKey", R"({"UserName":")" + user + R"("})")
            .text("AccessKey.AccessKeyId");
    }

    /// @return the role's ARN.
    std::string make_role(const std::string& name, const std::string& trust_policy,
                          const std::string& more = "") {
        return must("CreateRole", R"({"RoleName":")" + name + R"(","AssumeRolePolicyDocument":)" +
                                      quoted(trust_policy) + more + "}")
            .text("Role.Arn");
    }

    static std::string quoted(const std::string& text) {
        std::string json = "\"";
        for (const char c : text) {
            json += c == '"' || c == '\\' ? "\\" : "";
            json += c;
        }
        return json + "\"";
    }

    /// Another account; its root.
    model::Principal stranger() {
        const auto who = testing::World::root_of("222222222222");
        if (model::find_account(world.state().organization, who.account) != nullptr) {
            return who;
        }
        model::Account account;
        account.name = "stranger";
        account.email = "stranger@example.com";
        world.apply({model::AccountOpened{who.account, account}});
        return who;
    }

    /// The user of that name in the management account, from now on an administrator.
    model::Principal user(const std::string& name) {
        const auto account = world.admin().account;
        const auto* found = model::find_user(world.state().identity, account, name);
        LICET_CHECK(found != nullptr);
        const model::Principal who{.kind = model::PrincipalKind::user,
                                   .account = account,
                                   .arn = model::user_arn(account, found->path, name),
                                   .id = found->id,
                                   .name = name,
                                   .access_key_id = "AKIAEXAMPLE000000000"};
        testing::give_everything(world, who);
        return who;
    }

    /// A session of that role of the management account, from now on an administrator's.
    model::Principal session(const std::string& role) {
        const auto account = world.admin().account;
        const auto* found = model::find_role(world.state().identity, account, role);
        LICET_CHECK(found != nullptr);
        const model::Principal who{.kind = model::PrincipalKind::assumed_role,
                                   .account = account,
                                   .arn = model::session_arn(account, role, "s"),
                                   .id = found->id + ":s",
                                   .name = role + "/s",
                                   .access_key_id = "ASIAEXAMPLE000000000",
                                   .role_id = found->id,
                                   .session_expires_at = from_epoch_ms(INT64_MAX)};
        testing::give_everything(world, who);
        return who;
    }

    /// Every item of a list, page by page: the texts at `member` of the items of `list`.
    /// @param request members of the request, each followed by a comma.
    std::vector<std::string> walk(std::string_view operation, const std::string& request,
                                  const std::string& list, const std::string& member, int size) {
        std::vector<std::string> all;
        std::string marker;
        do {
            const auto page = must(
                operation, "{" + request + marker + R"("MaxItems":)" + std::to_string(size) + "}");
            EXPECT_LE(page.count(list), static_cast<std::size_t>(size));
            for (std::size_t i = 0; i < page.count(list); ++i) {
                all.push_back(page.text(list + "." + std::to_string(i) + "." + member));
            }
            const bool more = page.text("IsTruncated") == "true";
            EXPECT_EQ(page.has("Marker"), more);
            marker = more ? R"("Marker":")" + page.text("Marker") + R"(",)" : "";
        } while (!marker.empty());
        return all;
    }
};

}  // namespace licet::api
