// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.h"
#include "model/context.h"
#include "policy/document.h"

#include <boost/describe.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace licet::policy::management {
class Policy;
}

namespace licet::model {

/// Source: rule OR-8.
enum class PolicyType {
    SERVICE_CONTROL_POLICY,
    RESOURCE_CONTROL_POLICY,
    TAG_POLICY,
    BACKUP_POLICY,
    AISERVICES_OPT_OUT_POLICY,
    CHATBOT_POLICY,
    DECLARATIVE_POLICY_EC2,
    SECURITYHUB_POLICY,
    INSPECTOR_POLICY,
    UPGRADE_ROLLOUT_POLICY,
    BEDROCK_POLICY,
    S3_POLICY,
    NETWORK_SECURITY_DIRECTOR_POLICY,
};
BOOST_DESCRIBE_ENUM(PolicyType, SERVICE_CONTROL_POLICY, RESOURCE_CONTROL_POLICY, TAG_POLICY,
                    BACKUP_POLICY, AISERVICES_OPT_OUT_POLICY, CHATBOT_POLICY,
                    DECLARATIVE_POLICY_EC2, SECURITYHUB_POLICY, INSPECTOR_POLICY,
                    UPGRADE_ROLLOUT_POLICY, BEDROCK_POLICY, S3_POLICY,
                    NETWORK_SECURITY_DIRECTOR_POLICY)

/// A policy that an organization wrote; its id (its key) is `p-…`. Those that AWS manages are not
/// among them: managed_policies.h.
struct OrganizationPolicy {
    std::string organization;
    PolicyType type = PolicyType::SERVICE_CONTROL_POLICY;
    std::string name;
    std::string description;
    std::string content;  ///< as given, understood when it was written
    Tags tags;
    Time created_at;
    Time updated_at;

    // Derived from the content; not stored. Each is null for the other types.
    policy::DocumentPtr document = {};  ///< of a SERVICE_CONTROL_POLICY
    /// Of the types that have an effective policy: all but SCPs and RCPs.
    std::shared_ptr<const policy::management::Policy> management = {};
};
BOOST_DESCRIBE_STRUCT(OrganizationPolicy, (),
                      (organization, type, name, description, content, tags, created_at,
                       updated_at))

/// A type whose policies may be attached in the organization. Source: rule 9.2 (Policy type on the
/// root); none is ever pending here.
struct EnabledPolicyType {
    PolicyType type = PolicyType::SERVICE_CONTROL_POLICY;
    Time enabled_at;
};
BOOST_DESCRIBE_STRUCT(EnabledPolicyType, (), (type, enabled_at))

/// A policy on a root, OU or account.
struct PolicyAttachment {
    std::string policy;  ///< id
    Time attached_at;
};
BOOST_DESCRIBE_STRUCT(PolicyAttachment, (), (policy, attached_at))

/// Whether policies of the type are attached to a node and inherited in order to be merged into one
/// effective policy. Source: rules OR-8, OR-11.
constexpr bool is_management_type(PolicyType type) {
    return type != PolicyType::SERVICE_CONTROL_POLICY &&
           type != PolicyType::RESOURCE_CONTROL_POLICY;
}

/// What AWS attaches to every root, OU and account once the type is enabled; never stored. Only the
/// first can be detached. Source: rule OR-9.
inline constexpr std::string_view kFullAccessId = "p-FullAWSAccess";
inline constexpr std::string_view kResourceFullAccessId = "p-RCPFullAWSAccess";

}  // namespace licet::model
