// SPDX-License-Identifier: Apache-2.0
#include "base/rsa_key_source.h"

#include <utility>

namespace licet {

SpareRsaKey::SpareRsaKey() : maker_{[this] { make(); }} {}

SpareRsaKey::~SpareRsaKey() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    maker_.join();
}

RsaKey SpareRsaKey::take() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return spare_.has_value(); });
    RsaKey key = *std::exchange(spare_, std::nullopt);
    changed_.notify_all();
    return key;
}

void SpareRsaKey::make() {
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        lock.unlock();
        auto key = RsaKey::generate(stopping_);
        lock.lock();
        if (key) {
            spare_ = std::move(key);
            changed_.notify_all();
        }
        changed_.wait(lock, [this] { return stopping_ || !spare_; });
    }
}

}  // namespace licet
