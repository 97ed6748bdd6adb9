// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/organizations/fixture_test.h"

#include <string>

namespace licet::api {

/// Adds invitations of the account that stands alone.
struct HandshakeTest : OrganizationsTest {
    const model::Principal alone = stranger();

    static std::string handshake(const std::string& id) {
        return R"({"HandshakeId":")" + id + R"("})";
    }
    static std::string target(const std::string& type, const std::string& id,
                              const std::string& more = "") {
        return R"({"Target":{"Type":")" + type + R"(","Id":")" + id + R"("})" + more + "}";
    }
    std::string invite() {
        return must("InviteAccountToOrganization", target("ACCOUNT", "999999999999"))
            .text("Handshake.Id");
    }
    testing::Reply must_as(const model::Principal& who, std::string_view operation,
                           const std::string& request) {
        return world.must(who, "organizations", operation, request);
    }

    /// Makes a stranger's organization of consolidated billing with one invited member.
    struct Billing {
        model::Principal management;
        model::Principal member;
    };
    Billing billing() {
        Billing made{alone, testing::World::root_of("888888888888")};
        world.apply({model::AccountOpened{made.member.account,
                                          {.name = "member", .email = "member@example.org"}}});
        must_as(made.management, "CreateOrganization", R"({"FeatureSet":"CONSOLIDATED_BILLING"})");
        const auto invited = must_as(made.management, "InviteAccountToOrganization",
                                     target("ACCOUNT", "888888888888"));
        must_as(made.member, "AcceptHandshake", handshake(invited.text("Handshake.Id")));
        return made;
    }
};

}  // namespace licet::api
