// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"
#include "base/encoding.h"

namespace licet::api {
namespace {

/// Managed policies and permissions boundaries: CreatePolicy, GetPolicy, DeletePolicy,
/// ListPolicies, their versions and tags, ListEntitiesForPolicy, Put/Delete…PermissionsBoundary.
struct ManagedPoliciesTest : IamTest {
    const std::string reads =
        R"({"Statement":{"Effect":"Allow","Action":"bedrock:Get*","Resource":"*"}})";
    const std::string writes =
        R"({"Statement":{"Effect":"Allow","Action":"bedrock:Put*","Resource":"*"}})";
    const std::string admin_arn = "arn:aws:iam::aws:policy/AdministratorAccess";

    /// @return the ARN.
    std::string make(const std::string& name, const std::string& more = "") {
        return must("CreatePolicy", R"({"PolicyName":")" + name + R"(","PolicyDocument":)" +
                                        quoted(reads) + more + "}")
            .text("Policy.Arn");
    }
    static std::string on(const std::string& arn, const std::string& more = "") {
        return R"({"PolicyArn":")" + arn + R"(")" + more + "}";
    }
    std::string add_version(const std::string& arn, const std::string& more = "") {
        return must("CreatePolicyVersion", on(arn, R"(,"PolicyDocument":)" + quoted(writes) + more))
            .text("PolicyVersion.VersionId");
    }
    std::string document(const std::string& arn, const std::string& version) {
        const auto shown =
            must("GetPolicyVersion", on(arn, R"(,"VersionId":")" + version + R"(")"));
        return percent_decode(shown.text("PolicyVersion.Document")).value();
    }
    void attach(const std::string& arn) {
        must("AttachUserPolicy", on(arn, R"(,"UserName":"bob")"));
    }
};

TEST_F(ManagedPoliciesTest, AreShownAsTheyWereMade) {
    const auto arn = make(
        "reader", R"(,"Path":"/team/","Description":"reads","Tags":[{"Key":"a","Value":"b"}])");
    EXPECT_EQ(arn, "arn:aws:iam::111111111111:policy/team/reader");
    EXPECT_EQ(world.records().back().resources.at(0).name, arn);
    const auto shown = must("GetPolicy", on(arn));
    EXPECT_EQ(shown.text("Policy.PolicyName"), "reader");
    EXPECT_EQ(shown.text("Policy.Path"), "/team/");
    EXPECT_EQ(shown.text("Policy.Description"), "reads");
    EXPECT_EQ(shown.text("Policy.DefaultVersionId"), "v1");
    EXPECT_EQ(shown.text("Policy.AttachmentCount"), "0");
    EXPECT_EQ(shown.text("Policy.IsAttachable"), "true");
    EXPECT_EQ(shown.text("Policy.Tags.0.Key"), "a");
    EXPECT_EQ(document(arn, "v1"), reads);
    EXPECT_EQ(must("GetPolicy", on(admin_arn)).text("Policy.AttachmentCount"), "1");
    EXPECT_NE(document(admin_arn, "v1").find("\"Action\": \"*\""), std::string::npos);
}

TEST_F(ManagedPoliciesTest, AreRefusedWithTheDocumentedErrors) {
    const auto create = [&](const std::string& name, const std::string& text) {
        return refusal("CreatePolicy",
                       R"({"PolicyName":")" + name + R"(","PolicyDocument":)" + quoted(text) + "}");
    };
    const auto arn = make("reader");
    EXPECT_EQ(create("Reader", reads), "EntityAlreadyExists");
    EXPECT_EQ(create("p", "{}"), "MalformedPolicyDocument");
    EXPECT_EQ(create("p", R"({"Statement":{"Sid":")" + std::string(6'200, 'a') +
                              R"(","Effect":"Allow","Action":"*","Resource":"*"}})"),
              "LimitExceeded");
    const auto none = arn + "x";
    const auto other = stranger();
    for (const auto* operation : {"GetPolicy", "DeletePolicy", "ListPolicyVersions",
                                  "ListEntitiesForPolicy", "ListPolicyTags"}) {
        EXPECT_EQ(refusal(operation, on(none)), "NoSuchEntity") << operation;
        EXPECT_EQ(refusal(other, "iam", operation, on(arn)), "NoSuchEntity") << operation;
    }
    for (const auto* operation :
         {"GetPolicyVersion", "DeletePolicyVersion", "SetDefaultPolicyVersion"}) {
        EXPECT_EQ(refusal(operation, on(none, R"(,"VersionId":"v1")")), "NoSuchEntity");
        EXPECT_EQ(refusal(operation, on(arn, R"(,"VersionId":"v7")")), "NoSuchEntity");
    }
    EXPECT_EQ(refusal("DeletePolicyVersion", on(arn, R"(,"VersionId":"v1")")), "DeleteConflict");
    EXPECT_EQ(refusal("DeletePolicy", on(admin_arn)), "AccessDenied");
    EXPECT_EQ(refusal("CreatePolicyVersion", on(arn, R"(,"PolicyDocument":"{}")")),
              "MalformedPolicyDocument");
    EXPECT_EQ(refusal("TagPolicy", on(arn, R"(,"Tags":[{"Key":"aws:x","Value":"y"}])")),
              "InvalidInput");
}

TEST_F(ManagedPoliciesTest, HaveVersionsOfWhichOneIsInForce) {
    const auto arn = make("reader");
    EXPECT_EQ(add_version(arn), "v2");
    EXPECT_EQ(add_version(arn, R"(,"SetAsDefault":true)"), "v3");
    EXPECT_EQ(must("GetPolicy", on(arn)).text("Policy.DefaultVersionId"), "v3");
    const auto all = must("ListPolicyVersions", on(arn));
    EXPECT_EQ(all.count("Versions"), 3U);
    EXPECT_EQ(all.text("Versions.0.VersionId"), "v3");
    EXPECT_EQ(all.text("Versions.0.IsDefaultVersion"), "true");
    EXPECT_FALSE(all.has("Versions.0.Document"));
    EXPECT_EQ(
        walk("ListPolicyVersions", R"("PolicyArn":")" + arn + R"(",)", "Versions", "VersionId", 2),
        (std::vector<std::string>{"v3", "v2", "v1"}));
    must("SetDefaultPolicyVersion", on(arn, R"(,"VersionId":"v1")"));
    must("DeletePolicyVersion", on(arn, R"(,"VersionId":"v3")"));
    EXPECT_EQ(refusal("DeletePolicy", on(arn)), "DeleteConflict");
    must("DeletePolicyVersion", on(arn, R"(,"VersionId":"v2")"));
    must("DeletePolicy", on(arn));
    EXPECT_EQ(refusal("GetPolicy", on(arn)), "NoSuchEntity");
}

TEST_F(ManagedPoliciesTest, AreListedByScopePathAndUse) {
    make_user("bob");
    const auto first = make("a", R"(,"Path":"/team/")");
    const auto second = make("b");
    attach(first);
    must("PutUserPermissionsBoundary",
         R"({"UserName":"bob","PermissionsBoundary":")" + second + R"("})");
    const auto arns = [&](const std::string& filter) {
        return walk("ListPolicies", filter, "Policies", "Arn", 7);
    };
    using Arns = std::vector<std::string>;
    EXPECT_EQ(arns(R"("Scope":"Local",)"), (Arns{second, first}));
    EXPECT_EQ(arns(R"("Scope":"Local","PathPrefix":"/team/",)"), (Arns{first}));
    EXPECT_EQ(arns(R"("Scope":"Local","OnlyAttached":true,)"), (Arns{second, first}));
    EXPECT_EQ(arns(R"("Scope":"Local","PolicyUsageFilter":"PermissionsPolicy",)"), (Arns{first}));
    EXPECT_EQ(arns(R"("Scope":"Local","PolicyUsageFilter":"PermissionsBoundary",)"),
              (Arns{second}));
    EXPECT_EQ(arns(R"("Scope":"AWS","OnlyAttached":true,)"), (Arns{admin_arn}));
    const auto aws = arns(R"("Scope":"AWS",)");
    EXPECT_GE(aws.size(), 17U);
    EXPECT_EQ(arns("").size(), aws.size() + 2);
    const auto entities = must("ListEntitiesForPolicy", on(first));
    EXPECT_EQ(entities.count("PolicyUsers"), 1U);
    EXPECT_EQ(entities.text("PolicyUsers.0.UserName"), "bob");
    EXPECT_EQ(entities.count("PolicyRoles"), 0U);
    EXPECT_EQ(
        must("ListEntitiesForPolicy", on(first, R"(,"EntityFilter":"Role")")).count("PolicyUsers"),
        0U);
    EXPECT_EQ(
        must("ListEntitiesForPolicy", on(second, R"(,"PolicyUsageFilter":"PermissionsPolicy")"))
            .count("PolicyUsers"),
        0U);
    EXPECT_EQ(must("ListEntitiesForPolicy", on(second)).count("PolicyUsers"), 1U);
}

TEST_F(ManagedPoliciesTest, HaveTags) {
    const auto arn = make("reader");
    must("TagPolicy", on(arn, R"(,"Tags":[{"Key":"Team","Value":"a"},{"Key":"x","Value":"1"}])"));
    must("TagPolicy", on(arn, R"(,"Tags":[{"Key":"team","Value":"b"}])"));
    EXPECT_EQ(walk("ListPolicyTags", R"("PolicyArn":")" + arn + R"(",)", "Tags", "Key", 1),
              (std::vector<std::string>{"team", "x"}));
    must("UntagPolicy", on(arn, R"(,"TagKeys":["TEAM"])"));
    EXPECT_EQ(must("ListPolicyTags", on(arn)).count("Tags"), 1U);
}

TEST_F(ManagedPoliciesTest, AreBoundariesOfUsersAndRoles) {
    make_user("bob");
    make_role("ops", anyone);
    const auto arn = make("edge");
    const auto user = R"({"UserName":"bob","PermissionsBoundary":")" + arn + R"("})";
    const auto role = R"({"RoleName":"ops","PermissionsBoundary":")" + arn + R"("})";
    must("PutUserPermissionsBoundary", user);
    must("PutRolePermissionsBoundary", role);
    EXPECT_EQ(must("GetUser", R"({"UserName":"bob"})")
                  .text("User.PermissionsBoundary.PermissionsBoundaryArn"),
              arn);
    EXPECT_EQ(must("GetPolicy", on(arn)).text("Policy.PermissionsBoundaryUsageCount"), "2");
    EXPECT_EQ(refusal("DeletePolicy", on(arn)), "DeleteConflict");
    must("DeleteUserPermissionsBoundary", R"({"UserName":"bob"})");
    must("DeleteRolePermissionsBoundary", R"({"RoleName":"ops"})");
    must("DeleteRolePermissionsBoundary", R"({"RoleName":"ops"})");
    must("DeletePolicy", on(arn));
    EXPECT_EQ(refusal("PutUserPermissionsBoundary", user), "NoSuchEntity");
    EXPECT_EQ(refusal("PutRolePermissionsBoundary", role), "NoSuchEntity");
    EXPECT_EQ(refusal("DeleteUserPermissionsBoundary", R"({"UserName":"no"})"), "NoSuchEntity");
    EXPECT_EQ(refusal("DeleteRolePermissionsBoundary", R"({"RoleName":"no"})"), "NoSuchEntity");
}

}  // namespace
}  // namespace licet::api
