// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/bedrock/catalogue.h"
#include "model/first_use/first_use.h"
#include "model/grant/grant_id.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace licet::decision {

/// How far an account's right to a product goes.
enum class EntitlementLevel : std::uint8_t {
    none,              ///< no grant, no subscription of its own
    withdrawn,         ///< only grants of licenses that are not AVAILABLE any more
    pending_accept,    ///< a grant waits to be accepted
    pending_workflow,  ///< a grant is being distributed
    disabled,          ///< a grant is accepted but not activated
    standby,           ///< a subscription of its own, not in force: it gave way to a grant
    active,
};

/// The best right that an account has to a product, and the grant it comes from.
struct Entitlement {
    EntitlementLevel level = EntitlementLevel::none;
    std::optional<model::GrantId> grant;
};

/// How long calls go through while a first use cannot subscribe the account. Source: domain.md 7.2.
inline constexpr Milliseconds kFirstUseWindow{std::chrono::minutes{15}};

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

    struct FirstUse {
        enum class Verdict {
            refused,  ///< the organization does not let its accounts subscribe by using a product
            allowed,  ///< the call subscribes the account, or tries again to
            failed,   ///< a prerequisite has been missing for longer than kFirstUseWindow
        };
        Verdict verdict = Verdict::refused;
        std::string_view missing = {};  ///< what `failed` is for want of
    };
    /// What happens when the account uses the product without a right to it. Source: rule BA-10,
    /// domain.md 7.2.
    virtual FirstUse first_use(AccountId account, std::string_view product, Time now) const = 0;

    /// Whether an account whose grant is not in force may use a subscription of its own instead.
    /// Source: rule U-1.
    virtual bool falls_back(AccountId account) const = 0;
};

/// The verdict where the organization allows first uses. @param pending null: none has failed yet
inline Facts::FirstUse first_use_of(const model::FirstUse* pending, Time now) {
    using Verdict = Facts::FirstUse::Verdict;
    if (pending == nullptr || now < pending->started_at + kFirstUseWindow) {
        return {.verdict = Verdict::allowed};
    }
    return {.verdict = Verdict::failed, .missing = pending->missing};
}

}  // namespace licet::decision
