// SPDX-License-Identifier: Apache-2.0
#include "api/authorization.h"

#include "api/testing/principals_test.h"
#include "api/testing/sample_request_test.h"
#include "base/describe/json.h"
#include "decision/state_facts.h"
#include "policy/actions.h"
#include "policy/evaluate.h"

#include <gmock/gmock.h>

#include <fmt/format.h>

#include <algorithm>

namespace licet::api {
namespace {

using testing::allowing;
using ::testing::HasSubstr;

/// What the service documents for a caller without permission. Source: domain.md 4.5; the service
/// models.
std::string_view refusal_name(const wire::Service& service) {
    if (&service == &wire::kLicenseManager) {
        return "AuthorizationException";
    }
    return service.protocol == wire::Protocol::query ? "AccessDenied" : "AccessDeniedException";
}

std::string named(const Operation& operation) {
    return fmt::format("{} {}", operation.row.service->name, operation.row.name);
}

/// A request of the right shape, in a member account and in the management account.
struct AuthorizationTest : ::testing::Test {
    testing::World world;
    const AccountId management = world.admin().account;
    const AccountId member = world.create_account("member").account;

    testing::Reply call(const model::Principal& who, const Operation& operation) {
        return world.call(who, operation.row.service->name, operation.row.name,
                          testing::sample_request(operation));
    }
    Permissions permissions(const model::Principal& who, const Operation& operation) {
        if (operation.permissions == nullptr) {
            return Permissions(1);
        }
        const auto request = operation.make_request();
        const auto read =
            describe::read_json(operation.request_type(), request.get(), describe::kAwsFormat,
                                testing::sample_request(operation));
        EXPECT_TRUE(read.ok()) << named(operation) << ": " << read.error().message;
        return operation.permissions(asked(who, operation), request.get());
    }
    static bool is_answered_by_index(const Operation& operation) {
        return operation.row.access == Access::decision ||
               (operation.row.access == Access::audit && operation.permissions == nullptr);
    }
    PermissionCall asked(const model::Principal& who, const Operation& operation) const {
        return {.caller = who,
                .region = "us-east-1",
                .known = is_answered_by_index(operation) ? nullptr : &world.state()};
    }
    Result<void> decide(const model::Principal& who, const Operation& operation) {
        const auto request = operation.make_request();
        EXPECT_TRUE(describe::read_json(operation.request_type(), request.get(),
                                        describe::kAwsFormat, testing::sample_request(operation))
                        .ok());
        engine::Origin origin;
        origin.actor = who;
        origin.region = "us-east-1";
        return authorize(operation, decision::StateFacts{world.state()}, asked(who, operation),
                         origin, request.get(), world.clock().now());
    }
    std::string action(const Operation& operation, const Permission& permission) {
        return std::string{permission.action.empty() ? action_of(operation) : permission.action};
    }
    /// Exactly what a call needs, each action on its own resource. @param but one is left out
    std::string least_policy(const Operation& operation, const Permissions& needed,
                             std::size_t but = SIZE_MAX) {
        std::string statements;
        for (std::size_t i = 0; i < needed.size(); ++i) {
            if (i != but) {
                statements += fmt::format(R"({}{{"Effect":"Allow","Action":"{}","Resource":"{}"}})",
                                          statements.empty() ? "" : ",",
                                          action(operation, needed[i]), needed[i].resource);
            }
        }
        return R"({"Version":"2012-10-17","Statement":[)" + statements + "]}";
    }
};

template <typename Check>
void each_by_policy(Check check) {
    for (const auto* operation : all_operations()) {
        if (operation->row.authorization == Authorization::by_policy) {
            check(*operation);
        }
    }
}

TEST(OperationTable, EveryActionIsKnownToPolicies) {
    each_by_policy([](const Operation& operation) {
        EXPECT_TRUE(policy::action_number(action_of(operation))) << action_of(operation);
        for (const Need& need : operation.row.also) {
            EXPECT_TRUE(policy::action_number(need.action)) << need.action;
        }
    });
}

/// Source: STS API Reference, "GetCallerIdentity", "GetSessionToken"; rules CO-7, CO-10.
TEST(OperationTable, FewOperationsNeedNoPermission) {
    std::string names;
    for (const auto* operation : all_operations()) {
        if (operation->row.authorization == Authorization::none) {
            names += std::string{operation->row.name} + " ";
        } else {
            EXPECT_EQ(operation->row.signature, Signature::required) << named(*operation);
        }
    }
    EXPECT_EQ(names,
              "GetConfiguration GetAccessToken GetSigningKeys AssumeRoleWithWebIdentity "
              "GetCallerIdentity "
              "GetSessionToken ");
}

TEST_F(AuthorizationTest, WhoeverNoPolicyAllowsAnythingIsRefusedEverything) {
    const auto nobody = testing::add_user(world, management, "nobody");
    each_by_policy([&](const Operation& operation) {
        const auto records = world.records().size();
        const auto reply = call(nobody, operation);
        EXPECT_EQ(reply.error, refusal_name(*operation.row.service))
            << named(operation) << ": " << reply.message;
        EXPECT_THAT(reply.message,
                    HasSubstr(fmt::format("User: {} is not authorized to perform: {}", nobody.arn,
                                          action_of(operation))));
        EXPECT_EQ(world.records().size(), records) << named(operation);
    });
}

TEST_F(AuthorizationTest, WhatTheTableNamesIsWhatIsAsked) {
    each_by_policy([&](const Operation& operation) {
        for (const Permission& permission : permissions(world.admin(), operation)) {
            EXPECT_EQ(testing::undeclared(operation, permission), "") << named(operation);
        }
    });
}

TEST_F(AuthorizationTest, EachActionOnItsResourceIsEnoughAndNeeded) {
    int count = 0;
    each_by_policy([&](const Operation& operation) {
        const auto user = testing::add_user(world, management, "user" + std::to_string(++count));
        const auto needed = permissions(user, operation);
        testing::give(world, user, least_policy(operation, needed));
        const auto allowed = decide(user, operation);
        EXPECT_TRUE(allowed.ok()) << named(operation) << ": " << allowed.error().message;
        for (std::size_t i = 0; i < needed.size(); ++i) {
            if (needed.size() > 1) {
                testing::give(world, user, least_policy(operation, needed, i));
                EXPECT_FALSE(decide(user, operation).ok()) << named(operation);
            }
        }
    });
}

TEST_F(AuthorizationTest, AnActionOnAnotherResourceIsNotEnough) {
    const auto user = testing::add_user(world, management, "user");
    each_by_policy([&](const Operation& operation) {
        const auto own = permissions(user, operation).front();
        if (own.resource != "*") {
            testing::give(world, user, allowing(action_of(operation), own.resource + "x"));
            EXPECT_FALSE(decide(user, operation).ok()) << named(operation);
        }
    });
}

/// Rule OR-10.
TEST_F(AuthorizationTest, AServiceControlPolicyBindsMembersOnly) {
    const auto worker = testing::add_user(world, member, "worker");
    testing::give_everything(world, worker);
    const auto arn = testing::restrict(
        world, "r-root",
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]})");
    each_by_policy([&](const Operation& operation) {
        const auto records = world.records().size();
        for (const auto& who : {worker, testing::World::root_of(member.text())}) {
            const auto reply = call(who, operation);
            EXPECT_EQ(reply.error, refusal_name(*operation.row.service)) << named(operation);
            EXPECT_THAT(reply.message,
                        HasSubstr("with an explicit deny in a service control policy: " + arn));
        }
        EXPECT_EQ(world.records().size(), records) << named(operation);
        EXPECT_TRUE(decide(world.admin(), operation).ok()) << named(operation);
    });
    EXPECT_TRUE(world.call(worker, "sts", "GetCallerIdentity", "{}").ok());
}

/// An outsider does not learn what exists.
TEST_F(AuthorizationTest, ARefusalSaysTheSameOfWhatExistsAndWhatDoesNot) {
    const auto nobody = testing::add_user(world, management, "nobody");
    world.must(world.admin(), "iam", "CreateUser", R"({"UserName":"ann","Path":"/team/"})");
    const auto refusal = [&](std::string_view service, std::string_view operation,
                             std::string request) {
        return world.call(nobody, service, operation, request).message;
    };
    auto ann = refusal("iam", "GetUser", R"({"UserName":"ann"})");
    auto bob = refusal("iam", "GetUser", R"({"UserName":"bob"})");
    EXPECT_THAT(ann, HasSubstr("on resource: user ann"));
    ann.replace(ann.find("user ann"), 8, "user bob");
    EXPECT_EQ(ann, bob);
    auto known =
        refusal("organizations", "DescribeAccount", R"({"AccountId":")" + member.text() + R"("})");
    auto unknown = refusal("organizations", "DescribeAccount", R"({"AccountId":"999999999999"})");
    unknown.replace(unknown.find("999999999999"), 12, member.text());
    EXPECT_EQ(known, unknown);
}

TEST_F(AuthorizationTest, AMalformedRequestIsToldSoFirst) {
    const auto nobody = testing::add_user(world, management, "nobody");
    EXPECT_EQ(world.call(nobody, "organizations", "DescribeAccount", R"({"AccountId":"x"})").error,
              "InvalidInputException");
}

TEST_F(AuthorizationTest, ConditionsSeeTheRequest) {
    const auto* create_account = find_operation(wire::kOrganizations, "CreateAccount");
    const auto user = testing::add_user(world, management, "user");
    const auto may = [&](const std::string& condition, const std::string& tags) {
        testing::give(world, user,
                      allowing("organizations:CreateAccount", "*", R"(,"Condition":)" + condition));
        const std::string name = "n" + std::to_string(world.records().size());
        return world
            .call(user, "organizations", "CreateAccount",
                  R"({"AccountName":")" + name + R"(","Email":")" + name +
                      R"(@example.com","Tags":)" + tags + "}")
            .ok();
    };
    LICET_CHECK(create_account != nullptr);
    const std::string tagged = R"([{"Key":"team","Value":"a"}])";
    EXPECT_TRUE(may(R"({"StringEquals":{"aws:RequestTag/team":"a"}})", tagged));
    EXPECT_FALSE(may(R"({"StringEquals":{"aws:RequestTag/team":"b"}})", tagged));
    EXPECT_FALSE(may(R"({"StringEquals":{"aws:RequestTag/team":"a"}})", "[]"));
    EXPECT_TRUE(may(R"({"ForAllValues:StringEquals":{"aws:TagKeys":["team","cost"]}})", tagged));
    EXPECT_FALSE(may(R"({"ForAllValues:StringEquals":{"aws:TagKeys":["cost"]}})", tagged));
    EXPECT_TRUE(may(R"({"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}})", "[]"));
    EXPECT_FALSE(may(R"({"IpAddress":{"aws:SourceIp":"198.51.100.0/24"}})", "[]"));
    EXPECT_TRUE(may(R"({"Bool":{"aws:SecureTransport":"false"}})", "[]"));
    EXPECT_FALSE(may(R"({"Bool":{"aws:SecureTransport":"true"}})", "[]"));
    EXPECT_TRUE(may(R"({"StringEquals":{"aws:RequestedRegion":"us-east-1"}})", "[]"));
    EXPECT_FALSE(may(R"({"StringEquals":{"aws:RequestedRegion":"eu-west-1"}})", "[]"));
    EXPECT_TRUE(may(R"({"StringEquals":{"aws:UserAgent":"test"}})", "[]"));
    EXPECT_TRUE(may(R"({"Null":{"aws:CalledVia":"true"}})", "[]"));
}

/// Rule OR-10; IAM User Guide, "How AWS enforcement code logic evaluates requests".
TEST_F(AuthorizationTest, EveryLayerOfPoliciesHasItsSay) {
    const auto refusal = [&](const model::Principal& who) {
        return world.call(who, "organizations", "ListRoots", "{}").message;
    };
    const std::string deny =
        R"({"Effect":"Deny","Action":"organizations:ListRoots","Resource":"*"}]})";
    const std::string allow_but =
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},)" +
        deny;
    const auto bounded = testing::add_user(world, management, "bounded");
    testing::give_everything(world, bounded);
    EXPECT_EQ(refusal(bounded), "");
    std::string text;
    for (const char c : allow_but) {
        text += c == '"' ? "\\\"" : std::string{c};
    }
    const auto boundary = world
                              .must(world.admin(), "iam", "CreatePolicy",
                                    R"({"PolicyName":"bound","PolicyDocument":")" + text + R"("})")
                              .text("Policy.Arn");
    world.must(world.admin(), "iam", "PutUserPermissionsBoundary",
               R"({"UserName":"bounded","PermissionsBoundary":")" + boundary + R"("})");
    EXPECT_THAT(refusal(bounded), HasSubstr("with an explicit deny in a permissions boundary"));

    const auto worker = testing::add_user(world, member, "worker");
    testing::give_everything(world, worker);
    testing::restrict(world, member.text(), allowing("s3:*"));
    world.must(world.admin(), "organizations", "DetachPolicy",
               R"({"PolicyId":"p-FullAWSAccess","TargetId":")" + member.text() + R"("})");
    EXPECT_THAT(refusal(worker), HasSubstr("because no service control policy allows"));
    testing::give(world, worker, R"({"Version":"2012-10-17","Statement":[)" + deny);
    EXPECT_THAT(refusal(worker), HasSubstr("with an explicit deny in an identity-based policy"));
}

/// Source: Bedrock User Guide, "API keys"; service authorization reference.
TEST_F(AuthorizationTest, AnApiKeyNeedsAnActionOfItsOwn) {
    auto user = testing::add_user(world, management, "user");
    testing::give(world, user, allowing("bedrock:ListFoundationModels"));
    const auto refusal = [&](bool api_key) {
        user.api_key = api_key;
        return world.call(user, "bedrock", "ListFoundationModels", "{}").message;
    };
    EXPECT_EQ(refusal(false), "");
    EXPECT_THAT(refusal(true), HasSubstr("to perform: bedrock:CallWithBearerToken"));
    testing::give(
        world, user,
        allowing("bedrock:CallWithBearerToken", "*",
                 R"(,"Condition":{"StringEquals":{"bedrock:BearerTokenType":"LONG_TERM"}})"),
        "bearer");
    EXPECT_EQ(refusal(true), "");
}

/// Source: IAM User Guide, "Revoke IAM role temporary security credentials".
TEST_F(AuthorizationTest, SessionsCanBeRevokedByTheTimeTheyWereIssued) {
    auto user = testing::add_user(world, management, "user");
    testing::give_everything(world, user);
    testing::give(world, user,
                  R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*",)"
                  R"("Resource":"*","Condition":{"DateLessThan":{"aws:TokenIssueTime":")" +
                      format_iso8601(world.clock().now()) + R"("}}}]})");
    const auto may = [&](std::optional<Time> issued_at) {
        user.session_issued_at = issued_at;
        return world.call(user, "organizations", "ListRoots", "{}").ok();
    };
    EXPECT_FALSE(may(world.clock().now() - std::chrono::milliseconds{1}));
    EXPECT_TRUE(may(world.clock().now()));
    EXPECT_TRUE(may(std::nullopt)) << "long-term credentials have no time of issue";
}

/// Source: IAM API Reference, "UpdateUser", "UpdateGroup".
TEST_F(AuthorizationTest, ARenameNeedsPermissionOnWhatItMakesToo) {
    const auto arn = [&](const std::string& name) {
        return "arn:aws:iam::" + management.text() + ":" + name;
    };
    const auto user = testing::add_user(world, management, "user");
    world.must(world.admin(), "iam", "CreateUser", R"({"UserName":"ann","Path":"/a/"})");
    world.must(world.admin(), "iam", "CreateGroup", R"({"GroupName":"crew"})");
    const struct {
        std::string_view operation;
        std::string request;
        std::string source;
        std::string target;  ///< empty: the same
    } rows[] = {
        {"UpdateUser", R"({"UserName":"ann"})", arn("user/a/ann"), ""},
        {"UpdateUser", R"({"UserName":"ann","NewUserName":"eve"})", arn("user/a/ann"),
         arn("user/a/eve")},
        {"UpdateUser", R"({"UserName":"eve","NewPath":"/b/","NewUserName":"ann"})",
         arn("user/a/eve"), arn("user/b/ann")},
        {"UpdateUser", R"({"UserName":"none","NewPath":"/b/"})", arn("user/none"),
         arn("user/b/none")},
        {"UpdateGroup", R"({"GroupName":"crew","NewGroupName":"team"})", arn("group/crew"),
         arn("group/team")},
    };
    for (const auto& row : rows) {
        const auto denied = [&](const std::string& one, const std::string& other) {
            testing::give(world, user, allowing("iam:Update*", one), "one");
            testing::give(world, user, allowing("iam:Update*", other), "other");
            return world.call(user, "iam", row.operation, row.request).error == "AccessDenied";
        };
        const auto& target = row.target.empty() ? row.source : row.target;
        if (target != row.source) {
            EXPECT_TRUE(denied(row.source, row.source)) << row.request;
            EXPECT_TRUE(denied(target, target)) << row.request;
        }
        EXPECT_FALSE(denied(row.source, target)) << row.request;
    }
}

/// To the millisecond: the time is that of the decision.
TEST_F(AuthorizationTest, ConditionsSeeTheTimeOfTheDecision) {
    const auto user = testing::add_user(world, management, "user");
    const auto end = world.clock().now() + std::chrono::seconds{10};
    testing::give(world, user,
                  allowing("organizations:ListRoots", "*",
                           R"(,"Condition":{"DateLessThan":{"aws:CurrentTime":")" +
                               format_iso8601(end) + R"("}})"));
    const auto may = [&] { return world.call(user, "organizations", "ListRoots", "{}").ok(); };
    EXPECT_TRUE(may());
    world.clock().advance(std::chrono::milliseconds{9'999});
    EXPECT_TRUE(may());
    world.clock().advance(std::chrono::milliseconds{1});
    EXPECT_FALSE(may());
}

/// Source: IAM User Guide, "Policy evaluation logic" (resource-based policies).
TEST_F(AuthorizationTest, ARoleThatNamesTheCallerNeedsNoPolicyOfTheCaller) {
    const auto bob = testing::add_user(world, management, "bob");
    const auto role = [&](const std::string& name, const std::string& trusted) {
        const std::string policy =
            R"({\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\")" + trusted +
            R"(\"},\"Action\":\"sts:AssumeRole\"}})";
        return world
            .must(
                world.admin(), "iam", "CreateRole",
                R"({"RoleName":")" + name + R"(","AssumeRolePolicyDocument":")" + policy + R"("})")
            .text("Role.Arn");
    };
    const auto assume = [&](const std::string& arn) {
        return world
            .call(bob, "sts", "AssumeRole",
                  R"({"RoleArn":")" + arn + R"(","RoleSessionName":"it"})")
            .message;
    };
    const auto by_name = role("named", bob.arn);
    const auto by_account = role("account", management.text());
    EXPECT_EQ(assume(by_name), "");
    EXPECT_THAT(assume(by_account), HasSubstr("because no identity-based policy allows"));
    testing::give(world, bob, allowing("sts:AssumeRole", by_account));
    EXPECT_EQ(assume(by_account), "");
    testing::give(world, bob,
                  R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*",)"
                  R"("Resource":"*"}]})",
                  "denied");
    EXPECT_THAT(assume(by_name), HasSubstr("with an explicit deny in an identity-based policy"));
}

}  // namespace
}  // namespace licet::api
