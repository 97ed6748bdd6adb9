// SPDX-License-Identifier: Apache-2.0
#include "journal/backward_lines.h"

#include <algorithm>

namespace licet::journal {
namespace {

constexpr std::uint64_t kBlockBytes = 64U << 10;

}  // namespace

Result<std::uint64_t> end_of_lines(const File& file) {
    LICET_TRY(auto end, file.size());
    while (end > 0) {
        const std::uint64_t size = std::min(end, kBlockBytes);
        LICET_TRY(const auto block, file.read_at(end - size, size));
        if (const auto at = block.rfind('\n'); at != std::string::npos) {
            return end - size + at + 1;
        }
        end -= size;
    }
    return end;
}

Result<bool> BackwardLines::next() {
    if (end_ == 0) {
        return false;
    }
    while (true) {
        const auto held = static_cast<std::size_t>(end_ - buffer_at_);
        // The line's own line feed is at held - 1; the one before it ends the line before.
        const auto before = held < 2 ? std::string::npos : buffer_.rfind('\n', held - 2);
        if (before != std::string::npos || (buffer_at_ == 0 && held > 0)) {
            const std::size_t begin = before == std::string::npos ? 0 : before + 1;
            line_ = std::string_view{buffer_}.substr(begin, held - 1 - begin);
            end_ = buffer_at_ + begin;
            return true;
        }
        const std::uint64_t size = std::min(kBlockBytes, buffer_at_);
        LICET_TRY(auto block, file_.read_at(buffer_at_ - size, size));
        if (block.size() != size) {
            return Error{ErrorKind::internal,
                         "`" + file_.path().string() + "` became shorter while it was read"};
        }
        buffer_.resize(held);
        buffer_.insert(0, block);
        buffer_at_ -= size;
    }
}

}  // namespace licet::journal
