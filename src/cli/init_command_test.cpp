// SPDX-License-Identifier: Apache-2.0
#include "cli/program_test.h"

#include "base/file.h"
#include "base/full_disk.h"
#include "cli/credentials_file.h"

#include <fstream>

#include <sys/stat.h>

namespace licet::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;

unsigned mode_of(const std::string& path) {
    struct stat status {};
    LICET_CHECK(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777U;
}

using InitTest = ProgramTest;

// Issue 2, 2.
TEST_F(InitTest, MakesADirectoryForItsOwnerAndACredentialsFile) {
    const auto ran = init();
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.err, IsEmpty());
    EXPECT_THAT(ran.out, MatchesRegex("account:      [0-9]+\norganization: o-[a-z0-9]+\n"
                                      "credentials:  .*\nnext:         licet serve --data .*\n"));
    EXPECT_EQ(mode_of(at("data")), 0700U);
    for (const auto* file : {"data/log.sqlite3", "data/master.key", "data/lock", "credentials"}) {
        EXPECT_EQ(mode_of(at(file)), 0600U) << file;
    }
    const auto credentials = read_credentials(at("credentials"), "licet");
    ASSERT_TRUE(credentials.ok()) << credentials.error().message;
    EXPECT_THAT(credentials->access_key_id, MatchesRegex("AKIA[A-Z2-7]+"));
    EXPECT_EQ(credentials->access_key_id.size(), 20U);
    EXPECT_EQ(credentials->secret.size(), 40U);
    EXPECT_THAT(ran.out, Not(HasSubstr(credentials->secret)));
}

TEST_F(InitTest, TakesTheAccountAndItsAddress) {
    const auto ran = init({"--management-account", "000000000012", "--email", "root@corp.example"});
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("account:      000000000012\n"));
    EXPECT_THAT(licet({"log", "show", "--data", at("data"), "--limit", "1"}).out,
                HasSubstr(R"("email":"root@corp.example")"));
}

TEST_F(InitTest, StandaloneMakesNoOrganization) {
    const auto ran = init({"--standalone"});
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, Not(HasSubstr("organization")));
    EXPECT_THAT(licet({"log", "show", "--data", at("data")}).out,
                Not(HasSubstr("OrganizationCreated")));
}

TEST_F(InitTest, KeepsTheMasterKeyWhereItIsTold) {
    ASSERT_EQ(init({"--master-key-file", at("key")}).code, 0);
    EXPECT_EQ(mode_of(at("key")), 0600U);
    EXPECT_FALSE(std::filesystem::exists(at("data/master.key")));
}

TEST_F(InitTest, RefusesADirectoryThatHoldsSomethingAndLeavesItAlone) {
    std::filesystem::create_directory(at("data"));
    std::ofstream{at("data/mine")} << "precious";
    const auto ran = init();
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("is not empty: it holds `mine`"));
    EXPECT_EQ(read_file(at("data/mine"), 99).value(), "precious");
    EXPECT_FALSE(std::filesystem::exists(at("credentials")));
}

TEST_F(InitTest, RefusesASecondTimeAndLeavesTheFirst) {
    ASSERT_EQ(init().code, 0);
    const auto again = licet({"init", "--data", at("data"), "--credentials", at("others")});
    EXPECT_EQ(again.code, 1);
    EXPECT_THAT(again.err, HasSubstr("is not empty"));
    EXPECT_EQ(licet({"log", "verify", "--data", at("data")}).code, 0);
    EXPECT_FALSE(std::filesystem::exists(at("others")));
}

TEST_F(InitTest, KeepsOtherProfilesOfTheCredentialsFile) {
    std::ofstream{at("credentials")} << "[default]\naws_access_key_id=A\n"
                                        "aws_secret_access_key=B\n";
    ASSERT_EQ(init().code, 0);
    EXPECT_EQ(read_credentials(at("credentials"), "default")->access_key_id, "A");
    EXPECT_TRUE(read_credentials(at("credentials"), "licet").ok());
}

/// Expects that nothing is left of an init that failed, so that a corrected one works.
class FailedInitTest : public ProgramTest {
protected:
    void fails(const std::vector<std::string>& options, const std::string& message) {
        const auto ran = init(options);
        EXPECT_EQ(ran.code, 1) << message;
        EXPECT_THAT(ran.err, HasSubstr(message));
        EXPECT_FALSE(std::filesystem::exists(at("data")));
        EXPECT_FALSE(std::filesystem::exists(at("key")));
    }
};

TEST_F(FailedInitTest, LeavesNothingWhateverWasWrong) {
    fails({"--management-account", "12"}, "`12` is not an account id of 12 digits");
    fails({"--email", "nonsense"}, "`nonsense` is not an e-mail address");
    fails({"--email", "nonsense", "--master-key-file", at("key")}, "is not an e-mail address");
    fails({"--catalog", at("nope")}, "cannot open");
    EXPECT_FALSE(std::filesystem::exists(at("credentials")));
    EXPECT_EQ(init().code, 0);
}

TEST_F(FailedInitTest, ACatalogueWithAFaultIsNamedWithItsLine) {
    std::ofstream{at("bad.yaml")} << "version: v\nmodles: []\n";
    const auto ran = init({"--catalog", at("bad.yaml")});
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, MatchesRegex("licet: .*bad.yaml:[0-9]+: .*\n"));
}

// A directory without the key to it would be of no use.
TEST_F(FailedInitTest, LeavesNothingWhenTheCredentialsCannotBeWritten) {
    const auto ran = licet({"init", "--data", at("data"), "--credentials", at("no/such/file")});
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("no/such/file"));
    EXPECT_FALSE(std::filesystem::exists(at("data")));

    std::ofstream{at("credentials")} << "[licet]\naws_access_key_id=A\n";
    fails({}, "has a profile `licet` already");
}

TEST_F(FailedInitTest, AnEmptyDirectoryThatWasThereStays) {
    std::filesystem::create_directory(at("data"));
    EXPECT_EQ(init({"--email", "nonsense"}).code, 1);
    EXPECT_TRUE(std::filesystem::is_empty(at("data")));
}

TEST_F(FailedInitTest, AMasterKeyOfAnotherDirectoryStays) {
    std::ofstream{at("key")} << "somebody's";
    const auto ran = init({"--master-key-file", at("key")});
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("File exists"));
    EXPECT_FALSE(std::filesystem::exists(at("data")));
    EXPECT_EQ(read_file(at("key"), 99).value(), "somebody's");
}

TEST_F(FailedInitTest, LeavesNothingOnAFullDisk) {
    Ran ran{};
    {
        testing::internal::CaptureStderr();
        const FullDisk full{16'384};
        ran.code = run({"init", "--data", at("data"), "--credentials", at("credentials")});
    }
    ran.err = testing::internal::GetCapturedStderr();
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("log.sqlite3"));
    EXPECT_FALSE(std::filesystem::exists(at("data")));
    EXPECT_FALSE(std::filesystem::exists(at("credentials")));
}

TEST_F(FailedInitTest, AFileInsteadOfADirectoryIsNamedAsSuch) {
    std::ofstream{at("file")} << "x";
    const auto ran = licet({"init", "--data", at("file"), "--credentials", at("credentials")});
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("is not a directory"));
    EXPECT_EQ(read_file(at("file"), 99).value(), "x");
}

}  // namespace
}  // namespace licet::cli
