// SPDX-License-Identifier: Apache-2.0
#include "api/audit/event.h"

#include "api/testing/world_test.h"

namespace licet::api {
namespace {

using testing::World;

std::string by_name(std::string_view event) {
    return R"({"LookupAttributes":[{"AttributeKey":"EventName","AttributeValue":")" +
           std::string{event} + R"("}]})";
}

// CloudTrail, too, gives pages that are empty and go on; clients follow the token.
TEST(AuditLookUps, APageThatFoundNothingYetGoesOn) {
    World world;
    const auto root =
        world.must(world.admin(), "organizations", "ListRoots", "{}").text("Roots.0.Id");
    world.must(world.admin(), "organizations", "CreateOrganizationalUnit",
               R"({"ParentId":")" + root + R"(","Name":"unit"})");
    world.clock().advance(Milliseconds{1});
    const auto other = World::root_of("222222222222");
    for (int i = 0; i < 20'500; ++i) {  // more than one call looks at
        world.must(other, "sts", "GetCallerIdentity", "{}");
    }
    const auto request = by_name("CreateOrganizationalUnit");
    auto page = world.must(world.admin(), "cloudtrail", "LookupEvents", request);
    EXPECT_EQ(page.count("Events"), 0U);
    ASSERT_TRUE(page.has("NextToken"));
    page = world.must(world.admin(), "cloudtrail", "LookupEvents",
                      request.substr(0, request.size() - 1) + R"(,"NextToken":")" +
                          page.text("NextToken") + "\"}");
    EXPECT_EQ(page.count("Events"), 1U);
    EXPECT_FALSE(page.has("NextToken"));
}

// Source: CloudTrail User Guide, "CloudTrail record contents", requestParameters.
TEST(AuditEvents, ShowParametersInLowerCamelCaseAndTheLogKeepsTheWires) {
    World world;
    const auto parameters = [&world](std::string_view event) {
        const auto found = world.must(world.admin(), "cloudtrail", "LookupEvents", by_name(event));
        const auto record = found.text("Events.0.CloudTrailEvent");
        const auto from = record.find("\"requestParameters\":") + 20;
        return record.substr(from, record.find(",\"responseElements\"") - from);
    };
    world.must(world.admin(), "iam", "CreateServiceLinkedRole",
               R"({"AWSServiceName":"license-manager.amazonaws.com"})");
    EXPECT_EQ(parameters("CreateServiceLinkedRole"),
              R"({"aWSServiceName":"license-manager.amazonaws.com"})");
    EXPECT_NE(world.records().back().parameters.text.find("\"AWSServiceName\""), std::string::npos);

    const auto root =
        world.must(world.admin(), "organizations", "ListRoots", "{}").text("Roots.0.Id");
    EXPECT_EQ(parameters("ListRoots"), "{}");
    world.must(world.admin(), "organizations", "CreateOrganizationalUnit",
               R"({"ParentId":")" + root +
                   R"(","Name":"\"A\":\\","Tags":[{"Key":"Team","Value":"Red"}]})");
    EXPECT_EQ(parameters("CreateOrganizationalUnit"),
              R"({"parentId":")" + root +
                  R"(","name":"\"A\":\\","tags":[{"key":"Team","value":"Red"}]})");
}

}  // namespace
}  // namespace licet::api
