// SPDX-License-Identifier: Apache-2.0
#include "base/rsa_key_source.h"

#include <utility>

namespace licet {

SpareRsaKey::SpareRsaKey() : maker_{[this] { make(); }} {}

std::optional<RsaKey> SpareRsaKey::try_take() {
    const std::lock_guard lock{mutex_};
    changed_.notify_all();
    return std::exchange(spare_, std::nullopt);
}

void SpareRsaKey::when_spare(std::function<void()> ready) {
    {
        const std::lock_guard lock{mutex_};
        if (!spare_ && !stopping_ && waiting_.size() < kWaitingMax) {
            waiting_.push_back(std::move(ready));
            return;
        }
    }
    ready();
}

void SpareRsaKey::close() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    if (maker_.joinable()) {
        maker_.join();
    }
    for (const auto& ready : std::exchange(waiting_, {})) {
        ready();
    }
}

void SpareRsaKey::make() {
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        lock.unlock();
        auto key = RsaKey::generate(stopping_);
        lock.lock();
        if (!key) {
            continue;
        }
        spare_ = std::move(key);
        const auto waiting = std::exchange(waiting_, {});
        lock.unlock();
        for (const auto& ready : waiting) {
            ready();
        }
        lock.lock();
        changed_.wait(lock, [this] { return stopping_ || !spare_; });
    }
}

}  // namespace licet
