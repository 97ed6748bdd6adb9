// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/last_use.h"

#include "api/license_manager/fixture_test.h"
#include "api/testing/principals_test.h"
#include "api/testing/sample_request_test.h"
#include "base/describe/json.h"
#include "model/bedrock/model_identifier.h"
#include "model/bedrock/sample_catalogue_test.h"
#include "model/state.h"

namespace licet::api {
namespace {

namespace sample = model::sample;

struct LastUse : LicenseManagerTest {
    LastUse() { world.apply({model::CatalogueApplied{sample::catalogue()}}); }

    testing::Reply who_can(const std::string& action, const std::string& resource,
                           const std::string& subjects) {
        return world.must(world.admin(), "licet", "WhoCan",
                          R"({"action":")" + action + R"(","resource":")" + resource +
                              R"(","subjects":")" + subjects +
                              R"(","includeRefused":true,"includeLastUse":true})");
    }
    /// The event that was last; empty: none.
    std::string last(const std::string& action, const std::string& resource, const std::string& who,
                     const std::string& subjects = "account") {
        const auto reply = who_can(action, resource, subjects);
        for (std::size_t i = 0; i < reply.count("subjects"); ++i) {
            const auto row = "subjects." + std::to_string(i) + ".";
            if (reply.text(row + (subjects == "account" ? "account" : "principal")) == who) {
                return reply.has(row + "lastUse") ? reply.text(row + "lastUse.event") : "";
            }
        }
        ADD_FAILURE() << who << " is not listed";
        return "";
    }
    void called(const model::Principal& who, const std::string& arn, const std::string& model,
                const std::string& error = "") {
        journal::Entry entry;
        entry.time = world.clock().now();
        entry.event_id = std::to_string(++tokens);
        entry.account = who.account;
        entry.principal_arn = arn;
        entry.event_source = "bedrock.amazonaws.com";
        entry.event_name = "InvokeModel";
        entry.error_code = error;
        entry.parameters = R"({"modelId":")" + model + R"("})";
        ASSERT_TRUE(world.journal().append(std::move(entry)).ok());
    }
};

constexpr std::string_view kInvoke = "bedrock:InvokeModel";

// issue 4, section 2: who used it last
TEST_F(LastUse, OfAModelIsByItsIdItsArnAndItsProfiles) {
    const std::string invoke{kInvoke};
    const std::string profile = "us." + sample::kOpus;
    called(a, a.arn, sample::kOpus, "AccessDeniedException");
    EXPECT_EQ(last(invoke, sample::kOpus, a.account.text()), "") << "a refused call is no use";
    called(a, a.arn, profile);
    const std::string names[] = {sample::kOpus, profile,
                                 model::model_arn("us-east-1", sample::kOpus),
                                 model::profile_arn("us-east-1", a.account, profile)};
    for (const auto& name : names) {
        EXPECT_EQ(last(invoke, name, a.account.text()), "InvokeModel") << name;
    }
    EXPECT_EQ(last(invoke, sample::kSonnet, a.account.text()), "");
    EXPECT_EQ(last(invoke, sample::kOpus, b.account.text()), "");

    world.must(a, "bedrock", "CreateInferenceProfile",
               R"({"inferenceProfileName":"mine","modelSource":{"copyFrom":")" +
                   model::model_arn("us-east-1", sample::kSonnet) + R"("}})");
    const auto own =
        world.must(a, "bedrock", "ListInferenceProfiles", R"({"typeEquals":"APPLICATION"})")
            .text("inferenceProfileSummaries.0.inferenceProfileArn");
    called(a, a.arn, own);
    EXPECT_EQ(last(invoke, sample::kSonnet, a.account.text()), "InvokeModel");
    EXPECT_EQ(last(invoke, own, a.account.text()), "InvokeModel");
}

TEST_F(LastUse, ASessionIsItsRole) {
    world.must(a, "iam", "CreateRole",
               R"({"RoleName":"caller","Path":"/team/","AssumeRolePolicyDocument":)"
               R"("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",)"
               R"(\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\"}]}"})");
    const auto account = a.account.text();
    called(a, "arn:aws:sts::" + account + ":assumed-role/caller/job-1", sample::kNova);
    const auto role = "arn:aws:iam::" + account + ":role/team/caller";
    EXPECT_EQ(last(std::string{kInvoke}, sample::kNova, role, "principal"), "InvokeModel");
    EXPECT_EQ(last(std::string{kInvoke}, sample::kNova, a.arn, "principal"), "") << "not its root";
}

TEST_F(LastUse, IsByEveryOperationThatNeedsTheAction) {
    world.must(a, "bedrock", "CreateFoundationModelAgreement",
               R"({"modelId":")" + sample::kEmbed + R"(","offerToken":"token-of-)" +
                   sample::kCommandProduct + R"("})");
    const auto account = a.account.text();
    EXPECT_EQ(last("aws-marketplace:Subscribe", "*", account), "CreateFoundationModelAgreement");
    EXPECT_EQ(last("bedrock:CreateFoundationModelAgreement", "*", account),
              "CreateFoundationModelAgreement");
    EXPECT_EQ(last("aws-marketplace:Unsubscribe", "*", account), "");
}

TEST_F(LastUse, OfAResourceIsByItsArnInAnySpellingAndByItsId) {
    const auto grant = create(root_arn(a));
    set(a, grant, "ACTIVE");
    const auto account = a.account.text();
    const std::string action = "license-manager:CreateGrantVersion";
    auto slashed = grant;
    slashed.replace(slashed.find(":g-"), 1, "/");
    for (const auto& name : {grant, slashed, grant.substr(grant.rfind("g-"))}) {
        EXPECT_EQ(last(action, name, account), "CreateGrantVersion") << name;
        EXPECT_EQ(last(action, name, b.account.text()), "") << name;
    }
    EXPECT_EQ(last(action, license, account), "");
    EXPECT_EQ(last("license-manager:CreateGrant", license, world.admin().account.text()),
              "CreateGrant");
    world.must(a, "iam", "CreateUser", R"({"UserName":"ann"})");
    EXPECT_EQ(last("iam:CreateUser", "arn:aws:iam::" + account + ":user/ann", account),
              "CreateUser");
    EXPECT_EQ(last("iam:CreateUser", "arn:aws:iam::" + account + ":user/bob", account), "");

    const std::string registers = "organizations:RegisterDelegatedAdministrator";
    world.must(world.admin(), "organizations", "RegisterDelegatedAdministrator",
               R"({"AccountId":")" + b.account.text() +
                   R"(","ServicePrincipal":"license-manager.amazonaws.com"})");
    const std::string member = "arn:aws:organizations::111111111111:account/o-exampleorg1/";
    EXPECT_EQ(last(registers, member + b.account.text(), "111111111111"),
              "RegisterDelegatedAdministrator");
    EXPECT_EQ(last(registers, member + account, "111111111111"), "");
}

TEST_F(LastUse, TheAnswerSaysHowFarBackItLooked) {
    const auto reply = who_can("iam:CreateUser", "*", "account");
    EXPECT_EQ(reply.text("lastUseSearchedFrom"), format_iso8601(world.records().front().time));
    EXPECT_EQ(reply.text("eventsSearched"), std::to_string(world.records().size()));
    const auto found = who_can("license-manager:UpdateServiceSettings", "*", "account");
    EXPECT_TRUE(found.has("lastUseSearchedFrom"));
}

TEST_F(LastUse, OfThePastIsWhatHadHappenedThen) {
    const auto at = [&](const std::string& moment) {
        return world.must(world.admin(), "licet", "WhoCan",
                          R"({"resource":")" + sample::kNova + R"(","account":")" +
                              a.account.text() + R"(","includeLastUse":true,"at":")" + moment +
                              "\"}");
    };
    called(a, a.arn, sample::kNova);
    const auto used = format_iso8601(world.clock().now());
    const auto revision = std::to_string(world.records().size());
    world.clock().advance(std::chrono::hours{1});
    create(root_arn(a));
    called(a, a.arn, sample::kNova);
    EXPECT_EQ(at(used).text("subjects.0.lastUse.time"), used);
    EXPECT_EQ(at(format_iso8601(world.clock().now())).text("subjects.0.lastUse.time"),
              format_iso8601(world.clock().now()));
    EXPECT_EQ(at(revision).text("subjects.0.lastUse.time"), used);
}

// operation.h, PermissionCall: what a call needs is said of a request, whatever there is; the ARNs
// of an organization are known within it only
TEST_F(LastUse, WhatACallNeedsIsTheSameOfAStateThatHasNothing) {
    const auto needs = [&](const Operation& operation, const model::State& state) {
        const auto request = operation.make_request();
        EXPECT_TRUE(describe::read_json(operation.request_type(), request.get(),
                                        describe::kAwsFormat, testing::sample_request(operation))
                        .ok());
        return operation.permissions({.caller = a, .region = "us-east-1", .known = &state},
                                     request.get());
    };
    const model::State nothing;
    for (const auto* operation : all_operations()) {
        if (operation->permissions == nullptr) {
            continue;
        }
        const auto told = needs(*operation, nothing);
        const auto known = needs(*operation, world.state());
        ASSERT_EQ(told.size(), known.size()) << operation->row.name;
        for (std::size_t i = 0; i < told.size(); ++i) {
            EXPECT_EQ(told[i].action, known[i].action) << operation->row.name;
            if (operation->row.service != &wire::kOrganizations) {
                EXPECT_EQ(told[i].resource, known[i].resource) << operation->row.name;
            }
        }
    }
}

}  // namespace
}  // namespace licet::api
