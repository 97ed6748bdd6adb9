// SPDX-License-Identifier: Apache-2.0
#include "net/http.h"

#include "net/endpoint.h"
#include "net/response_writer.h"
#include "net/service.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>

namespace licet::net {
namespace {

TEST(Request, KeepsItsViewsWhenMoved) {
    Request first = Request::make("POST", "/a/b?c=d?e", {{"Host", "h"}, {"X-A", "1"}, {"x-a", "2"}},
                                  "tiny", "10.0.0.1");
    const char* const body = first.body().data();
    const Request second = std::move(first);
    EXPECT_EQ(second.method(), "POST");
    EXPECT_EQ(second.target(), "/a/b?c=d?e");
    EXPECT_EQ(second.path(), "/a/b");
    EXPECT_EQ(second.query(), "c=d?e");
    EXPECT_EQ(second.header("x-a"), "1");
    EXPECT_EQ(second.header("x-b"), std::nullopt);
    ASSERT_EQ(second.headers().size(), 3U);
    EXPECT_EQ(second.headers()[2].value, "2");
    EXPECT_EQ(second.body(), "tiny");
    EXPECT_EQ(second.body().data(), body);
    EXPECT_EQ(second.peer(), "10.0.0.1");
}

TEST(Request, HasReadableBytesAfterItsBody) {
    for (const std::string_view body : {"", "x", "a body"}) {
        const Request request = Request::make("GET", "/", {}, body);
        int sum = 0;
        for (std::size_t i = 0; i < Request::kBodyPadding; ++i) {
            sum += request.body().data()[body.size() + i];
        }
        EXPECT_EQ(sum, 0);
        EXPECT_EQ(request.query(), "");
    }
}

TEST(Responder, AnswersOnceAndWith500WhenDropped) {
    std::vector<int> got;
    const auto note = [&](const Response& response) { got.push_back(response.status); };
    {
        Responder used{note};
        std::move(used).send({.status = 201});
        Responder dropped{note};
        Responder moved_from{note};
        Responder moved_to = std::move(moved_from);
        std::move(moved_to).send({.status = 202});
        Responder overwritten{note};
        overwritten = Responder{note};
        std::move(overwritten).send({.status = 203});
    }
    EXPECT_EQ(got, (std::vector<int>{201, 202, 500, 203, 500}));
}

TEST(ResponseHead, IsWrittenWithoutWhatAServiceMayNotSet) {
    std::string out;
    append_response_head(out,
                         {.status = 200,
                          .headers = {{"X-A", "b\r\nEvil: 1"},
                                      {"Content-Length", "9"},
                                      {"transfer-encoding", "chunked"},
                                      {"connection", "close"},
                                      {"bad name", "x"},
                                      {"date", "never"}},
                          .body = "four"},
                         AfterResponse::keep_alive, "DATE");
    EXPECT_EQ(out, "HTTP/1.1 200 OK\r\ndate: DATE\r\nX-A: b  Evil: 1\r\ncontent-length: 4\r\n\r\n");
    out.clear();
    append_response_head(out, {.status = 204}, AfterResponse::close, "DATE");
    EXPECT_EQ(out, "HTTP/1.1 204 No Content\r\ndate: DATE\r\nconnection: close\r\n\r\n");
}

TEST(DateCache, LooksLikeAnHttpDate) {
    DateCache cache;
    const std::string date{cache.at(0)};
    ASSERT_EQ(date.size(), 29U);
    EXPECT_EQ(date.substr(3, 2), ", ");
    EXPECT_EQ(date.substr(25), " GMT");
}

TEST(Endpoint, IsParsed) {
    const auto plain = Endpoint::parse("http://example.com");
    ASSERT_TRUE(plain.ok());
    EXPECT_EQ(*plain, (Endpoint{.host = "example.com", .port = 80}));
    EXPECT_EQ(plain->authority(), "example.com");

    const auto full = Endpoint::parse("https://[::1]:8443/v1/x/");
    ASSERT_TRUE(full.ok());
    EXPECT_EQ(*full, (Endpoint{.tls = true, .host = "::1", .port = 8443, .base_path = "/v1/x"}));
    EXPECT_EQ(full->authority(), "[::1]:8443");
    EXPECT_EQ(Endpoint::parse("https://h:443")->authority(), "h");
}

TEST(Endpoint, RefusesWhatItIsNot) {
    for (const std::string_view url :
         {"", "example.com", "ftp://a", "http://", "http:///x", "http://a:0", "http://a:65536",
          "http://a:", "http://a:1x", "http://u:p@a", "http://a/?q", "http://a/#f", "http://[::1",
          "http://[a]", "http://[1.2.3.4]", "http://a b", "http://a/ b", "http://[::1]x"}) {
        const auto endpoint = Endpoint::parse(url);
        ASSERT_FALSE(endpoint.ok()) << url;
        EXPECT_EQ(endpoint.error().kind, ErrorKind::invalid);
    }
    EXPECT_FALSE(Endpoint::parse({"http://[::\0]", 12}).ok());
}

}  // namespace
}  // namespace licet::net
