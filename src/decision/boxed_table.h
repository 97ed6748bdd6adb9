// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/shard_table.h"
#include "decision/text_hash.h"
#include "model/grant/grant_id.h"

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace licet::decision {

inline std::uint64_t hash_of(AccountId account) {
    return spread_lightly(account.number);
}
inline std::uint64_t hash_of(const model::GrantId& grant, AccountId account = {}) {
    std::uint64_t own = 0;
    std::memcpy(&own, grant.id.bytes.data(), sizeof own);
    return spread(own ^ (account.number << 20));
}

inline std::uint64_t hash_of(const std::pair<AccountId, std::string_view>& key) {
    return hash_of(key.second) ^ hash_of(key.first);
}

/// A row of its own allocation, found by its `key()`: for what is large, or seldom asked about.
template <typename Value>
class Boxed {
public:
    Boxed() = default;
    explicit Boxed(std::shared_ptr<const Value> value)
        : value_{std::move(value)}, hash_{hash_of(value_->key())} {}

    const Value* value() const { return value_.get(); }
    /// Whether it is the row of that key. Others are told by the hash, without a look at them.
    template <typename Key>
    bool is(std::uint64_t hash, const Key& key) const {
        return hash == hash_ && value_->key() == key;
    }

    bool empty() const { return value_ == nullptr; }
    std::uint64_t hash() const { return hash_; }
    bool same_as(const Boxed& other) const {
        return !empty() && !other.empty() && is(other.hash_, other.value_->key());
    }

private:
    std::shared_ptr<const Value> value_ = {};
    std::uint64_t hash_ = 0;
};
template <typename Value>
using BoxedTable = ShardTable<Boxed<Value>>;

/// The value with that key, or null.
template <typename Value, typename Key>
const Value* find_in(const BoxedTable<Value>& table, const Key& key) {
    const auto hash = hash_of(key);
    const auto* row = table.find(hash, [&](const auto& one) { return one.is(hash, key); });
    return row == nullptr ? nullptr : row->value();
}
template <typename Value>
void set_in(BoxedTable<Value>& table, Value value) {
    table.set(Boxed<Value>{std::make_shared<const Value>(std::move(value))});
}
template <typename Value, typename Key>
void erase_from(BoxedTable<Value>& table, const Key& key) {
    const auto hash = hash_of(key);
    const auto* row = table.find(hash, [&](const auto& one) { return one.is(hash, key); });
    if (row != nullptr) {
        table.erase(Boxed<Value>{*row});
    }
}

}  // namespace licet::decision
