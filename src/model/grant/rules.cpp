// SPDX-License-Identifier: Apache-2.0
#include "model/grant/rules.h"

#include "model/grant/activity.h"
#include "model/grant/view.h"
#include "model/identity/service_linked_roles.h"
#include "model/state.h"

#include <algorithm>

namespace licet::model {
namespace {

constexpr std::string_view kOrganizationArns = "arn:aws:organizations::";
constexpr std::string_view kAccountArns = "arn:aws:iam::";
constexpr std::size_t kAccountDigits = 12;

bool is_linked(const State& state, AccountId management_account) {
    const auto found = state.license.settings.find(management_account);
    if (found == state.license.settings.end()) {
        return false;
    }
    const auto here = found->second.find(std::string{kHomeRegion});
    return here != found->second.end() && here->second.link_organizations;
}

Error bad_principal(std::string_view arn, std::string_view why) {
    return validation_error("principal `" + std::string{arn.substr(0, 200)} + "` " +
                            std::string{why});
}

Result<Grantee> parse_account(const State& state, AccountId grantor, std::string_view arn) {
    const std::string_view rest = arn.substr(kAccountArns.size());
    const auto account = AccountId::parse(rest.substr(0, kAccountDigits));
    if (!account.ok() || rest.substr(std::min(rest.size(), kAccountDigits)) != ":root") {
        return bad_principal(arn, "is not of the form arn:aws:iam::<12 digits>:root");
    }
    if (*account == grantor) {
        return bad_principal(arn, "is the grantor itself");
    }
    const Account* own = find_account(state.organization, grantor);
    const Account* other = find_account(state.organization, *account);
    if (own == nullptr || own->organization.empty() || other == nullptr ||
        other->organization != own->organization) {
        return bad_principal(arn,
                             "is not an account of your organization; a license cannot be "
                             "distributed outside of it");
    }
    return Grantee{.kind = GranteeKind::account, .account = *account, .node = {}};
}

struct OrganizationArn {
    std::string_view management_account;
    std::string_view kind;  ///< `organization` or `ou`
    std::string_view node;
};

OrganizationArn split(std::string_view arn) {
    const std::string_view rest = arn.substr(kOrganizationArns.size());
    const auto colon = rest.find(':');
    const std::string_view resource =
        colon == std::string_view::npos ? std::string_view{} : rest.substr(colon + 1);
    const auto slash = resource.find('/');
    return {rest.substr(0, colon), resource.substr(0, slash),
            slash == std::string_view::npos ? std::string_view{} : resource.substr(slash + 1)};
}

Result<Grantee> parse_node(const State& state, AccountId grantor, std::string_view arn) {
    const Account* own = find_account(state.organization, grantor);
    const Organization* organization = organization_of(state.organization, grantor);
    if (organization == nullptr) {
        return bad_principal(arn, "is not in your organization: your account is in none");
    }
    const std::string account = organization->management_account.text();
    const std::string root{kOrganizationArns};
    const std::string organization_form = root + account + ":organization/" + own->organization;
    const std::string unit_form = root + account + ":ou/" + own->organization + "/<OU id>";
    const auto [named_account, kind, node] = split(arn);
    const bool unit = kind == "ou";
    const std::string form = unit ? unit_form : organization_form;
    const std::string prefix = own->organization + "/";
    if ((kind != "organization" && !unit) || (unit && !node.starts_with(prefix)) ||
        (!unit && node != own->organization)) {
        return bad_principal(arn, "does not name your organization; the form is " + form);
    }
    if (named_account != account) {
        return bad_principal(arn,
                             "must carry the number of the organization's management "
                             "account; the form is " +
                                 form);
    }
    const std::string_view unit_id = node.substr(unit ? prefix.size() : node.size());
    if (unit && organization->units.find(unit_id) == organization->units.end()) {
        return bad_principal(arn, "is not an OU of your organization");
    }
    if (!is_administrator(*organization, grantor, kLicenseManagerService)) {
        return access_denied(
            "only the management account and License Manager's delegated "
            "administrator can grant to the organization or an OU");
    }
    return Grantee{.kind = unit ? GranteeKind::organizational_unit : GranteeKind::organization,
                   .account = organization->management_account,
                   .node = std::string{node}};
}

}  // namespace

Error validation_error(std::string message, ErrorKind kind) {
    return {kind, std::move(message), "ValidationException"};
}

Error access_denied(std::string message) {
    return {ErrorKind::denied, std::move(message), "AccessDeniedException"};
}

bool has_license_manager_role(const State& state, AccountId account) {
    return has_service_linked_role(state, account, kLicenseManagerRole);
}

Result<void> require_license_manager_role(const State& state, AccountId account) {
    if (has_license_manager_role(state, account)) {
        return {};
    }
    return access_denied("Service role not found. Create the service-linked role " +
                         std::string{kLicenseManagerRole} +
                         " (iam create-service-linked-role --aws-service-name "
                         "license-manager.amazonaws.com) or enable trusted access for AWS "
                         "License Manager in AWS Organizations.");
}

Result<void> require_administrator(const State& state, AccountId account) {
    const Organization* organization = organization_of(state.organization, account);
    if (organization == nullptr ||
        !is_administrator(*organization, account, kLicenseManagerService)) {
        return access_denied(
            "only the management account and License Manager's delegated "
            "administrator of an organization can list what its accounts have");
    }
    return {};
}

Result<void> require_home_region(const License& license, std::string_view region) {
    if (region == license.home_region) {
        return {};
    }
    return validation_error("Grant can only be created in resource home AWS region: " +
                            license.home_region);
}

Result<void> require_distribution(const State& state, std::string_view organization) {
    const auto found = state.organization.organizations.find(organization);
    if (found == state.organization.organizations.end() ||
        found->second.features != FeatureSet::ALL) {
        return validation_error(
            "grants to an organization or OU need an organization with all "
            "features enabled",
            ErrorKind::conflict);
    }
    if (!has_trusted_access(found->second, kLicenseManagerService)) {
        return validation_error(
            "Grantor has disabled Trusted Access to AWS License Manager "
            "Service in AWS Organizations",
            ErrorKind::conflict);
    }
    if (!is_linked(state, found->second.management_account)) {
        return validation_error(
            "AWS Organizations accounts are not linked: call "
            "UpdateServiceSettings with "
            "OrganizationConfiguration.EnableIntegration=true in the "
            "management account in us-east-1 first",
            ErrorKind::conflict);
    }
    return {};
}

bool is_accepted_automatically(const State& state, AccountId grantor, AccountId grantee) {
    const Account* from = find_account(state.organization, grantor);
    const Account* to = find_account(state.organization, grantee);
    return from != nullptr && to != nullptr && !from->organization.empty() &&
           from->organization == to->organization &&
           require_distribution(state, from->organization).ok();
}

Result<Grantee> parse_principal(const State& state, AccountId grantor, std::string_view arn) {
    if (arn.starts_with(kAccountArns)) {
        return parse_account(state, grantor, arn);
    }
    if (arn.starts_with(kOrganizationArns)) {
        return parse_node(state, grantor, arn);
    }
    return bad_principal(arn,
                         "is neither an account (arn:aws:iam::<12 digits>:root) nor an "
                         "organization or OU (arn:aws:organizations::…)");
}

Result<GrantingRight> granting_right(const State& state, AccountId grantor,
                                     const ReceivedLicense& license) {
    if (license.license->holder == grantor) {
        return GrantingRight{.operations = license.operations, .source = {}};
    }
    if (license.receiver != grantor) {
        return access_denied(
            "only the account that holds a license can grant it; this one is "
            "held by " +
            license.license->holder.text());
    }
    if (!is_seller_issued(*license.license)) {
        return access_denied(
            "a license that was shared with you through AWS Marketplace cannot be shared on");
    }
    const Grant& source = *find_grant(state.grant, license.via.parent());
    const bool in_force = license.status == GrantStatus::ACTIVE && sources_active(state, source);
    if (!in_force || !license.operations.has(AllowedOperation::CreateGrant)) {
        return access_denied(
            "a license can only be shared on through a grant of it that is ACTIVE and has the "
            "operation CreateGrant");
    }
    return GrantingRight{.operations = license.operations, .source = license.via};
}

Error already_active(const State& state, const GrantId& other, bool replaceable) {
    const auto view = find_view(state, other);
    LICET_CHECK(view.has_value());
    const License& license = *find_license(state.license, view->license);
    const std::string replacing =
        !replaceable || is_seller_issued(license)
            ? ""
            : ", or activate with "
              "Options.ActivationOverrideBehavior=ALL_GRANTS_PERMITTED_BY_ISSUER to replace it";
    return validation_error(
        "another license of product `" + license.product_sku + "` is already active in account " +
            view->grantee.account.text() + ": " + license_arn(license.issuer, view->license) +
            " through grant " + arn_of(*view) + "; deactivate that grant first" + replacing,
        ErrorKind::conflict);
}

}  // namespace licet::model
