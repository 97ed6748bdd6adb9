// SPDX-License-Identifier: Apache-2.0
#include "net/header_fields.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace licet::net {
namespace {

std::string text_of(const HeaderFields& fields) {
    std::string text;
    for (const auto& [name, value] : fields) {
        text.append(name).append("=").append(value).append(";");
    }
    return text;
}

TEST(HeaderFieldsTest, FieldsAreThereInTheirOrderWithWhateverBytes) {
    HeaderFields fields{{"a", "1"}, {"", ""}};
    fields.push_back({"a", std::string{"x\0y", 3}});
    fields.push_back({"long", std::string(1000, 'v')});
    const std::string first{"a=1;=;a=x\0y;long=", 17};
    EXPECT_EQ(text_of(fields), first + std::string(1000, 'v') + ';');
    EXPECT_FALSE(fields.empty());
    EXPECT_TRUE(HeaderFields{}.empty());
    EXPECT_EQ(text_of({}), "");
}

TEST(HeaderFieldsTest, TheFirstOfANameIsFound) {
    const HeaderFields fields{{"a", "1"}, {"b", ""}, {"a", "2"}};
    EXPECT_EQ(fields.find("a"), "1");
    EXPECT_EQ(fields.find("b"), "");
    EXPECT_EQ(fields.find("A"), std::nullopt);
    EXPECT_EQ(HeaderFields{}.find("a"), std::nullopt);
}

TEST(HeaderFieldsTest, OthersAreAddedBehindThem) {
    HeaderFields fields{{"a", "1"}};
    fields.append({{"b", "2"}, {"c", "3"}});
    fields.append({});
    const HeaderFields copy = fields;
    fields.push_back({"d", "4"});
    EXPECT_EQ(text_of(fields), "a=1;b=2;c=3;d=4;");
    EXPECT_EQ(text_of(copy), "a=1;b=2;c=3;");
}

TEST(HeaderFieldsTest, WithRoomMadeTheyStayWhereTheyAre) {
    HeaderFields fields;
    fields.reserve(2, 200);
    fields.push_back({"a", std::string(99, '1')});
    const auto first = *fields.begin();
    fields.push_back({"b", std::string(99, '2')});
    EXPECT_EQ((*fields.begin()).name.data(), first.name.data());
}

}  // namespace
}  // namespace licet::net
