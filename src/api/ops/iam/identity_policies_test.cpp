// SPDX-License-Identifier: Apache-2.0
//
// The operations on policies of users, groups and roles, which are written once for all three.
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

using ::testing::ElementsAre;

const std::string kDocument =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:Get*","Resource":"*"}]})";
const std::string kAdmin = "arn:aws:iam::aws:policy/AdministratorAccess";

/// One kind of identity: what its operations and members are called, and who is tried.
struct Kind {
    std::string name;
    std::string put, get, remove, list, attach, detach, attached;
};
const Kind kKinds[] = {
    {"User", "PutUserPolicy", "GetUserPolicy", "DeleteUserPolicy", "ListUserPolicies",
     "AttachUserPolicy", "DetachUserPolicy", "ListAttachedUserPolicies"},
    {"Group", "PutGroupPolicy", "GetGroupPolicy", "DeleteGroupPolicy", "ListGroupPolicies",
     "AttachGroupPolicy", "DetachGroupPolicy", "ListAttachedGroupPolicies"},
    {"Role", "PutRolePolicy", "GetRolePolicy", "DeleteRolePolicy", "ListRolePolicies",
     "AttachRolePolicy", "DetachRolePolicy", "ListAttachedRolePolicies"}};

struct IdentityPoliciesTest : IamTest {
    IdentityPoliciesTest() {
        make_user("it");
        must("CreateGroup", R"({"GroupName":"it"})");
        make_role("it", anyone);
    }
    static std::string request(const Kind& kind, const std::string& more,
                               const std::string& who = "it") {
        return "{\"" + kind.name + "Name\":\"" + who + "\"" + (more.empty() ? "" : ",") + more +
               "}";
    }
    static std::string inline_policy(const Kind& kind, const std::string& policy,
                                     const std::string& document, const std::string& who = "it") {
        return request(
            kind, R"("PolicyName":")" + policy + R"(","PolicyDocument":)" + quoted(document), who);
    }
    static std::string managed(const Kind& kind, const std::string& arn,
                               const std::string& who = "it") {
        return request(kind, R"("PolicyArn":")" + arn + "\"", who);
    }
};

TEST_F(IdentityPoliciesTest, InlinePoliciesArePutShownListedAndDeleted) {
    for (const auto& kind : kKinds) {
        for (const auto* policy : {"b", "a", "c"}) {
            EXPECT_TRUE(must(kind.put, inline_policy(kind, policy, kDocument)).recorded);
            EXPECT_EQ(world.records().back().resources.at(0).type, "AWS::IAM::" + kind.name);
        }
        const auto shown = must(kind.get, request(kind, R"("PolicyName":"a")"));
        EXPECT_EQ(shown.text(kind.name + "Name"), "it");
        EXPECT_EQ(shown.text("PolicyName"), "a");
        EXPECT_EQ(shown.text("PolicyDocument").substr(0, 18), "%7B%22Version%22%3");
        must(kind.remove, request(kind, R"("PolicyName":"b")"));
        const auto first = must(kind.list, request(kind, R"("MaxItems":1)"));
        EXPECT_EQ(first.text("PolicyNames"), R"(["a"])");
        EXPECT_EQ(must(kind.list, request(kind, R"("Marker":")" + first.text("Marker") + "\""))
                      .text("PolicyNames"),
                  R"(["c"])");
        EXPECT_EQ(refusal(kind.list, request(kind, R"("Marker":"x")")), "ValidationError");
    }
}

TEST_F(IdentityPoliciesTest, InlinePoliciesAreRefusedWithTheDocumentedErrors) {
    const auto other = stranger();
    for (const auto& kind : kKinds) {
        EXPECT_EQ(refusal(kind.put, inline_policy(kind, "p", kDocument, "none")), "NoSuchEntity");
        EXPECT_EQ(refusal(kind.put, inline_policy(kind, "a b", kDocument)), "ValidationError");
        EXPECT_EQ(refusal(kind.put, inline_policy(kind, "p", "{}")), "MalformedPolicyDocument");
        EXPECT_EQ(
            refusal(kind.put, inline_policy(kind, "p",
                                            R"({"Statement":[{"Sid":")" + std::string(11'000, 's') +
                                                R"(","Effect":"Allow","Action":"*",)"
                                                R"("Resource":"*"}]})")),
            "LimitExceeded");
        for (const auto& operation : {kind.get, kind.remove}) {
            EXPECT_EQ(refusal(operation, request(kind, R"("PolicyName":"p")")), "NoSuchEntity");
        }
        EXPECT_EQ(refusal(kind.list, request(kind, "", "none")), "NoSuchEntity");
        EXPECT_EQ(refusal(other, "iam", kind.list, request(kind, "")), "NoSuchEntity");
    }
}

TEST_F(IdentityPoliciesTest, ManagedPoliciesAreAttachedListedAndDetached) {
    for (const auto& kind : kKinds) {
        EXPECT_TRUE(must(kind.attach, managed(kind, kAdmin)).recorded);
        must(kind.attach, managed(kind, kAdmin));
        must(kind.attach, managed(kind, "arn:aws:iam::aws:policy/ReadOnlyAccess"));
        const auto list = must(kind.attached, request(kind, ""));
        EXPECT_EQ(list.count("AttachedPolicies"), 2U);
        EXPECT_EQ(list.text("AttachedPolicies.0.PolicyArn"), kAdmin);
        EXPECT_EQ(list.text("AttachedPolicies.0.PolicyName"), "AdministratorAccess");
        EXPECT_EQ(
            must(kind.attached, request(kind, R"("PathPrefix":"/x/")")).count("AttachedPolicies"),
            0U);
        must(kind.detach, managed(kind, kAdmin));
        EXPECT_EQ(must(kind.attached, request(kind, "")).count("AttachedPolicies"), 1U);
        EXPECT_EQ(refusal(kind.detach, managed(kind, kAdmin)), "NoSuchEntity");
    }
}

TEST_F(IdentityPoliciesTest, ManagedPoliciesAreRefusedWithTheDocumentedErrors) {
    for (const auto& kind : kKinds) {
        for (const auto& operation : {kind.attach, kind.detach}) {
            EXPECT_EQ(refusal(operation, managed(kind, kAdmin, "none")), "NoSuchEntity");
            EXPECT_EQ(refusal(operation, managed(kind, "arn:aws:iam::aws:policy/NoSuchPolicy")),
                      "NoSuchEntity");
        }
        EXPECT_EQ(refusal(kind.attach, managed(kind, "arn:aws:iam::111111111111:user/it")),
                  "InvalidInput");
        EXPECT_EQ(refusal(kind.attached, request(kind, R"("PathPrefix":"x")")), "ValidationError");
        EXPECT_EQ(refusal(kind.attached, request(kind, "", "none")), "NoSuchEntity");
    }
}

TEST_F(IdentityPoliciesTest, OfServiceLinkedRolesAreNotChanged) {
    const std::string linked = "AWSServiceRoleForOrganizations";
    const Kind& role = kKinds[2];
    EXPECT_EQ(refusal(role.put, inline_policy(role, "p", kDocument, linked)), "UnmodifiableEntity");
    EXPECT_EQ(refusal(role.remove, request(role, R"("PolicyName":"p")", linked)),
              "UnmodifiableEntity");
    EXPECT_EQ(refusal(role.attach, managed(role, kAdmin, linked)), "UnmodifiableEntity");
    EXPECT_EQ(refusal(role.detach, managed(role, kAdmin, linked)), "UnmodifiableEntity");
    EXPECT_EQ(must(role.attached, request(role, "", linked)).count("AttachedPolicies"), 0U);
}

}  // namespace
}  // namespace licet::api
