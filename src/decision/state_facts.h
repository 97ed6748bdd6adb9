// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/facts.h"
#include "model/state.h"

namespace licet::decision {

/// Facts straight from the state, without an index: for control calls on the engine's thread, and
/// as the judge of the index in tests. Refers to the state.
class StateFacts final : public Facts {
public:
    explicit StateFacts(const model::State& state) : state_{state} {}

    AccountStanding standing(AccountId account) const override;
    const model::FoundationModel* model(std::string_view id) const override;
    const model::InferenceProfile* profile(std::string_view id) const override;
    Entitlement entitlement(AccountId account, std::string_view product, Time now) const override;
    bool has_use_case_form(AccountId account) const override;
    FirstUse first_use(AccountId account, std::string_view product, Time now) const override;
    bool falls_back(AccountId account) const override;

private:
    const model::State& state_;
};

}  // namespace licet::decision
