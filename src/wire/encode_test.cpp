// SPDX-License-Identifier: Apache-2.0
#include "wire/encode.h"

#include "base/describe/describe.h"
#include "wire/xml_writer.h"

#include <gtest/gtest.h>

namespace licet::wire {
namespace {

using describe::type_of;
using Headers = std::vector<std::pair<std::string, std::string>>;

struct Tag {
    std::string Key;
    std::optional<std::string> Value;
};
BOOST_DESCRIBE_STRUCT(Tag, (), (Key, Value))

struct GetRole {
    std::string RoleName;
    Time CreateDate;
    bool IsTruncated = false;
    std::vector<Tag> Tags;
    std::optional<std::string> Marker;
};
BOOST_DESCRIBE_STRUCT(GetRole, (), (RoleName, CreateDate, IsTruncated, Tags, Marker))

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

const GetRole kRole{.RoleName = "a&b",
                    .CreateDate = from_epoch_ms(1'795'417'200'500),
                    .Tags = {{"k", "v"}, {"w", std::nullopt}},
                    .Marker = std::nullopt};

TEST(Encode, JsonHasEpochSecondsAndLeavesAbsentMembersOut) {
    const auto out = encode_json_response(kOrganizations, type_of<GetRole>(), &kRole);
    EXPECT_EQ(out.status, 200);
    EXPECT_EQ(out.content_type, "application/x-amz-json-1.1");
    EXPECT_TRUE(out.headers.empty());
    EXPECT_EQ(out.body, R"({"RoleName":"a&b","CreateDate":1795417200.500,"IsTruncated":false,)"
                        R"("Tags":[{"Key":"k","Value":"v"},{"Key":"w"}]})");
    const Nothing nothing;
    EXPECT_EQ(encode_json_response(kOrganizations, type_of<Nothing>(), &nothing).body, "{}");
}

TEST(Encode, QueryWrapsTheResultInXml) {
    const auto out = encode_query_response(kIam, "GetRole", type_of<GetRole>(), &kRole, "req-1");
    EXPECT_EQ(out.status, 200);
    EXPECT_EQ(out.content_type, "text/xml");
    EXPECT_EQ(out.body,
              "<GetRoleResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><GetRoleResult>"
              "<RoleName>a&amp;b</RoleName><CreateDate>2026-11-23T07:00:00.500Z</CreateDate>"
              "<IsTruncated>false</IsTruncated><Tags><member><Key>k</Key><Value>v</Value></member>"
              "<member><Key>w</Key></member></Tags></GetRoleResult><ResponseMetadata>"
              "<RequestId>req-1</RequestId></ResponseMetadata></GetRoleResponse>");
}

TEST(Encode, QueryWithoutMembersHasNoResult) {
    const Nothing nothing;
    EXPECT_EQ(encode_query_response(kIam, "DeleteRole", type_of<Nothing>(), &nothing, "r").body,
              "<DeleteRoleResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
              "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></DeleteRoleResponse>");
    EXPECT_NE(encode_query_response(kIam, "UpdateRole", type_of<Nothing>(), &nothing, "r")
                  .body.find("<UpdateRoleResult></UpdateRoleResult>"),
              std::string::npos);
}

struct Invoked {
    Blob body;
    std::string contentType;
    std::optional<std::string> latency;
};
BOOST_DESCRIBE_STRUCT(Invoked, (), (body, contentType, latency))
constexpr RestMember kInvoked[] = {
    {"body", Location::payload},
    {"contentType", Location::header, "Content-Type"},
    {"latency", Location::header, "X-Amzn-Bedrock-PerformanceConfig-Latency"}};

TEST(Encode, RestPayloadAndHeaders) {
    constexpr HttpBinding kBinding{"POST", "/model/{modelId}/invoke", 200};
    Invoked response{{std::string("\0x", 2)}, "application/pdf", std::nullopt};
    auto out = encode_rest_response(kBinding, kInvoked, type_of<Invoked>(), &response);
    EXPECT_EQ(out.body, std::string("\0x", 2));
    EXPECT_EQ(out.content_type, "application/pdf");
    EXPECT_TRUE(out.headers.empty());
    response.latency = "standard";
    out = encode_rest_response(kBinding, kInvoked, type_of<Invoked>(), &response);
    EXPECT_EQ(out.headers, (Headers{{"X-Amzn-Bedrock-PerformanceConfig-Latency", "standard"}}));
}

TEST(Encode, RestBodyHoldsTheRestUnderTheBindingsStatus) {
    constexpr HttpBinding kCreated{"POST", "/roles", 201};
    constexpr RestMember kMembers[] = {{"RoleName", Location::header, "X-Role"}};
    const auto out = encode_rest_response(kCreated, kMembers, type_of<GetRole>(), &kRole);
    EXPECT_EQ(out.status, 201);
    EXPECT_EQ(out.content_type, "application/json");
    EXPECT_EQ(out.headers, (Headers{{"X-Role", "a&b"}}));
    EXPECT_TRUE(out.body.starts_with("{\"CreateDate\":")) << out.body;

    const Nothing nothing;
    constexpr HttpBinding kNoContent{"DELETE", "/roles", 204};
    EXPECT_EQ(encode_rest_response(kNoContent, {}, type_of<Nothing>(), &nothing).body, "");
    EXPECT_EQ(encode_rest_response(kCreated, {}, type_of<Nothing>(), &nothing).body, "{}");
}

TEST(XmlWriter, EscapesWhatXmlCannotHold) {
    std::string out;
    append_xml_text(
        out, std::string_view{"a<>&\"'\t\r\n\0\x1f\x7f\xc3\xbc\xef\xbf\xbf\xed\xa0\x80\xff", 21});
    EXPECT_EQ(out,
              "a&lt;&gt;&amp;&quot;'\t&#xD;&#xA;\xef\xbf\xbd\xef\xbf\xbd\x7f\xc3\xbc\xef\xbf\xbd"
              "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

}  // namespace
}  // namespace licet::wire
