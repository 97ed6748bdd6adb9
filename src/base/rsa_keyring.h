// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/rsa_key_source.h"

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace licet {

/// The private keys used last, opened, by a name of the caller's; and where new ones come from. To
/// open a key takes as long as to sign twice. Thread-safe.
class RsaKeyring {
public:
    /// The one unused longest makes room.
    static constexpr std::size_t kOpenMax = 64;

    /// @param source outlives this.
    explicit RsaKeyring(RsaKeySource& source) : source_{source} {}

    std::optional<RsaKey> find(std::string_view name);
    void keep(std::string_view name, const RsaKey& key);

    /// A new key, kept under the name from now on: who fails to make use of it gets it again.
    /// Never waits: none where none is ready.
    std::optional<RsaKey> find_or_take(std::string_view name);
    /// As RsaKeySource::when_spare().
    void when_spare(std::function<void()> ready) { source_.when_spare(std::move(ready)); }

private:
    RsaKeySource& source_;
    std::mutex mutex_;
    std::vector<std::pair<std::string, RsaKey>> open_;  // guarded by mutex_; the latest used first
};

}  // namespace licet
