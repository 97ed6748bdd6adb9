// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/use_case_form.h"

#include "model/organization/world_test.h"

#include <gmock/gmock.h>

namespace licet::model {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// A form with one member's value replaced; an empty value leaves it out.
std::string form(std::string_view name = {}, std::string_view value = {}) {
    const std::pair<std::string_view, std::string_view> members[] = {
        {"companyName", R"("Example")"},  {"companyWebsite", R"("https://example.com")"},
        {"intendedUsers", R"("0")"},      {"industryOption", R"("Education")"},
        {"otherIndustryOption", R"("")"}, {"useCases", R"("Tests")"}};
    std::string json;
    for (const auto& [key, normal] : members) {
        const auto used = key == name ? value : normal;
        if (!used.empty()) {
            json += (json.empty() ? "{\"" : ",\"") + std::string{key} + "\":" + std::string{used};
        }
    }
    return json + "}";
}

std::string quoted(std::size_t length) {
    return '"' + std::string(length, 'x') + '"';
}

struct UseCaseFormTest : testing::Test {
    World world;
    Result<Events> submit(std::string_view text) {
        return submit_use_case_form(text, world.context());
    }
};

TEST_F(UseCaseFormTest, KeepsTheBytesOfTheLastOne) {
    world.keep(submit(form()));
    EXPECT_EQ(world.state.models.use_case_forms.at(world.management), form());
    const std::string other = form("companyName", R"("Zweite GmbH \u00e9")");
    world.keep(submit(other));
    EXPECT_EQ(world.state.models.use_case_forms.at(world.management), other);
    EXPECT_TRUE(has_use_case_form(world.state, world.management));
}

// rule BA-24
TEST_F(UseCaseFormTest, HoldsEveryLimit) {
    for (const auto* name :
         {"companyName", "companyWebsite", "industryOption", "otherIndustryOption"}) {
        EXPECT_TRUE(submit(form(name, quoted(128))).ok()) << name;
        EXPECT_FALSE(submit(form(name, quoted(129))).ok()) << name;
    }
    EXPECT_TRUE(submit(form("useCases", quoted(8192))).ok());
    EXPECT_FALSE(submit(form("useCases", quoted(8193))).ok());
    for (const auto* users : {R"("0")", R"("1")", R"("2")"}) {
        EXPECT_TRUE(submit(form("intendedUsers", users)).ok()) << users;
    }
    for (const auto* users : {R"("3")", R"("")", R"("00")", "0", R"("internal")"}) {
        EXPECT_FALSE(submit(form("intendedUsers", users)).ok()) << users;
    }
    EXPECT_TRUE(submit(form("otherIndustryOption", "")).ok());
    for (const auto* name :
         {"companyName", "companyWebsite", "intendedUsers", "industryOption", "useCases"}) {
        EXPECT_FALSE(submit(form(name, "")).ok()) << name;
    }
}

TEST_F(UseCaseFormTest, RefusesOtherBytes) {
    const std::string padding(kUseCaseFormMax - form().size(), ' ');
    EXPECT_TRUE(submit(form() + padding).ok());
    const auto too_long = submit(form() + padding + " ");
    ASSERT_FALSE(too_long.ok());
    EXPECT_THAT(too_long.error().message, HasSubstr("10 to 16384 bytes"));
    for (const auto* text :
         {"{}", "[1,2,3,4,5,6]", "no json at all", "\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7\xf6"}) {
        const auto result = submit(text);
        ASSERT_FALSE(result.ok()) << text;
        EXPECT_EQ(result.error().kind, ErrorKind::invalid);
        EXPECT_THAT(result.error().message, StartsWith("Invalid form data"));
    }
}

}  // namespace
}  // namespace licet::model
