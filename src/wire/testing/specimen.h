// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/describe.h"
#include "base/ids.h"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// A request with every kind of member, for tests and fuzz targets.
namespace licet::wire::testing {

enum class Colour { RED, DARK_GREEN };
BOOST_DESCRIBE_ENUM(Colour, RED, DARK_GREEN)

struct Tag {
    static constexpr std::string_view kName = "Tag";
    Text<1, 128> Key;
    std::string Value;
    bool operator==(const Tag&) const = default;
};
BOOST_DESCRIBE_STRUCT(Tag, (), (Key, Value))

struct Range {
    static constexpr std::string_view kName = "Range";
    Time Begin;
    std::optional<Time> End;
    bool operator==(const Range&) const = default;
};
BOOST_DESCRIBE_STRUCT(Range, (), (Begin, End))

struct Specimen {
    bool Flag = false;
    std::optional<bool> MaybeFlag;
    std::int32_t Small = 0;
    Integer<1, 100> MaxResults;
    double Real = 0;
    std::string Name;
    AccountId Account{1};
    Blob Bytes;
    Colour Paint = Colour::RED;
    std::optional<Range> Validity;
    List<Tag, 0, 5> Tags;
    std::optional<std::vector<std::string>> Names;
    std::vector<std::vector<Tag>> Groups;
    std::map<std::string, Tag> Labels;
    std::variant<Tag, Range> Either;
    std::optional<JsonText> Any;
    bool operator==(const Specimen&) const = default;
};
BOOST_DESCRIBE_STRUCT(Specimen, (),
                      (Flag, MaybeFlag, Small, MaxResults, Real, Name, Account, Bytes, Paint,
                       Validity, Tags, Names, Groups, Labels, Either, Any))

}  // namespace licet::wire::testing
