// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/guardrail_rules.h"

#include "base/describe/describe.h"

namespace licet::model {
namespace {

using guardrail::Action;

Action action_of(GuardrailBlockAction action) {
    return action == GuardrailBlockAction::BLOCK ? Action::block : Action::none;
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

template <typename Enum>
std::string name_of(Enum value) {
    return std::string{describe::type_of<Enum>().names[static_cast<std::size_t>(value)]};
}

guardrail::Strength strength_of(GuardrailStrength strength) {
    static_assert(static_cast<int>(GuardrailStrength::HIGH) ==
                  static_cast<int>(guardrail::Strength::high));
    return static_cast<guardrail::Strength>(strength);
}

guardrail::JudgedRules judged_rules_of(const GuardrailDefinition& definition) {
    guardrail::JudgedRules rules;
    if (definition.topicPolicy) {
        for (const auto& topic : definition.topicPolicy->topics) {
            auto& rule = rules.topics.emplace_back(guardrail::TopicRule{
                topic.name, topic.definition, {}, actions_of(topic, GuardrailBlockAction::BLOCK)});
            if (topic.examples) {
                rule.examples.assign(topic.examples->begin(), topic.examples->end());
            }
        }
    }
    if (definition.contentPolicy) {
        for (const auto& filter : definition.contentPolicy->filters) {
            rules.content.push_back({name_of(filter.type), strength_of(filter.inputStrength),
                                     strength_of(filter.outputStrength),
                                     actions_of(filter, GuardrailBlockAction::BLOCK)});
        }
    }
    if (definition.contextualGroundingPolicy) {
        for (const auto& filter : definition.contextualGroundingPolicy->filters) {
            const auto action = action_of(filter.action.value_or(GuardrailBlockAction::BLOCK));
            rules.grounding.push_back({name_of(filter.type), filter.threshold,
                                       filter.enabled.value_or(true) ? action : Action::off});
        }
    }
    return rules;
}

}  // namespace

guardrail::Rules rules_of(const GuardrailDefinition& definition) {
    guardrail::Rules rules;
    for (const auto& word : definition.words) {
        rules.words.push_back({word.text, actions_of(word, GuardrailBlockAction::BLOCK)});
    }
    for (const auto& list : definition.managedWordLists) {
        rules.profanity = actions_of(list, GuardrailBlockAction::BLOCK);
    }
    for (const auto& entity : definition.piiEntities) {
        rules.pii.push_back({name_of(entity.type), actions_of(entity, entity.action)});
    }
    for (const auto& regex : definition.regexes) {
        rules.regexes.push_back({regex.name, regex.pattern, actions_of(regex, regex.action)});
    }
    rules.judged = judged_rules_of(definition);
    return rules;
}

}  // namespace licet::model
