// SPDX-License-Identifier: Apache-2.0
#include "base/rsa.h"

#include "base/sample_rsa_keys_test.h"

#include <gtest/gtest.h>

#include <future>

namespace licet {
namespace {

TEST(Rsa, KeyIsReadBackAsItWasWritten) {
    const RsaKey key = sample::rsa_key();
    const auto again = RsaKey::parse(key.pkcs8());
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->public_key(), key.public_key());
    EXPECT_TRUE(verify_ps384(key.public_key(), "data", again->sign_ps384("data")).ok());
    EXPECT_FALSE(verify_ps384(key.public_key(), "other", again->sign_ps384("data")).ok());
    EXPECT_NE(key.public_key(), sample::rsa_key(sample::kOtherRsaKey).public_key());
}

TEST(Rsa, RefusesWhatIsNoKey) {
    const std::string good = sample::rsa_key().pkcs8();
    EXPECT_FALSE(RsaKey::parse("").ok());
    EXPECT_FALSE(RsaKey::parse(good + "x").ok());
    EXPECT_FALSE(RsaKey::parse(good.substr(0, good.size() - 1)).ok());
    const std::string signature = sample::rsa_key().sign_ps384("data");
    const RsaPublicKey key = sample::rsa_key().public_key();
    for (const RsaPublicKey& bad :
         {RsaPublicKey{}, RsaPublicKey{key.n, ""}, RsaPublicKey{"", key.e},
          RsaPublicKey{key.n + "=", key.e}, RsaPublicKey{"AA" + key.n, key.e},
          RsaPublicKey{key.n.substr(0, key.n.size() / 2), key.e}}) {
        EXPECT_FALSE(verify_ps384(bad, "data", signature).ok()) << bad.n << " " << bad.e;
    }
    EXPECT_FALSE(verify_ps384(key, "data", "").ok());
    EXPECT_FALSE(verify_ps384(key, "data", signature + "x").ok());
}

TEST(Rsa, MakingAKeyIsBrokenOff) {
    const std::atomic<bool> cancelled{true};
    EXPECT_FALSE(RsaKey::generate(cancelled).has_value());
}

TEST(SpareRsaKey, GivesAKeyThatSigns) {
    SpareRsaKey source;
    std::promise<void> made;
    source.when_spare([&] { made.set_value(); });
    made.get_future().get();
    const auto key = source.try_take();
    ASSERT_TRUE(key.has_value());
    EXPECT_TRUE(verify_ps384(key->public_key(), "data", key->sign_ps384("data")).ok());
}

TEST(SpareRsaKey, LetsNobodyWaitOnceItIsClosed) {
    SpareRsaKey source;
    int called = 0;
    source.when_spare([&] { ++called; });
    source.close();
    source.when_spare([&] { ++called; });
    EXPECT_EQ(called, 2);
}

TEST(SpareRsaKey, EndsWhileAKeyIsBeingMade) {
    const SpareRsaKey source;
}

}  // namespace
}  // namespace licet
