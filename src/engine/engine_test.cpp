// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.h"

#include "base/encoding.h"
#include "decision/index.h"
#include "engine/state_machine.h"
#include "log/memory/memory_log.h"
#include "model/identity/events.h"
#include "model/organization/accounts.h"

#include <gtest/gtest.h>

#include <future>
#include <set>

namespace licet::engine {
namespace {

constexpr std::chrono::seconds kPatience{
    30};  // for what must come; a test that waits this long has failed

/// Opens an account, or only counts them.
class AccountTask final : public Task {
public:
    AccountTask(std::string email, std::promise<Outcome>& ended)
        : email_{std::move(email)}, ended_{ended} {}

    const Origin& origin() const override { return origin_; }
    Result<void> run(Transaction& transaction) override {
        if (email_.empty()) {
            return {};
        }
        LICET_TRY(auto events, model::open_account(transaction.state(), {std::nullopt, "a", email_},
                                                   transaction.context()));
        transaction.commit(std::move(events));
        return {};
    }
    void done(const Outcome& outcome) override { ended_.set_value(outcome); }

private:
    std::string email_;
    std::promise<Outcome>& ended_;
    Origin origin_{.actor = {.arn = "arn:test"},
                   .source_address = "192.0.2.1",
                   .user_agent = "test",
                   .request_id = "r",
                   .service = "organizations",
                   .action = "CreateAccount",
                   .region = "us-east-1",
                   .parameters = "{}"};
};

class EngineTest : public testing::Test {
protected:
    std::unique_ptr<Engine> open() {
        auto engine = Engine::open({*log_, nullptr, clock_, random_, key_, logger_});
        EXPECT_TRUE(engine.ok()) << engine.error().message;
        return std::move(engine).value();
    }

    /// Submits one task per e-mail (empty: a read) and waits for all.
    static std::vector<Outcome> run(Engine& engine, const std::vector<std::string>& emails) {
        std::vector<std::promise<Outcome>> promises(emails.size());
        for (std::size_t i = 0; i < emails.size(); ++i) {
            engine.submit(std::make_unique<AccountTask>(emails[i], promises[i]));
        }
        std::vector<Outcome> outcomes;
        for (auto& promise : promises) {
            auto future = promise.get_future();
            LICET_CHECK(future.wait_for(kPatience) == std::future_status::ready);
            outcomes.push_back(future.get());
        }
        return outcomes;
    }

    static std::vector<std::string> emails(int count, const std::string& prefix = "a") {
        std::vector<std::string> out;
        for (int i = 0; i < count; ++i) {
            out.push_back(prefix + std::to_string(i) + "@example.com");
        }
        return out;
    }

    ManualClock clock_{from_epoch_ms(1'790'000'000'000)};
    SeededRandom random_{1};
    SealingKey key_{std::array<std::uint8_t, 32>{1}};
    obs::Logger logger_{clock_, obs::Level::error, [](std::string_view) {}};
    std::unique_ptr<log::MemoryLog> log_ = std::make_unique<log::MemoryLog>();
};

TEST_F(EngineTest, EveryWriteHasARevisionOfItsOwnAndIsDurableBeforeItsReply) {
    const auto engine = open();
    const auto outcomes = run(*engine, emails(500));
    std::set<Revision> revisions;
    for (const auto& outcome : outcomes) {
        ASSERT_TRUE(outcome.result.ok());
        EXPECT_TRUE(outcome.recorded);
        EXPECT_LE(outcome.revision, log_->head());
        revisions.insert(outcome.revision);
    }
    EXPECT_EQ(revisions.size(), 500U);
    EXPECT_EQ(log_->head(), 500U);
}

TEST_F(EngineTest, ReadsSeeEveryWriteBeforeThem) {
    const auto engine = open();
    const auto outcomes = run(*engine, {"a@example.com", "", "b@example.com", ""});
    EXPECT_EQ(outcomes[1].revision, 1U);
    EXPECT_FALSE(outcomes[1].recorded);
    EXPECT_EQ(outcomes[3].revision, 2U);
}

TEST_F(EngineTest, ARefusedCommandChangesNothingAndMakesNoRecord) {
    const auto engine = open();
    const auto outcomes = run(*engine, {"a@example.com", "a@example.com", "no address"});
    EXPECT_TRUE(outcomes[0].result.ok());
    EXPECT_FALSE(outcomes[1].result.ok());
    EXPECT_FALSE(outcomes[2].result.ok());
    EXPECT_EQ(log_->head(), 1U);
}

TEST_F(EngineTest, ThePublishedIndexIsNeverAheadOfTheLog) {
    const auto engine = open();
    const auto first = run(*engine, {"a@example.com"});
    EXPECT_EQ(engine->index().load()->revision(), 1U);
    EXPECT_EQ(first[0].revision, 1U);
    run(*engine, emails(50));
    EXPECT_EQ(engine->index().load()->revision(), log_->head());
}

TEST_F(EngineTest, WhenTheLogFailsTheWriteFailsAndNothingOfItRemains) {
    const auto engine = open();
    run(*engine, {"a@example.com"});
    log_->fail_append_after(0);
    const auto failed = run(*engine, {"b@example.com"});
    EXPECT_EQ(failed[0].result.error().kind, ErrorKind::unavailable);
    const auto again =
        run(*engine, {"b@example.com", ""});  // the address is free: the failed one left no trace
    EXPECT_TRUE(again[0].result.ok()) << again[0].result.error().message;
    EXPECT_EQ(log_->head(), 2U);
    EXPECT_EQ(again[1].revision, 2U);
}

TEST_F(EngineTest, WhenOnlyTheAnswerOfTheLogIsLostTheStateFollowsTheLog) {
    const auto engine = open();
    log_->fail_append_after(0, log::Fault::acknowledgment_lost);
    const auto lost = run(*engine, {"a@example.com"});
    EXPECT_FALSE(lost[0].result.ok());
    const auto again = run(*engine, {"a@example.com"});
    EXPECT_FALSE(again[0].result.ok());  // it is there: the log has it
    EXPECT_NE(again[0].result.error().kind, ErrorKind::unavailable);
}

TEST_F(EngineTest, ManyWritersThroughManyFailuresLoseNothingAcknowledged) {
    const auto engine = open();
    std::set<Revision> acknowledged;
    for (int round = 0; round < 20; ++round) {
        log_->fail_append_after(static_cast<std::size_t>(round % 3));
        for (const auto& outcome : run(*engine, emails(40, "r" + std::to_string(round) + "-"))) {
            if (outcome.result.ok()) {
                EXPECT_TRUE(acknowledged.insert(outcome.revision).second);
                EXPECT_LE(outcome.revision, log_->head());
            }
        }
    }
    EXPECT_LE(acknowledged.size(), log_->head());
    const auto report = log::verify(*log_);
    ASSERT_TRUE(report.ok());
    EXPECT_FALSE(report->first_bad.has_value());
}

TEST_F(EngineTest, AfterStopTheStateIsInTheLogAndNewTasksAreRefused) {
    auto engine = open();
    run(*engine, emails(10));
    engine->stop();
    const auto refused = run(*engine, {"z@example.com"});
    EXPECT_EQ(refused[0].result.error().kind, ErrorKind::unavailable);
    const auto replayed = replay(*log_, nullptr, logger_);
    ASSERT_TRUE(replayed.ok()) << replayed.error().message;
    EXPECT_EQ(replayed->state.organization.accounts.size(), 10U);
    EXPECT_EQ(replayed->revision, 10U);
}

TEST_F(EngineTest, AQueueThatIsFullRefusesInsteadOfGrowing) {
    auto opened = Engine::open({*log_, nullptr, clock_, random_, key_, logger_}, {.queue_max = 0});
    ASSERT_TRUE(opened.ok());
    const auto refused = run(**opened, {"a@example.com"});
    EXPECT_EQ(refused[0].result.error().kind, ErrorKind::unavailable);
}

TEST_F(EngineTest, ReplayGivesTheSameStateByteForByte) {
    model::State state;
    StateMachine machine{std::move(state), 0, random_};
    std::vector<std::string> bodies;
    for (const auto& email : emails(50)) {
        std::promise<Outcome> ended;
        AccountTask task{email, ended};
        machine.execute(task, clock_.now(), [&](const Record& record, const model::State&) {
            bodies.push_back(encode(record));
        });
        clock_.advance(Milliseconds{7});
    }
    ASSERT_TRUE(log_->append(0, log_->begin_epoch().value(), bodies).ok());
    const auto replayed = replay(*log_, nullptr, logger_);
    ASSERT_TRUE(replayed.ok()) << replayed.error().message;
    EXPECT_EQ(model::save(replayed->state), model::save(machine.state()));
    const auto restored = model::restore(model::save(machine.state()));
    ASSERT_TRUE(restored.ok());
    EXPECT_EQ(model::save(*restored), model::save(machine.state()));
}

TEST_F(EngineTest, ARecordThatIsNotUnderstoodStopsTheStartAndNamesItsRevision) {
    const auto epoch = log_->begin_epoch().value();
    ASSERT_TRUE(
        log_->append(0, epoch,
                     std::vector<std::string>{R"({"revision":1,"events":[{"NoSuchEvent":{}}]})"})
            .ok());
    const auto engine = Engine::open({*log_, nullptr, clock_, random_, key_, logger_});
    ASSERT_FALSE(engine.ok());
    EXPECT_NE(engine.error().message.find("record 1 "), std::string::npos)
        << engine.error().message;
}

// Issue 2: nothing recorded can be altered unnoticed.
TEST_F(EngineTest, AnAlteredRecordStopsTheStartAndNamesItsRevision) {
    const auto engine = open();
    run(*engine, emails(5));
    engine->stop();
    std::string altered;
    ASSERT_TRUE(log_->read(3, 1,
                           [&](const log::Record& record) -> Result<void> {
                               altered = record.body;
                               return {};
                           })
                    .ok());
    altered.replace(altered.find("a2@example.com"), 2, "b2");
    log_->tamper(3, altered);
    const auto again = Engine::open({*log_, nullptr, clock_, random_, key_, logger_});
    ASSERT_FALSE(again.ok());
    EXPECT_NE(again.error().message.find("revision 3 "), std::string::npos)
        << again.error().message;
}

TEST_F(EngineTest, AMasterKeyThatOpensNoSecretStopsTheStart) {
    const AccountId account{111'111'111'111};
    const std::string id = "AKIAEXAMPLE000000001";
    Record record{.revision = 1, .time = clock_.now(), .event_id = make_uuid(random_)};
    record.events.push_back(
        model::AccountOpened{.account = account, .details = {.name = "a", .email = "a@b.c"}});
    record.events.push_back(model::AccessKeyCreated{
        .id = id,
        .details = {.account = account,
                    .sealed_secret = to_base64(as_bytes(key_.seal("secret", id, random_)))}});
    const std::string body = encode(record);
    ASSERT_TRUE(log_->append(0, log_->begin_epoch().value(), {&body, 1}).ok());
    EXPECT_TRUE(Engine::open({*log_, nullptr, clock_, random_, key_, logger_}).ok());
    const SealingKey other{std::array<std::uint8_t, 32>{2}};
    const auto refused = Engine::open({*log_, nullptr, clock_, random_, other, logger_});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
    EXPECT_NE(refused.error().message.find("the master key"), std::string::npos);
}

}  // namespace
}  // namespace licet::engine
