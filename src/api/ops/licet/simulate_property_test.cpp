// SPDX-License-Identifier: Apache-2.0
// Lists of commands at random: what Simulate says they would do is what Diff says they did.
// Source: issue 4, section 3; peers.md 6, claim 11.
#include "api/license_manager/fixture_test.h"
#include "model/bedrock/sample_catalogue_test.h"

#include <fmt/format.h>

#include <set>

namespace licet::api {
namespace {

namespace sample = model::sample;

constexpr int kRounds = 100;
constexpr std::size_t kCommandsOfARound = 5;

struct Command {
    std::string service;
    std::string operation;
    AccountId account;
    std::string parameters;
};

struct SimulateProperty : LicenseManagerTest {
    using Rows = std::multiset<std::string>;

    SimulateProperty() {
        world.apply({model::CatalogueApplied{sample::catalogue()}});
        licenses = {subscribe(world.admin().account, sample::kCommandProduct),
                    subscribe(world.admin().account, sample::kSonnetProduct),
                    subscribe(a.account, sample::kCommandProduct)};
        root = world.must(world.admin(), "organizations", "ListRoots", "{}").text("Roots.0.Id");
        const auto unit = [&](const std::string& parent, const std::string& name) {
            return world
                .must(world.admin(), "organizations", "CreateOrganizationalUnit",
                      fmt::format(R"({{"ParentId":"{}","Name":"{}"}})", parent, name))
                .text("OrganizationalUnit.Id");
        };
        const auto outer = unit(root, "outer");
        nodes = {root, outer, unit(outer, "inner")};
        world.must(world.admin(), "organizations", "EnablePolicyType",
                   fmt::format(R"({{"RootId":"{}","PolicyType":"SERVICE_CONTROL_POLICY"}})", root));
    }

    std::size_t below(std::size_t bound) { return random.below(bound); }
    const std::string& pick(const std::vector<std::string>& from) {
        return from[below(from.size())];
    }
    AccountId any_account() {
        const AccountId all[] = {a.account, b.account, c.account, world.admin().account};
        return all[below(std::size(all))];
    }
    AccountId admin() const { return world.admin().account; }

    /// One that there is, or one that a command before it makes.
    std::string any_grant(const std::vector<Command>& before) {
        std::vector<std::string> arns;
        for (const auto& [id, grant] : world.state().grant.grants) {
            arns.push_back(model::grant_arn(grant.grantor, id));
        }
        for (std::size_t n = 0; n < before.size(); ++n) {
            if (before[n].operation == "CreateGrant") {
                arns.push_back(fmt::format("${{{}.GrantArn}}", n + 1));
            }
        }
        return pick(arns);
    }

    void add_grant(std::vector<Command>& all) {
        const auto to = below(3) == 0 ? fmt::format("arn:aws:iam::{}:root", any_account().text())
                        : below(2) == 0
                            ? organization
                            : fmt::format("arn:aws:organizations::{}:ou/o-exampleorg1/{}",
                                          admin().text(), nodes[1 + below(2)]);
        const auto* const tags =
            below(3) == 0 ? R"(,"Tags":[{"Key":"licet:regions","Value":"us"}])" : "";
        all.push_back({"license-manager", "CreateGrant", below(5) == 0 ? a.account : admin(),
                       fmt::format(R"({{"ClientToken":"c{}","GrantName":"g","LicenseArn":"{}",)"
                                   R"("Principals":["{}"],"HomeRegion":"us-east-1",)"
                                   R"("AllowedOperations":["CheckoutLicense"]{}}})",
                                   ++tokens, pick(licenses), to, tags)});
    }
    void add_status(std::vector<Command>& all) {
        const auto arn = any_grant(all);
        all.push_back({"license-manager", "CreateGrantVersion",
                       below(3) == 0 ? any_account() : admin(),
                       fmt::format(R"({{"ClientToken":"c{}","GrantArn":"{}","Status":"{}"}})",
                                   ++tokens, arn, below(4) == 0 ? "DISABLED" : "ACTIVE")});
    }
    void add_other(std::vector<Command>& all) {
        const auto grant = any_grant(all);
        const auto account = any_account();
        const auto* found = model::find_account(world.state().organization, account);
        switch (below(6)) {
            case 0:
                all.push_back({"license-manager", "DeleteGrant", admin(),
                               fmt::format(R"({{"GrantArn":"{}","Version":"version"}})", grant)});
                break;
            case 1:
                all.push_back({"license-manager", "TagResource", admin(),
                               fmt::format(R"({{"ResourceArn":"{}","Tags":[{{"Key":)"
                                           R"("licet:regions","Value":"{}"}}]}})",
                                           grant, below(2) == 0 ? "eu" : "us-east-1")});
                break;
            case 2:
                all.push_back({"organizations", "MoveAccount", admin(),
                               fmt::format(R"({{"AccountId":"{}","SourceParentId":"{}",)"
                                           R"("DestinationParentId":"{}"}})",
                                           account.text(), found->parent, pick(nodes))});
                break;
            case 3:
                all.push_back({"organizations", "CreatePolicy", admin(),
                               fmt::format(R"({{"Name":"p{}","Description":"d","Type":)"
                                           R"("SERVICE_CONTROL_POLICY","Content":)"
                                           R"("{{\"Version\":\"2012-10-17\",\"Statement\":)"
                                           R"([{{\"Effect\":\"Deny\",\"Action\":\"bedrock:*\",)"
                                           R"(\"Resource\":\"*{}*\"}}]}}"}})",
                                           ++tokens, below(2) == 0 ? "cohere" : "us-east-1")});
                all.push_back(
                    {"organizations", "AttachPolicy", admin(),
                     fmt::format(
                         R"({{"PolicyId":"${{{}.Policy.PolicySummary.Id}}","TargetId":"{}"}})",
                         all.size(), below(3) == 0 ? account.text() : nodes[1 + below(2)])});
                break;
            case 4:
                detach(all);
                break;
            default:
                all.push_back({"licet", "UpdateOrganizationSettings", admin(),
                               below(2) == 0 ? R"({"settings":{"auto_subscribe":true}})"
                                             : R"({"settings":{"auto_subscribe":false}})"});
                break;
        }
    }
    void detach(std::vector<Command>& all) {
        const auto& attachments =
            world.state().organization.organizations.begin()->second.attachments;
        for (const auto& [target, policies] : attachments) {
            if (below(2) == 0) {
                all.push_back({"organizations", "DetachPolicy", admin(),
                               fmt::format(R"({{"PolicyId":"{}","TargetId":"{}"}})",
                                           policies.front().policy, target)});
            }
        }
    }

    /// Every row of every page.
    Rows changes(std::string_view operation, const std::string& request) {
        Rows rows;
        std::string token;
        do {
            const auto reply =
                world.must(world.admin(), "licet", operation,
                           request + R"(,"maxResults":50)" +
                               (token.empty() ? "" : R"(,"nextToken":")" + token + "\"") + "}");
            for (std::size_t i = 0; i < reply.count("changes"); ++i) {
                rows.insert(reply.text("changes." + std::to_string(i)));
            }
            token = reply.has("nextToken") ? reply.text("nextToken") : "";
        } while (!token.empty());
        return rows;
    }

    static std::string in_json(const std::vector<Command>& commands) {
        std::string list;
        for (const auto& each : commands) {
            list += fmt::format(
                R"({}{{"service":"{}","operation":"{}","account":"{}","parameters":{}}})",
                list.empty() ? "" : ",", each.service, each.operation, each.account.text(),
                each.parameters);
        }
        return R"({"commands":[)" + list + "]";
    }

    /// Does what was tried. @return which of them went through
    std::vector<bool> carry_out(const std::vector<Command>& commands) {
        std::vector<testing::Reply> replies;
        std::vector<bool> done;
        for (const auto& each : commands) {
            auto parameters = each.parameters;
            if (const auto at = parameters.find("${"); at != std::string::npos) {
                const auto end = parameters.find('}', at);
                const auto dot = parameters.find('.', at);
                const auto& earlier =
                    replies.at(std::stoul(parameters.substr(at + 2, dot - at - 2)) - 1);
                const auto path = parameters.substr(dot + 1, end - dot - 1);
                parameters.replace(at, end + 1 - at, earlier.ok() ? earlier.text(path) : "none");
            }
            replies.push_back(world.call(testing::World::root_of(each.account.text()), each.service,
                                         each.operation, parameters));
            done.push_back(replies.back().ok());
        }
        return done;
    }

    model::Principal c = world.create_account("c");
    SeededRandom random{11};
    std::vector<std::string> licenses;
    std::string root;
    std::vector<std::string> nodes;
};

TEST_F(SimulateProperty, WhatSimulateSaysIsWhatDiffThenShows) {
    std::size_t changed = 0;
    std::size_t refused = 0;
    for (int round = 0; round < kRounds; ++round) {
        std::vector<Command> commands;
        while (commands.size() < 1 + below(kCommandsOfARound)) {
            const auto kind = below(10);
            kind < 3 ? add_grant(commands) : kind < 7 ? add_status(commands) : add_other(commands);
        }
        const auto request = in_json(commands);
        const auto trial = world.must(world.admin(), "licet", "Simulate", request + "}");
        const auto predicted = changes("Simulate", request);
        const auto from = std::to_string(world.records().size());
        const auto done = carry_out(commands);
        for (std::size_t n = 0; n < done.size(); ++n) {
            EXPECT_EQ(trial.text(fmt::format("results.{}.ok", n)), done[n] ? "true" : "false")
                << trial.body;
            refused += done[n] ? 0 : 1;
        }
        EXPECT_EQ(changes("Diff", R"({"from":")" + from + "\""), predicted)
            << "round " << round << ": " << request;
        changed += predicted.empty() ? 0 : 1;
        ASSERT_FALSE(HasFailure());
    }
    EXPECT_GT(changed, 5U);
    EXPECT_GT(refused, 5U);
}

}  // namespace
}  // namespace licet::api
