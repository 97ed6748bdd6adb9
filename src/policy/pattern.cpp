// SPDX-License-Identifier: Apache-2.0
#include "policy/pattern.h"

#include "policy/evaluate.h"
#include "policy/letters.h"
#include "policy/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

// A pattern matches by going through its parts. After a mismatch the last `*` seen takes one more
// character; earlier ones need no other try, since the last one could take what they would.

namespace licet::policy {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::string_view kBlanks = " \t";
constexpr std::size_t kQuotedBytesMax = 128;

/// Where the character at `place` ends.
std::size_t next_character(std::string_view text, std::size_t place) {
    for (++place; place < text.size(); ++place) {
        if ((static_cast<unsigned char>(text[place]) & 0xC0U) != 0x80U) {
            break;
        }
    }
    return place;
}

std::string_view trim(std::string_view text) {
    const auto begin = text.find_first_not_of(kBlanks);
    if (begin == kNone) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

Error bad_variable(std::string_view variable, std::string_view what) {
    return {ErrorKind::invalid,
            fmt::format("the variable `{}` {}", variable.substr(0, kQuotedBytesMax), what)};
}

}  // namespace

class Pattern::Reader {
public:
    Reader(Pattern& made, PatternSyntax syntax) : made_{made}, syntax_{syntax} {}

    Result<void> read(std::string_view text) {
        while (!text.empty()) {
            if (syntax_.variables && text.starts_with("${")) {
                const auto end = text.find('}');
                if (end == kNone) {
                    return bad_variable(text, "has no closing brace");
                }
                LICET_TRY_VOID(variable(text.substr(0, end + 1)));
                text.remove_prefix(end + 1);
                continue;
            }
            if (syntax_.wildcards && (text[0] == '*' || text[0] == '?')) {
                wildcard(text[0]);
            } else {
                literal(text.substr(0, 1));
            }
            text.remove_prefix(1);
        }
        return {};
    }

private:
    void wildcard(char c) {
        const auto kind = c == '*' ? Kind::star : Kind::one;
        const bool twice =
            kind == Kind::star && !made_.parts_.empty() && made_.parts_.back().kind == Kind::star;
        if (!twice) {
            add(kind, {});
        }
    }

    void literal(std::string_view text) {
        if (made_.parts_.empty() || made_.parts_.back().kind != Kind::text) {
            add(Kind::text, {});
        }
        made_.literals_ += text;
        made_.parts_.back().size += static_cast<std::uint32_t>(text.size());
    }

    void add(Kind kind, std::string_view text) {
        made_.parts_.push_back({kind, 0, false, static_cast<std::uint32_t>(made_.literals_.size()),
                                static_cast<std::uint32_t>(text.size())});
        made_.literals_ += text;
    }

    /// @param whole `${…}`
    Result<void> variable(std::string_view whole) {
        const auto inner = whole.substr(2, whole.size() - 3);
        if (inner == "*" || inner == "?" || inner == "$") {
            literal(inner);
            return {};
        }
        const auto comma = inner.find(',');
        const auto key = find_key(trim(inner.substr(0, comma)));
        if (!key) {
            return bad_variable(whole, "names no condition key that is known here");
        }
        if (is_multivalued(key->key)) {
            return bad_variable(whole, "has several values; a variable must have one");
        }
        if (made_.names_.size() == kVariablesMax) {
            return bad_variable(whole, fmt::format("is one too many: at most {}", kVariablesMax));
        }
        std::string_view fallback;
        if (comma != kNone) {
            const auto quoted = trim(inner.substr(comma + 1));
            if (quoted.size() < 2 || quoted.front() != '\'' || quoted.back() != '\'') {
                return bad_variable(whole, "must have its default in single quotes");
            }
            fallback = quoted.substr(1, quoted.size() - 2);
        }
        add(Kind::variable, fallback);
        made_.parts_.back().has_default = comma != kNone;
        made_.parts_.back().variable = static_cast<std::uint8_t>(made_.names_.size());
        made_.names_.push_back(*key);
        return {};
    }

    Pattern& made_;
    const PatternSyntax syntax_;
};

/// One comparison of a pattern with a text.
class Pattern::Matcher {
public:
    /// @param variables the values of the pattern's variables
    Matcher(const Pattern& pattern, std::string_view text, const std::string_view* variables)
        : pattern_{pattern}, text_{text}, variables_{variables} {}

    bool run() {
        const auto& parts = pattern_.parts_;
        std::size_t part = 0;
        std::size_t place = 0;
        std::size_t star = kNone;  // the last one seen
        std::size_t resume = 0;    // where the text goes on after it
        while (true) {
            if (part == parts.size() && place == text_.size()) {
                return true;
            }
            if (part < parts.size() && parts[part].kind == Kind::star) {
                if (++part == parts.size()) {
                    return true;
                }
                if (part + 1 == parts.size() && parts[part].kind != Kind::one) {
                    return ends(parts[part], place);
                }
                star = part;
                resume = place;
            } else if (part < parts.size() && parts[part].kind == Kind::one) {
                if (place == text_.size()) {
                    return false;
                }
                place = next_character(text_, place);
                ++part;
                continue;
            } else if (part < parts.size() && at(place, literal_of(parts[part]))) {
                place += literal_of(parts[part]).size();
                ++part;
                continue;
            } else if (star == kNone || resume == text_.size()) {
                return false;
            } else {
                resume = next_character(text_, resume);
            }
            resume = seek(parts[star], resume);
            if (resume == kNone) {
                return false;
            }
            place = resume;
            part = star;
        }
    }

private:
    /// The first place from `place` on where the part may match.
    std::size_t seek(const Part& part, std::size_t place) const {
        const bool searches = part.kind != Kind::one && !pattern_.fold_case_;
        return searches ? text_.find(literal_of(part), place) : place;
    }
    std::string_view literal_of(const Part& part) const {
        return part.kind == Kind::variable ? variables_[part.variable] : pattern_.literal(part);
    }
    bool at(std::size_t place, std::string_view value) const {
        const auto rest = text_.substr(place);
        return pattern_.fold_case_ ? starts_with_letters(rest, value) : rest.starts_with(value);
    }
    bool ends(const Part& part, std::size_t place) const {
        const auto value = literal_of(part);
        return text_.size() - place >= value.size() && at(text_.size() - value.size(), value);
    }

    const Pattern& pattern_;
    const std::string_view text_;
    const std::string_view* const variables_;
};

Result<Pattern> Pattern::parse(std::string_view text, PatternSyntax syntax) {
    Pattern made;
    made.source_ = text;
    made.fold_case_ = syntax.fold_case;
    LICET_TRY_VOID(Reader{made, syntax}.read(text));
    made.shape_ = made.find_shape();
    return made;
}

std::string_view Pattern::literal(const Part& part) const {
    return std::string_view{literals_}.substr(part.begin, part.size);
}

Pattern::Shape Pattern::find_shape() const {
    const auto is = [&](std::size_t part, Kind kind) { return parts_[part].kind == kind; };
    if (parts_.size() == 1 && is(0, Kind::star)) {
        return Shape::any;
    }
    if (fold_case_ || parts_.empty() || parts_.size() > 2 || !is(0, Kind::text)) {
        return Shape::other;
    }
    if (parts_.size() == 1) {
        return Shape::exact;
    }
    return is(1, Kind::star) ? Shape::prefix : Shape::other;
}

bool Pattern::matches_parts(std::string_view text, const Context& context) const {
    if (names_.empty()) {
        return Matcher{*this, text, nullptr}.run();
    }
    std::array<ValueText, kVariablesMax> rooms;
    std::array<std::string_view, kVariablesMax> values;
    for (const auto& part : parts_) {
        if (part.kind != Kind::variable) {
            continue;
        }
        const auto value = rooms[part.variable].find(names_[part.variable], context);
        if (!value && !part.has_default) {
            return false;
        }
        values[part.variable] = value ? *value : literal(part);
    }
    return Matcher{*this, text, values.data()}.run();
}

bool is_like(std::string_view pattern, std::string_view text) {
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = kNone;
    std::size_t resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && pattern[p] == '?') {
            ++p;
            t = next_character(text, t);
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != kNone) {
            p = star + 1;
            resume = next_character(text, resume);
            t = resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == kNone;
}

}  // namespace licet::policy
