// SPDX-License-Identifier: Apache-2.0
#include "journal/journal.h"

#include "base/full_disk.h"
#include "base/temporary_directory.h"
#include "journal/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>

namespace licet::journal {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct JournalTest : testing::Test {
    TemporaryDirectory temporary;
    std::filesystem::path directory = temporary.path() / "journal";
    ManualClock clock{from_epoch_ms(1'795'419'494'000)};
    std::string messages;
    obs::Logger logger{clock, obs::Level::info, [this](auto line) { messages += line; }};
    Options options;
    std::unique_ptr<Journal> journal;

    void open() {
        journal.reset();
        journal = std::move(Journal::open(directory, options, clock, logger)).value();
    }

    Entry entry(const std::string& name) {
        return {.time = clock.now(), .event_name = name, .parameters = R"({"a":1})"};
    }

    Result<void> append(const std::string& name) { return journal->append(entry(name)); }

    /// Appends the entries e<from> … e<to>.
    void append_range(int from, int to) {
        for (int i = from; i <= to; ++i) {
            ASSERT_TRUE(append("e" + std::to_string(i)).ok());
        }
    }

    /// The names of up to `limit` entries before `from`, newest first; moves `from` on.
    std::vector<std::string> page(Position& from, std::size_t limit) {
        std::vector<std::string> names;
        const auto done = journal->read_backward(
            from, limit, [&](const Position& position, std::string_view line) -> Result<void> {
                LICET_TRY(const auto found, parse_entry(line));
                names.push_back(found.event_name);
                from = Position::parse(position.text()).value();
                return {};
            });
        EXPECT_TRUE(done.ok());
        return names;
    }

    std::vector<std::string> all() {
        Position from = Position::newest();
        return page(from, 1'000'000);
    }

    ErrorKind read_error(Position from) {
        return journal->read_backward(from, 1, [](auto&&...) { return Result<void>{}; })
            .error()
            .kind;
    }

    std::string contents(std::uint64_t segment) {
        return read_file(segment_path(directory, segment), 1U << 30).value();
    }

    void replace(std::uint64_t segment, std::string_view text) {
        std::filesystem::remove(segment_path(directory, segment));
        std::ofstream{segment_path(directory, segment)} << text;
    }

    std::vector<std::uint64_t> segments() { return list_segments(directory).value(); }
};

std::vector<std::string> names_down(int from, int to) {
    std::vector<std::string> names;
    for (int i = from; i >= to; --i) {
        names.push_back("e" + std::to_string(i));
    }
    return names;
}

TEST_F(JournalTest, EntriesAreReadNewestFirst) {
    open();
    EXPECT_THAT(all(), ElementsAre());
    append_range(1, 3);
    EXPECT_EQ(all(), names_down(3, 1));
    append_range(4, 5);
    EXPECT_EQ(all(), names_down(5, 1));
    EXPECT_EQ(verify(directory)->entries, 5U);
}

TEST_F(JournalTest, ReopeningGoesOnWithTheChain) {
    open();
    open();
    append_range(1, 2);
    open();
    append_range(3, 4);
    open();
    EXPECT_EQ(all(), names_down(4, 1));
    const auto report = verify(directory).value();
    EXPECT_EQ(report.entries, 4U);
    EXPECT_EQ(report.problem, "");
    EXPECT_THAT(contents(1), HasSubstr("{\"sequence\":4,"));
    EXPECT_EQ(messages, "");
}

TEST_F(JournalTest, SegmentsRotateBySizeAndTheChainCrossesThem) {
    options.limits.segment_bytes = 1000;
    open();
    append_range(1, 50);
    EXPECT_EQ(all(), names_down(50, 1));
    EXPECT_GT(segments().size(), 9U);
    open();
    append_range(51, 60);
    EXPECT_EQ(all(), names_down(60, 1));
    const auto report = verify(directory).value();
    EXPECT_EQ(report.entries, 60U);
    EXPECT_EQ(report.segments, segments().size());
    EXPECT_EQ(report.problem, "");
}

TEST_F(JournalTest, SegmentsRotateByAge) {
    open();
    append_range(1, 2);
    EXPECT_EQ(all().size(), 2U);
    clock.advance(options.limits.segment_age - Milliseconds{1});
    open();
    append_range(3, 3);
    EXPECT_EQ(all().size(), 3U);
    EXPECT_THAT(segments(), ElementsAre(1));
    clock.advance(Milliseconds{1});
    open();
    append_range(4, 4);
    EXPECT_EQ(all(), names_down(4, 1));
    EXPECT_THAT(segments(), ElementsAre(1, 2));
}

TEST_F(JournalTest, OldSegmentsAreRetired) {
    open();
    for (int day = 1; day <= 95; ++day) {
        append_range(day, day);
        ASSERT_TRUE(journal->flush().ok());
        clock.advance(std::chrono::hours{24});
    }
    append_range(96, 96);
    EXPECT_EQ(all(), names_down(96, 7));
    EXPECT_EQ(segments().front(), 7U);
    EXPECT_EQ(verify(directory)->problem, "");
    EXPECT_THAT(messages, HasSubstr("is retired segment=6"));
}

TEST_F(JournalTest, WhatIsTooMuchIsRetired) {
    options.limits.segment_bytes = 1000;
    options.limits.retention_bytes = 3000;
    open();
    append_range(1, 50);
    const auto kept = all();
    EXPECT_EQ(kept.front(), "e50");
    EXPECT_LT(kept.size(), 25U);
    EXPECT_LE(segments().size(), 4U);
    EXPECT_EQ(verify(directory)->entries, kept.size());
    EXPECT_EQ(verify(directory)->problem, "");
    open();
    EXPECT_EQ(all(), kept);
}

TEST_F(JournalTest, PagesOfAnySizeShowEverythingOnce) {
    options.limits.segment_bytes = 900;
    open();
    append_range(1, 40);
    for (const std::size_t size : {1, 2, 3, 7, 39, 40, 41}) {
        Position from = Position::newest();
        std::vector<std::string> seen;
        while (true) {
            const auto names = page(from, size);
            seen.insert(seen.end(), names.begin(), names.end());
            if (names.size() < size) {
                break;
            }
        }
        EXPECT_EQ(seen, names_down(40, 1)) << size;
    }
}

TEST_F(JournalTest, APageStaysInPlaceWhileTheJournalGrows) {
    options.limits.segment_bytes = 900;
    open();
    append_range(1, 10);
    Position from = Position::newest();
    EXPECT_EQ(page(from, 4), names_down(10, 7));
    append_range(11, 30);
    EXPECT_EQ(page(from, 4), names_down(6, 3));
    open();
    EXPECT_EQ(page(from, 4), names_down(2, 1));
    EXPECT_THAT(page(from, 4), ElementsAre());
}

TEST_F(JournalTest, PositionsThatAreNoneAreTold) {
    options.limits.segment_bytes = 1000;
    options.limits.retention_bytes = 3000;
    open();
    append_range(1, 1);
    Position first = Position::newest();
    EXPECT_EQ(page(first, 1), names_down(1, 1));
    EXPECT_EQ(read_error({first.segment, first.offset + 1}), ErrorKind::invalid);
    EXPECT_EQ(read_error({first.segment, 1U << 30}), ErrorKind::invalid);
    EXPECT_EQ(read_error({first.segment + 1, 0}), ErrorKind::invalid);
    EXPECT_EQ(read_error({0, 0}), ErrorKind::not_found);
    append_range(2, 50);
    EXPECT_EQ(read_error(first), ErrorKind::not_found);
}

TEST_F(JournalTest, AVisitorsErrorEndsTheReading) {
    open();
    append_range(1, 3);
    int visits = 0;
    const auto stopped =
        journal->read_backward(Position::newest(), 3, [&](auto&&...) -> Result<void> {
            ++visits;
            return Error{ErrorKind::denied, "enough"};
        });
    EXPECT_EQ(stopped.error().message, "enough");
    EXPECT_EQ(visits, 1);
}

TEST(PositionTest, IsReadBackFromItsTextOnly) {
    for (const Position position : {Position{1, 0}, Position{12, 34567}, Position::newest()}) {
        EXPECT_EQ(Position::parse(position.text()).value(), position);
    }
    for (const std::string_view bad : {"", "1", "1.", ".1", "1.2.3", "01.2", "1.02", "-1.2", "1,2",
                                       "1.99999999999999999999", " 1.2", "1.2 "}) {
        EXPECT_FALSE(Position::parse(bad).ok()) << bad;
    }
}

TEST_F(JournalTest, LongLinesAreReadWhole) {
    open();
    auto big = entry("big");
    big.parameters = R"({"x":")" + std::string(100'000, 'x') + R"("})";
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(journal->append(big).ok());
        append_range(i, i);
    }
    EXPECT_EQ(all().size(), 10U);
    EXPECT_EQ(verify(directory)->entries, 10U);
}

TEST_F(JournalTest, ATornLastLineIsCutOffWhereverItEnds) {
    open();
    append_range(1, 2);
    journal.reset();
    const auto two = contents(1);
    open();
    append_range(3, 3);
    journal.reset();
    const auto three = contents(1);
    for (std::size_t size = two.size() + 1; size < three.size(); size += 7) {
        replace(1, three.substr(0, size));
        EXPECT_EQ(verify(directory)->problem, "");
        open();
        append_range(4, 4);
        EXPECT_THAT(all(), ElementsAre("e4", "e2", "e1"));
        journal.reset();
        EXPECT_EQ(verify(directory)->entries, 3U);
    }
    EXPECT_THAT(messages, HasSubstr("an unfinished line of the journal is cut off"));
}

TEST_F(JournalTest, ATornHeaderIsWrittenAgain) {
    options.limits.segment_bytes = 600;
    open();
    append_range(1, 20);
    journal.reset();
    const auto last = segments().back();
    const auto header = contents(last).substr(0, contents(last).find('\n'));
    for (const std::size_t size : {std::size_t{0}, std::size_t{10}, header.size()}) {
        replace(last, header.substr(0, size));
        open();
        EXPECT_EQ(contents(last), header + "\n");
    }
    append_range(21, 21);
    EXPECT_EQ(all().front(), "e21");
    EXPECT_EQ(verify(directory)->problem, "");
}

TEST_F(JournalTest, DamagedLinesStayAndTheJournalGoesOn) {
    open();
    append_range(1, 2);
    journal.reset();
    replace(1, contents(1) + std::string(50, '\0') + "\n");
    open();
    append_range(3, 3);
    EXPECT_EQ(all(), names_down(3, 1));
    EXPECT_EQ(verify(directory)->first_bad, (BadLine{1, 4}));
    EXPECT_THAT(messages, HasSubstr("the journal is damaged"));
    open();
    EXPECT_EQ(segments().size(), 2U);
}

TEST_F(JournalTest, ADamagedHeaderStaysAndTheJournalGoesOn) {
    open();
    append_range(1, 2);
    journal.reset();
    replace(1, "x" + contents(1));
    open();
    append_range(3, 3);
    EXPECT_EQ(all(), names_down(3, 1));
    EXPECT_EQ(verify(directory)->first_bad, (BadLine{1, 1}));
}

struct JournalVerifyTest : JournalTest {
    void SetUp() override {
        options.limits.segment_bytes = 1000;
        open();
        append_range(1, 20);
        journal.reset();
        ASSERT_EQ(verify(directory)->entries, 20U);
        ASSERT_GT(segments().size(), 2U);
    }

    /// Where the line with this number (the header is 1) begins.
    static std::size_t start_of(const std::string& text, int line) {
        std::size_t at = 0;
        for (; line > 1; --line) {
            at = text.find('\n', at) + 1;
        }
        return at;
    }

    std::optional<BadLine> first_bad() { return verify(directory)->first_bad; }
};

TEST_F(JournalVerifyTest, NamesAnAlteredLine) {
    auto text = contents(2);
    text[text.find("\"e", start_of(text, 3)) + 1] = 'x';
    replace(2, text);
    EXPECT_EQ(first_bad(), (BadLine{2, 3}));
    EXPECT_THAT(verify(directory)->problem, HasSubstr("does not match its hash"));
}

TEST_F(JournalVerifyTest, NamesARemovedLine) {
    auto text = contents(2);
    const auto start = start_of(text, 2);
    replace(2, text.erase(start, start_of(text, 3) - start));
    EXPECT_EQ(first_bad(), (BadLine{2, 2}));
    EXPECT_THAT(verify(directory)->problem, HasSubstr("is missing"));
}

TEST_F(JournalVerifyTest, NamesSwappedLines) {
    const auto text = contents(1);
    const auto second = start_of(text, 2);
    const auto third = start_of(text, 3);
    const auto fourth = start_of(text, 4);
    replace(1, text.substr(0, second) + text.substr(third, fourth - third) +
                   text.substr(second, third - second) + text.substr(fourth));
    EXPECT_EQ(first_bad(), (BadLine{1, 2}));
}

TEST_F(JournalVerifyTest, NamesARemovedSegmentEnd) {
    const auto text = contents(1);
    replace(1, text.substr(0, start_of(text, 3)));
    EXPECT_EQ(first_bad(), (BadLine{2, 1}));
}

TEST_F(JournalVerifyTest, NamesARemovedSegment) {
    std::filesystem::remove(segment_path(directory, 2));
    EXPECT_EQ(first_bad(), (BadLine{2, 1}));
    EXPECT_EQ(verify(directory)->problem, "segment 2 is missing");
}

TEST_F(JournalVerifyTest, NamesAnAlteredHeader) {
    auto text = contents(2);
    text[text.find("previous\":\"") + 11] ^= 1;
    replace(2, text);
    EXPECT_EQ(first_bad(), (BadLine{2, 1}));
}

// Issue 5, 6: a chain whose end is cut off holds, and so does another in its place.
TEST_F(JournalVerifyTest, WhatWasNotedMustStillBeThere) {
    const auto noted = verify(directory)->head;
    EXPECT_EQ(noted.entry, 20U);
    open();
    append_range(21, 25);
    journal.reset();
    EXPECT_EQ(verify(directory, noted)->first_bad, std::nullopt);
    EXPECT_EQ(verify(directory, noted)->head.entry, 25U);

    const auto whole = contents(2);
    const auto before = contents(1);
    std::filesystem::remove(segment_path(directory, 1));
    EXPECT_EQ(verify(directory, noted)->first_bad, std::nullopt) << "it was retired";
    EXPECT_THAT(verify(directory, {1, {}})->problem, HasSubstr("not kept any more"));

    std::filesystem::remove_all(directory);
    std::filesystem::create_directory(directory);
    replace(1, before);
    replace(2, whole.substr(0, start_of(whole, 3)));
    EXPECT_EQ(first_bad(), std::nullopt);
    EXPECT_EQ(verify(directory, noted)->first_bad, (BadLine{2, 3}));
    EXPECT_THAT(verify(directory, noted)->problem, HasSubstr("the end was cut off"));

    std::filesystem::remove_all(directory);
    open();
    append_range(101, 125);
    journal.reset();
    EXPECT_EQ(first_bad(), std::nullopt);
    EXPECT_THAT(verify(directory, noted)->problem, HasSubstr("is another than was noted"));
    std::filesystem::remove_all(directory);
    std::filesystem::create_directory(directory);
    EXPECT_EQ(verify(directory, noted)->first_bad, (BadLine{1, 1}));
}

TEST_F(JournalTest, VerifyingNothingFindsNothing) {
    EXPECT_EQ(verify(directory)->segments, 0U);
    EXPECT_EQ(verify(directory)->first_bad, std::nullopt);
}

void append_from_threads(JournalTest& test, int threads, int each) {
    std::vector<std::thread> running;
    for (int thread = 0; thread < threads; ++thread) {
        running.emplace_back([&test, each, thread] {
            for (int i = 0; i < each; ++i) {
                EXPECT_TRUE(test.append(std::to_string(thread) + "." + std::to_string(i)).ok());
            }
        });
    }
    for (auto& thread : running) {
        thread.join();
    }
}

/// Whether every thread's entries are all there in the order it appended them.
void expect_in_order(const std::vector<std::string>& names, int threads, int each) {
    EXPECT_EQ(names.size(), static_cast<std::size_t>(threads * each));
    std::vector<int> next(static_cast<std::size_t>(threads), each - 1);
    for (const auto& name : names) {
        const auto thread = static_cast<std::size_t>(name[0] - '0');
        EXPECT_EQ(name.substr(2), std::to_string(next[thread]--));
    }
}

TEST_F(JournalTest, ConcurrentAppendersLoseNothing) {
    options.limits.segment_bytes = 20'000;
    open();
    append_from_threads(*this, 4, 250);
    expect_in_order(all(), 4, 250);
    EXPECT_EQ(verify(directory)->entries, 1000U);
}

TEST_F(JournalTest, AFullQueueMakesAppendersWait) {
    options.queue_entries_max = 1;
    open();
    append_from_threads(*this, 4, 100);
    expect_in_order(all(), 4, 100);
}

TEST_F(JournalTest, StrictAppendsAreWrittenWhenTheyReturn) {
    options.durability = Durability::strict;
    open();
    append_range(1, 3);
    EXPECT_EQ(verify(directory)->entries, 3U);
    append_from_threads(*this, 4, 20);
    EXPECT_EQ(verify(directory)->entries, 83U);
}

TEST_F(JournalTest, ReadersRunBesideAppenders) {
    options.limits.segment_bytes = 5'000;
    options.limits.retention_bytes = 20'000;
    open();
    std::atomic<bool> done{false};
    const auto read = [&] {
        while (!done) {
            EXPECT_TRUE(journal
                            ->read_backward(Position::newest(), 50,
                                            [](const Position&, std::string_view line) {
                                                EXPECT_TRUE(parse_entry(line).ok());
                                                return Result<void>{};
                                            })
                            .ok());
        }
    };
    std::thread one{read};
    std::thread other{read};
    append_from_threads(*this, 2, 500);
    done = true;
    one.join();
    other.join();
    ASSERT_TRUE(journal->flush().ok());  // or segments go while verify() looks for them
    EXPECT_EQ(verify(directory)->problem, "");
}

TEST_F(JournalTest, AFullDiskLosesNothing) {
    options.queue_entries_max = 10;
    open();
    append_range(1, 2);
    ASSERT_TRUE(journal->flush().ok());
    {
        const FullDisk full{std::filesystem::file_size(segment_path(directory, 1)) + 100};
        append_range(3, 3);
        EXPECT_EQ(journal->flush().error().kind, ErrorKind::unavailable);
        append_range(4, 12);  // the queue takes ten
        EXPECT_EQ(append("refused").error().kind, ErrorKind::unavailable);
        EXPECT_EQ(read_error(Position::newest()), ErrorKind::unavailable);
    }
    EXPECT_EQ(all(), names_down(12, 1));
    EXPECT_EQ(verify(directory)->problem, "");
    EXPECT_THAT(messages, HasSubstr("the journal cannot be written reason="));
    EXPECT_THAT(messages, HasSubstr("the journal is written again"));
}

TEST_F(JournalTest, AFullDiskRefusesStrictAppends) {
    options.durability = Durability::strict;
    open();
    append_range(1, 1);
    {
        const FullDisk full{std::filesystem::file_size(segment_path(directory, 1)) + 10};
        EXPECT_EQ(append("refused").error().kind, ErrorKind::unavailable);
        EXPECT_EQ(append("refused").error().kind, ErrorKind::unavailable);
    }
    append_range(2, 2);
    EXPECT_EQ(all(), names_down(2, 1));
    EXPECT_EQ(verify(directory)->entries, 2U);
}

TEST_F(JournalTest, WhatAFullDiskLosesAtTheEndIsSaid) {
    open();
    append_range(1, 1);
    ASSERT_TRUE(journal->flush().ok());
    {
        const FullDisk full{std::filesystem::file_size(segment_path(directory, 1))};
        append_range(2, 3);
        journal.reset();
    }
    EXPECT_THAT(messages, HasSubstr("entries of the journal are lost entries=2"));
    open();
    EXPECT_EQ(all(), names_down(1, 1));
}

// A flood of calls without an account must not push older entries out.
TEST_F(JournalTest, RefusalsOfStrangersAreRecordedUpToALimitASecondAndCountedBeyondIt) {
    open();
    auto refusal = entry("GetLicense");
    refusal.error_code = "MissingAuthenticationTokenException";
    for (std::uint64_t i = 0; i < Strangers::kPerSecond + 5; ++i) {
        ASSERT_TRUE(journal->append(refusal).ok());
    }
    EXPECT_EQ(all().size(), Strangers::kPerSecond);

    auto known = refusal;
    known.account = AccountId{111'122'223'333};
    ASSERT_TRUE(journal->append(known).ok());
    clock.advance(Milliseconds{1000});
    refusal.time = clock.now();
    ASSERT_TRUE(journal->append(refusal).ok());
    ASSERT_TRUE(journal->append(refusal).ok());
    EXPECT_EQ(all().size(), Strangers::kPerSecond + 3);
    EXPECT_THAT(contents(1), HasSubstr(R"("extra":{"refusalsLeftOut":5})"));
    EXPECT_THAT(contents(1), Not(HasSubstr(R"("refusalsLeftOut":0)")));
}

}  // namespace
}  // namespace licet::journal
