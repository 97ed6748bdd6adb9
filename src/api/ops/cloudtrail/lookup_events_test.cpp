// SPDX-License-Identifier: Apache-2.0
#include "api/testing/world_test.h"

namespace licet::api {
namespace {

using testing::World;

/// Makes `count` changes that the log records.
void make_units(World& world, int count) {
    const auto root =
        world.must(world.admin(), "organizations", "ListRoots", "{}").text("Roots.0.Id");
    for (int i = 0; i < count; ++i) {
        world.must(world.admin(), "organizations", "CreateOrganizationalUnit",
                   R"({"ParentId":")" + root + R"(","Name":"unit)" + std::to_string(i) + R"("})");
        world.clock().advance(std::chrono::seconds{1});
    }
}

std::string by(std::string_view key, std::string_view value) {
    return R"({"LookupAttributes":[{"AttributeKey":")" + std::string{key} +
           R"(","AttributeValue":")" + std::string{value} + R"("}]})";
}

// Rules BA-41, AU-1; scenario 16.
TEST(LookupEvents, FindsEveryChangeWithItsActorNewestFirst) {
    World world;
    make_units(world, 3);
    const auto found = world.must(world.admin(), "cloudtrail", "LookupEvents",
                                  by("EventName", "CreateOrganizationalUnit"));
    ASSERT_EQ(found.count("Events"), 3U);
    EXPECT_EQ(found.text("Events.0.Username"), "admin");
    EXPECT_EQ(found.text("Events.0.EventSource"), "organizations.amazonaws.com");
    EXPECT_EQ(found.text("Events.0.ReadOnly"), "false");
    EXPECT_NE(found.text("Events.0.CloudTrailEvent").find("unit2"), std::string::npos);
    EXPECT_NE(found.text("Events.2.CloudTrailEvent").find("unit0"), std::string::npos);
    EXPECT_GT(std::stoll(found.text("Events.0.EventTime")),
              std::stoll(found.text("Events.2.EventTime")));
}

TEST(LookupEvents, PagesThroughEveryChangeOnce) {
    World world;
    make_units(world, 7);
    std::set<std::string> ids;
    std::string token;
    do {
        const auto page = world.must(
            world.admin(), "cloudtrail", "LookupEvents",
            R"({"LookupAttributes":[{"AttributeKey":"ReadOnly","AttributeValue":"false"}],)"
            R"("MaxResults":2)" +
                (token.empty() ? "" : R"(,"NextToken":")" + token + "\"") + "}");
        for (std::size_t i = 0; i < page.count("Events"); ++i) {
            EXPECT_TRUE(ids.insert(page.text("Events." + std::to_string(i) + ".EventId")).second);
        }
        token = page.has("NextToken") ? page.text("NextToken") : "";
    } while (!token.empty());
    EXPECT_EQ(ids.size(),
              world.records().size() - 1);  // all but the set-up, which is nobody's call
}

TEST(LookupEvents, ShowsAnAccountItsOwnEventsOnly) {
    World world;
    make_units(world, 2);
    const auto other = World::root_of("222222222222");
    EXPECT_EQ(world.must(other, "cloudtrail", "LookupEvents", "{}").count("Events"), 0U);
}

TEST(LookupEvents, KeepsToTheTimeAskedFor) {
    World world;
    make_units(world, 3);
    const auto now = to_epoch_ms(world.clock().now()) / 1000;
    const auto window = R"({"StartTime":)" + std::to_string(now - 2) + R"(,"EndTime":)" +
                        std::to_string(now - 2) + "}";
    EXPECT_EQ(world.must(world.admin(), "cloudtrail", "LookupEvents", window).count("Events"), 1U);
}

TEST(LookupEvents, FindsAnEventAtTheTimeThatItShows) {
    World world;
    world.clock().advance(Milliseconds{700});
    make_units(world, 1);
    const auto shown =
        world.must(world.admin(), "cloudtrail", "LookupEvents", by("ReadOnly", "false"))
            .text("Events.0.EventTime");
    const auto window = R"({"StartTime":)" + shown + R"(,"EndTime":)" + shown + "}";
    const auto found = world.must(world.admin(), "cloudtrail", "LookupEvents", window);
    EXPECT_NE(found.count("Events"), 0U);
}

TEST(LookupEvents, FindsACallThatWasRecordedBeforeAnOlderOneEnded) {
    World world;
    const Time begun = world.clock().now();
    world.clock().advance(std::chrono::minutes{5});
    const auto record = [&](Time time, std::string name) {
        LICET_CHECK(world.journal()
                        .append({.time = time,
                                 .account = world.admin().account,
                                 .event_source = "bedrock.amazonaws.com",
                                 .event_name = std::move(name)})
                        .ok());
    };
    record(world.clock().now(), "Short");
    record(begun, "Long");
    const auto since = std::to_string(to_epoch_ms(begun) / 1000 + 60);
    const auto found =
        world.must(world.admin(), "cloudtrail", "LookupEvents", R"({"StartTime":)" + since + "}");
    ASSERT_EQ(found.count("Events"), 1U);
    EXPECT_EQ(found.text("Events.0.EventName"), "Short");
}

TEST(LookupEvents, RefusesWhatCloudTrailRefuses) {
    World world;
    const auto error = [&world](std::string_view request) {
        return world.call(world.admin(), "cloudtrail", "LookupEvents", request).error;
    };
    EXPECT_EQ(error(R"({"LookupAttributes":[{"AttributeKey":"EventName","AttributeValue":"a"},)"
                    R"({"AttributeKey":"EventId","AttributeValue":"b"}]})"),
              "InvalidLookupAttributesException");
    EXPECT_EQ(error(by("EventVersion", "a")), "InvalidLookupAttributesException");
    EXPECT_EQ(error(by("EventName", "")), "InvalidLookupAttributesException");
    EXPECT_EQ(error(by("EventName", std::string(2001, 'a'))), "InvalidLookupAttributesException");
    EXPECT_EQ(error(R"({"MaxResults":51})"), "InvalidMaxResultsException");
    EXPECT_EQ(error(R"({"MaxResults":0})"), "InvalidMaxResultsException");
    EXPECT_EQ(error(R"({"StartTime":2,"EndTime":1})"), "InvalidTimeRangeException");
    EXPECT_EQ(error(R"({"EventCategory":"other"})"), "InvalidEventCategoryException");
    EXPECT_EQ(error(R"({"NextToken":"nonsense"})"), "InvalidNextTokenException");
    EXPECT_EQ(error(R"({"NextToken":"0123456789abcdef.1-1.1"})"), "InvalidNextTokenException");
}

}  // namespace
}  // namespace licet::api
