// SPDX-License-Identifier: Apache-2.0
#include "api/iam/policies.h"

#include "base/encoding.h"

namespace licet::api::iam {

std::string policy_name_of(std::string_view arn) {
    return std::string{arn.substr(arn.rfind('/') + 1)};
}

Policy show_policy(const model::State& state, AccountId account, const std::string& arn,
                   const model::ManagedPolicy& policy, Detail detail) {
    const auto use = model::use_of_policy(state.identity, account, arn);
    Policy shown{.PolicyName = policy_name_of(arn),
                 .PolicyId = policy.id,
                 .Arn = arn,
                 .Path = policy.path,
                 .DefaultVersionId = policy.default_version.text(),
                 .AttachmentCount = static_cast<std::int32_t>(use.attachments),
                 .PermissionsBoundaryUsageCount = static_cast<std::int32_t>(use.boundaries),
                 .Description = {},
                 .CreateDate = policy.created_at,
                 .UpdateDate = policy.updated_at,
                 .Tags = {}};
    if (detail == Detail::full) {
        if (!policy.description.empty()) {
            shown.Description = policy.description;
        }
        if (!policy.tags.empty()) {
            shown.Tags = show_tags(policy.tags);
        }
    }
    return shown;
}

PolicyVersion show_version(const model::ManagedPolicy& policy, model::PolicyVersionId version,
                           Detail detail) {
    const auto found = policy.versions.find(version);
    LICET_CHECK(found != policy.versions.end());
    PolicyVersion shown{.Document = {},
                        .VersionId = version.text(),
                        .IsDefaultVersion = version == policy.default_version,
                        .CreateDate = found->second.created_at};
    if (detail == Detail::full) {
        shown.Document = show_document(found->second.text);
    }
    return shown;
}

std::string show_document(const std::string& text) {
    return percent_encode(text);
}

}  // namespace licet::api::iam
