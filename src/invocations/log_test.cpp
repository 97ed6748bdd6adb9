// SPDX-License-Identifier: Apache-2.0
#include "invocations/log.h"

#include "base/file.h"
#include "base/full_disk.h"
#include "base/temporary_directory.h"
#include "base/yaml/yaml_reader.h"
#include "invocations/directory_store.h"
#include "invocations/gunzip_test.h"
#include "invocations/gzip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <future>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

#include <sys/stat.h>

namespace licet::invocations {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;

constexpr std::string_view kFolder =
    "AWSLogs/111111111111/BedrockModelInvocationLogs/us-east-1/2026/11/27/09";
constexpr std::string_view kId = "aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa";

Invocation invocation() {
    return {.time = parse_iso8601("2026-11-27T09:05:06.007Z").value(),
            .account = AccountId::parse("111111111111").value(),
            .principal_arn = "arn:aws:iam::111111111111:user/\"u\"",
            .region = "us-east-1",
            .request_id = kId,
            .operation = "Converse",
            .model_id = "amazon.nova-micro-v1:0"};
}

TEST(Gzip, IsReadByOthers) {
    std::string text;
    for (int i = 0; i < 200'000; ++i) {
        text += std::to_string(i * 7919 % 10'007);
    }
    for (const auto& each : {std::string{}, std::string{"x"}, text}) {
        EXPECT_EQ(gunzip(gzip(each)), each);
    }
    EXPECT_LT(gzip(text).size(), text.size());
}

// Source: Bedrock User Guide, "Monitor model invocation using CloudWatch Logs and Amazon S3"
TEST(Record, IsBedrocksInBedrocksPlace) {
    auto told = invocation();
    told.input = {.body = "{\"a\":\n1}\r\n", .tokens = 11};
    told.output = {.body = "[2]", .tokens = 5};
    told.cache_read_tokens = 3;
    told.metadata = {{"team", "\"red\""}};
    const auto record = make_record(told, "logs", "some/where/");
    EXPECT_EQ(record.bucket, "logs");
    EXPECT_EQ(record.account, told.account);
    EXPECT_EQ(record.folder, "some/where/" + std::string{kFolder});
    EXPECT_EQ(record.line,
              R"({"schemaType":"ModelInvocationLog","schemaVersion":"1.0",)"
              R"("timestamp":"2026-11-27T09:05:06.007Z","accountId":"111111111111",)"
              R"("identity":{"arn":"arn:aws:iam::111111111111:user/\"u\""},)"
              R"("region":"us-east-1","requestId":"aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa",)"
              R"("operation":"Converse","modelId":"amazon.nova-micro-v1:0",)"
              R"("requestMetadata":{"team":"\"red\""},)"
              R"("input":{"inputContentType":"application/json","inputBodyJson":{"a": 1}  ,)"
              R"("inputTokenCount":11,"cacheReadInputTokenCount":3},)"
              R"("output":{"outputContentType":"application/json","outputBodyJson":[2],)"
              R"("outputTokenCount":5}})"
              "\n");
    EXPECT_THAT(record.attachments, IsEmpty());
}

TEST(Record, SaysNothingOfBodiesAndTokensThatItIsNotTold) {
    auto told = invocation();
    told.error_code = "ThrottlingException";
    const auto record = make_record(told, "logs", "");
    EXPECT_EQ(record.folder, kFolder);
    EXPECT_THAT(record.line, HasSubstr(R"("errorCode":"ThrottlingException",)"
                                       R"("input":{"inputContentType":"application/json"},)"
                                       R"("output":{"outputContentType":"application/json"}})"));
}

TEST(Record, BodiesOfMoreThan100KilobytesAreObjectsOfTheirOwn) {
    const std::string body = '"' + std::string(kInlineBodyBytesMax - 2, 'x') + '"';
    const std::string longer = body + ' ';
    auto told = invocation();
    told.input = {.body = longer};
    told.output = {.body = body};
    const auto record = make_record(told, "logs", "");
    EXPECT_THAT(record.line, HasSubstr(R"("outputBodyJson":"xxx)"));
    EXPECT_THAT(record.line, HasSubstr(R"("inputBodyS3Path":"s3://logs/)" + std::string{kFolder} +
                                       "/data/" + std::string{kId} + "_input.json.gz\""));
    ASSERT_EQ(record.attachments.size(), 1U);
    EXPECT_EQ(record.attachments[0].name, "data/" + std::string{kId} + "_input.json.gz");
    EXPECT_EQ(record.attachments[0].bytes, longer);
    EXPECT_EQ(record.size(), record.line.size() + longer.size());
}

/// Keeps objects, while neither the bucket nor the folder is broken. What is broken may hang.
struct FakeStore final : Store {
    std::vector<std::pair<std::string, std::string>>& objects;
    const std::set<std::string>& broken;
    std::promise<void>& first;
    const std::atomic<bool>& hangs;
    std::promise<void>& release;
    const std::shared_future<void> released;
    std::mutex mutex;

    FakeStore(std::vector<std::pair<std::string, std::string>>& kept,
              const std::set<std::string>& failing, std::promise<void>& came,
              const std::atomic<bool>& hanging, std::promise<void>& letting_go,
              std::shared_future<void> let_go)
        : objects{kept},
          broken{failing},
          first{came},
          hangs{hanging},
          release{letting_go},
          released{std::move(let_go)} {}
    void give_up() override { release.set_value(); }
    Result<void> put(std::string_view bucket, std::string_view key,
                     std::string_view bytes) override {
        const auto folder = key.substr(0, key.rfind('/'));
        if (broken.contains(std::string{bucket}) || broken.contains(std::string{folder})) {
            if (hangs) {
                released.wait();
            }
            return Error{ErrorKind::unavailable, "no room"};
        }
        const std::lock_guard lock{mutex};
        objects.emplace_back(std::string{bucket} + '/' + std::string{key}, gunzip(bytes));
        if (objects.size() == 1) {
            first.set_value();
        }
        return {};
    }
};

struct LogTest : testing::Test {
    ManualClock clock{parse_iso8601("2026-11-27T09:05:10.001Z").value()};
    SeededRandom random{1};
    std::string messages;
    obs::Logger logger{clock, obs::Level::info, [this](auto line) { messages += line; }};
    obs::Metrics metrics;
    std::vector<std::pair<std::string, std::string>> objects;
    std::set<std::string> broken;
    std::promise<void> first;  // kept when an object is there
    std::atomic<bool> hangs{false};
    std::promise<void> release;  // what hangs
    std::shared_future<void> released{release.get_future()};
    Settings settings{.buckets = {"logs", "others"},
                      .queue_bytes = 100 * kAccountShare,  // 100 of each account
                      .deliver_every = std::chrono::hours{1}};
    std::optional<Log> log;

    void open() {
        log.emplace(settings,
                    std::make_unique<FakeStore>(objects, broken, first, hangs, release, released),
                    clock, random, logger, metrics);
    }
    void add(const std::string& line, const std::string& bucket = "logs",
             const std::string& folder = "f", std::uint64_t account = 1) {
        log->add({.bucket = bucket,
                  .account = AccountId{account},
                  .folder = folder,
                  .line = line + '\n'});
    }
    bool admits(std::uint64_t account, const std::string& bucket = "logs") const {
        return log->admit(bucket, AccountId{account}).ok();
    }
    std::vector<std::string> contents() const {
        std::vector<std::string> out;
        for (const auto& [key, content] : objects) {
            out.push_back(content);
        }
        return out;
    }
    bool shows(const std::string& line) const {
        return metrics.expose().find('\n' + line + '\n') != std::string::npos;
    }
};

TEST_F(LogTest, RecordsOfAFolderAreLinesOfOneObject) {
    open();
    add("1");
    add("2", "logs", "g");
    add("3");
    EXPECT_TRUE(shows("licet_invocation_waiting_bytes{bucket=\"logs\"} 6"));
    ASSERT_TRUE(log->flush().ok());
    EXPECT_THAT(contents(), ElementsAre("1\n3\n", "2\n"));
    EXPECT_THAT(objects[0].first, MatchesRegex("logs/f/20261127T090510001Z_[0-9a-f]+\\.json\\.gz"));
    add("4");
    ASSERT_TRUE(log->flush().ok());
    EXPECT_THAT(contents(), ElementsAre("1\n3\n", "2\n", "4\n"));
    EXPECT_TRUE(shows("licet_invocation_waiting_bytes{bucket=\"logs\"} 0"));
    EXPECT_TRUE(shows("licet_invocation_records_total{bucket=\"logs\",outcome=\"delivered\"} 4"));
}

TEST_F(LogTest, WhatARecordNamesIsThereBeforeIt) {
    open();
    log->add({.bucket = "logs",
              .account = AccountId{1},
              .folder = "f",
              .line = "1\n",
              .attachments = {{"data/a", "A"}, {"data/b", "B"}}});
    ASSERT_TRUE(log->flush().ok());
    EXPECT_THAT(contents(), ElementsAre("B", "A", "1\n"));
    EXPECT_EQ(objects[1].first, "logs/f/data/a");
}

TEST_F(LogTest, AFullObjectDoesNotWaitForItsTime) {
    settings.queue_bytes = 4 * kObjectBytesMax;
    open();
    add(std::string(kObjectBytesMax, 'x'));
    first.get_future().wait();
    log.reset();  // joins the thread
    EXPECT_THAT(contents(), ElementsAre(std::string(kObjectBytesMax, 'x') + '\n'));
}

TEST_F(LogTest, EveryRecordIsDeliveredOnceWhoeverAddsIt) {
    constexpr int kThreads = 4;
    constexpr int kEach = 500;
    settings.deliver_every = Milliseconds{1};
    settings.queue_bytes = std::size_t{1} << 20;
    open();
    std::vector<std::thread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < kEach; ++i) {
                add(std::to_string(thread * kEach + i), i % 2 == 0 ? "logs" : "others");
                EXPECT_TRUE(admits(1));
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    ASSERT_TRUE(log->flush().ok());
    log.reset();
    std::multiset<int> seen;
    for (const auto& [key, content] : objects) {
        std::istringstream lines{content};
        for (std::string line; std::getline(lines, line);) {
            seen.insert(std::stoi(line));
        }
    }
    EXPECT_EQ(seen.size(), std::size_t{kThreads} * kEach);
    EXPECT_EQ(std::set<int>(seen.begin(), seen.end()).size(), seen.size());
}

TEST_F(LogTest, ABucketThatTakesNothingBlocksItsOwnCallsOnceRecordsWait) {
    broken = {"logs"};
    open();
    add(std::string(98, 'x'));
    EXPECT_TRUE(admits(1));  // 99 bytes wait
    EXPECT_FALSE(log->flush().ok());
    EXPECT_THAT(messages, HasSubstr("records of model calls cannot be delivered"));
    EXPECT_THAT(messages, HasSubstr("no room"));
    EXPECT_TRUE(shows("licet_invocation_failing{bucket=\"logs\"} 1"));
    EXPECT_TRUE(admits(1));
    add("of a call that was admitted");
    const auto refused = log->admit("logs", AccountId{1});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().name, "ServiceUnavailableException");
    EXPECT_THAT(refused.error().message, HasSubstr("the bucket `logs` does not take"));
    EXPECT_TRUE(admits(1, "others"));
    add("3", "others");
    EXPECT_FALSE(log->flush().ok());
    EXPECT_THAT(contents(), ElementsAre("3\n"));

    broken.clear();
    EXPECT_TRUE(log->flush().ok());
    EXPECT_TRUE(admits(1));
    EXPECT_THAT(contents(),
                ElementsAre("3\n", std::string(98, 'x') + '\n', "of a call that was admitted\n"));
    EXPECT_TRUE(shows("licet_invocation_failing{bucket=\"logs\"} 0"));
    EXPECT_THAT(messages, HasSubstr("delivered again"));
}

TEST_F(LogTest, WhatCannotBeStoredHoldsUpNothingElse) {
    broken = {"through/a/file"};
    open();
    add("stuck", "logs", "through/a/file", 1);
    add("own", "logs", "f", 1);
    add("of another", "logs", "g", 2);
    EXPECT_FALSE(log->flush().ok());
    ASSERT_THAT(contents(), ElementsAre("own\n", "of another\n"));
    EXPECT_TRUE(shows("licet_invocation_failing{bucket=\"logs\"} 1"));
    EXPECT_TRUE(shows("licet_invocation_waiting_bytes{bucket=\"logs\"} 6"));
    add("later", "logs", "f", 1);
    EXPECT_FALSE(log->flush().ok());
    EXPECT_EQ(contents().back(), "later\n");
    broken.clear();
    EXPECT_TRUE(log->flush().ok());
    EXPECT_EQ(contents().back(), "stuck\n");
    EXPECT_TRUE(shows("licet_invocation_failing{bucket=\"logs\"} 0"));
    EXPECT_TRUE(shows("licet_invocation_waiting_bytes{bucket=\"logs\"} 0"));
}

TEST_F(LogTest, ManyThatFailAreTriedInTurnAndAfterTheOthers) {
    constexpr std::uint64_t kStuck = 9;
    open();
    for (std::uint64_t account = 1; account <= kStuck; ++account) {
        broken.insert(std::to_string(account));
        add("stuck", "logs", std::to_string(account), account);
    }
    for (std::uint64_t pass = 0; pass < kStuck; ++pass) {
        EXPECT_FALSE(log->flush().ok());  // each of them has failed
    }
    add("new", "logs", "f", kStuck + 1);
    EXPECT_FALSE(log->flush().ok());
    EXPECT_THAT(contents(), ElementsAre("new\n"));
    broken.erase(std::to_string(kStuck));
    for (std::uint64_t pass = 0; pass < kStuck; ++pass) {
        EXPECT_FALSE(log->flush().ok());
    }
    EXPECT_THAT(contents(), ElementsAre("new\n", "stuck\n"));
}

TEST_F(LogTest, ABucketThatHangsDelaysNoOther) {
    settings.deliver_every = Milliseconds{1};
    broken = {"logs"};
    hangs = true;
    open();
    add("stuck", "logs");
    add("own", "others");
    first.get_future().wait();
    EXPECT_THAT(contents(), ElementsAre("own\n"));
    release.set_value();
    log.reset();  // joins the threads
    EXPECT_THAT(messages, HasSubstr("lost bucket=logs records=1"));
}

// What hangs, and was answered for, is lost: it is told, and holds up the end no longer than that.
TEST_F(LogTest, AStopGivesUpWhatHangsAndTellsWhatIsLost) {
    settings.deliver_every = Milliseconds{1};
    broken = {"logs"};
    hangs = true;
    open();
    add("1", "logs", "f", 1);
    add("2", "logs", "f", 1);
    add("3", "logs", "g", 2);
    add("own", "others");
    first.get_future().wait();
    log->stop(Milliseconds{1});
    EXPECT_THAT(contents(), ElementsAre("own\n"));
    EXPECT_THAT(messages, HasSubstr("records of model calls are lost bucket=logs records=3 "
                                    "accounts=2 bytes=6 reason=\"no room\""));
    messages.clear();
    log.reset();
    EXPECT_THAT(messages, IsEmpty());
}

TEST_F(LogTest, HoweverManyHangThatFailedBeforeOneThatWorksHasAThread) {
    settings.deliver_every = Milliseconds{1};
    for (std::size_t i = 0; i < kDeliverersMax; ++i) {
        broken.insert(settings.buckets.emplace_back("broken-" + std::to_string(i)));
    }
    open();
    for (const auto& bucket : broken) {
        add("stuck", bucket);
    }
    EXPECT_FALSE(log->flush().ok());  // all have failed
    hangs = true;
    add("own", "others");
    first.get_future().wait();
    EXPECT_THAT(contents(), ElementsAre("own\n"));
    release.set_value();
    log.reset();
    EXPECT_THAT(messages, HasSubstr("lost bucket=broken-7 records=1"));
}

TEST_F(LogTest, AnAccountTakesNoMoreThanItsShareOfABucketsRoom) {
    broken = {"logs"};
    open();
    add(std::string(1'000, 'x'), "logs", "1", 1);  // of calls that were admitted together
    EXPECT_FALSE(admits(1));
    EXPECT_TRUE(admits(1, "others"));
    EXPECT_TRUE(admits(2));
    for (std::uint64_t account = 2; account <= kAccountShare; ++account) {
        EXPECT_TRUE(admits(account));
        add(std::string(99, 'x'), "logs", std::to_string(account), account);
        EXPECT_FALSE(admits(account));
    }
    EXPECT_FALSE(admits(kAccountShare + 1));  // all room is taken
    broken = {"1"};
    EXPECT_FALSE(log->flush().ok());
    EXPECT_FALSE(admits(1));
    EXPECT_TRUE(admits(2));
    broken.clear();
    EXPECT_TRUE(log->flush().ok());
    EXPECT_TRUE(admits(1));
}

TEST_F(LogTest, AnAccountWithoutRoomGoesUnrecordedAlone) {
    broken = {"logs"};
    settings.when_full = WhenFull::shed;
    open();
    add(std::string(98, 'x'), "logs", "f", 1);
    add("22", "logs", "f", 1);
    EXPECT_THAT(messages, HasSubstr("go unrecorded bucket=logs account=000000000001"));
    add("3", "logs", "g", 2);
    EXPECT_TRUE(shows("licet_invocation_records_total{bucket=\"logs\",outcome=\"shed\"} 1"));
    broken.clear();
    ASSERT_TRUE(log->flush().ok());
    EXPECT_THAT(contents(), ElementsAre(std::string(98, 'x') + '\n', "3\n"));
}

TEST_F(LogTest, WithoutBlockingWhatHasNoRoomIsCounted) {
    broken = {"logs"};
    settings.when_full = WhenFull::shed;
    open();
    add(std::string(98, 'x'));
    EXPECT_TRUE(admits(1));
    add("2");
    add("3");
    EXPECT_TRUE(admits(1));
    EXPECT_TRUE(shows("licet_invocation_records_total{bucket=\"logs\",outcome=\"shed\"} 2"));
    EXPECT_THAT(messages, HasSubstr("model calls go unrecorded bucket=logs"));
    broken.clear();
    ASSERT_TRUE(log->flush().ok());
    add("4");
    ASSERT_TRUE(log->flush().ok());
    EXPECT_THAT(contents(), ElementsAre(std::string(98, 'x') + '\n', "4\n"));
}

TEST_F(LogTest, ABucketThatTheOperatorTookAwayIsNoneToLogTo) {
    open();
    EXPECT_THAT(log->admit("gone", AccountId{1}).error().message,
                HasSubstr("`gone`, which the operator does not offer any more"));
    settings.when_full = WhenFull::shed;
    open();
    EXPECT_TRUE(admits(1, "gone"));
    add("1", "gone");
    EXPECT_TRUE(shows("licet_invocation_records_total{bucket=\"gone\",outcome=\"shed\"} 1"));
}

TEST_F(LogTest, TheEndDeliversWhatWaitsAndSaysWhatIsLost) {
    open();
    add("1");
    log.reset();
    EXPECT_THAT(contents(), ElementsAre("1\n"));
    EXPECT_THAT(messages, Not(HasSubstr("lost")));
    broken = {"logs"};
    open();
    add("2");
    add("3");
    log.reset();
    EXPECT_THAT(messages, HasSubstr("records of model calls are lost bucket=logs records=2"));
}

TEST(DirectoryStore, ObjectsAreWholeOrNotThere) {
    const TemporaryDirectory temporary;
    DirectoryStore store{temporary.path() / "root"};
    ASSERT_TRUE(store.put("logs", "a/b/c.gz", "bytes").ok());
    const auto file = temporary.path() / "root/logs/a/b/c.gz";
    EXPECT_EQ(read_file(file, 100).value(), "bytes");
    struct stat status {};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & (S_IRWXG | S_IRWXO), 0U);
    ASSERT_EQ(::stat(file.parent_path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & (S_IRWXG | S_IRWXO), 0U);
    {
        const FullDisk full{3};
        const auto refused = store.put("logs", "a/b/d.gz", "bytes");
        ASSERT_FALSE(refused.ok());
        EXPECT_THAT(refused.error().message, HasSubstr("d.gz"));
    }
    EXPECT_FALSE(std::filesystem::exists(temporary.path() / "root/logs/a/b/d.gz"));
    EXPECT_TRUE(store.put("logs", "a/b/d.gz", "bytes").ok());
    const auto refused = store.put("logs", "a/b/c.gz/e", "bytes");
    ASSERT_FALSE(refused.ok());
    EXPECT_THAT(refused.error().message, MatchesRegex("cannot make .*/c.gz.*File exists.*"));
}

struct SettingsTest : testing::Test {
    const TemporaryDirectory temporary;

    static Result<Settings> read(const std::string& text) {
        const auto document = yaml::Document::parse(text, "f").value();
        auto root = document.root().map().value();
        return read_settings(root);
    }
    std::string secret_file(std::string_view text) const {
        const auto path = temporary.path() / "credentials";
        std::ofstream{path} << text;
        ::chmod(path.c_str(), S_IRUSR | S_IWUSR);
        return path.string();
    }
};

TEST_F(SettingsTest, SayWhereRecordsGo) {
    EXPECT_THAT(read("{}").value().buckets, IsEmpty());
    const std::string some = "invocation_logging: {buckets: [zz9, a.b-c], directory: /d";
    const auto defaults = read(some + "}").value();
    EXPECT_THAT(defaults.buckets, ElementsAre("a.b-c", "zz9"));
    EXPECT_EQ(defaults.directory, "/d");
    EXPECT_EQ(defaults.when_full, WhenFull::block);
    EXPECT_EQ(defaults.queue_bytes, std::size_t{64} << 20);
    const auto all =
        read(some + ", when_full: shed, queue_bytes: 4096, deliver_seconds: 1}").value();
    EXPECT_EQ(all.when_full, WhenFull::shed);
    EXPECT_EQ(all.queue_bytes, 4096U);
    EXPECT_EQ(all.deliver_every, std::chrono::seconds{1});
    EXPECT_FALSE(all == defaults);

    const auto file = secret_file(R"({"Version":1,"AccessKeyId":"AK","SecretAccessKey":"sk"})");
    const std::string s3 =
        "invocation_logging: {buckets: [abc], s3: {base_url: http://h:9/p, "
        "region: us-east-1, credentials_file: " +
        file + "}}";
    const auto remote = read(s3).value();
    EXPECT_EQ(remote.s3->endpoint.host, "h");
    EXPECT_EQ(remote.s3->region, "us-east-1");
    EXPECT_TRUE(remote == read(s3).value());
    const auto credentials = read_credentials(file).value();
    EXPECT_EQ(credentials.access_key_id, "AK");
    EXPECT_EQ(credentials.secret, "sk");
    EXPECT_EQ(credentials.session_token, "");
}

TEST_F(SettingsTest, FaultsSayWhereTheyAre) {
    const auto fault = [](const std::string& members) {
        const auto got = read("invocation_logging: {" + members + "}");
        return got.ok() ? "" : got.error().message;
    };
    EXPECT_THAT(fault("directory: /d"), HasSubstr("buckets"));
    EXPECT_THAT(fault("buckets: [], directory: /d"), HasSubstr("must name 1 to 100 buckets"));
    for (const auto* name : {"ab", "Abc", "a..b", "-ab", "ab-", "a_b", ".ab", "a/b"}) {
        EXPECT_THAT(fault(std::string{"buckets: [\""} + name + "\"], directory: /d"),
                    HasSubstr("is no name of a bucket"))
            << name;
    }
    EXPECT_THAT(fault("buckets: [abc, abc], directory: /d"), HasSubstr("twice"));
    EXPECT_THAT(fault("buckets: [abc]"), HasSubstr("needs `directory` or `s3`"));
    EXPECT_THAT(fault("buckets: [abc], directory: /d, x: 1"), HasSubstr("`x`"));
    const auto s3 = [&](const std::string& members) {
        return fault("buckets: [abc], s3: {base_url: http://h, region: " + members + "}");
    };
    EXPECT_THAT(s3("US"), HasSubstr("must be the name of a region"));
    const auto file = secret_file(R"({"AccessKeyId":"hidden"})");
    EXPECT_THAT(s3("r, credentials_file: " + file), HasSubstr("does not hold AccessKeyId"));
    EXPECT_THAT(s3("r, credentials_file: " + file), Not(HasSubstr("hidden")));
}

}  // namespace
}  // namespace licet::invocations
