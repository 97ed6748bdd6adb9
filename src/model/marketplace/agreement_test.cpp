// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/agreement.h"

#include <gtest/gtest.h>

namespace licet::model {
namespace {

TEST(Agreements, EndAfterTheirDuration) {
    const auto end = [](std::string_view start, std::string_view duration) {
        const auto result = end_of(*parse_iso8601(start), duration);
        return result.ok() ? format_iso8601(*result) : "refused";
    };
    EXPECT_EQ(end("2026-11-23T07:38:14.123Z", "P365D"), "2027-11-23T07:38:14.123Z");
    EXPECT_EQ(end("2026-11-23", "P2W"), "2026-12-07T00:00:00Z");
    EXPECT_EQ(end("2026-11-23", "P1Y2M3W4D"), "2028-02-17T00:00:00Z");
    EXPECT_EQ(end("2026-08-31", "P1M"), "2026-09-30T00:00:00Z");
    EXPECT_EQ(end("2028-02-29T12:00:00Z", "P1Y"), "2029-02-28T12:00:00Z");
    EXPECT_EQ(end("2026-11-23", "P36525D"), "2126-11-24T00:00:00Z");
    for (const auto* bad : {"", "P", "PD", "P0D", "P-1D", "365D", "P1", "P1H", "PT1H", "P1D1D",
                            "P1D1Y", "P1.5D", "P36526D", "P99999999999D", "P1D ", "P101Y"}) {
        EXPECT_EQ(end("2026-11-23", bad), "refused") << bad;
    }
}

TEST(Agreements, EndBeforeTimeDoes) {
    EXPECT_EQ(*end_of(kTimeMax - std::chrono::hours{24}, "P1D"), kTimeMax);
    EXPECT_FALSE(end_of(kTimeMax - std::chrono::hours{24}, "P2D").ok());
}

TEST(Agreements, ExpireRightAfterTheirEnd) {
    Agreement agreement;
    EXPECT_EQ(status_at(agreement, Time::max()), AgreementStatus::ACTIVE);
    agreement.ends_at = from_epoch_ms(1000);
    EXPECT_EQ(status_at(agreement, from_epoch_ms(1000)), AgreementStatus::ACTIVE);
    EXPECT_EQ(status_at(agreement, from_epoch_ms(1001)), AgreementStatus::EXPIRED);
    agreement.status = AgreementStatus::CANCELLED;
    EXPECT_EQ(status_at(agreement, from_epoch_ms(1001)), AgreementStatus::CANCELLED);
}

}  // namespace
}  // namespace licet::model
