// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "policy/context.h"
#include "policy/key.h"
#include "policy/pattern.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace licet::policy {

/// How an operator reads the values that it compares; what costs least comes first.
enum class Comparison : std::uint8_t {
    absence,
    boolean,
    text,
    binary,  ///< equal bytes have equal base64, in the one form that is accepted
    number,
    date,
    address,
    arn,
};
/// How the two sides must relate. All but `equal` are for numbers and dates.
enum class Relation : std::uint8_t { equal, less, less_equal, greater, greater_equal };
/// Which of the key's values must meet it.
enum class Quantifier : std::uint8_t { one, any, all };

/// `ForAnyValue:StringNotLikeIfExists`, taken apart.
struct Operator {
    Comparison comparison = Comparison::text;
    Relation relation = Relation::equal;
    Quantifier quantifier = Quantifier::one;
    bool negated = false;
    bool if_exists = false;
    PatternSyntax syntax = {};  ///< of text and arn; `variables` is the document's
};

/// @return `invalid` for an operator that IAM does not have; the message starts after the path.
Result<Operator> parse_operator(std::string_view text);

/// An IPv4 or IPv6 network; an IPv4 address written as IPv6 is the IPv4 address.
struct Network {
    std::array<std::uint8_t, 16> address{};
    bool v6 = false;
    std::uint8_t bits = 0;  ///< those that must be equal

    bool contains(const Network& other) const;
};
/// Nothing for what is neither an address nor `address/bits`.
std::optional<Network> read_network(std::string_view text);

/// An ARN compared part by part, as IAM does: no wildcard reaches over the first five colons.
struct ArnPattern {
    std::vector<Pattern> parts;  ///< six, or one: `*`
};

using ConditionValue = std::variant<Pattern, ArnPattern, double, Time, bool, Network>;

/// One key under one operator. Immutable.
struct Condition {
    std::string operator_text;
    Operator op;
    KeyName key;
    std::vector<ConditionValue> values;  ///< at least one, each of op.comparison's type
    std::vector<std::string> texts;      ///< the values as they were written
    bool exact = false;  ///< set by finish(): the values are texts that stand for themselves
};

/// How JSON had a value. Only operators that compare numbers or booleans may have such.
enum class Written : std::uint8_t { string, number, boolean };

/// Reads one of a condition's values.
/// @return `invalid` with a message that starts after the path.
Result<ConditionValue> parse_value(const Operator& op, std::string_view text, Written written);

/// Allocates nothing.
bool holds(const Condition& condition, const Context& context);

/// The values of its key in the context, for messages: `` `a`, `b` ``; empty when absent.
std::string describe_values(const KeyName& key, const Context& context);

}  // namespace licet::policy
