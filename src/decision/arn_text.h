// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/check.h"

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace licet::decision {

/// An ARN put together without allocation.
class ArnText {
public:
    /// Room for the ARN of any model or profile.
    static constexpr std::size_t kBytesMax = 768;

    void set(std::initializer_list<std::string_view> parts) {
        size_ = 0;
        for (const auto part : parts) {
            LICET_CHECK(part.size() <= kBytesMax - size_);
            part.copy(bytes_.data() + size_, part.size());
            size_ += part.size();
        }
    }
    std::string_view text() const { return {bytes_.data(), size_}; }

private:
    std::array<char, kBytesMax> bytes_;
    std::size_t size_ = 0;
};

}  // namespace licet::decision
