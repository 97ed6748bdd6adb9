// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"

#include "base/temporary_directory.h"

#include <gtest/gtest.h>

#include <fcntl.h>

namespace licet {
namespace {

struct FileTest : testing::Test {
    TemporaryDirectory temporary;
    std::filesystem::path path = temporary.path() / "file";
};

TEST_F(FileTest, OpeningTellsMissingFromTaken) {
    EXPECT_EQ(File::open(path, O_RDONLY).error().kind, ErrorKind::not_found);
    EXPECT_TRUE(File::open(path, O_CREAT | O_EXCL | O_WRONLY).ok());
    EXPECT_EQ(File::open(path, O_CREAT | O_EXCL | O_WRONLY).error().kind, ErrorKind::conflict);
    const auto error = File::open(path / "below", O_RDONLY).error();
    EXPECT_EQ(error.kind, ErrorKind::internal);
    EXPECT_EQ(error.message, "cannot open `" + (path / "below").string() + "`: Not a directory");
}

TEST_F(FileTest, WhatIsWrittenIsReadFromAnyPlace) {
    auto file = File::open(path, O_CREAT | O_RDWR).value();
    ASSERT_TRUE(file.write_all("0123456789").ok());
    EXPECT_TRUE(file.sync().ok());
    EXPECT_EQ(file.size().value(), 10U);
    EXPECT_EQ(file.read_at(3, 4).value(), "3456");
    EXPECT_EQ(file.read_at(8, 4).value(), "89");
    EXPECT_EQ(file.read_at(20, 4).value(), "");
    const File moved{std::move(file)};
    EXPECT_EQ(moved.read_at(0, 1).value(), "0");
}

TEST_F(FileTest, AFullDiskIsAnError) {
    auto file = File::open("/dev/full", O_WRONLY).value();
    EXPECT_EQ(file.write_all("x").error().message,
              "cannot write `/dev/full`: No space left on device");
}

TEST_F(FileTest, ReplacingLeavesTheNewContentsAndNothingElse) {
    ASSERT_TRUE(replace_file(path, "old and long").ok());
    ASSERT_TRUE(replace_file(path, "ne", "w").ok());
    EXPECT_EQ(read_file(path, 3).value(), "new");
    EXPECT_EQ(read_file(path, 2).error().kind, ErrorKind::invalid);
    EXPECT_FALSE(std::filesystem::exists(path.string() + ".new"));
    EXPECT_FALSE(replace_file(temporary.path(), "x").ok());
}

}  // namespace
}  // namespace licet
