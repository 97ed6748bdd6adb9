// SPDX-License-Identifier: Apache-2.0
#include "policy/evaluate.h"

#include "base/protection.h"
#include "policy/compiled.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace licet::policy {
namespace {

constexpr std::size_t kListedMax = 4;  // patterns or values that a detail lists
constexpr std::size_t kQuotedBytesMax = 128;

std::string_view clipped(std::string_view text) {
    return text.substr(0, kQuotedBytesMax);
}

bool applies(const Statement& statement, const Question& question) {
    if (!statement.resources.hold(question.resource, question.context) &&
        LICET_PROTECTED(resource)) {
        return false;
    }
    return !LICET_PROTECTED(conditions) ||
           std::all_of(
               statement.conditions.begin(), statement.conditions.end(),
               [&](const Condition& condition) { return holds(condition, question.context); });
}

Outcome decided(const Document& document, std::uint16_t statement) {
    const bool denies = document.statements[statement].effect == Effect::deny;
    return {denies ? Verdict::denied : Verdict::allowed, statement};
}

/// @param items have a text each, by `text_of`
template <typename Items, typename TextOf>
std::string listed(const Items& items, TextOf text_of) {
    std::string out;
    for (std::size_t i = 0; i < items.size() && i < kListedMax; ++i) {
        out += fmt::format("{}`{}`", i == 0 ? "" : ", ", clipped(text_of(items[i])));
    }
    if (items.size() > kListedMax) {
        out += fmt::format(" and {} more", items.size() - kListedMax);
    }
    return out;
}

std::string describe(const Matches& matches, std::string_view element, std::string_view text) {
    return fmt::format("{}{}: `{}` is {}{}", matches.negated ? "Not" : "", element, clipped(text),
                       matches.negated ? "one of " : "none of ",
                       listed(matches.patterns, [](const Pattern& pattern) -> std::string_view {
                           return pattern.source();
                       }));
}

std::string describe(const Condition& condition, const Context& context) {
    const auto& op = condition.op;
    const auto actual = describe_values(condition.key, context);
    const bool equals = op.relation == Relation::equal && op.comparison != Comparison::absence;
    const auto relation = actual.empty() ? "the key is absent; wanted"
                          : !equals      ? " does not meet"
                          : op.negated   ? " is one of"
                                         : " is none of";
    return fmt::format(
        "{} {}: {}{} {}", condition.operator_text, key_text(condition.key), actual, relation,
        listed(condition.texts, [](const std::string& text) -> std::string_view { return text; }));
}

/// The first of a statement's elements that does not match; nothing when it applies.
std::optional<NearMiss::Element> missed(const Statement& statement, const Question& question) {
    if (!statement.actions.hold(question.action.text(), question.context)) {
        return NearMiss::Element::action;
    }
    if (!statement.resources.hold(question.resource, question.context)) {
        return NearMiss::Element::resource;
    }
    return applies(statement, question) ? std::nullopt
                                        : std::optional{NearMiss::Element::condition};
}

std::string describe(const Statement& statement, NearMiss::Element element,
                     const Question& question) {
    if (element == NearMiss::Element::action) {
        return describe(statement.actions, "Action", question.action.text());
    }
    if (element == NearMiss::Element::resource) {
        return describe(statement.resources, "Resource", question.resource);
    }
    const auto failed = std::find_if_not(
        statement.conditions.begin(), statement.conditions.end(),
        [&](const Condition& condition) { return holds(condition, question.context); });
    return describe(*failed, question.context);
}

}  // namespace

Outcome evaluate(const Document& document, const Question& question) {
    const auto number = question.action.number();
    if (number != Action::kUnknown) {
        for (const auto statement : document.index.of(number)) {
            if (applies(document.statements[statement], question)) {
                return decided(document, statement);
            }
        }
        return {};
    }
    for (const auto place : document.order) {
        const auto& statement = document.statements[place];
        if (statement.actions.hold(question.action.text(), question.context) &&
            applies(statement, question)) {
            return decided(document, place);
        }
    }
    return {};
}

bool depends_on_region(const Document& document) {
    return document.depends_on_region;
}

std::vector<NearMiss> near_misses(const Document& document, const Question& question) {
    std::vector<NearMiss> misses;
    for (std::size_t i = 0; i < document.statements.size(); ++i) {
        const auto& statement = document.statements[i];
        if (statement.effect == Effect::allow) {
            if (const auto element = missed(statement, question)) {
                misses.push_back({i, *element, {}});
            }
        }
    }
    std::stable_sort(misses.begin(), misses.end(),
                     [](const NearMiss& a, const NearMiss& b) { return a.element > b.element; });
    misses.resize(std::min(misses.size(), kNearMissesMax));
    for (auto& miss : misses) {
        miss.detail = describe(document.statements[miss.statement], miss.element, question);
    }
    return misses;
}

}  // namespace licet::policy
