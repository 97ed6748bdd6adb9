// SPDX-License-Identifier: Apache-2.0
#include "policy/evaluate.h"

#include "policy/compiled.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::policy {
namespace {

constexpr std::size_t kListedMax = 4;  // patterns or values that a detail lists

bool applies(const Statement& statement, const Question& question) {
    if (!statement.resources.hold(question.resource, question.context)) {
        return false;
    }
    return std::all_of(
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
        out += fmt::format("{}`{}`", i == 0 ? "" : ", ", text_of(items[i]));
    }
    if (items.size() > kListedMax) {
        out += fmt::format(" and {} more", items.size() - kListedMax);
    }
    return out;
}

std::string describe(const Matches& matches, std::string_view element, std::string_view text) {
    return fmt::format(
        "{}{}: `{}` is {}{}", matches.negated ? "Not" : "", element, text,
        matches.negated ? "one of " : "none of ",
        listed(matches.patterns, [](const Pattern& pattern) { return pattern.source(); }));
}

std::string describe(const Condition& condition, const Context& context) {
    const auto& op = condition.op;
    const auto actual = describe_values(condition.key, context);
    const bool equals = op.relation == Relation::equal && op.comparison != Comparison::absence;
    const auto relation = actual.empty() ? "the key is absent; wanted"
                          : !equals      ? " does not meet"
                          : op.negated   ? " is one of"
                                         : " is none of";
    return fmt::format("{} {}: {}{} {}", condition.operator_text, key_text(condition.key), actual,
                       relation,
                       listed(condition.texts, [](const std::string& text) { return text; }));
}

NearMiss miss(const Statement& statement, std::size_t place, const Question& question) {
    const auto& action = question.action;
    const auto& context = question.context;
    if (!statement.actions.hold(action.text(), context)) {
        return {place, NearMiss::Element::action,
                describe(statement.actions, "Action", action.text())};
    }
    if (!statement.resources.hold(question.resource, context)) {
        return {place, NearMiss::Element::resource,
                describe(statement.resources, "Resource", question.resource)};
    }
    const auto failed =
        std::find_if_not(statement.conditions.begin(), statement.conditions.end(),
                         [&](const Condition& condition) { return holds(condition, context); });
    return {place, NearMiss::Element::condition, describe(*failed, context)};
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
        if (statement.effect == Effect::allow &&
            !(statement.actions.hold(question.action.text(), question.context) &&
              applies(statement, question))) {
            misses.push_back(miss(statement, i, question));
        }
    }
    std::stable_sort(misses.begin(), misses.end(),
                     [](const NearMiss& a, const NearMiss& b) { return a.element > b.element; });
    return misses;
}

}  // namespace licet::policy
