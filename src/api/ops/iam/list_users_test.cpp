// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

using ListUsersTest = IamTest;

using ::testing::ElementsAre;

TEST_F(ListUsersTest, ListsTheUsersOfTheAccountInPages) {
    world.must(stranger(), "iam", "CreateUser", R"({"UserName":"carol"})");
    make_user("bob", "/dev/eu/");
    make_user("eve", "/dev/");
    for (const int size : {1, 2, 3, 1000}) {
        EXPECT_THAT(walk("ListUsers", "", "Users", "UserName", size),
                    ElementsAre("admin", "bob", "eve"));
        EXPECT_THAT(walk("ListUsers", R"("PathPrefix":"/dev/",)", "Users", "UserName", size),
                    ElementsAre("bob", "eve"));
    }
    EXPECT_THAT(walk("ListUsers", R"("PathPrefix":"/none/",)", "Users", "UserName", 2),
                ElementsAre());
}

TEST_F(ListUsersTest, HasAHundredToAPage) {
    for (int i = 0; i < 100; ++i) {
        make_user("u" + std::to_string(i));
    }
    EXPECT_EQ(must("ListUsers", "{}").count("Users"), 100U);
    EXPECT_EQ(must("ListUsers", "{}").text("IsTruncated"), "true");
}

TEST_F(ListUsersTest, RefusesWithTheDocumentedErrors) {
    for (const auto* request : {R"({"MaxItems":0})", R"({"MaxItems":1001})", R"({"Marker":"x"})",
                                R"({"PathPrefix":""})"}) {
        EXPECT_EQ(refusal("ListUsers", request), "ValidationError") << request;
    }
}

}  // namespace
}  // namespace licet::api
