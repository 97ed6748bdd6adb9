// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guardrail/guardrail.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace licet::guardrail {

inline constexpr Actions kBlock{Action::block, Action::block};
inline constexpr Actions kMask{Action::anonymize, Action::anonymize};
inline constexpr Actions kTell{Action::none, Action::none};

inline GuardrailPtr compiled(const Rules& rules) {
    auto made = Guardrail::compile(rules);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    return *std::move(made);
}

inline Verdict scan_one(const GuardrailPtr& guardrail, std::string_view text) {
    return scan({&guardrail, 1}, Source::output, text);
}

/// The matches of one rule.
inline std::vector<std::string> matches(const Rules& rules, std::string_view text) {
    std::vector<std::string> found;
    for (auto& finding : scan_one(compiled(rules), text).findings) {
        found.push_back(std::move(finding.match));
    }
    return found;
}

/// What a stream of these pieces lets out.
inline std::string stream_out(const GuardrailPtr& guardrail,
                              const std::vector<std::string_view>& pieces,
                              bool* blocked = nullptr) {
    StreamScanner scanner{{guardrail}, Source::output};
    std::string out;
    for (const auto piece : pieces) {
        scanner.write(piece, out);
    }
    scanner.finish(out);
    if (blocked != nullptr) {
        *blocked = scanner.blocked();
    }
    return out;
}

}  // namespace licet::guardrail
