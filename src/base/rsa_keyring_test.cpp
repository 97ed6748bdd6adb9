// SPDX-License-Identifier: Apache-2.0
#include "base/rsa_keyring.h"

#include "base/sample_rsa_keys_test.h"

#include <gtest/gtest.h>

namespace licet {
namespace {

TEST(RsaKeyring, KeepsTheKeysUsedLast) {
    sample::RsaKeys source;
    RsaKeyring keyring{source};
    const RsaKey key = sample::rsa_key();
    for (std::size_t i = 0; i < RsaKeyring::kOpenMax; ++i) {
        keyring.keep(std::to_string(i), key);
    }
    EXPECT_EQ(keyring.find("0")->public_key(), key.public_key());
    keyring.keep("one more", key);
    EXPECT_TRUE(keyring.find("0").has_value());
    EXPECT_FALSE(keyring.find("1").has_value()) << "it was unused longest";
    EXPECT_TRUE(keyring.find("2").has_value());
    keyring.keep("2", sample::rsa_key(sample::kOtherRsaKey));
    EXPECT_NE(keyring.find("2")->public_key(), key.public_key());
    EXPECT_TRUE(keyring.find("3").has_value()) << "nothing makes room for the same name";
}

TEST(RsaKeyring, GivesANewKeyToOneNameOnly) {
    sample::RsaKeys source;
    RsaKeyring keyring{source};
    const auto first = keyring.find_or_take("a");
    EXPECT_EQ(keyring.find_or_take("a")->public_key(), first->public_key());
    EXPECT_NE(keyring.find_or_take("b")->public_key(), first->public_key());
    EXPECT_EQ(source.taken, 2);
    source.ready = false;
    EXPECT_FALSE(keyring.find_or_take("c").has_value());
    EXPECT_TRUE(keyring.find_or_take("b").has_value());
    EXPECT_EQ(source.taken, 2);
}

}  // namespace
}  // namespace licet
