// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/simulation.h"

#include "api/authorization.h"
#include "base/describe/json.h"
#include "base/json_writer.h"
#include "decision/index_builder.h"
#include "engine/state_machine.h"
#include "wire/error_status.h"
#include "wire/scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace licet::api::decisions {
namespace {

using describe::Kind;
using describe::Type;

constexpr std::string_view kDefaultRegion = "us-east-1";
constexpr std::size_t kShownMax = 128;
/// Of an answer that a later command refers to: names, ids and ARNs are shorter, tokens longer.
constexpr std::size_t kReferredBytesMax = 256;
/// Of one command's parameters once its references are filled in.
constexpr std::size_t kParametersBytesMax = std::size_t{1} << 20;

/// A command whose operation is known.
struct Trial {
    const Operation* operation;
    const WireTrial& wire;
    AccountId account;
};

/// Runs one operation.
class TrialTask final : public engine::Task {
public:
    TrialTask(const Trial& trial, const void* request, void* response, engine::Origin origin,
              const Services& services)
        : trial_{trial},
          request_{request},
          response_{response},
          origin_{std::move(origin)},
          services_{services} {}

    const engine::Origin& origin() const override { return origin_; }
    Result<void> run(engine::Transaction& transaction) override {
        Call call{
            .transaction = transaction, .services = services_, .request_id = origin_.request_id};
        return run_authorized(*trial_.operation, call, origin_, request_, response_);
    }
    void done(const engine::Outcome&) override {}

private:
    const Trial& trial_;
    const void* request_;
    void* response_;
    engine::Origin origin_;
    const Services& services_;
};

/// The member of that name, or the list's item of that number; null when there is none.
const void* step_into(const Type*& type, const void* object, std::string_view step) {
    if (type->kind == Kind::structure) {
        const auto* member = describe::find_member(*type, step);
        if (member == nullptr) {
            return nullptr;
        }
        type = member->type;
        object = member->of(object);
    } else if (type->kind == Kind::list) {
        std::size_t number = 0;
        const auto read = std::from_chars(step.data(), step.data() + step.size(), number);
        if (read.ec != std::errc{} || number >= type->size(object)) {
            return nullptr;
        }
        object = type->at(const_cast<void*>(object), number);
        type = type->element;
    } else {
        return nullptr;
    }
    if (type->kind == Kind::optional) {
        object = type->has(object) ? type->at(const_cast<void*>(object), 0) : nullptr;
        type = type->element;
    }
    return object;
}

/// The text at `Grant.Arn` of an answer.
std::optional<std::string> text_at(const Type& of, const void* object, std::string_view path) {
    const Type* type = &of;
    while (object != nullptr && !path.empty()) {
        const auto dot = path.find('.');
        object = step_into(type, object, path.substr(0, dot));
        path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
    }
    if (object == nullptr || (type->kind != Kind::text && type->kind != Kind::integer)) {
        return std::nullopt;
    }
    return wire::write_scalar(*type, object);
}

/// The commands behind the current one.
class Answers {
public:
    void add(const Operation& operation, ErasedValue response) {
        all_.emplace_back(&operation, std::move(response));
    }

    /// Puts what earlier commands answered in the place of `${1.GrantArn}`.
    Result<std::string> fill_in(std::string_view text) const {
        std::string filled;
        while (true) {
            const auto start = text.find("${");
            filled += text.substr(0, start);
            if (filled.size() > kParametersBytesMax) {
                return Error{ErrorKind::invalid,
                             fmt::format("the parameters of a command have {} bytes at most",
                                         kParametersBytesMax)};
            }
            if (start == std::string_view::npos) {
                return filled;
            }
            text.remove_prefix(start + 2);
            const auto end = text.find('}');
            const auto value = find(text.substr(0, end));
            if (!value || value->size() > kReferredBytesMax) {
                return Error{
                    ErrorKind::invalid,
                    fmt::format(
                        "`${{{}}}` names no id, name or ARN that a command before it answered",
                        text.substr(0, std::min(end, kShownMax)))};
            }
            std::string quoted;
            JsonWriter{quoted}.string(*value);
            filled += std::string_view{quoted}.substr(1, quoted.size() - 2);
            text.remove_prefix(end + 1);
        }
    }

private:
    std::optional<std::string> find(std::string_view reference) const {
        const auto dot = reference.find('.');
        std::size_t number = 0;
        const auto read =
            std::from_chars(reference.data(), reference.data() + reference.size(), number);
        if (read.ec != std::errc{} || dot == std::string_view::npos || number == 0 ||
            number > all_.size()) {
            return std::nullopt;
        }
        const auto& [operation, response] = all_[number - 1];
        return text_at(operation->response_type(), response.get(), reference.substr(dot + 1));
    }

    std::vector<std::pair<const Operation*, ErasedValue>> all_;
};

Result<Trial> understand(const View& view, const WireTrial& wire) {
    const auto* service = wire::find_service(wire.service);
    const auto* operation = service == nullptr ? nullptr : find_operation(*service, wire.operation);
    if (operation == nullptr || operation->row.access != Access::write) {
        return Error{ErrorKind::invalid,
                     fmt::format("`{}` of `{}` is no operation that changes anything",
                                 wire.operation.substr(0, kShownMax), std::string{wire.service})};
    }
    if (operation->row.answers_credentials) {
        return Error{ErrorKind::invalid,
                     fmt::format("`{}` cannot be tried: its answer is a credential",
                                 std::string{operation->row.name})};
    }
    const AccountId account = wire.account.value_or(view.caller());
    if (!view.shows(account)) {
        return unknown_subject(account.text());
    }
    return Trial{operation, wire, account};
}

engine::Origin origin_of(const Trial& trial) {
    return {
        .actor = decision::root_principal(trial.account),
        .source_address = "127.0.0.1",
        .user_agent = "simulation",
        .request_id = "simulation",
        .service = std::string{trial.operation->row.service->name},
        .action = std::string{trial.operation->row.name},
        .region = trial.wire.region ? std::string{*trial.wire.region} : std::string{kDefaultRegion},
        .parameters = {}};
}

WireOutcome outcome_of(const Trial& trial, const Result<void>& result) {
    WireOutcome outcome{.operation = std::string{trial.operation->row.name},
                        .account = trial.account,
                        .ok = result.ok(),
                        .error = {},
                        .message = {}};
    if (!result.ok()) {
        outcome.error =
            std::string{wire::wire_error(*trial.operation->row.service, result.error()).name};
        outcome.message = result.error().message;
    }
    return outcome;
}

}  // namespace

Result<Simulated> simulate(const AuditCall& call, const View& view, const model::State& state,
                           engine::Revision revision, const WireTrials& commands) {
    std::vector<Trial> trials;
    for (const auto& command : commands) {
        LICET_TRY(auto trial, understand(view, command));
        trials.push_back(trial);
    }
    Simulated simulated;
    SystemRandom random;
    engine::StateMachine machine{state, revision, random};
    const auto note = [&](const engine::Record& record, const model::State& after) {
        for (const auto& event : record.events) {
            simulated.affected.note(after, event);
        }
    };
    Answers answers;
    for (const auto& trial : trials) {
        auto request = trial.operation->make_request();
        auto response = trial.operation->make_response();
        auto result = [&]() -> Result<void> {
            LICET_TRY(const auto parameters,
                      answers.fill_in(trial.wire.parameters ? trial.wire.parameters->text : "{}"));
            LICET_TRY_VOID(describe::read_json(trial.operation->request_type(), request.get(),
                                               describe::kAwsFormat, parameters));
            TrialTask task{trial, request.get(), response.get(), origin_of(trial), call.services};
            return machine.execute(task, view.now(), note).result;
        }();
        simulated.outcomes.push_back(outcome_of(trial, result));
        answers.add(*trial.operation, std::move(response));
    }
    simulated.state = machine.state();
    return simulated;
}

std::vector<WireAccessChange> show(const std::vector<decision::AccessChange>& rows) {
    std::vector<WireAccessChange> shown;
    for (const auto& row : rows) {
        shown.push_back({.account = row.account,
                         .type = std::string{decision::kind_text(row.kind)},
                         .id = row.id,
                         .region = row.region,
                         .change = row.gained() ? "gained" : "lost",
                         .reasonBefore = std::string{row.before.reason},
                         .reasonAfter = std::string{row.after.reason}});
    }
    return shown;
}

std::string text_of(const ComparisonPlace& place) {
    return fmt::format("{} {} {} {}", place.from, place.to, to_epoch_ms(place.now), place.key);
}

Result<ComparisonPlace> comparison_place(std::string_view text) {
    std::int64_t numbers[3] = {};
    for (auto& number : numbers) {
        const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
        if (read.ec != std::errc{} || read.ptr == text.data() + text.size() || number < 0) {
            return Error{ErrorKind::invalid, "the token is none that an earlier page returned"};
        }
        text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()) + 1);
    }
    if (numbers[2] > to_epoch_ms(kTimeMax)) {
        return Error{ErrorKind::invalid, "the token is none that an earlier page returned"};
    }
    return ComparisonPlace{.from = static_cast<engine::Revision>(numbers[0]),
                           .to = static_cast<engine::Revision>(numbers[1]),
                           .now = from_epoch_ms(numbers[2]),
                           .key = std::string{text}};
}

std::vector<AccountId> accounts_to_compare(const View& before, const View& after,
                                           const decision::Affected& affected) {
    auto all = before.accounts();
    const auto more = after.accounts();
    all.insert(all.end(), more.begin(), more.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    std::erase_if(all, [&](AccountId account) { return !affected.has(account); });
    return all;
}

std::shared_ptr<const decision::Index> index_of(const AuditCall& call, const model::State& state,
                                                engine::Revision revision) {
    decision::IndexBuilder builder{call.services.secrets};
    builder.rebuild(state);
    return builder.publish(state, revision);
}

}  // namespace licet::api::decisions
