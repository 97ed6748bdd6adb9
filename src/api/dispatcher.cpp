// SPDX-License-Identifier: Apache-2.0
#include "api/dispatcher.h"

#include "api/audit/event.h"
#include "wire/error_status.h"

#include <algorithm>
#include <array>
#include <future>

namespace licet::api {
namespace {

class OperationTask final : public engine::Task {
public:
    OperationTask(Invocation invocation, const Services& services, OnReply on_reply)
        : invocation_{std::move(invocation)},
          services_{services},
          on_reply_{std::move(on_reply)},
          response_{invocation_.operation->make_response()} {}

    const engine::Origin& origin() const override { return invocation_.origin; }

    Result<void> run(engine::Transaction& transaction) override {
        Call call{.transaction = transaction,
                  .services = services_,
                  .request_id = invocation_.origin.request_id};
        auto result = invocation_.operation->run(call, invocation_.request.get(), response_.get());
        if (call.bearer) {
            invocation_.origin.actor = *std::move(call.bearer);
        }
        return result;
    }

    void done(const engine::Outcome& outcome) override {
        auto result = outcome.result;
        if (!outcome.recorded) {
            const auto& row = invocation_.operation->row;
            if (auto noted = services_.journal.append(
                    journal_entry(invocation_.origin, *row.service, row.access,
                                  services_.clock.now(), outcome.result));
                !noted.ok()) {
                result = std::move(noted).error();  // what can't be recorded is not answered
            }
        }
        on_reply_(Reply{.result = std::move(result),
                        .response = std::move(response_),
                        .revision = outcome.revision});
    }

private:
    Invocation invocation_;
    const Services& services_;
    OnReply on_reply_;
    ErasedValue response_;
};

/// Every request makes one journal entry at most, so its id follows from the request's.
std::string event_id_of(const std::string& request_id) {
    const auto digest = sha256("event/" + request_id);
    std::array<std::uint8_t, 16> bytes;
    std::copy_n(digest.begin(), bytes.size(), bytes.begin());
    return engine::format_uuid(bytes);
}

/// Shows the state to an audit look-up, which waits for it.
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

Dispatcher::Dispatcher(engine::Engine& engine, const Services& services)
    : engine_{engine}, services_{services}, auditor_{[this] { run_audits(); }} {}

Dispatcher::~Dispatcher() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_one();
    auditor_.join();
}

void Dispatcher::dispatch(Invocation invocation, OnReply on_reply) {
    invocation.origin.parameters =
        recorded_parameters(*invocation.operation, invocation.request.get());
    if (invocation.operation->row.access != Access::audit) {
        engine_.submit(
            std::make_unique<OperationTask>(std::move(invocation), services_, std::move(on_reply)));
        return;
    }
    {
        const std::lock_guard lock{mutex_};
        if (audits_.size() < kAuditQueueMax && !stopping_) {
            audits_.emplace_back(std::move(invocation), std::move(on_reply));
            changed_.notify_one();
            return;
        }
    }
    on_reply(Reply{.result = Error{ErrorKind::unavailable,
                                   "too many audit look-ups are waiting; try again later"}});
}

void Dispatcher::run_audits() {
    std::unique_lock lock{mutex_};
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !audits_.empty(); });
        if (audits_.empty()) {
            return;
        }
        auto [invocation, on_reply] = std::move(audits_.front());
        audits_.pop_front();
        lock.unlock();
        audit(invocation, on_reply);
        lock.lock();
    }
}

void Dispatcher::audit(Invocation& invocation, OnReply& on_reply) {
    const auto& operation = *invocation.operation;
    AuditCall call{.services = services_,
                   .caller = invocation.origin.actor,
                   .region = invocation.origin.region,
                   .read_state = [&](const AuditCall::Read& read) {
                       auto task = std::make_unique<StateRead>(invocation.origin, read);
                       auto answer = task->answer();
                       engine_.submit(std::move(task));
                       return answer.get();
                   }};
    auto response = operation.make_response();
    const auto revision = services_.log.head();
    auto result = operation.audit(call, invocation.request.get(), response.get());
    if (auto noted =
            services_.journal.append(journal_entry(invocation.origin, *operation.row.service,
                                                   Access::audit, services_.clock.now(), result));
        !noted.ok()) {
        result = std::move(noted).error();
    }
    on_reply(
        Reply{.result = std::move(result), .response = std::move(response), .revision = revision});
}

}  // namespace licet::api
