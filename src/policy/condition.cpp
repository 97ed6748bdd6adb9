// SPDX-License-Identifier: Apache-2.0
#include "policy/condition.h"

#include "base/encoding.h"
#include "base/protection.h"
#include "policy/arn.h"
#include "policy/letters.h"
#include "policy/value.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>

namespace licet::policy {
namespace {

constexpr std::size_t kQuotedBytesMax = 128;
constexpr std::size_t kListedMax = 4;  // values that a message lists
constexpr std::uint8_t kV4Bits = 32;
constexpr std::uint8_t kV6Bits = 128;

struct OperatorName {
    std::string_view text;
    Operator op;
};

constexpr OperatorName kOperators[] = {
    {"StringEquals", {}},
    {"StringNotEquals", {.negated = true}},
    {"StringEqualsIgnoreCase", {.syntax = {.fold_case = true}}},
    {"StringNotEqualsIgnoreCase", {.negated = true, .syntax = {.fold_case = true}}},
    {"StringLike", {.syntax = {.wildcards = true}}},
    {"StringNotLike", {.negated = true, .syntax = {.wildcards = true}}},
    {"NumericEquals", {.comparison = Comparison::number}},
    {"NumericNotEquals", {.comparison = Comparison::number, .negated = true}},
    {"NumericLessThan", {Comparison::number, Relation::less}},
    {"NumericLessThanEquals", {Comparison::number, Relation::less_equal}},
    {"NumericGreaterThan", {Comparison::number, Relation::greater}},
    {"NumericGreaterThanEquals", {Comparison::number, Relation::greater_equal}},
    {"DateEquals", {.comparison = Comparison::date}},
    {"DateNotEquals", {.comparison = Comparison::date, .negated = true}},
    {"DateLessThan", {Comparison::date, Relation::less}},
    {"DateLessThanEquals", {Comparison::date, Relation::less_equal}},
    {"DateGreaterThan", {Comparison::date, Relation::greater}},
    {"DateGreaterThanEquals", {Comparison::date, Relation::greater_equal}},
    {"Bool", {.comparison = Comparison::boolean}},
    {"BinaryEquals", {.comparison = Comparison::binary}},
    {"IpAddress", {.comparison = Comparison::address}},
    {"NotIpAddress", {.comparison = Comparison::address, .negated = true}},
    {"ArnEquals", {.comparison = Comparison::arn, .syntax = {.wildcards = true}}},
    {"ArnLike", {.comparison = Comparison::arn, .syntax = {.wildcards = true}}},
    {"ArnNotEquals",
     {.comparison = Comparison::arn, .negated = true, .syntax = {.wildcards = true}}},
    {"ArnNotLike", {.comparison = Comparison::arn, .negated = true, .syntax = {.wildcards = true}}},
    {"Null", {.comparison = Comparison::absence}},
};

Error bad(std::string_view text, std::string_view what) {
    return {ErrorKind::invalid, fmt::format("`{}` {}", text.substr(0, kQuotedBytesMax), what)};
}

bool take_front(std::string_view& text, std::string_view prefix) {
    const bool found = text.starts_with(prefix);
    text.remove_prefix(found ? prefix.size() : 0);
    return found;
}

bool take_back(std::string_view& text, std::string_view suffix) {
    const bool found = text.ends_with(suffix);
    text.remove_suffix(found ? suffix.size() : 0);
    return found;
}

std::optional<double> read_number(std::string_view text) {
    const auto first = text.find_first_not_of('-');
    if (first > 1 || text[first] < '0' || text[first] > '9') {
        return std::nullopt;
    }
    double number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = code == std::errc{} && end == text.data() + text.size();
    return whole && std::isfinite(number) ? std::optional{number} : std::nullopt;
}

bool is_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// ISO 8601, or the seconds since 1970. A year of four digits alone is ISO 8601.
std::optional<Time> read_date(std::string_view text) {
    if (is_digits(text) && text.size() != 4) {
        std::int64_t seconds = 0;
        const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), seconds);
        constexpr auto kSecondsMax = INT64_MAX / 1000;
        if (code != std::errc{} || seconds > kSecondsMax ||
            from_epoch_ms(seconds * 1000) > kTimeMax) {
            return std::nullopt;
        }
        return from_epoch_ms(seconds * 1000);
    }
    // `YYYY` and `YYYY-MM` are the start of the year and of the month.
    constexpr std::string_view kFirstDay = "0000-01-01";
    std::array<char, kFirstDay.size()> room;
    if (text.size() == 4 || text.size() == 7) {
        kFirstDay.copy(room.data(), room.size());
        text.copy(room.data(), text.size());
        text = {room.data(), room.size()};
    }
    const auto parsed = parse_iso8601(text);
    return parsed.ok() ? std::optional{*parsed} : std::nullopt;
}

Result<ConditionValue> read_arn(std::string_view text, PatternSyntax syntax) {
    ArnPattern made;
    if (text == "*" || !LICET_PROTECTED(parts_of_arns)) {
        LICET_TRY(made.parts.emplace_back(), Pattern::parse(text, syntax));
        return ConditionValue{std::move(made)};
    }
    const auto parts = split_arn(text, syntax.variables ? ArnText::pattern : ArnText::plain);
    if (!parts || (*parts)[0] != "arn") {
        // A variable may stand for a whole ARN.
        if (syntax.variables && text.starts_with("${") && text.find('}') + 1 == text.size()) {
            LICET_TRY(made.parts.emplace_back(), Pattern::parse(text, syntax));
            return ConditionValue{std::move(made)};
        }
        return bad(text, "is no ARN: it has the form `arn:partition:service:region:account:name`");
    }
    for (const auto part : *parts) {
        LICET_TRY(made.parts.emplace_back(), Pattern::parse(part, syntax));
    }
    return ConditionValue{std::move(made)};
}

bool relates(Relation relation, const auto& actual, const auto& wanted) {
    switch (relation) {
        case Relation::equal:
            return actual == wanted;
        case Relation::less:
            return actual < wanted;
        case Relation::less_equal:
            return actual <= wanted;
        case Relation::greater:
            return actual > wanted;
        case Relation::greater_equal:
            return actual >= wanted;
    }
    return false;
}

bool arn_matches(const ArnPattern& wanted, std::string_view text,
                 const std::optional<ArnParts>& parts, const Context& context) {
    if (!parts) {
        return false;
    }
    if (wanted.parts.size() == 1) {
        return wanted.parts[0].matches(text, context);
    }
    for (std::size_t i = 0; i < kArnParts; ++i) {
        if (!wanted.parts[i].matches((*parts)[i], context)) {
            return false;
        }
    }
    return true;
}

/// Whether the moment, or else the text, is one of the condition's values.
template <typename T>
bool any_relates(const Condition& condition, const std::optional<T>& actual) {
    return actual &&
           std::any_of(condition.values.begin(), condition.values.end(),
                       [&](const ConditionValue& wanted) {
                           return relates(condition.op.relation, *actual, *std::get_if<T>(&wanted));
                       });
}

/// Whether the text is met by one of the condition's values.
bool meets(const Condition& condition, std::string_view text, const Context& context) {
    const auto any = [&](auto test) {
        return std::any_of(condition.values.begin(), condition.values.end(), test);
    };
    if (condition.exact) {
        return std::find(condition.texts.begin(), condition.texts.end(), text) !=
               condition.texts.end();
    }
    switch (condition.op.comparison) {
        case Comparison::text:
        case Comparison::binary:
            return any([&](const ConditionValue& wanted) {
                return std::get_if<Pattern>(&wanted)->matches(text, context);
            });
        case Comparison::arn: {
            const auto parts = split_arn(text, ArnText::plain);
            return any([&](const ConditionValue& wanted) {
                return arn_matches(*std::get_if<ArnPattern>(&wanted), text, parts, context);
            });
        }
        case Comparison::number:
            return any_relates(condition, read_number(text));
        case Comparison::date:
            return any_relates(condition, read_date(text));
        case Comparison::boolean: {
            const bool is_true = equal_letters(text, "true");
            if (!is_true && !equal_letters(text, "false")) {
                return false;
            }
            return any([&](const ConditionValue& wanted) {
                return *std::get_if<bool>(&wanted) == is_true;
            });
        }
        case Comparison::address: {
            const auto address = read_network(text);
            return address && any([&](const ConditionValue& wanted) {
                       return std::get_if<Network>(&wanted)->contains(*address);
                   });
        }
        case Comparison::absence:
            break;
    }
    return false;
}

/// The time of the call needs no text to be compared as a date or as seconds.
bool meets_moment(const Condition& condition, Time moment, const Context& context) {
    const auto& op = condition.op;
    if (op.comparison == Comparison::date) {
        return any_relates(condition, std::optional{moment});
    }
    ValueText text;
    return meets(condition, text.write(condition.key.key, moment), context);
}

}  // namespace

Result<Operator> parse_operator(std::string_view text) {
    std::string_view rest = text;
    const bool any = take_front(rest, "ForAnyValue:");
    const bool all = !any && take_front(rest, "ForAllValues:");
    const bool if_exists = take_back(rest, "IfExists");
    const auto found = std::find_if(std::begin(kOperators), std::end(kOperators),
                                    [&](const OperatorName& name) { return name.text == rest; });
    if (found == std::end(kOperators)) {
        return Error{ErrorKind::invalid, "is no condition operator"};
    }
    Operator op = found->op;
    if (op.comparison == Comparison::absence && (any || all || if_exists)) {
        return Error{ErrorKind::invalid, "must be `Null` alone"};
    }
    op.if_exists = if_exists;
    op.quantifier = any ? Quantifier::any : all ? Quantifier::all : Quantifier::one;
    return op;
}

bool Network::contains(const Network& other) const {
    if (v6 != other.v6 || other.bits < bits) {
        return false;
    }
    const std::size_t bytes = bits / 8;
    if (!std::equal(address.begin(), address.begin() + static_cast<std::ptrdiff_t>(bytes),
                    other.address.begin())) {
        return false;
    }
    const auto rest = bits % 8;
    return rest == 0 || ((address[bytes] ^ other.address[bytes]) >> (8 - rest)) == 0;
}

std::optional<Network> read_network(std::string_view text) {
    Network network;
    const auto slash = text.find('/');
    const auto address = text.substr(0, slash);
    std::array<char, INET6_ADDRSTRLEN> room{};
    if (address.size() >= room.size()) {
        return std::nullopt;
    }
    address.copy(room.data(), address.size());
    network.v6 = address.find(':') != std::string_view::npos;
    if (inet_pton(network.v6 ? AF_INET6 : AF_INET, room.data(), network.address.data()) != 1) {
        return std::nullopt;
    }
    unsigned bits = network.v6 ? kV6Bits : kV4Bits;
    if (slash != std::string_view::npos) {
        const auto digits = text.substr(slash + 1);
        unsigned given = 0;
        const auto* const end = digits.data() + digits.size();
        if (!is_digits(digits) || digits.size() > 3 ||
            std::from_chars(digits.data(), end, given).ec != std::errc{} || given > bits) {
            return std::nullopt;
        }
        bits = given;
    }
    constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    constexpr unsigned kMappedBits = kV6Bits - kV4Bits;
    if (network.v6 && bits >= kMappedBits &&
        std::equal(kMapped.begin(), kMapped.end(), network.address.begin())) {
        std::copy(network.address.begin() + kMapped.size(), network.address.end(),
                  network.address.begin());
        std::fill(network.address.begin() + 4, network.address.end(), std::uint8_t{0});
        network.v6 = false;
        bits -= kMappedBits;
    }
    network.bits = static_cast<std::uint8_t>(bits);
    return network;
}

Result<ConditionValue> parse_value(const Operator& op, std::string_view text, Written written) {
    const bool numeric = op.comparison == Comparison::number || op.comparison == Comparison::date;
    const bool logic = op.comparison == Comparison::boolean || op.comparison == Comparison::absence;
    if ((written == Written::number && !numeric) || (written == Written::boolean && !logic)) {
        return Error{ErrorKind::invalid, "must be a string"};
    }
    switch (op.comparison) {
        case Comparison::text: {
            LICET_TRY(auto pattern, Pattern::parse(text, op.syntax));
            return ConditionValue{std::move(pattern)};
        }
        case Comparison::binary: {
            const auto bytes = from_base64(text);
            if (!bytes.ok() || to_base64(as_bytes(*bytes)) != text) {
                return bad(text, "is no base64");
            }
            LICET_TRY(auto pattern, Pattern::parse(text, {}));
            return ConditionValue{std::move(pattern)};
        }
        case Comparison::arn:
            return read_arn(text, op.syntax);
        case Comparison::number: {
            const auto number = read_number(text);
            return number ? Result<ConditionValue>{ConditionValue{*number}}
                          : bad(text, "is no decimal number");
        }
        case Comparison::date: {
            const auto date = read_date(text);
            return date ? Result<ConditionValue>{ConditionValue{*date}}
                        : bad(text,
                              "is no time: write `2026-01-31T12:00:00Z` or the seconds "
                              "since 1970");
        }
        case Comparison::boolean:
        case Comparison::absence: {
            const bool is_true = equal_letters(text, "true");
            if (!is_true && !equal_letters(text, "false")) {
                return bad(text, "must be `true` or `false`");
            }
            return ConditionValue{is_true};
        }
        case Comparison::address: {
            const auto network = read_network(text);
            return network ? Result<ConditionValue>{ConditionValue{*network}}
                           : bad(text, "is no IP address and no `address/bits`");
        }
    }
    return Error{ErrorKind::internal, "no such comparison"};
}

bool holds(const Condition& condition, const Context& context) {
    const Values values{condition.key, context};
    const auto& op = condition.op;
    if (op.comparison == Comparison::absence) {
        const bool absent = values.absent();
        return std::any_of(
            condition.values.begin(), condition.values.end(),
            [&](const auto& wanted) { return *std::get_if<bool>(&wanted) == absent; });
    }
    const bool negated = op.negated && LICET_PROTECTED(negated_operator);
    if (values.absent()) {
        const bool without =
            op.quantifier == Quantifier::all || (op.quantifier == Quantifier::one && negated);
        return (op.if_exists && LICET_PROTECTED(if_exists)) || without ||
               !LICET_PROTECTED(absent_key);
    }
    if (values.moment()) {
        return meets_moment(condition, *values.moment(), context) != negated;
    }
    const auto met = [&](std::string_view text) { return meets(condition, text, context); };
    const auto unmet = [&](std::string_view text) { return !met(text); };
    switch (LICET_PROTECTED(quantifier) ? op.quantifier : Quantifier::one) {
        case Quantifier::one:  // of several values a negated operator may meet none
            return values.any(met) != negated;
        case Quantifier::any:
            return negated ? values.any(unmet) : values.any(met);
        case Quantifier::all:
            return negated ? !values.any(met) : !values.any(unmet);
    }
    return false;
}

std::string describe_values(const KeyName& key, const Context& context) {
    const Values values{key, context};
    if (values.moment()) {
        ValueText text;
        return fmt::format("`{}`", text.write(key.key, *values.moment()));
    }
    std::string out;
    std::size_t count = 0;
    values.any([&](std::string_view text) {
        out += fmt::format("{}`{}`", out.empty() ? "" : ", ", text.substr(0, kQuotedBytesMax));
        return ++count == kListedMax;
    });
    return out;
}

}  // namespace licet::policy
