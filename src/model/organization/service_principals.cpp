// SPDX-License-Identifier: Apache-2.0
#include "model/organization/service_principals.h"

#include <algorithm>
#include <iterator>

namespace licet::model {
namespace {

constexpr ServicePrincipal kServicePrincipals[] = {
    {"access-analyzer.amazonaws.com", 1},
    {"account.amazonaws.com", 1},
    {"auditmanager.amazonaws.com", 1},
    {"backup.amazonaws.com", 5},
    {"cloudtrail.amazonaws.com", 3},
    {"compute-optimizer.amazonaws.com", 1},
    {"config-multiaccountsetup.amazonaws.com", 3},
    {"config.amazonaws.com", 3},
    {"controltower.amazonaws.com", 0},
    {"cost-optimization-hub.bcm.amazonaws.com", 1},
    {"detective.amazonaws.com", 1},
    {"devops-guru.amazonaws.com", 1},
    {"ds.amazonaws.com", 0},
    {"fms.amazonaws.com", 10},
    {"guardduty.amazonaws.com", 1},
    {"health.amazonaws.com", 5},
    {"iam.amazonaws.com", 1},
    {"inspector2.amazonaws.com", 1},
    {"ipam.amazonaws.com", 1},
    {"license-management.marketplace.amazonaws.com", 0},
    {"license-manager-linux-subscriptions.amazonaws.com", 1},
    {"license-manager-user-subscriptions.amazonaws.com", 1},
    {"license-manager.amazonaws.com", 1},
    {"license-manager.member-account.amazonaws.com", 0},
    {"macie.amazonaws.com", 1},
    {"malware-protection.guardduty.amazonaws.com", 1},
    {"member.org.stacksets.cloudformation.amazonaws.com", 5},
    {"networkmanager.amazonaws.com", 10},
    {"notifications.amazon.com", 5},
    {"opsdatasync.ssm.amazonaws.com", 0},
    {"private-marketplace.marketplace.amazonaws.com", 1},
    {"procurement-insights.marketplace.amazonaws.com", 1},
    {"ram.amazonaws.com", 0},
    {"reachabilityanalyzer.networkinsights.amazonaws.com", 1},
    {"reporting.trustedadvisor.amazonaws.com", 5},
    {"resource-explorer-2.amazonaws.com", 1},
    {"securityhub.amazonaws.com", 1},
    {"securitylake.amazonaws.com", 1},
    {"servicecatalog.amazonaws.com", 50},
    {"servicequotas.amazonaws.com", 0},
    {"ssm.amazonaws.com", 1},
    {"sso.amazonaws.com", 1},
    {"storage-lens.s3.amazonaws.com", 5},
    {"tagpolicies.tag.amazonaws.com", 0},
    {"wellarchitected.amazonaws.com", 0},
};

constexpr bool by_name(const ServicePrincipal& left, const ServicePrincipal& right) {
    return left.name < right.name;
}
static_assert(std::is_sorted(std::begin(kServicePrincipals), std::end(kServicePrincipals),
                             by_name));

}  // namespace

const ServicePrincipal* find_service_principal(std::string_view name) {
    const auto* found =
        std::lower_bound(std::begin(kServicePrincipals), std::end(kServicePrincipals),
                         ServicePrincipal{name, 0}, by_name);
    return found == std::end(kServicePrincipals) || found->name != name ? nullptr : found;
}

}  // namespace licet::model
