// SPDX-License-Identifier: Apache-2.0
//
// Tags of users and roles, the settings of roles, and the credentials that no user has.
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

struct IdentityDetailsTest : IamTest {
    IdentityDetailsTest() {
        make_user("bob");
        make_role("ops", anyone);
    }
};

const std::string kLinked = R"({"RoleName":"AWSServiceRoleForOrganizations")";

TEST_F(IdentityDetailsTest, TagsAreGivenListedAndTaken) {
    struct Kind {
        std::string who, none, tag, untag, list, get, shown;
    };
    const Kind kinds[] = {{R"({"UserName":"bob")", R"({"UserName":"none")", "TagUser", "UntagUser",
                           "ListUserTags", "GetUser", "User.Tags"},
                          {R"({"RoleName":"ops")", R"({"RoleName":"none")", "TagRole", "UntagRole",
                           "ListRoleTags", "GetRole", "Role.Tags"}};
    for (const auto& kind : kinds) {
        const auto tags = [](const std::string& key) {
            return R"(,"Tags":[{"Key":")" + key + R"(","Value":"v"}]})";
        };
        EXPECT_TRUE(must(kind.tag, kind.who + tags("b")).recorded);
        must(kind.tag, kind.who + tags("a"));
        EXPECT_EQ(must(kind.get, kind.who + "}").count(kind.shown), 2U);
        const auto first = must(kind.list, kind.who + R"(,"MaxItems":1})");
        EXPECT_EQ(first.text("Tags.0.Key"), "a");
        const auto second =
            must(kind.list, kind.who + R"(,"Marker":")" + first.text("Marker") + R"("})");
        EXPECT_EQ(second.text("Tags.0.Key"), "b");
        must(kind.untag, kind.who + R"(,"TagKeys":["a","b"]})");
        EXPECT_EQ(must(kind.list, kind.who + "}").count("Tags"), 0U);

        EXPECT_EQ(refusal(kind.tag, kind.who + tags("aws:a")), "InvalidInput");
        EXPECT_EQ(refusal(kind.tag, kind.none + tags("a")), "NoSuchEntity");
        EXPECT_EQ(refusal(kind.untag, kind.none + R"(,"TagKeys":["a"]})"), "NoSuchEntity");
        EXPECT_EQ(refusal(kind.list, kind.none + "}"), "NoSuchEntity");
    }
}

TEST_F(IdentityDetailsTest, SettingsOfRolesAreChanged) {
    EXPECT_TRUE(must("UpdateRole", R"({"RoleName":"ops","MaxSessionDuration":7200})").recorded);
    const auto role =
        must("UpdateRoleDescription", R"({"RoleName":"ops","Description":"for operators"})");
    EXPECT_EQ(role.text("Role.Description"), "for operators");
    EXPECT_EQ(role.text("Role.MaxSessionDuration"), "7200");
    EXPECT_EQ(refusal("UpdateRole", R"({"RoleName":"none"})"), "NoSuchEntity");
    EXPECT_EQ(refusal("UpdateRole", R"({"RoleName":"ops","MaxSessionDuration":1})"),
              "ValidationError");
    EXPECT_EQ(refusal("UpdateRole", kLinked + "}"), "UnmodifiableEntity");
    EXPECT_EQ(refusal("UpdateRoleDescription", R"({"RoleName":"none","Description":"d"})"),
              "NoSuchEntity");
    EXPECT_EQ(refusal("UpdateRoleDescription", kLinked + R"(,"Description":"d"})"),
              "UnmodifiableEntity");
}

TEST_F(IdentityDetailsTest, NobodyHasPasswordsDevicesCertificatesAndKeysForCode) {
    const std::pair<const char*, const char*> lists[] = {
        {"ListMFADevices", "MFADevices"},
        {"ListSigningCertificates", "Certificates"},
        {"ListSSHPublicKeys", "SSHPublicKeys"}};
    for (const auto& [operation, list] : lists) {
        const auto reply = must(operation, R"({"UserName":"bob"})");
        EXPECT_EQ(reply.count(list), 0U);
        EXPECT_EQ(reply.text("IsTruncated"), "false");
        must(operation, "{}");
        EXPECT_EQ(refusal(operation, R"({"UserName":"none"})"), "NoSuchEntity");
    }
    EXPECT_EQ(
        must("ListVirtualMFADevices", R"({"AssignmentStatus":"Any"})").count("VirtualMFADevices"),
        0U);
    EXPECT_EQ(refusal("ListVirtualMFADevices", R"({"Marker":"x"})"), "ValidationError");
    EXPECT_EQ(
        must("ListInstanceProfilesForRole", R"({"RoleName":"ops"})").count("InstanceProfiles"), 0U);
    EXPECT_EQ(refusal("ListInstanceProfilesForRole", R"({"RoleName":"none"})"), "NoSuchEntity");
    for (const auto* operation : {"GetLoginProfile", "DeleteLoginProfile"}) {
        EXPECT_EQ(refusal(operation, R"({"UserName":"bob"})"), "NoSuchEntity");
        EXPECT_EQ(refusal(operation, R"({"UserName":"none"})"), "NoSuchEntity");
        EXPECT_EQ(refusal(operation, "{}"), "NoSuchEntity");
    }
}

}  // namespace
}  // namespace licet::api
