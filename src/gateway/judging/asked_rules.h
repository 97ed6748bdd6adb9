// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guardrail/rules.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Which of a guardrail's rules a classifier is asked about, and what its answer says of each.
namespace licet::gateway {

/// Calls `visit(place, rule)` for each of the rules that is asked.
template <typename Rule, typename Visit>
void each_asked(const std::vector<Rule>& rules, guardrail::Source source, Visit visit) {
    for (std::size_t place = 0; place < rules.size(); ++place) {
        if (rules[place].asked_of(source)) {
            visit(place, rules[place]);
        }
    }
}

template <typename Rule>
bool asks_any(const std::vector<Rule>& rules, guardrail::Source source) {
    return std::any_of(rules.begin(), rules.end(),
                       [source](const Rule& rule) { return rule.asked_of(source); });
}

/// How an answer calls a topic, by its place: names may be anything.
inline std::string topic_id(std::size_t place) {
    return "T" + std::to_string(place + 1);
}

}  // namespace licet::gateway
