// SPDX-License-Identifier: Apache-2.0
#include "server/server.h"

#include "api/decisions/comparisons.h"
#include "base/rsa_keyring.h"
#include "engine/history.h"
#include "gateway/trace_export.h"
#include "invocations/log.h"
#include "meter/meter.h"
#include "quota/ledger.h"
#include "server/data.h"
#include "server/descriptors.h"
#include "server/http_service.h"
#include "server/quota_sweep.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>

namespace licet::server {
namespace {

/// Of files, look-ups and what delivers to others.
constexpr std::size_t kOwnDescriptors = 512;

/// What records of model calls have at least when the rest of a stop took long.
constexpr Milliseconds kDeliveryMin{1'000};

class RunningServer final : public Server {
public:
    explicit RunningServer(ServeOptions options)
        : options_{std::move(options)}, logger_{clock_, options_.settings.log_level} {
        logger_.set_format(options_.settings.log_format);
    }

    ~RunningServer() override { stop(); }

    Result<void> start() {
        make_room();
        LICET_TRY(data_, open_data(options_.directory, options_.master_key, logger_));
        sessions_.emplace(*data_.secrets);
        LICET_TRY(journal_, journal::Journal::open(options_.directory / kJournalDirectory,
                                                   options_.settings.journal, clock_, logger_));
        LICET_TRY(engine_, engine::Engine::open({*data_.log, data_.snapshots.get(), clock_, random_,
                                                 *data_.secrets, logger_},
                                                options_.settings.engine));
        history_.emplace(*data_.log, data_.snapshots.get(), logger_);
        LICET_TRY(quotas_, quota::Ledger::open(options_.directory / kQuotasFile));
        LICET_TRY(meter_, meter::Meter::open({.directory = options_.directory / kUsageDirectory,
                                              .tags = options_.settings.usage_tags},
                                             clock_, logger_, metrics_));
        const auto& logging = options_.settings.invocations;
        invocations_.emplace(logging, invocations::make_store(logging, clock_), clock_, random_,
                             logger_, metrics_);
        services_ = std::make_unique<api::Services>(api::Services{
            *data_.secrets, *sessions_, *data_.log, *journal_, clock_, keyring_, *history_,
            comparisons_, *quotas_, *meter_, logging.buckets, &has_classifier_});
        dispatcher_ = std::make_unique<api::Dispatcher>(*engine_, *services_);
        vitals_ = std::make_unique<Vitals>(Vitals::Parts{options_.directory, *engine_, *journal_,
                                                         *meter_, *quotas_, clock_, metrics_});
        probes_.emplace(metrics_, *vitals_, options_.settings.metrics_token);
        if (const auto& traces = options_.settings.traces) {
            traces_ = std::make_unique<gateway::TraceExport>(*traces, logger_, metrics_);
        }
        scans_.emplace(metrics_);
        use(options_.settings.gateway);
        shared_ = std::make_unique<Shared>(Shared{
            *engine_, *dispatcher_, *services_, router_, gateway_settings_, *meter_, *invocations_,
            *scans_, traces_.get(), *probes_, options_.settings.auth, logger_});
        auto listen = options_.settings.listen;
        listen.limits.drain_timeout = Milliseconds{options_.settings.shutdown_timeout} / 2;
        LICET_TRY(http_, net::Server::start(listen, [this](net::Loop& loop) {
                      return std::make_unique<HttpService>(loop, *shared_);
                  }));
        vitals_->watch(http_.get());
        quota_sweep_ = std::make_unique<QuotaSweep>(*engine_, *quotas_);
        if (options_.settings.listen.tls) {
            vitals_->set_identity(*options_.settings.listen.tls);
        }
        return {};
    }

    std::string url() const override { return http_->url(); }

    Result<void> reload(Settings settings) override {
        const std::lock_guard lock{reload_};
        LICET_TRY_VOID(check_reloadable(options_.settings, settings));
        if (settings.listen.tls) {
            http_->set_identity(*settings.listen.tls);
            vitals_->set_identity(*settings.listen.tls);
        }
        use(std::move(settings.gateway));
        logger_.set_threshold(settings.log_level);
        logger_.set_format(settings.log_format);
        return {};
    }

    obs::Logger& logger() override { return logger_; }

    void stop() override {
        using Steady = std::chrono::steady_clock;
        const auto deadline = Steady::now() + options_.settings.shutdown_timeout;
        // Whoever answers loops on other threads ends before they do.
        http_ ? http_->drain([this] { stop_answering(); }) : stop_answering();
        dispatcher_.reset();
        if (vitals_) {
            vitals_->watch(nullptr);
        }
        http_.reset();
        if (invocations_) {
            invocations_->stop(
                std::max(kDeliveryMin, std::chrono::floor<Milliseconds>(deadline - Steady::now())));
        }
    }

private:
    /// Ends the threads that have calls of the loops. What calls still begin is refused.
    /// Idempotent.
    void stop_answering() {
        if (scans_) {
            scans_->stop();  // they call the dispatcher
        }
        quota_sweep_.reset();
        new_keys_.close();  // or what waits for a key would come after the engine's end
        if (engine_) {
            engine_->stop();
        }
        if (dispatcher_) {
            dispatcher_->stop();
        }
    }

    /// Of descriptors: for all connections, and as many to upstreams.
    void make_room() {
        const auto connections = options_.settings.listen.limits.connections;
        const auto room = make_room_for_descriptors(2 * connections + kOwnDescriptors);
        if (room < connections + kOwnDescriptors) {
            logger_.warn("the limit of open files is too low for all connections",
                         {{"limit", room}, {"connections", connections}});
        }
    }

    /// Calls that begin from now on go by them.
    void use(gateway::Settings settings) {
        has_classifier_ = settings.classifier.has_value();
        gateway_settings_.store(std::make_shared<const gateway::Settings>(std::move(settings)));
    }

    const ServeOptions options_;
    std::mutex reload_;
    std::atomic<bool> has_classifier_ = false;
    SystemClock clock_;
    SystemRandom random_;
    obs::Logger logger_;
    SpareRsaKey new_keys_;
    RsaKeyring keyring_{new_keys_};
    Data data_;
    std::optional<auth::SessionTokens> sessions_;
    wire::Router router_ = make_router();
    SnapshotCell<gateway::Settings> gateway_settings_;
    std::unique_ptr<journal::Journal> journal_;
    std::unique_ptr<engine::Engine> engine_;
    std::optional<engine::History> history_;
    api::decisions::Comparisons comparisons_;
    std::unique_ptr<quota::Ledger> quotas_;
    obs::Metrics metrics_;
    std::unique_ptr<meter::Meter> meter_;
    std::unique_ptr<Vitals> vitals_;
    std::optional<Probes> probes_;
    std::unique_ptr<gateway::TraceExport> traces_;
    std::optional<invocations::Log> invocations_;
    std::optional<gateway::ScanPool> scans_;
    std::unique_ptr<api::Services> services_;
    std::unique_ptr<api::Dispatcher> dispatcher_;
    std::unique_ptr<Shared> shared_;
    std::unique_ptr<net::Server> http_;
    std::unique_ptr<QuotaSweep> quota_sweep_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(ServeOptions options) {
    auto server = std::make_unique<RunningServer>(std::move(options));
    LICET_TRY_VOID(server->start());
    return std::unique_ptr<Server>{std::move(server)};
}

}  // namespace licet::server
