// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/directory.h"
#include "decision/facts.h"
#include "model/state.h"

namespace licet::decision {

Authority authority_in(const model::Organization& organization, AccountId account);

/// See Facts::limits_of().
std::vector<GrantLimit> grant_limits(const model::State& state, const model::GrantId& grant);

/// Facts straight from the state, without an index: for control calls on the engine's thread, and
/// as the judge of the index in tests. Refers to the state.
class StateFacts final : public Facts, public Directory {
public:
    explicit StateFacts(const model::State& state) : state_{state} {}

    AccountStanding standing(AccountId account) const override;
    const model::FoundationModel* model(std::string_view id) const override;
    const model::InferenceProfile* profile(std::string_view id) const override;
    const model::Product* product(std::string_view id) const override;
    const model::ApplicationProfile* application_profile(AccountId account, std::string_view region,
                                                         std::string_view id) const override;
    Entitlement entitlement(AccountId account, std::string_view product, const Use& use,
                            Time now) const override;
    std::vector<GrantLimit> limits_of(const Entitlement& right) const override;
    model::TokenRates token_rates(const Entitlement& right, std::string_view product,
                                  model::Reach reach) const override;
    bool has_use_case_form(AccountId account) const override;
    FirstUse first_use(AccountId account, std::string_view product, Time now) const override;
    bool falls_back(AccountId account) const override;
    ControlLevels control_levels(AccountId account) const override;
    PrincipalRights rights(const model::Principal& principal) const override;
    Membership membership(AccountId account) const override;
    EnforcedGuardrails enforced_guardrails(AccountId account,
                                           std::string_view region) const override;
    const model::ReadyGuardrailPtr* guardrail(std::string_view id) const override;

    Authority authority_of(AccountId account) const override;
    AccountId founder() const override;
    bool may_grant(AccountId account, AccountId issuer, const Id128& license) const override;
    std::shared_ptr<const model::RoleTrust> trust_of(std::string_view role_arn) const override;
    std::vector<AccountId> accounts_of(std::string_view organization) const override;
    std::vector<model::Principal> principals_of(AccountId account) const override;
    std::optional<model::Principal> find_principal(std::string_view arn) const override;
    std::vector<const model::FoundationModel*> models() const override;
    std::vector<const model::InferenceProfile*> profiles() const override;
    std::vector<const model::Product*> products() const override;
    bool lists_product(std::string_view id) const override;

private:
    const model::State& state_;
};

}  // namespace licet::decision
