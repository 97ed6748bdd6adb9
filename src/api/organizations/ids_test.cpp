// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/ids.h"

#include <gtest/gtest.h>

#include <string>

namespace licet::api::organizations {
namespace {

TEST(OrganizationsIds, HaveTheFormsOfTheServiceModel) {
    EXPECT_TRUE(is_unit_id("ou-root-12345678"));
    EXPECT_TRUE(is_parent_id("ou-root-12345678"));
    EXPECT_TRUE(is_parent_id("r-abcd"));
    EXPECT_TRUE(is_child_id("111111111111"));
    EXPECT_TRUE(is_child_id("ou-root-12345678"));
    EXPECT_TRUE(is_creation_id("car-12345678"));
    EXPECT_TRUE(is_creation_id("car-" + std::string(32, 'a')));
    for (const auto* id : {"111111111111", "r-abcd", "ou-root-12345678", "p-FullAWSAccess",
                           "rp-abcd", "rt-12345678"}) {
        EXPECT_TRUE(is_taggable_id(id)) << id;
    }
    EXPECT_TRUE(is_role_name("Organization_Access+=,.@-1"));
    EXPECT_TRUE(is_service_principal_name("license-manager.amazonaws.com"));
    EXPECT_TRUE(is_account_name("A name~"));
}

TEST(OrganizationsIds, RefuseOtherForms) {
    for (const auto* id :
         {"", "ou-", "ou-root", "ou-abc-12345678", "ou-root-1234567", "ou-ROOT-12345678",
          "ou-root-12345678-", "ou-root-12345678\n", "xou-root-12345678"}) {
        EXPECT_FALSE(is_unit_id(id)) << id;
        EXPECT_FALSE(is_parent_id(id)) << id;
        EXPECT_FALSE(is_child_id(id)) << id;
        EXPECT_FALSE(is_taggable_id(id)) << id;
    }
    EXPECT_FALSE(is_parent_id("r-abc"));
    EXPECT_FALSE(is_parent_id("111111111111"));
    EXPECT_FALSE(is_child_id("r-abcd"));
    EXPECT_FALSE(is_child_id("11111111111"));
    EXPECT_FALSE(is_creation_id("car-1234567"));
    EXPECT_FALSE(is_creation_id("car-" + std::string(33, 'a')));
    EXPECT_FALSE(is_taggable_id("p-short"));
    EXPECT_FALSE(is_taggable_id("rt-" + std::string(33, 'a')));
    EXPECT_FALSE(is_role_name(""));
    EXPECT_FALSE(is_role_name("a b"));
    EXPECT_FALSE(is_account_name("tab\t"));
    EXPECT_FALSE(is_account_name("ä"));
}

}  // namespace
}  // namespace licet::api::organizations
