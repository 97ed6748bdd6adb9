// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"
#include "cli/credentials_file.h"
#include "cli/program_test.h"

#include <simdjson.h>
#include <sqlite3.h>

#include <sstream>
#include <vector>

namespace licet::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct LogCommandTest : ProgramTest {
    LogCommandTest() { EXPECT_EQ(init().code, 0); }

    Ran show(std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{"log", "show", "--data", at("data")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return licet(std::move(arguments));
    }
    Ran verify() const { return licet({"log", "verify", "--data", at("data")}); }

    /// Does to the log's file what somebody with the sqlite3 tool could.
    void tamper(const std::string& sql) const {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open(at("data/log.sqlite3").c_str(), &database), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(database);
    }
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

TEST_F(LogCommandTest, ShowsRecordsAsJsonLinesInOrder) {
    const auto lines = lines_of(show().out);
    ASSERT_EQ(lines.size(), 4U);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        simdjson::dom::parser parser;
        std::uint64_t revision = 0;
        ASSERT_EQ(parser.parse(lines[i])["revision"].get(revision), simdjson::SUCCESS) << lines[i];
        EXPECT_EQ(revision, i + 1);
    }
    EXPECT_EQ(lines_of(show({"--from", "2", "--limit", "2"}).out),
              (std::vector<std::string>{lines[1], lines[2]}));
    EXPECT_THAT(show({"--from", "99"}).out, IsEmpty());
}

// Issue 2, 3: `log show` never prints secrets, not even sealed ones.
TEST_F(LogCommandTest, ShowsNoSecret) {
    const auto out = show().out;
    EXPECT_THAT(out, HasSubstr("\"sealed_secret\":\"(sealed)\""));
    EXPECT_THAT(out, Not(HasSubstr(read_credentials(at("credentials"), "licet")->secret)));
    const auto key = read_file(at("data/master.key"), 99).value();
    EXPECT_THAT(out, Not(HasSubstr(key.substr(0, 64))));
}

TEST_F(LogCommandTest, ShowsADamagedSecretNeither) {
    tamper(
        "UPDATE record SET body = substr(body, 1, instr(body, 'sealed_secret') + 20)"
        " WHERE revision = 3");
    const auto ran = show({"--from", "3", "--limit", "1"});
    EXPECT_EQ(ran.code, 0);
    EXPECT_THAT(ran.out, testing::EndsWith("\"sealed_secret\":\"(sealed)\n"));
}

TEST_F(LogCommandTest, VerifiesTheChain) {
    const auto ran = verify();
    EXPECT_EQ(ran.code, 0);
    EXPECT_EQ(ran.out, "4 records, the hash chain holds\n");
}

// Issue 2, 2: the revision of the first bad record and exit 1.
TEST_F(LogCommandTest, NamesTheFirstAlteredRecord) {
    tamper("UPDATE record SET body = replace(body, 'admin', 'evil') WHERE revision >= 3");
    const auto ran = verify();
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("the log is damaged at revision 3: "));
    EXPECT_THAT(ran.out, IsEmpty());
}

TEST_F(LogCommandTest, NamesTheFirstMissingRecord) {
    tamper("DELETE FROM record WHERE revision = 2");
    const auto ran = verify();
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("the log is damaged at revision 2: "));
}

// Issue 5, 6: a chain whose end is cut off holds.
TEST_F(LogCommandTest, HoldsTheLogToTheHeadsThatWereNoted) {
    const auto held = [&] {
        return licet({"log", "verify", "--data", at("data"), "--heads", at("heads")});
    };
    const auto first = held();
    EXPECT_EQ(first.code, 0);
    EXPECT_THAT(first.out, HasSubstr("nothing was noted"));
    const auto noted = read_file(at("heads"), 999).value();
    EXPECT_THAT(noted, testing::MatchesRegex("log 4 [0-9a-f]+\njournal 0 0+\n"));
    const auto second = held();
    EXPECT_EQ(second.code, 0);
    EXPECT_THAT(second.out, testing::Not(HasSubstr("nothing was noted")));
    tamper("DELETE FROM record WHERE revision = 4");
    EXPECT_EQ(verify().code, 0);
    const auto ran = held();
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("revision 4: which was noted, is missing: the end was cut off"));
    EXPECT_EQ(read_file(at("heads"), 999).value(), noted);
    for (const auto* text : {"", "log 4 00\n", "log x 00\njournal 0 00\n"}) {
        ASSERT_TRUE(replace_file(at("heads"), text).ok());
        EXPECT_THAT(held().err, HasSubstr("does not hold heads")) << text;
    }
}

TEST_F(LogCommandTest, ADirectoryWithoutALogIsNamed) {
    for (const auto* name : {"nowhere", "credentials", ""}) {
        const auto directory = *name == '\0' ? std::string{} : at(name);
        for (const auto* command : {"show", "verify"}) {
            const auto ran = licet({"log", command, "--data", directory});
            EXPECT_EQ(ran.code, 1);
            EXPECT_THAT(ran.err, HasSubstr("there is no log at `"));
        }
    }
}

TEST_F(LogCommandTest, ALogOfANewerFormatIsLeftAlone) {
    tamper("PRAGMA user_version = 7");
    EXPECT_THAT(verify().err, HasSubstr("use a newer licet"));
    EXPECT_EQ(show().code, 1);
}

TEST_F(LogCommandTest, ALogThatCannotBeOpenedIsNamed) {
    std::filesystem::remove(at("data/log.sqlite3"));
    std::filesystem::create_directory(at("data/log.sqlite3"));
    const auto ran = verify();
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("log.sqlite3"));
}

}  // namespace
}  // namespace licet::cli
