// SPDX-License-Identifier: Apache-2.0
#include "engine/state_machine.h"

#include "model/background.h"

namespace licet::engine {
namespace {

/// Applies at commit, keeps what the record needs.
class LocalTransaction final : public Transaction {
public:
    LocalTransaction(model::State& state, const model::Context& context, Revision revision)
        : state_{state}, context_{context}, revision_{revision} {}

    const model::State& state() const override { return state_; }
    const model::Context& context() const override { return context_; }
    Revision revision() const override { return revision_; }

    void commit(model::Events events) override {
        LICET_CHECK(events_.empty());
        events_ = std::move(events);
        for (const auto& event : events_) {
            model::apply(state_, event);
        }
    }

    void touch(std::string type, std::string name) override {
        resources_.push_back({std::move(type), std::move(name)});
    }

    model::Events take_events() { return std::move(events_); }
    std::vector<Resource> take_resources() { return std::move(resources_); }

private:
    model::State& state_;
    const model::Context& context_;
    Revision revision_;
    model::Events events_;
    std::vector<Resource> resources_;
};

RecordedActor recorded(const model::Principal& actor) {
    return {.kind = std::string{kind_name(actor.kind)},
            .account = actor.account,
            .arn = actor.arn,
            .id = actor.id,
            .name = actor.name,
            .access_key_id = actor.access_key_id,
            .session_issued_at = actor.session_issued_at,
            .source_identity = actor.source_identity.empty()
                                   ? std::nullopt
                                   : std::optional{actor.source_identity}};
}

}  // namespace

StateMachine::Executed StateMachine::execute(Task& task, Time now, const OnRecord& on_record) {
    const Origin& origin = task.origin();
    const model::Context context{
        .now = now, .random = random_, .actor = origin.actor, .region = origin.region};
    LocalTransaction transaction{state_, context, revision_};
    auto result = task.run(transaction);
    auto events = transaction.take_events();
    LICET_CHECK(result.ok() || events.empty());  // a command that fails has changed nothing
    if (events.empty()) {
        return {std::move(result), revision_, false};
    }
    record(origin, now, std::move(events), transaction.take_resources(), on_record);
    const Executed executed{std::move(result), revision_, true};
    run_background(now, on_record);
    return executed;
}

void StateMachine::run_background(Time now, const OnRecord& on_record) {
    while (auto step = model::next_background_step(state_, now, random_)) {
        LICET_CHECK(!step->events.empty());
        for (const auto& event : step->events) {
            model::apply(state_, event);
        }
        const Origin origin{.actor = step->actor,
                            .source_address = step->service + ".amazonaws.com",
                            .user_agent = step->service + ".amazonaws.com",
                            .request_id = {},
                            .service = step->service,
                            .action = step->action,
                            .region = "us-east-1",
                            .parameters = {}};
        record(origin, now, std::move(step->events), {}, on_record);
    }
}

void StateMachine::record(const Origin& origin, Time now, model::Events events,
                          std::vector<Resource> resources, const OnRecord& on_record) {
    ++revision_;
    const Record record{.revision = revision_,
                        .time = now,
                        .event_id = make_uuid(random_),
                        .actor = recorded(origin.actor),
                        .source_address = origin.source_address,
                        .user_agent = origin.user_agent,
                        .request_id = origin.request_id,
                        .service = origin.service,
                        .action = origin.action,
                        .region = origin.region,
                        .parameters = {origin.parameters},
                        .resources = std::move(resources),
                        .events = std::move(events)};
    on_record(record, state_);
}

}  // namespace licet::engine
