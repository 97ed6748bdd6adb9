// SPDX-License-Identifier: Apache-2.0
#include "api/testing/world_test.h"

#include "api/authorization.h"
#include "api/decisions/comparisons.h"
#include "api/dispatcher.h"
#include "api/testing/sample_request_test.h"
#include "base/describe/json.h"
#include "base/rsa_keyring.h"
#include "base/sample_rsa_keys_test.h"
#include "decision/index_builder.h"
#include "engine/history.h"
#include "meter/meter.h"
#include "model/identity/administrator.h"
#include "model/identity/events.h"
#include "model/organization/events.h"
#include "obs/logger.h"
#include "obs/metrics.h"
#include "quota/ledger.h"
#include "wire/error_status.h"

#include <simdjson.h>

#include <algorithm>

namespace licet::api::testing {

/// Where accounts may log their model calls.
const std::vector<std::string> kLogBuckets{"model-logs"};

/// What operations use besides the state; audit operations read log and journal.
struct WorldParts {
    std::unique_ptr<log::Log> log;
    std::uint64_t epoch = 0;
    std::unique_ptr<obs::Logger> logger;
    std::unique_ptr<journal::Journal> journal;
    std::unique_ptr<auth::SessionTokens> sessions;
    std::unique_ptr<engine::History> history;
    decisions::Comparisons comparisons;
    std::unique_ptr<quota::Ledger> quotas;
    obs::Metrics metrics;
    std::unique_ptr<meter::Meter> meter;
    sample::RsaKeys new_keys;
    RsaKeyring keyring{new_keys};
    std::atomic<bool> has_classifier = false;
    std::unique_ptr<Services> services;
};

namespace {

constexpr AccountId kManagement{111'111'111'111};

/// Runs one operation as a task.
class WorldTask final : public engine::Task {
public:
    WorldTask(const Operation& operation, const void* request, void* response,
              engine::Origin origin, const Services& services)
        : operation_{operation},
          request_{request},
          response_{response},
          origin_{std::move(origin)},
          services_{services} {}

    const engine::Origin& origin() const override { return origin_; }
    Result<void> run(engine::Transaction& transaction) override {
        Call call{
            .transaction = transaction, .services = services_, .request_id = origin_.request_id};
        const auto undeclared = undeclared_permissions(transaction);
        auto result = run_authorized(operation_, call, origin_, request_, response_);
        if (result.ok()) {  // else the request may name no resource at all
            EXPECT_EQ(undeclared, "") << operation_.row.name;
        }
        bearer_ = std::move(call.bearer);
        return result;
    }
    void done(const engine::Outcome&) override {}
    const std::optional<Bearer>& bearer() const { return bearer_; }

private:
    /// What the operation asks for and its row does not say; empty: nothing.
    std::string undeclared_permissions(engine::Transaction& transaction) {
        std::string found;
        if (operation_.permissions == nullptr) {
            return found;
        }
        const PermissionCall asked{
            .caller = origin_.actor, .region = origin_.region, .known = &transaction.state()};
        for (const auto& permission : operation_.permissions(asked, request_)) {
            found += undeclared(operation_, permission);
        }
        return found;
    }

    const Operation& operation_;
    const void* request_;
    void* response_;
    engine::Origin origin_;
    const Services& services_;
    std::optional<Bearer> bearer_;
};

/// Answers an operation that the index or the audit trail answers.
Result<void> look_up(const Operation& operation, const Services& services,
                     const decision::Index& index, const model::State& state,
                     const engine::Origin& origin, const void* request, void* response,
                     Note& note) {
    if (operation.row.access == Access::decision) {
        const Time now = services.clock.now();
        LICET_TRY_VOID(authorize_question(operation, index, origin, request, now));
        DecisionCall call{.index = index,
                          .origin = origin,
                          .now = now,
                          .host = "licet.example",
                          .clock = services.clock};
        auto result = operation.decide(call, request, response);
        note = std::move(call.note);
        return result;
    }
    AuditCall call{.services = services,
                   .origin = origin,
                   .index = index,
                   .read_state = [&](const AuditCall::Read& read) -> Result<void> {
                       read(state);
                       return {};
                   }};
    LICET_TRY_VOID(authorize_look_up(operation, call, request));
    return operation.audit(call, request, response);
}

/// The JSON pointer of `Grants.0.GrantArn`.
std::string pointer(std::string_view path) {
    std::string out;
    for (const char c : path) {
        out += c == '.' ? '/' : c;
    }
    return path.empty() ? "" : "/" + out;
}

}  // namespace

std::string Reply::text(std::string_view path) const {
    simdjson::dom::parser parser;
    simdjson::dom::element value;
    if (parser.parse(body).at_pointer(pointer(path)).get(value) != simdjson::SUCCESS) {
        ADD_FAILURE() << "no `" << path << "` in " << (ok() ? body : error + ": " + message);
        return {};
    }
    std::string_view string;
    return value.get(string) == simdjson::SUCCESS ? std::string{string}
                                                  : simdjson::to_string(value);
}

bool Reply::has(std::string_view path) const {
    simdjson::dom::parser parser;
    return parser.parse(body).at_pointer(pointer(path)).error() == simdjson::SUCCESS;
}

std::size_t Reply::count(std::string_view path) const {
    simdjson::dom::parser parser;
    simdjson::dom::array items;
    if (parser.parse(body).at_pointer(pointer(path)).get(items) != simdjson::SUCCESS) {
        ADD_FAILURE() << "no list `" << path << "` in " << (ok() ? body : error + ": " + message);
        return 0;
    }
    return items.size();
}

World::World() : key_{std::array<std::uint8_t, 32>{7}}, parts_{std::make_unique<WorldParts>()} {
    parts_->log = std::make_unique<log::MemoryLog>();
    parts_->epoch = parts_->log->begin_epoch().value();
    parts_->logger = std::make_unique<obs::Logger>(clock_, obs::Level::error);
    auto journal = journal::Journal::open(journal_directory_.path(), {}, clock_, *parts_->logger);
    LICET_CHECK(journal.ok());
    parts_->journal = std::move(journal).value();
    parts_->sessions = std::make_unique<auth::SessionTokens>(key_);
    parts_->history = std::make_unique<engine::History>(*parts_->log, nullptr, *parts_->logger);
    auto quotas = quota::Ledger::open(journal_directory_.path() / "quotas");
    LICET_CHECK(quotas.ok());
    parts_->quotas = std::move(quotas).value();
    auto meter = meter::Meter::open({.directory = journal_directory_.path() / "usage"}, clock_,
                                    *parts_->logger, parts_->metrics);
    LICET_CHECK(meter.ok());
    parts_->meter = std::move(meter).value();
    parts_->services = std::make_unique<Services>(
        Services{key_, *parts_->sessions, *parts_->log, *parts_->journal, clock_, parts_->keyring,
                 *parts_->history, parts_->comparisons, *parts_->quotas, *parts_->meter,
                 kLogBuckets, &parts_->has_classifier});
    machine_ = std::make_unique<engine::StateMachine>(model::State{}, 0, random_);

    const Time now = clock_.now();
    admin_ = {.kind = model::PrincipalKind::user,
              .account = kManagement,
              .arn = "arn:aws:iam::111111111111:user/admin",
              .id = "AIDAADMIN00000000001",
              .name = "admin",
              .access_key_id = "AKIAADMIN00000000001"};
    model::Events events;
    events.push_back(model::AccountOpened{.account = kManagement,
                                          .details = {.name = "management",
                                                      .email = "management@example.com",
                                                      .joined_method = model::JoinedMethod::INVITED,
                                                      .joined_at = now,
                                                      .created_at = now}});
    events.push_back(model::OrganizationCreated{
        .id = "o-exampleorg1",
        .details = {.management_account = kManagement, .root_id = "r-root", .created_at = now}});
    events.push_back(
        model::UserCreated{.user = {kManagement, "admin"},
                           .details = {.id = admin_.id,
                                       .path = "/",
                                       .created_at = now,
                                       .attached = {std::string{model::kAdministratorAccess}}}});
    apply(events);
}

World::~World() = default;

model::Principal World::root_of(std::string_view account) {
    const AccountId id = AccountId::parse(account).value();
    return {.kind = model::PrincipalKind::root,
            .account = id,
            .arn = "arn:aws:iam::" + id.text() + ":root",
            .id = id.text(),
            .name = "root"};
}

void World::apply(const model::Events& events) {
    class Apply final : public engine::Task {
    public:
        explicit Apply(const model::Events& events) : events_{events} {}
        const engine::Origin& origin() const override { return origin_; }
        Result<void> run(engine::Transaction& transaction) override {
            transaction.commit(events_);
            return {};
        }
        void done(const engine::Outcome&) override {}

    private:
        const model::Events& events_;
        engine::Origin origin_;
    } task{events};
    execute(task);
}

engine::StateMachine::Executed World::execute(engine::Task& task) {
    return machine_->execute(
        task, clock_.now(), [this](const engine::Record& record, const model::State&) {
            const std::string body = engine::encode(record);
            const auto appended =
                parts_->log->append(record.revision - 1, parts_->epoch, {&body, 1});
            LICET_CHECK(appended.ok());
            records_.push_back(record);
        });
}

std::shared_ptr<const decision::Index> World::publish() const {
    decision::IndexBuilder builder{key_};
    builder.rebuild(state());
    return builder.publish(state(), records_.size());
}

Reply World::call(const model::Principal& who, std::string_view service_name, std::string_view name,
                  std::string_view json, std::string_view region) {
    Reply reply;
    const auto* service = wire::find_service(service_name);
    const auto* operation = service == nullptr ? nullptr : find_operation(*service, name);
    if (operation == nullptr) {
        ADD_FAILURE() << "there is no operation " << service_name << ":" << name;
        reply.error = "NoSuchOperation";
        return reply;
    }
    const auto request = operation->make_request();
    auto response = operation->make_response();
    Result<void> result = check_bearer(who, operation);
    if (result.ok()) {
        result = describe::read_json(operation->request_type(), request.get(), describe::kAwsFormat,
                                     json);
    }
    std::optional<Bearer> bearer;
    Note note;
    engine::Origin origin{.actor = who,
                          .source_address = "192.0.2.1",
                          .user_agent = "test",
                          .request_id = "request-" + std::to_string(++requests_),
                          .service = std::string{service_name},
                          .action = std::string{name},
                          .region = std::string{region},
                          .parameters = {}};
    const Access access = operation->row.access;
    if (result.ok() && (access == Access::decision || access == Access::audit)) {
        result = look_up(*operation, *parts_->services, *publish(), state(), origin, request.get(),
                         response.get(), note);
    } else if (result.ok()) {
        origin.parameters = recorded_parameters(*operation, request.get());
        WorldTask task{*operation, request.get(), response.get(), origin, *parts_->services};
        auto executed = execute(task);
        reply.recorded = executed.recorded;
        result = std::move(executed.result);
        bearer = task.bearer();
    }
    if (!reply.recorded) {
        for (auto& entry : journal_entries(origin, *service, operation->row.access, clock_.now(),
                                           result, bearer)) {
            if (access == Access::decision) {
                entry.resources = note.resources;
                entry.extra = note.extra;
            }
            LICET_CHECK(parts_->journal->append(std::move(entry)).ok());
        }
    }
    if (!result.ok()) {
        const auto wire_error = wire::wire_error(*service, result.error());
        reply.error = std::string{wire_error.name};
        reply.message = result.error().message;
        for (const ErrorMember& member : result.error().members) {
            reply.error_members.emplace_back(member.name, member.value);
        }
        check_declared(*operation, result.error());
        return reply;
    }
    describe::write_json(operation->response_type(), response.get(), describe::kAwsFormat,
                         reply.body);
    return reply;
}

void World::check_declared(const Operation& operation, const Error& error) const {
    const auto& row = operation.row;
    const auto& d = row.service->names;
    const std::string_view shared_names[] = {"",         d.invalid,   d.not_found,   d.denied,
                                             d.conflict, d.exhausted, d.unavailable, d.internal};
    // Of every operation of License Manager, where policies do not allow the call.
    const bool unauthorized =
        row.service == &wire::kLicenseManager && error.name == "AuthorizationException";
    const bool shared = unauthorized || std::find(std::begin(shared_names), std::end(shared_names),
                                                  error.name) != std::end(shared_names);
    if (!shared &&
        std::find(row.errors.begin(), row.errors.end(), error.name) == row.errors.end()) {
        ADD_FAILURE() << row.name << " answered with " << error.name
                      << ", which its row does not list: " << error.message;
    }
}

Reply World::must(const model::Principal& who, std::string_view service, std::string_view operation,
                  std::string_view request, std::string_view region) {
    auto reply = call(who, service, operation, request, region);
    EXPECT_TRUE(reply.ok()) << operation << " " << request << ": " << reply.error << ": "
                            << reply.message;
    return reply;
}

journal::Journal& World::journal() {
    return *parts_->journal;
}

meter::Meter& World::meter() {
    return *parts_->meter;
}

quota::Ledger& World::quotas() {
    return *parts_->quotas;
}

void World::set_has_classifier(bool has) {
    parts_->has_classifier = has;
}

sample::RsaKeys& World::new_keys() {
    return parts_->new_keys;
}

model::Principal World::create_account(std::string_view name) {
    const std::string email = std::string{name} + "@example.com";
    must(admin_, "organizations", "CreateAccount",
         R"({"AccountName":")" + std::string{name} + R"(","Email":")" + email + R"("})");
    const auto found = state().organization.account_by_email.find(email);
    LICET_CHECK(found != state().organization.account_by_email.end());
    return root_of(found->second.text());
}

}  // namespace licet::api::testing
