// SPDX-License-Identifier: Apache-2.0
#include "model/organization/control_policies.h"

#include "model/organization/attachments.h"
#include "model/organization/policies.h"

#include <algorithm>

namespace licet::model {

ControlLevel control_level(const Organizations& state, const OrganizationView& organization,
                           std::string target) {
    ControlLevel level;
    for (const std::string& id :
         policies_on(state, organization.details, target, PolicyType::SERVICE_CONTROL_POLICY)) {
        const auto policy = *find_policy(state, organization, id);
        level.policies.push_back({policy_arn(organization, policy),
                                  policy.aws_managed ? full_access_document()
                                                     : state.policies.find(id)->second.document});
    }
    level.target = std::move(target);
    return level;
}

std::vector<ControlLevel> control_levels(const Organizations& state, AccountId account) {
    std::vector<ControlLevel> levels;
    const Organization* organization = organization_of(state, account);
    if (organization == nullptr || organization->management_account == account ||
        find_enabled(*organization, PolicyType::SERVICE_CONTROL_POLICY) == nullptr) {
        return levels;
    }
    auto nodes = ancestors(state, account);
    const std::string id{nodes.back()};
    nodes.pop_back();
    const OrganizationView view{id, *organization};
    std::reverse(nodes.begin(), nodes.end());
    for (const std::string_view node : nodes) {
        levels.push_back(control_level(state, view, std::string{node}));
    }
    levels.push_back(control_level(state, view, account.text()));
    return levels;
}

}  // namespace licet::model
