// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/guardrails.h"
#include "model/bedrock/application_profiles.h"
#include "model/bedrock/catalogue.h"
#include "model/bedrock/token_price.h"
#include "model/first_use/first_use.h"
#include "model/grant/grant_id.h"
#include "model/grant/scope.h"
#include "model/identity/principal_policies.h"
#include "model/organization/control_policies.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace licet::decision {

/// How far an account's right to a product goes.
enum class EntitlementLevel : std::uint8_t {
    none,              ///< no grant, no subscription of its own
    withdrawn,         ///< only grants of licenses that are not AVAILABLE any more
    not_yet,           ///< a grant of a license that is not valid yet
    pending_accept,    ///< a grant waits to be accepted
    pending_workflow,  ///< a grant is being distributed
    disabled,          ///< a grant is accepted but not activated
    standby,           ///< a subscription of its own, not in force: it gave way to a grant
    active,
};

/// What is to be done by a right, as far as the scopes of grants ask. Source: rule BA-35.
struct Use {
    model::RegionMask regions = 0;  ///< all that the call may reach; none: it reaches none
    std::optional<model::ModelOperation> operation = {};  ///< none: no use of a model
};

/// The first limit of a scope that a use does not keep, ordered by how far it gets.
enum class ScopeMiss : std::uint8_t { region, operation, not_yet, ended, none };

/// Source: design 6, step 7.
ScopeMiss miss_of(const model::Scope& scope, const Use& use, Time now);

/// The best right that an account has to a product, and the grant it comes from.
struct Entitlement {
    EntitlementLevel level = EntitlementLevel::none;
    std::optional<model::GrantId> grant;
    AccountId grantor = {};            ///< of the grant, for a sub-grant of its parent
    model::Scope scope = {};           ///< of the grant, its sources' limits included
    ScopeMiss miss = ScopeMiss::none;  ///< what in the grant's scope stands against the use
    Time begins = {};                  ///< of a license that is not valid yet
    std::uint32_t prices = 0;          ///< of its agreement, as the source of facts knows them

    /// Whether it is to be preferred: the higher level, of equals the one whose scope admits the
    /// use or else comes nearest. Of equals in both the first found is kept.
    bool better_than(const Entitlement& other) const {
        return level != other.level ? level > other.level : miss > other.miss;
    }
};

/// What one grant of a chain of grants limits it to.
struct GrantLimit {
    model::GrantId grant;
    AccountId grantor;
    model::Scope scope;
    bool operator==(const GrantLimit&) const = default;
};

/// How long calls go through while a first use cannot subscribe the account. Source: domain.md 7.2.
inline constexpr Milliseconds kFirstUseWindow{std::chrono::minutes{15}};

/// The service control policies over an account, from the root down to the account itself. Empty
/// when none restricts it: it stands alone, is the management account, or the type is not enabled.
struct ControlLevels {
    /// Root, five levels of OUs, account; rule OR-1.
    static constexpr std::size_t kLevelsMax = 8;
    std::array<const model::ControlLevel*, kLevelsMax> levels{};
    std::size_t count = 0;
    std::shared_ptr<const void> owner = {};  ///< keeps them; null: the source of facts does

    std::span<const model::ControlLevel* const> all() const { return {levels.data(), count}; }
};

/// What the identity of a principal lets it do, and how policies see it.
struct PrincipalRights {
    bool unrestricted = false;    ///< an account's root: needs no policy
    bool service_linked = false;  ///< a session of a service-linked role: no SCP restricts it
    std::span<const model::NamedDocument> identity;
    const model::NamedDocument* boundary = nullptr;
    const model::Tags* tags = nullptr;
    /// What aws:PrincipalArn is: for a session the ARN of its role. Empty when nothing is known of
    /// the principal beyond itself.
    std::string_view arn = {};
    std::shared_ptr<const void> owner = {};  ///< keeps them; null: the source of facts does
};

/// A model of the catalogue with what every call asks of it.
struct ListedModel {
    std::string_view id = {};
    const model::FoundationModel* details = nullptr;  ///< null: the catalogue does not list it
    model::RegionMask regions = 0;                    ///< where it is offered
    Time ends = Time::max();                          ///< from then on it cannot be invoked
    bool direct = false;                              ///< invoked without an inference profile
    bool bought = false;                              ///< needs an entitlement to its product
    bool needs_form = false;                          ///< rule BA-24
    std::uint32_t product = 0;  ///< its product as the source of facts knows it
};
/// All but the product.
ListedModel listing_of(const model::FoundationModel& model);

/// Where an account belongs, as condition keys write it.
struct Membership {
    std::string_view organization = {};  ///< `o-…`; empty for an account that stands alone
    std::string_view path = {};          ///< `o-…/r-…/ou-…/`; empty likewise
    AccountId management = {};           ///< the organization's management account; none likewise
    std::shared_ptr<const void> owner = {};  ///< keeps them; null: the source of facts does
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
    /// model() in another form.
    virtual ListedModel listed_model(std::string_view id) const;
    virtual const model::Product* product(std::string_view id) const = 0;
    /// Null when the account has none of that id in the region. Source: rule BA-30.
    virtual const model::ApplicationProfile* application_profile(AccountId account,
                                                                 std::string_view region,
                                                                 std::string_view id) const = 0;

    /// The best of the account's rights, as better_than() ranks them, in this order: the grants to
    /// the account itself by id, then those to the nodes above it, nearest first.
    /// Source: rules LI-3, LI-5, ME-30, GR-7; design 6, step 7.
    virtual Entitlement entitlement(AccountId account, std::string_view product, const Use& use,
                                    Time now) const = 0;

    /// entitlement() to the product of a model that this source listed.
    virtual Entitlement entitlement_to(AccountId account, const ListedModel& model, const Use& use,
                                       Time now) const;

    /// What the grant of an entitlement is limited to: by its own tags, then by those of the grants
    /// that it passes on, nearest first; those without limits are left out. Source: rule GR-7.
    virtual std::vector<GrantLimit> limits_of(const Entitlement& right) const;

    /// What tokens of the product's models cost: by the agreement that the right comes from,
    /// without a grant by the public offer.
    virtual model::TokenRates token_rates(const Entitlement& right, std::string_view product,
                                          model::Reach reach) const;

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

    /// Source: rules OR-9, OR-10.
    virtual ControlLevels control_levels(AccountId account) const = 0;
    /// Nothing allows anything for a user or role that does not exist (any more).
    virtual PrincipalRights rights(const model::Principal& principal) const = 0;
    virtual Membership membership(AccountId account) const = 0;

    virtual EnforcedGuardrails enforced_guardrails(AccountId account,
                                                   std::string_view region) const = 0;
    /// Whosever it is; null when there is none of that id.
    virtual const model::ReadyGuardrailPtr* guardrail(std::string_view id) const = 0;
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
