// SPDX-License-Identifier: Apache-2.0
//
// Which objects of the index each event touches. An event without a row of its own makes the next
// index start over, which is correct but slow; a test names the events that may do so.
#include "decision/index_builder.h"

namespace licet::decision {

struct Notes {
    IndexBuilder& builder;
    const model::State& state;

    void grant_or_sub_grant(const model::GrantId& id) {
        if (const auto part = id.part()) {
            builder.exceptions_.insert({id.parent(), part->account});
        } else {
            whole_grant(id);
        }
    }
    void whole_grant(const model::GrantId& id) {
        builder.grants_.insert(id);
        builder.parents_.insert(id);
    }

    void operator()(const model::AccountOpened& e) { builder.accounts_.insert(e.account); }
    void operator()(const model::OrganizationCreated& e) {
        builder.own_subscriptions_ = true;
        builder.accounts_.insert(e.details.management_account);
    }
    void operator()(const model::OrganizationSettingsChanged&) {
        builder.own_subscriptions_ = true;
    }
    void operator()(const model::AccountMoved& e) { builder.accounts_.insert(e.account); }
    void operator()(const model::AccountStateChanged& e) { builder.accounts_.insert(e.account); }
    void operator()(const model::AccountLeft& e) { builder.accounts_.insert(e.account); }
    void operator()(const model::AccountCreationRequested&) {}
    void operator()(const model::AccountCreationSucceeded&) {}
    void operator()(const model::AccountCreationFailed&) {}
    void operator()(const model::OrganizationalUnitCreated&) {}
    void operator()(const model::OrganizationalUnitRenamed&) {}
    void operator()(const model::OrganizationalUnitDeleted&) {}  // only an empty one can be deleted
    void operator()(const model::TrustedAccessEnabled&) {}
    void operator()(const model::TrustedAccessDisabled&) {}
    void operator()(const model::DelegatedAdministratorRegistered&) {}
    void operator()(const model::DelegatedAdministratorDeregistered&) {}
    void operator()(const model::OrganizationResourceTagged&) {}
    void operator()(const model::OrganizationResourceUntagged&) {}
    void operator()(const model::AccountJoined& e) { builder.accounts_.insert(e.account); }
    void operator()(const model::OrganizationDeleted& e) {
        builder.accounts_.insert(e.management_account);
    }
    void operator()(const model::AllFeaturesEnabled&) {}
    void operator()(const model::HandshakesRequested&) {}
    void operator()(const model::HandshakesChanged&) {}
    void operator()(const model::HandshakesForgotten&) {}

    void operator()(const model::UserCreated&) {}
    void operator()(const model::AccessKeyCreated& e) { builder.keys_.insert(e.id); }
    void operator()(const model::RoleCreated& e) {
        builder.roles_.insert({e.role.account, e.details.id});
    }

    void operator()(const model::CatalogueApplied&) { builder.catalogue_ = true; }
    void operator()(const model::UseCaseSubmitted& e) { builder.forms_.insert(e.account); }

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

    void operator()(const model::LicenseIssued& e) { builder.touched_licenses_.insert(e.id); }
    void operator()(const model::LicenseVersionAdded& e) { builder.touched_licenses_.insert(e.id); }
    void operator()(const model::LicenseSettingsChanged&) {}
    void operator()(const model::LicenseTagsChanged&) {}

    void operator()(const model::GrantCreated& e) { builder.grants_.insert(e.id); }
    void operator()(const model::GrantChanged& e) { whole_grant(e.id); }
    void operator()(const model::GrantSettled& e) { whole_grant(e.id); }
    void operator()(const model::GrantsDisplaced& e) {
        for (const auto& id : e.grants) {
            grant_or_sub_grant(id);
        }
    }
    void operator()(const model::SubGrantsHeld& e) {
        for (const auto account : e.accounts) {
            builder.exceptions_.insert({e.parent, account});
        }
    }
    void operator()(const model::SubGrantChanged& e) { grant_or_sub_grant(e.id); }
    void operator()(const model::SubGrantsWithdrawn& e) {
        for (const auto& parent : e.parents) {
            builder.exceptions_.insert({parent, e.account});
        }
    }
    void operator()(const model::GrantTagsChanged&) {}

    void operator()(const model::CheckedOut&) {}
    void operator()(const model::CheckedIn&) {}
    void operator()(const model::ConsumptionExtended&) {}

    void operator()(const model::IssuerKeyCreated&) {}
    void operator()(const model::TokenCreated&) {}
    void operator()(const model::TokenDeleted&) {}
    void operator()(const model::FirstUsePending&) { builder.own_subscriptions_ = true; }
    void operator()(const model::FirstUseEnded&) { builder.own_subscriptions_ = true; }

    void operator()(const model::RequestRemembered&) {}

    template <typename Unknown>
    void operator()(const Unknown&) {
        builder.everything_ = true;
    }
};

void IndexBuilder::note(const model::State& state, const model::Event& event) {
    std::visit(Notes{*this, state}, event);
}

}  // namespace licet::decision
