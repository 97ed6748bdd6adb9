// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/operation.h"
#include "net/function.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace licet::api {

/// A decoded call of an operation by a proven caller.
struct Invocation {
    const Operation* operation;
    ErasedValue request;
    engine::Origin origin;  ///< `parameters` is filled in by the dispatcher
};

/// How the call ended.
struct Reply {
    Result<void> result;
    ErasedValue response{nullptr, [](void*) {}};  ///< set when result is ok
    engine::Revision revision = 0;
};
using OnReply = net::UniqueFunction<void(Reply)>;

/// Runs operations: reads and writes on the engine's thread, audit look-ups on a thread of its own,
/// decisions on the caller's.
/// What made no record of its own goes to the journal: reads, refusals, repeated requests.
/// Thread-safe.
class Dispatcher {
public:
    /// Audit look-ups that may wait; more are refused with `unavailable`.
    static constexpr std::size_t kAuditQueueMax = 256;
    /// How often a call waits for a new key that another call then takes.
    static constexpr int kKeyWaitsMax = 64;

    Dispatcher(engine::Engine& engine, const Services& services);
    ~Dispatcher();

    /// Answers an operation of Access::decision from `index`, at once.
    /// @param host as in DecisionCall
    /// @return nothing when it asks about the past: dispatch() answers that
    std::optional<Reply> decide(Invocation& invocation, const decision::Index& index,
                                std::string_view host);

    /// Calls `on_reply` once, on another thread; it must be quick.
    void dispatch(Invocation invocation, OnReply on_reply);

private:
    void run_audits();
    void audit(Invocation& invocation, OnReply& on_reply);

    engine::Engine& engine_;
    const Services& services_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::pair<Invocation, OnReply>> audits_;  // guarded by mutex_
    bool stopping_ = false;                              // guarded by mutex_
    std::thread auditor_;
};

/// The journal entries of a call that changed nothing: one in the trail of who signed it, and of
/// each account that the use of a token concerns.
std::vector<journal::Entry> journal_entries(const engine::Origin& origin,
                                            const wire::Service& service, Access access, Time now,
                                            const Result<void>& result,
                                            const std::optional<Bearer>& bearer);

/// The same where there is no token.
journal::Entry journal_entry(const engine::Origin& origin, const wire::Service& service,
                             Access access, Time now, const Result<void>& result);

}  // namespace licet::api
