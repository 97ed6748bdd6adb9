// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "auth/session_tokens.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "engine/engine.h"
#include "journal/journal.h"
#include "log/log.h"

#include <atomic>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace licet {
class RsaKeyring;
}
namespace licet::engine {
class History;
}
namespace licet::quota {
class Ledger;
}
namespace licet::meter {
class Meter;
}

namespace licet::api::decisions {
class Comparisons;
}

namespace licet::guardrail {
struct Hearing;
}

namespace licet::api {

/// What operations may use besides the state. All outlive every call; thread-safe.
struct Services {
    const SealingKey& secrets;            ///< seals what must be stored and read back
    const auth::SessionTokens& sessions;  ///< issues STS tokens
    const log::Log& log;                  ///< for audit operations
    journal::Journal& journal;            ///< for audit operations
    const Clock& clock;
    RsaKeyring& keys;                     ///< for signing as an issuer
    engine::History& history;             ///< for audit operations
    decisions::Comparisons& comparisons;  ///< what the next page of a comparison needs again
    quota::Ledger& quotas;                ///< what was used of the quotas of grants
    meter::Meter& meter;                  ///< what model calls used
    /// The buckets that accounts may log their model calls to, in their order.
    std::span<const std::string> log_buckets = {};
    /// Whether a model that judges texts is configured; null: none is.
    const std::atomic<bool>* has_classifier = nullptr;
};

/// Who holds the token that a call carries, once the token is proven.
struct Bearer {
    model::Principal principal;       ///< its account is each of `accounts` in turn
    std::vector<AccountId> accounts;  ///< whom the use of the token concerns; none twice
    std::vector<journal::Resource> resources;
};

/// One control call on the engine's thread.
struct Call {
    engine::Transaction& transaction;
    const Services& services;
    std::string_view request_id;
    /// Set by an operation that a token proves, whether the call is signed as well or not: the
    /// journal shows the call to the accounts concerned.
    std::optional<Bearer> bearer = {};
    /// Set by an operation that fails for want of a new key: it is run again once there is one.
    bool awaits_key = false;

    const model::State& state() const { return transaction.state(); }
    const model::Context& context() const { return transaction.context(); }
    /// The account that calls.
    AccountId account() const { return transaction.context().actor.account; }
};

/// One look-up: what may take long, on one of the threads for that.
struct AuditCall {
    using Read = std::function<void(const model::State&)>;

    const Services& services;
    const engine::Origin& origin;
    /// The newest that is durable when the call is taken up: it has all that was acknowledged.
    const decision::Index& index;

    /// Shows the newest state on the engine's thread and returns afterwards.
    /// @return `unavailable` when the engine takes no more tasks.
    std::function<Result<void>(const Read&)> read_state;

    const model::Principal& caller() const { return origin.actor; }
    std::string_view region() const { return origin.region; }
};

/// What an operation tells the journal of a call besides its request.
struct Note {
    std::vector<journal::Resource> resources = {};
    std::string extra = {};  ///< a JSON object: additionalEventData
};

/// One call that the published index answers, on any thread: what it says is of one revision,
/// which is the newest that is durable.
struct DecisionCall {
    const decision::Index& index;
    const engine::Origin& origin;
    Time now;
    std::string_view host;  ///< where the caller reached licet: `licet.example:8080`
    const Clock& clock;     ///< for what takes time
    Note note = {};         ///< set by the operation
    /// What a classifier is to say, and said, of its texts. Null: there is none to be asked.
    guardrail::Hearing* hearing = nullptr;

    const model::Principal& caller() const { return origin.actor; }
    std::string_view region() const { return origin.region; }
};

}  // namespace licet::api
