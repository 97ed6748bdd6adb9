// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/bedrock/guardrails.h"
#include "model/event.h"
#include "model/tags.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What an account does with its guardrails. Errors are those of Bedrock's API. What does not exist
/// and what belongs to others is the same ResourceNotFoundException. Source: rules BG-1, BG-2,
/// BG-4; Bedrock API Reference.
namespace licet::model {

/// In one region of one account. Source: Amazon Bedrock quotas, "Guardrails per account".
inline constexpr std::size_t kGuardrailsMax = 100;
/// Source: Amazon Bedrock quotas, "Versions per guardrail".
inline constexpr std::size_t kGuardrailVersionsMax = 20;
/// Bytes of words, patterns and topics that an account may have in all its guardrails and versions,
/// in all regions together. Ready to scan they take about a hundred times as much memory.
inline constexpr std::size_t kGuardrailRuleBytesMax = 2'100'000;
/// Ids in each list of an enforced configuration.
inline constexpr std::size_t kEnforcedModelsMax = 1'000;

/// Letters, digits, `-` and `_`.
bool is_guardrail_name(std::string_view text);

struct GuardrailSettings {
    std::string name;
    std::string description;
    GuardrailDefinition definition;
};

struct GuardrailMade {
    std::string id;
    Events events;
};

/// @return ValidationException for a definition that protects from nothing, says one thing twice or
///         asks for what is not offered; ConflictException for a name that is taken;
///         TooManyTagsException; ServiceQuotaExceededException. O(guardrails).
Result<GuardrailMade> create_guardrail(const State& state, const GuardrailSettings& settings,
                                       const std::vector<Tag>& tags, const Context& context);

/// The caller's guardrail in its region that an id or ARN names.
/// @return ValidationException for what is neither; ResourceNotFoundException.
Result<std::string> own_guardrail(const State& state, std::string_view identifier,
                                  const Context& context);

/// Replaces the draft.
/// @return as own_guardrail and create_guardrail.
Result<Events> update_guardrail(const State& state, std::string_view identifier,
                                const GuardrailSettings& settings, const Context& context);

struct GuardrailVersionMade {
    std::string id;
    std::uint32_t version = 0;
    Events events;
};
/// Makes a version of the draft. @return as own_guardrail; ServiceQuotaExceededException.
Result<GuardrailVersionMade> create_guardrail_version(const State& state,
                                                      std::string_view identifier,
                                                      const std::string& description,
                                                      const Context& context);

/// @param version 0: the guardrail with all its versions
/// @return as own_guardrail; ResourceInUseException while an enforced configuration names what
/// would
///         go. Source: rule BG-2.
Result<Events> delete_guardrail(const State& state, std::string_view identifier,
                                std::uint32_t version, const Context& context);

struct EnforcedSettings {
    std::string config_id;  ///< empty: the region's, a new one where there is none
    std::string guardrail;  ///< id or ARN
    std::uint32_t version = 0;
    std::optional<ContentGuarding> system;
    std::optional<ContentGuarding> messages;
    std::vector<std::string> included_models;
    std::vector<std::string> excluded_models;
};
struct EnforcedMade {
    EnforcedConfiguration configuration;
    Events events;
};
/// Puts a numbered version of an own guardrail on all calls of the account in the region, in the
/// place of what was put there before.
/// @return as own_guardrail; ValidationException for the draft; ResourceNotFoundException for a
///         version or configuration that does not exist.
Result<EnforcedMade> put_enforced_guardrail(const State& state, const EnforcedSettings& settings,
                                            const Context& context);
/// @return ResourceNotFoundException.
Result<Events> delete_enforced_guardrail(const State& state, std::string_view config_id,
                                         const Context& context);

/// Says which other accounts may apply a guardrail. Source: rule BG-4.
/// @return as own_guardrail; ValidationException with the place and the reason for the document.
Result<Events> put_guardrail_policy(const State& state, std::string_view arn,
                                    const std::string& document, const Context& context);
/// @return as own_guardrail; ResourceNotFoundException where there is none.
Result<Events> delete_guardrail_policy(const State& state, std::string_view arn,
                                       const Context& context);
/// The guardrail's policy, with the errors of delete_guardrail_policy.
Result<std::string> guardrail_policy(const State& state, std::string_view arn,
                                     const Context& context);

/// Adds tags; those of the same key are replaced.
/// @return as own_guardrail; ValidationException or TooManyTagsException for the tags.
Result<Events> tag_guardrail(const State& state, std::string_view arn, const std::vector<Tag>& tags,
                             const Context& context);
/// Takes tags away; keys that are not there do no harm.
Result<Events> untag_guardrail(const State& state, std::string_view arn,
                               const std::vector<std::string>& keys, const Context& context);

}  // namespace licet::model
