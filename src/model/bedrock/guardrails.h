// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "model/bedrock/guardrail_definition.h"
#include "model/context.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace licet::guardrail {
class Guardrail;
}

namespace licet::model {

struct State;
class ResourcePolicy;

/// One version as it is applied. Immutable.
struct ReadyGuardrailVersion {
    std::shared_ptr<const guardrail::Guardrail> scanner;
    std::string blocked_input;   ///< what is answered instead of a blocked prompt
    std::string blocked_output;  ///< and instead of a blocked answer
};
using ReadyGuardrailVersionPtr = std::shared_ptr<const ReadyGuardrailVersion>;

/// A guardrail as it can be applied: what decisions and the gateway share with the state.
/// Immutable.
struct ReadyGuardrail {
    std::string id;
    AccountId account;
    std::string region;
    std::string arn;
    Tags tags;
    std::shared_ptr<const ResourcePolicy> policy;  ///< null: its own account alone may apply it
    /// By number; 0 is the draft. Null where it does not compile (any more): it cannot be applied.
    std::map<std::uint32_t, ReadyGuardrailVersionPtr> versions;
};
using ReadyGuardrailPtr = std::shared_ptr<const ReadyGuardrail>;

/// What the draft of a guardrail, or one of its versions, is.
struct GuardrailVersion {
    std::string name;
    std::string description;  ///< empty: none
    GuardrailDefinition definition;
    Time created_at;
    Time updated_at;
};
BOOST_DESCRIBE_STRUCT(GuardrailVersion, (), (name, description, definition, created_at, updated_at))

/// Source: rule BG-1. What takes AWS a while is done at once: all that there is is READY.
struct Guardrail {
    AccountId account;
    std::string region;
    GuardrailVersion draft;
    std::map<std::uint32_t, GuardrailVersion> versions;  ///< by number, from 1 on
    std::uint32_t last_version = 0;                      ///< a number is never given twice
    std::string policy;                                  ///< the resource policy; empty: none
    Tags tags;

    /// The same, kept up by apply(). Not stored.
    ReadyGuardrailPtr ready = {};
};
BOOST_DESCRIBE_STRUCT(Guardrail, (), (account, region, draft, versions, last_version, policy, tags))

/// Which parts of a prompt a guardrail reads. Source: rule BG-3.
enum class ContentGuarding {
    COMPREHENSIVE,  ///< all of it
    SELECTIVE,      ///< what the request marks, where it marks anything
};
BOOST_DESCRIBE_ENUM(ContentGuarding, COMPREHENSIVE, SELECTIVE)

/// A guardrail that an account puts on all its calls in a region. Source: rule BG-2.
struct EnforcedConfiguration {
    std::string id;
    std::string guardrail;  ///< its id
    std::uint32_t version = 0;
    std::optional<ContentGuarding> system;
    std::optional<ContentGuarding> messages;
    std::vector<std::string> included_models;  ///< ids, or `ALL`; empty: all
    std::vector<std::string> excluded_models;
    Time created_at;
    std::string created_by;  ///< ARN
    Time updated_at;
    std::string updated_by;
};
BOOST_DESCRIBE_STRUCT(EnforcedConfiguration, (),
                      (id, guardrail, version, system, messages, included_models, excluded_models,
                       created_at, created_by, updated_at, updated_by))

/// Owned by the engine's thread.
struct Guardrails {
    /// By id: 12 characters of `a-z 0-9`, unique everywhere.
    std::map<std::string, Guardrail, std::less<>> all;
    /// By account and region: at most one.
    std::map<AccountId, std::map<std::string, EnforcedConfiguration, std::less<>>> enforced;

    void rebuild_indexes();
};
BOOST_DESCRIBE_STRUCT(Guardrails, (), (all, enforced))

struct GuardrailCreated {
    static constexpr std::string_view kName = "GuardrailCreated";
    std::string id;
    Guardrail details;
};
BOOST_DESCRIBE_STRUCT(GuardrailCreated, (), (id, details))

struct GuardrailUpdated {
    static constexpr std::string_view kName = "GuardrailUpdated";
    std::string id;
    GuardrailVersion draft;
};
BOOST_DESCRIBE_STRUCT(GuardrailUpdated, (), (id, draft))

/// The draft is a version too now.
struct GuardrailVersionCreated {
    static constexpr std::string_view kName = "GuardrailVersionCreated";
    std::string id;
    std::uint32_t version = 0;
    std::string description;
    Time at;
};
BOOST_DESCRIBE_STRUCT(GuardrailVersionCreated, (), (id, version, description, at))

struct GuardrailDeleted {
    static constexpr std::string_view kName = "GuardrailDeleted";
    std::string id;
    std::uint32_t version = 0;  ///< 0: all of it
};
BOOST_DESCRIBE_STRUCT(GuardrailDeleted, (), (id, version))

struct GuardrailTagged {
    static constexpr std::string_view kName = "GuardrailTagged";
    std::string id;
    Tags tags;  ///< these now
};
BOOST_DESCRIBE_STRUCT(GuardrailTagged, (), (id, tags))

struct GuardrailPolicyChanged {
    static constexpr std::string_view kName = "GuardrailPolicyChanged";
    std::string id;
    std::string policy;  ///< empty: none any more
};
BOOST_DESCRIBE_STRUCT(GuardrailPolicyChanged, (), (id, policy))

struct EnforcedConfigurationChanged {
    static constexpr std::string_view kName = "EnforcedConfigurationChanged";
    AccountId account;
    std::string region;
    std::optional<EnforcedConfiguration> configuration;  ///< none: deleted
};
BOOST_DESCRIBE_STRUCT(EnforcedConfigurationChanged, (), (account, region, configuration))

void apply(State& state, const GuardrailCreated& event);
void apply(State& state, const GuardrailUpdated& event);
void apply(State& state, const GuardrailVersionCreated& event);
void apply(State& state, const GuardrailDeleted& event);
void apply(State& state, const GuardrailTagged& event);
void apply(State& state, const GuardrailPolicyChanged& event);
void apply(State& state, const EnforcedConfigurationChanged& event);

using GuardrailEvent =
    std::variant<GuardrailCreated, GuardrailUpdated, GuardrailVersionCreated, GuardrailDeleted,
                 GuardrailTagged, GuardrailPolicyChanged, EnforcedConfigurationChanged>;

/// `arn:aws:bedrock:<region>:<account>:guardrail/<id>`
std::string guardrail_arn(std::string_view region, AccountId account, std::string_view id);

/// What an identifier names; says nothing about whether it exists. Refers into the text.
struct GuardrailName {
    std::string_view id;
    std::string_view region = {};   ///< of an ARN; empty: a bare id
    AccountId account = {};         ///< likewise
    std::string_view version = {};  ///< behind the ARN, as policies name it; empty: none
};

/// Reads an id or an ARN, with or without a version behind it. Allocates nothing.
std::optional<GuardrailName> parse_guardrail_name(std::string_view text);

/// `DRAFT` is 0. @return nothing for what is no version.
std::optional<std::uint32_t> parse_guardrail_version(std::string_view text);
std::string guardrail_version_text(std::uint32_t version);

/// The account's configuration in the region, or null.
const EnforcedConfiguration* find_enforced(const Guardrails& state, AccountId account,
                                           std::string_view region);

}  // namespace licet::model
