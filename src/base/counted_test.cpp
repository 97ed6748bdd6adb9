// SPDX-License-Identifier: Apache-2.0
#include "base/counted.h"

#include <gtest/gtest.h>

namespace licet {
namespace {

TEST(Counted, OneIsSingular) {
    EXPECT_EQ(counted(0, "item"), "0 items");
    EXPECT_EQ(counted(1, "item"), "1 item");
    EXPECT_EQ(counted(2, "member account"), "2 member accounts");
}

}  // namespace
}  // namespace licet
