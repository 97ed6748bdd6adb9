// SPDX-License-Identifier: Apache-2.0
#include "quota/spent_file.h"

#include "base/full_disk.h"
#include "base/random.h"
#include "base/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace licet::quota {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr Time kTotal{};
constexpr SpentFile::Limits kLimits{.counters = 1'000};
const std::string kLongName(4'000, 'n');

struct SpentFileTest : testing::Test {
    TemporaryDirectory directory;
    std::filesystem::path path = directory.path() / "quotas";
    std::unique_ptr<SpentFile> file;
    Sums sums;

    void open() {
        file.reset();
        auto opened = SpentFile::open(path, kLimits).value();
        file = std::move(opened.file);
        sums = std::move(opened.sums);
    }
    std::filesystem::path journal(int number) const {
        return path.string() + '-' + std::to_string(number);
    }
    static void write(const std::filesystem::path& to, std::string_view text) {
        std::ofstream{to, std::ios::binary | std::ios::trunc} << text;
    }
    Result<void> spend(std::string_view counter, std::int64_t amount, Time window = kTotal) {
        std::string lines;
        append_spent(lines, counter, window, amount);
        return file->append(lines);
    }
    std::int64_t spent(const std::string& counter) const {
        const auto found = sums.find(counter);
        return found == sums.end() ? -1 : found->second.amount;
    }
    /// What a process would find that is started after this one was killed now.
    void open_after_kill() {
        const TemporaryDirectory copy;
        std::filesystem::copy(directory.path(), copy.path());
        sums = SpentFile::open(copy.path() / "quotas", kLimits).value().sums;
    }
    /// Appends lines of a counter of its own until a further journal is begun. @return how many
    std::int64_t fill_journal(int next) {
        std::int64_t count = 0;
        while (!std::filesystem::exists(journal(next))) {
            EXPECT_TRUE(spend(kLongName, 1).ok());
            ++count;
        }
        return count;
    }
};

// Peers, section 2, claim 2
TEST_F(SpentFileTest, WhatWasAppendedIsThereAfterAKill) {
    const Time later = from_epoch_ms(60'000);
    open();
    EXPECT_THAT(sums, IsEmpty());
    for (int round = 1; round <= 3; ++round) {
        ASSERT_TRUE(spend("a b", 2).ok());
        ASSERT_TRUE(spend("minute", 5, from_epoch_ms(0)).ok());
        ASSERT_TRUE(spend("minute", round, later).ok());
        open_after_kill();
        EXPECT_EQ(spent("a b"), 2 * round);
        EXPECT_EQ(sums.at("minute").window, later);
        open();
        EXPECT_EQ(spent("a b"), 2 * round);
    }
    EXPECT_EQ(spent("minute"), 1 + 2 + 3);
}

TEST_F(SpentFileTest, ACounterIsANumberOnceTheJournalNamesIt) {
    const Time later = from_epoch_ms(60'000);
    open();
    Numbering a;
    Numbering b;
    const std::array<Spending, 3> first{
        {{"a", kTotal, 2, &a}, {"b c", kTotal, 3, &b}, {"a", kTotal, 4, &a}}};
    ASSERT_TRUE(file->spend(first).ok());
    ASSERT_TRUE(file->spend({}).ok());
    Numbering in_next_window;
    const std::array<Spending, 3> second{
        {{"b c", kTotal, 1, &b}, {"a", later, 7, &in_next_window}, {"a", kTotal, 8, &a}}};
    ASSERT_TRUE(file->spend(second).ok());
    const auto written = read_file(journal(1), kLongName.size() << 10).value();
    EXPECT_EQ(written.substr(0, written.find('\0')),
              "#0 0 2 a\n#1 0 3 b c\n0 4\n1 1\n#2 60000 7 a\n0 8\n");
    open_after_kill();
    EXPECT_EQ(spent("b c"), 4);
    EXPECT_EQ(spent("a"), 7);
    EXPECT_EQ(sums.at("a").window, later);
}

TEST_F(SpentFileTest, EachJournalNumbersForItself) {
    open();
    Numbering a;
    const std::array<Spending, 1> one{{{"a", kTotal, 1, &a}}};
    ASSERT_TRUE(file->spend(one).ok());
    fill_journal(2);
    ASSERT_TRUE(file->spend(one).ok());
    ASSERT_TRUE(file->spend(one).ok());
    EXPECT_EQ(a.journal, 2U);
    open_after_kill();
    EXPECT_EQ(spent("a"), 3);
}

TEST_F(SpentFileTest, WhatAFullDiskKeptOutHasNoNumber) {
    open();
    Numbering a;
    Numbering b;
    const std::array<Spending, 1> one{{{"a", kTotal, 1, &a}}};
    ASSERT_TRUE(file->spend(one).ok());
    {
        const FullDisk full{std::filesystem::file_size(journal(1))};
        while (spend(kLongName, 1).ok()) {
        }
        const std::array<Spending, 2> two{{{kLongName, kTotal, 1, &b}, {"a", kTotal, 1, &a}}};
        ASSERT_FALSE(file->spend(two).ok());
    }
    EXPECT_EQ(b.journal, 0U);
    ASSERT_TRUE(file->spend(one).ok());
    const std::array<Spending, 1> other{{{"b", kTotal, 5, &b}}};
    ASSERT_TRUE(file->spend(other).ok());
    open_after_kill();
    EXPECT_EQ(spent("a"), 2);
    EXPECT_EQ(spent("b"), 5);
}

TEST_F(SpentFileTest, ANumberStandsForWhatBeginsAnew) {
    open();
    Numbering a;
    const std::array<Spending, 1> one{{{"a", kTotal, 3, &a}}};
    ASSERT_TRUE(file->spend(one).ok());
    std::string lines;
    append_forgotten(lines, "a");
    ASSERT_TRUE(file->append(lines).ok());
    ASSERT_TRUE(file->spend(one).ok());
    open();
    EXPECT_EQ(spent("a"), 3);
}

TEST_F(SpentFileTest, WhatIsForgottenBeginsAnew) {
    open();
    ASSERT_TRUE(spend("a", 2).ok());
    ASSERT_TRUE(spend("b", 3).ok());
    std::string lines;
    append_forgotten(lines, "a");
    append_forgotten(lines, "b");
    append_spent(lines, "b", kTotal, 1);
    ASSERT_TRUE(file->append(lines).ok());
    open();
    EXPECT_EQ(spent("a"), -1);
    EXPECT_EQ(spent("b"), 1);
}

// Issue 5, section 4: exact when killed, whenever that is.
TEST_F(SpentFileTest, AJournalCountsOnceWhereverAKillComes) {
    write(path, "journal 2\n0 1 a\n");
    write(journal(1), "0 1 a\n");  // is in the sums, and was to be removed
    write(journal(2), std::string{"0 10 a\n"} + '\0' + " 100 a\n");  // was being appended to
    write(journal(3), "0 1000 a\n0 10000 ");
    open();
    EXPECT_EQ(spent("a"), 1'011);
    for (int number = 1; number <= 3; ++number) {
        EXPECT_FALSE(std::filesystem::exists(journal(number))) << number;
    }
    open();
    EXPECT_EQ(spent("a"), 1'011);
}

TEST_F(SpentFileTest, WithoutSumsAllBeginsAnew) {
    open();
    ASSERT_TRUE(spend("a", 2).ok());
    file.reset();
    std::filesystem::remove(path);
    open();
    EXPECT_THAT(sums, IsEmpty());
    ASSERT_TRUE(spend("a", 1).ok());
    open();
    EXPECT_EQ(spent("a"), 1);
}

TEST_F(SpentFileTest, DamageIsNamed) {
    write(path, "journal 1\n");
    for (const auto* line :
         {"",         "x",      "0",       "0 ",         "2 1",       "0 1 ", "0 -1 c",
          " 0 1 c",   "0  1 c", "0 1x c",  "forgotten ", "journal 2", "#",    "#0 0 1 b",
          "#2 0 1 b", "#1 0 1", "# 0 1 b", "1 1",        "-1 1",      "0 -1", "0 1x"}) {
        write(journal(1), std::string{"#0 0 1 a\n"} + line + '\n');
        const auto opened = SpentFile::open(path, kLimits);
        ASSERT_FALSE(opened.ok()) << line;
        EXPECT_EQ(opened.error().kind, ErrorKind::invalid);
        EXPECT_THAT(opened.error().message, HasSubstr("quotas-1:2: damaged"));
    }
    write(path, "0 1 a\n\n");
    EXPECT_THAT(SpentFile::open(path, kLimits).error().message, HasSubstr("quotas:2: damag"));
}

TEST_F(SpentFileTest, AJournalThatIsMissingIsNamed) {
    write(path, "journal 1\n");
    write(journal(1), "0 1 a\n");
    write(journal(3), "0 1 a\n");
    const auto opened = SpentFile::open(path, kLimits);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().kind, ErrorKind::invalid);
    EXPECT_THAT(opened.error().message, HasSubstr("quotas-2` is missing"));
    EXPECT_TRUE(std::filesystem::exists(journal(1)) && std::filesystem::exists(journal(3)));
}

TEST_F(SpentFileTest, FullJournalsAreBroughtIntoTheSumsMeanwhile) {
    open();
    ASSERT_TRUE(spend("first", 7).ok());
    const auto count = fill_journal(2);
    ASSERT_TRUE(spend("first", 1).ok());
    file->wait();
    EXPECT_FALSE(std::filesystem::exists(journal(1)));
    EXPECT_LT(std::filesystem::file_size(path), 3 * kLongName.size());
    open_after_kill();
    EXPECT_EQ(spent("first"), 8);
    EXPECT_EQ(spent(kLongName), count);
}

/// Says after each line that it is there. Never returns.
[[noreturn]] void append_until_killed(const std::filesystem::path& path,
                                      const SpentFile::Limits& limits, int told) {
    const auto opened = SpentFile::open(path, limits);
    Numbering a;
    Numbering b;
    const std::array<Spending, 2> both{{{"a", kTotal, 1, &a}, {"b", kTotal, 2, &b}}};
    while (opened.ok() && opened->file->spend(both).ok()) {
        LICET_CHECK(::write(told, "+", 1) == 1);
    }
    ::_exit(1);
}

// Peers, section 2, claim 2
TEST_F(SpentFileTest, KilledWhileJournalsAreSummedUpItLosesAndInventsNothing) {
    constexpr SpentFile::Limits kSmall{.counters = 10, .journal_bytes = 500};
    SeededRandom random{1};
    std::int64_t least = 0;
    for (int life = 0; life < 30; ++life) {
        int told[2];
        ASSERT_EQ(::pipe(told), 0);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            append_until_killed(path, kSmall, told[1]);
        }
        ::close(told[1]);
        char word = 0;
        const auto hear = [&] { return ::read(told[0], &word, 1) == 1; };
        for (auto left = random.below(300); left > 0 && hear(); --left) {
            ++least;
        }
        ASSERT_EQ(::kill(child, SIGKILL), 0);
        ASSERT_EQ(::waitpid(child, nullptr, 0), child);
        while (hear()) {
            ++least;
        }
        ::close(told[0]);
        open();
        const auto found = std::max<std::int64_t>(spent("a"), 0);
        ASSERT_GE(found, least);
        ASSERT_LE(found, least + 1);
        ASSERT_EQ(std::max<std::int64_t>(spent("b"), 0), 2 * found);
        least = found;
        file.reset();
    }
    EXPECT_GT(least, 30);
}

TEST_F(SpentFileTest, AFullDiskTakesAllLinesOrNone) {
    open();
    ASSERT_TRUE(spend("a", 1).ok());
    const std::string two = "0 1 a\n0 1 " + kLongName + '\n';
    std::int64_t appended = 0;
    {
        const FullDisk full{std::filesystem::file_size(journal(1))};
        while (file->append(two).ok()) {
            ++appended;
        }
        EXPECT_FALSE(file->append(two).ok());
    }
    EXPECT_GT(appended, 1);
    open_after_kill();
    EXPECT_EQ(spent(kLongName), appended);
    EXPECT_EQ(spent("a"), 1 + appended);
    EXPECT_TRUE(file->append(two).ok());
    open();
    EXPECT_EQ(spent("a"), 2 + appended);
}

TEST_F(SpentFileTest, FullJournalsWaitForADiskThatTakesNoSums) {
    open();
    std::filesystem::create_directory(path.string() + ".new");  // in the way of new sums
    const auto count = fill_journal(2) + fill_journal(3);
    file.reset();
    std::filesystem::remove(path.string() + ".new");
    open();
    EXPECT_EQ(spent(kLongName), count);
}

}  // namespace
}  // namespace licet::quota
