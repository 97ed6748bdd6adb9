// SPDX-License-Identifier: Apache-2.0
#include "policy/library.h"

#include "base/check.h"

#include <algorithm>

namespace licet::policy {

DocumentPtr Library::get(const std::string& text, Grammar grammar) {
    auto& known = documents_[{grammar, text}];
    if (auto document = known.lock()) {
        return document;
    }
    auto compiled = compile(text, grammar);
    LICET_CHECK(compiled.ok());
    known = *compiled;
    if (documents_.size() >= sweep_at_) {
        std::erase_if(documents_, [](const auto& entry) { return entry.second.expired(); });
        constexpr std::size_t kSweepAtLeast = 64;
        sweep_at_ = std::max(kSweepAtLeast, documents_.size() * 2);
    }
    return *std::move(compiled);
}

}  // namespace licet::policy
