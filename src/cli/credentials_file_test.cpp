// SPDX-License-Identifier: Apache-2.0
#include "cli/credentials_file.h"

#include "base/file.h"
#include "base/temporary_directory.h"

#include <gtest/gtest.h>

#include <fstream>

#include <sys/stat.h>

namespace licet::cli {
namespace {

struct CredentialsFileTest : testing::Test {
    TemporaryDirectory temporary;
    std::filesystem::path path = temporary.path() / "credentials";

    void write(std::string_view text) const { std::ofstream{path} << text; }
    std::string text() const { return read_file(path, 4096).value(); }
    unsigned mode() const {
        struct stat status {};
        LICET_CHECK(::stat(path.c_str(), &status) == 0);
        return status.st_mode & 07777U;
    }
};

TEST_F(CredentialsFileTest, IsMadeInTheFormOfAws) {
    ASSERT_TRUE(add_profile(path, "licet", {"AKIA1", "secret/+", {}}).ok());
    EXPECT_EQ(text(), "[licet]\naws_access_key_id = AKIA1\naws_secret_access_key = secret/+\n");
    EXPECT_EQ(mode(), 0600U);
}

TEST_F(CredentialsFileTest, KeepsTheProfilesThatAreThere) {
    write("[default]\naws_access_key_id=AKIA0\naws_secret_access_key=s0");
    ::chmod(path.c_str(), 0644);
    ASSERT_TRUE(add_profile(path, "licet", {"AKIA1", "s1", {}}).ok());
    EXPECT_EQ(text(),
              "[default]\naws_access_key_id=AKIA0\naws_secret_access_key=s0\n\n"
              "[licet]\naws_access_key_id = AKIA1\naws_secret_access_key = s1\n");
    EXPECT_EQ(mode(), 0600U);
    EXPECT_EQ(read_credentials(path, "default")->secret, "s0");
    EXPECT_EQ(read_credentials(path, "licet")->secret, "s1");
}

TEST_F(CredentialsFileTest, AProfileOfThatNameIsNeverOverwritten) {
    const std::string before = "[ licet ]\naws_access_key_id = AKIA0\n";
    write(before);
    const auto refused = add_profile(path, "licet", {"AKIA1", "s1", {}});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
    EXPECT_EQ(text(), before);
}

TEST_F(CredentialsFileTest, ALinkIsFollowed) {
    const auto link = temporary.path() / "link";
    write("");
    std::filesystem::create_symlink(path, link);
    ASSERT_TRUE(add_profile(link, "licet", {"AKIA1", "s1", {}}).ok());
    EXPECT_TRUE(std::filesystem::is_symlink(link));
    EXPECT_EQ(read_credentials(path, "licet")->access_key_id, "AKIA1");
}

TEST_F(CredentialsFileTest, ADirectoryIsRefused) {
    EXPECT_FALSE(add_profile(temporary.path(), "licet", {"AKIA1", "s1", {}}).ok());
    EXPECT_FALSE(add_profile(path / "deep", "licet", {"AKIA1", "s1", {}}).ok());
}

TEST_F(CredentialsFileTest, IsReadAsAwsToolsReadIt) {
    write(
        "# one\n[a]\naws_access_key_id = wrong\n\n[b]\r\n; two\n"
        " aws_access_key_id=AKIAB\naws_secret_access_key =  s/=\naws_session_token=t\nregion=x\n"
        "[c]\naws_access_key_id = AKIAC\n");
    const auto read = read_credentials(path, "b");
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(read->access_key_id, "AKIAB");
    EXPECT_EQ(read->secret, "s/=");
    EXPECT_EQ(read->session_token, "t");
    EXPECT_EQ(read_credentials(path, "c").error().kind, ErrorKind::invalid);
    EXPECT_EQ(read_credentials(path, "d").error().kind, ErrorKind::not_found);
    EXPECT_EQ(read_credentials(path / "no", "b").ok(), false);
}

}  // namespace
}  // namespace licet::cli
