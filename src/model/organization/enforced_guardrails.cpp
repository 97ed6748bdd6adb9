// SPDX-License-Identifier: Apache-2.0
#include "model/organization/enforced_guardrails.h"

#include "model/organization/effective_policy.h"
#include "model/organization/policies.h"
#include "policy/management/node.h"

#include <algorithm>

namespace licet::model {
namespace {

using policy::management::Effective;
using policy::management::Node;

/// What BEDROCK_POLICY policies come to in all regions, or null.
const Effective* inference_of(const Effective& effective) {
    return effective.find({"bedrock", "guardrail_inference"});
}

std::vector<std::string> texts_of(const Effective* setting) {
    std::vector<std::string> texts;
    if (setting != nullptr && setting->value) {
        for (const std::string& item : setting->value->items) {
            if (auto text = policy::management::string_of(item)) {
                texts.push_back(*std::move(text));
            }
        }
    }
    return texts;
}

ContentGuarding guarding_of(const Effective& configuration, std::string_view part) {
    const auto texts = texts_of(configuration.find({"selective_content_guarding", part}));
    return !texts.empty() && texts.front() == "selective" ? ContentGuarding::SELECTIVE
                                                          : ContentGuarding::COMPREHENSIVE;
}

bool speaks_of(const OrganizationPolicy& policy, std::string_view region,
               std::string_view configuration) {
    const Node* node = &policy.management->root();
    for (const std::string_view name :
         {std::string_view{"bedrock"}, std::string_view{"guardrail_inference"}, region,
          configuration}) {
        const auto member = node->members.find(name);
        if (member == node->members.end()) {
            return false;
        }
        node = &member->second;
    }
    return true;
}

std::vector<std::string> sources_of(const Organizations& state, AccountId account,
                                    std::string_view region, std::string_view configuration) {
    std::vector<std::string> arns;
    for (const auto& level : policies_above(state, account, PolicyType::BEDROCK_POLICY)) {
        for (const InheritedPolicy& policy : level) {
            if (speaks_of(policy.details, region, configuration)) {
                const auto organization = state.organizations.find(policy.details.organization);
                arns.push_back(policy_arn({organization->first, organization->second},
                                          {.id = policy.id, .type = policy.details.type}));
            }
        }
    }
    return arns;
}

bool names(const std::vector<std::string>& models, std::string_view model_id) {
    return std::any_of(models.begin(), models.end(), [model_id](const std::string& model) {
        return model == "ALL" || model == model_id;
    });
}

}  // namespace

std::vector<EnforcedGuardrail> enforced_guardrails(const Organizations& state, AccountId account,
                                                   std::string_view region) {
    std::vector<EnforcedGuardrail> guardrails;
    const Effective effective = effective_policy(state, account, PolicyType::BEDROCK_POLICY);
    const Effective* here = effective.find({"bedrock", "guardrail_inference", region});
    if (here == nullptr) {
        return guardrails;
    }
    for (const auto& [name, configuration] : here->members) {
        if (!has_value(configuration)) {  // the effective policy does not show it either
            continue;
        }
        auto identifier = texts_of(configuration.find({"identifier"}));
        guardrails.push_back({.configuration = name,
                              .identifier = identifier.empty() ? "" : std::move(identifier.front()),
                              .included_models = texts_of(
                                  configuration.find({"model_enforcement", "included_models"})),
                              .excluded_models = texts_of(
                                  configuration.find({"model_enforcement", "excluded_models"})),
                              .policies = sources_of(state, account, region, name),
                              .system = guarding_of(configuration, "system"),
                              .messages = guarding_of(configuration, "messages")});
    }
    return guardrails;
}

std::optional<EnforcedGuardrail> own_enforced_guardrail(const Guardrails& state, AccountId account,
                                                        std::string_view region) {
    const auto* own = find_enforced(state, account, region);
    if (own == nullptr) {
        return std::nullopt;
    }
    return EnforcedGuardrail{.configuration = own->id,
                             .identifier = guardrail_arn(region, account, own->guardrail) + ":" +
                                           guardrail_version_text(own->version),
                             .included_models = own->included_models,
                             .excluded_models = own->excluded_models,
                             .policies = {},
                             .system = own->system.value_or(ContentGuarding::COMPREHENSIVE),
                             .messages = own->messages.value_or(ContentGuarding::COMPREHENSIVE)};
}

bool applies_to(const EnforcedGuardrail& guardrail, std::string_view model_id) {
    return (guardrail.included_models.empty() || names(guardrail.included_models, model_id)) &&
           !names(guardrail.excluded_models, model_id);
}

std::vector<std::string> enforced_regions(const Organizations& state, AccountId account) {
    std::vector<std::string> regions;
    const Effective effective = effective_policy(state, account, PolicyType::BEDROCK_POLICY);
    if (const Effective* inference = inference_of(effective)) {
        for (const auto& [region, configurations] : inference->members) {
            if (has_value(configurations)) {
                regions.push_back(region);
            }
        }
    }
    return regions;
}

}  // namespace licet::model
