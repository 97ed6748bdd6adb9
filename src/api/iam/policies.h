// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/iam/forms.h"
#include "api/iam/shapes.h"
#include "model/identity/managed_policy.h"
#include "model/state.h"

#include <optional>
#include <string>
#include <vector>

/// How IAM's operations show managed policies. Source: the service model of IAM 2010-05-08.
namespace licet::api::iam {

using PolicyDescription = Text<0, 1000>;

enum class PolicyUsage { PermissionsPolicy, PermissionsBoundary };
BOOST_DESCRIBE_ENUM(PolicyUsage, PermissionsPolicy, PermissionsBoundary)

struct Policy {
    std::string PolicyName;
    std::string PolicyId;
    std::string Arn;
    std::string Path;
    std::string DefaultVersionId;
    std::int32_t AttachmentCount = 0;
    std::int32_t PermissionsBoundaryUsageCount = 0;
    bool IsAttachable = true;
    std::optional<std::string> Description;
    Time CreateDate;
    Time UpdateDate;
    std::optional<std::vector<WireTag>> Tags;
};
BOOST_DESCRIBE_STRUCT(Policy, (),
                      (PolicyName, PolicyId, Arn, Path, DefaultVersionId, AttachmentCount,
                       PermissionsBoundaryUsageCount, IsAttachable, Description, CreateDate,
                       UpdateDate, Tags))

struct PolicyVersion {
    std::optional<std::string> Document;  ///< percent-encoded
    std::string VersionId;
    bool IsDefaultVersion = false;
    Time CreateDate;
};
BOOST_DESCRIBE_STRUCT(PolicyVersion, (), (Document, VersionId, IsDefaultVersion, CreateDate))

/// What follows the last slash of an ARN.
std::string policy_name_of(std::string_view arn);

/// The policy as the account sees it: the counts are those of its own identities.
Policy show_policy(const model::State& state, AccountId account, const std::string& arn,
                   const model::ManagedPolicy& policy, Detail detail);

/// Requires that the policy has the version. Only full answers show the document.
PolicyVersion show_version(const model::ManagedPolicy& policy, model::PolicyVersionId version,
                           Detail detail);

/// The document of a version, percent-encoded as IAM returns it.
std::string show_document(const std::string& text);

}  // namespace licet::api::iam
