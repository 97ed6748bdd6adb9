// SPDX-License-Identifier: Apache-2.0
#include "auth/canonical.h"
#include "auth/sigv4_fixture.h"
#include "base/encoding.h"

#include <gtest/gtest.h>

#include <fstream>

// Every vector is verified as received, and signed again from its unsigned parts: both must agree
// with botocore, and, where there is one, with the published signature.

namespace licet::auth {
namespace {

struct Vector {
    std::string name, form, service, token;
    OwnedRequest request;
};

void read_line(Vector& vector, const std::string& key, const std::string& value) {
    if (key == "name") {
        vector.name = value;
    } else if (key == "form") {
        vector.form = value;
    } else if (key == "service") {
        vector.service = value;
    } else if (key == "token") {
        vector.token = value;
    } else if (key == "method") {
        vector.request.method = value;
    } else if (key == "path") {
        vector.request.path = value;
    } else if (key == "query") {
        vector.request.query = value;
    } else if (key == "body") {
        vector.request.body = from_hex(value).value();
    } else if (key == "header") {
        const auto colon = value.find(": ");
        vector.request.headers.push_back({value.substr(0, colon), value.substr(colon + 2)});
    } else {
        FAIL() << "unknown key " << key;
    }
}

std::vector<Vector> read_vectors() {
    std::ifstream file{LICET_SOURCE_DIR "/src/auth/testdata/sigv4_vectors.txt"};
    std::vector<Vector> vectors;
    Vector current;
    current.request.headers.clear();
    const Vector empty = current;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('#')) {
            continue;
        }
        if (!line.empty()) {
            const auto blank = line.find(' ');
            read_line(current, line.substr(0, blank), line.substr(blank + 1));
        } else if (!current.name.empty()) {
            vectors.push_back(current);
            current = empty;
        }
    }
    return vectors;
}

SigningIdentity identity_of(const Vector& vector) {
    return {.access_key_id = kTestKey,
            .secret = kTestSecret,
            .session_token = vector.token,
            .region = "us-east-1",
            .service = vector.service};
}

/// The `;`-separated names that the vector's Authorization header signs.
std::string signed_names(Vector& vector) {
    const auto& text = vector.request.find("authorization")->value;
    const auto from = text.find("SignedHeaders=") + 14;
    return text.substr(from, text.find(',', from) - from);
}

TEST(SigV4Vectors, AreAllThere) {
    EXPECT_EQ(read_vectors().size(), 53U);
}

TEST(SigV4Vectors, AreVerified) {
    const FakeCredentials source;
    const auto tokens = test_tokens();
    for (auto& vector : read_vectors()) {
        if (!vector.token.empty()) {
            continue;  // a session of AWS's own cannot be opened
        }
        const auto result = authenticate(vector.request.view(), source, tokens, kTestTime);
        ASSERT_TRUE(result.ok()) << vector.name << ": " << result.error().message;
        EXPECT_EQ(result->principal, FakeCredentials::test_user());
        EXPECT_EQ(result->service, vector.service) << vector.name;
        EXPECT_EQ(result->region, "us-east-1") << vector.name;
    }
}

TEST(SigV4Vectors, AreSignedAlike) {
    for (auto& vector : read_vectors()) {
        auto* const wanted = vector.request.find("authorization");
        if (wanted == nullptr || vector.request.find("x-amz-date") == nullptr) {
            continue;  // presigned, or dated by the Date header, which sign() does not do
        }
        OwnedRequest request = vector.request;
        const auto names = ";" + signed_names(vector) + ";";
        std::erase_if(request.headers, [&](const Header& header) {
            return names.find(";" + header.name + ";") == std::string::npos ||
                   header.name == "x-amz-date" || header.name == "x-amz-security-token";
        });
        add_signature(request, identity_of(vector));
        EXPECT_EQ(request.find("authorization")->value, wanted->value) << vector.name;
    }
}

TEST(SigV4Vectors, ArePresignedAlike) {
    std::size_t seen = 0;
    for (auto& vector : read_vectors()) {
        if (vector.form != "query") {
            continue;
        }
        ++seen;
        OwnedRequest request = vector.request;
        request.query = request.query.substr(0, request.query.find("&X-Amz-Algorithm"));
        const auto query =
            presign(request.view(), identity_of(vector), kTestTime, std::chrono::seconds{900});
        EXPECT_EQ(query.value(), vector.request.query) << vector.name;
    }
    EXPECT_EQ(seen, 3U);
}

}  // namespace
}  // namespace licet::auth
