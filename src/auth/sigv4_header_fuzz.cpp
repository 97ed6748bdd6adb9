// SPDX-License-Identifier: Apache-2.0
#include "auth/api_key.h"
#include "auth/canonical.h"
#include "auth/presented.h"
#include "auth/sigv4.h"
#include "auth/sigv4_fixture.h"
#include "base/check.h"
#include "base/encoding.h"
#include "model/identity/api_key.h"

#include <cstddef>
#include <cstdint>
#include <vector>

// The input is a request in lines: method, path, query, then `name:value` headers until an empty
// line, and the body. Nothing in it may crash; a canonical query must be its own canonical form.

namespace {

using namespace licet;
using namespace licet::auth;

std::string_view take_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    const auto line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return line;
}

FakeCredentials with_api_key() {
    FakeCredentials source;
    SeededRandom random{1};
    const auto secret = model::new_api_key("ada-at-123456789012", random);
    source.api_keys["ada-at-123456789012"] = {.salt = from_base64(secret.salt).value(),
                                              .hash = from_base64(secret.hash).value(),
                                              .active = true,
                                              .expires_at = Time::max(),
                                              .principal = FakeCredentials::test_user()};
    return source;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const FakeCredentials source = with_api_key();
    static const SessionTokens tokens = test_tokens();

    std::string_view rest{reinterpret_cast<const char*>(data), size};
    SignedRequest request;
    request.method = take_line(rest);
    request.path = take_line(rest);
    request.query = take_line(rest);
    std::vector<HeaderView> headers;
    for (auto line = take_line(rest); !line.empty(); line = take_line(rest)) {
        const auto colon = line.find(':', 1);  // a name may begin with one: `:authority`
        if (colon != std::string_view::npos) {
            headers.push_back({line.substr(0, colon), line.substr(colon + 1)});
        }
    }
    request.headers = headers;
    request.body = rest;

    const auto query = canonical_query(request.query);
    if (query) {
        LICET_CHECK(canonical_query(*query).value() == *query);
    }
    LICET_CHECK(canonical_path(request.path).front() == '/');
    const auto result = authenticate(request, source, tokens, kTestTime);
    LICET_CHECK(result || !result.error().name.empty());
    if (const auto key = presented_api_key(request)) {
        // Nobody finds the secret of the one key that there is.
        LICET_CHECK(!authenticate_api_key(*key, source, kTestTime));
    }
    return 0;
}
