// SPDX-License-Identifier: Apache-2.0
#include "decision/state_facts.h"

#include "base/check.h"
#include "model/grant/activity.h"
#include "model/grant/sub_grant.h"
#include "model/identity/service_linked_roles.h"
#include "model/marketplace/license_prices.h"

#include <algorithm>

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
    Best(const model::State& state, AccountId account, std::string_view product, const Use& use,
         Time now)
        : state_{state}, account_{account}, product_{product}, use_{use}, now_{now} {}

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
        const auto& version = license.versions.back();
        if (!model::is_usable(license, now_)) {
            const bool coming =
                version.status == model::LicenseStatus::AVAILABLE && now_ < version.valid_from;
            level = coming ? EntitlementLevel::not_yet : EntitlementLevel::withdrawn;
        } else if (level == EntitlementLevel::active && !model::sources_active(state_, grant)) {
            level = EntitlementLevel::disabled;  // the grant it passes on is not active
        } else if (level == EntitlementLevel::disabled && grant.from_issuer) {
            level = EntitlementLevel::standby;
        }
        const auto scope = model::effective_scope(state_, id);
        const Entitlement found{
            .level = level,
            .grant = distributed ? model::sub_grant_id(state_.grant, id, account_) : id,
            .grantor = grant.grantor,
            .scope = scope,
            .miss = miss_of(scope, use_, now_),
            .begins = version.valid_from};
        if (found.better_than(best_)) {
            best_ = found;
        }
    }

    const Entitlement& get() const { return best_; }

private:
    const model::State& state_;
    AccountId account_;
    std::string_view product_;
    const Use& use_;
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

const model::Product* StateFacts::product(std::string_view id) const {
    return model::find_product(state_.models, id);
}

const model::ApplicationProfile* StateFacts::application_profile(AccountId account,
                                                                 std::string_view region,
                                                                 std::string_view id) const {
    return model::find_application_profile(state_.models.application_profiles, account, region, id);
}

Entitlement StateFacts::entitlement(AccountId account, std::string_view product, const Use& use,
                                    Time now) const {
    Best best{state_, account, product, use, now};
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

std::vector<GrantLimit> grant_limits(const model::State& state, const model::GrantId& grant) {
    std::vector<GrantLimit> all;
    for (std::optional<model::GrantId> step = grant; step;) {
        const auto id = step->parent();
        const auto& stored = *model::find_grant(state.grant, id);
        const auto details = state.grant.details.find(id);
        if (details != state.grant.details.end() && details->second.scope) {
            all.push_back({id, stored.grantor, *details->second.scope});
        }
        step = stored.source;
    }
    return all;
}

std::vector<GrantLimit> StateFacts::limits_of(const Entitlement& right) const {
    return right.grant ? grant_limits(state_, *right.grant) : std::vector<GrantLimit>{};
}

model::TokenRates StateFacts::token_rates(const Entitlement& right, std::string_view product,
                                          model::Reach reach) const {
    if (!right.grant) {
        return Facts::token_rates(right, product, reach);
    }
    const auto& grant = *model::find_grant(state_.grant, right.grant->parent());
    return model::token_prices(state_, *model::find_license(state_.license, grant.license))
        .at(reach);
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

ControlLevels StateFacts::control_levels(AccountId account) const {
    const auto held = std::make_shared<const std::vector<model::ControlLevel>>(
        model::control_levels(state_.organization, account));
    LICET_CHECK(held->size() <= ControlLevels::kLevelsMax);
    ControlLevels found{.count = held->size(), .owner = held};
    std::transform(held->begin(), held->end(), found.levels.begin(),
                   [](const auto& level) { return &level; });
    return found;
}

PrincipalRights StateFacts::rights(const model::Principal& principal) const {
    struct Held {
        model::PrincipalPolicies policies;
        std::string arn;
    };
    auto held = std::make_shared<Held>();
    held->policies = model::policies_of(state_.identity, principal);
    const auto name = state_.identity.role_by_id.find(principal.role_id);
    const auto* role =
        name == state_.identity.role_by_id.end()
            ? nullptr
            : model::find_role(state_.identity, name->second.account, name->second.name);
    if (role != nullptr) {
        held->arn = model::role_arn(name->second.account, role->path, name->second.name);
    }
    const auto& policies = held->policies;
    return {.unrestricted = policies.unrestricted,
            .service_linked = role != nullptr && model::is_service_linked(*role),
            .identity = policies.identity,
            .boundary = policies.boundary ? &*policies.boundary : nullptr,
            .tags = policies.tags,
            .arn = held->arn,
            .owner = held};
}

Membership StateFacts::membership(AccountId account) const {
    const auto* found = model::find_account(state_.organization, account);
    if (found == nullptr || found->organization.empty()) {
        return {};
    }
    const auto nodes = model::ancestors(state_.organization, account);
    auto path = std::make_shared<std::string>();
    for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
        path->append(*node).push_back('/');
    }
    const auto* organization = model::organization_of(state_.organization, account);
    return {.organization = found->organization,
            .path = *path,
            .management = organization->management_account,
            .owner = path};
}

EnforcedGuardrails StateFacts::enforced_guardrails(AccountId account,
                                                   std::string_view region) const {
    struct Held {
        std::vector<model::EnforcedGuardrail> by_organization;
        std::optional<model::EnforcedGuardrail> by_account;
    };
    auto held = std::make_shared<Held>(
        Held{model::enforced_guardrails(state_.organization, account, region),
             model::own_enforced_guardrail(state_.guardrail, account, region)});
    return {.by_organization = held->by_organization,
            .by_account = held->by_account ? &*held->by_account : nullptr,
            .owner = held};
}

const model::ReadyGuardrailPtr* StateFacts::guardrail(std::string_view id) const {
    const auto found = state_.guardrail.all.find(id);
    return found == state_.guardrail.all.end() ? nullptr : &found->second.ready;
}

}  // namespace licet::decision
