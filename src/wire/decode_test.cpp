// SPDX-License-Identifier: Apache-2.0
#include "wire/decode.h"

#include "base/describe/describe.h"
#include "base/encoding.h"
#include "wire/form.h"
#include "wire/testing/specimen.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace licet::wire {
namespace {

using describe::type_of;

struct Tag {
    Text<1, 128> Key;
    Text<0, 256> Value;
    bool operator==(const Tag&) const = default;
};
BOOST_DESCRIBE_STRUCT(Tag, (), (Key, Value))

struct PolicyArn {
    std::optional<std::string> arn;
    bool operator==(const PolicyArn&) const = default;
};
BOOST_DESCRIBE_STRUCT(PolicyArn, (), (arn))

struct AssumeRole {
    std::string RoleArn;
    Text<2, 64> RoleSessionName;
    std::optional<Integer<900, 43'200>> DurationSeconds;
    std::optional<List<Tag, 0, 50>> Tags;
    std::optional<std::vector<std::string>> TransitiveTagKeys;
    std::optional<std::vector<PolicyArn>> PolicyArns;
    std::optional<std::string> Policy;
};
BOOST_DESCRIBE_STRUCT(AssumeRole, (),
                      (RoleArn, RoleSessionName, DurationSeconds, Tags, TransitiveTagKeys,
                       PolicyArns, Policy))

template <typename T>
Result<T> from_form(std::string_view form) {
    std::vector<Parameter> parameters;
    LICET_TRY_VOID(parse_form(form, parameters));
    T out;
    LICET_TRY_VOID(decode_query_request(type_of<T>(), &out, parameters));
    return out;
}

template <typename T>
std::string form_fault(std::string_view form) {
    const auto read = from_form<T>(form);
    return read.ok() ? "" : read.error().message;
}

TEST(DecodeQuery, ReadsWhatBotocoreSendsForAssumeRole) {
    const auto read = from_form<AssumeRole>(
        "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fa+"
        "b%"
        "2Bc&RoleSessionName=sess&DurationSeconds=900&Tags.member.1.Key=k1&Tags.member.1.Value=v%"
        "26%"
        "3D1&Tags.member.2.Key=k2&Tags.member.2.Value=%C3%BC&TransitiveTagKeys.member.1=k1&"
        "PolicyArns."
        "member.1.arn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FReadOnly&Policy=%7B%22a%22%3A+1%7D");
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(read->RoleArn, "arn:aws:iam::123456789012:role/a b+c");
    EXPECT_EQ(read->DurationSeconds->value, 900);
    EXPECT_EQ(*read->Tags, (std::vector<Tag>{{"k1", "v&=1"}, {"k2", "\xc3\xbc"}}));
    EXPECT_EQ(*read->TransitiveTagKeys, std::vector<std::string>{"k1"});
    EXPECT_EQ(read->PolicyArns->at(0).arn, "arn:aws:iam::aws:policy/ReadOnly");
    EXPECT_EQ(read->Policy, R"({"a": 1})");
}

TEST(DecodeQuery, TellsAnEmptyListFromAnAbsentOne) {
    constexpr std::string_view kBase = "RoleArn=a&RoleSessionName=ab";
    EXPECT_FALSE(from_form<AssumeRole>(kBase)->Tags);
    const auto empty = from_form<AssumeRole>(std::string{kBase} + "&Tags=");
    ASSERT_TRUE(empty->Tags);
    EXPECT_TRUE(empty->Tags->empty());
}

TEST(DecodeQuery, TakesIndicesInNumericOrderWithGapsAndWithoutMember) {
    const auto read = from_form<AssumeRole>(
        "RoleArn=a&RoleSessionName=ab&TransitiveTagKeys.member.10=c&TransitiveTagKeys.member.2=b&"
        "TransitiveTagKeys.member.1=a&PolicyArns.2.arn=y&PolicyArns.1.arn=x");
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(*read->TransitiveTagKeys, (std::vector<std::string>{"a", "b", "c"}));
    EXPECT_EQ(*read->PolicyArns, (std::vector<PolicyArn>{{"x"}, {"y"}}));
}

TEST(DecodeQuery, NamesThePathOfTheFirstFault) {
    const auto fault = [](std::string_view more) {
        return form_fault<AssumeRole>("RoleArn=a&RoleSessionName=ab&" + std::string{more});
    };
    EXPECT_EQ(form_fault<AssumeRole>("RoleArn=a"), "$.RoleSessionName: is required");
    EXPECT_EQ(form_fault<AssumeRole>("RoleArn=a&RoleSessionName=b"),
              "$.RoleSessionName: must be at least 2 characters long");
    EXPECT_EQ(fault("RoleArn=b"), "$.RoleArn: must be given once");
    EXPECT_EQ(fault("DurationSeconds=899"),
              "$.DurationSeconds: must be a whole number from 900 to 43200");
    EXPECT_EQ(fault("DurationSeconds=900x"), "$.DurationSeconds: must be a whole number");
    EXPECT_EQ(fault("Tags.member.1.Key=k&Tags.member.3.Value=v"), "$.Tags[0].Value: is required");
    EXPECT_EQ(fault("Tags.member.0.Key=k"), "$.Tags: `0` must be an index from 1 to 1000");
    EXPECT_EQ(fault("Tags.member.01.Key=k"), "$.Tags: `01` must be an index from 1 to 1000");
    EXPECT_EQ(fault("Tags.member.1001.Key=k"), "$.Tags: `1001` must be an index from 1 to 1000");
    EXPECT_EQ(fault("Tags.member.x.Key=k"), "$.Tags: `x` must be an index from 1 to 1000");
    EXPECT_EQ(fault("Tags.member.1=k"), "$.Tags[0].Key: is required");
    EXPECT_EQ(fault("Policy=%ff"), "a parameter is not valid UTF-8");
    EXPECT_EQ(fault("Unknown.member.1=k&TagsX=1"), "");
}

TEST(DecodeQuery, BoundsTheNumberOfParametersAndItems) {
    std::string form = "RoleArn=a&RoleSessionName=ab";
    for (int i = 1; i <= 998; ++i) {
        form += fmt::format("&TransitiveTagKeys.member.{}=k", i);
    }
    EXPECT_EQ(from_form<AssumeRole>(form)->TransitiveTagKeys->size(), 998U);
    EXPECT_EQ(form_fault<AssumeRole>(form + "&X=1"), "must have at most 1000 parameters");
    std::string tags = "RoleArn=a&RoleSessionName=ab";
    for (int i = 1; i <= 51; ++i) {
        tags += fmt::format("&Tags.member.{0}.Key=k{0}&Tags.member.{0}.Value=", i);
    }
    EXPECT_EQ(form_fault<AssumeRole>(tags), "$.Tags: must have at most 50 items");
}

template <int Levels>
struct NestedList {
    using type = std::vector<typename NestedList<Levels - 1>::type>;
};
template <>
struct NestedList<0> {
    using type = std::string;
};

struct Nest {
    NestedList<16>::type n;
};
BOOST_DESCRIBE_STRUCT(Nest, (), (n))
struct DeeperNest {
    NestedList<17>::type n;
};
BOOST_DESCRIBE_STRUCT(DeeperNest, (), (n))

TEST(DecodeQuery, BoundsTheDepth) {
    std::string name = "n";
    for (int level = 0; level < 16; ++level) {
        name += ".member.1";
    }
    EXPECT_EQ(form_fault<Nest>(name + "=x"), "");
    EXPECT_TRUE(form_fault<DeeperNest>(name + ".member.1=x").ends_with("is nested too deeply"));
    for (int level = 0; level < 200; ++level) {
        name += ".member.1";
    }
    EXPECT_TRUE(form_fault<DeeperNest>(name + "=x").ends_with("is nested too deeply"));
}

TEST(DecodeJson, EmptyBodyIsAnEmptyObject) {
    Tag tag;
    const auto missing = decode_json_request(type_of<Tag>(), &tag, "");
    EXPECT_EQ(missing.error().message, "$.Key: is required");
    EXPECT_EQ(missing.error().where, "$.Key");
    EXPECT_EQ(missing.error().misfit, Misfit::missing);
    PolicyArn optional_only;
    EXPECT_TRUE(decode_json_request(type_of<PolicyArn>(), &optional_only, "").ok());
}

struct Names {
    std::vector<std::string> any;
    List<std::string, 1, 3> some;
};
BOOST_DESCRIBE_STRUCT(Names, (), (any, some))

TEST(DecodeJson, OnlyAListThatMayNotBeEmptyIsRequired) {
    Names names;
    EXPECT_TRUE(decode_json_request(type_of<Names>(), &names, R"({"some":["a"]})").ok());
    EXPECT_EQ(decode_json_request(type_of<Names>(), &names, R"({"any":[]})").error().message,
              "$.some: is required");
    EXPECT_EQ(form_fault<Names>("some.member.1=a"), "");
    EXPECT_EQ(form_fault<Names>("any.member.1=a"), "$.some: is required");
}

struct ListModels {
    std::string modelIdentifier;
    std::optional<std::string> byProvider;
    std::optional<Integer<1, 1000>> maxResults;
    std::optional<testing::Colour> colour;
    std::optional<bool> deep;
    std::optional<Time> since;
    std::optional<std::vector<std::string>> ids;
    std::optional<std::string> trace;
    std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(ListModels, (),
                      (modelIdentifier, byProvider, maxResults, colour, deep, since, ids, trace,
                       note))

constexpr RestMember kListModels[] = {{"modelIdentifier", Location::label},
                                      {"byProvider", Location::query},
                                      {"maxResults", Location::query},
                                      {"colour", Location::query, "color"},
                                      {"deep", Location::query},
                                      {"since", Location::query},
                                      {"ids", Location::query, "id"},
                                      {"trace", Location::header, "X-Amzn-Bedrock-Trace"}};

Result<ListModels> list_models(std::string_view query, std::string_view body = "") {
    const Label labels[] = {{"modelIdentifier", "a:b/c"}};
    const HeaderField headers[] = {{"x-amzn-bedrock-trace", "ENABLED"}};
    ListModels out;
    LICET_TRY_VOID(decode_rest_request(type_of<ListModels>(), &out,
                                       {kListModels, labels, query, headers, body}));
    return out;
}

TEST(DecodeRest, GathersMembersFromEverywhere) {
    const auto read = list_models(
        "byProvider=Anthropic%20%26%20co&maxResults=5&color=DARK_GREEN&deep=true&since=2026-11-"
        "23T07%"
        "3A00%3A00Z&id=x&id=y&unknown=1",
        R"({"note":"n","modelIdentifier":"not from here"})");
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(read->modelIdentifier, "a:b/c");
    EXPECT_EQ(read->byProvider, "Anthropic & co");
    EXPECT_EQ(read->maxResults->value, 5);
    EXPECT_EQ(read->colour, testing::Colour::DARK_GREEN);
    EXPECT_EQ(read->deep, true);
    EXPECT_EQ(to_epoch_ms(*read->since), 1'795'417'200'000);
    EXPECT_EQ(*read->ids, (std::vector<std::string>{"x", "y"}));
    EXPECT_EQ(read->trace, "ENABLED");
    EXPECT_EQ(read->note, "n");
    EXPECT_TRUE(list_models("").ok());
}

TEST(DecodeRest, NamesThePathOfTheFirstFault) {
    const auto fault = [](std::string_view query, std::string_view body = "") {
        return list_models(query, body).error().message;
    };
    EXPECT_EQ(fault("maxResults=0"), "$.maxResults: must be a whole number from 1 to 1000");
    EXPECT_EQ(fault("maxResults=1&maxResults=2"), "$.maxResults: must be given once");
    EXPECT_EQ(fault("color=BLUE"), "$.colour: must be one of [RED, DARK_GREEN]");
    EXPECT_EQ(fault("deep=yes"), "$.deep: must be true or false");
    EXPECT_EQ(fault("", R"({"note":1})"), "$.note: must be a string");
    EXPECT_EQ(fault("", "[1"), list_models("", "[1").error().message);
}

// As AWS's services do it: a body that cannot be read is told from one that asks for too much.
TEST(DecodeRest, ABodyThatCannotBeReadIsNamed) {
    const auto name = [](std::string_view body) { return list_models("", body).error().name; };
    EXPECT_EQ(name("[1"), "SerializationException");
    EXPECT_EQ(name("[1]"), "SerializationException");
    EXPECT_EQ(name(R"({"note":1})"), "SerializationException");
    EXPECT_EQ(name(R"({"note":"a","note":"b"})"), "SerializationException");
    EXPECT_EQ(list_models("maxResults=0", "").error().name, "");
}

struct Invoke {
    std::string modelId;
    Blob body;
    std::optional<std::string> contentType;
};
BOOST_DESCRIBE_STRUCT(Invoke, (), (modelId, body, contentType))
constexpr RestMember kInvoke[] = {{"modelId", Location::label},
                                  {"body", Location::payload},
                                  {"contentType", Location::header, "Content-Type"}};

TEST(DecodeRest, PayloadIsTheRawBody) {
    const Label labels[] = {{"modelId", "m"}};
    const HeaderField headers[] = {{"content-type", "application/octet-stream"}};
    Invoke out;
    ASSERT_TRUE(decode_rest_request(type_of<Invoke>(), &out,
                                    {kInvoke, labels, "", headers, std::string_view{"\0{", 2}})
                    .ok());
    EXPECT_EQ(out.body.bytes, std::string("\0{", 2));
    EXPECT_EQ(out.contentType, "application/octet-stream");
}

struct PutTag {
    Tag tag;
};
BOOST_DESCRIBE_STRUCT(PutTag, (), (tag))
constexpr RestMember kPutTag[] = {{"tag", Location::payload}};

TEST(DecodeRest, PayloadMayBeAStructure) {
    PutTag out;
    const auto read = [&](std::string_view body) {
        const auto done = decode_rest_request(type_of<PutTag>(), &out, {kPutTag, {}, "", {}, body});
        return done.ok() ? "" : done.error().message;
    };
    EXPECT_EQ(read(R"({"Key":"k","Value":"v"})"), "");
    EXPECT_EQ(out.tag, (Tag{"k", "v"}));
    EXPECT_EQ(read(R"({"Key":"k"})"), "$.tag.Value: is required");
    EXPECT_EQ(read(""), "$.tag: is required");
    EXPECT_EQ(read("[]"), "$.tag: must be an object");
}

TEST(DecodeRest, AStrictInputHasNoUnknownMembers) {
    const auto read = [&](std::span<const RestMember> members, std::string_view body, bool strict) {
        PutTag out;
        const auto done = decode_rest_request(
            type_of<PutTag>(), &out, {.members = members, .body = body, .is_strict = strict});
        return done.ok() ? "" : done.error().message;
    };
    constexpr std::string_view kPayload = R"({"Key":"k","Value":"v","Colour":"red"})";
    EXPECT_EQ(read(kPutTag, kPayload, false), "");
    EXPECT_EQ(read(kPutTag, kPayload, true), "$.tag.Colour: is not known");
    constexpr std::string_view kBody = R"({"tag":{"Key":"k","Value":"v"},"other":1})";
    EXPECT_EQ(read({}, kBody, false), "");
    EXPECT_EQ(read({}, kBody, true), "$.other: is not known");
}

}  // namespace
}  // namespace licet::wire
