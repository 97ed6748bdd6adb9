// SPDX-License-Identifier: Apache-2.0
#include "obs/logger.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace licet::obs {
namespace {

struct LoggerTest : testing::Test {
    ManualClock clock{from_epoch_ms(1'795'419'494'123)};
    std::string lines;
    Logger logger{clock, Level::info, [this](std::string_view line) { lines += line; }};
};

TEST_F(LoggerTest, LineHasTimeLevelMessageAndFields) {
    logger.info("server started", {{"port", 8080}, {"address", "127.0.0.1"}});
    EXPECT_EQ(lines, "2026-11-23T07:38:14.123Z info  server started port=8080 address=127.0.0.1\n");
}

TEST_F(LoggerTest, HostileValuesStayInsideTheirField) {
    logger.warn("refused\n2026 error faked", {{"path", "/a b\"\\\r\n\x1b"}, {"empty", ""}});
    EXPECT_EQ(lines,
              "2026-11-23T07:38:14.123Z warn  refused\\n2026 error faked "
              "path=\"/a b\\\"\\\\\\x0d\\n\\x1b\" empty=\"\"\n");
}

// Issue 5, 6.
TEST_F(LoggerTest, LinesAreJsonWhereThatIsAskedFor) {
    logger.set_format(Format::json);
    logger.info("server started", {{"port", 8080}, {"address", "127.0.0.1"}, {"number", "7"}});
    logger.error("a\"b\n",
                 {{"path", "/\xC3\xA4\"\\\r\n\x1b"}, {"bytes", "\xFF\xC3"}, {"empty", ""}});
    logger.set_format(Format::text);
    logger.warn("x", {{"n", -1}});
    EXPECT_EQ(lines,
              R"({"time":"2026-11-23T07:38:14.123Z","level":"info","message":"server started",)"
              R"("port":8080,"address":"127.0.0.1","number":"7"})"
              "\n"
              R"({"time":"2026-11-23T07:38:14.123Z","level":"error","message":"a\"b\n",)"
              "\"path\":\"/\xC3\xA4\\\"\\\\\\r\\n\\u001b\",\"bytes\":\"??\",\"empty\":\"\"}\n"
              "2026-11-23T07:38:14.123Z warn  x n=-1\n");
}

TEST_F(LoggerTest, LinesBelowTheThresholdAreNotWritten) {
    logger.debug("detail");
    EXPECT_EQ(lines, "");
    EXPECT_FALSE(logger.enabled(Level::debug));
    EXPECT_TRUE(logger.enabled(Level::error));
}

TEST_F(LoggerTest, LinesOfManyThreadsDoNotMix) {
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([this, thread] {
            for (int i = 0; i < 100; ++i) {
                logger.error("x", {{"thread", thread}});
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 400);
    EXPECT_EQ(lines.size(),
              400 * (std::string_view{"2026-11-23T07:38:14.123Z error x thread=0\n"}.size()));
}

}  // namespace
}  // namespace licet::obs
