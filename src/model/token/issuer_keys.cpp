// SPDX-License-Identifier: Apache-2.0
#include "model/token/issuer_keys.h"

#include <algorithm>

namespace licet::model {

void IssuerKeys::rebuild_indexes() {
    by_account.clear();
    for (const auto& [id, key] : keys) {
        by_account[key.account].insert(id);
    }
}

const IssuerKey* find_issuer_key(const IssuerKeys& state, std::string_view id) {
    const auto found = state.keys.find(id);
    return found == state.keys.end() ? nullptr : &found->second;
}

std::vector<NamedIssuerKey> issuer_keys_of(const IssuerKeys& state, AccountId account) {
    std::vector<NamedIssuerKey> keys;
    const auto ids = state.by_account.find(account);
    if (ids == state.by_account.end()) {
        return keys;
    }
    for (const auto& id : ids->second) {
        keys.push_back({id, &state.keys.at(id)});
    }
    std::stable_sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) {
        return a.key->created_at > b.key->created_at;
    });
    return keys;
}

}  // namespace licet::model
