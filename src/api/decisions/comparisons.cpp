// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/comparisons.h"

#include <algorithm>

namespace licet::api::decisions {

std::shared_ptr<const Comparison> Comparisons::find(AccountId caller, std::string_view key) {
    const std::lock_guard lock{mutex_};
    const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) {
        return kept.caller == caller && kept.key == key;
    });
    if (found == kept_.end()) {
        return nullptr;
    }
    kept_.splice(kept_.begin(), kept_, found);
    return found->comparison;
}

void Comparisons::keep(AccountId caller, std::string key,
                       std::shared_ptr<const Comparison> comparison) {
    const std::lock_guard lock{mutex_};
    kept_.remove_if([&](const Kept& kept) { return kept.caller == caller; });
    if (kept_.size() == kKeptMax) {
        kept_.pop_back();
    }
    kept_.push_front({caller, std::move(key), std::move(comparison)});
}

}  // namespace licet::api::decisions
