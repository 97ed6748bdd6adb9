// SPDX-License-Identifier: Apache-2.0
#include "cli/table.h"

#include <gtest/gtest.h>

namespace licet::cli {
namespace {

TEST(Table, ColumnsAreAsWideAsWhatTheyHoldAndKeepTheirWidth) {
    Table table{{"MAY", "REASON", "PRINCIPAL"}};
    table.add({"yes", "service_control_policy_missing_allow", "arn:aws:iam::1:root"});
    table.add({"no", "granted", ""});
    EXPECT_EQ(table.take(),
              "MAY  REASON                                PRINCIPAL\n"
              "yes  service_control_policy_missing_allow  arn:aws:iam::1:root\n"
              "no   granted\n");
    table.add({"yes", "granted", "x"});
    EXPECT_EQ(table.take(), "yes  granted                               x\n");
}

}  // namespace
}  // namespace licet::cli
