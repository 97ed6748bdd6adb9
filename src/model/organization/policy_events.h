// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/organization/policy.h"

#include <optional>
#include <string>
#include <string_view>

/// What happens to policies and their attachments; OrganizationEvent lists it.
namespace licet::model {

struct State;

/// A policy was written; it is attached nowhere yet.
struct OrganizationPolicyCreated {
    static constexpr std::string_view kName = "OrganizationPolicyCreated";
    std::string id;
    OrganizationPolicy details;
};
BOOST_DESCRIBE_STRUCT(OrganizationPolicyCreated, (), (id, details))

struct OrganizationPolicyUpdated {
    static constexpr std::string_view kName = "OrganizationPolicyUpdated";
    std::string id;
    std::optional<std::string> name;  ///< absent: unchanged, as the others
    std::optional<std::string> description;
    std::optional<std::string> content;
    Time updated_at;
};
BOOST_DESCRIBE_STRUCT(OrganizationPolicyUpdated, (), (id, name, description, content, updated_at))

/// It was attached nowhere.
struct OrganizationPolicyDeleted {
    static constexpr std::string_view kName = "OrganizationPolicyDeleted";
    std::string id;
};
BOOST_DESCRIBE_STRUCT(OrganizationPolicyDeleted, (), (id))

struct OrganizationPolicyAttached {
    static constexpr std::string_view kName = "OrganizationPolicyAttached";
    std::string organization;
    std::string policy;  ///< may be p-FullAWSAccess
    std::string target;  ///< root id, OU id or account id
    Time attached_at;
};
BOOST_DESCRIBE_STRUCT(OrganizationPolicyAttached, (), (organization, policy, target, attached_at))

struct OrganizationPolicyDetached {
    static constexpr std::string_view kName = "OrganizationPolicyDetached";
    std::string organization;
    std::string policy;  ///< may be p-FullAWSAccess
    std::string target;
    Time detached_at;
};
BOOST_DESCRIBE_STRUCT(OrganizationPolicyDetached, (), (organization, policy, target, detached_at))

struct PolicyTypeEnabled {
    static constexpr std::string_view kName = "PolicyTypeEnabled";
    std::string organization;
    PolicyType type = PolicyType::SERVICE_CONTROL_POLICY;
    Time enabled_at;
};
BOOST_DESCRIBE_STRUCT(PolicyTypeEnabled, (), (organization, type, enabled_at))

/// All policies of the type are detached everywhere. Source: rule 9.2 (Policy type on the root).
struct PolicyTypeDisabled {
    static constexpr std::string_view kName = "PolicyTypeDisabled";
    std::string organization;
    PolicyType type = PolicyType::SERVICE_CONTROL_POLICY;
};
BOOST_DESCRIBE_STRUCT(PolicyTypeDisabled, (), (organization, type))

void apply(State& state, const OrganizationPolicyCreated& event);
void apply(State& state, const OrganizationPolicyUpdated& event);
void apply(State& state, const OrganizationPolicyDeleted& event);
void apply(State& state, const OrganizationPolicyAttached& event);
void apply(State& state, const OrganizationPolicyDetached& event);
void apply(State& state, const PolicyTypeEnabled& event);
void apply(State& state, const PolicyTypeDisabled& event);

}  // namespace licet::model
