// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace licet::decision {

/// A vector that grows, in chunks that copies share; a chunk is copied when it is written. Const
/// access is thread-safe, also while the vector that a copy was made from is changed.
template <typename T>
class SharedVector {
public:
    SharedVector() = default;
    /// From now on both copy what they change.
    SharedVector(SharedVector& other) : chunks_{other.chunks_}, generation_{++other.generation_} {}
    SharedVector(SharedVector&&) noexcept = default;
    SharedVector& operator=(SharedVector&&) noexcept = default;

    /// What was set, or a default value. Requires has().
    const T& operator[](std::size_t place) const {
        return chunks_[place / kChunk]->items[place % kChunk];
    }

    /// Whether operator[] may be asked.
    bool has(std::size_t place) const { return place / kChunk < chunks_.size(); }

    void set(std::size_t place, T value) {
        while (chunks_.size() <= place / kChunk) {
            chunks_.push_back(std::make_shared<Chunk>());
        }
        auto& chunk = chunks_[place / kChunk];
        if (chunk->generation != generation_) {
            chunk = std::make_shared<Chunk>(*chunk);
            chunk->generation = generation_;
        }
        chunk->items[place % kChunk] = std::move(value);
    }

private:
    static constexpr std::size_t kChunk = 64;
    struct Chunk {
        std::array<T, kChunk> items{};
        std::uint64_t generation = 0;
    };

    std::vector<std::shared_ptr<Chunk>> chunks_;
    std::uint64_t generation_ = 1;
};

}  // namespace licet::decision
