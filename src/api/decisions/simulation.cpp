// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/simulation.h"

#include "api/authorization.h"
#include "api/decisions/comparisons.h"
#include "base/describe/json.h"
#include "base/json_writer.h"
#include "base/rsa_keyring.h"
#include "decision/index_builder.h"
#include "engine/state_machine.h"
#include "wire/error_status.h"
#include "wire/scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

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
/// Between two revisions; beyond, all accounts are looked at instead of those that records touched.
constexpr std::size_t kRecordsReadMax = 100'000;

/// A command whose operation is known.
struct Trial {
    const Operation* operation;
    const WireTrial& wire;
    AccountId account;
};

/// Has none: a trial must not use up what real calls wait for.
class NoKeys final : public RsaKeySource {
public:
    std::optional<RsaKey> try_take() override { return std::nullopt; }
    void when_spare(std::function<void()> ready) override { ready(); }
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
    /// Who reads an answer: commands of the account that it was given to, and of any account where
    /// that is the caller's. The others' are not for the caller to see, whichever way around.
    struct Reader {
        AccountId caller;
        AccountId account;
    };

    void add(const Trial& trial, ErasedValue response) {
        all_.push_back({trial.operation, trial.account, std::move(response)});
    }

    /// Puts what earlier commands answered in the place of `${1.GrantArn}`.
    Result<std::string> fill_in(const Reader& reader, std::string_view text) const {
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
            const auto value = find(reader, text.substr(0, end));
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
    std::optional<std::string> find(const Reader& reader, std::string_view reference) const {
        const auto dot = reference.find('.');
        std::size_t number = 0;
        const auto read =
            std::from_chars(reference.data(), reference.data() + reference.size(), number);
        if (read.ec != std::errc{} || dot == std::string_view::npos || number == 0 ||
            number > all_.size()) {
            return std::nullopt;
        }
        const auto& answer = all_[number - 1];
        if (answer.account != reader.caller && answer.account != reader.account) {
            return std::nullopt;
        }
        return text_at(answer.operation->response_type(), answer.response.get(),
                       reference.substr(dot + 1));
    }

    struct Answer {
        const Operation* operation;
        AccountId account;
        ErasedValue response;
    };
    std::vector<Answer> all_;
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

engine::Origin origin_of(const AuditCall& call, const Trial& trial) {
    const bool own = trial.account == call.caller().account;
    return {
        .actor = own ? call.caller() : decision::root_principal(trial.account),
        .source_address = call.origin.source_address,
        .user_agent = call.origin.user_agent,
        .request_id = "simulation",
        .service = std::string{trial.operation->row.service->name},
        .action = std::string{trial.operation->row.name},
        .region = trial.wire.region ? std::string{*trial.wire.region} : std::string{kDefaultRegion},
        .parameters = {}};
}

WireOutcome outcome_of(const AuditCall& call, const Trial& trial, const Result<void>& result) {
    WireOutcome outcome{.operation = std::string{trial.operation->row.name},
                        .account = trial.account,
                        .ok = result.ok(),
                        .error = {},
                        .message = {}};
    if (!result.ok()) {
        outcome.error =
            std::string{wire::wire_error(*trial.operation->row.service, result.error()).name};
        if (trial.account == call.caller().account) {
            outcome.message = result.error().message;
        }
    }
    return outcome;
}

/// Runs commands on a copy of a state and keeps up what is compared.
class Simulator {
public:
    Simulator(const AuditCall& call, const ComparisonPlace& place, const model::State& state)
        : call_{call}, now_{place.now}, builder_{call.services.secrets} {
        builder_.rebuild(state);
        made_.is_trial = true;
        made_.before = builder_.publish(state, place.from);
        machine_.emplace(state, place.from, random_);
    }

    void run(const Trial& trial) {
        auto request = trial.operation->make_request();
        auto response = trial.operation->make_response();
        const auto result = run(trial, request.get(), response.get());
        made_.outcomes.push_back(outcome_of(call_, trial, result));
        answers_.add(trial, std::move(response));
    }

    ComparisonPtr finish(engine::Revision revision) {
        made_.after = builder_.publish(machine_->state(), revision);
        return std::make_shared<const Comparison>(std::move(made_));
    }

private:
    Result<void> run(const Trial& trial, void* request, void* response) {
        LICET_TRY(const auto parameters,
                  answers_.fill_in({call_.caller().account, trial.account},
                                   trial.wire.parameters ? trial.wire.parameters->text : "{}"));
        LICET_TRY_VOID(describe::read_json(trial.operation->request_type(), request,
                                           describe::kAwsFormat, parameters));
        TrialTask task{trial, request, response, origin_of(call_, trial), services_};
        const auto note = [this](const engine::Record& record, const model::State& after) {
            for (const auto& event : record.events) {
                made_.affected.note(after, event);
                builder_.note(after, event);
            }
        };
        return machine_->execute(task, now_, note).result;
    }

    const AuditCall& call_;
    Time now_;
    decision::IndexBuilder builder_;
    Comparison made_;
    SystemRandom random_;
    std::optional<engine::StateMachine> machine_;
    Answers answers_;
    NoKeys no_keys_;
    RsaKeyring keyring_{no_keys_};
    const Services services_{.secrets = call_.services.secrets,
                             .sessions = call_.services.sessions,
                             .log = call_.services.log,
                             .journal = call_.services.journal,
                             .clock = call_.services.clock,
                             .keys = keyring_,
                             .history = call_.services.history,
                             .comparisons = call_.services.comparisons,
                             .quotas = call_.services.quotas,
                             .meter = call_.services.meter};
};

/// The records in between tell whom to look at.
Result<decision::Affected> affected_between(const AuditCall& call, const ComparisonPlace& place,
                                            model::State state) {
    const auto records = place.to - place.from;
    if (records > kRecordsReadMax) {
        return decision::Affected::everybody();
    }
    decision::Affected affected;
    const auto visit = [&](const log::Record& stored) -> Result<void> {
        LICET_TRY(const auto record, engine::decode_record(stored.body));
        for (const auto& event : record.events) {
            model::apply(state, event);
            affected.note(state, event);
        }
        return {};
    };
    if (records > 0) {
        LICET_TRY_VOID(call.services.log.read(place.from + 1, records, visit));
    }
    return affected;
}

std::shared_ptr<const decision::Index> index_of(const AuditCall& call, const model::State& state,
                                                engine::Revision revision) {
    decision::IndexBuilder builder{call.services.secrets};
    builder.rebuild(state);
    return builder.publish(state, revision);
}

/// Those of the organization before or after, as far as they are affected and never were others'.
/// Of a trial it does not matter to whom an account would belong afterwards.
std::vector<AccountId> accounts_to_compare(const View& before, const View& after,
                                           const Comparison& comparison) {
    auto all = before.accounts_then();
    const auto more = after.accounts_then();
    all.insert(all.end(), more.begin(), more.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    std::erase_if(all, [&](AccountId account) {
        return !comparison.affected.has(account) || before.is_foreign(account) ||
               (!comparison.is_trial && after.is_foreign(account));
    });
    return all;
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

}  // namespace

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

Result<ComparisonPtr> simulate(const AuditCall& call, const ComparisonPlace& place,
                               const WireTrials& commands) {
    LICET_TRY(const auto base, view_of_revision(call, place.from, place.now));
    std::vector<Trial> trials;
    for (const auto& command : commands) {
        LICET_TRY(const auto trial, understand(*base.view, command));
        trials.push_back(trial);
    }
    Simulator simulator{call, place, *base.state};
    for (const auto& trial : trials) {
        simulator.run(trial);
    }
    return simulator.finish(place.from);
}

Result<ComparisonPtr> compare(const AuditCall& call, const ComparisonPlace& place) {
    LICET_TRY(const auto before, call.services.history.at(place.from));
    LICET_TRY(const auto after, call.services.history.at(place.to));
    LICET_TRY(auto affected, affected_between(call, place, *before.state));
    Comparison made{.before = index_of(call, *before.state, place.from),
                    .after = index_of(call, *after.state, place.to),
                    .affected = std::move(affected)};
    return std::make_shared<const Comparison>(std::move(made));
}

Result<ChangesPage> page_of_changes(const AuditCall& call, const Listing& list,
                                    ComparisonPlace place, std::size_t rows_max,
                                    const std::function<Result<ComparisonPtr>()>& make) {
    auto& kept = call.services.comparisons;
    const AccountId account = call.caller().account;
    const auto after_key = std::exchange(place.key, {});
    // Commands are run as the caller: another principal's comparison is another.
    auto name = call.caller().arn + " " + list.token_after(text_of(place));
    auto comparison = kept.find(account, name);
    if (comparison == nullptr) {
        LICET_TRY(comparison, make());
    }
    const auto& before = *comparison->before;
    const auto& after = *comparison->after;
    const View view_before{call.index, call.caller(), before, before, place.from, place.now};
    const View view_after{call.index, call.caller(), after, after, place.to, place.now};
    const auto page = decision::changes_of_access(
        {.before = {before, before},
         .after = {after, after},
         .now = place.now,
         .accounts = accounts_to_compare(view_before, view_after, *comparison),
         .key = after_key,
         .rows_max = rows_max});
    ChangesPage made{.comparison = comparison, .changes = show(page.rows), .next_token = {}};
    if (!page.next.empty()) {
        place.key = page.next;
        made.next_token = list.token_after(text_of(place));
        kept.keep(account, std::move(name), std::move(comparison));
    }
    return made;
}

}  // namespace licet::api::decisions
