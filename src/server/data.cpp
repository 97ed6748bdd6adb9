// SPDX-License-Identifier: Apache-2.0
#include "server/data.h"

#include "base/clock.h"
#include "base/encoding.h"
#include "engine/state_machine.h"
#include "log/master_key.h"
#include "log/sqlite/sqlite_log.h"
#include "model/bedrock/apply_catalogue.h"
#include "model/identity/access_keys.h"
#include "model/identity/administrator.h"
#include "model/organization/accounts.h"
#include "model/organization/organization_creation.h"
#include "model/state.h"

#include <fmt/format.h>

#include <functional>

namespace licet::server {
namespace {

constexpr std::string_view kAdministrator = "admin";
constexpr std::string_view kSnapshotDirectory = "snapshots";

std::filesystem::path key_path(const std::filesystem::path& directory,
                               const std::filesystem::path& given) {
    return given.empty() ? directory / log::kMasterKeyFile : given;
}

/// Decides one step of the set-up and keeps its record.
class Step final : public engine::Task {
public:
    using Decide = std::function<Result<model::Events>(const model::State&, const model::Context&)>;

    Step(std::string service, std::string action, model::Principal actor, Decide decide)
        : origin_{.actor = std::move(actor),
                  .source_address = "127.0.0.1",
                  .user_agent = "licet init",
                  .request_id = {},
                  .service = std::move(service),
                  .action = std::move(action),
                  .region = "us-east-1",
                  .parameters = {}},
          decide_{std::move(decide)} {}

    const engine::Origin& origin() const override { return origin_; }
    Result<void> run(engine::Transaction& transaction) override {
        LICET_TRY(auto events, decide_(transaction.state(), transaction.context()));
        transaction.commit(std::move(events));
        return {};
    }
    void done(const engine::Outcome&) override {}

private:
    engine::Origin origin_;
    Decide decide_;
};

/// The first records of a new log.
class Setup {
public:
    explicit Setup(const InitOptions& options, const SealingKey& secrets)
        : options_{options}, secrets_{secrets} {}

    Result<Initialized> run() {
        LICET_TRY_VOID(
            step("organizations", "CreateAccount", [this](const auto& state, const auto& context) {
                return model::open_account(
                    state, {options_.management_account, "management", options_.email}, context);
            }));
        made_.account = machine_.state().organization.accounts.begin()->first;
        actor_ = {.kind = model::PrincipalKind::root,
                  .account = made_.account,
                  .arn = "arn:aws:iam::" + made_.account.text() + ":root",
                  .id = made_.account.text(),
                  .name = "root"};
        if (!options_.standalone) {
            LICET_TRY_VOID(step("organizations", "CreateOrganization",
                                [](const auto& state, const auto& context) {
                                    return model::create_organization(state, {}, context);
                                }));
            made_.organization = machine_.state().organization.organizations.begin()->first;
        }
        LICET_TRY_VOID(step("iam", "CreateUser", [this](const auto& state, const auto& context) {
            made_.access_key_id = model::new_access_key_id(state.identity, random_);
            made_.secret = model::new_secret(random_);
            const auto sealed = secrets_.seal(made_.secret, made_.access_key_id, random_);
            return model::admit_administrator(state,
                                              {made_.account, std::string{kAdministrator},
                                               made_.access_key_id, to_base64(as_bytes(sealed))},
                                              context);
        }));
        LICET_TRY_VOID(
            step("licet", "ApplyCatalog", [this](const auto& state, const auto& context) {
                return model::apply_catalogue(state, options_.catalogue, context);
            }));
        return made_;
    }

    const std::vector<std::string>& bodies() const { return bodies_; }

private:
    Result<void> step(std::string service, std::string action, Step::Decide decide) {
        Step task{std::move(service), std::move(action), actor_, std::move(decide)};
        auto executed = machine_.execute(task, clock_.now(),
                                         [this](const engine::Record& record, const model::State&) {
                                             bodies_.push_back(engine::encode(record));
                                         });
        return std::move(executed.result);
    }

    const InitOptions& options_;
    const SealingKey& secrets_;
    SystemClock clock_;
    SystemRandom random_;
    engine::StateMachine machine_{model::State{}, 0, random_};
    model::Principal actor_{
        .kind = model::PrincipalKind::service, .arn = "licet init", .name = "licet init"};
    std::vector<std::string> bodies_;
    Initialized made_;
};

/// Removes what a failed set-up leaves, unless told to keep it.
class Undo {
public:
    /// @param directory empty but for what is to be removed. @param made whether it goes too.
    Undo(std::filesystem::path directory, bool made)
        : directory_{std::move(directory)}, made_{made} {}
    Undo(const Undo&) = delete;
    Undo& operator=(const Undo&) = delete;
    ~Undo() {
        if (kept_) {
            return;
        }
        std::error_code ignored;
        if (!master_key_.empty()) {
            std::filesystem::remove(master_key_, ignored);
        }
        for (const auto& entry : std::filesystem::directory_iterator{directory_, ignored}) {
            std::filesystem::remove_all(entry.path(), ignored);
        }
        if (made_) {
            std::filesystem::remove(directory_, ignored);
        }
    }

    void add_master_key(std::filesystem::path path) { master_key_ = std::move(path); }
    void keep() { kept_ = true; }

private:
    std::filesystem::path directory_;
    bool made_;
    std::filesystem::path master_key_;
    bool kept_ = false;
};

}  // namespace

Result<Initialized> initialize(const InitOptions& options, const HandOver& hand_over) {
    std::error_code ignored;
    const bool existed = std::filesystem::exists(options.directory, ignored);
    LICET_TRY(const auto directory, log::DataDirectory::create(options.directory));
    Undo undo{directory.path(), !existed};
    SystemRandom random;
    const auto key_file = key_path(directory.path(), options.master_key);
    LICET_TRY(const auto secrets, log::create_master_key(key_file, random));
    undo.add_master_key(key_file);
    Setup setup{options, secrets};
    LICET_TRY(const auto made, setup.run());
    LICET_TRY(const auto log, log::open_sqlite_log(directory.path(), log::OpenMode::create_new));
    LICET_TRY(const auto epoch, log->begin_epoch());
    LICET_TRY_VOID(log->append(0, epoch, setup.bodies()));
    LICET_TRY_VOID(hand_over(made));
    undo.keep();
    return made;
}

Result<Data> open_data(const std::filesystem::path& directory,
                       const std::filesystem::path& master_key, obs::Logger& logger) {
    Data data;
    std::error_code ignored;
    if (std::filesystem::is_directory(directory, ignored) &&
        !std::filesystem::exists(directory / log::kSqliteLogFile, ignored)) {
        return Error{ErrorKind::not_found,
                     fmt::format("there is no log in `{}`; `licet init` makes a data directory",
                                 directory.string())};
    }
    LICET_TRY(data.lock, log::DataDirectory::lock(directory));
    const auto key_file = key_path(directory, master_key);
    if (!std::filesystem::exists(key_file, ignored)) {
        return Error{ErrorKind::not_found,
                     fmt::format("there is no master key `{}`; --master-key-file says where it is",
                                 key_file.string())};
    }
    LICET_TRY(data.secrets, log::load_master_key(key_file));
    LICET_TRY(data.log, log::open_sqlite_log(directory, log::OpenMode::existing));
    if (data.log->head() == 0) {
        return Error{
            ErrorKind::invalid,
            fmt::format("the log in `{0}` is empty: `licet init` was cut off before it was "
                        "done; remove `{0}` and run it again",
                        directory.string())};
    }
    data.snapshots = std::make_unique<log::Snapshots>(directory / kSnapshotDirectory,
                                                      model::kStateFormat, logger);
    return data;
}

Result<std::unique_ptr<log::Log>> open_log_to_read(const std::filesystem::path& directory) {
    return log::open_sqlite_log(directory, log::OpenMode::read_only);
}

}  // namespace licet::server
