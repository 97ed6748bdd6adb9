// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/shapes.h"

#include "base/check.h"
#include "model/organization/arns.h"
#include "model/organization/policies.h"

namespace licet::api::organizations {
namespace {

std::vector<PolicyTypeSummary> show_policy_types(const model::Organization& organization) {
    std::vector<PolicyTypeSummary> types;
    for (const auto& enabled : organization.policy_types) {
        types.push_back({std::string{model::policy_type_name(enabled.type)}, "ENABLED"});
    }
    return types;
}

}  // namespace

AccountStatus status_of(model::AccountState state) {
    switch (state) {
        case model::AccountState::PENDING_ACTIVATION:
        case model::AccountState::ACTIVE:
            return AccountStatus::ACTIVE;
        case model::AccountState::PENDING_CLOSURE:
            return AccountStatus::PENDING_CLOSURE;
        case model::AccountState::SUSPENDED:
        case model::AccountState::CLOSED:
            break;
    }
    return AccountStatus::SUSPENDED;
}

Account show_account(const model::Organizations& state, const model::OrganizationView& organization,
                     AccountId id) {
    const model::Account* account = model::find_account(state, id);
    LICET_CHECK(account != nullptr);
    return {.Id = id.text(),
            .Arn = model::account_arn(organization, id),
            .Email = account->email,
            .Name = account->name,
            .Status = status_of(account->state),
            .State = account->state,
            .Paths = {model::node_path(state, account->parent) + id.text() + "/"},
            .JoinedMethod = account->joined_method,
            .JoinedTimestamp = account->joined_at};
}

OrganizationalUnit show_unit(const model::Organizations& state,
                             const model::OrganizationView& organization, const std::string& id) {
    const auto unit = organization.details.units.find(id);
    LICET_CHECK(unit != organization.details.units.end());
    return {.Id = id,
            .Arn = model::unit_arn(organization, id),
            .Name = unit->second.name,
            .Path = model::node_path(state, id)};
}

Root show_root(const model::OrganizationView& organization) {
    return {.Id = organization.details.root_id,
            .Arn = model::root_arn(organization),
            .Name = "Root",
            .PolicyTypes = show_policy_types(organization.details)};
}

Organization show_organization(const model::Organizations& state,
                               const model::OrganizationView& organization) {
    const AccountId management = organization.details.management_account;
    const model::Account* account = model::find_account(state, management);
    LICET_CHECK(account != nullptr);
    return {.Id = organization.id,
            .Arn = model::organization_arn(organization),
            .FeatureSet = organization.details.features,
            .MasterAccountArn = model::account_arn(organization, management),
            .MasterAccountId = management.text(),
            .MasterAccountEmail = account->email,
            .AvailablePolicyTypes = show_policy_types(organization.details)};
}

CreateAccountStatus show_creation(const std::string& id, const model::AccountCreation& creation) {
    CreateAccountStatus status{.Id = id,
                               .AccountName = creation.name,
                               .State = creation.state,
                               .RequestedTimestamp = creation.requested_at,
                               .CompletedTimestamp = creation.completed_at,
                               .AccountId = std::nullopt,
                               .FailureReason = std::nullopt};
    if (creation.account) {
        status.AccountId = creation.account->text();
    }
    if (!creation.failure_reason.empty()) {
        status.FailureReason = creation.failure_reason;
    }
    return status;
}

std::vector<model::Tag> tags_in(const std::vector<WireTag>& tags) {
    std::vector<model::Tag> made;
    made.reserve(tags.size());
    for (const auto& tag : tags) {
        made.push_back({tag.Key, tag.Value});
    }
    return made;
}

}  // namespace licet::api::organizations
