// SPDX-License-Identifier: Apache-2.0
#include "cli/program_test.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include <poll.h>
#include <unistd.h>

namespace licet::cli {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

/// `licet serve` on a thread of its own, its stdout read through a pipe.
class Serving {
public:
    explicit Serving(std::vector<std::string> arguments) {
        LICET_CHECK(::pipe(pipe_) == 0);
        std::fflush(stdout);
        stdout_ = ::dup(STDOUT_FILENO);
        ::dup2(pipe_[1], STDOUT_FILENO);
        thread_ = std::thread{[this, arguments = std::move(arguments)] { code_ = run(arguments); }};
    }
    Serving(const Serving&) = delete;
    Serving& operator=(const Serving&) = delete;
    ~Serving() { stop(SIGTERM); }

    /// The first line, without its line feed. From then on stdout is the test's own again.
    std::string ready_line() {
        std::string line;
        struct pollfd waiting {
            .fd = pipe_[0], .events = POLLIN, .revents = 0
        };
        char byte = 0;
        while (::poll(&waiting, 1, 30'000) == 1 && ::read(pipe_[0], &byte, 1) == 1 &&
               byte != '\n') {
            line += byte;
        }
        ::dup2(stdout_, STDOUT_FILENO);
        return line;
    }
    /// Sends the signal, waits for the end and gives the exit code.
    int stop(int signal) {
        if (thread_.joinable()) {
            ::pthread_kill(thread_.native_handle(), signal);
            thread_.join();
            for (const int descriptor : {stdout_, pipe_[0], pipe_[1]}) {
                ::close(descriptor);
            }
        }
        return code_;
    }

private:
    int pipe_[2] = {};
    int stdout_ = -1;
    int code_ = -1;
    std::thread thread_;
};

struct ServeTest : ProgramTest {
    ServeTest() { EXPECT_EQ(init().code, 0); }

    std::vector<std::string> command() const {
        return {"serve", "--data", at("data"), "--listen", "127.0.0.1:0"};
    }
    /// What a start that must fail says.
    Ran refused(std::vector<std::string> more) const {
        std::vector<std::string> arguments{"serve", "--data", at("data")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        auto ran = licet(std::move(arguments));
        EXPECT_EQ(ran.code, 1);
        EXPECT_EQ(ran.out, "");
        return ran;
    }
};

// Issue 2, 2: one line when ready; SIGTERM drains and exits 0.
TEST_F(ServeTest, SaysWhereItListensAndEndsOnASignal) {
    for (const int signal : {SIGTERM, SIGINT}) {
        Serving serving{command()};
        EXPECT_THAT(serving.ready_line(),
                    MatchesRegex("licet: listening on http://127\\.0\\.0\\.1:[0-9]+"));
        EXPECT_EQ(serving.stop(signal), 0);
    }
}

TEST_F(ServeTest, TheLogIsReadBesideIt) {
    Serving serving{command()};
    ASSERT_THAT(serving.ready_line(), StartsWith("licet: listening on "));
    EXPECT_THAT(licet({"log", "verify", "--data", at("data")}).out,
                MatchesRegex("4 records, the hash chain holds\n"
                             "[0-9]+ journal entries, the hash chain holds\n"));
    EXPECT_EQ(licet({"log", "show", "--data", at("data")}).code, 0);
    EXPECT_THAT(refused({"--listen", "127.0.0.1:0"}).err, HasSubstr("is in use by process "));
    EXPECT_EQ(serving.stop(SIGTERM), 0);
}

TEST_F(ServeTest, AnAlteredJournalIsNamed) {
    Serving serving{command()};
    ASSERT_THAT(serving.ready_line(), StartsWith("licet: listening on "));
    EXPECT_EQ(serving.stop(SIGTERM), 0);
    for (const auto& segment : std::filesystem::directory_iterator{at("data/journal")}) {
        std::fstream{segment.path(), std::ios::in | std::ios::out} << "x";
    }
    const auto ran = licet({"log", "verify", "--data", at("data")});
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("the journal is damaged at segment 1, line 1: "));
}

// Issue 2, 2: the catalogue is listed and updated through the service.
TEST_F(ServeTest, TheCatalogueIsShownAndAppliedThroughIt) {
    Serving serving{command()};
    const auto line = serving.ready_line();
    ASSERT_THAT(line, StartsWith("licet: listening on "));
    const auto endpoint = line.substr(line.find("http://"));
    ::setenv("AWS_SHARED_CREDENTIALS_FILE", at("credentials").c_str(), 1);

    const auto table = licet({"catalog", "show", "--endpoint", endpoint});
    EXPECT_EQ(table.code, 0) << table.err;
    EXPECT_THAT(table.out, HasSubstr("\nanthropic.claude-"));
    EXPECT_THAT(table.out, HasSubstr("\nprod-samplerunner1 "));
    const auto json = licet({"catalog", "show", "--endpoint", endpoint, "--output", "json"});
    EXPECT_THAT(json.out, StartsWith(R"({"version":")"));

    const auto applied =
        licet({"catalog", "apply", LICET_SOURCE_DIR "/data/catalog.yaml", "--endpoint", endpoint});
    EXPECT_EQ(applied.code, 0) << applied.err;
    EXPECT_THAT(applied.out, StartsWith("applied catalogue "));
    std::ofstream{at("bad.yaml")} << "version: v\nmodles: []\n";
    EXPECT_THAT(licet({"catalog", "apply", at("bad.yaml"), "--endpoint", endpoint}).err,
                MatchesRegex("licet: .*bad.yaml:[0-9]+: .*\n"));

    ::setenv("AWS_SHARED_CREDENTIALS_FILE", at("data/lock").c_str(), 1);
    EXPECT_THAT(licet({"catalog", "show", "--endpoint", endpoint}).err,
                HasSubstr("has no profile `licet`"));
    std::ofstream{at("wrong")} << "[licet]\naws_access_key_id=AKIANOBODY0000000000\n"
                                  "aws_secret_access_key=x\n";
    ::setenv("AWS_SHARED_CREDENTIALS_FILE", at("wrong").c_str(), 1);
    const auto denied = licet({"catalog", "show", "--endpoint", endpoint});
    EXPECT_EQ(denied.code, 1);
    EXPECT_THAT(denied.err, MatchesRegex("licet: [^{}]*security token[^{}]*\n"));
    EXPECT_EQ(serving.stop(SIGTERM), 0);

    ::setenv("AWS_SHARED_CREDENTIALS_FILE", at("credentials").c_str(), 1);
    EXPECT_THAT(licet({"catalog", "show", "--endpoint", endpoint}).err,
                HasSubstr("licet can't be reached at " + endpoint));
    ::unsetenv("AWS_SHARED_CREDENTIALS_FILE");
}

TEST_F(ServeTest, WrongInputIsNamed) {
    EXPECT_THAT(refused({"--listen", "nonsense"}).err, HasSubstr("`nonsense` is not ADDRESS:PORT"));
    EXPECT_THAT(refused({"--listen", "localhost:0"}).err,
                HasSubstr("`localhost` is not an IP address"));
    EXPECT_THAT(refused({"--config", at("none.yaml")}).err, HasSubstr("none.yaml"));
    std::ofstream{at("bad.yaml")} << "threads: 1\nlisen: 1\n";
    EXPECT_THAT(refused({"--config", at("bad.yaml")}).err,
                HasSubstr("bad.yaml:2: unknown key `lisen`"));
    EXPECT_THAT(refused({"--master-key-file", at("none")}).err,
                HasSubstr("there is no master key"));
    EXPECT_THAT(licet({"serve", "--data", at("nowhere")}).err,
                HasSubstr("there is no data directory"));
}

TEST_F(ServeTest, AMasterKeyThatOthersMayReadIsRefused) {
    const auto key = at("data/master.key");
    std::filesystem::permissions(key, std::filesystem::perms{0644});
    EXPECT_THAT(refused({"--listen", "127.0.0.1:0"}).err, HasSubstr("set its mode to 0600"));
}

}  // namespace
}  // namespace licet::cli
