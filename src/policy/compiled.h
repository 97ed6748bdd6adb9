// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/protection.h"
#include "policy/condition.h"
#include "policy/document.h"
#include "policy/pattern.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace licet::policy {

enum class Effect : std::uint8_t { allow, deny };

/// Patterns, of which one must match; or none, where the element is the one that starts with Not.
struct Matches {
    bool negated = false;
    std::vector<Pattern> patterns;

    bool is_negated() const { return negated && LICET_PROTECTED(negated_element); }

    bool hold(std::string_view text, const Context& context) const {
        for (const auto& pattern : patterns) {
            if (pattern.matches(text, context)) {
                return !is_negated();
            }
        }
        return is_negated();
    }
};

struct Statement {
    std::string sid;
    Effect effect = Effect::allow;
    Matches actions;
    Matches resources;
    std::vector<Condition> conditions;  ///< all must hold; cheap ones first
};

/// The statements of each known action, so that evaluate() compares no action's text. Most actions
/// have the same ones, so that equal lists are held once.
struct ActionIndex {
    struct Range {
        std::uint32_t begin, end;  ///< in `order`
    };
    std::vector<std::uint16_t> range_of;  ///< by action number: its place in `ranges`
    std::vector<Range> ranges;
    std::vector<std::uint16_t> order;  ///< statements: denying ones first, then as written

    std::span<const std::uint16_t> of(std::uint16_t action) const {
        const auto range = ranges[range_of[action]];
        return std::span{order}.subspan(range.begin, range.end - range.begin);
    }
};

class Document {
public:
    std::string text;
    std::vector<Statement> statements;
    ActionIndex index;
    std::vector<std::uint16_t> order;  ///< all statements, denying ones first
    bool depends_on_region = false;
};

/// Fills what follows from the statements. O(statements * known actions).
void finish(Document& document);

}  // namespace licet::policy
