// SPDX-License-Identifier: Apache-2.0
#include "server/server.h"

#include "api/dispatcher.h"
#include "base/encoding.h"
#include "base/full_disk.h"
#include "log/sqlite/sqlite_log.h"
#include "server/running_test.h"

#include <fmt/format.h>

#include <atomic>
#include <deque>
#include <fstream>
#include <thread>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace licet::server {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

void write(const std::filesystem::path& path, std::string_view text) {
    std::ofstream{path, std::ios::trunc} << text;
}

using ServerTest = RunningTest;

TEST_F(ServerTest, TellsWhereItListens) {
    start();
    EXPECT_THAT(server->url(), MatchesRegex("http://127\\.0\\.0\\.1:[0-9]+"));
}

// Issue 2, 2: a second instance on the same data directory is refused with a clear message.
TEST_F(ServerTest, ASecondInstanceIsRefused) {
    start();
    EXPECT_THAT(refusal(options()), HasSubstr("is in use by process " + std::to_string(getpid())));
    server->stop();
    server.reset();
    EXPECT_EQ(refusal(options()), "");
}

TEST_F(ServerTest, APortInUseIsRefusedAndTheDirectoryIsFreeAgain) {
    start();
    const auto port = net::Endpoint::parse(server->url())->port;
    ASSERT_TRUE(
        initialize({.directory = at("other"), .catalogue = model::sample::catalogue()}, kNobody)
            .ok());
    auto busy = options();
    busy.directory = at("other");
    busy.settings.listen.port = port;
    EXPECT_THAT(refusal(busy), HasSubstr("Address already in use"));
    busy.settings.listen.port = 0;
    EXPECT_EQ(refusal(busy), "");
}

TEST_F(ServerTest, DirectoriesThatAreNoneOfOursAreNamed) {
    auto bad = options();
    bad.directory = at("nowhere");
    EXPECT_THAT(refusal(bad), HasSubstr("there is no data directory `"));
    write(at("file"), "x");
    bad.directory = at("file");
    EXPECT_THAT(refusal(bad), HasSubstr("is not a directory"));
    std::filesystem::create_directory(at("empty"));
    bad.directory = at("empty");
    EXPECT_THAT(refusal(bad), HasSubstr("`licet init` makes a data directory"));
    EXPECT_TRUE(std::filesystem::is_empty(at("empty")));
}

TEST_F(ServerTest, TheWrongMasterKeyIsRefused) {
    auto wrong = options();
    wrong.master_key = at("other.key");
    EXPECT_THAT(refusal(wrong), HasSubstr("--master-key-file says where it is"));
    write(wrong.master_key, std::string(64, 'a') + "\n");
    std::filesystem::permissions(wrong.master_key, std::filesystem::perms::owner_read);
    EXPECT_THAT(refusal(wrong), HasSubstr("the master key opens none of the log's secrets"));
    EXPECT_EQ(refusal(options()), "");
}

TEST_F(ServerTest, GarbageInsteadOfALogIsRefused) {
    for (const auto* companion : {"log.sqlite3-wal", "log.sqlite3-shm"}) {
        std::filesystem::remove(data() / companion);
    }
    write(data() / "log.sqlite3", std::string(20'000, 'g'));
    EXPECT_THAT(refusal(options()), HasSubstr("file is not a database"));
}

// A log without records is what `licet init` leaves when it is killed: nobody could sign in.
TEST_F(ServerTest, AnEmptyLogIsRefused) {
    const auto path = options().directory / std::string{log::kSqliteLogFile};
    std::filesystem::remove(path);
    ASSERT_TRUE(log::open_sqlite_log(options().directory, log::OpenMode::create_new).ok());
    EXPECT_THAT(refusal(options()), HasSubstr("was cut off before it was done"));
}

TEST_F(ServerTest, ADamagedSnapshotIsPassedOver) {
    start();
    server->stop();
    server.reset();
    for (const auto& snapshot : std::filesystem::directory_iterator{data() / "snapshots"}) {
        write(snapshot.path(), "garbage");
    }
    testing::internal::CaptureStderr();
    auto lenient = options();
    lenient.settings.log_level = obs::Level::warn;
    auto started = Server::start(lenient);
    ASSERT_TRUE(started.ok()) << started.error().message;
    EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("a snapshot is passed over"));
    server = *std::move(started);
    EXPECT_EQ(ask_query("sts", "Action=GetCallerIdentity&Version=2011-06-15").status, 200);
}

TEST_F(ServerTest, AnUnfinishedLineOfTheJournalIsCutOff) {
    start();
    ASSERT_EQ(ask_query("sts", "Action=GetCallerIdentity&Version=2011-06-15").status, 200);
    server->stop();
    server.reset();
    const auto segment = data() / "journal" / "journal-000000000001.jsonl";
    const auto whole = std::filesystem::file_size(segment);
    std::filesystem::resize_file(segment, whole - 10);
    start();
    EXPECT_EQ(ask_query("sts", "Action=GetCallerIdentity&Version=2011-06-15").status, 200);
}

TEST_F(ServerTest, WhatIsInTheWayOfTheJournalIsNamed) {
    write(data() / "journal", "a file");
    EXPECT_THAT(refusal(options()), HasSubstr("journal"));
}

TEST_F(ServerTest, StopDrainsAndKeepsWhatWasAcknowledged) {
    start();
    ASSERT_EQ(ask_query("iam", "Action=CreateUser&Version=2010-05-08&UserName=ada").status, 200);
    const auto endpoint = net::Endpoint::parse(server->url()).value();
    server->stop();
    server->stop();
    EXPECT_EQ(net::fetch(endpoint, {}).error().name, net::kConnectionRefused);
    server.reset();
    start();
    EXPECT_THAT(ask_query("iam", "Action=GetUser&Version=2010-05-08&UserName=ada").body,
                HasSubstr("<UserName>ada</UserName>"));
}

TEST_F(ServerTest, AChangeOnAFullDiskIsRefusedAndNothingOfItRemains) {
    start();
    const std::string create = "Action=CreateUser&Version=2010-05-08&UserName=ada";
    {
        const FullDisk full{0};
        EXPECT_THAT(ask_query("iam", create).body, HasSubstr("<Code>ServiceFailure</Code>"));
    }
    EXPECT_EQ(ask_query("iam", create).status, 200);
    EXPECT_EQ(ask_query("iam", create).status, 409);
}

/// A client that may leave without another word.
class RudeClient {
public:
    RudeClient(std::uint16_t port, std::string_view request)
        : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address),
                  0);
        EXPECT_EQ(::send(socket_, request.data(), request.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(request.size()));
    }
    /// Resets the connection.
    ~RudeClient() {
        const linger now{.l_onoff = 1, .l_linger = 0};
        EXPECT_EQ(::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now), 0);
        ::close(socket_);
    }
    RudeClient(const RudeClient&) = delete;
    RudeClient& operator=(const RudeClient&) = delete;

    /// Its first bytes.
    std::string answer(std::size_t bytes) const {
        std::string out(bytes, '\0');
        const auto got = ::recv(socket_, out.data(), bytes, MSG_WAITALL);
        out.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
        return out;
    }

private:
    int socket_;
};

// Nobody waits for the replies to callers who left. Sanitizers see whether these find the loops of
// those all the same.
TEST_F(ServerTest, WhatIsLookedUpWhenItStopsIsRepliedToLoopsThatAreThere) {
    start();
    const auto endpoint = net::Endpoint::parse(server->url()).value();
    std::string statements;
    for (int i = 0; i < 40; ++i) {
        statements += fmt::format(
            R"({}{{"Effect":"Allow","Action":"s3:*e*t*{}","Resource":"arn:aws:s3:::*b*e*{}"}})",
            i == 0 ? "" : ",", i, i);
    }
    const auto policy =
        percent_encode(fmt::format(R"({{"Version":"2012-10-17","Statement":[{}]}})", statements));
    std::string body = "Action=SimulateCustomPolicy&Version=2010-05-08&MaxItems=1000";
    for (int i = 1; i <= 10; ++i) {  // so many that it takes some milliseconds
        body += fmt::format("&PolicyInputList.member.{}={}", i, policy);
    }
    for (int i = 1; i <= 30; ++i) {
        body += fmt::format(
            "&ActionNames.member.{0}=s3:GetObject{0}"
            "&ResourceArns.member.{0}=arn:aws:s3:::bucket/{0}",
            i);
    }
    const auto request =
        signed_request({.service = "iam",
                        .body = body,
                        .headers = {{"content-type", "application/x-www-form-urlencoded"}}},
                       admin);
    auto text = fmt::format("POST / HTTP/1.1\r\nhost: {}\r\n", endpoint.authority());
    for (const auto& [name, value] : request.headers) {
        text += fmt::format("{}: {}\r\n", name, value);
    }
    text += fmt::format("content-length: {}\r\n\r\n{}", body.size(), body);
    std::deque<RudeClient> clients;
    for (std::size_t i = 0; i < api::Dispatcher::kLookUpsOfAccountMax; ++i) {
        clients.emplace_back(endpoint.port, text);
    }
    EXPECT_EQ(clients.front().answer(12), "HTTP/1.1 200");
    clients.clear();
    server->stop();
}

TEST_F(ServerTest, RequestsUnderWayAreAnsweredWhenItStops) {
    start();
    const auto endpoint = net::Endpoint::parse(server->url()).value();
    std::atomic<int> answered = 0;
    std::atomic<int> failed = 0;
    std::vector<std::thread> callers;
    for (int i = 0; i < 4; ++i) {
        callers.emplace_back([&] {
            while (true) {
                const auto response =
                    net::fetch(endpoint, {.method = "GET", .target = "/foundation-models"});
                if (!response.ok()) {  // refused or closed before it was read: nothing was lost
                    return;
                }
                (response->status == 403 ? answered : failed) += 1;
            }
        });
    }
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (answered < 20 && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
    }
    server->stop();
    for (auto& caller : callers) {
        caller.join();
    }
    EXPECT_GE(answered, 20);
    EXPECT_EQ(failed, 0);
}

}  // namespace
}  // namespace licet::server
