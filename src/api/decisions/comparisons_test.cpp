// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/comparisons.h"

#include "api/decisions/simulation.h"

#include <gtest/gtest.h>

namespace licet::api::decisions {
namespace {

TEST(ComparisonsTest, KeepsTheNewestOfEachAccountAndSoManyInAll) {
    Comparisons kept;
    const auto make = [] { return std::make_shared<const Comparison>(); };
    const auto first = make();
    kept.keep(AccountId{1}, "a", first);
    EXPECT_EQ(kept.find(AccountId{1}, "a"), first);
    EXPECT_EQ(kept.find(AccountId{1}, "b"), nullptr);
    EXPECT_EQ(kept.find(AccountId{2}, "a"), nullptr);
    kept.keep(AccountId{1}, "b", make());
    EXPECT_EQ(kept.find(AccountId{1}, "a"), nullptr);

    kept.keep(AccountId{1}, "a", first);
    for (std::uint64_t account = 2; account <= Comparisons::kKeptMax; ++account) {
        kept.keep(AccountId{account}, "a", make());
    }
    EXPECT_EQ(kept.find(AccountId{1}, "a"), first);
    kept.keep(AccountId{100}, "a", make());
    EXPECT_EQ(kept.find(AccountId{1}, "a"), first);  // used later than that of account 2
    EXPECT_EQ(kept.find(AccountId{2}, "a"), nullptr);
}

}  // namespace
}  // namespace licet::api::decisions
