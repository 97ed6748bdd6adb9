// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/bedrock/catalogue.h"
#include "model/grant/grant_id.h"

#include <optional>
#include <string>
#include <string_view>

namespace licet::decision {

/// How far an account's right to a product goes.
enum class EntitlementLevel {
    none,              ///< no grant, no subscription of its own
    withdrawn,         ///< only grants of licenses that are not AVAILABLE any more
    pending_accept,    ///< a grant waits to be accepted
    pending_workflow,  ///< a grant is being distributed
    disabled,          ///< a grant is accepted but not activated
    active,
};

/// The best right that an account has to a product, and the grant it comes from.
struct Entitlement {
    EntitlementLevel level = EntitlementLevel::none;
    std::optional<model::GrantId> grant;
};

/// What a decision asks about. Two sources answer alike: the compiled index, for model calls, and
/// the state itself, for control calls. What is returned lives as long as the source.
class Facts {
public:
    virtual ~Facts() = default;

    enum class AccountStanding { unknown, open, closed };
    virtual AccountStanding standing(AccountId account) const = 0;

    /// Null when the catalogue does not list it.
    virtual const model::FoundationModel* model(std::string_view id) const = 0;
    virtual const model::InferenceProfile* profile(std::string_view id) const = 0;

    /// Source: rules LI-3, LI-5, ME-30, GR-7.
    virtual Entitlement entitlement(AccountId account, std::string_view product,
                                    Time now) const = 0;

    /// Whether the account, or the management account of its organization, has sent the form.
    /// Source: rule BA-24.
    virtual bool has_use_case_form(AccountId account) const = 0;
};

}  // namespace licet::decision
