// SPDX-License-Identifier: Apache-2.0
#include "log/data_directory.h"

#include "base/encoding.h"
#include "base/temporary_directory.h"
#include "log/master_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

namespace licet::log {
namespace {

using testing::HasSubstr;

unsigned mode_of(const std::filesystem::path& path) {
    struct stat status {};
    LICET_CHECK(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777U;
}

void write(const std::filesystem::path& path, std::string_view text, unsigned mode) {
    std::ofstream{path} << text;
    LICET_CHECK(::chmod(path.c_str(), mode) == 0);
}

struct DataDirectoryTest : testing::Test {
    TemporaryDirectory temporary;
    std::filesystem::path path = temporary.path() / "data";
};

TEST_F(DataDirectoryTest, IsMadeForItsOwnerOnly) {
    const auto directory = DataDirectory::create(path);
    ASSERT_TRUE(directory.ok());
    EXPECT_EQ(directory->path(), path);
    EXPECT_EQ(mode_of(path), 0700U);
    EXPECT_EQ(mode_of(path / "lock"), 0600U);
}

TEST_F(DataDirectoryTest, MustExistToBeLocked) {
    EXPECT_EQ(DataDirectory::lock(path).error().kind, ErrorKind::not_found);
    write(path, "a file", 0600);
    EXPECT_EQ(DataDirectory::lock(path).error().kind, ErrorKind::not_found);
}

TEST_F(DataDirectoryTest, ParentsAreNotMade) {
    EXPECT_FALSE(DataDirectory::create(path / "deep").ok());
}

TEST_F(DataDirectoryTest, ASecondInstanceIsToldWhoHasIt) {
    auto held = std::optional{DataDirectory::create(path).value()};
    const auto refused = DataDirectory::lock(path);
    EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
    EXPECT_EQ(refused.error().message, "the data directory `" + path.string() +
                                           "` is in use by process " + std::to_string(::getpid()));
    EXPECT_EQ(DataDirectory::create(path).error().kind, ErrorKind::conflict);
    const auto moved = std::optional{std::move(held).value()};
    held.reset();
    EXPECT_FALSE(DataDirectory::lock(path).ok());
}

TEST_F(DataDirectoryTest, TheLockEndsWithItsOwner) {
    EXPECT_TRUE(DataDirectory::create(path).ok());
    EXPECT_TRUE(DataDirectory::lock(path).ok());
}

TEST_F(DataDirectoryTest, ADirectoryThatHoldsSomethingIsNotTaken) {
    EXPECT_TRUE(DataDirectory::create(path).ok());
    EXPECT_TRUE(DataDirectory::create(path).ok());  // only the lock file is there
    write(path / "notes.txt", "x", 0600);
    const auto refused = DataDirectory::create(path);
    EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
    EXPECT_THAT(refused.error().message, HasSubstr("it holds `notes.txt`"));
}

struct MasterKeyTest : testing::Test {
    TemporaryDirectory temporary;
    std::filesystem::path path = temporary.path() / kMasterKeyFile;
    SeededRandom random{7};
    const std::string digits = std::string(62, 'a') + "0F";
};

TEST_F(MasterKeyTest, IsReadBackAsCreated) {
    const auto created = create_master_key(path, random);
    ASSERT_TRUE(created.ok());
    EXPECT_EQ(mode_of(path), 0600U);
    EXPECT_EQ(std::filesystem::file_size(path), 65U);
    const auto loaded = load_master_key(path);
    ASSERT_TRUE(loaded.ok());
    EXPECT_EQ(to_hex(loaded->bytes()), to_hex(created->bytes()));
}

TEST_F(MasterKeyTest, IsNeverReplaced) {
    ASSERT_TRUE(create_master_key(path, random).ok());
    EXPECT_EQ(create_master_key(path, random).error().kind, ErrorKind::conflict);
}

TEST_F(MasterKeyTest, MayBeWrittenByHand) {
    for (const std::string end : {"", "\n"}) {
        write(path, digits + end, 0400);
        const auto key = load_master_key(path);
        ASSERT_TRUE(key.ok());
        EXPECT_EQ(to_hex(key->bytes()), std::string(62, 'a') + "0f");
        std::filesystem::remove(path);
    }
}

TEST_F(MasterKeyTest, WrongContentsAreRefusedWithoutBeingShown) {
    for (const std::string& bad :
         {std::string{}, std::string{"\n"}, digits.substr(1), digits + "0", digits + "00",
          digits + "\n\n", digits + "\r\n", " " + digits.substr(1), std::string(64, 'g')}) {
        write(path, bad, 0600);
        const auto refused = load_master_key(path);
        ASSERT_FALSE(refused.ok()) << bad;
        EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
        EXPECT_EQ(refused.error().message.find("aaaa"), std::string::npos);
    }
    EXPECT_EQ(load_master_key(path.string() + "x").error().kind, ErrorKind::not_found);
}

TEST_F(MasterKeyTest, AKeyOthersMayReachIsRefused) {
    for (const unsigned mode : {0640U, 0604U, 0620U, 0602U, 0644U}) {
        write(path, digits, mode);
        const auto refused = load_master_key(path);
        ASSERT_FALSE(refused.ok());
        EXPECT_THAT(refused.error().message, HasSubstr("set its mode to 0600"));
    }
}

}  // namespace
}  // namespace licet::log
