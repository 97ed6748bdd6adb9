// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "policy/context.h"
#include "policy/key.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::policy {

/// What stands in a text of a policy besides itself.
struct PatternSyntax {
    bool wildcards = false;  ///< `*` and `?`
    bool variables = false;  ///< `${aws:username}`: not in policies of Version 2008-10-17
    bool fold_case = false;  ///< letters match in either case
};

/// A text to compare with, taken apart once. Immutable.
class Pattern {
public:
    /// @return `invalid` for a variable that is unknown, multivalued or badly written, with a
    ///         message that starts after the path.
    static Result<Pattern> parse(std::string_view text, PatternSyntax syntax);

    /// Allocates nothing. A variable's value stands for itself: its `*` is no wildcard. A variable
    /// that has neither value nor default makes the pattern match nothing. O(pattern + text), and
    /// O(text) for each of searches() at worst.
    bool matches(std::string_view text, const Context& context) const {
        switch (shape_) {
            case Shape::any:
                return true;
            case Shape::exact:
                return text == literals_;
            case Shape::prefix:
                return text.starts_with(literals_);
            case Shape::other:
                break;
        }
        return matches_parts(text, context);
    }

    /// Whether it is `*`, which any text matches.
    bool is_any() const { return shape_ == Shape::any; }
    /// Whether it matches its source alone.
    bool is_itself() const { return shape_ == Shape::exact && literals_ == source_; }
    const std::string& source() const { return source_; }
    /// How many texts, `?` and variables stand between two of its `*`: where these match has to be
    /// searched for.
    std::size_t searches() const { return searches_; }
    /// Those of its variables, in order.
    const std::vector<KeyName>& variables() const { return names_; }

    static constexpr std::size_t kVariablesMax = 16;

private:
    enum class Kind : std::uint8_t { text, star, one, variable };
    struct Part {
        Kind kind;
        std::uint8_t variable;  // its place in names_
        bool has_default;
        std::uint32_t begin, size;  // in literals_: the text, or the variable's default
    };
    enum class Shape : std::uint8_t { any, exact, prefix, other };  // of the parts
    class Reader;
    class Matcher;

    Shape find_shape() const;
    std::size_t count_searches() const;
    std::string_view literal(const Part& part) const;
    bool matches_parts(std::string_view text, const Context& context) const;

    std::string source_;
    std::string literals_;
    std::vector<Part> parts_;
    std::vector<KeyName> names_;
    std::size_t searches_ = 0;
    Shape shape_ = Shape::other;
    bool fold_case_ = false;
};

}  // namespace licet::policy
