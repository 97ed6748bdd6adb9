// SPDX-License-Identifier: Apache-2.0
// Look-ups on their threads. Nothing here depends on how fast they are: what must happen at once
// waits for one another.
#include "api/dispatcher.h"

#include "api/decisions/comparisons.h"
#include "api/define.h"
#include "base/rsa_keyring.h"
#include "base/temporary_directory.h"
#include "decision/index_builder.h"
#include "engine/history.h"
#include "log/memory/memory_log.h"
#include "meter/meter.h"
#include "obs/metrics.h"
#include "quota/ledger.h"

#include <gtest/gtest.h>

#include <functional>
#include <future>

namespace licet::api {
namespace {

constexpr std::chrono::seconds kPatience{
    30};  // for what must come; a test that waits this long has failed

std::function<void(AccountId)> look_up;  // what the operation below does

Result<Empty> run(AuditCall& call, const Empty&) {
    look_up(call.caller().account);
    return Empty{};
}

constexpr Operation kLookUp = operation<Empty, Empty, run>({.service = &wire::kLicet,
                                                            .name = "LookUp",
                                                            .doc = "Looks something up.",
                                                            .access = Access::audit,
                                                            .authorization = Authorization::none});

/// Publishes an empty index and does nothing else.
class IdleEngine final : public engine::Engine {
public:
    explicit IdleEngine(const SealingKey& key) {
        decision::IndexBuilder builder{key};
        builder.rebuild({});
        index_.store(builder.publish({}, 7));
    }
    void submit(std::unique_ptr<engine::Task>) override { ADD_FAILURE() << "asked the engine"; }
    const SnapshotCell<decision::Index>& index() const override { return index_; }
    engine::Standing standing() const override { return {}; }
    void stop() override {}

private:
    SnapshotCell<decision::Index> index_;
};

class NoKeys final : public RsaKeySource {
public:
    std::optional<RsaKey> try_take() override { return std::nullopt; }
    void when_spare(std::function<void()>) override {}
};

/// Where so many threads wait for one another.
class Meeting {
public:
    explicit Meeting(std::size_t expected) : expected_{expected} {}
    /// @return whether the others came, too
    bool come() {
        std::unique_lock lock{mutex_};
        ++there_;
        changed_.notify_all();
        return changed_.wait_for(lock, kPatience, [this] { return there_ >= expected_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t expected_;
    std::size_t there_ = 0;  // guarded by mutex_
};

struct DispatcherTest : testing::Test {
    using Replies = std::vector<std::future<Reply>>;

    std::future<Reply> ask(std::uint64_t account) {
        Invocation invocation{
            .operation = &kLookUp, .request = kLookUp.make_request(), .origin = {}};
        invocation.origin.actor.account = AccountId{account};
        invocation.origin.request_id = "request-" + std::to_string(++asked);
        std::promise<Reply> promise;
        auto reply = promise.get_future();
        dispatcher->dispatch(std::move(invocation),
                             [promise = std::move(promise)](Reply given) mutable {
                                 promise.set_value(std::move(given));
                             });
        return reply;
    }
    /// Of the calls that the journal has.
    std::vector<std::string> journaled() {
        std::vector<std::string> errors;
        EXPECT_TRUE(journal
                        ->read_backward(journal::Position::newest(), 1'000,
                                        [&](const auto&, std::string_view line) -> Result<void> {
                                            LICET_TRY(const auto entry, journal::parse_entry(line));
                                            errors.push_back(entry.error_code);
                                            return {};
                                        })
                        .ok());
        return errors;
    }

    ManualClock clock{from_epoch_ms(1'790'000'000'000)};
    obs::Logger logger{clock, obs::Level::error};
    const SealingKey key{{7}};
    auth::SessionTokens sessions{key};
    log::MemoryLog log;
    TemporaryDirectory directory;
    std::unique_ptr<journal::Journal> journal =
        journal::Journal::open(directory.path(), {}, clock, logger).value();
    NoKeys no_keys;
    RsaKeyring keys{no_keys};
    engine::History history{log, nullptr, logger};
    decisions::Comparisons comparisons;
    std::unique_ptr<quota::Ledger> quotas =
        quota::Ledger::open(directory.path() / "quotas").value();
    obs::Metrics metrics;
    std::unique_ptr<meter::Meter> meter =
        meter::Meter::open({.directory = directory.path() / "usage"}, clock, logger, metrics)
            .value();
    const Services services{key,  sessions, log,         *journal, clock,
                            keys, history,  comparisons, *quotas,  *meter};
    IdleEngine engine{key};
    std::unique_ptr<Dispatcher> dispatcher = std::make_unique<Dispatcher>(engine, services);
    int asked = 0;
};

TEST_F(DispatcherTest, AnswersAsManyAccountsAtOnceAsItHasThreads) {
    Meeting meeting{Dispatcher::kLookUpThreads};
    look_up = [&](AccountId) { EXPECT_TRUE(meeting.come()); };
    Replies replies;
    for (std::uint64_t account = 1; account <= Dispatcher::kLookUpThreads; ++account) {
        replies.push_back(ask(account));
    }
    for (auto& reply : replies) {
        const auto given = reply.get();
        EXPECT_TRUE(given.result.ok());
        EXPECT_EQ(given.revision, 7U);  // of the index that answered
    }
    EXPECT_EQ(journaled(), std::vector<std::string>(Dispatcher::kLookUpThreads, ""));
}

TEST_F(DispatcherTest, LetsNoAccountHaveTwoThreads) {
    std::promise<void> others_answered;
    auto answered = others_answered.get_future().share();
    std::atomic<int> of_greedy = 0;
    look_up = [&](AccountId account) {
        if (account == AccountId{1} && of_greedy++ == 0) {
            EXPECT_EQ(answered.wait_for(kPatience), std::future_status::ready);
            EXPECT_EQ(of_greedy, 1);
        }
    };
    Replies greedy;
    for (int i = 0; i < 10; ++i) {
        greedy.push_back(ask(1));
    }
    for (std::uint64_t account = 2; account < 20; ++account) {
        EXPECT_TRUE(ask(account).get().result.ok());
        EXPECT_EQ(of_greedy, 1);
    }
    others_answered.set_value();
    for (auto& reply : greedy) {
        EXPECT_TRUE(reply.get().result.ok());
    }
    EXPECT_EQ(of_greedy, 10);
}

TEST_F(DispatcherTest, RefusesWhatFindsNoRoomAndRecordsThat) {
    std::promise<void> refused;
    auto release = refused.get_future().share();
    std::promise<void> running;
    std::atomic<bool> first = true;
    look_up = [&](AccountId) {
        if (first.exchange(false)) {
            running.set_value();
            EXPECT_EQ(release.wait_for(kPatience), std::future_status::ready);
        }
    };
    Replies replies;
    replies.push_back(ask(1));
    running.get_future().wait();
    for (std::size_t i = 0; i < Dispatcher::kLookUpsOfAccountMax; ++i) {
        replies.push_back(ask(1));
    }
    const auto one_too_many = ask(1).get();
    ASSERT_FALSE(one_too_many.result.ok());
    EXPECT_EQ(one_too_many.result.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(journaled().size(), 1U);
    EXPECT_NE(journaled().front(), "");
    EXPECT_TRUE(ask(2).get().result.ok());
    refused.set_value();
    for (auto& reply : replies) {
        EXPECT_TRUE(reply.get().result.ok());
    }
}

TEST_F(DispatcherTest, AnswersEverybodyBeforeItEnds) {
    look_up = [](AccountId) {};
    Replies replies;
    for (std::uint64_t account = 1; account < 40; ++account) {
        replies.push_back(ask(account % 5));
    }
    dispatcher.reset();
    for (auto& reply : replies) {
        const auto given = reply.get();
        EXPECT_TRUE(given.result.ok() || given.result.error().kind == ErrorKind::unavailable);
    }
}

}  // namespace
}  // namespace licet::api
