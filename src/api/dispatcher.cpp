// SPDX-License-Identifier: Apache-2.0
#include "api/dispatcher.h"

#include "api/audit/event.h"
#include "api/authorization.h"
#include "base/rsa_keyring.h"
#include "decision/index.h"
#include "decision/state_facts.h"
#include "guardrail/hearing.h"
#include "wire/error_status.h"

#include <algorithm>
#include <array>
#include <future>

namespace licet::api {
namespace {

class OperationTask final : public engine::Task {
public:
    OperationTask(Invocation invocation, engine::Engine& engine, const Services& services,
                  OnReply on_reply)
        : invocation_{std::move(invocation)},
          engine_{engine},
          services_{services},
          on_reply_{std::move(on_reply)},
          response_{invocation_.operation->make_response()} {}

    const engine::Origin& origin() const override { return invocation_.origin; }

    Result<void> run(engine::Transaction& transaction) override {
        Call call{.transaction = transaction,
                  .services = services_,
                  .request_id = invocation_.origin.request_id};
        auto result = run_authorized(*invocation_.operation, call, invocation_.origin,
                                     invocation_.request.get(), response_.get());
        bearer_ = std::move(call.bearer);
        awaits_key_ = call.awaits_key;
        return result;
    }

    void done(const engine::Outcome& outcome) override {
        if (awaits_key_ && key_waits_ < Dispatcher::kKeyWaitsMax) {
            run_again_with_a_key();
            return;
        }
        auto result = outcome.result;
        if (auto noted = outcome.recorded ? Result<void>{} : note(outcome.result); !noted.ok()) {
            result = std::move(noted).error();  // what can't be recorded is not answered
        }
        on_reply_(Reply{.result = std::move(result),
                        .response = std::move(response_),
                        .revision = outcome.revision});
    }

private:
    Result<void> note(const Result<void>& result) {
        const auto& row = invocation_.operation->row;
        for (auto& entry : journal_entries(invocation_.origin, *row.service, row.access,
                                           services_.clock.now(), result, bearer_)) {
            LICET_TRY_VOID(services_.journal.append(std::move(entry)));
        }
        return {};
    }

    /// Leaves the engine's threads free until then.
    void run_again_with_a_key() {
        awaits_key_ = false;
        ++key_waits_;
        auto again = std::make_shared<std::unique_ptr<engine::Task>>(
            std::make_unique<OperationTask>(std::move(*this)));
        services_.keys.when_spare([&engine = engine_, again] { engine.submit(std::move(*again)); });
    }

    Invocation invocation_;
    engine::Engine& engine_;
    const Services& services_;
    OnReply on_reply_;
    ErasedValue response_;
    std::optional<Bearer> bearer_;
    bool awaits_key_ = false;
    int key_waits_ = 0;
};

/// A request makes one journal entry at most in the trail of one account, so its id follows from
/// the request's; `trail` is empty for the caller's own.
std::string event_id_of(const std::string& request_id, const std::string& trail = {}) {
    const auto digest = sha256("event/" + request_id + trail);
    std::array<std::uint8_t, 16> bytes;
    std::copy_n(digest.begin(), bytes.size(), bytes.begin());
    return engine::format_uuid(bytes);
}

/// Shows the state to a look-up, which waits for it.
class StateRead final : public engine::Task {
public:
    StateRead(const engine::Origin& origin, const AuditCall::Read& read)
        : origin_{origin}, read_{read} {}

    std::future<Result<void>> answer() { return answer_.get_future(); }
    const engine::Origin& origin() const override { return origin_; }
    Result<void> run(engine::Transaction& transaction) override {
        read_(transaction.state());
        return {};
    }
    void done(const engine::Outcome& outcome) override { answer_.set_value(outcome.result); }

private:
    const engine::Origin& origin_;
    const AuditCall::Read& read_;
    std::promise<Result<void>> answer_;
};

}  // namespace

journal::Entry journal_entry(const engine::Origin& origin, const wire::Service& service,
                             Access access, Time now, const Result<void>& result) {
    journal::Entry entry{
        .time = now,
        .event_id = event_id_of(origin.request_id),
        .request_id = origin.request_id,
        .account = origin.actor.account,
        .principal_arn = origin.actor.arn,
        .principal_id = origin.actor.id,
        .user_name = origin.actor.name,
        .access_key_id = origin.actor.access_key_id,
        .principal_type = std::string{identity_type(engine::kind_name(origin.actor.kind))},
        .session_issued_at = journal::issue_time(origin.actor.session_issued_at),
        .source_identity = origin.actor.source_identity,
        .source_ip = origin.source_address,
        .user_agent = origin.user_agent,
        .event_source = std::string{service.event_source},
        .event_name = origin.action,
        .region = origin.region,
        .read_only = access != Access::write,
        .parameters = origin.parameters};
    if (!result.ok()) {
        entry.error_code = std::string{wire::wire_error(service, result.error()).name};
        entry.error_message = result.error().message;
    }
    return entry;
}

Result<void> authorize_look_up(const Operation& operation, const AuditCall& call,
                               const void* request) {
    const Time now = call.services.clock.now();
    if (operation.permissions == nullptr) {
        return authorize_question(operation, call.index, call.origin, request, now);
    }
    Result<void> allowed;
    LICET_TRY_VOID(call.read_state([&](const model::State& state) {
        const PermissionCall asked{
            .caller = call.caller(), .region = call.region(), .known = &state};
        allowed =
            authorize(operation, decision::StateFacts{state}, asked, call.origin, request, now);
    }));
    return allowed;
}

std::vector<journal::Entry> journal_entries(const engine::Origin& origin,
                                            const wire::Service& service, Access access, Time now,
                                            const Result<void>& result,
                                            const std::optional<Bearer>& bearer) {
    std::vector<journal::Entry> entries;
    if (!bearer || origin.actor.account) {
        entries.push_back(journal_entry(origin, service, access, now, result));
    }
    if (!bearer) {
        return entries;
    }
    auto shown = origin;
    shown.actor = bearer->principal;
    for (const AccountId account : bearer->accounts) {
        if (account != origin.actor.account) {
            shown.actor.account = account;
            auto& entry = entries.emplace_back(journal_entry(shown, service, access, now, result));
            entry.event_id = event_id_of(origin.request_id, "/" + account.text());
        }
    }
    for (auto& entry : entries) {
        entry.resources = bearer->resources;
    }
    return entries;
}

Dispatcher::Dispatcher(engine::Engine& engine, const Services& services)
    : engine_{engine}, services_{services} {
    for (std::size_t i = 0; i < kLookUpThreads; ++i) {
        threads_.emplace_back([this] { run_look_ups(); });
    }
}

Dispatcher::~Dispatcher() {
    stop();
}

void Dispatcher::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) {
        thread.join();
    }
    threads_.clear();
    while (look_ups_.ready()) {
        auto [account, waiting] = look_ups_.take();
        waiting.second(refused(waiting.first, "the server is stopping"));
        look_ups_.done(account);
    }
}

std::optional<Reply> Dispatcher::decide(Invocation& invocation, const decision::Index& index,
                                        std::string_view host, guardrail::Hearing& hearing) {
    const auto& operation = *invocation.operation;
    DecisionCall call{.index = index,
                      .origin = invocation.origin,
                      .now = services_.clock.now(),
                      .host = host,
                      .clock = services_.clock,
                      .hearing = &hearing};
    auto response = operation.make_response();
    auto result =
        authorize_question(operation, index, invocation.origin, invocation.request.get(), call.now);
    if (result.ok()) {
        result = operation.decide(call, invocation.request.get(), response.get());
        if (hearing.asked || hearing.takes_long) {
            return std::nullopt;
        }
    }
    invocation.origin.parameters = recorded_parameters(operation, invocation.request.get());
    return noted(invocation, index.revision(), std::move(result), std::move(response),
                 std::move(call.note));
}

Reply Dispatcher::give_up(Invocation& invocation, const decision::Index& index, Error why) {
    invocation.origin.parameters =
        recorded_parameters(*invocation.operation, invocation.request.get());
    return noted(invocation, index.revision(), std::move(why), ErasedValue{nullptr, [](void*) {}});
}

void Dispatcher::dispatch(Invocation invocation, OnReply on_reply) {
    invocation.origin.parameters =
        recorded_parameters(*invocation.operation, invocation.request.get());
    const Access access = invocation.operation->row.access;
    if (access == Access::read || access == Access::write) {
        engine_.submit(std::make_unique<OperationTask>(std::move(invocation), engine_, services_,
                                                       std::move(on_reply)));
        return;
    }
    if (!queue_look_up(invocation, on_reply)) {
        on_reply(refused(invocation, "too many look-ups are waiting; try again later"));
    }
}

/// Takes both. @return false when there is no room
bool Dispatcher::queue_look_up(Invocation& invocation, OnReply& on_reply) {
    const std::lock_guard lock{mutex_};
    const AccountId account = invocation.origin.actor.account;
    // Body, decoded request and the record's parameters are of one size, more or less.
    const std::size_t bytes = 4 * invocation.origin.parameters.size();
    if (stopping_ || !look_ups_.has_room(account, bytes)) {
        return false;
    }
    look_ups_.push(account, bytes, {std::move(invocation), std::move(on_reply)});
    changed_.notify_one();
    return true;
}

void Dispatcher::run_look_ups() {
    std::unique_lock lock{mutex_};
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || look_ups_.ready(); });
        if (stopping_) {
            return;
        }
        auto [account, taken] = look_ups_.take();
        lock.unlock();
        look_up(taken.first, taken.second);
        lock.lock();
        look_ups_.done(account);
    }
}

void Dispatcher::look_up(Invocation& invocation, OnReply& on_reply) {
    const auto& operation = *invocation.operation;
    const auto index = engine_.index().load();
    AuditCall call{.services = services_,
                   .origin = invocation.origin,
                   .index = *index,
                   .read_state = [&](const AuditCall::Read& read) {
                       auto task = std::make_unique<StateRead>(invocation.origin, read);
                       auto answer = task->answer();
                       engine_.submit(std::move(task));
                       return answer.get();
                   }};
    auto response = operation.make_response();
    auto result = authorize_look_up(operation, call, invocation.request.get());
    if (result.ok()) {
        result = operation.audit(call, invocation.request.get(), response.get());
    }
    on_reply(noted(invocation, index->revision(), std::move(result), std::move(response)));
}

Reply Dispatcher::refused(const Invocation& invocation, std::string_view why) {
    return noted(invocation, services_.log.head(), Error{ErrorKind::unavailable, std::string{why}},
                 ErasedValue{nullptr, [](void*) {}});
}

Reply Dispatcher::noted(const Invocation& invocation, engine::Revision revision,
                        Result<void> result, ErasedValue response, Note note) {
    const auto& row = invocation.operation->row;
    auto entry =
        journal_entry(invocation.origin, *row.service, row.access, services_.clock.now(), result);
    entry.resources = std::move(note.resources);
    entry.extra = std::move(note.extra);
    auto noted = services_.journal.append(std::move(entry));
    if (!noted.ok()) {
        result = std::move(noted).error();  // what can't be recorded is not answered
    }
    return {.result = std::move(result), .response = std::move(response), .revision = revision};
}

}  // namespace licet::api
