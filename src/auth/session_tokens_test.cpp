// SPDX-License-Identifier: Apache-2.0
#include "auth/session_tokens.h"

#include "auth/refusal.h"
#include "auth/sigv4_fixture.h"
#include "base/encoding.h"

#include <gtest/gtest.h>

namespace licet::auth {
namespace {

using namespace std::chrono_literals;

std::string_view refusal_of(const Result<Session>& result) {
    return result.ok() ? std::string_view{} : result.error().name;
}

std::string_view name(Refusal refusal) {
    return name_of(refusal);
}

TEST(SessionTokens, GiveBackWhatTheyWereIssuedFor) {
    SeededRandom random{1};
    const auto tokens = test_tokens();
    const auto issued =
        tokens.issue(FakeCredentials::test_role(), "", kTestTime + 1h, random).value();
    EXPECT_EQ(issued.access_key_id.size(), 20U);
    EXPECT_TRUE(issued.access_key_id.starts_with("ASIA"));
    EXPECT_EQ(issued.secret.size(), 40U);
    EXPECT_TRUE(from_base64(issued.session_token).ok());

    const auto session = tokens.open(issued.session_token, issued.access_key_id, kTestTime).value();
    auto expected = FakeCredentials::test_role();
    expected.access_key_id = issued.access_key_id;
    expected.session_expires_at = kTestTime + 1h;
    EXPECT_EQ(session.principal, expected);
    EXPECT_EQ(session.secret, issued.secret);
    EXPECT_EQ(session.parent_access_key_id, "");
}

TEST(SessionTokens, KeepTheKeyAUserMadeThemWith) {
    SeededRandom random{2};
    const auto tokens = test_tokens();
    const auto issued =
        tokens.issue(FakeCredentials::test_user_session(), kTestKey, kTestTime + 1h, random)
            .value();
    const auto session = tokens.open(issued.session_token, issued.access_key_id, kTestTime).value();
    EXPECT_EQ(session.parent_access_key_id, kTestKey);
    EXPECT_EQ(session.principal.kind, model::PrincipalKind::user);
}

TEST(SessionTokens, KeepThatTheyWereGivenForAToken) {
    SeededRandom random{9};
    const auto tokens = test_tokens();
    for (const bool bearer : {false, true}) {
        auto who = FakeCredentials::test_role();
        who.token_bearer = bearer;
        const auto issued = tokens.issue(who, "", kTestTime + 1h, random).value();
        const auto session =
            tokens.open(issued.session_token, issued.access_key_id, kTestTime).value();
        EXPECT_EQ(session.principal.token_bearer, bearer);
        EXPECT_EQ(session.principal.kind, model::PrincipalKind::assumed_role);
    }
}

TEST(SessionTokens, AreNeverTheSameTwice) {
    SystemRandom random;
    const auto tokens = test_tokens();
    const auto who = FakeCredentials::test_role();
    const auto a = tokens.issue(who, "", kTestTime, random).value();
    const auto b = tokens.issue(who, "", kTestTime, random).value();
    EXPECT_NE(a.access_key_id, b.access_key_id);
    EXPECT_NE(a.secret, b.secret);
    EXPECT_NE(a.session_token, b.session_token);
}

TEST(SessionTokens, AreGoneExactlyAtTheirExpiry) {
    SeededRandom random{3};
    const auto tokens = test_tokens();
    const auto issued = tokens.issue(FakeCredentials::test_role(), "", kTestTime, random).value();
    const auto open = [&](Time now) {
        return tokens.open(issued.session_token, issued.access_key_id, now);
    };
    EXPECT_TRUE(open(kTestTime - 1ms).ok());
    EXPECT_EQ(refusal_of(open(kTestTime)), name(Refusal::expired_token));
}

TEST(SessionTokens, OpenForTheirOwnKeyOnly) {
    SeededRandom random{4};
    const auto tokens = test_tokens();
    const auto issued =
        tokens.issue(FakeCredentials::test_role(), "", kTestTime + 1h, random).value();
    EXPECT_EQ(refusal_of(tokens.open(issued.session_token, "ASIAOTHER", kTestTime)),
              name(Refusal::unknown_client));
    const SessionTokens others{SealingKey{{9}}};
    EXPECT_EQ(refusal_of(others.open(issued.session_token, issued.access_key_id, kTestTime)),
              name(Refusal::unknown_client));
}

TEST(SessionTokens, DoNotOpenOnceAltered) {
    SeededRandom random{5};
    const auto tokens = test_tokens();
    const auto issued =
        tokens.issue(FakeCredentials::test_role(), "", kTestTime + 1h, random).value();
    for (std::size_t i = 0; i < issued.session_token.size(); ++i) {
        auto altered = issued.session_token;
        altered[i] = altered[i] == 'A' ? 'B' : 'A';
        EXPECT_EQ(refusal_of(tokens.open(altered, issued.access_key_id, kTestTime)),
                  name(Refusal::unknown_client))
            << i;
    }
    for (const std::string_view bad : {"", "AAAA", "not base64"}) {
        EXPECT_EQ(refusal_of(tokens.open(bad, issued.access_key_id, kTestTime)),
                  name(Refusal::unknown_client));
    }
    const std::string huge(SessionTokens::kMaxTokenLength + 4, 'A');
    EXPECT_EQ(refusal_of(tokens.open(huge, issued.access_key_id, kTestTime)),
              name(Refusal::unknown_client));
}

TEST(SessionTokens, AreDecodedStrictly) {
    // What the right key sealed is still not trusted to be well-formed.
    SeededRandom random{6};
    const SealingKey master{{1, 2, 3}};
    const auto key = master.derive("sts-session-token");
    const auto opens = [&](std::string_view bytes) {
        const auto sealed = key.seal(bytes, "ASIAX", random);
        return test_tokens().open(to_base64(as_bytes(sealed)), "ASIAX", kTestTime).ok();
    };
    std::string good = from_hex("0302000000000000007b00002000000000000000100000000000").value();
    good += std::string(12, '\0');  // arn, id, name, role id, source identity, parent: empty
    good += std::string("\0\x28", 2) + std::string(40, 's');
    EXPECT_TRUE(opens(good));
    EXPECT_FALSE(opens(good + "x"));
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_FALSE(opens(good.substr(0, size))) << size;
    }
    auto bad = good;
    bad[0] = 2;  // version: it could not tell when the session began
    EXPECT_FALSE(opens(bad));
    bad = good;
    bad[1] = 4;  // kind
    EXPECT_FALSE(opens(bad));
    bad = good;
    bad[9] = 0;  // account 0
    EXPECT_FALSE(opens(bad));
    bad = good;
    bad[2] = 1;  // an account of too many digits
    EXPECT_FALSE(opens(bad));
}

TEST(SessionTokens, RefuseTextsThatAreTooLong) {
    SeededRandom random{7};
    auto who = FakeCredentials::test_role();
    who.arn.assign(SessionTokens::kMaxTextLength + 1, 'a');
    const auto result = test_tokens().issue(who, "", kTestTime, random);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().kind, ErrorKind::invalid);
}

TEST(SessionTokens, HoldTheLongestTexts) {
    SeededRandom random{8};
    const auto tokens = test_tokens();
    const std::string longest(SessionTokens::kMaxTextLength, 'a');
    auto who = FakeCredentials::test_role();
    who.arn = who.id = who.name = who.role_id = who.source_identity = longest;
    const auto issued = tokens.issue(who, longest, kTestTime + 1h, random).value();
    EXPECT_LE(issued.session_token.size(), SessionTokens::kMaxTokenLength);
    EXPECT_TRUE(tokens.open(issued.session_token, issued.access_key_id, kTestTime).ok());
}

}  // namespace
}  // namespace licet::auth
