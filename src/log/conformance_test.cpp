// SPDX-License-Identifier: Apache-2.0
#include "log/conformance.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace licet::log {

using testing::HasSubstr;

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(LogConformance);

namespace {

std::string body_of(Revision revision, std::size_t size) {
    std::string body = "r" + std::to_string(revision);
    body.resize(std::max(size, body.size()), '.');
    return body;
}

std::string text_of(const Record& record) {
    return std::to_string(record.revision) + ":" + record.body + " ";
}

using Bodies = std::vector<std::string>;

}  // namespace

Result<void> LogConformance::append(std::size_t count, std::size_t size) {
    Bodies bodies;
    const Revision after = log_->head();
    for (std::size_t i = 1; i <= count; ++i) {
        bodies.push_back(body_of(after + i, size));
    }
    return log_->append(after, epoch_, bodies);
}

std::string LogConformance::read(Revision from, std::size_t limit) {
    std::string out;
    const auto done = log_->read(from, limit, [&](const Record& record) -> Result<void> {
        out += text_of(record);
        return {};
    });
    EXPECT_TRUE(done.ok());
    return out;
}

std::string LogConformance::read_backward(Revision from, std::size_t limit) {
    std::string out;
    const auto done = log_->read_backward(from, limit, [&](const Record& record) -> Result<void> {
        out += text_of(record);
        return {};
    });
    EXPECT_TRUE(done.ok());
    return out;
}

TEST_P(LogConformance, AnEmptyLogIsAtRevisionZero) {
    EXPECT_EQ(log_->head(), 0U);
    EXPECT_EQ(log_->head_hash(), kGenesisHash);
    EXPECT_EQ(log_->hash_at(0).value(), kGenesisHash);
    EXPECT_EQ(log_->hash_at(1).error().kind, ErrorKind::not_found);
    EXPECT_EQ(read(1, 10), "");
    EXPECT_EQ(read_backward(1, 10), "");
    EXPECT_EQ(verify(*log_).value().records, 0U);
}

TEST_P(LogConformance, RecordsAreReadBackInOrder) {
    ASSERT_TRUE(append(3).ok());
    ASSERT_TRUE(append(2).ok());
    EXPECT_EQ(log_->head(), 5U);
    EXPECT_EQ(read(1, 100), "1:r1 2:r2 3:r3 4:r4 5:r5 ");
    EXPECT_EQ(read(0, 1), "1:r1 ");
    EXPECT_EQ(read(2, 3), "2:r2 3:r3 4:r4 ");
    EXPECT_EQ(read(5, 1), "5:r5 ");
    EXPECT_EQ(read(6, 1), "");
    EXPECT_EQ(read(1, 0), "");
    EXPECT_EQ(read(~Revision{0}, 1), "");
}

TEST_P(LogConformance, RecordsAreReadBackwards) {
    ASSERT_TRUE(append(5).ok());
    EXPECT_EQ(read_backward(5, 100), "5:r5 4:r4 3:r3 2:r2 1:r1 ");
    EXPECT_EQ(read_backward(~Revision{0}, 2), "5:r5 4:r4 ");
    EXPECT_EQ(read_backward(3, 2), "3:r3 2:r2 ");
    EXPECT_EQ(read_backward(1, 2), "1:r1 ");
    EXPECT_EQ(read_backward(0, 2), "");
    EXPECT_EQ(read_backward(3, 0), "");
}

TEST_P(LogConformance, EveryRecordIsChainedToTheOneBefore) {
    ASSERT_TRUE(append(2).ok());
    ASSERT_TRUE(append(1).ok());
    const auto first = chain(kGenesisHash, 1, "r1");
    const auto second = chain(first, 2, "r2");
    const auto third = chain(second, 3, "r3");
    EXPECT_EQ(log_->hash_at(1).value(), first);
    EXPECT_EQ(log_->hash_at(2).value(), second);
    EXPECT_EQ(log_->hash_at(3).value(), third);
    EXPECT_EQ(log_->head_hash(), third);
    EXPECT_EQ(log_->hash_at(4).error().kind, ErrorKind::not_found);
    EXPECT_EQ(log_->hash_at(~Revision{0}).error().kind, ErrorKind::not_found);
    const auto report = verify(*log_).value();
    EXPECT_EQ(report.records, 3U);
    EXPECT_EQ(report.first_bad, std::nullopt);
    EXPECT_EQ(report.problem, "");
}

TEST_P(LogConformance, BodiesComeBackByteForByte) {
    const Bodies bodies{"{\"a\":\"quote \\\" '; DROP TABLE record; --\"}",
                        "\xf0\x9f\xa6\x8a ünïcode", "line\nfeed\ttab", "%s ?1 $a"};
    ASSERT_TRUE(log_->append(0, epoch_, bodies).ok());
    Bodies found;
    ASSERT_TRUE(log_->read(1, 10,
                           [&](const Record& record) -> Result<void> {
                               found.push_back(record.body);
                               return {};
                           })
                    .ok());
    EXPECT_EQ(found, bodies);
}

TEST_P(LogConformance, AnAppendAfterTheWrongRevisionIsRefused) {
    ASSERT_TRUE(append(2).ok());
    for (const Revision after : {0, 1, 3}) {
        const auto refused = log_->append(after, epoch_, Bodies{"x"});
        EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
        EXPECT_THAT(refused.error().message, HasSubstr("is at revision 2"));
    }
    EXPECT_EQ(read(1, 10), "1:r1 2:r2 ");
}

TEST_P(LogConformance, AnAppendOfNothingOnlyChecks) {
    ASSERT_TRUE(append(1).ok());
    EXPECT_TRUE(log_->append(1, epoch_, {}).ok());
    EXPECT_EQ(log_->append(0, epoch_, {}).error().kind, ErrorKind::conflict);
    EXPECT_EQ(log_->head(), 1U);
    EXPECT_EQ(log_->head_hash(), log_->hash_at(1).value());
}

TEST_P(LogConformance, ABodyOutOfRangeSpoilsItsBatch) {
    for (const auto& bad : {std::string{}, std::string(kRecordBytesMax + 1, 'x')}) {
        EXPECT_EQ(log_->append(0, epoch_, Bodies{"good", bad}).error().kind, ErrorKind::invalid);
    }
    EXPECT_EQ(log_->append(kRevisionMax, epoch_, Bodies{"x"}).error().kind, ErrorKind::invalid);
    EXPECT_EQ(log_->head(), 0U);
    EXPECT_EQ(read(1, 10), "");
}

TEST_P(LogConformance, TheLargestBodyFits) {
    ASSERT_TRUE(append(1, kRecordBytesMax).ok());
    EXPECT_EQ(read(1, 1).size(), kRecordBytesMax + 3);
}

TEST_P(LogConformance, OnlyTheNewestEpochAppends) {
    ASSERT_TRUE(append(1).ok());
    const auto rival = backend_->open();
    const auto newer = rival->begin_epoch().value();
    EXPECT_GT(newer, epoch_);
    for (const auto stale : {epoch_, newer + 1, std::uint64_t{0}}) {
        EXPECT_EQ(log_->append(1, stale, Bodies{"x"}).error().kind, ErrorKind::conflict);
    }
    EXPECT_TRUE(rival->append(1, newer, Bodies{"rival"}).ok());
    EXPECT_EQ(log_->append(2, epoch_, Bodies{"x"}).error().kind, ErrorKind::conflict);
    EXPECT_EQ(log_->head(), 2U);
    EXPECT_EQ(read(1, 10), "1:r1 2:rival ");
}

TEST_P(LogConformance, NobodyAppendsBeforeAnEpochBegins) {
    const auto fresh = GetParam()();
    const auto log = fresh->open();
    EXPECT_EQ(log->append(0, 0, Bodies{"x"}).error().kind, ErrorKind::conflict);
    EXPECT_EQ(log->append(0, 1, Bodies{"x"}).error().kind, ErrorKind::conflict);
}

TEST_P(LogConformance, ReopeningFindsEverythingAndEpochsGrow) {
    ASSERT_TRUE(append(3).ok());
    const auto hash = log_->head_hash();
    log_.reset();
    log_ = backend_->open();
    EXPECT_EQ(log_->head(), 3U);
    EXPECT_EQ(log_->head_hash(), hash);
    const auto epoch = log_->begin_epoch().value();
    EXPECT_GT(epoch, epoch_);
    epoch_ = epoch;
    ASSERT_TRUE(append(1).ok());
    EXPECT_EQ(read(1, 10), "1:r1 2:r2 3:r3 4:r4 ");
    EXPECT_EQ(verify(*log_).value().records, 4U);
}

TEST_P(LogConformance, AFailedAppendLeavesNothingBehind) {
    ASSERT_TRUE(append(2, 1000).ok());
    const auto hash = log_->head_hash();
    backend_->with_broken_store(*log_, [&] { EXPECT_FALSE(append(64, 10'000).ok()); });
    EXPECT_EQ(log_->head(), 2U);
    EXPECT_EQ(log_->head_hash(), hash);
    EXPECT_EQ(read(3, 10), "");
    ASSERT_TRUE(append(1).ok());
    EXPECT_EQ(read(3, 10), "3:r3 ");
    log_.reset();
    log_ = backend_->open();
    EXPECT_EQ(verify(*log_).value().records, 3U);
}

TEST_P(LogConformance, BigBatchesAndLongReadsWork) {
    ASSERT_TRUE(append(5'000, 100).ok());
    ASSERT_TRUE(append(30, 1'000'000).ok());
    const auto report = verify(*log_).value();
    EXPECT_EQ(report.records, 5'030U);
    EXPECT_EQ(report.first_bad, std::nullopt);
    Revision expected = 5'030;
    const auto done = log_->read_backward(~Revision{0}, 6'000, [&](const Record& record) {
        EXPECT_EQ(record.revision, expected--);
        return Result<void>{};
    });
    EXPECT_TRUE(done.ok());
    EXPECT_EQ(expected, 0U);
}

TEST_P(LogConformance, AVisitorsErrorEndsTheReading) {
    ASSERT_TRUE(append(5).ok());
    int visits = 0;
    const auto stopped = log_->read(1, 10, [&](const Record& record) -> Result<void> {
        ++visits;
        return record.revision < 2 ? Result<void>{} : Error{ErrorKind::denied, "enough"};
    });
    EXPECT_EQ(stopped.error().message, "enough");
    EXPECT_EQ(visits, 2);
}

TEST_P(LogConformance, AVisitorMayUseTheLog) {
    ASSERT_TRUE(append(3).ok());
    const auto done = log_->read(1, 2, [&](const Record& record) -> Result<void> {
        EXPECT_EQ(read(record.revision + 1, 1),
                  text_of({record.revision + 1, body_of(record.revision + 1, 0), {}}));
        return append(1);
    });
    EXPECT_TRUE(done.ok());
    EXPECT_EQ(log_->head(), 5U);
}

TEST_P(LogConformance, ReadersSeeAPrefixBesideAnAppender) {
    constexpr Revision kRecords = 600;
    std::atomic<bool> failed{false};
    const auto read_all = [&] {
        ChainChecker checker;
        while (checker.revision() < kRecords && !failed) {
            const Revision before = log_->head();
            const auto done = log_->read(checker.revision() + 1, 100, [&](const Record& record) {
                return checker.check(record);
            });
            failed = !done.ok() ||
                     (checker.revision() < before && before - checker.revision() > kRecords);
            const auto waited =
                log_->wait_for(std::min(kRecords, checker.revision() + 1), Milliseconds{60'000});
            failed = failed || !waited.ok() || !waited.value();
        }
    };
    std::thread one{read_all};
    std::thread other{read_all};
    for (Revision i = 0; i < kRecords / 20; ++i) {
        EXPECT_TRUE(append(20, 500).ok());
    }
    one.join();
    other.join();
    EXPECT_FALSE(failed);
}

TEST_P(LogConformance, WaitingEndsWithTheRevisionOrTheTimeout) {
    EXPECT_TRUE(log_->wait_for(0, Milliseconds{0}).value());
    EXPECT_FALSE(log_->wait_for(1, Milliseconds{0}).value());
    EXPECT_FALSE(log_->wait_for(1, Milliseconds{1}).value());
    std::thread waiter{[&] { EXPECT_TRUE(log_->wait_for(2, Milliseconds{60'000}).value()); }};
    ASSERT_TRUE(append(1).ok());
    ASSERT_TRUE(append(1).ok());
    waiter.join();
    EXPECT_TRUE(log_->wait_for(1, Milliseconds{0}).value());
}

}  // namespace licet::log
