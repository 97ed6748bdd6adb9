// SPDX-License-Identifier: Apache-2.0
#include "base/describe/describe.h"
#include "base/describe/binary.h"
#include "base/describe/json.h"
#include "base/ids.h"

#include <gtest/gtest.h>

#include <set>

namespace licet::describe {
namespace {

enum class Colour { RED, DARK_GREEN };
BOOST_DESCRIBE_ENUM(Colour, RED, DARK_GREEN)

struct Inner {
    static constexpr std::string_view kName = "Inner";
    std::string Name;
    bool operator==(const Inner&) const = default;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (Name))

struct Other {
    static constexpr std::string_view kName = "Other";
    std::int64_t Number = 0;
    bool operator==(const Other&) const = default;
};
BOOST_DESCRIBE_STRUCT(Other, (), (Number))

struct Everything {
    bool Flag = false;
    std::int32_t Small = 0;
    std::uint64_t Large = 0;
    double Real = 0;
    Text<1, 5> Short;
    AccountId Account;
    Blob Bytes;
    Time When;
    Colour Paint = Colour::RED;
    std::optional<Inner> Maybe;
    List<Inner, 0, 2> Few;
    std::map<AccountId, Colour> Colours;
    std::set<std::string> Names;
    std::variant<Inner, Other> Either;
    JsonText Any;
    bool operator==(const Everything&) const = default;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (Flag, Small, Large, Real, Short, Account, Bytes, When, Paint, Maybe, Few,
                       Colours, Names, Either, Any))

Everything example() {
    return {.Flag = true,
            .Small = -7,
            .Large = 1'234'567'890'123,
            .Real = 0.25,
            .Short = {"ab\n"},
            .Account = AccountId{12},
            .Bytes = {std::string("\0\xff", 2)},
            .When = from_epoch_ms(1'234),
            .Paint = Colour::DARK_GREEN,
            .Maybe = Inner{"x"},
            .Few = {Inner{"y"}, Inner{"z"}},
            .Colours = {{AccountId{1}, Colour::RED}, {AccountId{2}, Colour::DARK_GREEN}},
            .Names = {"a", "b"},
            .Either = Other{9},
            .Any = {R"({"a":[1]})"}};
}

constexpr std::string_view kExampleJson =
    R"({"Flag":true,"Small":-7,"Large":1234567890123,"Real":0.25,"Short":"ab\n","Account":"000000000012",)"
    R"("Bytes":"AP8=","When":"1970-01-01T00:00:01.234Z","Paint":"DARK_GREEN","Maybe":{"Name":"x"},)"
    R"("Few":[{"Name":"y"},{"Name":"z"}],"Colours":{"000000000001":"RED","000000000002":"DARK_GREEN"},)"
    R"("Names":{"a":{},"b":{}},"Either":{"Other":{"Number":9}},"Any":{"a":[1]}})";

Result<Everything> read(std::string_view json, const JsonFormat& format = kRecordFormat) {
    Everything out;
    LICET_TRY_VOID(read_json(type_of<Everything>(), &out, format, json));
    return out;
}

std::string fault(std::string_view json, const JsonFormat& format = kRecordFormat) {
    const auto result = read(json, format);
    return result.ok() ? "" : result.error().message;
}

TEST(Describe, WritesEveryKindAsJson) {
    std::string out;
    const auto value = example();
    write_json(type_of<Everything>(), &value, kRecordFormat, out);
    EXPECT_EQ(out, kExampleJson);
}

TEST(Describe, ReadsBackWhatItWroteAsJson) {
    const auto result = read(kExampleJson);
    ASSERT_TRUE(result.ok()) << result.error().message;
    EXPECT_EQ(*result, example());
}

TEST(Describe, ReadsBackWhatItWroteAsBinaryAndOnlyThat) {
    std::string bytes;
    const auto value = example();
    write_binary(type_of<Everything>(), &value, bytes);
    Everything back;
    std::string_view in = bytes;
    ASSERT_TRUE(read_binary(type_of<Everything>(), &back, in).ok());
    EXPECT_TRUE(in.empty());
    EXPECT_EQ(back, value);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        Everything cut;
        std::string_view part{bytes.data(), length};
        EXPECT_FALSE(read_binary(type_of<Everything>(), &cut, part).ok()) << length;
    }
}

TEST(Describe, AnEarlierVersionsStructureKeepsDefaultsForMembersAddedLater) {
    const Inner inner{"x"};
    std::string bytes;
    write_binary(type_of<Inner>(), &inner, bytes);
    bytes[0] = 0;  // as written when Inner had no members
    Inner back;
    std::string_view in = bytes;
    ASSERT_TRUE(read_binary(type_of<Inner>(), &back, in).ok());
    EXPECT_EQ(back.Name, "");
}

TEST(Describe, NamesThePathOfAFault) {
    EXPECT_EQ(fault(R"({"Few":[{"Name":"y"},{"Name":7}]})"), "$.Few[1].Name: must be a string");
    EXPECT_EQ(fault(R"({"Short":""})"), "$.Short: must be at least 1 characters long");
    EXPECT_EQ(fault(R"({"Short":"abcdef"})"), "$.Short: must be at most 5 characters long");
    EXPECT_EQ(fault(R"({"Few":[{},{},{}]})"), "$.Few: must have at most 2 items");
    EXPECT_EQ(fault(R"({"Small":3000000000})"),
              "$.Small: must be a whole number of at least -9223372036854775808");
    EXPECT_EQ(fault(R"({"Paint":"BLUE"})"), "$.Paint: must be one of [RED, DARK_GREEN]");
    EXPECT_EQ(fault(R"({"Account":"12"})"), "$.Account: `12` is not an account id of 12 digits");
    EXPECT_EQ(fault(R"({"Nonsense":1})"), "$.Nonsense: is not known");
    EXPECT_EQ(fault(R"({"Flag":true,"Flag":false})"), "$.Flag: must be given once");
    EXPECT_EQ(fault(R"({"Colours":{"000000000001":"RED","000000000001":"RED"}})"),
              "$.Colours.000000000001: must be given once");
    EXPECT_EQ(fault(R"({"Names":{"a":{},"a":{}}})"), "$.Names.a: must be given once");
    EXPECT_EQ(fault("{").substr(0, 20), "$: is not valid JSON");
}

TEST(Describe, TimesAsNumbersEndWithTheLastYearThatCanBeWritten) {
    const auto last = read(R"({"When":253402300799.999})");
    ASSERT_TRUE(last.ok()) << last.error().message;
    EXPECT_EQ(last->When, kTimeMax);
    auto value = example();
    value.When = last->When;
    std::string out;
    write_json(type_of<Everything>(), &value, kRecordFormat, out);
    EXPECT_EQ(*read(out), value);
    for (const auto* number : {"253402300800", "1e300", "-62167219201", "-1e300"}) {
        EXPECT_EQ(fault(R"({"When":)" + std::string{number} + "}"),
                  "$.When: must be a time from the years 0 to 9999")
            << number;
    }
}

TEST(Describe, AwsFormatRequiresMembersAndIgnoresUnknownOnes) {
    Other other;
    EXPECT_TRUE(read_json(type_of<Other>(), &other, kAwsFormat, R"({"Number":1,"New":2})").ok());
    EXPECT_EQ(read_json(type_of<Other>(), &other, kAwsFormat, R"({})").error().message,
              "$.Number: is required");
}

TEST(Describe, AnIdThatIsNotSetComesBackAsOne) {
    const Everything value;
    std::string json;
    write_json(type_of<AccountId>(), &value.Account, kRecordFormat, json);
    AccountId back{7};
    ASSERT_TRUE(read_json(type_of<AccountId>(), &back, kRecordFormat, json).ok());
    EXPECT_EQ(back, AccountId{});
}

TEST(Describe, CountsCharactersNotBytes) {
    EXPECT_EQ(fault("{\"Short\":\"\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3\xa9\"}"), "");
}

}  // namespace
}  // namespace licet::describe
