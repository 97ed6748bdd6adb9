// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using ListCreateAccountStatusTest = OrganizationsTest;

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST_F(ListCreateAccountStatusTest, FiltersByState) {
    make_account("a");
    make_account("b");
    must("CreateAccount", R"({"AccountName":"c","Email":"a@example.com"})");
    const auto states = [&](const std::string& filter) {
        return walk("ListCreateAccountStatus", filter, "CreateAccountStatuses", "State");
    };
    EXPECT_THAT(states(""), SizeIs(3));
    EXPECT_THAT(states(R"("States":[],)"), SizeIs(3));
    EXPECT_THAT(states(R"("States":["SUCCEEDED"],)"), ElementsAre("SUCCEEDED", "SUCCEEDED"));
    EXPECT_THAT(states(R"("States":["FAILED","IN_PROGRESS"],)"), ElementsAre("FAILED"));
    EXPECT_THAT(states(R"("States":["IN_PROGRESS"],)"), ElementsAre());
}

TEST_F(ListCreateAccountStatusTest, ShowsNothingOfOtherOrganizations) {
    make_account("a");
    const auto other = stranger();
    world.must(other, "organizations", "CreateOrganization", "{}");
    EXPECT_EQ(world.must(other, "organizations", "ListCreateAccountStatus", "{}").body,
              R"({"CreateAccountStatuses":[]})");
}

TEST_F(ListCreateAccountStatusTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("ListCreateAccountStatus", R"({"States":["DONE"]})"),
              "InvalidInputException");
    expect_pages_checked("ListCreateAccountStatus", "");
    expect_readers_only("ListCreateAccountStatus", "{}");
}

}  // namespace
}  // namespace licet::api
