// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace licet::decision {

/// A hash table in parts that copies share; a part is copied when it is written. Copying the table
/// costs a pointer for 64 parts, changing a row after that copies one part of 64 to 256 rows.
///
/// A Row is default-made empty and has `empty()`, `hash()`, spread over all 64 bits, and
/// `same_as(row)`, which says whether both cannot be in the table at once. Const access is
/// thread-safe, also while the table that a copy was made from is changed.
template <typename Row>
class ShardTable {
public:
    ShardTable() = default;
    /// From now on both copy what they change.
    ShardTable(ShardTable& other)
        : branches_{other.branches_},
          bits_{other.bits_},
          size_{other.size_},
          generation_{++other.generation_} {}
    ShardTable(ShardTable&&) noexcept = default;
    ShardTable& operator=(ShardTable&&) noexcept = default;

    /// Shows `visit` the rows with this hash, others perhaps among them, until it returns true.
    template <typename Visit>
    void visit(std::uint64_t hash, Visit visit) const {
        if (branches_.empty()) {
            return;
        }
        const Leaf& leaf = leaf_of(hash);
        const Row* rows = leaf.rows.get();
        if (rows == nullptr) {
            return;
        }
        for (auto at = home(hash, leaf); !rows[at].empty(); at = after(at, leaf)) {
            if (visit(rows[at])) {
                return;
            }
        }
    }

    /// The row with this hash that `is_it` accepts, or null. Valid until this table is changed.
    template <typename IsIt>
    const Row* find(std::uint64_t hash, IsIt is_it) const {
        const Row* found = nullptr;
        visit(hash, [&](const Row& row) {
            found = is_it(row) ? &row : nullptr;
            return found != nullptr;
        });
        return found;
    }

    /// Puts the row in place of the one that is the same, or adds it.
    void set(Row row) {
        reserve(size_ + 1);
        Leaf& leaf = writable(row.hash());
        make_room(leaf);
        size_ += put(leaf, std::move(row)) ? 1 : 0;
    }

    /// Takes out the row that is the same as this one, if there is one.
    void erase(const Row& like) {
        const auto hash = like.hash();
        if (find(hash, [&](const Row& row) { return row.same_as(like); }) == nullptr) {
            return;
        }
        Leaf& leaf = writable(hash);
        auto hole = home(hash, leaf);
        while (!leaf.rows[hole].same_as(like)) {
            hole = after(hole, leaf);
        }
        close(leaf, hole);
        --size_;
    }

    /// Fills an empty table. No part is larger than it must be.
    void fill(std::vector<Row> rows) {
        reserve(rows.size());
        std::vector<std::uint32_t> counts(std::size_t{1} << bits_);
        for (const Row& row : rows) {
            ++counts[part_of(row.hash())];
        }
        for (Row& row : rows) {
            const auto hash = row.hash();
            Leaf& leaf = writable(hash);
            if (leaf.rows == nullptr) {
                allocate(leaf, roomy(counts[part_of(hash)]));
            }
            size_ += put(leaf, std::move(row)) ? 1 : 0;
        }
    }

    template <typename Visit>
    void for_each(Visit visit) const {
        for (const auto& branch : branches_) {
            for (const Leaf& leaf : branch->leaves) {
                for (std::uint32_t at = 0; at < leaf.capacity; ++at) {
                    if (!leaf.rows[at].empty()) {
                        visit(leaf.rows[at]);
                    }
                }
            }
        }
    }

    std::size_t size() const { return size_; }

private:
    static constexpr std::size_t kFanBits = 6;
    static constexpr std::size_t kFan = std::size_t{1} << kFanBits;
    static constexpr std::size_t kBitsMax = 12;  // parts: 4,096
    static constexpr std::size_t kRowsInPart = 128;

    struct Leaf {
        std::shared_ptr<Row[]> rows;  // at least one of them empty
        std::uint32_t capacity = 0;
        std::uint32_t used = 0;
        std::uint64_t generation = 0;
    };
    struct Branch {
        std::array<Leaf, kFan> leaves;
        std::uint64_t generation = 0;
    };

    std::size_t part_of(std::uint64_t hash) const {
        return static_cast<std::size_t>((hash >> 1) >> (63 - bits_));
    }
    const Leaf& leaf_of(std::uint64_t hash) const {
        const auto part = part_of(hash);
        return branches_[part >> kFanBits]->leaves[part & (kFan - 1)];
    }
    /// Where a row of that hash belongs.
    static std::uint32_t home(std::uint64_t hash, const Leaf& leaf) {
        return static_cast<std::uint32_t>(((hash & 0xffffffffU) * leaf.capacity) >> 32);
    }
    static std::uint32_t after(std::uint32_t at, const Leaf& leaf) {
        return ++at == leaf.capacity ? 0 : at;
    }
    /// The capacity for so many rows: three fifths full.
    static std::uint32_t roomy(std::uint32_t rows) { return rows + rows * 2 / 3 + 1; }

    void allocate(Leaf& leaf, std::uint32_t capacity) {
        leaf.rows = std::make_shared<Row[]>(capacity);
        leaf.capacity = capacity;
        leaf.used = 0;
        leaf.generation = generation_;
    }

    /// Makes room for one more row.
    void make_room(Leaf& leaf) {
        if (leaf.rows == nullptr) {
            allocate(leaf, 2);
        } else if ((leaf.used + 1) * 4 > leaf.capacity * 3) {
            Leaf larger;
            allocate(larger, roomy(leaf.used + leaf.used / 4 + 1));
            for (std::uint32_t at = 0; at < leaf.capacity; ++at) {
                if (!leaf.rows[at].empty()) {
                    put(larger, std::move(leaf.rows[at]));
                }
            }
            leaf = std::move(larger);
        }
    }

    /// @return whether it is an additional row.
    static bool put(Leaf& leaf, Row row) {
        auto at = home(row.hash(), leaf);
        while (!leaf.rows[at].empty() && !leaf.rows[at].same_as(row)) {
            at = after(at, leaf);
        }
        const bool added = leaf.rows[at].empty();
        leaf.rows[at] = std::move(row);
        leaf.used += added ? 1 : 0;
        return added;
    }

    /// Moves the rows behind a hole up, so that each is still found from its home.
    static void close(Leaf& leaf, std::uint32_t hole) {
        for (auto at = after(hole, leaf); !leaf.rows[at].empty(); at = after(at, leaf)) {
            const auto wanted = home(leaf.rows[at].hash(), leaf);
            const bool reaches =
                hole <= at ? wanted <= hole || wanted > at : wanted <= hole && wanted > at;
            if (reaches) {
                leaf.rows[hole] = std::move(leaf.rows[at]);
                hole = at;
            }
        }
        leaf.rows[hole] = Row{};
        --leaf.used;
    }

    /// Makes more parts when those there are would be too large.
    void reserve(std::size_t rows) {
        auto bits = bits_;
        while (bits < kBitsMax && rows > kRowsInPart << bits) {
            bits += kFanBits / 2;
        }
        if (branches_.empty() || bits != bits_) {
            ShardTable more;
            more.bits_ = bits;
            more.generation_ = generation_;
            more.branches_.resize(std::max(std::size_t{1}, (std::size_t{1} << bits) >> kFanBits));
            for (auto& branch : more.branches_) {
                branch = std::make_shared<Branch>();
                branch->generation = generation_;
            }
            for_each([&](const Row& row) { more.set(row); });
            *this = std::move(more);
        }
    }

    /// What a copy may share is of an older generation.
    Leaf& writable(std::uint64_t hash) {
        const auto part = part_of(hash);
        auto& branch = branches_[part >> kFanBits];
        if (branch->generation != generation_) {
            branch = std::make_shared<Branch>(*branch);
            branch->generation = generation_;
        }
        Leaf& leaf = branch->leaves[part & (kFan - 1)];
        if (leaf.generation != generation_ && leaf.rows != nullptr) {
            Leaf copy;
            allocate(copy, leaf.capacity);
            std::copy_n(leaf.rows.get(), leaf.capacity, copy.rows.get());
            copy.used = leaf.used;
            leaf = std::move(copy);
        }
        return leaf;
    }

    std::vector<std::shared_ptr<Branch>> branches_;
    std::size_t bits_ = 0;  // of a hash: they name the part
    std::size_t size_ = 0;
    std::uint64_t generation_ = 1;
};

}  // namespace licet::decision
