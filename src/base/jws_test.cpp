// SPDX-License-Identifier: Apache-2.0
#include "base/jws.h"

#include "base/sample_rsa_keys_test.h"

#include <gtest/gtest.h>

namespace licet::jws {
namespace {

// Made by the openssl program with sample::kRsaKey: its thumbprint, the first two parts of a token
// whose payload is {"sub":"t-1"}, and signatures of them.
constexpr std::string_view kKeyId = "EiV_-EUQbVNJitwntuFdxrQ9cNJsHoy5vRsuA5uFWd4";
constexpr std::string_view kSigned =
    "eyJhbGciOiJQUzM4NCIsInR5cCI6IkpXVCIsImtpZCI6IkVpVl8tRVVRYlZOSml0d250dUZkeHJROWNOSnNIb3k1"
    "dlJzdUE1dUZXZDQifQ.eyJzdWIiOiJ0LTEifQ";
constexpr std::string_view kSignature =  // PS384
    "DF1oY6LKPYM78BUXiOqg8NbIVqXLHaTaJBQn_-CvHjM0AibyPxZ6uthmQezDA53Ayr6BfSDW8UA3tnO9JHkJQsLI"
    "dSJi48AnVPIKeP4j_Z_xObW6uLjcrdefiO32HhVEpKAILkExxjGalfhyKIP0EoR5sJMU5oKfjPTBin2moxxJUYyW"
    "E82_Es7AX9y5TvaPD1YE6PM0_LUKhDarjMAsHGjx3XxinMpVhC0Q8N7GKRSSwXNcCRwTfeWYWuJFDCfyOMVoc7xj"
    "AJc0ghk4TVOwlhYhD-Zrk-O_vdEAUXBAynVQy-RpKAFAx6_Uw0q7BrKX4CfnZEaZr5kMdRf0G2sKFg";
constexpr std::string_view kShortSalt =  // as kSignature, but with a salt of 32 bytes
    "MbJPpw7YOXwBjIuPreXhIUYrgO2bZsy-SBPyuN-"
    "3y___tkPaoPdKWW3YHaBnGGzXX4OypbKkN9fMBlK9fC_YuVKF6XwnVvfHUPsw87Y4FVixmjmjiaiGLe5Z2xbDzoA"
    "lk20wlCEYjC13TVV8dOKhglIbZAKNS9zJplxzPvAyUzF-W3juhYEl8aMCf9hidP7LK19zIDPW9uuo94N-"
    "jBJeZsBcKrosL_T4Jh-XOuutxMs_fPd_ahBzKjDb0ypK-KyifmiKYdPFjU7S5v3mfbBxKQ5uU87Jx61VZXSRo7ig"
    "LyholawvRiGuP61moOQaskadn9dDKKakKHKzSlBp6XZNgg";
constexpr std::string_view kPkcs1 =  // RS384
    "J2_fchtNdQICcu7TkCaGM96bOFSPmaEuBNLDXj9AylgBqEbuuOatUKiLDy5s5uhAqRsKBI6R4xcIa0kN1nMfAr-"
    "l6Koi3H5i2VnMMh4J__eefWt9HrkwXsdpAgEx-"
    "G58Em7pl2QmJizBvssOmuMR6wgCcfp3cZZc0Oq8nYVUM6dpeIS4XilTMoJWEgsDGhdf3JeAlwthA3pSTmcuWb4lv"
    "B133ythj-"
    "hWo0pZJypN41qyp4_fNG0L3Z8Y7oMbVSexXNOzzuUmQGpHhOdpt8qxtkA5PeydgL_8xS4RSjQLiXNSACMXLzG-"
    "CixoPih7vtsMNQx2ZVzfu5B8sYlviyYmrA";
constexpr std::string_view kSha256 =  // PS256
    "LcW_5e7w4lO1-qb1GmsLGBYopoZoM5hmFjK0rQmdwBOwQYX2OXjFP3iDESxlyH6SaSnIkPtWxI-_tOQHQH2sCFCD"
    "d5tErtbSvyWzLB46Fu9wXL1URqwvsz_H9RIxvERb4yZnVGcFbKNXFkIc70mPGTwq3uqF92moNzon5CYrqBJdq6H3"
    "0zCcG26xW4VfWDIVxPiz02c4TTcNnVv_5SZyofl9hg8JhI1yxGrpMsD1fHIPbbYsBN7bnN9RAP86zU-"
    "EI1_ywgdd9I43Z1LLBCGahUyg8xMngehHr6ja73vV0kx7J08mBFqbdVnAGuTO4GqTPQRap65e06Avnbpd6isk2Q";

std::string token_of(std::string_view signature) {
    return std::string{kSigned} + "." + std::string{signature};
}

std::string encoded(std::string_view text) {
    return to_base64url(as_bytes(text));
}

/// Whether the token is read and its signature is the sample key's.
bool verifies(std::string_view token, std::string_view key = sample::kRsaKey) {
    const auto parsed = parse(token);
    return parsed.ok() && verify(*parsed, sample::rsa_key(key).public_key()).ok();
}

TEST(Jws, TakesWhatAnotherProgramSigned) {
    EXPECT_EQ(thumbprint(sample::rsa_key().public_key()), kKeyId);
    const auto parsed = parse(token_of(kSignature));
    ASSERT_TRUE(parsed.ok()) << parsed.error().message;
    EXPECT_EQ(parsed->key_id, kKeyId);
    EXPECT_EQ(parsed->payload, R"({"sub":"t-1"})");
    EXPECT_TRUE(verify(*parsed, sample::rsa_key().public_key()).ok());
}

/// Source: RFC 7518 section 3.5: SHA-384, MGF1 with it, and a salt of its length.
TEST(Jws, TakesNoOtherScheme) {
    EXPECT_FALSE(verifies(token_of(kShortSalt)));
    EXPECT_FALSE(verifies(token_of(kPkcs1)));
    EXPECT_FALSE(verifies(token_of(kSha256)));
}

TEST(Jws, TakesNoOtherKey) {
    EXPECT_FALSE(verifies(token_of(kSignature), sample::kOtherRsaKey));
}

TEST(Jws, TheSizeIsKnownBeforeItIsSigned) {
    const RsaKey key = sample::rsa_key();
    for (std::size_t size = 0; size < 9; ++size) {
        const std::string payload(size, 'x');
        EXPECT_EQ(signed_size(kKeyId, payload), sign(key, kKeyId, payload).size());
        const auto id = std::string{kKeyId.substr(size)};
        EXPECT_EQ(signed_size(id, "{}"), sign(key, id, "{}").size());
    }
}

TEST(Jws, SignsWhatItVerifies) {
    const RsaKey key = sample::rsa_key();
    const auto token = sign(key, thumbprint(key.public_key()), R"({"a":"\u00e9"})");
    EXPECT_TRUE(verifies(token));
    EXPECT_EQ(parse(token)->payload, R"({"a":"\u00e9"})");
    EXPECT_NE(token, sign(key, thumbprint(key.public_key()), R"({"a":"\u00e9"})"));  // the salt
}

TEST(Jws, AnyChangeOfACharacterIsNoticed) {
    const std::string good = token_of(kSignature);
    ASSERT_TRUE(verifies(good));
    for (std::size_t at = 0; at < good.size(); at += 7) {
        std::string bad = good;
        bad[at] = bad[at] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(verifies(bad)) << at;
    }
    EXPECT_FALSE(verifies(good.substr(0, good.size() - 1)));
    EXPECT_FALSE(verifies(good + "A"));
    EXPECT_FALSE(verifies(good + "="));
    EXPECT_FALSE(verifies(good + "."));
    EXPECT_FALSE(verifies(" " + good));
    EXPECT_FALSE(verifies(std::string{kSigned} + "."));
}

/// Source: RFC 8725 sections 3.1 and 3.2.
TEST(Jws, RefusesHeadersThatNeedNotBeUnderstood) {
    const auto refusal = [](std::string_view header) {
        const auto parsed = parse(encoded(header) + "." + encoded("{}") + "." + encoded("x"));
        return parsed.ok() ? "" : parsed.error().message;
    };
    EXPECT_EQ(refusal(R"({"alg":"PS384","kid":"k"})"), "");
    EXPECT_EQ(refusal(R"({"alg":"PS384","typ":"JWT","kid":"k"})"), "");
    for (const auto* header : {R"({"alg":"none","kid":"k"})", R"({"alg":"None","kid":"k"})",
                               R"({"alg":"ps384","kid":"k"})", R"({"alg":"PS256","kid":"k"})",
                               R"({"alg":"RS384","kid":"k"})", R"({"alg":"HS384","kid":"k"})",
                               R"({"alg":"PS384","typ":"JOSE","kid":"k"})"}) {
        EXPECT_EQ(refusal(header), "the token is not a JWT signed by PS384") << header;
    }
    for (const auto* header :
         {"", "null", "[]", "{}", R"({"kid":"k"})", R"({"alg":"PS384"})",
          R"({"alg":"PS384","alg":"none","kid":"k"})", R"({"alg":["PS384"],"kid":"k"})",
          R"({"alg":"PS384","kid":"k","crit":["exp"]})",
          R"({"alg":"PS384","kid":"k"} )"
          "x",
          R"({"alg":"PS384","kid":"k","jwk":{}})",
          R"({"alg":"PS384","kid":"k","jku":"http://127.0.0.1/"})",
          R"({"alg":"PS384","kid":"k","b64":false})"}) {
        EXPECT_EQ(refusal(header), "the token's header is not one of a JWT signed by PS384")
            << header;
    }
    EXPECT_EQ(refusal(R"({"alg":"PS384","kid":""})"), "the token's header names no key");
    EXPECT_EQ(refusal(R"({"alg":"PS384","kid":")" + std::string(kKeyIdMax + 1, 'k') + "\"}"),
              "the token's header names no key");
}

TEST(Jws, RefusesWhatHasNotThreePartsOrIsTooLong) {
    for (const auto* token : {"", ".", "a.b", "..", "...", "a.b.c.d"}) {
        EXPECT_FALSE(parse(token).ok()) << token;
    }
    EXPECT_EQ(parse(std::string(kTokenMax + 1, '.')).error().message, "the token is too long");
}

}  // namespace
}  // namespace licet::jws
