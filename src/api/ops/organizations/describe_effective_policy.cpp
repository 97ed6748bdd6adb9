// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/policies.h"
#include "model/organization/effective_policy.h"

namespace licet::api {
namespace {

/// The types that have effective policies.
enum class EffectivePolicyType {
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
BOOST_DESCRIBE_ENUM(EffectivePolicyType, TAG_POLICY, BACKUP_POLICY, AISERVICES_OPT_OUT_POLICY,
                    CHATBOT_POLICY, DECLARATIVE_POLICY_EC2, SECURITYHUB_POLICY, INSPECTOR_POLICY,
                    UPGRADE_ROLLOUT_POLICY, BEDROCK_POLICY, S3_POLICY,
                    NETWORK_SECURITY_DIRECTOR_POLICY)

struct Request {
    EffectivePolicyType PolicyType = EffectivePolicyType::TAG_POLICY;
    std::optional<organizations::TargetId> TargetId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicyType, TargetId))

struct EffectivePolicy {
    std::string PolicyContent;
    Time LastUpdatedTimestamp;
    std::string TargetId;
    EffectivePolicyType PolicyType = EffectivePolicyType::TAG_POLICY;
};
BOOST_DESCRIBE_STRUCT(EffectivePolicy, (),
                      (PolicyContent, LastUpdatedTimestamp, TargetId, PolicyType))

struct Response {
    api::EffectivePolicy EffectivePolicy;
};
BOOST_DESCRIBE_STRUCT(Response, (), (EffectivePolicy))

model::PolicyType type_of(EffectivePolicyType type) {
    constexpr int kFirst = static_cast<int>(model::PolicyType::TAG_POLICY);
    return static_cast<model::PolicyType>(kFirst + static_cast<int>(type));
}
static_assert(static_cast<int>(model::PolicyType::TAG_POLICY) +
                  static_cast<int>(EffectivePolicyType::NETWORK_SECURITY_DIRECTOR_POLICY) ==
              static_cast<int>(model::PolicyType::NETWORK_SECURITY_DIRECTOR_POLICY));

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(auto effective,
              model::describe_effective_policy(call.state().organization, call.account(),
                                               request.TargetId, type_of(request.PolicyType)));
    return Response{{.PolicyContent = std::move(effective.content),
                     .LastUpdatedTimestamp = effective.updated_at,
                     .TargetId = effective.target.text(),
                     .PolicyType = request.PolicyType}};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    const std::string target =
        request.TargetId ? std::string{*request.TargetId} : call.account().text();
    return organizations::permit_target(call, target, type_of(request.PolicyType));
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "EffectivePolicyNotFoundException",
                                        "TargetNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_describe_effective_policy =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "DescribeEffectivePolicy",
         .doc = "Shows what the policies of a type come to for an account, from the root down.",
         .access = Access::read,
         .needs = organizations::kOnTarget,
         .errors = kErrors});

}  // namespace licet::api
