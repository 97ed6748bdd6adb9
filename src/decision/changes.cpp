// SPDX-License-Identifier: Apache-2.0
#include "decision/changes.h"

#include "model/grant/decision.h"

#include <algorithm>
#include <tuple>

namespace licet::decision {
namespace {

struct Place {
    ResourceKind kind;
    std::string_view id;
    std::string_view region;
    auto operator<=>(const Place&) const = default;
};

void add_places(const Directory& directory, std::vector<Place>& out) {
    for (const auto* model : directory.models()) {
        for (const auto region : regions_of(*model)) {
            out.push_back({ResourceKind::foundation_model, model->model_id, region});
        }
    }
    for (const auto* profile : directory.profiles()) {
        for (const auto region : regions_of(*profile)) {
            out.push_back({ResourceKind::inference_profile, profile->profile_id, region});
        }
    }
}

/// Everywhere anything can be called, before or after.
std::vector<Place> places_of(const ChangeSearch& search) {
    std::vector<Place> all;
    add_places(search.before.directory, all);
    add_places(search.after.directory, all);
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

Answer answer_of(const Facts& facts, AccountId account, const Place& place, Time now) {
    const auto decision = decide(facts, {.subject = account,
                                         .model_identifier = place.id,
                                         .region = place.region,
                                         .now = now,
                                         .in_words = false});
    return {.allowed = decision.allowed(),
            .reason = reason_text(decision.reason()),
            .grant = decision.entitlement().grant};
}

/// Where a page goes on: after the place with that number of an account.
struct Position {
    AccountId account;
    std::size_t place = 0;
};

std::string key_of(AccountId account, std::size_t place) {
    return account.text() + " " + std::to_string(place);
}

Position position_of(const std::string& key) {
    const auto blank = key.find(' ');
    const auto account = AccountId::parse(key.substr(0, blank));
    if (!account.ok() || blank == std::string::npos) {
        return {};
    }
    return {*account, std::strtoul(key.c_str() + blank, nullptr, 10) + 1};
}

}  // namespace

struct Affected::Notes {
    Affected& affected;
    const model::State& state;

    void account(AccountId id) { affected.accounts_.insert(id); }

    void operator()(const model::AccountOpened& e) { account(e.account); }
    void operator()(const model::AccountMoved& e) { account(e.account); }
    void operator()(const model::AccountStateChanged& e) { account(e.account); }
    void operator()(const model::AccountLeft& e) { account(e.account); }
    void operator()(const model::AccountJoined& e) { account(e.account); }
    void operator()(const model::AccountCreationRequested&) {}
    void operator()(const model::AccountCreationSucceeded&) {}
    void operator()(const model::AccountCreationFailed&) {}
    void operator()(const model::OrganizationalUnitCreated&) {}
    void operator()(const model::OrganizationalUnitRenamed&) {}
    void operator()(const model::OrganizationPolicyCreated&) {}
    void operator()(const model::DelegatedAdministratorRegistered&) {}
    void operator()(const model::DelegatedAdministratorDeregistered&) {}

    void operator()(const model::GrantCreated& e) { affected.add_grant(state, e.id); }
    void operator()(const model::GrantChanged& e) { affected.add_grant(state, e.id); }
    void operator()(const model::GrantSettled& e) { affected.add_grant(state, e.id); }
    void operator()(const model::GrantTagsChanged& e) { affected.add_grant(state, e.id); }
    void operator()(const model::SubGrantChanged& e) { affected.add_grant(state, e.id); }
    void operator()(const model::GrantsDisplaced& e) {
        for (const auto& id : e.grants) {
            affected.add_grant(state, id);
        }
    }
    void operator()(const model::SubGrantsHeld& e) {
        for (const auto id : e.accounts) {
            account(id);
        }
    }
    void operator()(const model::FirstUsePending& e) { account(e.account); }
    void operator()(const model::FirstUseEnded& e) { account(e.account); }

    void operator()(const model::EnforcedConfigurationChanged& e) { account(e.account); }

    void operator()(const model::AgreementAccepted&) {}
    void operator()(const model::AgreementProvisioned&) {}
    void operator()(const model::RequestRemembered&) {}
    void operator()(const model::InvocationLoggingChanged&) {}
    void operator()(const model::LicenseTagsChanged&) {}
    void operator()(const model::CheckedOut&) {}
    void operator()(const model::CheckedIn&) {}
    void operator()(const model::ConsumptionExtended&) {}
    void operator()(const model::GuardrailCreated&) {}  // nothing names it yet
    void operator()(const model::GuardrailUpdated&) {}  // what is enforced is a version
    void operator()(const model::UserCreated&) {}
    void operator()(const model::RoleCreated&) {}
    void operator()(const model::AccessKeyCreated&) {}

    /// What is not listed may change anybody's access.
    template <typename Other>
    void operator()(const Other&) {
        affected.all_ = true;
    }
};

void Affected::note(const model::State& state, const model::Event& event) {
    if (!all_) {
        std::visit(Notes{*this, state}, static_cast<const model::EventVariant&>(event));
    }
}

/// A grant, and the grants that pass it on.
void Affected::add_grant(const model::State& state, const model::GrantId& id) {
    auto grants = model::descendants_of(state, id);
    grants.push_back(id);
    for (const auto& each : grants) {
        if (const auto part = each.part()) {
            accounts_.insert(part->account);
            continue;
        }
        const auto& grantee = model::find_grant(state.grant, each)->grantee;
        if (grantee.kind == model::GranteeKind::account) {
            accounts_.insert(grantee.account);
            continue;
        }
        const auto under = model::accounts_under(state.organization, grantee.node_id());
        accounts_.insert(under.begin(), under.end());
    }
}

ChangePage changes_of_access(const ChangeSearch& search) {
    ChangePage page;
    const auto places = places_of(search);
    const auto from = position_of(search.key);
    auto account = std::lower_bound(search.accounts.begin(), search.accounts.end(), from.account);
    std::size_t work = 0;
    std::string last;
    for (; account != search.accounts.end(); ++account) {
        const auto work_of_pair =
            work_of(search.before.facts, *account, {}) + work_of(search.after.facts, *account, {});
        for (std::size_t i = *account == from.account ? from.place : 0; i < places.size(); ++i) {
            if (page.rows.size() == search.rows_max || work >= search.work_max) {
                page.next = std::move(last);
                return page;
            }
            work += work_of_pair;
            last = key_of(*account, i);
            const auto& place = places[i];
            const auto before = answer_of(search.before.facts, *account, place, search.now);
            const auto after = answer_of(search.after.facts, *account, place, search.now);
            if (before.allowed != after.allowed) {
                page.rows.push_back({*account, place.kind, std::string{place.id},
                                     std::string{place.region}, before, after});
            }
        }
    }
    return page;
}

}  // namespace licet::decision
