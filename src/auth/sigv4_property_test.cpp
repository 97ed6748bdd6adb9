// SPDX-License-Identifier: Apache-2.0
#include "auth/canonical.h"
#include "auth/sigv4_fixture.h"
#include "base/encoding.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

// Whatever is signed is accepted, and refused once any single byte of it is another. Bytes that
// mean the same in canonical form (`%2f` and `%2F`, a tab for a blank) are the exception the
// canonicalization is there for.

namespace licet::auth {
namespace {

std::string text_of(std::string_view alphabet, int most) {
    const auto letters = rc::gen::elementOf(std::string{alphabet});
    return *rc::gen::resize(most, rc::gen::container<std::string>(letters));
}

OwnedRequest any_request() {
    OwnedRequest request;
    request.method = *rc::gen::element<std::string>("GET", "POST", "PUT", "DELETE");
    request.path.clear();
    const int segments = *rc::gen::inRange(1, 4);
    for (int i = 0; i < segments; ++i) {
        request.path += "/x" + percent_encode(text_of("ab:/%$ ~", 8));
    }
    const int parameters = *rc::gen::inRange(0, 4);
    for (int i = 0; i < parameters; ++i) {
        request.query += request.query.empty() ? "" : "&";
        request.query += percent_encode("n" + text_of("ab&=+ %", 6)) + "=";
        request.query += percent_encode(text_of("ab&=+ %", 6));
    }
    request.body = text_of("{}\"ab\n ", 40);
    request.headers.push_back({"x-amz-meta", "m" + text_of("ab ,\t\"", 12)});
    request.headers.push_back({"my-header", "m" + text_of("ab ,;", 12)});
    return request;
}

/// Changes one byte of `text` to another one.
void alter(std::string& text) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    const auto step = *rc::gen::inRange(1, 256);
    text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) + step);
}

/// The request in the form that its signature covers; empty if it has none.
std::string meaning(OwnedRequest& request) {
    const auto view = request.view();
    const auto query = canonical_query(view.query, "X-Amz-Signature");
    if (!query) {
        return "";
    }
    const auto canonical = canonical_request(view, *query, "content-type;host;my-header;x-amz-meta",
                                             to_hex(sha256(view.body)));
    return canonical.ok() ? *canonical : "";
}

bool accepted(OwnedRequest& request) {
    static const FakeCredentials source;
    static const auto tokens = test_tokens();
    return authenticate(request.view(), source, tokens, kTestTime).ok();
}

TEST(SigV4Property, AnyAlteredByteOfASignedRequestIsRefused) {
    const bool held = rc::check([] {
        auto request = any_request();
        const auto original = meaning(request);
        add_signature(request);
        RC_ASSERT(accepted(request));

        const auto part = *rc::gen::inRange(0, 6);
        std::string* const target = part == 0   ? &request.method
                                    : part == 1 ? &request.path
                                    : part == 2 ? &request.query
                                    : part == 3 ? &request.body
                                    : part == 4 ? &request.find("x-amz-meta")->value
                                                : &request.find("my-header")->value;
        RC_PRE(!target->empty());
        alter(*target);
        RC_ASSERT(!accepted(request) || meaning(request) == original);
    });
    EXPECT_TRUE(held);
}

TEST(SigV4Property, AnyAlteredByteOfTheSignatureIsRefused) {
    OwnedRequest request;
    add_signature(request);
    auto& value = request.find("authorization")->value;
    for (std::size_t at = value.find("Signature=") + 10; at < value.size(); ++at) {
        const char original = value[at];
        for (const char other : {'0', 'f', 'F', ' ', 'g', '\0'}) {
            value[at] = other;
            EXPECT_TRUE(other == original || !accepted(request)) << at;
        }
        value[at] = original;
    }
    EXPECT_TRUE(accepted(request));
}

TEST(SigV4Property, AnyAlteredByteOfAPresignedRequestIsRefused) {
    const bool held = rc::check([] {
        auto request = any_request();
        request.query = presign(request.view(), test_identity(), kTestTime,
                                std::chrono::seconds{*rc::gen::inRange(1, 604'801)})
                            .value();
        const auto original = meaning(request);
        RC_ASSERT(accepted(request));
        alter(*rc::gen::inRange(0, 4) == 0 ? request.path : request.query);
        RC_ASSERT(!accepted(request) || meaning(request) == original);
    });
    EXPECT_TRUE(held);
}

}  // namespace
}  // namespace licet::auth
