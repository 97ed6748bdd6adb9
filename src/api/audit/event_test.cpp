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
