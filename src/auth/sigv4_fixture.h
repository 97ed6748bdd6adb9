// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "auth/signer.h"
#include "auth/sigv4.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace licet::auth {

inline constexpr std::string_view kTestKey = "AKIDEXAMPLE";
inline constexpr std::string_view kTestSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// 2015-08-30T12:36:00Z, the moment of the published test suite.
inline const Time kTestTime = from_epoch_ms(1'440'938'160'000);

/// Keys and roles in memory, for tests; starts with one active key of one user.
class FakeCredentials final : public CredentialSource {
public:
    struct Key {
        std::string secret;
        bool active = false;
        model::Principal principal;
    };
    struct KnownApiKey {
        std::string salt;
        std::string hash;
        bool active = false;
        Time expires_at = Time::max();
        model::Principal principal;
    };

    FakeCredentials() {
        keys[std::string{kTestKey}] = {
            .secret = std::string{kTestSecret}, .active = true, .principal = test_user()};
    }

    static model::Principal test_user() {
        return {.kind = model::PrincipalKind::user,
                .account = AccountId{123'456'789'012},
                .arn = "arn:aws:iam::123456789012:user/ada",
                .id = "AIDAEXAMPLE",
                .name = "ada",
                .access_key_id = std::string{kTestKey},
                .role_id = {},
                .session_expires_at = {}};
    }

    static model::Principal test_role() {
        return {.kind = model::PrincipalKind::assumed_role,
                .account = AccountId{123'456'789'012},
                .arn = "arn:aws:sts::123456789012:assumed-role/builder/run-7",
                .id = "AROAEXAMPLE:run-7",
                .name = "builder/run-7",
                .access_key_id = {},
                .role_id = "AROAEXAMPLE",
                .session_expires_at = {},
                .session_issued_at = kTestTime,
                .source_identity = "Ada"};
    }

    /// The user as GetSessionToken's caller.
    static model::Principal test_user_session() {
        auto user = test_user();
        user.session_issued_at = kTestTime;
        return user;
    }

    std::optional<Credential> find_key(std::string_view access_key_id) const override {
        const auto found = keys.find(std::string{access_key_id});
        if (found == keys.end()) {
            return std::nullopt;
        }
        const auto& key = found->second;
        return Credential{key.secret, key.active, key.principal};
    }

    std::optional<ApiKey> find_api_key(std::string_view alias) const override {
        const auto found = api_keys.find(std::string{alias});
        if (found == api_keys.end()) {
            return std::nullopt;
        }
        const auto& key = found->second;
        return ApiKey{key.salt, key.hash, key.active, key.expires_at, key.principal};
    }

    bool role_exists(AccountId, std::string_view role_id) const override {
        return roles.contains(std::string{role_id});
    }

    std::map<std::string, Key> keys;
    std::map<std::string, KnownApiKey> api_keys;
    std::set<std::string> roles = {"AROAEXAMPLE"};
};

inline SessionTokens test_tokens() {
    return SessionTokens{SealingKey{{1, 2, 3}}};
}

/// A request that owns its parts, so that tests can change them.
struct OwnedRequest {
    std::string method = "POST";
    std::string path = "/model/a.b%3A0/converse";
    std::string query;
    std::string body = R"({"messages":[]})";
    std::vector<Header> headers = {{"host", "localhost:8080"},
                                   {"content-type", "application/json"}};

    /// Valid until `this` changes.
    SignedRequest view() {
        views_.clear();
        for (const auto& header : headers) {
            views_.push_back({header.name, header.value});
        }
        return {.method = method, .path = path, .query = query, .body = body, .headers = views_};
    }

    Header* find(std::string_view name) {
        for (auto& header : headers) {
            if (header.name == name) {
                return &header;
            }
        }
        return nullptr;
    }

    void remove(std::string_view name) {
        std::erase_if(headers, [&](const Header& h) { return h.name == name; });
    }

private:
    std::vector<HeaderView> views_;
};

inline SigningIdentity test_identity() {
    return {.access_key_id = kTestKey,
            .secret = kTestSecret,
            .session_token = {},
            .region = "us-east-1",
            .service = "bedrock"};
}

/// Signs `request` in its header, adding what sign() gives.
inline void add_signature(OwnedRequest& request, const SigningIdentity& identity = test_identity(),
                          Time now = kTestTime) {
    auto added = sign(request.view(), identity, now).value();
    for (auto& header : added) {
        request.headers.push_back(std::move(header));
    }
}

}  // namespace licet::auth
