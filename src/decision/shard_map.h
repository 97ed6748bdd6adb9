// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace licet::decision {

/// Which part of a ShardMap a key belongs to; overloaded for keys that must stand together.
template <typename K>
std::size_t shard_hash(const K& key) {
    return std::hash<K>{}(key);
}

/// An ordered map in 4,096 parts that are shared between copies and copied when written. Copying
/// the map costs 64 pointers; changing one key after that copies one part. A value: const access is
/// thread-safe, and a copy is independent of the original.
template <typename K, typename V>
class ShardMap {
public:
    using Item = std::pair<K, V>;
    using Leaf = std::vector<Item>;  // sorted by key

    /// The value of `key`, or null. Valid until this map is changed or destroyed.
    template <typename Q>
    const V* find(const Q& key) const {
        const Leaf* leaf = leaf_of(shard_hash(key));
        if (leaf == nullptr) {
            return nullptr;
        }
        const auto place = lower_bound(*leaf, key);
        return place != leaf->end() && place->first == key ? &place->second : nullptr;
    }

    /// The items from `first` on that share its shard_hash, in order.
    std::pair<const Item*, const Item*> from(const K& first) const {
        const Leaf* leaf = leaf_of(shard_hash(first));
        if (leaf == nullptr) {
            return {nullptr, nullptr};
        }
        const auto place = lower_bound(*leaf, first);
        return {leaf->data() + (place - leaf->begin()), leaf->data() + leaf->size()};
    }

    void set(const K& key, V value) {
        Leaf& leaf = writable(shard_hash(key));
        const auto place = lower_bound(leaf, key);
        if (place != leaf.end() && place->first == key) {
            place->second = std::move(value);
        } else {
            leaf.insert(place, Item{key, std::move(value)});
            ++size_;
        }
    }

    /// Fills an empty map; keys must differ. No part is larger than it must be.
    void fill(std::vector<Item> items) {
        std::array<std::size_t, kFan * kFan> counts{};
        for (const Item& item : items) {
            ++counts[part_of(shard_hash(item.first))];
        }
        for (Item& item : items) {
            const std::size_t hash = shard_hash(item.first);
            Leaf& leaf = writable(hash);
            leaf.reserve(counts[part_of(hash)]);
            leaf.push_back(std::move(item));
        }
        for (const auto& branch : branches_) {
            for (std::size_t i = 0; branch && i < kFan; ++i) {
                if (const auto& leaf = branch->leaves[i]) {
                    std::sort(leaf->begin(), leaf->end(),
                              [](const Item& a, const Item& b) { return a.first < b.first; });
                }
            }
        }
        size_ = items.size();
    }

    void erase(const K& key) {
        if (find(key) == nullptr) {
            return;
        }
        Leaf& leaf = writable(shard_hash(key));
        leaf.erase(lower_bound(leaf, key));
        --size_;
    }

    std::size_t size() const { return size_; }

private:
    static constexpr std::size_t kFan = 64;
    struct Branch {
        std::array<std::shared_ptr<Leaf>, kFan> leaves;
    };

    /// Spreads weak hashes over all parts.
    static std::size_t part_of(std::size_t hash) { return (hash * 0x9e3779b97f4a7c15U) >> 52; }

    template <typename L, typename Q>
    static auto lower_bound(L& leaf, const Q& key) {
        return std::lower_bound(
            leaf.begin(), leaf.end(), key,
            [](const Item& item, const Q& wanted) { return item.first < wanted; });
    }

    const Leaf* leaf_of(std::size_t hash) const {
        const std::size_t part = part_of(hash);
        const auto& branch = branches_[part / kFan];
        return branch ? branch->leaves[part % kFan].get() : nullptr;
    }

    // A use count of one means that no other map shares it; others can only be copies made by this
    // thread.
    Leaf& writable(std::size_t hash) {
        const std::size_t part = part_of(hash);
        auto& branch = branches_[part / kFan];
        if (!branch || branch.use_count() > 1) {
            branch = branch ? std::make_shared<Branch>(*branch) : std::make_shared<Branch>();
        }
        auto& leaf = branch->leaves[part % kFan];
        if (!leaf || leaf.use_count() > 1) {
            leaf = leaf ? std::make_shared<Leaf>(*leaf) : std::make_shared<Leaf>();
        }
        return *leaf;
    }

    std::array<std::shared_ptr<Branch>, kFan> branches_;
    std::size_t size_ = 0;
};

}  // namespace licet::decision
