// SPDX-License-Identifier: Apache-2.0
#include "policy/pattern.h"

#include "base/protection.h"
#include "base/utf8.h"
#include "policy/evaluate.h"
#include "policy/letters.h"
#include "policy/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>

// The `*` of a pattern cut it into runs of texts, `?` and variables. The first run must match where
// the text begins and the last where it ends. Each other is found at the first place behind the one
// before: a later place would only leave less for what follows, so that nothing is tried again.

namespace licet::policy {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::string_view kBlanks = " \t";
constexpr std::size_t kQuotedBytesMax = 128;

/// Where the character at `place` ends.
std::size_t next_character(std::string_view text, std::size_t place) {
    for (++place; place < text.size() && continues_character(text[place]); ++place) {
    }
    return place;
}

/// Where the character that ends at `end` begins, at `begin` or behind it.
std::size_t last_character(std::string_view text, std::size_t begin, std::size_t end) {
    for (--end; end > begin && continues_character(text[end]); --end) {
    }
    return end;
}

/// As std::string_view::starts_with(), but fast where it does not.
bool begins_with(std::string_view text, std::string_view wanted) {
    return wanted.empty() || (text.size() >= wanted.size() && text.front() == wanted.front() &&
                              text[wanted.size() - 1] == wanted.back() && text.starts_with(wanted));
}

/// As std::string_view::find(), but without a call for each place where the text nearly matches.
std::size_t find_text(std::string_view text, std::string_view wanted, std::size_t place) {
    if (wanted.empty()) {
        return place;
    }
    for (; place + wanted.size() <= text.size(); ++place) {
        if (text[place] != wanted.front()) {
            place = text.find(wanted.front(), place);
            if (place == kNone) {
                return kNone;
            }
        }
        if (begins_with(text.substr(place), wanted)) {
            return place;
        }
    }
    return kNone;
}

/// The same whatever the case of letters.
std::size_t find_letters(std::string_view text, std::string_view wanted, std::size_t place) {
    for (; place + wanted.size() <= text.size(); ++place) {
        if (starts_with_letters(text.substr(place), wanted)) {
            return place;
        }
    }
    return kNone;
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

    bool run() const {
        auto run = next_run(0);
        auto place = end_at(0, run);
        while (place != kNone && run.end != pattern_.parts_.size()) {
            run = next_run(run.end + 1);
            if (run.end == pattern_.parts_.size()) {
                return ends_with(run, place);
            }
            place = find(run, place);
        }
        return place == text_.size();
    }

private:
    /// Parts that no `*` separates.
    struct Run {
        std::size_t begin, end;
    };

    Run next_run(std::size_t begin) const {
        std::size_t end = begin;
        while (end < pattern_.parts_.size() && pattern_.parts_[end].kind != Kind::star) {
            ++end;
        }
        return {begin, end};
    }
    std::string_view literal_of(const Part& part) const {
        return part.kind == Kind::variable ? variables_[part.variable] : pattern_.literal(part);
    }
    bool at(std::size_t place, std::string_view value) const {
        const auto rest = text_.substr(place);
        return pattern_.fold_case_ ? starts_with_letters(rest, value) : begins_with(rest, value);
    }

    /// Where the run ends that begins here; nowhere if it does not match.
    std::size_t end_at(std::size_t place, Run run) const {
        for (; run.begin != run.end; ++run.begin) {
            const Part& part = pattern_.parts_[run.begin];
            if (part.kind == Kind::one) {
                if (place == text_.size()) {
                    return kNone;
                }
                place = next_character(text_, place);
            } else if (const auto value = literal_of(part); at(place, value)) {
                place += value.size();
            } else {
                return kNone;
            }
        }
        return place;
    }

    /// The end of the first match that begins at `place` or behind it.
    std::size_t find(Run run, std::size_t place) const {
        const Part& first = pattern_.parts_[run.begin];
        const bool searches = first.kind != Kind::one;
        const auto value = searches ? literal_of(first) : std::string_view{};
        run.begin += searches ? 1 : 0;
        while (true) {
            if (searches) {
                place = pattern_.fold_case_ ? find_letters(text_, value, place)
                                            : find_text(text_, value, place);
            }
            if (place == kNone) {
                return kNone;
            }
            if (const auto end = end_at(place + value.size(), run); end != kNone) {
                return end;
            }
            if (place == text_.size()) {
                return kNone;
            }
            place = next_character(text_, place);
        }
    }

    /// Whether the text ends with the run, which begins at `place` or behind it.
    bool ends_with(Run run, std::size_t place) const {
        std::size_t end = text_.size();
        for (; run.begin != run.end; --run.end) {
            const Part& part = pattern_.parts_[run.end - 1];
            if (part.kind == Kind::one) {
                if (end == place) {
                    return false;
                }
                end = last_character(text_, place, end);
                continue;
            }
            const auto value = literal_of(part);
            if (end - place < value.size() || !at(end - value.size(), value)) {
                return false;
            }
            end -= value.size();
        }
        return true;
    }

    const Pattern& pattern_;
    const std::string_view text_;
    const std::string_view* const variables_;
};

Result<Pattern> Pattern::parse(std::string_view text, PatternSyntax syntax) {
    Pattern made;
    made.source_ = text;
    made.fold_case_ =
        syntax.fold_case ? LICET_PROTECTED(case_ignored) : !LICET_PROTECTED(case_minded);
    LICET_TRY_VOID(Reader{made, syntax}.read(text));
    made.shape_ = made.find_shape();
    made.searches_ = made.count_searches();
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

std::size_t Pattern::count_searches() const {
    const auto is_star = [](const Part& part) { return part.kind == Kind::star; };
    const auto first = std::find_if(parts_.begin(), parts_.end(), is_star);
    const auto last = std::find_if(parts_.rbegin(), std::reverse_iterator{first}, is_star).base();
    return static_cast<std::size_t>(
        std::count_if(first, last, [&](const Part& part) { return !is_star(part); }));
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
        if (!value && !part.has_default && LICET_PROTECTED(variable_without_value)) {
            return false;
        }
        values[part.variable] = value ? *value : literal(part);
    }
    return Matcher{*this, text, values.data()}.run();
}

bool is_like(std::string_view pattern, std::string_view text) {
    static const Context kNoContext;
    return Pattern::parse(pattern, {.wildcards = true})->matches(text, kNoContext);
}

}  // namespace licet::policy
