// SPDX-License-Identifier: Apache-2.0
#include "log/snapshots.h"

#include "base/file.h"
#include "base/temporary_directory.h"
#include "log/memory/memory_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include <fcntl.h>
#include <unistd.h>

namespace licet::log {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::uint32_t kFormat = 3;

struct SnapshotsTest : testing::Test {
    TemporaryDirectory temporary;
    std::filesystem::path directory = temporary.path() / "snapshots";
    ManualClock clock{Time{}};
    std::string warnings;
    obs::Logger logger{clock, obs::Level::info, [this](auto line) { warnings += line; }};
    Snapshots snapshots{directory, kFormat, logger};
    MemoryLog log;

    void SetUp() override {
        const std::vector<std::string> bodies(9, "x");
        ASSERT_TRUE(log.append(0, log.begin_epoch().value(), bodies).ok());
    }

    void save(Revision revision, std::string_view bytes) {
        ASSERT_TRUE(snapshots.save(revision, log.hash_at(revision).value(), bytes).ok());
    }

    /// `5:state`, or nothing.
    std::string latest() {
        const auto found = snapshots.latest(log).value();
        return found ? std::to_string(found->revision) + ":" + std::string{found->bytes()} : "";
    }

    std::set<std::string> files() {
        std::set<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator{directory}) {
            names.insert(entry.path().filename());
        }
        return names;
    }

    std::filesystem::path file(Revision revision) {
        auto digits = std::to_string(revision);
        return directory / (std::string(20 - digits.size(), '0') + digits + ".snapshot");
    }

    void overwrite(Revision revision, off_t at, std::string_view bytes) {
        auto opened = File::open(file(revision), O_WRONLY).value();
        ASSERT_EQ(::pwrite(opened.descriptor(), bytes.data(), bytes.size(), at),
                  static_cast<ssize_t>(bytes.size()));
    }
};

TEST_F(SnapshotsTest, NoneBeforeTheFirstIsSaved) {
    EXPECT_EQ(latest(), "");
    EXPECT_EQ(warnings, "");
}

TEST_F(SnapshotsTest, TheNewestIsReadBack) {
    save(2, "two");
    save(5, std::string{"fi\0ve", 5});
    EXPECT_EQ(latest(), (std::string{"5:fi\0ve", 7}));
    EXPECT_EQ(warnings, "");
}

TEST_F(SnapshotsTest, AnEmptyStateIsAState) {
    save(0, "");
    EXPECT_EQ(latest(), "0:");
}

TEST_F(SnapshotsTest, OnlyTheNewestTwoStay) {
    for (const Revision revision : {1, 2, 3, 4}) {
        save(revision, "x");
    }
    EXPECT_THAT(files(),
                ElementsAre("00000000000000000003.snapshot", "00000000000000000004.snapshot"));
}

TEST_F(SnapshotsTest, TheBytesOutliveTheFile) {
    save(4, std::string(100'000, 'z'));
    const auto found = snapshots.latest(log).value();
    std::filesystem::remove_all(directory);
    EXPECT_EQ(found->bytes(), std::string(100'000, 'z'));
}

TEST_F(SnapshotsTest, EveryAlteredByteIsNoticed) {
    save(2, "older");
    save(5, "newer");
    const auto whole = read_file(file(5), 1000).value();
    for (std::size_t at = 0; at < whole.size(); ++at) {
        const char altered = static_cast<char>(whole[at] ^ 1);
        overwrite(5, static_cast<off_t>(at), {&altered, 1});
        ASSERT_EQ(latest(), "2:older") << at;
        overwrite(5, static_cast<off_t>(at), {&whole[at], 1});
    }
    EXPECT_EQ(latest(), "5:newer");
    EXPECT_THAT(warnings, HasSubstr("reason=\"its checksum is wrong\""));
}

TEST_F(SnapshotsTest, EveryCutIsNoticed) {
    save(5, "newer");
    for (auto size = std::filesystem::file_size(file(5)); size-- > 0;) {
        std::filesystem::resize_file(file(5), size);
        ASSERT_EQ(latest(), "");
    }
    EXPECT_THAT(warnings, HasSubstr("it is cut off"));
    EXPECT_THAT(warnings, HasSubstr("it is not a snapshot"));
}

TEST_F(SnapshotsTest, AnotherFormatIsPassedOver) {
    save(2, "older");
    Snapshots newer{directory, kFormat + 1, logger};
    ASSERT_TRUE(newer.save(5, log.hash_at(5).value(), "newer").ok());
    EXPECT_EQ(latest(), "2:older");
    EXPECT_THAT(warnings, HasSubstr("it has format 4, not 3"));
}

TEST_F(SnapshotsTest, AnotherLogsSnapshotIsPassedOver) {
    ASSERT_TRUE(snapshots.save(5, log.hash_at(4).value(), "x").ok());
    ASSERT_TRUE(snapshots.save(77, log.hash_at(4).value(), "x").ok());  // past the log's end
    EXPECT_EQ(latest(), "");
    EXPECT_THAT(warnings, HasSubstr("it is not of this log"));
}

TEST_F(SnapshotsTest, ARenamedSnapshotIsPassedOver) {
    save(5, "x");
    std::filesystem::rename(file(5), file(6));
    EXPECT_EQ(latest(), "");
}

TEST_F(SnapshotsTest, WhatACrashLeftUnfinishedGoesWithTheNextSave) {
    save(5, "x");
    std::filesystem::copy(file(5), directory / "00000000000000000004.snapshot.new");
    std::filesystem::copy(file(5), directory / "00000000000000000009.snapshot.new");
    EXPECT_EQ(latest(), "5:x");
    save(6, "y");
    EXPECT_THAT(files(),
                ElementsAre("00000000000000000005.snapshot", "00000000000000000006.snapshot"));
}

TEST_F(SnapshotsTest, OtherFilesAreLeftAlone) {
    save(5, "x");
    std::filesystem::copy(file(5), directory / "notes.snapshot.new");
    std::filesystem::copy(file(5), directory / "9.snapshot");
    EXPECT_EQ(latest(), "5:x");
    save(6, "y");
    EXPECT_EQ(files().size(), 4U);
}

}  // namespace
}  // namespace licet::log
