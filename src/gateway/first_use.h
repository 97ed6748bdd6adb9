// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.h"
#include "engine/engine.h"
#include "model/bedrock/catalogue.h"
#include "obs/logger.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace licet::gateway {

/// Has accounts subscribed that call a model without a right to it. Loop-owned.
/// Source: rule BA-10, domain.md 7.2.
class FirstUses {
public:
    using Submit = std::function<void(std::unique_ptr<engine::Task>)>;

    /// After an attempt that led to nothing the next of the same account at the same product waits
    /// so long.
    static constexpr Milliseconds kAttemptEvery{std::chrono::seconds{5}};
    /// Accounts and products whose last attempt is remembered.
    static constexpr std::size_t kRememberedMax = 4'096;

    /// @param submit hands a task to the engine; both outlive this and every task.
    FirstUses(Submit submit, obs::Logger& logger) : submit_{std::move(submit)}, logger_{logger} {}

    /// How far an attempt has come; it tells from the engine's threads.
    enum class Progress { under_way, subscribed, nothing };

    /// Has the caller's account subscribed in the background, unless that is being tried, or was
    /// just before in vain.
    void attempt(const model::Principal& caller, const model::FoundationModel& model,
                 std::string_view region, std::string_view request_id, Time now);

private:
    Submit submit_;
    obs::Logger& logger_;
    struct Last {
        Time at;
        std::shared_ptr<std::atomic<Progress>> progress;
    };
    std::map<std::pair<AccountId, std::string>, Last> attempts_;
};

}  // namespace licet::gateway
