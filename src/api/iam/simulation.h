// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/define.h"
#include "api/iam/forms.h"
#include "api/iam/paging.h"
#include "api/iam/permissions.h"
#include "model/identity/identity.h"
#include "model/identity/principal.h"
#include "policy/document.h"

#include <optional>
#include <string>
#include <vector>

/// What SimulatePrincipalPolicy and SimulateCustomPolicy have in common. Source: the service model
/// of IAM 2010-05-08; IAM User Guide, "Testing IAM policies with the IAM policy simulator".
namespace licet::api::iam {

enum class ContextKeyType {
    string,
    stringList,
    numeric,
    numericList,
    boolean,
    booleanList,
    ip,
    ipList,
    binary,
    binaryList,
    date,
    dateList
};
BOOST_DESCRIBE_ENUM(ContextKeyType, string, stringList, numeric, numericList, boolean, booleanList,
                    ip, ipList, binary, binaryList, date, dateList)

struct ContextEntry {
    std::optional<Text<5, 256>> ContextKeyName;
    std::optional<std::vector<std::string>> ContextKeyValues;
    std::optional<enum ContextKeyType> ContextKeyType;
};
BOOST_DESCRIBE_STRUCT(ContextEntry, (), (ContextKeyName, ContextKeyValues, ContextKeyType))

/// Policies, actions or resources of one request.
inline constexpr std::int64_t kSimulatedMax = 1'000;
/// Actions times resources times policies of one request, in all its pages together.
inline constexpr std::size_t kEvaluationsMax = 1'000'000;

using PolicyTexts = List<PolicyDocument, 1, kSimulatedMax>;

struct Simulation {
    std::optional<PolicyTexts> PermissionsBoundaryPolicyInputList;
    List<Text<3, 128>, 1, kSimulatedMax> ActionNames;
    std::optional<List<Text<1, 2048>, 0, kSimulatedMax>> ResourceArns;
    std::optional<PolicyDocument> ResourcePolicy;
    std::optional<Text<1, 2048>> ResourceOwner;
    std::optional<Text<1, 2048>> CallerArn;
    std::optional<std::vector<ContextEntry>> ContextEntries;
    std::optional<Text<1, 64>> ResourceHandlingOption;  ///< for EC2 only: changes nothing here
    iam::Marker Marker;
    iam::MaxItems MaxItems;
};
BOOST_DESCRIBE_STRUCT(Simulation, (),
                      (PermissionsBoundaryPolicyInputList, ActionNames, ResourceArns,
                       ResourcePolicy, ResourceOwner, CallerArn, ContextEntries,
                       ResourceHandlingOption, Marker, MaxItems))

struct Position {
    std::int32_t Line = 0;
    std::int32_t Column = 0;
};
BOOST_DESCRIBE_STRUCT(Position, (), (Line, Column))

struct Statement {
    std::string SourcePolicyId;
    std::string SourcePolicyType;
    Position StartPosition;
    Position EndPosition;
};
BOOST_DESCRIBE_STRUCT(Statement, (), (SourcePolicyId, SourcePolicyType, StartPosition, EndPosition))

enum class PolicyEvaluationDecision { allowed, explicitDeny, implicitDeny };
BOOST_DESCRIBE_ENUM(PolicyEvaluationDecision, allowed, explicitDeny, implicitDeny)

struct OrganizationsDecisionDetail {
    bool AllowedByOrganizations = false;
};
BOOST_DESCRIBE_STRUCT(OrganizationsDecisionDetail, (), (AllowedByOrganizations))

struct PermissionsBoundaryDecisionDetail {
    bool AllowedByPermissionsBoundary = false;
};
BOOST_DESCRIBE_STRUCT(PermissionsBoundaryDecisionDetail, (), (AllowedByPermissionsBoundary))

/// The result for one of several resources.
struct ResourceSpecificResult {
    std::string EvalResourceName;
    PolicyEvaluationDecision EvalResourceDecision = PolicyEvaluationDecision::implicitDeny;
    std::vector<Statement> MatchedStatements;
    std::vector<std::string> MissingContextValues;
    std::optional<struct PermissionsBoundaryDecisionDetail> PermissionsBoundaryDecisionDetail;
};
BOOST_DESCRIBE_STRUCT(ResourceSpecificResult, (),
                      (EvalResourceName, EvalResourceDecision, MatchedStatements,
                       MissingContextValues, PermissionsBoundaryDecisionDetail))

/// Of one action on one resource.
struct EvaluationResult {
    std::string EvalActionName;
    std::string EvalResourceName;
    PolicyEvaluationDecision EvalDecision = PolicyEvaluationDecision::implicitDeny;
    std::vector<Statement> MatchedStatements;
    std::vector<std::string> MissingContextValues;
    std::optional<struct OrganizationsDecisionDetail> OrganizationsDecisionDetail;
    std::optional<struct PermissionsBoundaryDecisionDetail> PermissionsBoundaryDecisionDetail;
    /// Where several resources are asked about: the same once more, for its resource. The missing
    /// context values stand here only, then.
    std::vector<ResourceSpecificResult> ResourceSpecificResults;
};
BOOST_DESCRIBE_STRUCT(EvaluationResult, (),
                      (EvalActionName, EvalResourceName, EvalDecision, MatchedStatements,
                       MissingContextValues, OrganizationsDecisionDetail,
                       PermissionsBoundaryDecisionDetail, ResourceSpecificResults))

struct SimulationResults {
    std::vector<EvaluationResult> EvaluationResults;
    bool IsTruncated = false;
    std::optional<std::string> Marker;
};
BOOST_DESCRIBE_STRUCT(SimulationResults, (), (EvaluationResults, IsTruncated, Marker))

/// A policy and what the results call it.
struct SourcePolicy {
    std::string id;    ///< `PolicyInputList.1`, `user_ann_inline-name`, `AdministratorAccess`
    std::string type;  ///< `user`, `group`, `role`, `user-managed`, `aws-managed`, `none`
    policy::DocumentPtr document;
};
using SourcePolicies = std::vector<SourcePolicy>;

/// Whose permissions are simulated.
struct SimulationSource {
    SourcePolicies identity;
    SourcePolicies boundary;                    ///< empty: none
    std::optional<model::IdentityName> entity;  ///< none: policies given as texts only
};

/// The policies and the boundary of a user, group or role of the caller's account, for a user with
/// those of its groups. @return NoSuchEntity; InvalidInput for what is no ARN of these.
Result<SimulationSource> source_of(const AuditCall& call, const std::string& arn);

/// What operations on such an identity need; another ARN than these is asked as `*`.
inline constexpr Need kOnSource{.resources = {&kUser, &kGroup, &kRole}};
Permissions on_source(const std::string& arn);

/// Compiles texts and adds them under the names `<list>.1`, … @return InvalidInput.
Result<void> add_texts(std::string_view list, const PolicyTexts& texts, SourcePolicies& policies);

/// One result for each action on each resource. A page ends early where it would take too long.
/// @param entity_arn of the source's entity; empty when it has none
/// @return InvalidInput, also for more than kEvaluationsMax; ValidationError.
Result<SimulationResults> simulate(const AuditCall& call, std::string_view operation,
                                   const Simulation& request, const std::string& entity_arn,
                                   SimulationSource source);

/// The condition keys that the policies ask about.
struct ContextKeys {
    std::vector<std::string> ContextKeyNames;
};
BOOST_DESCRIBE_STRUCT(ContextKeys, (), (ContextKeyNames))
ContextKeys context_keys_of(const SourcePolicies& policies);

}  // namespace licet::api::iam
