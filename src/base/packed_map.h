// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>
#include <vector>

namespace licet {

/// An ordered map for very many small values: a fifth to a half of what std::map takes for them.
///
/// Items stand sorted in blocks; the first key of each block stands apart, so that a look-up
/// touches few cache lines. Finding is O(log n); inserting and erasing move the items of one block
/// and, rarely, the list of blocks. Filled in key order, all blocks are full. Inserting and erasing
/// invalidate iterators and references. A value.
template <typename K, typename V>
class PackedMap {
public:
    using key_type = K;
    using mapped_type = V;
    using value_type = std::pair<K, V>;

    template <typename Map, typename Item>
    class Iterator {
    public:
        Iterator(Map* map, std::size_t block, std::size_t place)
            : map_{map}, block_{block}, place_{place} {}
        Item& operator*() const { return map_->blocks_[block_][place_]; }
        Item* operator->() const { return &**this; }
        Iterator& operator++() {
            if (++place_ == map_->blocks_[block_].size()) {
                ++block_;
                place_ = 0;
            }
            return *this;
        }
        bool operator==(const Iterator& other) const {
            return block_ == other.block_ && place_ == other.place_;
        }

    private:
        Map* map_;
        std::size_t block_;
        std::size_t place_;
    };
    using iterator = Iterator<PackedMap, value_type>;
    using const_iterator = Iterator<const PackedMap, const value_type>;

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    iterator begin() { return {this, 0, 0}; }
    iterator end() { return {this, blocks_.size(), 0}; }
    const_iterator begin() const { return {this, 0, 0}; }
    const_iterator end() const { return {this, blocks_.size(), 0}; }

    const_iterator find(const K& key) const {
        const auto [block, place] = place_of(key);
        return holds(block, place, key) ? const_iterator{this, block, place} : end();
    }

    /// The first item whose key is not before `key`.
    const_iterator lower_bound(const K& key) const {
        const auto [block, place] = place_of(key);
        const bool past = block < blocks_.size() && place == blocks_[block].size();
        return past ? const_iterator{this, block + 1, 0} : const_iterator{this, block, place};
    }

    /// Whether there was such an item.
    bool erase(const K& key) {
        const auto [block, place] = place_of(key);
        if (!holds(block, place, key)) {
            return false;
        }
        --size_;
        auto& items = blocks_[block];
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(place));
        if (items.empty()) {
            remove_block(block);
            return true;
        }
        if (place == 0) {
            first_keys_[block] = items.front().first;
        }
        merge_if_small(block);
        if (block > 0) {
            merge_if_small(block - 1);
        }
        return true;
    }

    /// The value of `key`, made by default when there is none.
    V& operator[](const K& key) { return try_emplace(end(), key)->second; }

    /// As std::map's; the hint is not needed.
    iterator try_emplace(iterator, K key) {
        auto [block, place] = place_of(key);
        if (holds(block, place, key)) {
            return {this, block, place};
        }
        ++size_;
        if (blocks_.empty() || blocks_[block].size() == kBlockMax) {
            std::tie(block, place) = make_room(block, place);
        }
        auto& items = blocks_[block];
        const auto at = items.begin() + static_cast<std::ptrdiff_t>(place);
        items.emplace(at, std::move(key), V{});
        if (place == 0) {
            first_keys_[block] = items.front().first;
        }
        return {this, block, place};
    }

private:
    static constexpr std::size_t kBlockMax = 64;
    using Block = std::vector<value_type>;

    /// The block in which the key is or belongs, and its place there.
    std::pair<std::size_t, std::size_t> place_of(const K& key) const {
        if (blocks_.empty()) {
            return {0, 0};
        }
        const auto after = std::upper_bound(first_keys_.begin(), first_keys_.end(), key);
        const auto block =
            static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - first_keys_.begin() - 1, 0));
        const Block& items = blocks_[block];
        const auto place =
            std::lower_bound(items.begin(), items.end(), key,
                             [](const value_type& item, const K& k) { return item.first < k; });
        return {block, static_cast<std::size_t>(place - items.begin())};
    }

    bool holds(std::size_t block, std::size_t place, const K& key) const {
        return block < blocks_.size() && place < blocks_[block].size() &&
               blocks_[block][place].first == key;
    }

    /// Splits a full block: in half, or, when the new item goes to the very end, behind it.
    /// @return where the new item goes.
    std::pair<std::size_t, std::size_t> make_room(std::size_t block, std::size_t place) {
        if (blocks_.empty() || (block + 1 == blocks_.size() && place == kBlockMax)) {
            blocks_.emplace_back().reserve(kBlockMax);
            first_keys_.emplace_back();
            return {blocks_.size() - 1, 0};
        }
        constexpr std::size_t kHalf = kBlockMax / 2;
        Block upper;
        upper.reserve(kBlockMax);
        auto& lower = blocks_[block];
        const auto middle = lower.begin() + static_cast<std::ptrdiff_t>(kHalf);
        upper.insert(upper.end(), std::move_iterator{middle}, std::move_iterator{lower.end()});
        lower.erase(middle, lower.end());
        const auto after = static_cast<std::ptrdiff_t>(block + 1);
        first_keys_.insert(first_keys_.begin() + after, upper.front().first);
        blocks_.insert(blocks_.begin() + after, std::move(upper));
        return place <= kHalf ? std::pair{block, place} : std::pair{block + 1, place - kHalf};
    }

    void remove_block(std::size_t block) {
        blocks_.erase(blocks_.begin() + static_cast<std::ptrdiff_t>(block));
        first_keys_.erase(first_keys_.begin() + static_cast<std::ptrdiff_t>(block));
    }

    /// Moves the next block's items behind this one's when both together fill half a block.
    void merge_if_small(std::size_t block) {
        if (block + 1 == blocks_.size()) {
            return;
        }
        auto& lower = blocks_[block];
        auto& upper = blocks_[block + 1];
        if (lower.size() + upper.size() <= kBlockMax / 2) {
            lower.insert(lower.end(), std::move_iterator{upper.begin()},
                         std::move_iterator{upper.end()});
            remove_block(block + 1);
        }
    }

    std::vector<K> first_keys_;  // of blocks_
    std::vector<Block> blocks_;  // none empty
    std::size_t size_ = 0;
};

}  // namespace licet
