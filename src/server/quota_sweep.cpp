// SPDX-License-Identifier: Apache-2.0
#include "server/quota_sweep.h"

#include "model/grant/listing.h"
#include "model/grant/rules.h"
#include "model/license/quotas.h"

#include <atomic>
#include <chrono>

namespace licet::server {
namespace {

constexpr std::chrono::seconds kEvery{1};

model::Quotas quotas_of_license(const model::State& state, std::string_view text) {
    const auto id = Id128::parse(text);
    const auto* const license = id.ok() ? model::find_license(state.license, *id) : nullptr;
    return license == nullptr || model::is_deleted(*license)
               ? nullptr
               : model::quotas_of(*id, model::current(*license));
}

model::Quotas quotas_of_grant(const model::State& state, std::string_view text) {
    const auto id = model::GrantId::parse(text);
    const auto view = id.ok() ? model::find_view(state, *id) : std::nullopt;
    if (!view || model::is_terminal(view->at.status)) {
        return nullptr;
    }
    const auto details = state.grant.details.find(*id);
    const bool scoped = details != state.grant.details.end() && details->second.scope;
    return scoped ? details->second.scope->quotas : nullptr;
}

class Sweep final : public engine::Task {
public:
    Sweep(quota::Ledger& ledger, std::shared_ptr<std::atomic<bool>> under_way)
        : ledger_{ledger}, under_way_{std::move(under_way)} {}

    const engine::Origin& origin() const override { return origin_; }
    Result<void> run(engine::Transaction& transaction) override {
        const auto& state = transaction.state();
        ledger_.sweep(
            [&](std::string_view grant, std::string_view license) {
                return grant.empty() ? quotas_of_license(state, license)
                                     : quotas_of_grant(state, grant);
            },
            transaction.context().now);
        return {};
    }
    void done(const engine::Outcome& /*outcome*/) override { *under_way_ = false; }

private:
    engine::Origin origin_;
    quota::Ledger& ledger_;
    std::shared_ptr<std::atomic<bool>> under_way_;
};

}  // namespace

QuotaSweep::QuotaSweep(engine::Engine& engine, quota::Ledger& ledger)
    : engine_{engine}, ledger_{ledger}, thread_{[this] { run(); }} {}

QuotaSweep::~QuotaSweep() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void QuotaSweep::run() {
    const auto under_way = std::make_shared<std::atomic<bool>>(false);
    std::unique_lock lock{mutex_};
    while (!wake_.wait_for(lock, kEvery, [this] { return stop_; })) {
        if (ledger_.counters() != 0 && !under_way->exchange(true)) {
            engine_.submit(std::make_unique<Sweep>(ledger_, under_way));
        }
    }
}

}  // namespace licet::server
