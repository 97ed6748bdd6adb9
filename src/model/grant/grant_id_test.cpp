// SPDX-License-Identifier: Apache-2.0
#include "model/grant/grant_id.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace licet::model {
namespace {

TEST(GrantId, ANewGrantIsNoSubGrantAndItsOwnParent) {
    SeededRandom random{1};
    const auto grant = GrantId::random(random);
    EXPECT_FALSE(grant.part().has_value());
    EXPECT_EQ(grant.parent(), grant);
    EXPECT_EQ(GrantId::parse(grant.text()).value(), grant);
}

TEST(GrantId, SubGrantsLeadBackToTheirParentAndAccount) {
    EXPECT_TRUE(rc::check([](std::uint64_t seed, std::uint8_t generation) {
        SeededRandom random{seed};
        const auto parent = GrantId::random(random);
        const AccountId account{1 + random.below(kAccountNumbers - 1)};
        const auto sub = parent.sub_grant(account, generation);
        RC_ASSERT(sub != parent);
        RC_ASSERT((sub.part() == GrantId::Part{account, generation}));
        RC_ASSERT(sub.parent() == parent);
        RC_ASSERT(sub.sub_grant(account, generation) == sub);
    }));
}

TEST(GrantId, RefusesWhatIsNot32LowerCaseHexDigits) {
    EXPECT_FALSE(GrantId::parse("").ok());
    EXPECT_FALSE(GrantId::parse(std::string(31, 'a')).ok());
    EXPECT_FALSE(GrantId::parse(std::string(32, 'A')).ok());
    EXPECT_FALSE(GrantId::parse(std::string(32, 'g')).ok());
}

}  // namespace
}  // namespace licet::model
