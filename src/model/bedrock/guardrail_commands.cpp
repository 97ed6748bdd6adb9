// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/guardrail_commands.h"

#include "guardrail/guardrail.h"
#include "model/bedrock/guardrail_rules.h"
#include "model/bedrock/resource_policy.h"
#include "model/bedrock/tagging.h"
#include "model/state.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace licet::model {
namespace {

constexpr std::size_t kIdCharacters = 12;
constexpr std::size_t kQuotedBytesMax = 128;

Error invalid(std::string message) {
    return {ErrorKind::invalid, std::move(message), "ValidationException"};
}

Error not_found(std::string message) {
    return {ErrorKind::not_found, std::move(message), "ResourceNotFoundException"};
}

Error exhausted(std::string message) {
    return {ErrorKind::exhausted, std::move(message), "ServiceQuotaExceededException"};
}

template <typename Items, typename KeyOf>
bool has_twice(const Items& items, KeyOf key_of) {
    std::set<decltype(key_of(*items.begin()))> seen;
    return std::any_of(items.begin(), items.end(),
                       [&](const auto& item) { return !seen.insert(key_of(item)).second; });
}

bool protects_from_nothing(const GuardrailDefinition& definition) {
    return definition.words.empty() && definition.managedWordLists.empty() &&
           definition.piiEntities.empty() && definition.regexes.empty() &&
           !definition.topicPolicy && !definition.contentPolicy &&
           !definition.contextualGroundingPolicy;
}

/// Source: Amazon Bedrock User Guide, "Safeguard tiers": the standard one needs the opt-in to
/// inference across regions.
Result<void> check_tier(const std::optional<GuardrailTier>& tier, std::string_view member) {
    if (tier && tier->tierName == GuardrailTierName::STANDARD) {
        return invalid(
            fmt::format("$.{}.tierConfig: the tier STANDARD needs crossRegionConfig, "
                        "which is not offered; ask for CLASSIC",
                        member));
    }
    return {};
}

Result<void> check_topics(const GuardrailTopicPolicy& policy) {
    if (has_twice(policy.topics, [](const auto& topic) { return std::string{topic.name}; })) {
        return invalid("$.topicPolicyConfig.topicsConfig: each name must be given once");
    }
    return check_tier(policy.tier, "topicPolicyConfig");
}

bool reads_images(const std::optional<GuardrailModalities>& modalities) {
    return modalities && std::find(modalities->begin(), modalities->end(),
                                   GuardrailModality::IMAGE) != modalities->end();
}

Result<void> check_content(const GuardrailContentPolicy& policy) {
    constexpr std::string_view kFilters = "$.contentPolicyConfig.filtersConfig";
    if (has_twice(policy.filters, [](const auto& filter) { return filter.type; })) {
        return invalid(fmt::format("{}: each type must be given once", kFilters));
    }
    for (const auto& filter : policy.filters) {
        if (reads_images(filter.inputModalities) || reads_images(filter.outputModalities)) {
            return invalid(
                fmt::format("{}: texts alone are judged; leave the modality IMAGE out", kFilters));
        }
        // Source: Amazon Bedrock API Reference, GuardrailContentFilterConfig.
        if (filter.type == GuardrailContentType::PROMPT_ATTACK &&
            filter.outputStrength != GuardrailStrength::NONE) {
            return invalid(fmt::format(
                "{}: the output strength of PROMPT_ATTACK must be NONE: answers attack nothing",
                kFilters));
        }
    }
    return check_tier(policy.tier, "contentPolicyConfig");
}

Result<void> check_grounding(const GuardrailGroundingPolicy& policy) {
    constexpr std::string_view kFilters = "$.contextualGroundingPolicyConfig.filtersConfig";
    if (has_twice(policy.filters, [](const auto& filter) { return filter.type; })) {
        return invalid(fmt::format("{}: each type must be given once", kFilters));
    }
    for (const auto& filter : policy.filters) {
        if (filter.threshold < 0 || filter.threshold > guardrail::kGroundingThresholdMax) {
            return invalid(fmt::format("{}: a threshold must be from 0 to {}", kFilters,
                                       guardrail::kGroundingThresholdMax));
        }
    }
    return {};
}

Result<void> check_definition(const GuardrailDefinition& definition) {
    if (protects_from_nothing(definition)) {
        return invalid(
            "a guardrail must have at least one word, managed word list, PII entity, regex, topic, "
            "content filter or grounding filter");
    }
    if (definition.topicPolicy) {
        LICET_TRY_VOID(check_topics(*definition.topicPolicy));
    }
    if (definition.contentPolicy) {
        LICET_TRY_VOID(check_content(*definition.contentPolicy));
    }
    if (definition.contextualGroundingPolicy) {
        LICET_TRY_VOID(check_grounding(*definition.contextualGroundingPolicy));
    }
    if (std::any_of(definition.words.begin(), definition.words.end(), [](const auto& word) {
            return word.text.find_first_not_of(" \t\r\n") == std::string::npos;
        })) {
        return invalid("$.wordPolicyConfig.wordsConfig: a word must not be blank");
    }
    if (has_twice(definition.words, [](const auto& word) { return std::string{word.text}; })) {
        return invalid("$.wordPolicyConfig.wordsConfig: each word must be given once");
    }
    if (has_twice(definition.piiEntities, [](const auto& entity) { return entity.type; })) {
        return invalid(
            "$.sensitiveInformationPolicyConfig.piiEntitiesConfig: each type must be given once");
    }
    if (has_twice(definition.regexes, [](const auto& regex) { return std::string{regex.name}; })) {
        return invalid(
            "$.sensitiveInformationPolicyConfig.regexesConfig: each name must be given once");
    }
    const auto compiled = guardrail::Guardrail::compile(rules_of(definition));
    return compiled.ok() ? Result<void>{} : invalid(compiled.error().message);
}

bool is_own(const Guardrail& guardrail, const Context& context) {
    return guardrail.account == context.actor.account && guardrail.region == context.region;
}

/// Whether the account may have a guardrail of that name. @param id whose name it is to be; empty:
/// a new one's
Result<void> check_name(const Guardrails& state, std::string_view name, std::string_view id,
                        const Context& context) {
    std::size_t count = 0;
    for (const auto& [other, guardrail] : state.all) {
        if (!is_own(guardrail, context)) {
            continue;
        }
        ++count;
        if (guardrail.draft.name == name && other != id) {
            return Error{ErrorKind::conflict,
                         fmt::format("Another guardrail in your account already has the name `{}`: "
                                     "`{}`; choose another name",
                                     name, other),
                         "ConflictException"};
        }
    }
    if (id.empty() && count >= kGuardrailsMax) {
        return exhausted(fmt::format(
            "An account has at most {} guardrails in a region; delete one that is not used",
            kGuardrailsMax));
    }
    return {};
}

std::size_t rule_bytes(const GuardrailDefinition& definition) {
    std::size_t bytes = 0;
    for (const auto& word : definition.words) {
        bytes += std::string_view{word.text}.size();
    }
    for (const auto& regex : definition.regexes) {
        bytes += std::string_view{regex.pattern}.size();
    }
    if (definition.topicPolicy) {
        for (const auto& topic : definition.topicPolicy->topics) {
            bytes += topic.name.size() + topic.definition.size();
            for (const auto& example : topic.examples.value_or(GuardrailTopicExamples{})) {
                bytes += example.size();
            }
        }
    }
    return bytes;
}

/// Whether the account has room for one more definition. @param replaced whose draft goes; empty:
/// none does
Result<void> check_room(const Guardrails& state, const GuardrailDefinition& definition,
                        std::string_view replaced, const Context& context) {
    auto bytes = rule_bytes(definition);
    for (const auto& [id, guardrail] : state.all) {
        if (guardrail.account != context.actor.account) {
            continue;
        }
        bytes += id == replaced ? 0 : rule_bytes(guardrail.draft.definition);
        for (const auto& [number, version] : guardrail.versions) {
            bytes += rule_bytes(version.definition);
        }
    }
    if (bytes > kGuardrailRuleBytesMax) {
        return exhausted(fmt::format(
            "The words, patterns and topics of an account's guardrails and their versions, in all "
            "regions, have at most {} bytes together; delete versions that are not used",
            kGuardrailRuleBytesMax));
    }
    return {};
}

/// Tags and resource policies name a guardrail by its ARN.
Result<std::string> own_guardrail_at(const State& state, std::string_view arn,
                                     const Context& context) {
    if (!arn.starts_with("arn:")) {
        return invalid(
            fmt::format("`{}` is no ARN of a guardrail", arn.substr(0, kQuotedBytesMax)));
    }
    return own_guardrail(state, arn, context);
}

Error no_policy(std::string_view arn) {
    return not_found(fmt::format("`{}` has no resource policy; PutResourcePolicy gives it one",
                                 arn.substr(0, kQuotedBytesMax)));
}

const Guardrail& at(const State& state, const std::string& id) {
    return state.guardrail.all.at(id);
}

}  // namespace

bool is_guardrail_name(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-' || c == '_';
    });
}

Result<GuardrailMade> create_guardrail(const State& state, const GuardrailSettings& settings,
                                       const std::vector<Tag>& tags, const Context& context) {
    LICET_TRY_VOID(check_definition(settings.definition));
    LICET_TRY(auto given, with_tags({}, tags));
    LICET_TRY_VOID(check_name(state.guardrail, settings.name, {}, context));
    LICET_TRY_VOID(check_room(state.guardrail, settings.definition, {}, context));
    GuardrailMade made;
    do {
        made.id = context.random.text(kLowerAlphanumeric, kIdCharacters);
    } while (state.guardrail.all.contains(made.id));
    Guardrail details{.account = context.actor.account,
                      .region = context.region,
                      .draft = {.name = settings.name,
                                .description = settings.description,
                                .definition = settings.definition,
                                .created_at = context.now,
                                .updated_at = context.now},
                      .versions = {},
                      .policy = {},
                      .tags = std::move(given)};
    made.events = {GuardrailCreated{made.id, std::move(details)}};
    return made;
}

Result<std::string> own_guardrail(const State& state, std::string_view identifier,
                                  const Context& context) {
    const auto named = parse_guardrail_name(identifier);
    if (!named || !named->version.empty()) {
        return invalid(fmt::format("`{}` is neither the id nor the ARN of a guardrail",
                                   identifier.substr(0, kQuotedBytesMax)));
    }
    const auto found = state.guardrail.all.find(named->id);
    const bool elsewhere = !named->region.empty() && (named->region != context.region ||
                                                      named->account != context.actor.account);
    if (found == state.guardrail.all.end() || elsewhere || !is_own(found->second, context)) {
        return not_found(fmt::format(
            "There is no guardrail `{}` in account `{}` and region `{}`; "
            "ListGuardrails shows those there are",
            identifier.substr(0, kQuotedBytesMax), context.actor.account.text(), context.region));
    }
    return found->first;
}

Result<Events> update_guardrail(const State& state, std::string_view identifier,
                                const GuardrailSettings& settings, const Context& context) {
    LICET_TRY(auto id, own_guardrail(state, identifier, context));
    LICET_TRY_VOID(check_definition(settings.definition));
    LICET_TRY_VOID(check_name(state.guardrail, settings.name, id, context));
    LICET_TRY_VOID(check_room(state.guardrail, settings.definition, id, context));
    GuardrailVersion draft{.name = settings.name,
                           .description = settings.description,
                           .definition = settings.definition,
                           .created_at = at(state, id).draft.created_at,
                           .updated_at = context.now};
    return Events{GuardrailUpdated{std::move(id), std::move(draft)}};
}

Result<GuardrailVersionMade> create_guardrail_version(const State& state,
                                                      std::string_view identifier,
                                                      const std::string& description,
                                                      const Context& context) {
    LICET_TRY(auto id, own_guardrail(state, identifier, context));
    const auto& guardrail = at(state, id);
    if (guardrail.versions.size() >= kGuardrailVersionsMax) {
        return exhausted(fmt::format(
            "A guardrail has at most {} versions; delete one with DeleteGuardrail and its number",
            kGuardrailVersionsMax));
    }
    LICET_TRY_VOID(check_room(state.guardrail, guardrail.draft.definition, {}, context));
    const std::uint32_t version = guardrail.last_version + 1;
    return GuardrailVersionMade{
        id, version, {GuardrailVersionCreated{id, version, description, context.now}}};
}

Result<Events> delete_guardrail(const State& state, std::string_view identifier,
                                std::uint32_t version, const Context& context) {
    LICET_TRY(auto id, own_guardrail(state, identifier, context));
    const auto& guardrail = at(state, id);
    if (version != 0 && !guardrail.versions.contains(version)) {
        return not_found(fmt::format("Guardrail `{}` has no version {}", id, version));
    }
    const auto* enforced = find_enforced(state.guardrail, context.actor.account, context.region);
    if (enforced != nullptr && enforced->guardrail == id &&
        (version == 0 || enforced->version == version)) {
        return Error{ErrorKind::conflict,
                     fmt::format("Guardrail `{}` is enforced on the account by configuration `{}`; "
                                 "end that first with DeleteEnforcedGuardrailConfiguration",
                                 id, enforced->id),
                     "ResourceInUseException"};
    }
    return Events{GuardrailDeleted{std::move(id), version}};
}

Result<EnforcedMade> put_enforced_guardrail(const State& state, const EnforcedSettings& settings,
                                            const Context& context) {
    const auto* before = find_enforced(state.guardrail, context.actor.account, context.region);
    if (!settings.config_id.empty() && (before == nullptr || before->id != settings.config_id)) {
        return not_found(
            fmt::format("There is no enforced guardrail configuration `{}` in region "
                        "`{}`; leave configId out to make one",
                        settings.config_id.substr(0, kQuotedBytesMax), context.region));
    }
    LICET_TRY(auto id, own_guardrail(state, settings.guardrail, context));
    if (settings.version == 0) {
        return invalid("a version must be named by its number; the draft cannot be enforced");
    }
    if (!at(state, id).versions.contains(settings.version)) {
        return not_found(
            fmt::format("Guardrail `{}` has no version {}; CreateGuardrailVersion makes versions",
                        id, settings.version));
    }
    EnforcedMade made{
        {.id = before == nullptr ? context.random.text(kLowerAlphanumeric, kIdCharacters)
                                 : before->id,
         .guardrail = std::move(id),
         .version = settings.version,
         .system = settings.system,
         .messages = settings.messages,
         .included_models = settings.included_models,
         .excluded_models = settings.excluded_models,
         .created_at = before == nullptr ? context.now : before->created_at,
         .created_by = before == nullptr ? context.actor.arn : before->created_by,
         .updated_at = context.now,
         .updated_by = context.actor.arn},
        {}};
    made.events = {
        EnforcedConfigurationChanged{context.actor.account, context.region, made.configuration}};
    return made;
}

Result<Events> delete_enforced_guardrail(const State& state, std::string_view config_id,
                                         const Context& context) {
    const auto* found = find_enforced(state.guardrail, context.actor.account, context.region);
    if (found == nullptr || found->id != config_id) {
        return not_found(
            fmt::format("There is no enforced guardrail configuration `{}` in region "
                        "`{}`; ListEnforcedGuardrailsConfiguration shows what there is",
                        config_id.substr(0, kQuotedBytesMax), context.region));
    }
    return Events{
        EnforcedConfigurationChanged{context.actor.account, context.region, std::nullopt}};
}

Result<Events> put_guardrail_policy(const State& state, std::string_view arn,
                                    const std::string& document, const Context& context) {
    LICET_TRY(auto id, own_guardrail_at(state, arn, context));
    if (const auto read = ResourcePolicy::read(document); !read.ok()) {
        return invalid("$.resourcePolicy: " + read.error().message);
    }
    return Events{GuardrailPolicyChanged{std::move(id), document}};
}

Result<std::string> guardrail_policy(const State& state, std::string_view arn,
                                     const Context& context) {
    LICET_TRY(const auto id, own_guardrail_at(state, arn, context));
    const auto& policy = at(state, id).policy;
    return policy.empty() ? no_policy(arn) : Result<std::string>{policy};
}

Result<Events> delete_guardrail_policy(const State& state, std::string_view arn,
                                       const Context& context) {
    LICET_TRY(auto id, own_guardrail_at(state, arn, context));
    if (at(state, id).policy.empty()) {
        return no_policy(arn);
    }
    return Events{GuardrailPolicyChanged{std::move(id), {}}};
}

Result<Events> tag_guardrail(const State& state, std::string_view arn, const std::vector<Tag>& tags,
                             const Context& context) {
    LICET_TRY(auto id, own_guardrail_at(state, arn, context));
    LICET_TRY(auto changed, with_tags(at(state, id).tags, tags));
    return Events{GuardrailTagged{std::move(id), std::move(changed)}};
}

Result<Events> untag_guardrail(const State& state, std::string_view arn,
                               const std::vector<std::string>& keys, const Context& context) {
    LICET_TRY(auto id, own_guardrail_at(state, arn, context));
    if (auto fault = find_tag_key_fault(keys)) {
        return invalid(std::move(fault->message));
    }
    Tags left = at(state, id).tags;
    for (const auto& key : keys) {
        left.erase(key);
    }
    return Events{GuardrailTagged{std::move(id), std::move(left)}};
}

}  // namespace licet::model
