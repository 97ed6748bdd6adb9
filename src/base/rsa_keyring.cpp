// SPDX-License-Identifier: Apache-2.0
#include "base/rsa_keyring.h"

#include <algorithm>

namespace licet {

std::optional<RsaKey> RsaKeyring::find(std::string_view name) {
    const std::lock_guard lock{mutex_};
    const auto found = std::find_if(open_.begin(), open_.end(),
                                    [&](const auto& open) { return open.first == name; });
    if (found == open_.end()) {
        return std::nullopt;
    }
    std::rotate(open_.begin(), found, found + 1);
    return open_.front().second;
}

void RsaKeyring::keep(std::string_view name, const RsaKey& key) {
    const std::lock_guard lock{mutex_};
    std::erase_if(open_, [&](const auto& open) { return open.first == name; });
    if (open_.size() == kOpenMax) {
        open_.pop_back();
    }
    open_.emplace(open_.begin(), name, key);
}

std::optional<RsaKey> RsaKeyring::find_or_take(std::string_view name) {
    auto key = find(name);
    if (!key) {
        key = source_.try_take();
        if (key) {
            keep(name, *key);
        }
    }
    return key;
}

}  // namespace licet
