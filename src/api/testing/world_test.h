// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/operation.h"
#include "base/temporary_directory.h"
#include "engine/state_machine.h"
#include "journal/journal.h"
#include "log/memory/memory_log.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Where operations are tested: a state machine with a fixed clock and seeded randomness, without
/// threads, wire or disk. Requests and responses are JSON whatever the operation's protocol; times
/// are epoch seconds.
namespace licet::sample {
struct RsaKeys;
}
namespace licet::meter {
class Meter;
}
namespace licet::quota {
class Ledger;
}

namespace licet::api::testing {

/// An answer. Paths are member names and list positions joined by dots: `Grants.0.GrantArn`.
struct Reply {
    std::string error;    ///< the wire's error name; empty: success
    std::string message;  ///< of the error
    std::vector<std::pair<std::string, std::string>> error_members;
    std::string body;  ///< JSON of the response
    bool recorded = false;

    bool ok() const { return error.empty(); }
    /// The value at `path` as text (strings without quotes, lists and objects as JSON); fails the
    /// test if absent.
    std::string text(std::string_view path) const;
    bool has(std::string_view path) const;
    /// The number of items of the list at `path`.
    std::size_t count(std::string_view path) const;
};

struct WorldParts;

class World {
public:
    /// Starts with the management account 111111111111 of an organization with all features, and
    /// its user `admin`.
    World();
    ~World();

    const model::Principal& admin() const { return admin_; }
    /// The root of an account, which need not exist.
    static model::Principal root_of(std::string_view account);

    /// Calls an operation; background work it left is done when this returns. Fails the test when
    /// the operation answers with an error name that its row does not list.
    Reply call(const model::Principal& who, std::string_view service, std::string_view operation,
               std::string_view request, std::string_view region = "us-east-1");
    /// The same, and fails the test when it is refused.
    Reply must(const model::Principal& who, std::string_view service, std::string_view operation,
               std::string_view request, std::string_view region = "us-east-1");

    /// Creates a member account under the root and returns its root principal.
    model::Principal create_account(std::string_view name);
    /// Applies events directly, for set-up that has no operation.
    void apply(const model::Events& events);

    const model::State& state() const { return machine_->state(); }
    const std::vector<engine::Record>& records() const { return records_; }
    journal::Journal& journal();
    meter::Meter& meter();
    quota::Ledger& quotas();
    sample::RsaKeys& new_keys();
    /// Whether a model that judges texts is configured; at first none is.
    void set_has_classifier(bool has);
    ManualClock& clock() { return clock_; }
    SeededRandom& random() { return random_; }

private:
    engine::StateMachine::Executed execute(engine::Task& task);
    std::shared_ptr<const decision::Index> publish() const;
    void check_declared(const Operation& operation, const Error& error) const;

    ManualClock clock_{from_epoch_ms(1'790'000'000'000)};
    SeededRandom random_{42};
    SealingKey key_;
    model::Principal admin_;
    TemporaryDirectory journal_directory_;
    std::unique_ptr<WorldParts> parts_;
    std::unique_ptr<engine::StateMachine> machine_;
    std::vector<engine::Record> records_;
    int requests_ = 0;
};

}  // namespace licet::api::testing
