// SPDX-License-Identifier: Apache-2.0
#include "base/crypto.h"

#include "base/encoding.h"

#include <gtest/gtest.h>

namespace licet {
namespace {

std::string hmac_hex(std::string_view key, std::string_view data) {
    return to_hex(hmac_sha256(as_bytes(key), data));
}

TEST(Sha256, MatchesThePublishedDigests) {
    // Source: FIPS 180-4 examples.
    EXPECT_EQ(to_hex(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(sha256("")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, OfPartsIsThatOfTheWhole) {
    const std::string_view parts[] = {"a", "", "bc"};
    EXPECT_EQ(sha256(parts), sha256("abc"));
}

TEST(HmacSha256, MatchesThePublishedVectors) {
    // Source: RFC 4231, test cases 1, 2, 6 and 7.
    EXPECT_EQ(hmac_hex(std::string(20, '\x0b'), "Hi There"),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(hmac_hex("Jefe", "what do ya want for nothing?"),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hmac_hex(std::string(131, '\xaa'),
                       "Test Using Larger Than Block-Size Key - Hash Key First"),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    EXPECT_EQ(hmac_hex(std::string(131, '\xaa'),
                       "This is a test using a larger than block-size key and a larger than "
                       "block-size data. The key needs to be hashed before being used by the HMAC "
                       "algorithm."),
              "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

TEST(SealingKey, OpensWhatItSealedForTheSameContextOnly) {
    SeededRandom random{1};
    const SealingKey key{{1, 2, 3}};
    auto sealed = key.seal("secret", "context", random);
    EXPECT_EQ(key.open(sealed, "context").value(), "secret");
    EXPECT_FALSE(key.open(sealed, "other").ok());
    EXPECT_FALSE(key.derive("purpose").open(sealed, "context").ok());
    EXPECT_FALSE(key.open(sealed.substr(0, 27), "context").ok());
    for (auto& byte : sealed) {
        byte = static_cast<char>(byte ^ 1);
        EXPECT_FALSE(key.open(sealed, "context").ok());
        byte = static_cast<char>(byte ^ 1);
    }
    EXPECT_EQ(key.open(key.seal("", "", random), "").value(), "");
}

}  // namespace
}  // namespace licet
