// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "auth/session_tokens.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "engine/engine.h"
#include "journal/journal.h"
#include "log/log.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace licet {
class RsaKeySource;
}

namespace licet::api {

/// What operations may use besides the state. All outlive every call; thread-safe.
struct Services {
    const SealingKey& secrets;            ///< seals what must be stored and read back
    const auth::SessionTokens& sessions;  ///< issues STS tokens
    const log::Log& log;                  ///< for audit operations
    journal::Journal& journal;            ///< for audit operations
    const Clock& clock;
    RsaKeySource& new_keys;  ///< for issuers that sign for the first time
};

/// One control call on the engine's thread.
struct Call {
    engine::Transaction& transaction;
    const Services& services;
    std::string_view request_id;
    /// Set by an operation that needs no signature, once its token has proven whose call it is: the
    /// journal shows the call to that account.
    std::optional<model::Principal> bearer = {};

    const model::State& state() const { return transaction.state(); }
    const model::Context& context() const { return transaction.context(); }
    /// The account that calls.
    AccountId account() const { return transaction.context().actor.account; }
};

/// One audit call, on a thread of its own.
struct AuditCall {
    using Read = std::function<void(const model::State&)>;

    const Services& services;
    const model::Principal& caller;
    std::string_view region;

    /// Shows the newest state on the engine's thread and returns afterwards.
    /// @return `unavailable` when the engine takes no more tasks.
    std::function<Result<void>(const Read&)> read_state;
};

}  // namespace licet::api
