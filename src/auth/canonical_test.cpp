// SPDX-License-Identifier: Apache-2.0
#include "auth/canonical.h"

#include <gtest/gtest.h>

#include <array>

namespace licet::auth {
namespace {

TEST(CanonicalPath, EncodesOnceMoreWhatIsEncodedAlready) {
    EXPECT_EQ(canonical_path("/model/arn%3Aaws%3Abedrock%2Fx/converse"),
              "/model/arn%253Aaws%253Abedrock%252Fx/converse");
    EXPECT_EQ(canonical_path("/model/arn:aws:bedrock"), "/model/arn%3Aaws%3Abedrock");
    EXPECT_EQ(canonical_path("/a%3ab"), "/a%253ab");
}

TEST(CanonicalPath, RemovesDotSegmentsAndRepeatedSlashes) {
    EXPECT_EQ(canonical_path(""), "/");
    EXPECT_EQ(canonical_path("//"), "/");
    EXPECT_EQ(canonical_path("/.."), "/");
    EXPECT_EQ(canonical_path("/../a"), "/a");
    EXPECT_EQ(canonical_path("/a/../b/./c//d/"), "/b/c/d/");
    EXPECT_EQ(canonical_path("/a/."), "/a");
    EXPECT_EQ(canonical_path("/a/.."), "/");
    EXPECT_EQ(canonical_path("/a/.../b"), "/a/.../b");
    EXPECT_EQ(canonical_path("/%2E%2E/b"), "/%252E%252E/b");
}

TEST(CanonicalQuery, SortsByEncodedNameAndThenByValue) {
    EXPECT_EQ(canonical_query("b=2&a=2&a=1&A=0").value(), "A=0&a=1&a=2&b=2");
    // `-` sorts before `=`, but a shorter name before a longer one.
    EXPECT_EQ(canonical_query("a-b=1&a=2").value(), "a=2&a-b=1");
    EXPECT_EQ(canonical_query("z=1&%E1%88%B4=2").value(), "%E1%88%B4=2&z=1");
}

TEST(CanonicalQuery, EncodesEveryValueTheSameWay) {
    EXPECT_EQ(canonical_query("a=%7e%2f/:").value(), "a=~%2F%2F%3A");
    EXPECT_EQ(canonical_query("a=b+c%20d%2Be").value(), "a=b%20c%20d%2Be");
    EXPECT_EQ(canonical_query("a==b=").value(), "a=%3Db%3D");
}

TEST(CanonicalQuery, KeepsEmptyValuesAndDropsEmptyPieces) {
    EXPECT_EQ(canonical_query("").value(), "");
    EXPECT_EQ(canonical_query("&&").value(), "");
    EXPECT_EQ(canonical_query("b&a=&").value(), "a=&b=");
    EXPECT_EQ(canonical_query("=1").value(), "=1");
}

TEST(CanonicalQuery, LeavesOutTheExceptedName) {
    EXPECT_EQ(canonical_query("s=1&%73=2&t=3", "s").value(), "t=3");
}

TEST(CanonicalQuery, RefusesBrokenEscapes) {
    EXPECT_FALSE(canonical_query("a=%").ok());
    EXPECT_FALSE(canonical_query("%zz=1").ok());
}

TEST(CanonicalValue, TrimsAndCollapsesWhiteSpace) {
    const auto canonical = [](std::string_view value) {
        std::string out = "x:";
        append_canonical_value(out, value);
        return out.substr(1);
    };
    EXPECT_EQ(canonical("  a \t b  "), ":a b");
    // The prefix is no part of the value: a leading blank goes even though text stands before it.
    EXPECT_EQ(canonical(" a"), ":a");
    EXPECT_EQ(canonical("   "), ":");
}

TEST(CanonicalRequest, JoinsRepeatedHeadersInOrder) {
    const std::array<HeaderView, 4> headers = {
        HeaderView{"b", "2"}, {"host", "h"}, {"b", " 1 "}, {"unsigned", "x"}};
    const SignedRequest request{
        .method = "GET", .path = "/", .query = {}, .body = {}, .headers = headers};
    EXPECT_EQ(canonical_request(request, "", "b;host", "HASH").value(),
              "GET\n/\n\nb:2,1\nhost:h\n\nb;host\nHASH");
}

TEST(CanonicalRequest, HasItsPathNormalizedAndNothingBeforeIt) {
    const std::array<HeaderView, 1> headers = {HeaderView{"host", "h"}};
    const SignedRequest request{
        .method = "GET", .path = "/a/../../b", .query = {}, .body = {}, .headers = headers};
    std::string out = "of the request before";
    ASSERT_TRUE(write_canonical_request(out, request, "", "host", "HASH").ok());
    EXPECT_EQ(out, "GET\n/b\n\nhost:h\n\nhost\nHASH");
}

TEST(CanonicalRequest, TakesHostAndAuthorityForEachOther) {
    const std::array<HeaderView, 1> host = {HeaderView{"host", "h:1"}};
    const std::array<HeaderView, 1> authority = {HeaderView{":authority", "h:1"}};
    SignedRequest request{.method = "GET", .path = "/", .query = {}, .body = {}, .headers = host};
    EXPECT_EQ(canonical_request(request, "", ":authority", "HASH").value(),
              "GET\n/\n\n:authority:h:1\n\n:authority\nHASH");
    request.headers = authority;
    EXPECT_EQ(canonical_request(request, "", "host", "HASH").value(),
              "GET\n/\n\nhost:h:1\n\nhost\nHASH");
}

TEST(CanonicalRequest, NamesTheSignedHeaderThatIsMissing) {
    const std::array<HeaderView, 1> headers = {HeaderView{"host", "h"}};
    const SignedRequest request{
        .method = "GET", .path = "/", .query = {}, .body = {}, .headers = headers};
    const auto result = canonical_request(request, "", "host;x-absent", "HASH");
    ASSERT_FALSE(result.ok());
    EXPECT_NE(result.error().message.find("x-absent"), std::string::npos);
}

}  // namespace
}  // namespace licet::auth
