// SPDX-License-Identifier: Apache-2.0
#include "policy/document.h"

#include "base/protection.h"
#include "base/utf8.h"
#include "policy/actions.h"
#include "policy/arn.h"
#include "policy/compiled.h"
#include "policy/evaluate.h"
#include "policy/letters.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>
#include <variant>

namespace licet::policy {
namespace {

constexpr std::string_view kBedrock = "bedrock:";

/// Which of the known actions a statement's element names, by number.
std::vector<bool> actions_of(const Matches& actions) {
    const Context none;
    const auto known = known_actions();
    std::vector<bool> named(known.size());
    for (const auto& pattern : actions.patterns) {
        if (const auto number = action_number(pattern.source())) {
            named[*number] = true;
            continue;
        }
        for (std::size_t i = 0; i < known.size(); ++i) {
            named[i] = named[i] || pattern.matches(known[i], none);
        }
    }
    if (actions.is_negated()) {
        named.flip();
    }
    return named;
}

void fill_index(Document& document) {
    auto& index = document.index;
    std::vector<std::vector<bool>> named;
    for (const auto& statement : document.statements) {
        named.push_back(actions_of(statement.actions));
    }
    std::map<std::vector<std::uint16_t>, std::uint16_t> places;
    std::vector<std::uint16_t> row;
    for (std::size_t action = 0; action < known_actions().size(); ++action) {
        row.clear();
        std::copy_if(document.order.begin(), document.order.end(), std::back_inserter(row),
                     [&](std::uint16_t statement) { return named[statement][action]; });
        auto place = places.find(row);
        if (place == places.end()) {
            const auto begin = static_cast<std::uint32_t>(index.order.size());
            index.order.insert(index.order.end(), row.begin(), row.end());
            place = places.emplace(row, static_cast<std::uint16_t>(index.ranges.size())).first;
            index.ranges.push_back({begin, static_cast<std::uint32_t>(index.order.size())});
        }
        index.range_of.push_back(place->second);
    }
}

bool names_region(const Pattern& pattern) {
    return std::any_of(pattern.variables().begin(), pattern.variables().end(),
                       [](const KeyName& name) { return name.key == Key::aws_requested_region; });
}

/// Whether two ARNs of Bedrock that differ in nothing but their region may match differently.
bool distinguishes_regions(const Pattern& resource) {
    if (resource.is_any()) {
        return false;
    }
    if (names_region(resource)) {
        return true;
    }
    // An ARN may end early with a `*`.
    const std::string text = resource.source() + ":::";
    const auto parts = split_arn(text, ArnText::pattern);
    constexpr std::size_t kService = 2;
    constexpr std::size_t kRegion = 3;
    return !parts || ((*parts)[kService] == "bedrock" && (*parts)[kRegion] != "*");
}

bool names_region(const Condition& condition) {
    if (condition.key.key == Key::aws_requested_region) {
        return true;
    }
    return std::any_of(condition.values.begin(), condition.values.end(), [](const auto& value) {
        if (const auto* arn = std::get_if<ArnPattern>(&value)) {
            return std::any_of(arn->parts.begin(), arn->parts.end(),
                               [](const Pattern& part) { return names_region(part); });
        }
        const auto* text = std::get_if<Pattern>(&value);
        return text != nullptr && names_region(*text);
    });
}

bool names_region(const Statement& statement) {
    return std::any_of(statement.resources.patterns.begin(), statement.resources.patterns.end(),
                       distinguishes_regions) ||
           std::any_of(statement.conditions.begin(), statement.conditions.end(),
                       [](const Condition& condition) { return names_region(condition); });
}

bool concerns_bedrock(const Matches& actions) {
    const Context none;
    const auto known = known_actions();
    const bool known_one = std::any_of(known.begin(), known.end(), [&](std::string_view action) {
        return action.starts_with(kBedrock) && actions.hold(action, none);
    });
    const auto names_bedrock = [](const Pattern& pattern) {
        return starts_with_letters(pattern.source(), kBedrock);
    };
    return known_one || (!actions.negated && std::any_of(actions.patterns.begin(),
                                                         actions.patterns.end(), names_bedrock));
}

bool is_exact(const Condition& condition) {
    return std::all_of(condition.values.begin(), condition.values.end(), [](const auto& value) {
        const auto* pattern = std::get_if<Pattern>(&value);
        return pattern != nullptr && pattern->is_itself();
    });
}

}  // namespace

void finish(Document& document) {
    for (auto& statement : document.statements) {
        for (auto& condition : statement.conditions) {
            condition.exact = is_exact(condition);
        }
        std::stable_sort(statement.conditions.begin(), statement.conditions.end(),
                         [](const Condition& a, const Condition& b) {
                             return a.op.comparison < b.op.comparison;
                         });
    }
    for (const bool first : {true, false}) {
        for (std::size_t i = 0; i < document.statements.size(); ++i) {
            const bool denies = document.statements[i].effect == Effect::deny;
            if ((denies == LICET_PROTECTED(explicit_deny_first)) == first) {
                document.order.push_back(static_cast<std::uint16_t>(i));
            }
        }
    }
    fill_index(document);
    document.depends_on_region = std::any_of(
        document.statements.begin(), document.statements.end(), [](const Statement& statement) {
            return names_region(statement) && concerns_bedrock(statement.actions);
        });
}

std::size_t character_count(std::string_view json) {
    std::size_t count = 0;
    bool in_string = false;
    bool escaped = false;
    for (const char c : json) {
        const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        count += !continues_character(c) && (in_string || !blank) ? 1 : 0;
        if (c == '"' && !escaped) {
            in_string = !in_string;
        }
        escaped = in_string && c == '\\' && !escaped;
    }
    return count;
}

Result<void> check_bytes(std::string_view json, std::size_t characters_max) {
    const auto most = characters_max * kBytesPerCharacterMax;
    if (json.size() > most) {
        return malformed_policy(
            fmt::format("$: has {} bytes; with all its blanks a policy of at most {} characters "
                        "may have {}",
                        json.size(), characters_max, most));
    }
    return {};
}

const std::string& text_of(const Document& document) {
    return document.text;
}

std::string statement_name(const Document& document, std::size_t statement) {
    const auto& sid = document.statements.at(statement).sid;
    return sid.empty() ? fmt::format("Statement[{}]", statement) : sid;
}

std::size_t statement_count(const Document& document) {
    return document.statements.size();
}

}  // namespace licet::policy
