// SPDX-License-Identifier: Apache-2.0
//
// Which objects of the index each event touches. One that sets Touched::everything makes the next
// index start over, which is correct but slow: none does.
#include "decision/index_builder.h"

namespace licet::decision {

struct Notes {
    Touched& touched;
    const model::State& state;

    void sub_grant_or_grant(const model::GrantId& id) {
        if (const auto part = id.part()) {
            touched.sub_grants.insert({id.parent(), part->account});
        } else {
            whole_grant(id);
        }
    }
    void whole_grant(const model::GrantId& id) {
        touched.grants.insert(id);
        touched.parents.insert(id);
    }

    void bearer(const std::string& id) {
        if (const auto* credential = model::find_service_credential(state.identity, id)) {
            touched.bearers.insert(credential->alias);
        }
    }
    void user(const model::OwnedName& name) {
        touched.identities.insert({model::IdentityKind::user, name});
    }
    void role(const model::OwnedName& name) {
        touched.identities.insert({model::IdentityKind::role, name});
    }
    void group(const model::OwnedName& name) {
        touched.identities.insert({model::IdentityKind::group, name});
    }

    /// A root, OU or account to which a policy was attached, or from which it was detached. Those
    /// of guardrails are handed down; service control policies are looked up level by level.
    void target(const std::string& organization, const std::string& policy,
                const std::string& node) {
        const auto found = state.organization.policies.find(policy);
        if (found != state.organization.policies.end() &&
            found->second.type == model::PolicyType::BEDROCK_POLICY) {
            touched.governed.insert(organization);
        } else if (const auto account = AccountId::parse(node); account.ok()) {
            touched.accounts.insert(*account);
        } else {
            touched.nodes.insert(node);
        }
    }

    void operator()(const model::AccountOpened& e) { touched.accounts.insert(e.account); }
    void operator()(const model::OrganizationCreated& e) {
        touched.nodes.insert(e.id);
        touched.nodes.insert(e.details.root_id);
        touched.accounts.insert(e.details.management_account);
    }
    void operator()(const model::OrganizationSettingsChanged& e) {
        touched.nodes.insert(e.organization);
    }
    void operator()(const model::AccountMoved& e) { touched.accounts.insert(e.account); }
    void operator()(const model::AccountStateChanged& e) { touched.accounts.insert(e.account); }
    void operator()(const model::AccountLeft& e) { touched.accounts.insert(e.account); }
    void operator()(const model::AccountCreationRequested&) {}
    void operator()(const model::AccountCreationSucceeded&) {}
    void operator()(const model::AccountCreationFailed&) {}
    void operator()(const model::OrganizationalUnitCreated& e) { touched.nodes.insert(e.id); }
    void operator()(const model::OrganizationalUnitRenamed&) {}
    void operator()(const model::OrganizationalUnitDeleted&) {}  // only an empty one can be deleted
    void operator()(const model::TrustedAccessEnabled&) {}
    void operator()(const model::TrustedAccessDisabled&) {}
    void operator()(const model::DelegatedAdministratorRegistered& e) {
        touched.accounts.insert(e.account);
    }
    void operator()(const model::DelegatedAdministratorDeregistered& e) {
        touched.accounts.insert(e.account);
    }
    void operator()(const model::OrganizationResourceTagged&) {}
    void operator()(const model::OrganizationResourceUntagged&) {}
    void operator()(const model::AccountJoined& e) { touched.accounts.insert(e.account); }
    void operator()(const model::OrganizationDeleted& e) {
        touched.nodes.insert(e.id);
        touched.accounts.insert(e.management_account);
    }
    void operator()(const model::AllFeaturesEnabled&) {}
    void operator()(const model::HandshakesRequested&) {}
    void operator()(const model::HandshakesChanged&) {}
    void operator()(const model::HandshakesForgotten&) {}

    void operator()(const model::OrganizationPolicyCreated&) {}
    void operator()(const model::OrganizationPolicyUpdated& e) {
        const auto& all = state.organization;
        const auto targets = all.targets_by_policy.find(e.id);
        if (targets != all.targets_by_policy.end()) {
            for (const auto& node : targets->second) {
                target(all.policies.find(e.id)->second.organization, e.id, node);
            }
        }
    }
    void operator()(const model::OrganizationPolicyDeleted&) {}  // only one attached nowhere can be
    void operator()(const model::OrganizationPolicyAttached& e) {
        target(e.organization, e.policy, e.target);
    }
    void operator()(const model::OrganizationPolicyDetached& e) {
        target(e.organization, e.policy, e.target);
    }
    void operator()(const model::PolicyTypeEnabled& e) { touched.governed.insert(e.organization); }
    void operator()(const model::PolicyTypeDisabled& e) { touched.governed.insert(e.organization); }

    void operator()(const model::UserCreated& e) { user(e.user); }
    void operator()(const model::UserRenamed& e) {
        const model::OwnedName now{e.user.account, e.new_name};
        user(e.user);
        user(now);
        const auto& keys = model::access_keys_of(state.identity, now);
        touched.keys.insert(keys.begin(), keys.end());
        for (const auto& id : model::service_credentials_of(state.identity, now)) {
            bearer(id);
        }
    }
    void operator()(const model::GroupCreated&) {}  // has no members yet
    void operator()(const model::GroupDeleted&) {}  // has none any more
    void operator()(const model::GroupRenamed& e) { group({e.group.account, e.new_name}); }
    void operator()(const model::GroupMemberAdded& e) { user({e.group.account, e.user}); }
    void operator()(const model::GroupMemberRemoved& e) { user({e.group.account, e.user}); }
    void operator()(const model::InlinePolicyPut& e) { touched.identities.insert(e.identity); }
    void operator()(const model::InlinePolicyDeleted& e) { touched.identities.insert(e.identity); }
    void operator()(const model::PolicyAttached& e) { touched.identities.insert(e.identity); }
    void operator()(const model::PolicyDetached& e) { touched.identities.insert(e.identity); }
    void operator()(const model::BoundaryChanged& e) { touched.identities.insert(e.identity); }
    void operator()(const model::IdentityTagged& e) { touched.identities.insert(e.identity); }
    void operator()(const model::RoleSettingsChanged&) {}
    void operator()(const model::UserDeleted& e) { user(e.user); }
    void operator()(const model::RoleDeleted& e) { role(e.role); }
    void operator()(const model::TrustPolicyChanged& e) { role(e.role); }
    void operator()(const model::AccessKeyStatusChanged& e) { touched.keys.insert(e.id); }
    void operator()(const model::AccessKeyDeleted& e) { touched.keys.insert(e.id); }
    void operator()(const model::AccessKeyCreated& e) { touched.keys.insert(e.id); }
    void operator()(const model::ServiceCredentialCreated& e) {
        touched.bearers.insert(e.details.alias);
    }
    void operator()(const model::ServiceCredentialStatusChanged& e) { bearer(e.id); }
    void operator()(const model::ServiceCredentialReset& e) { bearer(e.id); }
    void operator()(const model::ServiceCredentialDeleted& e) { touched.bearers.insert(e.alias); }
    void operator()(const model::ManagedPolicyCreated&) {}  // attached to nothing yet
    void operator()(const model::ManagedPolicyDeleted&) {}  // to nothing any more
    void operator()(const model::ManagedPolicyVersionAdded& e) {
        if (e.is_default) {
            touched.managed_policies.insert(e.policy);
        }
    }
    void operator()(const model::ManagedPolicyVersionDeleted&) {}  // never the default
    void operator()(const model::ManagedPolicyDefaultChanged& e) {
        touched.managed_policies.insert(e.policy);
    }
    void operator()(const model::ManagedPolicyTagged&) {}
    void operator()(const model::RoleCreated& e) { role(e.role); }

    void operator()(const model::CatalogueApplied&) { touched.catalogue = true; }
    void operator()(const model::UseCaseSubmitted& e) { touched.accounts.insert(e.account); }
    void operator()(const model::InvocationLoggingChanged& e) {
        touched.invocation_loggings.insert({e.account, e.region});
    }

    void operator()(const model::ApplicationProfileCreated& e) {
        touched.application_profiles.insert(e.id);
    }
    void operator()(const model::ApplicationProfileDeleted& e) {
        touched.application_profiles.insert(e.id);
    }
    void operator()(const model::ApplicationProfileTagged& e) {
        touched.application_profiles.insert(e.id);
    }

    void operator()(const model::GuardrailCreated& e) { touched.guardrails.insert(e.id); }
    void operator()(const model::GuardrailUpdated& e) { touched.guardrails.insert(e.id); }
    void operator()(const model::GuardrailVersionCreated& e) { touched.guardrails.insert(e.id); }
    void operator()(const model::GuardrailDeleted& e) { touched.guardrails.insert(e.id); }
    void operator()(const model::GuardrailTagged& e) { touched.guardrails.insert(e.id); }
    void operator()(const model::GuardrailPolicyChanged& e) { touched.guardrails.insert(e.id); }
    void operator()(const model::EnforcedConfigurationChanged& e) {
        touched.accounts.insert(e.account);
    }

    void operator()(const model::AgreementAccepted&) {}
    void operator()(const model::AgreementProvisioned&) {}
    void operator()(const model::AgreementEnded&) {}
    void operator()(const model::AgreementDeprovisioned&) {}
    void operator()(const model::AgreementReplaced&) {}
    void operator()(const model::AgreementRequested&) {}
    void operator()(const model::OffersApplied&) {}
    void operator()(const model::PurchaseOrdersUpdated&) {}
    void operator()(const model::CancellationRequested&) {}
    void operator()(const model::CancellationAnswered&) {}

    void operator()(const model::LicenseIssued& e) { touched.licenses.insert(e.id); }
    void operator()(const model::LicenseVersionAdded& e) { touched.licenses.insert(e.id); }
    void operator()(const model::LicenseSettingsChanged&) {}
    void operator()(const model::LicenseTagsChanged&) {}

    void operator()(const model::GrantCreated& e) { touched.grants.insert(e.id); }
    void operator()(const model::GrantChanged& e) { whole_grant(e.id); }
    void operator()(const model::GrantSettled& e) { whole_grant(e.id); }
    void operator()(const model::GrantsDisplaced& e) {
        for (const auto& id : e.grants) {
            sub_grant_or_grant(id);
        }
    }
    void operator()(const model::SubGrantsHeld& e) {
        for (const auto account : e.accounts) {
            touched.sub_grants.insert({e.parent, account});
        }
    }
    void operator()(const model::SubGrantChanged& e) { sub_grant_or_grant(e.id); }
    void operator()(const model::SubGrantsWithdrawn& e) {
        for (const auto& parent : e.parents) {
            touched.sub_grants.insert({parent, e.account});
        }
    }
    void operator()(const model::GrantTagsChanged& e) { touched.grants.insert(e.id); }

    void operator()(const model::CheckedOut&) {}
    void operator()(const model::CheckedIn&) {}
    void operator()(const model::ConsumptionExtended&) {}

    void operator()(const model::IssuerKeyCreated&) {}
    void operator()(const model::TokenCreated&) {}
    void operator()(const model::TokenDeleted&) {}
    void operator()(const model::FirstUsePending& e) {
        touched.first_uses.insert({e.account, e.product});
    }
    void operator()(const model::FirstUseEnded& e) {
        touched.first_uses.insert({e.account, e.product});
    }

    void operator()(const model::RequestRemembered&) {}
};

void IndexBuilder::note(const model::State& state, const model::Event& event) {
    std::visit(Notes{touched_, state}, event);
}

}  // namespace licet::decision
