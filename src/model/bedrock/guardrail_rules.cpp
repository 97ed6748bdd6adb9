// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/guardrail_rules.h"

#include "base/describe/describe.h"

namespace licet::model {
namespace {

using guardrail::Action;

Action action_of(GuardrailWordAction action) {
    return action == GuardrailWordAction::BLOCK ? Action::block : Action::none;
}

Action action_of(GuardrailSensitiveAction action) {
    switch (action) {
        case GuardrailSensitiveAction::BLOCK:
            return Action::block;
        case GuardrailSensitiveAction::ANONYMIZE:
            return Action::anonymize;
        case GuardrailSensitiveAction::NONE:
            break;
    }
    return Action::none;
}

/// @param otherwise for a side without an action of its own
template <typename Rule, typename RuleAction>
guardrail::Actions actions_of(const Rule& rule, RuleAction otherwise) {
    const auto of_side = [&](const auto& action, const auto& enabled) {
        return enabled.value_or(true) ? action_of(action.value_or(otherwise)) : Action::off;
    };
    return {of_side(rule.inputAction, rule.inputEnabled),
            of_side(rule.outputAction, rule.outputEnabled)};
}

std::string name_of(GuardrailPiiType type) {
    return std::string{describe::type_of<GuardrailPiiType>().names[static_cast<std::size_t>(type)]};
}

}  // namespace

guardrail::Rules rules_of(const GuardrailDefinition& definition) {
    guardrail::Rules rules;
    for (const auto& word : definition.words) {
        rules.words.push_back({word.text, actions_of(word, GuardrailWordAction::BLOCK)});
    }
    for (const auto& list : definition.managedWordLists) {
        rules.profanity = actions_of(list, GuardrailWordAction::BLOCK);
    }
    for (const auto& entity : definition.piiEntities) {
        rules.pii.push_back({name_of(entity.type), actions_of(entity, entity.action)});
    }
    for (const auto& regex : definition.regexes) {
        rules.regexes.push_back({regex.name, regex.pattern, actions_of(regex, regex.action)});
    }
    return rules;
}

}  // namespace licet::model
