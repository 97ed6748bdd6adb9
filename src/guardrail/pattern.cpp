// SPDX-License-Identifier: Apache-2.0
#include "guardrail/pattern.h"

#include "guardrail/code_points.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace licet::guardrail {
namespace {

constexpr std::uint32_t kUnlimited = 0xFFFFFFFF;
constexpr std::uint32_t kRepeatMax = 1'000;

struct Expression {
    enum class Kind { set, assertion, sequence, choice, repeat };
    Kind kind = Kind::sequence;
    CodePoints set = {};
    Assertion assertion = Assertion::text_begin;
    std::vector<Expression> parts = {};
    std::uint32_t least = 0;
    std::uint32_t most = 0;
};

Error refused(std::string_view why) {
    return {ErrorKind::invalid, std::string{why}};
}

/// Recursive descent, as deep as kPatternDepthMax.
class Reader {
public:
    Reader(std::string_view text, Letters letters) : text_{text}, letters_{letters} {}

    Result<Expression> read() {
        if (text_.substr(0, 4) == "(?i)") {
            letters_ = Letters::either_case;
            at_ = 4;
        }
        LICET_TRY(auto whole, choice(0));
        if (at_ < text_.size()) {
            return refused("`)` without `(`");
        }
        return whole;
    }

private:
    bool more() const { return at_ < text_.size(); }
    bool take(std::string_view what) {
        if (text_.substr(at_, what.size()) != what) {
            return false;
        }
        at_ += what.size();
        return true;
    }

    Result<Expression> choice(std::size_t depth) {
        if (depth > kPatternDepthMax) {
            return refused(fmt::format("has groups more than {} deep", kPatternDepthMax));
        }
        Expression made{.kind = Expression::Kind::choice};
        do {
            LICET_TRY(auto part, sequence(depth));
            made.parts.push_back(std::move(part));
        } while (take("|"));
        return made;
    }

    Result<Expression> sequence(std::size_t depth) {
        Expression made;
        while (more() && text_[at_] != '|' && text_[at_] != ')') {
            LICET_TRY(auto part, atom(depth));
            LICET_TRY(auto repeated, repeats(std::move(part)));
            made.parts.push_back(std::move(repeated));
        }
        return made;
    }

    static Expression of(CodePoints set) {
        return {.kind = Expression::Kind::set, .set = std::move(set)};
    }
    static Expression of(Assertion assertion) {
        return {.kind = Expression::Kind::assertion, .assertion = assertion};
    }

    Result<Expression> atom(std::size_t depth) {
        if (take("(")) {
            return group(depth);
        }
        if (take("[")) {
            return bracket();
        }
        if (take(".")) {
            return of(CodePoints{{'\n', '\n'}}.complement());
        }
        if (take("^") || take("\\A")) {
            return of(Assertion::text_begin);
        }
        if (take("$") || take("\\z") || take("\\Z")) {
            return of(Assertion::text_end);
        }
        if (take("\\b")) {
            return of(Assertion::word_boundary);
        }
        if (take("\\B")) {
            return of(Assertion::no_word_boundary);
        }
        if (text_[at_] == '*' || text_[at_] == '+' || text_[at_] == '?' || text_[at_] == '{') {
            return refused(fmt::format("`{}` repeats nothing", text_[at_]));
        }
        LICET_TRY(auto set, element());
        return of(folded(std::move(set)));
    }

    Result<Expression> group(std::size_t depth) {
        if (take("?")) {
            const bool named = take("P<") || (text_.substr(at_, 2) != "<=" &&
                                              text_.substr(at_, 2) != "<!" && take("<"));
            if (named) {
                at_ = std::min(text_.find('>', at_), text_.size() - 1) + 1;
            } else if (!take(":")) {
                return refused(
                    "has a group of the form `(?`: only `(?:`, `(?<name>` and `(?i)` "
                    "in front are known, look-around is not");
            }
        }
        LICET_TRY(auto inner, choice(depth + 1));
        if (!take(")")) {
            return refused("`(` without `)`");
        }
        return inner;
    }

    CodePoints folded(CodePoints set) const {
        return letters_ == Letters::either_case ? set.in_either_case() : std::move(set);
    }

    /// One code point, or the set that an escape names.
    Result<CodePoints> element() {
        if (!take("\\")) {
            const auto point = decode(text_, at_);
            if (!point) {
                return refused("is not UTF-8");
            }
            at_ += point->bytes;
            return CodePoints{{point->value, point->value}};
        }
        if (!more()) {
            return refused("ends in `\\`");
        }
        const char letter = text_[at_++];
        switch (letter) {
            case 'd':
                return CodePoints::digits();
            case 'D':
                return CodePoints::digits().complement();
            case 'w':
                return CodePoints::word();
            case 'W':
                return CodePoints::word().complement();
            case 's':
                return CodePoints::space();
            case 'S':
                return CodePoints::space().complement();
            case 'n':
                return CodePoints{{'\n', '\n'}};
            case 't':
                return CodePoints{{'\t', '\t'}};
            case 'r':
                return CodePoints{{'\r', '\r'}};
            case 'f':
                return CodePoints{{'\f', '\f'}};
            case 'x':
                return hexadecimal(2);
            case 'u':
                return hexadecimal(4);
            default:
                break;
        }
        const auto byte = static_cast<unsigned char>(letter);
        if (is_word(byte) || byte >= 0x80) {
            return refused(
                fmt::format("has the unknown escape `\\{}`", byte < 0x80 ? letter : '?'));
        }
        return CodePoints{{byte, byte}};
    }

    Result<CodePoints> hexadecimal(std::size_t digits) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < digits; ++i, ++at_) {
            const char c = more() ? text_[at_] : '\0';
            const auto* const found =
                std::char_traits<char>::find("0123456789abcdef", 16, c | 0x20);
            if (found == nullptr || c == '\0' || (c < '0')) {
                return refused(
                    fmt::format("needs {} hexadecimal digits behind `\\x` or `\\u`", digits));
            }
            value =
                value * 16 + static_cast<std::uint32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        }
        return CodePoints{{value, value}};
    }

    Result<Expression> bracket() {
        const bool negated = take("^");
        CodePoints set;
        bool first = true;
        while (first || !take("]")) {
            if (!more() || text_.substr(at_, 2) == "[:") {
                return refused(more() ? "has a class by name, `[:`" : "`[` without `]`");
            }
            first = false;
            LICET_TRY(auto low, element());
            if (at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']') {
                ++at_;
                LICET_TRY(auto high, element());
                if (!low.single() || !high.single() || *low.single() > *high.single()) {
                    return refused("has a range in `[]` that is none");
                }
                low = CodePoints{{*low.single(), *high.single()}};
            }
            set.add(low);
        }
        set = folded(std::move(set));
        set = negated ? set.complement() : set;
        if (set.ranges().empty()) {
            return refused("has a class that nothing is in");
        }
        return of(std::move(set));
    }

    std::optional<std::uint32_t> number() {
        std::optional<std::uint32_t> value;
        while (more() && text_[at_] >= '0' && text_[at_] <= '9' &&
               value.value_or(0) <= kRepeatMax) {
            value = value.value_or(0) * 10 + static_cast<std::uint32_t>(text_[at_++] - '0');
        }
        return value;
    }

    Result<Expression> repeats(Expression part) {
        std::uint32_t least = 0;
        std::uint32_t most = kUnlimited;
        if (take("*")) {
        } else if (take("+")) {
            least = 1;
        } else if (take("?")) {
            most = 1;
        } else if (take("{")) {
            const auto low = number();
            const bool open = take(",");
            const auto high = open ? number() : low;
            if (!low || !take("}")) {
                return refused("has a `{` that is no repetition: write `\\{` for the character");
            }
            least = *low;
            most = high.value_or(kUnlimited);
            if (least > kRepeatMax || (high && (*high > kRepeatMax || *high < least))) {
                return refused(
                    fmt::format("has a repetition over {} or from high to low", kRepeatMax));
            }
        } else {
            return part;
        }
        take("?");  // matches are the longest in any case
        if (more() && (text_[at_] == '+' || text_[at_] == '*' || text_[at_] == '{')) {
            return refused("repeats a repetition");
        }
        Expression made{.kind = Expression::Kind::repeat, .least = least, .most = most};
        made.parts.push_back(std::move(part));
        return made;
    }

    const std::string_view text_;
    Letters letters_;
    std::size_t at_ = 0;
};

/// Writes nodes from the last to the first: each is given where to go on.
class Writer {
public:
    std::optional<Program> write(const Expression& whole) {
        add({.kind = Node::Kind::accept});
        made_.start = write(whole, 0);
        if (full_) {
            return std::nullopt;
        }
        return std::move(made_);
    }

private:
    std::uint32_t add(Node node) {
        full_ = full_ || made_.nodes.size() >= kPatternNodesMax;
        if (!full_) {
            made_.nodes.push_back(node);
        }
        return static_cast<std::uint32_t>(made_.nodes.size() - 1);
    }
    std::uint32_t split(std::uint32_t one, std::uint32_t other) {
        return add({.kind = Node::Kind::split, .next = one, .other = other});
    }
    std::uint32_t bytes(unsigned low, unsigned high, std::uint32_t next) {
        return add({.kind = Node::Kind::range,
                    .low = static_cast<std::uint8_t>(low),
                    .high = static_cast<std::uint8_t>(high),
                    .next = next});
    }

    std::uint32_t write(const Expression& part, std::uint32_t next) {
        if (full_) {
            return next;
        }
        switch (part.kind) {
            case Expression::Kind::set:
                return write(part.set, next);
            case Expression::Kind::assertion:
                return add(
                    {.kind = Node::Kind::assertion, .assertion = part.assertion, .next = next});
            case Expression::Kind::sequence:
                for (auto i = part.parts.size(); i > 0; --i) {
                    next = write(part.parts[i - 1], next);
                }
                return next;
            case Expression::Kind::choice: {
                auto made = write(part.parts.back(), next);
                for (auto i = part.parts.size() - 1; i > 0; --i) {
                    made = split(write(part.parts[i - 1], next), made);
                }
                return made;
            }
            case Expression::Kind::repeat:
                return repeat(part, next);
        }
        return next;
    }

    std::uint32_t repeat(const Expression& part, std::uint32_t next) {
        const auto& inner = part.parts.front();
        auto made = next;
        if (part.most == kUnlimited) {
            made = split(next, next);
            const auto loop = write(inner, made);
            made_.nodes[made].next = loop;
        }
        for (auto i = part.least; part.most != kUnlimited && i < part.most && !full_; ++i) {
            made = split(write(inner, made), next);
        }
        for (std::uint32_t i = 0; i < part.least && !full_; ++i) {
            const auto before = std::exchange(made, write(inner, made));
            if (made == before) {
                break;  // what is repeated is empty
            }
        }
        return made;
    }

    /// Of bytes alone, which are most of all.
    std::uint32_t bytes(const std::vector<std::pair<unsigned, unsigned>>& ranges,
                        std::uint32_t next) {
        if (ranges.size() == 1) {
            return bytes(ranges[0].first, ranges[0].second, next);
        }
        ByteSet set;
        for (const auto& [low, high] : ranges) {
            set.add(low, high);
        }
        auto& sets = made_.sets;
        const auto known = std::find(sets.begin(), sets.end(), set);
        const auto number = static_cast<std::uint32_t>(known - sets.begin());
        if (known == sets.end()) {
            sets.push_back(set);
        }
        return add({.kind = Node::Kind::set, .next = next, .other = number});
    }

    std::uint32_t write(const CodePoints& set, std::uint32_t next) {
        std::optional<std::uint32_t> made;
        std::vector<std::pair<unsigned, unsigned>> single;
        const auto join = [&](std::uint32_t one) { made = made ? split(one, *made) : one; };
        for (const auto& [low, high] : set.ranges()) {
            const bool all_long = low <= 0x80 && high == kCodePointMax;
            if (all_long) {  // any sequence of several bytes
                const auto one = bytes(0x80, 0xBF, next);
                const auto two = bytes(0x80, 0xBF, one);
                join(bytes(0xC2, 0xDF, one));
                join(bytes(0xE0, 0xEF, two));
                join(bytes(0xF0, 0xF4, bytes(0x80, 0xBF, two)));
            }
            if (low < 0x80 || !all_long) {
                for (const auto& sequence : utf8_sequences(low, all_long ? 0x7F : high)) {
                    if (sequence.size() == 1) {
                        single.push_back(sequence.front());
                        continue;
                    }
                    auto target = next;
                    for (auto i = sequence.size(); i > 0; --i) {
                        target = bytes(sequence[i - 1].first, sequence[i - 1].second, target);
                    }
                    join(target);
                }
            }
        }
        if (!single.empty()) {
            join(bytes(single, next));
        }
        return made.value_or(next);
    }

    Program made_;
    bool full_ = false;
};

/// Whether some way leads from the start to the end without a byte.
bool matches_nothing(const Program& program) {
    std::vector<char> seen(program.nodes.size());
    std::vector<std::uint32_t> open{program.start};
    while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        if (seen[at] != 0) {
            continue;
        }
        seen[at] = 1;
        const auto& node = program.nodes[at];
        if (node.kind == Node::Kind::accept) {
            return true;
        }
        if (!node.takes_byte()) {
            open.push_back(node.next);
        }
        if (node.kind == Node::Kind::split) {
            open.push_back(node.other);
        }
    }
    return false;
}

}  // namespace

bool Place::holds(Assertion assertion) const {
    switch (assertion) {
        case Assertion::word_boundary:
            return word_before != word_after;
        case Assertion::no_word_boundary:
            return word_before == word_after;
        case Assertion::text_begin:
            return begin;
        case Assertion::text_end:
            return end;
    }
    return false;
}

bool is_word(unsigned char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z') || byte == '_';
}

Result<Program> compile_pattern(std::string_view pattern, Letters letters) {
    if (pattern.size() > kPatternBytesMax) {
        return refused(fmt::format("is longer than {} bytes", kPatternBytesMax));
    }
    LICET_TRY(const auto expression, Reader(pattern, letters).read());
    auto program = Writer{}.write(expression);
    if (!program) {
        return refused(fmt::format("needs more than {} steps with its repetitions written out",
                                   kPatternNodesMax));
    }
    if (matches_nothing(*program)) {
        return refused("matches the empty text");
    }
    return *std::move(program);
}

}  // namespace licet::guardrail
