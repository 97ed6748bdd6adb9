// SPDX-License-Identifier: Apache-2.0
#include "log/memory/memory_log.h"

#include "log/conformance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::log {
namespace {

class MemoryBackend final : public LogBackend {
public:
    std::unique_ptr<Log> open() override { return store_.reopen(); }
    void with_broken_store(Log& log, const std::function<void()>& action) override {
        static_cast<MemoryLog&>(log).fail_append_after(0);
        action();
    }

private:
    MemoryLog store_;
};

INSTANTIATE_TEST_SUITE_P(Memory, LogConformance, testing::Values(MakeLogBackend{[] {
                             return std::make_unique<MemoryBackend>();
                         }}));

using Bodies = std::vector<std::string>;

TEST(MemoryLogTest, FaultsStrikeOnceAndWhereTold) {
    MemoryLog log;
    const auto epoch = log.begin_epoch().value();
    log.fail_append_after(1);
    EXPECT_TRUE(log.append(0, epoch, Bodies{"a"}).ok());
    EXPECT_EQ(log.append(1, epoch, Bodies{"b"}).error().kind, ErrorKind::unavailable);
    EXPECT_TRUE(log.append(1, epoch, Bodies{"c"}).ok());
    log.fail_append_after(0, Fault::acknowledgment_lost);
    EXPECT_EQ(log.append(2, epoch, Bodies{"d"}).error().kind, ErrorKind::unavailable);
    EXPECT_EQ(log.head(), 3U);
    EXPECT_EQ(verify(log).value().records, 3U);
}

TEST(MemoryLogTest, VerificationNamesTheFirstAlteredRecord) {
    MemoryLog log;
    ASSERT_TRUE(log.append(0, log.begin_epoch().value(), Bodies{"a", "b", "c", "d"}).ok());
    log.tamper(4, "x");
    log.tamper(3, "x");
    const auto report = verify(log).value();
    EXPECT_EQ(report.first_bad, Revision{3});
    EXPECT_EQ(report.records, 2U);
    EXPECT_THAT(report.problem, testing::HasSubstr("revision 3"));
}

}  // namespace
}  // namespace licet::log
