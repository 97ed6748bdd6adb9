// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/operation.h"
#include "base/fair_queue.h"
#include "net/function.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string_view>
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

/// Runs operations: reads and writes on the engine's thread, look-ups (Access::audit) on threads of
/// its own, decisions on the caller's. What made no record of its own goes to the journal: reads,
/// refusals, repeated requests. Thread-safe.
class Dispatcher {
public:
    /// Threads for look-ups. One account occupies one of them at most.
    static constexpr std::size_t kLookUpThreads = 4;
    /// Look-ups that may wait, of all accounts and of one; more are refused with `unavailable`.
    static constexpr std::size_t kLookUpsWaitingMax = 256;
    static constexpr std::size_t kLookUpsOfAccountMax = 16;
    /// Bytes that all of them may keep while they wait.
    static constexpr std::size_t kLookUpBytesMax = std::size_t{128} << 20;
    /// How often a call waits for a new key that another call then takes.
    static constexpr int kKeyWaitsMax = 64;

    Dispatcher(engine::Engine& engine, const Services& services);
    /// As stop().
    ~Dispatcher();

    /// Finishes the look-ups that run, and refuses those that wait and all that come. Idempotent.
    void stop();

    /// Answers an operation of Access::decision from `index`, at once.
    /// @param host as in DecisionCall
    /// @param hearing likewise
    /// @return nothing where the operation asks a classifier, or takes long: it is to be called
    ///         anew with what that says, or where it may, and has not been called yet as far as the
    ///         journal tells
    std::optional<Reply> decide(Invocation& invocation, const decision::Index& index,
                                std::string_view host, guardrail::Hearing& hearing);

    /// The reply of one that is not called anew, for that reason.
    Reply give_up(Invocation& invocation, const decision::Index& index, Error why);

    /// Calls `on_reply` once, on another thread; it must be quick.
    void dispatch(Invocation invocation, OnReply on_reply);

private:
    using LookUp = std::pair<Invocation, OnReply>;

    bool queue_look_up(Invocation& invocation, OnReply& on_reply);
    void run_look_ups();
    void look_up(Invocation& invocation, OnReply& on_reply);
    /// The reply of what could not be taken up.
    Reply refused(const Invocation& invocation, std::string_view why);
    /// The reply of what changed nothing, once the journal has it.
    Reply noted(const Invocation& invocation, engine::Revision revision, Result<void> result,
                ErasedValue response, Note note = {});

    engine::Engine& engine_;
    const Services& services_;

    std::mutex mutex_;
    std::condition_variable changed_;
    FairQueue<LookUp> look_ups_{
        {kLookUpsWaitingMax, kLookUpsOfAccountMax, kLookUpBytesMax}};  // guarded by mutex_
    bool stopping_ = false;                                            // guarded by mutex_
    std::vector<std::thread> threads_;
};

/// Whether the caller may make a look-up: by its index, or by the newest state where what is needed
/// depends on what the request names.
/// @return as authorize(); `unavailable` when the state cannot be read
Result<void> authorize_look_up(const Operation& operation, const AuditCall& call,
                               const void* request);

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
