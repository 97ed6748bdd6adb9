// SPDX-License-Identifier: Apache-2.0
#include "decision/state_facts.h"

#include "model/grant/activity.h"
#include "model/grant/sub_grant.h"

namespace licet::decision {
namespace {

using model::Grant;
using model::GrantId;
using model::GrantStatus;

/// What a grant of that status gives when its license is usable; `none` also for one that is over.
EntitlementLevel level_of(GrantStatus status) {
    switch (status) {
        case GrantStatus::ACTIVE:
            return EntitlementLevel::active;
        case GrantStatus::DISABLED:
        case GrantStatus::WORKFLOW_COMPLETED:
            return EntitlementLevel::disabled;
        case GrantStatus::PENDING_WORKFLOW:
            return EntitlementLevel::pending_workflow;
        case GrantStatus::PENDING_ACCEPT:
            return EntitlementLevel::pending_accept;
        case GrantStatus::REJECTED:
        case GrantStatus::FAILED_WORKFLOW:
        case GrantStatus::DELETED:
        case GrantStatus::PENDING_DELETE:
            break;
    }
    return EntitlementLevel::none;
}

/// The best of the grants that an account has of one product; of equals the first.
class Best {
public:
    Best(const model::State& state, AccountId account, std::string_view product, Time now)
        : state_{state}, account_{account}, product_{product}, now_{now} {}

    void add(const GrantId& id) {
        const Grant& grant = *model::find_grant(state_.grant, id);
        const auto& license = *model::find_license(state_.license, grant.license);
        if (!model::is_of_product(license, product_)) {
            return;
        }
        const bool distributed = grant.grantee.kind != model::GranteeKind::account;
        if (distributed && !model::covers(state_, grant, account_)) {
            return;
        }
        EntitlementLevel level =
            level_of(distributed ? model::sub_grant_status(state_.grant, id, grant, account_)
                                 : grant.status);
        if (level == EntitlementLevel::none) {
            return;
        }
        if (!model::is_usable(license, now_)) {
            level = EntitlementLevel::withdrawn;
        } else if (level == EntitlementLevel::active && !model::sources_active(state_, grant)) {
            level = EntitlementLevel::disabled;  // the grant it passes on is not active
        } else if (level == EntitlementLevel::disabled && grant.from_issuer) {
            level = EntitlementLevel::standby;
        }
        if (level > best_.level) {
            best_ = {level, distributed ? model::sub_grant_id(state_.grant, id, account_) : id};
        }
    }

    const Entitlement& get() const { return best_; }

private:
    const model::State& state_;
    AccountId account_;
    std::string_view product_;
    Time now_;
    Entitlement best_;
};

}  // namespace

Facts::AccountStanding StateFacts::standing(AccountId account) const {
    const auto* found = model::find_account(state_.organization, account);
    if (found == nullptr) {
        return AccountStanding::unknown;
    }
    return found->state == model::AccountState::ACTIVE ? AccountStanding::open
                                                       : AccountStanding::closed;
}

const model::FoundationModel* StateFacts::model(std::string_view id) const {
    return model::find_model(state_.models, id);
}

const model::InferenceProfile* StateFacts::profile(std::string_view id) const {
    return model::find_profile(state_.models, id);
}

Entitlement StateFacts::entitlement(AccountId account, std::string_view product, Time now) const {
    Best best{state_, account, product, now};
    const auto& grants = state_.grant;
    if (const auto own = grants.by_account.find(account); own != grants.by_account.end()) {
        for (const GrantId& id : own->second) {
            best.add(id);
        }
    }
    for (const auto node : model::ancestors(state_.organization, account)) {
        if (const auto here = grants.by_node.find(node); here != grants.by_node.end()) {
            for (const GrantId& id : here->second) {
                best.add(id);
            }
        }
    }
    return best.get();
}

bool StateFacts::has_use_case_form(AccountId account) const {
    return model::has_use_case_form(state_, account);
}

Facts::FirstUse StateFacts::first_use(AccountId account, std::string_view product, Time now) const {
    const auto* organization = model::organization_of(state_.organization, account);
    if (organization == nullptr || !organization->settings.auto_subscribe) {
        return {};
    }
    return first_use_of(model::find_first_use(state_.first_use, account, product), now);
}

bool StateFacts::falls_back(AccountId account) const {
    const auto* organization = model::organization_of(state_.organization, account);
    return organization != nullptr && organization->settings.fallback_to_own_subscription;
}

}  // namespace licet::decision
