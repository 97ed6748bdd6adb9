// SPDX-License-Identifier: Apache-2.0
// WhoCan and Explain know what an account must be, and what a request says besides its action.
#include "api/license_manager/fixture_test.h"
#include "api/testing/principals_test.h"
#include "model/bedrock/sample_catalogue_test.h"

#include <set>

namespace licet::api {
namespace {

namespace sample = model::sample;
using ::testing::HasSubstr;
using ::testing::Not;

/// An operation that whoever may call it cannot carry out, or that changes nothing of the others.
struct Deed {
    std::string action;
    std::string resource;
    std::string service;
    std::string operation;
    std::string request;
};

struct CallerRules : LicenseManagerTest {
    CallerRules() {
        world.apply({model::CatalogueApplied{sample::catalogue()}});
        world.must(world.admin(), "organizations", "RegisterDelegatedAdministrator",
                   R"({"AccountId":")" + b.account.text() +
                       R"(","ServicePrincipal":"license-manager.amazonaws.com"})");
        const auto role =
            R"({"RoleName":"target","AssumeRolePolicyDocument":"{\"Version\":\"2012-10-17\",)"
            R"(\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",)"
            R"(\"Principal\":{\"AWS\":[\"arn:aws:iam::111111111111:user/named\",\")" +
            b.account.text() + R"(\"]}}}"})";
        named = testing::add_user(world, world.admin().account, "named");
        other = testing::add_user(world, world.admin().account, "other");
        in_b = testing::add_user(world, b.account, "in-b");
        testing::give(world, in_b, testing::allowing("sts:AssumeRole"));
        target = world.must(world.admin(), "iam", "CreateRole", role).text("Role.Arn");
    }

    std::vector<Deed> deeds() {
        const std::string none = "arn:aws:license-manager::294406891311:license:l-";
        const auto grant = [&](const std::string& arn) {
            auto request = create_request("nobody", "t");
            return request.replace(request.find(license), license.size(), arn);
        };
        return {{"organizations:CreateOrganizationalUnit", "*", "organizations",
                 "CreateOrganizationalUnit", R"({"ParentId":"r-none","Name":"x"})"},
                {"organizations:CreatePolicy", "*", "organizations", "CreatePolicy",
                 R"({"Name":"x","Description":"","Content":"{","Type":"BEDROCK_POLICY"})"},
                {"organizations:ListAccounts", "*", "organizations", "ListAccounts", "{}"},
                {"organizations:DescribeOrganization", "*", "organizations", "DescribeOrganization",
                 "{}"},
                {"license-manager:ListReceivedGrantsForOrganization", license, "license-manager",
                 "ListReceivedGrantsForOrganization", R"({"LicenseArn":")" + license + "\"}"},
                {"license-manager:CreateGrant", license, "license-manager", "CreateGrant",
                 grant(license)},
                {"license-manager:CreateGrant", none + std::string(32, '0'), "license-manager",
                 "CreateGrant", grant(none + std::string(32, '0'))},
                {"licet:ApplyCatalog", "*", "licet", "ApplyCatalog",
                 world.must(world.admin(), "licet", "GetCatalog", "{}").body},
                {"licet:UpdateOrganizationSettings", "*", "licet", "UpdateOrganizationSettings",
                 R"({"settings":{"units_max":7}})"},
                {"sts:AssumeRole", target, "sts", "AssumeRole",
                 R"({"RoleArn":")" + target + R"(","RoleSessionName":"s-1"})"}};
    }
    /// Whether a call was refused for who calls it. Source: rules OR-7, ME-16; domain.md 4.5.
    static bool is_refused(const testing::Reply& reply) {
        static const std::set<std::string> kRefusals{
            "AccessDenied", "AccessDeniedException", "AuthorizationException",
            "AWSOrganizationsNotInUseException", "ResourceNotFoundException"};
        return kRefusals.contains(reply.error);
    }
    testing::Reply ask(const model::Principal& who, std::string_view operation,
                       const std::string& request) {
        return world.call(who, "licet", operation, request);
    }
    static std::string question(const Deed& deed, const std::string& more = "") {
        return R"({"action":")" + deed.action + R"(","resource":")" + deed.resource + "\"" + more +
               "}";
    }

    model::Principal named;
    model::Principal other;
    model::Principal in_b;
    std::string target;
};

// issue 4, section 2: any IAM action; who-can is exactly those whom the operation does not refuse
TEST_F(CallerRules, WhoCanIsThoseWhomTheOperationDoesNotRefuse) {
    for (const auto& deed : deeds()) {
        const auto listed = world.must(world.admin(), "licet", "WhoCan",
                                       question(deed, R"(,"subjects":"principal")"));
        std::size_t allowed = 0;
        for (const auto& who : {world.admin(), testing::World::root_of("111111111111"), a, b, named,
                                other, in_b, stranger()}) {
            const bool inside = who.account != stranger().account;
            const auto own = inside ? listed
                                    : world.must(who, "licet", "WhoCan",
                                                 question(deed, R"(,"subjects":"principal")"));
            const bool says = own.body.find("\"" + who.arn + "\"") != std::string::npos;
            const auto reply = world.call(who, deed.service, deed.operation, deed.request);
            EXPECT_EQ(says, !is_refused(reply))
                << deed.action << " by " << who.arn << ": " << reply.error << " " << reply.message;
            allowed += says ? 1 : 0;
        }
        EXPECT_LT(allowed, 8U) << deed.action;  // every one of them refuses somebody
    }
}

// an outsider learns nothing of what there is
TEST_F(CallerRules, WhatThereIsAndWhatThereIsNotReadAlike) {
    const auto without = [](std::string body, const std::string& name) {
        for (auto at = body.find(name); at != std::string::npos; at = body.find(name)) {
            body.replace(at, name.size(), "NAME");
        }
        return body;
    };
    const auto none = "arn:aws:license-manager::294406891311:license:l-" + std::string(32, '0');
    const std::string no_role = "arn:aws:iam::111111111111:role/nonesuch";
    for (const auto& [action, there, not_there] :
         {std::tuple{"license-manager:CreateGrant", license, none},
          std::tuple{"sts:AssumeRole", target, no_role}}) {
        const auto about = [&](const std::string& resource) {
            return without(
                ask(a, "Explain",
                    R"({"action":")" + std::string{action} + R"(","resource":")" + resource + "\"}")
                    .body,
                resource);
        };
        EXPECT_EQ(about(there), about(not_there));
        EXPECT_THAT(about(there), HasSubstr(R"("allowed":false)"));
    }
}

// issue 4, section 1: condition keys
TEST_F(CallerRules, ConditionKeysOfTheRequestAreGiven) {
    testing::give(world, other,
                  testing::allowing("*", "*",
                                    R"(,"Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"},)"
                                    R"("StringEquals":{"aws:RequestTag/team":"red"},)"
                                    R"("ForAnyValue:StringEquals":)"
                                    R"({"aws-marketplace:ProductId":["p-1"]}})"));
    const std::string context =
        R"("context":{"aws:SourceIp":"10.1.2.3","aws:RequestTag/team":"red",)"
        R"("aws-marketplace:ProductId":["p-2","p-1"]})";
    const std::string about = R"({"principal":")" + other.arn + R"(","resource":")" +
                              sample::kNova + R"(","region":"us-east-1",)";
    EXPECT_EQ(ask(world.admin(), "Explain", about + context + "}").text("allowed"), "true");
    EXPECT_EQ(ask(world.admin(), "Explain", about + R"("context":{}})").text("allowed"), "false");
    const auto what = [&](const std::string& more) {
        return ask(world.admin(), "WhatCan", R"({"principal":")" + other.arn + "\"" + more + "}")
            .count("resources");
    };
    EXPECT_EQ(what(""), 0U);
    EXPECT_GT(what("," + context), 0U);
    const auto who = [&](const std::string& more) {
        return ask(world.admin(), "WhoCan",
                   R"({"action":"iam:GetUser","subjects":"principal","account":"111111111111")" +
                       more + "}")
            .body;
    };
    EXPECT_THAT(who(""), Not(HasSubstr(other.arn)));
    EXPECT_THAT(who("," + context), HasSubstr(other.arn));
    for (const auto* operation : {"Explain", "WhoCan", "WhatCan"}) {
        for (const auto& [wrong, why] :
             {std::pair{R"({"aws:Nonsense":"x"})", "aws:Nonsense"},
              std::pair{R"({"aws:PrincipalArn":"x"})", "filled in"},
              std::pair{R"({"aws:SourceIp":["1.1.1.1","2.2.2.2"]})", "one value"},
              std::pair{R"({"aws:SourceIp":{"a":1}})", "must be a text"},
              std::pair{R"({"aws:SourceIp":[]})", "must be a text"}}) {
            const auto reply = ask(a, operation, R"({"context":)" + std::string{wrong} + "}");
            EXPECT_EQ(reply.error, "ValidationException") << operation << wrong;
            EXPECT_THAT(reply.message, HasSubstr(why)) << operation;
        }
        const auto longer = R"({"context":{"aws:UserAgent":")" + std::string(3000, 'x') + "\"}}";
        EXPECT_EQ(ask(a, operation, longer).error, "ValidationException");
    }
}

TEST_F(CallerRules, WhatIsNoQuestionIsRefused) {
    for (const auto* action : {"no:Action", "bedrock:*", "bedrock:Invok?Model", "x:y:z", "abc"}) {
        const auto reply = ask(a, "WhoCan", R"({"action":")" + std::string{action} + "\"}");
        EXPECT_EQ(reply.error, "ValidationException") << action;
        EXPECT_THAT(reply.message, HasSubstr(action));
    }
    for (const auto* operation : {"WhoCan", "WhatCan"}) {
        for (const auto* request :
             {R"({"region":"mars-1"})", R"({"maxResults":0})", R"({"maxResults":1001})"}) {
            EXPECT_EQ(ask(a, operation, request).error, "ValidationException") << request;
        }
    }
    // explain still says what policies make of an action that licet does not know
    const auto known = [&](const std::string& action) {
        return ask(a, "Explain", R"({"principal":")" + a.arn + R"(","action":")" + action + "\"}")
            .text("reason");
    };
    EXPECT_EQ(known("s3:GetObject"), "policies_allow");
    EXPECT_EQ(known("s3:*"), "action_unknown");
}

// a product's id needs no action
TEST_F(CallerRules, AProductIsExplainedByItsId) {
    const auto by_id = ask(a, "Explain", R"({"resource":")" + sample::kCommandProduct + "\"}");
    EXPECT_EQ(by_id.text("action"), "licet:UseProduct");
    EXPECT_EQ(by_id.text("reason"), "no_entitlement");
    EXPECT_EQ(by_id.text("steps.2.fix.account"), "111111111111");
}

// a member sees that the organization refuses, not what its policies say
TEST_F(CallerRules, MembersAreNotShownServiceControlPolicies) {
    const auto arn =
        testing::restrict(world, a.account.text(),
                          R"({"Version":"2012-10-17","Statement":[{"Sid":"Hidden","Effect":"Deny",)"
                          R"("Action":"bedrock:*","Resource":"*"}]})");
    const std::string about =
        R"({"account":")" + a.account.text() + R"(","resource":")" + sample::kNova + "\"}";
    const auto own = ask(a, "Explain", about);
    EXPECT_EQ(own.text("reason"), "service_control_policy_denies");
    EXPECT_EQ(own.text("steps.4.subject"), arn);
    EXPECT_THAT(own.body, Not(HasSubstr("Hidden")));
    EXPECT_THAT(own.body, Not(HasSubstr("DetachPolicy")));
    const auto managed = ask(world.admin(), "Explain", about);
    EXPECT_THAT(managed.body, HasSubstr("Hidden"));
    EXPECT_THAT(managed.body, HasSubstr("DetachPolicy"));
}

}  // namespace
}  // namespace licet::api
